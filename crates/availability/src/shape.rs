//! One function of a logic made ready for diagrams: simplified gates, and its modules (parts that share nothing).

use super::logic::{Logic, Term};
use decisive::Decisive;
use round::{Simplified, settled, simplified};
use visits::modules;

mod decisive;
mod own;
mod round;
mod visits;

/// Decisive events of a simpler function can show more of them; this bounds it.
const MOST_ROUNDS: usize = 8;

/// A function whose gates are simplified.
pub(super) struct Shape {
    pub(super) logic: Logic,
    pub(super) root: Term,
    /// How often each gate is named by other used gates; the root counts once more.
    pub(super) uses: Vec<u32>,
    /// Whether a gate is a module: no event below it is used anywhere else.
    pub(super) is_module: Vec<bool>,
    /// By gate: the smallest index of an event below it.
    pub(super) lowest_event: Vec<u32>,
}

impl Shape {
    /// Merges equal gates and chains of one kind, drops what is absorbed, puts events that decide a module beside it, and
    /// finds the modules.
    pub(super) fn new(logic: &Logic, root: Term) -> Self {
        let mut round = settled(simplified(logic, root, &uses(logic, root), None));
        for _ in 1..MOST_ROUNDS {
            let Some(decisive) = Decisive::of(&round) else { break };
            round = settled(simplified(&round.logic, round.root, &round.uses, Some(&decisive)));
        }
        let (logic, root) = own::with_own_inputs_apart(&round);
        let uses = uses(&logic, root);
        let is_module = modules(&logic, root);
        let lowest_event = lowest_events(&logic);
        Self { logic, root, uses, is_module, lowest_event }
    }

    /// The same with the root as the only module.
    pub(super) fn without_modules(mut self) -> Self {
        self.is_module.fill(false);
        self
    }
}

/// How often each gate is named by gates that `root` uses.
fn uses(logic: &Logic, root: Term) -> Vec<u32> {
    let mut uses = vec![0_u32; logic.gates().len()];
    if let Term::Gate(gate) = root {
        uses[gate.index()] = 1;
    }
    for (index, gate) in logic.gates().iter().enumerate().rev() {
        if uses[index] > 0 {
            gate.for_each_input(|input| {
                if let Term::Gate(below) = input {
                    uses[below.index()] += 1;
                }
            });
        }
    }
    uses
}

/// By gate: the smallest index of an event below it.
fn lowest_events(logic: &Logic) -> Vec<u32> {
    let mut lowest: Vec<u32> = Vec::with_capacity(logic.gates().len());
    for gate in logic.gates() {
        let mut own = u32::MAX;
        gate.for_each_input(|input| match input {
            Term::Constant(_) => {}
            Term::Event(event) => own = own.min(event.0),
            Term::Gate(below) => own = own.min(lowest[below.index()]),
        });
        lowest.push(own);
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::{Shape, settled, simplified, uses};
    use crate::logic::{EventId, Gate, Logic, Term};
    use crate::{Budget, Diagram};

    /// A small function whose make-up follows from a number.
    fn model(mut seed: u64) -> (Logic, Term) {
        let mut pick = |of: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % of
        };
        let mut logic = Logic::new();
        let mut terms: Vec<Term> = (0..6).map(|_| logic.event()).collect();
        for _ in 0..10 {
            let inputs: Vec<Term> = (0..2 + pick(3)).map(|_| terms[terms.len() - 1 - pick(8).min(5)]).collect();
            terms.push(match pick(5) {
                0 => logic.at_least(2, inputs),
                1 | 2 => logic.and(inputs),
                _ => logic.or(inputs),
            });
        }
        (logic, terms[15])
    }

    fn size(logic: &Logic, uses: &[u32]) -> (usize, usize) {
        let used = logic.gates().iter().zip(uses).filter(|(_, uses)| **uses > 0);
        used.fold((0, 0), |(gates, inputs), (gate, _)| (gates + 1, inputs + Gate::inputs(gate).len()))
    }

    /// In which of all 64 combinations of six events it is lost.
    fn truth(logic: &Logic, root: Term) -> u64 {
        let column = |event: u32| (0..64_u64).filter(|situation| situation >> event & 1 == 1).map(|it| 1 << it).sum();
        logic.evaluate(|event| column(event.0)).of(root)
    }

    #[test]
    fn a_function_keeps_its_meaning() {
        for seed in 0..3_000 {
            let (mut logic, mut root) = model(seed);
            if seed % 3 == 0 {
                // Not coherent: its own negation in one branch.
                let not = logic.not(root);
                let first = logic.or([not, Term::Event(EventId(0))]);
                let second = logic.or([root, Term::Event(EventId(0)), Term::Event(EventId(1))]);
                root = logic.and([first, second]);
            }
            let shape = Shape::new(&logic, root);
            assert_eq!(truth(&logic, root), truth(&shape.logic, shape.root), "model {seed}");
        }
    }

    #[test]
    fn what_decides_a_set_of_alternatives_stands_beside_it() {
        let mut logic = Logic::new();
        let events: Vec<Term> = (0..6).map(|_| logic.event()).collect();
        let site = logic.or([events[0], events[1]]);
        let first = logic.or([site, events[2]]);
        let second = logic.or([events[3], site]);
        let root = logic.and([first, second]);
        let shape = Shape::new(&logic, root);
        // One event or another, or both alternatives: everything once.
        assert_eq!(size(&shape.logic, &shape.uses), (2, 5));
    }

    /// Three sets of servers on the same hosts, any of which stops everything.
    fn sets_on_hosts(hosts: usize) -> (Logic, Term) {
        let mut logic = Logic::new();
        let site = logic.event();
        let hosts: Vec<Term> = (0..hosts).map(|_| logic.event()).collect();
        let mut sets = Vec::new();
        for _ in 0..3 {
            let common = logic.event();
            let mut servers = Vec::new();
            for host in &hosts {
                let (own, software) = (logic.event(), logic.event());
                servers.push(logic.or([own, software, *host, common, site]));
            }
            sets.push(logic.and(servers));
        }
        let any = logic.or(sets);
        (logic, any)
    }

    #[test]
    fn servers_of_several_sets_on_the_same_hosts_have_small_diagrams() {
        let (logic, any) = sets_on_hosts(16);
        let diagram = Diagram::compile(&logic, any, Budget::from(16_384)).unwrap();
        assert!(diagram.node_count() < 1_000, "one set after the other, it would be millions");
    }

    #[test]
    fn diagrams_of_sets_on_very_many_hosts_grow_with_them_and_no_faster() {
        let nodes = |hosts| {
            let (logic, any) = sets_on_hosts(hosts);
            Diagram::compile(&logic, any, Budget::default()).unwrap().node_count()
        };
        let (some, many) = (nodes(200), nodes(3_000));
        assert!(many < 20 * some, "{many} nodes for 3,000 hosts, {some} for 200");
    }

    #[test]
    fn a_settled_function_cannot_be_simplified_further() {
        for seed in 0..3_000 {
            let (logic, root) = model(seed);
            let shape = settled(simplified(&logic, root, &uses(&logic, root), None));
            let again = simplified(&shape.logic, shape.root, &shape.uses, None);
            assert_eq!(size(&shape.logic, &shape.uses), size(&again.logic, &again.uses), "model {seed}");
        }
    }
}
