//! Chooses where trunks leave and enter the tiers.

use std::collections::{BTreeMap, BTreeSet};

use super::ranges::Ranges;
use super::{Block, ConnectionKind, Lot, Target, Touch, Trunk};

/// The far end of a line that enters a gutter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// At a height inside a tier, relative to it.
    Lot { lot: usize, y: f32 },
    /// In another gutter that a channel leads to.
    Gutter(usize),
}

/// A vertical line between a gutter's lane and its far end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Port {
    pub(crate) x: f32,
    /// Whether it comes from above the gutter.
    pub(crate) above: bool,
    pub(crate) end: End,
    /// Whether it ends in an arrow head.
    pub(crate) arrow: bool,
    pub(crate) kinds: BTreeSet<ConnectionKind>,
    pub(crate) words: String,
    /// The block at its far end; `None` = a channel.
    pub(crate) touch: Option<Touch>,
}

/// What a trunk does in one gutter.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) trunk: usize,
    pub(crate) gutter: usize,
    pub(crate) ports: Vec<Port>,
    /// Number of the lane, from the top; `None` when the trunk goes straight through.
    pub(crate) lane: Option<usize>,
}

impl Stretch {
    /// Leftmost and rightmost line.
    pub(crate) fn span(&self) -> (f32, f32) {
        let start = (f32::INFINITY, f32::NEG_INFINITY);
        self.ports.iter().fold(start, |(low, high), it| (low.min(it.x), high.max(it.x)))
    }
}

/// A straight line between facing borders of two neighboring tiers of one row.
#[derive(Clone, Debug)]
pub(crate) struct Bridge {
    pub(crate) trunk: usize,
    pub(crate) lot: usize,
    /// From and to, as x.
    pub(crate) x: (f32, f32),
    /// Relative to the tier.
    pub(crate) y: f32,
    /// What flows along it.
    pub(crate) kinds: BTreeSet<ConnectionKind>,
    /// The blocks at both ends.
    pub(crate) touches: Vec<Touch>,
}

/// Assigns ports and channels trunk by trunk.
pub(crate) struct Router<'a> {
    pub(super) lots: &'a [Lot<'a>],
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) width: f32,
    /// Lines that cross each gutter: x, trunk, from above.
    pub(super) used: Vec<Vec<(f32, usize, bool)>>,
    /// Channels beside each row.
    pub(super) channels: Vec<Vec<f32>>,
    pub(super) bridges_used: BTreeMap<(usize, usize), Vec<f32>>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) bridges: Vec<Bridge>,
}

/// Which way a trunk goes from its sources.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Down,
    Up,
    Level,
}

impl<'a> Router<'a> {
    pub(crate) fn new(lots: &'a [Lot<'a>], num_rows: usize, width: f32) -> Self {
        let mut rows = vec![Vec::new(); num_rows];
        for (number, lot) in lots.iter().enumerate() {
            if let Some(row) = rows.get_mut(lot.row) {
                row.push(number);
            }
        }
        Self {
            lots,
            rows,
            width,
            used: vec![Vec::new(); num_rows + 1],
            channels: vec![Vec::new(); num_rows],
            bridges_used: BTreeMap::new(),
            stretches: Vec::new(),
            bridges: Vec::new(),
        }
    }

    /// Routes all trunks.
    pub(crate) fn run(&mut self, trunks: &[Trunk]) {
        for (number, trunk) in trunks.iter().enumerate() {
            for (from, targets) in trunk.parts() {
                self.run_part(number, &from, &targets);
            }
        }
    }

    /// Routes what leads from the same blocks to several targets.
    fn run_part(&mut self, trunk: usize, from: &[&Block], targets: &[&Target]) {
        let rows: Vec<usize> = from.iter().map(|it| self.row(it)).collect();
        let (Some(top), Some(bottom)) = (rows.iter().min(), rows.iter().max()) else { return };
        let way = |row: usize| match row {
            row if row > *bottom => Way::Down,
            row if row < *top => Way::Up,
            _ => Way::Level,
        };
        for wanted in [Way::Down, Way::Up, Way::Level] {
            let of_way = targets.iter().copied().filter(|it| way(self.row(&it.block)) == wanted);
            let targets: Vec<&Target> = of_way.collect();
            if targets.is_empty() || (wanted == Way::Level && self.bridge(trunk, from, &targets)) {
                continue;
            }
            let main = if wanted == Way::Up { *top } else { bottom + 1 };
            self.route(trunk, from, &targets, wanted, main);
        }
    }

    pub(super) fn row(&self, block: &Block) -> usize {
        self.lots.get(block.lot).map_or(0, |it| it.row)
    }

    fn route(&mut self, trunk: usize, from: &[&Block], targets: &[&Target], way: Way, main: usize) {
        let mut ports: BTreeMap<usize, Vec<Port>> = BTreeMap::new();
        let source_up = way == Way::Up;
        let target_up = way == Way::Down;
        if let ([from], [target]) = (from, targets)
            && way != Way::Level
            && self.straight(trunk, from, target, source_up, main, &mut ports)
        {
            self.store(trunk, ports);
            return;
        }
        for target in self.reachable(targets, target_up) {
            let gutter = self.row(&target.block) + usize::from(!target_up);
            let port = self.port(trunk, &target.block, target_up, gutter, target.kinds.clone());
            let touch = self.touch(&target.block, true);
            let port = Port { arrow: true, words: target.words.clone(), touch, ..port };
            ports.entry(gutter).or_default().push(port);
        }
        let kinds: BTreeSet<ConnectionKind> = targets.iter().flat_map(|it| it.kinds.iter().copied()).collect();
        for block in from {
            let gutter = self.row(block) + usize::from(!source_up);
            let port = self.port(trunk, block, source_up, gutter, kinds.clone());
            ports.entry(gutter).or_default().push(port);
        }
        self.join(trunk, main, &mut ports);
        self.store(trunk, ports);
    }

    /// Targets with a free way in. Where one of several in a tier has none, the tier stands for all of them.
    fn reachable(&self, targets: &[&Target], up: bool) -> Vec<Target> {
        let mut by_lot: BTreeMap<usize, Vec<&Target>> = BTreeMap::new();
        for target in targets {
            by_lot.entry(target.block.lot).or_default().push(target);
        }
        let mut reachable = Vec::with_capacity(targets.len());
        for (number, targets) in by_lot {
            let shut = targets.len() > 1 && targets.iter().any(|it| self.ways_out(&it.block, up).is_empty());
            let Some(lot) = self.lots.get(number).filter(|_| shut) else {
                reachable.extend(targets.into_iter().cloned());
                continue;
            };
            let mut words: Vec<&str> = targets.iter().map(|it| it.words.as_str()).filter(|it| !it.is_empty()).collect();
            words.sort_unstable();
            words.dedup();
            reachable.push(Target {
                block: Block::tier(number, lot),
                kinds: targets.iter().flat_map(|it| it.kinds.iter().copied()).collect(),
                words: words.join(", "),
            });
        }
        reachable
    }

    fn port(&mut self, trunk: usize, block: &Block, up: bool, gutter: usize, kinds: BTreeSet<ConnectionKind>) -> Port {
        let (ranges, y) = self.exits(block, up);
        let x = self.pick(gutter, &ranges, block.center(), trunk, !up);
        self.take(gutter, x, trunk, !up);
        let (end, touch) = (End::Lot { lot: block.lot, y }, self.touch(block, false));
        Port { x, above: !up, end, arrow: false, kinds, words: String::new(), touch }
    }

    pub(super) fn touch(&self, block: &Block, arrow: bool) -> Option<Touch> {
        let tier = self.lots.get(block.lot)?.grid.tier;
        Some(Touch { element: block.element, tier, arrow })
    }

    /// One source, one target across one gutter: a straight line where both have a place at the same x.
    fn straight(
        &mut self,
        trunk: usize,
        from: &Block,
        target: &Target,
        source_up: bool,
        main: usize,
        ports: &mut BTreeMap<usize, Vec<Port>>,
    ) -> bool {
        let to = &target.block;
        if self.row(to) + usize::from(source_up) != main {
            return false;
        }
        let (mine, y_from) = self.exits(from, source_up);
        let (theirs, y_to) = self.exits(to, !source_up);
        let common: Ranges = mine
            .iter()
            .flat_map(|a| theirs.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))))
            .filter(|(low, high)| low <= high)
            .collect();
        if common.is_empty() {
            return false;
        }
        let narrow = if from.right - from.left < to.right - to.left { from } else { to };
        let x = self.pick(main, &common, narrow.center(), trunk, !source_up);
        let central = |block: &Block| (x - block.center()).abs() <= 0.35 * (block.right - block.left);
        if !self.free(main, x, trunk, !source_up) || !central(from) || !central(to) {
            return false;
        }
        self.take(main, x, trunk, !source_up);
        let kinds = &target.kinds;
        let end = |block: &Block, y: f32| End::Lot { lot: block.lot, y };
        ports.entry(main).or_default().extend([
            Port {
                x,
                above: !source_up,
                end: end(from, y_from),
                arrow: false,
                kinds: kinds.clone(),
                words: String::new(),
                touch: self.touch(from, false),
            },
            Port {
                x,
                above: source_up,
                end: end(to, y_to),
                arrow: true,
                kinds: kinds.clone(),
                words: target.words.clone(),
                touch: self.touch(to, true),
            },
        ]);
        true
    }

    fn store(&mut self, trunk: usize, ports: BTreeMap<usize, Vec<Port>>) {
        for (gutter, ports) in ports {
            self.stretches.push(Stretch { trunk, gutter, ports, lane: None });
        }
    }
}
