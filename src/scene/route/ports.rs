//! Chooses where trunks leave and enter the tiers, and through which gaps they pass rows on their way.

use super::{Block, ConnectionKind, Lot, Target, Trunk};
use crate::scene::style::LANE;
use std::collections::{BTreeMap, BTreeSet};

/// Smallest distance of two lines that cross a gutter.
const APART: f32 = 12.0;
/// Space between a line and what it passes inside a tier.
const CLEAR: f32 = 9.0;

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
}

/// Assigns ports and channels trunk by trunk.
pub(crate) struct Router<'a> {
    lots: &'a [Lot<'a>],
    rows: Vec<Vec<usize>>,
    width: f32,
    /// Lines that cross each gutter: x, trunk, from above.
    used: Vec<Vec<(f32, usize, bool)>>,
    /// Channels beside each row.
    channels: Vec<Vec<f32>>,
    bridges_used: BTreeMap<(usize, usize), Vec<f32>>,
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

type Ranges = Vec<(f32, f32)>;

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
            let rows: Vec<usize> = trunk.from.iter().map(|it| self.row(it)).collect();
            let (Some(top), Some(bottom)) = (rows.iter().min(), rows.iter().max()) else { continue };
            let way = |row: usize| match row {
                row if row > *bottom => Way::Down,
                row if row < *top => Way::Up,
                _ => Way::Level,
            };
            for wanted in [Way::Down, Way::Up, Way::Level] {
                let targets: Vec<&Target> = trunk.to.iter().filter(|it| way(self.row(&it.block)) == wanted).collect();
                if targets.is_empty() || (wanted == Way::Level && self.bridge(number, trunk, &targets)) {
                    continue;
                }
                let main = if wanted == Way::Up { *top } else { bottom + 1 };
                self.route(number, trunk, &targets, wanted, main);
            }
        }
    }

    fn row(&self, block: &Block) -> usize {
        self.lots.get(block.lot).map_or(0, |it| it.row)
    }

    /// Draws a straight line when source and target stand in neighboring tiers of one row.
    fn bridge(&mut self, number: usize, trunk: &Trunk, targets: &[&Target]) -> bool {
        let ([from], [target]) = (trunk.from.as_slice(), targets) else { return false };
        let to = &target.block;
        let place = |block: &Block| {
            let row = self.rows.get(self.row(block))?;
            Some((self.row(block), row.iter().position(|it| *it == block.lot)?))
        };
        let (Some((row, a)), Some((other, b))) = (place(from), place(to)) else { return false };
        if row != other || a.abs_diff(b) != 1 {
            return false;
        }
        let (Some(source), Some(goal)) = (self.lots.get(from.lot), self.lots.get(to.lot)) else { return false };
        let x = if a < b { (source.right(), goal.left) } else { (source.left, goal.right()) };
        let (top, bottom) = (from.top.max(to.top), from.bottom.min(to.bottom));
        let wish = if bottom - top > 20.0 { f32::midpoint(top, bottom) } else { f32::midpoint(from.top, from.bottom) };
        let taken = self.bridges_used.entry((row, a.min(b))).or_default();
        let height = source.grid.height.min(goal.grid.height) - 16.0;
        let free = |y: &f32| *y > 16.0 && *y < height && taken.iter().all(|it| (it - y).abs() >= APART);
        let Some(y) = (0..40).map(|step| wish + zigzag(step) * APART).find(free) else { return false };
        taken.push(y);
        self.bridges.push(Bridge { trunk: number, lot: from.lot, x, y });
        true
    }

    /// Where a vertical line may run from a block to its tier's upper or lower border: ranges of x. Empty when
    /// something stands in the way everywhere.
    fn ways_out(&self, block: &Block, up: bool) -> Ranges {
        let Some(lot) = self.lots.get(block.lot) else { return Vec::new() };
        let inset = 12.0_f32.min((block.right - block.left) / 2.0);
        let mut ranges = vec![(block.left + inset, block.right - inset)];
        if matches!(block.element, crate::model::Element::Tier(_)) {
            return ranges;
        }
        let cells = lot.grid.cells.iter().filter(|it| it.boxed.is_none()).map(|it| it.rect);
        let boxes = lot.grid.boxes.iter().map(|it| it.rect);
        let title = up.then(|| lot.grid.title_rect());
        for rect in cells.chain(boxes).chain(title) {
            let beyond = if up { rect.max.y <= block.top + 0.5 } else { rect.min.y >= block.bottom - 0.5 };
            if beyond {
                subtract(&mut ranges, lot.left + rect.min.x - CLEAR, lot.left + rect.max.x + CLEAR);
            }
        }
        ranges
    }

    /// Ranges and the height at which the line ends; falls back to the border of the tier.
    fn exits(&self, block: &Block, up: bool) -> (Ranges, f32) {
        let ranges = self.ways_out(block, up);
        let height = self.lots.get(block.lot).map_or(0.0, |it| it.grid.height);
        if ranges.is_empty() {
            let range = self.lots.get(block.lot).map_or((0.0, 0.0), |it| (it.left + 16.0, it.right() - 16.0));
            return (vec![range], if up { 0.0 } else { height });
        }
        (ranges, if up { block.top } else { block.bottom })
    }

    fn free(&self, gutter: usize, x: f32, trunk: usize, above: bool) -> bool {
        self.used.get(gutter).is_none_or(|lines| {
            lines.iter().all(|(at, of, from_above)| {
                (at - x).abs() >= APART || (*of == trunk && *from_above != above && (at - x).abs() < 0.5)
            })
        })
    }

    fn take(&mut self, gutter: usize, x: f32, trunk: usize, above: bool) {
        if let Some(lines) = self.used.get_mut(gutter) {
            lines.push((x, trunk, above));
        }
    }

    /// The free place in `ranges` nearest to `wish`.
    fn pick(&self, gutter: usize, ranges: &Ranges, wish: f32, trunk: usize, above: bool) -> f32 {
        let clamp = |x: f32| {
            let inside = ranges.iter().map(|(low, high)| x.clamp(*low, high.max(*low)));
            inside.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs())).unwrap_or(x)
        };
        let own = self.used.get(gutter).map(Vec::as_slice).unwrap_or_default();
        let own = own.iter().filter(|(at, of, side)| *of == trunk && *side != above && (at - wish).abs() < 2.0 * APART);
        let shared = own.map(|(at, ..)| *at).find(|at| clamp(*at) == *at && self.free(gutter, *at, trunk, above));
        let tries = (0..60).map(|step| clamp(wish + zigzag(step) * APART));
        shared.or_else(|| tries.clone().find(|x| self.free(gutter, *x, trunk, above))).unwrap_or_else(|| clamp(wish))
    }

    fn route(&mut self, trunk: usize, it: &Trunk, targets: &[&Target], way: Way, main: usize) {
        let mut ports: BTreeMap<usize, Vec<Port>> = BTreeMap::new();
        let source_up = way == Way::Up;
        let target_up = way == Way::Down;
        if let ([from], [target]) = (it.from.as_slice(), targets)
            && way != Way::Level
            && self.straight(trunk, from, target, source_up, main, &mut ports)
        {
            self.store(trunk, ports);
            return;
        }
        for target in self.reachable(targets, target_up) {
            let gutter = self.row(&target.block) + usize::from(!target_up);
            let port = self.port(trunk, &target.block, target_up, gutter, target.kinds.clone());
            let port = Port { arrow: true, words: target.words.clone(), ..port };
            ports.entry(gutter).or_default().push(port);
        }
        let kinds: BTreeSet<ConnectionKind> = targets.iter().flat_map(|it| it.kinds.iter().copied()).collect();
        for block in &it.from {
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
        Port { x, above: !up, end: End::Lot { lot: block.lot, y }, arrow: false, kinds, words: String::new() }
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
            },
            Port {
                x,
                above: source_up,
                end: end(to, y_to),
                arrow: true,
                kinds: kinds.clone(),
                words: target.words.clone(),
            },
        ]);
        true
    }

    /// Leads channels from the trunk's main gutter to every other gutter it has ports in.
    fn join(&mut self, trunk: usize, main: usize, ports: &mut BTreeMap<usize, Vec<Port>>) {
        let others: Vec<usize> = ports.keys().copied().filter(|gutter| *gutter != main).collect();
        for gutter in others {
            let center = |ports: Option<&Vec<Port>>| {
                let xs: Vec<f32> = ports.into_iter().flatten().map(|it| it.x).collect();
                if xs.is_empty() { None } else { Some(xs.iter().sum::<f32>() / xs.len() as f32) }
            };
            let there = center(ports.get(&gutter)).unwrap_or_default();
            let here = center(ports.get(&main)).unwrap_or(there);
            let x = self.channel(gutter.min(main), gutter.max(main), here, there);
            let kinds = |ports: Option<&Vec<Port>>| -> BTreeSet<ConnectionKind> {
                ports.into_iter().flatten().flat_map(|it| it.kinds.iter().copied()).collect()
            };
            let kinds = kinds(ports.get(&gutter));
            for (at, to) in [(main, gutter), (gutter, main)] {
                let above = to < at;
                self.take(at, x, trunk, above);
                let port =
                    Port { x, above, end: End::Gutter(to), arrow: false, kinds: kinds.clone(), words: String::new() };
                ports.entry(at).or_default().push(port);
            }
        }
    }

    /// A free vertical way past the rows between two gutters: a gap between tiers, else beside all of them.
    fn channel(&mut self, upper: usize, lower: usize, here: f32, there: f32) -> f32 {
        let mut ranges = vec![(8.0, self.width - 8.0)];
        for lot in self.lots.iter().filter(|it| (upper..lower).contains(&it.row)) {
            subtract(&mut ranges, lot.left - 8.0, lot.right() + 8.0);
        }
        let passed = |channels: &[Vec<f32>]| -> Vec<f32> {
            channels
                .iter()
                .enumerate()
                .filter(|(row, _)| (upper..lower).contains(row))
                .flat_map(|it| it.1.clone())
                .collect()
        };
        let taken = passed(&self.channels);
        let crossing = |x: f32| {
            (upper..=lower).any(|gutter| {
                self.used.get(gutter).is_some_and(|lines| lines.iter().any(|(at, ..)| (at - x).abs() < 6.0))
            })
        };
        let free = |x: &f32| taken.iter().all(|it| (it - x).abs() >= LANE - 1.0) && !crossing(*x);
        let cost = |x: &f32| (x - here).abs() + (x - there).abs();
        let inner = ranges.iter().flat_map(|(low, high)| {
            let steps = ((high - low) / LANE).max(0.0) as usize;
            let start = (low + high - steps as f32 * LANE) / 2.0;
            (0..=steps).map(move |step| start + step as f32 * LANE)
        });
        let outer = (1..40).flat_map(|step| {
            let out = 1.0 + step as f32 * LANE;
            [-out, self.width + out]
        });
        let x = inner.chain(outer).filter(free).min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(-12.0);
        for row in self.channels.iter_mut().take(lower).skip(upper) {
            row.push(x);
        }
        x
    }

    fn store(&mut self, trunk: usize, ports: BTreeMap<usize, Vec<Port>>) {
        for (gutter, ports) in ports {
            self.stretches.push(Stretch { trunk, gutter, ports, lane: None });
        }
    }

    /// How far channels reach beyond the left and the right of all tiers.
    pub(crate) fn overhang(&self) -> (f32, f32) {
        let xs = self.channels.iter().flatten();
        xs.fold((0.0, 0.0), |(left, right), x| (f32::max(left, -x), f32::max(right, x - self.width)))
    }
}

/// 0, 1, -1, 2, -2 …
fn zigzag(step: i32) -> f32 {
    let half = (step + 1) / 2;
    (if step % 2 == 1 { half } else { -half }) as f32
}

/// Removes the stretch from `low` to `high` from all ranges.
fn subtract(ranges: &mut Ranges, low: f32, high: f32) {
    let mut rest = Vec::with_capacity(ranges.len() + 1);
    for (start, end) in ranges.drain(..) {
        if high <= start || low >= end {
            rest.push((start, end));
            continue;
        }
        if start < low {
            rest.push((start, low));
        }
        if high < end {
            rest.push((high, end));
        }
    }
    *ranges = rest;
}
