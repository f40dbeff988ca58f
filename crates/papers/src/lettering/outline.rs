//! The outlines of a text, glyph by glyph, and as the data of an SVG path: it looks alike wherever it is shown, with or
//! without its fonts.

use std::fmt::Write as _;

use ttf_parser::{Face, GlyphId};

use super::{FontKey, InstalledFont, Lettering, Line, Piece, Shaped, bundled};
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

/// Glyphs of a line that one font draws side by side.
pub(crate) struct Stretch<'a> {
    /// The font.
    pub(crate) font: &'a Face<'a>,
    /// The glyphs, each with its place in units of the font from where the stretch starts: to the right, upward.
    pub(crate) glyphs: Vec<(GlyphId, f32, f32)>,
    /// Where it starts, in em from the start of the text.
    pub(crate) x: f32,
    /// By how much it is narrowed; 1 = not.
    pub(crate) squeeze: f32,
}

impl Stretch<'_> {
    /// Units of the font in an em.
    pub(crate) fn units_per_em(&self) -> f32 {
        f32::from(self.font.units_per_em()).max(1.0)
    }
}

impl Lettering {
    /// Shows the stretches of a line from left to right.
    pub(crate) fn each_stretch(&self, line: &Line<'_>, mut show: impl FnMut(&Stretch<'_>)) {
        let mut x = 0.0;
        for piece in &line.pieces {
            match piece {
                Piece::Plain(face, run) => {
                    if let Some(font) = bundled(*face) {
                        show(&Stretch { font, glyphs: plain(font, run), x, squeeze: 1.0 });
                    }
                    x += text_width(*face, 1.0, run);
                }
                Piece::Shaped(it) => {
                    let mut show = |font: &Face<'_>| {
                        show(&Stretch { font, glyphs: shaped(font, it), x, squeeze: line.squeeze });
                    };
                    match it.font {
                        FontKey::Bundled(face) => bundled(face).into_iter().for_each(&mut show),
                        FontKey::Installed(number) => {
                            self.fonts.get(number).and_then(InstalledFont::face).iter().for_each(&mut show);
                        }
                    }
                    x += it.width * line.squeeze;
                }
            }
        }
    }

    /// The outlines of a line; what has none, such as a space, is left out.
    pub(crate) fn outlines(&self, line: &Line<'_>) -> Vec<Outline> {
        let mut outlines = Vec::new();
        self.each_stretch(line, |stretch| {
            let mut pen = Pen::default();
            for (glyph, x, y) in &stretch.glyphs {
                (pen.x, pen.y) = (*x, *y);
                stretch.font.outline_glyph(*glyph, &mut pen);
            }
            if !pen.data.is_empty() {
                let (x, squeeze) = (stretch.x, stretch.squeeze);
                outlines.push(Outline { data: pen.data, x, units_per_em: stretch.units_per_em(), squeeze });
            }
        });
        outlines
    }
}

fn plain(font: &Face<'_>, run: &str) -> Vec<(GlyphId, f32, f32)> {
    let mut x = 0.0;
    let glyphs = run.chars().map(|c| {
        let (glyph, at) = (font.glyph_index(c).unwrap_or_default(), x);
        x += f32::from(font.glyph_hor_advance(glyph).unwrap_or_default());
        (glyph, at, 0.0)
    });
    glyphs.collect()
}

fn shaped(font: &Face<'_>, piece: &Shaped) -> Vec<(GlyphId, f32, f32)> {
    let em = f32::from(font.units_per_em()).max(1.0);
    piece.glyphs.iter().map(|it| (GlyphId(it.glyph), it.x * em, it.y * em)).collect()
}

/// Writes outlines with distances from point to point, which are shorter than places.
#[derive(Default)]
struct Pen {
    data: String,
    /// Where the glyph stands.
    x: f32,
    y: f32,
    /// The point that was reached.
    at: (i32, i32),
}

impl Pen {
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
