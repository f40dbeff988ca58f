//! The verdict in words.

use std::collections::BTreeSet;

use super::failovers::one_of;
use super::points::{PointKind, Unstated, as_long_as, by_computer, computer_of};
use super::{Facts, Point};
use crate::dependency::{Assumption, Effect, ImpactRow, LossKind, Part, Service, sentences};
use crate::model::Element;
use crate::prose::{self, plural};
use crate::rules::Severity;

/// Most parts that a sentence names.
pub(super) const MOST_NAMED: usize = 6;

/// `1 warning`, `3 warnings`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", plural(number, one, many))
}

/// `A, B and 3 more`.
pub(super) fn named<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    prose::list_most(&names.into_iter().collect::<Vec<_>>(), most)
}

impl Facts<'_> {
    /// `the MessageBox database is not drawn`; `None` = every database that is needed is.
    pub(super) fn undrawn_databases(&self) -> Option<String> {
        let kinds = self.document.all_undrawn_databases();
        let labels: Vec<&str> = kinds.iter().map(|it| it.label()).collect();
        let are = plural(labels.len(), "database is", "databases are");
        (!labels.is_empty()).then(|| format!("the {} {are} not drawn", prose::list(&labels)))
    }

    /// Whether an import has left open what the hosts do (HOST-024).
    pub(super) fn waits_for_hosts(&self) -> bool {
        self.rules.questions.iter().any(|it| it.rule == *"HOST-024")
    }

    /// What nobody has stated or confirmed, in words; `None` = nothing.
    pub(super) fn unstated(&self) -> Option<String> {
        let details = counted(self.num_details, "detail", "details");
        let examples = counted(self.num_examples, "example", "examples");
        match (self.num_details, self.num_examples) {
            (0, 0) => None,
            (_, 0) => Some(format!("{details} not stated yet")),
            (0, _) => Some(format!("{examples} not confirmed yet")),
            _ => Some(format!("{details} not stated and {examples} not confirmed yet")),
        }
    }

    /// What the failure logic takes for granted and nobody has stated.
    pub(super) fn assumptions(&self) -> &[Assumption] {
        &self.failures.structure.assumptions
    }

    /// Whether anything that the verdict rests on is not stated.
    pub(super) fn is_open(&self) -> bool {
        self.unstated().is_some() || !self.assumptions().is_empty()
    }

    pub(super) fn as_far_as_stated(&self) -> &'static str {
        if self.is_open() { " as far as stated" } else { "" }
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        let mut said = vec![self.of_rules()];
        if self.carries {
            said.extend(self.of_failovers());
            said.extend(self.of_stranded());
            said.extend(self.of_single_points());
            said.extend(self.of_sites());
            said.extend(self.of_the_rest());
        } else if !self.document.computers.is_empty() && self.never.is_empty() {
            let what = if self.waits_for_hosts() {
                "No host is known to receive, process or send messages"
            } else {
                "No host receives, processes or sends messages"
            };
            said.push(format!("{what}, so no failure was tried on them."));
        }
        if self.carries && !self.never.is_empty() {
            said.push(format!("{}.", never_work(&self.never)));
        }
        said.extend(self.of_the_unstated());
        if !self.is_meant_to_be_available() {
            said.push(
                "The environment is not meant to be highly available, so findings about single points of failure count as \
                 warnings."
                    .to_owned(),
            );
        }
        said
    }

    fn of_rules(&self) -> String {
        let found: Vec<String> = Severity::ALL
            .iter()
            .map(|severity| (*severity, self.rules.count(*severity)))
            .filter(|(_, number)| *number > 0)
            .map(|(severity, number)| match severity {
                Severity::Advice => counted(number, "recommendation", "recommendations"),
                Severity::Info => counted(number, "remark", "remarks"),
                _ => format!("{number} {}", plural(number, severity.word(), &severity.plural().to_lowercase())),
            })
            .collect();
        let found = match found.as_slice() {
            [] => "found nothing to report".to_owned(),
            found => format!("report {}", prose::list(found)),
        };
        let mut text = format!("{} looked at this design and {found}.", counted(self.num_rules(), "rule", "rules"));
        let accepted = self.rules.accepted.len();
        if accepted > 0 {
            let accepted = counted(accepted, "finding is", "findings are");
            text.push_str(&format!(" {accepted} accepted with a reason and not counted here."));
        }
        text
    }

    fn of_single_points(&self) -> Vec<String> {
        let (sure, open): (Vec<&Point>, Vec<&Point>) = self.single.iter().partition(|it| it.is_sure());
        let mut said: Vec<String> = Vec::new();
        for kind in PointKind::ALL {
            let points: Vec<&Point> =
                sure.iter().copied().filter(|it| PointKind::of(it.part, self.document) == kind).collect();
            if points.is_empty() {
                continue;
            }
            let other = if kind == PointKind::Other && !said.is_empty() { "other " } else { "" };
            let [one, many] = kind.words();
            let parts: usize = points.iter().map(|it| it.num_parts()).sum();
            let are = plural(parts, "is a single point", "are single points");
            let who = format!("{parts} {other}{} {are}", plural(parts, one, many));
            said.push(format!("{who} of failure: {}.", with_effect(&points)));
        }
        if !open.is_empty() {
            let unstated: BTreeSet<&Unstated> = open.iter().flat_map(|it| it.unstated.iter()).collect();
            let are = plural(open.len(), "counts as a single point", "count as single points");
            let who = counted(open.len(), "part", "parts");
            said.push(format!("{who} {are} of failure {}: {}.", as_long_as(unstated), with_effect(&open)));
        }
        said
    }

    /// Sites stand apart: every design has at least one.
    fn of_sites(&self) -> Vec<String> {
        let is_site = |it: &ImpactRow| matches!(it.part, Part::Element(Element::Site(_)));
        let (stopping, harmless): (Vec<&ImpactRow>, Vec<&ImpactRow>) =
            self.rows(is_site).into_iter().partition(|it| self.stops_messages(it));
        let names = |rows: &[&ImpactRow]| named(rows.iter().map(|it| it.name.as_str()), MOST_NAMED);
        let mut said = Vec::new();
        if !stopping.is_empty() {
            said.push(format!("The loss of a whole site stops messages: {}.", names(&stopping)));
        }
        if !harmless.is_empty() {
            said.push(format!("The loss of a whole site that stops no messages: {}.", names(&harmless)));
        }
        said
    }

    /// What stops only tracking, configuration or reports.
    fn of_the_rest(&self) -> Option<String> {
        let evident = |it: &ImpactRow| {
            matches!(it.part, Part::Element(Element::Site(_) | Element::Database(_) | Element::Connection(_)))
        };
        let stops = |it: &ImpactRow| it.outcomes.iter().any(|outcome| outcome.effect == Effect::Stops);
        let rows = self.rows(|it| it.kind == LossKind::Stops && !evident(it) && stops(it));
        let together = by_computer(self.document, rows.iter().copied());
        let is_alone = |it: &&&ImpactRow| {
            computer_of(self.document, it.part).is_none_or(|computer| !together.contains_key(&computer))
        };
        let alone = rows.iter().filter(is_alone).map(|it| it.name.clone());
        let alone: Vec<String> = alone.collect();
        let one_alone = (!alone.is_empty()).then(|| one_of(&alone.iter().map(String::as_str).collect::<Vec<_>>()));
        let names: Vec<String> = together.values().map(|it| it.name(self.document)).chain(one_alone).collect();
        // Where something never works, not all messages go on.
        let goes_on = if self.never.is_empty() { "messages go on, but " } else { "" };
        (!rows.is_empty())
            .then(|| format!("When {} is lost, {goes_on}tracking, configuration or reports stop.", names.join(", or ")))
    }

    fn of_the_unstated(&self) -> Vec<String> {
        let (questions, examples) = (self.num_details, self.num_examples);
        let mut said = Vec::new();
        if self.carries {
            said.extend(sentences(self.assumptions()));
        }
        if questions > 0 {
            let open = counted(questions, "detail is", "details are");
            said.push(format!("{open} not stated; the rules that need them wait for an answer."));
        }
        if examples > 0 {
            let shown = counted(examples, "figure is an example", "figures are examples");
            said.push(format!("{shown} of the template that nobody has confirmed."));
        }
        said
    }
}

/// `BTS1 (Receive stops); BTS2 (Send stops)`.
fn with_effect(points: &[&Point]) -> String {
    let shown: Vec<String> = points.iter().take(MOST_NAMED).map(|it| format!("{} ({})", it.name, it.effect)).collect();
    match points.len().saturating_sub(MOST_NAMED) {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}

/// `Receive does not work even when nothing fails`.
pub(super) fn never_work(services: &[&Service]) -> String {
    let names = match services.split_at_checked(MOST_NAMED) {
        Some((shown, left)) if left.len() > 1 => {
            format!("{} and {} more", Service::list(shown.iter().copied()), left.len())
        }
        _ => Service::list(services.iter().copied()),
    };
    format!("{names} {} not work even when nothing fails", plural(services.len(), "does", "do"))
}
