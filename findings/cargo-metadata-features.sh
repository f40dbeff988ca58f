#!/usr/bin/env bash
# cargo 1.95.0: which crates are in a program, as `cargo metadata` tells it, for a bill of materials.
# Guess: what can be reached from the program by normal dependencies of the resolved graph is what is built into it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo=(cargo +1.95.0)
mkdir -p "$folder/program/src" "$folder/other/src"
printf '[workspace]\nmembers = ["program", "other"]\nresolver = "3"\n' >"$folder/Cargo.toml"
cat >"$folder/program/Cargo.toml" <<'TOML'
[package]
name = "program"
version = "0.0.0"
edition = "2024"
[dependencies]
serde_json = { version = "=1.0.154", default-features = false, features = ["alloc"] }
TOML
cat >"$folder/other/Cargo.toml" <<'TOML'
[package]
name = "other"
version = "0.0.0"
edition = "2024"
[dev-dependencies]
serde_json = { version = "=1.0.154", features = ["preserve_order"] }
TOML
echo 'fn main() { println!("{}", serde_json::json!({ "a": 1 })); }' >"$folder/program/src/main.rs"
touch "$folder/other/src/lib.rs"
cd "$folder"
told=$("${cargo[@]}" metadata --quiet --format-version 1 | python3 -c '
import json, sys
data = json.load(sys.stdin)
names = {it["id"]: it["name"] for it in data["packages"]}
nodes = {it["id"]: it for it in data["resolve"]["nodes"]}
open_, seen = [key for key, name in names.items() if name == "program"], set()
while open_:
    key = open_.pop()
    if key not in seen:
        seen.add(key)
        open_ += [it["pkg"] for it in nodes[key]["deps"] if any(kind["kind"] is None for kind in it["dep_kinds"])]
print("indexmap" in {names[key] for key in seen})')
tree=$("${cargo[@]}" tree --quiet --package program --edges normal --prefix none | grep -c '^indexmap ' || true)
built=$("${cargo[@]}" build --package program 2>&1 | grep -c 'Compiling indexmap ' || true)
seen="metadata reaches indexmap: $told; cargo tree --edges normal names it: $tree times; a build compiles it: $built times"
expected="metadata reaches indexmap: True; cargo tree --edges normal names it: 0 times; a build compiles it: 0 times"
"${cargo[@]}" --version
echo "cargo metadata unites the features of all members of a workspace, those asked for by dev-dependencies included,"
echo "whichever package is built: following normal dependencies from a program leads to crates that are not in it."
echo "cargo tree with --package and --edges normal uses the features that a build uses."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
