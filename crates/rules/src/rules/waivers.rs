//! Findings that a person has accepted: which acceptance still covers its finding, and why one no longer does.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::RuleContext;
use super::evaluate::{RuleReport, evaluate};
use super::finding::Finding;
use super::folding::Broken;
use crate::calendar::Day;
use crate::digest::sha256_hex;
use crate::model::{Document, Element, Waiver};

/// Hexadecimal digits of a fingerprint: 64 bits.
const DIGITS: usize = 16;

/// A finding that a person has accepted: it stays listed, but does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// Who accepted it, and why.
    pub waiver: Waiver,
}

/// An acceptance that no longer covers its finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The acceptance.
    pub waiver: Waiver,
    /// Why it does not hold: "the facts changed" or "expired on 2026-01-31".
    pub why: String,
}

impl Reopened {
    /// The whole story in one sentence without a period.
    pub fn note(&self) -> String {
        format!("Accepted by {}, but open again: {}", self.waiver.signature(), self.why)
    }
}

/// Stands for a finding whatever its facts are: the rule and what it is about.
pub fn identity(finding: &Finding) -> String {
    identity_of(finding.rule.as_str(), &keys(finding))
}

/// The same from the id of the rule and the keys of the elements, such as `computer-12`.
pub fn identity_of(rule: &str, keys: &[String]) -> String {
    shortened(&identity_text(rule, keys))
}

/// Stands for a finding with its severity and its facts: ids and values, so that renaming an element or rewording a row
/// changes nothing.
pub fn fingerprint(finding: &Finding) -> String {
    shortened(&format!("{}\n{}", finding.severity.word(), finding.key()))
}

/// The fingerprint that version 0.1 wrote into designs: over the English words of the facts. Those acceptances stay
/// valid for as long as the words do.
fn worded_fingerprint(document: &Document, finding: &Finding) -> String {
    let mut text = format!("{}\n{}", identity_text(finding.rule.as_str(), &keys(finding)), finding.severity.word());
    for (label, value) in finding.fact_lines(document) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{label}\t{}", without_names(document, finding, &value));
    }
    shortened(&text)
}

impl Finding {
    /// The rule, what the finding is about, its case and its facts, as ids and values.
    pub(super) fn key(&self) -> String {
        let mut key = format!("{}\n{}", identity_text(self.rule.as_str(), &keys(self)), self.case);
        for fact in &self.facts {
            key.push('\n');
            key.push_str(fact.id);
            for value in fact.about.iter().chain([&fact.value]) {
                key.push('\t');
                value.write_key(&mut key);
            }
        }
        key
    }
}

fn shortened(text: &str) -> String {
    sha256_hex(text.as_bytes()).chars().take(DIGITS).collect()
}

fn keys(finding: &Finding) -> Vec<String> {
    finding.elements.iter().map(Element::to_string).collect()
}

fn identity_text(rule: &str, keys: &[String]) -> String {
    format!("{rule} {}", keys.join(" "))
}

/// The text with the names of the finding's elements replaced by their keys; longer names first.
fn without_names(document: &Document, finding: &Finding, text: &str) -> String {
    let elements: BTreeSet<Element> = finding.elements.iter().copied().collect();
    let mut names: Vec<(String, Element)> = elements.into_iter().map(|it| (it.name(document), it)).collect();
    names.retain(|(name, _)| !name.is_empty());
    names.sort_by_key(|(name, element)| (std::cmp::Reverse(name.len()), *element));
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let starts_word = !out.ends_with(char::is_alphanumeric);
        let named = names.iter().find_map(|(name, element)| {
            let after = rest.strip_prefix(name.as_str())?;
            (starts_word && !after.starts_with(char::is_alphanumeric)).then_some((after, element))
        });
        if let Some((after, element)) = named {
            let _ = write!(out, "{{{element}}}");
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// Runs every check and takes out what a person has accepted; `today` as in
/// [`analyze_on`](crate::analysis::analyze_on).
pub fn evaluate_on(document: &Document, today: Option<Day>) -> RuleReport {
    let mut report = evaluate(&RuleContext::on(document, today));
    report.apply_waivers(document, today);
    report
}

impl RuleReport {
    /// Takes out what a person has accepted. `today` decides which acceptances have expired; `None` = none has.
    pub fn apply_waivers(&mut self, document: &Document, today: Option<Day>) {
        if document.waivers.is_empty() {
            return;
        }
        let mut open: Vec<&Waiver> = document.waivers.iter().collect();
        let findings = std::mem::take(&mut self.findings);
        self.settle(document, today, findings, &mut open);
        let unfolded = self.unfold();
        self.settle(document, today, unfolded, &mut open);
        self.reopen(open);
        self.sort();
    }

    /// Moves the findings that an acceptance covers to the accepted ones, the others to the open ones.
    fn settle(&mut self, document: &Document, today: Option<Day>, findings: Vec<Finding>, open: &mut Vec<&Waiver>) {
        for mut finding in findings {
            let is_concerned = open.iter().any(|it| finding.rule == *it.rule);
            let prints = is_concerned.then(|| [fingerprint(&finding), worded_fingerprint(document, &finding)]);
            let covers = |it: &&Waiver| {
                finding.rule == *it.rule && prints.iter().flatten().any(|print| it.fingerprint == *print)
            };
            let waiver = open.iter().position(covers).map(|at| open.remove(at).clone());
            match waiver {
                Some(waiver) if today.is_some_and(|today| waiver.is_expired(today)) => {
                    let last = waiver.expires.map(|day| day.to_string()).unwrap_or_default();
                    finding.reopened = Some(Reopened { waiver, why: format!("expired on {last}") });
                    self.findings.push(finding);
                }
                Some(waiver) => self.accepted.push(Accepted { finding, waiver }),
                None => self.findings.push(finding),
            }
        }
    }

    /// Takes back the single points of failure that stood under a structural error which is accepted now: accepting
    /// one fault must not hide another.
    fn unfold(&mut self) -> Vec<Finding> {
        let open = Broken::by(self.findings.iter());
        let accepted = Broken::by(self.accepted.iter().map(|it| &it.finding));
        let stands_alone = |it: &mut Finding| accepted.covers(it) && !open.covers(it);
        self.folded.extract_if(.., stands_alone).collect()
    }

    /// Tells findings which acceptance was meant for them before the facts changed. What is left covers nothing.
    fn reopen(&mut self, open: Vec<&Waiver>) {
        for waiver in open {
            let is_candidate = |it: &Finding| it.rule == *waiver.rule && it.reopened.is_none();
            let same = |it: &Finding| is_candidate(it) && it.elements == waiver.elements;
            let near = |it: &Finding| is_candidate(it) && it.subject() == waiver.subject();
            let at = self.findings.iter().position(same).or_else(|| self.findings.iter().position(near));
            match at.and_then(|at| self.findings.get_mut(at)) {
                Some(finding) => {
                    let why = "the facts changed".to_owned();
                    finding.reopened = Some(Reopened { waiver: waiver.clone(), why });
                }
                None => self.idle_waivers.push(waiver.clone()),
            }
        }
    }
}

#[cfg(test)]
mod tests;
