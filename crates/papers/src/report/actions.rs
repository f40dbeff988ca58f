//! What to do first, on the summary.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::capacity::two_figures;
use crate::model::Document;
use crate::prose::{list_most, plural};
use crate::report::brief::{Action, Parts};
use crate::report::capacity::peak_fit;
use crate::report::findings::ReportFinding;
use crate::rules::Severity;

/// Most actions.
const MOST_ACTIONS: usize = 5;

/// What to do first, the gravest before what people have to decide and state, warnings after that.
pub(super) fn actions(document: &Document, analysis: &Analysis, parts: &Parts<'_>) -> Vec<Action> {
    let mut corrections = corrections(parts.findings);
    if document.computers.is_empty() {
        corrections.truncate(MOST_ACTIONS);
        return corrections;
    }
    let own = |text: String, place: String, owner: &str| Action {
        severity: None,
        text,
        place,
        rule: None,
        owner: owner.to_owned(),
        due: None,
    };
    let points: Vec<&str> = analysis.verdict.single_points.iter().map(|it| it.name.as_str()).collect();
    let decide = (!points.is_empty()).then(|| {
        let each = list_most(&points, 2);
        let text = format!("Decide on each single point of failure, {each}: remove it, or accept its risk in writing.");
        own(text, String::new(), "Customer")
    });
    let short = analysis.capacity.groups_in_words().filter_map(|(of, it)| Some((of, peak_fit(it)?)));
    let short: Vec<String> = short
        .filter(|(_, it)| it.is_short)
        .map(|(of, it)| format!("{of}{} messages/s", two_figures(it.peak)))
        .collect();
    let make_room = (!short.is_empty()).then(|| {
        let text = format!("Make room for the peak load, {}, or state a lower one.", list_most(&short, 2));
        own(text, "chapter Capacity".to_owned(), "Customer")
    });
    let unknown = parts.verdict.num_questions;
    let state = (unknown > 0).then(|| {
        let text = format!("State the {unknown} {} that rules wait for.", plural(unknown, "detail", "details"));
        let first = parts.questions.first().map_or_else(String::new, |it| it.attribute.clone());
        own(text, format!("first: {first}"), "Customer")
    });
    // These have a place, however much there is to correct.
    let kept = [&decide, &make_room, &state].into_iter().filter(|it| it.is_some()).count();
    corrections.truncate(MOST_ACTIONS - kept);
    let graver = corrections.iter().take_while(|it| it.severity < Some(Severity::Warning)).count();
    let warnings = corrections.split_off(graver);
    let mut actions = corrections;
    actions.extend(decide.into_iter().chain(make_room).chain(warnings).chain(state));
    let examples = parts.verdict.num_examples;
    if actions.len() < MOST_ACTIONS && examples > 0 {
        let figures = plural(examples, "figure", "figures");
        let text = format!("Confirm the {examples} {figures} that are examples of the template, or enter your own.");
        actions.push(own(text, "evidence annex".to_owned(), "Customer"));
    }
    let tally = &parts.verdict.checklist;
    let left = tally.applicable().saturating_sub(tally.settled);
    if actions.len() < MOST_ACTIONS && left > 0 {
        let text =
            format!("Settle the {left} {} of the checklists that are open, then test.", plural(left, "row", "rows"));
        actions.push(own(text, "sign-off checklist".to_owned(), "BizTalk administrator (proposed)"));
    }
    actions
}

/// What corrects findings, the gravest first. What several ask for is said once.
fn corrections(findings: &[ReportFinding]) -> Vec<Action> {
    let mut causes: Vec<(&ReportFinding, &'static str, Vec<String>)> = Vec::new();
    for finding in findings.iter().filter(|it| it.severity <= Severity::Warning) {
        let mut subjects: Vec<String> = Vec::new();
        for place in &finding.places {
            if !subjects.contains(&place.subject) {
                subjects.push(place.subject.clone());
            }
        }
        let is_alike = |fix: &'static str, places: &[String]| {
            fix == finding.fix || places.iter().any(|it| subjects.contains(it)) && of_both(fix, finding.fix).is_some()
        };
        match causes.iter_mut().find(|(_, fix, places)| is_alike(fix, places)) {
            Some((_, fix, places)) => {
                *fix = of_both(fix, finding.fix).unwrap_or(fix);
                places.extend(subjects.into_iter().filter(|it| !places.contains(it)).collect::<Vec<_>>());
            }
            None => causes.push((finding, finding.fix, subjects)),
        }
    }
    let action = |(it, fix, places): (&ReportFinding, &str, Vec<String>)| Action {
        severity: Some(it.severity),
        text: fix.to_owned(),
        place: list_most(&places, 3),
        rule: Some(it.rule),
        owner: it.owner.clone(),
        due: it.due.clone(),
    };
    causes.into_iter().map(action).collect()
}

/// What does as two corrections ask, where one has all words of the other: the longer one where it only says more, else
/// the one that leaves less choice. `None` where they differ.
fn of_both(one: &'static str, other: &'static str) -> Option<&'static str> {
    let words = |text: &'static str| {
        text.split(|it: char| !it.is_alphanumeric()).map(str::to_lowercase).collect::<BTreeSet<String>>()
    };
    let (narrow, wide) = if words(one).len() <= words(other).len() { (one, other) } else { (other, one) };
    let says_more = wide.contains(';');
    words(narrow).is_subset(&words(wide)).then_some(if says_more { wide } else { narrow })
}
