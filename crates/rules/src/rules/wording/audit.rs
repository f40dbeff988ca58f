//! For tests: whether a row has the words for a finding.

use std::borrow::Cow;

use super::shared::shared;
use super::template::{Gap, Template};
use crate::rules::catalog::RuleRow;
use crate::rules::value::{Fact, Value};
use crate::rules::{Finding, catalog};

/// What is missing to put a finding into words: its case, a fact, a word, or what fills a gap.
pub fn faults_of_words(finding: &Finding) -> Vec<String> {
    let Some(row) = catalog().row(finding.rule) else { return Vec::new() };
    let mut faults = Vec::new();
    match row.case(finding.case) {
        Some(case) => check(&mut faults, &case.says, |gap| finding.filling(None, gap)),
        None => faults.push(format!("no case “{}”", finding.case)),
    }
    for fact in &finding.facts {
        if !matches!(fact.value, Value::Note(_)) {
            check_fact(&mut faults, row, finding, fact);
        }
    }
    faults
}

fn check_fact(faults: &mut Vec<String>, row: &RuleRow, finding: &Finding, fact: &Fact) {
    match row.fact(fact.id) {
        Some(known) => {
            check(faults, &known.label, |gap| finding.filling(Some(fact), gap));
            check(faults, &known.shows, |gap| finding.filling(Some(fact), gap));
        }
        None => faults.push(format!("no fact “{}”", fact.id)),
    }
    for value in fact.about.iter().chain([&fact.value]) {
        check_value(faults, row, value);
    }
}

fn check_value(faults: &mut Vec<String>, row: &RuleRow, value: &Value) {
    match value {
        Value::Word(id, parts) => {
            match row.words.get(id).or_else(|| shared().words.get(id)) {
                Some(word) => check(faults, word, |gap| match gap {
                    Gap::Element(at) => parts.get(at).map(Cow::Borrowed),
                    _ => None,
                }),
                None => faults.push(format!("no word “{id}”")),
            }
            for part in parts {
                check_value(faults, row, part);
            }
        }
        Value::List(items) => {
            for item in items {
                check_value(faults, row, item);
            }
        }
        Value::Figure(_, unit) if !shared().words.contains_key(unit) => faults.push(format!("no unit “{unit}”")),
        _ => {}
    }
}

/// Notes the gaps of a sentence that nothing fills.
fn check<'v>(faults: &mut Vec<String>, template: &Template, filling: impl Fn(Gap) -> Option<Cow<'v, Value>>) {
    faults.extend(template.gaps().filter(|gap| filling(*gap).is_none()).map(|gap| format!("nothing fills {gap:?}")));
}
