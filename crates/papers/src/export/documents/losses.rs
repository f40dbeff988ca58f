//! What losses do: the failure matrix, the worst pairs, how long recoveries take.

use super::verdict;
use crate::dependency::{Effect, LossKind, Outcome};
use crate::export::pdf::flow::{Cell, Column, Flow, Part, RichText, Row, Table};
use crate::model::PaperSection;
use crate::prose::{list, list_most, plural};
use crate::report::{FailureMatrix, PairLine, Recovery, RecoveryRow, Report, TargetFit};
use crate::scene::{IconKind, Ink};

/// More services than these have numbers for heads, and a key.
const MOST_NAMED_HEADS: usize = 5;
/// More services than these go into a second table.
const MOST_COLUMNS: usize = 10;
/// More services than these stand closer together.
const MOST_WIDE_COLUMNS: usize = 9;
/// Pairs printed.
const MOST_PAIRS: usize = 10;

/// How an outcome is shown: a shape, its color and a word.
const fn shown(outcome: Outcome) -> (IconKind, Ink, &'static str) {
    match (outcome.effect, outcome.interrupted) {
        (Effect::Stops, _) => (IconKind::Stops, Ink::Blocker, "stops"),
        (Effect::Degraded, true) => (IconKind::Degraded, Ink::Warning, "fails over, less"),
        (Effect::Degraded, false) => (IconKind::Degraded, Ink::Warning, "less"),
        (Effect::Works, true) => (IconKind::FailsOver, Ink::Accent, "fails over"),
        (Effect::Works, false) => (IconKind::Check, Ink::Ok, "works"),
    }
}

pub(super) fn matrix(flow: &mut Flow, heading: &str, report: &Report) {
    let matrix = &report.matrix;
    flow.heading(1, heading);
    verdict(flow, report, PaperSection::FailureMatrix);
    if matrix.rows.is_empty() {
        flow.paragraph("No loss of a single part does anything to a service.");
    } else {
        let needed = if matrix.rows.iter().any(|it| it.kind == LossKind::Stops) {
            format!(
                " “{}” are losses that stop any design (of the data itself, a path, a site) or nothing that carries \
                 messages: the summary does not count them as single points of failure.",
                LossKind::Stops.label()
            )
        } else {
            String::new()
        };
        flow.introduction(format!(
            "Each row is lost by itself; parts that do the same share a row. What stands is what is left once everything \
             that happens by itself has happened: a service stops, goes on with less, fails over (it is away for a while and \
             comes back by itself), or works on.{needed}"
        ));
        let all: Vec<usize> = (0..matrix.services.len()).collect();
        for columns in all.chunks(MOST_COLUMNS) {
            table(flow, matrix, columns);
        }
    }
    let mut left = Vec::new();
    if !matrix.harmless.is_empty() {
        left.push(format!("Without effect alone: {}.", list(&matrix.harmless)));
    }
    if !matrix.contained.is_empty() {
        let count = matrix.contained.len();
        left.push(format!(
            "{count} more {} on one of these and {} no more than it when lost; the workbook lists them.",
            plural(count, "part lies", "parts lie"),
            plural(count, "does", "do")
        ));
    }
    if !left.is_empty() {
        flow.note(left.join(" "));
    }
}

fn table(flow: &mut Flow, matrix: &FailureMatrix, columns: &[usize]) {
    let named = columns.len() <= MOST_NAMED_HEADS;
    let name = |at: usize| matrix.services.get(at).map_or("", String::as_str);
    if !named {
        key(flow, matrix, columns);
    }
    let heads = columns.iter().map(|at| if named { name(*at).to_owned() } else { format!("S{}", at + 1) });
    let is_close = columns.len() > MOST_WIDE_COLUMNS;
    let width = match (named, is_close) {
        (true, _) => 74.0,
        (false, false) => 50.0,
        (false, true) => 40.0,
    };
    let mut rows = Vec::new();
    for alike in matrix.rows.chunk_by(|one, other| one.kind == other.kind) {
        rows.extend(alike.first().map(|row| Row::Group(row.kind.label().into())));
        rows.extend(alike.iter().map(|row| {
            let cells = columns.iter().map(|at| {
                let (icon, ink, word) = shown(row.outcomes.get(*at).copied().unwrap_or_default());
                Cell::of(Part::Icon(icon, ink, word.into()))
            });
            let head = Cell::of(Part::Text(RichText::new().bold(&row.said)));
            Row::Cells(std::iter::once(head).chain(cells).collect())
        }));
    }
    flow.table(&Table {
        columns: std::iter::once(Column::flex("Lost", 1.0))
            .chain(heads.map(|title| Column::fixed(&title, width)))
            .collect(),
        rows,
        zebra: true,
        small: is_close,
        ..Table::default()
    });
}

/// What the numbers of services stand for.
fn key(flow: &mut Flow, matrix: &FailureMatrix, columns: &[usize]) {
    let name = |at: &usize| matrix.services.get(*at).map_or("", String::as_str);
    let key: Vec<String> = columns.iter().map(|at| format!("S{} {}", at + 1, name(at))).collect();
    flow.lead_in(format!("Services: {}.", key.join(" · ")));
}

pub(super) fn pairs(flow: &mut Flow, report: &Report) {
    let matrix = &report.matrix;
    if !matrix.tried_pairs {
        flow.note("Losses of two parts are not tried in a design of this size.");
        return;
    }
    if matrix.pairs.is_empty() {
        flow.note("No two parts stop together what neither of them stops alone.");
        return;
    }
    flow.heading(2, "Worst pairs");
    let left = matrix.pairs.len().saturating_sub(MOST_PAIRS);
    let rest = if left == 0 { String::new() } else { format!(" {left} more are in the workbook.") };
    flow.lead_in(format!("Two parts that stop together what neither stops alone, worst first.{rest}"));
    let shown = matrix.pairs.get(..MOST_PAIRS.min(matrix.pairs.len())).unwrap_or_default();
    // Pairs that do the same share a row.
    let rows = shown.chunk_by(|one, next| one.effect == next.effect).filter_map(|alike| {
        let (first, others) = alike.split_first()?;
        let name = |pair: &PairLine| Part::Text(RichText::new().bold(&pair.name));
        let names = others.iter().fold(Cell::of(name(first)), |cell, pair| cell.and(name(pair)));
        Some(Row::Cells(vec![names, (&first.effect).into()]))
    });
    flow.table(&Table {
        columns: vec![Column::flex("Lost together", 1.0), Column::flex("What that does", 1.6)],
        rows: rows.collect(),
        ..Table::default()
    });
}

pub(super) fn recovery(flow: &mut Flow, heading: &str, report: &Report) {
    let recovery = &report.recovery;
    flow.heading(1, heading);
    if recovery.rows.is_empty() {
        flow.paragraph("No single loss interrupts a service, so there is nothing to recover from.");
        return;
    }
    flow.introduction(introduction(recovery));
    let shared = shared_losses(recovery);
    for (lost, names) in &shared {
        flow.lead_in(format!("{lost} This is so after the loss of {}.", list(names)));
    }
    let matrix = &report.matrix;
    let named = matrix.services.len() <= MOST_NAMED_HEADS;
    if !named {
        key(flow, matrix, &(0..matrix.services.len()).collect::<Vec<_>>());
    }
    let away = |names: &[String]| {
        let number = |name: &String| matrix.services.iter().position(|it| it == name).map(|at| format!("S{}", at + 1));
        match names.iter().map(number).collect::<Option<Vec<_>>>() {
            Some(numbers) if !named => list(&numbers),
            _ => list_most(names, 4),
        }
    };
    let has_target = !recovery.target.is_empty();
    let rows = recovery.rows.iter().map(|row| {
        let (icon, ink) = match row.fit {
            TargetFit::Met => (IconKind::Check, Ink::Ok),
            TargetFit::Missed => (IconKind::Error, Ink::Error),
            TargetFit::Unknown | TargetFit::NoTarget => (IconKind::Question, Ink::TextMuted),
        };
        let lost = Cell::of(Part::Text(RichText::new().bold(&row.said)));
        let mut cells = vec![lost, away(&row.away).into(), (&row.back).into()];
        if has_target {
            cells.push(Cell::of(Part::Icon(icon, ink, row.fit.label().into())));
        }
        cells.push(by_hand(recovery, row, &shared));
        Row::Cells(cells)
    });
    let mut columns = vec![
        Column::flex("Lost", 1.0),
        Column::flex("Away until then", 1.1),
        Column::flex("Full service (simulated)", 1.0),
        Column::flex("Needs a person", 1.3),
    ];
    if has_target {
        columns.insert(3, Column::fixed("Target", 74.0));
    }
    flow.table(&Table { columns, rows: rows.collect(), ..Table::default() });
}

/// What the recoveries are held against, and what their times rest on.
fn introduction(recovery: &Recovery) -> String {
    let target = match recovery.target.as_str() {
        "" => "Nobody has stated how long a recovery may take.".to_owned(),
        target => format!("A recovery may take {target}."),
    };
    let examples = match recovery.examples.as_slice() {
        [] => String::new(),
        [one] => format!(" They rest on an example that nobody has confirmed: {one}."),
        several => format!(" They rest on examples that nobody has confirmed: {}.", list(several)),
    };
    let lost = if recovery.rows.iter().all(|it| it.lost.is_empty()) {
        String::new()
    } else {
        let accepted = match recovery.accepted_loss.as_str() {
            "" => "nobody has stated how much data may be lost".to_owned(),
            accepted => format!("data of {accepted} may be lost"),
        };
        let interval = match recovery.log_interval.as_str() {
            "" => "how often logs are backed up is not stated".to_owned(),
            interval => format!("logs are backed up every {interval}"),
        };
        format!(" Which data is lost is said as well: {accepted}, and {interval}.")
    };
    format!(
        "{target} Simulated times follow documented behavior; durations that no document states and nobody has entered \
         stay unknown.{examples} Times promise nothing until they are tested.{lost}"
    )
}

/// More rows than these lose the same data alike: that is said once.
const MOST_SAID_ALIKE: usize = 2;

/// What more than a few losses cost alike, in words, with what is lost.
fn shared_losses(recovery: &Recovery) -> Vec<(String, Vec<String>)> {
    let mut shared: Vec<(String, Vec<String>)> = Vec::new();
    for row in &recovery.rows {
        let Some(lost) = lost_data(recovery, row) else { continue };
        match shared.iter_mut().find(|(known, _)| *known == lost) {
            Some((_, names)) => names.push(row.said.clone()),
            None => shared.push((lost, vec![row.said.clone()])),
        }
    }
    shared.retain(|(_, names)| names.len() > MOST_SAID_ALIKE);
    shared
}

/// Which data is lost with a row, in sentences, against what is accepted; `None` where none is.
fn lost_data(recovery: &Recovery, row: &RecoveryRow) -> Option<String> {
    let accepted = &recovery.accepted_loss;
    let fit = match row.lost_fit {
        TargetFit::Met => format!(" That is within the accepted {accepted}."),
        TargetFit::Missed => format!(" That can be more than the accepted {accepted}."),
        TargetFit::Unknown => format!(" Whether that is more than the accepted {accepted} is not known."),
        TargetFit::NoTarget => String::new(),
    };
    (!row.lost.is_empty()).then(|| format!("{}.{fit}", row.lost.join(". ")))
}

/// What a person does, and which data is lost where that is not said for several losses at once.
fn by_hand(recovery: &Recovery, row: &RecoveryRow, shared: &[(String, Vec<String>)]) -> Cell {
    let steps = if row.by_hand.is_empty() { "nothing".to_owned() } else { format!("{}.", row.by_hand.join(". ")) };
    let lost = lost_data(recovery, row).filter(|it| shared.iter().all(|(known, _)| known != it));
    lost.into_iter().fold(Cell::from(steps), |cell, it| cell.and(Part::Note(it.into())))
}
