//! A comparison for people: the list of changes that a consultant would write, and what they buy.

use std::collections::BTreeMap;

use super::{Change, ChangeKind, Comparison, Outcome};
use crate::model::Element;

/// The comparison as text. `layout` lists changes of the drawing as well.
pub fn text(comparison: &Comparison, layout: bool) -> String {
    let (before, after) = &comparison.titles;
    let mut lines = vec![format!("From “{before}” to “{after}”"), String::new()];
    if comparison.is_empty() {
        lines.push("Nothing changes but, maybe, the drawing.".to_owned());
    }
    let shown: Vec<&Change> = comparison.changes.iter().filter(|it| layout || !it.is_layout).collect();
    for (title, group) in sections(&shown, layout) {
        lines.push(title);
        lines.extend(group);
    }
    if !layout && comparison.num_layout() > 0 {
        lines.push(format!("({} changes of the drawing alone are not listed.)", comparison.num_layout()));
    }
    lines.extend([String::new(), "What it buys".to_owned()]);
    let width = comparison.benefits.iter().map(|it| it.label.chars().count()).max().unwrap_or(0);
    for it in &comparison.benefits {
        let same = it.before == it.after;
        let then = if same { " (the same)".to_owned() } else { format!(" -> {}", it.after) };
        lines.push(format!("  {:width$}  {}{then}", it.label, it.before));
    }
    lines.push(String::new());
    for outcome in [Outcome::Gone, Outcome::New, Outcome::Changed] {
        let of: Vec<_> = comparison.findings.iter().filter(|it| it.outcome == outcome).collect();
        lines.push(format!("Findings {}: {}", outcome.word(), of.len()));
        lines.extend(of.iter().map(|it| format!("  {:8} {:9} {}", it.severity.word(), it.rule, it.message)));
    }
    lines.join("\n")
}

/// The changes under the title of their kind. What comes or goes in numbers is one line for each place. `layout` names
/// details of the drawing as well.
pub(crate) fn sections(changes: &[&Change], layout: bool) -> Vec<(String, Vec<String>)> {
    let mut sections: Vec<(String, Vec<String>)> = Vec::new();
    let mut many: BTreeMap<(&str, ChangeKind, &str), Vec<&str>> = BTreeMap::new();
    for change in changes {
        let title = title_of(change.element());
        if sections.last().is_none_or(|(last, _)| *last != title) {
            sections.push((title, Vec::new()));
        }
        let is_part = matches!(change.element(), Element::HostInstance(_) | Element::Handler(_));
        if is_part && change.kind != ChangeKind::Changed {
            many.entry((change.element().kind(), change.kind, &change.place)).or_default().push(&change.name);
        } else if let Some((_, lines)) = sections.last_mut() {
            lines.push(line(change, layout));
        }
    }
    for ((kind, change, place), names) in many {
        let title = title_of_kind(kind);
        let what: Vec<&str> = names
            .iter()
            .map(|it| {
                it.strip_suffix(&format!(" on {place}"))
                    .or_else(|| it.strip_suffix(&format!(" of {place}")))
                    .unwrap_or(it)
            })
            .collect();
        if let Some((_, lines)) = sections.iter_mut().find(|(it, _)| *it == title) {
            lines.push(format!("  {} {place}: {}", change.sign(), what.join(", ")));
        }
    }
    sections
}

fn title_of(element: Element) -> String {
    title_of_kind(element.kind())
}

/// The plural of a kind, with a capital.
fn title_of_kind(kind: &str) -> String {
    match kind {
        "environment" => "Environment".to_owned(),
        "biztalk-group" => "BizTalk groups".to_owned(),
        "sql-instance" => "SQL instances".to_owned(),
        "storage" => "Storage".to_owned(),
        other => crate::prose::capitalized(&format!("{}s", other.replace('-', " "))),
    }
}

/// A change in a line: `~ BTS1: os: Server 2016 -> Server 2019; roles: + IIS`.
fn line(change: &Change, layout: bool) -> String {
    format!("  {} {}", change.kind.sign(), change_words(change, layout))
}

/// What changes of an element, without the sign: `BTS1: os: Server 2016 -> Server 2019`. `layout` names details of the
/// drawing as well.
pub fn change_words(change: &Change, layout: bool) -> String {
    let place = if change.place.is_empty() { String::new() } else { format!(" ({})", change.place) };
    let details: Vec<String> = change.details.iter().filter(|it| layout || !it.is_layout).map(detail).collect();
    let details = if details.is_empty() { String::new() } else { format!(": {}", details.join("; ")) };
    format!("{}{place}{details}", change.name)
}

fn detail(detail: &super::Detail) -> String {
    let known = |text: &str| if text.is_empty() { "not stated".to_owned() } else { text.to_owned() };
    if detail.is_list {
        let part = |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!(" {sign} {text}") };
        return format!("{}:{}{}", detail.label, part("without", &detail.before), part("with", &detail.after));
    }
    format!("{} {} -> {}", detail.label, known(&detail.before), known(&detail.after))
}
