//! Designs from seeds in plain numbers: what the simulation plays, and the same drawn for the engine.

use tierwright_design::model::{Deployment, Document, FlowPattern, HostFunction, MessageFlow, TierKind, TrackingLevel};
use tierwright_design::sources::Sourced;
use tierwright_design::testing::{DocumentBuilder, Luck};

/// What hosts do, in the order in which a message meets them.
pub(crate) const FUNCTIONS: [HostFunction; 3] = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];

/// A host, its function by position and the computers it runs on.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) function: usize,
    pub(crate) computers: Vec<usize>,
}

/// Messages that take one way.
#[derive(Clone)]
pub(crate) struct Flow {
    pub(crate) pattern: FlowPattern,
    pub(crate) per_sec: f64,
    pub(crate) back_end_secs: Option<f64>,
}

/// A computer.
#[derive(Clone, Copy)]
pub(crate) struct Computer {
    pub(crate) cores: u32,
    pub(crate) speed: f64,
}

/// A design in numbers. Everything is stated, but for whether it is tuned and runs on virtual machines where that is open.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) computers: Vec<Computer>,
    /// How many of them, the first ones, have hosts.
    pub(crate) num_biztalk: usize,
    pub(crate) hosts: Vec<Host>,
    /// The computer of each MessageBox; of several the first is the master, which publishes nothing.
    pub(crate) boxes: Vec<usize>,
    pub(crate) flows: Vec<Flow>,
    /// Work per message on BizTalk computers and in the MessageBox, against the lab.
    pub(crate) complexity: [f64; 2],
    pub(crate) polling_secs: f64,
    pub(crate) connections: f64,
    /// Speed of the disks that tracking events go to; `None` = nothing is tracked.
    pub(crate) tracking_speed: Option<f64>,
    /// Whether somebody said that all is tuned and physical.
    pub(crate) is_certain: bool,
}

fn one_of<T: Copy>(luck: &mut Luck, of: &[T]) -> T {
    of[((luck.uniform() * of.len() as f64) as usize).min(of.len() - 1)]
}

/// Some of them, at least one.
fn some(luck: &mut Luck, count: usize) -> Vec<usize> {
    let chosen: Vec<usize> = (0..count).filter(|_| luck.uniform() < 0.6).collect();
    if chosen.is_empty() { vec![one_of(luck, &(0..count).collect::<Vec<usize>>())] } else { chosen }
}

impl Plan {
    /// The design of a seed: one to four BizTalk computers, hosts here and there, SQL Server beside them or apart, up to
    /// four MessageBox databases, up to four flows.
    pub(crate) fn of_seed(seed: u64) -> Self {
        let luck = &mut Luck::new((u128::from(seed) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) | 1);
        for _ in 0..8 {
            luck.uniform();
        }
        let num_biztalk = one_of(luck, &[1, 2, 2, 3, 4]);
        let hosts = (0..FUNCTIONS.len()).flat_map(|function| vec![function; one_of(luck, &[1, 1, 2])]);
        let hosts: Vec<usize> = hosts.collect();
        let hosts = hosts.into_iter().map(|function| Host { function, computers: some(luck, num_biztalk) }).collect();
        let num_boxes = one_of(luck, &[1, 1, 1, 3, 4]);
        let is_beside = luck.uniform() < 0.3;
        let first_box = if is_beside { 0 } else { num_biztalk };
        let count = if is_beside { num_biztalk } else { num_biztalk + num_boxes };
        let boxes = (0..num_boxes).map(|it| if is_beside { it % num_biztalk } else { first_box + it }).collect();
        let cores = one_of(luck, &[1, 2, 4, 8, 16]);
        let is_alike = luck.uniform() < 0.5;
        let computer = |luck: &mut Luck| Computer {
            cores: if is_alike { cores } else { one_of(luck, &[1, 2, 4, 8, 16, 32]) },
            speed: one_of(luck, &[1.0, 1.0, 0.7, 1.6]),
        };
        let flows = (0..one_of(luck, &[1, 2, 3, 4])).map(|_| Flow::any(luck)).collect();
        Self {
            computers: (0..count).map(|_| computer(luck)).collect(),
            num_biztalk,
            hosts,
            boxes,
            flows,
            complexity: [one_of(luck, &[1.0, 5.0, 15.0]), one_of(luck, &[1.0, 3.0, 5.0])],
            polling_secs: one_of(luck, &[0.05, 0.1, 0.5]),
            connections: one_of(luck, &[2.0, 12.0, 48.0]),
            tracking_speed: (luck.uniform() < 0.3).then(|| one_of(luck, &[1.0, 5.0, 20.0])),
            is_certain: luck.uniform() < 0.3,
        }
    }

    /// The same with less of something, or more to do: what never raises a rate.
    pub(crate) fn worse(&self) -> Vec<(String, Self)> {
        let mut found = Vec::new();
        let mut add = |what: String, change: &dyn Fn(&mut Self)| {
            let mut plan = self.clone();
            change(&mut plan);
            found.push((what, plan));
        };
        for (number, host) in self.hosts.iter().enumerate().filter(|(_, it)| it.computers.len() > 1) {
            for at in &host.computers {
                add(format!("host {number} not on computer {at}"), &|it| {
                    it.hosts[number].computers.retain(|other| other != at);
                });
            }
        }
        for at in 0..self.computers.len() {
            add(format!("half the speed of computer {at}"), &|it| it.computers[at].speed /= 2.0);
        }
        for kind in 0..self.complexity.len() {
            add(format!("twice the work of kind {kind}"), &|it| it.complexity[kind] *= 2.0);
        }
        add("half the connections".to_owned(), &|it| it.connections /= 2.0);
        add("half the tracking disk".to_owned(), &|it| it.tracking_speed = it.tracking_speed.map(|speed| speed / 2.0));
        for number in 0..self.flows.len() {
            add(format!("a slow back end of flow {number}"), &|it| {
                it.flows[number].back_end_secs = it.flows[number].back_end_secs.map(|secs| 2.0 * secs);
            });
        }
        found
    }

    /// What is left without some computers, on which nothing moves; `None` where a host or a database has none left.
    pub(crate) fn without(&self, lost: &[usize]) -> Option<Self> {
        let mut plan = self.clone();
        for host in &mut plan.hosts {
            host.computers.retain(|it| !lost.contains(it));
        }
        let has_all =
            plan.hosts.iter().all(|it| !it.computers.is_empty()) && !plan.boxes.iter().any(|it| lost.contains(it));
        has_all.then_some(plan)
    }

    /// The drawing.
    pub(crate) fn document(&self) -> Document {
        let mut builder = DocumentBuilder::new("Played");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let mut ids: Vec<_> =
            (0..self.num_biztalk).map(|it| builder.biztalk_server(&format!("BTS{}", it + 1), tier)).collect();
        let tier = builder.tier("Databases", TierKind::Databases);
        let apart =
            (self.num_biztalk..self.computers.len()).map(|it| builder.computer(&format!("SQL{}", it + 1), tier));
        ids.extend(apart);
        for (number, host) in self.hosts.iter().enumerate() {
            let on: Vec<_> = host.computers.iter().map(|it| ids[*it]).collect();
            let function = FUNCTIONS[host.function];
            builder.host(&format!("{function:?} {}", number + 1), &[function], &on);
        }
        for (number, at) in self.boxes.iter().enumerate() {
            let sql = builder.standalone_sql(&format!("SQLBTS{}", number + 1), ids[*at]);
            if number == 0 {
                builder.core_databases(sql);
            } else {
                builder.database(tierwright_design::model::DatabaseKind::MessageBox, sql);
            }
        }
        if self.boxes.len() > 1 {
            builder.disable_publication_on_master();
        }
        let document = builder.edit();
        for (id, it) in ids.iter().zip(&self.computers) {
            if let Some(computer) = document.computers.edit().get_mut(id) {
                computer.hardware.cores = Some(Sourced::entered(it.cores));
                computer.hardware.core_speed = Some(Sourced::entered(it.speed));
            }
        }
        document.environment.deployment = self.is_certain.then_some(Deployment::Physical);
        let workload = &mut document.workload;
        workload.tuned = self.is_certain.then_some(true);
        workload.complexity_biztalk = Some(Sourced::entered(self.complexity[0]));
        workload.complexity_sql = Some(Sourced::entered(self.complexity[1]));
        workload.polling_ms = Some(Sourced::entered(self.polling_secs * 1_000.0));
        workload.http_connections = Some(Sourced::entered(self.connections));
        workload.tracking = Some(self.tracking_speed.map_or(TrackingLevel::Off, |_| TrackingLevel::Events));
        workload.tracking_disk_speed = self.tracking_speed.map(Sourced::entered);
        workload.flows = self.flows.iter().enumerate().map(|(at, it)| it.drawn(at)).collect();
        builder.build()
    }
}

impl Flow {
    fn any(luck: &mut Luck) -> Self {
        let patterns =
            [FlowPattern::Messaging, FlowPattern::Orchestration, FlowPattern::RequestResponse, FlowPattern::BackEnd];
        let pattern = one_of(luck, &patterns);
        let asks = pattern == FlowPattern::BackEnd || luck.uniform() < 0.3;
        Self {
            pattern,
            per_sec: one_of(luck, &[1.0, 3.0, 10.0, 30.0]),
            back_end_secs: asks.then(|| one_of(luck, &[0.05, 0.3, 1.0, 5.0])),
        }
    }

    fn drawn(&self, number: usize) -> MessageFlow {
        let mut flow = MessageFlow::new(&format!("Flow {}", number + 1), self.pattern);
        flow.messages_per_sec = Some(Sourced::entered(self.per_sec));
        flow.back_end_secs = self.back_end_secs.map(Sourced::entered);
        flow
    }
}
