//! The summary page: what a person who reads one page has to know, in plain words.

use crate::analysis::Analysis;
use crate::capacity::text::rate_headline;
use crate::capacity::{CapacityReport, two_figures};
use crate::dependency::Assumption;
use crate::model::{Document, Element, PaperStatus};
use crate::prose::{list_most, plural, uncapitalized};
use crate::report::actions;
use crate::report::capacity::peak_fit;
use crate::report::control::{Control, Objection};
use crate::report::findings::ReportFinding;
use crate::report::listing::NOT_STATED;
use crate::report::questions::OpenQuestion;
use crate::report::recovery::{Recovery, TargetFit};
use crate::report::verdict::{Tone, Verdict};
use crate::rules::{RuleId, Severity};
use crate::verdict::Point;

/// Most unknowns.
const MOST_UNKNOWNS: usize = 3;

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// How severe the cause is; `None` for what is not a finding.
    pub severity: Option<Severity>,
    /// What to do.
    pub text: String,
    /// Where, in a few words.
    pub place: String,
    /// The rule behind it; `None` for what is not a finding.
    pub rule: Option<RuleId>,
    /// Who does it, as entered, else the role that is proposed.
    pub owner: String,
    /// By when, as entered; `None` = nobody has said.
    pub due: Option<String>,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number.
    pub value: String,
    /// What it counts.
    pub label: &'static str,
    /// Whether it is bad news.
    pub is_bad: bool,
}

/// The summary page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The verdict in a few words.
    pub headline: String,
    /// How good the news is.
    pub tone: Tone,
    /// What fails over by itself and what does not, sentence by sentence.
    pub sentences: Vec<String>,
    /// What these take for granted.
    pub assumed: Vec<Assumption>,
    /// Three numbers.
    pub figures: Vec<Figure>,
    /// The rate in normal operation and with the worst drawn part lost, against the peak load, as label and value.
    pub rates: Vec<(&'static str, String)>,
    /// The target against the longest simulated recovery, as label and value.
    pub recovery: Vec<(&'static str, String)>,
    /// What to do first.
    pub actions: Vec<Action>,
    /// The single points of failure that a thumbnail marks, in the order of their numbers.
    pub marked: Vec<(Element, String)>,
    /// What matters most of that which nobody has stated.
    pub unknowns: Vec<String>,
    /// The decision that is asked for.
    pub decision: String,
}

/// What a brief is made of.
pub(super) struct Parts<'a> {
    pub(super) verdict: &'a Verdict,
    pub(super) findings: &'a [ReportFinding],
    pub(super) questions: &'a [OpenQuestion],
    pub(super) recovery: &'a Recovery,
    pub(super) control: &'a Control,
}

pub(super) fn brief(document: &Document, analysis: &Analysis, parts: &Parts<'_>) -> Brief {
    let mut marked: Vec<(Element, String)> = Vec::new();
    for point in &analysis.verdict.single_points {
        if !marked.iter().any(|(element, _)| *element == point.element) {
            marked.push((point.element, format!("{}: {}", point.name, point.effect)));
        }
    }
    Brief {
        headline: parts.verdict.headline.clone(),
        tone: parts.verdict.tone,
        sentences: analysis.verdict.sentences.clone(),
        assumed: if analysis.verdict.carries_messages {
            analysis.failures.structure.assumptions.clone()
        } else {
            Vec::new()
        },
        figures: figures(analysis),
        rates: rates(analysis),
        recovery: recovery(parts.recovery),
        actions: actions::actions(document, analysis, parts),
        marked,
        unknowns: parts.questions.iter().take(MOST_UNKNOWNS).map(unknown).collect(),
        decision: decision(analysis, parts),
    }
}

fn figures(analysis: &Analysis) -> Vec<Figure> {
    let single: usize = analysis.verdict.single_points.iter().map(Point::num_parts).sum();
    let (survive, all) = analysis.failures.survivors();
    let errors = analysis.rules.count(Severity::Blocker) + analysis.rules.count(Severity::Error);
    vec![
        Figure { value: single.to_string(), label: "drawn parts whose loss alone stops messages", is_bad: single > 0 },
        Figure {
            value: format!("{survive} of {all}"),
            label: "services survive the loss of any one computer",
            is_bad: survive < all || all == 0,
        },
        Figure { value: errors.to_string(), label: "open blockers and errors", is_bad: errors > 0 },
    ]
}

fn rates(analysis: &Analysis) -> Vec<(&'static str, String)> {
    let mut said: Vec<(&'static str, String)> = Vec::new();
    for (of, report) in analysis.capacity.groups_in_words() {
        for (label, value) in rates_of_group(report) {
            match said.iter_mut().find(|(known, _)| *known == label) {
                Some((_, known)) => *known = format!("{known}; {of}{value}"),
                None => said.push((label, format!("{of}{value}"))),
            }
        }
    }
    said
}

fn rates_of_group(report: &CapacityReport) -> Vec<(&'static str, String)> {
    let normal = match &report.normal.rate {
        Some(rate) => rate_headline(rate),
        None => {
            let missing = list_most(&report.normal.missing, 3);
            let why = if missing.is_empty() { String::new() } else { format!(": {missing}") };
            return vec![("Rate", format!("not estimated{why}"))];
        }
    };
    let single = report.modes.iter().filter(|it| it.rate.mode.is_of_one_part());
    let worst = single.min_by(|a, b| a.rate.limit_per_sec.total_cmp(&b.rate.limit_per_sec));
    let worst = worst.map_or_else(
        || NOT_STATED.to_owned(),
        |it| {
            let rate = it.sustains().as_ref().map_or_else(|| "0 messages/s".to_owned(), rate_headline);
            format!("{rate}, when {} is lost", it.rate.lost)
        },
    );
    let peak = match &report.normal.peak {
        Some(peak) => {
            let fit = peak_fit(report).map_or_else(String::new, |it| format!(", which {}", it.said));
            format!("{} messages/s ({}){fit}", two_figures(peak.value), peak.provenance.word())
        }
        None => NOT_STATED.to_owned(),
    };
    vec![
        ("Rate in normal operation", normal),
        ("With the worst part lost (data, paths and sites apart)", worst),
        ("Peak load", peak),
    ]
}

fn recovery(table: &Recovery) -> Vec<(&'static str, String)> {
    let target = if table.target.is_empty() { NOT_STATED.to_owned() } else { table.target.clone() };
    let longest = match table.longest() {
        None => "no single loss interrupts a service".to_owned(),
        Some(row) => {
            let fit = match row.fit {
                TargetFit::NoTarget => String::new(),
                _ => format!(" ({})", row.fit.label().to_lowercase()),
            };
            let names = table.names_of_longest();
            let any = if names.len() > 1 { "any one of " } else { "" };
            format!("{}{fit}, after the loss of {any}{}", row.back, list_most(&names, 2))
        }
    };
    let mut said = vec![("Accepted time to recover", target), ("Longest simulated recovery", longest)];
    said.extend(lost(table).map(|it| ("Data that may be lost", it)));
    said
}

/// After which losses data is lost, against what is accepted; `None` where the drills say that none is.
fn lost(table: &Recovery) -> Option<String> {
    let names = table.names_of_losing();
    if names.is_empty() {
        return None;
    }
    let any = if names.len() > 1 { "any one of " } else { "" };
    let accepted = match table.accepted_loss.as_str() {
        "" => "accepted: not stated".to_owned(),
        accepted if table.rows.iter().any(|it| it.lost_fit == TargetFit::Missed) => {
            format!("more than the accepted {accepted}")
        }
        accepted if table.rows.iter().all(|it| it.lost_fit == TargetFit::Met) => {
            format!("within the accepted {accepted}")
        }
        accepted => format!("accepted: {accepted}, whether it is more is not known"),
    };
    Some(format!("after the loss of {any}{}; {accepted}", list_most(&names, 1)))
}

/// Most elements that are named of one unknown.
const MOST_NAMED: usize = 3;

fn unknown(question: &OpenQuestion) -> String {
    let is_short = question.elements.len() <= MOST_NAMED || !question.said.contains(", ");
    let of = if is_short { question.said.clone() } else { list_most(&question.elements, MOST_NAMED) };
    // Alone it begins with a capital letter, as a cell does.
    let of = if question.elements == ["The environment"] { uncapitalized(&of) } else { of };
    let rules: Vec<&str> = question.rules.iter().map(|(rule, _)| rule.as_str()).collect();
    format!("{} of {of}; {} {} for it", question.attribute, list_most(&rules, 3), plural(rules.len(), "waits", "wait"))
}

fn decision(analysis: &Analysis, parts: &Parts<'_>) -> String {
    let objections = parts.control.objections.len();
    match parts.control.status {
        PaperStatus::Approved => "The design is approved as it is described here.".to_owned(),
        _ if objections > 0 => {
            let rules: Vec<&str> = parts.control.objections.iter().map(Objection::name).collect();
            let mut once: Vec<&str> = Vec::new();
            for rule in rules {
                if !once.contains(&rule) {
                    once.push(rule);
                }
            }
            format!(
                "Correct, answer or accept what stands against approval ({}), or change the targets.",
                list_most(&once, 4)
            )
        }
        _ if !analysis.verdict.single_points.is_empty() => {
            "Approve the design with its single points of failure, or have them removed.".to_owned()
        }
        _ => "Approve the design, and the test plan that proves it.".to_owned(),
    }
}

/// The owner of a finding by way of a checklist row, and the day it is due.
pub(super) fn owner_of(row: &crate::checklist::ChecklistRow) -> (String, Option<String>) {
    let owner = row.entry.owner.trim();
    let owner = if owner.is_empty() { format!("{} (proposed)", row.step.owner.label()) } else { owner.to_owned() };
    let due = row.entry.due.trim();
    (owner, (!due.is_empty()).then(|| due.to_owned()))
}
