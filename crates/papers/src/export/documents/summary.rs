//! The page for whoever reads one page only. It never spills: what matters least is said shorter until all of it fits.

use super::look;
use crate::export::pdf::flow::{Callout, Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table, Tile};
use crate::model::Element;
use crate::prose::list_most;
use crate::report::{Report, Tone};
use crate::scene::{Ink, Scene, without_legend};

/// How much is said, from all of it to as little as any design needs. Whatever is said is said whole.
#[derive(Clone, Copy)]
struct Length {
    sentences: usize,
    actions: usize,
    places: bool,
    unknowns: usize,
    marked: usize,
    drawing: f32,
}

const LENGTHS: [Length; 15] = [
    Length { sentences: 9, actions: 5, places: true, unknowns: 3, marked: 4, drawing: 190.0 },
    Length { sentences: 9, actions: 5, places: true, unknowns: 3, marked: 4, drawing: 150.0 },
    Length { sentences: 9, actions: 5, places: true, unknowns: 2, marked: 4, drawing: 110.0 },
    Length { sentences: 9, actions: 5, places: false, unknowns: 2, marked: 4, drawing: 90.0 },
    Length { sentences: 6, actions: 5, places: false, unknowns: 2, marked: 4, drawing: 90.0 },
    Length { sentences: 5, actions: 5, places: false, unknowns: 1, marked: 3, drawing: 80.0 },
    Length { sentences: 4, actions: 5, places: false, unknowns: 1, marked: 2, drawing: 80.0 },
    Length { sentences: 3, actions: 5, places: false, unknowns: 1, marked: 1, drawing: 80.0 },
    Length { sentences: 2, actions: 5, places: false, unknowns: 1, marked: 1, drawing: 80.0 },
    Length { sentences: 2, actions: 4, places: false, unknowns: 1, marked: 1, drawing: 80.0 },
    Length { sentences: 2, actions: 4, places: false, unknowns: 0, marked: 0, drawing: 80.0 },
    Length { sentences: 2, actions: 3, places: false, unknowns: 1, marked: 0, drawing: 80.0 },
    Length { sentences: 1, actions: 3, places: false, unknowns: 0, marked: 0, drawing: 80.0 },
    Length { sentences: 1, actions: 2, places: false, unknowns: 0, marked: 0, drawing: 0.0 },
    Length { sentences: 0, actions: 1, places: false, unknowns: 0, marked: 0, drawing: 0.0 },
];

pub(super) fn write(flow: &mut Flow, heading: &str, report: &Report, scene: &Scene) {
    // Marks stand in the drawing; what they mean is said beside it.
    let (scene, _) = without_legend(scene);
    let fits = |length: &&Length| {
        let mut trial = flow.like();
        page(&mut trial, heading, report, &scene, **length);
        trial.num_pages() == 1
    };
    let length = LENGTHS.iter().find(fits).or(LENGTHS.last());
    flow.page_break();
    if let Some(length) = length {
        page(flow, heading, report, &scene, *length);
    }
    flow.page_break();
}

fn page(flow: &mut Flow, heading: &str, report: &Report, scene: &Scene, length: Length) {
    let brief = &report.brief;
    flow.heading(1, heading);
    let severity = match brief.tone {
        Tone::Severity(severity) => look(severity),
        Tone::Open => Look::Open,
        Tone::Good => Look::Ok,
    };
    let mut body: Vec<RichText> = brief.sentences.iter().take(length.sentences).map(RichText::from).collect();
    let left = brief.sentences.len().saturating_sub(length.sentences);
    if left > 0 {
        body.push(RichText::new().muted(format!("{left} more of this in the sections that follow.")));
    }
    flow.callout(&Callout { severity, title: brief.headline.clone(), body });
    let tiles: Vec<Tile> = brief
        .figures
        .iter()
        .map(|it| Tile {
            value: it.value.clone(),
            label: it.label.to_owned(),
            ink: if it.is_bad { Ink::Blocker } else { Ink::TextStrong },
        })
        .collect();
    flow.tiles(&tiles);
    beside(flow, report, scene, length);
    actions(flow, report, length);
    decision(flow, report);
}

fn beside(flow: &mut Flow, report: &Report, scene: &Scene, length: Length) {
    let brief = &report.brief;
    let facts = brief.rates.iter().chain(&brief.recovery);
    let mut facts: Vec<(String, RichText)> = facts.map(|(label, value)| ((*label).to_owned(), value.into())).collect();
    let shown = length.marked;
    if !brief.marked.is_empty() && shown > 0 {
        let named: Vec<String> =
            (1..).zip(brief.marked.iter().take(shown)).map(|(at, (_, text))| format!("{at} {text}")).collect();
        let left = brief.marked.len().saturating_sub(shown);
        let more = if left == 0 { String::new() } else { format!("; {left} more in the drawing") };
        facts.push(("Single points of failure, as marked".to_owned(), format!("{}{more}", named.join("; ")).into()));
    }
    let unknowns: Vec<String> = brief.unknowns.iter().take(length.unknowns).cloned().collect();
    if !unknowns.is_empty() {
        facts.push(("What nobody has stated and matters most".to_owned(), format!("{}.", unknowns.join("; ")).into()));
    }
    let marked: Vec<Element> = brief.marked.iter().map(|(element, _)| *element).collect();
    flow.beside(&facts, scene, &marked, length.drawing);
}

fn actions(flow: &mut Flow, report: &Report, length: Length) {
    if report.brief.actions.is_empty() {
        return;
    }
    let rows = report.brief.actions.iter().take(length.actions).map(|action| {
        let mut what = Cell::of(Part::Text(RichText::new().bold(&action.text)));
        if length.places && !action.place.is_empty() {
            let rule = action.rule.map_or_else(String::new, |rule| format!(" ({rule})"));
            what = what.and(Part::Note(format!("{}{rule}", action.place).into()));
        }
        let chip = match action.severity {
            Some(severity) => Part::Chip(look(severity), severity.title().to_owned()),
            None => Part::Chip(Look::Open, "Open".to_owned()),
        };
        let due = action.due.as_deref().unwrap_or("not set");
        Row::Cells(vec![what, Cell::of(chip), (&action.owner).into(), due.into()])
    });
    flow.table(&Table {
        columns: vec![
            Column::flex("What to do first", 1.0),
            Column::fixed("Severity", 64.0),
            Column::fixed("Owner", 106.0),
            Column::fixed("By", 54.0),
        ],
        rows: rows.collect(),
        ..Table::default()
    });
}

fn decision(flow: &mut Flow, report: &Report) {
    let signers: Vec<&str> =
        report.control.readers.iter().filter(|it| it.approves).map(|it| it.name.as_str()).collect();
    let who = if signers.is_empty() { "Name and signature".to_owned() } else { list_most(&signers, 2) };
    let ask = Cell::of(Part::Text(RichText::new().bold("Decision asked for: ").text(&report.brief.decision)));
    let sign = Cell::of(Part::WritingLines(1)).and(Part::Note(format!("{who}, date").into()));
    flow.table(&Table {
        columns: vec![Column::flex("Decision", 1.5), Column::flex("Signature", 1.0)],
        rows: vec![Row::Cells(vec![ask, sign])],
        ..Table::default()
    });
}
