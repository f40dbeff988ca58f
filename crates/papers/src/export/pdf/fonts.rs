//! The fonts of a document, cut down to the glyphs in use and embedded.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream};
use subsetter::GlyphRemapper;

use crate::export::error::ExportError;
use crate::export::pdf::failed;
use crate::lettering::{FontKey, Lettering, bundled};
use crate::scene::Face;

/// What marks the name of a subset (ISO 32000-1, 9.6.4): six capitals.
const SUBSET: &str = "TIERWR";
/// Glyph space units in an em of a PDF font.
const PDF_EM: f32 = 1000.0;
/// Most characters in a section of a map from glyphs to text (Adobe Technical Note 5411).
const MOST_MAPPED: usize = 100;

/// The fonts that a document has used so far, and the codes of their glyphs.
pub(super) struct Fonts<'a> {
    /// Which glyphs show a text.
    pub(super) lettering: &'a Lettering,
    used: BTreeMap<FontKey, Used>,
}

/// One font in use.
#[derive(Default)]
struct Used {
    /// Numbers of glyphs in the embedded font.
    remapper: GlyphRemapper,
    /// The glyph of each character by code point; 0 = not in use yet.
    glyphs: Vec<u16>,
    /// What the glyphs say.
    texts: BTreeMap<u16, char>,
}

impl Used {
    fn glyph(&mut self, original: u16, says: Option<char>) -> u16 {
        let glyph = self.remapper.remap(original);
        if let Some(c) = says {
            // Of characters that share a glyph the usual one counts when text is copied, not its variant.
            let known = self.texts.entry(glyph).or_insert(c);
            *known = c.min(*known);
        }
        glyph
    }
}

impl<'a> Fonts<'a> {
    /// Fonts that nothing uses yet.
    pub(super) fn new(lettering: &'a Lettering) -> Self {
        Self { lettering, used: BTreeMap::new() }
    }

    /// The fixed resource name of a font.
    pub(super) fn name(key: FontKey) -> String {
        match key {
            FontKey::Bundled(Face::Regular) => "F-Regular".to_owned(),
            FontKey::Bundled(Face::Bold) => "F-Bold".to_owned(),
            FontKey::Bundled(Face::Mono) => "F-Mono".to_owned(),
            FontKey::Installed(number) => format!("F-Installed{number}"),
        }
    }

    /// The codes by which a bundled font shows a text, a character at a time.
    pub(super) fn codes(&mut self, face: Face, text: &str) -> impl Iterator<Item = u16> {
        let used = self.used.entry(FontKey::Bundled(face)).or_default();
        text.chars().map(move |c| {
            let at = c as usize;
            if used.glyphs.len() <= at {
                used.glyphs.resize(at + 1, 0);
            }
            match used.glyphs.get(at) {
                Some(0) | None => {
                    let original = bundled(face).and_then(|font| font.glyph_index(c)).map_or(0, |it| it.0);
                    let glyph = used.glyph(original, Some(c));
                    if let Some(slot) = used.glyphs.get_mut(at) {
                        *slot = glyph;
                    }
                    glyph
                }
                Some(glyph) => *glyph,
            }
        })
    }

    /// The code of a glyph of a text that was shaped as a whole.
    pub(super) fn shaped_code(&mut self, key: FontKey, glyph: u16, text: &str) -> u16 {
        let lettering = self.lettering;
        let used = self.used.entry(key).or_default();
        let says =
            |font: &ttf_parser::Face<'_>| text.chars().find(|c| font.glyph_index(*c).is_some_and(|it| it.0 == glyph));
        let says = match key {
            FontKey::Bundled(face) => bundled(face).and_then(says),
            FontKey::Installed(number) => lettering.fonts().get(number).and_then(|it| says(&it.face()?)),
        };
        used.glyph(glyph, says)
    }

    /// Embeds the fonts; the result are the resources of the pages.
    pub(super) fn embed(self, file: &mut lopdf::Document) -> Result<Dictionary, ExportError> {
        let mut resources = Dictionary::new();
        for (key, used) in self.used {
            let id = match key {
                FontKey::Bundled(face) => embed(file, &used, face.bytes(), 0)?,
                FontKey::Installed(number) => {
                    let font = self.lettering.fonts().get(number).ok_or_else(|| failed("a font is gone"))?;
                    embed(file, &used, &font.bytes, font.index)?
                }
            };
            resources.set(Self::name(key), Object::Reference(id));
        }
        Ok(resources)
    }
}

/// Embeds what is used of a font as a composite font whose codes are the numbers of its glyphs.
fn embed(file: &mut lopdf::Document, used: &Used, bytes: &[u8], index: u32) -> Result<ObjectId, ExportError> {
    let font = ttf_parser::Face::parse(bytes, index).map_err(failed)?;
    let subset = subsetter::subset(bytes, index, &used.remapper).map_err(failed)?;
    let to_pdf = PDF_EM / f32::from(font.units_per_em()).max(1.0);
    let mut names = font.names().into_iter().filter(|it| it.name_id == ttf_parser::name_id::POST_SCRIPT_NAME);
    let post_script = names.find_map(|it| it.to_string()).unwrap_or_else(|| "Font".to_owned());
    let plain: String = post_script.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let name = || Object::Name(format!("{SUBSET}+{plain}").into_bytes());
    let raw = ttf_parser::RawFace::parse(&subset, 0).map_err(failed)?;
    let outlines = raw.table(ttf_parser::Tag::from_bytes(b"CFF "));
    let mut descriptor = descriptor(&font, to_pdf);
    descriptor.set("FontName", name());
    match outlines {
        Some(outlines) => {
            let kind = Dictionary::from_iter([("Subtype", Object::Name("CIDFontType0C".into()))]);
            let program = file.add_object(Stream::new(kind, outlines.to_vec()));
            descriptor.set("FontFile3", Object::Reference(program));
        }
        None => {
            let length = Dictionary::from_iter([("Length1", Object::Integer(subset.len() as i64))]);
            let program = file.add_object(Stream::new(length, subset.clone()));
            descriptor.set("FontFile2", Object::Reference(program));
        }
    }
    let widths = used.remapper.remapped_gids().map(|glyph| {
        let advance = font.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or_default();
        Object::Integer((f32::from(advance) * to_pdf).round() as i64)
    });
    let widths = vec![Object::Integer(0), Object::Array(widths.collect())];
    let system = Dictionary::from_iter([
        ("Registry", Object::string_literal("Adobe")),
        ("Ordering", Object::string_literal("Identity")),
        ("Supplement", Object::Integer(0)),
    ]);
    let descriptor = file.add_object(descriptor);
    let mut glyphs = Dictionary::from_iter([
        ("Type", Object::Name("Font".into())),
        ("Subtype", Object::Name(if outlines.is_some() { "CIDFontType0" } else { "CIDFontType2" }.into())),
        ("BaseFont", name()),
        ("CIDSystemInfo", Object::Dictionary(system)),
        ("FontDescriptor", Object::Reference(descriptor)),
        ("W", Object::Array(widths)),
    ]);
    if outlines.is_none() {
        glyphs.set("CIDToGIDMap", Object::Name("Identity".into()));
    }
    let glyphs = file.add_object(glyphs);
    let texts = file.add_object(Stream::new(Dictionary::new(), text_map(&used.texts).into_bytes()));
    Ok(file.add_object(Dictionary::from_iter([
        ("Type", Object::Name("Font".into())),
        ("Subtype", Object::Name("Type0".into())),
        ("BaseFont", name()),
        ("Encoding", Object::Name("Identity-H".into())),
        ("DescendantFonts", Object::Array(vec![Object::Reference(glyphs)])),
        ("ToUnicode", Object::Reference(texts)),
    ])))
}

/// What viewers know of a font without its program.
fn descriptor(font: &ttf_parser::Face<'_>, to_pdf: f32) -> Dictionary {
    /// Glyphs are not those of the standard Latin set.
    const SYMBOLIC: i64 = 4;
    /// All glyphs are equally wide.
    const FIXED_PITCH: i64 = 1;
    let scaled = |value: i16| Object::Integer((f32::from(value) * to_pdf).round() as i64);
    let area = font.global_bounding_box();
    let flags = SYMBOLIC + if font.is_monospaced() { FIXED_PITCH } else { 0 };
    Dictionary::from_iter([
        ("Type", Object::Name("FontDescriptor".into())),
        ("Flags", Object::Integer(flags)),
        ("FontBBox", Object::Array([area.x_min, area.y_min, area.x_max, area.y_max].map(scaled).to_vec())),
        ("ItalicAngle", Object::Integer(0)),
        ("Ascent", scaled(font.ascender())),
        ("Descent", scaled(font.descender())),
        ("CapHeight", scaled(font.capital_height().unwrap_or_else(|| font.ascender()))),
        // No font says it; viewers need it only where they have to stand in for the font.
        ("StemV", Object::Integer(if font.weight().to_number() >= 600 { 140 } else { 80 })),
    ])
}

/// The map from codes to text (ISO 32000-1, 9.10.3).
fn text_map(texts: &BTreeMap<u16, char>) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<</Registry (Adobe)\n\
         /Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let entries: Vec<(&u16, &char)> = texts.iter().collect();
    for section in entries.chunks(MOST_MAPPED) {
        let _infallible = writeln!(map, "{} beginbfchar", section.len());
        for (glyph, c) in section {
            let _infallible = write!(map, "<{glyph:04x}> <");
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _infallible = write!(map, "{unit:04x}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// A text for the content of a page: UTF-16 with its mark, as hexadecimal digits.
pub(super) fn content_text(text: &str) -> String {
    let mut digits = String::from("<feff");
    for unit in text.encode_utf16() {
        let _infallible = write!(digits, "{unit:04x}");
    }
    digits.push('>');
    digits
}
