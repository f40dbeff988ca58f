//! Whether the design is fit for use: in words, in counts, and what to do next.

use crate::analysis::Analysis;
use crate::checklist::{Part, Tally};
use crate::model::{Document, HaTarget};
use crate::prose;
use crate::report::findings::ReportFinding;
use crate::report::{PROVEN_BY_TESTS, count};
use crate::rules::{RuleId, RuleState, Severity};

/// Most next steps.
const MOST_STEPS: usize = 5;

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

/// One thing to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule behind it.
    pub rule: RuleId,
    /// How severe it is.
    pub severity: Severity,
    /// What to do.
    pub text: &'static str,
    /// Where: one sentence per finding.
    pub places: Vec<String>,
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// In a few words.
    pub headline: String,
    /// How good the news is.
    pub tone: Tone,
    /// What stands behind the headline, sentence by sentence.
    pub sentences: Vec<String>,
    /// Findings by severity, most severe first.
    pub counts: Vec<(Severity, usize)>,
    /// Findings that a person has accepted; they are in no count.
    pub num_accepted: usize,
    /// Details that nobody has stated.
    pub num_questions: usize,
    /// Rules that looked at the design.
    pub num_rules: usize,
    /// The ten rows about high availability.
    pub high_availability: Tally,
    /// All rows.
    pub checklist: Tally,
    /// What to do next, most severe first.
    pub steps: Vec<Step>,
}

pub(super) fn verdict(document: &Document, analysis: &Analysis, findings: &[ReportFinding]) -> Verdict {
    let rules = &analysis.rules;
    let counts: Vec<(Severity, usize)> = Severity::ALL.iter().map(|it| (*it, rules.count(*it))).collect();
    let num_accepted = rules.accepted.len();
    let num_questions = rules.questions.len();
    let num_rules = rules.states.values().filter(|state| RuleState::ran(state)).count();
    let (headline, tone) = headline(document, &counts, num_accepted, num_questions);
    let high_availability = Tally::of(analysis.checklist.part(Part::HighAvailability));
    let checklist = analysis.checklist.tally();
    let steps = findings.iter().filter(|it| it.severity <= Severity::Warning).take(MOST_STEPS).map(|it| Step {
        rule: it.rule,
        severity: it.severity,
        text: it.fix,
        places: it.places.iter().map(|place| place.message.clone()).collect(),
    });
    let mut verdict = Verdict {
        headline,
        tone,
        sentences: Vec::new(),
        counts,
        num_accepted,
        num_questions,
        num_rules,
        high_availability,
        checklist,
        steps: steps.collect(),
    };
    verdict.sentences = sentences(document, &verdict);
    verdict
}

fn headline(
    document: &Document,
    counts: &[(Severity, usize)],
    num_accepted: usize,
    num_questions: usize,
) -> (String, Tone) {
    if document.computers.is_empty() {
        return ("The design has no computer yet, so there is nothing to judge".to_owned(), Tone::Open);
    }
    let Some((severity, number)) = counts.iter().find(|(_, number)| *number > 0).copied() else {
        return without_findings(num_accepted, num_questions);
    };
    let found = match severity {
        Severity::Blocker => {
            format!("Not highly available: {}", plural(number, "single point of failure", "single points of failure"))
        }
        Severity::Error => format!("Not ready to build: {} to correct", count(number, "error")),
        Severity::Warning => format!(
            "No single point of failure and no error was found; {} for a decision",
            plural(number, "warning asks", "warnings ask")
        ),
        Severity::Advice | Severity::Info => return without_findings(num_accepted, num_questions),
    };
    (found, Tone::Severity(severity))
}

fn without_findings(num_accepted: usize, num_questions: usize) -> (String, Tone) {
    let accepted = plural(num_accepted, "finding is", "findings are");
    let open = plural(num_questions, "detail is", "details are");
    match (num_accepted, num_questions) {
        (0, 0) => ("No fault was found in this design".to_owned(), Tone::Good),
        (_, 0) => (format!("No fault is open; {accepted} accepted with a reason"), Tone::Good),
        (0, _) => (format!("No fault was found; {open} not stated yet"), Tone::Open),
        _ => (format!("No fault is open; {accepted} accepted with a reason, {open} not stated yet"), Tone::Open),
    }
}

fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", prose::plural(number, one, many))
}

fn sentences(document: &Document, verdict: &Verdict) -> Vec<String> {
    let mut sentences = Vec::new();
    let found: Vec<String> = verdict
        .counts
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| match severity {
            Severity::Advice => plural(*number, "recommendation", "recommendations"),
            Severity::Info => plural(*number, "remark", "remarks"),
            _ => count(*number, severity.word()),
        })
        .collect();
    let found = match found.as_slice() {
        [] => "found nothing to report".to_owned(),
        found => format!("report {}", prose::list(found)),
    };
    sentences.push(format!("{} looked at this design and {found}.", count(verdict.num_rules, "rule")));
    if verdict.num_accepted > 0 {
        let accepted = plural(verdict.num_accepted, "finding is", "findings are");
        sentences.push(format!("{accepted} accepted with a reason and not counted here."));
    }
    if verdict.num_questions > 0 {
        let open = plural(verdict.num_questions, "detail is", "details are");
        sentences.push(format!("{open} not stated; the rules that need them wait for an answer."));
    }
    let rows = &verdict.high_availability;
    let answers: Vec<String> = [
        (rows.pass, "is fulfilled by the design", "are fulfilled by the design"),
        (rows.fail, "is not fulfilled", "are not fulfilled"),
        (rows.open, "is open", "are open"),
    ]
    .into_iter()
    .filter(|(number, _, _)| *number > 0)
    .map(|(number, one, many)| plural(number, one, many))
    .collect();
    if !answers.is_empty() {
        let total = count(rows.total(), "row");
        sentences.push(format!("Of the {total} of the high-availability checklist, {}.", prose::list(&answers)));
    }
    if document.environment.ha_target != HaTarget::HighlyAvailable {
        sentences.push(
            "The environment is not meant to be highly available, so single points of failure count as warnings."
                .to_owned(),
        );
    }
    sentences.push(PROVEN_BY_TESTS.to_owned());
    sentences
}
