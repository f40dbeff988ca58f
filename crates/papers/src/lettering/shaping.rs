//! Texts that ask for more than a glyph for each character: marks above and below letters, letters that join, scripts
//! that run from right to left.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use harfrust::{Direction, Feature, FontRef, ShapeOptions, ShaperData, Tag, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};

use super::{FontKey, Lettering, Piece, Placed, Shaped};
use crate::scene::Face;
use crate::scene::text::{drawing_face, has_glyph, is_joined};

/// What shaping keeps of the bundled fonts.
static BUNDLED: LazyLock<BTreeMap<Face, ShaperData>> = LazyLock::new(|| {
    let data = Face::ALL.into_iter().map(|face| Some((face, ShaperData::new(&FontRef::new(face.bytes()).ok()?))));
    data.flatten().collect()
});

/// A stretch of a text in one font.
struct Stretch {
    font: FontKey,
    /// Whether each character is a glyph that stands behind the one before.
    is_plain: bool,
    bytes: Range<usize>,
}

/// The pieces of a text, from left to right. The text as a whole runs from left to right, as our documents do.
pub(super) fn pieces<'a>(lettering: &Lettering, face: Face, text: &'a str) -> Vec<Piece<'a>> {
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let mut pieces = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in visual {
            let backward = levels.get(run.start).is_some_and(|level| level.is_rtl());
            let mut stretches = stretches(lettering, face, text, run);
            if backward {
                stretches.reverse();
            }
            pieces.extend(stretches.into_iter().filter_map(|it| piece(lettering, text, it, backward)));
        }
    }
    pieces
}

/// Cuts a part of a text where the font changes. A mark stays with the letter that it belongs to.
fn stretches(lettering: &Lettering, face: Face, text: &str, part: Range<usize>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for bytes in clusters(text, part) {
        let cluster = text.get(bytes.clone()).unwrap_or_default();
        let before = found.last().map(|it| it.font);
        let base = cluster.chars().next().unwrap_or(' ');
        // The bundled fonts have single signs of scripts that they lack otherwise; those stay with their words.
        let ours = cluster.chars().all(|c| has_glyph(face, c)) && is_ours(base);
        let font = if ours { None } else { lettering.font_with(cluster, face, before) };
        let font = font.unwrap_or(FontKey::Bundled(drawing_face(face, base)));
        let is_plain = matches!(font, FontKey::Bundled(_)) && !cluster.chars().any(is_joined);
        match found.last_mut() {
            Some(last) if last.font == font && last.is_plain == is_plain => last.bytes.end = bytes.end,
            _ => found.push(Stretch { font, is_plain, bytes }),
        }
    }
    found
}

/// Whether the bundled fonts have the script of a character as a whole, or all scripts share it.
fn is_ours(c: char) -> bool {
    use Script::{Common, Cyrillic, Greek, Inherited, Latin};
    c.is_ascii() || matches!(c.script(), Latin | Greek | Cyrillic | Common | Inherited)
}

/// A letter with the marks that belong to it, each as its bytes.
fn clusters(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let start = part.start;
    for (at, c) in text.get(part).unwrap_or_default().char_indices() {
        let bytes = start + at..start + at + c.len_utf8();
        match found.last_mut() {
            Some(last) if is_joined(c) => last.end = bytes.end,
            _ => found.push(bytes),
        }
    }
    found
}

fn piece<'a>(lettering: &Lettering, text: &'a str, stretch: Stretch, backward: bool) -> Option<Piece<'a>> {
    let words = text.get(stretch.bytes)?;
    match stretch.font {
        FontKey::Bundled(face) if stretch.is_plain && !backward => Some(Piece::Plain(face, words)),
        FontKey::Bundled(face) => {
            let font = FontRef::new(face.bytes()).ok()?;
            // Like the other texts in these fonts.
            let off = [b"kern", b"liga"].map(|it| Feature::new(Tag::new(it), 0, ..));
            Some(Piece::Shaped(shape(stretch.font, &font, BUNDLED.get(&face)?, &off, words, backward)))
        }
        FontKey::Installed(number) => {
            let installed = lettering.fonts.get(number)?;
            let font = FontRef::from_index(&installed.bytes, installed.index).ok()?;
            Some(Piece::Shaped(shape(stretch.font, &font, &installed.shaper, &[], words, backward)))
        }
    }
}

fn shape(
    key: FontKey,
    font: &FontRef<'_>,
    data: &ShaperData,
    features: &[Feature],
    words: &str,
    backward: bool,
) -> Shaped {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(words);
    buffer.guess_segment_properties();
    buffer.set_direction(if backward { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaper = data.shaper(font).build();
    let em = shaper.units_per_em().max(1) as f32;
    let shaped = shaper.shape(buffer, ShapeOptions::new().features(features));
    let (mut glyphs, mut pen) = (Vec::new(), 0);
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let (x, y) = ((pen + position.x_offset) as f32 / em, position.y_offset as f32 / em);
        glyphs.push(Placed { glyph: u16::try_from(info.glyph_id).unwrap_or_default(), x, y });
        pen += position.x_advance;
    }
    Shaped { font: key, text: words.to_owned(), glyphs, width: pen as f32 / em }
}
