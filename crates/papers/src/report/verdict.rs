//! Whether the design is fit for use, as the analysis says, with counts.

use crate::analysis::Analysis;
use crate::checklist::{Part, Tally};
use crate::prose;
use crate::report::{PROVEN_BY_TESTS, count};
use crate::rules::{RuleState, Severity};
pub use crate::verdict::Tone;

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
    /// Figures of a template that nobody has confirmed.
    pub num_examples: usize,
    /// Parts of which each alone stops messages.
    pub num_single_points: usize,
    /// Rules that looked at the design.
    pub num_rules: usize,
    /// The ten rows about high availability.
    pub high_availability: Tally,
    /// All rows.
    pub checklist: Tally,
}

pub(super) fn verdict(analysis: &Analysis) -> Verdict {
    let (rules, judged) = (&analysis.rules, &analysis.verdict);
    let high_availability = Tally::of(analysis.checklist.part(Part::HighAvailability));
    let mut sentences = judged.sentences.clone();
    sentences.extend(of_checklist(&high_availability));
    sentences.push(PROVEN_BY_TESTS.to_owned());
    Verdict {
        headline: judged.headline.clone(),
        tone: judged.tone,
        sentences,
        counts: Severity::ALL.iter().map(|it| (*it, rules.count(*it))).collect(),
        num_accepted: rules.accepted.len(),
        num_questions: judged.num_questions,
        num_examples: judged.num_examples,
        num_single_points: judged.single_points.len(),
        num_rules: rules.states.values().filter(|state| RuleState::ran(state)).count(),
        high_availability,
        checklist: analysis.checklist.tally(),
    }
}

fn of_checklist(rows: &Tally) -> Option<String> {
    let answers: Vec<String> = [
        (rows.pass, "is fulfilled by the design", "are fulfilled by the design"),
        (rows.fail, "is not fulfilled", "are not fulfilled"),
        (rows.open, "is open", "are open"),
        (rows.not_applicable, "does not apply", "do not apply"),
    ]
    .into_iter()
    .filter(|(number, _, _)| *number > 0)
    .map(|(number, one, many)| format!("{number} {}", prose::plural(number, one, many)))
    .collect();
    let total = count(rows.total(), "row");
    (!answers.is_empty())
        .then(|| format!("Of the {total} of the high-availability checklist, {}.", prose::list(&answers)))
}
