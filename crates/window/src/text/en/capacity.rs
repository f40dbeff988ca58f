//! The capacity panel.

pub(crate) fn and_peak_load(peak: f64) -> String {
    format!(", peak load {peak:.0}")
}

pub(crate) fn quantiles(p10: f64, p50: f64, p90: f64, peak: &str) -> String {
    format!("P10 {p10:.0}, P50 {p50:.0}, P90 {p90:.0} messages/s{peak}")
}

pub(crate) fn at_peak(share: &str) -> String {
    format!("{share} at peak")
}

pub(crate) fn at_limit(share: &str) -> String {
    format!("{share} at the limit")
}

pub(crate) fn share_of_cores(cores: &str, provenance: &str) -> String {
    format!("{cores} cores ({provenance}); share of them, derived")
}

pub(crate) const PEAK_LOAD_TODAY: &str = "Peak load today";

pub(crate) fn after_years(years: u32) -> String {
    format!("After {years} years")
}

pub(crate) const NEVER_DRAINS: &str = "which never drains, because the peak load is at the rate";

pub(crate) fn drained_after(secs: &str) -> String {
    format!("gone after {secs} s more")
}

pub(crate) fn after_failover(away_secs: f64, back_secs: f64, waiting: &str, drain: &str) -> String {
    format!(
        "After a SQL Server failover of {away_secs:.0} s host instances work again after {back_secs:.0} s; at peak \
         {waiting} messages wait then, {drain}."
    )
}

pub(crate) const PEAK_ALL_DAY: &str = "the peak load all day, an upper bound";
pub(crate) const THE_MESSAGES_OF_A_DAY: &str = "the messages of a day";

pub(crate) fn tracking_grows(gib: &str, days: &str, basis: &str) -> String {
    format!(
        "The Tracking database grows to {gib} GiB in {days} days with {basis}; indexes and 10 % contingency are \
         included."
    )
}

pub(crate) const STATE_FOR_OUTLOOK: &str =
    "State peak load and growth, the duration of a SQL Server failover, or what is tracked.";
pub(crate) const OUR_OWN_INFERENCE: &str = "Our own inference";
pub(crate) const ABOUT_THE_LAB: &str = "Maximum sustainable rates of the lab of 2010, and what the model says of the same computers. Groups with more \
     BizTalk computers than the MessageBox can use lose rate in the lab; the model does not predict that.";
pub(crate) const RUN: &str = "Run";
pub(crate) const LAB: &str = "Lab";
pub(crate) const MODEL: &str = "Model";
pub(crate) const ERROR: &str = "Error";
pub(crate) const FOR_LACK_OF_AN_INPUT: &str = "For lack of an input";
pub(crate) const ALWAYS: &str = "Always";
pub(crate) const FAILURE_MODE: &str = "Failure mode";
pub(crate) const RATE_AND_RANGE: &str = "Rate and range";
pub(crate) const USED_AT_PEAK: &str = "Used at peak";
pub(crate) const UNIT_OF_RATES: &str = " messages/s";
pub(crate) const ABOUT_MODES: &str = "Messages per second, derived: P50 and P10 to P90 of what is left.";
pub(crate) const NOT_STATED: &str = "not stated";
pub(crate) const NOTHING_PASSES: &str = "nothing passes";
pub(crate) const ABOUT_TIER_RATES: &str =
    "Messages per second (P50, derived) that the tier lets through when something of it is lost.";

pub(crate) fn used_at_peak(share: &str) -> String {
    format!("{share} used at peak")
}

pub(crate) fn with_lost(lost: &str) -> String {
    format!("With {lost} lost")
}

pub(crate) const THE_LAST_CHANGE: &str = "The last change";

pub(crate) fn from_to_rate(state: &str, before: &str, now: &str, change: &str) -> String {
    format!("{state} from {before} to {now} messages/s{change}")
}

pub(crate) fn range(low: &str, high: &str) -> String {
    format!("{low} – {high}")
}

/// The rate stayed.
pub(crate) fn from_to_range(state: &str, before: &str, now: &str) -> String {
    format!("the range of {state} from {before} to {now} messages/s")
}

pub(crate) fn and_range(rate: &str, before: &str, now: &str) -> String {
    format!("{rate}, its range from {before} to {now}")
}

pub(crate) const NO_LOSS_LOWERS_THE_RATE: &str = crate::capacity::text::NO_LOSS_LOWERS_THE_RATE;
pub(crate) const IN_NORMAL_OPERATION: &str = "normal operation";
pub(crate) const IN_WORST_SINGLE_LOSS: &str = "the worst single loss";

pub(crate) fn moved_no_rate(change: &str) -> String {
    format!("{change}: moved no rate.")
}

pub(crate) fn moved(change: &str, rates: &str) -> String {
    format!("{change}: moved {rates}.")
}

pub(crate) fn with_worst_lost(lost: &str) -> String {
    format!("With {lost} lost, the worst single loss")
}

pub(crate) const NORMAL_OPERATION: &str = "Normal operation";
pub(crate) const NO_ESTIMATE: &str = "No estimate";

pub(crate) fn bottleneck(name: &str) -> String {
    format!("Bottleneck: {name}")
}

pub(crate) const ENTER_PEAK_LOAD: &str = "Peak load not stated: enter it under Assumptions to compare.";

pub(crate) fn at_horizon(rate: &str) -> String {
    format!(", {rate} at the horizon")
}

pub(crate) fn peak_load(rate: &str, grown: &str) -> String {
    format!("Peak load {rate} messages/s{grown}")
}

pub(crate) fn derived_limit(kind: &str, rate: &str) -> String {
    format!("{kind}: {rate}, derived")
}

pub(crate) fn extrapolated(reason: &str) -> String {
    format!("Extrapolated: {reason}.")
}

pub(crate) const WARNING: &str = "Warning";

pub(crate) fn documented_in(source: &str) -> String {
    format!("Documented in “{source}”")
}

pub(crate) const NOTHING_NARROWS: &str = "Nothing that could be stated or measured would narrow the range.";

pub(crate) fn from_to(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

pub(crate) fn range_goes_away(share: &str) -> String {
    format!("{share} of the range goes away (derived)")
}

pub(crate) const ABOUT_NARROWINGS: &str =
    "Range in messages per second afterwards; the bar is how much of its width goes away.";
pub(crate) const WHEN_SOMETHING_IS_LOST: &str = "When something is lost";
pub(crate) const WHAT_LIMITS_THE_RATE: &str = "What limits the rate";
pub(crate) const WHAT_TO_LOOK_AT: &str = "What to look at";
pub(crate) const OVER_LOAD: &str = "Response time and use over load";
pub(crate) const TIERS: &str = "Tiers";
pub(crate) const PROCESSOR_USE: &str = "Processor use";
pub(crate) const WHAT_TO_MEASURE_NEXT: &str = "What to measure next";
pub(crate) const GROWTH_FAILOVER_TRACKING: &str = "Growth, failover, tracking";
pub(crate) const CALIBRATE_WITH_A_LOAD_TEST: &str = "Calibrate with a load test";
pub(crate) const INPUTS: &str = "Inputs";
pub(crate) const HOW_IT_IS_COMPUTED: &str = "How it is computed";
pub(crate) const MODEL_AND_LAB: &str = "How well the model fits the published lab";
pub(crate) const NOT_ESTIMATED: &str = "Not estimated";
pub(crate) const NO_ESTIMATE_YET: &str = "No estimate yet";
pub(crate) const BIZTALK_GROUP: &str = "BizTalk group";

pub(crate) fn inputs_assumed(assumed: usize, all: usize) -> String {
    format!("Inputs: {assumed} of {all} are assumptions")
}
