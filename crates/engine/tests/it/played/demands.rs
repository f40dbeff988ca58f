//! What messages of a plan take of everything, as capacity.md says it, and the rate at which the first of it is used up.

use tierwright_design::model::FlowPattern;
use tierwright_engine::capacity::{Parameter, Parameters};

use super::plan::{Flow, Plan};

/// A published figure.
pub(crate) fn published(parameter: Parameter) -> f64 {
    Parameters::published().value(parameter)
}

/// By how much inputs are multiplied; all 1 as they are stated.
#[derive(Clone, Copy)]
pub(crate) struct Errors {
    pub(crate) all: f64,
    pub(crate) biztalk_work: f64,
    pub(crate) message_box_work: f64,
    pub(crate) biztalk_speed: f64,
    pub(crate) sql_speed: f64,
    /// Tuning and virtual machines: processors and contention.
    pub(crate) processors: f64,
}

impl Errors {
    pub(crate) const NONE: Self = Self {
        all: 1.0,
        biztalk_work: 1.0,
        message_box_work: 1.0,
        biztalk_speed: 1.0,
        sql_speed: 1.0,
        processors: 1.0,
    };
}

/// The host functions that take a message out of the MessageBox, hop by hop, by position.
pub(crate) fn takers(pattern: FlowPattern) -> &'static [usize] {
    match pattern {
        FlowPattern::Messaging => &[2],
        FlowPattern::Orchestration => &[1, 2],
        FlowPattern::RequestResponse => &[1, 0],
        FlowPattern::BackEnd => &[1, 2, 1, 0],
    }
}

impl Flow {
    pub(crate) fn hops(&self) -> f64 {
        takers(self.pattern).len() as f64
    }

    /// Rows that one of its messages writes into the Tracking database: a service per hop and one more, two events each.
    fn tracked_rows(&self) -> f64 {
        3.0 * (self.hops() + 1.0)
    }
}

impl Plan {
    pub(crate) fn per_sec(&self) -> f64 {
        self.flows.iter().map(|it| it.per_sec).sum()
    }

    fn mean_over_flows(&self, of: impl Fn(&Flow) -> f64) -> f64 {
        self.flows.iter().map(|it| it.per_sec * of(it)).sum::<f64>() / self.per_sec()
    }

    pub(crate) fn is_single(&self) -> bool {
        self.boxes.len() == 1
    }

    /// The computers of the MessageBox databases that publish.
    pub(crate) fn publishers(&self) -> &[usize] {
        if self.is_single() { &self.boxes } else { &self.boxes[1..] }
    }

    /// Seconds on a reference core that a message of a flow takes for receiving, processing and sending.
    pub(crate) fn host_secs(&self, flow: &Flow) -> [f64; 3] {
        let (messaging, orchestration) = if self.is_single() {
            (published(Parameter::MessagingSingle), published(Parameter::OrchestrationSingle))
        } else {
            (published(Parameter::MessagingMultiple), published(Parameter::OrchestrationMultiple))
        };
        let times = self.complexity[0]
            * if flow.pattern == FlowPattern::BackEnd { published(Parameter::BackEndCost) } else { 1.0 };
        let process = if flow.pattern == FlowPattern::Messaging { 0.0 } else { orchestration - messaging };
        [messaging / 2.0, process, messaging / 2.0].map(|it| it * times)
    }

    /// Seconds on a reference core that a hop takes where it is published, and at the master.
    pub(crate) fn sql_secs(&self) -> [f64; 2] {
        let (per_hop, at_master) = if self.is_single() {
            (published(Parameter::SqlPerHopSingle), 0.0)
        } else {
            (published(Parameter::SqlPerHopMultiple), published(Parameter::MasterShare))
        };
        [1.0 - at_master, at_master].map(|it| it * per_hop * self.complexity[1])
    }

    /// Hops per second at which contention stops all publishers together.
    pub(crate) fn contention_hops(&self) -> f64 {
        let n = self.publishers().len() as f64;
        let ceiling = if self.is_single() {
            published(Parameter::SingleMessageBoxHops)
        } else {
            n * published(Parameter::PublisherHops) / (1.0 + published(Parameter::PublisherContention) * (n - 1.0))
        };
        let speeds = self.boxes.iter().map(|it| self.computers[*it].speed);
        ceiling * speeds.fold(f64::INFINITY, f64::min) / self.complexity[1]
    }

    /// The computers that run hosts with a function.
    pub(crate) fn computers_with(&self, function: usize) -> Vec<usize> {
        let hosts = self.hosts.iter().filter(|it| it.function == function);
        let mut computers: Vec<usize> = hosts.flat_map(|it| it.computers.iter().copied()).collect();
        computers.sort_unstable();
        computers.dedup();
        computers
    }

    /// Connections that a flow may hold to its back end at once; `None` = as many as it wants.
    pub(crate) fn connections_of(&self, flow: &Flow) -> Option<f64> {
        let asks = flow.pattern == FlowPattern::BackEnd && flow.back_end_secs.is_some();
        asks.then(|| self.computers_with(2).len() as f64 * self.connections)
    }

    /// Seconds at the disks of the Tracking database.
    pub(crate) fn tracking_secs(&self, flow: &Flow) -> Option<f64> {
        Some(flow.tracked_rows() * published(Parameter::TrackingRow) / self.tracking_speed?)
    }

    /// Seconds of SQL Server work that a message of the mix takes of each computer, on a reference core.
    pub(crate) fn sql_work(&self) -> Vec<f64> {
        let hops = self.mean_over_flows(Flow::hops);
        let [published, routed] = self.sql_secs();
        let mut work = vec![0.0; self.computers.len()];
        for at in self.publishers() {
            work[*at] += hops * published / self.publishers().len() as f64;
        }
        work[self.boxes[0]] += hops * routed;
        work
    }

    /// Messages per second that the plan carries when its inputs are wrong by these factors: the least of all limits.
    ///
    /// Processors carry what some sharing-out of the work carries: a rate fits unless some functions need more than all
    /// computers that run any of them have left beside SQL Server (the theorem of Hall for such sharing-out).
    pub(crate) fn limit(&self, errors: &Errors) -> f64 {
        let cap = published(Parameter::CpuCap) * errors.processors;
        let hops = self.mean_over_flows(Flow::hops);
        let mut limits = vec![
            self.contention_hops() / hops * errors.processors * errors.sql_speed_of_boxes(self)
                / errors.message_box_work,
        ];
        let power = |at: usize| {
            let speed = if at < self.num_biztalk { errors.biztalk_speed } else { errors.sql_speed };
            cap * f64::from(self.computers[at].cores) * self.computers[at].speed * speed
        };
        let sql: Vec<f64> = self.sql_work().iter().map(|it| it * errors.message_box_work).collect();
        limits.extend((0..self.computers.len()).map(|at| power(at) / sql[at]));
        let secs: Vec<f64> = (0..3).map(|at| self.mean_over_flows(|flow| self.host_secs(flow)[at])).collect();
        for set in 1_usize..8 {
            let functions: Vec<usize> = (0..3).filter(|it| set & 1 << it != 0).collect();
            let mut computers: Vec<usize> = functions.iter().flat_map(|it| self.computers_with(*it)).collect();
            computers.sort_unstable();
            computers.dedup();
            let needed: f64 = functions.iter().map(|it| secs[*it] * errors.biztalk_work).sum();
            let taken: f64 = computers.iter().map(|it| sql[*it]).sum();
            limits.push(computers.iter().map(|it| power(*it)).sum::<f64>() / (needed + taken));
        }
        for flow in &self.flows {
            if let Some((connections, secs)) = self.connections_of(flow).zip(flow.back_end_secs) {
                limits.push(connections / secs * self.per_sec() / flow.per_sec);
            }
        }
        if self.tracking_speed.is_some() {
            limits.push(1.0 / self.mean_over_flows(|flow| self.tracking_secs(flow).unwrap_or(0.0)));
        }
        errors.all * limits.into_iter().filter(|it| !it.is_nan()).fold(f64::INFINITY, f64::min)
    }
}

impl Errors {
    /// That of the computers with MessageBox databases.
    fn sql_speed_of_boxes(&self, plan: &Plan) -> f64 {
        if plan.boxes.iter().any(|it| *it < plan.num_biztalk) { self.biztalk_speed } else { self.sql_speed }
    }
}
