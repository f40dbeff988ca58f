//! Panels that catch the eye: a tinted message and a row of figures.

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{BODY, CELL_GROUP, FIGURE, GAP, LABEL, TextStyle};
use crate::export::pdf::flow::table::Severity;
use crate::export::pdf::flow::{Block, Flow};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::text::text_width;
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
    /// The explanation, each paragraph on lines of its own; may be empty.
    pub body: Vec<RichText>,
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
        self.note_block(|| Block::Callout(callout.clone()));
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
        for paragraph in &callout.body {
            y += 2.0;
            for line in paragraph.lines(&BODY, width - left - INSIDE) {
                prims.extend(paragraph.draw(&line, &BODY, Point::new(left, y)));
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

    /// Figures side by side, each in a frame of the same size; as many rows as keep figures and words of labels whole.
    pub fn tiles(&mut self, tiles: &[Tile]) {
        self.note_block(|| Block::Tiles(tiles.to_vec()));
        let (columns, inside) = tile_grid(tiles, self.content_width());
        for row in tiles.chunks(columns) {
            self.tile_row(row, columns, inside);
        }
    }

    fn tile_row(&mut self, tiles: &[Tile], columns: usize, inside: f32) {
        let width = tile_width(self.content_width(), columns);
        let inner = width - 2.0 * inside;
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
            // Only a figure that is wider than the page shrinks; it stays on its line in any case.
            let size = FIGURE.size * (inner / figure_width(tile)).min(1.0);
            let style = TextStyle { ink: tile.ink, size, ..FIGURE };
            let baseline = Point::new(x + inside, y + style.baseline());
            let mut prims = vec![Prim::text(baseline, style.size, style.face, style.ink, tile.value.as_str())];
            y += style.leading + 2.0;
            for line in label.lines(&LABEL, inner) {
                prims.extend(label.draw(&line, &LABEL, Point::new(x + inside, y)));
                y += LABEL.leading;
            }
            pieces.push(Piece::new(Tag::Paragraph(self.number()), prims));
            x += width + BETWEEN;
        }
        self.add(Chunk::new(height, pieces).after(GAP * 1.5));
    }
}

/// Width of a tile when `columns` of them share `width`.
fn tile_width(width: f32, columns: usize) -> f32 {
    (width - BETWEEN * (columns as f32 - 1.0)) / columns as f32
}

fn figure_width(tile: &Tile) -> f32 {
    text_width(FIGURE.face, FIGURE.size, &tile.value).max(f32::MIN_POSITIVE)
}

/// How many tiles stand side by side, and the space at the sides of each, so that nothing in them has to break.
fn tile_grid(tiles: &[Tile], width: f32) -> (usize, f32) {
    let word_width = |word: &str| text_width(LABEL.face, LABEL.size, word);
    let needed = tiles.iter().flat_map(|tile| {
        let words = tile.label.split_whitespace().map(word_width);
        words.chain([figure_width(tile)]).collect::<Vec<f32>>()
    });
    let needed = needed.fold(0.0, f32::max) + 0.5;
    for rows in 1..=tiles.len() {
        let columns = tiles.len().div_ceil(rows);
        for inside in [INSIDE, INSIDE * 0.75, INSIDE * 0.5] {
            if tile_width(width, columns) - 2.0 * inside >= needed {
                return (columns, inside);
            }
        }
    }
    (1, INSIDE)
}
