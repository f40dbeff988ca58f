//! The estimate of a design: what rate it sustains, what limits it, and how busy each computer is at the peak load.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::assumptions::{EVEN_SPREAD, VIRTUAL_CONTENTION};
use super::formulas::growth;
use super::formulas::uncertainty::Interval;
use super::inputs::CapacityInput;
use super::parameters::Parameters;
use super::placement::Placement;
use super::response::ResponseModel;
use super::roofline::{Limiter, LimiterKind, Roofline};
use super::shown::{inputs_of, stated_beside};
use super::state::State;
use super::warnings::{self, CapacityWarning};
use super::words::two_figures;
use super::{flows, further, limiters};
use crate::dependency::{Loss, Structure};
use crate::model::index::Index;
use crate::model::{BizTalkGroupId, ComputerId, Document};
use crate::sources::{AssumptionId, Provenance, SourceId, Sourced, stated};

/// What stands where a utilization would need a peak load that nobody stated.
pub const PEAK_NOT_STATED: &str = "peak load not stated";

/// Whether the stated peak load fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Below the P10 of the sustainable rate.
    Likely,
    /// Between P10 and P90.
    Possible,
    /// Above the P90.
    Unlikely,
}

impl Fit {
    /// The words a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Likely => "Likely fits",
            Self::Possible => "May not fit",
            Self::Unlikely => "Does not fit",
        }
    }

    pub(super) fn of(load: f64, rate: &Interval) -> Self {
        if load < rate.p10 {
            Self::Likely
        } else if load <= rate.p90 {
            Self::Possible
        } else {
            Self::Unlikely
        }
    }
}

/// How busy one computer is. Utilizations are shares of its processors, 0 to 1 and beyond when overloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputerUse {
    /// The computer.
    pub computer: ComputerId,
    /// Its name.
    pub name: String,
    /// Its cores, stated or assumed.
    pub cores: Sourced<f64>,
    /// Share of the computer that each message per second takes: the result per unit of load.
    pub per_message_per_sec: f64,
    /// Utilization at the stated peak load; `None` = peak load not stated, or no message passes.
    pub at_peak: Option<f64>,
    /// Utilization at the sustainable rate; `None` when no message passes.
    pub at_limit: Option<f64>,
    /// Whether it is one of the BizTalk computers.
    pub runs_hosts: bool,
    /// Whether a MessageBox runs on it.
    pub runs_message_box: bool,
}

/// An estimate of a design in one state. Always an estimate: only a load test predicts sustainable throughput.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The BizTalk group it is about; `None` when none is drawn.
    pub biztalk_group: Option<BizTalkGroupId>,
    /// Maximum sustainable messages per second as P10-P50-P90; `None` when the drawing lacks something, see `missing`.
    pub rate: Option<Interval>,
    /// What the drawing lacks for an estimate, in words; empty otherwise.
    pub missing: Vec<String>,
    /// Every limiter, lowest first.
    pub limiters: Arc<Roofline>,
    /// Stated peak load in messages per second; `None` = peak load not stated.
    pub peak: Option<Sourced<f64>>,
    /// The peak load after the years of the horizon; `None` without peak load, growth or horizon.
    pub grown_peak_per_sec: Option<f64>,
    /// Whether the peak load, grown where that is known, fits; `None` without a peak load or a rate.
    pub fit: Option<Fit>,
    /// Years until the growing peak load reaches the rate; 0 when it is already above; `None` without growth.
    pub years_to_limit: Option<f64>,
    /// Each computer that runs hosts or databases in this state.
    pub computers: Vec<ComputerUse>,
    /// Busiest computer with a MessageBox at the peak load; `None` = peak load not stated, or no message passes.
    pub database_tier_at_peak: Option<f64>,
    /// Figures it rests on, stated or assumed.
    pub inputs: Vec<CapacityInput>,
    /// Reasons why the design lies outside what the model was fitted on; empty when inside.
    pub extrapolated: Vec<String>,
    /// What could be estimated if more were stated: "what: what to state".
    pub not_estimated: Vec<String>,
    /// What to look at, most urgent first.
    pub warnings: Vec<CapacityWarning>,
    /// Response time over load; `None` when no message passes.
    pub response: Option<ResponseModel>,
    /// Assumptions of ours that it rests on.
    pub assumptions: BTreeSet<AssumptionId>,
    /// Sources of the figures it rests on.
    pub because: BTreeSet<SourceId>,
}

impl Estimate {
    /// What limits the rate, in words; `None` when nothing is estimated.
    pub fn bottleneck(&self) -> Option<&Limiter> {
        self.limiters.bottleneck()
    }

    /// "Raising … moves the limit to … at … messages/s"; `None` when there is no further limiter or nothing passes.
    pub fn next_limit(&self) -> Option<String> {
        let [first, second, ..] = self.limiters.ranked() else { return None };
        if first.kind == LimiterKind::Unavailable {
            return None;
        }
        let rate = two_figures(second.rate.p50);
        Some(format!("Raising “{}” moves the limit to “{}” at {rate} messages/s", first.name, second.name))
    }

    /// Load over sustainable rate at the stated peak load; `None` = peak load not stated, or no message passes.
    pub fn used(&self) -> Option<f64> {
        let rate = self.rate?.p50;
        (rate > 0.0).then_some(())?;
        self.peak.as_ref().map(|peak| peak.value / rate)
    }

    /// The load that has to fit: the peak load, grown where growth and horizon are stated; `None` = not stated.
    pub fn load_to_carry(&self) -> Option<f64> {
        self.grown_peak_per_sec.or_else(|| self.peak.as_ref().map(|peak| peak.value))
    }

    /// What growth means for the middle of the range, in words; `None` = peak load or growth not stated.
    pub fn growth_text(&self) -> Option<String> {
        let years = self.years_to_limit?;
        Some(if years > 0.0 {
            format!("With the stated growth the middle of the range is reached in {} years.", two_figures(years))
        } else {
            "The peak load is already above the middle of the range.".to_owned()
        })
    }

    /// How many of the inputs are assumptions, and how many there are.
    pub fn assumed_inputs(&self) -> (usize, usize) {
        (self.inputs.iter().filter(|input| input.is_assumption()).count(), self.inputs.len())
    }
}

/// Estimates the first BizTalk group with a MessageBox of a design with some computers lost, with the published parameters.
///
/// Only the primary site counts. A host runs where its host instances are enabled, a clustered host on one of its
/// owners; a SQL instance on its active owner or the next one left; losing any MessageBox stops all of them
/// (`core/the-messagebox-database`).
///
/// Where the failure logic `structure` says that no message passes any more, the rate is zero.
pub fn estimate(document: &Document, structure: &Structure, loss: &Loss) -> Estimate {
    let placement = Placement::new(document, Parameters::published());
    estimate_placement(document, structure, &placement, loss)
}

/// What losses leave of each BizTalk group of a design, the first one with a MessageBox first; at least one. The design is
/// read once for all losses.
pub(crate) struct Rates<'a> {
    document: &'a Document,
    structure: &'a Structure,
    placements: Vec<Placement>,
}

impl<'a> Rates<'a> {
    pub(crate) fn new(document: &'a Document, structure: &'a Structure) -> Self {
        Self { document, structure, placements: Placement::all(document, &Parameters::published()) }
    }

    /// The BizTalk groups; `None` where none is drawn.
    pub(crate) fn groups(&self) -> impl Iterator<Item = Option<BizTalkGroupId>> + '_ {
        self.placements.iter().map(|it| it.biztalk_group)
    }

    /// The estimate of each BizTalk group.
    pub(crate) fn estimates(&self, loss: &Loss) -> Vec<Estimate> {
        let estimate = |it| estimate_placement(self.document, self.structure, it, loss);
        self.placements.iter().map(estimate).collect()
    }

    /// The peak load of the BizTalk group at this position in messages per second; `None` = not stated, or the drawing lacks
    /// something for an estimate.
    pub(crate) fn peak(&self, group: usize) -> Option<&Sourced<f64>> {
        self.placements.get(group).filter(|it| it.missing.is_empty())?.peak.as_ref()
    }

    /// The middle of what a loss leaves the BizTalk group at this position, in messages per second; `None` = the drawing
    /// lacks something.
    pub(crate) fn left_per_sec(&self, group: usize, loss: &Loss) -> Option<f64> {
        let (_, limiters) = limited(self.document, self.structure, self.placements.get(group)?, loss);
        limiters.bottleneck().map(|it| it.rate.p50)
    }
}

pub(super) fn estimate_placement(
    document: &Document,
    structure: &Structure,
    placement: &Placement,
    loss: &Loss,
) -> Estimate {
    let (state, limiters) = limited(document, structure, placement, loss);
    let rate = limiters.rate();
    let load = placement.peak.as_ref().map(|peak| peak.value);
    let growth_share = growth_share(document);
    let years = document.workload.growth_years.as_ref().map(|it| it.value);
    let grown = load.zip(growth_share).zip(years);
    let grown = grown.map(|((load, share), years)| growth::load_after(load, share, years));
    let flows = rate.is_some_and(|rate| rate.p50 > 0.0);
    let computers = if placement.missing.is_empty() { computer_uses(&state, rate, flows) } else { Vec::new() };
    let (mut inputs, used) = inputs_of(placement);
    inputs.extend(stated_beside(document));
    let mut result = Estimate {
        biztalk_group: placement.biztalk_group,
        rate,
        missing: placement.missing.clone(),
        peak: placement.peak.clone(),
        grown_peak_per_sec: grown,
        fit: grown.or(load).zip(rate).map(|(load, rate)| Fit::of(load, &rate)),
        years_to_limit: growth_share
            .and_then(|share| growth::years_to(load?, share, rate.filter(|_| flows)?.p50))
            .map(|years| years.max(0.0)),
        database_tier_at_peak: computers
            .iter()
            .filter(|it| it.runs_message_box)
            .filter_map(|it| it.at_peak)
            .reduce(f64::max),
        computers,
        extrapolated: warnings::extrapolated(document, placement),
        not_estimated: further::not_estimated(placement),
        response: rate.filter(|_| flows).and_then(|rate| ResponseModel::new(&state, rate.p50)),
        warnings: Vec::new(),
        limiters: Arc::new(limiters),
        inputs,
        assumptions: BTreeSet::from([AssumptionId(EVEN_SPREAD.to_owned())]),
        because: BTreeSet::new(),
    };
    if placement.missing.is_empty() {
        result.warnings = warnings::warnings(document, placement, &state, &result);
        result.because.extend(result.warnings.iter().filter_map(|it| it.because.clone()));
    }
    result.assumptions.extend(flows::assumptions(&placement.mix, document));
    if state.message_box_homes().any(|it| it.is_virtual == Some(true)) {
        result.assumptions.insert(AssumptionId(VIRTUAL_CONTENTION.to_owned()));
    }
    for value in used.iter().chain(result.inputs.iter().map(|input| &input.value)) {
        match &value.provenance {
            Provenance::Documented(id) => drop(result.because.insert(id.clone())),
            Provenance::Derived(ids) => result.because.extend(ids.iter().cloned()),
            Provenance::Default(id) => drop(result.assumptions.insert(id.clone())),
            Provenance::Measured { .. } | Provenance::Entered { .. } | Provenance::Example => {}
        }
    }
    result
}

/// What a loss leaves, and everything that limits it there; nothing where the drawing lacks something.
pub(super) fn limited<'a>(
    document: &Document,
    structure: &Structure,
    placement: &'a Placement,
    loss: &Loss,
) -> (State<'a>, Roofline) {
    let stopped = structure.nothing_passes(&structure.evaluate(document, loss), placement.biztalk_group);
    let lost = if loss.is_none() {
        Loss::none()
    } else {
        let index = Index::new(document);
        loss.spelled_out(&index).without_restarting(&index)
    };
    let state = State::new(placement, &lost).stopped(stopped);
    let limiters = if placement.missing.is_empty() { limiters::roofline(&state, None) } else { Roofline::default() };
    (state, limiters)
}

/// Growth per year as a share; `None` = not stated.
fn growth_share(document: &Document) -> Option<f64> {
    stated(document.workload.growth_percent_per_year.as_ref()).map(|it| it.value / 100.0)
}

fn computer_uses(state: &State<'_>, rate: Option<Interval>, flows: bool) -> Vec<ComputerUse> {
    let placement = state.placement;
    let homes: BTreeSet<ComputerId> = state.message_box_homes().map(|it| it.id).collect();
    let load = placement.peak.as_ref().map(|peak| peak.value).filter(|_| flows);
    let limit = rate.map(|rate| rate.p50).filter(|_| flows);
    let rows = placement.computers.iter().zip(&state.work).enumerate();
    let mut uses: Vec<ComputerUse> = rows
        .filter(|(at, _)| !state.is_lost(*at))
        .map(|(_, (computer, work))| ComputerUse {
            computer: computer.id,
            name: computer.name.clone(),
            cores: computer.cores.clone(),
            per_message_per_sec: work.total(),
            at_peak: load.map(|load| load * work.total()),
            at_limit: limit.map(|limit| limit * work.total()),
            runs_hosts: computer.runs_hosts,
            runs_message_box: homes.contains(&computer.id),
        })
        .collect();
    uses.sort_by_key(|it| it.computer);
    uses
}

#[cfg(test)]
pub(super) mod tests;
