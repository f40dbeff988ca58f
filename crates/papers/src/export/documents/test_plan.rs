//! The test plan on paper: what the simulation expects, and room for what was seen, by whom and when.

use super::cited;
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::report::{Citations, TestGroup, TestRow};
use crate::sources::SourceId;

pub(super) fn write(flow: &mut Flow, heading: &str, groups: &[TestGroup], citations: &Citations) {
    flow.heading(1, heading);
    flow.lead_in(
        "High availability is demonstrated by causing a failure and measuring the recovery. Each test below says what \
         to break and what a simulation of this design expects; what was seen is filled in by hand.",
    );
    flow.lead_in(
        "Before each test: the design is built as this book says, every service works, a test message passes from end to \
         end, the last backup is good, the people of the runbook are there, and the time is agreed. After it: fail back, \
         and a test message passes again. Expected results follow the documented behavior of BizTalk Server, SQL Server and failover clusters. Durations \
         that no document states and nobody has entered stay unknown; numbers in brackets are sources.",
    );
    for group in groups {
        flow.heading(2, &group.title);
        let first = group.rows.first().and_then(|it| it.source.as_ref());
        let shared = first.filter(|_| group.rows.iter().all(|it| it.source.as_ref() == first));
        if let Some(source) = shared {
            flow.lead_in(RichText::new().text("Source: ").joined(cited(citations, [source])));
        }
        let rows = group.rows.iter().map(|it| row(it, it.source.as_ref().filter(|_| shared.is_none()), citations));
        let rows = rows.collect();
        flow.table(&Table { columns: columns(), rows, grid: true, row_height: 22.0, small: true, ..Table::default() });
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::fixed("Test", 54.0),
        Column::flex("What to do", 1.0),
        Column::flex("Expected result (simulation)", 1.5),
        Column::flex("Actual result", 1.1),
        Column::fixed("Tester", 66.0),
        Column::fixed("Date", 50.0),
        Column::fixed("Passed", 40.0),
    ]
}

/// `source` is the document to name beside it.
fn row(test: &TestRow, source: Option<&SourceId>, citations: &Citations) -> Row {
    // The heading names the failover cluster that a drill is of.
    let id = Cell::of(Part::Text(RichText::new().bold(&test.id)));
    let mut what = Cell::of(Part::Text(RichText::from(test.name.as_str())));
    // Where its name says what fails, that is enough.
    let is_said = match test.fails.as_slice() {
        [] => true,
        [only] => only.strip_suffix(" fails").is_some_and(|it| test.name.ends_with(it)),
        _ => false,
    };
    let simulated = if is_said { String::new() } else { format!("Simulated: {}. ", test.fails.join("; ")) };
    let note = RichText::new().text(format!("{simulated}{} ", test.how).trim_start()).joined(cited(citations, source));
    if !note.is_empty() {
        what = what.and(Part::Note(note));
    }
    let expected = test.expected.iter().fold(Cell::empty(), |cell, it| cell.and(Part::Text(it.as_str().into())));
    let written = |text: &str, lines: u8| match text.trim() {
        "" => Part::WritingLines(lines),
        text => Part::Text(text.into()),
    };
    Row::Cells(vec![
        id,
        what,
        expected,
        Cell::of(written(&test.seen, 2)),
        Cell::of(written(&test.tester, 1)),
        Cell::of(written(&test.due, 1)),
        Cell::of(Part::TickBox(test.passed, RichText::new())),
    ])
}
