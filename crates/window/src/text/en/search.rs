//! The search.

pub(crate) const SEARCH: &str = "Search";
pub(crate) const HINT_COMMANDS: &str = "Type what to do";
pub(crate) const HINT_THINGS: &str = "Type a name, a rule or words of a finding";
pub(crate) const NOTHING_FOUND: &str = "Nothing found";
pub(crate) const MARKS: &str = "> commands   @ elements   ! findings and rules   ? documents";

/// `Note on BTS1`.
pub(crate) fn note_on(name: &str) -> String {
    format!("Note on {name}")
}

/// `SQL-012, no finding`.
pub(crate) fn without_finding(rule: &str) -> String {
    format!("{rule}, no finding")
}

/// `Add tier: Receive`.
pub(crate) fn add_tier(kind: &str) -> String {
    format!("Add tier: {kind}")
}
