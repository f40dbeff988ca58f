//! Names in a design that others define: rules that were accepted, rows of the checklist, figures of the estimate.

use std::collections::BTreeSet;

use super::error::Damage;
use super::place::{Place, spot_of};
use super::since::releases;
use crate::model::Document;

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A rule, in an acceptance.
    Rule,
    /// A row of the checklist.
    Row,
    /// A figure of the availability estimate.
    Figure,
    /// A duration of a failure drill.
    Duration,
}

impl NameKind {
    /// What it is called, and what bears it.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Rule => ("rule", "acceptance"),
            Self::Row => ("row of the checklist", "entry"),
            Self::Figure => ("figure of the availability estimate", "figure"),
            Self::Duration => ("duration of a drill", "duration"),
        }
    }
}

/// A name with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    pub(crate) kind: NameKind,
    pub(crate) text: &'a str,
    path: String,
}

/// Every such name in a design.
pub(crate) fn names(document: &Document) -> impl Iterator<Item = Name<'_>> {
    let rules = document.waivers.iter().enumerate().map(|(at, waiver)| Name {
        kind: NameKind::Rule,
        text: &waiver.rule,
        path: format!("document.waivers[{at}].rule"),
    });
    let rows = document.checklist.keys().map(|key| Name {
        kind: NameKind::Row,
        text: step_of(key),
        path: format!("document.checklist[{key:?}]"),
    });
    let figures = document.availability.figures.iter().enumerate().map(|(at, figure)| Name {
        kind: NameKind::Figure,
        text: &figure.input,
        path: format!("document.availability.figures[{at}].input"),
    });
    let steps = document
        .drills
        .iter()
        .enumerate()
        .flat_map(|(drill, it)| it.steps.iter().enumerate().map(move |(at, step)| (drill, at, step)));
    let durations = steps.flat_map(|(drill, at, step)| {
        step.after.iter().map(move |it| Name {
            kind: NameKind::Duration,
            text: it.key(),
            path: format!("document.drills[{drill}].steps[{at}].after"),
        })
    });
    rules.chain(rows).chain(figures).chain(durations)
}

/// `DRILL-3` of `DRILL-3/failover-cluster-12`: there is such a row for each failover cluster.
fn step_of(row: &str) -> &str {
    let is_number = |text: &str| text.parse::<u32>().is_ok();
    match row.split_once("/failover-cluster-") {
        Some((step, cluster)) if is_number(cluster) => step,
        _ => row,
    }
}

/// Refuses a design that uses a name nobody defines; `text` is what it was read from.
pub(crate) fn refuse_unknown_names(text: &str, document: &Document) -> Result<(), Damage> {
    match names(document).find(|name| !known(name.kind).any(|it| it == name.text)) {
        None => Ok(()),
        Some(name) => Err(unknown(text, &name)),
    }
}

fn known(kind: NameKind) -> impl Iterator<Item = &'static str> {
    releases().iter().flat_map(move |release| release.names(kind)).map(String::as_str)
}

fn unknown(text: &str, name: &Name<'_>) -> Damage {
    let (what, bearer) = name.kind.words();
    let place = Place::of(text, spot_of(text, &name.path).unwrap_or_default());
    let listed: Vec<String> = similar(name).into_iter().collect();
    Damage::new(
        place,
        format!("`{}` is not a known {what}", name.text),
        format!("Known here: {}. Correct the name or remove the {bearer}.", listed.join(", ")),
    )
}

/// The names of the same group, as `HOST-001`; where there is no such group, the groups, as `HOST-…`.
fn similar(name: &Name<'_>) -> BTreeSet<String> {
    let group = |text: &str| text.split('-').next().unwrap_or("").to_ascii_uppercase();
    let wanted = group(name.text);
    let same: BTreeSet<String> = known(name.kind).filter(|it| group(it) == wanted).map(str::to_owned).collect();
    if !same.is_empty() {
        return same;
    }
    match name.kind {
        NameKind::Figure | NameKind::Duration => known(name.kind).map(str::to_owned).collect(),
        NameKind::Rule | NameKind::Row => known(name.kind).map(|it| format!("{}-…", group(it))).collect(),
    }
}
