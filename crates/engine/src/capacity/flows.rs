//! The message flows of a BizTalk group with their rates and costs: those of the design, or one mix where it has none.

use super::demand::FlowCost;
use super::inputs::WorkloadInputs;
use super::parameters::{Parameter, Parameters};
use crate::adapters::Behavior;
use crate::model::{Adapter, BizTalkGroupId, Direction, Document, FlowPattern, HostId, MessageFlow, TrackingLevel};
use crate::sources::{AssumptionId, Provenance, Sourced, stated};

/// A flow with its part in the mix.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MixedFlow {
    pub(super) name: String,
    /// Share of all messages of the BizTalk group, 0 to 1.
    pub(super) share: f64,
    pub(super) cost: FlowCost,
    /// Whether the receiving host takes an answer out of the MessageBox.
    pub(super) answers: bool,
    /// Whether the sending host asks a back end, and waits for it, on the way.
    pub(super) asks: bool,
    /// Messages per second as stated.
    pub(super) rate: Option<Sourced<f64>>,
    pub(super) message_kb: Option<f64>,
    pub(super) back_end_secs: Option<f64>,
    /// Whether its send adapter opens a limited number of connections per destination.
    pub(super) http_send: bool,
    /// Whether it is received by an isolated host within ASP.NET and waits there for its answer.
    pub(super) held_by_iis: bool,
    pub(super) tracking: Option<TrackingLevel>,
    /// The hosts it names for receiving, processing and sending.
    pub(super) hosts: [Option<HostId>; 3],
}

/// All flows of a BizTalk group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mix {
    pub(super) flows: Vec<MixedFlow>,
    /// Whether the design names flows.
    pub(super) is_stated: bool,
    /// Messages per second at peak; `None` = not stated.
    pub(super) peak: Option<Sourced<f64>>,
}

impl Mix {
    /// Reads the flows of a BizTalk group; `is_first` = the one that flows without hosts and a bare peak load belong to.
    pub(super) fn new(
        document: &Document,
        biztalk_group: Option<BizTalkGroupId>,
        is_first: bool,
        inputs: &WorkloadInputs,
        parameters: &Parameters,
    ) -> Self {
        let belongs = |flow: &&MessageFlow| match flow.hosts().find_map(|id| document.hosts.get(&id)) {
            Some(host) => Some(host.biztalk_group) == biztalk_group,
            None => is_first,
        };
        let flows: Vec<&MessageFlow> = document.workload.flows.iter().filter(belongs).collect();
        let overall = document.workload.peak_messages_per_sec.clone();
        let overall = overall.filter(|peak| peak.value > 0.0 && peak.is_stated() && is_first);
        if flows.is_empty() {
            let flow = whole(document, inputs);
            return Self { flows: vec![flow], is_stated: false, peak: overall };
        }
        let mut flows: Vec<MixedFlow> =
            flows.into_iter().map(|flow| read(document, flow, inputs, parameters)).collect();
        share_out(&mut flows, parameters);
        Self { peak: peak(&flows, overall), flows, is_stated: true }
    }

    /// Cost of the average message.
    pub(super) fn cost(&self) -> FlowCost {
        self.flows.iter().fold(FlowCost::default(), |sum, flow| sum.plus(flow.cost, flow.share))
    }

    /// Sum over the flows of `value`, each by its share; `None` when a flow does not know it.
    pub(super) fn average(&self, value: impl Fn(&MixedFlow) -> Option<f64>) -> Option<f64> {
        self.flows.iter().map(|flow| value(flow).map(|it| it * flow.share)).sum()
    }

    /// Whether some of the flows have a rate and some do not.
    pub(super) fn has_assumed_rates(&self) -> bool {
        self.is_stated && self.flows.len() > 1 && self.flows.iter().any(|flow| flow.rate.is_none())
    }
}

/// All messages as one flow, from the figures of the workload as a whole.
fn whole(document: &Document, inputs: &WorkloadInputs) -> MixedFlow {
    let workload = &document.workload;
    MixedFlow {
        name: "All messages".to_owned(),
        share: 1.0,
        cost: FlowCost::of_share(inputs.orchestration_share.value).with_extra_hops(inputs.num_extra_hops()),
        answers: false,
        asks: false,
        rate: None,
        message_kb: workload.message_kb.as_ref().map(|it| it.value),
        back_end_secs: None,
        http_send: false,
        held_by_iis: false,
        tracking: workload.tracking,
        hosts: [None; 3],
    }
}

fn read(document: &Document, flow: &MessageFlow, inputs: &WorkloadInputs, parameters: &Parameters) -> MixedFlow {
    let workload = &document.workload;
    let answers = matches!(flow.pattern, FlowPattern::RequestResponse | FlowPattern::BackEnd);
    let processes = flow.pattern != FlowPattern::Messaging;
    MixedFlow {
        name: flow.name.clone(),
        share: 0.0,
        cost: FlowCost::of_pattern(flow.pattern, parameters.value(Parameter::BackEndCost))
            .with_extra_hops(inputs.num_extra_hops()),
        answers,
        asks: flow.pattern == FlowPattern::BackEnd,
        rate: flow.messages_per_sec.clone().filter(|rate| rate.value > 0.0),
        message_kb: flow.message_kb.as_ref().or(workload.message_kb.as_ref()).map(|it| it.value),
        back_end_secs: flow.back_end_secs.as_ref().map(|it| it.value).filter(|secs| *secs > 0.0),
        http_send: flow
            .send_adapter
            .map_or(flow.pattern == FlowPattern::BackEnd, |it| Behavior::of(it, Direction::Send).http),
        held_by_iis: answers && flow.receive_adapter.is_some_and(Adapter::receives_in_isolated_host),
        tracking: flow.tracking.or(workload.tracking),
        hosts: [flow.receive_host, flow.process_host.filter(|_| processes), flow.send_host],
    }
}

/// Shares by rate; a flow without a rate counts as the mean of the others (our assumption).
fn share_out(flows: &mut [MixedFlow], parameters: &Parameters) {
    let known: Vec<f64> = flows.iter().filter_map(|flow| flow.rate.as_ref()).map(|rate| rate.value).collect();
    let mean = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let assumed = mean * parameters.value(Parameter::FlowRate);
    let total: f64 = flows.iter().map(|flow| flow.rate.as_ref().map_or(assumed, |rate| rate.value)).sum();
    for flow in flows {
        flow.share = flow.rate.as_ref().map_or(assumed, |rate| rate.value) / total;
    }
}

/// The sum of the rates when all are stated and none is an example, else the peak load of the design as a whole.
fn peak(flows: &[MixedFlow], overall: Option<Sourced<f64>>) -> Option<Sourced<f64>> {
    let rates: Option<Vec<&Sourced<f64>>> = flows.iter().map(|flow| stated(flow.rate.as_ref())).collect();
    let Some(rates) = rates else { return overall };
    let first = rates.first()?;
    let least_sure = rates.iter().map(|rate| &rate.provenance).max_by_key(|it| doubt(it));
    Some(Sourced {
        value: rates.iter().map(|rate| rate.value).sum(),
        range: None,
        provenance: least_sure.unwrap_or(&first.provenance).clone(),
    })
}

/// How little a provenance is worth.
pub(super) fn doubt(provenance: &Provenance) -> u8 {
    match provenance {
        Provenance::Measured { .. } => 0,
        Provenance::Documented(_) => 1,
        Provenance::Derived(_) => 2,
        Provenance::Entered { .. } => 3,
        Provenance::Example => 4,
        Provenance::Default(_) => 5,
    }
}

/// The assumptions that flows bring.
pub(super) fn assumptions(mix: &Mix, document: &Document) -> Vec<AssumptionId> {
    let mut ids = Vec::new();
    if mix.has_assumed_rates() {
        ids.push("capacity.flow-rate");
    }
    if document.workload.flows.iter().any(|flow| flow.pattern == FlowPattern::BackEnd) {
        ids.push("capacity.back-end-cost");
    }
    ids.into_iter().map(|id| AssumptionId(id.to_owned())).collect()
}
