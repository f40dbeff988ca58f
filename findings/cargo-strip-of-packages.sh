#!/usr/bin/env bash
# cargo 1.95.0: `strip` of a profile, and settings for single packages in the same profile.
# Guess: an override that says only `opt-level` changes only that; the program is still stripped, as the profile says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo=(cargo +1.95.0)
mkdir -p "$folder/program/src"
cd "$folder/program"
echo 'fn main() { println!("hello"); }' >src/main.rs
manifest='[package]
name = "program"
version = "0.0.0"
edition = "2024"
[profile.release]
strip = true'
# Symbols of the program, built with what else stands in its manifest.
symbols() {
  printf '%s\n%s\n' "$manifest" "$1" >Cargo.toml
  "${cargo[@]}" build --quiet --release
  { nm target/release/program 2>/dev/null || true; } | wc -l
}
plain=$(symbols '')
named=$(symbols $'[profile.release.package.program]\nopt-level = 1')
again=$(symbols $'[profile.release.package.program]\nopt-level = 1\nstrip = true')
star=$(symbols $'[profile.release.package."*"]\nopt-level = 1')
echo "$("${cargo[@]}" --version): any setting for a package takes the \`strip\` of the profile away from it, without a warning,"
echo "unless it says \`strip\` again. Settings for \"*\", which the packages of the workspace are not among, leave it. Programs"
echo "then carry their symbols, on Windows with names of folders."
echo "seen: symbols without settings for packages $plain, with opt-level for the program $named, with opt-level and strip $again,"
echo "with opt-level for \"*\" $star"
[ "$plain" = 0 ] && [ "$star" = 0 ] && [ "$again" = 0 ] && [ "$named" -gt 100 ]
