//! Everything that follows from a design, computed in one go: findings, capacity, checklist.

use std::collections::BTreeMap;

use crate::capacity::{CapacityReport, capacity_report};
use crate::checklist::{Checklist, checklist};
use crate::model::{Document, Element};
use crate::rules::{RuleContext, RuleReport, Severity, evaluate};
use crate::scene::BadgeCounts;

/// What a design is worth.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Findings and open questions.
    pub rules: RuleReport,
    /// The capacity estimate.
    pub capacity: CapacityReport,
    /// The checklist, answered from the design.
    pub checklist: Checklist,
}

/// Analyzes a design. Pure: the same design gives the same analysis.
pub fn analyze(document: &Document) -> Analysis {
    let context = RuleContext::new(document);
    let rules = evaluate(&context);
    let checklist = checklist(&context, &rules);
    Analysis { rules, capacity: capacity_report(document), checklist }
}

impl Analysis {
    /// How many findings each element has, by severity.
    pub fn badges(&self) -> BTreeMap<Element, BadgeCounts> {
        let mut badges: BTreeMap<Element, BadgeCounts> = BTreeMap::new();
        for finding in &self.rules.findings {
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
        badges
    }
}
