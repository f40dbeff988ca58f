//! A second opinion on two-node failover clusters with imperfect failover, on designs and figures from seeds: every state of
//! two nodes and of what moves between them, solved as a Markov chain. Nothing of the formulas is in it. `sets` does so for
//! servers that share work.

use std::collections::BTreeMap;

mod sets;

use super::Rated;
use super::defaults::FailureInput;
use crate::availability::markov::Chain;
use crate::dependency::EventClass;
use crate::model::{ComputerId, Document, Element, FailoverClusterId};
use crate::sources::Sourced;
use crate::testing::{Luck, any_design};

const HOURS_A_YEAR: f64 = 8_760.0;
/// A move passes so many exponential phases: its standard deviation is half its mean.
const PHASES: u8 = 4;
/// More causes than that at once are too rare to matter.
const MOST_AT_ONCE: usize = 2;

/// Hardware and Windows of either node, then of both at once.
type Down = [bool; 6];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Roles {
    On(usize),
    Moving { from: usize, by_hand: bool, phase: u8 },
    Nowhere,
}

type State = (Down, Roles);

/// How often a cause comes, in hours, how long it stays, and which share of it takes all nodes.
#[derive(Clone, Copy)]
struct Cause {
    every_h: f64,
    repair_h: f64,
    beta: f64,
}

struct Cluster {
    hardware: Cause,
    windows: Cause,
    coverage: f64,
    failover_h: f64,
    manual_h: f64,
}

/// What the chain comes to.
struct Solved {
    /// Share of time that roles are on their way, or on no node at all.
    moving: f64,
    away: f64,
    /// How often a year they begin to be.
    outages: f64,
}

fn is_up(down: &Down, node: usize) -> bool {
    !(down[2 * node] || down[2 * node + 1] || down[4] || down[5])
}

impl Cluster {
    fn cause(&self, at: usize) -> (f64, f64) {
        let Cause { every_h, repair_h, beta } = if at.is_multiple_of(2) { self.hardware } else { self.windows };
        (if at < 4 { 1.0 - beta } else { beta } / every_h, 1.0 / repair_h)
    }

    /// Where roles are after nodes have failed or come back, with probabilities.
    fn settled(&self, roles: Roles, down: &Down) -> Vec<(Roles, f64)> {
        let any_up = [0, 1].into_iter().find(|node| is_up(down, *node));
        match (roles, any_up) {
            (_, None) => vec![(Roles::Nowhere, 1.0)],
            (Roles::On(node), _) if is_up(down, node) => vec![(roles, 1.0)],
            (Roles::On(from), _) => [(false, self.coverage), (true, 1.0 - self.coverage)]
                .map(|(by_hand, share)| (Roles::Moving { from, by_hand, phase: 0 }, share))
                .to_vec(),
            (Roles::Moving { from, .. }, _) if is_up(down, from) => vec![(Roles::On(from), 1.0)],
            (Roles::Moving { .. }, _) => vec![(roles, 1.0)],
            (Roles::Nowhere, Some(node)) => vec![(Roles::On(node), 1.0)],
        }
    }

    fn steps(&self, (down, roles): State) -> Vec<(State, f64)> {
        let mut steps = Vec::new();
        for at in 0..down.len() {
            let (fails, ends) = self.cause(at);
            let mut next = down;
            next[at] = !down[at];
            if next.iter().filter(|it| **it).count() > MOST_AT_ONCE {
                continue;
            }
            let rate = if down[at] { ends } else { fails };
            steps.extend(self.settled(roles, &next).into_iter().map(|(to, share)| ((next, to), rate * share)));
        }
        if let Roles::Moving { from, by_hand, phase } = roles {
            let mean = if by_hand { self.manual_h } else { self.failover_h };
            let arrived = usize::from(!is_up(&down, 0));
            let moving = Roles::Moving { from, by_hand, phase: phase + 1 };
            let next = if phase + 1 == PHASES { Roles::On(arrived) } else { moving };
            steps.push(((down, next), f64::from(PHASES) / mean));
        }
        steps
    }

    fn solve(&self) -> Solved {
        let (states, ways) = reached(([false; 6], Roles::On(0)), |state| self.steps(state));
        let shares = shares(states.len(), &ways);
        let is_on = |at: usize| matches!(states[at].1, Roles::On(_));
        let is_moving = |at: usize| matches!(states[at].1, Roles::Moving { .. });
        let time =
            |wanted: &dyn Fn(usize) -> bool| (0..states.len()).filter(|at| wanted(*at)).map(|at| shares[at]).sum();
        let begins = ways.iter().filter(|(from, to, _)| is_on(*from) && !is_on(*to));
        Solved {
            moving: time(&is_moving),
            away: time(&|at| !is_on(at)),
            outages: HOURS_A_YEAR * begins.map(|(from, _, rate)| shares[*from] * rate).sum::<f64>(),
        }
    }
}

/// Goes from state to state by number, so many times an hour.
type Way = (usize, usize, f64);

/// Every state that is reached from the first one, and the ways between them.
fn reached<S: Copy + Ord>(first: S, steps: impl Fn(S) -> Vec<(S, f64)>) -> (Vec<S>, Vec<Way>) {
    let mut known: BTreeMap<S, usize> = BTreeMap::from([(first, 0)]);
    let (mut states, mut ways, mut next) = (vec![first], Vec::new(), 0);
    while let Some(state) = states.get(next).copied() {
        for (to, rate) in steps(state) {
            let at = *known.entry(to).or_insert_with(|| {
                states.push(to);
                states.len() - 1
            });
            ways.push((next, at, rate));
        }
        next += 1;
    }
    (states, ways)
}

/// The share of time in each state.
fn shares(num_states: usize, ways: &[Way]) -> Vec<f64> {
    let mut chain = Chain::new(num_states);
    for (from, to, rate) in ways {
        chain.add(*from, *to, *rate);
    }
    chain.steady_state()
}

/// Figures of failures and failovers from a seed, in their own units.
fn figures(seed: u64) -> Vec<(&'static str, f64)> {
    let mut luck = Luck::new(u128::from(seed) << 64 | 0xD1B5_4A32_D192_ED03);
    let mut between = |low: f64, high: f64| low * (high / low).powf(luck.uniform());
    vec![
        ("server-mttf", between(5_000.0, 100_000.0)),
        ("server-repair", between(2.0, 24.0)),
        ("windows-failures", between(0.5, 12.0)),
        ("windows-repair", between(5.0, 120.0)),
        ("sql-failover", between(15.0, 300.0)),
        ("group-failover", between(10.0, 90.0)),
        ("coverage", between(0.6, 0.999)),
        ("manual-takeover", between(10.0, 240.0)),
        ("beta-hardware", between(0.01, 0.2)),
        ("beta-software", between(0.01, 0.3)),
        ("host-instance-failures", between(1.0, 100.0)),
        ("host-instance-start", between(10.0, 300.0)),
    ]
}

/// The two-node failover cluster of a computer, and its other node; both of them physical.
fn twin(document: &Document, id: ComputerId) -> Option<(FailoverClusterId, ComputerId)> {
    let is_physical = |id: &ComputerId| document.computers.get(id).is_some_and(|it| it.physical_host.is_none());
    let mut clusters = document.failover_clusters.iter().filter(|(_, it)| it.computers().any(|node| node == id));
    let ((cluster_id, cluster), others) = (clusters.next()?, clusters.next());
    let nodes: Vec<ComputerId> = cluster.computers().collect();
    let twin = nodes.iter().copied().find(|it| *it != id)?;
    (others.is_none() && nodes.len() == 2 && nodes.iter().all(is_physical)).then_some((*cluster_id, twin))
}

/// A figure of a rated design that holds for all elements, in the units of formulas.
fn value(rated: &Rated, input: FailureInput) -> f64 {
    let at = rated.inputs.iter().position(|it| it.input == input && it.element.is_none());
    rated.values()[at.unwrap()]
}

/// Why a computer is down: its hardware, Windows.
fn causes(rated: &Rated) -> [Cause; 2] {
    let value = |input| value(rated, input);
    let hardware = Cause {
        every_h: value(FailureInput::ServerMttf),
        repair_h: value(FailureInput::ServerRepair),
        beta: value(FailureInput::BetaHardware),
    };
    let windows = Cause {
        every_h: HOURS_A_YEAR / value(FailureInput::WindowsFailures),
        repair_h: value(FailureInput::WindowsRepair),
        beta: value(FailureInput::BetaSoftware),
    };
    [hardware, windows]
}

/// What the figures of a rated design make of a cluster whose roles take so long to fail over.
fn cluster(rated: &Rated, failover: FailureInput) -> Cluster {
    let [hardware, windows] = causes(rated);
    Cluster {
        hardware,
        windows,
        coverage: value(rated, FailureInput::Coverage),
        failover_h: value(rated, failover),
        manual_h: value(rated, FailureInput::ManualTakeover),
    }
}

/// Holds every node of two-node clusters that roles leave against the chain: how many there were of which all is known.
fn check(name: &str, document: &Document) -> usize {
    let rated = Rated::new(document);
    let rates = rated.rates(&rated.values());
    let mut checked = 0;
    for (event, rate) in rated.events.iter().zip(&rates) {
        let Element::Computer(id) = event.element else { continue };
        let is_window = event.class == EventClass::TransitionWindow;
        let Some((cluster_id, twin)) = twin(document, id).filter(|_| is_window) else { continue };
        let has_groups = document.resource_groups.values().any(|it| it.runs_on() == Some(id));
        let failover = if has_groups { FailureInput::SqlFailover } else { FailureInput::GroupFailover };
        let is_both = has_groups && !document.availability_groups.is_empty();
        if is_both {
            continue;
        }
        let solved = cluster(&rated, failover).solve();
        let of = |key: String| rated.events.iter().zip(&rates).find(|(it, _)| it.key == key).map(|(_, rate)| *rate);
        let common = of(format!("{}/common-cause", Element::from(cluster_id)));
        let near = |what: &str, formula: f64, chain: f64| {
            assert!((formula / chain - 1.0).abs() < 0.03, "{name}, {}: {what} {formula} and not {chain}", event.key);
        };
        near("time on the way", rate.q, solved.moving);
        let node = |it: ComputerId| of(Element::from(it).to_string()).map(|it| it.q);
        if let (Some(both), Some(one), Some(other)) = (common, node(id), node(twin)) {
            near("time away", rate.q + both.q + one * other, solved.away);
            near("outages", rate.per_year + both.per_year, solved.outages);
            checked += 1;
        }
    }
    checked
}

#[test]
fn two_node_clusters_of_any_design_have_the_outages_of_a_markov_chain() {
    let templates = crate::document::templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    let others = (0..60).map(|seed| (format!("any design {seed}"), any_design(seed)));
    let mut checked = 0;
    for (seed, (name, mut document)) in (0..).zip(templates.chain(others)) {
        for (key, value) in figures(seed) {
            document.availability = document.availability.with_figure(key, None, Some(Sourced::entered(value)));
        }
        document.environment.sql_failover_secs = None;
        checked += check(&name, &document);
    }
    assert!(checked >= 20, "only {checked} cluster nodes were looked at");
}
