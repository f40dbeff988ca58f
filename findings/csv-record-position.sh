#!/usr/bin/env bash
# csv 1.4.0: where a record starts, as the reader tells it.
# Guess: `position().line()` is the line in which the record starts, whatever ends the lines.
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
csv = "=1.4.0"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn main() {
    for (name, end) in [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")] {
        for (kind, lines) in [("no blank line", ["a,b", "c,d", "e,f"]), ("a blank line in the middle", ["a,b", "", "e,f"])] {
            let text = lines.join(end);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let starts: Vec<(u64, u64)> = reader
                .records()
                .map(|record| record.unwrap().position().map(|it| (it.line(), it.byte())).unwrap())
                .collect();
            println!("{name}, {kind}: (line, byte) of each record {starts:?}");
        }
    }
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='LF, no blank line: (line, byte) of each record [(1, 0), (2, 4), (3, 8)]
LF, a blank line in the middle: (line, byte) of each record [(1, 0), (2, 4)]
CRLF, no blank line: (line, byte) of each record [(1, 0), (1, 4), (2, 9)]
CRLF, a blank line in the middle: (line, byte) of each record [(1, 0), (1, 4)]
CR, no blank line: (line, byte) of each record [(1, 0), (1, 4), (1, 8)]
CR, a blank line in the middle: (line, byte) of each record [(1, 0), (1, 4)]'
echo "csv 1.4.0"
echo "The position of a record is where the reader stood when it began to look for it: the line feed of a CRLF before it"
echo "and blank lines are still ahead. With CRLF every line number after the first record is one too small, a record after"
echo "a blank line is said to start in the blank line, and carriage returns alone are never counted."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
