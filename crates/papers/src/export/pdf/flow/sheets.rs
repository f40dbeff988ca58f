//! Drawings on pages of their own: whole where every text can be read, else in parts along the tiers.

use crate::export::pdf::diagram::{LEAST_TEXT, Placement, describe, place, smallest_text};
use crate::export::pdf::document::{Page, Piece};
use crate::export::pdf::flow::style::{self, NOTE, SIDE};
use crate::export::pdf::flow::{Block, Flow, PageKind, drawable};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::scene::{Face, Item, Prim, Scene, legend_in, without_legend};

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
/// From a card to a cut beside it, in world units: marks stand at its edge.
const GAP_OF_CUT: f32 = 8.0;
/// What parts beside each other share where a cut goes through a card, in world units.
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

    /// The same with less room for the drawing, in points.
    fn shorter(mut self, by: f32) -> Self {
        self.room.max.y -= by;
        self
    }

    /// Points per world unit of parts on one page.
    fn scale_of(&self, page: &[Rect]) -> f32 {
        page.iter().map(|part| self.scale(*part)).fold(f32::MAX, f32::min)
    }

    /// How much parts below each other take in points.
    fn taken(&self, page: &[Rect]) -> f32 {
        let scale = self.scale_of(page);
        page.iter().map(|it| it.height() * scale + BETWEEN).sum::<f32>() - BETWEEN
    }
}

/// What pages show of a drawing.
struct Shown<'a> {
    scene: &'a Scene,
    /// All parts, of which a page shows some.
    parts: &'a [Rect],
    /// The legend below them and its points per world unit.
    legend: Option<(&'a Scene, f32)>,
}

/// A drawing in parts.
struct Divided {
    sheet: Sheet,
    parts: Vec<Rect>,
    /// The parts of each page.
    pages: Vec<Vec<Rect>>,
    legend: Option<Scene>,
    /// Which page has the legend.
    explained: usize,
}

impl Divided {
    /// `scale` is the least one at which all can be read; the legend takes `wanted` points below the parts of a page.
    fn new(drawn: &Scene, legend: Option<Scene>, sheet: Sheet, (scale, wanted): (f32, f32)) -> Self {
        let parts = parts(drawn, sheet, scale);
        let mut pages = stacked(&parts, sheet);
        let has_room = |page: &Vec<Rect>| sheet.taken(page) + wanted <= sheet.room.height() + 0.5;
        let explained = pages.iter().rposition(has_room).unwrap_or(pages.len());
        if explained == pages.len() && legend.is_some() {
            pages.push(Vec::new());
        }
        Self { sheet, parts, pages, legend, explained }
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
            let page = Shown { scene, parts: &[scene.bounds], legend: None };
            self.sheet(heading, &page, &[scene.bounds], *sheet);
            return;
        }
        // A legend goes where there is room, in as many rows as it needs there, and is never cut.
        let (drawn, legend) = without_legend(scene);
        let drawn = trimmed(drawn);
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
            let shown = Shown { scene: &drawn, parts: &divided.parts, legend };
            let part = format!("{heading}, part {} of {count}", at + 1);
            self.sheet(if count > 1 { &part } else { heading }, &shown, page, divided.sheet);
        }
    }

    /// One page with parts of a drawing, one below the other. A text that an edge would cut stands only in the part that
    /// shows it whole.
    fn sheet(&mut self, heading: &str, all: &Shown<'_>, shown: &[Rect], sheet: Sheet) {
        self.start_page(PageKind::Running);
        let Sheet { width, height, room } = sheet;
        if let Some(page) = self.pages.last_mut() {
            *page = Page { width, height, pieces: Vec::new() };
        }
        self.y = UPPER;
        self.heading(1, heading);
        self.flush();
        let scale = sheet.scale_of(shown);
        let mut top = room.min.y;
        for part in shown {
            let figure = self.number();
            let piece = part_piece(all.scene, (*part, all.parts), (scale, top), (sheet, heading, figure));
            if let Some(page) = self.pages.last_mut() {
                page.pieces.push(piece);
            }
            top += part.height() * scale + BETWEEN;
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
        if shown != [all.scene.bounds]
            && let Some(page) = self.pages.last_mut()
        {
            let at = Point::new(SIDE, height - LOWER + 8.0 - NOTE.size * 0.2);
            let said = "Lines that end at the edge go on in another part.";
            page.pieces.push(Piece::new(note, vec![Prim::text(at, NOTE.size, Face::Regular, NOTE.ink, said)]));
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
    scene: &Scene,
    (part, parts): (Rect, &[Rect]),
    (scale, top): (f32, f32),
    (sheet, heading, figure): (Sheet, &str, u32),
) -> Piece {
    let room = sheet.room;
    let dx = room.min.x + (room.width() - part.width() * scale) / 2.0 - part.min.x * scale;
    let placed = Placement { scale, dx, dy: top - part.min.y * scale };
    let (left, right) = (part.min.x * scale + dx, part.max.x * scale + dx);
    let clip = Rect::from_ltrb(left, top, right, top + part.height() * scale);
    let mut inside =
        Scene { bounds: part, items: scene.items.iter().filter(|it| touches(it.bounds, part)).cloned().collect() };
    for item in &mut inside.items {
        item.prims.retain(|prim| !stands_elsewhere(prim, part, parts));
    }
    let mut piece = Piece::new(Tag::Figure(figure, describe(&inside, heading.to_owned())), place(&inside, &placed));
    piece.clip = (part != scene.bounds).then_some(clip);
    piece
}

/// Parts that stand on one page below each other where they are flat.
fn stacked(parts: &[Rect], sheet: Sheet) -> Vec<Vec<Rect>> {
    let mut pages: Vec<Vec<Rect>> = Vec::new();
    for part in parts {
        let fits = |page: &Vec<Rect>| sheet.taken(&[page, &[*part][..]].concat()) <= sheet.room.height() + 0.5;
        match pages.last_mut().filter(|page| fits(page)) {
            Some(page) => page.push(*part),
            None => pages.push(vec![*part]),
        }
    }
    pages
}

/// A drawing without most of the white space round it, which pages have of their own.
fn trimmed(scene: Scene) -> Scene {
    let drawn = scene.items.iter().map(|it| it.bounds).reduce(|all, it| all.union(&it));
    Scene { bounds: drawn.map_or(scene.bounds, |it| it.expand(WHITE)), ..scene }
}

/// Whether a text is cut by the edge of a part and whole in another.
fn stands_elsewhere(prim: &Prim, part: Rect, parts: &[Rect]) -> bool {
    let (Prim::Text { .. }, Some(area)) = (prim, prim.bounds()) else { return false };
    let is_whole = |it: &Rect| it.contains(area.min) && it.contains(area.max);
    !is_whole(&part) && parts.iter().any(is_whole)
}

fn touches(a: Rect, b: Rect) -> bool {
    a.min.x <= b.max.x && a.max.x >= b.min.x && a.min.y <= b.max.y && a.max.y >= b.min.y
}

/// The areas of a drawing that together show all of it at `scale` on a sheet: as many rows of tiers as fit, and wide
/// ones in several parts beside each other.
fn parts(scene: &Scene, sheet: Sheet, scale: f32) -> Vec<Rect> {
    let (most_width, most_height) = (sheet.room.width() / scale, sheet.room.height() / scale);
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

/// The parts of a row beside each other: cut between tiers where that is possible, else between boxes, else between cards;
/// where nothing of that is, they share a little.
fn columns(scene: &Scene, (top, bottom): (f32, f32), most: f32) -> Vec<(f32, f32)> {
    let (left, right) = (scene.bounds.min.x, scene.bounds.max.x);
    let in_row = |it: &&Item| it.bounds.max.y > top && it.bounds.min.y < bottom;
    let areas = |is_wanted: fn(Element) -> bool| {
        let wanted = scene.items.iter().filter(in_row).filter(|it| it.element.is_some_and(is_wanted));
        wanted.map(|it| (it.bounds.min.x, it.bounds.max.x)).collect::<Vec<_>>()
    };
    let tiers = areas(|it| !matches!(it, Element::Connection(_)));
    let boxes = areas(|it| !matches!(it, Element::Tier(_) | Element::Connection(_)));
    let cards = areas(|it| matches!(it, Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_)));
    let between = [tiers, boxes, cards].into_iter().find_map(|areas| between(&areas, (left, right), most));
    between.unwrap_or_else(|| slices(left, right, most))
}

/// A range in as few parts of at most `most` as there can be, of about the same width, cut where none of the areas is;
/// `None` where that is not possible.
fn between(areas: &[(f32, f32)], (from, to): (f32, f32), most: f32) -> Option<Vec<(f32, f32)>> {
    let count = ((to - from) / most).ceil().max(1.0) as usize;
    let is_free = |x: f32| !areas.iter().any(|(left, right)| *left < x && x < *right);
    let mut parts = Vec::new();
    let mut start = from;
    for left in (1..count).rev() {
        // What is left over must fit into the other parts.
        let (least, most) = ((to - left as f32 * most).max(start), start + most);
        let wish = start + (to - start) / (left + 1) as f32;
        let ends = areas.iter().flat_map(|(left, right)| [left - GAP_OF_CUT, right + GAP_OF_CUT]).chain([wish]);
        let free = ends.filter(|x| (least..=most).contains(x) && is_free(*x));
        let cut = free.min_by(|a, b| (a - wish).abs().total_cmp(&(b - wish).abs()))?;
        parts.push((start, cut));
        start = cut;
    }
    parts.push((start, to));
    Some(parts)
}

/// Where a drawing can be cut between two rows of tiers, and its end, with what stands below the last tier.
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
    use crate::export::options::{ExportMeta, Paper};

    #[test]
    fn a_text_at_the_edge_stands_only_where_it_is_whole() {
        use crate::scene::Ink;
        let text = |x: f32| Prim::text(Point::new(x, 20.0), 10.0, Face::Regular, Ink::Text, "MBX3");
        let parts = [Rect::from_ltrb(0.0, 0.0, 100.0, 50.0), Rect::from_ltrb(60.0, 0.0, 160.0, 50.0)];
        let elsewhere = |x: f32| parts.map(|part| stands_elsewhere(&text(x), part, &parts));
        assert_eq!(
            [elsewhere(10.0), elsewhere(50.0), elsewhere(65.0), elsewhere(90.0)],
            [[false, true], [false, true], [false, false], [true, false]]
        );
        assert!(!stands_elsewhere(&text(90.0), parts[0], &parts[..1]), "what is whole nowhere is cut");
    }

    #[test]
    fn flat_parts_share_a_page_and_none_is_lost() {
        let sheet = Sheet::new((595.0, 842.0), 30.0);
        let row = |top: f32, bottom: f32| {
            [Rect::from_ltrb(0.0, top, 600.0, bottom), Rect::from_ltrb(560.0, top, 1160.0, bottom)]
        };
        let parts = [row(0.0, 780.0), row(780.0, 860.0)].concat();
        let pages = stacked(&parts, sheet);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(pages.concat(), parts);
    }

    /// A drawing of tiers below each other, each as wide as `width`, with a legend of `entries`.
    fn drawing(width: f32, entries: usize) -> Scene {
        let text = |id: String, rect: Rect| {
            let prims =
                vec![Prim::text(rect.min.offset(0.0, 12.0), 10.0, Face::Regular, crate::scene::Ink::Text, "word")];
            crate::scene::Item { id, ..crate::scene::Item::decoration(rect, prims) }
        };
        let tier = |at: u32| {
            let rect = Rect::from_ltrb(0.0, at as f32 * 320.0, width, at as f32 * 320.0 + 300.0);
            crate::scene::Item { element: Some(Element::Tier(crate::model::TierId(at))), ..text(String::new(), rect) }
        };
        let legend = (0..entries).map(|at| {
            let left = 100.0 * at as f32;
            let id = if at == 0 { "legend".to_owned() } else { format!("legend-{at}") };
            text(id, Rect::from_ltrb(left, 1_300.0, left + 90.0, 1_320.0))
        });
        let items: Vec<_> = (0..4).map(tier).chain(legend).collect();
        Scene { bounds: Rect::from_ltrb(-24.0, -24.0, width + 24.0, 1_344.0), items }
    }

    #[test]
    fn a_legend_of_a_drawing_in_parts_is_whole_and_has_no_page_to_itself() {
        for (paper, width) in [(Paper::A4, 1_700.0), (Paper::Letter, 1_700.0), (Paper::A4, 3_000.0)] {
            let mut flow = Flow::new(ExportMeta { date: "2026-03-01".to_owned(), ..ExportMeta::default() }, paper, "");
            flow.scene_pages("Diagram", &drawing(width, 20), false);
            flow.flush();
            let legends = |page: &Page| page.pieces.iter().filter(|it| is_figure(it, "Legend")).count();
            let figures = |page: &Page| page.pieces.iter().filter(|it| matches!(it.tag, Tag::Figure(..))).count();
            assert!(flow.pages.len() > 1, "it is in parts");
            assert_eq!(flow.pages.iter().map(legends).sum::<usize>(), 1);
            for page in &flow.pages {
                assert!(figures(page) > legends(page), "a part stands on each page");
                for piece in page.pieces.iter().filter(|it| is_figure(it, "Legend")) {
                    let bounds: Vec<Rect> = piece.prims.iter().filter_map(Prim::bounds).collect();
                    assert_eq!(bounds.len(), 20, "each entry once");
                    let inside =
                        |it: &Rect| it.min.x >= 0.0 && it.max.x <= page.width && it.max.y <= page.height - LOWER + 1.0;
                    assert!(bounds.iter().all(inside), "{bounds:?}");
                }
            }
        }
    }

    fn is_figure(piece: &Piece, name: &str) -> bool {
        matches!(&piece.tag, Tag::Figure(_, alt) if alt == name)
    }

    #[test]
    fn a_drawing_is_cut_between_cards_where_that_takes_no_more_parts() {
        let cards: Vec<(f32, f32)> = (0..6).map(|at| (at as f32 * 200.0, at as f32 * 200.0 + 160.0)).collect();
        let parts = between(&cards, (-10.0, 1170.0), 700.0).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].0, parts[1].1), (-10.0, 1170.0));
        for (left, right) in &parts {
            assert!(right - left <= 700.0);
            assert!(!cards.iter().any(|card| card.0 < *right && *right < card.1), "{parts:?}");
        }
        assert_eq!(between(&[(0.0, 1170.0)], (0.0, 1170.0), 700.0), None, "one box fills it");
        assert_eq!(between(&cards, (0.0, 1160.0), 2_000.0), Some(vec![(0.0, 1160.0)]));
    }

    #[test]
    fn slices_cover_a_range_and_share_a_little() {
        let parts = slices(0.0, 1000.0, 400.0);
        assert_eq!((parts.first().unwrap().0, parts.last().unwrap().1), (0.0, 1000.0));
        assert!(parts.iter().all(|(a, b)| b - a <= 400.5));
        assert!(parts.windows(2).all(|pair| pair[0].1 - pair[1].0 >= OVERLAP - 0.5), "{parts:?}");
        assert_eq!(slices(0.0, 100.0, 400.0), [(0.0, 100.0)]);
    }
}
