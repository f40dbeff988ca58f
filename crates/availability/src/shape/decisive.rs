//! Events that decide a module alone: in `(c or x) and (c or y)` that is c, and `c or (x and y)` says the same with less.

use rustc_hash::FxHashMap;

use super::{Simplified, modules};
use crate::logic::{EventId, Gate, GateId, Lanes, Term};

/// Situations are looked at 64 at a time; of more events only the first are looked at.
const MOST_ROUNDS: usize = 64;

/// Events that are named beside a module and nowhere else from now on.
#[derive(Debug, Default)]
pub(super) struct Decisive {
    /// By event: whether it is.
    pub(super) of_event: Vec<bool>,
    /// By gate that is the root of a module: which.
    pub(super) beside: FxHashMap<usize, Vec<EventId>>,
}

impl Decisive {
    /// Those of a settled function; `None` when there are none that would make it simpler.
    pub(super) fn of(function: &Simplified) -> Option<Self> {
        let logic = &function.logic;
        let named = names(function);
        let is_module = modules(logic, function.root);
        // Most stand beside all else of a module already.
        let able = (0..logic.event_count()).filter(|event| {
            named[*event].count > 0
                && !(is_module[named[*event].by] && named[*event].is_only_in(logic.gates(), named[*event].by))
        });
        let able: Vec<EventId> = able.map(|event| EventId(event as u32)).take(64 * MOST_ROUNDS).collect();
        let mut found = Self { of_event: vec![false; logic.event_count()], beside: FxHashMap::default() };
        let mut lanes = Lanes::default();
        for chosen in able.chunks(64) {
            let place: FxHashMap<EventId, u32> = chosen.iter().copied().zip(0..).collect();
            logic.force_into(|event| place.get(&event).map_or(0, |at| 1_u64 << at), &mut lanes);
            let mut open = u64::MAX >> (64 - chosen.len());
            // The outermost module that an event decides is the last gate.
            for index in (0..logic.gates().len()).rev().filter(|index| is_module[*index] && function.uses[*index] > 0) {
                let mut decides = lanes.of(Term::Gate(GateId(index as u32))) & open;
                open &= !decides;
                while decides != 0 {
                    let event = chosen[decides.trailing_zeros() as usize];
                    decides &= decides - 1;
                    if !named[event.index()].is_only_in(logic.gates(), index) {
                        found.of_event[event.index()] = true;
                        found.beside.entry(index).or_default().push(event);
                    }
                }
            }
        }
        (!found.beside.is_empty()).then_some(found)
    }
}

/// Where an event is named.
#[derive(Clone, Copy, Default)]
struct Named {
    count: u32,
    /// The last gate that names it.
    by: usize,
}

impl Named {
    /// Whether the event stands beside everything else of this gate already.
    fn is_only_in(self, gates: &[Gate], gate: usize) -> bool {
        self.count == 1 && self.by == gate && matches!(gates[gate], Gate::Or(_))
    }
}

/// By event: which gates that are used name it.
fn names(function: &Simplified) -> Vec<Named> {
    let mut named = vec![Named::default(); function.logic.event_count()];
    for (index, gate) in function.logic.gates().iter().enumerate().filter(|(index, _)| function.uses[*index] > 0) {
        gate.for_each_input(|input| {
            if let Term::Event(event) = input {
                let here = &mut named[event.index()];
                *here = Named { count: here.count + 1, by: index };
            }
        });
    }
    named
}
