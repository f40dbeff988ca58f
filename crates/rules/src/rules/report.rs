//! What one check writes its result into.

use super::finding::{Finding, Fix, Question, RuleState};
use super::{Attribute, RuleId, Severity};
use crate::edit::Edit;
use crate::model::Element;

/// The result of one check while it runs. A check that writes nothing has passed.
#[derive(Debug)]
pub struct Report {
    rule: RuleId,
    severity: Severity,
    findings: Vec<Finding>,
    questions: Vec<Question>,
    not_applicable: Option<String>,
}

impl Report {
    /// An empty result of a rule whose severity is `severity` unless a case says otherwise.
    pub(super) const fn new(rule: RuleId, severity: Severity) -> Self {
        Self { rule, severity, findings: Vec::new(), questions: Vec::new(), not_applicable: None }
    }

    /// Adds a finding about `elements`: the subject first, then what else is involved. What the returned builder is
    /// told goes into it.
    pub fn finding(&mut self, elements: impl IntoIterator<Item = Element>) -> FindingBuilder<'_> {
        let finding = Finding {
            rule: self.rule,
            severity: self.severity,
            elements: elements.into_iter().collect(),
            message: String::new(),
            facts: Vec::new(),
            fixes: Vec::new(),
            reopened: None,
        };
        let index = self.findings.len();
        self.findings.push(finding);
        FindingBuilder { finding: self.findings.get_mut(index) }
    }

    /// Asks for a missing detail of an element. Asking twice is asking once.
    pub fn ask(&mut self, element: impl Into<Element>, attribute: Attribute) {
        let question = Question { rule: self.rule, element: element.into(), attribute };
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }

    /// Notes that there is nothing to look at, and why. Findings and questions of the same check win.
    pub fn not_applicable(&mut self, reason: impl Into<String>) {
        self.not_applicable = Some(reason.into());
    }

    /// Findings, questions and what they say about the rule.
    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Question>, RuleState) {
        let state = if !self.findings.is_empty() {
            RuleState::Fired
        } else if !self.questions.is_empty() {
            RuleState::Waiting
        } else if let Some(reason) = self.not_applicable {
            RuleState::NotApplicable(reason)
        } else {
            RuleState::Passed
        };
        (self.findings, self.questions, state)
    }
}

/// Completes a finding that already stands in its report.
#[derive(Debug)]
pub struct FindingBuilder<'r> {
    finding: Option<&'r mut Finding>,
}

impl FindingBuilder<'_> {
    /// Sets the message: one sentence without a period that names the elements.
    pub fn message(self, message: impl Into<String>) -> Self {
        self.with(|finding| finding.message = message.into())
    }

    /// Adds something that was looked at.
    pub fn fact(self, label: impl Into<String>, value: impl ToString) -> Self {
        self.with(|finding| finding.facts.push((label.into(), value.to_string())))
    }

    /// Adds a way to remove the finding. The label of the edit is the label of the button.
    pub fn fix(self, edit: impl Into<Option<Edit>>) -> Self {
        match edit.into() {
            Some(edit) => self.with(|finding| finding.fixes.push(Fix { label: edit.label.clone(), edit })),
            None => self,
        }
    }

    /// Sets the severity of this case where the catalogue says "shown as".
    pub fn shown_as(self, severity: Severity) -> Self {
        self.with(|finding| finding.severity = severity)
    }

    fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.finding.as_deref_mut() {
            change(finding);
        }
        self
    }
}
