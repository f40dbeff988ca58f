//! Names in scripts that the bundled fonts lack, with fonts that stand in for those of a computer.

use super::*;
use crate::document::to_text;
use crate::testing::fixture::Fixture;

/// What a computer has whose owner has installed fonts for Hindi, Arabic and Japanese.
pub(crate) fn installed() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    for name in ["NotoSansDevanagari-few.ttf", "NotoSansArabic-few.ttf", "NotoSansJP-few.otf"] {
        let path = format!("{}/../../tests/fixtures/fonts/{name}", env!("CARGO_MANIFEST_DIR"));
        fonts.load_font_file(path).unwrap();
    }
    fonts
}

fn design(name: &str) -> Document {
    let mut document = Fixture::parse("computer BTS1 biztalk").unwrap().document;
    document.project.title = name.to_owned();
    document
}

pub(crate) fn lettering(name: &str) -> Lettering {
    of(&[&design(name)], installed)
}

fn of(designs: &[&Document], fonts: impl FnOnce() -> fontdb::Database) -> Lettering {
    let texts: Vec<String> = designs.iter().map(|it| to_text(it)).collect();
    let designs: Vec<_> = designs.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    Lettering::with(&designs, fonts)
}

/// The one piece that is shaped, with the number of its glyphs.
fn shaped(lettering: &Lettering, text: &str) -> Shaped {
    let line = lettering.line(Face::Regular, text);
    let mut found = line.pieces.into_iter().filter_map(|it| if let Piece::Shaped(it) = it { Some(it) } else { None });
    let only = found.next().unwrap();
    assert_eq!(found.next(), None);
    only
}

#[test]
fn fonts_of_the_computer_are_not_asked_for_what_the_bundled_ones_have() {
    let name = "Łódź Αθήνα Київ → 5 ≥ 4 Ve\u{301}ra";
    let lettering = of(&[&design(name)], || panic!("no font is looked for"));
    assert_eq!(lettering, Lettering::default());
}

#[test]
fn each_script_comes_from_the_font_that_has_it() {
    let lettering = lettering("日本 प्राप्ति الإنترنت");
    assert_eq!(lettering.families(), ["Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans JP Regular"]);
    assert!(lettering.missing().is_empty());
    assert_eq!(lettering.shown(Face::Bold, "日本 x"), "日本 x");
}

#[test]
fn names_of_the_present_environment_count_as_well() {
    let present = design("प्राप्ति");
    let lettering = of(&[&design("BTS"), &present], installed);
    assert_eq!(lettering.shown(Face::Regular, "प्राप्ति"), "प्राप्ति");
}

#[test]
fn letters_of_arabic_join_and_run_from_right_to_left() {
    let word = "الإنترنت";
    let lettering = lettering(word);
    let joined = shaped(&lettering, word);
    let font = lettering.fonts()[0].face().unwrap();
    let alone: Vec<u16> = word.chars().map(|c| font.glyph_index(c).unwrap().0).collect();
    assert!(joined.glyphs.iter().all(|it| it.glyph != 0));
    assert!(joined.glyphs.iter().any(|it| !alone.contains(&it.glyph)), "letters have other forms inside a word");
    // The first letter is an alef, which does not join: it stands at the right.
    assert_eq!(joined.glyphs.last().unwrap().glyph, alone[0]);
}

#[test]
fn devanagari_forms_conjuncts_and_puts_vowels_where_they_belong() {
    let word = "प्राप्ति";
    let lettering = lettering(word);
    let formed = shaped(&lettering, word);
    assert!(formed.glyphs.iter().all(|it| it.glyph != 0));
    assert!(formed.text == word && formed.glyphs.len() < word.chars().count(), "{formed:?}");
}

#[test]
fn marks_stand_above_their_letters_without_any_other_font() {
    let lettering = Lettering::default();
    let letter = shaped(&lettering, "e\u{301}");
    let font = bundled(Face::Regular).unwrap();
    assert_eq!(letter.glyphs.len(), 1, "one letter with its accent");
    assert_eq!(letter.glyphs[0].glyph, font.glyph_index('é').unwrap().0);
    let marked = shaped(&lettering, "Z\u{308}");
    assert!(marked.glyphs.len() == 2 && marked.glyphs[1].x < marked.width, "{marked:?}");
}

#[test]
fn what_no_font_has_is_named_with_its_text_and_what_to_install() {
    let lettering = lettering("日本 and שרת 한");
    assert_eq!(lettering.texts_with_missing().collect::<Vec<_>>(), ["日本 and שרת 한"]);
    assert_eq!(lettering.to_install(), ["Noto Sans CJK", "Noto Sans Hebrew"]);
    assert_eq!(lettering.shown(Face::Regular, "שx"), "\u{fffd}x");
}

#[test]
fn a_line_takes_no_more_room_than_the_drawing_keeps_for_it() {
    let lettering = lettering("日本語 الإنترنت क");
    for text in ["日本語", "الإنترنت", "a الإنترنت b 日", "Z\u{308}"] {
        let line = lettering.line(Face::Bold, text);
        assert!(line.width <= text_width(Face::Bold, 1.0, text) + 1e-4, "{text}: {line:?}");
        assert!(!lettering.outlines(&line).is_empty());
    }
}
