//! Questions of the canvas: what is drawn at a point, which slot a point means, where a slot is.

use super::grid::{Band, Grid};
use super::{Layout, TierPlace, header_of};
use crate::geometry::{Point, Rect};
use crate::model::{Element, Slot, TierId};
use crate::scene::style::{CARD_GAP, CARD_MIN, TIER_HEADER, TIER_PAD};

/// Thickness of an insertion mark where a new column or row has no room.
const MARK: f32 = 8.0;

impl Layout {
    /// The place of a drawn element: tier, computer, load balancer, endpoint, failover cluster or availability group
    /// (its first box or chip), cluster resource group, storage, host instance, SQL instance or database on a card.
    /// `None` for what is not drawn.
    pub fn rect_of(&self, element: Element) -> Option<Rect> {
        self.rects.get(&element).copied()
    }

    /// Everything drawn with its place, owners before their parts, in reading order. An element drawn in several
    /// places stands there several times.
    pub fn parts(&self) -> &[(Element, Rect)] {
        &self.parts
    }

    /// The innermost element at a point; `None` beside the tiers.
    pub fn element_at(&self, point: Point) -> Option<Element> {
        self.tier_at(point)?;
        self.parts.iter().rev().find(|(_, rect)| rect.contains(point)).map(|(element, _)| *element)
    }

    /// The tier at a point.
    pub fn tier_at(&self, point: Point) -> Option<TierId> {
        self.place_at(point).map(|it| it.grid.tier)
    }

    fn place_at(&self, point: Point) -> Option<&TierPlace> {
        self.tiers.iter().find(|it| it.rect.contains(point))
    }

    fn place(&self, tier: TierId) -> Option<&TierPlace> {
        self.tiers.get(*self.tier_numbers.get(&tier)?)
    }

    /// The title strip of a tier.
    pub fn tier_header(&self, tier: TierId) -> Option<Rect> {
        self.place(tier).map(header_of)
    }

    /// The slot that a point means for something dropped there: the cell under it, taken or not; behind the last
    /// column a new one, below the last row a new one. `None` beside the tiers.
    pub fn slot_at(&self, point: Point) -> Option<Slot> {
        let place = self.place_at(point)?;
        let (x, y) = (point.x - place.rect.min.x, point.y - place.rect.min.y);
        let grid = &place.grid;
        let row = grid.row_at(y);
        let column = if row < grid.rows.len() { grid.column_at(x, row) } else { 0 };
        Some(Slot { tier: grid.tier, row: key(&grid.rows, row), column: key(&grid.columns, column) })
    }

    /// The place of a slot: of its cell, or of the mark that shows where a new column or row begins. It lies inside
    /// the tier, and its middle means the same slot. `None` when the tier is not drawn.
    pub fn slot_rect(&self, slot: Slot) -> Option<Rect> {
        let place = self.place(slot.tier)?;
        let grid = &place.grid;
        let row = grid.rows.iter().position(|it| it.key >= slot.row).unwrap_or(grid.rows.len());
        let column = grid.columns.iter().position(|it| it.key >= slot.column).unwrap_or(grid.columns.len());
        Some(grid.cell_rect(row, column).translate(place.rect.min.x, place.rect.min.y))
    }

    /// Position and kind of everything that stands in a slot, in reading order.
    pub fn placed(&self) -> impl Iterator<Item = (Element, Rect)> + '_ {
        self.tiers.iter().flat_map(|place| {
            let origin = place.rect.min;
            place.grid.cells.iter().map(move |it| (it.element, it.rect.translate(origin.x, origin.y)))
        })
    }
}

/// The number of a row or column; behind the last one, the next free number.
fn key(bands: &[Band], position: usize) -> u32 {
    bands.get(position).map_or_else(|| bands.last().map_or(0, |it| it.key.saturating_add(1)), |it| it.key)
}

impl Grid {
    /// Position of the row at `y`; behind the last one for a new row. An empty tier has one row.
    fn row_at(&self, y: f32) -> usize {
        let Some(last) = self.rows.last() else { return 0 };
        if y > last.end + (self.height - last.end) / 4.0 {
            return self.rows.len();
        }
        let next = self.rows.iter().zip(self.rows.iter().skip(1));
        next.take_while(|(upper, lower)| y > f32::midpoint(upper.end, lower.start)).count()
    }

    /// Position of the column at `x`; behind the last one for a new column.
    fn column_at(&self, x: f32, row: usize) -> usize {
        let Some(last) = self.columns.last() else { return 0 };
        if x > last.end + CARD_GAP / 3.0 {
            return self.end_of(row);
        }
        let next = self.columns.iter().zip(self.columns.iter().skip(1));
        next.take_while(|(left, right)| x > f32::midpoint(left.end, right.start)).count().min(self.end_of(row))
    }

    /// Position behind the last card of a row: rows have no gaps.
    fn end_of(&self, row: usize) -> usize {
        self.cells.iter().filter(|it| it.row == row).map(|it| it.column + 1).max().unwrap_or(0)
    }

    /// The place of a cell by position, relative to the tier.
    fn cell_rect(&self, row: usize, column: usize) -> Rect {
        let (left, right) = self.column_span(column);
        let Some(last) = self.rows.last() else {
            return Rect::from_ltrb(left, TIER_HEADER, right, self.height - TIER_PAD);
        };
        match self.rows.get(row) {
            Some(band) => {
                let own = self.cells.iter().find(|it| it.row == row && it.column == column);
                own.map_or(Rect::from_ltrb(left, band.start, right, band.end), |it| it.rect)
            }
            None => {
                let middle = f32::midpoint(last.end, self.height) + 1.0;
                let (first, end) = self.column_span(0);
                Rect::from_ltrb(first, middle - MARK / 2.0, end, middle + MARK / 2.0)
            }
        }
    }

    fn column_span(&self, column: usize) -> (f32, f32) {
        if let Some(band) = self.columns.get(column) {
            return (band.start, band.end);
        }
        let Some(last) = self.columns.last() else {
            let width = CARD_MIN.min(self.width - 2.0 * TIER_PAD);
            return ((self.width - width) / 2.0, f32::midpoint(self.width, width));
        };
        let start = last.end + CARD_GAP;
        let end = (start + CARD_MIN).min(self.width - 4.0);
        if end - start > MARK { (start, end) } else { (self.width - 4.0 - MARK, self.width - 4.0) }
    }
}
