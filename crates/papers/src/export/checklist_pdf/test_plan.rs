//! The test plan on paper: what the simulation expects, and room for what was seen, by whom and when.

use super::{Sections, cited};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::report::{Citations, TestGroup, TestRow};

pub(super) fn write(flow: &mut Flow, sections: &mut Sections, groups: &[TestGroup], citations: &Citations) {
    flow.turn(true);
    flow.heading(1, &sections.next("Test plan"));
    flow.paragraph(
        "High availability is demonstrated by causing a failure and measuring the recovery. Each test below says what \
         to break and what a simulation of this design expects; what was seen is filled in by hand.",
    );
    flow.note(
        "Expected results follow the documented behavior of BizTalk Server, SQL Server and failover clusters. Durations \
         that no document states and nobody has entered stay unknown; numbers in brackets are sources.",
    );
    for group in groups {
        flow.heading(2, &group.title);
        let rows = group.rows.iter().map(|it| row(it, citations)).collect();
        flow.table(&Table { columns: columns(), rows, grid: true, row_height: 46.0, ..Table::default() });
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::fixed("Test", 54.0),
        Column::flex("What to do", 1.0),
        Column::flex("Expected result (simulation)", 1.5),
        Column::flex("Actual result", 1.1),
        Column::fixed("Tester", 84.0),
        Column::fixed("Date", 60.0),
        Column::fixed("Passed", 50.0),
    ]
}

fn row(test: &TestRow, citations: &Citations) -> Row {
    let id = Cell::of(Part::Text(RichText::new().bold(&test.id)));
    let mut what = Cell::of(Part::Text(RichText::from(test.name.as_str())));
    if !test.fails.is_empty() {
        what = what.and(Part::Note(format!("Simulated: {}", test.fails.join("; ")).as_str().into()));
    }
    let sources = cited(citations, &test.source);
    what = what.and(Part::Note(RichText::new().text(format!("{} ", test.how)).joined(sources)));
    let mut expected = Cell::empty();
    for line in &test.expected {
        expected = expected.and(Part::Text(RichText::from(line.as_str())));
    }
    let written = |text: &str, lines: u8| match text.trim() {
        "" => Part::WritingLines(lines),
        text => Part::Text(text.into()),
    };
    Row::Cells(vec![
        id,
        what,
        expected,
        Cell::of(written(&test.seen, 3)),
        Cell::of(written(&test.tester, 1)),
        Cell::of(written(&test.due, 1)),
        Cell::of(Part::TickBox(test.passed, RichText::new())),
    ])
}
