//! How long it takes until full service is back after each loss and what data is lost, against the targets, and what needs
//! a person.

mod examples;
mod lost;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::dependency::{ImpactRow, LossKind, Part};
use crate::drill::{Answer, ServiceState, Stage, span};
use crate::model::{Document, DrillStep, Element};
use crate::report::census::Census;
use crate::sources::stated;

pub(super) use steps::LOST_DATABASE;
use steps::Steps;

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
    /// Which data is lost or may be, in words; empty where the drill says that none is.
    pub lost: Vec<String>,
    /// That against the accepted loss of data.
    pub lost_fit: TargetFit,
    /// How bad it is, to find the longest: people before unknown durations before seconds.
    rank: (u8, u64),
}

/// What losses have in common that recover in the same way.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    away: Vec<String>,
    back: String,
    /// What a person does and which data is lost, whichever of the parts is lost.
    said: [Vec<String>; 2],
}

/// The recovery table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The accepted time to recover, in words; empty when nobody has stated it.
    pub target: String,
    /// The accepted loss of data, in words; empty when nobody has stated it.
    pub accepted_loss: String,
    /// How often logs are backed up, in words; empty when nobody has stated it.
    pub log_interval: String,
    /// Figures of a template that decide recoveries and that nobody has confirmed, in words.
    pub examples: Vec<String>,
    /// Losses that interrupt or stop something, longest recovery first.
    pub rows: Vec<RecoveryRow>,
}

impl Recovery {
    /// The row of the longest recovery; `None` when no loss interrupts anything.
    pub fn longest(&self) -> Option<&RecoveryRow> {
        self.rows.first()
    }

    /// Every loss that has a row.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        self.rows.iter().flat_map(|it| it.names.iter().map(String::as_str)).collect()
    }

    /// Every loss after which data is lost or may be, those that may lose more than is accepted first.
    pub(super) fn names_of_losing(&self) -> Vec<String> {
        let mut losing: Vec<&RecoveryRow> = self.rows.iter().filter(|it| !it.lost.is_empty()).collect();
        losing.sort_by_key(|it| it.lost_fit != TargetFit::Missed);
        losing.iter().flat_map(|it| it.names.iter().cloned()).collect()
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
    let mut rows: Vec<RecoveryRow> = Vec::new();
    // Where the row of losses stands that recover alike.
    let mut known: BTreeMap<Alike, usize> = BTreeMap::new();
    let mut examples: Vec<String> = Vec::new();
    let stage = Stage::new(document, &analysis.failures.structure);
    let steps = Steps::new(document, &analysis.failures.impact);
    for loss in analysis.failures.impact.iter().filter(|it| stands_by_itself(it)) {
        let drill = stage.outcome(&[DrillStep::fail(loss.part)]);
        let result = &drill.result;
        if result.full_service.took_nothing() {
            continue;
        }
        examples::of(&drill, &mut examples);
        let whole = crate::dependency::ServiceKind::Whole;
        let is_away = |state: ServiceState| state >= ServiceState::Interrupted;
        let away =
            result.services.iter().filter(|it| it.kind != whole && !it.never_works() && is_away(it.worst.max(it.last)));
        let row = RecoveryRow {
            names: vec![loss.name.clone()],
            said: String::new(),
            away: away.map(|it| it.name.clone()).collect(),
            back: result.full_service.label(),
            fit: fit(&result.full_service, target_secs),
            by_hand: steps.of(result),
            lost: result.lost_data.iter().map(|it| it.sentence(document)).collect(),
            lost_fit: lost::fit(document, &result.lost_data),
            rank: rank(&result.full_service),
        };
        let of_any = [&row.by_hand, &row.lost].map(|it| steps.of_any(loss, it));
        let key = Alike { away: row.away.clone(), back: row.back.clone(), said: of_any.clone() };
        match known.get(&key).and_then(|at| rows.get_mut(*at)) {
            Some(known) => {
                [known.by_hand, known.lost] = of_any;
                known.names.extend(row.names);
            }
            None => {
                known.insert(key, rows.len());
                rows.push(row);
            }
        }
    }
    let census = Census::new(document);
    for row in &mut rows {
        row.said = census.list(&row.names);
    }
    rows.sort_by_key(|it| std::cmp::Reverse(it.rank));
    let minutes = |it: &crate::sources::Sourced<f64>| format!("{} ({})", span(it.value * 60.0), it.provenance.word());
    Recovery {
        target: target.map(minutes).unwrap_or_default(),
        accepted_loss: stated(document.environment.rpo_minutes.as_ref()).map(minutes).unwrap_or_default(),
        log_interval: document.backup.log_interval_minutes.as_ref().map(minutes).unwrap_or_default(),
        examples,
        rows,
    }
}

/// Whether a loss has a recovery of its own: not what lies on something else and is mended with it. A database whose own
/// data is lost is not mended by what it lies on.
fn stands_by_itself(loss: &ImpactRow) -> bool {
    let is_data = matches!(loss.part, Part::Element(Element::Database(_)));
    (!loss.contained || is_data) && loss.kind >= LossKind::FailsOver
}

fn fit(answer: &Answer, target: Option<f64>) -> TargetFit {
    let Some(target) = target else { return TargetFit::NoTarget };
    match answer {
        Answer::NeverAway | Answer::NothingTaken => TargetFit::Met,
        Answer::ByItself(when) if when.earliest_secs > target => TargetFit::Missed,
        Answer::ByItself(when) if when.is_known() && when.latest_secs <= target => TargetFit::Met,
        Answer::ByItself(_) | Answer::Band(_) | Answer::ByHand => TargetFit::Unknown,
    }
}

fn rank(answer: &Answer) -> (u8, u64) {
    let millis = |secs: f64| (secs * 1000.0) as u64;
    match answer {
        Answer::NeverAway | Answer::NothingTaken => (0, 0),
        Answer::ByItself(when) => (1 + u8::from(!when.is_known()), millis(when.latest_secs)),
        Answer::Band(when) => (3, millis(when.latest_secs)),
        Answer::ByHand => (4, 0),
    }
}
