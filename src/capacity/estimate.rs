//! The estimate of a design: what rate it sustains, what limits it, and how busy each computer is at the peak load.

use std::collections::BTreeSet;

use super::assumptions::EVEN_SPREAD;
use super::formulas::growth;
use super::formulas::uncertainty::Interval;
use super::inputs::CapacityInput;
use super::layout::Layout;
use super::limiters;
use super::parameters::{Parameter, Parameters};
use super::roofline::{Limiter, LimiterKind, Roofline};
use super::state::State;
use super::words::{list, two_figures};
use crate::dependency::Loss;
use crate::model::{BizTalkGroupId, ComputerId, Document};
use crate::sources::{AssumptionId, Provenance, SourceId, Sourced};

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

    fn of(load: f64, rate: &Interval) -> Self {
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
    pub limiters: Roofline,
    /// Stated peak load in messages per second; `None` = peak load not stated.
    pub peak: Option<Sourced<f64>>,
    /// Whether the peak load fits; `None` without a peak load or a rate.
    pub fit: Option<Fit>,
    /// Years until the growing peak load reaches the rate; negative when it is already above; `None` without growth.
    pub years_to_limit: Option<f64>,
    /// Each computer that runs hosts or databases in this state.
    pub computers: Vec<ComputerUse>,
    /// Busiest computer with a MessageBox at the peak load; `None` = peak load not stated, or no message passes.
    pub database_tier_at_peak: Option<f64>,
    /// Figures it rests on, stated or assumed.
    pub inputs: Vec<CapacityInput>,
    /// Reasons why the design lies outside what the model was fitted on; empty when inside.
    pub extrapolated: Vec<String>,
    /// Advice that follows from the limiters.
    pub notes: Vec<String>,
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

    /// "Raising it moves the limit to … at … messages/s"; `None` when there is no further limiter or nothing passes.
    pub fn next_limit(&self) -> Option<String> {
        let [first, second, ..] = self.limiters.ranked() else { return None };
        if first.kind == LimiterKind::Unavailable {
            return None;
        }
        let rate = two_figures(second.rate.p50);
        Some(format!("Raising it moves the limit to {rate} messages/s: {}", second.name))
    }

    /// Load over sustainable rate at the stated peak load; `None` = peak load not stated, or no message passes.
    pub fn used(&self) -> Option<f64> {
        let rate = self.rate?.p50;
        (rate > 0.0).then_some(())?;
        self.peak.as_ref().map(|peak| peak.value / rate)
    }

    /// How many of the inputs are assumptions, and how many there are.
    pub fn assumed_inputs(&self) -> (usize, usize) {
        (self.inputs.iter().filter(|input| input.is_assumption()).count(), self.inputs.len())
    }
}

/// Estimates a design with some computers lost, with the published parameters.
///
/// Only the primary site counts. A host runs where its host instances are enabled, a clustered host on one of its
/// owners; a SQL instance on its active owner or the next one left; losing any MessageBox stops all of them
/// (`core/the-messagebox-database`).
pub fn estimate(document: &Document, loss: &Loss) -> Estimate {
    let layout = Layout::new(document, Parameters::published());
    estimate_layout(document, &layout, loss)
}

pub(super) fn estimate_layout(document: &Document, layout: &Layout, loss: &Loss) -> Estimate {
    let state = State::new(layout, loss);
    let limiters = if layout.missing.is_empty() { limiters::roofline(&state) } else { Roofline::default() };
    let rate = limiters.rate();
    let load = layout.peak.as_ref().map(|peak| peak.value);
    let growth_share = document.workload.growth_percent_per_year.as_ref().map(|it| it.value / 100.0);
    let flows = rate.is_some_and(|rate| rate.p50 > 0.0);
    let computers = if layout.missing.is_empty() { computer_uses(&state, rate, flows) } else { Vec::new() };
    let (inputs, used) = inputs_of(layout);
    let mut result = Estimate {
        biztalk_group: layout.biztalk_group,
        rate,
        missing: layout.missing.clone(),
        peak: layout.peak.clone(),
        fit: load.zip(rate).map(|(load, rate)| Fit::of(load, &rate)),
        years_to_limit: growth_share.and_then(|share| growth::years_to(load?, share, rate.filter(|_| flows)?.p50)),
        database_tier_at_peak: computers
            .iter()
            .filter(|it| it.runs_message_box)
            .filter_map(|it| it.at_peak)
            .reduce(f64::max),
        computers,
        extrapolated: extrapolated(document, layout),
        notes: notes(document, layout, &limiters),
        limiters,
        inputs,
        assumptions: BTreeSet::from([AssumptionId(EVEN_SPREAD.to_owned())]),
        because: BTreeSet::new(),
    };
    for value in used.iter().chain(result.inputs.iter().map(|input| &input.value)) {
        match &value.provenance {
            Provenance::Documented(id) => drop(result.because.insert(id.clone())),
            Provenance::Derived(ids) => result.because.extend(ids.iter().cloned()),
            Provenance::Default(id) => drop(result.assumptions.insert(id.clone())),
            Provenance::Measured { .. } | Provenance::Entered { .. } => {}
        }
    }
    result
}

fn computer_uses(state: &State<'_>, rate: Option<Interval>, flows: bool) -> Vec<ComputerUse> {
    let layout = state.layout;
    let homes: BTreeSet<ComputerId> = state.message_box_homes().map(|it| it.id).collect();
    let load = layout.peak.as_ref().map(|peak| peak.value).filter(|_| flows);
    let limit = rate.map(|rate| rate.p50).filter(|_| flows);
    let rows = layout.computers.iter().zip(&state.work);
    let mut uses: Vec<ComputerUse> = rows
        .filter(|(computer, _)| !state.is_computer_lost(computer.id))
        .map(|(computer, work)| ComputerUse {
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

/// The inputs that are shown, and further figures that only shape the range.
fn inputs_of(layout: &Layout) -> (Vec<CapacityInput>, Vec<Sourced<f64>>) {
    let parameters = &layout.parameters;
    let of = |parameter: Parameter| CapacityInput::of(parameter, parameters.get(parameter));
    let labeled = |key, label: &str, unit, value: &Sourced<f64>| CapacityInput {
        key,
        label: label.to_owned(),
        unit,
        value: value.clone(),
    };
    let single = layout.message_boxes.is_single();
    let mut inputs: Vec<CapacityInput> = Vec::new();
    inputs.extend(layout.peak.as_ref().map(|it| labeled("peak", "Peak load", "messages/s", it)));
    let workload = &layout.workload;
    inputs.push(CapacityInput::of(Parameter::OrchestrationShare, workload.orchestration_share.clone()));
    inputs.push(labeled(
        "complexity-biztalk",
        "BizTalk work per message against the published lab",
        "times",
        &workload.complexity_biztalk,
    ));
    inputs.push(labeled(
        "complexity-sql",
        "MessageBox work per message against the published lab",
        "times",
        &workload.complexity_sql,
    ));
    inputs.extend(hardware_inputs(layout));
    let figures: &[Parameter] = if single {
        &[
            Parameter::SingleMessageBoxHops,
            Parameter::SqlPerHopSingle,
            Parameter::MessagingSingle,
            Parameter::OrchestrationSingle,
        ]
    } else {
        &[
            Parameter::PublisherHops,
            Parameter::PublisherContention,
            Parameter::SqlPerHopMultiple,
            Parameter::MasterShare,
            Parameter::MessagingMultiple,
            Parameter::OrchestrationMultiple,
        ]
    };
    inputs.extend(figures.iter().chain(&[Parameter::ReceiveShare, Parameter::CpuCap]).map(|it| of(*it)));
    let any = |is_virtual| layout.computers.iter().any(|it| it.is_virtual == is_virtual);
    if any(Some(true)) {
        inputs.extend([of(Parameter::VirtualBizTalk), of(Parameter::VirtualSql)]);
    }
    let mut shaping = vec![Parameter::SigmaStructure, Parameter::SigmaTuning];
    let assumed = |key| inputs.iter().any(|it| it.key == key && it.is_assumption());
    if assumed("complexity-biztalk") || assumed("complexity-sql") {
        shaping.push(Parameter::SigmaComplexity);
    }
    if assumed("biztalk-cores") || assumed("sql-cores") {
        shaping.push(Parameter::SigmaCores);
    }
    if assumed("core-speed") {
        shaping.push(Parameter::SigmaHardware);
    }
    if any(Some(true)) || any(None) {
        shaping.push(Parameter::SigmaVirtualization);
    }
    (inputs, shaping.into_iter().map(|it| parameters.get(it)).collect())
}

/// Cores of both tiers and core speed: our default where any computer lacks a statement, else what is stated in total.
fn hardware_inputs(layout: &Layout) -> Vec<CapacityInput> {
    let is_assumed = |value: &Sourced<f64>| matches!(value.provenance, Provenance::Default(_));
    let mut inputs = Vec::new();
    for (parameter, is_biztalk, noun) in
        [(Parameter::BizTalkCores, true, "BizTalk"), (Parameter::SqlCores, false, "SQL Server")]
    {
        let tier: Vec<_> = layout.computers.iter().filter(|it| it.is_biztalk == is_biztalk).collect();
        let unknown: Vec<&str> = tier.iter().filter(|it| is_assumed(&it.cores)).map(|it| it.name.as_str()).collect();
        let Some(first) = tier.first() else { continue };
        if let Some(assumed) = tier.iter().find(|it| is_assumed(&it.cores)) {
            let label = format!("Cores of {}", list(&unknown));
            inputs.push(CapacityInput {
                key: parameter.key(),
                label,
                unit: "cores each",
                value: assumed.cores.clone(),
            });
        } else {
            let value =
                Sourced { value: tier.iter().map(|it| it.cores.value).sum(), range: None, ..first.cores.clone() };
            let label = format!("Cores of the {noun} computers in total");
            inputs.push(CapacityInput { key: parameter.key(), label, unit: "cores", value });
        }
    }
    let speed = layout.computers.iter().find(|it| is_assumed(&it.speed)).or_else(|| layout.computers.first());
    inputs.extend(speed.map(|it| CapacityInput::of(Parameter::CoreSpeed, it.speed.clone())));
    inputs
}

/// Where the design leaves what the model was fitted on (capacity model section 6).
fn extrapolated(document: &Document, layout: &Layout) -> Vec<String> {
    let mut reasons = Vec::new();
    let publishers = layout.message_boxes.publishers as usize;
    if publishers > 3 {
        reasons.push(format!("{publishers} publishing MessageBox databases; the lab had up to 3"));
    }
    let biztalk = layout.computers.iter().filter(|it| it.runs_hosts).count();
    if publishers > 0 && biztalk > 4 * publishers {
        reasons.push(format!("{biztalk} BizTalk computers for {publishers} publishing MessageBox databases; more than 4 each were never measured"));
    }
    if document.workload.message_kb.as_ref().is_some_and(|size| size.value > 100.0) {
        reasons.push("messages above 100 KB; the lab used 2 KB".to_owned());
    }
    reasons
}

fn notes(document: &Document, layout: &Layout, limiters: &Roofline) -> Vec<String> {
    let mut notes = Vec::new();
    let boxes = layout.message_boxes;
    if boxes.dedicated_master && boxes.publishers == 1 {
        notes.push("A master MessageBox with one other carries about 0.91 times the rate of a single MessageBox; with two others 1.6 times".to_owned());
    }
    let large = layout.parameters.value(Parameter::LargeMessage);
    if document.workload.message_kb.as_ref().is_some_and(|size| size.value > large) {
        notes.push(format!(
            "Messages are larger than {large:.0} KB; the rate is lower than estimated, by how much is not published"
        ));
    }
    let first = limiters.bottleneck().map(|limiter| limiter.kind);
    if first == Some(LimiterKind::MessageBoxContention) {
        notes.push("Further BizTalk computers do not raise this limit; in the published labs each lowered the rate by about 5 %".to_owned());
    }
    if first == Some(LimiterKind::MasterCpu) {
        notes.push(
            "Scale up the computer of the master MessageBox; further MessageBox databases hardly raise this limit"
                .to_owned(),
        );
    }
    if document.biztalk_groups.len() > 1 {
        let name = layout
            .biztalk_group
            .and_then(|id| document.biztalk_groups.get(&id))
            .map_or_else(String::new, |group| group.name.clone());
        notes.push(format!("Only BizTalk group {name} is estimated; the design has {}", document.biztalk_groups.len()));
    }
    notes
}

#[cfg(test)]
mod tests;
