//! The availability estimate in words and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::estimate::{Driver, Estimate, ServiceEstimate, duration};
use super::{Availability, InputRow, Range, Upgrade};
use crate::model::Document;

/// Why two figures stand side by side.
pub const WHY_TWO_FIGURES: &str = "The mean weighs the few cases that are many times worse than the middle one (P50) with \
                                   their full length, so it lies above it; half of all cases are better than P50, and 5 of \
                                   100 worse than P95.";
/// Drivers written of each service.
const DRIVERS: usize = 5;
/// Fixes written.
const UPGRADES: usize = 12;

impl Availability {
    /// Everything in words.
    pub fn text(&self, document: &Document) -> String {
        let mut text = format!("Downtime a year of {}, an estimate\n", document.project.title);
        let estimate = &self.estimate;
        let _ = writeln!(text, "{WHY_TWO_FIGURES}");
        if let Some(target) = &estimate.target {
            let most = duration(target.value);
            let _ = writeln!(text, "Target: at most {most} a year, without what no design changes.");
        }
        for name in &estimate.never_work {
            let _ = writeln!(text, "\n{name}\n  does not work even when nothing fails");
        }
        for service in estimate.whole().into_iter().chain(estimate.parts()) {
            text.push('\n');
            text.push_str(&service_text(document, estimate, service));
        }
        self.upgrades_text(&mut text);
        list(&mut text, "Figures", estimate.inputs.iter().filter(|it| it.used).map(|it| figure_text(document, it)));
        let without = estimate.without_figure.iter().cloned();
        list(&mut text, "Counted as never failing, because no figure is known", without);
        list(&mut text, "Taken for granted", estimate.assumptions.iter().cloned());
        text
    }

    fn upgrades_text(&self, text: &mut String) {
        let fixes = self.upgrades.iter().take(UPGRADES);
        list(text, "What helps most", fixes.map(|it| format!("{} ({}): {}", it.edit.label, it.rule, it.effect_text())));
    }

    /// Everything as JSON; minutes and shares without rounding.
    pub fn json(&self, document: &Document) -> Value {
        let estimate = &self.estimate;
        json!({
            "design": document.project.title,
            "why_mean_and_middle_differ": WHY_TWO_FIGURES,
            "target_minutes_per_year": estimate.target.as_ref().map(|it| it.value),
            "never_work": estimate.never_work,
            "services": estimate.services.iter().map(|it| service_json(document, estimate, it)).collect::<Vec<_>>(),
            "fixes": self.upgrades.iter().map(upgrade_json).collect::<Vec<_>>(),
            "figures": estimate.inputs.iter().filter(|it| it.used).map(|it| figure_json(document, it)).collect::<Vec<_>>(),
            "without_figure": estimate.without_figure,
            "assumptions": estimate.assumptions,
        })
    }
}

fn list(text: &mut String, heading: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        let _ = writeln!(text, "\n{heading}");
        items.for_each(|item| {
            let _ = writeln!(text, "  {item}");
        });
    }
}

fn service_text(document: &Document, estimate: &Estimate, service: &ServiceEstimate) -> String {
    let mut text = format!("{}\n", service.name);
    if service.is_bounded {
        let [lower, _, upper] = service.all.minutes.map(duration);
        let _ = writeln!(text, "  between {lower} and {upper} a year: the logic is too large to compute exactly");
    } else {
        let _ = writeln!(text, "  mean {}; P5 – P50 – P95 {}", duration(service.all.mean), service.all.text());
        let _ = writeln!(text, "  {} if every figure had its middle value", duration(service.at_figures));
    }
    for outside in &service.outside {
        let _ = writeln!(
            text,
            "  of which {}: {} ({}), which no design changes",
            outside.name,
            duration(outside.minutes),
            percent(outside.share)
        );
    }
    if !service.outside.is_empty() {
        let it = &service.by_design;
        let _ = writeln!(text, "  without that: mean {}; P5 – P50 – P95 {}", duration(it.mean), it.text());
    }
    if let Some(lenient) = service.lenient.filter(|it| service.all.mean - it > 0.01) {
        let _ = writeln!(
            text,
            "  mean {} if host instances start by themselves after every database outage (lenient reading)",
            duration(lenient)
        );
    }
    if let Some(verdict) = service.verdict {
        let _ = writeln!(text, "  {}", verdict.label());
    }
    let planned = duration(service.planned_minutes);
    let _ = writeln!(text, "  {}; planned work {planned} a year on top", service.outages_text());
    for driver in service.drivers.iter().take(DRIVERS) {
        let (minutes, share) = (duration(driver.minutes), percent(driver.share));
        let at_figures = duration(driver.at_figures);
        let _ = writeln!(text, "    {minutes:>9} {share:>5} {} ({at_figures} at the middle figures)", driver.name);
    }
    let widest = service.input_drivers.iter().take(3).filter_map(|it| estimate.inputs.get(it.row));
    let widest: Vec<String> = widest.map(|it| it.title(document)).collect();
    if !widest.is_empty() {
        let _ = writeln!(text, "  the range is wide because of: {}", widest.join("; "));
    }
    text
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn figure_text(document: &Document, row: &InputRow) -> String {
    format!("{}: {}. {}", row.title(document), row.text(), row.basis())
}

fn range_json(range: &Range) -> Value {
    let [p5, p50, p95] = range.minutes;
    json!({ "mean": range.mean, "p5": p5, "p50": p50, "p95": p95 })
}

fn driver_json(driver: &Driver) -> Value {
    json!({
        "name": driver.name, "element": driver.element.to_string(), "class": driver.class.label(),
        "minutes": driver.minutes, "share": driver.share, "minutes_at_middle_figures": driver.at_figures,
    })
}

fn service_json(document: &Document, estimate: &Estimate, service: &ServiceEstimate) -> Value {
    let widest = service.input_drivers.iter().filter_map(|it| {
        let title = estimate.inputs.get(it.row)?.title(document);
        Some(json!({ "figure": title, "rank_correlation": it.correlation }))
    });
    json!({
        "key": service.key, "name": service.name, "kind": service.kind.word(),
        "minutes_per_year": range_json(&service.all),
        "minutes_per_year_by_design": range_json(&service.by_design),
        "mean_minutes_lenient": service.lenient,
        "minutes_at_middle_figures": service.at_figures,
        "is_bounded": service.is_bounded,
        "planned_minutes_per_year": service.planned_minutes,
        "outages_per_year": service.outages_per_year,
        "mean_outage_minutes": service.mean_outage_minutes,
        "verdict": service.verdict.map(|it| it.label()),
        "drivers": service.drivers.iter().map(driver_json).collect::<Vec<_>>(),
        "no_design_changes": service.outside.iter().map(driver_json).collect::<Vec<_>>(),
        "widest_figures": widest.collect::<Vec<_>>(),
    })
}

fn upgrade_json(upgrade: &Upgrade) -> Value {
    json!({
        "rule": upgrade.rule, "fix": upgrade.edit.label, "minutes_removed": upgrade.minutes_removed,
        "share_removed": upgrade.minutes_removed / upgrade.minutes_before.max(f64::MIN_POSITIVE),
    })
}

fn figure_json(document: &Document, row: &InputRow) -> Value {
    json!({
        "figure": row.input.key(), "title": row.title(document), "unit": row.unit.words(), "value": row.value.value,
        "range": row.value.range, "provenance": row.value.provenance.word(), "basis": row.basis(),
    })
}
