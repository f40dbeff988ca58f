//! Questions of the canvas: what is drawn at a point, which slot a point means, where a slot is.

use super::grid::{Band, Grid, GridRow};
use super::{Layout, TierPlace, header_of};
use crate::geometry::{Point, Rect};
use crate::model::{Element, Slot, TierId};
use crate::scene::style::{CARD_GAP, CARD_MIN, CARD_WIDE, TIER_HEADER, TIER_PAD};

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

    /// The innermost element at a point; `None` beside tiers and firewalls.
    pub fn element_at(&self, point: Point) -> Option<Element> {
        if self.tier_at(point).is_none() {
            let firewall = self.firewalls.iter().find(|(_, rect)| rect.contains(point));
            return firewall.map(|(id, _)| Element::Firewall(*id));
        }
        self.parts.iter().rev().find(|(_, rect)| rect.contains(point)).map(|(element, _)| *element)
    }

    /// The tier at a point.
    pub(crate) fn tier_at(&self, point: Point) -> Option<TierId> {
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
        let number = grid.row_at(y);
        let Some(row) = grid.rows.get(number) else {
            let row = grid.rows.last().map_or(0, |it| it.band.key.saturating_add(1));
            return Some(Slot { tier: grid.tier, row, column: 0 });
        };
        Some(grid.slot(number, column_at(&row.columns, x)))
    }

    /// The slot above or below another in its tier, at the same place of the line of cards there: of the same row where
    /// that is broken into lines, of another one, or of a new row below all.
    pub fn slot_across(&self, slot: Slot, down: bool) -> Option<Slot> {
        let grid = &self.place(slot.tier)?.grid;
        let (line, column) = grid.find(slot.row, slot.column);
        if !down {
            return Some(grid.slot(line.checked_sub(1)?, column));
        }
        let new = || grid.rows.last().map(|it| Slot { row: it.band.key.saturating_add(1), column: 0, ..slot });
        if line + 1 < grid.rows.len() { Some(grid.slot(line + 1, column)) } else { new().filter(|it| *it != slot) }
    }

    /// The place of a slot: of its cell, or of the mark that shows where a new column or row begins. It lies inside
    /// the tier, and its middle means the same slot. `None` when the tier is not drawn.
    pub fn slot_rect(&self, slot: Slot) -> Option<Rect> {
        let place = self.place(slot.tier)?;
        let grid = &place.grid;
        Some(grid.cell_rect(grid.find(slot.row, slot.column)).translate(place.rect.min.x, place.rect.min.y))
    }

    /// Position and kind of everything that stands in a slot, in reading order.
    pub fn placed(&self) -> impl Iterator<Item = (Element, Rect)> + '_ {
        self.tiers.iter().flat_map(|place| {
            let origin = place.rect.min;
            place.grid.cells.iter().map(move |it| (it.element, it.rect.translate(origin.x, origin.y)))
        })
    }
}

/// Position of the column at `x`; behind the last one for a new column.
fn column_at(columns: &[Band], x: f32) -> usize {
    if columns.last().is_some_and(|it| x > it.end + CARD_GAP / 3.0) {
        return columns.len();
    }
    let next = columns.iter().zip(columns.iter().skip(1));
    next.take_while(|(left, right)| x > f32::midpoint(left.end, right.start)).count()
}

impl Grid {
    /// Position of the row at `y`; behind the last one for a new row, and in a tier without rows.
    fn row_at(&self, y: f32) -> usize {
        let last = self.rows.last().map_or(0.0, |it| it.band.end);
        if y > last + (self.height - last) / 4.0 {
            return self.rows.len();
        }
        let next = self.rows.iter().zip(self.rows.iter().skip(1));
        next.take_while(|(upper, lower)| y > f32::midpoint(upper.band.end, lower.band.start)).count()
    }

    /// The line of a row that holds a column, else the last one of the row, and the place of the column in it; behind the
    /// last line for a row below all.
    fn find(&self, row: u32, column: u32) -> (usize, usize) {
        let holds = |it: &&GridRow| it.columns.last().is_some_and(|last| last.key >= column);
        let first = self.rows.iter().position(|it| it.band.key >= row).unwrap_or(self.rows.len());
        let lines = self.rows.get(first..).unwrap_or_default();
        let of_row = lines.chunk_by(|a, b| a.band.key == b.band.key).next().unwrap_or_default();
        let line = of_row.iter().take_while(|it| !holds(it)).count().min(of_row.len().saturating_sub(1));
        let columns = of_row.get(line).map(|it| it.columns.as_slice()).unwrap_or_default();
        (first + line, columns.iter().position(|it| it.key >= column).unwrap_or(columns.len()))
    }

    /// The slot of a place in a line; behind its last card a new column, where the row does not go on in the next line.
    fn slot(&self, line: usize, place: usize) -> Slot {
        let Some(row) = self.rows.get(line) else { return Slot::first(self.tier) };
        let goes_on = self.rows.get(line + 1).is_some_and(|it| it.band.key == row.band.key);
        let behind = row.columns.last().map_or(0, |it| it.key.saturating_add(u32::from(!goes_on)));
        let column = row.columns.get(place).map_or(behind, |it| it.key);
        Slot { tier: self.tier, row: row.band.key, column }
    }

    /// The place of a cell by its line and its place there, relative to the tier.
    fn cell_rect(&self, (number, position): (usize, usize)) -> Rect {
        let Some(last) = self.rows.last() else {
            // One card alone grows as far as cards do.
            let width = CARD_WIDE.min(self.width - 2.0 * TIER_PAD);
            let (left, right) = ((self.width - width) / 2.0, f32::midpoint(self.width, width));
            return Rect::from_ltrb(left, TIER_HEADER, right, self.height - TIER_PAD);
        };
        let Some(row) = self.rows.get(number) else {
            let middle = f32::midpoint(last.band.end, self.height) + 1.0;
            let (left, right) = last.columns.first().map_or((0.0, 0.0), |it| (it.start, it.end));
            return Rect::from_ltrb(left, middle - MARK / 2.0, right, middle + MARK / 2.0);
        };
        if let Some(cell) = self.cells.iter().find(|it| it.row == number && it.column == position) {
            return cell.rect;
        }
        let start = row.columns.last().map_or(TIER_PAD, |it| it.end) + CARD_GAP;
        let end = (start + CARD_MIN).min(self.width - 4.0);
        let (left, right) = if end - start > MARK { (start, end) } else { (self.width - 4.0 - MARK, self.width - 4.0) };
        Rect::from_ltrb(left, row.band.start, right, row.band.end)
    }
}
