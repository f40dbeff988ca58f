//! What the inspector is about, and what it says around the fields; made without the window.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::model::{Document, Element};
use crate::rules::{Attribute, RuleId, Severity};
use crate::text::kinds;

/// What the inspector shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Nothing is selected.
    Environment,
    /// Elements of one kind.
    Same(Vec<Element>),
    /// Elements of several kinds.
    Different(Vec<Element>),
}

impl Subject {
    pub(super) fn of(document: &Document, selection: &BTreeSet<Element>) -> Self {
        let elements: Vec<Element> = selection.iter().copied().filter(|it| it.exists(document)).collect();
        match elements.first() {
            None | Some(Element::Environment) => Self::Environment,
            Some(first) if elements.iter().all(|it| it.kind() == first.kind()) => Self::Same(elements),
            Some(_) => Self::Different(elements),
        }
    }

    /// The elements whose findings and questions are shown.
    pub(super) fn elements(&self) -> Vec<Element> {
        match self {
            Self::Environment => vec![Element::Environment],
            Self::Same(elements) | Self::Different(elements) => elements.clone(),
        }
    }
}

/// How elements of one kind are called in undo steps: by name, or counted.
pub(super) fn name_of(document: &Document, elements: &[Element]) -> String {
    match elements {
        [] => Element::Environment.name(document),
        [one] => one.name(document),
        [first, ..] => format!("{} {}", elements.len(), kinds::one_and_many(*first).1),
    }
}

/// Text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// A finding in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShortFinding {
    pub(super) rule: RuleId,
    pub(super) subject: Element,
    pub(super) severity: Severity,
    pub(super) message: String,
}

/// The findings that involve one of the elements.
pub(super) fn findings(document: &Document, analysis: &Analysis, elements: &[Element]) -> Vec<ShortFinding> {
    let involved = |finding: &&crate::rules::Finding| finding.elements.iter().any(|it| elements.contains(it));
    analysis
        .rules
        .findings
        .iter()
        .filter(involved)
        .map(|finding| ShortFinding {
            rule: finding.rule,
            subject: finding.subject(),
            severity: finding.severity,
            message: finding.message(document),
        })
        .collect()
}

/// What rules ask about the elements: the attribute, and the rules that wait for it.
pub(super) fn questions(analysis: &Analysis, elements: &[Element]) -> Vec<(Attribute, Vec<RuleId>)> {
    let mut asked: Vec<(Attribute, Vec<RuleId>)> = Vec::new();
    for question in analysis.rules.questions.iter().filter(|it| elements.contains(&it.element)) {
        match asked.iter_mut().find(|(attribute, _)| *attribute == question.attribute) {
            Some((_, rules)) if !rules.contains(&question.rule) => rules.push(question.rule),
            Some(_) => {}
            None => asked.push((question.attribute, vec![question.rule])),
        }
    }
    asked
}

/// Every element of a table with its name, for lists to choose from.
macro_rules! names {
    ($document:expr, $table:ident) => {
        $document.$table.keys().map(|id| (*id, $crate::model::Element::from(*id).name($document))).collect::<Vec<_>>()
    };
}
pub(super) use names;

/// The values of a closed list with their words.
pub(super) fn worded<V: Copy>(all: &[V], words: fn(V) -> &'static str) -> Vec<(V, String)> {
    all.iter().map(|it| (*it, words(*it).to_owned())).collect()
}

#[cfg(test)]
mod tests;
