//! The capacity estimate: failure modes first, then tiers, limiters, response time, and what it leaves out.

use super::{Sections, cited};
use crate::export::pdf::flow::{Cell, Column, Flow, RichText, Row, Table};
use crate::report::{CapacityRow, CapacitySection, Citations};
use crate::scene::Align;

/// Most height of a chart in points.
const CHART_HEIGHT: f32 = 130.0;

/// The estimate in half a page: what is left in each failure mode, what limits it, how fast messages pass.
pub(super) fn in_short(flow: &mut Flow, section: &CapacitySection, citations: &Citations) {
    if let Some(name) = &section.biztalk_group {
        flow.heading(2, name);
    }
    if section.rows.is_empty() {
        let missing = section.missing.join("; ");
        let text = if missing.is_empty() { "the drawing is not complete".to_owned() } else { missing };
        flow.paragraph(format!("No estimate yet: {text}."));
        return;
    }
    let fits = |row: &CapacityRow| Some(&row.fit) == section.rows.first().map(|it| &it.fit);
    let alike = section.rows.iter().all(fits);
    modes(flow, section, !alike);
    let mut said: Vec<String> = Vec::new();
    // What holds for every state is said once.
    if let Some(row) = section.rows.first().filter(|_| alike) {
        said.push(sentence(&row.fit));
    }
    if !section.next_limit.is_empty() {
        said.push(sentence(&section.next_limit));
    }
    said.extend(
        section.responses.first().map(|(what, time)| format!("Response time, {}: {time}.", what.to_lowercase())),
    );
    said.push(sentence(&section.assumed));
    said.push("Rates are derived: the middle of the range, and P10 to P90 in brackets.".to_owned());
    let note = section.remarks.iter().fold(RichText::new().text(said.join(" ")), |note, (said, source)| {
        let note = note.text(format!(" {}", sentence(said)));
        if source.is_none() { note } else { note.text(" ").joined(cited(citations, source)) }
    });
    flow.note(note);
}

/// What stands behind the estimate. Without one there is nothing to say.
pub(super) fn write(flow: &mut Flow, sections: &mut Sections, section: &CapacitySection) {
    if section.rows.is_empty() {
        return;
    }
    let of = section.biztalk_group.as_ref().map(|it| format!(" of {it}")).unwrap_or_default();
    flow.heading(1, &sections.next(&format!("Capacity estimate{of} in detail")));
    flow.lead_in("The rates of the whole in each failure mode stand in the review report.");
    tiers(flow, section);
    flow.heading(2, "What limits the rate");
    pairs(flow, ("Limiter", "Messages per second (derived)"), &section.limiters);
    if !section.next_limit.is_empty() {
        flow.note(sentence(&section.next_limit));
    }
    charts(flow, section);
    if !section.narrowings.is_empty() {
        flow.heading(2, "What to measure next");
        pairs(flow, ("If this is known", "The range becomes"), &section.narrowings);
    }
    sentences(flow, "Load tests", &section.calibration);
    sentences(flow, "Growth, failover, tracking", &section.outlook);
    sentences(flow, "Not estimated for lack of an input", &section.not_estimated);
    flow.heading(2, "What the estimate leaves out");
    flow.note(format!("{}.", section.not_modeled.join("; ")));
}

fn modes(flow: &mut Flow, section: &CapacitySection, with_peak: bool) {
    let rows = section.rows.iter().map(|row| {
        let cells = [Some(&row.state), Some(&row.rate), Some(&row.bottleneck), with_peak.then_some(&row.fit)];
        Row::Cells(cells.into_iter().flatten().map(|it| Cell::from(it.as_str())).collect())
    });
    let mut columns = vec![
        Column::flex("State", 1.0),
        Column::flex("Sustainable rate (range)", 1.1),
        Column::flex("Limited by", 1.2),
    ];
    if with_peak {
        columns.push(Column::flex("Peak load", 1.0));
    }
    flow.table(&Table { columns, rows: rows.collect(), ..Table::default() });
}

fn tiers(flow: &mut Flow, section: &CapacitySection) {
    if section.tiers.is_empty() {
        return;
    }
    flow.heading(2, "Tiers when something of them is lost");
    let mut columns = vec![Column::flex("Tier", 1.0)];
    columns.extend(section.modes.iter().map(|mode| Column::fixed(mode, 58.0).aligned(Align::End)));
    let rows = section.tiers.iter().map(|tier| {
        let name = std::iter::once(Cell::from(tier.name.as_str()));
        Row::Cells(name.chain(tier.rates.iter().map(|rate| Cell::from(rate.as_str()))).collect())
    });
    flow.table(&Table { columns, rows: rows.collect(), small: true, ..Table::default() });
    flow.note("Messages per second (derived, P50) that each tier lets through.");
}

fn charts(flow: &mut Flow, section: &CapacitySection) {
    if section.charts.is_empty() {
        return;
    }
    flow.heading(2, "Response time and use over load");
    pairs(flow, ("Messages", "Response time (derived)"), &section.responses);
    let charts: Vec<_> = section.charts.iter().map(|chart| chart.scene()).collect();
    flow.scenes(&charts, CHART_HEIGHT);
    flow.note("The tinted range is P10 to P90 of the sustainable rate; dots, where there are any, are what the published lab measured.");
}

fn pairs(flow: &mut Flow, (left, right): (&str, &str), rows: &[(String, String)]) {
    let cells = |(left, right): &(String, String)| Row::Cells(vec![left.as_str().into(), right.as_str().into()]);
    flow.table(&Table {
        columns: vec![Column::flex(left, 1.4), Column::flex(right, 1.0)],
        rows: rows.iter().map(cells).collect(),
        small: true,
        ..Table::default()
    });
}

fn sentences(flow: &mut Flow, heading: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    flow.heading(2, heading);
    flow.note(items.iter().map(|it| sentence(it)).collect::<Vec<_>>().join(" "));
}

/// The text with a period at its end.
fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}
