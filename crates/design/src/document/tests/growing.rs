//! The format grows by optional fields and new names: old files keep opening, old programs say what they miss.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::sample;
use crate::document::format::write;
use crate::document::names::NameKind;
use crate::document::place::{Walk, line_and_column};
use crate::document::scan::{Bracket, TokenKind, Tokens};
use crate::document::since::{ends_with, for_each_word};
use crate::document::{Damage, OpenError, Release, Version, from_text, releases, to_text};
use crate::model::{ChecklistEntry, Document, DrillDuration};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/format")
}

/// The kept files of format version 1: the first one, and one for each version that brought something new.
fn kept() -> Vec<String> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == "ron")).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The message about a text in which the bytes from `start` to `end` are others, and the line of `start`.
fn with(text: &str, start: usize, end: usize, other: &str) -> (Result<Document, OpenError>, usize) {
    let changed = format!("{}{other}{}", &text[..start], &text[end..]);
    (from_text(&changed), line_and_column(text, start).0)
}

/// What [`with`] refuses as one damaged spot.
fn refused(text: &str, start: usize, end: usize, other: &str) -> Damage {
    let (result, line) = with(text, start, end, other);
    let err = result.expect_err(&format!("{other} in line {line} was accepted"));
    let damage = err.damage().unwrap_or_else(|| panic!("{other} in line {line}: {err}")).clone();
    assert_eq!(damage.place.line, line, "{damage}");
    damage
}

/// Byte offsets behind the opening bracket of each record with named fields.
fn records(text: &str) -> Vec<usize> {
    let tokens: Vec<_> = Tokens::new(text).map(Result::unwrap).collect();
    let is_record = |at: usize| {
        let kinds: Vec<TokenKind> = tokens[at..].iter().take(3).map(|it| it.kind).collect();
        kinds == [TokenKind::Open(Bracket::Round), TokenKind::Word, TokenKind::Colon]
    };
    (0..tokens.len()).filter(|at| is_record(*at)).map(|at| tokens[at].start + 1).collect()
}

#[test]
fn an_unknown_field_of_any_record_is_refused_with_its_name_and_line() {
    for text in kept() {
        let records = records(&text);
        assert!(records.len() > 200, "{}", records.len());
        for start in records {
            let damage = refused(&text, start, start, "bogus: 1, ");
            assert!(damage.problem.contains("has no field `bogus`"), "{damage}");
            assert!(damage.place.field.ends_with("bogus"), "{damage}");
        }
    }
}

#[test]
fn an_unknown_rule_row_or_figure_is_refused_with_its_name_and_line() {
    let text = &kept()[0];
    for (known, other, field, listed) in [
        ("HOST-001", "HOST-999", "document.waivers[0].rule", "Known here: HOST-001, HOST-002"),
        ("HOST-001", "Hosts", "document.waivers[0].rule", "ADP-…, AG-…"),
        ("HA-1", "HA-99", "document.checklist[\"HA-99\"]", "Known here: HA-1, HA-10"),
        ("HA-1", "HA-1/computer-3", "document.checklist[\"HA-1/computer-3\"]", "HA-2"),
        ("server-mttf", "server-mtbf", "document.availability.figures[0].input", "server-mttf, server-repair"),
    ] {
        let start = text.find(&format!("\"{known}\"")).unwrap() + 1;
        let damage = refused(text, start, start + known.len(), other);
        assert!(damage.problem.contains(&format!("`{other}` is not a known ")), "{damage}");
        assert_eq!(damage.place.field, field);
        assert!(damage.advice.contains(listed), "{damage}");
    }
    let known = "SQL Server failover";
    let start = text.find(known).unwrap();
    let damage = refused(text, start, start + known.len(), "SQL Server move");
    assert!(damage.problem.contains("“SQL Server move” is not a known duration of a drill; known are SQL"), "{damage}");
    let start = text.find("\"HA-1\"").unwrap() + 1;
    assert!(with(text, start, start + 4, "DRILL-3/failover-cluster-18").0.is_ok());
}

#[test]
fn a_file_that_needs_a_newer_program_says_so_whatever_is_in_it() {
    let text = to_text(&sample()).replacen("document: (", "needs: \"99.1.0\",\n  document: (bogus: 1,", 1);
    let err = from_text(&text).unwrap_err();
    let this = Version::of_this_program();
    assert!(matches!(err, OpenError::MadeByNewer { .. }), "{err}");
    let wanted = format!(
        "It was made by a newer Tierwright: it uses what came with version 99.1.0, and this is version {this}. \
         Open it with Tierwright 99.1.0 or newer. Nothing was changed."
    );
    assert_eq!(err.to_string(), wanted);
    assert!(from_text(&text.replace("99.1.0", "0.0.1")).unwrap_err().to_string().contains("has no field `bogus`"));
    let without = text.replace("bogus: 1,", "");
    assert!(from_text(&without.replace("99.1.0", "0.0.1")).unwrap() == sample());
    let err = from_text(&without.replace("99.1.0", "next year")).unwrap_err().to_string();
    assert!(err.contains("in needs: “next year” is not a version"), "{err}");
}

#[test]
fn a_file_says_what_it_needs_only_when_it_uses_something_newer() {
    let release = |since: &str, words: &[&str]| Release {
        since: Version::parse(since).unwrap(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Release::default()
    };
    let mut table = vec![release("0.1.0", &["computers[].name"]), release("0.2.0", &["computers[].gpu", "tiers[].os"])];
    let mut design = sample();
    assert_eq!(write(&design, &table).unwrap(), to_text(&design));
    table.push(release("0.3.0", &["sites[].kind: Primary"]));
    table.push(release("0.4.0", &["sites[].kind: Secondary", "biztalk_groups[].kind: Primary"]));
    let text = write(&design, &table).unwrap();
    assert!(text.contains("\n  format_version: 1,\n  needs: \"0.3.0\",\n  document: (\n"), "{text}");
    table.push(release("0.5.0", &["hardware.ram_gb"]));
    assert!(write(&design, &table).unwrap().contains("needs: \"0.5.0\""));
    let rules = vec!["HOST-001".to_owned()];
    let rows = vec!["HA-1".to_owned()];
    table =
        vec![Release::default(), Release { rules, ..release("0.6.0", &[]) }, Release { rows, ..release("0.7.0", &[]) }];
    assert_eq!(write(&design, &table).unwrap(), to_text(&design));
    design.checklist.insert("HA-1".to_owned(), ChecklistEntry::default());
    assert!(write(&design, &table).unwrap().contains("needs: \"0.7.0\""));
}

/// Every field and every value that this program knows where the kept files have one, found by writing wrong ones.
fn known_words() -> BTreeSet<String> {
    let (mut known, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for text in kept() {
        let mut walk = Walk::default();
        let mut tokens = Tokens::new(&text).map(Result::unwrap).peekable();
        while let Some(token) = tokens.next() {
            let is_key = tokens.peek().is_some_and(|next| next.kind == TokenKind::Colon);
            let way = walk.word(token, is_key);
            walk.step(token);
            if token.kind != TokenKind::Word || matches!(token.text, "Tierwright" | "Some" | "None" | "true" | "false")
            {
                continue;
            }
            let is_field = way.ends_with(token.text) && !way.contains(": ");
            let place = way.strip_suffix(token.text).unwrap().to_owned();
            if asked.insert(place.clone()) {
                let end = if is_field { token.start } else { token.start + token.text.len() };
                let damage = refused(&text, token.start, end, if is_field { "bogus: 1, " } else { "Bogus" });
                let listed = damage.advice.split_once("s: ").unwrap_or_else(|| panic!("{damage}")).1;
                let listed = listed.split('.').next().unwrap();
                known.extend(listed.split(", ").map(|word| format!("{place}{word}")));
            }
        }
    }
    known
}

#[test]
fn whatever_the_first_version_did_not_know_is_listed_with_its_version() {
    let first = fs::read_to_string(folder().join("v1.words")).unwrap();
    let first: BTreeMap<String, Vec<String>> = ron::from_str(&first).unwrap();
    let first = first.iter().flat_map(|(place, words)| words.iter().map(move |word| format!("{place}{word}")));
    let first: BTreeSet<String> = first.collect();
    let known = known_words();
    let gone: Vec<&String> = first.difference(&known).collect();
    assert!(gone.is_empty(), "files of format version 1 use this and would no longer open: {gone:#?}");
    let listed: Vec<&String> = releases().iter().flat_map(|it| &it.words).collect();
    // What stands in a new field is as new as the field.
    let ways = |word: &String| {
        let cuts = word.match_indices(['.', ':', '[']).map(|(at, _)| at).chain([word.len()]);
        cuts.map(|at| word[..at].to_owned()).collect::<Vec<_>>()
    };
    let is_listed = |word: &String| ways(word).iter().any(|way| listed.iter().any(|it| ends_with(way, it)));
    let unlisted: Vec<&String> = known.difference(&first).filter(|word| !is_listed(word)).collect();
    assert!(unlisted.is_empty(), "older programs do not know this; name it in assets/format.ron: {unlisted:#?}");
    let mut used = BTreeSet::new();
    for text in kept() {
        for_each_word(&text, |_, way| {
            used.insert(way());
            ControlFlow::Continue(())
        });
    }
    let unused: Vec<&&String> = listed.iter().filter(|it| !used.iter().any(|way| ends_with(way, it))).collect();
    assert!(unused.is_empty(), "no kept file in tests/fixtures/format uses this: {unused:#?}");
}

#[test]
fn versions_stand_in_order_and_no_name_stands_twice() {
    assert!(releases().is_sorted_by(|a, b| a.since < b.since));
    assert!(releases()[0].words.is_empty(), "the words of the first version are in v1.words");
    let durations: BTreeSet<&str> = releases().iter().flat_map(|it| &it.durations).map(String::as_str).collect();
    assert!(DrillDuration::ALL.iter().all(|it| durations.contains(it.key())), "name durations in assets/format.ron");
    for kind in [NameKind::Rule, NameKind::Row, NameKind::Figure, NameKind::Duration] {
        let names: Vec<&String> = releases().iter().flat_map(|it| it.names(kind)).collect();
        let once: BTreeSet<&&String> = names.iter().collect();
        assert!(!names.is_empty() && once.len() == names.len(), "{kind:?}");
    }
}
