//! Few events at a time in a large logic: only the gates that they reach are evaluated.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::{EventId, Gate, GateId, Lanes, Logic, Term};

/// Evaluates a logic again and again while few events fail: as [`Logic::evaluate`], in a time that grows with what these
/// events reach and not with the whole logic.
#[derive(Clone, Debug)]
pub struct Ripple<'a> {
    logic: &'a Logic,
    /// The gates that name each event and then each gate, one after the other, and at which place among their inputs.
    above: Vec<(u32, u32)>,
    /// Where those of an event or gate begin in `above`; the events come first.
    starts: Vec<u32>,
    /// How many inputs of each conjunction have not failed while no event does.
    intact: Vec<u32>,
    normal: Arc<Lanes>,
    lanes: Arc<Lanes>,
    reached: Vec<Reached>,
    events: Vec<EventId>,
    gates: Vec<u32>,
    queue: BinaryHeap<Reverse<u32>>,
}

/// What has changed of the inputs of a gate.
#[derive(Clone, Copy, Debug)]
struct Reached {
    count: u32,
    any: u64,
    all: u64,
    /// An input has been repaired by a failure: then the gate has to look at all of them.
    repaired: bool,
}

impl Reached {
    const NOTHING: Self = Self { count: 0, any: 0, all: u64::MAX, repaired: false };
}

impl<'a> Ripple<'a> {
    /// Reads a logic.
    pub fn new(logic: &'a Logic) -> Self {
        let normal = logic.evaluate(|_| 0);
        let nodes = logic.event_count() + logic.gates().len();
        let node = |term| match term {
            Term::Constant(_) => None,
            Term::Event(event) => Some(event.index()),
            Term::Gate(gate) => Some(logic.event_count() + gate.index()),
        };
        let mut starts = vec![0_u32; nodes + 1];
        for gate in logic.gates() {
            gate.for_each_input(|term| {
                if let Some(start) = node(term).and_then(|at| starts.get_mut(at + 1)) {
                    *start += 1;
                }
            });
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut above = vec![(0, 0); starts.last().map_or(0, |it| *it as usize)];
        let mut intact = Vec::with_capacity(logic.gates().len());
        let mut lanes = normal.clone();
        for (at, gate) in logic.gates().iter().enumerate() {
            let (mut count, mut place) = (0, 0);
            gate.for_each_input(|term| {
                count += u32::from(normal.of(term) == 0);
                if let Some(next) = node(term).and_then(|at| next.get_mut(at)) {
                    above[*next as usize] = (at as u32, place);
                    *next += 1;
                }
                place += 1;
            });
            intact.push(count);
            lanes.touched.newest.push(if count == place { Touched::NOTHING } else { Touched::UNKNOWN });
        }
        Self {
            logic,
            above,
            starts,
            intact,
            lanes: Arc::new(lanes),
            normal: Arc::new(normal),
            reached: vec![Reached::NOTHING; logic.gates().len()],
            events: Vec::new(),
            gates: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    /// Evaluates 64 situations at once: bit n of the number of an event says whether it has failed in situation n. Each
    /// event is named once; the others have not failed. Events of another logic are left out. Answers that somebody still
    /// holds at the next question stay as they are.
    pub fn evaluate(&mut self, failed: impl IntoIterator<Item = (EventId, u64)>) -> &Arc<Lanes> {
        // Whoever asks again and again lets go before, and nothing is copied.
        let mut answer = std::mem::take(&mut self.lanes);
        let lanes = Arc::make_mut(&mut answer);
        for event in self.events.drain(..) {
            lanes.events[event.index()] = 0;
        }
        for gate in self.gates.drain(..) {
            let gate = gate as usize;
            lanes.gates[gate] = self.normal.gates[gate];
            self.reached[gate] = Reached::NOTHING;
            lanes.touched.forget(gate);
        }
        lanes.touched.inputs.clear();
        for (event, now) in failed {
            if now != 0 && event.index() < self.logic.event_count() {
                self.events.push(event);
                lanes.events[event.index()] = now;
                self.spread(lanes, event.index(), 0, now);
            }
        }
        // A gate names earlier ones only, so all its inputs are known when its turn comes.
        while let Some(Reverse(gate)) = self.queue.pop() {
            self.gates.push(gate);
            let at = gate as usize;
            let (before, now) = (self.normal.gates[at], self.value(lanes, at));
            if now != before {
                lanes.gates[at] = now;
                self.spread(lanes, self.logic.event_count() + at, before, now);
            }
        }
        self.lanes = answer;
        &self.lanes
    }

    /// The answer while nothing has failed.
    pub fn normal(&self) -> &Arc<Lanes> {
        &self.normal
    }

    fn value(&self, lanes: &Lanes, at: usize) -> u64 {
        let Some(gate) = self.logic.gate(GateId(at as u32)) else { return 0 };
        let (reached, before) = (&self.reached[at], self.normal.gates[at]);
        match gate {
            _ if reached.repaired => gate.value(lanes),
            Gate::And(_) if reached.count < self.intact[at] => before,
            Gate::And(_) => reached.all,
            Gate::Or(_) => before | reached.any,
            _ => gate.value(lanes),
        }
    }

    /// Tells the gates above an event or a gate that it has changed.
    fn spread(&mut self, lanes: &mut Lanes, node: usize, before: u64, now: u64) {
        for (gate, place) in &self.above[self.starts[node] as usize..self.starts[node + 1] as usize] {
            lanes.touched.note(*gate as usize, *place);
            let reached = &mut self.reached[*gate as usize];
            if reached.count == 0 {
                self.queue.push(Reverse(*gate));
            }
            reached.count += 1;
            reached.any |= now;
            reached.all &= now;
            reached.repaired |= before & !now != 0;
        }
    }
}

/// Which inputs of each gate differ from normal operation: a list per gate, linked from the newest backwards.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    newest: Vec<u32>,
    /// The place of an input among those of its gate, and the entry before it.
    inputs: Vec<(u32, u32)>,
}

impl Touched {
    /// No input has changed.
    const NOTHING: u32 = u32::MAX;
    /// Some inputs have failed in normal operation already, so the list would not tell all of them.
    const UNKNOWN: u32 = u32::MAX - 1;

    fn note(&mut self, gate: usize, place: u32) {
        if let Some(newest) = self.newest.get_mut(gate).filter(|it| **it != Self::UNKNOWN) {
            self.inputs.push((place, *newest));
            *newest = self.inputs.len() as u32 - 1;
        }
    }

    fn forget(&mut self, gate: usize) {
        if let Some(newest) = self.newest.get_mut(gate).filter(|it| **it != Self::UNKNOWN) {
            *newest = Self::NOTHING;
        }
    }

    /// The places of the inputs of a gate that have changed, in order; `None` where that is not known.
    pub(super) fn places(&self, gate: usize) -> Option<Vec<u32>> {
        let mut next = self.newest.get(gate).copied().filter(|it| *it != Self::UNKNOWN)?;
        let mut places = Vec::new();
        while let Some((place, before)) = self.inputs.get(next as usize) {
            places.push(*place);
            next = *before;
        }
        places.sort_unstable();
        Some(places)
    }
}
