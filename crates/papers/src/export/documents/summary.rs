//! The page for whoever reads one page only. It never spills: what matters least is said shorter until all of it fits.

use super::{look, verdict_chapter};
use crate::dependency::{one_sentence, sentences};
use crate::export::pdf::flow::{
    Callout, Cell, Column, Flow, Part, RichText, Row, Severity as Look, Table, Tile, narrowed, spot,
};
use crate::model::Element;
use crate::prose::list_most;
use crate::report::{Action, Report, Tone};
use crate::scene::{Ink, Scene, without_legend};

/// How much is said, from all of it to as little as any design needs. Whatever is said is said whole.
#[derive(Clone, Copy)]
struct Length {
    sentences: usize,
    /// Things named of each kind that is taken for granted, and kinds.
    assumed: usize,
    actions: usize,
    places: bool,
    unknowns: usize,
    marked: usize,
    drawing: f32,
}

const LENGTHS: [Length; 16] = [
    Length { sentences: 9, assumed: 9, actions: 5, places: true, unknowns: 3, marked: 4, drawing: 190.0 },
    Length { sentences: 9, assumed: 9, actions: 5, places: true, unknowns: 3, marked: 4, drawing: 150.0 },
    Length { sentences: 9, assumed: 9, actions: 5, places: true, unknowns: 2, marked: 4, drawing: 110.0 },
    Length { sentences: 9, assumed: 9, actions: 5, places: false, unknowns: 2, marked: 4, drawing: 90.0 },
    Length { sentences: 6, assumed: 9, actions: 5, places: false, unknowns: 2, marked: 4, drawing: 90.0 },
    Length { sentences: 5, assumed: 9, actions: 5, places: false, unknowns: 1, marked: 3, drawing: 80.0 },
    Length { sentences: 4, assumed: 9, actions: 5, places: false, unknowns: 1, marked: 2, drawing: 80.0 },
    Length { sentences: 3, assumed: 9, actions: 5, places: false, unknowns: 1, marked: 1, drawing: 80.0 },
    Length { sentences: 2, assumed: 4, actions: 5, places: false, unknowns: 1, marked: 1, drawing: 80.0 },
    Length { sentences: 2, assumed: 4, actions: 5, places: false, unknowns: 0, marked: 1, drawing: 80.0 },
    Length { sentences: 1, assumed: 4, actions: 5, places: false, unknowns: 0, marked: 1, drawing: 80.0 },
    Length { sentences: 1, assumed: 2, actions: 4, places: false, unknowns: 0, marked: 1, drawing: 80.0 },
    Length { sentences: 1, assumed: 2, actions: 3, places: false, unknowns: 0, marked: 1, drawing: 80.0 },
    Length { sentences: 1, assumed: 1, actions: 3, places: false, unknowns: 0, marked: 0, drawing: 80.0 },
    Length { sentences: 1, assumed: 1, actions: 2, places: false, unknowns: 0, marked: 0, drawing: 0.0 },
    Length { sentences: 0, assumed: 0, actions: 1, places: false, unknowns: 0, marked: 0, drawing: 0.0 },
];

pub(super) fn write(flow: &mut Flow, heading: &str, report: &Report, scene: &Scene) {
    // Marks stand in the drawing; what they mean is said beside it.
    let (scene, _) = without_legend(&narrowed(scene));
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
    flow.callout(&Callout { severity, title: brief.headline.clone(), body: body(report, length) });
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

/// The sentences behind the headline: the first ones, and what is taken for granted.
fn body(report: &Report, length: Length) -> Vec<RichText> {
    let brief = &report.brief;
    let assumed = sentences(&brief.assumed);
    let others: Vec<&String> = brief.sentences.iter().filter(|it| !assumed.contains(it)).collect();
    let mut body: Vec<RichText> = others.iter().take(length.sentences).map(|it| RichText::from(*it)).collect();
    let (granted, unsaid) = one_sentence(&brief.assumed, length.assumed);
    body.extend((!granted.is_empty()).then(|| RichText::from(&granted)));
    let left = others.len().saturating_sub(length.sentences) + unsaid;
    if left > 0 {
        let place = match verdict_chapter(report) {
            Some((_, title)) => format!("in “{title}”"),
            None => "in a chapter that is left out".to_owned(),
        };
        body.push(RichText::new().muted(format!("{left} more of this {place}.")));
    }
    body
}

fn beside(flow: &mut Flow, report: &Report, scene: &Scene, length: Length) {
    let brief = &report.brief;
    let facts = brief.rates.iter().chain(&brief.recovery);
    let mut facts: Vec<(String, RichText)> = facts.map(|(label, value)| ((*label).to_owned(), value.into())).collect();
    let shown = length.marked;
    // Only what the drawing shows has a number.
    let (marked, unmarked): (Vec<_>, Vec<_>) = brief.marked.iter().partition(|(it, _)| spot(scene, *it).is_some());
    if !marked.is_empty() && shown > 0 {
        let named = (1..).zip(marked.iter().take(shown)).map(|(at, (_, text))| format!("{at} {text}"));
        let named: Vec<String> = named.collect();
        let more = |number: usize, of: &str| if number == 0 { String::new() } else { format!("; {number} {of}") };
        let left = more(marked.len().saturating_sub(shown), "more in the drawing");
        let others = more(unmarked.len(), "that the drawing does not show");
        let text = format!("{}{left}{others}", named.join("; "));
        facts.push(("Single points of failure, as marked".to_owned(), text.into()));
    }
    let unknowns: Vec<String> = brief.unknowns.iter().take(length.unknowns).cloned().collect();
    if !unknowns.is_empty() {
        facts.push(("What nobody has stated and matters most".to_owned(), format!("{}.", unknowns.join("; ")).into()));
    }
    // Nor has the drawing a number that is said nowhere.
    let marked: Vec<Element> = marked.iter().filter(|_| shown > 0).map(|(element, _)| *element).collect();
    flow.beside(&facts, scene, &marked, length.drawing);
}

fn actions(flow: &mut Flow, report: &Report, length: Length) {
    if report.brief.actions.is_empty() {
        return;
    }
    let rows = kept(&report.brief.actions, length.actions).into_iter().map(|action| {
        let text = RichText::new().bold(&action.text);
        let rule = action.rule.map_or_else(String::new, |rule| format!(" ({rule})"));
        let what = match (length.places, action.place.as_str()) {
            (_, "") => Cell::of(Part::Text(text)),
            (false, _) if action.rule.is_none() => Cell::of(Part::Text(text)),
            (true, place) => Cell::of(Part::Text(text)).and(Part::Note(format!("{place}{rule}").into())),
            // “The failover cluster” says nothing without its name.
            (false, place) => Cell::of(Part::Text(text.muted(format!(" {place}")))),
        };
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

/// The actions that there is room for: what has to be decided and stated stays longer than the last correction.
fn kept(actions: &[Action], most: usize) -> Vec<&Action> {
    let mut kept: Vec<&Action> = actions.iter().collect();
    while kept.len() > most {
        let corrections = kept.iter().filter(|it| it.rule.is_some()).count();
        let last = kept.iter().rposition(|it| it.rule.is_some()).filter(|_| corrections > 1);
        kept.remove(last.unwrap_or(kept.len() - 1));
    }
    kept
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
