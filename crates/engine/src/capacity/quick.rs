//! The limit of a placement without some computers, by changing only what their loss touches: for trying many losses.

use super::further;
use super::placement::{PlacedComputer, PlacedHost, Placement};
use super::state::{State, Work};
use crate::dependency::Loss;
use crate::model::{DatabaseKind, TierId};

/// A placement in normal operation, with what each computer takes part in.
pub(super) struct Quick<'a> {
    placement: &'a Placement,
    normal: State<'a>,
    /// Computers on which each host works normally.
    running: Vec<Vec<usize>>,
    hosts_on: Vec<Vec<usize>>,
    databases_on: Vec<Vec<usize>>,
    /// Whether a loss may touch more than hosts and databases: then everything is worked out anew.
    entangled: bool,
    /// Limits that no loss of computers changes.
    constant_limit: f64,
    work: Vec<f64>,
}

/// What a loss leaves, in messages per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    /// The lowest limiter; zero when nothing passes.
    pub(super) limit: f64,
    /// The lowest limit among the computers of a tier; infinite where no work is left.
    pub(super) tier_limit: f64,
}

impl<'a> Quick<'a> {
    pub(super) fn new(placement: &'a Placement) -> Self {
        let normal = State::new(placement, &Loss::none());
        let running: Vec<Vec<usize>> = (0..placement.hosts.len()).map(|at| normal.running(at)).collect();
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
        let entangled = !placement.neighbors.is_empty()
            || placement.hosts.iter().any(beside_sso)
            || placement.mix.flows.iter().any(|flow| flow.back_end_secs.is_some());
        let constant_limit = further::rates(&normal).into_iter().map(|(_, rate)| rate).fold(f64::INFINITY, f64::min);
        Self { placement, normal, running, hosts_on, databases_on, entangled, constant_limit, work: Vec::new() }
    }

    /// What is left without two computers, and what the tier lets through.
    pub(super) fn without(&mut self, a: usize, b: usize, tier: TierId) -> Left {
        if self.entangled {
            return self.anew(a, b, tier);
        }
        let nothing = Left { limit: 0.0, tier_limit: 0.0 };
        let Some(contention) = self.shift(a, b) else { return nothing };
        let cap = self.normal.cpu_cap();
        let mut left = Left { limit: contention.min(self.constant_limit), tier_limit: f64::INFINITY };
        for (work, computer) in self.work.iter().zip(&self.placement.computers) {
            let limit = if *work > 0.0 { cap / work } else { f64::INFINITY };
            left.limit = left.limit.min(limit);
            if computer.tier == tier {
                left.tier_limit = left.tier_limit.min(limit);
            }
        }
        left
    }

    fn anew(&self, a: usize, b: usize, tier: TierId) -> Left {
        let lost = [a, b].into_iter().filter_map(|at| self.placement.computers.get(at)).map(|it| it.id);
        let loss = Loss::of_computers(lost);
        let state = State::new(self.placement, &loss);
        let limit = state.limit();
        let rows = self.placement.computers.iter().enumerate().filter(|(_, it)| it.tier == tier);
        let tier_limit = rows.map(|(at, _)| state.computer_limit(at)).filter(|it| !it.is_nan());
        Left { limit, tier_limit: if limit > 0.0 { tier_limit.fold(f64::INFINITY, f64::min) } else { 0.0 } }
    }

    /// Moves the work of two lost computers; the contention limit afterwards, or `None` when nothing passes.
    fn shift(&mut self, a: usize, b: usize) -> Option<f64> {
        if !self.normal.passes() {
            return None;
        }
        self.work.clear();
        self.work.extend(self.normal.work.iter().map(Work::total));
        let of_a = self.hosts_on.get(a)?;
        let of_b = self.hosts_on.get(b)?;
        for host in of_a.iter().chain(of_b.iter().filter(|it| !of_a.contains(it))) {
            Self::shift_host(self.placement, &self.running, &mut self.work, *host, [a, b])?;
        }
        let mut moved = false;
        for database in self.databases_on.get(a)?.iter().chain(self.databases_on.get(b)?) {
            let database = self.placement.databases.get(*database)?;
            let home = database.computers.iter().copied().find(|at| *at != a && *at != b)?;
            *self.work.get_mut(home)? += database.secs / self.placement.computers.get(home)?.sql_cores;
            moved |= database.kind == DatabaseKind::MessageBox;
        }
        for lost in [a, b] {
            *self.work.get_mut(lost)? = 0.0;
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
        running: &[Vec<usize>],
        work: &mut [f64],
        host: usize,
        lost: [usize; 2],
    ) -> Option<()> {
        let it = placement.hosts.get(host)?;
        let before = running.get(host)?;
        if !before.iter().any(|at| lost.contains(at)) {
            return Some(());
        }
        let cores = |at: usize| placement.computers.get(at).map_or(0.0, |computer| computer.biztalk_cores);
        if it.clustered {
            let next = it.computers.iter().copied().find(|at| !lost.contains(at))?;
            *work.get_mut(next)? += it.secs / cores(next);
            return Some(());
        }
        let all: f64 = before.iter().map(|at| cores(*at)).sum();
        let left: f64 = before.iter().filter(|at| !lost.contains(at)).map(|at| cores(*at)).sum();
        if left <= 0.0 {
            return None;
        }
        let more = it.secs / left - it.secs / all;
        for at in before.iter().filter(|at| !lost.contains(at)) {
            *work.get_mut(*at)? += more;
        }
        Some(())
    }
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
            let tier = placement.computers[0].tier;
            for a in 0..placement.computers.len() {
                for b in a + 1..placement.computers.len() {
                    let (short, long) = (quick.without(a, b, tier), quick.anew(a, b, tier));
                    let same = |x: f64, y: f64| x == y || (x - y).abs() <= 1e-9 * y.abs();
                    assert!(same(short.limit, long.limit), "{a} {b}: {short:?} {long:?}");
                    assert!(same(short.tier_limit, long.tier_limit), "{a} {b}: {short:?} {long:?}");
                }
            }
        }
    }
}
