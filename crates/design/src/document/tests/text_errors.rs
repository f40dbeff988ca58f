//! Texts that are no sound design: each gets a clear answer with its place, and none does harm.

use super::sample;
use crate::document::{Damage, MAX_TEXT_BYTES, OpenError, from_text, template, to_text};
use crate::model::{ComputerId, Document, TierId};
use crate::sources::Sourced;

/// The error for the sample with one spot changed.
fn changed(from: &str, to: &str) -> OpenError {
    let text = to_text(&sample());
    assert!(text.contains(from), "{from} is not in the sample");
    from_text(&text.replacen(from, to, 1)).unwrap_err()
}

fn damage(from: &str, to: &str) -> Damage {
    let err = changed(from, to);
    err.damage().unwrap_or_else(|| panic!("{err}")).clone()
}

/// The characters of the line from the caret on.
fn at_caret(damage: &Damage) -> String {
    damage.place.source_line.chars().skip(damage.place.caret).collect()
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let damage = damage("name: \"BTS01\"", "nmae: \"BTS01\"");
    assert_eq!(damage.place.field, "document.computers[11].nmae");
    assert!(at_caret(&damage).starts_with("nmae:"), "{damage}");
    assert!(damage.problem.contains("the record Computer has no field `nmae`"), "{damage}");
    assert!(damage.advice.contains("Known fields: name, slot"), "{damage}");
}

#[test]
fn the_message_shows_line_column_field_source_line_and_advice() {
    let message = changed("kind: Primary", "kind: Main").to_string();
    let text = to_text(&sample());
    let line = 1 + text.lines().position(|line| line.contains("Oslo")).unwrap();
    let expected = format!(
        "In line {line}, column 31, in document.sites[1].kind: `Main` is not a known value of SiteKind.\n\n\
         {line} |       1: (name: \"Oslo\", kind: Main),\n\
         {0} |                               ^\n\n\
         Known values: Primary, DisasterRecovery, Witness.",
        " ".repeat(line.to_string().len())
    );
    assert_eq!(message, expected);
}

#[test]
fn a_missing_field_is_named() {
    let damage = damage(", kind: Primary", "");
    assert_eq!(damage.place.field, "document.sites[1]");
    assert!(damage.problem.contains("the record Site ends here without its field `kind`"), "{damage}");
}

#[test]
fn wrong_types_say_what_is_needed() {
    for (from, to, field, needed) in [
        ("name: \"Oslo\"", "name: 5", "document.sites[1].name", "a text is needed"),
        ("production: true", "production: 1", "document.environment.production", "true or false is needed"),
        ("next_id: 40", "next_id: \"x\"", "document.next_id", "a whole number is needed"),
        ("next_id: 40", "next_id: -1", "document.next_id", "a smaller or a positive whole number is needed"),
        ("next_id: 40", "next_id: 4294967296", "document.next_id", "a smaller or a positive whole number is needed"),
        ("next_id: 40", "next_id: 1.5", "document.next_id", "needed"),
        ("[2],\n", "2,\n", "document.tier_rows[0]", "a list is needed"),
        ("sites: {", "sites: 5, tiers2: {", "document.sites", "a map is needed"),
        ("      1: (name", "      x: (name", "document.sites[x]", "a whole number is needed"),
        ("slot: (tier: 2, row: 0, column: 1)", "slot: 7", "document.computers[11].slot", "a record is needed"),
        ("Some(r#None)", "Mutual", "document.computers[10].dtc_authentication", "without `Some(…)`"),
        ("[BizTalkRuntime, EntSso]", "[BizTalkRuntime EntSso]", "document.computers[10].roles[0]", "a comma is needed"),
    ] {
        let damage = damage(from, to);
        assert_eq!(damage.place.field, field, "{from} -> {to}: {damage}");
        assert!(damage.problem.contains(needed), "{from} -> {to}: {damage}");
        assert!(!damage.advice.is_empty());
    }
}

#[test]
fn numbers_must_be_finite() {
    let value = format!("value: {:?}", 1.1 + 2.2);
    for wrong in ["inf", "-inf", "NaN", "1e999", "-1e999"] {
        let damage = damage(&value, &format!("value: {wrong}"));
        assert_eq!(damage.place.field, "document.computers[12].hardware.ram_gb.value", "{damage}");
        assert!(damage.problem.contains("not a finite number"), "{damage}");
    }
}

#[test]
fn a_key_given_twice_is_refused() {
    let twice = damage("11: (name", "10: (name");
    assert_eq!(twice.problem, "`10` is given twice in the same record");
    assert_eq!(twice.place.field, "document.computers[10]");
    let field = damage("kind: Primary", "kind: Primary, kind: Primary");
    assert_eq!(field.problem, "`kind` is given twice in the same record");
}

#[test]
fn records_that_contradict_each_other_are_refused_with_line_and_name() {
    let mut document = sample();
    document.computers.edit().get_mut(&ComputerId(11)).unwrap().slot.tier = TierId(30);
    let text = to_text(&document);
    let err = from_text(&text).unwrap_err();
    let line = 1 + text.lines().position(|line| line.contains("BTS01")).unwrap();
    let expected = format!("line {line}, BTS01 (computer-11): the slot refers to tier-30, which does not exist");
    assert!(err.to_string().starts_with("Its records contradict each other:"), "{err}");
    let OpenError::Contradictory { violations } = &err else { panic!("{err}") };
    assert_eq!(violations, std::slice::from_ref(&expected));
    assert!(err.to_string().contains(&expected));
}

#[test]
fn a_number_without_sense_is_refused_with_its_field_and_line() {
    let mut design = Document::default();
    design.workload.message_kb = Some(Sourced::entered(-5.0));
    let text = to_text(&design);
    let line = text.lines().position(|line| line.contains("message_kb")).unwrap() + 1;
    let OpenError::Contradictory { violations } = from_text(&text).unwrap_err() else { panic!("it was read") };
    let wanted = format!("line {line}, workload.message_kb is -5; allowed is 0.001 to 10000000");
    assert_eq!(violations, [wanted]);
}

#[test]
fn a_long_list_of_contradictions_is_cut_short() {
    let mut document = sample();
    document.sites.edit().clear();
    document.tiers.edit().clear();
    document.next_id = 0;
    let err = from_text(&to_text(&document)).unwrap_err().to_string();
    assert!(err.contains("\n- and ") && err.lines().count() < 10, "{err}");
}

#[test]
fn a_newer_version_is_refused_whatever_else_is_in_it() {
    for text in ["Tierwright(format_version: 2, document: (a: 1))", "Tierwright(format_version: 2, new!! \u{1} (((("] {
        let err = from_text(text).unwrap_err();
        assert!(matches!(err, OpenError::Newer { found: 2, newest: 1 }), "{err}");
        assert!(err.to_string().contains("Open it with a newer Tierwright"), "{err}");
    }
    let huge = from_text("Tierwright(format_version: 18446744073709551615)").unwrap_err();
    assert!(matches!(huge, OpenError::Newer { .. }), "{huge}");
    let zero = from_text("Tierwright(format_version: 0)").unwrap_err();
    assert!(matches!(zero, OpenError::UnknownVersion { found: 0 }), "{zero}");
}

#[test]
fn a_text_without_version_is_refused() {
    for text in [
        "Tierwright()",
        "Tierwright(document: ())",
        "Tierwright(document: (format_version: 1))",
        "Tierwright(format_version: one)",
        "Tierwright(format_version: -1)",
    ] {
        let err = from_text(text).unwrap_err();
        assert!(matches!(err, OpenError::NoVersion), "{text}: {err}");
    }
}

#[test]
fn other_texts_are_told_apart_from_designs() {
    for text in ["{\"a\": 1}", "<?xml version=\"1.0\"?><a/>", "(format_version: 1)", "Tierwright", "Design(1)", "hello"]
    {
        let err = from_text(text).unwrap_err();
        assert!(matches!(err, OpenError::NotADesign { .. }), "{text}: {err}");
    }
    let err = from_text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a/>").unwrap_err().to_string();
    assert!(err.contains("it starts with “<?xml version=\"1.0\" enco…”"), "{err}");
    for text in ["", " \n\t", "// only a remark\n", "\u{feff}"] {
        let err = from_text(text).unwrap_err();
        assert!(matches!(err, OpenError::Empty), "{text:?}: {err}");
    }
}

#[test]
fn text_after_the_design_is_refused() {
    let err = from_text(&format!("{}\nTierwright()", to_text(&Document::default()))).unwrap_err();
    assert!(err.to_string().contains("more text after the end"), "{err}");
}

#[test]
fn brackets_that_do_not_match_name_both_places() {
    let closed_wrong = damage("tier_rows: [", "tier_rows: (");
    assert!(closed_wrong.problem.contains("`]` does not match the `(` of line"), "{closed_wrong}");
    let left_over = from_text(&format!("{})", to_text(&sample()))).unwrap_err();
    assert!(left_over.to_string().contains("closes a bracket that was never opened"), "{left_over}");
}

#[test]
fn a_text_cut_off_anywhere_is_refused_with_a_place() {
    let text = to_text(&sample());
    let whole = text.trim_end().len();
    for end in (0..whole).filter(|end| text.is_char_boundary(*end)) {
        let err = from_text(&text[..end]).unwrap_err();
        match &err {
            OpenError::Damaged(damage) => assert!(damage.place.line >= 1, "cut at {end}: {err}"),
            OpenError::Empty | OpenError::NotADesign { .. } | OpenError::NoVersion => {}
            other => panic!("cut at {end}: {other}"),
        }
    }
    assert!(from_text(&text[..whole]).is_ok());
}

#[test]
fn any_byte_replaced_never_panics() {
    let text = to_text(&sample());
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = b"(\"]9/ \\"[at % 7];
        if let Ok(text) = String::from_utf8(bytes)
            && let Err(err) = from_text(&text)
        {
            assert!(!err.to_string().is_empty());
        }
    }
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let most = usize::try_from(MAX_TEXT_BYTES).unwrap();
    for opening in ["(", "[", "{", "Some(", "a:(", "[(", "/*", "r#\"", "'", "\"", "#![enable(", "1:[{"] {
        let text = format!("Tierwright(format_version: 1, document: {}", opening.repeat(100_000));
        let err = from_text(&text).unwrap_err();
        assert!(err.damage().is_some(), "{opening}: {err}");
    }
    let most_allowed = "(".repeat(most - 64);
    let err = from_text(&format!("Tierwright(format_version: 1, document: {most_allowed}")).unwrap_err();
    assert!(err.to_string().contains("more than 64 brackets"), "{err}");
    assert!(matches!(from_text(&most_allowed).unwrap_err(), OpenError::NotADesign { .. }));
}

#[test]
fn a_hundred_megabytes_of_parentheses_are_refused_unread() {
    let text = "(".repeat(100 * 1024 * 1024);
    let err = from_text(&text).unwrap_err();
    assert!(matches!(err, OpenError::TooLarge { size: 104_857_600, .. }), "{err}");
}

#[test]
fn nesting_up_to_the_limit_is_safe_in_every_place() {
    for opening in ["Some(", "[", "(", "{1:", "Derived(", "a("] {
        let closing = if opening == "[" {
            "]"
        } else if opening.starts_with('{') {
            "}"
        } else {
            ")"
        };
        let value = format!("{}{}", opening.repeat(58), closing.repeat(58));
        for (from, start) in [("next_id: 40", "next_id: "), ("Some(r#None)", ""), ("roles: [", "roles: [")] {
            let err = changed(from, &format!("{start}{value},"));
            assert!(err.damage().is_some(), "{opening} {from}: {err}");
        }
    }
}

#[test]
fn a_long_line_is_shown_around_the_spot() {
    let long = format!("name: \"{}\", kind: Main", "x".repeat(5000));
    let damage = damage("name: \"Oslo\", kind: Primary", &long);
    assert!(at_caret(&damage).starts_with("Main"), "{damage}");
    assert!(damage.place.source_line.chars().count() < 130, "{damage}");
    assert!(damage.place.source_line.starts_with('…'), "{damage}");
}

#[test]
fn numbers_outside_their_limits_are_no_contradiction_and_are_written_short() {
    let mut document = template("small-complete").unwrap().document.clone();
    document.workload.growth_percent_per_year = Some(Sourced::entered(1e308));
    let err = from_text(&to_text(&document)).unwrap_err().to_string();
    assert!(err.contains("It holds a number outside the limits:"), "{err}");
    assert!(err.contains("is 1e308; allowed is") && err.contains("Correct this number"), "{err}");
    assert!(!err.contains("merging") && !err.contains("contradict"), "{err}");
}

#[test]
fn line_ends_of_a_carriage_return_alone_are_refused_where_they_would_hide_text() {
    let text = to_text(&sample());
    for lone in [text.replace('\n', "\r"), text.replacen('\n', "\r", 1), text.replacen("sites: {\n", "sites: {\r", 1)] {
        let err = from_text(&lone).unwrap_err();
        let damage = err.damage().unwrap_or_else(|| panic!("{err}"));
        assert!(damage.problem.contains("carriage return alone (CR)") && damage.advice.contains("LF"), "{damage}");
    }
    assert!(from_text(&text.replace('\n', "\r\n")).unwrap() == sample());
    let named = from_text(&text.replacen("Oslo", "Os\rlo", 1)).unwrap();
    assert!(named.sites.values().any(|site| site.name == "Os\rlo"), "in a text it is a character like others");
}

#[test]
fn names_without_a_character_to_see_are_refused_with_their_line() {
    let text = to_text(&sample());
    let line = 1 + text.lines().position(|line| line.contains("BTS01")).unwrap();
    for blank in ["", "  ", "\\t\\u{a0}", "\\u{0}"] {
        let message = changed("name: \"BTS01\"", &format!("name: \"{blank}\"")).to_string();
        let expected = format!("line {line}, computer-11: the name is empty; it needs at least one character");
        assert!(message.contains(&expected), "{message}");
    }
}
