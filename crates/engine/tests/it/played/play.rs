//! Messages of a plan played one by one: queues, servers and clocks, and nothing of the formulas.
//!
//! A MessageBox works on ten hops at once, a computer on as many messages as it has cores up to the CPU cap; service is
//! exponential, back ends are constant. A hop contains its processor time at SQL Server, so that a message only waits for
//! a processor there; it waits likewise for its turn at the disks of the Tracking database.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use tierwright_design::testing::Luck;
use tierwright_engine::capacity::Parameter;

use super::demands::{published, takers};
use super::plan::Plan;

/// What a message does next.
#[derive(Clone, Copy)]
enum Step {
    /// Waits for a server and holds it for so long; `goes_on` = the message does not wait for the end of that.
    Serve {
        station: usize,
        secs: f64,
        goes_on: bool,
    },
    Delay(f64),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Next(usize),
    Released(usize),
}

#[derive(Default)]
struct Station {
    servers: u32,
    busy: u32,
    waiting: VecDeque<(usize, f64, bool)>,
}

/// Time in whole nanoseconds, so that it can be ordered.
fn nanos(secs: f64) -> u64 {
    (secs * 1e9) as u64
}

/// A plan with its stations: processors by computer, then contention by publisher, connections by flow, the tracking disk.
struct Player<'a> {
    plan: &'a Plan,
    servers: Vec<u32>,
    /// By function: how probable each of its computers is.
    shares: [Vec<(usize, f64)>; 3],
    luck: Luck,
}

impl<'a> Player<'a> {
    fn new(plan: &'a Plan, seed: u64) -> Self {
        let cap = published(Parameter::CpuCap);
        let of_cores = |it: f64| (it * cap).round().max(1.0) as u32;
        let mut servers: Vec<u32> = plan.computers.iter().map(|it| of_cores(f64::from(it.cores))).collect();
        servers.extend(plan.publishers().iter().map(|_| published(Parameter::MessageBoxServers) as u32));
        servers.extend(plan.flows.iter().map(|it| plan.connections_of(it).unwrap_or(0.0) as u32));
        servers.push(1);
        let luck = Luck::new(u128::from(seed) << 64 | 0x9E37_79B9_7F4A_7C15);
        Self { plan, servers, shares: shares(plan), luck }
    }

    /// A second of work on a reference core takes a server of a computer so long that all of them reach the CPU cap.
    fn at_processor(&mut self, at: usize, secs: f64, goes_on: bool) -> Step {
        let computer = self.plan.computers[at];
        let power = f64::from(computer.cores) * computer.speed * published(Parameter::CpuCap);
        let mean = secs * f64::from(self.servers[at]) / power;
        Step::Serve { station: at, secs: self.luck.exponential(mean), goes_on }
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[((self.luck.uniform() * of.len() as f64) as usize).min(of.len() - 1)]
    }

    /// A computer that does work of a function.
    fn computer_for(&mut self, function: usize) -> usize {
        let mut left = self.luck.uniform();
        let shares = &self.shares[function];
        let chosen = shares.iter().find(|(_, share)| {
            left -= share;
            left < 0.0
        });
        chosen.or(shares.last()).map_or(0, |it| it.0)
    }

    /// The next poll of a host with a function; its host instances look for work on their own.
    fn poll(&mut self, function: usize) -> Step {
        let at = self.computer_for(function);
        let here = |it: &&super::plan::Host| it.function == function && it.computers.contains(&at);
        let instances: Vec<usize> = self.plan.hosts.iter().filter(here).map(|it| it.computers.len()).collect();
        let count = self.one_of(&instances);
        let waits = (0..count).map(|_| self.luck.uniform() * self.plan.polling_secs);
        Step::Delay(waits.fold(f64::INFINITY, f64::min))
    }

    fn hop(&mut self, taker: usize) -> Vec<Step> {
        let plan = self.plan;
        let [at_publisher, at_master] = plan.sql_secs();
        let publisher = (self.luck.uniform() * plan.publishers().len() as f64) as usize;
        let servers = published(Parameter::MessageBoxServers);
        let mean = servers * plan.publishers().len() as f64 / plan.contention_hops();
        let mut steps = vec![self.at_processor(plan.publishers()[publisher], at_publisher, true)];
        if at_master > 0.0 {
            steps.push(self.at_processor(plan.boxes[0], at_master, true));
        }
        let station = plan.computers.len() + publisher;
        steps.push(Step::Serve { station, secs: self.luck.exponential(mean), goes_on: false });
        steps.push(self.poll(taker));
        steps
    }

    /// Receiving, hop after hop with processing after the first, sending; its back end and the tracking disk at the end.
    fn steps(&mut self, number: usize) -> Vec<Step> {
        let plan = self.plan;
        let flow = &plan.flows[number];
        let secs = plan.host_secs(flow);
        let work = |player: &mut Self, function: usize| {
            let at = player.computer_for(function);
            player.at_processor(at, secs[function], false)
        };
        let mut steps = vec![work(self, 0)];
        for (hop, taker) in takers(flow.pattern).iter().enumerate() {
            steps.extend(self.hop(*taker));
            if hop == 0 && secs[1] > 0.0 {
                steps.push(work(self, 1));
            }
        }
        steps.push(work(self, 2));
        let first_connection = plan.computers.len() + plan.publishers().len();
        if let Some(secs) = flow.back_end_secs {
            steps.push(match plan.connections_of(flow) {
                Some(_) => Step::Serve { station: first_connection + number, secs, goes_on: false },
                None => Step::Delay(secs),
            });
        }
        if let Some(secs) = plan.tracking_secs(flow) {
            let station = first_connection + plan.flows.len();
            steps.push(Step::Serve { station, secs: self.luck.exponential(secs), goes_on: true });
        }
        steps.reverse();
        steps
    }
}

/// Response times of a plan at a load in the order of arrival; the first tenth is left out.
pub(crate) fn play(plan: &Plan, load: f64, messages: usize, seed: u64) -> Vec<f64> {
    let mut player = Player::new(plan, seed);
    let mut stations: Vec<Station> =
        player.servers.iter().map(|it| Station { servers: *it, ..Station::default() }).collect();
    let (mut clock, mut all, mut heap) = (0.0, Vec::new(), BinaryHeap::new());
    for number in 0..messages {
        clock += player.luck.exponential(1.0 / load);
        let mut left = player.luck.uniform() * plan.per_sec();
        let flow = plan.flows.iter().position(|it| {
            left -= it.per_sec;
            left < 0.0
        });
        let flow = flow.unwrap_or(plan.flows.len() - 1);
        all.push((nanos(clock), player.steps(flow)));
        heap.push(Reverse((nanos(clock), Happens::Next(number))));
    }
    let mut found = vec![0.0; messages];
    while let Some(Reverse((now, event))) = heap.pop() {
        let mut start = |message: usize, station: usize, secs: f64, goes_on: bool| {
            let free = now + nanos(secs);
            heap.push(Reverse((free, Happens::Released(station))));
            heap.push(Reverse((if goes_on { now } else { free }, Happens::Next(message))));
        };
        match event {
            Happens::Next(message) => match all[message].1.pop() {
                Some(Step::Delay(secs)) => heap.push(Reverse((now + nanos(secs), event))),
                Some(Step::Serve { station: at, secs, goes_on }) => {
                    let station = &mut stations[at];
                    if station.busy < station.servers {
                        station.busy += 1;
                        start(message, at, secs, goes_on);
                    } else {
                        station.waiting.push_back((message, secs, goes_on));
                    }
                }
                None => found[message] = (now - all[message].0) as f64 / 1e9,
            },
            Happens::Released(at) => match stations[at].waiting.pop_front() {
                Some((message, secs, goes_on)) => start(message, at, secs, goes_on),
                None => stations[at].busy -= 1,
            },
        }
    }
    found.split_off(messages / 10)
}

/// How the work of each function spreads over its computers: small pieces of it go to whichever is least busy, again and
/// again, until none would go elsewhere.
fn shares(plan: &Plan) -> [Vec<(usize, f64)>; 3] {
    const PIECES: usize = 1_000;
    let power = |at: usize| f64::from(plan.computers[at].cores) * plan.computers[at].speed;
    let mut used: Vec<f64> = plan.sql_work().iter().enumerate().map(|(at, work)| work / power(at)).collect();
    let secs = |function: usize| -> f64 {
        let of_flows = plan.flows.iter().map(|it| it.per_sec * plan.host_secs(it)[function]);
        of_flows.sum::<f64>() / plan.per_sec() / PIECES as f64
    };
    let computers: [Vec<usize>; 3] = [0, 1, 2].map(|it| plan.computers_with(it));
    let mut at = computers.each_ref().map(|it| (0..PIECES).map(|piece| it[piece % it.len()]).collect::<Vec<usize>>());
    for (function, pieces) in at.iter().enumerate() {
        for piece in pieces {
            used[*piece] += secs(function) / power(*piece);
        }
    }
    for _ in 0..30 {
        for (function, pieces) in at.iter_mut().enumerate() {
            for piece in pieces {
                used[*piece] -= secs(function) / power(*piece);
                let busy = |it: &usize| used[*it] + secs(function) / power(*it);
                let best = computers[function].iter().copied().min_by(|a, b| busy(a).total_cmp(&busy(b)));
                *piece = best.unwrap_or(*piece);
                used[*piece] += secs(function) / power(*piece);
            }
        }
    }
    let share = |function: usize, computer: usize| {
        at[function].iter().filter(|it| **it == computer).count() as f64 / PIECES as f64
    };
    [0, 1, 2].map(|function| computers[function].iter().map(|it| (*it, share(function, *it))).collect())
}
