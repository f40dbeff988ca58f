//! What a person reads stands in `src/text`, nowhere in drawing code.

use std::fs;
use std::path::{Path, PathBuf};

use tierwright_drawing::scene::Face;
use tierwright_drawing::scene::text::has_glyph;

/// The files that draw, without those of tests.
fn drawing_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The string literals of a source, without those of comments and of the tests at its end.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(it) = chars.next() {
        match it {
            '/' if chars.peek() == Some(&'/') => drop(chars.by_ref().find(|it| *it == '\n')),
            '\'' => {
                // A character, or the name of a lifetime.
                let mut ahead = chars.clone();
                let escaped = ahead.next() == Some('\\');
                if escaped || ahead.next() == Some('\'') {
                    chars.nth(usize::from(escaped));
                    chars.find(|it| *it == '\'');
                }
            }
            '"' => {
                let mut literal = String::new();
                while let Some(it) = chars.next().filter(|it| *it != '"') {
                    if it == '\\' {
                        chars.next();
                    } else {
                        literal.push(it);
                    }
                }
                found.push(literal);
            }
            _ => {}
        }
    }
    found
}

/// What stands in a literal beside its placeholders.
fn without_values(literal: &str) -> String {
    literal
        .split('{')
        .enumerate()
        .map(|(at, it)| if at == 0 { it } else { it.split_once('}').map_or("", |it| it.1) })
        .collect()
}

/// An id is made of small letters, digits, `-` and `.`; punctuation alone is no text.
fn is_text(literal: &str) -> bool {
    let said = without_values(literal);
    let is_id = said.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'));
    said.chars().any(char::is_alphabetic) && !is_id
}

#[test]
fn the_fonts_of_the_window_have_every_character_that_it_writes() {
    let mut files = drawing_files();
    let words = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/en")).unwrap();
    files.extend(words.map(|it| it.unwrap().path()));
    let mut missing = Vec::new();
    for path in files {
        let written = literals(&fs::read_to_string(&path).unwrap()).concat();
        let gaps: String = written.chars().filter(|it| !has_glyph(Face::Regular, *it)).collect();
        if !gaps.is_empty() {
            missing.push(format!("{}: {gaps}", path.display()));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_text_stands_in_drawing_code() {
    let files = drawing_files();
    assert!(files.len() > 100, "{} files", files.len());
    let mut found = Vec::new();
    for path in files {
        let texts = literals(&fs::read_to_string(&path).unwrap()).into_iter().filter(|it| is_text(it));
        found.extend(texts.map(|it| format!("{}: {it}", path.display())));
    }
    assert!(found.is_empty(), "move these to src/text:\n{}", found.join("\n"));
}

#[test]
fn a_text_is_told_from_an_id_and_from_punctuation() {
    let source = r#"let a = "Close"; // "no literal"
        let b = ['"', '\'']; let c: &'static str = "{name}: {value:.1}"; let d = "of {count}"; let e = "side-rail";
        let f = "and \"more\"";"#;
    let texts: Vec<String> = literals(source).into_iter().filter(|it| is_text(it)).collect();
    assert_eq!(texts, ["Close", "of {count}", "and more"]);
}
