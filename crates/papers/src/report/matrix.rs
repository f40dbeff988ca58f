//! The failure matrix: what each loss of one part does to each service, and which losses of two are worst.

use crate::analysis::Analysis;
use crate::dependency::{ImpactRow, LossKind, Outcome, ServiceKind, pair_rows};
use crate::model::{Document, Element};
use crate::report::census::Census;

/// Losses that do the same to every service.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    /// What is lost, each by itself.
    pub names: Vec<String>,
    /// The same in a sentence.
    pub said: String,
    /// What it means for the design as a whole.
    pub kind: LossKind,
    /// What it does, service by service as in [`FailureMatrix::services`].
    pub outcomes: Vec<Outcome>,
}

/// A loss of two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairLine {
    /// What is lost.
    pub name: String,
    /// What that does, in words.
    pub effect: String,
}

/// What losses do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailureMatrix {
    /// The services, without the whole.
    pub services: Vec<String>,
    /// Every loss that does something, worst first.
    pub rows: Vec<MatrixRow>,
    /// Losses without any effect.
    pub harmless: Vec<String>,
    /// Parts whose loss does no more than that of the computer or the SQL instance they lie on.
    pub contained: Vec<String>,
    /// Losses of two parts that stop what neither stops alone, worst first.
    pub pairs: Vec<PairLine>,
    /// Whether losses of two were tried; in very large designs they are not.
    pub tried_pairs: bool,
}

pub(super) fn matrix(document: &Document, analysis: &Analysis) -> FailureMatrix {
    let failures = &analysis.failures;
    let structure = &failures.structure;
    let shown: Vec<usize> = (0..structure.services.len())
        .filter(|at| structure.services.get(*at).is_some_and(|it| it.kind != ServiceKind::Whole))
        .collect();
    let mut matrix = FailureMatrix {
        services: shown.iter().filter_map(|at| structure.services.get(*at)).map(|it| it.name.clone()).collect(),
        tried_pairs: failures.sweep.has_pairs(),
        ..FailureMatrix::default()
    };
    let census = Census::new(document);
    let mut kinds: Vec<&'static str> = Vec::new();
    for row in &failures.impact {
        if row.contained {
            matrix.contained.push(row.name.clone());
        } else if row.kind == LossKind::Harmless {
            matrix.harmless.push(row.name.clone());
        } else {
            add(&mut matrix.rows, &mut kinds, row, &shown);
        }
    }
    for row in &mut matrix.rows {
        row.said = census.list(&row.names);
        if row.outcomes.iter().all(|it| *it == Outcome::default()) {
            row.said.push_str(" (the whole, no service by itself)");
        }
    }
    let pairs = pair_rows(document, structure, &failures.sweep, failures.cuts(document));
    matrix.pairs = pairs.iter().map(|it| PairLine { name: it.name.clone(), effect: it.words(structure) }).collect();
    matrix
}

/// Puts a loss to those of its kind that do the same.
fn add(rows: &mut Vec<MatrixRow>, kinds: &mut Vec<&'static str>, row: &ImpactRow, shown: &[usize]) {
    let outcomes: Vec<Outcome> = shown.iter().filter_map(|at| row.outcomes.get(*at).copied()).collect();
    let kind = kind_of(row.element);
    let same =
        |(known, of): (&MatrixRow, &&'static str)| (known.kind, &known.outcomes, *of) == (row.kind, &outcomes, kind);
    match rows.iter().zip(kinds.iter()).position(same).and_then(|at| rows.get_mut(at)) {
        Some(known) => known.names.push(row.name.clone()),
        None => {
            kinds.push(kind);
            rows.push(MatrixRow { names: vec![row.name.clone()], said: String::new(), kind: row.kind, outcomes });
        }
    }
}

/// Computers stand with computers, everything else with its like.
fn kind_of(element: Element) -> &'static str {
    element.kind()
}
