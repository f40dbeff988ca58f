//! What was checked and what was not, so that a reader can judge the judgment.

use crate::analysis::Analysis;
use crate::checklist::steps;
use crate::model::Document;
use crate::prose::capitalized;
use crate::rules::{RuleId, RuleRow, RuleState, catalog};

/// A rule with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// The rule.
    pub rule: RuleId,
    /// What it checks.
    pub title: &'static str,
    /// Why it had nothing to look at, or the row of the checklist in which a person confirms it; empty otherwise.
    pub remark: String,
}

/// Rules by what became of them, each in catalogue order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annex {
    /// Name and version of the program.
    pub program: &'static str,
    /// Number of rules in the catalogue.
    pub num_rules: usize,
    /// Rules that looked and found something.
    pub fired: Vec<RuleLine>,
    /// Rules that looked and are content.
    pub passed: Vec<RuleLine>,
    /// Rules that wait for a detail.
    pub waiting: Vec<RuleLine>,
    /// Rules with nothing to look at.
    pub not_applicable: Vec<RuleLine>,
    /// Rules that only a person can confirm, with the ids of their rows.
    pub by_person: Vec<RuleLine>,
    /// Rules that this version of the program does not check.
    pub not_checked: Vec<RuleLine>,
}

pub(super) fn annex(document: &Document, analysis: &Analysis) -> Annex {
    let mut annex = Annex { program: crate::carried::PROGRAM, num_rules: catalog().rows().len(), ..Annex::default() };
    for row in catalog().rows() {
        let (list, remark) = match analysis.rules.states.get(&row.id) {
            Some(RuleState::Fired) => (&mut annex.fired, String::new()),
            Some(RuleState::Passed) => (&mut annex.passed, String::new()),
            Some(RuleState::Waiting) => (&mut annex.waiting, String::new()),
            Some(RuleState::NotApplicable(reason)) => (&mut annex.not_applicable, capitalized(&reason.words(document))),
            None if row.decided.is_checked_by_program() => (&mut annex.not_checked, String::new()),
            None => (&mut annex.by_person, row_of(row.id)),
        };
        list.push(line(row, remark));
    }
    annex
}

/// The row of the checklist in which a person confirms a rule.
fn row_of(rule: RuleId) -> String {
    steps().iter().find(|step| step.rules.contains(&rule)).map_or_else(String::new, |step| step.id.to_owned())
}

fn line(row: &'static RuleRow, remark: String) -> RuleLine {
    RuleLine { rule: row.id, title: row.title, remark }
}
