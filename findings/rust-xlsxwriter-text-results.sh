#!/usr/bin/env bash
# rust_xlsxwriter 0.102.0, read by calamine 0.38.0 and openpyxl 3.1.5: the stored result of a formula that gives text.
# Guess: `Formula::set_result` takes a text, so a text is stored, whatever it says; a formula such as ="00012" shows it.
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
rust_xlsxwriter = "=0.102.0"
calamine = "=0.38.0"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use calamine::Reader;
fn main() {
    for text in ["B12", "00012", "12e3", "nan", "Infinity"] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let formula = rust_xlsxwriter::Formula::new(format!("\"{text}\"")).set_result(text);
        book.add_worksheet().write_formula(0, 0, formula).unwrap();
        let name = format!("{text}.xlsx");
        book.save(&name).unwrap();
        let mut read: calamine::Xlsx<_> = calamine::open_workbook(&name).unwrap();
        println!("calamine, {text}: {:?}", read.worksheet_range_at(0).unwrap().unwrap().get((0, 0)).unwrap());
    }
}
RUST
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
cat >"$folder/read.py" <<'PYTHON'
import openpyxl

for text in ["B12", "00012", "12e3", "nan", "Infinity"]:
    try:
        print(f"openpyxl, {text}: {openpyxl.load_workbook(text + '.xlsx', data_only=True).active['A1'].value!r}")
    except ValueError as error:
        print(f"openpyxl, {text}: the workbook is refused, {str(error).splitlines()[1]}")
PYTHON
cd "$folder"
seen=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet && venv/bin/python read.py)
expected='calamine, B12: String("B12")
calamine, 00012: Float(12.0)
calamine, 12e3: Float(12000.0)
calamine, nan: Float(NaN)
calamine, Infinity: Float(inf)
openpyxl, B12: '"'B12'"'
openpyxl, 00012: 12
openpyxl, 12e3: 12000.0
openpyxl, nan: the workbook is refused, This is most probably because the workbook source files contain some invalid XML.
openpyxl, Infinity: the workbook is refused, This is most probably because the workbook source files contain some invalid XML.'
echo "rust_xlsxwriter 0.102.0, calamine 0.38.0, openpyxl 3.1.5"
echo "A result is stored as a number wherever Rust can read one from the text. Leading zeros go; a name such as 12e3 becomes"
echo "12000; and the words nan, inf and infinity, numbers to Rust but to no workbook, make calamine give a float that is none"
echo "and openpyxl refuse the whole file, for XML that is sound. Where results are names, store the text and no formula."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
