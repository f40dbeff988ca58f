//! Discrete-event simulation of a failure logic: what no formula says, such as the longest outage or the worst year.

mod network;
mod statistics;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use network::Network;
use statistics::RootClock;
pub use statistics::{RootResult, SimulationResult};

use super::logic::{EventId, Logic, Term};
use super::modules::{Law, log_normal};
use super::quant::HOURS_PER_YEAR;
use super::random::Random;

/// How one event comes and goes, independently of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process {
    /// Names the event's stream of random numbers; the same key in two designs means the same failures.
    pub key: u64,
    /// From repair to failure.
    pub up: Law,
    /// From failure to repair.
    pub down: Law,
}

/// Members of which one carries a role. When the carrier is lost and another member is there, `window` happens until
/// the role has moved or the carrier is back.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleGroup {
    /// Names the group's stream of random numbers.
    pub key: u64,
    /// When each member is lost, in the order of preference.
    pub members: Vec<Term>,
    /// The event that lasts while the role moves. It must not have a process of its own.
    pub window: EventId,
    /// The probability that a move works by itself.
    pub coverage: f64,
    /// How long that takes.
    pub failover: Law,
    /// How long it takes otherwise.
    pub manual: Law,
}

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Simulation<'a> {
    /// Events and gates.
    pub logic: &'a Logic,
    /// The functions to watch.
    pub roots: &'a [Term],
    /// By event; `None` for events that never happen by themselves.
    pub processes: &'a [Option<Process>],
    /// Groups with a role that moves.
    pub groups: &'a [RoleGroup],
    /// Years of one repetition.
    pub years: f64,
    /// How many independent repetitions.
    pub repetitions: u32,
    /// Chooses the luck.
    pub seed: u64,
}

impl Simulation<'_> {
    /// Runs all repetitions. The same input gives the same numbers on every machine.
    pub fn run(&self) -> SimulationResult {
        let network = Network::new(self.logic, self.roots, self.groups);
        let mut clocks = vec![RootClock::default(); self.roots.len()];
        let mut events = 0;
        for repetition in 0..self.repetitions {
            events += Run::new(self, network.clone(), repetition).go(&mut clocks);
        }
        let hours = self.years * HOURS_PER_YEAR;
        SimulationResult { events, roots: clocks.iter().map(|clock| clock.result(self.years, hours)).collect() }
    }
}

/// Draws from one law, with the constants worked out once.
#[derive(Clone, Copy)]
enum Sampler {
    Fixed(f64),
    Exponential(f64),
    LogNormal(f64, f64),
}

impl Sampler {
    fn new(law: Law) -> Self {
        match law {
            Law::Fixed { hours } => Self::Fixed(hours),
            Law::Exponential { mean_h } => Self::Exponential(mean_h),
            Law::LogNormal { mean_h, cv } => {
                let (mu, sigma) = log_normal(mean_h, cv);
                Self::LogNormal(mu, sigma)
            }
        }
    }

    fn draw(self, random: &mut Random) -> f64 {
        match self {
            Self::Fixed(hours) => hours,
            Self::Exponential(mean) => mean * random.exponential(),
            Self::LogNormal(mu, sigma) => libm::exp(mu + sigma * random.normal()),
        }
    }
}

/// One event's process under way.
struct Running {
    random: Random,
    up: Sampler,
    down: Sampler,
}

/// One group under way.
struct RunningGroup<'a> {
    group: &'a RoleGroup,
    random: Random,
    carrier: usize,
    /// When the move will be through, as ordered bits; 0 while nothing moves.
    until: u64,
}

/// What is due next: the time as ordered bits, and who.
type Due = Reverse<(u64, u32)>;

struct Run<'a> {
    network: Network,
    processes: Vec<Option<Running>>,
    groups: Vec<RunningGroup<'a>>,
    queue: BinaryHeap<Due>,
    end: f64,
}

impl<'a> Run<'a> {
    fn new(simulation: &'a Simulation<'a>, network: Network, repetition: u32) -> Self {
        let stream = |key| Random::new(simulation.seed, key, u64::from(repetition));
        let start = |process: &Option<Process>| {
            process.map(|it| Running { random: stream(it.key), up: Sampler::new(it.up), down: Sampler::new(it.down) })
        };
        let mut processes: Vec<Option<Running>> = simulation.processes.iter().map(start).collect();
        let mut queue = BinaryHeap::with_capacity(processes.len() + simulation.groups.len());
        for (event, running) in processes.iter_mut().enumerate() {
            if let Some(running) = running {
                queue.push(Reverse((running.up.draw(&mut running.random).to_bits(), event as u32)));
            }
        }
        let group = |group: &'a RoleGroup| RunningGroup { group, random: stream(group.key), carrier: 0, until: 0 };
        let groups = simulation.groups.iter().map(group).collect();
        Self { network, processes, groups, queue, end: simulation.years * HOURS_PER_YEAR }
    }

    /// Runs to the end and answers how many events were handled.
    fn go(mut self, clocks: &mut [RootClock]) -> u64 {
        let mut handled = 0;
        for (root, clock) in clocks.iter_mut().enumerate() {
            clock.begin(self.network.root_is_lost(root));
        }
        while let Some(Reverse((bits, who))) = self.queue.peek().copied() {
            let now = f64::from_bits(bits);
            if now > self.end {
                break;
            }
            handled += 1;
            if let Some(Some(running)) = self.processes.get_mut(who as usize) {
                let failed = !self.network.event_has_failed(who);
                let sampler = if failed { running.down } else { running.up };
                let after = sampler.draw(&mut running.random);
                if let Some(mut next) = self.queue.peek_mut() {
                    *next = Reverse(((now + after).to_bits(), who));
                }
                self.network.set(who, failed);
            } else {
                self.queue.pop();
                self.move_ends(who as usize - self.processes.len(), bits);
            }
            self.follow_roles(now);
            self.network.report(now, clocks);
        }
        for clock in clocks {
            clock.end(self.end);
        }
        handled
    }

    fn move_ends(&mut self, group: usize, bits: u64) {
        let running = &mut self.groups[group];
        if running.until == bits {
            running.until = 0;
            running.carrier = self.network.first_working_member(group).unwrap_or(running.carrier);
            let window = running.group.window.0;
            self.network.set(window, false);
        }
    }

    /// Starts and ends the moves that a change of members calls for.
    fn follow_roles(&mut self, now: f64) {
        while let Some(group) = self.network.next_changed_group() {
            let running = &mut self.groups[group];
            let carrier_is_lost = self.network.member_is_lost(group, running.carrier);
            let other = self.network.first_working_member(group);
            let window = running.group.window.0;
            match (carrier_is_lost, running.until > 0, other) {
                // The carrier is back before the role has moved.
                (false, true, _) => {
                    running.until = 0;
                    self.network.set(window, false);
                }
                (true, false, Some(other)) if self.network.all_were_lost(group) => running.carrier = other,
                (true, false, Some(_)) => {
                    let covered = running.random.uniform() < running.group.coverage;
                    let law = if covered { running.group.failover } else { running.group.manual };
                    let until = (now + Sampler::new(law).draw(&mut running.random)).to_bits();
                    running.until = until;
                    self.queue.push(Reverse((until, (self.processes.len() + group) as u32)));
                    self.network.set(window, true);
                }
                // Nobody is left: the loss is no longer one of the move.
                (true, true, None) => {
                    running.until = 0;
                    self.network.set(window, false);
                }
                _ => {}
            }
            self.network.remember(group, other.is_none());
        }
    }
}

#[cfg(test)]
mod tests;
