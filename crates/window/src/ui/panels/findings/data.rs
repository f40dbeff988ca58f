//! Rows of the findings panel, made of the analysis without the window.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::edit::intent::attribute::AnswerForm;
use crate::edit::intent::examples::example_of;
use crate::model::{Document, Element, Waiver, places};
use crate::prose::capitalized;
use crate::rules::plan::Goal;
use crate::rules::{Attribute, Finding, Reopened, RuleId, RuleRow, RuleState, Severity, catalog};
use crate::sources::sources;
use crate::text::findings as text;

/// What makes a finding the same one before and after an edit: its rule, what it is about, and its number among the
/// findings of that rule about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FindingKey {
    pub(super) rule: RuleId,
    pub(super) subject: Element,
    pub(super) nth: u32,
}

/// Which findings are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Words that must all stand in the message, the title or the rule id.
    pub(super) text: String,
    /// Severities that are not shown.
    pub(super) hidden: BTreeSet<Severity>,
    /// Whether only findings about the selection are shown.
    pub(super) only_selection: bool,
}

impl Filter {
    pub(super) fn is_on(&self) -> bool {
        *self != Self::default()
    }

    fn accepts(&self, finding: &Finding, message: &str) -> bool {
        let text = format!("{} {message} {}", finding.rule, title_of(finding.rule)).to_lowercase();
        let has_words = self.text.to_lowercase().split_whitespace().all(|word| text.contains(word));
        has_words && !self.hidden.contains(&finding.severity)
    }
}

/// Every finding with its key, in reading order.
pub(super) fn keyed(findings: &[Finding]) -> impl Iterator<Item = (FindingKey, &Finding)> {
    let mut seen: BTreeMap<(RuleId, Element), u32> = BTreeMap::new();
    findings.iter().map(move |finding| {
        let subject = finding.subject();
        let count = seen.entry((finding.rule, subject)).or_default();
        let key = FindingKey { rule: finding.rule, subject, nth: *count };
        *count += 1;
        (key, finding)
    })
}

/// The findings that a walk with F8 visits.
pub(super) fn walkable(document: &Document, analysis: &Analysis, filter: &Filter) -> Vec<FindingKey> {
    keyed(&analysis.rules.findings)
        .filter(|(_, finding)| filter.accepts(finding, &finding.message(document)))
        .map(|(key, _)| key)
        .collect()
}

/// The findings of one severity.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) severity: Severity,
    pub(super) rows: Vec<CardRow>,
}

/// From this many findings of one rule on, they fold under a header of the rule.
const LONG_RUN: usize = 4;

impl Group {
    /// The findings by rule, in reading order; whether a run is long enough to fold.
    pub(super) fn runs(&self) -> impl Iterator<Item = (&[CardRow], bool)> {
        self.rows.chunk_by(|one, other| one.key.rule == other.key.rule).map(|run| (run, run.len() >= LONG_RUN))
    }
}

/// A finding as a closed card.
#[derive(Debug)]
pub(super) struct CardRow {
    pub(super) key: FindingKey,
    pub(super) severity: Severity,
    pub(super) message: String,
    /// Why an acceptance no longer covers it; `None` when nobody has accepted it.
    pub(super) reopened: Option<String>,
    /// Its place in the list of all findings.
    pub(super) index: usize,
}

/// A finding that a person has accepted, or an acceptance that covers nothing now.
#[derive(Debug)]
pub(super) struct AcceptedRow {
    /// The severity the finding would have; `None` when there is no finding.
    pub(super) severity: Option<Severity>,
    /// What is accepted: the message of the finding, else the title of the rule.
    pub(super) message: String,
    pub(super) places: Vec<(Element, String)>,
    pub(super) waiver: Waiver,
}

/// All rows of the panel.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Groups with at least one shown finding, most severe first.
    pub(super) groups: Vec<Group>,
    /// All findings by severity, the hidden ones included.
    pub(super) counts: Vec<(Severity, usize)>,
    /// Whether a blocker or an error has a fix.
    pub(super) can_be_made_compliant: bool,
    /// Number of findings in all.
    pub(super) total: usize,
    /// Accepted findings that are shown, then acceptances that cover nothing now.
    pub(super) accepted: Vec<AcceptedRow>,
    /// Open questions by rule.
    pub(super) questions: Vec<QuestionGroup>,
    /// Number of open questions.
    pub(super) num_questions: usize,
    /// What became of each rule.
    pub(super) rules: RuleStates,
}

impl Rows {
    /// Number of shown findings.
    pub(super) fn shown(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }
}

/// What one rule asks.
#[derive(Debug)]
pub(super) struct QuestionGroup {
    pub(super) rule: RuleId,
    pub(super) title: &'static str,
    pub(super) asks: Vec<Ask>,
}

/// One detail that a rule asks for, of every element that lacks it.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) attribute: Attribute,
    /// The elements with their names and what can be answered for each.
    pub(super) elements: Vec<(Element, String, AnswerForm)>,
    /// What the template shows for example, of the elements where it does.
    pub(super) examples: BTreeMap<Element, String>,
}

impl Ask {
    /// What can be answered for all elements at once, when there are several and the same answers fit all.
    pub(super) fn form_for_all(&self) -> Option<&AnswerForm> {
        let [(_, _, first), rest @ ..] = self.elements.as_slice() else { return None };
        let fits = !rest.is_empty() && rest.iter().all(|(_, _, form)| form == first);
        fits.then_some(first)
    }

    /// The detail with a capital.
    pub(super) fn words(&self) -> String {
        capitalized(self.attribute.words())
    }
}

/// Rules by what became of them.
#[derive(Debug, Default)]
pub(super) struct RuleStates {
    /// Rules that looked and are content, with their titles.
    pub(super) passed: Vec<(RuleId, &'static str)>,
    /// Rules that have findings.
    pub(super) fired: Vec<(RuleId, &'static str)>,
    /// Rules with nothing to look at, with the reason.
    pub(super) not_applicable: Vec<(RuleId, String)>,
    /// Rules that wait for an answer.
    pub(super) waiting: Vec<(RuleId, &'static str)>,
}

impl RuleStates {
    /// Number of rules that looked at the design and came to a result.
    pub(super) fn num_ran(&self) -> usize {
        self.passed.len() + self.fired.len()
    }
}

/// Builds all rows.
pub(super) fn rows(document: &Document, analysis: &Analysis, filter: &Filter, selection: &BTreeSet<Element>) -> Rows {
    let report = &analysis.rules;
    let mut groups: BTreeMap<Severity, Vec<CardRow>> = BTreeMap::new();
    for (index, (key, finding)) in keyed(&report.findings).enumerate() {
        let is_about = !filter.only_selection || finding.elements.iter().any(|it| selection.contains(it));
        let message = finding.message(document);
        if is_about && filter.accepts(finding, &message) {
            let reopened = finding.reopened.as_ref().map(|it| it.why.clone());
            let row = CardRow { key, severity: finding.severity, message, reopened, index };
            groups.entry(finding.severity).or_default().push(row);
        }
    }
    Rows {
        groups: groups.into_iter().map(|(severity, rows)| Group { severity, rows }).collect(),
        counts: Severity::ALL.iter().map(|severity| (*severity, report.count(*severity))).collect(),
        can_be_made_compliant: Goal::Clean.is_worth_a_plan(report),
        total: report.findings.len(),
        accepted: accepted(document, analysis, filter, selection),
        questions: questions(document, analysis),
        num_questions: report.questions.len(),
        rules: rule_states(document, analysis),
    }
}

fn accepted(
    document: &Document,
    analysis: &Analysis,
    filter: &Filter,
    selection: &BTreeSet<Element>,
) -> Vec<AcceptedRow> {
    let places = |waiver: &Waiver| waiver.elements.iter().map(|it| (*it, it.name(document))).collect();
    let told = analysis.rules.accepted.iter().map(|it| (it, it.finding.message(document)));
    let covered = told.filter(|(it, message)| filter.accepts(&it.finding, message));
    let covered = covered.map(|(it, message)| AcceptedRow {
        severity: Some(it.finding.severity),
        message,
        places: places(&it.waiver),
        waiver: it.waiver.clone(),
    });
    let idle = analysis.rules.idle_waivers.iter().map(|waiver| AcceptedRow {
        severity: None,
        message: catalog().find(&waiver.rule).map_or_else(|| waiver.rule.clone(), |row| row.title.to_owned()),
        places: places(waiver),
        waiver: waiver.clone(),
    });
    let is_about =
        |it: &AcceptedRow| !filter.only_selection || it.waiver.elements.iter().any(|it| selection.contains(it));
    covered.chain(idle).filter(is_about).collect()
}

fn questions(document: &Document, analysis: &Analysis) -> Vec<QuestionGroup> {
    let mut groups: Vec<QuestionGroup> = Vec::new();
    for question in &analysis.rules.questions {
        if groups.last().is_none_or(|group| group.rule != question.rule) {
            groups.push(QuestionGroup { rule: question.rule, title: title_of(question.rule), asks: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        let (attribute, element) = (question.attribute, question.element);
        let of = (element, element.name(document), attribute.form(document, element));
        let example = example_of(document, attribute, element).map(|it| (element, it));
        match group.asks.iter_mut().find(|it| it.attribute == attribute) {
            Some(ask) => {
                ask.elements.push(of);
                ask.examples.extend(example);
            }
            None => {
                group.asks.push(Ask { attribute, elements: vec![of], examples: example.into_iter().collect() });
            }
        }
    }
    groups
}

fn rule_states(document: &Document, analysis: &Analysis) -> RuleStates {
    let mut states = RuleStates::default();
    let mut all: Vec<(&RuleId, &RuleState)> = analysis.rules.states.iter().collect();
    all.sort_by_key(|(rule, _)| catalog().position(**rule));
    for (rule, state) in all {
        let titled = (*rule, title_of(*rule));
        match state {
            RuleState::Passed => states.passed.push(titled),
            RuleState::Fired => states.fired.push(titled),
            RuleState::Waiting => states.waiting.push(titled),
            RuleState::NotApplicable(reason) => {
                states.not_applicable.push((*rule, capitalized(&reason.words(document))));
            }
        }
    }
    states
}

/// Everything a card tells once it is open.
#[derive(Debug)]
pub(super) struct Details {
    pub(super) title: &'static str,
    pub(super) places: Vec<(Element, String)>,
    pub(super) why: &'static str,
    pub(super) facts: Vec<(String, String)>,
    pub(super) what_to_do: &'static str,
    /// The acceptance that no longer holds: why, and its reason.
    pub(super) accepted_before: Option<(String, String)>,
    /// Titles and addresses of the documents.
    pub(super) documents: Vec<(&'static str, &'static str)>,
    /// Where exports say what it rests on: files with their lines.
    pub(super) read_from: Vec<String>,
    /// Why no fix is offered, as a sentence; `None` where the rule has fixes.
    pub(super) without_fix: Option<&'static str>,
    /// Which part is our own judgment, in a sentence; `None` when documents state all of it.
    pub(super) judgment: Option<String>,
    /// Where documents disagree, and the reading we apply.
    pub(super) disagreement: Option<(&'static str, &'static str)>,
}

/// The details of a finding.
pub(super) fn details(document: &Document, finding: &Finding) -> Details {
    let row = catalog().row(finding.rule);
    let text = |pick: fn(&RuleRow) -> &'static str| row.map_or("", pick);
    let documents = row.map(|row| row.sources.as_slice()).unwrap_or_default();
    Details {
        title: text(|row| row.title),
        places: finding.elements.iter().map(|it| (*it, it.name(document))).collect(),
        why: text(|row| row.why),
        facts: finding.fact_lines(document),
        what_to_do: text(|row| row.fix),
        accepted_before: finding.reopened.as_ref().map(accepted_before),
        documents: documents.iter().filter_map(|id| sources().get(id)).map(|it| (it.title, it.url)).collect(),
        read_from: places(&document.imported, finding.subject()),
        without_fix: catalog().remedy_without_edit(finding.rule),
        judgment: row.and_then(judgment),
        disagreement: row.and_then(|row| row.disagreement()).map(|it| (it.disagreement, it.reading)),
    }
}

fn accepted_before(reopened: &Reopened) -> (String, String) {
    (format!("{}.", reopened.note()), reopened.waiver.reason.clone())
}

fn judgment(row: &RuleRow) -> Option<String> {
    if row.is_engineering_judgment() {
        Some(text::NO_DOCUMENT_STATES_IT.to_owned())
    } else {
        row.inferred.then(|| capitalized(row.inference))
    }
}

pub(super) fn title_of(rule: RuleId) -> &'static str {
    catalog().row(rule).map_or("", |row| row.title)
}

#[cfg(test)]
mod tests;
