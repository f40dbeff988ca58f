//! A placement in one state: which computer carries how much of an average message when some computers are lost.

use std::collections::BTreeMap;

use super::further;
use super::parameters::Parameter;
use super::placement::{PlacedComputer, PlacedDatabase, PlacedHost, Placement};
use super::words::{self, list};
use crate::dependency::Loss;
use crate::links;
use crate::model::{ComputerId, DatabaseKind};

/// Work per message on one computer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Work {
    /// Share of the computer that one message per second of host work takes.
    pub(super) biztalk: f64,
    /// The same for the work of databases.
    pub(super) sql: f64,
    /// Hosts with work on it.
    pub(super) num_hosts: u32,
}

impl Work {
    /// Utilization that one message per second causes.
    pub(super) fn total(&self) -> f64 {
        self.biztalk + self.sql
    }
}

/// A placement with some computers lost.
#[derive(Clone, Debug)]
pub(super) struct State<'a> {
    pub(super) placement: &'a Placement,
    /// Whether each computer is lost.
    lost: Vec<bool>,
    /// Work on each computer.
    pub(super) work: Vec<Work>,
    /// Effective cores of each host.
    pub(super) host_cores: Vec<f64>,
    /// Whether hosts that need Enterprise SSO stand still on each computer.
    asleep: Vec<bool>,
    /// Share of each computer that other BizTalk groups take at their peak.
    background: Vec<f64>,
    /// Why no message passes, by the failure logic; `None` while some do.
    stopped: Option<String>,
}

impl<'a> State<'a> {
    /// Places every host and database on what is left. A clustered host and a database run on the first computer left.
    ///
    /// Host work spreads over the computers of the host as in normal operation (see `spread`), those that are left taking
    /// over in proportion to it.
    pub(super) fn new(placement: &'a Placement, loss: &Loss) -> Self {
        let lost: Vec<bool> = placement.computers.iter().map(|it| loss.loses_computer(it.id)).collect();
        let mut state = Self {
            placement,
            lost,
            work: vec![Work::default(); placement.computers.len()],
            host_cores: Vec::with_capacity(placement.hosts.len()),
            asleep: asleep(placement, loss),
            background: background(placement, loss),
            stopped: None,
        };
        let mut running: Vec<usize> = Vec::new();
        for (index, host) in placement.hosts.iter().enumerate() {
            running.clear();
            running.extend(state.running(index));
            state.place_host(host, &running);
        }
        for database in &placement.databases {
            let home = state.home_of(database);
            if let Some((computer, work)) =
                home.and_then(|at| Some((placement.computers.get(at)?, state.work.get_mut(at)?)))
            {
                work.sql += database.secs / computer.sql_cores;
            }
        }
        state
    }

    /// The same where the failure logic says why no message passes.
    pub(super) fn stopped(self, stopped: Option<String>) -> Self {
        Self { stopped: stopped.filter(|_| !links::is_cut("capacity")), ..self }
    }

    fn place_host(&mut self, host: &PlacedHost, running: &[usize]) {
        let cores = |at: usize| self.placement.computers.get(at).map_or(0.0, |it| it.biztalk_cores);
        self.host_cores.push(running.iter().map(|at| cores(*at)).sum());
        for (at, share) in host.shares(running) {
            let cores = cores(at);
            if let Some(work) = self.work.get_mut(at) {
                work.biztalk += host.secs * share / cores;
                work.num_hosts += 1;
            }
        }
    }

    /// The computers on which a host works, by index, with the share of its work that each does.
    pub(super) fn shares_of(&self, host: usize) -> Vec<(usize, f64)> {
        let running: Vec<usize> = self.running(host).collect();
        self.placement.hosts.get(host).map(|it| it.shares(&running).collect()).unwrap_or_default()
    }

    /// Whether the computer at this position is lost.
    pub(super) fn is_lost(&self, computer: usize) -> bool {
        self.lost.get(computer).copied().unwrap_or(true)
    }

    /// Whether nothing is lost, so that work spreads as in normal operation.
    pub(super) fn is_whole(&self) -> bool {
        !self.lost.contains(&true)
    }

    /// The computers on which a host works, by index.
    pub(super) fn running(&self, host: usize) -> impl Iterator<Item = usize> + '_ {
        let host = self.placement.hosts.get(host);
        let computers = host.map_or(&[][..], |it| &it.computers);
        let needs_sso = host.is_some_and(|it| it.needs_active_sso);
        let stands = move |at: usize| needs_sso && self.asleep.get(at).copied().unwrap_or(false);
        let left = computers.iter().copied().filter(move |at| !self.is_lost(*at) && !stands(*at));
        left.take(if host.is_some_and(|it| it.clustered) { 1 } else { usize::MAX })
    }

    /// How many host instances work.
    pub(super) fn num_running(&self) -> usize {
        (0..self.placement.hosts.len()).map(|host| self.running(host).count()).sum()
    }

    /// The computer on which a database runs, by index.
    pub(super) fn home_of(&self, database: &PlacedDatabase) -> Option<usize> {
        database.computers.iter().copied().find(|at| !self.is_lost(*at))
    }

    /// Names of the computers on which unclustered hosts stand still because Enterprise SSO is passive there.
    pub(super) fn computers_with_sleeping_hosts(&self) -> Vec<&'a str> {
        let rows = self.placement.computers.iter().enumerate().zip(&self.asleep);
        let sleeping = rows.filter(|((at, _), asleep)| **asleep && !self.is_lost(*at));
        let needed =
            |at: usize| self.placement.hosts.iter().any(|it| it.needs_active_sso && it.computers.contains(&at));
        sleeping.filter(|((at, _), _)| needed(*at)).map(|((_, it), _)| it.name.as_str()).collect()
    }

    /// Why no message passes; empty when messages pass.
    pub(super) fn reasons(&self) -> Vec<String> {
        let mut reasons = self.placement.blocked.clone();
        let rows = self.placement.hosts.iter().zip(&self.host_cores);
        let stopped: Vec<&str> = rows.filter(|(_, cores)| **cores <= 0.0).map(|(host, _)| host.name.as_str()).collect();
        match stopped.as_slice() {
            [] => {}
            [_] => reasons.push(format!("{} runs on no computer", words::hosts(&stopped))),
            _ => reasons.push(format!("{} run on no computer", words::hosts(&stopped))),
        }
        let mut stranded: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for database in self.placement.databases.iter().filter(|database| self.home_of(database).is_none()) {
            stranded.entry(&database.sql_name).or_default().push(&database.name);
        }
        for (sql, databases) in stranded {
            let held = list(&databases);
            reasons.push(format!("SQL instance {sql}, which holds {held}, has no computer left to run on"));
        }
        if reasons.is_empty() {
            reasons.extend(self.stopped.clone());
        }
        reasons
    }

    pub(super) fn passes(&self) -> bool {
        self.stopped.is_none()
            && self.placement.blocked.is_empty()
            && self.host_cores.iter().all(|cores| *cores > 0.0)
            && self.placement.databases.iter().all(|database| self.home_of(database).is_some())
    }

    /// Share of its processors that a computer may use: `U_cap`, halved for an untuned environment.
    pub(super) fn cpu_cap(&self) -> f64 {
        self.placement.parameters.value(Parameter::CpuCap) * self.placement.tuning_factor()
    }

    /// Messages per second at which contention stops the MessageBox tier: `C_mb` with the slowest computer that runs one.
    pub(super) fn contention_limit(&self) -> f64 {
        let slowest = self.message_box_homes().map(PlacedComputer::sql_speed).fold(f64::INFINITY, f64::min);
        self.placement.contention_limit(slowest)
    }

    /// The computers that run a MessageBox now.
    pub(super) fn message_box_homes(&self) -> impl Iterator<Item = &'a PlacedComputer> + '_ {
        self.placement
            .databases
            .iter()
            .filter(|database| database.kind == DatabaseKind::MessageBox)
            .filter_map(|database| self.placement.computers.get(self.home_of(database)?))
    }

    /// Share of a computer that other BizTalk groups take.
    pub(super) fn background(&self, computer: usize) -> f64 {
        self.background.get(computer).copied().unwrap_or(0.0)
    }

    /// Messages per second at which each computer reaches the CPU cap; infinite without work on it.
    pub(super) fn computer_limits(&self) -> Vec<f64> {
        let cap = self.cpu_cap();
        let left = |at: usize| (cap - self.background(at)).max(0.0);
        self.work.iter().enumerate().map(|(at, work)| left(at) / work.total()).collect()
    }

    /// The lowest limiter in messages per second; zero when no message passes. `computers` are the limits of computers.
    pub(super) fn limit(&self, computers: &[f64]) -> f64 {
        if !self.passes() {
            return 0.0;
        }
        let computers = computers.iter().copied().filter(|limit| !limit.is_nan());
        let others = further::rates(self).into_iter().map(|(_, rate)| rate);
        computers.chain(others).fold(self.contention_limit(), f64::min)
    }
}

impl Placement {
    /// Throughput against a tuned environment: 1, or the published ratio when somebody said that it is not tuned.
    pub(super) fn tuning_factor(&self) -> f64 {
        if self.tuned == Some(false) { self.parameters.value(Parameter::UntunedFactor) } else { 1.0 }
    }

    /// Messages per second at which contention stops MessageBox databases on cores of this speed.
    pub(super) fn contention_limit(&self, speed: f64) -> f64 {
        if speed.is_finite() {
            self.demands.contention_limit_per_sec * speed * self.tuning_factor()
        } else {
            f64::INFINITY
        }
    }
}

/// Whether unclustered hosts stand still on each computer, because a clustered Enterprise SSO is passive there: the
/// unsupported mixture that SSO-005 reports.
fn asleep(placement: &Placement, loss: &Loss) -> Vec<bool> {
    if placement.sso_owners.is_empty() {
        return Vec::new();
    }
    let stands = |id: ComputerId| {
        placement.sso_owners.iter().filter(|owners| owners.contains(&id)).any(|owners| {
            let active = owners.iter().find(|owner| !loss.loses_computer(**owner));
            active != Some(&id)
        })
    };
    placement.computers.iter().map(|it| stands(it.id)).collect()
}

/// Share of each computer that the other BizTalk groups on it take at their own peak load.
fn background(placement: &Placement, loss: &Loss) -> Vec<f64> {
    if placement.neighbors.is_empty() {
        return Vec::new();
    }
    let mut shares = vec![0.0; placement.computers.len()];
    for neighbor in &placement.neighbors {
        let Some(peak) = &neighbor.peak else { continue };
        let state = State::new(neighbor, loss);
        for (computer, work) in neighbor.computers.iter().zip(&state.work) {
            let at = placement.computers.iter().position(|it| it.id == computer.id);
            if let Some(share) = at.and_then(|at| shares.get_mut(at)) {
                *share += peak.value * work.total();
            }
        }
    }
    shares
}
