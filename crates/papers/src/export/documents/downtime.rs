//! The availability estimate: a range per service, its drivers, what helps, and everything it rests on.

use super::Sections;
use crate::downtime::text::WHY_TWO_FIGURES;
use crate::export::pdf::flow::{Cell, Column, Flow, RichText, Row, Table};
use crate::report::{DowntimeRow, DowntimeSection};

/// What a reader must not make of the numbers.
const CAUTION: &str = "The range comes from not knowing the failure and repair data, most of which is assumed. It is no \
                       promise, and no percentage is given: read which parts drive it, and what would help.";

/// Where two pages of the documents contradict each other.
const LENIENT: &str = "The estimate takes the strict reading of Microsoft's documents, in which Windows restarts a host \
                       instance once and then leaves it stopped. Another page says that host instances retry every minute.";

/// The estimate in short: every service against the target.
pub(super) fn in_short(flow: &mut Flow, heading: &str, section: &DowntimeSection) {
    flow.heading(1, heading);
    services(flow, section);
    flow.note(format!("Mean, and in brackets what is exceeded in 95, 50 and 5 of 100 cases. {WHY_TWO_FIGURES}"));
    if !section.target.is_empty() {
        flow.paragraph(section.target.clone());
    }
    flow.note(format!("An estimate, not a measurement. {CAUTION}"));
}

/// What stands behind the estimate.
pub(super) fn write(flow: &mut Flow, sections: &mut Sections, section: &DowntimeSection) {
    flow.heading(1, &sections.next("Availability estimate in detail"));
    drivers(flow, section);
    if !section.upgrades.is_empty() {
        flow.heading(2, "What helps most");
        pairs(flow, ("Fix", "Effect on the whole"), &section.upgrades);
    }
    figures(flow, section);
    bullets(flow, "What is taken for granted", &section.assumptions);
    if !section.without_figure.is_empty() {
        flow.heading(2, "Counted as never failing, because no figure is known");
        flow.paragraph(format!("{}.", section.without_figure.join(", ")));
    }
}

fn services(flow: &mut Flow, section: &DowntimeSection) {
    let rows = section.rows.iter().map(|row| {
        let cells = [row.service.as_str(), &row.range, &row.by_design, &row.outages, &row.planned, row.verdict];
        Row::Cells(cells.into_iter().map(Cell::from).collect())
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Service", 1.1),
            Column::flex("Downtime a year", 1.3),
            Column::flex("Without what no design changes", 1.3),
            Column::flex("Outages", 0.9),
            Column::flex("Planned, on top", 0.6),
            Column::flex("Target", 0.7),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

fn drivers(flow: &mut Flow, section: &DowntimeSection) {
    let table = |of: fn(&DowntimeRow) -> &String| -> Vec<(String, String)> {
        let named = section.rows.iter().filter(|row| !of(row).is_empty());
        named.map(|row| (row.service.clone(), of(row).clone())).collect()
    };
    let by_design = table(|row| &row.drivers);
    if !by_design.is_empty() {
        flow.heading(2, "What drives it");
        pairs(flow, ("Service", "Parts and causes, with what goes of the mean when they never happen"), &by_design);
    }
    let outside = table(|row| &row.outside);
    if !outside.is_empty() {
        flow.heading(2, "What no design changes");
        pairs(flow, ("Service", "Causes, with what goes of the mean when they never happen"), &outside);
    }
    let lenient = table(|row| &row.lenient);
    if !lenient.is_empty() {
        flow.heading(2, "If host instances start by themselves after every database outage");
        flow.introduction(LENIENT.to_owned());
        pairs(flow, ("Service", "Mean a year under the lenient reading"), &lenient);
    }
}

fn figures(flow: &mut Flow, section: &DowntimeSection) {
    flow.heading(2, "Failure and repair data");
    let rows = section.figures.iter().map(|it| {
        let cells = [it.label.as_str(), &it.value, it.provenance, &it.basis];
        Row::Cells(cells.into_iter().map(Cell::from).collect())
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Figure", 1.1),
            Column::flex("Value (range)", 0.9),
            Column::fixed("Origin", 62.0),
            Column::flex("Rests on", 1.8),
        ],
        small: true,
        rows: rows.collect(),
        ..Table::default()
    });
}

fn pairs(flow: &mut Flow, (left, right): (&str, &str), rows: &[(String, String)]) {
    let cells = |(left, right): &(String, String)| Row::Cells(vec![left.as_str().into(), right.as_str().into()]);
    flow.table(&Table {
        columns: vec![Column::flex(left, 0.8), Column::flex(right, 1.6)],
        rows: rows.iter().map(cells).collect(),
        ..Table::default()
    });
}

fn bullets(flow: &mut Flow, heading: &str, items: &[String]) {
    flow.heading(2, heading);
    let items: Vec<RichText> = items.iter().map(|it| RichText::from(it.as_str())).collect();
    flow.bullets(&items);
}
