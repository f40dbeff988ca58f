//! Drawings on pages of their own: whole where every text can be read, else in parts along the tiers.

use crate::export::pdf::diagram::{LEAST_TEXT, Placement, describe, place, smallest_text};
use crate::export::pdf::document::{Page, Piece};
use crate::export::pdf::flow::narrow::narrowed;
use crate::export::pdf::flow::parts::{Part, Things, parts};
use crate::export::pdf::flow::style::{self, NOTE, SIDE};
use crate::export::pdf::flow::{Block, Flow, PageKind, drawable};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::{Align, Prim, Scene, legend_in, without_legend};

/// White space left and right of a drawing on a page of its own in points.
const EDGE: f32 = 20.0;
/// From the top of the page to the heading in points.
const UPPER: f32 = 44.0;
/// From the drawing to the bottom of the page in points.
const LOWER: f32 = 44.0;
/// Largest enlargement of a drawing: points per world unit.
const MOST_SCALE: f32 = 0.9;
/// Between parts on one page in points.
const BETWEEN: f32 = 14.0;
/// From the last part to the legend below it in points.
const ABOVE_LEGEND: f32 = 6.0;
/// White space that is left round a drawing in parts, in world units.
const WHITE: f32 = 3.0;

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

    /// The same with less room for the drawing, in points.
    fn shorter(mut self, by: f32) -> Self {
        self.room.max.y -= by;
        self
    }

    /// Points per world unit at which parts fit below each other and leave `wanted` points.
    fn scale_of(&self, page: &[Part], wanted: f32) -> f32 {
        let between = BETWEEN * page.len().saturating_sub(1) as f32;
        let height = page.iter().map(|it| it.bounds.height()).sum::<f32>();
        let low = page.iter().map(|part| self.scale(part.bounds)).fold(f32::MAX, f32::min);
        low.min((self.room.height() - between - wanted) / height)
    }
}

/// What pages show of a drawing.
struct Shown<'a> {
    things: &'a Things<'a>,
    /// All parts, of which a page shows some.
    parts: &'a [Part],
    /// Points per world unit: what goes on on another page is as large there.
    scale: f32,
    /// The legend below them and its points per world unit.
    legend: Option<(&'a Scene, f32)>,
}

/// A drawing in parts.
struct Divided {
    sheet: Sheet,
    parts: Vec<Part>,
    /// Points per world unit of all of them.
    scale: f32,
    /// The parts of each page.
    pages: Vec<Vec<Part>>,
    legend: Option<Scene>,
    /// Which page has the legend.
    explained: usize,
}

impl Divided {
    /// `least` is the scale at which all can just be read; the legend takes `wanted` points below the parts of a page.
    fn new(drawn: &Things<'_>, legend: Option<Scene>, sheet: Sheet, (least, wanted): (f32, f32)) -> Self {
        let parts = parts(drawn, sheet.room.size(), least);
        let mut pages = stacked(&parts, sheet, least);
        let has_room = |page: &Vec<Part>| taken(page, least) + wanted <= sheet.room.height() + 0.5;
        let explained = pages.iter().rposition(has_room).unwrap_or(pages.len());
        // As large as the fullest page allows.
        let wanted = |at: usize| if at == explained { wanted } else { 0.0 };
        let scales = pages.iter().enumerate().map(|(at, page)| sheet.scale_of(page, wanted(at)));
        let scale = scales.fold(MOST_SCALE, f32::min).max(least);
        if explained == pages.len() && legend.is_some() {
            pages.push(Vec::new());
        }
        Self { sheet, parts, scale, pages, legend, explained }
    }

    /// What speaks against it: its pages, and a legend on a page of its own as much as one more.
    fn faults(&self) -> (usize, usize) {
        let alone = self.pages.iter().filter(|it| it.is_empty()).count();
        (self.pages.len() + alone, alone)
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
        let scene = &narrowed(scene);
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
            let all = [Part::whole(scene.bounds)];
            let things = Things::of(scene);
            let page = Shown { things: &things, parts: &all, scale: sheet.scale(scene.bounds), legend: None };
            self.sheet(heading, &page, &all, *sheet);
            return;
        }
        // A legend goes where there is room, in as many rows as it needs there, and is never cut.
        let (drawn, legend) = without_legend(scene);
        let drawn = trimmed(drawn);
        let drawn = Things::of(&drawn);
        let divided = sheets.iter().flat_map(|sheet| {
            let legend = (!legend.is_empty()).then(|| legend_in(legend.clone(), sheet.room.width() / least));
            let taken = legend.as_ref().map_or(0.0, |it| it.bounds.height() * least + ABOVE_LEGEND);
            // Below what happens to be flat enough, or below every part.
            [0.0, taken].map(|below| Divided::new(&drawn, legend.clone(), sheet.shorter(below), (least, taken - below)))
        });
        let Some(divided) = divided.min_by_key(Divided::faults) else { return };
        let count = divided.pages.len();
        for (at, page) in divided.pages.iter().enumerate() {
            let legend = divided.legend.as_ref().filter(|_| divided.explained == at).map(|it| (it, least));
            let shown = Shown { things: &drawn, parts: &divided.parts, scale: divided.scale, legend };
            let part = format!("{heading}, part {} of {count}", at + 1);
            self.sheet(if count > 1 { &part } else { heading }, &shown, page, divided.sheet);
        }
    }

    /// One page with parts of a drawing, one below the other.
    fn sheet(&mut self, heading: &str, all: &Shown<'_>, shown: &[Part], sheet: Sheet) {
        self.start_page(PageKind::Running);
        let Sheet { width, height, room } = sheet;
        if let Some(page) = self.pages.last_mut() {
            *page = Page { width, height, pieces: Vec::new() };
        }
        self.y = UPPER;
        self.heading(1, heading);
        self.flush();
        let scale = all.scale;
        let mut top = room.min.y;
        for part in shown {
            let figure = self.number();
            let piece = part_piece(all.things, (part, all.parts), (scale, top), (sheet, heading, figure));
            if let Some(page) = self.pages.last_mut() {
                page.pieces.push(piece);
            }
            top += part.bounds.height() * scale + BETWEEN;
        }
        if let Some((legend, scale)) = all.legend {
            let below = if shown.is_empty() { top } else { top - BETWEEN + ABOVE_LEGEND };
            let placed = Placement { scale, dx: room.min.x, dy: below };
            let tag = Tag::Figure(self.number(), "Legend".to_owned());
            if let Some(page) = self.pages.last_mut() {
                page.pieces.push(Piece::new(tag, place(legend, &placed)));
            }
        }
        let note = Tag::Paragraph(self.number());
        if all.parts.len() > 1
            && let Some(page) = self.pages.last_mut()
        {
            let baseline = Point::new(width - SIDE, room.min.y - 8.0);
            page.pieces.push(Piece::new(note, vec![goes_on(baseline)]));
        }
        // Drawings take what they take; such a page counts as full.
        if let Some(end) = self.ends.last_mut() {
            *end = height;
        }
        self.y = f32::INFINITY;
    }
}

/// A part of a drawing, enlarged by `scale`, from `top` of the page downward.
fn part_piece(
    things: &Things<'_>,
    (part, parts): (&Part, &[Part]),
    (scale, top): (f32, f32),
    (sheet, heading, figure): (Sheet, &str, u32),
) -> Piece {
    let (room, bounds) = (sheet.room, part.bounds);
    // What goes on elsewhere begins at the edge, as its neighbour ends there.
    let spare = if parts.len() > 1 { 0.0 } else { room.width() - bounds.width() * scale };
    let dx = room.min.x + spare / 2.0 - bounds.min.x * scale;
    let placed = Placement { scale, dx, dy: top - bounds.min.y * scale };
    let inside = Scene { bounds, items: part.items(things, parts) };
    let mut piece = Piece::new(Tag::Figure(figure, describe(&inside, heading.to_owned())), place(&inside, &placed));
    if parts.len() > 1 {
        piece.clip = part.shown.iter().map(|it| placed.rect(*it)).collect();
    }
    piece
}

/// What is said of parts, at the end of the line of the heading.
fn goes_on(baseline: Point) -> Prim {
    let text = "Lines that end at a cut go on in another part.".to_owned();
    Prim::Text { baseline, align: Align::End, size: NOTE.size, face: NOTE.face, ink: NOTE.ink, text }
}

/// How much parts below each other take in points.
fn taken(page: &[Part], scale: f32) -> f32 {
    page.iter().map(|it| it.bounds.height() * scale + BETWEEN).sum::<f32>() - BETWEEN
}

/// Parts that stand on one page below each other where they are flat.
fn stacked(parts: &[Part], sheet: Sheet, scale: f32) -> Vec<Vec<Part>> {
    let mut pages: Vec<Vec<Part>> = Vec::new();
    for part in parts {
        let fits =
            |page: &Vec<Part>| taken(page, scale) + BETWEEN + part.bounds.height() * scale <= sheet.room.height() + 0.5;
        match pages.last_mut().filter(|page| fits(page)) {
            Some(page) => page.push(part.clone()),
            None => pages.push(vec![part.clone()]),
        }
    }
    pages
}

/// A drawing without most of the white space round it, which pages have of their own.
fn trimmed(scene: Scene) -> Scene {
    let drawn = scene.items.iter().map(|it| it.bounds).reduce(|all, it| all.union(&it));
    Scene { bounds: drawn.map_or(scene.bounds, |it| it.expand(WHITE)), ..scene }
}

#[cfg(test)]
mod tests;
