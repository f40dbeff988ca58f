//! A function compiled to decision diagrams, one per module, ready to be quantified again and again.

use super::bdd::{Arena, Bdd, FALSE, OverBudget, TRUE};
use super::deep::with_stack;
use super::logic::{EventId, Gate, GateId, Logic, Term};
use super::order::{BEST, OTHERS, Order, Region, Seen};
use super::patience::{Budget, Patience, Stopped};
use super::shape::Shape;

/// What stands at a node: an event, or a module that was compiled before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Leaf {
    Event(EventId),
    Module(u32),
}

/// `if the leaf has failed then high else low`; nodes 0 and 1 are never and always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) leaf: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// One module: its nodes stand together, children first; its leaves too, in the order of their levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    pub(super) nodes: std::ops::Range<u32>,
    pub(super) leaves: std::ops::Range<u32>,
    pub(super) root: u32,
}

/// One function of a logic as decision diagrams. The numbers it gives do not depend on how it was built.
#[derive(Clone, Debug)]
pub struct Diagram {
    pub(super) leaves: Vec<Leaf>,
    pub(super) nodes: Vec<Node>,
    /// In an order of evaluation; the last one is the function. Empty when the function is a constant.
    pub(super) modules: Vec<Module>,
    /// The function when there are no modules.
    pub(super) constant: bool,
    pub(super) events: usize,
    /// Whether no gate negates, so that there are cut sets.
    pub(super) is_coherent: bool,
}

impl Diagram {
    /// Compiles what brings `root` down.
    ///
    /// # Errors
    /// When every order of variables needs more nodes or more time than the budget allows.
    pub fn compile(logic: &Logic, root: Term, budget: Budget) -> Result<Self, Stopped> {
        let shape = Shape::new(logic, root);
        let constant = Node { leaf: u32::MAX, low: 0, high: 0 };
        let mut diagram = Self {
            leaves: Vec::new(),
            nodes: vec![constant, constant],
            modules: Vec::new(),
            constant: false,
            events: logic.event_count(),
            is_coherent: shape.logic.is_coherent(shape.root),
        };
        match shape.root {
            Term::Constant(always) => diagram.constant = always,
            Term::Event(event) => diagram.push_event(event),
            Term::Gate(root) => Compiler::new(&shape, budget).run(root, &mut diagram)?,
        }
        Ok(diagram)
    }

    /// How many nodes the diagrams have, constants excluded.
    pub fn node_count(&self) -> usize {
        self.nodes.len() - 2
    }

    /// How many events the logic has.
    pub fn event_count(&self) -> usize {
        self.events
    }

    /// Whether another function is this one with other events in their places: each with the one of this function that
    /// stands there, if `are_alike` says so of all of them.
    pub fn twin_of(
        &self,
        other: &Self,
        are_alike: impl Fn(EventId, EventId) -> bool,
    ) -> Option<Vec<(EventId, EventId)>> {
        let same =
            self.nodes == other.nodes && self.modules.len() == other.modules.len() && self.constant == other.constant;
        let same_modules = || self.modules.iter().zip(&other.modules).all(|(a, b)| a == b);
        if !(same && self.leaves.len() == other.leaves.len() && same_modules()) {
            return None;
        }
        let mut pairs = Vec::new();
        for leaves in self.leaves.iter().zip(&other.leaves) {
            match leaves {
                (Leaf::Event(a), Leaf::Event(b)) if are_alike(*a, *b) => pairs.push((*a, *b)),
                (Leaf::Module(a), Leaf::Module(b)) if a == b => {}
                _ => return None,
            }
        }
        Some(pairs)
    }

    fn push_event(&mut self, event: EventId) {
        self.leaves.push(Leaf::Event(event));
        self.nodes.push(Node { leaf: 0, low: FALSE, high: TRUE });
        self.modules.push(Module { nodes: 2..3, leaves: 0..1, root: 2 });
    }

    /// Takes over the nodes that `root` needs.
    fn push_module(&mut self, arena: &Arena, root: Bdd, leaves: impl Iterator<Item = Leaf>) {
        let first_leaf = self.leaves.len() as u32;
        let first_node = self.nodes.len() as u32;
        self.leaves.extend(leaves);
        let reachable = arena.reachable(root);
        let mut renamed = vec![0_u32; root as usize + 1];
        if let Some(always) = renamed.get_mut(TRUE as usize) {
            *always = TRUE;
        }
        for function in reachable {
            let node = arena.node(function);
            renamed[function as usize] = self.nodes.len() as u32;
            self.nodes.push(Node {
                leaf: first_leaf + node.level,
                low: renamed[node.low as usize],
                high: renamed[node.high as usize],
            });
        }
        self.modules.push(Module {
            nodes: first_node..self.nodes.len() as u32,
            leaves: first_leaf..self.leaves.len() as u32,
            root: renamed[root as usize],
        });
    }
}

/// What the best orders may use one after the other before others are tried.
const HEAD_STARTS: [(usize, &[Order]); 3] =
    [(1_024, &[Order::SmallFirst]), (16_384, &BEST), (131_072, &[Order::SmallFirst, Order::Close])];
/// The budget of the first race between orders; each following race allows eight times more.
const FIRST_RACE: usize = 4_096;

/// An order that keeps few nodes but makes and drops very many is given up as well, unless nothing else is left to try.
const STEPS_PER_NODE: usize = 64;
/// What the first order may use for each leaf: a chain of 100,000 gates needs three nodes for each.
const NODES_PER_LEAF: usize = 8;

/// Which orders race one after the other, and how many nodes each may use: the best ones ahead of the others, and with them
/// once they may use more than they had then.
fn races(most: usize, leaves: usize) -> Vec<(usize, Vec<Order>)> {
    let enough = |nodes: usize| nodes.max(NODES_PER_LEAF * leaves).min(most);
    let head_starts = HEAD_STARTS.iter().flat_map(|(nodes, orders)| orders.iter().map(move |it| (*nodes, *it)));
    let mut races: Vec<(usize, Vec<Order>)> = head_starts.map(|(nodes, order)| (enough(nodes), vec![order])).collect();
    let had = races.iter().map(|(nodes, _)| *nodes).max().unwrap_or_default();
    let mut allowed = FIRST_RACE.min(most);
    loop {
        let best = BEST.iter().filter(|_| allowed > had);
        races.push((allowed, best.chain(&OTHERS).copied().collect()));
        if allowed == most {
            return races;
        }
        allowed = (allowed * 8).min(most);
    }
}

struct Compiler<'a> {
    shape: &'a Shape,
    budget: Budget,
    builder: Builder,
    seen: Seen,
    /// The number of each module that is compiled.
    numbers: Vec<u32>,
}

impl<'a> Compiler<'a> {
    fn new(shape: &'a Shape, budget: Budget) -> Self {
        let builder = Builder::new(shape, budget.patience.clone());
        let numbers = vec![u32::MAX; shape.logic.gates().len()];
        Self { shape, budget, builder, seen: Seen::new(shape), numbers }
    }

    fn run(mut self, root: GateId, diagram: &mut Diagram) -> Result<(), Stopped> {
        let used = |index: &usize| self.shape.uses[*index] > 0 && self.shape.is_module[*index];
        let modules: Vec<usize> = (0..=root.index()).filter(|index| used(index) || *index == root.index()).collect();
        for index in modules {
            let gate = GateId(index as u32);
            self.module(gate, diagram)?;
            self.numbers[index] = diagram.modules.len() as u32 - 1;
        }
        Ok(())
    }

    fn module(&mut self, root: GateId, diagram: &mut Diagram) -> Result<(), Stopped> {
        let region = Region::new(self.shape, root, &mut self.seen);
        // A function that uses nothing twice has its smallest diagram in every order.
        let races = if region.is_tree {
            vec![(self.budget.nodes, vec![Order::Written])]
        } else {
            races(self.budget.nodes, region.leaves.len())
        };
        let mut gates_built: Vec<(Order, usize)> = Vec::new();
        for (allowed, mut orders) in races {
            // Whatever came furthest before it was given up goes first.
            let last = |order: &Order| gates_built.iter().rev().find(|(it, _)| it == order).map(|(_, gates)| *gates);
            orders.sort_by_key(|order| std::cmp::Reverse(last(order)));
            for order in orders {
                let leaves = region.leaves_in(self.shape, order, &mut self.seen);
                let function = with_stack(region.levels(self.shape), || self.build(&region, &leaves, allowed));
                if let Some(Ok(function)) = function {
                    diagram.push_module(&self.builder.arena, function, leaves.iter().map(|it| self.leaf(*it)));
                    return Ok(());
                }
                if self.builder.arena.is_out_of_time() {
                    return Err(Stopped::Time);
                }
                gates_built.push((order, self.builder.gates_built));
            }
        }
        Err(Stopped::Nodes { nodes: self.budget.nodes })
    }

    fn leaf(&self, term: Term) -> Leaf {
        match term {
            Term::Event(event) => Leaf::Event(event),
            Term::Gate(gate) => Leaf::Module(self.numbers[gate.index()]),
            Term::Constant(_) => Leaf::Module(u32::MAX),
        }
    }

    fn build(&mut self, region: &Region, leaves: &[Term], allowed: usize) -> Result<Bdd, OverBudget> {
        let builder = &mut self.builder;
        builder.restart(self.shape, region, allowed, allowed == self.budget.nodes);
        for (level, leaf) in leaves.iter().enumerate() {
            let variable = builder.arena.variable(level as u32)?;
            match leaf {
                Term::Event(event) => builder.events[event.index()] = variable,
                Term::Gate(gate) => builder.gates[gate.index()] = variable,
                Term::Constant(_) => {}
            }
        }
        for gate in &region.gates {
            let Some(contents) = self.shape.logic.gate(*gate) else { continue };
            let function = builder.gate(contents)?;
            builder.gates[gate.index()] = function;
            contents.for_each_input(|input| {
                if let Term::Gate(below) = input {
                    builder.uses_left[below.index()] -= 1;
                }
            });
            builder.collect_garbage(region, leaves, *gate);
            builder.gates_built += 1;
        }
        Ok(region.gates.last().map_or(FALSE, |gate| builder.gates[gate.index()]))
    }
}

/// Builds the functions of the gates of one module, then of the next in the same memory.
struct Builder {
    arena: Arena,
    events: Vec<Bdd>,
    gates: Vec<Bdd>,
    uses_left: Vec<u32>,
    live_after_collection: usize,
    /// How many gates of the module are done.
    gates_built: usize,
}

impl Builder {
    fn new(shape: &Shape, patience: Patience) -> Self {
        Self {
            arena: Arena::new(patience),
            events: vec![FALSE; shape.logic.event_count()],
            gates: vec![FALSE; shape.logic.gates().len()],
            uses_left: shape.uses.clone(),
            live_after_collection: 0,
            gates_built: 0,
        }
    }

    /// Makes ready for a module. Only what the module names is touched: a function may have 100,000 of them.
    fn restart(&mut self, shape: &Shape, region: &Region, allowed: usize, is_last: bool) {
        let steps = if is_last { usize::MAX } else { allowed.saturating_mul(STEPS_PER_NODE) };
        self.arena.restart(allowed, steps);
        for gate in region.gates.iter().filter_map(|gate| shape.logic.gate(*gate)) {
            gate.for_each_input(|input| {
                if let Term::Gate(below) = input {
                    self.uses_left[below.index()] = shape.uses[below.index()];
                }
            });
        }
        self.live_after_collection = allowed.min(100_000) / 2;
        self.gates_built = 0;
    }

    fn function(&self, term: Term) -> Bdd {
        match term {
            Term::Constant(failed) => Bdd::from(failed),
            Term::Event(event) => self.events[event.index()],
            Term::Gate(gate) => self.gates[gate.index()],
        }
    }

    fn gate(&mut self, gate: &Gate) -> Result<Bdd, OverBudget> {
        match gate {
            Gate::And(of) => {
                let mut all = TRUE;
                for function in self.deepest_first(of) {
                    all = self.arena.and(function, all)?;
                }
                Ok(all)
            }
            Gate::Or(of) => {
                let mut any = FALSE;
                for function in self.deepest_first(of) {
                    any = self.arena.or(function, any)?;
                }
                Ok(any)
            }
            Gate::AtLeast { failed, of } => self.at_least(*failed as usize, of),
            Gate::Weight { weight, of } => self.weight(*weight, of),
            Gate::Not(of) => self.arena.not(self.function(*of)),
        }
    }

    fn deepest_first(&self, of: &[Term]) -> Vec<Bdd> {
        let mut functions: Vec<Bdd> = of.iter().map(|it| self.function(*it)).collect();
        functions.sort_by_key(|it| std::cmp::Reverse(self.arena.level(*it)));
        functions
    }

    /// After each input, `reached[j]` says that at least `j` of the inputs so far have failed.
    fn at_least(&mut self, failed: usize, of: &[Term]) -> Result<Bdd, OverBudget> {
        let mut reached = vec![FALSE; failed + 1];
        reached[0] = TRUE;
        let functions = self.deepest_first(of);
        let count = functions.len();
        for (position, function) in functions.into_iter().enumerate() {
            // Counts that can no longer matter are left out.
            let least = failed.saturating_sub(count - position - 1).max(1);
            for j in (least..=failed.min(position + 1)).rev() {
                let one_more = self.arena.and(function, reached[j - 1])?;
                reached[j] = self.arena.or(reached[j], one_more)?;
            }
        }
        Ok(reached[failed])
    }

    /// Over the inputs from deepest to highest: the function for every weight that may still be missing.
    fn weight(&mut self, weight: u64, of: &[(Term, u64)]) -> Result<Bdd, OverBudget> {
        let mut inputs: Vec<(Bdd, u64)> = of.iter().map(|(it, carried)| (self.function(*it), *carried)).collect();
        inputs.sort_by_key(|(it, _)| self.arena.level(*it));
        let mut known = std::collections::BTreeMap::new();
        self.weight_from(&inputs, weight, &mut known)
    }

    fn weight_from(
        &mut self,
        inputs: &[(Bdd, u64)],
        missing: u64,
        known: &mut std::collections::BTreeMap<(usize, u64), Bdd>,
    ) -> Result<Bdd, OverBudget> {
        if missing == 0 {
            return Ok(TRUE);
        }
        let Some(((function, carried), rest)) = inputs.split_first() else { return Ok(FALSE) };
        if let Some(result) = known.get(&(inputs.len(), missing)) {
            return Ok(*result);
        }
        let without = self.weight_from(rest, missing, known)?;
        let with = self.weight_from(rest, missing.saturating_sub(*carried), known)?;
        let both = self.arena.and(*function, with)?;
        let result = self.arena.or(both, without)?;
        known.insert((inputs.len(), missing), result);
        Ok(result)
    }

    /// Drops the nodes of gates that are not needed any more, when there may be many of them.
    fn collect_garbage(&mut self, region: &Region, leaves: &[Term], done: GateId) {
        if self.arena.len() < 2 * self.live_after_collection + 10_000 {
            return;
        }
        let kept: Vec<GateId> = region
            .gates
            .iter()
            .copied()
            .filter(|gate| *gate == done || (*gate < done && self.uses_left[gate.index()] > 0))
            .collect();
        let mut live: Vec<Bdd> = kept.iter().map(|gate| self.gates[gate.index()]).collect();
        live.extend(leaves.iter().map(|leaf| self.function(*leaf)));
        self.arena.collect(&mut live);
        let (gates, variables) = live.split_at(kept.len());
        for (gate, function) in kept.iter().zip(gates) {
            self.gates[gate.index()] = *function;
        }
        for (leaf, variable) in leaves.iter().zip(variables) {
            match leaf {
                Term::Event(event) => self.events[event.index()] = *variable,
                Term::Gate(gate) => self.gates[gate.index()] = *variable,
                Term::Constant(_) => {}
            }
        }
        self.live_after_collection = self.arena.len();
    }
}
