//! Leads trunks past rows of tiers, and straight across to a neighboring tier.

use std::collections::{BTreeMap, BTreeSet};

use super::ports::{Bridge, End, Port, Router};
use super::ranges::{APART, subtract, zigzag};
use super::{Block, ConnectionKind, Target};
use crate::scene::style::LANE;

impl Router<'_> {
    /// Draws a straight line when source and target stand in neighboring tiers of one row.
    pub(super) fn bridge(&mut self, trunk: usize, from: &[&Block], targets: &[&Target]) -> bool {
        let ([from], [target]) = (from, targets) else { return false };
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
        let touches = [self.touch(from, false), self.touch(to, true)].into_iter().flatten().collect();
        let kinds = target.kinds.clone();
        self.bridges.push(Bridge { trunk, lot: from.lot, x, y, kinds, touches });
        true
    }

    /// Leads channels from the trunk's main gutter to every other gutter it has ports in.
    pub(super) fn join(&mut self, trunk: usize, main: usize, ports: &mut BTreeMap<usize, Vec<Port>>) {
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
                let port = Port {
                    x,
                    above,
                    end: End::Gutter(to),
                    arrow: false,
                    kinds: kinds.clone(),
                    words: String::new(),
                    touch: None,
                };
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

    /// How far channels reach beyond the left and the right of all tiers.
    pub(crate) fn overhang(&self) -> (f32, f32) {
        let xs = self.channels.iter().flatten();
        xs.fold((0.0, 0.0), |(left, right), x| (f32::max(left, -x), f32::max(right, x - self.width)))
    }
}
