//! The cut sets one by one: fewest events first, then the most probable; nothing is made before it is asked for.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::super::diagram::Leaf;
use super::super::logic::EventId;
use super::{CutSets, EMPTY_SET, Family};

/// Events that together bring the function down, and none of them could be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSet {
    /// The events, by index.
    pub events: Vec<EventId>,
    /// The probability that all of them have failed.
    pub probability: f64,
}

/// No set of this size.
const NO_SET: f64 = -1.0;
/// The end of a linked list.
const END: u32 = u32::MAX;

/// The iterator of [`CutSets::by_order`].
pub struct CutSetList<'a> {
    cut_sets: &'a CutSets,
    q: &'a [f64],
    /// By order, then by family: the probability of the most probable set with exactly so many events.
    best: Vec<Vec<f64>>,
    largest_order: usize,
    heap: BinaryHeap<Partial>,
    started: u64,
    /// Linked lists of the events chosen so far.
    chosen: Vec<(EventId, u32)>,
    /// Linked lists of what is still to be chosen from.
    pending: Vec<Pending>,
}

/// A family to choose a set of exactly this order from, and what comes after it.
#[derive(Clone, Copy)]
struct Pending {
    family: Family,
    order: u32,
    /// The best that this and everything after it can contribute.
    bound: f64,
    next: u32,
}

/// A set under construction.
struct Partial {
    bound: f64,
    sequence: Reverse<u64>,
    probability: f64,
    chosen: u32,
    pending: u32,
}

impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Partial {}

impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Partial {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then_with(|| self.sequence.cmp(&other.sequence))
    }
}

impl CutSets {
    /// The cut sets by order, and within one order by the probability that all of its events have failed.
    pub fn by_order<'a>(&'a self, q: &'a [f64]) -> CutSetList<'a> {
        CutSetList {
            cut_sets: self,
            q,
            best: Vec::new(),
            largest_order: self.largest_order(),
            heap: BinaryHeap::new(),
            started: 0,
            chosen: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// The most events of any of the cut sets.
    fn largest_order(&self) -> usize {
        let mut largest = vec![0_usize; self.choices.len()];
        for (index, choice) in self.choices.iter().enumerate().skip(2) {
            let own = match self.leaf(*choice) {
                Leaf::Event(_) => 1,
                Leaf::Module(module) => largest[self.modules[module as usize] as usize],
            };
            largest[index] = largest[choice.without as usize].max(own + largest[choice.with as usize]);
        }
        let all = self.modules.last().map_or(0, |family| largest[*family as usize]);
        self.most_events.map_or(all, |most| all.min(most as usize))
    }
}

impl CutSetList<'_> {
    fn probability(&self, event: EventId) -> f64 {
        self.q.get(event.index()).copied().unwrap_or_default()
    }

    /// Fills in the best sets of the next order, and starts with the whole family.
    fn start_order(&mut self) {
        let order = self.best.len();
        let mut best = vec![NO_SET; self.cut_sets.choices.len()];
        if order == 0
            && let Some(empty) = best.get_mut(EMPTY_SET as usize)
        {
            *empty = 1.0;
        }
        self.best.push(best);
        for index in 2..self.cut_sets.choices.len() {
            let choice = self.cut_sets.choices[index];
            let mut value = self.best[order][choice.without as usize];
            match self.cut_sets.leaf(choice) {
                Leaf::Event(event) if order > 0 => {
                    value = value.max(self.probability(event) * self.best[order - 1][choice.with as usize]);
                }
                Leaf::Event(_) => {}
                Leaf::Module(module) => {
                    let inner = self.cut_sets.modules[module as usize] as usize;
                    for own in 0..=order {
                        let (a, b) = (self.best[own][inner], self.best[order - own][choice.with as usize]);
                        if a >= 0.0 && b >= 0.0 {
                            value = value.max(a * b);
                        }
                    }
                }
            }
            // A product with an impossible set is below zero whatever its size.
            self.best[order][index] = if value < 0.0 { NO_SET } else { value };
        }
        self.chosen.clear();
        self.pending.clear();
        let root = self.cut_sets.modules.last().copied().unwrap_or_default();
        self.push(1.0, END, root, order as u32, END);
    }

    /// Continues with sets of `family`, unless there is none of that order.
    fn push(&mut self, probability: f64, chosen: u32, family: Family, order: u32, next: u32) {
        let Some(best) = self.best.get(order as usize).and_then(|it| it.get(family as usize)).copied() else { return };
        if best < 0.0 {
            return;
        }
        let pending = self.before(family, order, next);
        self.started += 1;
        let bound = probability * self.pending[pending as usize].bound;
        self.heap.push(Partial { bound, sequence: Reverse(self.started), probability, chosen, pending });
    }

    fn before(&mut self, family: Family, order: u32, next: u32) -> u32 {
        let after = if next == END { 1.0 } else { self.pending[next as usize].bound };
        let bound = self.best[order as usize][family as usize] * after;
        self.pending.push(Pending { family, order, bound, next });
        self.pending.len() as u32 - 1
    }

    /// The possible ways to go on.
    fn continue_with(&mut self, partial: &Partial) {
        let Pending { family, order, next, .. } = self.pending[partial.pending as usize];
        if family == EMPTY_SET {
            let bound = partial.probability * if next == END { 1.0 } else { self.pending[next as usize].bound };
            self.started += 1;
            let (probability, chosen) = (partial.probability, partial.chosen);
            self.heap.push(Partial { bound, sequence: Reverse(self.started), probability, chosen, pending: next });
            return;
        }
        let choice = self.cut_sets.choice(family);
        self.push(partial.probability, partial.chosen, choice.without, order, next);
        match self.cut_sets.leaf(choice) {
            Leaf::Event(event) if order > 0 => {
                self.chosen.push((event, partial.chosen));
                let chosen = self.chosen.len() as u32 - 1;
                self.push(partial.probability * self.probability(event), chosen, choice.with, order - 1, next);
            }
            Leaf::Event(_) => {}
            Leaf::Module(module) => {
                let inner = self.cut_sets.modules[module as usize];
                for own in 0..=order {
                    if self.best[(order - own) as usize][choice.with as usize] >= 0.0 {
                        let after = self.before(choice.with, order - own, next);
                        self.push(partial.probability, partial.chosen, inner, own, after);
                    }
                }
            }
        }
    }
}

impl Iterator for CutSetList<'_> {
    type Item = CutSet;

    fn next(&mut self) -> Option<CutSet> {
        loop {
            let Some(partial) = self.heap.pop() else {
                if self.best.len() > self.largest_order {
                    return None;
                }
                self.start_order();
                continue;
            };
            if partial.pending != END {
                self.continue_with(&partial);
                continue;
            }
            let mut events = Vec::new();
            let mut link = partial.chosen;
            while link != END {
                let (event, next) = self.chosen[link as usize];
                events.push(event);
                link = next;
            }
            events.sort_unstable();
            return Some(CutSet { events, probability: partial.probability });
        }
    }
}
