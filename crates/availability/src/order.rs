//! Candidate orders of the variables of one module: a good one makes a diagram thousands of times smaller.

use rustc_hash::FxHashMap;

use super::logic::{Gate, GateId, Term};
use super::shape::Shape;

mod force;

/// How a walk through the gates of a module chooses which input to enter first. Variables are numbered as first met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As the inputs are written.
    Written,
    /// The inputs from last to first.
    Reversed,
    /// Inputs with less below them first.
    SmallFirst,
    /// Inputs with more below them first.
    LargeFirst,
    /// By the index of the events, which callers number by place.
    Place,
    /// What stands in one gate close together, by the forces that gates have on their inputs.
    Close,
    /// As written, each input followed by what narrow gates put together with it.
    Gathered,
}

/// Those that mostly give the smallest diagrams, in the order they are tried.
pub(super) const BEST: [Order; 2] = [Order::Close, Order::SmallFirst];
/// The others, in the order they are tried.
pub(super) const OTHERS: [Order; 5] =
    [Order::Reversed, Order::Written, Order::LargeFirst, Order::Place, Order::Gathered];

/// One module: its gates, and its leaves in the order they are written.
pub(super) struct Region {
    /// The gates inside the module in an order of evaluation, its root last.
    pub(super) gates: Vec<GateId>,
    /// Events and the modules below, as first met by a walk through the inputs as written.
    pub(super) leaves: Vec<Term>,
    /// Whether nothing is used twice, so that every walk gives the smallest diagram.
    pub(super) is_tree: bool,
}

impl Region {
    /// What belongs to the module with this root.
    pub(super) fn new(shape: &Shape, root: GateId, seen: &mut Seen) -> Self {
        let leaves = walk(shape, root, seen, |_| {});
        let mut gates = std::mem::take(&mut seen.entered);
        gates.sort_unstable();
        Self { gates, leaves, is_tree: !seen.met_again }
    }

    /// How deep recursion over diagrams of the module goes at most: the functions of inputs that share nothing are put
    /// together at their tops.
    pub(super) fn levels(&self, shape: &Shape) -> usize {
        let is_weight = |gate: &GateId| matches!(shape.logic.gate(*gate), Some(Gate::Weight { .. }));
        if self.is_tree && !self.gates.iter().any(is_weight) { 0 } else { self.leaves.len() }
    }

    /// The leaves in the given order; position = level in the diagram.
    pub(super) fn leaves_in(&self, shape: &Shape, order: Order, seen: &mut Seen) -> Vec<Term> {
        let Some(root) = self.gates.last() else { return Vec::new() };
        if order == Order::Written {
            return self.leaves.clone();
        }
        if order == Order::Close {
            return force::ordered(self, shape);
        }
        if order == Order::Gathered {
            return force::gathered(self, shape);
        }
        if order == Order::Place {
            let mut leaves = self.leaves.clone();
            leaves.sort_by_key(|term| match term {
                Term::Gate(gate) => shape.lowest_event[gate.index()],
                Term::Event(event) => event.0,
                Term::Constant(_) => 0,
            });
            return leaves;
        }
        let sizes = self.sizes(shape);
        let size = |term: &Term| match term {
            Term::Gate(gate) => sizes.get(gate).copied().unwrap_or(1.0),
            _ => 1.0,
        };
        let arrange = |inputs: &mut Vec<Term>| match order {
            Order::Reversed => inputs.reverse(),
            Order::SmallFirst => inputs.sort_by(|a, b| size(a).total_cmp(&size(b))),
            Order::LargeFirst => inputs.sort_by(|a, b| size(b).total_cmp(&size(a))),
            Order::Written | Order::Place | Order::Close | Order::Gathered => {}
        };
        walk(shape, *root, seen, arrange)
    }

    /// How many leaves, repetitions included, stand below each gate of the module.
    fn sizes(&self, shape: &Shape) -> FxHashMap<GateId, f64> {
        let mut sizes = FxHashMap::default();
        for gate in &self.gates {
            let mut size = 0.0;
            if let Some(contents) = shape.logic.gate(*gate) {
                contents.for_each_input(|input| {
                    size += match input {
                        Term::Gate(below) => sizes.get(&below).copied().unwrap_or(1.0),
                        _ => 1.0,
                    };
                });
            }
            sizes.insert(*gate, size);
        }
        sizes
    }
}

/// What a walk has met. It is used again for the next walk without being cleared: a function may have 100,000 modules.
pub(super) struct Seen {
    /// By gate and by event: the last walk that met it.
    gates: Vec<u32>,
    events: Vec<u32>,
    /// The number of the walk, from 1.
    walk: u32,
    met_again: bool,
    /// The gates that the walk has entered.
    entered: Vec<GateId>,
}

impl Seen {
    pub(super) fn new(shape: &Shape) -> Self {
        Self {
            gates: vec![0; shape.logic.gates().len()],
            events: vec![0; shape.logic.event_count()],
            walk: 0,
            met_again: false,
            entered: Vec::new(),
        }
    }

    fn start(&mut self) {
        self.walk += 1;
        self.met_again = false;
        self.entered.clear();
    }
}

/// Meets the leaves of a module, inputs arranged by `arrange`, without recursion.
fn walk(shape: &Shape, root: GateId, seen: &mut Seen, arrange: impl Fn(&mut Vec<Term>)) -> Vec<Term> {
    let inputs_of = |gate: GateId| {
        let mut inputs = shape.logic.gate(gate).map(|it| it.inputs()).unwrap_or_default();
        arrange(&mut inputs);
        inputs.reverse();
        inputs
    };
    seen.start();
    let mut leaves = Vec::new();
    let mut open = vec![inputs_of(root)];
    seen.entered.push(root);
    while let Some(rest) = open.last_mut() {
        let Some(term) = rest.pop() else {
            open.pop();
            continue;
        };
        let last = match term {
            Term::Constant(_) => continue,
            Term::Event(event) => std::mem::replace(&mut seen.events[event.index()], seen.walk),
            Term::Gate(gate) => std::mem::replace(&mut seen.gates[gate.index()], seen.walk),
        };
        if last == seen.walk {
            seen.met_again = true;
            continue;
        }
        match term {
            Term::Gate(gate) if !shape.is_module[gate.index()] => {
                seen.entered.push(gate);
                open.push(inputs_of(gate));
            }
            _ => leaves.push(term),
        }
    }
    leaves
}
