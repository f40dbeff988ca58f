//! How long it takes until full service is back after each loss, against the target, and what needs a person.

use crate::analysis::Analysis;
use crate::dependency::LossKind;
use crate::drill::{Answer, ResultCard, ServiceState, play, span};
use crate::model::{Document, DrillStep};
use crate::report::census::Census;
use crate::sources::{Provenance, stated};

/// What is said where people have to act and the drill has no step of its own for them.
const REPAIR: &str = "Repair or replace it";

/// How a simulated recovery stands to the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetFit {
    /// Within the target.
    Met,
    /// Longer than the target.
    Missed,
    /// It depends on people, or on durations that nobody has stated.
    Unknown,
    /// Nobody has stated a target.
    NoTarget,
}

impl TargetFit {
    /// The words a person reads.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Met => "Within the target",
            Self::Missed => "Longer than the target",
            Self::Unknown => "Not known",
            Self::NoTarget => "No target stated",
        }
    }
}

/// Losses from which the design recovers in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryRow {
    /// What is lost, each by itself.
    pub names: Vec<String>,
    /// The same in a sentence.
    pub said: String,
    /// Services that are away until then.
    pub away: Vec<String>,
    /// When full service is back, as simulated.
    pub back: String,
    /// Against the target.
    pub fit: TargetFit,
    /// What a person has to do, in order.
    pub by_hand: Vec<String>,
    /// How bad it is, to find the longest: people before unknown durations before seconds.
    rank: (u8, u64),
}

/// The recovery table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The accepted time to recover, in words; empty when nobody has stated it.
    pub target: String,
    /// How long a failover of SQL Server takes where that is an example of a template, in words; else empty.
    pub example: String,
    /// Losses that interrupt or stop something, longest recovery first.
    pub rows: Vec<RecoveryRow>,
}

impl Recovery {
    /// The row of the longest recovery; `None` when no loss interrupts anything.
    pub fn longest(&self) -> Option<&RecoveryRow> {
        self.rows.first()
    }

    /// Every loss after which it takes so long.
    pub(super) fn names_of_longest(&self) -> Vec<String> {
        let Some(longest) = self.longest() else { return Vec::new() };
        let alike = self.rows.iter().filter(|it| (it.rank, &it.back) == (longest.rank, &longest.back));
        alike.flat_map(|it| it.names.iter().cloned()).collect()
    }
}

pub(super) fn recovery(document: &Document, analysis: &Analysis) -> Recovery {
    let target = stated(document.environment.rto_minutes.as_ref());
    let target_secs = target.map(|it| it.value * 60.0);
    // Each with what a person has to do, whichever of its parts is lost.
    let mut rows: Vec<(RecoveryRow, Vec<String>)> = Vec::new();
    let structure = &analysis.failures.structure;
    let all: Vec<&str> = analysis.failures.impact.iter().map(|it| it.name.as_str()).collect();
    let losses = analysis.failures.impact.iter().filter(|it| !it.contained && it.kind >= LossKind::FailsOver);
    for loss in losses {
        let result = play(document, structure, &[DrillStep::fail(loss.part)]).result;
        if result.full_service == Answer::NeverAway {
            continue;
        }
        let whole = crate::dependency::ServiceKind::Whole;
        let is_away = |state: ServiceState| state >= ServiceState::Interrupted;
        let away = result.services.iter().filter(|it| it.kind != whole && is_away(it.worst.max(it.last)));
        let row = RecoveryRow {
            names: vec![loss.name.clone()],
            said: String::new(),
            away: away.map(|it| it.name.clone()).collect(),
            back: result.full_service.label(),
            fit: fit(&result.full_service, target_secs),
            by_hand: by_hand(&result),
            rank: rank(&result.full_service),
        };
        let steps = of_any(&row, &all);
        let same = |(it, of_it): &&mut (RecoveryRow, Vec<String>)| {
            (&it.away, &it.back, of_it.as_slice()) == (&row.away, &row.back, steps.as_slice())
        };
        match rows.iter_mut().find(same) {
            Some((known, _)) => {
                known.by_hand = steps;
                known.names.extend(row.names);
            }
            None => rows.push((row, steps)),
        }
    }
    let mut rows: Vec<RecoveryRow> = rows.into_iter().map(|(row, _)| row).collect();
    let census = Census::new(document);
    for row in &mut rows {
        row.said = census.list(&row.names);
    }
    rows.sort_by_key(|it| std::cmp::Reverse(it.rank));
    let target = target.map(|it| format!("{} ({})", span(it.value * 60.0), it.provenance.word()));
    let failover = document.environment.sql_failover_secs.as_ref();
    let example = failover.filter(|it| it.provenance == Provenance::Example).map(|it| span(it.value));
    Recovery { target: target.unwrap_or_default(), example: example.unwrap_or_default(), rows }
}

/// What a person has to do. What is over only when people have acted never needs nothing of them.
fn by_hand(result: &ResultCard) -> Vec<String> {
    let steps: Vec<String> = result.steps.iter().map(|it| it.text.clone()).collect();
    if steps.is_empty() && result.full_service == Answer::ByHand { vec![REPAIR.to_owned()] } else { steps }
}

/// What a person has to do, whichever of the parts is lost. `all` are the names of all that can be lost: a step that names
/// something else in whose name that of the part stands, such as a SQL instance named after its computer, stays as it is.
fn of_any(row: &RecoveryRow, all: &[&str]) -> Vec<String> {
    let name = row.names.first().map_or("", String::as_str);
    let longer: Vec<&str> = all.iter().copied().filter(|it| *it != name && it.contains(name)).collect();
    let names_another = |step: &str| longer.iter().any(|it| step.contains(it));
    let step = |step: &String| {
        if name.is_empty() || names_another(step) { step.clone() } else { step.replace(name, "it") }
    };
    row.by_hand.iter().map(step).collect()
}

fn fit(answer: &Answer, target: Option<f64>) -> TargetFit {
    let Some(target) = target else { return TargetFit::NoTarget };
    match answer {
        Answer::NeverAway => TargetFit::Met,
        Answer::ByItself(when) if when.earliest_secs > target => TargetFit::Missed,
        Answer::ByItself(when) if when.is_known() && when.latest_secs <= target => TargetFit::Met,
        Answer::ByItself(_) | Answer::Band(_) | Answer::ByHand => TargetFit::Unknown,
    }
}

fn rank(answer: &Answer) -> (u8, u64) {
    let millis = |secs: f64| (secs * 1000.0) as u64;
    match answer {
        Answer::NeverAway => (0, 0),
        Answer::ByItself(when) => (1 + u8::from(!when.is_known()), millis(when.latest_secs)),
        Answer::Band(when) => (3, millis(when.latest_secs)),
        Answer::ByHand => (4, 0),
    }
}
