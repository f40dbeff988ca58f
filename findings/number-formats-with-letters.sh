#!/usr/bin/env bash
# openpyxl 3.1.5, python-calamine, exceljs 4.4.0 and SheetJS 0.18.5: the number 12.5 in cells whose number formats have
# letters that are no parts of a date: escaped (`0.0\h`, as LibreOffice writes hours), as fill (`*d0`), as width (`0_d`).
# Guess: a number everywhere. Backslash, asterisk and underscore take the character after them out of the format, and all
# four leave letters in quotes and brackets alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 xlsx@0.18.5 >/dev/null
cat >write.py <<'PYTHON'
import openpyxl

book = openpyxl.Workbook()
for row, form in enumerate(['0.0"h"', "[Red]0.0", r"0.0\h", "*d0.0", "0.0_d"], 1):
    cell = book.active.cell(row, 1, 12.5)
    cell.number_format = form
book.save("formats.xlsx")
PYTHON
venv/bin/python write.py
cat >read.py <<'PYTHON'
import openpyxl
import python_calamine

rows = list(openpyxl.load_workbook("formats.xlsx").active.iter_rows())
print("openpyxl:", *(type(row[0].value).__name__ for row in rows))
sheet = python_calamine.CalamineWorkbook.from_path("formats.xlsx").get_sheet_by_index(0)
print("calamine:", *(type(row[0]).__name__ for row in sheet.to_python()))
PYTHON
cat >read.js <<'JS'
const ExcelJS = require("exceljs");
const SheetJS = require("xlsx");
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile("formats.xlsx");
  const rows = [1, 2, 3, 4, 5];
  const kind = (value) => (value instanceof Date ? "Date" : typeof value);
  console.log("exceljs:", ...rows.map((row) => kind(book.worksheets[0].getCell(row, 1).value)));
  const other = SheetJS.readFile("formats.xlsx", { cellDates: true });
  const sheet = other.Sheets[other.SheetNames[0]];
  console.log("SheetJS:", ...rows.map((row) => ({ d: "Date", n: "number" })[sheet[`A${row}`].t]));
})();
JS
seen=$(venv/bin/python read.py; node read.js)
expected='openpyxl: float float float datetime float
calamine: float float float float float
exceljs: number number Date Date Date
SheetJS: number number number Date number'
echo 'openpyxl 3.1.5, python-calamine 0.9.1, exceljs 4.4.0, SheetJS 0.18.5; formats 0.0"h", [Red]0.0, 0.0\h, *d0.0, 0.0_d'
echo "Quotes and brackets hide their letters from all four. Of the three marks that take one character out of a format,"
echo "exceljs knows none, so 12.5 hours as LibreOffice formats them are a day in January 1900 there; openpyxl and SheetJS"
echo "know the backslash and the underscore but not the asterisk. Only calamine reads a number in every row."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
