//! Where a drawing that is too large for a page is cut into parts.

use crate::geometry::{Rect, Size};
use crate::model::Element;
use crate::scene::{Item, Prim, Scene};

/// From a card to a cut beside it, in world units: marks stand at its edge.
const GAP_OF_CUT: f32 = 8.0;
/// What parts beside each other share where a cut goes through a card, in world units.
const OVERLAP: f32 = 40.0;
/// By how much a part is widened at most for a card or a name that would be cut, in world units: half a card.
const LITTLE: f32 = 75.0;
/// What a part has beside a shape at its edge, in world units: half a line.
const EDGE: f32 = 2.0;

/// Which part of a drawing shows what.
pub(super) struct Split<'a> {
    parts: &'a [Rect],
    tiers: Vec<Rect>,
}

impl<'a> Split<'a> {
    /// `parts` are areas of `scene`.
    pub(super) fn new(scene: &Scene, parts: &'a [Rect]) -> Self {
        let tiers = scene.items.iter().filter(|it| matches!(it.element, Some(Element::Tier(_))));
        Self { parts, tiers: tiers.map(|it| it.bounds).collect() }
    }

    /// Whether a part shows an area. What a part shows whole stands there alone, and with its tier where that is whole.
    pub(super) fn shows(&self, part: Rect, area: Rect) -> bool {
        part.overlaps(&area) && self.home(area).is_none_or(|it| *it == part)
    }

    fn home(&self, area: Rect) -> Option<&Rect> {
        let whole = |area: &Rect| self.parts.iter().find(|it| holds(it, area));
        let tier = self.tiers.iter().find(|it| it.contains(area.center()));
        tier.and_then(whole).filter(|it| holds(it, &area)).or_else(|| whole(&area))
    }
}

/// Whether a part has room for all of an area where it is.
pub(super) fn holds(part: &Rect, area: &Rect) -> bool {
    part.contains(area.min) && part.contains(area.max)
}

/// The areas of a drawing that together show all of it at `scale` in so much room: as many rows of tiers as fit, and wide
/// ones in several parts beside each other.
pub(super) fn parts(scene: &Scene, room: Size, scale: f32) -> Vec<Rect> {
    let (most_width, most_height) = (room.width / scale, room.height / scale);
    let mut rows: Vec<(f32, f32)> = Vec::new();
    let mut from = scene.bounds.min.y;
    let mut last = from;
    for cut in cuts(scene) {
        if cut - from > most_height && last > from {
            rows.push((from, last));
            from = last;
        }
        last = cut;
    }
    rows.push((from, scene.bounds.max.y));
    let rows = rows.into_iter().flat_map(|(from, to)| slices(from, to, most_height));
    rows.flat_map(|(top, bottom)| {
        let columns = columns(scene, (top, bottom), most_width);
        columns.into_iter().map(move |(left, right)| Rect::from_ltrb(left, top, right, bottom))
    })
    .collect()
}

/// The parts of a row beside each other: cut between cards, through as few tiers and boxes as can be; where there is
/// nothing between cards, they share a little.
fn columns(scene: &Scene, (top, bottom): (f32, f32), most: f32) -> Vec<(f32, f32)> {
    let (left, right) = (scene.bounds.min.x, scene.bounds.max.x);
    let in_row = |it: &&Item| it.bounds.max.y > top && it.bounds.min.y < bottom;
    let areas = |is_wanted: fn(Element) -> bool| {
        let wanted = scene.items.iter().filter(in_row).filter(|it| it.element.is_some_and(is_wanted));
        wanted.map(|it| (it.bounds.min.x, it.bounds.max.x)).collect::<Vec<_>>()
    };
    let shapes = areas(|it| !matches!(it, Element::Connection(_)));
    let cards = areas(|it| matches!(it, Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_)));
    let columns = between(&cards, &shapes, (left, right), most).unwrap_or_else(|| slices(left, right, most));
    completed(scene, columns, (top, bottom), most)
}

/// The parts of a row with what a cut would divide and one of them has room for, tiers, boxes and texts: those that need
/// the least first. What such a part shows whole, its neighbour leaves out.
fn completed(scene: &Scene, columns: Vec<(f32, f32)>, (top, bottom): (f32, f32), most: f32) -> Vec<(f32, f32)> {
    let is_in_row = |it: &Rect| it.max.y > top && it.min.y < bottom;
    let shapes =
        scene.items.iter().filter(|it| !matches!(it.element, Some(Element::Connection(_)))).map(|it| it.bounds);
    let texts = scene.items.iter().flat_map(|it| &it.prims).filter(|it| matches!(it, Prim::Text { .. }));
    let areas = shapes.chain(texts.filter_map(Prim::bounds)).filter(is_in_row).map(|it| (it.min.x, it.max.x));
    let mut areas: Vec<(f32, f32)> = areas.collect();
    areas.sort_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)).then(a.0.total_cmp(&b.0)));
    areas.into_iter().fold(columns, |columns, area| with_room_for(area, columns, most))
}

/// The same parts, of which one is a little wider where all would cut an area; as they were where that is not enough or
/// one may not be so wide.
fn with_room_for((left, right): (f32, f32), mut columns: Vec<(f32, f32)>, most: f32) -> Vec<(f32, f32)> {
    if columns.iter().any(|it| it.0 <= left && right <= it.1) {
        return columns;
    }
    let more = |it: &(f32, f32)| (it.0 - left).max(0.0) + (right - it.1).max(0.0);
    // Where much is shown twice, lines lead to what stands elsewhere.
    let is_little = |it: &(f32, f32)| more(it) <= LITTLE && it.1 - it.0 + more(it) + EDGE <= most;
    let fits = |it: &&mut (f32, f32)| it.0 < right && left < it.1 && is_little(it);
    if let Some(column) = columns.iter_mut().filter(fits).min_by(|a, b| more(a).total_cmp(&more(b))) {
        // Only one of its sides is cut.
        *column = if column.0 > left { (left - EDGE, column.1) } else { (column.0, right + EDGE) };
    }
    columns
}

/// A range in as few parts of at most `most` as there can be, cut where no card is, through the fewest of the shapes, and
/// of those places where the parts are most alike; `None` where that is not possible.
fn between(cards: &[(f32, f32)], shapes: &[(f32, f32)], (from, to): (f32, f32), most: f32) -> Option<Vec<(f32, f32)>> {
    let count = ((to - from) / most).ceil().max(1.0) as usize;
    let crossed = |areas: &[(f32, f32)], x: f32, little: f32| {
        areas.iter().filter(|(left, right)| left + little < x && x < right - little).count()
    };
    let mut parts = Vec::new();
    let mut start = from;
    for left in (1..count).rev() {
        // What is left over must fit into the other parts.
        let (least, most) = ((to - left as f32 * most).max(start), start + most);
        let wish = start + (to - start) / (left + 1) as f32;
        let ends = shapes.iter().flat_map(|(left, right)| [left - GAP_OF_CUT, right + GAP_OF_CUT]).chain([wish]);
        let free = ends.filter(|x| (least..=most).contains(x) && crossed(cards, *x, 0.0) == 0);
        // What a part can take in at its edge is not cut.
        let cost = |x: &f32| (crossed(shapes, *x, LITTLE), (x - wish).abs());
        let cut = free.min_by(|a, b| cost(a).0.cmp(&cost(b).0).then(cost(a).1.total_cmp(&cost(b).1)))?;
        parts.push((start, cut));
        start = cut;
    }
    parts.push((start, to));
    Some(parts)
}

/// Where a drawing can be cut between two rows of tiers, and its end, with what stands below the last tier.
fn cuts(scene: &Scene) -> Vec<f32> {
    let is_tier = |it: &&Item| matches!(it.element, Some(Element::Tier(_)));
    let mut tiers: Vec<(f32, f32)> =
        scene.items.iter().filter(is_tier).map(|it| (it.bounds.min.y, it.bounds.max.y)).collect();
    tiers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut cuts = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for (top, end) in tiers {
        if bottom.is_finite() && top > bottom {
            cuts.push(f32::midpoint(bottom, top));
        }
        bottom = bottom.max(end);
    }
    cuts.push(scene.bounds.max.y);
    cuts
}

/// A range in parts of at most `most`, alike and as few as there can be, which share a little.
fn slices(from: f32, to: f32, most: f32) -> Vec<(f32, f32)> {
    if to - from <= most + 0.5 || most <= 2.0 * OVERLAP {
        return vec![(from, to)];
    }
    let count = ((to - from - OVERLAP) / (most - OVERLAP)).ceil().max(1.0);
    let step = (to - from - OVERLAP) / count;
    (0..count as usize).map(|at| (from + step * at as f32, from + step * (at + 1) as f32 + OVERLAP)).collect()
}

#[cfg(test)]
mod tests;
