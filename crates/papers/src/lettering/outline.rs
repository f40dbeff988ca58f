//! The outlines of a text as the data of an SVG path: it looks alike wherever it is shown, with or without its fonts.

use std::fmt::Write as _;

use super::{FontKey, Lettering, Line, Piece, bundled};
use crate::scene::text::text_width;

/// The outline of what one font draws of a text.
pub(crate) struct Outline {
    /// Path data in units of the font, y upward.
    pub(crate) data: String,
    /// Where it starts, in em from the start of the text.
    pub(crate) x: f32,
    /// Units of the font in an em.
    pub(crate) units_per_em: f32,
    /// By how much it is narrowed; 1 = not.
    pub(crate) squeeze: f32,
}

impl Lettering {
    /// The outlines of a line; what has none, such as a space, is left out.
    pub(crate) fn outlines(&self, line: &Line<'_>) -> Vec<Outline> {
        let mut outlines = Vec::new();
        let mut x = 0.0;
        for piece in &line.pieces {
            let (outline, width) = match piece {
                Piece::Plain(face, run) => (plain(*face, run, x), text_width(*face, 1.0, run)),
                Piece::Shaped(it) => {
                    let outline = match it.font {
                        FontKey::Bundled(face) => bundled(face).map(|font| shaped(font, it)),
                        FontKey::Installed(number) => {
                            self.fonts.get(number).and_then(|font| Some(shaped(&font.face()?, it)))
                        }
                    };
                    (outline.map(|pen| pen.finish(x, line.squeeze)), it.width * line.squeeze)
                }
            };
            outlines.extend(outline.filter(|it| !it.data.is_empty()));
            x += width;
        }
        outlines
    }
}

fn plain(face: crate::scene::Face, run: &str, x: f32) -> Option<Outline> {
    let font = bundled(face)?;
    let mut pen = Pen::new(font);
    for c in run.chars() {
        let glyph = font.glyph_index(c).unwrap_or_default();
        font.outline_glyph(glyph, &mut pen);
        pen.x += f32::from(font.glyph_hor_advance(glyph).unwrap_or_default());
    }
    Some(pen.finish(x, 1.0))
}

fn shaped(font: &ttf_parser::Face<'_>, piece: &super::Shaped) -> Pen {
    let mut pen = Pen::new(font);
    for placed in &piece.glyphs {
        (pen.x, pen.y) = (placed.x * pen.units_per_em, placed.y * pen.units_per_em);
        font.outline_glyph(ttf_parser::GlyphId(placed.glyph), &mut pen);
    }
    pen
}

/// Writes outlines with distances from point to point, which are shorter than places.
struct Pen {
    data: String,
    units_per_em: f32,
    /// Where the glyph stands.
    x: f32,
    y: f32,
    /// The point that was reached.
    at: (i32, i32),
}

impl Pen {
    fn new(font: &ttf_parser::Face<'_>) -> Self {
        Self { data: String::new(), units_per_em: f32::from(font.units_per_em()).max(1.0), x: 0.0, y: 0.0, at: (0, 0) }
    }

    fn finish(self, x: f32, squeeze: f32) -> Outline {
        Outline { data: self.data, x, units_per_em: self.units_per_em, squeeze }
    }

    fn place(&self, x: f32, y: f32) -> (i32, i32) {
        ((x + self.x).round() as i32, (y + self.y).round() as i32)
    }

    /// A command with places, each as its distance from the point that was reached; the last one is reached.
    fn legs(&mut self, command: char, places: &[(f32, f32)]) {
        self.data.push(command);
        let from = self.at;
        for (number, (x, y)) in places.iter().enumerate() {
            let to = self.place(*x, *y);
            self.number(to.0 - from.0, number == 0);
            self.number(to.1 - from.1, false);
            self.at = to;
        }
    }

    /// A number, kept apart from the one before.
    fn number(&mut self, value: i32, is_first: bool) {
        let space = if is_first || value < 0 { "" } else { " " };
        let _infallible = write!(self.data, "{space}{value}");
    }
}

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = (0, 0);
        self.legs('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        let (dx, dy) = (to.0 - self.at.0, to.1 - self.at.1);
        let _infallible = match (dx, dy) {
            (_, 0) => write!(self.data, "h{dx}"),
            (0, _) => write!(self.data, "v{dy}"),
            _ => return self.legs('l', &[(x, y)]),
        };
        self.at = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.legs('q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.legs('c', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('z');
    }
}
