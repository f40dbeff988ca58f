//! Findings as a report shows them: one entry per rule, with every place, the sources and the hand-set status.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::checklist::ChecklistRow;
use crate::model::{ChecklistStatus, Document};
use crate::report::brief::owner_of;
use crate::rules::{Finding, Reopened, RuleId, RuleState, Severity, catalog};
use crate::sources::{Contradiction, SourceId};

/// One finding of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sentence that names the elements.
    pub message: String,
    /// What was looked at, as label and value.
    pub facts: Vec<(String, String)>,
    /// Name of the element it is about.
    pub subject: String,
    /// That it was accepted once and why that no longer holds; `None` when nobody has accepted it.
    pub reopened: Option<String>,
}

/// The findings of one rule at one severity.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportFinding {
    /// The rule.
    pub rule: RuleId,
    /// The severity as shown.
    pub severity: Severity,
    /// The problem in a few words.
    pub title: &'static str,
    /// What happens, and to whom.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// Each finding.
    pub places: Vec<Place>,
    /// The documents the rule rests on.
    pub sources: Vec<&'static SourceId>,
    /// Which part no document states; `None` when documents state all of it.
    pub judgment: Option<&'static str>,
    /// Where documents disagree about it.
    pub disagreement: Option<&'static Contradiction>,
    /// What a person has said about it, by way of the checklist: `Open`, or status, owner and row.
    pub status: String,
    /// Who looks after it: as entered, else the role that the checklist proposes.
    pub owner: String,
    /// By when, as entered; `None` = nobody has said.
    pub due: Option<String>,
}

pub(super) fn findings(document: &Document, analysis: &Analysis) -> Vec<ReportFinding> {
    let mut report: Vec<ReportFinding> = Vec::new();
    for finding in &analysis.rules.findings {
        let place = Place {
            message: finding.message(document),
            facts: finding.fact_lines(document),
            subject: finding.subject().name(document),
            reopened: finding.reopened.as_ref().map(Reopened::note),
        };
        // Findings are sorted by severity, then rule: those that belong together are neighbors.
        match report.last_mut().filter(|it| it.rule == finding.rule && it.severity == finding.severity) {
            Some(known) => known.places.push(place),
            None => report.push(entry(analysis, finding, place)),
        }
    }
    report
}

fn entry(analysis: &Analysis, finding: &Finding, place: Place) -> ReportFinding {
    let row = catalog().row(finding.rule);
    let step = analysis.checklist.rows.iter().find(|it| it.step.rules.contains(&finding.rule));
    let (owner, due) = step.map_or_else(|| ("Author of the design (proposed)".to_owned(), None), owner_of);
    let judgment = row.filter(|it| it.inferred).map(|it| match it.inference {
        "" => "No document states this rule; it is our engineering judgment.",
        inference => inference,
    });
    ReportFinding {
        rule: finding.rule,
        severity: finding.severity,
        title: row.map_or("", |it| it.title),
        why: row.map_or("", |it| it.why),
        fix: row.map_or("", |it| it.fix),
        places: vec![place],
        sources: row.map(|it| it.sources.iter().collect()).unwrap_or_default(),
        judgment,
        disagreement: row.and_then(|it| it.disagreement()),
        status: status(&analysis.checklist.rows, finding.rule),
        owner,
        due,
    }
}

/// The hand-set status of the first checklist row that stands for the rule; `Open` when nobody has said anything.
fn status(rows: &[ChecklistRow], rule: RuleId) -> String {
    let set = |row: &&ChecklistRow| row.step.rules.contains(&rule) && row.entry.status != ChecklistStatus::NotVerified;
    rows.iter().find(set).map_or_else(
        || ChecklistStatus::Open.label().to_owned(),
        |row| {
            let owner = if row.entry.owner.is_empty() { String::new() } else { format!(", {}", row.entry.owner) };
            format!("{} (row {}{owner})", row.entry.status.label(), row.label())
        },
    )
}

/// Where documents disagree about a rule that looked at the design, each place once.
pub(super) fn disagreements(analysis: &Analysis) -> Vec<&'static Contradiction> {
    let ran = |rule: &RuleId| analysis.rules.states.get(rule).is_some_and(RuleState::ran);
    let mut seen = BTreeSet::new();
    let rows = catalog().rows().iter().filter(|row| ran(&row.id));
    let mut found: Vec<&Contradiction> =
        rows.filter_map(|row| row.disagreement()).filter(|it| seen.insert(it.id)).collect();
    found.sort_by_key(|it| (it.id.len(), it.id));
    found
}
