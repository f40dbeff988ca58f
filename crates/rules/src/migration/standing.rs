//! How an environment stands between two steps: the answers that every other part of the program gives of such a design.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::comparison::benefit::{normal_rate, worst_rate};
use crate::model::{Document, Element};
use crate::rules::{RuleId, Severity, catalog};

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
    /// What documents forbid, or what stops messages alone: rule and subject, which keeps its number from step to step.
    errors: BTreeMap<(RuleId, Element), String>,
    /// The services by their keys, which hold from step to step.
    services: BTreeMap<String, Service>,
}

/// A rule that is broken after a step and was not before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewError {
    /// The rule.
    pub rule: RuleId,
    /// Its title.
    pub title: &'static str,
    /// The names of what its findings are about.
    pub subjects: Vec<String>,
}

/// Blockers and errors, by rule and subject, with the name of what each is about.
fn errors(document: &Document, analysis: &Analysis) -> BTreeMap<(RuleId, Element), String> {
    let severe = analysis.rules.findings.iter().filter(|it| matches!(it.severity, Severity::Blocker | Severity::Error));
    severe.map(|it| ((it.rule, it.subject()), it.subject().name(document))).collect()
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
            errors: errors(document, analysis),
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

    /// The blockers and errors that there were not before, by rule.
    pub(super) fn new_errors(&self, before: &Self) -> Vec<NewError> {
        let mut found: BTreeMap<RuleId, Vec<String>> = BTreeMap::new();
        for (key, name) in &self.errors {
            if !before.errors.contains_key(key) {
                found.entry(key.0).or_default().push(name.clone());
            }
        }
        let title = |rule| catalog().row(rule).map_or("", |it| it.title);
        found.into_iter().map(|(rule, subjects)| NewError { rule, title: title(rule), subjects }).collect()
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
