//! The capacity report as text, each figure with the word that says where it comes from.

use std::fmt::Write as _;

use super::assumptions::assumption;
use super::estimate::{Estimate, PEAK_NOT_STATED};
use super::formulas::uncertainty::Interval;
use super::inputs::CapacityInput;
use super::report::{CapacityReport, only_an_estimate};
use super::warnings::duration;
use super::words::{percent, two_figures};

/// A rate as it is headlined: `130 messages/s (60 to 290)`.
pub fn rate_headline(rate: &Interval) -> String {
    if rate.p50 <= 0.0 {
        return "0 messages/s".to_owned();
    }
    format!("{} messages/s ({} to {})", two_figures(rate.p50), two_figures(rate.p10), two_figures(rate.p90))
}

/// What is said instead of a worst single loss that costs nothing.
pub const NO_LOSS_LOWERS_THE_RATE: &str = "No drawn part alone lowers the middle rate";

/// Whether normal operation carries no more than what is left after the worst single loss; not where nothing passes.
pub fn no_loss_lowers_the_rate(report: &CapacityReport) -> bool {
    let worst = report.worst_loss.as_ref().and_then(|loss| loss.estimate.rate.as_ref());
    worst
        .zip(report.normal.rate.as_ref())
        .is_some_and(|(worst, normal)| normal.p50 > 0.0 && (normal.p50 - worst.p50).abs() <= normal.p50 * 1e-9)
}

/// A figure with its unit and the word for its provenance: `8 cores (default)`.
pub fn figure(input: &CapacityInput) -> String {
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    let range = input.value.range.map(|(low, high)| format!(", {} to {}", number(low), number(high)));
    format!("{}{unit} ({}{})", number(input.value.value), input.value.provenance.word(), range.unwrap_or_default())
}

pub(super) fn number(value: f64) -> String {
    let digits = format!("{value:.6}");
    let short = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    short.to_owned()
}

/// The report as plain text, ending in a line break.
pub fn capacity_text(title: &str, report: &CapacityReport) -> String {
    let mut text = format!("Capacity estimate: {title}\n");
    if !report.others.is_empty() {
        let _ = writeln!(text, "BizTalk group {}", report.name);
    }
    write_report(&mut text, report);
    for other in &report.others {
        let _ = writeln!(text, "\nBizTalk group {}", other.name);
        write_report(&mut text, other);
    }
    if report.all().any(|it| it.normal.missing.is_empty()) {
        text.push_str("\nNot modeled\n");
        for line in report.not_modeled() {
            let _ = writeln!(text, "  {line}");
        }
        let _ = writeln!(text, "\n{}", only_an_estimate());
    }
    text
}

fn write_report(text: &mut String, report: &CapacityReport) {
    let normal = &report.normal;
    if !normal.missing.is_empty() {
        let _ = writeln!(text, "No estimate yet: {}.", normal.missing.join("; "));
        return;
    }
    let _ = writeln!(text, "{}.\n", report.assumption_count());
    if no_loss_lowers_the_rate(report) {
        let _ = writeln!(text, "{NO_LOSS_LOWERS_THE_RATE}\n");
    } else if let Some(loss) = &report.worst_loss {
        write_state(text, &format!("Worst single loss: {}", loss.name), &loss.estimate);
        text.push('\n');
    }
    write_modes(text, report);
    write_state(text, "Normal operation", normal);
    write_limiters(text, normal);
    write_responses(text, normal);
    write_computers(text, normal);
    write_tiers(text, report);
    write_outlook(text, report);
    write_calibration(text, report);
    write_narrowings(text, report);
    write_inputs(text, normal);
    if !normal.not_estimated.is_empty() {
        text.push_str("\nNot estimated for lack of an input\n");
        for line in &normal.not_estimated {
            let _ = writeln!(text, "  {line}");
        }
    }
}

fn write_modes(text: &mut String, report: &CapacityReport) {
    text.push_str("Failure modes (messages/s)\n");
    for mode in &report.modes {
        let rate = mode.sustains().as_ref().map_or_else(|| "-".to_owned(), rate_headline);
        let used = mode.rate.used.map(|used| format!(", {} used at peak", used_words(used))).unwrap_or_default();
        let lost = if mode.rate.lost.is_empty() { String::new() } else { format!(" ({})", mode.rate.lost) };
        let _ = writeln!(text, "  {:<26} {rate}{used}{lost}", mode.rate.mode.label());
    }
    text.push('\n');
}

/// A share of the rate; nothing is left of a rate of zero.
fn used_words(used: f64) -> String {
    if used.is_finite() { percent(used) } else { "nothing passes, all".to_owned() }
}

/// A time in seconds as people read it: `0.35 s`, `53 ms`.
pub fn seconds(secs: f64) -> String {
    if secs < 0.0995 { format!("{} ms", two_figures(secs * 1000.0)) } else { format!("{} s", two_figures(secs)) }
}

fn write_responses(text: &mut String, estimate: &Estimate) {
    let Some(model) = &estimate.response else { return };
    let (load, what) = match &estimate.peak {
        Some(peak) => (peak.value, "at peak"),
        None => (model.limit_per_sec() / 2.0, "at half of the rate"),
    };
    let _ = writeln!(text, "\nResponse time {what}");
    let Some(point) = model.at(load) else {
        text.push_str("  without bound: the load is at or above the rate\n");
        return;
    };
    let percentiles = [("P50", point.p50_secs), ("P95", point.p95_secs), ("P99", point.p99_secs)];
    let known: Vec<String> =
        percentiles.iter().filter_map(|(name, secs)| Some(format!("{name} {}", seconds((*secs)?)))).collect();
    let known = if known.is_empty() { "no percentiles above 90 % load".to_owned() } else { known.join(", ") };
    let _ = writeln!(text, "  All messages: mean {}, {known}", seconds(point.mean_secs));
    for flow in model.flows_at(load).iter().filter(|flow| flow.name != "All messages") {
        let p95 = flow.p95_secs.map(|secs| format!(", P95 {}", seconds(secs))).unwrap_or_default();
        let rate = two_figures(flow.messages_per_sec);
        let _ = writeln!(text, "  {} ({rate} messages/s): mean {}{p95}", flow.name, seconds(flow.mean_secs));
    }
}

fn write_outlook(text: &mut String, report: &CapacityReport) {
    let outlook = &report.outlook;
    if !outlook.growth.is_empty() {
        text.push_str("\nGrowth\n");
        for year in &outlook.growth {
            let (peak, used) = (two_figures(year.peak_per_sec), percent(year.used));
            let _ = writeln!(text, "  year {:>2}: peak of {peak} messages/s, {used} of the rate", year.year);
        }
    }
    if let Some(after) = &outlook.failover {
        let (word, backlog) = (after.failover_secs.provenance.word(), two_figures(after.backlog_messages));
        let drain =
            after.drain_secs.map_or_else(|| "never drains".to_owned(), |secs| format!("drains in {}", duration(secs)));
        let _ = writeln!(
            text,
            "\nAfter a SQL Server failover of {} s ({word})\n  host instances work again after {:.0} s; a backlog of {backlog} messages {drain}",
            number(after.failover_secs.value),
            after.service_back_secs
        );
    }
    if let Some(tracking) = &outlook.tracking {
        let basis =
            if tracking.at_peak_all_day { "the peak load all day, an upper bound" } else { "the messages of a day" };
        let _ = writeln!(
            text,
            "\nTracking database\n  {} GiB for {} days with {basis}, indexes and 10 % contingency included",
            two_figures(tracking.gib),
            number(tracking.days)
        );
    }
}

fn write_calibration(text: &mut String, report: &CapacityReport) {
    let Some(calibration) = &report.calibration else { return };
    text.push_str("\nLoad tests\n");
    for run in &calibration.runs {
        let _ = writeln!(
            text,
            "  {} {}: {} messages/s, BizTalk {} ms per message, SQL Server {} ms per hop (measured)",
            run.run.on,
            run.run.by,
            number(run.run.messages_per_sec),
            two_figures(run.biztalk_ms),
            two_figures(run.sql_hop_ms)
        );
        for warning in &run.warnings {
            let _ = writeln!(text, "    {warning}");
        }
    }
    for (name, it) in [("BizTalk work", &calibration.biztalk), ("MessageBox work", &calibration.sql)] {
        let (before, after) = (two_figures(it.prior.value), two_figures(it.value.value));
        let (wide, narrow) = (two_figures(it.prior_sigma), two_figures(it.sigma));
        let word = it.prior.provenance.word();
        let _ = writeln!(text, "  {name}: {before} ({word}, sigma {wide}) becomes {after} (measured, sigma {narrow})");
    }
}

fn write_narrowings(text: &mut String, report: &CapacityReport) {
    if report.narrowings().is_empty() {
        return;
    }
    text.push_str("\nWhat narrows the range most\n");
    for it in report.narrowings() {
        let range = format!("{} to {}", two_figures(it.after.p10), two_figures(it.after.p90));
        let _ = writeln!(text, "  {}: {range} messages/s", it.what.label());
    }
}

fn write_state(text: &mut String, heading: &str, estimate: &Estimate) {
    let _ = writeln!(text, "{heading}");
    if let Some(rate) = &estimate.rate {
        let _ = writeln!(text, "  Sustainable rate  {}", rate_headline(rate));
    }
    if let Some(bottleneck) = estimate.bottleneck() {
        let _ = writeln!(text, "  Limited by        {}", bottleneck.name);
    }
    if let Some(next) = estimate.next_limit() {
        let _ = writeln!(text, "                    {next}");
    }
    match &estimate.peak {
        None => {
            let _ = writeln!(text, "  Peak load         {PEAK_NOT_STATED}");
        }
        Some(peak) => {
            let used = estimate.used().map(|used| format!(", {} of the rate", percent(used))).unwrap_or_default();
            let fit = estimate.fit.map(|fit| format!(": {}", fit.label().to_lowercase())).unwrap_or_default();
            let word = peak.provenance.word();
            let _ = writeln!(text, "  Peak load         {} messages/s ({word}){used}{fit}", number(peak.value));
        }
    }
    if let Some(grown) = estimate.grown_peak_per_sec {
        let _ = writeln!(text, "  At the horizon    {} messages/s", two_figures(grown));
    }
    if let Some(growth) = estimate.growth_text() {
        let _ = writeln!(text, "  Growth            {growth}");
    }
}

fn write_limiters(text: &mut String, estimate: &Estimate) {
    text.push_str("\nLimiters, lowest first (messages/s)\n");
    for limiter in estimate.limiters.ranked() {
        let rate = &limiter.rate;
        let range = format!("({} to {})", two_figures(rate.p10), two_figures(rate.p90));
        let _ = writeln!(text, "  {:>7} {range:<18} {}", two_figures(rate.p50), limiter.name);
    }
    for reason in &estimate.extrapolated {
        let _ = writeln!(text, "  Extrapolated: {reason}.");
    }
    for warning in &estimate.warnings {
        let source = warning.because.as_ref().map(|id| format!(" ({})", id.0)).unwrap_or_default();
        let _ = writeln!(text, "  {}{source}.", warning.text);
    }
}

fn write_computers(text: &mut String, estimate: &Estimate) {
    text.push_str("\nComputers\n");
    for computer in &estimate.computers {
        let busy = match (computer.at_peak, computer.at_limit) {
            (Some(peak), Some(limit)) => format!("{} at peak, {} at the rate", percent(peak), percent(limit)),
            (None, Some(limit)) => format!("{} at the rate; {PEAK_NOT_STATED}", percent(limit)),
            _ => "no message passes".to_owned(),
        };
        let word = computer.cores.provenance.word();
        let _ = writeln!(text, "  {:<12} {} cores ({word}): {busy}", computer.name, number(computer.cores.value));
    }
}

fn write_tiers(text: &mut String, report: &CapacityReport) {
    text.push_str("\nTiers (messages/s)\n");
    for tier in &report.tiers {
        let rates: Vec<String> = tier
            .modes
            .iter()
            .map(|it| {
                let lost = if it.lost.is_empty() { String::new() } else { format!(" without {}", it.lost) };
                format!("{} {}{lost}", it.mode.short().to_lowercase(), two_figures(it.limit_per_sec))
            })
            .collect();
        let _ = writeln!(text, "  {}: {}", tier.name, rates.join(", "));
    }
}

fn write_inputs(text: &mut String, estimate: &Estimate) {
    text.push_str("\nInputs\n");
    for input in &estimate.inputs {
        let _ = writeln!(text, "  {}: {}", input.label, figure(input));
    }
    text.push_str("\nAssumptions\n");
    for entry in estimate.assumptions.iter().filter_map(assumption) {
        let _ = writeln!(text, "  {}: {}. {}", entry.id.0, entry.title, entry.text);
    }
    let sources: Vec<&str> = estimate.because.iter().map(|id| id.0.as_str()).collect();
    let _ = writeln!(text, "\nSources\n  {}", sources.join(", "));
}

#[cfg(test)]
mod tests;
