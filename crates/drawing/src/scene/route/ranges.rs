//! Which places along a border or a gutter are free for one more line.

use super::Block;
use super::ports::Router;
use crate::model::Element;
use crate::scene::style::{BADGE, BADGE_OUT, NOTE, TIER_MARK};

/// Distance that two lines that cross a gutter keep.
pub(super) const APART: f32 = 12.0;
/// Distance that they keep where a block has no room for more.
const TIGHT: f32 = 6.0;
/// Space between a line and a mark on a corner.
const BESIDE: f32 = 2.0;
/// Space between a line and what it passes inside a tier.
const CLEAR: f32 = 9.0;

/// Stretches of x, each from its low to its high end.
pub(super) type Ranges = Vec<(f32, f32)>;

impl Router<'_> {
    /// Where a vertical line may run from a block to its tier's upper or lower border: ranges of x. Empty when
    /// something stands in the way everywhere.
    pub(super) fn ways_out(&self, block: &Block, up: bool) -> Ranges {
        let Some(lot) = self.lots.get(block.lot) else { return Vec::new() };
        let inset = 12.0_f32.min((block.right - block.left) / 2.0);
        let mut ranges = vec![(block.left + inset, block.right - inset)];
        if up {
            // Badges and marks of notes stand on upper corners: those of the block, and those of its tier.
            let mark = |right: f32| right + BADGE_OUT - BADGE - BESIDE;
            subtract(&mut ranges, mark(block.right), block.right);
            subtract(&mut ranges, mark(lot.right() - TIER_MARK), lot.right());
            subtract(&mut ranges, block.left, block.left + NOTE);
            subtract(&mut ranges, lot.left, lot.left + TIER_MARK - BADGE_OUT + NOTE + BESIDE);
        }
        if matches!(block.element, Element::Tier(_)) {
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
    pub(super) fn exits(&self, block: &Block, up: bool) -> (Ranges, f32) {
        let ranges = self.ways_out(block, up);
        let height = self.lots.get(block.lot).map_or(0.0, |it| it.grid.height);
        if ranges.is_empty() {
            let range = self.lots.get(block.lot).map_or((0.0, 0.0), |it| (it.left + 16.0, it.right() - 16.0));
            return (vec![range], if up { 0.0 } else { height });
        }
        (ranges, if up { block.top } else { block.bottom })
    }

    pub(super) fn free(&self, gutter: usize, x: f32, trunk: usize, above: bool) -> bool {
        self.clear(gutter, x, trunk, above, APART)
    }

    /// Whether every other line of the gutter is at least `apart` away from `x`.
    fn clear(&self, gutter: usize, x: f32, trunk: usize, above: bool, apart: f32) -> bool {
        self.used.get(gutter).is_none_or(|lines| {
            lines.iter().all(|(at, of, from_above)| {
                (at - x).abs() >= apart || (*of == trunk && *from_above != above && (at - x).abs() < 0.5)
            })
        })
    }

    pub(super) fn take(&mut self, gutter: usize, x: f32, trunk: usize, above: bool) {
        if let Some(lines) = self.used.get_mut(gutter) {
            lines.push((x, trunk, above));
        }
    }

    /// The free place in `ranges` nearest to `wish`.
    pub(super) fn pick(&self, gutter: usize, ranges: &Ranges, wish: f32, trunk: usize, above: bool) -> f32 {
        let clamp = |x: f32| {
            let inside = ranges.iter().map(|(low, high)| x.clamp(*low, high.max(*low)));
            inside.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs())).unwrap_or(x)
        };
        let own = self.used.get(gutter).map(Vec::as_slice).unwrap_or_default();
        let own = own.iter().filter(|(at, of, side)| *of == trunk && *side != above && (at - wish).abs() < 2.0 * APART);
        let shared = own.map(|(at, ..)| *at).find(|at| clamp(*at) == *at && self.free(gutter, *at, trunk, above));
        let near = |apart: f32| {
            let mut tries = (0..60).map(|step| clamp(wish + zigzag(step) * apart));
            tries.find(|x| self.clear(gutter, *x, trunk, above, apart))
        };
        shared.or_else(|| near(APART)).or_else(|| near(TIGHT)).unwrap_or_else(|| clamp(wish))
    }
}

/// 0, 1, -1, 2, -2 …
pub(super) fn zigzag(step: i32) -> f32 {
    let half = (step + 1) / 2;
    (if step % 2 == 1 { half } else { -half }) as f32
}

/// Removes the stretch from `low` to `high` from all ranges.
pub(super) fn subtract(ranges: &mut Ranges, low: f32, high: f32) {
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
