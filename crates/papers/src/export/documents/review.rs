//! The review report: what somebody who decides has to know, and what stands behind it.

use super::{Drawings, Sections, capacity, downtime, findings, has, listing, losses, summary};
use crate::export::error::ExportError;
use crate::export::options::ExportMeta;
use crate::export::pdf::flow::{Cell, Column, Cover, Flow, Part, RichText, Row, Table};
use crate::model::PaperSection as Section;
use crate::prose::{list, list_most, uncapitalized};
use crate::report::{NOT_STATED, Objection, PROVEN_BY_TESTS, Report};

/// Most unknowns that are listed one by one.
pub(super) const MOST_QUESTIONS: usize = 12;

/// More shortened names than these stand two in a row.
const MOST_NAMES_BELOW: usize = 8;

pub(super) fn write(flow: &mut Flow, report: &Report, drawings: &Drawings) -> Result<(), ExportError> {
    flow.cover(&cover(report)?);
    control(flow, report);
    let mut sections = Sections::default();
    summary::write(flow, &sections.next("Summary"), report, &drawings.diagram);
    if has(report, Section::Diagram) {
        flow.scene_pages(&sections.next("Diagram"), &drawings.diagram, drawings.large);
        flow.page_break();
        names(flow, &drawings.shortened);
    } else {
        flow.page_break();
    }
    if has(report, Section::Targets) {
        targets(flow, &sections.next("Targets and message flows"), report);
    }
    if has(report, Section::FailureMatrix) {
        losses::matrix(flow, &sections.next("What each failure does"), report);
    }
    if has(report, Section::WorstPairs) {
        losses::pairs(flow, report);
    }
    if has(report, Section::Recovery) {
        losses::recovery(flow, &sections.next("Recovery"), report);
    }
    if has(report, Section::Capacity) {
        flow.heading(1, &sections.next("Capacity"));
        for section in &report.capacity {
            capacity::in_short(flow, section, &report.citations);
        }
    }
    if let Some(section) = report.downtime.as_ref().filter(|_| has(report, Section::Downtime)) {
        downtime::in_short(flow, &sections.next("Downtime"), section);
    }
    if has(report, Section::Findings) {
        findings::write(flow, &sections.next("Findings"), report);
    }
    if has(report, Section::Decisions) {
        decisions(flow, &sections.next("Decisions and accepted risks"), report);
    }
    if has(report, Section::Questions) {
        questions(flow, &sections.next("Open questions"), report);
    }
    Ok(())
}

fn cover(report: &Report) -> Result<Cover, ExportError> {
    let (cover, control) = (&report.cover, &report.control);
    let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let logo = cover.logo_png.as_deref().map(Flow::read_picture).transpose()?;
    Ok(Cover {
        kicker: super::Paperwork::Review.label().to_owned(),
        title: super::title(report),
        subtitle: ExportMeta::joined(&[&cover.customer, &cover.project]),
        facts: vec![
            fact("Customer", &cover.customer),
            fact("Engagement", &cover.project),
            fact("Author", &cover.author),
            fact("Version", &cover.version),
            fact("Date", &cover.date),
            fact("Status", control.status.label()),
            fact("Confidentiality", &control.confidentiality),
        ]
        .into_iter()
        .chain(report.scope.iter().take(3).map(|(label, value)| fact(label, value)))
        .collect(),
        logo,
        note: PROVEN_BY_TESTS.to_owned(),
    })
}

/// Versions, who receives and who signs, by what the documents can be known, contents.
fn control(flow: &mut Flow, report: &Report) {
    let control = &report.control;
    flow.page_break();
    flow.heading(1, "Document control");
    let against = if control.objections.is_empty() {
        "Nothing that the program can see: every blocker and error is corrected, answered or accepted.".to_owned()
    } else {
        let rules: std::collections::BTreeSet<&str> = control.objections.iter().map(Objection::name).collect();
        let rules: Vec<&str> = rules.into_iter().collect();
        format!("{} open, unanswered or not accepted: {}", control.objections.len(), list_most(&rules, 8))
    };
    let confidentiality =
        if control.confidentiality.is_empty() { "Not stated" } else { control.confidentiality.as_str() };
    flow.key_values(&[
        ("Status", control.status.label().into()),
        ("Confidentiality", confidentiality.into()),
        ("Stands against approval", against.into()),
        ("Looked at", (&control.looked_at).into()),
        ("Made by", format!("{}, rules {}", report.annex.program, control.rules_version).into()),
        ("Design (SHA-256)", RichText::new().mono(&control.design_hash)),
    ]);
    versions(flow, report);
    approval(flow, report);
    flow.contents("Contents");
}

fn versions(flow: &mut Flow, report: &Report) {
    flow.heading(2, "Versions");
    let rows = report.control.versions.iter().map(|it| {
        let or = |text: &str| if text.trim().is_empty() { "not stated".to_owned() } else { text.to_owned() };
        Row::Cells(vec![or(&it.version).into(), or(&it.date).into(), or(&it.author).into(), (&it.change).into()])
    });
    flow.table(&Table {
        columns: vec![
            Column::fixed("Version", 64.0),
            Column::fixed("Date", 70.0),
            Column::flex("Author", 0.8),
            Column::flex("What changed", 1.6),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

fn approval(flow: &mut Flow, report: &Report) {
    let readers = &report.control.readers;
    let informed: Vec<String> = readers
        .iter()
        .filter(|it| !it.approves)
        .map(|it| if it.role.is_empty() { it.name.clone() } else { format!("{} ({})", it.name, it.role) })
        .collect();
    flow.heading(2, "Approval and distribution");
    if !informed.is_empty() {
        flow.paragraph(format!("Distributed to {}.", list(&informed)));
    }
    let mut rows: Vec<Row> = readers
        .iter()
        .filter(|it| it.approves)
        .map(|it| Row::Cells(vec![it.name.as_str().into(), it.role.as_str().into()]))
        .collect();
    while rows.len() < 2 {
        rows.push(Row::Cells(Vec::new()));
    }
    flow.table(&Table {
        columns: vec![
            Column::flex("Name", 1.2),
            Column::flex("Role", 1.0),
            Column::flex("Decision", 0.9),
            Column::flex("Signature", 1.4),
            Column::fixed("Date", 70.0),
        ],
        rows,
        grid: true,
        row_height: 28.0,
        ..Table::default()
    });
}

fn targets(flow: &mut Flow, heading: &str, report: &Report) {
    flow.heading(1, heading);
    let rows = report.scope.iter().chain(&report.targets);
    let (missing, stated): (Vec<_>, Vec<_>) = rows.partition(|(_, value)| value == NOT_STATED);
    let mut rows: Vec<(&str, RichText)> = stated.iter().map(|(label, value)| (*label, value.into())).collect();
    let missing: Vec<String> = missing.iter().map(|(label, _)| uncapitalized(label)).collect();
    if !missing.is_empty() {
        rows.push(("Not stated", list(&missing).into()));
    }
    flow.key_values(&rows);
    if report.flows.rows.is_empty() {
        flow.paragraph("No message flow is stated: the load is one mix of messages.");
    } else {
        listing(flow, &report.flows, &report.citations, false);
    }
}

/// What the diagram has no room for.
fn names(flow: &mut Flow, shortened: &[(String, String)]) {
    if shortened.is_empty() {
        return;
    }
    flow.heading(2, "Names that the diagram shortens");
    // Two names beside each other where there are many.
    let beside = if shortened.len() > MOST_NAMES_BELOW { 2 } else { 1 };
    let cells =
        |names: &[(String, String)]| names.iter().flat_map(|(drawn, full)| [drawn.into(), full.into()]).collect();
    let rows = shortened.chunks(beside).map(|names| Row::Cells(cells(names))).collect();
    let pair = || [Column::flex("In the diagram", 1.0), Column::flex("In full", 1.5)];
    let columns = (0..beside).flat_map(|_| pair()).collect();
    flow.table(&Table { columns, rows, zebra: true, small: true, ..Table::default() });
}

fn decisions(flow: &mut Flow, heading: &str, report: &Report) {
    flow.heading(1, heading);
    if report.accepted.is_empty() && report.decisions.rows.is_empty() {
        flow.paragraph("Nobody has accepted a finding or set a checklist row aside.");
    }
    findings::accepted(flow, &report.accepted);
    for rows in [&report.decisions, &report.notes].into_iter().filter(|it| !it.rows.is_empty()) {
        listing(flow, rows, &report.citations, false);
    }
}

fn questions(flow: &mut Flow, heading: &str, report: &Report) {
    flow.heading(1, heading);
    super::verdict(flow, report, Section::Questions);
    if report.questions.is_empty() {
        flow.paragraph("Nothing is left open: every detail that a rule needs is stated.");
        return;
    }
    let left = report.questions.len().saturating_sub(MOST_QUESTIONS);
    let rest = if left == 0 {
        String::new()
    } else {
        let verb = if left == 1 { "detail is" } else { "details are" };
        format!(" {left} more {verb} in the evidence annex.")
    };
    flow.introduction(format!(
        "Nobody has stated these details yet, those with the gravest effect first. The rules beside them wait for the \
         answers and may still find something.{rest}"
    ));
    let rows = report.questions.iter().take(MOST_QUESTIONS).map(|question| {
        let rules: Vec<&str> = question.rules.iter().map(|(rule, _)| rule.as_str()).collect();
        let mut what = Cell::of(Part::Text(RichText::new().bold(&question.attribute)));
        if !question.examples.is_empty() {
            let text = format!("the template shows {} for example", list(&question.examples));
            what = what.and(Part::Note(text.into()));
        }
        let severity = question.severity.map_or("", |it| it.title());
        Row::Cells(vec![
            what,
            (&question.said).into(),
            severity.into(),
            Cell::of(Part::Text(RichText::new().mono(rules.join(", ")))),
        ])
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Detail", 1.2),
            Column::flex("Of", 1.8),
            Column::fixed("At worst", 60.0),
            Column::flex("Rules that wait", 1.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}
