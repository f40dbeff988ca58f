//! The page for whoever reads one page only: verdict, counts, next steps, checklists.

use super::{Sections, look};
use crate::export::pdf::flow::{Callout, Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table, Tile};
use crate::report::{PROVEN_BY_TESTS, Report, Tone};
use crate::rules::Severity;
use crate::scene::{Align, Ink};

/// Most places named in a next step.
const MOST_PLACES: usize = 2;

pub(super) fn write(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    let verdict = &report.verdict;
    flow.page_break();
    flow.heading(1, &sections.next("Summary"));
    let sentences = verdict.sentences.iter().filter(|it| *it != PROVEN_BY_TESTS);
    let severity = match verdict.tone {
        Tone::Severity(severity) => look(severity),
        Tone::Open => Look::Open,
        Tone::Good => Look::Ok,
    };
    flow.callout(&Callout { severity, title: verdict.headline.clone(), body: sentences.map(RichText::from).collect() });
    flow.tiles(&tiles(report));
    next_steps(flow, report);
    tallies(flow, report);
    flow.callout(&Callout { severity: Look::Info, title: PROVEN_BY_TESTS.to_owned(), body: Vec::new() });
    if !report.cover.notes.trim().is_empty() {
        flow.heading(2, "Remark of the author");
        flow.paragraph(report.cover.notes.as_str());
    }
}

fn tiles(report: &Report) -> Vec<Tile> {
    let verdict = &report.verdict;
    let single = verdict.num_single_points;
    let ink = if single == 0 { Ink::TextMuted } else { Ink::Blocker };
    let mut tiles = vec![Tile { value: single.to_string(), label: "Single points".to_owned(), ink }];
    for (severity, number) in &verdict.counts {
        let (one, many, ink) = match severity {
            Severity::Blocker => ("Blocker", "Blockers", Ink::Blocker),
            Severity::Error => ("Error", "Errors", Ink::Error),
            Severity::Warning => ("Warning", "Warnings", Ink::Warning),
            Severity::Advice => ("Advice", "Advice", Ink::Advice),
            Severity::Info => ("Remark", "Remarks", Ink::Info),
        };
        let label = if *number == 1 { one } else { many };
        let ink = if *number == 0 { Ink::TextMuted } else { ink };
        tiles.push(Tile { value: number.to_string(), label: label.to_owned(), ink });
    }
    let unstated = verdict.num_questions + verdict.num_examples;
    let ink = if unstated == 0 { Ink::TextMuted } else { Ink::Accent };
    tiles.push(Tile { value: unstated.to_string(), label: "Not stated".to_owned(), ink });
    tiles
}

fn next_steps(flow: &mut Flow, report: &Report) {
    flow.heading(2, "Next steps");
    let verdict = &report.verdict;
    if verdict.steps.is_empty() {
        let text = match (verdict.num_questions, verdict.num_examples, verdict.num_single_points) {
            (0, 1.., _) => "Confirm the figures that are examples of the template, or enter those of the customer.",
            (0, 0, 1..) => "Decide on each single point of failure: remove it, or accept its risk in writing.",
            (0, 0, 0) => "Settle the rows of the checklists that are still open, then test.",
            _ => "Answer the open questions; the rules that wait for them may still find something.",
        };
        flow.paragraph(text);
        return;
    }
    let rows = verdict.steps.iter().map(|step| {
        let mut what = Cell::of(Part::Text(RichText::new().bold(step.text)));
        for place in step.places.iter().take(MOST_PLACES) {
            what = what.and(Part::Note(place.into()));
        }
        let left = step.places.len().saturating_sub(MOST_PLACES);
        if left > 0 {
            what = what.and(Part::Note(format!("and {left} more").into()));
        }
        let chip = Cell::of(Part::Chip(look(step.severity), step.severity.title().to_owned()));
        Row::Cells(vec![chip, what, Cell::of(Part::Text(RichText::new().mono(step.rule.as_str())))])
    });
    flow.table(&Table {
        columns: vec![
            Column::fixed("Severity", 70.0),
            Column::flex("What to do, and where", 1.0),
            Column::fixed("Rule", 56.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

fn tallies(flow: &mut Flow, report: &Report) {
    flow.heading(2, "Checklists");
    let rows = report.lists.iter().map(|list| {
        let tally = &list.tally;
        let numbers = [tally.pass, tally.fail, tally.open, tally.not_applicable];
        let settled = format!("{} of {}", tally.settled, tally.applicable());
        let cells = std::iter::once(Cell::from(list.title)).chain(numbers.iter().map(|it| Cell::from(it.to_string())));
        Row::Cells(cells.chain([Cell::from(settled)]).collect())
    });
    let number = |title: &str, width: f32| Column::fixed(title, width).aligned(Align::End);
    flow.table(&Table {
        columns: vec![
            Column::flex("Checklist", 1.0),
            number("Pass", 44.0),
            number("Fail", 44.0),
            number("Open", 44.0),
            number("Not applicable", 80.0),
            number("Settled by a person", 96.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}
