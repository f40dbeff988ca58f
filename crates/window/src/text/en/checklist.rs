//! The checklist panel.

pub(crate) const HOW_TO_VERIFY: &str = "How to verify";
pub(crate) const WHY: &str = "Why";
pub(crate) const CONFIRMED_WITH_IT: &str = "Confirmed with it";
pub(crate) const FROM_THE_DESIGN: &str = "From the design";
pub(crate) const SET_BY_HAND: &str = "Set by hand";
pub(crate) const DOCUMENTS: &str = "Documents";
pub(crate) const FACT: &str = "Fact";
pub(crate) const FAULT: &str = "Fault";
pub(crate) const NOTE: &str = "Note";
pub(crate) const MISSING: &str = "Missing";

pub(crate) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

pub(crate) const STATUS: &str = "Status";

pub(crate) fn set_status(row: &str, status: &str) -> String {
    format!("Set {row} to {status}")
}

pub(crate) fn for_example(owner: &str) -> String {
    format!("e.g. {owner}")
}

pub(crate) fn set(what: &str, row: &str) -> String {
    format!("Set the {what} of {row}")
}

pub(crate) const OWNER: &str = "Owner";
pub(crate) const THE_OWNER: &str = "owner";
pub(crate) const DUE: &str = "Due";
pub(crate) const THE_DUE_DATE: &str = "due date";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const RECORD_LINK_OR_DATE: &str = "Record, link or date";
pub(crate) const THE_EVIDENCE: &str = "evidence";
pub(crate) const REASON_OR_APPROVER: &str = "Reason or approver";
pub(crate) const THE_NOTE: &str = "note";
pub(crate) const ALL_ROWS_ARE_FILTERED_OUT: &str = "All rows are filtered out.";
pub(crate) const SHOW_ALL_ROWS: &str = "Show all rows";
pub(crate) const SHOW_OR_HIDE_ANSWER: &str = "Show or hide the rows with this answer";
pub(crate) const ONLY_UNSETTLED: &str = "Only unsettled";
pub(crate) const HIDE_SETTLED: &str = "Hide rows that are fulfilled, accepted or not applicable";

pub(crate) fn rows_settled(settled: usize, all: usize) -> String {
    format!("{settled} of {all} rows settled")
}

pub(crate) const WHAT_SETTLED_MEANS: &str = "Settled by a person: fulfilled, risk accepted, or not applicable. Rows that do not apply to the design are not \
     counted.";
