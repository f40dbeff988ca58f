//! The limit of a placement without some computers, by changing only what their loss touches: for trying many losses.

use std::collections::BTreeMap;

use super::further;
use super::placement::{PlacedComputer, PlacedHost, Placement};
use super::state::{State, Work};
use crate::dependency::Loss;
use crate::model::{DatabaseKind, TierId};

/// A placement in normal operation, with what each computer takes part in.
pub(super) struct Quick<'a> {
    placement: &'a Placement,
    normal: State<'a>,
    /// Computers on which each host works normally, and the share of its work that each takes beside the others.
    running: Vec<Vec<(usize, f64)>>,
    hosts_on: Vec<Vec<usize>>,
    databases_on: Vec<Vec<usize>>,
    /// Whether a loss may touch more than hosts and databases: then everything is worked out anew.
    entangled: bool,
    /// Limits that no loss of computers changes.
    constant_limit: f64,
    loads: Loads,
    /// The computers, busiest first in normal operation: all of them, and those of each tier.
    busiest: Vec<usize>,
    busiest_of_tier: BTreeMap<TierId, Vec<usize>>,
}

/// What one message per second takes of each computer: normally, or while a loss is tried.
struct Loads {
    work: Vec<f64>,
    is_changed: Vec<bool>,
    /// The computers that a loss has changed, and what there was before.
    changes: Vec<(usize, f64)>,
}

impl Loads {
    fn of(state: &State<'_>) -> Self {
        let work: Vec<f64> = state.work.iter().map(Work::total).collect();
        Self { is_changed: vec![false; work.len()], work, changes: Vec::new() }
    }

    /// Changes the work on a computer; `None` when there is no such computer.
    fn change(&mut self, at: usize, change: impl FnOnce(f64) -> f64) -> Option<()> {
        let work = self.work.get_mut(at)?;
        self.changes.push((at, *work));
        *work = change(*work);
        *self.is_changed.get_mut(at)? = true;
        Some(())
    }

    /// The most work on any of some computers, which are named busiest first in normal operation: on one that is
    /// changed, or on the first that is not.
    fn most(&self, busiest: &[usize], is_named: impl Fn(usize) -> bool) -> f64 {
        let work = |at: usize| self.work.get(at).copied().unwrap_or(0.0);
        let as_before = busiest.iter().copied().find(|at| self.is_changed.get(*at) == Some(&false));
        let changed = self.changes.iter().map(|(at, _)| *at).filter(|at| is_named(*at));
        changed.chain(as_before).map(work).fold(0.0, f64::max)
    }

    /// Back to normal operation.
    fn undo(&mut self) {
        for (at, before) in self.changes.drain(..).rev() {
            if let (Some(work), Some(is_changed)) = (self.work.get_mut(at), self.is_changed.get_mut(at)) {
                (*work, *is_changed) = (before, false);
            }
        }
    }
}

/// What a loss leaves, in messages per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    /// The lowest limiter; zero when nothing passes.
    pub(super) limit: f64,
    /// The lowest limit among the computers of the tier in which both stand; infinite where no work is left, or they
    /// stand in two.
    pub(super) tier_limit: f64,
}

impl<'a> Quick<'a> {
    pub(super) fn new(placement: &'a Placement) -> Self {
        let normal = State::new(placement, &Loss::none());
        let running = placement.hosts.iter().enumerate().map(|(at, host)| {
            let weights: BTreeMap<usize, f64> =
                host.computers.iter().copied().zip(host.weights.iter().copied()).collect();
            normal.running(at).map(|at| (at, weights.get(&at).copied().unwrap_or(0.0))).collect()
        });
        let running: Vec<Vec<(usize, f64)>> = running.collect();
        let mut hosts_on = vec![Vec::new(); placement.computers.len()];
        for (host, it) in placement.hosts.iter().enumerate() {
            for at in &it.computers {
                if let Some(hosts) = hosts_on.get_mut(*at) {
                    hosts.push(host);
                }
            }
        }
        let mut databases_on = vec![Vec::new(); placement.computers.len()];
        for (database, it) in placement.databases.iter().enumerate() {
            if let Some(at) = normal.home_of(it)
                && let Some(databases) = databases_on.get_mut(at)
            {
                databases.push(database);
            }
        }
        let sso: Vec<_> = placement.sso_owners.iter().flatten().collect();
        let beside_sso = |host: &PlacedHost| {
            let at = host.computers.iter().filter_map(|at| placement.computers.get(*at));
            host.needs_active_sso && at.into_iter().any(|it| sso.contains(&&it.id))
        };
        // A neighbor without a stated peak takes nothing.
        let entangled = placement.neighbors.iter().any(|it| it.peak.is_some())
            || placement.hosts.iter().any(beside_sso)
            || placement.mix.flows.iter().any(|flow| flow.back_end_secs.is_some());
        let constant_limit = further::rates(&normal).into_iter().map(|(_, rate)| rate).fold(f64::INFINITY, f64::min);
        let loads = Loads::of(&normal);
        let work = |at: usize| loads.work.get(at).copied().unwrap_or(0.0);
        let mut busiest: Vec<usize> = (0..placement.computers.len()).collect();
        busiest.sort_by(|a, b| work(*b).total_cmp(&work(*a)));
        let mut busiest_of_tier: BTreeMap<TierId, Vec<usize>> = BTreeMap::new();
        for at in &busiest {
            busiest_of_tier.entry(tier_of(placement, *at)).or_default().push(*at);
        }
        Self {
            placement,
            normal,
            running,
            hosts_on,
            databases_on,
            entangled,
            constant_limit,
            loads,
            busiest,
            busiest_of_tier,
        }
    }

    /// What is left without two computers.
    pub(super) fn without(&mut self, a: usize, b: usize) -> Left {
        if self.entangled {
            return self.anew(a, b);
        }
        let contention = self.shift(a, b);
        let most = self.loads.most(&self.busiest, |_| true);
        let tier = tier_of(self.placement, a);
        let of_tier = self.busiest_of_tier.get(&tier).filter(|_| tier == tier_of(self.placement, b));
        let most_of_tier = of_tier.map_or(0.0, |it| self.loads.most(it, |at| tier_of(self.placement, at) == tier));
        self.loads.undo();
        let Some(contention) = contention else { return Left { limit: 0.0, tier_limit: 0.0 } };
        let cap = self.normal.cpu_cap();
        // The busiest computer has the lowest limit.
        let limit = |work: f64| if work > 0.0 { cap / work } else { f64::INFINITY };
        Left { limit: contention.min(self.constant_limit).min(limit(most)), tier_limit: limit(most_of_tier) }
    }

    fn anew(&self, a: usize, b: usize) -> Left {
        let lost = [a, b].into_iter().filter_map(|at| self.placement.computers.get(at)).map(|it| it.id);
        let loss = Loss::of_computers(lost);
        let state = State::new(self.placement, &loss);
        let computers = state.computer_limits();
        let limit = state.limit(&computers);
        let tier = Some(tier_of(self.placement, a)).filter(|it| *it == tier_of(self.placement, b));
        let rows = self.placement.computers.iter().zip(computers).filter(|(it, _)| Some(it.tier) == tier);
        let tier_limit = rows.map(|(_, limit)| limit).filter(|it| !it.is_nan());
        Left { limit, tier_limit: if limit > 0.0 { tier_limit.fold(f64::INFINITY, f64::min) } else { 0.0 } }
    }

    /// Moves the work of two lost computers; the contention limit afterwards, or `None` when nothing passes.
    fn shift(&mut self, a: usize, b: usize) -> Option<f64> {
        if !self.normal.passes() {
            return None;
        }
        let of_a = self.hosts_on.get(a)?;
        let of_b = self.hosts_on.get(b)?;
        for host in of_a.iter().chain(of_b.iter().filter(|it| !of_a.contains(it))) {
            Self::shift_host(self.placement, &self.running, &mut self.loads, *host, [a, b])?;
        }
        let mut moved = false;
        for database in self.databases_on.get(a)?.iter().chain(self.databases_on.get(b)?) {
            let database = self.placement.databases.get(*database)?;
            let home = database.computers.iter().copied().find(|at| *at != a && *at != b)?;
            let more = database.secs / self.placement.computers.get(home)?.sql_cores;
            self.loads.change(home, |work| work + more)?;
            moved |= database.kind == DatabaseKind::MessageBox;
        }
        for lost in [a, b] {
            self.loads.change(lost, |_| 0.0)?;
        }
        if !moved {
            return Some(self.normal.contention_limit());
        }
        let boxes = self.placement.databases.iter().filter(|it| it.kind == DatabaseKind::MessageBox);
        let homes = boxes.filter_map(|it| it.computers.iter().copied().find(|at| *at != a && *at != b));
        let speeds = homes.filter_map(|at| self.placement.computers.get(at)).map(PlacedComputer::sql_speed);
        Some(self.placement.contention_limit(speeds.fold(f64::INFINITY, f64::min)))
    }

    fn shift_host(
        placement: &Placement,
        running: &[Vec<(usize, f64)>],
        loads: &mut Loads,
        host: usize,
        lost: [usize; 2],
    ) -> Option<()> {
        let it = placement.hosts.get(host)?;
        let before = running.get(host)?;
        if !before.iter().any(|(at, _)| lost.contains(at)) {
            return Some(());
        }
        let cores = |at: usize| placement.computers.get(at).map_or(0.0, |computer| computer.biztalk_cores);
        if it.clustered {
            let next = it.computers.iter().copied().find(|at| !lost.contains(at))?;
            return loads.change(next, |work| work + it.secs / cores(next));
        }
        let left_over = || before.iter().filter(|(at, _)| !lost.contains(at));
        let all: f64 = before.iter().map(|(_, weight)| weight).sum();
        let left: f64 = left_over().map(|(_, weight)| weight).sum();
        if left <= 0.0 {
            return None;
        }
        let more = it.secs / left - it.secs / all;
        for (at, weight) in left_over() {
            let more = more * weight / cores(*at);
            loads.change(*at, |work| work + more)?;
        }
        Some(())
    }
}

fn tier_of(placement: &Placement, at: usize) -> TierId {
    placement.computers.get(at).map(|it| it.tier).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::parameters::Parameters;
    use crate::testing::generated_design;

    #[test]
    fn the_short_way_finds_what_the_long_way_finds() {
        for seed in [3, 7] {
            let document = generated_design(40, seed);
            let placement = Placement::new(&document, Parameters::published());
            let mut quick = Quick::new(&placement);
            assert!(!quick.entangled);
            for a in 0..placement.computers.len() {
                for b in a + 1..placement.computers.len() {
                    let (short, long) = (quick.without(a, b), quick.anew(a, b));
                    let same = |x: f64, y: f64| x == y || (x - y).abs() <= 1e-9 * y.abs();
                    assert!(same(short.limit, long.limit), "{a} {b}: {short:?} {long:?}");
                    assert!(same(short.tier_limit, long.tier_limit), "{a} {b}: {short:?} {long:?}");
                }
            }
        }
    }
}
