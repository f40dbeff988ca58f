//! The availability panel.

pub(crate) const SELECT_ONE_ELEMENT: &str = "Select one element to give it figures of its own.";

pub(crate) fn figures_of_one(name: &str) -> String {
    format!("Figures of {name} alone")
}

pub(crate) fn figure_of(figure: &str, name: &str) -> String {
    format!("{figure} of {name}")
}

pub(crate) const AS_FOR_ALL: &str = "As for all";
pub(crate) const FROM: &str = "from";
pub(crate) const KNOWN: &str = "known";
pub(crate) const AT_LEAST: &str = "at least";
pub(crate) const AT_MOST: &str = "at most";
pub(crate) const READ_THE_RANGE: &str = "Downtime a year, computed from the failure logic of the design and from failure and repair data. Most of that \
     data is assumed: read the range and the drivers, not a single number.";
pub(crate) const ESTIMATE_AVAILABILITY: &str = "Estimate availability";
pub(crate) const ESTIMATING: &str = "Estimating…";
pub(crate) const NEWER_ESTIMATE_COMES: &str = "A newer estimate is on its way.";
pub(crate) const OF_AN_EARLIER_STATE: &str = "These figures are those of an earlier state of the design.";
pub(crate) const PUT_INTO_CHECKLIST: &str = "Put the estimate into the documents";
pub(crate) const DOWNTIME_A_YEAR_BY_SERVICE: &str = "Downtime a year by service";

pub(crate) fn never_works(service: &str) -> String {
    format!("{service} does not work even when nothing fails.")
}

pub(crate) const HOW_TO_READ_A_RANGE: &str =
    "The mean and, in brackets, what 95, 50 and 5 of 100 cases exceed; planned work comes on top.";
pub(crate) const WHAT_HELPS_MOST: &str = "What helps most";
pub(crate) const EVERY_FIX_TRIED: &str =
    "Every fix that a finding offers, carried out on a copy of the design and solved again.";
pub(crate) const NO_FIX_HELPS: &str = "No offered fix changes the downtime.";

pub(crate) fn apply(fix: &str) -> String {
    format!("Apply: {fix}")
}

pub(crate) const FAILURE_AND_REPAIR_DATA: &str = "Failure and repair data";
pub(crate) const NEVER_FAILING: &str = "Counted as never failing: no figure";
pub(crate) const TAKEN_FOR_GRANTED: &str = "Taken for granted";
pub(crate) const ACCEPTED_DOWNTIME_A_YEAR: &str = "Accepted downtime a year";
pub(crate) const NO_TARGET: &str = "No target";

pub(crate) fn in_brackets(range: &str) -> String {
    format!("({range})")
}

pub(crate) fn without_what_no_design_changes(mean: &str, range: &str) -> String {
    format!("Without the loss of a site, which no design changes: {mean} ({range}); the target is compared with this")
}

pub(crate) fn lenient(mean: &str) -> String {
    format!(
        "{mean} if host instances start by themselves after every database outage (lenient reading of the documents)"
    )
}

pub(crate) const NO_DESIGN_CHANGES: &str = "What no design changes";

pub(crate) const CERTAIN_BOUNDS: &str = "Certain bounds: the logic is too large to compute exactly.";

pub(crate) fn outages_and_planned_work(outages: &str, planned: &str) -> String {
    format!("{outages}; planned work {planned} a year on top")
}

pub(crate) const HIDE_WHAT_DRIVES_IT: &str = "Hide what drives it";
pub(crate) const SHOW_WHAT_DRIVES_IT: &str = "Show what drives it";
pub(crate) const MINUTES_OF_PARTS: &str = "Parts and causes, with what goes of the mean when they never happen";
pub(crate) const WIDEST_FIGURES: &str = "Figures whose uncertainty spreads the range most";

pub(crate) fn range_of(service: &str) -> String {
    format!("Range of {service}")
}

pub(crate) const LOGARITHMIC_SCALE: &str =
    "On a logarithmic scale from a minute; the thick line is the middle, the dark one the target";
