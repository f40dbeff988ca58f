//! What a design means, apart from its names.

use std::collections::BTreeMap;

use tierwright_design::model::{Document, Part};
use tierwright_engine::capacity::Interval;
use tierwright_rules::analysis::analyze;

/// What a design means, without its names: how many findings of each rule, what each loss of one and of two parts does, and
/// what rates are left.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Meaning {
    findings: BTreeMap<String, usize>,
    losses: BTreeMap<String, usize>,
    rates: Vec<String>,
}

fn kind_of(part: Part) -> String {
    match part {
        Part::Element(it) => it.kind().to_owned(),
        Part::Service(_, it) => format!("{it:?}"),
        Part::SqlAgent(_) => "SQL Server Agent".to_owned(),
    }
}

/// What a design means.
pub(super) fn meaning(document: &Document) -> Meaning {
    let analysis = analyze(document);
    let mut meaning = Meaning::default();
    for it in &analysis.rules.findings {
        *meaning.findings.entry(format!("{} {:?} of {}", it.rule, it.severity, it.elements.len())).or_default() += 1;
    }
    let (failures, sweep) = (&analysis.failures, &analysis.failures.sweep);
    let mut services: Vec<(String, usize)> =
        failures.structure.services.iter().enumerate().map(|(at, it)| (format!("{:?}", it.kind), at)).collect();
    services.sort();
    let outcomes = |of: &dyn Fn(usize) -> String| -> String {
        services.iter().map(|(kind, at)| format!("{kind} {}", of(*at))).collect::<Vec<_>>().join(", ")
    };
    for row in &failures.impact {
        let does = outcomes(&|at| format!("{:?}", row.outcomes.get(at)));
        *meaning.losses.entry(format!("{}: {does}", kind_of(row.part))).or_default() += 1;
    }
    let count = sweep.events().len();
    for (first, second) in (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second))) {
        let does = outcomes(&|at| format!("{:?}", sweep.pair(first, second, at)));
        *meaning.losses.entry(format!("two parts: {does}")).or_default() += 1;
    }
    // The middle of each range: what a person has stated is surer than the same figure as the example of a template.
    let middle = |rate: &Option<Interval>| rate.as_ref().map(|it| format!("{:.3}", it.p50));
    meaning.rates.push(format!("normal {:?}", middle(&analysis.capacity.normal.rate)));
    for mode in &analysis.capacity.modes {
        meaning.rates.push(format!("{:?} {:?}", mode.rate.mode, middle(&mode.sustains())));
    }
    meaning
}

/// What two designs do not share of their meaning, for the message of a test.
pub(super) fn differences(wanted: &Meaning, got: &Meaning) -> Vec<String> {
    let counts = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>, sign: &str| -> Vec<String> {
        let differs = one.iter().filter(|(it, count)| other.get(*it) != Some(count));
        differs.map(|(it, count)| format!("{sign} {count} x {it}")).collect()
    };
    let rates = |one: &[String], other: &[String], sign: &str| -> Vec<String> {
        one.iter().filter(|it| !other.contains(it)).map(|it| format!("{sign} {it}")).collect()
    };
    [
        counts(&wanted.findings, &got.findings, "-"),
        counts(&got.findings, &wanted.findings, "+"),
        counts(&wanted.losses, &got.losses, "-"),
        counts(&got.losses, &wanted.losses, "+"),
        rates(&wanted.rates, &got.rates, "-"),
        rates(&got.rates, &wanted.rates, "+"),
    ]
    .concat()
}
