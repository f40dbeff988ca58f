//! Our decision diagrams against those of another library, OxiDD, on random models.

use std::collections::HashMap;

use oxidd::bdd::{BDDFunction, BDDManagerRef, new_manager};
use oxidd::{BooleanFunction, Function, HasLevel, Manager, ManagerRef, Node};
use proptest::prelude::*;
use tierwright_availability::{Budget, Diagram, Gate, Logic, Term};

use crate::availability_properties::{close, recipes};

/// The function of a logic in the other library.
struct Other {
    never: BDDFunction,
    always: BDDFunction,
    events: Vec<BDDFunction>,
    gates: Vec<BDDFunction>,
}

impl Other {
    fn new(manager: &BDDManagerRef, logic: &Logic) -> Self {
        let events = logic.event_count() as u32;
        let mut other = manager.with_manager_exclusive(|manager| Self {
            never: BDDFunction::f(manager),
            always: BDDFunction::t(manager),
            events: manager.add_vars(events).map(|event| BDDFunction::var(manager, event).unwrap()).collect(),
            gates: Vec::new(),
        });
        for gate in logic.gates() {
            let function = other.gate(gate);
            other.gates.push(function);
        }
        other
    }

    fn term(&self, term: Term) -> BDDFunction {
        match term {
            Term::Constant(true) => self.always.clone(),
            Term::Constant(false) => self.never.clone(),
            Term::Event(event) => self.events[event.index()].clone(),
            Term::Gate(gate) => self.gates[gate.index()].clone(),
        }
    }

    fn gate(&self, gate: &Gate) -> BDDFunction {
        match gate {
            Gate::And(of) => of.iter().fold(self.always.clone(), |all, it| all.and(&self.term(*it)).unwrap()),
            Gate::Or(of) => of.iter().fold(self.never.clone(), |any, it| any.or(&self.term(*it)).unwrap()),
            Gate::AtLeast { failed, of } => {
                let weighted: Vec<(Term, u64)> = of.iter().map(|it| (*it, 1)).collect();
                self.weight(u64::from(*failed), &weighted)
            }
            Gate::Weight { weight, of } => self.weight(*weight, of),
            Gate::Not(of) => self.term(*of).not().unwrap(),
        }
    }

    fn weight(&self, missing: u64, of: &[(Term, u64)]) -> BDDFunction {
        if missing == 0 {
            return self.always.clone();
        }
        let Some(((term, carried), rest)) = of.split_first() else { return self.never.clone() };
        let with = self.weight(missing.saturating_sub(*carried), rest);
        self.term(*term).ite(&with, &self.weight(missing, rest)).unwrap()
    }
}

/// Shannon's expansion over the other library's diagram; levels are events.
#[expect(clippy::mutable_key_type, reason = "functions are compared by their node, which does not change")]
fn probability(function: &BDDFunction, q: &[f64], known: &mut HashMap<BDDFunction, f64>) -> f64 {
    let Some((failed, works)) = function.cofactors() else { return f64::from(u8::from(function.valid())) };
    if let Some(known) = known.get(function) {
        return *known;
    }
    let q_here = q[function.with_manager_shared(|manager, edge| match manager.get_node(edge) {
        Node::Inner(node) => node.level() as usize,
        Node::Terminal(_) => 0,
    })];
    let result = q_here * probability(&failed, q, known) + (1.0 - q_here) * probability(&works, q, known);
    known.insert(function.clone(), result);
    result
}

proptest! {
    #[test]
    fn another_library_finds_the_same_probability(recipe in recipes()) {
        let (logic, top) = recipe.model();
        let manager = new_manager(1 << 16, 1 << 12, 1);
        let other = Other::new(&manager, &logic);
        let theirs = probability(&other.term(top), &recipe.q, &mut HashMap::new());
        let ours = Diagram::compile(&logic, top, Budget::default()).unwrap().probability(&recipe.q);
        prop_assert!(close(ours, theirs), "{ours} {theirs}");
    }
}
