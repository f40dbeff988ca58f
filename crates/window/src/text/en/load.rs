//! Response time and processor use at a chosen load.

pub(crate) const NO_MESSAGE_PASSES: &str = "No message passes.";
pub(crate) const LOAD_AS_SHARE: &str = "Load as a share of the rate";
pub(crate) const PEAK: &str = "Peak";
pub(crate) const BACK_TO_THE_PEAK_LOAD: &str = "Back to the peak load";
pub(crate) const ABOUT_DOTS: &str =
    "Dots: what the published lab of 2010 measured on these numbers of computers (documented).";

pub(crate) fn hatched(reasons: &str) -> String {
    format!("Hatched, because extrapolated: {reasons}.")
}

pub(crate) const WAITING_GROWS_WITHOUT_BOUND: &str = "waiting grows without bound";

pub(crate) fn mean_and_p95(mean: &str, p95: &str) -> String {
    format!("mean {mean}, P95 {p95}")
}

pub(crate) fn mean_without_percentiles(mean: &str) -> String {
    format!("mean {mean}; no percentiles above 90 % load")
}

pub(crate) fn time_at_rate(rate: &str, time: &str) -> String {
    format!("{rate} messages/s: {time}")
}

pub(crate) fn busiest_computer(name: &str, share: &str) -> String {
    format!("Busiest computer: {name} at {share} CPU (derived)")
}

pub(crate) fn and_p95(p95: &str) -> String {
    format!(", P95 {p95}")
}

pub(crate) fn mean_of_flow(flow: &str, mean: &str, p95: &str) -> String {
    format!("{flow}: mean {mean}{p95}")
}
