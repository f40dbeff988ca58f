//! Which glyphs show a text: those of the bundled fonts where they have it, else those of a font that is installed.
//!
//! A design whose texts the bundled fonts have gives the same bytes on every computer: no other font is looked for.

mod installed;
mod outline;
mod shaping;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::model::Document;
use crate::scene::Face;
use crate::scene::text::{has_glyph, is_invisible, is_joined, runs, text_width};

pub use installed::InstalledFont;

/// How files write marks that would stand alone.
const ESCAPE: &str = "\\u{";

/// A font that draws glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FontKey {
    /// One of ours.
    Bundled(Face),
    /// One of the computer's, by its number in [`Lettering::fonts`].
    Installed(usize),
}

/// A glyph with its place, in em from where its piece starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    /// Its number in the font.
    pub(crate) glyph: u16,
    /// To the right.
    pub(crate) x: f32,
    /// Upward.
    pub(crate) y: f32,
}

/// Glyphs that stand for a piece of text together: reordered, joined and placed as its script asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shaped {
    /// The font of the glyphs.
    pub(crate) font: FontKey,
    /// What they say.
    pub(crate) text: String,
    /// The glyphs, from left to right.
    pub(crate) glyphs: Vec<Placed>,
    /// Width in em.
    pub(crate) width: f32,
}

/// A piece of a line that one font draws.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece<'a> {
    /// A glyph of a bundled font for each character, side by side.
    Plain(Face, &'a str),
    /// Everything else.
    Shaped(Shaped),
}

/// A text as pieces from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line<'a> {
    /// The pieces.
    pub(crate) pieces: Vec<Piece<'a>>,
    /// Width in em.
    pub(crate) width: f32,
    /// By how much shaped pieces are narrowed, so that the line takes no more room than the drawing keeps for it; 1 = not.
    pub(crate) squeeze: f32,
}

/// The fonts of an export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lettering {
    fonts: Vec<InstalledFont>,
    missing: BTreeSet<char>,
    texts: BTreeSet<String>,
}

impl Lettering {
    /// For designs whose texts are shown, each with the text of its file: what the bundled fonts lack is looked for in the
    /// fonts of the computer.
    pub fn of(designs: &[(&Document, &str)]) -> Self {
        Self::with(designs, installed::of_computer)
    }

    /// The same with other fonts in place of those of the computer, which are asked for only where they are needed.
    pub(crate) fn with(designs: &[(&Document, &str)], fonts: impl FnOnce() -> fontdb::Database) -> Self {
        if designs.iter().all(|(_, text)| text.is_ascii() && !text.contains(ESCAPE)) {
            return Self::default();
        }
        let texts: Vec<String> = designs.iter().flat_map(|(design, _)| texts_of(design)).collect();
        let used: BTreeSet<char> = texts.iter().flat_map(|it| it.chars()).collect();
        let wanted: BTreeSet<char> = used.iter().copied().filter(|c| !has_glyph(Face::Regular, *c)).collect();
        if wanted.is_empty() {
            return Self::default();
        }
        let (fonts, missing) = installed::choose(&fonts(), &wanted, &used);
        let lacks = |text: &String| text.chars().any(|c| missing.contains(&c));
        let texts = texts.into_iter().filter(lacks).collect();
        Self { fonts, missing, texts }
    }

    /// The fonts of the computer that are used.
    pub(crate) fn fonts(&self) -> &[InstalledFont] {
        &self.fonts
    }

    /// The families of the fonts of the computer that are used, each once.
    pub fn families(&self) -> Vec<String> {
        let families: BTreeSet<&str> = self.fonts.iter().map(|it| it.family.as_str()).collect();
        families.into_iter().map(str::to_owned).collect()
    }

    /// Characters that no font has.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// The texts of the design with characters that no font has.
    pub fn texts_with_missing(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// What would have the missing characters, each once: the name of a font that everybody can install.
    pub fn to_install(&self) -> Vec<String> {
        let names: BTreeSet<String> = self.missing.iter().map(|c| installed::font_for(*c)).collect();
        names.into_iter().collect()
    }

    /// What a text shows: no control characters, and a visible replacement for what no font has.
    pub(crate) fn shown<'a>(&self, face: Face, text: &'a str) -> Cow<'a, str> {
        if text.chars().all(|c| !c.is_control() && self.has(face, c)) {
            return Cow::Borrowed(text);
        }
        let shown = |c| match c {
            c if self.has(face, c) => c,
            _ if has_glyph(face, char::REPLACEMENT_CHARACTER) => char::REPLACEMENT_CHARACTER,
            _ => '?',
        };
        Cow::Owned(text.chars().filter(|c| !c.is_control()).map(shown).collect())
    }

    fn has(&self, face: Face, c: char) -> bool {
        has_glyph(face, c) || is_invisible(c) || self.fonts.iter().any(|font| font.characters.contains(&c))
    }

    /// The glyphs of a text that is [shown](Self::shown).
    pub(crate) fn line<'a>(&self, face: Face, text: &'a str) -> Line<'a> {
        let kept = text_width(face, 1.0, text);
        if text.chars().all(|c| has_glyph(face, c) && !is_joined(c)) {
            let pieces = runs(face, text).into_iter().map(|(drawing, run)| Piece::Plain(drawing, run)).collect();
            return Line { pieces, width: kept, squeeze: 1.0 };
        }
        let pieces = shaping::pieces(self, face, text);
        let (mut plain, mut shaped) = (0.0, 0.0);
        for piece in &pieces {
            match piece {
                Piece::Plain(face, run) => plain += text_width(*face, 1.0, run),
                Piece::Shaped(it) => shaped += it.width,
            }
        }
        let squeeze = if shaped > 0.0 { ((kept - plain) / shaped).clamp(0.1, 1.0) } else { 1.0 };
        Line { pieces, width: plain + shaped * squeeze, squeeze }
    }

    /// The font of the computer that has all of a text, first the one that drew what stands before.
    fn font_with(&self, cluster: &str, face: Face, before: Option<FontKey>) -> Option<FontKey> {
        let has = |number: usize| {
            self.fonts
                .get(number)
                .is_some_and(|font| cluster.chars().all(|c| is_invisible(c) || font.characters.contains(&c)))
        };
        let same = match before {
            Some(FontKey::Installed(number)) if has(number) => Some(number),
            _ => None,
        };
        let first = same.or_else(|| (0..self.fonts.len()).find(|number| has(*number)))?;
        let bold = self.fonts.get(first).and_then(|font| font.bold).filter(|bold| face == Face::Bold && has(*bold));
        Some(FontKey::Installed(bold.unwrap_or(first)))
    }
}

/// Our own faces, parsed once.
static BUNDLED: LazyLock<BTreeMap<Face, ttf_parser::Face<'static>>> = LazyLock::new(|| {
    let parsed = Face::ALL.into_iter().map(|face| Some((face, ttf_parser::Face::parse(face.bytes(), 0).ok()?)));
    parsed.flatten().collect()
});

/// A bundled face for its glyphs.
pub(crate) fn bundled(face: Face) -> Option<&'static ttf_parser::Face<'static>> {
    BUNDLED.get(&face)
}

/// Every text that somebody wrote into a design.
fn texts_of(document: &Document) -> Vec<String> {
    let mut texts = Vec::new();
    let mut waiting = vec![serde_json::to_value(document).unwrap_or_default()];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::String(text) => texts.push(text),
            serde_json::Value::Array(list) => waiting.extend(list),
            serde_json::Value::Object(fields) => waiting.extend(fields.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    texts
}

#[cfg(test)]
pub(crate) mod tests;
