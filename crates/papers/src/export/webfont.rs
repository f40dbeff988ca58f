//! Cuts a bundled font down to the characters in use and keeps it a complete font that browsers accept.

use std::collections::{BTreeMap, BTreeSet};

use subsetter::GlyphRemapper;

use crate::export::error::ExportError;
use crate::scene::Face;

fn failed(reason: impl ToString) -> ExportError {
    ExportError::Encoding { format: "SVG", reason: reason.to_string() }
}

/// A TrueType font with the glyphs of `characters` and its own character map.
pub(crate) fn web_font(face: Face, characters: &BTreeSet<char>) -> Result<Vec<u8>, ExportError> {
    let bytes = face.bytes();
    let font = ttf_parser::Face::parse(bytes, 0).map_err(failed)?;
    let mut remapper = GlyphRemapper::new();
    let mut glyphs = BTreeMap::new();
    for c in characters {
        if let Some(glyph) = font.glyph_index(*c) {
            glyphs.insert(*c, remapper.remap(glyph.0));
        }
    }
    let subset = subsetter::subset(bytes, 0, &remapper).map_err(failed)?;
    let raw = ttf_parser::RawFace::parse(&subset, 0).map_err(failed)?;
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = BTreeMap::new();
    for record in raw.table_records {
        if let Some(data) = raw.table(record.tag) {
            tables.insert(record.tag.to_bytes(), data.to_vec());
        }
    }
    for tag in [b"OS/2", b"name"] {
        if let Some(data) = font.raw_face().table(ttf_parser::Tag::from_bytes(tag)) {
            tables.insert(*tag, data.to_vec());
        }
    }
    tables.insert(*b"post", post_table(font.raw_face()));
    tables.insert(*b"cmap", character_map(&glyphs));
    Ok(assemble(tables))
}

/// The `post` table without glyph names (version 3), so that browsers need not match names with glyphs.
fn post_table(font: &ttf_parser::RawFace<'_>) -> Vec<u8> {
    let original = font.table(ttf_parser::Tag::from_bytes(b"post")).unwrap_or_default();
    let mut post = vec![0, 3, 0, 0];
    post.extend(original.iter().skip(4).take(28));
    post.resize(32, 0);
    post
}

/// A `cmap` table with a segment map for the basic plane (format 4) and a full map (format 12).
fn character_map(glyphs: &BTreeMap<char, u16>) -> Vec<u8> {
    let (basic, full) = (basic_map(glyphs), full_map(glyphs));
    let first = 20_u32;
    let mut table = Vec::new();
    push16(&mut table, &[0, 2, 3, 1]);
    push32(&mut table, &[first]);
    push16(&mut table, &[3, 10]);
    push32(&mut table, &[first + basic.len() as u32]);
    table.extend(basic);
    table.extend(full);
    table
}

/// Format 4: one segment for each character, closed by the segment the format demands.
fn basic_map(glyphs: &BTreeMap<char, u16>) -> Vec<u8> {
    let mut codes: Vec<(u16, u16)> =
        glyphs.iter().filter_map(|(c, g)| u16::try_from(*c as u32).ok().map(|c| (c, g.wrapping_sub(c)))).collect();
    codes.retain(|(c, _)| *c != 0xffff);
    codes.push((0xffff, 1));
    let count = codes.len() as u16;
    let power = count.ilog2();
    let search = 2 << power;
    let mut table = Vec::new();
    push16(&mut table, &[4, 16 + 8 * count, 0, 2 * count, search, power as u16, 2 * count - search]);
    for (code, _) in &codes {
        push16(&mut table, &[*code]);
    }
    push16(&mut table, &[0]);
    for (code, _) in &codes {
        push16(&mut table, &[*code]);
    }
    for (_, delta) in &codes {
        push16(&mut table, &[*delta]);
    }
    push16(&mut table, &vec![0; codes.len()]);
    table
}

/// Format 12: one group for each character.
fn full_map(glyphs: &BTreeMap<char, u16>) -> Vec<u8> {
    let count = glyphs.len() as u32;
    let mut table = Vec::new();
    push16(&mut table, &[12, 0]);
    push32(&mut table, &[16 + 12 * count, 0, count]);
    for (c, glyph) in glyphs {
        push32(&mut table, &[*c as u32, *c as u32, u32::from(*glyph)]);
    }
    table
}

/// Puts tables behind a font directory with the checksums the format demands.
fn assemble(mut tables: BTreeMap<[u8; 4], Vec<u8>>) -> Vec<u8> {
    if let Some(adjustment) = tables.get_mut(b"head").and_then(|head| head.get_mut(8..12)) {
        adjustment.fill(0);
    }
    let count = tables.len() as u16;
    let power = count.max(1).ilog2();
    let search = 16 << power;
    let mut font = Vec::new();
    push32(&mut font, &[0x0001_0000]);
    push16(&mut font, &[count, search, power as u16, 16 * count - search]);
    let mut offset = font.len() + 16 * tables.len();
    let mut body = Vec::new();
    let mut head_at = None;
    for (tag, data) in &tables {
        if tag == b"head" {
            head_at = Some(offset);
        }
        font.extend(tag);
        push32(&mut font, &[checksum(data), offset as u32, data.len() as u32]);
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
        offset += data.len().next_multiple_of(4);
    }
    font.extend(body);
    let whole = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
    if let Some(adjustment) = head_at.and_then(|at| font.get_mut(at + 8..at + 12)) {
        adjustment.copy_from_slice(&whole.to_be_bytes());
    }
    font
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, word| {
        let mut bytes = [0; 4];
        for (to, from) in bytes.iter_mut().zip(word) {
            *to = *from;
        }
        sum.wrapping_add(u32::from_be_bytes(bytes))
    })
}

fn push16(table: &mut Vec<u8>, values: &[u16]) {
    table.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

fn push32(table: &mut Vec<u8>, values: &[u32]) {
    table.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subset_is_a_complete_font_with_the_right_glyphs() {
        let characters: BTreeSet<char> = "BizTalk łąź Ωμέγα Жщ …".chars().collect();
        let small = web_font(Face::Bold, &characters).unwrap();
        assert!(small.len() < 20_000, "{}", small.len());
        let (cut, whole) =
            (ttf_parser::Face::parse(&small, 0).unwrap(), ttf_parser::Face::parse(Face::Bold.bytes(), 0).unwrap());
        for c in characters {
            let (a, b) = (cut.glyph_index(c).unwrap(), whole.glyph_index(c).unwrap());
            assert_eq!(cut.glyph_hor_advance(a), whole.glyph_hor_advance(b), "{c}");
            assert_eq!(cut.glyph_bounding_box(a), whole.glyph_bounding_box(b), "{c}");
        }
        assert_eq!(cut.glyph_index('x'), None);
        assert_eq!(cut.units_per_em(), whole.units_per_em());
    }

    #[test]
    fn checksum_of_the_whole_file_is_the_one_the_format_demands() {
        let font = web_font(Face::Regular, &BTreeSet::from(['a'])).unwrap();
        assert_eq!(checksum(&font), 0xB1B0_AFBA);
    }

    #[test]
    fn no_characters_still_make_a_font() {
        assert!(ttf_parser::Face::parse(&web_font(Face::Mono, &BTreeSet::new()).unwrap(), 0).is_ok());
    }
}
