//! The figures a report rests on, each with the word that says where it comes from.

use crate::analysis::Analysis;
use crate::capacity::assumption;
use crate::figures::{Figure, figures};
use crate::model::{Document, Element};
use crate::prose::capitalized;
use crate::report::census::Census;
use crate::sources::{Provenance, Sourced, sources};

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What it is.
    pub label: String,
    /// The value with its unit, and its range where one is known.
    pub value: String,
    /// `documented`, `derived`, `measured`, `entered`, `default` or `example`.
    pub provenance: &'static str,
    /// By whom and when, which documents, or why we assume it.
    pub basis: String,
}

/// Figures under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumptionGroup {
    /// The heading.
    pub title: &'static str,
    /// The figures.
    pub rows: Vec<Assumption>,
}

pub(super) fn assumptions(document: &Document, analysis: &Analysis) -> Vec<AssumptionGroup> {
    let mut capacity: Vec<Assumption> = Vec::new();
    let first = &analysis.capacity.normal.inputs;
    capacity.extend(first.iter().map(|it| of_capacity(it.label.clone(), it.unit, &it.value)));
    for other in &analysis.capacity.others {
        // What all BizTalk groups share stands there once.
        let own = other.normal.inputs.iter().filter(|it| !first.contains(it));
        capacity.extend(own.map(|it| of_capacity(format!("{}: {}", other.name, it.label), it.unit, &it.value)));
    }
    let (whole, elements): (Vec<_>, Vec<_>) =
        figures(document).into_iter().partition(|(of, _)| *of == Element::Environment);
    let environment = whole.iter().flat_map(|(_, figures)| figures).filter(|it| !is_told_with_its_part(it));
    let groups = [
        AssumptionGroup {
            title: "Figures of the environment",
            rows: environment.map(|it| of_environment(document, it)).collect(),
        },
        AssumptionGroup {
            title: "Figures of computers, SQL instances and hosts",
            rows: of_elements(document, &elements),
        },
        AssumptionGroup { title: "Used by the capacity estimate", rows: capacity },
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// What the availability estimate takes for a part stands with that estimate.
fn is_told_with_its_part(figure: &Figure<'_>) -> bool {
    figure.measure.way.starts_with("availability figures")
}

/// The figures of elements: equal ones share a row.
fn of_elements(document: &Document, elements: &[(Element, Vec<Figure<'_>>)]) -> Vec<Assumption> {
    let mut rows: Vec<(Assumption, Vec<String>)> = Vec::new();
    for (element, figures) in elements {
        for figure in figures {
            let (row, name) = (row(figure), element.name(document));
            match rows.iter_mut().find(|(it, _)| *it == row) {
                Some((_, names)) => names.push(name),
                None => rows.push((row, vec![name])),
            }
        }
    }
    rows.sort_by(|(a, _), (b, _)| a.label.cmp(&b.label));
    let census = Census::new(document);
    let named = |(row, names): (Assumption, Vec<String>)| Assumption {
        label: format!("{}: {}", row.label, census.list(&names)),
        ..row
    };
    rows.into_iter().map(named).collect()
}

/// A figure of the environment; one of a message flow names the flow.
fn of_environment(document: &Document, figure: &Figure<'_>) -> Assumption {
    let row = row(figure);
    let mut flows = document.workload.flows.iter();
    let flow = flows.find(|flow| {
        let own = [&flow.messages_per_sec, &flow.message_kb, &flow.back_end_secs];
        own.into_iter().flatten().any(|it| std::ptr::eq(&raw const it.provenance, figure.provenance))
    });
    match flow {
        Some(flow) => {
            Assumption { label: row.label.replace("a message flow", &format!("the message flow {}", flow.name)), ..row }
        }
        None => row,
    }
}

fn row(figure: &Figure<'_>) -> Assumption {
    let measure = figure.measure;
    assumption_of(capitalized(measure.name), measure.unit, figure.value, figure.range, figure.provenance)
}

fn of_capacity(label: String, unit: &str, value: &Sourced<f64>) -> Assumption {
    assumption_of(label, unit, value.value, value.range, &value.provenance)
}

fn assumption_of(
    label: String,
    unit: &str,
    value: f64,
    range: Option<(f64, f64)>,
    provenance: &Provenance,
) -> Assumption {
    let range = range.map(|(low, high)| format!(" ({} to {})", number(low), number(high))).unwrap_or_default();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    Assumption {
        label,
        value: format!("{}{unit}{range}", number(value)),
        provenance: provenance.word(),
        basis: basis(provenance),
    }
}

/// A number with at most five decimals.
fn number(value: f64) -> String {
    let digits = format!("{value:.5}");
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

fn basis(provenance: &Provenance) -> String {
    let title = |id| sources().get(id).map_or_else(String::new, |it| it.title.to_owned());
    match provenance {
        Provenance::Documented(id) => title(id),
        Provenance::Derived(ids) => format!("From {}", ids.iter().map(title).collect::<Vec<_>>().join("; ")),
        Provenance::Measured { by, on } => joined("By", by, on),
        Provenance::Entered { by, on } => joined("By", by, on),
        Provenance::Example => "Example of the template, not confirmed".to_owned(),
        Provenance::Default(id) => assumption(id).map_or_else(String::new, |it| it.text.clone()),
    }
}

fn joined(word: &str, by: &str, on: &str) -> String {
    match (by.is_empty(), on.is_empty()) {
        (true, true) => String::new(),
        (true, false) => on.to_owned(),
        (false, true) => format!("{word} {by}"),
        (false, false) => format!("{word} {by}, {on}"),
    }
}
