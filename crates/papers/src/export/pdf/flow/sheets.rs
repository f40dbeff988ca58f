//! Drawings on pages of their own: whole where every text can be read, else in parts along the tiers.

use crate::export::pdf::diagram::{Placement, describe, place};
use crate::export::pdf::document::{Page, Piece};
use crate::export::pdf::flow::beside::LEAST_TEXT;
use crate::export::pdf::flow::style::{self, NOTE, SIDE};
use crate::export::pdf::flow::{Block, Flow, PageKind, drawable};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::scene::{Face, Prim, Scene};

/// White space left and right of a drawing on a page of its own in points.
const EDGE: f32 = 20.0;
/// From the top of the page to the heading in points.
const UPPER: f32 = 44.0;
/// From the drawing to the bottom of the page in points.
const LOWER: f32 = 44.0;
/// Largest enlargement of a drawing: points per world unit.
const MOST_SCALE: f32 = 0.9;
/// What parts beside each other share, in world units.
const OVERLAP: f32 = 40.0;

/// A page for drawings.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sheet {
    width: f32,
    height: f32,
    /// Where the drawing goes.
    room: Rect,
}

impl Sheet {
    fn new((width, height): (f32, f32), head: f32) -> Self {
        Self { width, height, room: Rect::from_ltrb(EDGE, UPPER + head, width - EDGE, height - LOWER) }
    }

    /// Points per world unit at which an area fits.
    fn scale(&self, area: Rect) -> f32 {
        (self.room.width() / area.width()).min(self.room.height() / area.height()).min(MOST_SCALE)
    }
}

impl Flow {
    /// A drawing on pages of its own with a heading of level 1: on one page, upright or across, where every text has at
    /// least six points there (`large` = on paper of twice the size where that helps); else in parts along its tiers.
    pub fn scene_pages(&mut self, heading: &str, scene: &Scene, large: bool) {
        self.page_break();
        if !drawable(scene) {
            self.heading(1, heading);
            self.paragraph("The diagram is empty.");
            return;
        }
        self.note_block(|| Block::Sheet(scene.clone(), heading.to_owned()));
        // Formats that lay pages out themselves show all of it at once.
        let transcript = self.transcript.take();
        self.whole_or_in_parts(heading, scene, large);
        self.transcript = transcript;
    }

    fn whole_or_in_parts(&mut self, heading: &str, scene: &Scene, large: bool) {
        let least = LEAST_TEXT / smallest_text(scene);
        let head = 11.0 + style::heading(1).0.leading + 4.0;
        let (short, long) = self.paper.points();
        let mut sheets = vec![(short, long), (long, short)];
        if large {
            // Twice the paper, as A3 is to A4.
            sheets.extend([(long, 2.0 * short), (2.0 * short, long)]);
        }
        let sheets: Vec<Sheet> = sheets.into_iter().map(|size| Sheet::new(size, head)).collect();
        let whole = sheets.iter().filter(|it| it.scale(scene.bounds) >= least);
        // The smallest paper on which all of it can be read; of two that lie differently, the one that shows it larger.
        let best = whole.min_by(|a, b| {
            let larger = b.scale(scene.bounds).total_cmp(&a.scale(scene.bounds));
            (a.width * a.height).total_cmp(&(b.width * b.height)).then(larger)
        });
        if let Some(sheet) = best {
            self.sheet(heading, scene, scene.bounds, *sheet);
            return;
        }
        let parts = sheets.iter().map(|sheet| (parts(scene, *sheet, least), *sheet));
        let Some((parts, sheet)) = parts.min_by_key(|(parts, _)| parts.len()) else { return };
        let count = parts.len();
        for (number, part) in (1..).zip(parts) {
            self.sheet(&format!("{heading}, part {number} of {count}"), scene, part, sheet);
        }
    }

    /// One page with a part of a drawing.
    fn sheet(&mut self, heading: &str, scene: &Scene, part: Rect, sheet: Sheet) {
        self.start_page(PageKind::Running);
        let Sheet { width, height, room } = sheet;
        if let Some(page) = self.pages.last_mut() {
            *page = Page { width, height, pieces: Vec::new() };
        }
        self.y = UPPER;
        self.heading(1, heading);
        self.flush();
        let scale = sheet.scale(part);
        let dx = room.min.x + (room.width() - part.width() * scale) / 2.0 - part.min.x * scale;
        let placed = Placement { scale, dx, dy: room.min.y - part.min.y * scale };
        let clip = Rect::from_ltrb(
            part.min.x * scale + placed.dx,
            room.min.y,
            part.max.x * scale + placed.dx,
            room.min.y + part.height() * scale,
        );
        let inside =
            Scene { bounds: part, items: scene.items.iter().filter(|it| touches(it.bounds, part)).cloned().collect() };
        let figure = Tag::Figure(self.number(), describe(&inside, heading.to_owned()));
        let mut piece = Piece::new(figure, place(&inside, &placed));
        piece.clip = (part != scene.bounds).then_some(clip);
        let note = Tag::Paragraph(self.number());
        if let Some(page) = self.pages.last_mut() {
            page.pieces.push(piece);
            if part != scene.bounds {
                let at = Point::new(SIDE, height - LOWER + 8.0 - NOTE.size * 0.2);
                let said = "Lines that end at the edge go on in another part.";
                page.pieces.push(Piece::new(note, vec![Prim::text(at, NOTE.size, Face::Regular, NOTE.ink, said)]));
            }
        }
        // Drawings take what they take; such a page counts as full.
        if let Some(end) = self.ends.last_mut() {
            *end = height;
        }
        self.y = f32::INFINITY;
    }
}

fn touches(a: Rect, b: Rect) -> bool {
    a.min.x <= b.max.x && a.max.x >= b.min.x && a.min.y <= b.max.y && a.max.y >= b.min.y
}

/// The size of the smallest text of a drawing in world units.
fn smallest_text(scene: &Scene) -> f32 {
    let sizes = scene.items.iter().flat_map(|it| &it.prims).filter_map(|prim| match prim {
        Prim::Text { size, .. } => Some(*size),
        _ => None,
    });
    sizes.fold(f32::MAX, f32::min).min(100.0)
}

/// The areas of a drawing that together show all of it at `scale` on a sheet: as many rows of tiers as fit, and wide
/// ones in several parts beside each other.
fn parts(scene: &Scene, sheet: Sheet, scale: f32) -> Vec<Rect> {
    let (most_width, most_height) = (sheet.room.width() / scale, sheet.room.height() / scale);
    let columns = slices(scene.bounds.min.x, scene.bounds.max.x, most_width);
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
        columns.iter().map(move |(left, right)| Rect::from_ltrb(*left, top, *right, bottom)).collect::<Vec<_>>()
    })
    .collect()
}

/// Where a drawing can be cut between two rows of tiers, and its end.
fn cuts(scene: &Scene) -> Vec<f32> {
    let is_tier = |it: &&crate::scene::Item| matches!(it.element, Some(Element::Tier(_)));
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
    if bottom.is_finite() && bottom + 4.0 < scene.bounds.max.y {
        cuts.push(bottom + 4.0);
    }
    cuts.push(scene.bounds.max.y);
    cuts
}

/// A range in parts of at most `most`, which share a little.
fn slices(from: f32, to: f32, most: f32) -> Vec<(f32, f32)> {
    if to - from <= most + 0.5 || most <= 2.0 * OVERLAP {
        return vec![(from, to)];
    }
    let count = ((to - from - OVERLAP) / (most - OVERLAP)).ceil().max(1.0);
    let step = (to - from - most) / (count - 1.0).max(1.0);
    (0..count as usize).map(|at| (from + step * at as f32, (from + step * at as f32 + most).min(to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_cover_a_range_and_share_a_little() {
        let parts = slices(0.0, 1000.0, 400.0);
        assert_eq!((parts.first().unwrap().0, parts.last().unwrap().1), (0.0, 1000.0));
        assert!(parts.iter().all(|(a, b)| b - a <= 400.5));
        assert!(parts.windows(2).all(|pair| pair[0].1 - pair[1].0 >= OVERLAP - 0.5), "{parts:?}");
        assert_eq!(slices(0.0, 100.0, 400.0), [(0.0, 100.0)]);
    }
}
