//! House rules that a compiler does not check: headers, sizes, module list, words that promise something for later.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, tests in sibling files excluded. Longer ones are split by topic.
const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src"), root().join("crates"), root().join("tests"), root().join("benches")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_file_starts_by_saying_what_it_is_for() {
    let missing: Vec<String> = rust_files()
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = rust_files()
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["todo!(", "unimplemented!(", "FIXME", "#[ignore"];
    let mut found = Vec::new();
    for path in rust_files().into_iter().filter(|path| !path.ends_with("tidy.rs")) {
        for (index, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}: {}", path.display(), index + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_architecture_document_mentions_every_crate_and_module() {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let mut missing = Vec::new();
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    for folder in crates.chain([root().to_owned()]) {
        let library = fs::read_to_string(folder.join("src/lib.rs")).unwrap();
        let modules = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        let name = folder.strip_prefix(root()).unwrap().display().to_string();
        let names = modules.chain(Some(name.as_str()).filter(|it| !it.is_empty()));
        missing.extend(names.filter(|it| !text.contains(&format!("`{it}`"))).map(str::to_owned));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// Fields of a record above which only its constructor writes them all out.
const MOST_FIELDS: usize = 8;

#[test]
fn a_new_field_of_a_record_touches_one_constructor() {
    let home = root().join("crates/design/src/model");
    let model: Vec<PathBuf> = rust_files().into_iter().filter(|it| it.starts_with(&home)).collect();
    let large: Vec<String> = model.iter().flat_map(|it| large_records(&fs::read_to_string(it).unwrap())).collect();
    assert!(large.iter().any(|it| it == "Computer"), "{large:?}");
    let mut found = Vec::new();
    for path in rust_files().into_iter().filter(|it| !model.contains(it)) {
        let text = fs::read_to_string(&path).unwrap();
        let is_test = path.ends_with("tests.rs")
            || path.components().any(|it| it.as_os_str() == "tests" || it.as_os_str() == "benches");
        let code = if is_test { "" } else { text.split("#[cfg(test)]\nmod ").next().unwrap_or_default() };
        let whole = large.iter().filter(|record| written_out(code, record));
        found.extend(whole.map(|record| format!("{}: {record}", path.display())));
    }
    assert!(found.is_empty(), "write `..Record::new(…)` instead:\n{}", found.join("\n"));
}

/// The public structs of a file with many public fields.
fn large_records(text: &str) -> Vec<String> {
    let structs = text.split("\npub struct ").skip(1).filter_map(|rest| rest.split_once(" {\n"));
    let fields = |body: &str| body.split("\n}").next().unwrap_or_default().matches("\n    pub ").count();
    structs.filter(|(_, body)| fields(&format!("\n{body}")) > MOST_FIELDS).map(|(name, _)| name.to_owned()).collect()
}

/// Whether code that imports a record of the model holds a literal of it without a rest (`..`). Patterns of records
/// with many fields have a rest as well.
fn written_out(code: &str, record: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut imports = code.split("\nuse ").skip(1).filter(|it| it.contains("model::"));
    if !imports.any(|it| it.split(';').next().is_some_and(|names| names.split(|c| !is_word(c)).any(|it| it == record)))
    {
        return false;
    }
    code.match_indices(&format!("{record} {{\n")).any(|(at, _)| {
        let line = code[..at].lines().last().unwrap_or_default();
        let is_other =
            line.ends_with(is_word) || line.contains("fn ") || line.contains("impl") || line.ends_with("-> ");
        let closing = format!("\n{}}}", " ".repeat(line.len() - line.trim_start().len()));
        let body = code[at..].split(&closing).next().unwrap_or_default();
        !is_other && !body.lines().any(|line| line.trim_start().starts_with(".."))
    })
}

#[test]
fn git_converts_no_line_end_of_what_is_built_in() {
    let attributes = fs::read_to_string(root().join(".gitattributes")).unwrap();
    assert!(attributes.lines().any(|line| line == "* -text"), "{attributes}");
    for folder in ["assets", "templates"] {
        let mut folders = vec![root().join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "ron") {
                    assert!(!fs::read(&path).unwrap().contains(&b'\r'), "{}", path.display());
                }
            }
        }
    }
}

#[test]
fn no_package_with_a_program_has_settings_of_its_own_in_a_profile_that_strips() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    // With any, cargo leaves the symbols in (`findings/cargo-strip-of-packages.sh`).
    let with_program = ["tierwright", "tierwright-launcher"];
    let own = with_program.iter().flat_map(|it| ["release", "dist"].map(|of| format!("[profile.{of}.package.{it}]")));
    let found: Vec<String> = own.filter(|it| manifest.lines().any(|line| line.trim() == it)).collect();
    assert!(manifest.contains("strip = true"), "programs keep their symbols");
    assert_eq!(found, Vec::<String>::new());
}
