//! Where everything stands: tiers in rows, cards in cells, boxes round cluster nodes, connections in the gutters.
//! There are no free coordinates and nothing overlaps.

mod card;
mod course;
mod flow;
pub(crate) mod grid;
mod group;
mod hit;
mod lines;
pub(crate) mod part;
mod place;

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect, Size};
use crate::model::index::Index;
use crate::model::{Element, FirewallId, Slot, TierId};
use crate::scene::route::{self, Lot, Routed, Router, Sheet, Trunk};
use crate::scene::style::{FIREWALL, MARGIN, SHEET_MIN, TIER_GAP, TIER_HEADER};

pub use card::{computer_look, endpoint_icon};
pub(crate) use card::{node_state, role_words};
pub(crate) use flow::tag_width;
pub(crate) use group::GroupBox;

use grid::Grid;

/// How much a card says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// Everything: host instances, SQL instances, databases, roles.
    #[default]
    Full,
    /// Name, kind and state.
    Compact,
}

/// A tier on the sheet.
#[derive(Clone, Debug)]
pub(crate) struct TierPlace {
    pub(crate) grid: Grid,
    pub(crate) rect: Rect,
}

/// The places of all drawn elements, in world units. The upper left corner of the drawing is at 0, 0.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The area that tiers and connections fill, with a margin.
    pub bounds: Rect,
    pub(crate) detail: Detail,
    pub(crate) tiers: Vec<TierPlace>,
    pub(crate) routed: Vec<Routed>,
    /// Where firewalls stand on them.
    pub(crate) firewalls: Vec<(FirewallId, Rect)>,
    rects: BTreeMap<Element, Rect>,
    parts: Vec<(Element, Rect)>,
    tier_numbers: BTreeMap<TierId, usize>,
}

impl Layout {
    /// Lays out a design.
    pub fn of(index: &Index<'_>, detail: Detail) -> Self {
        let mut rows = grids(index, detail);
        lines::break_rows(index, &mut rows);
        number_runs(&mut rows);
        let width = stretch(index, &mut rows);
        let lots: Vec<Lot<'_>> = lots(&rows);
        let trunks = route::links(index, &lots);
        let mut router = Router::new(&lots, rows.len(), width);
        router.run(&trunks);
        let (left, right) = router.overhang();
        let Router { stretches, bridges, .. } = router;
        let origin = Point::new(MARGIN.max(left + 14.0), MARGIN);
        let right = MARGIN.max(right + 14.0);
        let (mut layout, routed) = settle(rows, &trunks, stretches, &bridges, origin);
        layout.bounds.max = Point::new(origin.x + width + right, layout.bounds.max.y + MARGIN);
        let square = |at: Point| Rect::new(at.offset(-FIREWALL / 2.0, -FIREWALL / 2.0), Size::new(FIREWALL, FIREWALL));
        let spots = route::firewall_spots(index.document, &routed);
        layout.firewalls = spots.into_iter().map(|(id, at)| (id, square(at))).collect();
        layout.routed = routed;
        layout.detail = detail;
        layout.collect();
        layout
    }

    /// Notes the places of everything drawn, and the parts of cards and boxes in reading order.
    fn collect(&mut self) {
        let mut parts = Vec::new();
        for place in &self.tiers {
            let origin = place.rect.min;
            let at = |rect: Rect| rect.translate(origin.x, origin.y);
            parts.push((Element::Tier(place.grid.tier), place.rect));
            for group in &place.grid.boxes {
                let rect = at(group.rect);
                parts.push((group.element, rect));
                let inner = group.parts.iter().filter_map(|it| Some((it.element?, it.rect)));
                parts.extend(inner.map(|(element, it)| (element, it.translate(rect.min.x, rect.min.y))));
                for (number, storage) in group.storages.iter().enumerate() {
                    parts.push((Element::Storage(*storage), at(place.grid.disk_rect(group, number))));
                }
            }
            for cell in &place.grid.cells {
                let rect = at(cell.rect);
                parts.push((cell.element, rect));
                let inner = cell.plan.parts.iter().filter_map(|it| Some((it.element?, it.rect)));
                parts.extend(inner.map(|(element, it)| {
                    let it = it.translate(rect.min.x, rect.min.y);
                    (element, Rect { max: Point::new(rect.max.x - it.min.x + rect.min.x, it.max.y), ..it })
                }));
            }
        }
        parts.extend(self.firewalls.iter().map(|(id, rect)| (Element::Firewall(*id), *rect)));
        for (element, rect) in &parts {
            self.rects.entry(*element).or_insert(*rect);
        }
        self.parts = parts;
    }
}

/// The tiers of every canvas row with their cards in cells.
fn grids(index: &Index<'_>, detail: Detail) -> Vec<Vec<Grid>> {
    let mut placed: BTreeMap<TierId, Vec<(Slot, Element)>> = BTreeMap::new();
    let document = index.document;
    let computers = document.computers.iter().map(|(id, it)| (it.slot, Element::Computer(*id)));
    let balancers = document.load_balancers.iter().map(|(id, it)| (it.slot, Element::LoadBalancer(*id)));
    let endpoints = document.endpoints.iter().map(|(id, it)| (it.slot, Element::Endpoint(*id)));
    for (slot, element) in computers.chain(balancers).chain(endpoints) {
        placed.entry(slot.tier).or_default().push((slot, element));
    }
    for list in placed.values_mut() {
        list.sort_by_key(|(slot, element)| (slot.row, slot.column, *element));
    }
    let grid = |id: &TierId| Grid::new(index, *id, placed.get(id).map(Vec::as_slice).unwrap_or_default(), detail);
    let rows = document.tier_rows.iter().filter(|row| !row.is_empty());
    rows.map(|row| row.iter().map(grid).collect()).collect()
}

/// Makes all rows equally wide and places the insides of the tiers; returns the common width.
fn stretch(index: &Index<'_>, rows: &mut [Vec<Grid>]) -> f32 {
    let gaps = |row: &[Grid]| row.len().saturating_sub(1) as f32 * TIER_GAP;
    let natural = |row: &[Grid]| row.iter().map(|it| it.width).sum::<f32>();
    let width = rows.iter().map(|row| natural(row) + gaps(row)).fold(SHEET_MIN, f32::max).ceil();
    for row in rows.iter_mut() {
        let (wish, spare) = (natural(row), width - gaps(row) - natural(row));
        let last = row.len().saturating_sub(1);
        let mut used = 0.0;
        let room = width - gaps(row);
        for (position, grid) in row.iter_mut().enumerate() {
            let share = (grid.width + spare * grid.width / wish.max(1.0)).floor();
            let share = if position == last { room - used } else { share };
            grid.place(index, share);
            used += share;
        }
        let height = row.iter().map(|it| it.height).fold(0.0, f32::max);
        for grid in row.iter_mut() {
            grid.grow(height);
        }
    }
    width
}

/// Counts the boxes of each failover cluster and availability group: "part 1 of 2".
fn number_runs(rows: &mut [Vec<Grid>]) {
    let mut totals: BTreeMap<Element, usize> = BTreeMap::new();
    for group in rows.iter().flatten().flat_map(|it| &it.boxes) {
        *totals.entry(group.element).or_default() += 1;
    }
    let mut seen: BTreeMap<Element, usize> = BTreeMap::new();
    for group in rows.iter_mut().flatten().flat_map(|it| &mut it.boxes) {
        let count = seen.entry(group.element).or_default();
        *count += 1;
        group.run = (*count, totals.get(&group.element).copied().unwrap_or(1));
    }
}

fn lots(rows: &[Vec<Grid>]) -> Vec<Lot<'_>> {
    let mut lots = Vec::new();
    for (row, grids) in rows.iter().enumerate() {
        let mut left = 0.0;
        for grid in grids {
            lots.push(Lot { grid, row, left });
            left += grid.width + TIER_GAP;
        }
    }
    lots
}

/// Stacks the rows with gutters between them that hold the lanes of the connections.
fn settle(
    rows: Vec<Vec<Grid>>,
    trunks: &[Trunk],
    mut stretches: Vec<route::Stretch>,
    bridges: &[route::Bridge],
    origin: Point,
) -> (Layout, Vec<Routed>) {
    let heights = route::assign(&mut stretches, rows.len() + 1);
    let mut sheet = Sheet { lots: Vec::new(), gutters: Vec::new(), shift: origin.x };
    let mut tiers = Vec::new();
    let mut y = origin.y;
    for (row, gutter) in rows.into_iter().zip(&heights) {
        sheet.gutters.push((y, y + gutter));
        y += gutter;
        let mut x = origin.x;
        let height = row.first().map_or(0.0, |it| it.height);
        for grid in row {
            let rect = Rect::new(Point::new(x, y), Size::new(grid.width, grid.height));
            sheet.lots.push(y);
            tiers.push(TierPlace { grid, rect });
            x = rect.max.x + TIER_GAP;
        }
        y += height;
    }
    let last = heights.last().copied().unwrap_or_default();
    sheet.gutters.push((y, y + last));
    let routed = route::draw(trunks, &stretches, bridges, &sheet);
    let tier_numbers = tiers.iter().enumerate().map(|(number, it)| (it.grid.tier, number)).collect();
    let bounds = Rect::from_ltrb(0.0, 0.0, 0.0, y + last);
    let (rects, parts) = (BTreeMap::new(), Vec::new());
    (
        Layout {
            bounds,
            detail: Detail::Full,
            tiers,
            routed: Vec::new(),
            firewalls: Vec::new(),
            rects,
            parts,
            tier_numbers,
        },
        routed,
    )
}

/// The title strip of a tier.
pub(crate) fn header_of(place: &TierPlace) -> Rect {
    let rect = place.rect;
    Rect::from_ltrb(rect.min.x, rect.min.y, rect.max.x, rect.min.y + TIER_HEADER)
}
