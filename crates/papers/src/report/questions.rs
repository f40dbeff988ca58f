//! What nobody has stated yet, for the person who can answer.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::edit::intent::examples::example_of;
use crate::model::{Document, Element};
use crate::prose::capitalized;
use crate::report::census::Census;
use crate::rules::{Attribute, RuleId, Severity, catalog};

/// One missing detail, with every element and rule that needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The detail, with a capital.
    pub attribute: String,
    /// The elements it is missing of.
    pub elements: Vec<String>,
    /// The same in a sentence.
    pub said: String,
    /// The worst severity of the rules that wait for it; `None` only while it is gathered.
    pub severity: Option<Severity>,
    /// What the template shows for example, each value once; nobody stands behind it.
    pub examples: Vec<String>,
    /// The rules that wait for it, each with what it checks.
    pub rules: Vec<(RuleId, &'static str)>,
}

pub(super) fn questions(document: &Document, analysis: &Analysis) -> Vec<OpenQuestion> {
    let mut places: BTreeMap<Attribute, usize> = BTreeMap::new();
    let mut found: Vec<(OpenQuestion, Vec<Element>)> = Vec::new();
    for question in &analysis.rules.questions {
        let next = found.len();
        let at = *places.entry(question.attribute).or_insert(next);
        if at == next {
            let attribute = capitalized(question.attribute.words());
            found.push((OpenQuestion { attribute, ..OpenQuestion::default() }, Vec::new()));
        }
        let Some((entry, elements)) = found.get_mut(at) else { continue };
        if !elements.contains(&question.element) {
            elements.push(question.element);
            entry.elements.push(capitalized(&question.element.name(document)));
            let example = example_of(document, question.attribute, question.element);
            entry.examples.extend(example.filter(|it| !entry.examples.contains(it)));
        }
        if !entry.rules.iter().any(|(rule, _)| *rule == question.rule) {
            let row = catalog().row(question.rule);
            entry.rules.push((question.rule, row.map_or("", |row| row.title)));
            entry.severity = entry.severity.into_iter().chain(row.map(|row| row.severity)).min();
        }
    }
    let census = Census::new(document);
    let mut questions: Vec<OpenQuestion> = found.into_iter().map(|(question, _)| question).collect();
    for question in &mut questions {
        question.said = census.list(&question.elements);
    }
    // By effect: the worst rule that waits, then how many wait, then of how much it is missing.
    questions.sort_by_key(|it| (it.severity, Reverse(it.rules.len()), Reverse(it.elements.len())));
    questions
}
