//! Response time of a design over its load: MessageBox hops with polling, BizTalk processing and back ends.

use super::demand::Demands;
use super::formulas::response_time::{LAST_RHO_WITH_PERCENTILES, ResponseInputs, ResponseTime, response_time};
use super::parameters::Parameter;
use super::state::State;

/// A service time in seconds that adds nothing.
const NEXT_TO_NOTHING: f64 = 1e-12;

/// What a message meets at some load. Times are seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadPoint {
    /// Messages per second.
    pub messages_per_sec: f64,
    /// Mean response time.
    pub mean_secs: f64,
    /// Half of the messages are faster; `None` above a load of 90 %, where no percentile can be trusted.
    pub p50_secs: Option<f64>,
    /// 95 of 100 are faster; `None` as above.
    pub p95_secs: Option<f64>,
    /// 99 of 100 are faster; `None` as above.
    pub p99_secs: Option<f64>,
}

/// What one flow meets at some load. Times are seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowResponse {
    /// Name of the flow.
    pub name: String,
    /// Messages per second of the flow at that load.
    pub messages_per_sec: f64,
    /// MessageBox hops of each message.
    pub hops: f64,
    /// Mean response time.
    pub mean_secs: f64,
    /// 95 of 100 are faster; `None` above a load of 90 %.
    pub p95_secs: Option<f64>,
}

/// The stations that a message passes, in one state of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseModel {
    inputs: ResponseInputs,
    limit_per_sec: f64,
    least_variation: f64,
    flows: Vec<FlowStations>,
}

#[derive(Clone, Debug, PartialEq)]
struct FlowStations {
    name: String,
    share: f64,
    hops: f64,
    biztalk_secs: f64,
    back_end_secs: f64,
}

impl ResponseModel {
    /// The stations of a state (capacity model 3.4).
    ///
    /// A MessageBox works like 10 parallel servers whose service time makes them saturate at the contention ceiling; the
    /// BizTalk tier like as many servers as it has effective cores up to the CPU cap; a host polls with as many
    /// unsynchronized host instances as it has on average. Back ends whose latency nobody stated count as zero.
    pub(super) fn new(state: &State<'_>, limit_per_sec: f64) -> Option<Self> {
        let placement = state.placement;
        let servers = placement.parameters.value(Parameter::MessageBoxServers);
        let boxes = placement.message_boxes.publishers.max(1);
        let hops = placement.demands.hops;
        let hops_per_sec = state.contention_limit() * hops / f64::from(boxes);
        if !(limit_per_sec > 0.0 && hops_per_sec.is_finite() && hops_per_sec > 0.0) {
            return None;
        }
        let cores = biztalk_cores(state);
        let servers_of_biztalk = (cores * state.cpu_cap()).round().max(1.0);
        let biztalk_secs = |secs: f64| if cores > 0.0 { secs } else { 0.0 };
        let instances = state.num_running();
        let per_host = (instances as f64 / placement.hosts.len().max(1) as f64).round().max(1.0);
        let complexity = (placement.workload.complexity_biztalk.value, placement.workload.complexity_sql.value);
        let flows: Vec<FlowStations> = placement
            .mix
            .flows
            .iter()
            .map(|flow| FlowStations {
                name: flow.name.clone(),
                share: flow.share,
                hops: flow.cost.hops,
                biztalk_secs: Demands::of_cost(flow.cost, complexity, placement.message_boxes, &placement.parameters)
                    .biztalk_secs(),
                back_end_secs: flow.back_end_secs.unwrap_or(0.0),
            })
            .collect();
        let back_end_secs = flows.iter().map(|flow| flow.back_end_secs * flow.share).sum();
        let inputs = ResponseInputs {
            messages_per_sec: 0.0,
            hops,
            message_boxes: boxes,
            message_box_servers: servers as u32,
            hop_secs: servers / hops_per_sec,
            biztalk_servers: servers_of_biztalk as u32,
            biztalk_secs: biztalk_secs(placement.demands.biztalk_secs()),
            back_end_secs,
            polling_secs: placement.workload.polling_secs.value,
            polling_host_instances: per_host as u32,
        };
        let least_variation = placement.parameters.value(Parameter::ResponseVariation);
        Some(Self { inputs, limit_per_sec, least_variation, flows })
    }

    /// The rate at which the design is at its limit, the P50 of the estimate, in messages per second.
    pub fn limit_per_sec(&self) -> f64 {
        self.limit_per_sec
    }

    /// What an average message meets at this load; `None` at and above the limit, where waiting has no bound.
    pub fn at(&self, messages_per_sec: f64) -> Option<LoadPoint> {
        let time = self.time(messages_per_sec)?;
        let shown = |share| time.percentile_to_show(share, self.least_variation);
        Some(LoadPoint {
            messages_per_sec,
            mean_secs: time.mean_secs,
            p50_secs: shown(0.50),
            p95_secs: shown(0.95),
            p99_secs: shown(0.99),
        })
    }

    /// The mean alone, in seconds; cheaper than [`Self::at`].
    pub fn mean_at(&self, messages_per_sec: f64) -> Option<f64> {
        self.time(messages_per_sec).map(|time| time.mean_secs)
    }

    fn time(&self, messages_per_sec: f64) -> Option<ResponseTime> {
        let used = messages_per_sec / self.limit_per_sec;
        if !(0.0..1.0).contains(&used) {
            return None;
        }
        let time = response_time(&ResponseInputs { messages_per_sec, ..self.inputs })?;
        Some(ResponseTime { rho: time.rho.max(used), ..time })
    }

    /// What each flow meets at this load of the whole design; empty at and above the limit.
    ///
    /// All flows wait at the same stations; each has its own hops, BizTalk work and back end.
    pub fn flows_at(&self, messages_per_sec: f64) -> Vec<FlowResponse> {
        let Some(mix) = self.time(messages_per_sec) else { return Vec::new() };
        let one_flow = |flow: &FlowStations| {
            let own = ResponseInputs { messages_per_sec, ..self.inputs };
            let per_hop = {
                let nothing = ResponseInputs { biztalk_secs: NEXT_TO_NOTHING, back_end_secs: 0.0, ..own };
                response_time(&nothing).map_or(0.0, |time| time.mean_secs / own.hops)
            };
            let biztalk_wait = mix.mean_secs - per_hop * own.hops - own.biztalk_secs - own.back_end_secs;
            let mean_secs = per_hop * flow.hops + biztalk_wait.max(0.0) + flow.biztalk_secs + flow.back_end_secs;
            let scale = mean_secs / mix.mean_secs;
            let time = ResponseTime { mean_secs, variance: mix.variance * scale * scale, rho: mix.rho };
            FlowResponse {
                name: flow.name.clone(),
                messages_per_sec: messages_per_sec * flow.share,
                hops: flow.hops,
                mean_secs,
                p95_secs: time.percentile_to_show(0.95, self.least_variation),
            }
        };
        self.flows.iter().map(one_flow).collect()
    }

    /// How many message flows share the stations.
    pub fn num_flows(&self) -> usize {
        self.flows.len()
    }

    /// The highest load that still has percentiles, in messages per second.
    pub fn last_load_with_percentiles(&self) -> f64 {
        self.limit_per_sec * LAST_RHO_WITH_PERCENTILES
    }
}

/// Effective cores of the computers on which hosts run now.
fn biztalk_cores(state: &State<'_>) -> f64 {
    let rows = state.placement.computers.iter().zip(&state.work);
    rows.filter(|(_, work)| work.biztalk > 0.0).map(|(computer, _)| computer.biztalk_cores).sum()
}
