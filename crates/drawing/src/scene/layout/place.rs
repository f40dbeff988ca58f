//! Gives the cards and boxes of a tier their places, once its width is known.

use super::grid::{Grid, GridRow};
use super::group::{self, GroupBox};
use crate::geometry::Rect;
use crate::model::index::Index;
use crate::scene::style::{BOX_PAD, CARD_WIDE, DISK, DISK_GAP, ROW_GAP, TIER_HEADER, TIER_PAD};

/// Inner height of a tier without cards: that of a card that has nothing yet, so that adding one moves nothing.
const EMPTY_HEIGHT: f32 = 45.0;
/// By how much cards grow to end where those of the neighboring tiers end.
const MAX_GROWTH: f32 = 72.0;

impl Grid {
    /// Gives every cell and box its place in a tier of `width`, which is at least the natural one.
    pub(crate) fn place(&mut self, index: &Index<'_>, width: f32) {
        self.width = width;
        let room = width - 2.0 * TIER_PAD;
        let longest = self.rows.iter().map(|it| it.widths.len()).max().unwrap_or(0);
        let aligned = self.boxes.is_empty();
        let spare = room - self.content_width();
        for row in &mut self.rows {
            let (spare, columns) = if aligned { (spare, longest) } else { (room - row.width(), row.widths.len()) };
            let each = (spare / columns.max(1) as f32).floor().max(0.0);
            for column in &mut row.widths {
                *column += each.min((CARD_WIDE - *column).max(0.0));
            }
        }
        let widest = self.rows.iter().map(GridRow::width).fold(0.0, f32::max);
        for row in &mut self.rows {
            let used = if aligned { widest } else { row.width() };
            row.place_columns(((width - used) / 2.0).max(TIER_PAD).floor());
        }
        let mut y = TIER_HEADER;
        for row in 0..self.rows.len() {
            let bottom = self.place_row(index, row, y);
            if let Some(row) = self.rows.get_mut(row) {
                (row.band.start, row.band.end) = (y, bottom);
            }
            y = bottom + ROW_GAP;
        }
        let bottom = self.rows.last().map_or(TIER_HEADER + EMPTY_HEIGHT, |it| it.band.end);
        self.height = bottom + TIER_PAD;
    }

    /// Places the boxes and cards of one row from `top` on; returns where the row ends.
    fn place_row(&mut self, index: &Index<'_>, row: usize, top: f32) -> f32 {
        let mut head = 0.0_f32;
        let mut foot = 0.0_f32;
        let Some(columns) = self.rows.get(row) else { return top };
        for group in self.boxes.iter_mut().filter(|it| it.row == row) {
            let (left, right) = columns.span(group.first, group.last);
            let (parts, height) = group::head(index, group, right - left + 2.0 * BOX_PAD);
            head = head.max(height);
            foot = foot.max(group::foot(group.storages.len()));
            group.rect = Rect::from_ltrb(left - BOX_PAD, top, right + BOX_PAD, top);
            group.parts = parts;
        }
        let heights = |boxed: bool| {
            let cells = self.cells.iter().filter(|it| it.row == row && it.boxed.is_some() == boxed);
            cells.map(|it| it.plan.size.height).fold(0.0, f32::max)
        };
        let (inner, outer) = (heights(true), heights(false));
        let bottom = (top + outer).max(top + head + inner + foot);
        for group in self.boxes.iter_mut().filter(|it| it.row == row) {
            group.head = head;
            group.rect.max.y = top + head + inner + foot;
        }
        for cell in self.cells.iter_mut().filter(|it| it.row == row) {
            let (left, right) = columns.span(cell.column, cell.column);
            let (y, height) = if cell.boxed.is_some() { (top + head, inner) } else { (top, outer) };
            cell.rect = Rect::from_ltrb(left, y, right, y + height);
        }
        bottom
    }

    /// The place of a shared disk array beneath the nodes of a box, relative to the tier.
    pub(crate) fn disk_rect(&self, group: &GroupBox, number: usize) -> Rect {
        let mut cells = self.cells.iter().filter(|it| it.row == group.row && it.column >= group.first);
        let bottom = cells.find(|it| it.column <= group.last).map_or(group.rect.max.y, |it| it.rect.max.y);
        let top = bottom + DISK_GAP + number as f32 * (DISK + DISK_GAP);
        Rect::from_ltrb(group.rect.min.x + BOX_PAD, top, group.rect.max.x - BOX_PAD, top + DISK)
    }

    /// Makes the tier as high as its neighbors. Cards of a single row grow with it when little is missing; else
    /// cards without boxes move to the middle.
    pub(crate) fn grow(&mut self, height: f32) {
        let spare = height - self.height;
        self.height = height;
        let rows = self.rows.len();
        match self.rows.as_mut_slice() {
            [row] if spare <= MAX_GROWTH => row.band.end += spare,
            rows => {
                let down = if self.boxes.is_empty() { (spare / 2.0).floor() } else { 0.0 };
                for row in rows {
                    (row.band.start, row.band.end) = (row.band.start + down, row.band.end + down);
                }
                for cell in &mut self.cells {
                    cell.rect = cell.rect.translate(0.0, down);
                }
            }
        }
        if rows != 1 || spare > MAX_GROWTH {
            return;
        }
        for group in &mut self.boxes {
            group.rect.max.y += spare;
        }
        for cell in &mut self.cells {
            cell.rect.max.y += spare;
        }
    }
}
