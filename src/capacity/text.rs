//! The capacity report as text and as JSON, each figure with the word that says where it comes from.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::assumptions::assumption;
use super::estimate::{Estimate, PEAK_NOT_STATED};
use super::formulas::uncertainty::Interval;
use super::inputs::CapacityInput;
use super::report::{CapacityReport, ONLY_AN_ESTIMATE};
use super::words::{percent, two_figures};
use crate::sources::{Provenance, Sourced};

/// A rate as it is headlined: `130 messages/s (60 to 290)`.
pub fn rate_headline(rate: &Interval) -> String {
    if rate.p50 <= 0.0 {
        return "0 messages/s".to_owned();
    }
    format!("{} messages/s ({} to {})", two_figures(rate.p50), two_figures(rate.p10), two_figures(rate.p90))
}

/// A figure with its unit and the word for its provenance: `8 cores (default)`.
pub fn figure(input: &CapacityInput) -> String {
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    let range = input.value.range.map(|(low, high)| format!(", {} to {}", number(low), number(high)));
    format!("{}{unit} ({}{})", number(input.value.value), input.value.provenance.word(), range.unwrap_or_default())
}

fn number(value: f64) -> String {
    let digits = format!("{value:.6}");
    let short = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    short.to_owned()
}

/// The report as plain text, ending in a line break.
pub fn capacity_text(title: &str, report: &CapacityReport) -> String {
    let mut text = format!("Capacity estimate: {title}\n");
    let normal = &report.normal;
    if !normal.missing.is_empty() {
        let _ = writeln!(text, "No estimate yet: {}.", normal.missing.join("; "));
        return text;
    }
    let _ = writeln!(text, "{}.\n", report.assumption_count());
    if let Some(loss) = &report.worst_loss {
        write_state(&mut text, &format!("Worst single loss: {}", loss.name), &loss.estimate);
        text.push('\n');
    }
    write_state(&mut text, "Normal operation", normal);
    write_limiters(&mut text, normal);
    write_computers(&mut text, normal);
    write_tiers(&mut text, report);
    write_inputs(&mut text, normal);
    text.push_str("\nNot modeled\n");
    for line in report.not_modeled() {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "\n{ONLY_AN_ESTIMATE}");
    text
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
    if let Some(years) = estimate.years_to_limit {
        let _ = writeln!(text, "  Growth            reaches the rate in {years:.1} years");
    }
}

fn write_limiters(text: &mut String, estimate: &Estimate) {
    text.push_str("\nLimiters, lowest first (messages/s)\n");
    for limiter in estimate.limiters.ranked() {
        let rate = &limiter.rate;
        let range = format!("({} to {})", two_figures(rate.p10), two_figures(rate.p90));
        let _ = writeln!(text, "  {:>7} {range:<18} {}", two_figures(rate.p50), limiter.name);
    }
    for line in estimate.extrapolated.iter().map(|it| format!("Extrapolated: {it}")).chain(estimate.notes.clone()) {
        let _ = writeln!(text, "  {line}.");
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
        let lost = tier.lost.as_ref().zip(tier.one_lost_per_sec);
        let lost = lost.map(|((_, name), rate)| format!(", {} without {name}", two_figures(rate)));
        let _ = writeln!(text, "  {}: {}{}", tier.name, two_figures(tier.normal_per_sec), lost.unwrap_or_default());
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

/// The report as JSON. Rates are messages per second, utilizations shares; an unknown value is null.
pub fn capacity_json(title: &str, report: &CapacityReport) -> Value {
    let (assumed, inputs) = report.normal.assumed_inputs();
    json!({
        "design": title,
        "normal": estimate_json(&report.normal),
        "worst_loss": report.worst_loss.as_ref().map(|loss| json!({
            "computer": loss.name,
            "id": loss.computer.0,
            "estimate": estimate_json(&loss.estimate),
        })),
        "tiers": report.tiers.iter().map(|tier| json!({
            "tier": tier.name,
            "id": tier.tier.0,
            "normal": tier.normal_per_sec,
            "one_lost": tier.one_lost_per_sec,
            "lost": tier.lost.as_ref().map(|(_, name)| name),
            "used_normal": finite(tier.used_normal),
            "used_one_lost": finite(tier.used_one_lost),
        })).collect::<Vec<_>>(),
        "inputs": report.normal.inputs.iter().map(input_json).collect::<Vec<_>>(),
        "assumed_inputs": assumed,
        "all_inputs": inputs,
        "not_modeled": report.not_modeled(),
        "remark": ONLY_AN_ESTIMATE,
    })
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|it| it.is_finite())
}

fn interval_json(rate: &Interval) -> Value {
    json!({ "p10": rate.p10, "p50": rate.p50, "p90": rate.p90 })
}

fn estimate_json(estimate: &Estimate) -> Value {
    let assumptions = estimate.assumptions.iter().map(|id| {
        let entry = assumption(id);
        json!({ "id": id.0, "title": entry.map(|it| &it.title), "text": entry.map(|it| &it.text) })
    });
    json!({
        "rate": estimate.rate.as_ref().map(interval_json),
        "missing": estimate.missing,
        "bottleneck": estimate.bottleneck().map(|limiter| &limiter.name),
        "limiters": estimate.limiters.ranked().iter().map(|limiter| json!({
            "kind": limiter.kind.key(),
            "name": limiter.name,
            "elements": limiter.elements.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rate": interval_json(&limiter.rate),
        })).collect::<Vec<_>>(),
        "peak": estimate.peak.as_ref().map(sourced_json),
        "used": estimate.used(),
        "fit": estimate.fit.map(super::estimate::Fit::label),
        "years_to_limit": estimate.years_to_limit,
        "computers": estimate.computers.iter().map(|computer| json!({
            "computer": computer.name,
            "id": computer.computer.0,
            "cores": sourced_json(&computer.cores),
            "per_message_per_sec": computer.per_message_per_sec,
            "at_peak": computer.at_peak,
            "at_limit": computer.at_limit,
        })).collect::<Vec<_>>(),
        "database_tier_at_peak": estimate.database_tier_at_peak,
        "extrapolated": estimate.extrapolated,
        "notes": estimate.notes,
        "assumptions": assumptions.collect::<Vec<_>>(),
        "because": estimate.because.iter().map(|id| &id.0).collect::<Vec<_>>(),
    })
}

fn input_json(input: &CapacityInput) -> Value {
    json!({ "key": input.key, "label": input.label, "unit": input.unit, "figure": sourced_json(&input.value) })
}

fn sourced_json(value: &Sourced<f64>) -> Value {
    let detail = match &value.provenance {
        Provenance::Documented(id) => json!([id.0]),
        Provenance::Derived(ids) => json!(ids.iter().map(|id| &id.0).collect::<Vec<_>>()),
        Provenance::Default(id) => json!(id.0),
        Provenance::Measured { by, on } | Provenance::Entered { by, on } => json!({ "by": by, "on": on }),
    };
    json!({
        "value": value.value,
        "range": value.range.map(|(low, high)| [low, high]),
        "provenance": value.provenance.word(),
        "detail": detail,
    })
}

#[cfg(test)]
mod tests;
