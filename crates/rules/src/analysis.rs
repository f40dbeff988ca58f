//! The analysis of a design: rules, failures, capacity and checklist in one go.

use std::convert::Infallible;

use crate::calendar::Day;
use crate::capacity::{CapacityReport, capacity_report};
use crate::checklist::{Checklist, checklist};
use crate::dependency::Failures;
use crate::model::Document;
use crate::rules::{RuleContext, RuleReport, evaluate};
use crate::verdict::Verdict;

/// Everything that is computed of a design after each edit.
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
    /// Whether the design is fit for use, from all of that.
    pub verdict: Verdict,
}

/// Analyzes a design on no particular day: acceptances of findings never expire, and support is not judged.
pub fn analyze(document: &Document) -> Analysis {
    analyze_on(document, None)
}

/// Analyzes a design on a day, which decides whether acceptances of findings have expired and which versions are still
/// supported; `None` = none has, and support is not judged. Pure: the same design on the same day gives the same analysis.
pub fn analyze_on(document: &Document, today: Option<Day>) -> Analysis {
    let Ok(analysis) = analyze_in_stages::<Infallible>(document, today, |_| Ok(()));
    analysis
}

/// What rules find in a design and the verdict about it, without what else an analysis holds.
pub fn judge_on(document: &Document, today: Option<Day>) -> (RuleReport, Verdict) {
    let context = RuleContext::on(document, today);
    let mut rules = evaluate(&context);
    rules.apply_waivers(document, today);
    let verdict = Verdict::new(document, &rules, &Failures::new(&context.index));
    (rules, verdict)
}

/// A part of the analysis, which on large designs takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Rules and checklist.
    Rules,
    /// Losses of one part and of two.
    Losses,
    /// Capacity.
    Capacity,
}

/// As [`analyze_on`], telling of each stage before it begins.
///
/// # Errors
/// What `begin` answers: the analysis is given up then.
pub fn analyze_in_stages<E>(
    document: &Document,
    today: Option<Day>,
    mut begin: impl FnMut(Stage) -> Result<(), E>,
) -> Result<Analysis, E> {
    begin(Stage::Rules)?;
    let context = RuleContext::on(document, today);
    let mut rules = evaluate(&context);
    rules.apply_waivers(document, today);
    let checklist = checklist(&context, &rules);
    begin(Stage::Losses)?;
    let failures = Failures::new(&context.index);
    let verdict = Verdict::new(document, &rules, &failures);
    begin(Stage::Capacity)?;
    let capacity = capacity_report(document, &failures.structure);
    Ok(Analysis { today, rules, capacity, checklist, failures, verdict })
}
