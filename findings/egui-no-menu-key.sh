#!/usr/bin/env bash
# egui 0.36.2: which keys of a keyboard a program can be told of.
# Guess: all that winit knows and that stand on a usual keyboard; with F13 to F35 and the browser's back key among them,
# surely the menu key (the one that opens the context menu for people without a mouse), too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "trial"
version = "0.0.0"
edition = "2024"
[dependencies]
egui = { version = "=0.36.2", default-features = false }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use egui::Key;

/// The names that others give a key: of winit, of the web, and as people call it.
const KEYS: [(&str, &[&str]); 7] = [
    ("F35", &["F35"]),
    ("browser back", &["BrowserBack"]),
    ("insert", &["Insert"]),
    ("menu", &["ContextMenu", "Menu", "Application", "Apps"]),
    ("print screen", &["PrintScreen"]),
    ("pause", &["Pause", "Break"]),
    ("scroll lock", &["ScrollLock"]),
];

fn main() {
    for (said, names) in KEYS {
        let is_known = |key: &&Key| names.iter().any(|name| key.name() == *name || Key::from_name(name) == Some(**key));
        match Key::ALL.iter().find(is_known) {
            Some(key) => println!("{said}: {key:?}"),
            None => println!("{said}: no key of egui"),
        }
    }
}
RUST
cargo build --quiet --manifest-path "$folder/Cargo.toml"
seen=$("$folder/target/debug/trial")
expected='F35: F35
browser back: BrowserBack
insert: Insert
menu: no key of egui
print screen: no key of egui
pause: no key of egui
scroll lock: no key of egui'
echo "egui 0.36.2"
echo "The menu key is not among egui's keys, so that egui-winit drops it and no event reaches the program: a context menu can"
echo "be opened from the keyboard by Shift+F10 only. Whoever promises the menu key has to take it from the window itself."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
