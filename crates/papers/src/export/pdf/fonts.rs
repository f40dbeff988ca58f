//! Embeds the bundled fonts cut down to the glyphs in use.

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, Pt, TextItem};
use subsetter::GlyphRemapper;

use crate::export::error::ExportError;
use crate::export::pdf::failed;
use crate::scene::text::{has_glyph, runs};
use crate::scene::{Face, Prim};

/// PostScript name with the tag of six capitals that marks a subset (ISO 32000-1, 9.6.4).
fn subset_name(face: Face) -> String {
    match face {
        Face::Regular => "TWREGU+NotoSans-Regular".to_owned(),
        Face::Bold => "TWBOLD+NotoSans-Bold".to_owned(),
        Face::Mono => "TWMONO+NotoSansMono-Regular".to_owned(),
    }
}

/// The fonts of a document: the glyph of each character.
#[derive(Default)]
pub(super) struct Fonts {
    /// By code point, for each face in use; 0 is the glyph of characters that are not in use.
    glyphs: BTreeMap<Face, Vec<u16>>,
}

impl Fonts {
    /// Embeds what the shapes of a document show.
    pub(super) fn embed<'a>(pdf: &mut PdfDocument, prims: impl Iterator<Item = &'a Prim>) -> Result<Self, ExportError> {
        let mut fonts = Self::default();
        for (face, characters) in characters_of(prims) {
            let mut glyphs = vec![0; characters.last().map_or(0, |last| *last as usize + 1)];
            let font = subset_font(face, &characters, &mut glyphs)?;
            pdf.resources.fonts.map.insert(FontId(Self::name(face).to_owned()), font);
            fonts.glyphs.insert(face, glyphs);
        }
        Ok(fonts)
    }

    /// The fixed resource name of a face.
    pub(super) const fn name(face: Face) -> &'static str {
        match face {
            Face::Regular => "F-Regular",
            Face::Bold => "F-Bold",
            Face::Mono => "F-Mono",
        }
    }

    /// What a text of `face` shows: no control characters, and a visible replacement for what no bundled font has.
    pub(super) fn shown(face: Face, text: &str) -> Cow<'_, str> {
        if text.chars().all(|c| !c.is_control() && has_glyph(face, c)) {
            return Cow::Borrowed(text);
        }
        let shown = |c| match c {
            c if has_glyph(face, c) => c,
            _ if has_glyph(face, char::REPLACEMENT_CHARACTER) => char::REPLACEMENT_CHARACTER,
            _ => '?',
        };
        Cow::Owned(text.chars().filter(|c| !c.is_control()).map(shown).collect())
    }

    /// The codes by which a font shows a text.
    pub(super) fn codes(&self, face: Face, text: &str) -> impl Iterator<Item = u16> {
        let glyphs = self.glyphs.get(&face).map(Vec::as_slice).unwrap_or_default();
        text.chars().map(|c| glyphs.get(c as usize).copied().unwrap_or_default())
    }

    /// Operators that show every character once: printpdf embeds what the operators of its pages show.
    pub(super) fn inventory(&self) -> Vec<Op> {
        let of_face = |(face, glyphs): (&Face, &Vec<u16>)| {
            let font = PdfFontHandle::External(FontId(Self::name(*face).to_owned()));
            let used = glyphs.iter().enumerate().filter(|(_, glyph)| **glyph > 0);
            // Of characters that share a glyph the last one counts when text is copied: the usual one, not its variant.
            let text: String = used.rev().filter_map(|(c, _)| char::from_u32(c as u32)).collect();
            [Op::SetFont { font, size: Pt(1.0) }, Op::ShowText { items: vec![TextItem::Text(text)] }]
        };
        self.glyphs.iter().flat_map(of_face).collect()
    }
}

/// The characters that each face draws, sorted.
fn characters_of<'a>(prims: impl Iterator<Item = &'a Prim>) -> BTreeMap<Face, Vec<char>> {
    let mut used: BTreeMap<Face, Vec<bool>> = BTreeMap::new();
    for prim in prims {
        let Prim::Text { face, text, .. } = prim else { continue };
        for (drawing, run) in runs(*face, &Fonts::shown(*face, text)) {
            let used = used.entry(drawing).or_default();
            for at in run.chars().map(|c| c as usize) {
                if used.len() <= at {
                    used.resize(at + 1, false);
                }
                if let Some(slot) = used.get_mut(at) {
                    *slot = true;
                }
            }
        }
    }
    let characters = |used: Vec<bool>| {
        let used = used.iter().enumerate().filter(|(_, used)| **used);
        used.filter_map(|(c, _)| char::from_u32(c as u32)).collect()
    };
    used.into_iter().map(|(face, used)| (face, characters(used))).collect()
}

/// The face with only the glyphs of `characters`, ready to embed; `glyphs` takes their new numbers, by code point.
fn subset_font(face: Face, characters: &[char], glyphs: &mut [u16]) -> Result<PdfFont, ExportError> {
    let bytes = face.bytes();
    let font = ttf_parser::Face::parse(bytes, 0).map_err(failed)?;
    let mut remapper = GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    widths.insert(0, font.glyph_hor_advance(ttf_parser::GlyphId(0)).unwrap_or_default());
    for c in characters {
        if let Some(glyph) = font.glyph_index(*c) {
            let new = remapper.remap(glyph.0);
            codes.insert(u32::from(*c), new);
            widths.insert(new, font.glyph_hor_advance(glyph).unwrap_or_default());
            if let Some(slot) = glyphs.get_mut(*c as usize) {
                *slot = new;
            }
        }
    }
    let subset = subsetter::subset(bytes, 0, &remapper).map_err(failed)?;
    let mut parsed = ParsedFont::from_bytes(&subset, 0, &mut Vec::new()).ok_or_else(|| failed("font not readable"))?;
    // The subset no longer has the tables that these come from.
    parsed.pdf_font_metrics.us_weight_class = font.weight().to_number();
    parsed.font_name = Some(subset_name(face));
    parsed.codepoint_to_glyph = codes;
    parsed.glyph_widths = widths;
    Ok(PdfFont::new(parsed))
}
