//! The inside of one tier: which card stands in which cell, how wide columns and how high rows are.

use std::collections::{BTreeMap, BTreeSet};

use super::Detail;
use super::card;
use super::group::{self, GroupBox};
use super::part::Plan;
use crate::geometry::Rect;
use crate::model::{Element, SiteKind, Slot, Tier, TierId};
use crate::scene::Face;
use crate::scene::index::Index;
use crate::scene::style::{BOX_PAD, CARD_GAP, CARD_MAX, DISK, DISK_GAP, TIER_HEADER, TIER_PAD, TIER_TITLE};
use crate::scene::text::text_width;

use super::flow::tag_width;

/// Inner height of a tier without cards.
const EMPTY_HEIGHT: f32 = 56.0;
/// Inner width of a tier without cards.
const EMPTY_WIDTH: f32 = 150.0;
/// Space between rows of cards.
const ROW_GAP: f32 = 14.0;
/// By how much cards grow to end where those of the neighboring tiers end.
const MAX_GROWTH: f32 = 72.0;

/// A card in its cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) element: Element,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) plan: Plan,
    /// Which box it stands in.
    pub(crate) boxed: Option<usize>,
    /// Its place in the tier.
    pub(crate) rect: Rect,
}

/// A column or a row: its number in the design and its extent in the tier.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Band {
    pub(crate) key: u32,
    pub(crate) start: f32,
    pub(crate) end: f32,
}

/// One tier; all places are relative to its upper left corner.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) tier: TierId,
    pub(crate) title: String,
    pub(crate) tags: Vec<String>,
    pub(crate) rows: Vec<Band>,
    pub(crate) columns: Vec<Band>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) boxes: Vec<GroupBox>,
    pub(crate) width: f32,
    pub(crate) height: f32,
    widths: Vec<f32>,
    gaps: Vec<f32>,
    end_gap: f32,
}

impl Grid {
    /// The tier with its cards in cells; it has no places until [`Grid::place`] is called.
    pub(crate) fn new(index: &Index<'_>, id: TierId, placed: &[(Slot, Element)], detail: Detail) -> Self {
        let tier = index.document.tiers.get(&id);
        let mut grid = Self {
            tier: id,
            title: tier.map(|it| it.name.clone()).unwrap_or_default(),
            tags: tier.map(|it| tags(index, it)).unwrap_or_default(),
            rows: Vec::new(),
            columns: Vec::new(),
            cells: Vec::new(),
            boxes: Vec::new(),
            width: 0.0,
            height: 0.0,
            widths: Vec::new(),
            gaps: Vec::new(),
            end_gap: 0.0,
        };
        grid.fill(index, placed, detail);
        grid.find_boxes(index);
        grid.measure();
        grid
    }

    /// Puts every element into a cell of its own; two in one slot stand side by side.
    fn fill(&mut self, index: &Index<'_>, placed: &[(Slot, Element)], detail: Detail) {
        let mut cells: Vec<(u32, u32, Element)> = Vec::with_capacity(placed.len());
        let mut last: Option<(u32, u32)> = None;
        for (slot, element) in placed {
            let column = match last {
                Some((row, column)) if row == slot.row => slot.column.max(column.saturating_add(1)),
                _ => slot.column,
            };
            last = Some((slot.row, column));
            cells.push((slot.row, column, *element));
        }
        let rows: BTreeSet<u32> = cells.iter().map(|it| it.0).collect();
        let columns: BTreeSet<u32> = cells.iter().map(|it| it.1).collect();
        let bands = |keys: &BTreeSet<u32>| keys.iter().map(|key| Band { key: *key, ..Band::default() }).collect();
        (self.rows, self.columns) = (bands(&rows), bands(&columns));
        let position = |keys: &BTreeSet<u32>| -> BTreeMap<u32, usize> {
            keys.iter().enumerate().map(|(position, key)| (*key, position)).collect()
        };
        let (row_at, column_at) = (position(&rows), position(&columns));
        for (row, column, element) in cells {
            let at = |keys: &BTreeMap<u32, usize>, key: u32| keys.get(&key).copied().unwrap_or_default();
            self.cells.push(Cell {
                element,
                row: at(&row_at, row),
                column: at(&column_at, column),
                plan: card::card(index, element, detail),
                boxed: None,
                rect: Rect::default(),
            });
        }
    }

    /// Finds runs of neighbors of one failover cluster or availability group. Cells are in reading order.
    fn find_boxes(&mut self, index: &Index<'_>) {
        for cell in &mut self.cells {
            let Element::Computer(computer) = cell.element else { continue };
            let Some(element) = group::boxed_by(index, computer) else { continue };
            let continues = self
                .boxes
                .last_mut()
                .filter(|it| it.element == element && it.row == cell.row && it.last + 1 == cell.column);
            if let Some(run) = continues {
                run.last = cell.column;
                run.members.push(computer);
            } else {
                self.boxes.push(GroupBox {
                    element,
                    row: cell.row,
                    first: cell.column,
                    last: cell.column,
                    run: (1, 1),
                    members: vec![computer],
                    storages: Vec::new(),
                    rect: Rect::default(),
                    parts: Vec::new(),
                    head: 0.0,
                });
            }
            cell.boxed = Some(self.boxes.len() - 1);
        }
        for group in &mut self.boxes {
            group.storages = group::storages(index, &group.members);
        }
    }

    /// Natural widths of columns and gaps.
    fn measure(&mut self) {
        self.widths = vec![0.0; self.columns.len()];
        self.gaps = vec![CARD_GAP; self.columns.len()];
        if let Some(first) = self.gaps.first_mut() {
            *first = 0.0;
        }
        for cell in &self.cells {
            if let Some(width) = self.widths.get_mut(cell.column) {
                *width = width.max(cell.plan.size.width);
            }
        }
        let starts: BTreeSet<usize> = self.boxes.iter().map(|it| it.first).collect();
        let ends: BTreeSet<usize> = self.boxes.iter().map(|it| it.last + 1).collect();
        for column in starts {
            if let Some(gap) = self.gaps.get_mut(column) {
                *gap += BOX_PAD;
            }
        }
        for column in ends {
            match self.gaps.get_mut(column) {
                Some(gap) => *gap += BOX_PAD,
                None => self.end_gap = BOX_PAD,
            }
        }
        self.width = self.content_width().max(self.title_width()) + 2.0 * TIER_PAD;
    }

    fn content_width(&self) -> f32 {
        let content = self.widths.iter().sum::<f32>() + self.gaps.iter().sum::<f32>() + self.end_gap;
        content.max(EMPTY_WIDTH)
    }

    fn title_width(&self) -> f32 {
        let tags: f32 = self.tags.iter().map(|tag| tag_width(tag) + 6.0).sum();
        (text_width(Face::Bold, TIER_TITLE, &self.title) + 6.0 + tags).min(420.0)
    }

    /// The title as drawn: the strip of the header that lines must not cross.
    pub(crate) fn title_rect(&self) -> Rect {
        let right = (TIER_PAD + self.title_width()).min(self.width - TIER_PAD);
        Rect::from_ltrb(0.0, 0.0, right + 4.0, TIER_HEADER)
    }

    /// Gives every cell and box its place in a tier of `width`, which is at least the natural one.
    pub(crate) fn place(&mut self, index: &Index<'_>, width: f32) {
        let spare = (width - 2.0 * TIER_PAD - self.content_width()).max(0.0);
        let each = if self.widths.is_empty() { 0.0 } else { (spare / self.widths.len() as f32).floor() };
        for column in &mut self.widths {
            *column += each.min((CARD_MAX - 24.0 - *column).max(0.0));
        }
        self.width = width;
        let used = self.widths.iter().sum::<f32>() + self.gaps.iter().sum::<f32>() + self.end_gap;
        let mut x = ((width - used) / 2.0).max(TIER_PAD).floor();
        for ((band, width), gap) in self.columns.iter_mut().zip(&self.widths).zip(&self.gaps) {
            band.start = x + gap;
            band.end = band.start + width;
            x = band.end;
        }
        let mut y = TIER_HEADER;
        for row in 0..self.rows.len() {
            let bottom = self.place_row(index, row, y);
            if let Some(band) = self.rows.get_mut(row) {
                (band.start, band.end) = (y, bottom);
            }
            y = bottom + ROW_GAP;
        }
        let bottom = self.rows.last().map_or(TIER_HEADER + EMPTY_HEIGHT, |it| it.end);
        self.height = bottom + TIER_PAD;
    }

    fn span(&self, first: usize, last: usize) -> (f32, f32) {
        let start = self.columns.get(first).map_or(0.0, |it| it.start);
        (start, self.columns.get(last).map_or(start, |it| it.end))
    }

    /// Places the boxes and cards of one row from `top` on; returns where the row ends.
    fn place_row(&mut self, index: &Index<'_>, row: usize, top: f32) -> f32 {
        let mut head = 0.0_f32;
        let mut foot = 0.0_f32;
        for number in 0..self.boxes.len() {
            let Some(group) = self.boxes.get(number).filter(|it| it.row == row) else { continue };
            let (left, right) = self.span(group.first, group.last);
            let width = right - left + 2.0 * BOX_PAD;
            let (parts, height) = group::head(index, group, width);
            head = head.max(height);
            foot = foot.max(group::foot(group.storages.len()));
            if let Some(group) = self.boxes.get_mut(number) {
                group.rect = Rect::from_ltrb(left - BOX_PAD, top, right + BOX_PAD, top);
                group.parts = parts;
            }
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
            let (left, right) = self.columns.get(cell.column).map_or((0.0, 0.0), |it| (it.start, it.end));
            let (y, height) = if cell.boxed.is_some() { (top + head, inner) } else { (top, outer) };
            cell.rect = Rect::from_ltrb(left, y, right, y + height);
        }
        bottom
    }
}

/// Words behind the title: a site that is not the only primary one, the zone where it is stated.
fn tags(index: &Index<'_>, tier: &Tier) -> Vec<String> {
    let sites = &index.document.sites;
    let several = sites.values().filter(|it| it.kind == SiteKind::Primary).count() > 1;
    let site = sites.get(&tier.site).filter(|it| several || it.kind != SiteKind::Primary).map(|it| it.name.clone());
    let zone = tier.zone.map(|it| it.label().to_owned());
    site.into_iter().chain(zone).collect()
}

impl Grid {
    /// The place of a shared disk array beneath the nodes of a box, relative to the tier.
    pub(crate) fn disk_rect(&self, group: &GroupBox, number: usize) -> Rect {
        let mut cells = self.cells.iter().filter(|it| it.row == group.row && it.column >= group.first);
        let bottom = cells.find(|it| it.column <= group.last).map_or(group.rect.max.y, |it| it.rect.max.y);
        let top = bottom + DISK_GAP + number as f32 * (DISK + DISK_GAP);
        Rect::from_ltrb(group.rect.min.x + BOX_PAD, top, group.rect.max.x - BOX_PAD, top + DISK)
    }

    /// Makes the tier as high as its neighbors. Cards of a single row grow with it when little is missing.
    pub(crate) fn grow(&mut self, height: f32) {
        let spare = height - self.height;
        self.height = height;
        if self.rows.len() != 1 || spare > MAX_GROWTH {
            return;
        }
        for band in &mut self.rows {
            band.end += spare;
        }
        let bottom = self.rows.last().map_or(0.0, |it| it.end);
        for group in &mut self.boxes {
            group.rect.max.y = bottom;
        }
        let foot = self.boxes.iter().map(|it| group::foot(it.storages.len())).fold(0.0, f32::max);
        for cell in &mut self.cells {
            cell.rect.max.y = if cell.boxed.is_some() { bottom - foot } else { bottom };
        }
    }
}
