//! The inside of one tier: which card stands in which cell, how wide columns and how high rows are.

use super::Detail;
use super::card;
use super::group::{self, GroupBox};
use super::part::Plan;
use crate::geometry::Rect;
use crate::model::index::Index;
use crate::model::{Element, SiteKind, Slot, Tier, TierId};
use crate::scene::Face;
use crate::scene::style::{BOX_PAD, CARD_GAP, TIER_HEADER, TIER_PAD, TIER_TITLE};
use crate::scene::text::text_width;

use super::flow::tag_width;

/// Inner width of a tier without cards.
const EMPTY_WIDTH: f32 = 150.0;

/// A card in its cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) element: Element,
    /// Its line of cards.
    pub(crate) row: usize,
    /// Its place in the line.
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

/// A line of cards: a row of the design, or a part of one that is too long for the sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridRow {
    /// Its number is that of the row.
    pub(crate) band: Band,
    pub(crate) columns: Vec<Band>,
    pub(super) widths: Vec<f32>,
    /// Space before each column.
    gaps: Vec<f32>,
    end_gap: f32,
}

impl GridRow {
    pub(super) fn width(&self) -> f32 {
        self.widths.iter().sum::<f32>() + self.gaps.iter().sum::<f32>() + self.end_gap
    }

    pub(super) fn place_columns(&mut self, left: f32) {
        let mut x = left;
        for ((band, width), gap) in self.columns.iter_mut().zip(&self.widths).zip(&self.gaps) {
            band.start = x + gap;
            band.end = band.start + width;
            x = band.end;
        }
    }

    pub(super) fn span(&self, first: usize, last: usize) -> (f32, f32) {
        let start = self.columns.get(first).map_or(0.0, |it| it.start);
        (start, self.columns.get(last).map_or(start, |it| it.end))
    }
}

/// One tier; all places are relative to its upper left corner.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) tier: TierId,
    pub(crate) title: String,
    pub(crate) tags: Vec<String>,
    pub(crate) rows: Vec<GridRow>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) boxes: Vec<GroupBox>,
    pub(crate) width: f32,
    pub(crate) height: f32,
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
            cells: Vec::with_capacity(placed.len()),
            boxes: Vec::new(),
            width: 0.0,
            height: 0.0,
        };
        grid.fill(index, placed, detail);
        grid.find_boxes(index);
        grid.measure();
        grid
    }

    /// Puts every element into a cell of its own, in reading order; two in one slot stand side by side.
    fn fill(&mut self, index: &Index<'_>, placed: &[(Slot, Element)], detail: Detail) {
        for (slot, element) in placed {
            if self.rows.last().is_none_or(|it| it.band.key != slot.row) {
                let band = Band { key: slot.row, ..Band::default() };
                self.rows.push(GridRow { band, ..GridRow::default() });
            }
            let number = self.rows.len() - 1;
            let Some(row) = self.rows.last_mut() else { continue };
            let behind = row.columns.last().map_or(0, |it| it.key.saturating_add(1));
            row.columns.push(Band { key: slot.column.max(behind), ..Band::default() });
            let (column, plan) = (row.columns.len() - 1, card::card(index, *element, detail));
            let (boxed, rect) = (None, Rect::default());
            self.cells.push(Cell { element: *element, row: number, column, plan, boxed, rect });
        }
    }

    /// Breaks each row into lines of so many cards.
    pub(super) fn break_rows(&mut self, index: &Index<'_>, lines: &[Vec<usize>]) {
        for (row, lengths) in std::mem::take(&mut self.rows).into_iter().zip(lines) {
            let mut columns = row.columns.into_iter();
            for length in lengths {
                let columns = columns.by_ref().take(*length).collect();
                self.rows.push(GridRow { band: row.band, columns, ..GridRow::default() });
            }
        }
        let places = self.rows.iter().enumerate();
        let places = places.flat_map(|(row, it)| (0..it.columns.len()).map(move |column| (row, column)));
        for (cell, place) in self.cells.iter_mut().zip(places) {
            ((cell.row, cell.column), cell.boxed) = (place, None);
        }
        self.boxes.clear();
        self.find_boxes(index);
        self.measure();
    }

    /// Finds runs of neighbors of one failover cluster or availability group. Cells are in reading order.
    fn find_boxes(&mut self, index: &Index<'_>) {
        let mut last_key = None;
        for cell in &mut self.cells {
            let key = self.rows.get(cell.row).and_then(|it| it.columns.get(cell.column)).map(|it| it.key);
            let adjacent = last_key.zip(key).is_some_and(|(last, key): (u32, u32)| last.checked_add(1) == Some(key));
            last_key = key;
            let Element::Computer(computer) = cell.element else { continue };
            let Some(element) = group::boxed_by(index, computer) else { continue };
            let continues = self
                .boxes
                .last_mut()
                .filter(|it| adjacent && it.element == element && it.row == cell.row && it.last + 1 == cell.column);
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

    /// Natural widths of columns and gaps. Without boxes the cards of all rows stand in line.
    fn measure(&mut self) {
        for (number, row) in self.rows.iter_mut().enumerate() {
            row.widths = vec![0.0; row.columns.len()];
            row.gaps = vec![CARD_GAP; row.columns.len()];
            if let Some(first) = row.gaps.first_mut() {
                *first = 0.0;
            }
            for group in self.boxes.iter().filter(|it| it.row == number) {
                if let Some(gap) = row.gaps.get_mut(group.first) {
                    *gap += BOX_PAD;
                }
                match row.gaps.get_mut(group.last + 1) {
                    Some(gap) => *gap += BOX_PAD,
                    None => row.end_gap = BOX_PAD,
                }
            }
        }
        for cell in &self.cells {
            if let Some(width) = self.rows.get_mut(cell.row).and_then(|it| it.widths.get_mut(cell.column)) {
                *width = width.max(cell.plan.size.width);
            }
        }
        if self.boxes.is_empty() {
            let longest = self.rows.iter().map(|it| it.widths.len()).max().unwrap_or(0);
            for column in 0..longest {
                let own = self.rows.iter().filter_map(|it| it.widths.get(column));
                let widest = own.copied().fold(0.0, f32::max);
                for width in self.rows.iter_mut().filter_map(|it| it.widths.get_mut(column)) {
                    *width = widest;
                }
            }
        }
        self.width = self.content_width().max(self.title_width()) + 2.0 * TIER_PAD;
    }

    /// Its width without cards.
    pub(super) fn least_width(&self) -> f32 {
        EMPTY_WIDTH.max(self.title_width()) + 2.0 * TIER_PAD
    }

    pub(super) fn content_width(&self) -> f32 {
        self.rows.iter().map(GridRow::width).fold(EMPTY_WIDTH, f32::max)
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
}

/// Words behind the title: a site that is not the only primary one, the zone where it is stated.
fn tags(index: &Index<'_>, tier: &Tier) -> Vec<String> {
    let sites = &index.document.sites;
    let several = sites.values().filter(|it| it.kind == SiteKind::Primary).count() > 1;
    let site = sites.get(&tier.site).filter(|it| several || it.kind != SiteKind::Primary).map(|it| it.name.clone());
    let zone = tier.zone.map(|it| it.label().to_owned());
    site.into_iter().chain(zone).collect()
}
