//! Where a drawing that is too large for a page is cut into parts.

mod cut;

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
    fn without_blanks(self, scene: &Scene) -> Vec<Self> {
        let (top, bottom) = (self.bounds.min.y, self.bounds.max.y);
        let mut stretches = vec![(top, top)];
        for (from, to) in self.taken(scene) {
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
    fn taken(&self, scene: &Scene) -> Vec<(f32, f32)> {
        let things = scene.items.iter().filter(|it| !is_tier(it)).flat_map(|it| &it.prims).flat_map(pieces);
        let mut taken: Vec<(f32, f32)> = things.filter(|it| self.touches(it)).map(|it| (it.min.y, it.max.y)).collect();
        let tiers = scene.items.iter().filter(|it| is_tier(it) && self.touches(&it.bounds) && self.has_of(it, scene));
        let mut tiers: Vec<&Item> = tiers.collect();
        tiers.sort_by(|a, b| a.bounds.min.y.total_cmp(&b.bounds.min.y));
        let mut end = self.bounds.min.y;
        for tier in tiers {
            let Rect { min, max } = tier.bounds;
            // One in which nothing stands at all is what there is to see of it; so is what lies between tiers.
            let name = if is_empty(tier, scene) { max.y } else { min.y + HEADER };
            taken.extend([(end.min(min.y), min.y), (min.y, name)]);
            end = end.max(max.y);
        }
        taken.extend([(end.min(self.bounds.max.y), self.bounds.max.y)]);
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        taken
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

/// What stands in a tier.
fn inside<'s>(tier: &'s Item, scene: &'s Scene) -> impl Iterator<Item = &'s Item> {
    let stands = |it: &&Item| !is_tier(it) && !is_line(it) && tier.bounds.contains(it.bounds.center());
    scene.items.iter().filter(stands)
}

/// Whether nothing stands in a tier.
pub(super) fn is_empty(tier: &Item, scene: &Scene) -> bool {
    inside(tier, scene).next().is_none()
}

pub(super) fn is_tier(item: &Item) -> bool {
    matches!(item.element, Some(Element::Tier(_)))
}

/// The areas of a drawing that together show all of it at `scale` in so much room: as many rows of tiers as fit, and wide
/// ones in several parts beside each other.
pub(super) fn parts(scene: &Scene, room: Size, scale: f32) -> Vec<Part> {
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
        columns(scene, &bands, most_width)
    })
    .collect()
}

/// The parts of some bands beside each other, as few as there can be: cut between cards, through as few boxes and texts
/// as can be, at one place where that is possible, else in each band at its own.
fn columns(scene: &Scene, bands: &[(f32, f32)], most: f32) -> Vec<Part> {
    let (left, right) = (scene.bounds.min.x, scene.bounds.max.x);
    let least = ((right - left) / most).ceil().max(1.0) as usize;
    let in_bands: Vec<Obstacles> = bands.iter().map(|it| Obstacles::of(scene, *it)).collect();
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
            if !is_bare(scene, &shown) {
                column.push(shown);
            }
        }
    }
    let mut parts: Vec<Part> = columns.into_iter().filter_map(Part::of).collect();
    complete(scene, &mut parts, most);
    parts.into_iter().flat_map(|it| it.without_blanks(scene)).collect()
}

/// Whether an area shows nothing but a piece of tiers whose cards stand elsewhere.
fn is_bare(scene: &Scene, area: &Rect) -> bool {
    let (tiers, others): (Vec<&Item>, Vec<&Item>) = scene.items.iter().partition(|it| is_tier(it));
    let passes = |it: &Item| it.prims.iter().flat_map(pieces).any(|it| it.overlaps(area));
    let is_here = |it: &&Item| if is_line(it) { passes(it) } else { it.bounds.overlaps(area) };
    let has_cards = |tier: &&Item| others.iter().any(|it| !is_line(it) && it.bounds.overlaps(&tier.bounds));
    !others.iter().any(is_here) && tiers.iter().filter(|it| it.bounds.overlaps(area)).all(has_cards)
}

/// Where the cuts between so many parts would go best, and by how much each may lie beside that.
fn wishes((left, right): (f32, f32), most: f32, count: usize) -> Vec<(f32, f32)> {
    let width = (right - left) / count as f32;
    // A part between two others can be cut nearer on both sides, and no cut comes before the one to its left.
    let spare = if count > 2 { ((most - width) / 2.0).min(width * 0.45) } else { most - width };
    let spare = spare.max(0.0);
    (1..count).map(|at| (left + width * at as f32, spare)).collect()
}

/// What stands in a band, from left to right.
#[derive(Clone, Debug, Default)]
struct Obstacles {
    /// What no cut may go through.
    cards: Vec<(f32, f32)>,
    /// What a cut goes round where it can.
    others: Vec<(f32, f32)>,
    /// The tiers.
    tiers: Vec<(f32, f32)>,
}

impl Obstacles {
    fn of(scene: &Scene, (top, bottom): (f32, f32)) -> Self {
        let in_band = |it: &Rect| it.max.y > top && it.min.y < bottom;
        let wide = |it: Rect| (it.min.x, it.max.x);
        let is_card = |it: &&Item| {
            matches!(it.element, Some(Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_)))
        };
        let (cards, rest): (Vec<&Item>, Vec<&Item>) =
            scene.items.iter().filter(|it| in_band(&it.bounds) && !is_line(it)).partition(is_card);
        let texts = scene.items.iter().flat_map(|it| &it.prims).filter(|it| matches!(it, Prim::Text { .. }));
        let texts = texts.filter_map(Prim::bounds).filter(in_band).map(wide);
        let heads = scene.items.iter().flat_map(|it| &it.prims).filter_map(head).filter(in_band).map(wide);
        Self {
            tiers: rest.iter().filter(|it| is_tier(it)).map(|it| wide(it.bounds)).collect(),
            cards: cards.iter().map(|it| wide(it.bounds)).collect(),
            others: rest.iter().map(|it| wide(it.bounds)).chain(texts).chain(heads).collect(),
        }
    }

    fn all(bands: &[Self]) -> Self {
        let cards = bands.iter().flat_map(|it| it.cards.iter().copied()).collect();
        Self { cards, others: bands.iter().flat_map(|it| it.others.iter().copied()).collect(), tiers: Vec::new() }
    }

    /// The place of a cut, between those before and after it, where it would leave a sliver of a tier without a card on one
    /// of its sides: beside that tier, if a part may be so wide.
    fn beside_tiers(&self, (before, cut, after): (f32, f32, f32), most: f32) -> f32 {
        let Some((left, right)) = self.tiers.iter().find(|(left, right)| *left < cut && cut < *right) else {
            return cut;
        };
        let inside = || self.cards.iter().filter(|(from, to)| left <= from && to <= right);
        let (on_left, on_right) = (inside().any(|it| it.0 < cut), inside().any(|it| it.1 > cut));
        let moved = match (on_left, on_right) {
            (false, true) => left - BESIDE,
            (true, false) => right + BESIDE,
            _ => return cut,
        };
        if before < moved && moved < after && moved - before <= most && after - moved <= most { moved } else { cut }
    }

    /// Where to cut near `wish`, at most `spare` beside it; `None` where cards leave no place.
    fn cut(&self, (wish, spare): (f32, f32)) -> Option<f32> {
        let crossed =
            |areas: &[(f32, f32)], x: f32| areas.iter().filter(|(left, right)| *left < x && x < *right).count();
        let areas = || self.cards.iter().chain(&self.others);
        let ends =
            areas().flat_map(|(left, right)| [left - GAP_OF_CUT, right + GAP_OF_CUT, *left, *right]).chain([wish]);
        let free = ends.filter(|x| (x - wish).abs() <= spare && crossed(&self.cards, *x) == 0);
        let cost = |x: &f32| (crossed(&self.others, *x), (x - wish).abs());
        free.min_by(|a, b| cost(a).0.cmp(&cost(b).0).then(cost(a).1.total_cmp(&cost(b).1)))
    }
}

/// Gives the parts room for the texts, marks and arrow heads at their edges, where that is little and they may be so wide.
fn complete(scene: &Scene, parts: &mut [Part], most: f32) {
    let texts = scene.items.iter().flat_map(|it| &it.prims).filter(|it| matches!(it, Prim::Text { .. }));
    let shapes = scene.items.iter().filter(|it| !is_line(it) && !is_tier(it));
    let heads = scene.items.iter().flat_map(|it| &it.prims).filter_map(head);
    let heads = heads.filter(|it| it.width() < LITTLE && it.height() < LITTLE);
    for area in texts.filter_map(Prim::bounds).chain(shapes.map(drawn)).chain(heads) {
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
