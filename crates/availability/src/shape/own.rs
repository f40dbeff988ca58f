//! What only one gate names stands apart from what it shares with others: one leaf of a diagram instead of many.

use super::{Simplified, modules};
use crate::logic::{Gate, Logic, Term};

/// The same function, with those inputs of each and and or that nothing else has to do with put into a gate of their own,
/// which is a module.
pub(super) fn with_own_inputs_apart(function: &Simplified) -> (Logic, Term) {
    let is_module = modules(&function.logic, function.root);
    let mut events = vec![0_u32; function.logic.event_count()];
    let gates = function.logic.gates().iter().zip(&function.uses);
    for (gate, _) in gates.filter(|(_, uses)| **uses > 0) {
        gate.for_each_input(|input| {
            if let Term::Event(event) = input {
                events[event.index()] += 1;
            }
        });
    }
    let is_own = |term: &Term| match term {
        Term::Constant(_) => false,
        Term::Event(event) => events[event.index()] == 1,
        Term::Gate(gate) => function.uses[gate.index()] == 1 && is_module[gate.index()],
    };
    let mut next = Logic::with_events(function.logic.event_count());
    let mut renamed: Vec<Term> = Vec::with_capacity(function.uses.len());
    for (gate, uses) in function.logic.gates().iter().zip(&function.uses) {
        let term = if *uses > 0 { copied(gate, is_own, &renamed, &mut next) } else { Term::NEVER };
        renamed.push(term);
    }
    let root = match function.root {
        Term::Gate(gate) => renamed[gate.index()],
        other => other,
    };
    (next, root)
}

fn copied(gate: &Gate, is_own: impl Fn(&Term) -> bool, renamed: &[Term], next: &mut Logic) -> Term {
    let rename = |term: &Term| match term {
        Term::Gate(gate) => renamed[gate.index()],
        other => *other,
    };
    let apart = |of: &[Term], next: &mut Logic, make: fn(&mut Logic, Vec<Term>) -> Term| {
        let (own, shared): (Vec<&Term>, Vec<&Term>) = of.iter().partition(|it| is_own(it));
        if own.len() < 2 || shared.is_empty() {
            return make(next, of.iter().map(rename).collect());
        }
        let own = make(next, own.into_iter().map(rename).collect());
        // In the place of the first of them.
        let first = of.iter().position(&is_own).unwrap_or_default();
        let mut inputs: Vec<Term> = shared.into_iter().map(rename).collect();
        inputs.insert(first, own);
        make(next, inputs)
    };
    match gate {
        Gate::And(of) => apart(of, next, |logic, of| logic.and(of)),
        Gate::Or(of) => apart(of, next, |logic, of| logic.or(of)),
        Gate::AtLeast { failed, of } => next.at_least(*failed, of.iter().map(rename)),
        Gate::Weight { weight, of } => next.weight(*weight, of.iter().map(|(it, carried)| (rename(it), *carried))),
        Gate::Not(of) => next.not(rename(of)),
    }
}
