//! Which gates are modules.

use crate::logic::{Gate, GateId, Logic, Term};

/// When a walk from the root met a gate: first, and at the end of the whole walk below it, and last.
#[derive(Clone, Copy, Default)]
struct Visit {
    first: u32,
    left: u32,
    last: u32,
}

/// Finds modules in linear time: a gate is one when the walk meets everything below it only between entering the gate
/// for the first time and leaving it (Dutuit and Rauzy).
pub(super) fn modules(logic: &Logic, root: Term) -> Vec<bool> {
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
