//! Every finding with what to do about it, its sources and its status.

use super::{Sections, cited, look};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::report::{Citations, Report, ReportFinding};
use crate::rules::Severity;

pub(super) fn write(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    flow.page_break();
    flow.turn(true);
    flow.heading(1, &sections.next("Findings"));
    if report.findings.is_empty() {
        flow.paragraph(format!("{} rules looked at this design and found nothing.", report.verdict.num_rules));
        return;
    }
    flow.paragraph(
        "Most severe first. A finding is about the elements it names; the consequence and the sources are those of its \
         rule. The status is the one a person set for the checklist row of the rule.",
    );
    let mut rows = Vec::new();
    let mut last = None;
    for finding in &report.findings {
        if last != Some(finding.severity) {
            rows.push(Row::Group(Cell::from(heading(finding.severity))));
            last = Some(finding.severity);
        }
        rows.push(row(finding, &report.citations));
    }
    flow.table(&Table {
        columns: vec![
            Column::fixed("Severity and rule", 78.0),
            Column::flex("What, and where", 1.25),
            Column::flex("Consequence", 1.0),
            Column::flex("What to do", 1.0),
            Column::fixed("Sources", 50.0),
            Column::fixed("Status", 76.0),
        ],
        rows,
        ..Table::default()
    });
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker => "Blockers: single points of failure",
        Severity::Error => "Errors: it will not work, is not supported, or risks messages",
        Severity::Warning => "Warnings: weaknesses that need a decision",
        Severity::Advice => "Recommendations, which may be declined",
        Severity::Info => "Remarks: good to know, nothing to do",
    }
}

fn row(finding: &ReportFinding, citations: &Citations) -> Row {
    let severity = Cell::of(Part::Chip(look(finding.severity), finding.severity.title().to_owned()))
        .and(Part::Text(RichText::new().mono(finding.rule.as_str())));
    let mut what = Cell::of(Part::Text(RichText::new().bold(finding.title)));
    for place in &finding.places {
        what = what.and(Part::Text(format!("{}.", place.message).into()));
        let facts: Vec<String> = place.facts.iter().map(|(label, value)| format!("{label}: {value}")).collect();
        if !facts.is_empty() {
            what = what.and(Part::Note(facts.join("; ").into()));
        }
    }
    let mut why = Cell::from(finding.why);
    if let Some(judgment) = finding.judgment {
        why = why.and(Part::Note(format!("Our judgment: {judgment}").into()));
    }
    if let Some(disagreement) = finding.disagreement {
        let text = RichText::new().text("Documents disagree, see ").link(disagreement.id, "#disagreements").text(".");
        why = why.and(Part::Note(text));
    }
    let sources = finding.sources.iter().copied();
    Row::Cells(vec![
        severity,
        what,
        why,
        finding.fix.into(),
        cited(citations, sources).into(),
        (&finding.status).into(),
    ])
}
