//! The findings panel.

use std::fmt::Display;

pub(crate) const ACCEPTED: &str = "Accepted";
pub(crate) const LISTED_BUT_NOT_COUNTED: &str = "Listed, but not counted";
pub(crate) const NOTHING_TO_ACCEPT: &str = "Nothing to accept";
pub(crate) const NOTHING_TO_ACCEPT_NOW: &str = "Nothing to accept now";

pub(crate) fn accepted_by(who: &str) -> String {
    format!("Accepted by {who}")
}

pub(crate) const WITHDRAW: &str = "Withdraw";
pub(crate) const TAKE_BACK_ACCEPTANCE: &str = "Take the acceptance back: the finding counts again";

pub(crate) fn was_accepted(why: &str) -> String {
    format!("Was accepted, but {why}")
}

pub(crate) const WHAT_IT_IS: &str = "What it is";
pub(crate) const WHERE: &str = "Where";
pub(crate) const OPEN_IN_INSPECTOR: &str = "Open in inspector";
pub(crate) const WHY_IT_MATTERS: &str = "Why it matters";
pub(crate) const WHAT_WAS_FOUND: &str = "What was found";
pub(crate) const WHAT_TO_DO: &str = "What to do";

pub(crate) fn fix_all_alike(count: usize) -> String {
    format!("Fix all {count} of this kind…")
}

pub(crate) const SHOW_THE_STEPS_FIRST: &str = "Show the steps first";
pub(crate) const ACCEPTED_BEFORE: &str = "Accepted before";
pub(crate) const ACCEPT_AGAIN: &str = "Accept again…";
pub(crate) const ACCEPT: &str = "Accept…";
pub(crate) const LEAVE_AS_IT_IS: &str = "Leave it as it is, with a reason: it no longer counts";
pub(crate) const OUR_ENGINEERING_JUDGMENT: &str = "our engineering judgment";
pub(crate) const DOCUMENTS_DISAGREE: &str = "Documents disagree";

pub(crate) fn read_so(reading: &str) -> String {
    format!("This design is read so: {reading}")
}

pub(crate) const DOCUMENTS: &str = "Documents";
pub(crate) const NO_DOCUMENT_STATES_IT: &str = "No document states this rule; the documents below are background.";
pub(crate) const ALL_CLEAR: &str = "All clear: rules";
pub(crate) const PASSED: &str = "Passed";
pub(crate) const DO_NOT_APPLY: &str = "Do not apply";
pub(crate) const WAIT_FOR_AN_ANSWER: &str = "Wait for an answer";
pub(crate) const OPEN_QUESTIONS: &str = "Open questions";
pub(crate) const SHOW_ALL_FINDINGS: &str = "Show all findings";
pub(crate) const BLOCKERS: &str = "blockers";
pub(crate) const ERRORS: &str = "errors";
pub(crate) const WARNINGS: &str = "warnings";
pub(crate) const ADVICE: &str = "advice";
pub(crate) const INFO: &str = "info";

pub(crate) fn from_to(findings: &str, before: usize, after: usize) -> String {
    format!("{findings} {before} to {after}")
}

pub(crate) const AS_MANY_FINDINGS: &str = "as many findings";

pub(crate) fn cannot_be_applied(why: impl Display) -> String {
    format!("cannot be applied: {why}")
}

pub(crate) const CHANGES: &str = "changes";
pub(crate) const ADDS: &str = "adds";
pub(crate) const REMOVES: &str = "removes";
pub(crate) const MOVES: &str = "moves";
pub(crate) const MOVES_TIERS: &str = "moves tiers";
pub(crate) const CHANGES_THE_ENVIRONMENT: &str = "changes the environment";
pub(crate) const CHANGES_THE_PROJECT_DETAILS: &str = "changes the project details";
pub(crate) const CHANGES_SINGLE_SIGN_ON: &str = "changes single sign-on";
pub(crate) const CHANGES_THE_BACKUP: &str = "changes the backup";
pub(crate) const CHANGES_DISASTER_RECOVERY: &str = "changes disaster recovery";
pub(crate) const CHANGES_THE_WORKLOAD: &str = "changes the workload";
pub(crate) const CHANGES_THE_CHECKLIST: &str = "changes the checklist";
pub(crate) const CHANGES_WHAT_IS_ACCEPTED: &str = "changes what is accepted";
pub(crate) const CHANGES_AVAILABILITY_INPUTS: &str = "changes the inputs of the availability estimate";
pub(crate) const READ_FROM: &str = "Read from";
pub(crate) const CHANGES_A_NOTE: &str = "changes a note";
pub(crate) const CHANGES_WHAT_EXPORTS_SAY: &str = "changes what exports say";
pub(crate) const CHANGES_DRILLS: &str = "changes the saved failure drills";
pub(crate) const REPLACES_THE_DESIGN: &str = "replaces the design";
pub(crate) const CHANGES_NOTHING: &str = "changes nothing";

pub(crate) fn of_all(what: &str, count: usize) -> String {
    format!("{what} of all {count}")
}

pub(crate) const ONE_BY_ONE: &str = "One by one";

pub(crate) fn of_one(what: &str, name: &str) -> String {
    format!("{what} of {name}")
}

/// What the template shows where nobody has stated anything.
pub(crate) fn example(value: &str) -> String {
    format!("example: {value}")
}

pub(crate) const OPEN_IT_IN_THE_INSPECTOR: &str = "Open it in the inspector";
pub(crate) const ENTER: &str = "Enter";
pub(crate) const ENTER_A_NAME: &str = "Enter a name";
pub(crate) const FILTER_HINT: &str = "Filter by words or rule id";
pub(crate) const FILTER_FINDINGS: &str = "Filter findings";
pub(crate) const CLEAR_FILTER: &str = "Clear filter";

pub(crate) fn some_of(shown: usize, all: &str) -> String {
    format!("{shown} of {all}")
}

pub(crate) const ONLY_SELECTION: &str = "Only selection";
pub(crate) const ABOUT_SELECTION: &str = "Show only findings about what is selected";
pub(crate) const MAKE_IT_COMPLIANT: &str = "Make it compliant…";
pub(crate) const SHOW_SEVERE_FIXES: &str = "Show the fixes that leave no blocker and no error, and those of warnings";

/// `adds 1 host and 2 host instances`.
pub(crate) fn does_to(verb: &str, what: &[String]) -> String {
    format!("{verb} {}", what.join(" and "))
}

pub(crate) fn new_findings(count: usize) -> String {
    match count {
        0 => "no new findings".to_owned(),
        1 => "1 new finding".to_owned(),
        _ => format!("{count} new findings"),
    }
}

pub(crate) fn num_findings(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}

pub(crate) fn filtered_out(count: usize) -> String {
    format!("{} {} filtered out.", num_findings(count), if count == 1 { "is" } else { "are" })
}

pub(crate) fn what_became_of_rules(ran: usize, fired: usize, not_applicable: usize, waiting: usize) -> String {
    let rules = if ran == 1 { "rule" } else { "rules" };
    format!(
        "{ran} {rules} ran, {fired} of them with findings; {not_applicable} do not apply, {waiting} wait for an answer"
    )
}
