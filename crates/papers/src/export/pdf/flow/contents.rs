//! The table of contents, filled in when the page numbers are known.

use crate::export::pdf::document::{Bookmark, Piece};
use crate::export::pdf::flow::style::{BODY, BOTTOM, SIDE, TextStyle};
use crate::export::pdf::flow::{Block, Flow};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::text::{ellipsize, text_width};
use crate::scene::{Align, Face, Ink, Prim, Stroke};

/// Line height of an entry of the first level in points.
const FIRST_LEVEL: f32 = 21.0;
/// Line height of a deeper entry in points.
const DEEPER: f32 = 15.5;
/// What contents have room for at least in points; with less they start on a new page.
const LEAST_ROOM: f32 = 230.0;
/// Indent of a deeper entry in points.
const INDENT: f32 = 14.0;

/// The page kept free for the contents.
pub(super) struct Contents {
    page: usize,
    top: f32,
}

impl Flow {
    /// Keeps the rest of the page for the contents: headings of levels 1 and 2, or of level 1 only where there are too
    /// many. The document goes on with a new page.
    pub fn contents(&mut self, heading: &str) {
        self.flush();
        if self.room() < LEAST_ROOM {
            self.y = f32::INFINITY;
        }
        self.heading(2, heading);
        self.note_block(|| Block::Contents);
        self.flush();
        self.contents = Some(Contents { page: self.pages.len() - 1, top: self.y });
        self.y = f32::INFINITY;
    }

    /// Writes the contents onto the page kept free.
    pub(super) fn fill_contents(&mut self) {
        let Some(Contents { page, top }) = self.contents.take() else { return };
        let (width, height) = self.paper.points();
        let entries: Vec<Bookmark> =
            self.bookmarks.iter().filter(|b| b.target.page > page && b.level <= 1).cloned().collect();
        let needed = |deepest: u8| {
            let shown = entries.iter().filter(|it| it.level <= deepest);
            shown.map(|it| if it.level == 0 { FIRST_LEVEL } else { DEEPER }).sum::<f32>()
        };
        let deepest = u8::from(top + needed(1) <= height - BOTTOM);
        // No chapter is left out: lines come closer instead.
        let closer = ((height - BOTTOM - top) / needed(deepest).max(1.0)).min(1.0);
        let advance = |entry: &Bookmark| closer * if entry.level == 0 { FIRST_LEVEL } else { DEEPER };
        let mut y = top;
        let table = self.number();
        for entry in entries.iter().filter(|entry| entry.level <= deepest) {
            let number = self.number();
            let name = format!("contents-{number}");
            self.anchors.insert(name.clone(), entry.target);
            let prims = entry_shapes(entry, &name, Rect::from_ltrb(SIDE, y, width - SIDE, y + advance(entry)));
            if let Some(page) = self.pages.get_mut(page) {
                page.pieces.push(Piece::new(Tag::Contents(table, number), prims));
            }
            y += advance(entry);
        }
    }
}

fn entry_shapes(entry: &Bookmark, anchor: &str, line: Rect) -> Vec<Prim> {
    let style = if entry.level == 0 { TextStyle { face: Face::Bold, ink: Ink::TextStrong, ..BODY } } else { BODY };
    let baseline = line.max.y - 5.0;
    let left = line.min.x + if entry.level == 0 { 0.0 } else { INDENT };
    let number = (entry.target.page + 1).to_string();
    let title = ellipsize(style.face, style.size, &entry.title, line.max.x - left - 40.0);
    let from = left + text_width(style.face, style.size, &title) + 6.0;
    let to = line.max.x - text_width(style.face, style.size, &number) - 6.0;
    let dots = Stroke::dashed(Ink::TableRule, 0.8, 0.8, 3.2);
    vec![
        Prim::text(Point::new(left, baseline), style.size, style.face, style.ink, title),
        Prim::line(vec![Point::new(from, baseline - 1.0), Point::new(to.max(from), baseline - 1.0)], dots),
        Prim::Text {
            baseline: Point::new(line.max.x, baseline),
            align: Align::End,
            size: style.size,
            face: style.face,
            ink: style.ink,
            text: number,
        },
        Prim::Link { rect: line, url: format!("#{anchor}") },
    ]
}
