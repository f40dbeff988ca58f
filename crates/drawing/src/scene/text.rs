//! Text metrics from the bundled fonts: un-kerned advance sums, a safe upper bound of what any back-end draws.

mod amounts;
mod lines;
mod scripts;

use std::sync::LazyLock;

pub use amounts::{end_of_word, keep_amounts, words};
pub use lines::{wrapped, wrapped_name};
pub use scripts::{is_invisible, is_joined};

/// A bundled typeface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Noto Sans Regular.
    #[default]
    Regular,
    /// Noto Sans Bold.
    Bold,
    /// Noto Sans Mono Regular.
    Mono,
}

impl Face {
    /// Every face, in declaration order.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Mono];

    /// The font file (TrueType).
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../../assets/fonts/NotoSans-Regular.ttf"),
            Self::Bold => include_bytes!("../../../../assets/fonts/NotoSans-Bold.ttf"),
            Self::Mono => include_bytes!("../../../../assets/fonts/NotoSansMono-Regular.ttf"),
        }
    }

    /// Family name in the font file.
    pub fn family(self) -> &'static str {
        match self {
            Self::Regular | Self::Bold => "Noto Sans",
            Self::Mono => "Noto Sans Mono",
        }
    }
}

/// Number of leading code points whose advances are kept in a table: all of Latin with Polish, German, French accents.
const CACHED: usize = 0x180;

/// A parsed font with its frequent advances at hand; lengths in em.
struct Metrics {
    font: Option<ttf_parser::Face<'static>>,
    /// Advances of frequent characters.
    advances: Vec<f32>,
    /// Which frequent characters the font has.
    present: Vec<bool>,
    ascent: f32,
    descent: f32,
    cap_height: f32,
}

impl Metrics {
    fn load(face: Face) -> Self {
        let font = ttf_parser::Face::parse(face.bytes(), 0).ok();
        let em = font.as_ref().map_or(1000.0, |f| f32::from(f.units_per_em()));
        let scaled = |value: Option<i16>, fallback: f32| value.map_or(fallback, |v| f32::from(v) / em);
        let mut metrics = Self {
            ascent: scaled(font.as_ref().map(ttf_parser::Face::ascender), 1.0),
            descent: -scaled(font.as_ref().map(ttf_parser::Face::descender), -0.3),
            cap_height: scaled(font.as_ref().and_then(ttf_parser::Face::capital_height), 0.7),
            advances: Vec::new(),
            present: Vec::new(),
            font,
        };
        let frequent = || (0..CACHED as u32).map(|c| char::from_u32(c).unwrap_or(' '));
        metrics.advances = frequent().map(|c| metrics.look_up(c)).collect();
        metrics.present = frequent().map(|c| metrics.glyph(c).is_some()).collect();
        metrics
    }

    fn look_up(&self, c: char) -> f32 {
        let Some(font) = &self.font else { return 0.6 };
        let glyph = self.glyph(c).unwrap_or_default();
        f32::from(font.glyph_hor_advance(glyph).unwrap_or_default()) / f32::from(font.units_per_em())
    }

    fn glyph(&self, c: char) -> Option<ttf_parser::GlyphId> {
        self.font.as_ref()?.glyph_index(c)
    }

    fn has(&self, c: char) -> bool {
        self.present.get(c as usize).copied().unwrap_or_else(|| self.glyph(c).is_some())
    }

    fn advance(&self, c: char) -> f32 {
        match self.advances.get(c as usize) {
            Some(advance) => *advance,
            None if self.has(c) => self.look_up(c),
            None if metrics(Face::Mono).has(c) => metrics(Face::Mono).look_up(c),
            // Whatever font draws it has no more room than that.
            None => scripts::kept_width(c),
        }
    }
}

static METRICS: LazyLock<[Metrics; 3]> = LazyLock::new(|| Face::ALL.map(Metrics::load));

fn metrics(face: Face) -> &'static Metrics {
    let [regular, bold, mono] = &*METRICS;
    match face {
        Face::Regular => regular,
        Face::Bold => bold,
        Face::Mono => mono,
    }
}

/// Width of one line of text in the unit of `size`: the sum of the advances, without kerning.
pub fn text_width(face: Face, size: f32, text: &str) -> f32 {
    let metrics = metrics(face);
    text.chars().map(|c| metrics.advance(c)).sum::<f32>() * size
}

/// How far the font reaches above the baseline.
pub fn ascent(face: Face, size: f32) -> f32 {
    metrics(face).ascent * size
}

/// How far the font reaches below the baseline, as a positive length.
pub(crate) fn descent(face: Face, size: f32) -> f32 {
    metrics(face).descent * size
}

/// Height of a capital letter: centers text optically in a box.
pub fn cap_height(face: Face, size: f32) -> f32 {
    metrics(face).cap_height * size
}

/// The face that draws `c` in a text of `face`: arrows and mathematical signs come from Noto Sans Mono.
pub fn drawing_face(face: Face, c: char) -> Face {
    if (c as usize) < CACHED || metrics(face).has(c) || !metrics(Face::Mono).has(c) { face } else { Face::Mono }
}

/// The text cut into pieces that one face draws each, in order.
pub fn runs(face: Face, text: &str) -> Vec<(Face, &str)> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut current = None;
    for (at, c) in text.char_indices() {
        let next = drawing_face(face, c);
        if let Some(before) = current
            && before != next
        {
            runs.extend(text.get(start..at).map(|piece| (before, piece)));
            start = at;
        }
        current = Some(next);
    }
    runs.extend(current.zip(text.get(start..)));
    runs
}

/// Whether the bundled fonts can show `c` in a text of `face`; control characters count as present because they are never drawn.
pub fn has_glyph(face: Face, c: char) -> bool {
    c.is_control() || metrics(face).has(c) || metrics(Face::Mono).has(c)
}

/// The characters of `text` that a text of `face` cannot show, each once, sorted.
#[cfg(test)]
pub(crate) fn missing_glyphs(face: Face, text: &str) -> Vec<char> {
    let mut missing: Vec<char> = text.chars().filter(|c| !has_glyph(face, *c)).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// The text cut to `width` with an ellipsis at the end; unchanged when it fits, empty when not even "…" does.
pub fn ellipsize(face: Face, size: f32, text: &str, width: f32) -> String {
    if text_width(face, size, text) <= width {
        return text.to_owned();
    }
    let metrics = metrics(face);
    let mut left = width / size - metrics.advance('…');
    if left < 0.0 {
        return String::new();
    }
    let mut cut = String::new();
    for c in text.chars() {
        left -= metrics.advance(c);
        if left < 0.0 {
            break;
        }
        cut.push(c);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// The text broken into lines of at most `width`. Line breaks in the text stay; a word wider than a line is cut, after
/// a separator such as `\`, `/`, `.`, `-` or `_` where there is one. At least one line.
pub fn wrap(face: Face, size: f32, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in words(paragraph) {
            let candidate = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if text_width(face, size, &candidate) <= width {
                line = candidate;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut pieces = break_word(face, size, word, width);
            line = pieces.pop().unwrap_or_default();
            lines.append(&mut pieces);
        }
        lines.push(line);
    }
    lines
}

/// Cuts one word into pieces of at most `width`, at least one character each; one piece when it fits.
pub fn break_word(face: Face, size: f32, word: &str, width: f32) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while text_width(face, size, rest) > width {
        let cut = cut_position(face, size, rest, width);
        let (head, tail) = rest.split_at(cut);
        pieces.push(head.to_owned());
        rest = tail;
        if rest.is_empty() {
            return pieces;
        }
    }
    pieces.push(rest.to_owned());
    pieces
}

/// Whether a word that is too wide may be cut behind a character of it.
pub fn may_break_after(c: char) -> bool {
    matches!(c, '\\' | '/' | '.' | '-' | '_' | ',' | ';' | ':' | '@' | '&' | '=' | '?')
}

/// Byte position where a word must be cut to fit: after the last separator that fits, else after the last character.
fn cut_position(face: Face, size: f32, word: &str, width: f32) -> usize {
    let metrics = metrics(face);
    let mut used = 0.0;
    let (mut hard, mut soft) = (0, 0);
    for (at, c) in word.char_indices() {
        used += metrics.advance(c) * size;
        if used > width && hard > 0 {
            break;
        }
        hard = at + c.len_utf8();
        if may_break_after(c) {
            soft = hard;
        }
        if used > width {
            break;
        }
    }
    if soft > 0 { soft } else { hard }
}

#[cfg(test)]
mod tests;
