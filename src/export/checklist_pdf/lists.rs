//! Checklists to fill in: what the design answers, and room for owner, due date, evidence and a tick.

use super::{Sections, cited};
use crate::checklist::{Answer, Evidence, Row as ChecklistRow, Tone};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table};
use crate::model::ChecklistStatus;
use crate::report::{Citations, ReportList};
use crate::scene::{Align, IconKind, Ink};

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
        let rows = group.rows.iter().map(|it| row(&it.row, citations)).collect();
        flow.table(&Table { columns: columns(), rows, grid: true, row_height: 30.0, ..Table::default() });
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::fixed("Row", 54.0),
        Column::flex("Step, and how to verify it", 1.15),
        Column::fixed("Answer", 58.0),
        Column::flex("From the design", 1.0),
        Column::fixed("Owner", 92.0),
        Column::fixed("Due", 64.0),
        Column::fixed("Evidence", 108.0),
        Column::fixed("Done", 62.0).aligned(Align::Start),
    ]
}

fn row(row: &ChecklistRow, citations: &Citations) -> Row {
    let id = Cell::of(Part::Text(RichText::new().bold(row.label())));
    let mut step = Cell::of(Part::Text(RichText::from(row.step.text)));
    if !row.step.verify.is_empty() {
        step = step.and(Part::Note(row.step.verify.into()));
    }
    // The drills of a failover cluster share one source, which stands at GO-7.
    if row.subject.is_none() {
        step = step.and(Part::Note(cited(citations, &row.step.sources)));
    }
    let mut evidence = Cell::empty();
    for line in row.evidence.iter().filter(|_| row.answer != Answer::NotApplicable) {
        evidence = evidence.and(evidence_part(line));
    }
    let mut cells = vec![id, step, Cell::of(answer(row)), evidence];
    cells.extend(by_hand(row));
    Row::Cells(cells)
}

fn answer(row: &ChecklistRow) -> Part {
    let label = row.answer.label().to_owned();
    match row.answer {
        Answer::Pass => Part::Chip(Look::Ok, label),
        Answer::Fail => Part::Chip(Look::Error, label),
        Answer::Open => Part::Chip(Look::Open, label),
        Answer::NotApplicable => {
            let reason = row.evidence.first().map_or("", |it| it.text.as_str());
            Part::Note(format!("{label}: {}", lower_first(reason)).into())
        }
    }
}

fn lower_first(text: &str) -> String {
    let is_word = !text.starts_with("BAM");
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if is_word => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
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
        Tone::Note => Part::Icon(IconKind::Info, Ink::Info, text),
        Tone::Missing => Part::Icon(IconKind::Question, Ink::TextMuted, text),
    }
}

/// Owner, due date, evidence and tick: as entered, else room to write.
fn by_hand(row: &ChecklistRow) -> [Cell; 4] {
    let entry = &row.entry;
    if row.answer == Answer::NotApplicable && entry.status == ChecklistStatus::NotVerified {
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
