//! Whether a design is fit for use: one answer, which window, command line and documents give alike.
//!
//! It is a function of everything that was computed: what the design does at all, what each loss of one part does, what
//! the rules found, and what nobody has stated. It never calls good what the sweep calls a single point of failure, and
//! finds nothing good in a design that carries no messages.

mod failovers;
mod headline;
mod points;
#[cfg(test)]
mod tests;
mod words;

use points::single_points;
pub use points::{Point, Unstated};

use crate::dependency::{Effect, Failures, ImpactRow, Service};
use crate::edit::intent::examples::num_examples;
use crate::model::{Document, HaTarget};
use crate::rules::{RuleReport, RuleState, Severity};

/// How good the news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As bad as a finding of this severity.
    Severity(Severity),
    /// Something is not stated, or there is nothing to judge.
    Open,
    /// Nothing was found.
    Good,
}

/// The verdict about a design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// In a few words.
    pub headline: String,
    /// How good the news is.
    pub tone: Tone,
    /// What stands behind the headline, sentence by sentence.
    pub sentences: Vec<String>,
    /// Whether the design carries messages while nothing is lost.
    pub carries_messages: bool,
    /// The parts of which each alone stops a service that carries messages, worst first. What lies on a computer that is
    /// one of them, and sites, databases and drawn paths, are not among them.
    pub single_points: Vec<Point>,
    /// Details that nobody has stated; one that several rules wait for counts once.
    pub num_questions: usize,
    /// Figures of a template that nobody has confirmed.
    pub num_examples: usize,
    /// Things that the failure logic takes for granted and nobody has stated.
    pub num_assumptions: usize,
}

/// What words are made of.
struct Facts<'a> {
    document: &'a Document,
    rules: &'a RuleReport,
    failures: &'a Failures,
    /// Services that carry messages and do not work even when nothing is lost.
    never: Vec<&'a Service>,
    carries: bool,
    single: Vec<Point>,
    num_details: usize,
    num_examples: usize,
}

impl Verdict {
    /// Judges a design by what was computed of it.
    pub fn new(document: &Document, rules: &RuleReport, failures: &Failures) -> Self {
        let facts = Facts::new(document, rules, failures);
        let (headline, tone) = facts.headline();
        Self {
            headline,
            tone,
            sentences: facts.sentences(),
            carries_messages: facts.carries,
            num_questions: facts.num_details,
            num_examples: facts.num_examples,
            num_assumptions: failures.structure.assumptions.len(),
            single_points: facts.single,
        }
    }
}

impl<'a> Facts<'a> {
    fn new(document: &'a Document, rules: &'a RuleReport, failures: &'a Failures) -> Self {
        let services = failures.structure.services.iter().enumerate();
        let carrying: Vec<_> = services.filter(|(_, it)| it.kind.carries_messages()).collect();
        let never: Vec<&Service> =
            carrying.iter().filter(|(at, _)| failures.structure.never_works(*at)).map(|(_, it)| *it).collect();
        Self {
            document,
            rules,
            failures,
            carries: carrying.len() > never.len(),
            never,
            single: single_points(document, failures),
            num_details: rules.num_open_details(),
            num_examples: num_examples(document),
        }
    }

    fn worst(&self) -> Option<Severity> {
        self.rules.findings.iter().map(|it| it.severity).min().filter(|it| *it <= Severity::Warning)
    }

    /// The tone of news that are at least as bad as `severity`.
    fn at_least(&self, severity: Severity) -> Tone {
        Tone::Severity(self.worst().map_or(severity, |worst| worst.min(severity)))
    }

    fn is_meant_to_be_available(&self) -> bool {
        self.document.environment.ha_target == HaTarget::HighlyAvailable
    }

    fn num_rules(&self) -> usize {
        self.rules.states.values().filter(|state| RuleState::ran(state)).count()
    }

    /// Rows of parts that nothing drawn contains, without what stands in `single`.
    fn rows(&self, wanted: impl Fn(&ImpactRow) -> bool) -> Vec<&'a ImpactRow> {
        self.failures.impact.iter().filter(|it| !it.contained && wanted(it)).collect()
    }

    /// Whether a row stops a service that carries messages.
    fn stops_messages(&self, row: &ImpactRow) -> bool {
        let services = self.failures.structure.services.iter().zip(&row.outcomes).enumerate();
        services
            .filter(|(_, (it, _))| it.kind.carries_messages())
            .any(|(at, (_, outcome))| outcome.effect == Effect::Stops && *outcome > self.failures.structure.normal(at))
    }
}
