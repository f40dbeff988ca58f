//! Every finding with what to do about it, its sources and its status; then those that a person has accepted.

use super::{cited, look};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::report::{AcceptedFinding, Citations, Report, ReportFinding};
use crate::rules::Severity;
use crate::scene::{IconKind, Ink};

/// More findings than these stand in smaller type.
const MOST_LARGE: usize = 24;

/// A shorter value may stand in a sentence by chance.
const LEAST_NAME: usize = 4;

pub(super) fn write(flow: &mut Flow, heading: &str, report: &Report) {
    flow.heading(1, heading);
    if report.findings.is_empty() {
        let found = if report.accepted.is_empty() { "found nothing" } else { "found nothing that is not accepted" };
        let mut text = format!("{} rules looked at this design and {found}.", report.verdict.num_rules);
        if report.verdict.num_single_points > 0 {
            text.push_str(" What stops messages when it is lost alone stands in the summary.");
        }
        flow.paragraph(text);
    } else {
        open(flow, report);
    }
}

fn open(flow: &mut Flow, report: &Report) {
    flow.introduction(
        "Most severe first. A finding is about the elements it names; the consequence and the sources are those of its \
         rule. The status is the one a person set for the checklist row of the rule; numbers in brackets are sources, \
         listed in the evidence annex.",
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
            Column::fixed("Severity, rule", 66.0),
            Column::flex("What, and where", 1.3),
            Column::flex("Consequence, and what to do", 1.0),
            Column::fixed("Status, owner, due", 82.0),
        ],
        rows,
        small: report.findings.len() > MOST_LARGE,
        ..Table::default()
    });
}

/// Who accepted what, why and until when.
pub(super) fn accepted(flow: &mut Flow, accepted: &[AcceptedFinding]) {
    if accepted.is_empty() {
        return;
    }
    flow.heading(2, "Accepted findings");
    flow.introduction(
        "Somebody has accepted these findings with a reason. They do not count in the verdict. An acceptance ends when \
         the facts of its finding change or after its last day; the finding then stands above again and says so.",
    );
    // What somebody has accepted in one go stands once, with every place.
    let alike = |one: &AcceptedFinding, other: &AcceptedFinding| {
        let key =
            |it: &AcceptedFinding| (it.rule, it.reason.clone(), it.person.clone(), it.date.clone(), it.expires.clone());
        key(one) == key(other)
    };
    let rows =
        accepted.chunk_by(alike).filter_map(|places| places.first().map(|it| (it, places))).map(|(it, places)| {
            let severity = Cell::of(Part::Chip(look(it.severity), it.severity.title().to_owned()))
                .and(Part::Text(RichText::new().mono(it.rule.as_str())));
            let title = Cell::of(Part::Text(RichText::new().bold(it.title)));
            let what = places.iter().fold(title, |cell, it| cell.and(Part::Text(format!("{}.", it.message).into())));
            let until = it.expires.as_deref().unwrap_or("the facts change");
            let person = Cell::from(&it.person).and(Part::Note(format!("on {}; holds until {until}", it.date).into()));
            Row::Cells(vec![severity, what, (&it.reason).into(), person])
        });
    flow.table(&Table {
        columns: vec![
            Column::fixed("Severity, rule", 66.0),
            Column::flex("What, and where", 1.4),
            Column::flex("Reason", 1.0),
            Column::fixed("Accepted by", 104.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker => "Blockers: not highly available while they stand",
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
        let facts = place.facts.iter().filter(|(_, value)| !says(&place.message, value));
        let facts: Vec<String> = facts.map(|(label, value)| format!("{label}: {value}")).collect();
        if !facts.is_empty() {
            what = what.and(Part::Note(facts.join("; ").into()));
        }
        if let Some(reopened) = &place.reopened {
            what = what.and(Part::Icon(IconKind::Info, Ink::Info, format!("{reopened}.").into()));
        }
    }
    let mut why = Cell::from(finding.why);
    if let Some(judgment) = finding.judgment {
        why = why.and(Part::Note(format!("Our judgment: {judgment}").into()));
    }
    if let Some(disagreement) = finding.disagreement {
        let text = format!("Documents disagree, see {} in the evidence annex.", disagreement.id);
        let text = RichText::from(text);
        why = why.and(Part::Note(text));
    }
    let severity = severity.and(Part::Note(cited(citations, finding.sources.iter().copied())));
    let due = finding.due.as_deref().unwrap_or("not set");
    let status = Cell::from(&finding.status).and(Part::Note(format!("{}, due: {due}", finding.owner).into()));
    let why = why.and(Part::Text(RichText::new().bold("To do: ").text(finding.fix)));
    Row::Cells(vec![severity, what, why, status])
}

/// Whether a sentence names what a fact says: names that stand there are not said again.
fn says(message: &str, value: &str) -> bool {
    value.chars().count() >= LEAST_NAME && value.chars().any(char::is_alphabetic) && message.contains(value)
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_fact_is_left_out_only_where_its_sentence_names_it() {
        assert!(says("BTS1 and BTS2 run no tracking host instance", "BTS1 and BTS2"));
        assert!(!says("BTS1 runs no tracking host instance", "BTS1 and BTS2"));
        for by_chance in ["no", "12", "2026"] {
            assert!(!says("no design of 2026 with 12 computers", by_chance), "{by_chance}");
        }
    }
}
