//! Checklists to fill in: what the design answers, and room for owner, due date, evidence and a tick.

use super::{Sections, cited};
use crate::checklist::{Answer, ChecklistRow, Evidence, Tone};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table};
use crate::model::ChecklistStatus;
use crate::report::{Citations, ReportList};
use crate::scene::{IconKind, Ink};

pub(super) fn write(flow: &mut Flow, sections: &mut Sections, list: &ReportList, citations: &Citations) {
    flow.turn(true);
    flow.heading(1, &sections.next(list.title));
    flow.paragraph(list.intro);
    flow.note(
        "Answers come from the design only. Owners in small type are proposals after Microsoft's roles for BizTalk \
         Server; numbers in brackets are sources.",
    );
    for group in &list.groups {
        if !group.title.is_empty() {
            flow.heading(2, &group.title);
        }
        // Drills have nothing in the design to show; what counts is what was seen.
        let drills = group.rows.iter().all(|it| it.row.subject.is_some()) && group.left_out.is_empty();
        let rows = group.rows.iter().map(|it| if drills { drill(&it.row) } else { row(&it.row, citations) });
        // Little of what only a person can confirm shows in the design.
        let by_rule = group.rows.iter().all(|it| it.row.step.is_its_rule());
        let columns = if drills { drill_columns() } else { columns(if by_rule { 3.5 } else { 1.4 }) };
        if !group.rows.is_empty() {
            flow.table(&Table { columns, rows: rows.collect(), grid: true, row_height: 30.0, ..Table::default() });
        }
        for left_out in &group.left_out {
            let named: Vec<String> = left_out.rows.iter().map(|(id, text)| format!("{id} {text}")).collect();
            flow.note(format!("Not applicable. {}: {}.", left_out.reason, named.join("; ")));
        }
    }
}

/// The columns, with the width of the steps as a multiple of that of what the design says.
fn columns(steps: f32) -> Vec<Column> {
    vec![
        Column::fixed("Row", 54.0),
        Column::flex("Step, and how to verify it", steps),
        Column::fixed("Answer", 57.0),
        Column::flex("From the design", 1.0),
        Column::fixed("Owner", 84.0),
        Column::fixed("Due", 62.0),
        Column::fixed("Evidence", 98.0),
        Column::fixed("Done", 50.0),
    ]
}

fn drill_columns() -> Vec<Column> {
    vec![
        Column::fixed("Drill", 68.0),
        Column::flex("What to do", 1.4),
        Column::fixed("Owner", 96.0),
        Column::fixed("Due", 62.0),
        Column::flex("What was seen, and evidence", 1.0),
        Column::fixed("Done", 50.0),
    ]
}

fn drill(row: &ChecklistRow) -> Row {
    let id = Cell::of(Part::Text(RichText::new().bold(row.label())));
    Row::Cells([id, step(row)].into_iter().chain(by_hand(row)).collect())
}

fn step(row: &ChecklistRow) -> Cell {
    let mut step = Cell::of(Part::Text(RichText::from(row.step.text)));
    if !row.step.verify.is_empty() {
        step = step.and(Part::Note(row.step.verify.into()));
    }
    step
}

fn row(row: &ChecklistRow, citations: &Citations) -> Row {
    let id = Cell::of(Part::Text(RichText::new().bold(row.label())));
    let sources = cited(citations, &row.step.sources);
    let own = [row.step.verify, row.step.why].into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    let also = row.step.also_confirms().map(|rule| format!("{} ({})", rule.fix, rule.id));
    let asked: Vec<String> = own.chain(also).collect();
    let verify = RichText::new().text(format!("{} ", asked.join(" "))).joined(sources);
    let step = Cell::of(Part::Text(RichText::from(row.step.text))).and(Part::Note(verify));
    let mut evidence = Cell::empty();
    for line in row.evidence() {
        evidence = evidence.and(evidence_part(line));
    }
    let mut cells = vec![id, step, Cell::of(answer(row)), evidence];
    cells.extend(by_hand(row));
    Row::Cells(cells)
}

fn answer(row: &ChecklistRow) -> Part {
    let label = row.answer().label().to_owned();
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

/// Owner, due date, evidence and tick: as entered, else room to write.
fn by_hand(row: &ChecklistRow) -> [Cell; 4] {
    let entry = &row.entry;
    if row.answer() == Answer::NotApplicable && entry.status == ChecklistStatus::NotVerified {
        return [Cell::empty(), Cell::empty(), Cell::empty(), Cell::empty()];
    }
    let written = |text: &str, lines: u8| match text.trim() {
        "" => Part::WritingLines(lines),
        text => Part::Text(text.into()),
    };
    let owner = Cell::of(written(&entry.owner, 1)).and(Part::Note(row.step.owner.label().into()));
    let mut evidence = match (entry.evidence.trim(), entry.note.trim()) {
        ("", "") => Cell::of(Part::WritingLines(2)),
        ("", _) => Cell::empty(),
        (evidence, _) => Cell::from(evidence),
    };
    if !entry.note.trim().is_empty() {
        evidence = evidence.and(Part::Note(entry.note.trim().into()));
    }
    let status = match entry.status {
        ChecklistStatus::NotVerified => RichText::new(),
        status => RichText::from(status.label()),
    };
    let done = Cell::of(Part::TickBox(entry.status == ChecklistStatus::Fulfilled, status));
    [owner, Cell::of(written(&entry.due, 1)), evidence, done]
}
