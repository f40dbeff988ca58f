//! Where a drawing that is too large for a page is cut into parts.

mod cut;
mod obstacles;
mod things;

use obstacles::Obstacles;
pub(super) use things::Things;
use things::TierThere;

use crate::geometry::{Point, Rect, Size};
use crate::model::Element;
use crate::scene::{Item, Prim, Scene};

/// From a card to a cut beside it, in world units: marks stand at its edge.
const GAP_OF_CUT: f32 = 8.0;
/// From a tier to a cut beside it, in world units: half of what is between two tiers.
const BESIDE: f32 = 12.0;
/// By how many parts more than the fewest cuts between cards are looked for.
const MOST_MORE: usize = 3;
/// What parts share where a row is higher than a page, in world units.
const OVERLAP: f32 = 40.0;
/// What a part has beside a text or a mark at its edge, in world units.
const EDGE: f32 = 2.0;
/// By how much a part is widened at most for what would be cut, in world units.
const LITTLE: f32 = 75.0;
/// A stretch without anything but frames that is as high as this is left out, in world units.
const TALL: f32 = 100.0;
/// What stays round what stands, in world units.
const ROUND: f32 = 14.0;
/// From the upper edge of a tier to what stands in it, where its name is, in world units.
const HEADER: f32 = 26.0;

/// A part of a drawing. Together the parts of a drawing show all of it, and what is not cut stands in one of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// The room that it takes.
    pub(super) bounds: Rect,
    /// What it shows of that: rows of tiers are cut where they have room between cards, each at its own place.
    pub(super) shown: Vec<Rect>,
}

impl Part {
    /// All of an area.
    pub(super) fn whole(bounds: Rect) -> Self {
        Self { bounds, shown: vec![bounds] }
    }

    fn of(shown: Vec<Rect>) -> Option<Self> {
        let bounds = shown.iter().copied().reduce(|all, it| all.union(&it))?;
        Some(Self { bounds, shown })
    }

    /// Whether something of an area is shown.
    fn touches(&self, area: &Rect) -> bool {
        self.shown.iter().any(|it| it.overlaps(area))
    }

    /// What is left of it without tall stretches in which nothing stands but the frames of tiers.
    fn without_blanks(self, things: &Things<'_>) -> Vec<Self> {
        let (top, bottom) = (self.bounds.min.y, self.bounds.max.y);
        let mut stretches = vec![(top, top)];
        for (from, to) in self.taken(things) {
            match stretches.last_mut() {
                Some((_, end)) if from - *end <= TALL => *end = end.max(to),
                _ => stretches.push((from, to)),
            }
        }
        // Nothing stands where it ends, or begins.
        stretches.retain(|(from, to)| to > from);
        let shown = |(from, to): (f32, f32)| {
            let (from, to) = ((from - ROUND).max(top), (to + ROUND).min(bottom));
            let rows = self.shown.iter().filter(|it| it.min.y < to && it.max.y > from);
            Self::of(rows.map(|it| Rect::from_ltrb(it.min.x, it.min.y.max(from), it.max.x, it.max.y.min(to))).collect())
        };
        let left: Vec<Self> = stretches.into_iter().filter_map(shown).collect();
        if left.is_empty() { vec![self] } else { left }
    }

    /// From where to where it has more than the frames of tiers, from top to bottom; its end is taken.
    fn taken(&self, things: &Things<'_>) -> Vec<(f32, f32)> {
        let pieces = things.pieces.in_area(self.extent()).map(|it| it.0);
        let mut taken: Vec<(f32, f32)> = pieces.filter(|it| self.touches(it)).map(|it| (it.min.y, it.max.y)).collect();
        let is_here = |it: &&TierThere<'_>| self.touches(&it.item.bounds) && self.has_of(it.item, things);
        let mut tiers: Vec<&TierThere<'_>> = things.tiers.iter().filter(is_here).collect();
        tiers.sort_by(|a, b| a.item.bounds.min.y.total_cmp(&b.item.bounds.min.y));
        let mut end = self.bounds.min.y;
        for tier in tiers {
            let Rect { min, max } = tier.item.bounds;
            // One in which nothing stands at all is what there is to see of it; so is what lies between tiers.
            let name = if tier.is_empty { max.y } else { min.y + HEADER };
            taken.extend([(end.min(min.y), min.y), (min.y, name)]);
            end = end.max(max.y);
        }
        taken.extend([(end.min(self.bounds.max.y), self.bounds.max.y)]);
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        taken
    }

    /// The area round all that it shows.
    fn extent(&self) -> Rect {
        self.shown.iter().copied().reduce(|all, it| all.union(&it)).unwrap_or(self.bounds)
    }

    fn has(&self, point: Point) -> bool {
        self.shown.iter().any(|it| it.contains(point))
    }

    /// Whether all of an area is shown.
    pub(super) fn holds(&self, area: &Rect) -> bool {
        let Rect { min, max } = *area;
        [min, max, Point::new(min.x, max.y), Point::new(max.x, min.y)].into_iter().all(|it| self.has(it))
    }
}

const fn is_text(prim: &Prim) -> bool {
    matches!(prim, Prim::Text { .. })
}

/// The areas that something takes: of a line those of its legs.
fn pieces(prim: &Prim) -> Vec<Rect> {
    match prim {
        Prim::Line { points, .. } => {
            let legs = points.iter().zip(points.iter().skip(1));
            legs.map(|(a, b)| Rect { min: *a, max: *a }.union(&Rect { min: *b, max: *b }).expand(EDGE)).collect()
        }
        other => other.bounds().into_iter().collect(),
    }
}

/// The area round the last leg of an arrow.
fn head(prim: &Prim) -> Option<Rect> {
    let Prim::Line { points, arrow: true, .. } = prim else { return None };
    let [.., from, to] = points.as_slice() else { return None };
    Some(Rect { min: *from, max: *from }.union(&Rect { min: *to, max: *to }).expand(EDGE + 3.0))
}

/// The area that all shapes of an item take.
fn drawn(item: &Item) -> Rect {
    item.prims.iter().filter_map(Prim::bounds).reduce(|all, it| all.union(&it)).unwrap_or(item.bounds)
}

/// Whether an item is a line between others: a drawn connection, or one that follows from the design.
fn is_line(item: &Item) -> bool {
    match item.element {
        Some(element) => matches!(element, Element::Connection(_)),
        None => matches!(item.prims.first(), Some(Prim::Line { .. })),
    }
}

/// Whether nothing stands in a tier.
pub(super) fn is_empty(tier: &Item, scene: &Scene) -> bool {
    !scene.items.iter().any(|it| !is_tier(it) && !is_line(it) && tier.bounds.contains(it.bounds.center()))
}

pub(super) fn is_tier(item: &Item) -> bool {
    matches!(item.element, Some(Element::Tier(_)))
}

/// The areas of a drawing that together show all of it at `scale` in so much room: as many rows of tiers as fit, and wide
/// ones in several parts beside each other.
pub(super) fn parts(things: &Things<'_>, room: Size, scale: f32) -> Vec<Part> {
    let scene = things.scene;
    let (most_width, most_height) = (room.width / scale, room.height / scale);
    let cuts = cuts(scene);
    let mut rows: Vec<(f32, f32)> = Vec::new();
    let mut from = scene.bounds.min.y;
    let mut last = from;
    for cut in &cuts {
        if cut - from > most_height && last > from {
            rows.push((from, last));
            from = last;
        }
        last = *cut;
    }
    rows.push((from, scene.bounds.max.y));
    let rows = rows.into_iter().flat_map(|(from, to)| slices(from, to, most_height));
    rows.flat_map(|(top, bottom)| {
        // Each row of tiers has a band of its own.
        let inside = cuts.iter().copied().filter(|it| top < *it && *it < bottom);
        let edges: Vec<f32> = std::iter::once(top).chain(inside).chain([bottom]).collect();
        let bands: Vec<(f32, f32)> = edges.iter().copied().zip(edges.iter().copied().skip(1)).collect();
        columns(things, &bands, most_width)
    })
    .collect()
}

/// The parts of some bands beside each other, as few as there can be: cut between cards, through as few boxes and texts
/// as can be, at one place where that is possible, else in each band at its own.
fn columns(things: &Things<'_>, bands: &[(f32, f32)], most: f32) -> Vec<Part> {
    let (left, right) = (things.scene.bounds.min.x, things.scene.bounds.max.x);
    let least = ((right - left) / most).ceil().max(1.0) as usize;
    let in_bands: Vec<Obstacles> = bands.iter().map(|it| Obstacles::of(things, *it)).collect();
    let all = Obstacles::all(&in_bands);
    // More parts leave more choice.
    let places = (least..=least + MOST_MORE).find_map(|count| {
        let wishes = wishes((left, right), most, count);
        let of = |it: &Obstacles| wishes.iter().map(|wish| it.cut(*wish)).collect::<Option<Vec<f32>>>();
        of(&all).map(|it| vec![it; bands.len()]).or_else(|| in_bands.iter().map(of).collect())
    });
    let straight = || vec![wishes((left, right), most, least).iter().map(|it| it.0).collect(); bands.len()];
    let mut columns: Vec<Vec<Rect>> = Vec::new();
    let places = places.unwrap_or_else(straight);
    for (((top, bottom), cuts), obstacles) in bands.iter().zip(places).zip(&in_bands) {
        let mut edges = vec![left];
        for (cut, after) in cuts.iter().zip(cuts.iter().skip(1).chain([&right])) {
            let before = edges.last().copied().unwrap_or(left);
            edges.push(obstacles.beside_tiers((before, *cut, *after), most));
        }
        edges.push(right);
        columns.resize(edges.len() - 1, Vec::new());
        for (column, (from, to)) in columns.iter_mut().zip(edges.iter().zip(edges.iter().skip(1))) {
            let shown = Rect::from_ltrb(*from, *top, *to, *bottom);
            if !is_bare(things, shown) {
                column.push(shown);
            }
        }
    }
    let mut parts: Vec<Part> = columns.into_iter().filter_map(Part::of).collect();
    complete(things, &mut parts, most);
    parts.into_iter().flat_map(|it| it.without_blanks(things)).collect()
}

/// Whether an area shows nothing but a piece of tiers whose cards stand elsewhere.
fn is_bare(things: &Things<'_>, area: Rect) -> bool {
    let passes = || things.pieces.in_area(area).any(|(_, is_of_line)| is_of_line);
    let mut tiers = things.tiers.iter().filter(|it| it.item.bounds.overlaps(&area));
    things.standing(area).next().is_none() && !passes() && tiers.all(|it| it.has_cards)
}

/// Where the cuts between so many parts would go best, and by how much each may lie beside that.
fn wishes((left, right): (f32, f32), most: f32, count: usize) -> Vec<(f32, f32)> {
    let width = (right - left) / count as f32;
    // A part between two others can be cut nearer on both sides, and no cut comes before the one to its left.
    let spare = if count > 2 { ((most - width) / 2.0).min(width * 0.45) } else { most - width };
    let spare = spare.max(0.0);
    (1..count).map(|at| (left + width * at as f32, spare)).collect()
}

/// Gives the parts room for the texts, marks and arrow heads at their edges, where that is little and they may be so wide.
fn complete(things: &Things<'_>, parts: &mut [Part], most: f32) {
    let Some(all) = parts.iter().map(|it| it.bounds).reduce(|all, it| all.union(&it)) else { return };
    let (top, bottom) = (all.min.y - LITTLE, all.max.y + LITTLE);
    let texts = things.texts.between(top, bottom).map(|it| it.0);
    let shapes = things.items.between(top, bottom).map(|it| it.1).filter(|(it, _)| !is_line(it) && !is_tier(it));
    let heads = things.heads.between(top, bottom).map(|it| it.0);
    let heads = heads.filter(|it| it.width() < LITTLE && it.height() < LITTLE);
    for area in texts.chain(shapes.map(|it| it.1)).chain(heads) {
        if parts.iter().any(|it| it.holds(&area)) {
            continue;
        }
        let Some(part) = parts.iter_mut().find(|it| it.has(area.center())) else { continue };
        let Rect { min, max } = area.expand(EDGE).union(&part.bounds);
        if max.x - min.x <= most.min(part.bounds.width() + LITTLE) {
            // Not higher: the parts below each other share nothing.
            part.shown.push(area.expand(EDGE));
            part.bounds = Rect::from_ltrb(min.x, part.bounds.min.y, max.x, part.bounds.max.y);
        }
    }
}

/// Where a drawing can be cut between two rows of tiers, and its end, with what stands below the last tier.
fn cuts(scene: &Scene) -> Vec<f32> {
    let mut tiers: Vec<(f32, f32)> =
        scene.items.iter().filter(|it| is_tier(it)).map(|it| (it.bounds.min.y, it.bounds.max.y)).collect();
    tiers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut cuts = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for (top, end) in tiers {
        if bottom.is_finite() && top > bottom {
            // Lines lead between the rows and end above the lower one.
            cuts.push((top - EDGE / 2.0).max(f32::midpoint(bottom, top)));
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
