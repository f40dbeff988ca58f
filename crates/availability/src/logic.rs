//! Failure logic: events, and gates over them that say when a function is lost.

mod ripple;

use rustc_hash::FxHashSet;

pub use ripple::Ripple;
use ripple::Touched;

/// The index of an event in its [`Logic`]: the failure of one thing, or a common cause, a window, a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl EventId {
    /// The position of the event in tables over all events.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a gate in its [`Logic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GateId(pub u32);

impl GateId {
    /// The position of the gate in [`Logic::gates`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a gate is made of: an event, another gate, or a constant (true = always failed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Failed always (true) or never (false).
    Constant(bool),
    /// Failed while the event lasts.
    Event(EventId),
    /// Failed while the gate's condition holds.
    Gate(GateId),
}

impl Term {
    /// Never failed.
    pub const NEVER: Self = Self::Constant(false);
    /// Always failed.
    pub const ALWAYS: Self = Self::Constant(true);
}

/// When a function is lost. All gates but [`Gate::Not`] are monotone: one more failure never repairs anything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Lost when all inputs have failed.
    And(Vec<Term>),
    /// Lost when any input has failed.
    Or(Vec<Term>),
    /// Lost when at least `failed` of the inputs have failed.
    AtLeast {
        /// How many failed inputs it takes.
        failed: u32,
        /// The inputs; one that is named twice counts twice.
        of: Vec<Term>,
    },
    /// Lost when the failed inputs together carry at least `weight`, such as messages per second.
    Weight {
        /// The weight whose loss is too much.
        weight: u64,
        /// The inputs with what each one carries.
        of: Vec<(Term, u64)>,
    },
    /// Lost while the input has not failed. With it a function is not coherent: it has probabilities, but no cut sets.
    /// Only fault trees of other programs use it.
    Not(Term),
}

impl Gate {
    /// The inputs in the order they were given.
    pub fn inputs(&self) -> Vec<Term> {
        match self {
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => of.clone(),
            Self::Weight { of, .. } => of.iter().map(|(term, _)| *term).collect(),
            Self::Not(of) => vec![*of],
        }
    }

    /// The input at this place.
    fn input(&self, place: usize) -> Option<Term> {
        match self {
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => of.get(place).copied(),
            Self::Weight { of, .. } => of.get(place).map(|(term, _)| *term),
            Self::Not(of) => (place == 0).then_some(*of),
        }
    }

    /// In which of 64 situations it is lost.
    fn value(&self, lanes: &Lanes) -> u64 {
        match self {
            Self::And(of) => of.iter().fold(u64::MAX, |all, term| all & lanes.of(*term)),
            Self::Or(of) => of.iter().fold(0, |any, term| any | lanes.of(*term)),
            Self::AtLeast { failed, of } => counted(u64::from(*failed), of.iter().map(|it| (lanes.of(*it), 1))),
            Self::Weight { weight, of } => counted(*weight, of.iter().map(|(it, w)| (lanes.of(*it), *w))),
            Self::Not(of) => !lanes.of(*of),
        }
    }

    /// Visits the inputs in the order they were given.
    pub fn for_each_input(&self, mut visit: impl FnMut(Term)) {
        match self {
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => of.iter().for_each(|term| visit(*term)),
            Self::Weight { of, .. } => of.iter().for_each(|(term, _)| visit(*term)),
            Self::Not(of) => visit(*of),
        }
    }
}

/// Events and gates. A gate can only name gates that were made before it, so there are no cycles and the order of
/// [`Logic::gates`] is an order of evaluation. Several functions share one logic, each with a term of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logic {
    events: u32,
    gates: Vec<Gate>,
}

impl Logic {
    /// Without events and gates.
    pub fn new() -> Self {
        Self::default()
    }

    /// With so many events and no gates.
    pub fn with_events(count: usize) -> Self {
        Self { events: count as u32, gates: Vec::new() }
    }

    /// A new event. The n-th call makes the event with index n - 1.
    pub fn event(&mut self) -> Term {
        let id = EventId(self.events);
        self.events += 1;
        Term::Event(id)
    }

    /// Lost when all of `inputs` have failed. A gate is made only when constants and repetitions leave two inputs or
    /// more; otherwise the answer is the one input, or a constant (of nothing: always failed).
    pub fn and(&mut self, inputs: impl IntoIterator<Item = Term>) -> Term {
        let Some(inputs) = without_constants(inputs, true) else { return Term::NEVER };
        self.pick_or_push(inputs, Term::ALWAYS, Gate::And)
    }

    /// Lost when any of `inputs` has failed; simplified like [`Logic::and`] (of nothing: never failed).
    pub fn or(&mut self, inputs: impl IntoIterator<Item = Term>) -> Term {
        let Some(inputs) = without_constants(inputs, false) else { return Term::ALWAYS };
        self.pick_or_push(inputs, Term::NEVER, Gate::Or)
    }

    /// Lost when at least `failed` of `inputs` have failed. An input that is named twice counts twice.
    pub fn at_least(&mut self, failed: u32, inputs: impl IntoIterator<Item = Term>) -> Term {
        let inputs: Vec<Term> = inputs.into_iter().collect();
        let already = inputs.iter().filter(|it| **it == Term::ALWAYS).count() as u32;
        let of: Vec<Term> = inputs.into_iter().filter(|it| !matches!(it, Term::Constant(_))).collect();
        let failed = failed.saturating_sub(already);
        let mut distinct = of.clone();
        distinct.sort_unstable();
        distinct.dedup();
        match failed as usize {
            0 => Term::ALWAYS,
            needed if needed > of.len() => Term::NEVER,
            1 => self.or(of),
            needed if needed == of.len() => self.and(of),
            _ if distinct.len() == 1 => distinct[0],
            _ => self.push(Gate::AtLeast { failed, of }),
        }
    }

    /// Lost when fewer than `working` of `inputs` are left: what is meant by "k of n must work".
    pub fn fewer_than(&mut self, working: u32, inputs: impl IntoIterator<Item = Term>) -> Term {
        let inputs: Vec<Term> = inputs.into_iter().collect();
        let count = inputs.len() as u32;
        if working > count { Term::ALWAYS } else { self.at_least(count - working + 1, inputs) }
    }

    /// Lost when the failed inputs together carry at least `weight`.
    pub fn weight(&mut self, weight: u64, inputs: impl IntoIterator<Item = (Term, u64)>) -> Term {
        let inputs: Vec<(Term, u64)> = inputs.into_iter().collect();
        let already: u64 = inputs.iter().filter(|(it, _)| *it == Term::ALWAYS).map(|(_, carried)| *carried).sum();
        let carries = |(it, carried): &(Term, u64)| !matches!(it, Term::Constant(_)) && *carried > 0;
        let of: Vec<(Term, u64)> = inputs.into_iter().filter(carries).collect();
        let left = weight.saturating_sub(already);
        let total: u64 = of.iter().map(|(_, carried)| *carried).sum();
        if left == 0 {
            Term::ALWAYS
        } else if total < left {
            Term::NEVER
        } else {
            self.push(Gate::Weight { weight: left, of })
        }
    }

    /// Lost while `input` has not failed. What was negated twice is itself.
    pub fn not(&mut self, input: Term) -> Term {
        match input {
            Term::Constant(value) => Term::Constant(!value),
            Term::Gate(gate) if let Some(Gate::Not(inner)) = self.gate(gate) => *inner,
            _ => self.push(Gate::Not(input)),
        }
    }

    /// Whether one more failure never repairs `root`: no gate below it negates.
    pub fn is_coherent(&self, root: Term) -> bool {
        let (_, reached) = self.below(&[root]);
        !self.gates.iter().zip(reached).any(|(gate, is_reached)| is_reached && matches!(gate, Gate::Not(_)))
    }

    /// How many events there are; their indices are 0 to one less.
    pub fn event_count(&self) -> usize {
        self.events as usize
    }

    /// The gates in an order of evaluation: each one names only earlier ones.
    pub fn gates(&self) -> &[Gate] {
        &self.gates
    }

    /// The gate with this index; `None` for an index of another logic.
    pub fn gate(&self, id: GateId) -> Option<&Gate> {
        self.gates.get(id.index())
    }

    /// Whether `root` is lost while exactly the events for which `failed` says so have failed.
    pub fn is_lost(&self, root: Term, failed: impl Fn(EventId) -> bool) -> bool {
        let lanes = |event| if failed(event) { u64::MAX } else { 0 };
        self.evaluate(lanes).of(root) & 1 == 1
    }

    /// Evaluates 64 situations at once: bit n of `failed(event)` says whether the event has failed in situation n.
    pub fn evaluate(&self, failed: impl Fn(EventId) -> u64) -> Lanes {
        let mut lanes = Lanes::default();
        self.evaluate_into(failed, &mut lanes);
        lanes
    }

    /// [`Logic::evaluate`] into memory that is used again.
    pub fn evaluate_into(&self, failed: impl Fn(EventId) -> u64, lanes: &mut Lanes) {
        lanes.events.clear();
        lanes.events.extend((0..self.events).map(|event| failed(EventId(event))));
        lanes.gates.clear();
        for gate in &self.gates {
            let value = gate.value(lanes);
            lanes.gates.push(value);
        }
    }

    /// In which of 64 situations each gate has failed for sure, whatever else has failed: a gate that negates may have or
    /// not, so it never has for sure.
    pub(super) fn force_into(&self, failed: impl Fn(EventId) -> u64, lanes: &mut Lanes) {
        lanes.events.clear();
        lanes.events.extend((0..self.events).map(|event| failed(EventId(event))));
        lanes.gates.clear();
        for gate in &self.gates {
            let value = if matches!(gate, Gate::Not(_)) { 0 } else { gate.value(lanes) };
            lanes.gates.push(value);
        }
    }

    /// The events that `root` depends on, by index.
    pub fn events_below(&self, root: Term) -> Vec<EventId> {
        let (used, _) = self.below(&[root]);
        used.iter().enumerate().filter(|(_, used)| **used).map(|(index, _)| EventId(index as u32)).collect()
    }

    /// Which events and which gates the roots depend on.
    fn below(&self, roots: &[Term]) -> (Vec<bool>, Vec<bool>) {
        let mut used = vec![false; self.event_count()];
        let mut reached = vec![false; self.gates.len()];
        for root in roots {
            mark(*root, &mut used, &mut reached);
        }
        for (index, gate) in self.gates.iter().enumerate().rev() {
            if reached[index] {
                gate.for_each_input(|term| mark(term, &mut used, &mut reached));
            }
        }
        (used, reached)
    }

    /// What is left of functions where nothing but the events of `able` can happen: a logic of these events, in this
    /// order, with only the gates that they still decide, and the functions as terms of it.
    pub fn confined(&self, roots: &[Term], able: &[EventId]) -> (Self, Vec<Term>) {
        let mut left = Self::with_events(able.len());
        let mut events = vec![Term::NEVER; self.event_count()];
        for (at, event) in able.iter().enumerate() {
            events[event.index()] = Term::Event(EventId(at as u32));
        }
        let mut gates: Vec<Term> = Vec::with_capacity(self.gates.len());
        let left_of = |term: &Term, gates: &[Term]| match term {
            Term::Constant(_) => *term,
            Term::Event(event) => events[event.index()],
            Term::Gate(gate) => gates[gate.index()],
        };
        for (gate, is_reached) in self.gates.iter().zip(self.below(roots).1) {
            let input = |term: &Term| left_of(term, &gates);
            let term = match gate {
                _ if !is_reached => Term::NEVER,
                Gate::And(of) => left.and(of.iter().map(input)),
                Gate::Or(of) => left.or(of.iter().map(input)),
                Gate::AtLeast { failed, of } => left.at_least(*failed, of.iter().map(input)),
                Gate::Weight { weight, of } => {
                    left.weight(*weight, of.iter().map(|(it, carried)| (input(it), *carried)))
                }
                Gate::Not(of) => left.not(input(of)),
            };
            gates.push(term);
        }
        let roots = roots.iter().map(|root| left_of(root, &gates)).collect();
        (left, roots)
    }

    fn pick_or_push(&mut self, inputs: Vec<Term>, of_nothing: Term, gate: impl Fn(Vec<Term>) -> Gate) -> Term {
        match inputs.as_slice() {
            [] => of_nothing,
            [only] => *only,
            _ => self.push(gate(inputs)),
        }
    }

    fn push(&mut self, gate: Gate) -> Term {
        let id = GateId(self.gates.len() as u32);
        self.gates.push(gate);
        Term::Gate(id)
    }
}

/// The answers of [`Logic::evaluate`]: bit n of each value belongs to situation n.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    events: Vec<u64>,
    gates: Vec<u64>,
    /// Empty where every gate was evaluated.
    touched: Touched,
}

impl Lanes {
    /// In which of the 64 situations the term has failed. A term of another logic never fails.
    pub fn of(&self, term: Term) -> u64 {
        match term {
            Term::Constant(failed) => u64::from(failed).wrapping_neg(),
            Term::Event(event) => self.events.get(event.index()).copied().unwrap_or_default(),
            Term::Gate(gate) => self.gates.get(gate.index()).copied().unwrap_or_default(),
        }
    }

    /// The inputs of a gate that have failed in the first of the 64 situations, in the order they were given. Where a
    /// [`Ripple`] answered, this takes as long as the gate has inputs that it reached, and not as it has inputs.
    pub fn failed_inputs(&self, logic: &Logic, gate: GateId) -> Vec<Term> {
        let Some(of) = logic.gate(gate) else { return Vec::new() };
        let mut inputs = match self.touched.places(gate.index()) {
            Some(places) => places.into_iter().filter_map(|it| of.input(it as usize)).collect(),
            None => of.inputs(),
        };
        inputs.retain(|input| self.of(*input) & 1 == 1);
        inputs
    }
}

/// The inputs without repetitions and neutral constants, in the given order; `None` when a constant decides the gate.
fn without_constants(inputs: impl IntoIterator<Item = Term>, neutral: bool) -> Option<Vec<Term>> {
    // Most gates have a handful of inputs, which are compared faster than they are hashed.
    const FEW: usize = 12;
    let inputs = inputs.into_iter();
    let expected = inputs.size_hint().0;
    let mut seen = FxHashSet::default();
    let mut kept = Vec::new();
    for term in inputs {
        match term {
            Term::Constant(value) if value != neutral => return None,
            Term::Constant(_) => continue,
            _ if kept.len() < FEW && kept.contains(&term) => continue,
            _ if kept.len() >= FEW && !seen.insert(term) => continue,
            _ => {
                // Of many gates nothing is left, which then asks for no memory.
                if kept.is_empty() {
                    kept.reserve(expected);
                }
                kept.push(term);
            }
        }
        if kept.len() == FEW {
            seen.extend(kept.iter().copied());
        }
    }
    Some(kept)
}

/// In which situations the failed inputs weigh at least `needed`: a bit-sliced sum, then a comparison.
fn counted(needed: u64, inputs: impl Iterator<Item = (u64, u64)>) -> u64 {
    let mut sum = [0_u64; 64];
    for (lanes, weight) in inputs {
        let mut carry = 0;
        for (bit, digit) in sum.iter_mut().enumerate() {
            let addend = if weight >> bit & 1 == 1 { lanes } else { 0 };
            if addend == 0 && carry == 0 && weight >> bit <= 1 {
                break;
            }
            let next = (*digit & addend) | (*digit & carry) | (addend & carry);
            *digit ^= addend ^ carry;
            carry = next;
        }
    }
    let (mut above, mut equal) = (0, u64::MAX);
    for (bit, digit) in sum.iter().enumerate().rev() {
        if needed >> bit & 1 == 1 {
            equal &= digit;
        } else {
            above |= equal & digit;
            equal &= !digit;
        }
    }
    above | equal
}

fn mark(term: Term, used: &mut [bool], reached: &mut [bool]) {
    match term {
        Term::Constant(_) => {}
        Term::Event(event) => used[event.index()] = true,
        Term::Gate(gate) => reached[gate.index()] = true,
    }
}

#[cfg(test)]
mod tests;
