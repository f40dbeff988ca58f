//! Embeds the bundled fonts cut down to the glyphs in use.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, ParsedFont, PdfFont};
use subsetter::GlyphRemapper;

use crate::export::error::ExportError;
use crate::export::pdf::failed;
use crate::scene::Face;

/// The fixed resource name of a face.
pub(super) fn font_id(face: Face) -> FontId {
    FontId(match face {
        Face::Regular => "F-Regular".to_owned(),
        Face::Bold => "F-Bold".to_owned(),
        Face::Mono => "F-Mono".to_owned(),
    })
}

/// PostScript name with the tag of six capitals that marks a subset (ISO 32000-1, 9.6.4).
fn subset_name(face: Face) -> String {
    match face {
        Face::Regular => "TWREGU+NotoSans-Regular".to_owned(),
        Face::Bold => "TWBOLD+NotoSans-Bold".to_owned(),
        Face::Mono => "TWMONO+NotoSansMono-Regular".to_owned(),
    }
}

/// The face with only the glyphs of `characters`, ready to embed.
pub(super) fn subset_font(face: Face, characters: &BTreeSet<char>) -> Result<PdfFont, ExportError> {
    let bytes = face.bytes();
    let font = ttf_parser::Face::parse(bytes, 0).map_err(failed)?;
    let mut parsed = ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or_else(|| failed("font not readable"))?;
    let mut remapper = GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    widths.insert(0, font.glyph_hor_advance(ttf_parser::GlyphId(0)).unwrap_or_default());
    for c in characters {
        if let Some(glyph) = font.glyph_index(*c) {
            let new = remapper.remap(glyph.0);
            codes.insert(u32::from(*c), new);
            widths.insert(new, font.glyph_hor_advance(glyph).unwrap_or_default());
        }
    }
    parsed.original_bytes = subsetter::subset(bytes, 0, &remapper).map_err(failed)?;
    parsed.font_index = 0;
    parsed.font_name = Some(subset_name(face));
    parsed.codepoint_to_glyph = codes;
    parsed.glyph_widths = widths;
    Ok(PdfFont::new(parsed))
}
