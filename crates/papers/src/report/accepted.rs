//! Findings that a person has accepted: they do not count, but nobody shall overlook them.

use crate::analysis::Analysis;
use crate::model::Document;
use crate::rules::{RuleId, Severity, catalog};

/// One accepted finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedFinding {
    /// The rule.
    pub rule: RuleId,
    /// The severity it would have.
    pub severity: Severity,
    /// The problem in a few words.
    pub title: &'static str,
    /// The sentence that names the elements.
    pub message: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    pub person: String,
    /// The day it was accepted, as YYYY-MM-DD.
    pub date: String,
    /// The last day on which that holds, as YYYY-MM-DD; `None` = until the facts change.
    pub expires: Option<String>,
}

pub(super) fn accepted(document: &Document, analysis: &Analysis) -> Vec<AcceptedFinding> {
    let entry = |it: &crate::rules::Accepted| AcceptedFinding {
        rule: it.finding.rule,
        severity: it.finding.severity,
        title: catalog().row(it.finding.rule).map_or("", |row| row.title),
        message: it.finding.message(document),
        reason: it.waiver.reason.clone(),
        person: it.waiver.person.clone(),
        date: it.waiver.date.to_string(),
        expires: it.waiver.expires.map(|day| day.to_string()),
    };
    analysis.rules.accepted.iter().map(entry).collect()
}
