//! The bundled fonts and their metrics.

use super::*;

const POLISH: &str = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ";
const OTHER_LATIN: &str = "äöüßÄÖÜéèêëàâçñõøåæœčďěňřšťůžģķļņșțğışőű";
const PUNCTUATION: &str = "–—‘’“”…•·§©®™°±×÷€£¥µ→←↑↓≤≥≈≠";

fn range(from: char, to: char) -> String {
    (from..=to).collect()
}

#[test]
fn fonts_cover_latin_greek_and_cyrillic() {
    let greek: String = range('Α', 'Ω').chars().filter(|c| *c != '\u{3a2}').chain('α'..='ω').collect();
    let texts = [
        range(' ', '~'),
        POLISH.into(),
        OTHER_LATIN.into(),
        greek,
        "άέήίόύώϊϋΐΰ".into(),
        range('А', 'я'),
        "ёЁіїєґІЇЄҐўЎђћџљњ".into(),
    ];
    for face in Face::ALL {
        for text in &texts {
            assert_eq!(missing_glyphs(face, text), Vec::<char>::new(), "{face:?}");
        }
    }
}

#[test]
fn fonts_cover_the_punctuation_of_our_texts() {
    for face in [Face::Regular, Face::Bold] {
        assert_eq!(missing_glyphs(face, PUNCTUATION), Vec::<char>::new(), "{face:?}");
    }
}

#[test]
fn signs_the_face_lacks_come_from_the_mono_face() {
    assert_eq!(
        runs(Face::Bold, "A→B ≤ C"),
        [(Face::Bold, "A"), (Face::Mono, "→"), (Face::Bold, "B "), (Face::Mono, "≤"), (Face::Bold, " C")]
    );
    assert_eq!(runs(Face::Regular, "plain"), [(Face::Regular, "plain")]);
    assert_eq!(runs(Face::Regular, ""), []);
    assert_eq!(text_width(Face::Bold, 10.0, "→"), text_width(Face::Mono, 10.0, "→"));
    assert!(text_width(Face::Bold, 10.0, "→") > 0.0);
}

#[test]
fn missing_glyphs_are_reported_once_and_sorted() {
    assert_eq!(missing_glyphs(Face::Regular, "a本日本\n"), ['日', '本']);
}

#[test]
fn width_grows_linearly_with_size_and_bold_is_wider() {
    let ten = text_width(Face::Regular, 10.0, "BizTalk Server ąę");
    assert!((text_width(Face::Regular, 20.0, "BizTalk Server ąę") - 2.0 * ten).abs() < 1e-3);
    assert!(text_width(Face::Bold, 10.0, "BizTalk Server ąę") > ten);
    assert_eq!(text_width(Face::Mono, 10.0, "iii"), text_width(Face::Mono, 10.0, "WWW"));
    assert_eq!(text_width(Face::Regular, 10.0, ""), 0.0);
}

#[test]
fn ellipsis_only_where_needed() {
    let full = text_width(Face::Regular, 12.0, "SQL Server failover cluster");
    assert_eq!(ellipsize(Face::Regular, 12.0, "SQL Server failover cluster", full), "SQL Server failover cluster");
    let cut = ellipsize(Face::Regular, 12.0, "SQL Server failover cluster", full / 2.0);
    assert!(cut.ends_with('…') && cut.starts_with("SQL Ser"));
    assert!(text_width(Face::Regular, 12.0, &cut) <= full / 2.0);
    assert_eq!(ellipsize(Face::Regular, 12.0, "SQL", 1.0), "");
}

#[test]
fn wrap_keeps_every_word_and_the_width() {
    let text = "The master secret server must be restored on another computer\nwithin the time the customer states.";
    let lines = wrap(Face::Regular, 10.0, text, 120.0);
    assert!(lines.len() > 3);
    assert!(lines.iter().all(|l| text_width(Face::Regular, 10.0, l) <= 120.0));
    assert_eq!(lines.join(" "), text.replace('\n', " "));
    assert_eq!(wrap(Face::Regular, 10.0, "", 100.0), [""]);
}

#[test]
fn long_word_breaks_after_a_separator() {
    let lines = wrap(Face::Regular, 10.0, r"\\fileserver.contoso.com\BizTalk\MasterSecretBackup", 130.0);
    assert!(lines.len() > 1);
    assert!(lines.first().unwrap().ends_with(['\\', '.']), "{lines:?}");
    assert_eq!(lines.concat(), r"\\fileserver.contoso.com\BizTalk\MasterSecretBackup");
    assert_eq!(wrap(Face::Regular, 10.0, "WWW", 1.0), ["W", "W", "W"]);
}
