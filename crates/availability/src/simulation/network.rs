//! The gates of a logic as counters, so that one event that comes or goes touches only what depends on it.

use super::RoleGroup;
use super::statistics::RootClock;
use crate::logic::{Gate, GateId, Logic, Term};

/// One thing that can be lost: an event or a gate.
#[derive(Clone, Copy)]
struct Node {
    /// The weight of the failed inputs.
    weight: u64,
    /// From which weight on it is lost.
    limit: u64,
    lost: bool,
    /// Whether it is lost below the limit and not from it on.
    negates: bool,
    /// Its place in `parents`.
    first_parent: u32,
    last_parent: u32,
}

/// Who depends on a node: a gate with the weight of this input, a watched function or a group.
#[derive(Clone, Copy)]
enum Parent {
    Gate(u32, u64),
    Root(u32),
    Group(u32),
}

#[derive(Clone)]
pub(super) struct Network {
    /// Events first, then gates.
    nodes: Vec<Node>,
    parents: Vec<Parent>,
    roots: Vec<Term>,
    members: Vec<Vec<Term>>,
    all_were_lost: Vec<bool>,
    events: u32,
    open: Vec<u32>,
    changed_roots: Vec<u32>,
    changed_groups: Vec<u32>,
}

impl Network {
    pub(super) fn new(logic: &Logic, roots: &[Term], groups: &[RoleGroup]) -> Self {
        let events = logic.event_count() as u32;
        let count = logic.event_count() + logic.gates().len();
        let position = |term: Term| match term {
            Term::Constant(_) => None,
            Term::Event(event) => Some(event.0 as usize),
            Term::Gate(gate) => Some((events + gate.0) as usize),
        };
        let mut parents: Vec<Vec<Parent>> = vec![Vec::new(); count];
        let mut add = |term: Term, parent: Parent| {
            if let Some(of_term) = position(term).and_then(|it| parents.get_mut(it)) {
                of_term.push(parent);
            }
        };
        let mut limits = vec![1; logic.event_count()];
        for (index, gate) in logic.gates().iter().enumerate() {
            let own = events + index as u32;
            match gate {
                Gate::Weight { of, .. } => {
                    for (term, carried) in of {
                        add(*term, Parent::Gate(own, *carried));
                    }
                }
                _ => gate.for_each_input(|term| add(term, Parent::Gate(own, 1))),
            }
            limits.push(match gate {
                Gate::And(of) => of.len() as u64,
                Gate::Or(_) => 1,
                Gate::AtLeast { failed, .. } => u64::from(*failed),
                Gate::Weight { weight, .. } => *weight,
                Gate::Not(_) => 1,
            });
        }
        roots.iter().enumerate().for_each(|(index, root)| add(*root, Parent::Root(index as u32)));
        for (index, group) in groups.iter().enumerate() {
            group.members.iter().for_each(|member| add(*member, Parent::Group(index as u32)));
        }
        let mut flat = Vec::new();
        let mut nodes = Vec::with_capacity(count);
        for (limit, of_node) in limits.into_iter().zip(parents) {
            let first_parent = flat.len() as u32;
            flat.extend(of_node);
            let last_parent = flat.len() as u32;
            nodes.push(Node { weight: 0, limit, lost: false, negates: false, first_parent, last_parent });
        }
        Self::start(logic, &mut nodes);
        Self {
            nodes,
            parents: flat,
            roots: roots.to_vec(),
            members: groups.iter().map(|it| it.members.clone()).collect(),
            all_were_lost: vec![false; groups.len()],
            events,
            open: Vec::new(),
            changed_roots: Vec::new(),
            changed_groups: Vec::new(),
        }
    }

    /// Nothing has failed yet; what negates is lost all the same.
    fn start(logic: &Logic, nodes: &mut [Node]) {
        let lanes = logic.evaluate(|_| 0);
        let lost = |term: Term| lanes.of(term) & 1 == 1;
        for (index, gate) in logic.gates().iter().enumerate() {
            let node = &mut nodes[logic.event_count() + index];
            node.negates = matches!(gate, Gate::Not(_));
            node.lost = lost(Term::Gate(GateId(index as u32)));
            match gate {
                Gate::Weight { of, .. } => node.weight = of.iter().filter(|(it, _)| lost(*it)).map(|(_, w)| w).sum(),
                _ => gate.for_each_input(|it| node.weight += u64::from(lost(it))),
            }
        }
    }

    fn is_lost(&self, term: Term) -> bool {
        match term {
            Term::Constant(lost) => lost,
            Term::Event(event) => self.nodes[event.index()].lost,
            Term::Gate(gate) => self.nodes[self.events as usize + gate.index()].lost,
        }
    }

    pub(super) fn event_has_failed(&self, event: u32) -> bool {
        self.nodes[event as usize].lost
    }

    pub(super) fn root_is_lost(&self, root: usize) -> bool {
        self.is_lost(self.roots[root])
    }

    pub(super) fn member_is_lost(&self, group: usize, member: usize) -> bool {
        self.members[group].get(member).is_some_and(|it| self.is_lost(*it))
    }

    pub(super) fn first_working_member(&self, group: usize) -> Option<usize> {
        self.members[group].iter().position(|it| !self.is_lost(*it))
    }

    /// Whether nobody was left when the group was last looked at.
    pub(super) fn all_were_lost(&self, group: usize) -> bool {
        self.all_were_lost[group]
    }

    pub(super) fn remember(&mut self, group: usize, all_are_lost: bool) {
        self.all_were_lost[group] = all_are_lost;
    }

    pub(super) fn next_changed_group(&mut self) -> Option<usize> {
        self.changed_groups.pop().map(|it| it as usize)
    }

    /// An event comes or goes.
    pub(super) fn set(&mut self, event: u32, failed: bool) {
        if self.nodes[event as usize].lost == failed {
            return;
        }
        self.nodes[event as usize].lost = failed;
        self.open.push(event);
        while let Some(changed) = self.open.pop() {
            let Node { lost, first_parent, last_parent, .. } = self.nodes[changed as usize];
            for index in first_parent..last_parent {
                match self.parents[index as usize] {
                    Parent::Gate(gate, carried) => {
                        let gate_node = &mut self.nodes[gate as usize];
                        gate_node.weight = if lost { gate_node.weight + carried } else { gate_node.weight - carried };
                        if ((gate_node.weight >= gate_node.limit) != gate_node.negates) != gate_node.lost {
                            gate_node.lost = !gate_node.lost;
                            self.open.push(gate);
                        }
                    }
                    Parent::Root(root) => self.changed_roots.push(root),
                    Parent::Group(group) => self.changed_groups.push(group),
                }
            }
        }
    }

    /// Tells the clocks of the functions that changed.
    pub(super) fn report(&mut self, now: f64, clocks: &mut [RootClock]) {
        while let Some(root) = self.changed_roots.pop() {
            let lost = self.root_is_lost(root as usize);
            clocks[root as usize].change(now, lost);
        }
    }
}
