//! One function of a logic made ready for diagrams: simplified gates, and its modules (parts that share nothing).

use std::collections::{BTreeSet, HashMap};

use super::logic::{Gate, GateId, Logic, Term};

/// Simplification settles after two or three rounds; this only bounds it.
const MOST_ROUNDS: usize = 8;

/// A function whose gates are simplified.
pub(super) struct Shape {
    pub(super) logic: Logic,
    pub(super) root: Term,
    /// How often each gate is named by other used gates; the root counts once more.
    pub(super) uses: Vec<u32>,
    /// Whether a gate is a module: no event below it is used anywhere else.
    pub(super) is_module: Vec<bool>,
}

impl Shape {
    /// Merges equal gates and chains of one kind, drops what is absorbed, and finds the modules.
    pub(super) fn new(logic: &Logic, root: Term) -> Self {
        let (mut logic, mut root) = simplified(logic, root);
        for _ in 0..MOST_ROUNDS {
            let (next, next_root) = simplified(&logic, root);
            let done = next == logic && next_root == root;
            (logic, root) = (next, next_root);
            if done {
                break;
            }
        }
        let uses = uses(&logic, root);
        let is_module = modules(&logic, root);
        Self { logic, root, uses, is_module }
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

/// One round over the gates that `root` uses.
fn simplified(logic: &Logic, root: Term) -> (Logic, Term) {
    let uses = uses(logic, root);
    let mut round = Round { next: Logic::with_events(logic.event_count()), renamed: Vec::new(), known: HashMap::new() };
    for (gate, uses_of_gate) in logic.gates().iter().zip(&uses) {
        let term = if *uses_of_gate == 0 { Term::NEVER } else { round.gate(logic, &uses, gate) };
        round.renamed.push(term);
    }
    let root = round.rename(root);
    (round.next, root)
}

/// The new gates of one round of simplification.
struct Round {
    next: Logic,
    /// What became of each old gate.
    renamed: Vec<Term>,
    /// Gates by their contents, inputs sorted.
    known: HashMap<Gate, Term>,
}

impl Round {
    fn rename(&self, term: Term) -> Term {
        match term {
            Term::Gate(gate) => self.renamed[gate.index()],
            other => other,
        }
    }

    fn gate(&mut self, logic: &Logic, uses: &[u32], gate: &Gate) -> Term {
        match gate {
            Gate::And(of) => {
                let inputs = self.flat(logic, uses, of, true);
                self.shared(Gate::And, inputs)
            }
            Gate::Or(of) => {
                let inputs = self.flat(logic, uses, of, false);
                self.shared(Gate::Or, inputs)
            }
            Gate::AtLeast { failed, of } => {
                let of: Vec<Term> = of.iter().map(|it| self.rename(*it)).collect();
                self.next.at_least(*failed, of)
            }
            Gate::Weight { weight, of } => {
                let of: Vec<(Term, u64)> = of.iter().map(|(it, carried)| (self.rename(*it), *carried)).collect();
                self.next.weight(*weight, of)
            }
        }
    }

    /// The inputs of an and (or an or) with its children of the same kind that nobody else uses taken in, and
    /// without the children that another input makes superfluous: in `a or (a and b)` the second.
    fn flat(&self, logic: &Logic, uses: &[u32], of: &[Term], is_and: bool) -> Vec<Term> {
        let mut inputs = Vec::with_capacity(of.len());
        for old in of {
            let term = self.rename(*old);
            let alone =
                matches!(old, Term::Gate(gate) if uses[gate.index()] == 1 && gate.index() < logic.gates().len());
            match self.contents(term) {
                Some((inner_is_and, inner)) if alone && inner_is_and == is_and => inputs.extend_from_slice(inner),
                _ => inputs.push(term),
            }
        }
        let given: BTreeSet<Term> = inputs.iter().copied().collect();
        inputs.retain(|term| match self.contents(*term) {
            Some((inner_is_and, inner)) if inner_is_and != is_and => !inner.iter().any(|it| given.contains(it)),
            _ => true,
        });
        inputs
    }

    /// Whether a new term is an and or an or, and of what; `None` for everything else.
    fn contents(&self, term: Term) -> Option<(bool, &[Term])> {
        let Term::Gate(gate) = term else { return None };
        match self.next.gate(gate)? {
            Gate::And(of) => Some((true, of)),
            Gate::Or(of) => Some((false, of)),
            Gate::AtLeast { .. } | Gate::Weight { .. } => None,
        }
    }

    fn shared(&mut self, gate: impl Fn(Vec<Term>) -> Gate, inputs: Vec<Term>) -> Term {
        let mut sorted = inputs.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let key = gate(sorted);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let term = if matches!(key, Gate::And(_)) { self.next.and(inputs) } else { self.next.or(inputs) };
        self.known.insert(key, term);
        term
    }
}

/// When a walk from the root met a gate: first, and at the end of the whole walk below it, and last.
#[derive(Clone, Copy, Default)]
struct Visit {
    first: u32,
    left: u32,
    last: u32,
}

/// Finds modules in linear time: a gate is one when the walk meets everything below it only between entering the gate
/// for the first time and leaving it (Dutuit and Rauzy).
fn modules(logic: &Logic, root: Term) -> Vec<bool> {
    let count = logic.gates().len();
    let mut gates = vec![Visit::default(); count];
    let mut events = vec![Visit::default(); logic.event_count()];
    let Term::Gate(top) = root else { return vec![false; count] };
    walk(logic, top, &mut gates, &mut events);
    // Earliest and latest meeting of anything below each gate.
    let mut spans = vec![(u32::MAX, 0_u32); count];
    let mut is_module = vec![false; count];
    for (index, gate) in logic.gates().iter().enumerate().filter(|(index, _)| gates[*index].first > 0) {
        let mut span = (u32::MAX, 0);
        gate.for_each_input(|input| {
            let (first, last) = match input {
                Term::Constant(_) => return,
                Term::Event(event) => (events[event.index()].first, events[event.index()].last),
                Term::Gate(below) => {
                    let (visit, inner) = (gates[below.index()], spans[below.index()]);
                    (visit.first.min(inner.0), visit.last.max(inner.1))
                }
            };
            span = (span.0.min(first), span.1.max(last));
        });
        spans[index] = span;
        is_module[index] = span.0 > gates[index].first && span.1 < gates[index].left;
    }
    is_module
}

/// Meets every gate and event below `top`, each gate's inputs once, without recursion.
fn walk(logic: &Logic, top: GateId, gates: &mut [Visit], events: &mut [Visit]) {
    let mut clock = 1;
    gates[top.index()] = Visit { first: 1, left: 0, last: 1 };
    let mut open: Vec<(GateId, Vec<Term>)> = vec![(top, reversed_inputs(logic, top))];
    while let Some((gate, rest)) = open.last_mut() {
        clock += 1;
        match rest.pop() {
            None => {
                gates[gate.index()].left = clock;
                gates[gate.index()].last = clock;
                open.pop();
            }
            Some(Term::Constant(_)) => {}
            Some(Term::Event(event)) => meet(&mut events[event.index()], clock),
            Some(Term::Gate(below)) => {
                let known = gates[below.index()].first > 0;
                meet(&mut gates[below.index()], clock);
                if !known {
                    open.push((below, reversed_inputs(logic, below)));
                }
            }
        }
    }
}

fn meet(visit: &mut Visit, clock: u32) {
    if visit.first == 0 {
        visit.first = clock;
    }
    visit.last = clock;
}

fn reversed_inputs(logic: &Logic, gate: GateId) -> Vec<Term> {
    let mut inputs = logic.gate(gate).map(Gate::inputs).unwrap_or_default();
    inputs.reverse();
    inputs
}
