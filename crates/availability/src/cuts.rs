//! Minimal cut sets: which events together bring a function down, and none of them could be left out.

mod limited;
mod list;

pub use limited::Bounds;
pub use list::{CutSet, CutSetList};

use super::bdd::mixed;
use super::count::Count;
use super::deep::with_stack;
use super::diagram::{Diagram, Leaf};
use super::patience::{Budget, Steps, Stopped};

/// A family of sets: 0 is no set at all, 1 the family of the empty set alone.
pub(super) type Family = u32;

pub(super) const NONE: Family = 0;
pub(super) const EMPTY_SET: Family = 1;
const VACANT: u32 = u32::MAX;

/// The sets of `without` that do not name the leaf, and those of `with` extended by the leaf. Leaves are compared by
/// their index, smallest at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) leaf: u32,
    pub(super) without: Family,
    pub(super) with: Family,
}

/// Zero-suppressed decision diagrams: an arena of families of sets.
pub(super) struct Families {
    pub(super) choices: Vec<Choice>,
    /// By family: whether the empty set is one of its sets.
    has_empty: Vec<bool>,
    table: Vec<u32>,
    reduced: Memo,
    most: usize,
    steps: Steps,
}

impl Families {
    pub(super) fn new(budget: &Budget) -> Self {
        let constant = Choice { leaf: u32::MAX, without: NONE, with: NONE };
        Self {
            choices: vec![constant, constant],
            has_empty: vec![false, true],
            table: vec![VACANT; 1_024],
            reduced: Memo::new(),
            most: budget.nodes,
            steps: Steps::new(budget.patience.clone()),
        }
    }

    pub(super) fn choice(&self, family: Family) -> Choice {
        self.choices[family as usize]
    }

    pub(super) fn make(&mut self, leaf: u32, without: Family, with: Family) -> Result<Family, Stopped> {
        if with == NONE {
            return Ok(without);
        }
        let choice = Choice { leaf, without, with };
        let mask = self.table.len() - 1;
        let mut slot = hash(choice) as usize & mask;
        while self.table[slot] != VACANT {
            if self.choice(self.table[slot]) == choice {
                return Ok(self.table[slot]);
            }
            slot = (slot + 1) & mask;
        }
        if self.choices.len() >= self.most {
            return Err(Stopped::Nodes { nodes: self.most });
        }
        let index = self.choices.len() as u32;
        self.choices.push(choice);
        self.has_empty.push(self.has_empty[without as usize]);
        self.table[slot] = index;
        if self.choices.len() * 2 > self.table.len() {
            self.grow();
        }
        Ok(index)
    }

    fn grow(&mut self) {
        let mask = self.table.len() * 4 - 1;
        self.table = vec![VACANT; mask + 1];
        for (index, choice) in self.choices.iter().enumerate().skip(2) {
            let mut slot = hash(*choice) as usize & mask;
            while self.table[slot] != VACANT {
                slot = (slot + 1) & mask;
            }
            self.table[slot] = index as u32;
        }
    }

    /// The sets of `family` that contain no set of `dropped` (Rauzy's `without`).
    pub(super) fn without(&mut self, family: Family, dropped: Family) -> Result<Family, Stopped> {
        if dropped == NONE || family == NONE {
            return Ok(family);
        }
        if dropped == EMPTY_SET || family == dropped {
            return Ok(NONE);
        }
        let (of, by) = (self.choice(family), self.choice(dropped));
        if family == EMPTY_SET {
            // The empty set contains only the empty set.
            return Ok(if self.has_empty[dropped as usize] { NONE } else { EMPTY_SET });
        }
        if by.leaf < of.leaf {
            return self.without(family, by.without);
        }
        if let Some(known) = self.reduced.get(family, dropped) {
            return Ok(known);
        }
        self.one_more_step()?;
        let result = if of.leaf < by.leaf {
            let with = self.without(of.with, dropped)?;
            let without = self.without(of.without, dropped)?;
            self.make(of.leaf, without, with)?
        } else {
            let with = self.without(of.with, by.with)?;
            let with = self.without(with, by.without)?;
            let without = self.without(of.without, by.without)?;
            self.make(of.leaf, without, with)?
        };
        self.reduced.put(family, dropped, result);
        Ok(result)
    }

    /// What is remembered counts as nodes do: it is as large.
    pub(super) fn one_more_step(&mut self) -> Result<(), Stopped> {
        if self.reduced.used > self.most.saturating_mul(2) {
            return Err(Stopped::Nodes { nodes: self.most });
        }
        if self.steps.is_over() { Err(Stopped::Time) } else { Ok(()) }
    }
}

fn hash(choice: Choice) -> u64 {
    let below = u64::from(choice.without) << 32 | u64::from(choice.with);
    mixed(below.wrapping_add(u64::from(choice.leaf).wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}

/// A complete memory of a binary operation. A lossy one makes `without` exponential on thresholds such as 51 of 100.
struct Memo {
    slots: Vec<(u64, Family)>,
    used: usize,
}

impl Memo {
    fn new() -> Self {
        Self { slots: vec![(0, NONE); 1_024], used: 0 }
    }

    fn get(&self, a: u32, b: u32) -> Option<Family> {
        let key = u64::from(a) << 32 | u64::from(b);
        let mask = self.slots.len() - 1;
        let mut slot = mixed(key) as usize & mask;
        while self.slots[slot].0 != 0 {
            if self.slots[slot].0 == key {
                return Some(self.slots[slot].1);
            }
            slot = (slot + 1) & mask;
        }
        None
    }

    fn put(&mut self, a: u32, b: u32, result: Family) {
        if self.used * 2 >= self.slots.len() {
            let larger = vec![(0, NONE); self.slots.len() * 4];
            for (key, value) in std::mem::replace(&mut self.slots, larger).into_iter().filter(|(key, _)| *key != 0) {
                self.insert(key, value);
            }
        }
        self.used += 1;
        self.insert(u64::from(a) << 32 | u64::from(b), result);
    }

    fn insert(&mut self, key: u64, value: Family) {
        let mask = self.slots.len() - 1;
        let mut slot = mixed(key) as usize & mask;
        while self.slots[slot].0 != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = (key, value);
    }
}

/// The minimal cut sets of a function, or those with at most so many events.
pub struct CutSets {
    pub(super) leaves: Vec<Leaf>,
    pub(super) choices: Vec<Choice>,
    /// The family of each module; its leaves may be modules before it. The last one is the function.
    pub(super) modules: Vec<Family>,
    pub(super) most_events: Option<u32>,
    pub(super) budget: Budget,
}

impl CutSets {
    /// All minimal cut sets of a compiled function; with `most_events`, exactly those that name no more events.
    ///
    /// # Errors
    /// When their diagram needs more nodes or more time than the budget allows, or a gate negates.
    pub fn of(diagram: &Diagram, most_events: Option<u32>, budget: impl Into<Budget>) -> Result<Self, Stopped> {
        if !diagram.is_coherent {
            return Err(Stopped::NotCoherent);
        }
        let budget = budget.into();
        let levels = diagram.modules.iter().map(|it| 2 * it.leaves.len()).max().unwrap_or_default();
        with_stack(levels, || Self::minimal(diagram, most_events, &budget))
            .unwrap_or(Err(Stopped::Nodes { nodes: budget.nodes }))
    }

    fn minimal(diagram: &Diagram, most_events: Option<u32>, budget: &Budget) -> Result<Self, Stopped> {
        let mut families = Families::new(budget);
        let mut modules = Vec::with_capacity(diagram.modules.len());
        match most_events {
            None => {
                let mut minimal = vec![NONE; diagram.nodes.len()];
                minimal[1] = EMPTY_SET;
                for (index, node) in diagram.nodes.iter().enumerate().skip(2) {
                    let low = minimal[node.low as usize];
                    let with = families.without(minimal[node.high as usize], low)?;
                    minimal[index] = families.make(node.leaf, low, with)?;
                }
                modules.extend(diagram.modules.iter().map(|module| minimal[module.root as usize]));
            }
            Some(most) => {
                let mut limited = Limited { diagram, families: &mut families, known: Memo::new() };
                for module in &diagram.modules {
                    modules.push(limited.minimal(module.root, most)?);
                }
            }
        }
        if diagram.modules.is_empty() {
            modules.push(u32::from(diagram.constant));
        }
        Ok(Self {
            leaves: diagram.leaves.clone(),
            choices: families.choices,
            modules,
            most_events,
            budget: budget.clone(),
        })
    }

    /// How many cut sets there are.
    ///
    /// # Errors
    /// When counting them needs more memory or more time than was allowed: numbers of thousands of digits.
    pub fn count(&self) -> Result<Count, Stopped> {
        match self.most_events {
            None => self.count_all(),
            Some(most)
                if self.choices.len().saturating_mul(most as usize + 1) > self.budget.nodes.saturating_mul(2) =>
            {
                Err(Stopped::Nodes { nodes: self.budget.nodes })
            }
            Some(most) => {
                Ok(self.count_by_order(most).into_iter().fold(Count::default(), |sum, of_order| sum.plus(&of_order)))
            }
        }
    }

    fn count_all(&self) -> Result<Count, Stopped> {
        let mut steps = Steps::new(self.budget.patience.clone());
        let mut of_module: Vec<Count> = Vec::with_capacity(self.modules.len());
        let mut counts = vec![Count::default(); self.choices.len()];
        if let Some(one) = counts.get_mut(EMPTY_SET as usize) {
            *one = Count::from(1);
        }
        let (mut done, mut digits) = (2, 0);
        for family in &self.modules {
            for index in done..=(*family as usize) {
                let choice = self.choices[index];
                let with = &counts[choice.with as usize];
                let with = match self.leaf(choice) {
                    Leaf::Event(_) => with.clone(),
                    Leaf::Module(module) => with.times(&of_module[module as usize]),
                };
                counts[index] = with.plus(&counts[choice.without as usize]);
                // A digit takes eight bytes, a node about fifty.
                digits += counts[index].digits_on_heap();
                if digits > self.budget.nodes.saturating_mul(4) {
                    return Err(Stopped::Nodes { nodes: self.budget.nodes });
                }
                if steps.is_over() || digits > 1_000_000 && index % 1_024 == 0 && steps.are_over() {
                    return Err(Stopped::Time);
                }
            }
            done = done.max(*family as usize + 1);
            of_module.push(counts[*family as usize].clone());
        }
        Ok(of_module.pop().unwrap_or_default())
    }

    /// How many cut sets name exactly 0, 1, 2 … `most` events.
    pub fn count_by_order(&self, most: u32) -> Vec<Count> {
        let width = most as usize + 1;
        let mut of_module: Vec<Vec<Count>> = Vec::with_capacity(self.modules.len());
        let mut counts: Vec<Vec<Count>> = vec![vec![Count::default(); width]; self.choices.len()];
        if let Some(one) = counts.get_mut(EMPTY_SET as usize).and_then(|it| it.first_mut()) {
            *one = Count::from(1);
        }
        let mut done = 2;
        for family in &self.modules {
            for index in done..=(*family as usize) {
                let choice = self.choices[index];
                let mut sums = counts[choice.without as usize].clone();
                let with = &counts[choice.with as usize];
                for (order, sum) in sums.iter_mut().enumerate() {
                    match self.leaf(choice) {
                        Leaf::Event(_) if order > 0 => *sum = sum.plus(&with[order - 1]),
                        Leaf::Event(_) => {}
                        Leaf::Module(module) => {
                            for (inner, rest) in
                                of_module[module as usize][..=order].iter().zip(with[..=order].iter().rev())
                            {
                                *sum = sum.plus(&inner.times(rest));
                            }
                        }
                    }
                }
                counts[index] = sums;
            }
            done = done.max(*family as usize + 1);
            of_module.push(counts[*family as usize].clone());
        }
        of_module.pop().unwrap_or_default()
    }

    fn choice(&self, family: Family) -> Choice {
        self.choices[family as usize]
    }

    pub(super) fn leaf(&self, choice: Choice) -> Leaf {
        self.leaves[choice.leaf as usize]
    }
}

/// Minimal cut sets with a limited number of leaves; a module counts as one, its own events are limited by themselves.
struct Limited<'a> {
    diagram: &'a Diagram,
    families: &'a mut Families,
    /// By function and number of events.
    known: Memo,
}

impl Limited<'_> {
    fn minimal(&mut self, function: u32, most: u32) -> Result<Family, Stopped> {
        if function < 2 {
            return Ok(function);
        }
        if let Some(known) = self.known.get(function, most) {
            return Ok(known);
        }
        let node = self.diagram.nodes[function as usize];
        let low = self.minimal(node.low, most)?;
        let high = if most == 0 { NONE } else { self.minimal(node.high, most - 1)? };
        let with = self.families.without(high, low)?;
        let result = self.families.make(node.leaf, low, with)?;
        self.known.put(function, most, result);
        Ok(result)
    }
}

#[cfg(test)]
mod tests;
