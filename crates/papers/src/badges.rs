//! The findings of each element, counted for its badge in the drawing.

use std::collections::BTreeMap;

use crate::model::Element;
use crate::rules::{RuleReport, Severity};
use crate::scene::BadgeCounts;

/// How many findings each element has, by severity.
pub fn badges(rules: &RuleReport) -> BTreeMap<Element, BadgeCounts> {
    let mut badges: BTreeMap<Element, BadgeCounts> = BTreeMap::new();
    for finding in &rules.findings {
        for element in &finding.elements {
            let counts = badges.entry(*element).or_default();
            let count = match finding.severity {
                Severity::Blocker => &mut counts.blocker,
                Severity::Error => &mut counts.error,
                Severity::Warning => &mut counts.warning,
                Severity::Advice => &mut counts.advice,
                Severity::Info => &mut counts.info,
            };
            *count += 1;
        }
    }
    for counts in badges.values_mut() {
        counts.words = words(counts);
    }
    badges
}

/// Findings by severity, most severe first.
fn words(counts: &BadgeCounts) -> String {
    let of = |severity| match severity {
        Severity::Blocker => counts.blocker,
        Severity::Error => counts.error,
        Severity::Warning => counts.warning,
        Severity::Advice => counts.advice,
        Severity::Info => counts.info,
    };
    let some = Severity::ALL.into_iter().filter(|it| of(*it) > 0);
    some.map(|it| it.counted(of(it) as usize)).collect::<Vec<_>>().join(", ")
}
