#!/usr/bin/env bash
# ron 0.12.3: a number in a file that is too large for the type of its field.
# Guess: refused with its place, as serde_json does; for a float as for an integer.
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
ron = "=0.12.3"
serde_json = "=1.0.145"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn said<T: std::fmt::Debug, E: std::fmt::Display>(read: Result<T, E>) -> String {
    read.map_or_else(|error| format!("refused, {error}"), |value| format!("read as {value:?}"))
}
fn main() {
    println!("ron, u8, 300: {}", said(ron::from_str::<u8>("300")));
    println!("ron, f64, 1e400: {}", said(ron::from_str::<f64>("1e400")));
    println!("ron, f32, 1e39: {}", said(ron::from_str::<f32>("1e39")));
    println!("ron, list of f64, [1.5, 1e400]: {}", said(ron::from_str::<Vec<f64>>("[1.5, 1e400]")));
    println!("serde_json, f64, 1e400: {}", said(serde_json::from_str::<f64>("1e400")));
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='ron, u8, 300: refused, 1:1-1:4: Integer is out of bounds
ron, f64, 1e400: read as inf
ron, f32, 1e39: read as inf
ron, list of f64, [1.5, 1e400]: read as [1.5, inf]
serde_json, f64, 1e400: refused, number out of range at line 1 column 5'
echo "ron 0.12.3"
echo "An integer that is too large is refused with its place; a float that is too large becomes infinite without a word."
echo "Whoever reads floats from RON has to look for infinity after reading, where line and column are gone."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
