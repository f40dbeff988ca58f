//! What stands behind the verdict: capacity, figures, open questions, sources, rules.

use super::Sections;
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::report::{Annex, Citations, Report, RuleLine, count};

pub(super) fn assumptions(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    flow.page_break();
    flow.heading(1, &sections.next("Scope and assumptions"));
    let rows: Vec<(&str, RichText)> = report.scope.iter().map(|(label, value)| (*label, value.into())).collect();
    flow.key_values(&rows);
    flow.paragraph(
        "Every figure says where it comes from: documented (a document states it), derived (computed from what documents \
         state), measured, entered (a person stated it), or default (our assumption, as no document states one).",
    );
    for group in &report.assumptions {
        flow.heading(2, group.title);
        let rows = group.rows.iter().map(|row| {
            let origin = Cell::of(Part::Text(RichText::new().bold(row.provenance)));
            let basis = Cell::of(Part::Note(RichText::from(&row.basis)));
            Row::Cells(vec![row.label.as_str().into(), row.value.as_str().into(), origin, basis])
        });
        flow.table(&Table {
            columns: vec![
                Column::flex("Figure", 1.5),
                Column::flex("Value (range)", 0.8),
                Column::fixed("Origin", 68.0),
                Column::flex("Basis", 1.4),
            ],
            rows: rows.collect(),
            ..Table::default()
        });
    }
    if report.disagreements.is_empty() {
        return;
    }
    flow.anchor("disagreements");
    flow.heading(2, "Where documents disagree");
    flow.paragraph(
        "Some of the rules that were checked rest on documents that contradict each other. This is how they were read.",
    );
    let rows = report.disagreements.iter().map(|it| {
        let id = Cell::of(Part::Text(RichText::new().bold(it.id)));
        let sources = super::cited(&report.citations, &it.sources);
        let mut said = Cell::from(it.disagreement);
        if !sources.is_empty() {
            said = said.and(Part::Note(sources));
        }
        Row::Cells(vec![id, said, it.reading.into()])
    });
    flow.table(&Table {
        columns: vec![
            Column::fixed("No.", 34.0),
            Column::flex("Documents say", 1.2),
            Column::flex("Applied here", 1.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

pub(super) fn questions(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    flow.heading(1, &sections.next("Open questions"));
    if report.questions.is_empty() {
        flow.paragraph("Nothing is left open: every detail that a rule needs is stated.");
        return;
    }
    flow.paragraph("Nobody has stated these details yet. The rules beside them wait for the answers.");
    let rows = report.questions.iter().map(|question| {
        let mut rules = Cell::empty();
        for (rule, title) in &question.rules {
            let text = RichText::new().mono(rule.as_str()).muted(format!("  {title}"));
            rules = rules.and(Part::Text(text));
        }
        let what = Cell::of(Part::Text(RichText::new().bold(&question.attribute)));
        Row::Cells(vec![what, question.elements.join(", ").into(), rules, Cell::of(Part::WritingLines(1))])
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Detail", 1.0),
            Column::flex("Of", 1.0),
            Column::flex("Needed by", 1.3),
            Column::fixed("Answer", 96.0),
        ],
        rows: rows.collect(),
        grid: true,
        ..Table::default()
    });
}

pub(super) fn sources(flow: &mut Flow, sections: &mut Sections, citations: &Citations) {
    flow.page_break();
    flow.heading(1, &sections.next("Sources"));
    flow.paragraph("Every document that this report cites, with the day of the state that was read.");
    let rows = citations.all().iter().map(|citation| {
        let source = citation.source;
        let number = Cell::of(Part::Text(RichText::new().bold(format!("[{}]", citation.number))));
        let mut title = Cell::of(Part::Text(RichText::new().link(source.title, source.url)));
        title = title.and(Part::Note(source.path.into()));
        if !source.products.is_empty() {
            title = title.and(Part::Note(format!("Speaks of {}", source.products).into()));
        }
        Row::Cells(vec![number, title, source.checked.into()])
    });
    flow.table(&Table {
        columns: vec![Column::fixed("No.", 38.0), Column::flex("Document", 1.0), Column::fixed("State of", 66.0)],
        rows: rows.collect(),
        ..Table::default()
    });
}

pub(super) fn rules(flow: &mut Flow, annex: &Annex) {
    flow.page_break();
    flow.heading(1, "A  Rules checked");
    let ran = annex.fired.len() + annex.passed.len();
    let not_checked = match annex.not_checked.len() {
        0 => String::new(),
        left => format!(" {} not checked by this version.", verb(left)),
    };
    flow.paragraph(format!(
        "{} holds {}. Of these, {ran} looked at this design, {} with findings; {} for a detail; {} nothing to look at; {} \
         only a person can confirm.{not_checked}",
        annex.program,
        count(annex.num_rules, "rule"),
        annex.fired.len(),
        if annex.waiting.len() == 1 { "1 waits".to_owned() } else { format!("{} wait", annex.waiting.len()) },
        if annex.not_applicable.len() == 1 { "1 has".to_owned() } else { format!("{} have", annex.not_applicable.len()) },
        annex.by_person.len(),
    ));
    group(flow, "Rules with findings", &annex.fired);
    group(flow, "Rules that are content", &annex.passed);
    group(flow, "Rules that wait for a detail", &annex.waiting);
    group(flow, "Rules with nothing to look at", &annex.not_applicable);
    group(flow, "Rules that a person confirms", &annex.by_person);
    group(flow, "Rules that this version does not check", &annex.not_checked);
}

fn verb(number: usize) -> String {
    if number == 1 { "1 is".to_owned() } else { format!("{number} are") }
}

fn group(flow: &mut Flow, title: &str, lines: &[RuleLine]) {
    if lines.is_empty() {
        return;
    }
    flow.heading(2, &format!("{title} ({})", lines.len()));
    let with_remark = lines.iter().any(|line| !line.remark.is_empty());
    let mut columns = vec![Column::fixed("Rule", 60.0), Column::flex("What it checks", 1.5)];
    columns.extend(with_remark.then(|| Column::flex("Why it had nothing to look at", 1.0)));
    let rows = lines.iter().map(|line| {
        let rule = Cell::of(Part::Text(RichText::new().mono(line.rule.as_str())));
        Row::Cells(vec![rule, line.title.into(), line.remark.as_str().into()])
    });
    flow.table(&Table { columns, rows: rows.collect(), ..Table::default() });
}
