//! What one check writes its result into.

use super::finding::{Finding, Fix, Question, Reason, RuleState};
use super::value::{Fact, Value};
use super::{Attribute, RuleContext, RuleId, Severity};
use crate::edit::Edit;
use crate::model::{Element, Property};

/// The result of one check while it runs. A check that writes nothing has passed.
#[derive(Debug)]
pub struct Report {
    rule: RuleId,
    severity: Severity,
    findings: Vec<Finding>,
    /// In the order they were asked.
    questions: Vec<(Element, Attribute)>,
    not_applicable: Option<Reason>,
}

impl Report {
    /// An empty result of a rule whose severity is `severity` unless a case says otherwise.
    pub(super) const fn new(rule: RuleId, severity: Severity) -> Self {
        Self { rule, severity, findings: Vec::new(), questions: Vec::new(), not_applicable: None }
    }

    /// Adds a finding about `elements`: the subject first, then what else is involved. What the returned builder is
    /// told goes into it.
    pub fn finding<T: Into<Element>>(&mut self, elements: impl IntoIterator<Item = T>) -> FindingBuilder<'_> {
        let finding = Finding {
            rule: self.rule,
            case: "",
            severity: self.severity,
            elements: elements.into_iter().map(Into::into).collect(),
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
        self.questions.push((element.into(), attribute));
    }

    /// Notes that there is nothing to look at, and why: one of the reasons in `assets/rules/words.ron`. Findings and
    /// questions of the same check win.
    pub fn idle(&mut self, reason: &'static str) {
        self.idle_about(reason, Vec::<Element>::new());
    }

    /// As [`idle`](Self::idle), for a reason that names elements.
    pub fn idle_about<T: Into<Element>>(&mut self, reason: &'static str, elements: impl IntoIterator<Item = T>) {
        self.not_applicable = Some(Reason { id: reason, elements: elements.into_iter().map(Into::into).collect() });
    }

    /// Asks instead of finding where something is not known without which nothing can be found: `unread` says what, for the
    /// elements of a finding.
    pub(super) fn wait_for(&mut self, unread: impl Fn(&[Element]) -> Vec<(Element, Attribute)>) {
        let questions = &mut self.questions;
        self.findings.retain(|finding| {
            let open = unread(&finding.elements);
            questions.extend(&open);
            open.is_empty()
        });
    }

    /// Asks what is configured on the computers of which no export says it, where a rule looks for what may be on any of
    /// them; `false` where all is known.
    pub(super) fn asks_what_is_configured(&mut self, context: &RuleContext<'_>) -> bool {
        let open = context.document.assumptions().filter(|(_, property)| *property == Property::Configured);
        let open: Vec<Element> = open.map(|(element, _)| element).collect();
        self.questions.extend(open.iter().map(|it| (*it, Attribute::AllConfigured)));
        !open.is_empty()
    }

    /// Findings, questions and what they say about the rule.
    pub(super) fn finish(mut self) -> (Vec<Finding>, Vec<Question>, RuleState) {
        let state = if !self.findings.is_empty() {
            RuleState::Fired
        } else if !self.questions.is_empty() {
            RuleState::Waiting
        } else if let Some(reason) = self.not_applicable {
            RuleState::NotApplicable(reason)
        } else {
            RuleState::Passed
        };
        let rule = self.rule;
        self.questions.sort_unstable();
        self.questions.dedup();
        let questions = self.questions.into_iter().map(|(element, attribute)| Question { rule, element, attribute });
        (self.findings, questions.collect(), state)
    }
}

/// Completes a finding that already stands in its report.
#[derive(Debug)]
pub struct FindingBuilder<'r> {
    finding: Option<&'r mut Finding>,
}

impl FindingBuilder<'_> {
    /// Adds elements that are involved.
    pub fn involving<T: Into<Element>>(self, elements: impl IntoIterator<Item = T>) -> Self {
        self.change(|finding| finding.elements.extend(elements.into_iter().map(Into::into)))
    }

    /// Chooses among the cases that the row of the rule declares.
    pub fn case(self, id: &'static str) -> Self {
        self.change(|finding| finding.case = id)
    }

    /// Adds something that was looked at: one of the facts that the row of the rule declares.
    pub fn with(self, id: &'static str, value: impl Into<Value>) -> Self {
        self.change(|finding| finding.facts.push(Fact { id, about: None, value: value.into() }))
    }

    /// As [`with`](Self::with), for a fact whose label says what it is about: "Load of N1".
    pub fn with_about(self, id: &'static str, about: impl Into<Value>, value: impl Into<Value>) -> Self {
        let fact = Fact { id, about: Some(about.into()), value: value.into() };
        self.change(|finding| finding.facts.push(fact))
    }

    /// Adds a way to remove the finding. The label of the edit is the label of the button.
    pub fn fix(self, edit: impl Into<Option<Edit>>) -> Self {
        match edit.into() {
            Some(edit) => self.change(|finding| finding.fixes.push(Fix { label: edit.label.clone(), edit })),
            None => self,
        }
    }

    /// Sets the severity of this case where the catalogue says "shown as".
    pub fn shown_as(self, severity: Severity) -> Self {
        self.change(|finding| finding.severity = severity)
    }

    fn change(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.finding.as_deref_mut() {
            change(finding);
        }
        self
    }
}
