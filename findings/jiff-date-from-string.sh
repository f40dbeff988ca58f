#!/usr/bin/env bash
# jiff 1.0.2: what `"…".parse::<jiff::civil::Date>()` takes for a date.
# Guess: YYYY-MM-DD and nothing else; a text with a time or a zone in it is no date.
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
jiff = { version = "=1.0.2", default-features = false, features = ["std"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn main() {
    let texts = [
        "2024-01-31", "20240131", "2024-01-31T10:00", "2024-01-31[Asia/Tokyo]", "+002024-01-31", "2024-01-31T10:00Z",
        "2024-1-31", "2024-02-30",
    ];
    for text in texts {
        match text.parse::<jiff::civil::Date>() {
            Ok(date) => println!("{text}: {date}"),
            Err(_) => println!("{text}: refused"),
        }
    }
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='2024-01-31: 2024-01-31
20240131: 2024-01-31
2024-01-31T10:00: 2024-01-31
2024-01-31[Asia/Tokyo]: 2024-01-31
+002024-01-31: 2024-01-31
2024-01-31T10:00Z: refused
2024-1-31: refused
2024-02-30: refused'
echo "jiff 1.0.2"
echo "A civil date is read from any text that holds one: a time is dropped, and so is the name of a zone, which may say"
echo "that the day is another one there. Only a trailing Z is refused. Whoever wants one spelling asks for it with"
echo "Date::strptime or compares what is written back."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
