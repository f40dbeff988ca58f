//! What a part shows of what is cut: tiers that go on, names that stand whole or are shortened, no half words.

use super::things::Things;
use super::{EDGE, LITTLE, Part, is_line, is_text, is_tier, pieces};
use crate::geometry::{Point, Rect};
use crate::scene::text::{ellipsize, text_width};
use crate::scene::{Item, Prim};

/// From the edge of a tier to its name where it goes on in a part, in world units.
const INDENT: f32 = 8.0;
/// By how much a mark may reach into a name from below, in world units.
const DESCENT: f32 = 4.0;
/// A name with less room than this would say nothing, in world units.
const LEAST_NAME: f32 = 40.0;
/// What the sign before a text takes with the space between, in world units.
const SIGN: f32 = 26.0;

impl Part {
    /// What it shows of a drawing that is divided into `parts`. What one of them shows whole, the others leave out; lines
    /// go from part to part, and a tier that goes on has its name again.
    pub(in crate::export::pdf::flow) fn items(&self, things: &Things<'_>, parts: &[Self]) -> Vec<Item> {
        let is_elsewhere =
            |it: &Item, area: &Rect| !is_line(it) && !self.holds(area) && parts.iter().any(|part| part.holds(area));
        let is_bare = |it: &Item| is_tier(it) && !self.has_of(it, things);
        let near = things.items.in_area(self.extent()).map(|it| it.1).filter(|(it, _)| self.touches(&it.bounds));
        let here = near.filter(|(it, area)| !is_elsewhere(it, area) && !is_bare(it));
        here.map(|(it, area)| if self.holds(&area) { it.clone() } else { self.cut(it, things, parts) }).collect()
    }

    /// Whether it shows anything that stands in a tier: all do of one in which nothing stands.
    pub(super) fn has_of(&self, tier: &Item, things: &Things<'_>) -> bool {
        let is_inside = |it: &Item| tier.bounds.contains(it.bounds.center());
        let mut rows = self.shown.iter().filter(|it| it.overlaps(&tier.bounds));
        things.is_empty(tier) || rows.any(|row| things.standing(*row).any(is_inside))
    }

    /// What it shows of something that is cut: no half words.
    fn cut(&self, item: &Item, things: &Things<'_>, parts: &[Self]) -> Item {
        let mut item = item.clone();
        if is_tier(&item) {
            self.close(&mut item, things, parts);
        }
        let name = is_tier(&item).then(|| item.prims.iter().position(is_text)).flatten();
        let name = name.map(|at| item.prims.remove(at));
        let name = name.and_then(|it| self.name_here(&item, it, (things, parts)));
        if is_line(&item) {
            item.prims.retain(|prim| !is_text(prim) || prim.bounds().is_none_or(|it| self.has(it.center())));
        } else {
            self.words_here(&mut item);
        }
        item.prims.extend(name);
        item
    }

    /// Lets the words of something that is cut stand where this part shows enough of what they are in, shortened where
    /// need be; where it does not, words and the sign before them are left out.
    fn words_here(&self, item: &mut Item) {
        let boxes: Vec<Rect> = item.prims.iter().filter_map(frame).collect();
        let (mut left_by, mut placed) = (Vec::new(), Vec::new());
        let kept = std::mem::take(&mut item.prims).into_iter().filter_map(|prim| {
            let Some(at) = prim.bounds().filter(|_| is_text(&prim)) else { return Some(prim) };
            let within = boxes.iter().filter(|it| it.contains(at.center()));
            let within = within.copied().min_by(|a, b| a.width().total_cmp(&b.width())).unwrap_or(item.bounds);
            let words = self.text_here(prim, &at, &within, &placed);
            let now = words.as_ref().and_then(Prim::bounds);
            if now.is_none_or(|it| it.min.x > at.min.x) {
                left_by.push(at);
            }
            placed.extend(now);
            words
        });
        item.prims = kept.collect();
        item.prims.retain(|prim| is_text(prim) || !left_by.iter().any(|at| is_sign_of(prim, at)));
    }

    /// A text, where so much of what it is `within` is shown that it says something, behind those `placed` in its line.
    fn text_here(&self, mut words: Prim, at: &Rect, within: &Rect, placed: &[Rect]) -> Option<Prim> {
        if self.holds(at) {
            return Some(words);
        }
        let row = self.shown.iter().find(|it| it.overlaps(within) && it.min.y <= at.min.y && it.max.y >= at.max.y);
        let Some(row) = row else { return self.has(at.center()).then_some(words) };
        let in_line =
            placed.iter().filter(|it| within.contains(it.center()) && it.min.y < at.max.y && it.max.y > at.min.y);
        let from = in_line.map(|it| it.max.x + INDENT).fold(at.min.x.max(row.min.x + INDENT), f32::max);
        let to = within.max.x.min(row.max.x) - INDENT;
        if to - from < LEAST_NAME {
            return None;
        }
        let Prim::Text { text, face, size, .. } = &mut words else { return None };
        *text = ellipsize(*face, *size, text, to - from);
        let now = words.bounds()?;
        Some(words.placed(1.0, from - now.min.x, 0.0))
    }

    /// Ends a tier at a cut behind which no part shows more of it.
    fn close(&self, tier: &mut Item, things: &Things<'_>, parts: &[Self]) {
        let Some(row) = self.shown.iter().find(|it| it.overlaps(&tier.bounds)).copied() else { return };
        let whole = tier.clone();
        let goes_on = |is_there: &dyn Fn(&Rect) -> bool| {
            let shows = |part: &Self| part.shown.iter().any(|it| it.overlaps(&whole.bounds) && is_there(it));
            parts.iter().any(|it| shows(it) && it != self && it.has_of(&whole, things))
        };
        let right = goes_on(&|it| it.min.x > row.max.x - LITTLE);
        let left = goes_on(&|it| it.max.x < row.min.x + LITTLE);
        let rows = self.shown.iter().filter(|it| it.overlaps(&tier.bounds));
        let bottom = rows.map(|it| it.max.y).fold(row.max.y, f32::max);
        let below = goes_on(&|it| it.min.y > bottom - LITTLE);
        for prim in &mut tier.prims {
            let Prim::Rect { rect, .. } = prim else { continue };
            if !right {
                rect.max.x = rect.max.x.min(row.max.x - EDGE);
            }
            if !left {
                rect.min.x = rect.min.x.max(row.min.x + EDGE);
            }
            if !below {
                rect.max.y = rect.max.y.min(bottom - EDGE);
            }
        }
    }

    /// The name of a tier that is cut, where it has most room beside lines and marks: shortened where that is not enough.
    fn name_here(&self, tier: &Item, mut name: Prim, (things, parts): (&Things<'_>, &[Self])) -> Option<Prim> {
        let at = name.bounds()?;
        if self.holds(&at) {
            return Some(name);
        }
        let in_row = |it: &&Rect| it.overlaps(&tier.bounds) && it.contains(Point::new(it.min.x, at.center().y));
        let row = self.shown.iter().find(in_row)?;
        let goes_on = row.min.x > at.min.x;
        let left = if goes_on { row.min.x + INDENT } else { at.min.x };
        // What reaches into the lower edge of a line of text touches no letter.
        let strip = Rect::from_ltrb(left, at.min.y, row.max.x.min(tier.bounds.max.x) - EDGE, at.max.y - DESCENT);
        let others = things.items.in_area(strip).map(|it| it.1.0).filter(|it| !is_tier(it));
        let taken = others.flat_map(|it| &it.prims).flat_map(pieces).filter(|it| it.overlaps(&strip));
        let Prim::Text { text, face, size, .. } = &mut name else { return None };
        if parts.iter().take_while(|it| *it != self).any(|it| it.touches(&tier.bounds) && it.has_of(tier, things)) {
            text.push_str(" (continued)");
        }
        let wanted = text_width(*face, *size, text);
        let (from, to) = gap(&strip, taken.collect(), wanted)?;
        *text = ellipsize(*face, *size, text, to - from);
        (to - from >= LEAST_NAME).then(|| name.placed(1.0, from - at.min.x, 0.0))
    }
}

/// The first place in a strip that is as wide as wanted, else the widest one, beside what is taken.
fn gap(strip: &Rect, mut taken: Vec<Rect>, wanted: f32) -> Option<(f32, f32)> {
    taken.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let end = Rect { min: Point::new(strip.max.x, strip.min.y), max: strip.max };
    let mut gaps = Vec::new();
    let mut from = strip.min.x;
    for other in taken.iter().chain([&end]) {
        gaps.push((from, other.min.x - EDGE));
        from = from.max(other.max.x + EDGE);
    }
    let width = |it: &(f32, f32)| it.1 - it.0;
    let first = gaps.iter().copied().find(|it| width(it) >= wanted);
    first.or_else(|| gaps.into_iter().max_by(|a, b| width(a).total_cmp(&width(b))))
}

/// The area of a box that is not a mark.
fn frame(prim: &Prim) -> Option<Rect> {
    match prim {
        Prim::Rect { rect, .. } if rect.width() >= LEAST_NAME => Some(*rect),
        _ => None,
    }
}

/// Whether a shape is (part of) the small sign before a text.
fn is_sign_of(prim: &Prim, text: &Rect) -> bool {
    prim.bounds().is_some_and(|it| {
        let before = it.max.x <= text.min.x + EDGE && text.min.x - it.min.x <= SIGN;
        before && it.min.y < text.max.y && it.max.y > text.min.y
    })
}
