//! The stations of a state, and which of them each flow passes how often.

use std::collections::BTreeMap;

use crate::capacity::flows::MixedFlow;
use crate::capacity::further;
use crate::capacity::parameters::Parameter;
use crate::capacity::placement::Way;
use crate::capacity::state::State;
use crate::model::DatabaseKind;

/// Parallel servers in front of which messages wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Station {
    pub(super) name: String,
    pub(super) servers: u32,
    /// Visits per message of the mix.
    pub(super) visits: f64,
    /// Seconds of one server per message of the mix.
    pub(super) work: f64,
    /// Visits per message times the mean square of the service time, and its mean cube.
    pub(super) square: f64,
    pub(super) cube: f64,
}

/// What a station is computed from.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::capacity) struct StationUse {
    /// What it is.
    pub(in crate::capacity) name: String,
    /// Parallel servers.
    pub(in crate::capacity) servers: u32,
    /// Visits per message of the mix.
    pub(in crate::capacity) visits_per_message: f64,
    /// Mean service time in seconds.
    pub(in crate::capacity) service_secs: f64,
    /// Squared coefficient of variation of the service time.
    pub(in crate::capacity) service_cv_squared: f64,
    /// Messages per second of the mix at which it saturates.
    pub(in crate::capacity) saturates_at: f64,
}

impl Station {
    pub(super) fn service_secs(&self) -> f64 {
        if self.visits > 0.0 { self.work / self.visits } else { 0.0 }
    }

    pub(super) fn cv_squared(&self) -> f64 {
        if self.work > 0.0 { (self.square * self.visits / (self.work * self.work) - 1.0).max(0.0) } else { 1.0 }
    }

    /// The skewness of the service time beside an exponential one of the same mean and spread, whose value is 1.
    pub(super) fn third(&self) -> f64 {
        if self.square > 0.0 { 2.0 * self.work * self.cube / (3.0 * self.square * self.square) } else { 1.0 }
    }

    /// Adds visits whose service is exponential, or constant.
    fn visited(&mut self, visits: f64, secs: f64, is_constant: bool) {
        let (square, cube) = if is_constant { (1.0, 1.0) } else { (2.0, 6.0) };
        self.visits += visits;
        self.work += visits * secs;
        self.square += visits * secs * secs * square;
        self.cube += visits * secs * secs * secs * cube;
    }

    pub(super) fn facts(&self) -> StationUse {
        StationUse {
            name: self.name.clone(),
            servers: self.servers,
            visits_per_message: self.visits,
            service_secs: self.service_secs(),
            service_cv_squared: self.cv_squared(),
            saturates_at: f64::from(self.servers) / self.work,
        }
    }
}

/// A station, or several that are alike, with the part of the visits that goes there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Visit {
    /// Probability that it is one of them.
    pub(super) share: f64,
    pub(super) station: usize,
    /// How many are alike.
    pub(super) alike: u32,
    /// Mean service time.
    pub(super) secs: f64,
}

impl Visit {
    const fn new(share: f64, station: usize, secs: f64) -> Self {
        Self { share, station, alike: 1, secs }
    }
}

/// What a message can meet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// One of several stations.
    AtOneOf {
        visits: Vec<Visit>,
        /// Whether the service counts as well, or only the wait for it: a hop contains its processor time already, a back
        /// end the connection that is held, and tracking data is moved later.
        adds: bool,
    },
    /// Until a host instance of one of several hosts looks for work: the probability of each host, and its host instances.
    Poll { interval: f64, hosts: Vec<(f64, f64)> },
}

impl Part {
    /// Whether a message stays until its service ends.
    pub(super) const fn adds(&self) -> bool {
        matches!(self, Self::AtOneOf { adds: true, .. })
    }

    /// The stations where it may wait.
    pub(super) fn visits(&self) -> &[Visit] {
        match self {
            Self::AtOneOf { visits, .. } => visits,
            Self::Poll { .. } => &[],
        }
    }
}

/// A step on the way of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// What it meets, by position.
    pub(super) part: usize,
    /// How many messages of all take the step, as a share: less than 1 for the last of a broken number of hops.
    pub(super) times: f64,
}

/// A flow with the way of its message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flow {
    pub(super) name: String,
    pub(super) share: f64,
    pub(super) hops: f64,
    pub(super) back_end_secs: f64,
    pub(super) parts: Vec<Part>,
    /// In the order in which it takes them.
    pub(super) steps: Vec<Step>,
}

impl Flow {
    /// Adds a step.
    fn then(&mut self, part: Part, times: f64) {
        let known = self.parts.iter().position(|it| *it == part);
        let part = known.unwrap_or_else(|| {
            self.parts.push(part);
            self.parts.len() - 1
        });
        self.steps.push(Step { part, times });
    }
}

struct Reader<'a> {
    state: &'a State<'a>,
    stations: Vec<Station>,
    /// The station of each computer.
    computers: BTreeMap<usize, usize>,
}

/// The stations and flows of a state; `None` where no message passes or contention has no bound.
///
/// A MessageBox works like ten parallel servers whose service time makes them saturate at the contention ceiling; a
/// computer like as many servers as it has cores up to the CPU cap, with service times that make it saturate at its limit.
/// Back ends whose latency nobody stated count as zero.
pub(super) fn read(state: &State<'_>) -> Option<(Vec<Station>, Vec<Flow>)> {
    let placement = state.placement;
    let mut reader = Reader { state, stations: Vec::new(), computers: BTreeMap::new() };
    let contention = reader.contention()?;
    let publishers = reader.publishers();
    let master = reader.master();
    let beside = reader.beside();
    let mut flows = Vec::new();
    for (at, (flow, way)) in placement.mix.flows.iter().zip(&placement.ways).enumerate() {
        let at_hops = [&publishers, &master, &contention].into_iter().filter(|it| !it.visits.is_empty());
        let at_hops: Vec<&Choice> = at_hops.collect();
        for it in &at_hops {
            reader.visit(&it.visits, flow.cost.hops * flow.share);
        }
        let [receive, process, send] = way.each_ref().map(|(secs, hosts)| {
            let works = *secs > 0.0 && !hosts.is_empty();
            let stage = works.then(|| reader.stage(*secs, hosts));
            if let Some(stage) = &stage {
                reader.visit(&stage.visits, flow.share);
            }
            stage
        });
        let mut found = Flow {
            name: flow.name.clone(),
            share: flow.share,
            hops: flow.cost.hops,
            back_end_secs: flow.back_end_secs.unwrap_or(0.0),
            parts: Vec::new(),
            steps: Vec::new(),
        };
        if let Some(receive) = &receive {
            found.then(receive.part(), 1.0);
        }
        for (number, (poll, times)) in polls(state, flow, way).into_iter().enumerate() {
            for it in &at_hops {
                found.then(it.part(), times);
            }
            found.then(poll, times);
            process.iter().filter(|_| number == 0).for_each(|it| found.then(it.part(), 1.0));
        }
        if let Some(send) = &send {
            found.then(send.part(), 1.0);
        }
        for (_, station) in beside.iter().filter(|(of, _)| of.is_none_or(|of| of == at)) {
            let secs = reader.stations.get(*station).map_or(0.0, Station::service_secs);
            found.then(Part::AtOneOf { visits: vec![Visit::new(1.0, *station, secs)], adds: false }, 1.0);
        }
        flows.push(found);
    }
    Some(alike(reader.stations, flows))
}

/// Stations that share visits, with the service time at each.
struct Choice {
    visits: Vec<Visit>,
    adds: bool,
}

impl Choice {
    fn part(&self) -> Part {
        Part::AtOneOf { visits: self.visits.clone(), adds: self.adds }
    }
}

impl Reader<'_> {
    /// Messages that pass one of several stations.
    fn visit(&mut self, visits: &[Visit], times: f64) {
        for visit in visits {
            if let Some(station) = self.stations.get_mut(visit.station) {
                station.visited(times * visit.share, visit.secs, false);
            }
        }
    }

    fn push(&mut self, name: String, servers: f64) -> usize {
        self.stations.push(Station { name, servers: servers.round().max(1.0) as u32, ..Station::default() });
        self.stations.len() - 1
    }

    /// A station per publishing MessageBox; all are alike.
    fn contention(&mut self) -> Option<Choice> {
        let placement = self.state.placement;
        let boxes = f64::from(placement.message_boxes.publishers.max(1));
        let hops_per_sec = self.state.contention_limit() * placement.demands.hops / boxes;
        if !(hops_per_sec.is_finite() && hops_per_sec > 0.0) {
            return None;
        }
        let servers = placement.parameters.value(Parameter::MessageBoxServers).round().max(1.0);
        let stations = (0..placement.message_boxes.publishers.max(1)).map(|_| {
            let station = self.push("MessageBox contention".to_owned(), servers);
            Visit::new(1.0 / boxes, station, servers / hops_per_sec)
        });
        Some(Choice { visits: stations.collect(), adds: true })
    }

    /// The processors of a computer, and the service time there of a second of work on a reference core.
    fn computer(&mut self, at: usize, effective: f64) -> Option<(usize, f64)> {
        let state = self.state;
        let computer = state.placement.computers.get(at)?;
        let cap = state.cpu_cap();
        let left = (cap - state.background(at)).max(0.0);
        let servers = (computer.cores.value * cap).round().max(1.0);
        let station = match self.computers.get(&at) {
            Some(station) => *station,
            None => {
                let station = self.push(format!("CPU of {}", computer.name), servers);
                self.computers.insert(at, station);
                station
            }
        };
        let factor = servers / (effective * left);
        factor.is_finite().then_some((station, factor))
    }

    /// Where the MessageBox databases that publish run.
    fn publishers(&mut self) -> Choice {
        let placement = self.state.placement;
        let hops = placement.demands.hops;
        let count = f64::from(placement.message_boxes.publishers.max(1));
        let secs = placement.demands.publisher_secs * count / hops;
        // Several of them on one computer meet there as one.
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for at in self.homes(|it| !it.1) {
            *shares.entry(at).or_default() += 1.0 / count;
        }
        let stations = shares.into_iter().filter_map(|(at, share)| {
            let effective = placement.computers.get(at)?.sql_cores;
            let (station, factor) = self.computer(at, effective)?;
            Some(Visit::new(share, station, secs * factor))
        });
        Choice { visits: stations.collect(), adds: false }
    }

    /// Where the master MessageBox of several runs; its routing is needed for every hop.
    fn master(&mut self) -> Choice {
        let placement = self.state.placement;
        let secs = placement.demands.master_secs / placement.demands.hops;
        let homes: Vec<usize> = if secs > 0.0 { self.homes(|it| it.0) } else { Vec::new() };
        let stations = homes.into_iter().take(1).filter_map(|at| {
            let effective = placement.computers.get(at)?.sql_cores;
            let (station, factor) = self.computer(at, effective)?;
            Some(Visit::new(1.0, station, secs * factor))
        });
        Choice { visits: stations.collect(), adds: false }
    }

    /// The computers of MessageBox databases, chosen by (is the master, publishes nothing).
    fn homes(&self, wanted: impl Fn((bool, bool)) -> bool) -> Vec<usize> {
        let boxes = self.state.placement.databases.iter().filter(|it| it.kind == DatabaseKind::MessageBox);
        let wanted = boxes.filter(|it| wanted((it.is_master, !it.publishes)));
        wanted.filter_map(|it| self.state.home_of(it)).collect()
    }

    /// A stage of a flow: at the computers of its hosts, each as often as it does their work.
    fn stage(&mut self, secs: f64, hosts: &[(usize, f64)]) -> Choice {
        let state = self.state;
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for (host, part) in hosts {
            for (at, share) in state.shares_of(*host) {
                *shares.entry(at).or_default() += part * share;
            }
        }
        let stations = shares.into_iter().filter_map(|(at, share)| {
            let effective = state.placement.computers.get(at)?.biztalk_cores;
            let (station, factor) = self.computer(at, effective)?;
            Some(Visit::new(share, station, secs * factor))
        });
        Choice { visits: stations.collect(), adds: true }
    }

    /// Connections, requests, network and disks, each with the flow that meets it; `None` = all.
    fn beside(&mut self) -> Vec<(Option<usize>, usize)> {
        let state = self.state;
        let mut found = Vec::new();
        for limit in further::all(state) {
            let flow = limit.flow.and_then(|at| state.placement.mix.flows.get(at));
            let share = flow.map_or(1.0, |it| it.share);
            let held = flow.and_then(|it| it.back_end_secs);
            // As many servers as calls can be held at once, else one; rounded, and made to saturate where the limit is.
            let servers = held.map_or(1.0, |secs| limit.rate * share * secs);
            let name = flow.map_or_else(
                || limit.kind.label().to_owned(),
                |flow| format!("{} of {}", limit.kind.label(), flow.name),
            );
            let station = self.push(name, servers);
            if let Some(it) = self.stations.get_mut(station) {
                let secs = f64::from(it.servers) / (limit.rate * share);
                it.visited(share, secs, held.is_some());
            }
            found.push((limit.flow, station));
        }
        found
    }
}

/// Who takes a message out of the MessageBox, hop by hop, and how many of all messages make that hop: whoever sends one-way
/// messages, else whoever processes, then whoever sends; the answer of a request is taken by whoever received it. Further
/// hops are processing.
fn polls(state: &State<'_>, flow: &MixedFlow, way: &Way) -> Vec<(Part, f64)> {
    let interval = state.placement.workload.polling_secs.value;
    let [receive, process, send] = way;
    let num_hosts = state.placement.hosts.len();
    let any: Vec<(usize, f64)> = (0..num_hosts).map(|it| (it, 1.0 / num_hosts as f64)).collect();
    let or = |hosts: &Vec<(usize, f64)>, other: &Vec<(usize, f64)>| {
        if hosts.is_empty() { other.clone() } else { hosts.clone() }
    };
    let send = or(&send.1, &any);
    let middle = or(&process.1, &send);
    let last = if flow.answers { or(&receive.1, &any) } else { send.clone() };
    let hops = flow.cost.hops;
    let ends = hops.min(1.0);
    // Of four hops of a request that asks a back end one is that of the sending host.
    let asked = if flow.asks { (hops - ends).min(1.0) } else { 0.0 };
    let rest = (hops - ends - asked).max(0.0);
    let mut found = Vec::new();
    for (hosts, times) in [(middle, rest), (send, asked), (last, ends)] {
        let all: f64 = hosts.iter().map(|(_, part)| part).sum();
        let running = |host: usize| (state.running(host).count() as f64).max(1.0);
        let even = 1.0 / hosts.len().max(1) as f64;
        let share = |part: f64| if all > 0.0 { part / all } else { even };
        let hosts: Vec<(f64, f64)> = hosts.iter().map(|(host, part)| (share(*part), running(*host))).collect();
        let whole = (0..times.ceil() as u32).map(|before| (times - f64::from(before)).min(1.0));
        found.extend(whole.map(|times| (Part::Poll { interval, hosts: hosts.clone() }, times)));
    }
    found
}

/// Stations that are alike are solved once.
fn alike(stations: Vec<Station>, mut flows: Vec<Flow>) -> (Vec<Station>, Vec<Flow>) {
    let mut known: BTreeMap<(u32, u64, u64, u64), usize> = BTreeMap::new();
    let mut kept: Vec<Station> = Vec::new();
    let renamed: Vec<usize> = stations
        .into_iter()
        .map(|station| {
            let key = (station.servers, station.visits.to_bits(), station.work.to_bits(), station.square.to_bits());
            *known.entry(key).or_insert_with(|| {
                kept.push(station);
                kept.len() - 1
            })
        })
        .collect();
    for part in flows.iter_mut().flat_map(|flow| &mut flow.parts) {
        let Part::AtOneOf { visits, .. } = part else { continue };
        let mut merged: Vec<Visit> = Vec::new();
        for visit in visits.drain(..) {
            let station = renamed.get(visit.station).copied().unwrap_or(visit.station);
            match merged.iter_mut().find(|it| it.station == station && it.secs.to_bits() == visit.secs.to_bits()) {
                Some(same) => {
                    same.share += visit.share;
                    same.alike += 1;
                }
                None => merged.push(Visit { station, ..visit }),
            }
        }
        *visits = merged;
    }
    (kept, flows)
}
