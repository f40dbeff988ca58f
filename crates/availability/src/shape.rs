//! One function of a logic made ready for diagrams: simplified gates, and its modules (parts that share nothing).

use rustc_hash::{FxHashMap, FxHashSet};

use super::logic::{Gate, GateId, Logic, Term};

/// Simplification settles after one or two rounds; this only bounds it.
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
    /// Merges equal gates and chains of one kind, drops what is absorbed, and finds the modules.
    pub(super) fn new(logic: &Logic, root: Term) -> Self {
        let mut round = simplified(logic, root, &uses(logic, root));
        for _ in 1..MOST_ROUNDS {
            if round.is_settled() {
                break;
            }
            round = simplified(&round.logic, round.root, &round.uses);
        }
        let Simplified { logic, root, uses, .. } = round;
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

/// What a round of simplification has made.
struct Simplified {
    logic: Logic,
    root: Term,
    uses: Vec<u32>,
    /// Whether a count has become an and or an or, which were not yet compared with the others.
    has_new_kinds: bool,
}

impl Simplified {
    /// Whether another round would change nothing: gates that the round has freed of other users can be taken in.
    fn is_settled(&self) -> bool {
        let gates = self.logic.gates().iter().zip(&self.uses).filter(|(_, uses)| **uses > 0);
        let takes_in = |gate: &Gate| match gate {
            Gate::And(of) | Gate::Or(of) => of.iter().any(|term| self.is_alone_in(*term, gate)),
            Gate::AtLeast { .. } | Gate::Weight { .. } | Gate::Not(_) => false,
        };
        !self.has_new_kinds && !gates.into_iter().any(|(gate, _)| takes_in(gate))
    }

    fn is_alone_in(&self, term: Term, gate: &Gate) -> bool {
        let Term::Gate(below) = term else { return false };
        self.uses[below.index()] == 1 && self.logic.gate(below).is_some_and(|inner| is_same_kind(inner, gate))
    }
}

/// One round over the gates that `root` uses.
fn simplified(logic: &Logic, root: Term, uses: &[u32]) -> Simplified {
    let mut round = Round {
        old: logic,
        taken_in: taken_in(logic, uses),
        next: Logic::with_events(logic.event_count()),
        renamed: Vec::with_capacity(uses.len()),
        known: FxHashMap::default(),
        wide: FxHashMap::default(),
        has_new_kinds: false,
    };
    for (index, gate) in logic.gates().iter().enumerate() {
        let is_made = uses[index] > 0 && !round.taken_in[index];
        let term = if is_made { round.gate(gate) } else { Term::NEVER };
        round.renamed.push(term);
    }
    let root = round.rename(root);
    let uses = self::uses(&round.next, root);
    Simplified { logic: round.next, root, uses, has_new_kinds: round.has_new_kinds }
}

/// By gate: whether its only user is of the same kind and takes its inputs in. Such gates are not made, or a chain of
/// them would be copied from gate to gate.
fn taken_in(logic: &Logic, uses: &[u32]) -> Vec<bool> {
    let mut taken_in = vec![false; uses.len()];
    for (gate, uses_of_gate) in logic.gates().iter().zip(uses) {
        let (Gate::And(of) | Gate::Or(of)) = gate else { continue };
        for below in of.iter().filter_map(|term| if let Term::Gate(below) = term { Some(*below) } else { None }) {
            let is_same = logic.gate(below).is_some_and(|inner| is_same_kind(inner, gate));
            taken_in[below.index()] |= *uses_of_gate > 0 && uses[below.index()] == 1 && is_same;
        }
    }
    taken_in
}

fn is_same_kind(a: &Gate, b: &Gate) -> bool {
    matches!((a, b), (Gate::And(_), Gate::And(_)) | (Gate::Or(_), Gate::Or(_)))
}

/// The new gates of one round of simplification.
struct Round<'a> {
    old: &'a Logic,
    /// By old gate: whether its only user takes its inputs in.
    taken_in: Vec<bool>,
    next: Logic,
    /// What became of each old gate.
    renamed: Vec<Term>,
    /// Gates by their contents, inputs sorted.
    known: FxHashMap<Gate, Term>,
    /// The inputs of new gates that have very many.
    wide: FxHashMap<GateId, FxHashSet<Term>>,
    has_new_kinds: bool,
}

/// From so many inputs on, a gate keeps a set of them.
const MANY: usize = 64;

impl Round<'_> {
    fn rename(&self, term: Term) -> Term {
        match term {
            Term::Gate(gate) => self.renamed[gate.index()],
            other => other,
        }
    }

    fn gate(&mut self, gate: &Gate) -> Term {
        match gate {
            Gate::And(of) => {
                let inputs = self.flat(of, true);
                self.shared(Gate::And, inputs)
            }
            Gate::Or(of) => {
                let inputs = self.flat(of, false);
                self.shared(Gate::Or, inputs)
            }
            Gate::AtLeast { failed, of } => {
                let of: Vec<Term> = of.iter().map(|it| self.rename(*it)).collect();
                let made = self.next.gates().len();
                let term = self.next.at_least(*failed, of);
                let new_kinds = |gate: &Gate| matches!(gate, Gate::And(_) | Gate::Or(_));
                self.has_new_kinds |= self.next.gates().get(made).is_some_and(new_kinds);
                term
            }
            Gate::Weight { weight, of } => {
                let of: Vec<(Term, u64)> = of.iter().map(|(it, carried)| (self.rename(*it), *carried)).collect();
                self.next.weight(*weight, of)
            }
            Gate::Not(of) => {
                let input = self.rename(*of);
                let key = Gate::Not(input);
                if let Some(known) = self.known.get(&key) {
                    return *known;
                }
                let term = self.next.not(input);
                self.known.insert(key, term);
                term
            }
        }
    }

    /// The inputs of an and (or an or) with its children of the same kind that nobody else uses taken in, and
    /// without the children that another input makes superfluous: in `a or (a and b)` the second.
    fn flat(&self, of: &[Term], is_and: bool) -> Vec<Term> {
        let mut inputs = Vec::with_capacity(of.len());
        let mut open = vec![of.iter()];
        while let Some(rest) = open.last_mut() {
            match rest.next() {
                None => drop(open.pop()),
                Some(Term::Gate(gate)) if self.taken_in[gate.index()] => {
                    if let Some(Gate::And(inner) | Gate::Or(inner)) = self.old.gate(*gate) {
                        open.push(inner.iter());
                    }
                }
                Some(term) => inputs.push(self.rename(*term)),
            }
        }
        let is_other_kind = |term: &Term| self.contents(*term).is_some_and(|(inner_is_and, _)| inner_is_and != is_and);
        if inputs.iter().any(is_other_kind) {
            let given: FxHashSet<Term> = inputs.iter().copied().collect();
            inputs.retain(|term| match self.contents(*term) {
                Some((inner_is_and, inner)) if inner_is_and != is_and => !self.shares(*term, inner, &given),
                _ => true,
            });
        }
        inputs
    }

    /// Whether a gate with these inputs has one of those given. The shorter list is gone through: a gate with 100,000
    /// inputs may be named by as many others.
    fn shares(&self, term: Term, inner: &[Term], given: &FxHashSet<Term>) -> bool {
        let wide = if let Term::Gate(gate) = term { self.wide.get(&gate) } else { None };
        match wide {
            Some(wide) if wide.len() > given.len() => given.iter().any(|it| wide.contains(it)),
            _ => inner.iter().any(|it| given.contains(it)),
        }
    }

    /// Whether a new term is an and or an or, and of what; `None` for everything else.
    fn contents(&self, term: Term) -> Option<(bool, &[Term])> {
        let Term::Gate(gate) = term else { return None };
        match self.next.gate(gate)? {
            Gate::And(of) => Some((true, of)),
            Gate::Or(of) => Some((false, of)),
            Gate::AtLeast { .. } | Gate::Weight { .. } | Gate::Not(_) => None,
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
        if let (Term::Gate(gate), Gate::And(of) | Gate::Or(of)) = (term, &key)
            && of.len() >= MANY
        {
            self.wide.insert(gate, of.iter().copied().collect());
        }
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

#[cfg(test)]
mod tests {
    use super::{Shape, simplified};
    use crate::logic::{Gate, Logic, Term};

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

    #[test]
    fn a_settled_function_cannot_be_simplified_further() {
        for seed in 0..3_000 {
            let (logic, root) = model(seed);
            let shape = Shape::new(&logic, root);
            let again = simplified(&shape.logic, shape.root, &shape.uses);
            assert_eq!(size(&shape.logic, &shape.uses), size(&again.logic, &again.uses), "model {seed}");
        }
    }
}
