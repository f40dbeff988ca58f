#!/usr/bin/env bash
# exceljs 4.4.0: a Date and a number in cells that have the same style, as openpyxl 3.1.5 reads the file.
# Guess: each Date is a day (exceljs gives a cell with a Date and without a number format the format mm-dd-yy), and each
# number stays a number, whatever stands in other cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 >/dev/null
cat >form.py <<'PYTHON'
import openpyxl
from openpyxl.styles import Alignment

book = openpyxl.Workbook()
book.active["A1"] = "due"
for place in ("A1", "B1"):
    book.active[place].alignment = Alignment(wrap_text=True)
book.save("form.xlsx")
PYTHON
venv/bin/python form.py
cat >fill.js <<'JS'
const ExcelJS = require("exceljs");
const day = new Date(Date.UTC(2027, 0, 15));
const write = async (name, fill) => {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet("fresh"));
  await book.xlsx.writeFile(name);
};
const both = (sheet, first, second) => {
  const style = { alignment: { wrapText: true } };
  for (const [place, value] of [["A1", first], ["B1", second]]) {
    sheet.getCell(place).style = style;
    sheet.getCell(place).value = value;
  }
};
(async () => {
  const form = new ExcelJS.Workbook();
  await form.xlsx.readFile("form.xlsx");
  form.worksheets[0].getCell("B1").value = day;
  await form.xlsx.writeFile("filled.xlsx");
  await write("alone.xlsx", (sheet) => both(sheet, null, day));
  await write("number-first.xlsx", (sheet) => both(sheet, 5, day));
  await write("day-first.xlsx", (sheet) => both(sheet, day, 5));
})();
JS
node fill.js
cat >read.py <<'PYTHON'
import openpyxl

cases = [
    ("alone", "a day, before it an empty cell of the same style"),
    ("number-first", "a day, before it a number in the same style"),
    ("filled", "a day in a form that was read, before it a text in the same style"),
    ("day-first", "the number 5, before it a day in the same style"),
]
for file, what in cases:
    cell = openpyxl.load_workbook(f"{file}.xlsx").active["B1"]
    print(f"{what}: {cell.value!r}, {cell.number_format}")
PYTHON
seen=$(venv/bin/python read.py)
expected="a day, before it an empty cell of the same style: 46402, General
a day, before it a number in the same style: 46402, General
a day in a form that was read, before it a text in the same style: 46402, General
the number 5, before it a day in the same style: datetime.datetime(1900, 1, 5, 0, 0), mm-dd-yy"
echo "exceljs 4.4.0"
echo "The first cell that is written in a style decides for all that have it: after a text, a number or nothing a day is"
echo "written without a format of days and read as the number 46402; after a day the number 5 is read as 5 January 1900."
echo "Cells of a form that was read share their styles, so a day that is filled in is a number wherever another cell of"
echo "the same style comes before it. Who fills in forms sets numFmt with each Date; who reads them takes a number for a"
echo "day where a day is asked for."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
