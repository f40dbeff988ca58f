//! No figure that is shown or written is "not a number" or infinite, however far a design goes to its limits.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser as _;
use serde_json::Value;
use tierwright::cli::{Cli, Streams, run};
use tierwright_availability::Patience;
use tierwright_design::document::{from_text, template, to_text};
use tierwright_design::testing::{Lcg, any_design};

/// Every number of a file is tried as one of these; those outside its limits are refused when it is read.
const EXTREMES: [&str; 18] = [
    "-100",
    "0",
    "0.0",
    "0.001",
    "0.01",
    "0.05",
    "0.1",
    "0.5",
    "1",
    "20",
    "100",
    "1000",
    "1024",
    "8760",
    "65536",
    "525600",
    "1000000",
    "1000000000000",
];

/// What stands behind `value: ` in a text: the numbers that somebody has stated.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let starts = text.match_indices("value: ").map(|(at, word)| at + word.len());
    let is_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | '-' | 'e');
    starts
        .map(|start| (start, start + text[start..].find(|it| !is_number(it)).unwrap_or(0)))
        .filter(|(start, end)| end > start)
        .collect()
}

/// The same text with some numbers written otherwise; `of` chooses by position.
fn with(text: &str, numbers: &[(usize, usize)], of: impl Fn(usize) -> Option<&'static str>) -> String {
    let mut changed = text.to_owned();
    for (position, (start, end)) in numbers.iter().enumerate().rev() {
        if let Some(number) = of(position) {
            changed.replace_range(*start..*end, number);
        }
    }
    changed
}

/// Everything that the program prints about a design and writes as text, by command.
fn said(text: &str, folder: &Path) -> Vec<(String, String)> {
    let design = folder.join("design.ron");
    std::fs::write(&design, text).unwrap();
    let design = design.to_str().unwrap();
    let out = folder.join("out");
    std::fs::create_dir_all(&out).unwrap();
    let fails = from_text(text).unwrap().computers.keys().next().map(|id| format!("computer-{}", u32::from(*id)));
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["check", "--format", "text"],
        vec!["check", "--format", "json"],
        vec!["check", "--format", "sarif"],
        vec!["capacity"],
        vec!["capacity", "--format", "json"],
        vec!["sweep", "--format", "json"],
        // Not every computer has a font for the names of these designs.
        vec!["export", "--to", "svg,mef", "--replace-missing", "--output", out.to_str().unwrap()],
    ];
    if let Some(fails) = &fails {
        commands.push(vec!["simulate", "--format", "json", "--fail", fails]);
        commands.push(vec!["simulate", "--fail", fails]);
    }
    let mut said = Vec::new();
    for command in commands {
        let args =
            ["tierwright"].iter().chain(&command[..1]).copied().chain([design]).chain(command[1..].iter().copied());
        let (mut printed, mut complaint) = (Vec::new(), Vec::new());
        let today = "2026-01-31".to_owned();
        let command_line = Cli::try_parse_from(args).unwrap().command.unwrap();
        let code = run(
            command_line,
            &mut Streams { out: &mut printed, err: &mut complaint, today, patience: Patience::endless() },
        );
        let complaint = String::from_utf8(complaint).unwrap();
        assert!(code <= 1, "{command:?} ended with {code}: {complaint}\n{text}");
        said.push((command.join(" "), String::from_utf8(printed).unwrap()));
    }
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        said.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        std::fs::remove_file(path).unwrap();
    }
    said
}

/// A word that only a number without a value is written as.
fn bad_word(text: &str) -> Option<&str> {
    text.split(|it: char| !it.is_alphanumeric())
        .find(|it| matches!(*it, "NaN" | "nan" | "inf" | "Infinity" | "infinity"))
}

/// The ways to everything that is absent in a JSON text: so it writes numbers that are none.
fn absent(text: &str) -> BTreeSet<String> {
    fn walk(value: &Value, way: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Null => drop(found.insert(way.to_owned())),
            Value::Array(items) => items.iter().for_each(|it| walk(it, &format!("{way}[]"), found)),
            Value::Object(fields) => fields.iter().for_each(|(key, it)| walk(it, &format!("{way}.{key}"), found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        walk(&value, "", &mut found);
    }
    found
}

/// `may_be_absent`: where a JSON text may leave a figure out; `None` = anywhere.
fn assert_finite(text: &str, folder: &Path, may_be_absent: Option<&BTreeSet<String>>) {
    for (what, said) in said(text, folder) {
        if let Some(word) = bad_word(&said) {
            let line = said.lines().find(|line| bad_word(line).is_some()).unwrap();
            panic!("{what} says {word} in {line:?} of\n{text}");
        }
        let Some(may_be_absent) = may_be_absent else { continue };
        let new: Vec<String> = absent(&said).difference(may_be_absent).cloned().collect();
        assert!(new.is_empty(), "{what} leaves out {new:?} of\n{text}");
    }
}

/// What a design with nothing stated, and what one with everything stated, leaves out.
fn usually_absent(folder: &Path) -> BTreeSet<String> {
    let kept = include_str!("../fixtures/format/v1-0.2.0.ron").to_owned();
    let texts = ["large", "large-complete", "empty", "single"].iter().filter_map(|key| template(key));
    let texts = texts.map(|it| to_text(&it.document)).chain([kept]);
    texts.flat_map(|text| said(&text, folder)).flat_map(|(_, said)| absent(&said)).collect()
}

#[test]
fn nothing_that_is_not_a_number_is_shown_or_written_at_the_limits_of_every_number() {
    let folder = tempfile::tempdir().unwrap();
    let usual = usually_absent(folder.path());
    for text in [
        include_str!("../fixtures/format/v1-0.2.0.ron").to_owned(),
        to_text(&template("large-complete").unwrap().document),
    ] {
        let numbers = numbers(&text);
        assert!(numbers.len() > 30, "{}", numbers.len());
        let allowed: Vec<Vec<&'static str>> = (0..numbers.len())
            .map(|at| {
                let fits = |number: &&'static str| from_text(&with(&text, &numbers[at..=at], |_| Some(number))).is_ok();
                let mut fitting: Vec<&'static str> = Vec::new();
                fitting.extend(EXTREMES.iter().copied().find(|it| fits(it)));
                fitting.extend(EXTREMES.iter().copied().rev().find(|it| fits(it)));
                fitting
            })
            .collect();
        let smallest = with(&text, &numbers, |at| allowed[at].first().copied());
        let largest = with(&text, &numbers, |at| allowed[at].last().copied());
        assert_finite(&smallest, folder.path(), Some(&usual));
        assert_finite(&largest, folder.path(), Some(&usual));
        for seed in 0..4 {
            let picks: Vec<usize> = {
                let mut dice = Lcg::new(seed ^ 0x00f1_0a7e);
                (0..numbers.len()).map(|_| dice.below(3)).collect()
            };
            let mixed = with(&text, &numbers, |at| match picks[at] {
                0 => allowed[at].first().copied(),
                1 => allowed[at].last().copied(),
                _ => None,
            });
            assert_finite(&mixed, folder.path(), Some(&usual));
        }
    }
}

#[test]
fn nothing_that_is_not_a_number_is_shown_or_written_about_designs_of_every_kind() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..12 {
        assert_finite(&to_text(&any_design(seed)), folder.path(), None);
    }
}
