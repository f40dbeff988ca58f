//! Fonts of the computer: which of them draw what the bundled ones lack.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use fontdb::{Database, FaceInfo, Style};
use unicode_script::{Script, UnicodeScript};

use crate::scene::text::is_invisible;

/// The weight of a usual font, and from where on one is bold.
const USUAL_WEIGHT: u16 = 400;
const BOLD_WEIGHT: u16 = 600;

/// Families that have a picture for everything and are used only where nothing else is there.
const LAST: [&str; 3] = ["Unifont", "Last Resort", "Code2000"];

/// A font of the computer that an export uses.
#[derive(Clone)]
pub struct InstalledFont {
    /// The family a person knows it by.
    pub family: String,
    /// Its PostScript name.
    pub(crate) name: String,
    /// The file.
    pub(crate) bytes: Arc<Vec<u8>>,
    /// Which font of the file.
    pub(crate) index: u32,
    /// Of the characters of the design, those that it has.
    pub(super) characters: BTreeSet<char>,
    /// The number of its bold companion.
    pub(super) bold: Option<usize>,
    /// What shaping keeps of it.
    pub(super) shaper: Arc<harfrust::ShaperData>,
}

impl fmt::Debug for InstalledFont {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("InstalledFont").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PartialEq for InstalledFont {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.index == other.index && self.bytes == other.bytes
    }
}

impl InstalledFont {
    /// The font for its glyphs.
    pub(crate) fn face(&self) -> Option<ttf_parser::Face<'_>> {
        ttf_parser::Face::parse(&self.bytes, self.index).ok()
    }

    fn load(database: &Database, info: &FaceInfo, used: &BTreeSet<char>) -> Option<Self> {
        let (bytes, index) = database.with_face_data(info.id, |bytes, index| (bytes.to_vec(), index))?;
        let shaper = Arc::new(harfrust::ShaperData::new(&harfrust::FontRef::from_index(&bytes, index).ok()?));
        let characters = covered(&ttf_parser::Face::parse(&bytes, index).ok()?, used);
        let family = info.families.first().map_or_else(|| info.post_script_name.clone(), |(name, _)| name.clone());
        let name = info.post_script_name.clone();
        Some(Self { family, name, bytes: Arc::new(bytes), index, characters, bold: None, shaper })
    }
}

/// The fonts that are installed on this computer.
pub(super) fn of_computer() -> Database {
    let mut database = Database::new();
    database.load_system_fonts();
    database
}

/// As few fonts as have the `wanted` characters, with their bold companions, and the characters that none has. `used` are
/// all characters of the design. The same fonts give the same choice.
pub(super) fn choose(
    database: &Database,
    wanted: &BTreeSet<char>,
    used: &BTreeSet<char>,
) -> (Vec<InstalledFont>, BTreeSet<char>) {
    let mut missing: BTreeSet<char> = wanted.iter().copied().filter(|c| !is_invisible(*c) && !c.is_control()).collect();
    let candidates = candidates(database, &missing);
    let mut fonts = Vec::new();
    while !missing.is_empty() {
        let gain = |(_, has): &&(&FaceInfo, BTreeSet<char>)| has.intersection(&missing).count();
        let best = candidates.iter().filter(|it| gain(it) > 0).max_by_key(|it| (gain(it), Reverse(rank(it.0))));
        let Some((info, has)) = best else { break };
        missing.retain(|c| !has.contains(c));
        let Some(font) = InstalledFont::load(database, info, used) else { continue };
        fonts.push(font);
        let place = fonts.len() - 1;
        let companion = candidates.iter().filter(|it| it.0.weight.0 >= BOLD_WEIGHT && family(it.0) == family(info));
        let companion = companion.filter(|it| it.1.is_superset(has)).min_by_key(|it| rank(it.0));
        if let Some(bold) = companion.and_then(|(info, _)| InstalledFont::load(database, info, used)) {
            fonts.push(bold);
            if let Some(regular) = fonts.get_mut(place) {
                regular.bold = Some(place + 1);
            }
        }
    }
    (fonts, missing)
}

/// The upright fonts that may be embedded and have some of the characters, with what they have.
fn candidates<'a>(database: &'a Database, missing: &BTreeSet<char>) -> Vec<(&'a FaceInfo, BTreeSet<char>)> {
    let upright = database.faces().filter(|it| it.style == Style::Normal);
    let with_characters = upright.filter_map(|info| {
        let has = database.with_face_data(info.id, |bytes, index| {
            let face = ttf_parser::Face::parse(bytes, index).ok()?;
            may_be_embedded(&face).then(|| covered(&face, missing))
        });
        let has = has.flatten().filter(|it| !it.is_empty())?;
        Some((info, has))
    });
    with_characters.collect()
}

/// Whether its maker lets a part of it be embedded.
fn may_be_embedded(face: &ttf_parser::Face<'_>) -> bool {
    face.permissions() != Some(ttf_parser::Permissions::Restricted) && face.is_subsetting_allowed()
}

/// Of these characters, those that a font draws with lines: pictures of emoji cannot be drawn.
fn covered(face: &ttf_parser::Face<'_>, characters: &BTreeSet<char>) -> BTreeSet<char> {
    let has =
        |c: &char| face.glyph_index(*c).is_some_and(|it| c.is_whitespace() || face.glyph_bounding_box(it).is_some());
    characters.iter().copied().filter(has).collect()
}

fn family(info: &FaceInfo) -> &str {
    info.families.first().map_or("", |(name, _)| name.as_str())
}

/// Of two fonts that have equally much, the one with the lower rank is used: a usual weight, next to the bundled fonts in
/// look, and the first in the alphabet.
fn rank(info: &FaceInfo) -> (bool, u16, bool, bool, bool, String) {
    let name = family(info);
    let is_last = LAST.iter().any(|it| name.contains(it));
    let weight = info.weight.0.abs_diff(USUAL_WEIGHT);
    (
        is_last,
        weight,
        info.monospaced,
        name.contains("Serif"),
        !name.contains("Noto Sans"),
        info.post_script_name.clone(),
    )
}

/// The name of a font that everybody can install and that has a character.
pub(super) fn font_for(c: char) -> String {
    match c.script() {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => {
            "Noto Sans CJK".to_owned()
        }
        Script::Common | Script::Inherited | Script::Unknown => format!("a font with outlines for U+{:04X}", c as u32),
        script => format!("Noto Sans {}", script.full_name().replace('_', " ")),
    }
}
