//! What stands behind the verdict: capacity, figures, open questions, sources, rules.

use super::Sections;
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::prose::list;
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
        let mut what = Cell::of(Part::Text(RichText::new().bold(&question.attribute)));
        if !question.examples.is_empty() {
            let text = format!("the template shows {} for example", list(&question.examples));
            what = what.and(Part::Note(text.into()));
        }
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
    group(flow, "Rules that wait for a detail", &annex.waiting);
    group(flow, "Rules that this version does not check", &annex.not_checked);
    pairs(flow, "Rules that are content", &annex.passed);
    by_reason(flow, "Rules with nothing to look at", &annex.not_applicable);
    by_row(flow, &annex.by_person);
}

fn verb(number: usize) -> String {
    if number == 1 { "1 is".to_owned() } else { format!("{number} are") }
}

fn group(flow: &mut Flow, title: &str, lines: &[RuleLine]) {
    if lines.is_empty() {
        return;
    }
    flow.heading(2, &format!("{title} ({})", lines.len()));
    let rows = lines.iter().map(|line| Row::Cells(vec![id(line), line.title.into()]));
    let columns = vec![Column::fixed("Rule", 60.0), Column::flex("What it checks", 1.0)];
    flow.table(&Table { columns, rows: rows.collect(), ..Table::default() });
}

fn id(line: &RuleLine) -> Cell {
    Cell::of(Part::Text(RichText::new().mono(line.rule.as_str())))
}

/// Two rules to a row: the first half of them on the left, the second on the right.
fn pairs(flow: &mut Flow, title: &str, lines: &[RuleLine]) {
    if lines.is_empty() {
        return;
    }
    flow.heading(2, &format!("{title} ({})", lines.len()));
    let (left, right) = lines.split_at(lines.len().div_ceil(2));
    let cells = |line: &RuleLine| [id(line), Cell::of(Part::Note(line.title.into()))];
    let rows = left.iter().enumerate().map(|(index, line)| {
        Row::Cells(cells(line).into_iter().chain(right.get(index).into_iter().flat_map(cells)).collect())
    });
    flow.table(&Table {
        columns: vec![
            Column::fixed("Rule", 52.0),
            Column::flex("What it checks", 1.0),
            Column::fixed("Rule", 52.0),
            Column::flex("What it checks", 1.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

/// The ids of the rules for each reason.
fn by_reason(flow: &mut Flow, title: &str, lines: &[RuleLine]) {
    if lines.is_empty() {
        return;
    }
    flow.heading(2, &format!("{title} ({})", lines.len()));
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        match reasons.iter_mut().find(|(reason, _)| *reason == line.remark) {
            Some((_, ids)) => ids.push(line.rule.as_str()),
            None => reasons.push((line.remark.as_str(), vec![line.rule.as_str()])),
        }
    }
    let (left, right) = reasons.split_at(reasons.len().div_ceil(2));
    let cells = |(reason, ids): &(&str, Vec<&str>)| {
        let ids = Cell::of(Part::Text(RichText::new().mono(ids.join(", "))));
        [Cell::of(Part::Note((*reason).into())), ids]
    };
    let rows = left.iter().enumerate().map(|(index, reason)| {
        Row::Cells(cells(reason).into_iter().chain(right.get(index).into_iter().flat_map(cells)).collect())
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("Why", 1.0),
            Column::flex("Rules", 1.0),
            Column::flex("Why", 1.0),
            Column::flex("Rules", 1.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

/// Where the rules that a person confirms stand in the checklists.
fn by_row(flow: &mut Flow, lines: &[RuleLine]) {
    if lines.is_empty() {
        return;
    }
    flow.heading(2, &format!("Rules that a person confirms ({})", lines.len()));
    let (own, other): (Vec<&RuleLine>, Vec<&RuleLine>) = lines.iter().partition(|line| line.rule == *line.remark);
    let own: Vec<&str> = own.iter().map(|line| line.rule.as_str()).collect();
    let other: Vec<String> = other.iter().map(|line| format!("{} in {}", line.rule, line.remark)).collect();
    flow.paragraph(format!("Rows of their own in the checklists: {}.", own.join(", ")));
    if !other.is_empty() {
        flow.paragraph(format!("Confirmed in another row: {}.", other.join(", ")));
    }
}
