//! The verdict in a few words.

use super::words::{counted, named, never_work};
use super::{Facts, Point, Tone};
use crate::prose::plural;
use crate::rules::Severity;

/// Most parts that the headline names.
const MOST_IN_HEADLINE: usize = 2;
/// What is said of parts that are single points of failure only for want of a statement.
const AS_LONG_AS: &str = "as long as nobody states otherwise";

/// `A and B each alone stop messages`. What stands for several parts is named only where it stands alone, so that nobody has
/// to read `A or B on X and C or D on Y`.
fn stop(points: &[&Point]) -> String {
    let parts: usize = points.iter().map(|it| it.num_parts()).sum();
    if points.len() > 1 && parts > MOST_IN_HEADLINE {
        return format!("{parts} parts each alone stop messages");
    }
    let alone = plural(points.len(), "alone stops", "each alone stop");
    format!("{} {alone} messages", names(points, MOST_IN_HEADLINE))
}

fn names(points: &[&Point], most: usize) -> String {
    named(points.iter().map(|it| it.name.as_str()), most)
}

impl Facts<'_> {
    pub(super) fn headline(&self) -> (String, Tone) {
        if self.document.computers.is_empty() {
            return ("The design has no computer yet, so there is nothing to judge".to_owned(), Tone::Open);
        }
        if !self.carries && self.never.is_empty() && self.waits_for_hosts() {
            return ("What the hosts do is not known yet, so nothing can be judged".to_owned(), Tone::Open);
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
        let (sure, open): (Vec<&Point>, Vec<&Point>) = self.single.iter().partition(|it| it.is_sure());
        let stop = match (stop(&sure), stop(&open)) {
            (sure, _) if open.is_empty() => sure,
            (_, unsure) if sure.is_empty() => format!("{unsure} {AS_LONG_AS}"),
            (sure, unsure) => format!("{sure}, and {unsure} {AS_LONG_AS}"),
        };
        let known = if open.is_empty() && self.is_open() { ", as far as stated" } else { "" };
        let takes_computers = |points: &[&Point]| points.iter().any(|it| it.takes_computers());
        let errors = self.rules.count(Severity::Error);
        if !self.is_meant_to_be_available() {
            let text = format!("Not meant to be highly available: {stop}{known}");
            return (text, self.at_least(Severity::Warning));
        }
        if takes_computers(&sure) || self.rules.count(Severity::Blocker) > 0 {
            return (format!("Not highly available: {stop}{known}"), Tone::Severity(Severity::Blocker));
        }
        if errors > 0 {
            let errors = counted(errors, "error", "errors");
            return (
                format!("Not ready to build: {errors} to correct, and {stop}{known}"),
                Tone::Severity(Severity::Error),
            );
        }
        if takes_computers(&open) {
            return (format!("Not known to be highly available: {stop}"), self.at_least(Severity::Warning));
        }
        let text = format!("Messages survive the loss of any one computer{}, but {stop}", self.as_far_as_stated());
        (text, self.at_least(Severity::Warning))
    }

    fn without_single_points(&self) -> (String, Tone) {
        const NOTHING_STOPS: &str = "No drawn part alone stops messages";
        let accepted = self.rules.accepted.len();
        let count = |severity| self.rules.count(severity);
        let (open, undrawn) = (self.unstated(), self.undrawn_databases());
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
                let known = self.as_far_as_stated();
                (format!("{NOTHING_STOPS}{known}; {ask} for a decision"), Tone::Severity(worst))
            }
            None if undrawn.is_some() => (format!("{NOTHING_STOPS}, but {}", undrawn.unwrap_or_default()), Tone::Open),
            None if open.is_some() => {
                (format!("{NOTHING_STOPS} as far as stated; {}", open.unwrap_or_default()), Tone::Open)
            }
            None if self.is_open() => {
                let assumed = counted(self.assumptions().len(), "thing is", "things are");
                (format!("{NOTHING_STOPS} as far as stated; {assumed} taken for granted"), Tone::Open)
            }
            None if accepted > 0 => {
                let accepted = counted(accepted, "finding is", "findings are");
                (format!("{NOTHING_STOPS}; {accepted} accepted with a reason"), Tone::Good)
            }
            None => (format!("{NOTHING_STOPS}, and no rule found a fault"), Tone::Good),
        }
    }
}
