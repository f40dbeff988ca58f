//! The cut sets with few events without a decision diagram, and the bounds that they certify.

use rustc_hash::FxHashMap;

use super::super::deep::with_stack;
use super::super::diagram::{Diagram, Leaf};
use super::super::gatewise;
use super::super::logic::{EventId, Gate, Logic, Term};
use super::super::order::{Region, Seen};
use super::super::patience::{Budget, Stopped};
use super::super::shape::Shape;
use super::{CutSets, EMPTY_SET, Families, Family, NONE};

/// Bounds rest on the cut sets with at most so many events.
const MOST_EVENTS: u32 = 3;

/// A certain statement about a probability that is too expensive to compute exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// It is not smaller.
    pub lower: f64,
    /// It is not larger.
    pub upper: f64,
}

impl CutSets {
    /// The minimal cut sets with at most `most_events` events, from the gates upwards: works where the diagram of the
    /// whole function would be too large.
    ///
    /// # Errors
    /// When even these need more nodes or more time than the budget allows, or a gate negates.
    pub fn small(logic: &Logic, root: Term, most_events: u32, budget: impl Into<Budget>) -> Result<Self, Stopped> {
        let budget = budget.into();
        let shape = Shape::new(logic, root).without_modules();
        if !shape.logic.is_coherent(shape.root) {
            return Err(Stopped::NotCoherent);
        }
        with_stack(2 * logic.event_count(), || Self::from_gates(&shape, most_events, &budget))
            .unwrap_or(Err(Stopped::Nodes { nodes: budget.nodes }))
    }

    fn from_gates(shape: &Shape, most_events: u32, budget: &Budget) -> Result<Self, Stopped> {
        let mut small = Small {
            families: Families::new(budget),
            unions: FxHashMap::default(),
            products: FxHashMap::default(),
            events: vec![NONE; shape.logic.event_count()],
            gates: vec![NONE; shape.logic.gates().len()],
            most_events,
            nodes: budget.nodes,
        };
        let mut leaves = Vec::new();
        let root = match shape.root {
            Term::Constant(always) => Family::from(always),
            Term::Event(event) => {
                leaves.push(Leaf::Event(event));
                if most_events == 0 { NONE } else { small.families.make(0, NONE, EMPTY_SET)? }
            }
            Term::Gate(gate) => {
                let region = Region::new(shape, gate, &mut Seen::new(shape));
                for (position, leaf) in region.leaves.iter().enumerate() {
                    if let Term::Event(event) = leaf {
                        leaves.push(Leaf::Event(*event));
                        if most_events > 0 {
                            small.events[event.index()] = small.families.make(position as u32, NONE, EMPTY_SET)?;
                        }
                    }
                }
                for inner in &region.gates {
                    if let Some(contents) = shape.logic.gate(*inner) {
                        small.gates[inner.index()] = small.gate(contents)?;
                    }
                }
                small.gates[gate.index()]
            }
        };
        let choices = small.families.choices;
        Ok(Self { leaves, choices, modules: vec![root], most_events: Some(most_events), budget: budget.clone() })
    }

    /// The function that is lost when any of these cut sets has happened.
    fn function(&self, events: usize) -> (Logic, Term) {
        let mut logic = Logic::with_events(events);
        let mut terms = vec![Term::NEVER, Term::ALWAYS];
        for choice in self.choices.iter().skip(2) {
            let own = match self.leaf(*choice) {
                Leaf::Event(event) => Term::Event(event),
                Leaf::Module(module) => terms[self.modules[module as usize] as usize],
            };
            let with = logic.and([own, terms[choice.with as usize]]);
            let term = logic.or([with, terms[choice.without as usize]]);
            terms.push(term);
        }
        let root = self.modules.last().map_or(Term::NEVER, |family| terms[*family as usize]);
        (logic, root)
    }
}

impl Bounds {
    /// What the cut sets with at most three events say about the probability of loss: it is at least that of any of
    /// them happening, and at most that plus the probability that four events or more have failed, or what the gates
    /// allow, whichever is less.
    ///
    /// # Errors
    /// When even these cut sets are too many for the budget, or a gate negates.
    pub fn of(logic: &Logic, root: Term, q: &[f64], budget: Budget) -> Result<Self, Stopped> {
        let small = CutSets::small(logic, root, MOST_EVENTS, budget.clone())?;
        let (function, top) = small.function(logic.event_count());
        let of_small = match Diagram::compile(&function, top, budget) {
            Ok(diagram) => {
                let exact = diagram.probability(q);
                Self { lower: exact, upper: exact }
            }
            Err(_) => small.rough_bounds(q),
        };
        let probabilities = logic.events_below(root).into_iter().map(|it| of_event(q, it));
        let more = at_least(MOST_EVENTS as usize + 1, probabilities);
        let by_gates = gatewise::upper(logic, root, q).unwrap_or(1.0);
        Ok(Self { lower: of_small.lower, upper: (of_small.upper + more).min(by_gates).max(of_small.lower) })
    }
}

impl CutSets {
    /// Any cut set happens at least as probably as the most probable one, and at most as probably as if the sets
    /// shared no events (the sets of a monotone function are associated).
    fn rough_bounds(&self, q: &[f64]) -> Bounds {
        let (mut lower, mut none) = (0.0_f64, 1.0);
        for set in self.by_order(q) {
            lower = lower.max(set.probability);
            none *= 1.0 - set.probability;
        }
        Bounds { lower, upper: 1.0 - none }
    }
}

fn of_event(q: &[f64], event: EventId) -> f64 {
    q.get(event.index()).copied().unwrap_or_default()
}

/// The probability that at least `count` of independent events have failed.
fn at_least(count: usize, probabilities: impl Iterator<Item = f64>) -> f64 {
    // By number of failures so far; the last entry stands for that many or more.
    let mut exactly = vec![0.0; count + 1];
    exactly[0] = 1.0;
    for q in probabilities {
        exactly[count] += exactly[count - 1] * q;
        for failures in (0..count).rev() {
            let fewer = if failures == 0 { 0.0 } else { exactly[failures - 1] };
            exactly[failures] = exactly[failures] * (1.0 - q) + fewer * q;
        }
    }
    exactly[count]
}

/// Families of the gates, limited to sets of few events.
struct Small {
    families: Families,
    unions: FxHashMap<(Family, Family), Family>,
    products: FxHashMap<(Family, Family, u32), Family>,
    events: Vec<Family>,
    gates: Vec<Family>,
    most_events: u32,
    nodes: usize,
}

impl Small {
    fn family(&self, term: Term) -> Family {
        match term {
            Term::Constant(always) => Family::from(always),
            Term::Event(event) => self.events[event.index()],
            Term::Gate(gate) => self.gates[gate.index()],
        }
    }

    fn gate(&mut self, gate: &Gate) -> Result<Family, Stopped> {
        match gate {
            Gate::And(of) => of.iter().try_fold(EMPTY_SET, |all, term| {
                let next = self.family(*term);
                self.product(all, next, self.most_events)
            }),
            Gate::Or(of) => of.iter().try_fold(NONE, |any, term| {
                let next = self.family(*term);
                self.union(any, next)
            }),
            Gate::AtLeast { failed, of } => {
                let weighted: Vec<(Term, u64)> = of.iter().map(|it| (*it, 1)).collect();
                self.weight(u64::from(*failed), &weighted, &mut FxHashMap::default())
            }
            Gate::Weight { weight, of } => self.weight(*weight, of, &mut FxHashMap::default()),
            // Functions with such a gate have been refused.
            Gate::Not(_) => Ok(NONE),
        }
    }

    fn weight(
        &mut self,
        missing: u64,
        of: &[(Term, u64)],
        known: &mut FxHashMap<(u64, usize), Family>,
    ) -> Result<Family, Stopped> {
        if missing == 0 {
            return Ok(EMPTY_SET);
        }
        let Some(((term, carried), rest)) = of.split_first() else { return Ok(NONE) };
        if let Some(result) = known.get(&(missing, of.len())) {
            return Ok(*result);
        }
        let without = self.weight(missing, rest, known)?;
        let with = self.weight(missing.saturating_sub(*carried), rest, known)?;
        let with = self.product(self.family(*term), with, self.most_events)?;
        let result = self.union(with, without)?;
        known.insert((missing, of.len()), result);
        Ok(result)
    }

    /// The minimal sets of both.
    fn union(&mut self, a: Family, b: Family) -> Result<Family, Stopped> {
        let (a, b) = (a.min(b), a.max(b));
        if a == NONE || a == b {
            return Ok(b);
        }
        if a == EMPTY_SET {
            return Ok(EMPTY_SET);
        }
        if let Some(known) = self.unions.get(&(a, b)) {
            return Ok(*known);
        }
        self.one_more_step()?;
        let (leaf, (a_low, a_high), (b_low, b_high)) = self.split(a, b);
        let low = self.union(a_low, b_low)?;
        let high = self.union(a_high, b_high)?;
        let high = self.families.without(high, low)?;
        let result = self.families.make(leaf, low, high)?;
        self.unions.insert((a, b), result);
        Ok(result)
    }

    /// The minimal unions of a set of one and a set of the other that have at most `most` events.
    fn product(&mut self, a: Family, b: Family, most: u32) -> Result<Family, Stopped> {
        let (a, b) = (a.min(b), a.max(b));
        if a == NONE || b <= EMPTY_SET {
            return Ok(if a == NONE { NONE } else { b });
        }
        if let Some(known) = self.products.get(&(a, b, most)) {
            return Ok(*known);
        }
        self.one_more_step()?;
        let result = if a == EMPTY_SET {
            let choice = self.families.choice(b);
            let low = self.product(EMPTY_SET, choice.without, most)?;
            let high = if most == 0 { NONE } else { self.product(EMPTY_SET, choice.with, most - 1)? };
            self.families.make(choice.leaf, low, high)?
        } else {
            let (leaf, (a_low, a_high), (b_low, b_high)) = self.split(a, b);
            let low = self.product(a_low, b_low, most)?;
            let mut high = NONE;
            if most > 0 {
                for (x, y) in [(a_high, b_high), (a_high, b_low), (a_low, b_high)] {
                    let part = self.product(x, y, most - 1)?;
                    high = self.union(high, part)?;
                }
            }
            let high = self.families.without(high, low)?;
            self.families.make(leaf, low, high)?
        };
        self.products.insert((a, b, most), result);
        Ok(result)
    }

    fn one_more_step(&mut self) -> Result<(), Stopped> {
        if self.unions.len() + self.products.len() > self.nodes.saturating_mul(2) {
            return Err(Stopped::Nodes { nodes: self.nodes });
        }
        self.families.one_more_step()
    }

    /// The top leaf of both families, and each family's sets without and with it.
    fn split(&self, a: Family, b: Family) -> (u32, (Family, Family), (Family, Family)) {
        let (x, y) = (self.families.choice(a), self.families.choice(b));
        let leaf = x.leaf.min(y.leaf);
        let part = |family, choice: super::Choice| {
            if choice.leaf == leaf { (choice.without, choice.with) } else { (family, NONE) }
        };
        (leaf, part(a, x), part(b, y))
    }
}
