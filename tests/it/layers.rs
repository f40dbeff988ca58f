//! What the crates cannot say: within a crate the screen only reads, and only a few files touch the disk.
//!
//! Who may use whom is said by the `[dependencies]` of the crates and the `use` lines at the top of their `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// What the screen must not touch although it may read the module: it never changes a design nor a file.
const SCREEN_MUST_NOT: &[&str] =
    &["crate::app", "edit::apply", "History", "std::fs", "rfd::", "document::save", "document::open"];

/// The files that may read and write files of the person.
const MAY_TOUCH_THE_DISK: &[&str] = &[
    "crates/design/src/document",
    "crates/papers/src/bundle/verify.rs",
    "crates/papers/src/export/write.rs",
    "crates/exchange/src/load.rs",
];

/// Crates whose dependencies must never lead to the window's libraries.
const WITHOUT_WINDOW: &[&str] =
    &["availability", "design", "engine", "rules", "drawing", "papers", "exchange", "session"];

#[test]
fn the_screen_reads_and_never_writes() {
    let mut breaches = Vec::new();
    for (path, line_number, line) in lines_of("crates/window/src/ui") {
        for forbidden in SCREEN_MUST_NOT {
            if line.contains(forbidden) && !line.trim_start().starts_with("//") {
                breaches.push(format!("{}:{line_number}: {forbidden}", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn only_files_and_exports_touch_the_disk() {
    let mut breaches = Vec::new();
    for folder in ["availability", "design", "engine", "rules", "drawing", "papers", "exchange", "session"] {
        for (path, line_number, line) in lines_of(&format!("crates/{folder}/src")) {
            let may = MAY_TOUCH_THE_DISK.iter().any(|it| path.starts_with(root().join(it)));
            if line.split("//").next().unwrap_or_default().contains("std::fs") && !may {
                breaches.push(format!("{}:{line_number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn no_crate_but_the_window_asks_for_a_library_of_the_window() {
    for name in WITHOUT_WINDOW {
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        for library in ["egui", "eframe", "rfd", "tierwright-session", "tierwright-window"] {
            let asks = manifest.lines().any(|line| line.starts_with(library));
            assert!(!asks, "crates/{name} asks for {library}");
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a folder without its tests.
fn lines_of(folder: &str) -> Vec<(PathBuf, usize, String)> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    assert!(!files.is_empty(), "{folder} has no files");
    let mut lines = Vec::new();
    for file in files {
        let is_test = file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs");
        if is_test {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        lines.extend(code.lines().enumerate().map(|(index, line)| (file.clone(), index + 1, line.to_owned())));
    }
    lines
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}
