//! The verdict in words.

use super::{Facts, Point, Tone};
use crate::dependency::{Effect, ImpactRow, LossKind, Part};
use crate::model::{DatabaseKind, Element};
use crate::prose::{self, plural};
use crate::rules::Severity;

/// Most parts that a sentence names.
const MOST_NAMED: usize = 6;
/// Most parts that the headline names.
const MOST_IN_HEADLINE: usize = 2;

/// `1 warning`, `3 warnings`.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", plural(number, one, many))
}

/// `A, B and 3 more`.
fn named<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.split_at_checked(most) {
        Some((shown, left)) if left.len() > 1 => format!("{} and {} more", shown.join(", "), left.len()),
        _ => prose::list(&names),
    }
}

fn names(points: &[&Point], most: usize) -> String {
    named(points.iter().map(|it| it.name.as_str()), most)
}

impl Facts<'_> {
    pub(super) fn headline(&self) -> (String, Tone) {
        if self.document.computers.is_empty() {
            return ("The design has no computer yet, so there is nothing to judge".to_owned(), Tone::Open);
        }
        if !self.carries {
            let why = match self.never.as_slice() {
                [] => "nothing receives, processes or sends them".to_owned(),
                never => never_work(never),
            };
            return (format!("Carries no messages: {why}"), Tone::Severity(Severity::Blocker));
        }
        if !self.never.is_empty() {
            let text = format!("Not ready to build: {}", never_work(&self.never));
            return (text, self.at_least(Severity::Error));
        }
        if self.single.is_empty() { self.without_single_points() } else { self.with_single_points() }
    }

    fn with_single_points(&self) -> (String, Tone) {
        let (computers, shared): (Vec<&Point>, Vec<&Point>) = self.single.iter().partition(|it| it.is_computer());
        let all: Vec<&Point> = self.single.iter().collect();
        let stop = |points: &[&Point]| match points.len() {
            0..=MOST_IN_HEADLINE => {
                let alone = plural(points.len(), "alone stops", "each alone stop");
                format!("{} {alone} messages", names(points, MOST_IN_HEADLINE))
            }
            many => format!("{many} parts each alone stop messages"),
        };
        let errors = self.rules.count(Severity::Error);
        if !self.is_meant_to_be_available() {
            let text = format!("Not meant to be highly available: {}", stop(&all));
            return (text, self.at_least(Severity::Warning));
        }
        if !computers.is_empty() || self.rules.count(Severity::Blocker) > 0 {
            return (format!("Not highly available: {}", stop(&all)), Tone::Severity(Severity::Blocker));
        }
        if errors > 0 {
            let text =
                format!("Not ready to build: {} to correct, and {}", counted(errors, "error", "errors"), stop(&shared));
            return (text, Tone::Severity(Severity::Error));
        }
        let text = format!("Messages survive the loss of any one computer, but {}", stop(&shared));
        (text, self.at_least(Severity::Warning))
    }

    fn without_single_points(&self) -> (String, Tone) {
        const NOTHING_STOPS: &str = "No drawn part alone stops messages";
        let accepted = self.rules.accepted.len();
        let count = |severity| self.rules.count(severity);
        let open = self.unstated();
        match self.worst() {
            Some(Severity::Blocker) => {
                let blockers = counted(count(Severity::Blocker), "blocker", "blockers");
                (format!("Not highly available: {blockers} to resolve"), Tone::Severity(Severity::Blocker))
            }
            Some(Severity::Error) => {
                let errors = counted(count(Severity::Error), "error", "errors");
                (format!("Not ready to build: {errors} to correct"), Tone::Severity(Severity::Error))
            }
            Some(worst) => {
                let ask = counted(count(Severity::Warning), "warning asks", "warnings ask");
                let known = if open > 0 { " as far as stated" } else { "" };
                (format!("{NOTHING_STOPS}{known}; {ask} for a decision"), Tone::Severity(worst))
            }
            None if !self.has_message_box() => {
                (format!("{NOTHING_STOPS}, but no MessageBox database is drawn"), Tone::Open)
            }
            None if open > 0 => {
                let open = counted(open, "detail is", "details are");
                (format!("{NOTHING_STOPS} as far as stated; {open} not stated yet"), Tone::Open)
            }
            None if accepted > 0 => {
                let accepted = counted(accepted, "finding is", "findings are");
                (format!("{NOTHING_STOPS}; {accepted} accepted with a reason"), Tone::Good)
            }
            None => (format!("{NOTHING_STOPS}, and no rule found a fault"), Tone::Good),
        }
    }

    fn has_message_box(&self) -> bool {
        self.document.databases.values().any(|it| it.kind == DatabaseKind::MessageBox)
    }

    fn unstated(&self) -> usize {
        self.rules.questions.len() + self.num_examples
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        let mut said = vec![self.of_rules()];
        if self.carries {
            said.extend(self.of_failovers());
            said.extend(self.of_single_points());
            said.extend(self.of_sites());
            said.extend(self.of_the_rest());
        } else if !self.document.computers.is_empty() && self.never.is_empty() {
            said.push("No host receives, processes or sends messages, so no failure was tried on them.".to_owned());
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

    fn of_failovers(&self) -> Vec<String> {
        let computer = |it: &ImpactRow| matches!(it.part, Part::Element(Element::Computer(_)));
        let fails_over = |it: &ImpactRow| {
            computer(it) && !self.stops_messages(it) && it.outcomes.iter().any(|outcome| outcome.interrupted)
        };
        let moving = self.rows(fails_over);
        let rest = self.rows(|it| computer(it) && !self.stops_messages(it) && !fails_over(it));
        let said = |rows: &[&ImpactRow], then: &str| {
            let names = one_of(rows);
            (!rows.is_empty()).then(|| format!("When {names} is lost, {then}."))
        };
        let moves = said(&moving, "what runs on it fails over by itself");
        moves.into_iter().chain(said(&rest, "messages go on, with less where it carried them")).collect()
    }

    fn of_single_points(&self) -> Vec<String> {
        let (computers, shared): (Vec<&Point>, Vec<&Point>) = self.single.iter().partition(|it| it.is_computer());
        let with_effect = |points: &[&Point]| {
            let shown: Vec<String> =
                points.iter().take(MOST_NAMED).map(|it| format!("{} ({})", it.name, it.effect)).collect();
            let more = points.len().saturating_sub(MOST_NAMED);
            if more == 0 { shown.join("; ") } else { format!("{}; and {more} more", shown.join("; ")) }
        };
        let said = |points: &[&Point], one: &str, many: &str| {
            let who = counted(points.len(), one, many);
            (!points.is_empty()).then(|| format!("{who} of failure: {}.", with_effect(points)))
        };
        let of_computers = said(&computers, "computer is a single point", "computers are single points");
        let of_shared = if computers.is_empty() {
            said(&shared, "part is a single point", "parts are single points")
        } else {
            said(&shared, "other part is a single point", "other parts are single points")
        };
        of_computers.into_iter().chain(of_shared).collect()
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
        let names = one_of(&rows);
        (!rows.is_empty())
            .then(|| format!("When {names} is lost, messages go on, but tracking, configuration or reports stop."))
    }

    fn of_the_unstated(&self) -> Vec<String> {
        let (questions, examples) = (self.rules.questions.len(), self.num_examples);
        let mut said = Vec::new();
        if self.carries && !self.has_message_box() {
            said.push("No MessageBox database is drawn, so what its loss does was not tried.".to_owned());
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

/// `Receive does not work even when nothing fails`.
fn never_work(services: &[&str]) -> String {
    let names = named(services.iter().copied(), MOST_NAMED);
    format!("{names} {} not work even when nothing fails", plural(services.len(), "does", "do"))
}

/// `BTS1`, `one of BTS1 and BTS2`.
fn one_of(rows: &[&ImpactRow]) -> String {
    let names = named(rows.iter().map(|it| it.name.as_str()), MOST_NAMED);
    if rows.len() == 1 { names } else { format!("one of {names}") }
}
