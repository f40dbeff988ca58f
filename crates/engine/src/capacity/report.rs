//! The capacity of a design as it is reported: normal operation, every failure mode, each tier, and what comes after.

use super::calibration::Calibration;
use super::estimate::{Estimate, Fit, Sustained, estimate_placement};
use super::formulas::uncertainty::Interval;
use super::modes::{FailureMode, ModeRate, TierHeadroom, modes};
use super::outlook::{Outlook, outlook};
use super::parameters::Parameters;
use super::placement::Placement;
use super::sensitivity::{Narrowing, narrowings};
use crate::dependency::{Loss, Structure};
use crate::model::{BizTalkGroupId, Document, Part};

/// What the estimate leaves out, to be printed beside it.
pub(super) const NOT_MODELED: &[&str] = &[
    "Memory and garbage collection",
    "Queues at disks beyond a number of operations per second",
    "BAM",
    "Backups, log shipping and purging while messages flow",
    "The effect of message size on throughput",
    "The cost of single adapters, and of flat-file parsing",
    "Ordered delivery and convoys",
    "The cost of synchronous commit in availability groups",
    "Wide-area networks",
    "How long a load balancer needs to notice a lost member",
    "Hypervisors after 2009",
    "How BizTalk processor time splits over hosts beyond an even split of receiving and sending",
    "Processors beyond a linear speed factor",
    "Products after BizTalk Server 2013 R2: no figures are public",
];

/// Why all of it is an estimate, with the pages that say so.
pub const ONLY_AN_ESTIMATE: &str = "Microsoft publishes no formula for what a given hardware can do and calls its own figures a rough rule of thumb \
     (tg/phase-1-scoping-the-assessment); only a load test predicts sustainable throughput (core/how-to-investigate-bottlenecks).";

/// One part lost, and what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct WorstLoss {
    /// The lost part: a computer, or something else that stops all messages alone.
    pub part: Part,
    /// Its name.
    pub name: String,
    /// What the rest sustains.
    pub estimate: Estimate,
}

/// The estimate of one failure mode of the whole design.
#[derive(Clone, Debug, PartialEq)]
pub struct ModeEstimate {
    /// The worst case of the mode: what is lost and what is left (P50).
    pub rate: ModeRate,
    /// What the rest sustains as P10-P50-P90, in messages per second; `None` when nothing can be estimated.
    pub sustains: Option<Interval>,
    /// Whether the peak load, grown where that is known, fits; `None` without a peak load.
    pub fit: Option<Fit>,
    /// What limits the rest; `None` when nothing is estimated.
    pub bottleneck: Option<String>,
}

/// The capacity of a BizTalk group of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityReport {
    /// The BizTalk group; `None` when none is drawn.
    pub biztalk_group: Option<BizTalkGroupId>,
    /// Its name.
    pub name: String,
    /// Normal operation.
    pub normal: Estimate,
    /// The single part whose loss leaves least: a computer, or another part without which no message passes; sites and
    /// physical hosts are failure modes of their own. `None` when nothing is estimated.
    pub worst_loss: Option<WorstLoss>,
    /// The whole design in each failure mode, normal operation first; a mode without anything to lose is absent.
    pub modes: Vec<ModeEstimate>,
    /// Each tier with computers that carry work, in the order of the canvas.
    pub tiers: Vec<TierHeadroom>,
    /// What load tests taught; `None` without any.
    pub calibration: Option<Calibration>,
    /// What narrows the range if it is measured, the most first.
    pub narrowings: Vec<Narrowing>,
    /// Growth, failover and tracking.
    pub outlook: Outlook,
    /// The other BizTalk groups of the design, each with its own report.
    pub others: Vec<Self>,
}

impl CapacityReport {
    /// How many of how many inputs are assumptions: `6 of 11 inputs are assumptions`.
    pub fn assumption_count(&self) -> String {
        let (assumed, all) = self.normal.assumed_inputs();
        let (noun, verb) = match assumed {
            1 => ("an assumption", "is"),
            _ => ("assumptions", "are"),
        };
        format!("{assumed} of {all} inputs {verb} {noun}")
    }

    /// This report and those of the other BizTalk groups.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// What sentences about a rate of several BizTalk groups say of each, such as `Orders: `; nothing where the design has
    /// one.
    pub fn groups_in_words(&self) -> impl Iterator<Item = (String, &Self)> {
        let is_one_of_many = !self.others.is_empty();
        self.all().map(move |it| (if is_one_of_many { format!("{}: ", it.name) } else { String::new() }, it))
    }

    /// What the model leaves out of every estimate.
    pub fn not_modeled(&self) -> &'static [&'static str] {
        NOT_MODELED
    }

    /// The whole design in a failure mode; `None` when nothing can be lost that way.
    pub fn mode(&self, mode: FailureMode) -> Option<&ModeEstimate> {
        self.modes.iter().find(|it| it.rate.mode == mode)
    }
}

/// Estimates normal operation and every failure mode, of the whole design and of each tier, for every BizTalk group; the
/// report is about the first one with a MessageBox.
///
/// `structure` is the failure logic of the design: where it says that no message passes, the rate is zero.
pub fn capacity_report(document: &Document, structure: &Structure) -> CapacityReport {
    let placements = Placement::all(document, &Parameters::published());
    let mut reports = placements.iter().map(|placement| report(document, structure, placement));
    let first = reports.next();
    let others = reports.collect();
    // There is always a first placement.
    first.map_or_else(
        || report(document, structure, &Placement::new(document, Parameters::published())),
        |first| CapacityReport { others, ..first },
    )
}

fn report(document: &Document, structure: &Structure, placement: &Placement) -> CapacityReport {
    let normal = estimate_placement(document, structure, placement, &Loss::none());
    let group = placement.biztalk_group.and_then(|id| document.biztalk_groups.get(&id));
    let mut result = CapacityReport {
        biztalk_group: placement.biztalk_group,
        name: group.map(|group| group.name.clone()).unwrap_or_default(),
        worst_loss: None,
        modes: Vec::new(),
        tiers: Vec::new(),
        calibration: placement.calibration.clone(),
        narrowings: narrowings(placement),
        outlook: outlook(document, placement, &normal),
        others: Vec::new(),
        normal,
    };
    if !placement.missing.is_empty() {
        return result;
    }
    let modes = modes(document, structure, placement);
    result.tiers = modes.tiers;
    let mut estimated: Vec<ModeEstimate> = Vec::new();
    for rate in modes.design {
        // The worst of all is one of the others.
        let known = estimated.iter().find(|it| it.rate.parts == rate.parts).cloned();
        estimated.push(match known {
            Some(known) => ModeEstimate { rate, ..known },
            None if rate.parts.is_empty() => {
                let (sustains, fit) = (result.normal.rate, result.normal.fit);
                let bottleneck = result.normal.bottleneck().map(|it| it.name.clone());
                ModeEstimate { rate, sustains, fit, bottleneck }
            }
            None => mode_estimate(document, structure, placement, rate),
        });
    }
    let singles = estimated.iter().filter(|it| matches!(it.rate.mode, FailureMode::OneComputer | FailureMode::OnePart));
    let worst = singles.min_by(|a, b| a.rate.limit_per_sec.total_cmp(&b.rate.limit_per_sec));
    result.worst_loss = worst.and_then(|it| {
        let part = *it.rate.parts.first()?;
        let loss = Loss { parts: it.rate.parts.clone() };
        let estimate = estimate_placement(document, structure, placement, &loss);
        Some(WorstLoss { part, name: it.rate.lost.clone(), estimate })
    });
    result.modes = estimated;
    result
}

fn mode_estimate(document: &Document, structure: &Structure, placement: &Placement, rate: ModeRate) -> ModeEstimate {
    let left = Sustained::new(document, structure, placement, &Loss { parts: rate.parts.clone() });
    let bottleneck = left.limiters.bottleneck().map(|it| it.name.clone());
    ModeEstimate { rate, sustains: left.rate, fit: left.fit(), bottleneck }
}

#[cfg(test)]
mod tests;
