//! The failure drill: strip, panel, result.

pub(crate) fn one_row_in(secs: f64) -> String {
    format!("One row in {secs} s")
}

pub(crate) const END: &str = "End";
pub(crate) const END_THE_DRILL: &str = "End the drill";
pub(crate) const WHAT_HAPPENS: &str = "What happens";
pub(crate) const WHAT_IS_LEFT: &str = "What is left in the end";
pub(crate) const FAILURE_DRILL: &str = "Failure drill";
pub(crate) const SAVE: &str = "Save…";
pub(crate) const KEEP_WITH_DESIGN: &str = "Keep it with the design and in the test plan";
pub(crate) const NAME_OF_THE_DRILL: &str = "Name of the drill";
pub(crate) const WHAT_IT_IS_FOR: &str = "What it is for";

pub(crate) fn loss_of(names: &str) -> String {
    format!("Loss of {names}")
}

pub(crate) const BRING_BACK: &str = "Bring back";
pub(crate) const FAIL_AGAIN: &str = "Fail again";
pub(crate) const AT_TIME_OF_SHOWN_ROW: &str = "At the time of the row that is shown";
pub(crate) const FULL_SERVICE: &str = "Full service";
pub(crate) const REDUCED_SERVICE: &str = "Reduced service";
pub(crate) const NEVER_AWAY_BUT_LESS: &str = "No service was away, but not all work in full";
pub(crate) const NEVER_WORKS: &str = "Does not work before the failure either";
pub(crate) const STOPS: &str = "Stops";
pub(crate) const AWAY_FOR_A_TIME: &str = "Away for a time";
pub(crate) const WORKS_WITH_LESS: &str = "Works with less";
pub(crate) const MESSAGES: &str = "Messages";
pub(crate) const BY_HAND: &str = "By hand";
pub(crate) const ONLY_IF_STOPPED: &str = " (only if they stay stopped)";

pub(crate) fn peak_load_takes(share: &str) -> String {
    format!(", the peak load takes {share}")
}

pub(crate) const PEAK_LOAD_NOT_STATED: &str = ", the peak load is not stated";

pub(crate) fn service_now(service: &str, state: &str) -> String {
    format!("{service} now: {state}")
}

pub(crate) fn source(title: &str) -> String {
    format!("Source: {title}")
}

pub(crate) const EVENT_OF_THE_DRILL: &str = "Event of the drill";
