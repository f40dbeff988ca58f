//! The capacity of a design as it is reported: normal operation, the worst single loss, and each tier.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::estimate::{Estimate, estimate_layout};
use super::layout::Layout;
use super::parameters::Parameters;
use super::state::State;
use crate::dependency::Loss;
use crate::model::{ComputerId, Document, TierId};

/// What the estimate leaves out, to be printed beside it.
pub const NOT_MODELED: &[&str] = &[
    "Memory and garbage collection",
    "Disk operations and queues",
    "Network, requests and connections to back ends; the default is two HTTP connections per destination",
    "Tracking: the published labs ran without it; with ten tracked properties one lab fell from 290 to 40 messages/s, with bodies to 20",
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

/// One computer lost, and what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputerLoss {
    /// The lost computer.
    pub computer: ComputerId,
    /// Its name.
    pub name: String,
    /// What the rest sustains.
    pub estimate: Estimate,
}

/// Headroom of one tier: what its computers let through, in messages per second (P50).
#[derive(Clone, Debug, PartialEq)]
pub struct TierHeadroom {
    /// The tier.
    pub tier: TierId,
    /// Its name.
    pub name: String,
    /// In normal operation.
    pub normal_per_sec: f64,
    /// With the computer of this tier lost that costs most; `None` when the tier carries nothing that can be lost.
    pub one_lost_per_sec: Option<f64>,
    /// That computer.
    pub lost: Option<(ComputerId, String)>,
    /// Peak load over `normal_per_sec`; `None` = peak load not stated.
    pub used_normal: Option<f64>,
    /// Peak load over `one_lost_per_sec`; `None` = peak load not stated; infinite when nothing gets through.
    pub used_one_lost: Option<f64>,
}

/// The capacity of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityReport {
    /// Normal operation.
    pub normal: Estimate,
    /// The single computer whose loss leaves least; `None` when nothing is estimated.
    pub worst_loss: Option<ComputerLoss>,
    /// Each tier with computers that carry work, in the order of the canvas.
    pub tiers: Vec<TierHeadroom>,
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

    /// What the estimate leaves out.
    pub fn not_modeled(&self) -> &'static [&'static str] {
        NOT_MODELED
    }
}

/// Estimates normal operation, every loss of one computer, and each tier.
pub fn capacity_report(document: &Document) -> CapacityReport {
    let layout = Layout::new(document, Parameters::published());
    let normal = estimate_layout(document, &layout, &Loss::none());
    if !layout.missing.is_empty() {
        return CapacityReport { normal, worst_loss: None, tiers: Vec::new() };
    }
    let losses = Losses::of(&layout);
    let worst_loss = losses.worst().map(|(computer, name)| ComputerLoss {
        computer,
        estimate: estimate_layout(document, &layout, &Loss::of_computer(computer)),
        name,
    });
    let tiers = tiers(document, &layout, &losses);
    CapacityReport { normal, worst_loss, tiers }
}

/// What one loss leaves.
struct Outcome {
    computer: ComputerId,
    name: String,
    tier: TierId,
    limit: f64,
    /// The limits of all computers, lowest first.
    computer_limits: Vec<f64>,
    by_tier: BTreeMap<TierId, f64>,
}

struct Losses(Vec<Outcome>);

impl Losses {
    /// Every loss of one computer; computers that do exactly the same are tried once per tier.
    fn of(layout: &Layout) -> Self {
        let mut tried = BTreeSet::new();
        let mut outcomes = Vec::new();
        let mut order: Vec<usize> = (0..layout.computers.len()).collect();
        order.sort_by_key(|at| layout.computers.get(*at).map(|it| it.id));
        for at in order {
            let Some(computer) = layout.computers.get(at) else { continue };
            if !tried.insert(signature(layout, at)) {
                continue;
            }
            let state = State::new(layout, &Loss::of_computer(computer.id));
            let mut computer_limits: Vec<f64> =
                (0..layout.computers.len()).map(|at| state.computer_limit(at)).collect();
            computer_limits.sort_by(f64::total_cmp);
            outcomes.push(Outcome {
                computer: computer.id,
                name: computer.name.clone(),
                tier: computer.tier,
                limit: state.limit(),
                computer_limits,
                by_tier: tier_limits(&state),
            });
        }
        Self(outcomes)
    }

    /// The loss that leaves the lowest rate; of equals the one with the busier survivors, then the lowest id.
    fn worst(&self) -> Option<(ComputerId, String)> {
        let lowest = self.0.iter().min_by(|a, b| {
            let computers = a.computer_limits.iter().zip(&b.computer_limits);
            let busier = computers.map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
            a.limit.total_cmp(&b.limit).then(busier.unwrap_or(Ordering::Equal))
        })?;
        Some((lowest.computer, lowest.name.clone()))
    }
}

/// Equal for computers whose loss has the same effect: same tier, same cores, same unclustered hosts, no database.
fn signature(layout: &Layout, at: usize) -> (TierId, u64, Vec<usize>, Option<ComputerId>) {
    let hosts: Vec<usize> = (0..layout.hosts.len())
        .filter(|index| layout.hosts.get(*index).is_some_and(|host| host.computers.contains(&at)))
        .collect();
    let clustered = hosts.iter().any(|index| layout.hosts.get(*index).is_some_and(|host| host.clustered));
    let holds_data = layout.databases.iter().any(|database| database.computers.contains(&at));
    let computer = layout.computers.get(at);
    let own = computer.filter(|_| clustered || holds_data).map(|it| it.id);
    (computer.map(|it| it.tier).unwrap_or_default(), computer.map_or(0, |it| it.biztalk_cores.to_bits()), hosts, own)
}

/// The lowest limit among the computers of each tier; contention counts where a MessageBox runs. Zero when nothing
/// passes, infinite where no work is left.
fn tier_limits(state: &State<'_>) -> BTreeMap<TierId, f64> {
    let passes = state.limit() > 0.0;
    let mut limits: BTreeMap<TierId, f64> = BTreeMap::new();
    let mut lower = |tier: TierId, limit: f64| {
        let known = limits.entry(tier).or_insert(f64::INFINITY);
        *known = known.min(if passes { limit } else { 0.0 });
    };
    for (at, computer) in state.layout.computers.iter().enumerate() {
        lower(computer.tier, state.computer_limit(at));
    }
    let contention = state.contention_limit();
    for computer in state.message_box_homes() {
        lower(computer.tier, contention);
    }
    limits
}

fn tiers(document: &Document, layout: &Layout, losses: &Losses) -> Vec<TierHeadroom> {
    let normal = tier_limits(&State::new(layout, &Loss::none()));
    let peak = layout.peak.as_ref().map(|peak| peak.value);
    let order = document.tier_rows.iter().flatten();
    order
        .filter_map(|tier| {
            let normal_per_sec = *normal.get(tier)?;
            let name = document.tiers.get(tier)?.name.clone();
            let of_tier = losses.0.iter().filter(|outcome| outcome.tier == *tier);
            let worst = of_tier
                .filter_map(|outcome| Some((outcome, *outcome.by_tier.get(tier)?)))
                .map(|(outcome, limit)| (outcome, if limit.is_finite() { limit } else { outcome.limit }))
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let used = |limit: f64| peak.map(|peak| peak / limit);
            Some(TierHeadroom {
                tier: *tier,
                name,
                normal_per_sec,
                one_lost_per_sec: worst.map(|(_, limit)| limit),
                lost: worst.map(|(outcome, _)| (outcome.computer, outcome.name.clone())),
                used_normal: used(normal_per_sec),
                used_one_lost: worst.and_then(|(_, limit)| used(limit)),
            })
        })
        .filter(|tier| tier.normal_per_sec.is_finite())
        .collect()
}

#[cfg(test)]
mod tests;
