//! Reduced ordered binary decision diagrams: one arena, one unique table, `and`, `or` and `not`.

use super::patience::{Patience, Steps};

/// A function: the index of its node. 0 is never true, 1 always.
pub(super) type Bdd = u32;

/// Never true.
pub(super) const FALSE: Bdd = 0;
/// Always true.
pub(super) const TRUE: Bdd = 1;
/// The level of the two constants, below every variable.
const CONSTANT: u32 = u32::MAX;
const EMPTY: u32 = u32::MAX;

/// More nodes or more time than allowed were needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OverBudget;

/// `if level then high else low`; levels grow from the root to the constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) level: u32,
    pub(super) low: Bdd,
    pub(super) high: Bdd,
}

#[derive(Clone, Copy)]
struct Known {
    operands: u64,
    result: Bdd,
}

const UNKNOWN: Known = Known { operands: 0, result: FALSE };
/// The most results that are remembered: 64 MB.
const MOST_KNOWN: usize = 1 << 22;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    And,
    Or,
}

/// The arena. A node's children always have smaller indices than the node.
pub(super) struct Arena {
    nodes: Vec<Node>,
    table: Vec<u32>,
    known: Vec<Known>,
    most: usize,
    most_steps: usize,
    steps: Steps,
}

impl Arena {
    /// An arena without room for any node; [`Arena::restart`] gives it some.
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            nodes: Vec::new(),
            table: Vec::new(),
            known: Vec::new(),
            most: 0,
            most_steps: 0,
            steps: Steps::new(patience),
        }
    }

    /// Forgets everything; holds at most `most` nodes at a time from now on and takes so many steps at most. Memory is
    /// kept for use again.
    pub(super) fn restart(&mut self, most: usize, most_steps: usize) {
        const FIRST_SLOTS: usize = 256;
        let constant = Node { level: CONSTANT, low: FALSE, high: FALSE };
        self.nodes.clear();
        self.nodes.extend([constant, constant]);
        self.known.clear();
        self.most = most;
        self.most_steps = most_steps;
        self.resize(FIRST_SLOTS);
    }

    /// How many nodes are held, garbage included.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no time left.
    pub(super) fn is_out_of_time(&self) -> bool {
        self.steps.are_over()
    }

    pub(super) fn node(&self, function: Bdd) -> Node {
        self.nodes[function as usize]
    }

    /// The level at the top of a function; larger than every variable's for a constant.
    pub(super) fn level(&self, function: Bdd) -> u32 {
        self.nodes[function as usize].level
    }

    /// The function that is true while the variable of this level is.
    pub(super) fn variable(&mut self, level: u32) -> Result<Bdd, OverBudget> {
        self.make(level, FALSE, TRUE)
    }

    pub(super) fn and(&mut self, a: Bdd, b: Bdd) -> Result<Bdd, OverBudget> {
        self.apply(Operation::And, a, b)
    }

    pub(super) fn or(&mut self, a: Bdd, b: Bdd) -> Result<Bdd, OverBudget> {
        self.apply(Operation::Or, a, b)
    }

    /// True where the function is not.
    pub(super) fn not(&mut self, function: Bdd) -> Result<Bdd, OverBudget> {
        let mut known = rustc_hash::FxHashMap::default();
        self.negated(function, &mut known)
    }

    fn negated(&mut self, function: Bdd, known: &mut rustc_hash::FxHashMap<Bdd, Bdd>) -> Result<Bdd, OverBudget> {
        match function {
            FALSE => return Ok(TRUE),
            TRUE => return Ok(FALSE),
            _ => {}
        }
        if let Some(result) = known.get(&function) {
            return Ok(*result);
        }
        if self.most_steps == 0 || self.steps.is_over() {
            return Err(OverBudget);
        }
        self.most_steps -= 1;
        let Node { level, low, high } = self.node(function);
        let (low, high) = (self.negated(low, known)?, self.negated(high, known)?);
        let result = self.make(level, low, high)?;
        known.insert(function, result);
        Ok(result)
    }

    fn apply(&mut self, operation: Operation, a: Bdd, b: Bdd) -> Result<Bdd, OverBudget> {
        if a == b {
            return Ok(a);
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        // The smaller index comes first, so a constant can only be `a`, or both are.
        match (operation, a) {
            (Operation::And, FALSE) => return Ok(FALSE),
            (Operation::And, TRUE) | (Operation::Or, FALSE) => return Ok(b),
            (Operation::Or, TRUE) => return Ok(TRUE),
            _ => {}
        }
        let operands = u64::from(a) << 33 | u64::from(b) << 1 | u64::from(operation == Operation::Or);
        let slot = mixed(operands) as usize & (self.known.len() - 1);
        let known = self.known[slot];
        if known.operands == operands {
            return Ok(known.result);
        }
        if self.most_steps == 0 || self.steps.is_over() {
            return Err(OverBudget);
        }
        self.most_steps -= 1;
        let (x, y) = (self.node(a), self.node(b));
        let level = x.level.min(y.level);
        let (a_low, a_high) = if x.level == level { (x.low, x.high) } else { (a, a) };
        let (b_low, b_high) = if y.level == level { (y.low, y.high) } else { (b, b) };
        let high = self.apply(operation, a_high, b_high)?;
        let low = self.apply(operation, a_low, b_low)?;
        let result = self.make(level, low, high)?;
        // The tables may have grown meanwhile.
        let slot = mixed(operands) as usize & (self.known.len() - 1);
        self.known[slot] = Known { operands, result };
        Ok(result)
    }

    fn make(&mut self, level: u32, low: Bdd, high: Bdd) -> Result<Bdd, OverBudget> {
        if low == high {
            return Ok(low);
        }
        let node = Node { level, low, high };
        let mask = self.table.len() - 1;
        let mut slot = hash(node) as usize & mask;
        while self.table[slot] != EMPTY {
            if self.node(self.table[slot]) == node {
                return Ok(self.table[slot]);
            }
            slot = (slot + 1) & mask;
        }
        if self.nodes.len() >= self.most {
            return Err(OverBudget);
        }
        let index = self.nodes.len() as u32;
        self.nodes.push(node);
        self.table[slot] = index;
        if self.nodes.len() * 2 > self.table.len() {
            self.resize(self.table.len() * 4);
        }
        Ok(index)
    }

    fn resize(&mut self, slots: usize) {
        self.table.clear();
        self.table.resize(slots, EMPTY);
        let mask = slots - 1;
        for index in 2..self.nodes.len() {
            let mut slot = hash(self.nodes[index]) as usize & mask;
            while self.table[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            self.table[slot] = index as u32;
        }
        let (before, after) = (self.known.len(), slots.min(MOST_KNOWN));
        if after > before {
            self.known.resize(after, UNKNOWN);
            // The slot in a larger table ends in the same bits, so nothing moves onto what has yet to move.
            for slot in 0..before {
                let entry = std::mem::replace(&mut self.known[slot], UNKNOWN);
                self.known[mixed(entry.operands) as usize & (after - 1)] = entry;
            }
        }
    }

    /// Drops every node that none of `live` needs, and renames `live` accordingly.
    pub(super) fn collect(&mut self, live: &mut [Bdd]) {
        let mut needed = vec![false; self.nodes.len()];
        for function in live.iter() {
            needed[*function as usize] = true;
        }
        for index in (2..self.nodes.len()).rev() {
            if needed[index] {
                needed[self.nodes[index].low as usize] = true;
                needed[self.nodes[index].high as usize] = true;
            }
        }
        let mut renamed = vec![FALSE; self.nodes.len()];
        renamed[TRUE as usize] = TRUE;
        let mut kept = 2;
        for index in 2..self.nodes.len() {
            if needed[index] {
                let Node { level, low, high } = self.nodes[index];
                self.nodes[kept] = Node { level, low: renamed[low as usize], high: renamed[high as usize] };
                renamed[index] = kept as u32;
                kept += 1;
            }
        }
        self.nodes.truncate(kept);
        self.known.clear();
        self.resize((kept * 4).next_power_of_two().max(256));
        for function in live {
            *function = renamed[*function as usize];
        }
    }

    /// The nodes that a function needs, children first, constants excluded.
    pub(super) fn reachable(&self, root: Bdd) -> Vec<Bdd> {
        let mut needed = vec![false; root as usize + 1];
        needed[root as usize] = true;
        for index in (2..=root as usize).rev() {
            if needed[index] {
                needed[self.nodes[index].low as usize] = true;
                needed[self.nodes[index].high as usize] = true;
            }
        }
        (2..=root).filter(|index| needed[*index as usize]).collect()
    }
}

/// Spreads the bits of a key over a word.
pub(super) fn mixed(key: u64) -> u64 {
    let key = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    key ^ key >> 29
}

fn hash(node: Node) -> u64 {
    let children = u64::from(node.low) << 32 | u64::from(node.high);
    mixed(children.wrapping_add(u64::from(node.level).wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}
