//! Candidate orders of the variables of one module: a good one makes a diagram thousands of times smaller.

use super::logic::{GateId, Term};
use super::shape::Shape;

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
}

/// In the order they are tried.
pub(super) const ORDERS: [Order; 5] =
    [Order::SmallFirst, Order::Reversed, Order::Written, Order::LargeFirst, Order::Place];

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
    pub(super) fn new(shape: &Shape, root: GateId) -> Self {
        let mut region = Self { gates: Vec::new(), leaves: Vec::new(), is_tree: true };
        let mut seen = Seen::new(shape);
        region.leaves = walk(shape, root, &mut seen, |_| {});
        region.gates = seen.gates_met();
        region.is_tree = !seen.met_again;
        region
    }

    /// The leaves in the given order; position = level in the diagram.
    pub(super) fn leaves_in(&self, shape: &Shape, order: Order) -> Vec<Term> {
        let Some(root) = self.gates.last() else { return Vec::new() };
        if order == Order::Written {
            return self.leaves.clone();
        }
        if order == Order::Place {
            let mut leaves = self.leaves.clone();
            let lowest = |term: &Term| match term {
                Term::Gate(gate) => shape.logic.events_below(Term::Gate(*gate)).first().map_or(0, |it| it.0),
                Term::Event(event) => event.0,
                Term::Constant(_) => 0,
            };
            leaves.sort_by_cached_key(lowest);
            return leaves;
        }
        let sizes = self.sizes(shape);
        let size = |term: &Term| match term {
            Term::Gate(gate) if sizes[gate.index()] > 0.0 => sizes[gate.index()],
            _ => 1.0,
        };
        let arrange = |inputs: &mut Vec<Term>| match order {
            Order::Reversed => inputs.reverse(),
            Order::SmallFirst => inputs.sort_by(|a, b| size(a).total_cmp(&size(b))),
            Order::LargeFirst => inputs.sort_by(|a, b| size(b).total_cmp(&size(a))),
            Order::Written | Order::Place => {}
        };
        walk(shape, *root, &mut Seen::new(shape), arrange)
    }

    /// How many leaves, repetitions included, stand below each gate of the module; 0 for gates outside.
    fn sizes(&self, shape: &Shape) -> Vec<f64> {
        let mut sizes = vec![0.0; shape.logic.gates().len()];
        for gate in &self.gates {
            let mut size = 0.0;
            if let Some(contents) = shape.logic.gate(*gate) {
                contents.for_each_input(|input| {
                    size += match input {
                        Term::Gate(below) if sizes[below.index()] > 0.0 => sizes[below.index()],
                        _ => 1.0,
                    };
                });
            }
            sizes[gate.index()] = size;
        }
        sizes
    }
}

/// What a walk has met.
struct Seen {
    gates: Vec<bool>,
    events: Vec<bool>,
    met_again: bool,
    root_only: Vec<bool>,
}

impl Seen {
    fn new(shape: &Shape) -> Self {
        let gates = shape.logic.gates().len();
        Self {
            gates: vec![false; gates],
            events: vec![false; shape.logic.event_count()],
            met_again: false,
            root_only: vec![false; gates],
        }
    }

    /// The gates that were entered, in an order of evaluation.
    fn gates_met(&self) -> Vec<GateId> {
        let met = self.root_only.iter().enumerate().filter(|(_, entered)| **entered);
        met.map(|(index, _)| GateId(index as u32)).collect()
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
    let mut leaves = Vec::new();
    let mut open = vec![inputs_of(root)];
    seen.root_only[root.index()] = true;
    while let Some(rest) = open.last_mut() {
        let Some(term) = rest.pop() else {
            open.pop();
            continue;
        };
        let known = match term {
            Term::Constant(_) => continue,
            Term::Event(event) => std::mem::replace(&mut seen.events[event.index()], true),
            Term::Gate(gate) => std::mem::replace(&mut seen.gates[gate.index()], true),
        };
        if known {
            seen.met_again = true;
            continue;
        }
        match term {
            Term::Gate(gate) if !shape.is_module[gate.index()] => {
                seen.root_only[gate.index()] = true;
                open.push(inputs_of(gate));
            }
            _ => leaves.push(term),
        }
    }
    leaves
}
