//! The capacity of a design as it is reported: normal operation, every failure mode, each tier, and what comes after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::calibration::Calibration;
use super::estimate::{Estimate, Fit, estimate_placement, limited};
use super::formulas::uncertainty::Interval;
use super::modes::{FailureMode, ModeRate, TierHeadroom, modes};
use super::outlook::{Outlook, outlook};
use super::parameters::Parameters;
use super::placement::Placement;
use super::roofline::Roofline;
use super::sensitivity::{Narrowing, Narrowings};
use crate::dependency::{Loss, Structure};
use crate::model::{BizTalkGroupId, Document, Part};
use crate::sources::{SourceId, sources};

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

/// Why all of it is an estimate: statements without a period, each with the key of the page that says so.
pub const ONLY_AN_ESTIMATE: [(&str, &str); 2] = [
    (
        "Microsoft publishes no formula for what a given hardware can do and calls its own figures a rough rule of thumb",
        "tg/phase-1-scoping-the-assessment",
    ),
    ("Only a load test predicts sustainable throughput", "core/how-to-investigate-bottlenecks"),
];

/// The same in one line, with the titles of the pages.
pub fn only_an_estimate() -> String {
    let title =
        |key: &str| sources().get(&SourceId(key.to_owned())).map_or(String::new(), |it| format!(" (“{}”)", it.title));
    ONLY_AN_ESTIMATE.map(|(said, key)| format!("{said}{}.", title(key))).join(" ")
}

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
    /// What limits the rest; shared by modes that lose the same.
    limiters: Arc<Roofline>,
    /// The load that has to fit, in messages per second; `None` = not stated.
    load: Option<f64>,
}

impl ModeEstimate {
    /// What the rest sustains as P10-P50-P90, in messages per second; `None` when nothing can be estimated.
    pub fn sustains(&self) -> Option<Interval> {
        self.limiters.rate()
    }

    /// Whether the peak load, grown where that is known, fits; `None` without a peak load.
    pub fn fit(&self) -> Option<Fit> {
        self.load.zip(self.sustains()).map(|(load, rate)| Fit::of(load, &rate))
    }

    /// What limits the rest; `None` when nothing is estimated.
    pub fn bottleneck(&self) -> Option<&str> {
        self.limiters.bottleneck().map(|it| it.name.as_str())
    }
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
    narrowings: Narrowings,
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

    /// What narrows the range of normal operation if it is measured, the most first; empty when nothing does.
    pub fn narrowings(&self) -> &[Narrowing] {
        self.narrowings.get()
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
    let mut placements = Placement::all(document, &Parameters::published());
    // There is always a first placement.
    let first = report(document, structure, placements.remove(0));
    let others = placements.into_iter().map(|placement| report(document, structure, placement)).collect();
    CapacityReport { others, ..first }
}

fn report(document: &Document, structure: &Structure, placement: Placement) -> CapacityReport {
    let placement = Arc::new(placement);
    let normal = estimate_placement(document, structure, &placement, &Loss::none());
    let group = placement.biztalk_group.and_then(|id| document.biztalk_groups.get(&id));
    let mut result = CapacityReport {
        biztalk_group: placement.biztalk_group,
        name: group.map(|group| group.name.clone()).unwrap_or_default(),
        worst_loss: None,
        modes: Vec::new(),
        tiers: Vec::new(),
        calibration: placement.calibration.clone(),
        narrowings: Narrowings::new(Arc::clone(&placement), normal.rate),
        outlook: outlook(document, &placement, &normal),
        others: Vec::new(),
        normal,
    };
    if placement.missing.is_empty() {
        let modes = modes(document, structure, &placement);
        result.tiers = modes.tiers;
        result.worst_loss = worst_loss(document, structure, &placement, &modes.design);
        result.modes = mode_estimates(document, structure, &placement, modes.design, &result);
    }
    result
}

/// The single loss that leaves least, and what it leaves.
fn worst_loss(
    document: &Document,
    structure: &Structure,
    placement: &Placement,
    modes: &[ModeRate],
) -> Option<WorstLoss> {
    let singles = modes.iter().filter(|it| it.mode.is_of_one_part());
    let worst = singles.min_by(|a, b| a.limit_per_sec.total_cmp(&b.limit_per_sec))?;
    let part = *worst.parts.first()?;
    let estimate = estimate_placement(document, structure, placement, &Loss { parts: worst.parts.clone() });
    Some(WorstLoss { part, name: worst.lost.clone(), estimate })
}

/// What limits in each failure mode: several lose the same, and of the worst single loss and normal operation it is known.
fn mode_estimates(
    document: &Document,
    structure: &Structure,
    placement: &Placement,
    rates: Vec<ModeRate>,
    report: &CapacityReport,
) -> Vec<ModeEstimate> {
    let load = report.normal.load_to_carry();
    let mut known = BTreeMap::from([(BTreeSet::new(), Arc::clone(&report.normal.limiters))]);
    known.extend(report.worst_loss.iter().map(|it| (BTreeSet::from([it.part]), Arc::clone(&it.estimate.limiters))));
    let estimate = |rate: ModeRate| {
        let limiters = known.entry(rate.parts.clone()).or_insert_with(|| {
            let (_, limiters) = limited(document, structure, placement, &Loss { parts: rate.parts.clone() });
            Arc::new(limiters)
        });
        ModeEstimate { limiters: Arc::clone(limiters), load, rate }
    };
    rates.into_iter().map(estimate).collect()
}

#[cfg(test)]
mod tests;
