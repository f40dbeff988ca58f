//! The failure matrix: what each loss of one part does to each service, and which losses of two are worst.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::dependency::{Asked, ImpactRow, Loss, LossKind, Outcome, ServiceKind, Structure, pair_rows};
use crate::model::Document;
use crate::model::index::Index;
use crate::report::census::Census;
use crate::report::recovery::Recovery;

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
    /// What is impaired where that is the whole and no service by itself, in words; else empty.
    pub whole: Vec<String>,
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

pub(super) fn matrix(document: &Document, analysis: &Analysis, recovery: &Recovery) -> FailureMatrix {
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
    let (asked, index) = (Asked::new(structure), Index::new(document));
    let recovering = recovery.names();
    // Where the row stands of losses of a kind that do the same; computers stand with computers, everything else with its
    // like.
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for row in &failures.impact {
        // What has a recovery of its own has a row of its own.
        if row.contained && !recovering.contains(row.name.as_str()) {
            matrix.contained.push(row.name.clone());
        } else if row.kind == LossKind::Harmless {
            matrix.harmless.push(row.name.clone());
        } else {
            let element = row.element;
            let row = MatrixRow {
                names: vec![row.name.clone()],
                said: String::new(),
                kind: row.kind,
                outcomes: shown.iter().filter_map(|at| row.outcomes.get(*at).copied()).collect(),
                whole: of_the_whole(structure, row, &asked, &index),
            };
            let key = (row.kind, row.outcomes.clone(), row.whole.clone(), element.kind());
            match known.get(&key).and_then(|at| matrix.rows.get_mut(*at)) {
                Some(known) => known.names.extend(row.names),
                None => {
                    known.insert(key, matrix.rows.len());
                    matrix.rows.push(row);
                }
            }
        }
    }
    for row in &mut matrix.rows {
        row.said = census.list(&row.names);
        if !row.whole.is_empty() {
            row.said.push_str(&format!(" ({})", row.whole.join("; ")));
        }
    }
    let pairs = pair_rows(document, structure, &failures.sweep, failures.cuts(document));
    matrix.pairs = pairs.iter().map(|it| PairLine { name: it.name.clone(), effect: it.words(structure) }).collect();
    matrix
}

/// Why the whole is impaired where no service is by itself; empty where one is.
fn of_the_whole(structure: &Structure, row: &ImpactRow, asked: &Asked<'_>, index: &Index<'_>) -> Vec<String> {
    let services = structure.services.iter().zip(&row.outcomes);
    let (whole, single): (Vec<_>, Vec<_>) = services.partition(|(it, _)| it.kind == ServiceKind::Whole);
    if single.iter().any(|(_, outcome)| **outcome != Outcome::default()) {
        return Vec::new();
    }
    let lanes = asked.lanes(index, &Loss::of(row.part));
    // What is lost is said beside it.
    let itself = format!(": {} is down", row.name);
    let reasons = whole.iter().flat_map(|(it, _)| structure.reasons(it, &lanes));
    let mut reasons: Vec<String> = reasons.map(|it| it.strip_suffix(&itself).unwrap_or(&it).to_owned()).collect();
    if reasons.is_empty() {
        reasons.push("the whole, no service by itself".to_owned());
    }
    reasons
}
