//! Rounds of simplification: equal gates are merged, chains of one kind taken in, what is absorbed is dropped, and what all
//! inputs share stands beside them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::decisive::Decisive;
use super::uses;
use crate::logic::{Gate, GateId, Logic, Term};

/// Simplification settles after a few rounds; this only bounds it.
const MOST_ROUNDS: usize = 8;

/// What a round of simplification has made.
pub(super) struct Simplified {
    pub(super) logic: Logic,
    pub(super) root: Term,
    /// How often each gate is named by other used gates; the root counts once more.
    pub(super) uses: Vec<u32>,
    /// Whether there are ands or ors that were not yet compared with the others.
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

/// Rounds until another would change nothing.
pub(super) fn settled(mut round: Simplified) -> Simplified {
    for _ in 1..MOST_ROUNDS {
        if round.is_settled() {
            break;
        }
        round = simplified(&round.logic, round.root, &round.uses, None);
    }
    round
}

/// One round over the gates that `root` uses, in which events that decide a module are put beside it.
pub(super) fn simplified(logic: &Logic, root: Term, uses: &[u32], decisive: Option<&Decisive>) -> Simplified {
    let mut round = Round {
        old: logic,
        decisive,
        taken_in: taken_in(logic, uses),
        next: Logic::with_events(logic.event_count()),
        renamed: Vec::with_capacity(uses.len()),
        known: FxHashMap::with_capacity_and_hasher(uses.len(), rustc_hash::FxBuildHasher),
        wide: FxHashMap::default(),
        has_new_kinds: false,
    };
    for (index, gate) in logic.gates().iter().enumerate() {
        let is_made = uses[index] > 0 && !round.taken_in[index];
        let term = if is_made { round.gate(gate) } else { Term::NEVER };
        let beside = decisive.and_then(|it| it.beside.get(&index));
        let term = match beside {
            None => term,
            Some(events) => {
                let all = events.iter().map(|it| Term::Event(*it)).chain([term]).collect();
                round.shared(Gate::Or, all)
            }
        };
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
    /// Events that are named beside a module only.
    decisive: Option<&'a Decisive>,
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

/// An and, or an or.
type Kind = fn(Vec<Term>) -> Gate;

/// Inputs to look things up in: a handful is gone through faster than it is hashed.
struct Given {
    listed: Vec<Term>,
    hashed: FxHashSet<Term>,
}

impl Given {
    const FEW: usize = 12;

    fn new(listed: Vec<Term>) -> Self {
        let hashed = if listed.len() > Self::FEW { listed.iter().copied().collect() } else { FxHashSet::default() };
        Self { listed, hashed }
    }

    fn has(&self, term: &Term) -> bool {
        if self.listed.len() > Self::FEW { self.hashed.contains(term) } else { self.listed.contains(term) }
    }
}

impl Round<'_> {
    fn rename(&self, term: Term) -> Term {
        match term {
            Term::Gate(gate) => self.renamed[gate.index()],
            Term::Event(event) if self.decisive.is_some_and(|it| it.of_event[event.index()]) => Term::NEVER,
            other => other,
        }
    }

    fn gate(&mut self, gate: &Gate) -> Term {
        match gate {
            Gate::And(of) => {
                let inputs = self.flat(of, true);
                self.factored(inputs, true)
            }
            Gate::Or(of) => {
                let inputs = self.flat(of, false);
                self.factored(inputs, false)
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

    /// An and (or an or) of these inputs; what all of them share stands beside it: `(a or b) and (a or c)` is
    /// `a or (b and c)`.
    fn factored(&mut self, inputs: Vec<Term>, is_and: bool) -> Term {
        let (own, other): (Kind, Kind) = if is_and { (Gate::And, Gate::Or) } else { (Gate::Or, Gate::And) };
        let common = self.common(&inputs, is_and);
        if common.is_empty() {
            return self.shared(own, inputs);
        }
        self.has_new_kinds = true;
        let mut rest = Vec::with_capacity(inputs.len());
        for input in inputs {
            let inner = self.contents(input).map(|(_, of)| of.to_vec()).unwrap_or_default();
            let left = inner.into_iter().filter(|it| !common.contains(it)).collect();
            rest.push(self.shared(other, left));
        }
        let mut all = common;
        all.push(self.shared(own, rest));
        self.shared(other, all)
    }

    /// The inputs that all of these gates of the other kind have; none where one of them is anything else.
    fn common(&self, gates: &[Term], is_and: bool) -> Vec<Term> {
        let mut of_gates = Vec::with_capacity(gates.len());
        for gate in gates {
            match self.contents(*gate) {
                Some((inner_is_and, of)) if inner_is_and != is_and => of_gates.push((*gate, of)),
                _ => return Vec::new(),
            }
        }
        let Some((_, fewest)) = of_gates.iter().min_by_key(|(_, of)| of.len()) else { return Vec::new() };
        if gates.len() < 2 || fewest.len() > MANY {
            return Vec::new();
        }
        let mut common = fewest.to_vec();
        for (gate, of) in &of_gates {
            let wide = if let Term::Gate(gate) = gate { self.wide.get(gate) } else { None };
            common.retain(|term| wide.map_or_else(|| of.contains(term), |wide| wide.contains(term)));
            if common.is_empty() {
                break;
            }
        }
        common
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
            let given = Given::new(inputs.clone());
            inputs.retain(|term| match self.contents(*term) {
                Some((inner_is_and, inner)) if inner_is_and != is_and => !self.shares(*term, inner, &given),
                _ => true,
            });
        }
        inputs
    }

    /// Whether a gate with these inputs has one of those given. The shorter list is gone through: a gate with 100,000
    /// inputs may be named by as many others.
    fn shares(&self, term: Term, inner: &[Term], given: &Given) -> bool {
        let wide = if let Term::Gate(gate) = term { self.wide.get(&gate) } else { None };
        match wide {
            Some(wide) if wide.len() > given.listed.len() => given.listed.iter().any(|it| wide.contains(it)),
            _ => inner.iter().any(|it| given.has(it)),
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

    fn shared(&mut self, gate: Kind, inputs: Vec<Term>) -> Term {
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
