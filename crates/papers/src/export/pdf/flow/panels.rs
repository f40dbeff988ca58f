//! Panels that catch the eye: a tinted message and a row of figures.

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::Flow;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{BODY, CELL_GROUP, FIGURE, GAP, LABEL, TextStyle};
use crate::export::pdf::flow::table::Severity;
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::{Ink, Prim, icon};

/// Space between the edge of a panel and its content in points.
const INSIDE: f32 = 12.0;
/// Space between two tiles in points.
const BETWEEN: f32 = 10.0;

/// A tinted message with an icon.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// Icon, color and tint.
    pub severity: Severity,
    /// The message in a few words.
    pub title: String,
    /// The explanation; may be empty.
    pub body: RichText,
}

/// A figure with what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// The figure.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Color of the figure.
    pub ink: Ink,
}

impl Flow {
    /// A tinted message; kept on one page.
    pub fn callout(&mut self, callout: &Callout) {
        let width = self.content_width();
        let left = INSIDE + 24.0;
        let style = TextStyle { size: 10.6, leading: 15.4, ..CELL_GROUP };
        let title = RichText::from(&callout.title);
        let tag = Tag::Paragraph(self.number());
        let (mut y, mut prims) = (INSIDE - 2.0, Vec::new());
        for line in title.lines(&style, width - left - INSIDE) {
            prims.extend(title.draw(&line, &style, Point::new(left, y)));
            y += style.leading;
        }
        if !callout.body.is_empty() {
            y += 2.0;
            for line in callout.body.lines(&BODY, width - left - INSIDE) {
                prims.extend(callout.body.draw(&line, &BODY, Point::new(left, y)));
                y += BODY.leading;
            }
        }
        let height = y + INSIDE - 2.0;
        let look = callout.severity.look();
        let mut ground = vec![
            Prim::filled(Rect::from_ltrb(0.0, 0.0, width, height), 4.0, look.soft),
            Prim::filled(Rect::from_ltrb(0.0, 0.0, 3.6, height), 1.8, look.ink),
        ];
        ground.extend(icon(look.icon, Rect::from_ltrb(INSIDE, INSIDE - 1.5, INSIDE + 15.0, INSIDE + 13.5), look.ink));
        let pieces = vec![Piece::new(Tag::Artifact, ground), Piece::new(tag, prims)];
        self.add(Chunk::new(height, pieces).after(GAP * 1.5));
    }

    /// Figures side by side, each in a frame of the same size.
    pub fn tiles(&mut self, tiles: &[Tile]) {
        if tiles.is_empty() {
            return;
        }
        let count = tiles.len() as f32;
        let width = (self.content_width() - BETWEEN * (count - 1.0)) / count;
        let inner = width - 2.0 * INSIDE;
        let labels: Vec<RichText> = tiles.iter().map(|t| RichText::from(&t.label)).collect();
        let most = labels.iter().map(|l| l.lines(&LABEL, inner).len()).max().unwrap_or(1);
        let height = INSIDE * 1.4 + FIGURE.leading + LABEL.leading * most as f32 + INSIDE * 0.6;
        let mut pieces = Vec::new();
        let mut x = 0.0;
        for (tile, label) in tiles.iter().zip(&labels) {
            let frame = Rect::from_ltrb(x, 0.0, x + width, height);
            pieces.push(Piece::new(
                Tag::Artifact,
                vec![
                    Prim::filled(frame, 4.0, Ink::TableZebra),
                    Prim::filled(Rect::from_ltrb(x, 0.0, x + width, 3.0), 1.5, tile.ink),
                ],
            ));
            let mut y = INSIDE;
            let style = TextStyle { ink: tile.ink, ..FIGURE };
            let value = RichText::from(&tile.value);
            let mut prims = Vec::new();
            for line in value.lines(&style, inner).iter().take(1) {
                prims.extend(value.draw(line, &style, Point::new(x + INSIDE, y)));
            }
            y += style.leading + 2.0;
            for line in label.lines(&LABEL, inner) {
                prims.extend(label.draw(&line, &LABEL, Point::new(x + INSIDE, y)));
                y += LABEL.leading;
            }
            pieces.push(Piece::new(Tag::Paragraph(self.number()), prims));
            x += width + BETWEEN;
        }
        self.add(Chunk::new(height, pieces).after(GAP * 1.5));
    }
}
