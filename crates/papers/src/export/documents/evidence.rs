//! What stands behind the other documents: figures, capacity, open questions, sources, rules, and how to verify.

use super::review::MOST_QUESTIONS;
use super::{Paperwork, Sections, capacity, downtime, has, masthead};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::model::PaperSection as Section;
use crate::prose::list;
use crate::report::{Annex, Citations, Report, RuleLine, count};
use crate::rules::catalog;

pub(super) fn write(flow: &mut Flow, report: &Report) {
    masthead(flow, Paperwork::Evidence, report);
    let mut sections = Sections::default();
    if has(report, Section::Assumptions) {
        assumptions(flow, &mut sections, report);
    }
    if has(report, Section::Capacity) {
        for section in &report.capacity {
            capacity::write(flow, &mut sections, section);
        }
    }
    if let Some(section) = report.downtime.as_ref().filter(|_| has(report, Section::Downtime)) {
        downtime::write(flow, &mut sections, section);
    }
    if has(report, Section::Questions) {
        questions(flow, &mut sections, report);
    }
    if has(report, Section::Sources) {
        disagreements(flow, &mut sections, report);
        sources(flow, &mut sections, &report.citations);
    }
    if has(report, Section::Rules) {
        rules(flow, &mut sections, &report.annex);
    }
    verify(flow, &mut sections, report);
}

fn assumptions(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    flow.heading(1, &sections.next("Figures and where they come from"));
    flow.lead_in(
        "Documented: a document states it. Derived: computed from what documents state. Measured. Entered: a person stated \
         it. Default: our assumption, as no document states one. Example: of the template, nobody stands behind it.",
    );
    for group in &report.assumptions {
        flow.heading(2, group.title);
        let rows = group.rows.iter().map(|row| {
            let origin = Cell::of(Part::Text(RichText::new().bold(row.provenance)));
            Row::Cells(vec![row.label.as_str().into(), row.value.as_str().into(), origin, (&row.basis).into()])
        });
        flow.table(&Table {
            columns: vec![
                Column::flex("Figure", 1.5),
                Column::flex("Value (range)", 0.8),
                Column::fixed("Origin", 62.0),
                Column::flex("Basis", 1.6),
            ],
            rows: rows.collect(),
            small: true,
            ..Table::default()
        });
    }
}

fn disagreements(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    if report.disagreements.is_empty() {
        return;
    }
    flow.heading(1, &sections.next("Where documents disagree"));
    flow.lead_in(
        "Some of the rules that were checked rest on documents that contradict each other. This is how they were read.",
    );
    let rows = report.disagreements.iter().map(|it| {
        let id = Cell::of(Part::Text(RichText::new().bold(it.id)));
        let said = RichText::new().text(format!("{} ", it.disagreement));
        let said = said.joined(super::cited(&report.citations, &it.sources));
        Row::Cells(vec![id, said.into(), it.reading.into()])
    });
    flow.table(&Table {
        columns: vec![
            Column::fixed("No.", 34.0),
            Column::flex("Documents say", 1.2),
            Column::flex("Applied here", 1.0),
        ],
        rows: rows.collect(),
        small: true,
        ..Table::default()
    });
}

fn questions(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    // A few stand in the review report.
    if report.questions.len() <= MOST_QUESTIONS && has(report, Section::Questions) {
        return;
    }
    flow.heading(1, &sections.next("Open questions, all of them"));
    flow.lead_in("Nobody has stated these details yet. The rules beside them wait for the answers.");
    let rows = report.questions.iter().map(|question| {
        let rules: Vec<String> = question.rules.iter().map(|(rule, title)| format!("{rule} {title}")).collect();
        let mut what = Cell::of(Part::Text(RichText::new().bold(&question.attribute)));
        if !question.examples.is_empty() {
            let text = format!("the template shows {} for example", list(&question.examples));
            what = what.and(Part::Note(text.into()));
        }
        Row::Cells(vec![what, (&question.said).into(), rules.join("; ").into(), Cell::empty()])
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Detail", 1.0),
            Column::flex("Of", 1.2),
            Column::flex("Needed by", 1.5),
            Column::fixed("Answer", 90.0),
        ],
        rows: rows.collect(),
        grid: true,
        small: true,
        ..Table::default()
    });
}

fn sources(flow: &mut Flow, sections: &mut Sections, citations: &Citations) {
    flow.heading(1, &sections.next("Sources"));
    flow.lead_in("Every document that the documents cite, with the day of the state that was read and its address.");
    let rows = citations.all().iter().map(|citation| {
        let source = citation.source;
        let number = Cell::of(Part::Text(RichText::new().bold(format!("[{}]", citation.number))));
        let mut text = RichText::new().text(source.title);
        if !source.products.is_empty() {
            text = text.muted(format!(" · {}", source.products));
        }
        text = text.text(" · ").link(source.url, source.url);
        Row::Cells(vec![number, text.into(), source.checked.into()])
    });
    flow.table(&Table {
        columns: vec![Column::fixed("No.", 32.0), Column::flex("Document", 1.0), Column::fixed("State of", 54.0)],
        rows: rows.collect(),
        small: true,
        ..Table::default()
    });
}

fn rules(flow: &mut Flow, sections: &mut Sections, annex: &Annex) {
    flow.heading(1, &sections.next("Rules"));
    let ran = annex.fired.len() + annex.passed.len();
    let not_checked = match annex.not_checked.len() {
        0 => String::new(),
        left => format!(" {} not checked by this version.", verb(left)),
    };
    flow.lead_in(format!(
        "{} holds {}. Of these, {ran} looked at this design, {} with findings; {} for a detail; {} nothing to look at; {} \
         only a person can confirm.{not_checked} What each rule checks stands in the workbook and in the rule catalogue.",
        annex.program,
        count(annex.num_rules, "rule"),
        annex.fired.len(),
        if annex.waiting.len() == 1 { "1 waits".to_owned() } else { format!("{} wait", annex.waiting.len()) },
        if annex.not_applicable.len() == 1 { "1 has".to_owned() } else { format!("{} have", annex.not_applicable.len()) },
        annex.by_person.len(),
    ));
    let ids = |lines: &[RuleLine]| lines.iter().map(|it| it.rule.as_str()).collect::<Vec<_>>().join(", ");
    let mut rows: Vec<[String; 3]> = [
        ("Found something", &annex.fired),
        ("Wait for a detail", &annex.waiting),
        ("Found nothing wrong", &annex.passed),
        ("Not checked by this version", &annex.not_checked),
    ]
    .into_iter()
    .filter(|(_, lines)| !lines.is_empty())
    .map(|(what, lines)| [what.to_owned(), lines.len().to_string(), ids(lines)])
    .collect();
    // A row for each subject: one for all would be longer than what is left of most pages.
    for family in catalog().families() {
        let idle: Vec<&RuleLine> =
            annex.not_applicable.iter().filter(|line| family.rows.iter().any(|row| row.id == line.rule)).collect();
        if !idle.is_empty() {
            rows.push([format!("Have nothing to look at: {}", family.title), idle.len().to_string(), by_reason(&idle)]);
        }
    }
    let (own, other): (Vec<&RuleLine>, Vec<&RuleLine>) =
        annex.by_person.iter().partition(|line| line.rule == *line.remark);
    let own: Vec<&str> = own.iter().map(|line| line.rule.as_str()).collect();
    let other: Vec<String> = other.iter().map(|line| format!("{} in {}", line.rule, line.remark)).collect();
    for (what, ids) in [
        ("Confirmed by a person in rows of their own", own.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()),
        ("Confirmed by a person in another row", other),
    ] {
        if !ids.is_empty() {
            rows.push([what.to_owned(), ids.len().to_string(), ids.join(", ")]);
        }
    }
    let rows = rows.into_iter().map(|row| Row::Cells(row.into_iter().map(Cell::from).collect()));
    flow.table(&Table {
        columns: vec![
            Column::flex("What became of them", 0.45),
            Column::fixed("Number", 42.0),
            Column::flex("Rules", 2.0),
        ],
        rows: rows.collect(),
        small: true,
        ..Table::default()
    });
}

fn verb(number: usize) -> String {
    if number == 1 { "1 is".to_owned() } else { format!("{number} are") }
}

/// The ids of the rules for each reason.
fn by_reason(lines: &[&RuleLine]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        match reasons.iter_mut().find(|(reason, _)| *reason == line.remark) {
            Some((_, ids)) => ids.push(line.rule.as_str()),
            None => reasons.push((line.remark.as_str(), vec![line.rule.as_str()])),
        }
    }
    let said: Vec<String> = reasons.into_iter().map(|(reason, ids)| format!("{reason}: {}", ids.join(", "))).collect();
    format!("{}.", said.join(". "))
}

fn verify(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    flow.heading(1, &sections.next("How to verify"));
    flow.paragraph(
        RichText::new()
            .text("The design of these documents has the SHA-256 digest ")
            .mono(&report.control.design_hash)
            .text(format!(
                ": the digest of the design file as {} writes it. The rules of version {} judged it. The same design, date \
                 and program give the same documents, byte for byte.",
                report.annex.program, report.control.rules_version
            )),
    );
    flow.paragraph(
        RichText::new()
            .text("The bundle holds manifest.json with the SHA-256 digest of every file. ")
            .mono("tierwright verify FILE…")
            .text(" holds files, or the bundle, against it and says which have changed; ")
            .mono("sha256sum")
            .text(" gives the same digests."),
    );
}
