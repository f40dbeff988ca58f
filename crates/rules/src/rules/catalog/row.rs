//! One rule of the catalogue: its texts, the sentences of its findings, and how it stands to other rules.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleId;
use crate::model::Property;
use crate::rules::severity::{Decided, Severity};
use crate::rules::wording::Template;
use crate::sources::{Contradiction, SourceId, sources};

/// What is shown, printed and documented about one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// The id; never renumbered, never reused.
    pub id: RuleId,
    /// How severe it is in an environment that is meant to be highly available.
    pub severity: Severity,
    /// What it takes to decide it.
    pub decided: Decided,
    /// The problem in a few words; for a checklist rule, what to confirm.
    pub title: &'static str,
    /// What happens, and to whom.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// The documents it rests on; empty only for engineering judgment.
    pub sources: Vec<SourceId>,
    /// Whether at least a part of it is our inference.
    pub inferred: bool,
    /// Which part is our inference; empty with `inferred` means all of it.
    pub inference: &'static str,
    /// The place where documents disagree about it, such as `C8`.
    pub contradiction: Option<&'static str>,
    /// Why no fix is offered, as a sentence for the person who looks for one; `None` where an edit is the remedy.
    pub remedy: Option<&'static str>,
    /// Which single points of failure cannot be judged while a finding of the rule is open.
    pub folds: Folds,
    /// The rules under whose findings its own are shown as notes.
    pub note_of: Vec<RuleId>,
    /// Details that an import can leave open and without which nothing can be found: while they are assumed, the rule asks
    /// for them instead.
    pub rests_on: Vec<Property>,
    /// The sentences of its findings.
    pub cases: Vec<Case>,
    /// What its findings have looked at.
    pub facts: Vec<FactRow>,
    /// Words of its facts, by id.
    pub words: BTreeMap<&'static str, Template>,
}

/// Which single points of failure stand under a finding: one cause, one headline (rule catalogue 2.15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Folds {
    /// None: the rule is not about structure.
    #[default]
    Nothing,
    /// Those of its subject.
    Subject,
    /// Those of all its elements, because it is about them alike.
    Elements,
    /// Those of the databases in the availability groups among its elements, which it keeps from failing over. What is
    /// wrong with the availability groups themselves stays.
    Databases,
}

/// One of the ways in which a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What checks name it by; empty for the only case of a rule.
    #[serde(default)]
    pub id: &'static str,
    /// One sentence without a period that names the elements.
    pub says: Template,
}

/// Something that findings of a rule have looked at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactRow {
    /// What checks and sentences name it by.
    pub id: &'static str,
    /// Its label; empty for a fact that serves sentences only.
    #[serde(default)]
    pub label: Template,
    /// How its value is shown; empty = as it is.
    #[serde(default)]
    pub shows: Template,
}

impl RuleRow {
    /// Whether no document states the rule: it must be labelled so, and its documents are background only.
    pub fn is_engineering_judgment(&self) -> bool {
        self.inferred && self.inference.is_empty()
    }

    /// Where documents disagree about it, with the reading we apply.
    pub fn disagreement(&self) -> Option<&'static Contradiction> {
        self.contradiction.and_then(|id| sources().contradiction(id))
    }

    /// The case with an id.
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.cases.iter().find(|it| it.id == id)
    }

    /// The fact with an id.
    pub fn fact(&self, id: &str) -> Option<&FactRow> {
        self.facts.iter().find(|it| it.id == id)
    }
}

/// One row as the file holds it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRow {
    id: &'static str,
    severity: Severity,
    decided: Decided,
    title: &'static str,
    why: &'static str,
    fix: &'static str,
    sources: Vec<SourceId>,
    inferred: bool,
    #[serde(default)]
    inference: &'static str,
    #[serde(default)]
    contradiction: &'static str,
    #[serde(default)]
    remedy: &'static str,
    #[serde(default)]
    folds: Folds,
    #[serde(default)]
    note_of: Vec<&'static str>,
    #[serde(default)]
    rests_on: Vec<Property>,
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    facts: Vec<FactRow>,
    #[serde(default)]
    words: BTreeMap<&'static str, Template>,
}

impl From<FileRow> for RuleRow {
    fn from(row: FileRow) -> Self {
        Self {
            id: RuleId::new(row.id),
            severity: row.severity,
            decided: row.decided,
            title: row.title,
            why: row.why,
            fix: row.fix,
            sources: row.sources,
            inferred: row.inferred,
            inference: row.inference,
            contradiction: Some(row.contradiction).filter(|id| !id.is_empty()),
            remedy: Some(row.remedy).filter(|why| !why.is_empty()),
            folds: row.folds,
            note_of: row.note_of.into_iter().map(RuleId::new).collect(),
            rests_on: row.rests_on,
            cases: row.cases,
            facts: row.facts,
            words: row.words,
        }
    }
}
