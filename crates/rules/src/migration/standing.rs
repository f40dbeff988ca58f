//! How an environment stands between two steps: the answers that every other part of the program gives of such a design.

use std::collections::BTreeMap;

use super::Step;
use crate::analysis::Analysis;
use crate::comparison::benefit::{normal_rate, worst_rate};
use crate::model::{Document, Element};
use crate::rules::{RuleId, Severity};

/// A service that carries messages.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Service {
    name: String,
    works: bool,
    /// Whether a single loss stops it.
    is_single: bool,
}

/// How an environment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Findings by severity, most severe first.
    pub findings: Vec<(Severity, usize)>,
    /// Questions that nobody has answered.
    pub questions: usize,
    /// The parts of which each alone stops messages, by name, as the verdict has them.
    pub single_points: Vec<(String, Element)>,
    /// Messages a second with nothing lost: P10 to P90, or “not known”.
    pub normal_rate: String,
    /// The same after the worst loss.
    pub worst_rate: String,
    /// Blockers, errors and warnings by what they are.
    findings_by_subject: BTreeMap<Key, Told>,
    /// The services by their keys, which hold from step to step.
    services: BTreeMap<String, Service>,
}

/// What a finding is: rule, case and subject, which keeps its number from step to step.
type Key = (RuleId, &'static str, Element);

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    severity: Severity,
    message: String,
}

/// A finding that there is after a step and was not before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFinding {
    /// The rule.
    pub rule: RuleId,
    /// Which of its cases.
    pub case: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Element,
    /// What it says of the design after the step, in a sentence without a period.
    pub message: String,
    /// The title of the step after which it is gone; `None` = it is left in the end.
    pub until: Option<String>,
}

/// Blockers, errors and warnings by what they are.
fn told(document: &Document, analysis: &Analysis) -> BTreeMap<Key, Told> {
    let is_told = |it: &&crate::rules::Finding| it.severity <= Severity::Warning;
    let all = analysis.rules.findings.iter().filter(is_told);
    let one = |it: &crate::rules::Finding| Told { severity: it.severity, message: it.message(document) };
    all.map(|it| ((it.rule, it.case, it.subject()), one(it))).collect()
}

/// Says of what each step brings which later one takes it away.
pub(super) fn say_when_they_go(steps: &mut [Step]) {
    for at in 0..steps.len() {
        let (done, rest) = steps.split_at_mut(at + 1);
        let Some(step) = done.last_mut() else { continue };
        for finding in &mut step.new_findings {
            let key = (finding.rule, finding.case, finding.subject);
            let is_gone = |it: &&Step| !it.standing.findings_by_subject.contains_key(&key);
            finding.until = rest.iter().find(|it| is_gone(&&**it)).map(|it| it.title.clone());
        }
    }
}

impl Standing {
    pub(super) fn of(document: &Document, analysis: &Analysis) -> Self {
        let structure = &analysis.failures.structure;
        let service = |cuts: &crate::dependency::ServiceCuts| {
            let service = structure.services.get(cuts.service).filter(|it| it.kind.carries_messages())?;
            let (works, is_single) = (!cuts.never_works, !cuts.single_points(structure).is_empty());
            Some((service.key.clone(), Service { name: service.name.clone(), works, is_single }))
        };
        let mut single_points: Vec<(String, Element)> =
            analysis.verdict.single_points.iter().map(|it| (it.name.clone(), it.element)).collect();
        single_points.sort();
        Self {
            findings: Severity::ALL.into_iter().map(|it| (it, analysis.rules.count(it))).collect(),
            questions: analysis.rules.questions.len(),
            single_points,
            normal_rate: normal_rate(&analysis.capacity),
            worst_rate: worst_rate(&analysis.capacity),
            findings_by_subject: told(document, analysis),
            services: analysis.failures.cuts(document).iter().filter_map(service).collect(),
        }
    }

    /// The services that worked before and do not work now, and those that had a spare before and have none now.
    pub(super) fn since(&self, before: &Self) -> (Vec<String>, Vec<String>) {
        let pairs = || self.services.iter().filter_map(|(key, now)| Some((before.services.get(key)?, now)));
        let name = |(_, now): (&Service, &Service)| now.name.clone();
        let stopped = pairs().filter(|(was, now)| was.works && !now.works).map(name).collect();
        let has_spare = |it: &Service| it.works && !it.is_single;
        let without = pairs().filter(|(was, now)| has_spare(was) && now.works && now.is_single).map(name).collect();
        (stopped, without)
    }

    /// The blockers, errors and warnings that there were not before, most severe first.
    pub(super) fn new_findings(&self, before: &Self) -> Vec<NewFinding> {
        let new = self.findings_by_subject.iter().filter(|(key, _)| !before.findings_by_subject.contains_key(key));
        let told = |(&(rule, case, subject), it): (&Key, &Told)| NewFinding {
            rule,
            case,
            severity: it.severity,
            subject,
            message: it.message.clone(),
            until: None,
        };
        let mut found: Vec<NewFinding> = new.map(told).collect();
        found.sort_by_key(|it| it.severity);
        found
    }

    /// The services that carry messages and work, by name.
    pub fn working(&self) -> Vec<String> {
        self.services.values().filter(|it| it.works).map(|it| it.name.clone()).collect()
    }

    /// `2 errors, 5 warnings`; `no findings`.
    pub fn findings_in_words(&self) -> String {
        let some = self.findings.iter().filter(|(_, count)| *count > 0);
        let said: Vec<String> = some.map(|(severity, count)| severity.counted(*count)).collect();
        if said.is_empty() { "no findings".to_owned() } else { said.join(", ") }
    }

    /// The names of the single points of failure, or “none”.
    pub fn single_points_in_words(&self) -> String {
        let names: Vec<&str> = self.single_points.iter().map(|(name, _)| name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { format!("{}: {}", names.len(), names.join(", ")) }
    }
}
