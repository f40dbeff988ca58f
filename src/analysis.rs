//! Everything that follows from a design, computed in one go: findings, capacity, checklist.

pub mod load_chart;
mod losses;
mod tier_bars;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::capacity::{CapacityReport, capacity_report};
use crate::checklist::{Checklist, checklist};
use crate::dependency::impact::impact_rows;
use crate::dependency::{ImpactRow, ServiceCuts, Structure, Sweep};
use crate::model::{Document, Element};
use crate::rules::{RuleContext, RuleReport, Severity, evaluate};
use crate::scene::{BadgeCounts, LossMark};

/// What a design is worth.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The day on which it holds; `None` = on no particular day.
    pub today: Option<Day>,
    /// Findings and open questions.
    pub rules: RuleReport,
    /// The capacity estimate.
    pub capacity: CapacityReport,
    /// The checklist, answered from the design.
    pub checklist: Checklist,
    /// What every loss of one part and of two does.
    pub failures: Failures,
    /// What the loss of each element does, as marks for the drawing.
    pub losses: BTreeMap<Element, LossMark>,
}

/// What a design survives and what it does not.
#[derive(Clone, Debug)]
pub struct Failures {
    /// The failure logic of the design.
    pub structure: Structure,
    /// Every loss of one part and, up to a size of the design, of two.
    pub sweep: Sweep,
    /// The smallest losses that stop each service.
    pub cuts: Vec<ServiceCuts>,
    /// What each loss of one part does, worst first.
    pub impact: Vec<ImpactRow>,
}

impl Failures {
    /// Tries every loss that an edit can wait for.
    pub fn new(document: &Document) -> Self {
        let structure = Structure::new(document);
        let sweep = Sweep::live(&structure);
        let cuts = ServiceCuts::all(document, &structure, &sweep, None);
        let impact = impact_rows(document, &structure, &sweep);
        Self { structure, sweep, cuts, impact }
    }

    /// The drawn things whose loss alone stops a service that carries messages.
    pub fn single_points(&self) -> BTreeSet<Element> {
        let carrying = self.cuts.iter().filter(|cuts| {
            self.structure.services.get(cuts.service).is_some_and(|service| service.kind.carries_messages())
        });
        carrying.flat_map(|cuts| cuts.single_points(&self.structure)).collect()
    }
}

/// Analyzes a design on no particular day: acceptances of findings never expire.
pub fn analyze(document: &Document) -> Analysis {
    analyze_on(document, None)
}

/// Analyzes a design on a day, which decides whether acceptances of findings have expired; `None` = none has. Pure: the
/// same design on the same day gives the same analysis.
pub fn analyze_on(document: &Document, today: Option<Day>) -> Analysis {
    let context = RuleContext::new(document);
    let mut rules = evaluate(&context);
    rules.apply_waivers(document, today);
    let checklist = checklist(&context, &rules);
    let failures = Failures::new(document);
    let losses = failures.loss_marks();
    Analysis { today, rules, capacity: capacity_report(document), checklist, failures, losses }
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
