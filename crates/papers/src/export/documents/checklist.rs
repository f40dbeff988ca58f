//! Rows to fill in and to sign: what the design answers, and room for status, owner, due date, evidence and initials.

use super::{Paperwork, cited, masthead, proven_by_tests};
use crate::checklist::{Answer, ChecklistRow, Evidence, Tone};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table};
use crate::model::ChecklistStatus;
use crate::report::{Citations, Report, ReportList};
use crate::scene::{IconKind, Ink};

/// What is said where the design leaves a row open.
const CANNOT_TELL: &str = "Cannot tell";

pub(super) fn write(flow: &mut Flow, report: &Report) {
    flow.turn(true);
    masthead(flow, Paperwork::Checklist, report);
    let statuses: Vec<&str> = ChecklistStatus::ALL.iter().map(|it| it.label()).collect();
    flow.note(format!(
        "Rows that apply to this design. Answers come from the design only; the status is what a person sets: {}. Owners in \
         small type are proposals after Microsoft's roles for BizTalk Server; numbers in brackets are sources, listed in the \
         evidence annex. Tests are signed in the test plan of the build and run book, restoring in its runbook.",
        statuses.join(", ")
    ));
    for list in &report.lists {
        list_of(flow, report, list);
    }
    proven_by_tests(flow);
}

/// A list with its groups. A heading stands over rows; where nothing applies, the rows are named below what is before.
fn list_of(flow: &mut Flow, report: &Report, list: &ReportList) {
    if list.rows().next().is_some() {
        flow.heading(1, list.title);
        flow.lead_in(list.intro);
    }
    for group in &list.groups {
        if !group.rows.is_empty() {
            if !group.title.is_empty() {
                flow.heading(2, &group.title);
            }
            let rows = group.rows.iter().map(|it| row(&it.row, &it.evidence, &report.citations));
            flow.table(&Table {
                columns: columns(),
                rows: rows.collect(),
                grid: true,
                row_height: 26.0,
                small: true,
                ..Table::default()
            });
        }
        for left_out in &group.left_out {
            let named: Vec<String> = left_out.rows.iter().map(|(id, text)| format!("{id} {text}")).collect();
            flow.note(format!("Not applicable. {}: {}.", left_out.reason, named.join("; ")));
        }
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::fixed("Row", 52.0),
        Column::flex("Step, how to verify it, and what the design says", 1.0),
        Column::fixed("Design, status", 62.0),
        Column::fixed("Owner", 74.0),
        Column::fixed("Due", 48.0),
        Column::fixed("Evidence", 92.0),
        Column::fixed("Initials", 36.0),
    ]
}

fn row(row: &ChecklistRow, evidence: &[Evidence], citations: &Citations) -> Row {
    let id = Cell::of(Part::Text(RichText::new().bold(row.label())));
    let status = Cell::of(answer(row)).and(Part::Text(row.entry.status.label().into()));
    let [owner, due, seen, initials] = by_hand(row);
    Row::Cells(vec![id, step(row, evidence, citations), status, owner, due, seen, initials])
}

/// What is to be done, how one sees that it is, and what the design says about it.
fn step(row: &ChecklistRow, evidence: &[Evidence], citations: &Citations) -> Cell {
    let sources = cited(citations, &row.step.sources);
    let own = [row.step.verify, row.step.why].into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    let also = row.step.also_confirms().map(|rule| format!("{} ({})", rule.fix, rule.id));
    let asked: Vec<String> = own.chain(also).collect();
    let verify = RichText::new().text(format!("{} ", asked.join(" "))).joined(sources);
    let mut step = Cell::of(Part::Text(RichText::new().bold(row.step.text))).and(Part::Note(verify));
    let facts: Vec<&str> =
        evidence.iter().filter(|it| it.tone == Tone::Fact).map(|it| it.text.trim_end_matches('.')).collect();
    if !facts.is_empty() {
        step = step.and(Part::Text(format!("{}.", facts.join("; ")).into()));
    }
    for line in evidence.iter().filter(|it| it.tone != Tone::Fact) {
        step = step.and(evidence_part(line));
    }
    step
}

fn answer(row: &ChecklistRow) -> Part {
    // What the design leaves open is not called as the status of a row that nobody has settled.
    let label = if row.answer() == Answer::Open { CANNOT_TELL } else { row.answer().label() }.to_owned();
    match row.answer() {
        Answer::Pass => Part::Chip(Look::Ok, label),
        Answer::Fail => Part::Chip(Look::Error, label),
        Answer::Open => Part::Chip(Look::Open, label),
        Answer::NotApplicable => Part::Note(label.into()),
    }
}

fn evidence_part(line: &Evidence) -> Part {
    let text = match line.rule {
        Some(rule) => RichText::new().text(format!("{} ", line.text)).muted(format!("({rule})")),
        None => RichText::from(&line.text),
    };
    match line.tone {
        Tone::Fact => Part::Text(text),
        Tone::Fault => Part::Icon(IconKind::Error, Ink::Error, text),
        Tone::Note if line.rule.is_none() => Part::Note(text),
        Tone::Note => Part::Icon(IconKind::Info, Ink::Info, text),
        Tone::Missing => Part::Icon(IconKind::Question, Ink::TextMuted, text),
    }
}

/// Owner, due date, evidence, initials: as entered, else room to write.
fn by_hand(row: &ChecklistRow) -> [Cell; 4] {
    let entry = &row.entry;
    let owner = match entry.owner.trim() {
        "" => Cell::of(Part::Note(row.step.owner.label().into())).and(Part::WritingLines(1)),
        owner => Cell::from(owner),
    };
    let mut evidence = match (entry.evidence.trim(), entry.note.trim()) {
        ("", "") => Cell::empty(),
        ("", _) => Cell::empty(),
        (evidence, _) => Cell::from(evidence),
    };
    if !entry.note.trim().is_empty() {
        evidence = evidence.and(Part::Note(entry.note.trim().into()));
    }
    [owner, entry.due.trim().into(), evidence, Cell::empty()]
}
