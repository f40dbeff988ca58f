//! Who may use whom: each layer names the layers below it, and nothing else may be used.

use std::fs;
use std::path::{Path, PathBuf};

/// A top-level module and the ones it may use. Everyone may use what stands in `FREE`.
struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
}

/// Modules without dependencies of their own.
const FREE: &[&str] = &["geometry", "calendar", "clock", "digest", "memo"];

const LAYERS: &[Layer] = &[
    Layer { name: "geometry", may_use: &[] },
    Layer { name: "calendar", may_use: &[] },
    Layer { name: "clock", may_use: &[] },
    Layer { name: "digest", may_use: &[] },
    Layer { name: "memo", may_use: &[] },
    Layer { name: "sources", may_use: &[] },
    Layer { name: "availability", may_use: &["sources"] },
    Layer { name: "model", may_use: &["sources"] },
    Layer { name: "edit", may_use: &["model", "sources"] },
    Layer { name: "document", may_use: &["model", "sources"] },
    Layer { name: "dependency", may_use: &["model", "sources", "availability"] },
    Layer { name: "capacity", may_use: &["model", "sources", "dependency"] },
    Layer { name: "drill", may_use: &["model", "sources", "availability", "dependency", "capacity"] },
    Layer { name: "downtime", may_use: &["model", "sources", "availability", "dependency", "rules", "edit"] },
    Layer { name: "rules", may_use: &["model", "sources", "dependency", "edit", "capacity"] },
    Layer { name: "checklist", may_use: &["model", "sources", "rules"] },
    Layer { name: "analysis", may_use: &["model", "sources", "dependency", "rules", "capacity", "checklist", "scene"] },
    Layer { name: "scene", may_use: &["model"] },
    Layer {
        name: "report",
        may_use: &["model", "sources", "drill", "rules", "capacity", "checklist", "analysis", "downtime"],
    },
    Layer {
        name: "export",
        may_use: &[
            "model",
            "sources",
            "availability",
            "rules",
            "capacity",
            "checklist",
            "analysis",
            "scene",
            "report",
            "downtime",
        ],
    },
    Layer {
        name: "cli",
        may_use: &[
            "model",
            "sources",
            "document",
            "availability",
            "dependency",
            "drill",
            "edit",
            "rules",
            "capacity",
            "checklist",
            "analysis",
            "export",
        ],
    },
    Layer {
        name: "ui",
        may_use: &[
            "model",
            "sources",
            "document",
            "edit",
            "rules",
            "capacity",
            "checklist",
            "analysis",
            "scene",
            "export",
            "app",
            "downtime",
            "dependency",
            "drill",
        ],
    },
];

/// What the screen must not touch although it may read the module: it never changes a design nor a file.
const UI_MUST_NOT: &[&str] = &["edit::apply", "History", "std::fs", "rfd::", "document::save", "document::open"];

#[test]
fn every_layer_uses_only_layers_below_it() {
    let mut breaches = Vec::new();
    for layer in LAYERS {
        for (path, line_number, line) in lines_of(layer.name) {
            for used in modules_named_in(&line) {
                let known = LAYERS.iter().any(|it| it.name == used) || used == "app" || used == "testing";
                let allowed =
                    used == layer.name || FREE.contains(&used.as_str()) || layer.may_use.contains(&used.as_str());
                if known && !allowed && used != "testing" {
                    breaches.push(format!("{}:{line_number}: {} uses {used}", path.display(), layer.name));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_screen_reads_and_never_writes() {
    let mut breaches = Vec::new();
    for (path, line_number, line) in lines_of("ui") {
        for forbidden in UI_MUST_NOT {
            if line.contains(forbidden) && !line.trim_start().starts_with("//") {
                breaches.push(format!("{}:{line_number}: {forbidden}", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn only_the_window_knows_egui_and_only_files_and_app_touch_the_disk() {
    let mut breaches = Vec::new();
    for layer in LAYERS.iter().filter(|it| it.name != "ui") {
        for (path, line_number, line) in lines_of(layer.name) {
            let code = line.split("//").next().unwrap_or_default();
            let egui = code.contains("egui::") || code.contains("eframe::");
            let writes = path.ends_with("export/write.rs") || layer.name == "document";
            let disk = code.contains("std::fs") && !writes;
            if egui || disk {
                breaches.push(format!("{}:{line_number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// The lines of a module without its tests.
fn lines_of(module: &str) -> Vec<(PathBuf, usize, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source.join(module), &mut files);
    let single = source.join(format!("{module}.rs"));
    if single.exists() {
        files.push(single);
    }
    assert!(!files.is_empty(), "the module {module} has no files");
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

/// The top-level modules that a line names after `crate::`.
fn modules_named_in(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect())
        .collect()
}
