//! What the design answers to a step, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{AnswerKind, Step};
use super::evidence::{self, Evidence, Tone};
use super::judgment::Judgment;
use crate::model::{Element, Waiver};
use crate::rules::{Attribute, Finding, Question, RuleContext, RuleId, RuleReport, RuleState, Severity};
use tierwright_design::words;

/// Most lines of one kind of evidence; what is left is counted.
const MOST: usize = 8;

words! {
    /// What the design says about a row.
    Answer {
        /// The design fulfills it.
        Pass = "Pass",
        /// The design does not fulfill it.
        Fail = "Fail",
        /// The design does not decide it.
        Open = "Open",
        /// It does not apply.
        NotApplicable = "Not applicable",
    }
}

/// A finding with its acceptance, if there is one: accepting a fault does not fulfill the row.
type Found<'a> = (&'a Finding, Option<&'a Waiver>);

/// Answers steps from what the rules said, sorted by rule once.
pub(super) struct Judge<'a> {
    context: &'a RuleContext<'a>,
    states: &'a BTreeMap<RuleId, RuleState>,
    findings: BTreeMap<RuleId, Vec<Found<'a>>>,
    questions: BTreeMap<RuleId, Vec<&'a Question>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(context: &'a RuleContext<'a>, report: &'a RuleReport) -> Self {
        let mut findings: BTreeMap<RuleId, Vec<Found<'_>>> = BTreeMap::new();
        // A folded finding counts: the row fails because of its cause, too.
        let open = report.findings.iter().chain(&report.folded).map(|it| (it, None));
        for found in open.chain(report.accepted.iter().map(|it| (&it.finding, Some(&it.waiver)))) {
            findings.entry(found.0.rule).or_default().push(found);
        }
        let mut questions: BTreeMap<RuleId, Vec<&Question>> = BTreeMap::new();
        for question in &report.questions {
            questions.entry(question.rule).or_default().push(question);
        }
        Self { context, states: &report.states, findings, questions }
    }

    /// The answer to a step with its evidence.
    pub(super) fn judge(&self, step: &Step) -> Judgment {
        if let Some(reason) = step.applies.refusal(self.context) {
            return Judgment::NotApplicable(vec![Evidence::new(Tone::Note, reason)]);
        }
        match step.kind {
            AnswerKind::Auto | AnswerKind::Semi => self.by_rules(step),
            AnswerKind::Manual => Judgment::Open(capped(self.facts(step).into_iter())),
        }
    }

    /// Fail when a rule found something or what is drawn speaks against the row, open while a detail is missing or when
    /// none had anything to look at, else pass if the drawing shows why.
    fn by_rules(&self, step: &Step) -> Judgment {
        let found: Vec<Found<'_>> =
            step.rules.iter().filter_map(|rule| self.findings.get(rule)).flatten().copied().collect();
        let (faults, notes): (Vec<Found<'_>>, Vec<Found<'_>>) =
            found.into_iter().partition(|(finding, _)| finding.severity <= Severity::Warning);
        let of_tone = |tone: Tone, lines: &[Evidence]| -> Vec<Evidence> {
            lines.iter().filter(|it| it.tone == tone).cloned().collect()
        };
        let shown = self.facts(step);
        let mut against: Vec<Evidence> = faults.into_iter().map(|it| self.finding(Tone::Fault, it)).collect();
        against.extend(of_tone(Tone::Fault, &shown));
        let mut missing = self.missing(step);
        missing.extend(of_tone(Tone::Missing, &shown));
        let facts = of_tone(Tone::Fact, &shown);
        let ran = step.rules.iter().any(|rule| self.states.get(rule).is_some_and(RuleState::ran));
        let fails = !against.is_empty();
        let is_idle = !fails && !ran && missing.is_empty();
        let is_bare = !fails && ran && missing.is_empty() && facts.is_empty();
        let mut evidence = capped(against.into_iter());
        if !fails {
            evidence.extend(capped(facts.into_iter()));
        }
        evidence.extend(capped(missing.into_iter()));
        if is_idle {
            evidence.extend(self.reasons(step));
        }
        if is_bare {
            evidence.push(Evidence::new(Tone::Missing, "Nothing that is drawn shows it"));
        }
        evidence.extend(capped(notes.into_iter().map(|it| self.finding(Tone::Note, it))));
        if fails { Judgment::Fail(evidence) } else { Judgment::pass(evidence) }
    }

    /// Details without which a rule of the step cannot be decided, each once with all its elements.
    fn missing(&self, step: &Step) -> Vec<Evidence> {
        let mut missing: Vec<(&Question, Vec<Element>)> = Vec::new();
        let mut seen: BTreeSet<(Attribute, Element)> = BTreeSet::new();
        for question in step.rules.iter().filter_map(|rule| self.questions.get(rule)).flatten() {
            if !seen.insert((question.attribute, question.element)) {
                continue;
            }
            match missing.iter_mut().find(|(known, _)| known.attribute == question.attribute) {
                Some((_, elements)) => elements.push(question.element),
                None => missing.push((question, vec![question.element])),
            }
        }
        let line = |(question, elements): (&Question, Vec<Element>)| {
            let named = elements.iter().copied().filter(|it| *it != Element::Environment);
            let of = match elements.as_slice() {
                [Element::Environment] => String::new(),
                _ => format!(" of {}", self.context.names(named)),
            };
            let text = format!("Not stated: {}{of}", question.attribute.words());
            Evidence { rule: Some(question.rule), ..Evidence::about(Tone::Missing, text, elements) }
        };
        missing.into_iter().map(line).collect()
    }

    /// Why no rule of the step had anything to look at.
    fn reasons(&self, step: &Step) -> Vec<Evidence> {
        let mut reasons: Vec<String> = Vec::new();
        for rule in &step.rules {
            let Some(RuleState::NotApplicable(reason)) = self.states.get(rule) else { continue };
            let words = reason.words(self.context.document);
            if !reasons.contains(&words) {
                reasons.push(words);
            }
        }
        let text = match reasons.as_slice() {
            [] => "Nothing in the design decides it".to_owned(),
            reasons => format!("Nothing to look at: {}", reasons.join(", ")),
        };
        vec![Evidence::new(Tone::Missing, text)]
    }

    /// What of the design speaks for the step, or against it.
    fn facts(&self, step: &Step) -> Vec<Evidence> {
        evidence::facts(self.context, step.shows)
    }

    fn finding(&self, tone: Tone, (finding, waiver): Found<'_>) -> Evidence {
        let accepted = waiver.map_or_else(String::new, |it| format!(" (accepted by {})", it.signature()));
        let text = format!("{}{accepted}", finding.message(self.context.document));
        Evidence { rule: Some(finding.rule), ..Evidence::about(tone, text, finding.elements.iter().copied()) }
    }
}

/// At most [`MOST`] lines, then how many there are besides; those are not written.
fn capped(mut lines: impl ExactSizeIterator<Item = Evidence>) -> Vec<Evidence> {
    let mut shown: Vec<Evidence> = lines.by_ref().take(MOST).collect();
    let left = lines.len();
    shown.extend(lines.next().map(|next| match left {
        1 => next,
        _ => Evidence::new(next.tone, format!("and {left} more")),
    }));
    shown
}
