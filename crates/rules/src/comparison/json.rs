//! A comparison for programs.

use serde_json::{Value, json};

use super::{Benefit, Change, Comparison, FindingChange};
use crate::model::Element;

/// The comparison as JSON. `layout` lists changes of the drawing as well.
pub fn json(comparison: &Comparison, layout: bool) -> Value {
    let changes = comparison.changes.iter().filter(|it| layout || !it.is_layout);
    json!({
        "before": comparison.titles.0,
        "after": comparison.titles.1,
        "changes": changes.map(change).collect::<Vec<_>>(),
        "layout_changes": comparison.num_layout(),
        "benefits": comparison.benefits.iter().map(benefit).collect::<Vec<_>>(),
        "findings": comparison.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn key(element: Option<Element>) -> Option<String> {
    element.map(|it| it.to_string())
}

fn change(change: &Change) -> Value {
    let details = change.details.iter();
    let details: Vec<Value> = details
        .map(|it| json!({"label": it.label, "list": it.is_list, "before": it.before, "after": it.after}))
        .collect();
    json!({
        "change": change.kind.word(),
        "kind": change.element().kind(),
        "name": change.name,
        "place": change.place,
        "before": key(change.before),
        "after": key(change.after),
        "details": details,
        "layout_only": change.is_layout,
        "disabled": change.is_disabled,
    })
}

fn benefit(benefit: &Benefit) -> Value {
    let keys = |all: &[Element]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "label": benefit.label,
        "before": benefit.before,
        "after": benefit.after,
        "elements_before": keys(&benefit.elements_before),
        "elements_after": keys(&benefit.elements_after),
    })
}

fn finding(finding: &FindingChange) -> Value {
    json!({
        "outcome": finding.outcome.word(),
        "severity": finding.severity.word(),
        "rule": finding.rule,
        "message": finding.message,
        "before": key(finding.before),
        "after": key(finding.after),
    })
}
