#!/usr/bin/env bash
# A day that SheetJS 0.18.5 writes with cellDates, as exceljs 4.4.0, openpyxl 3.1.5 and python-calamine 0.9.1 read it.
# Guess: a day everywhere. Cells of the type "d" hold an ISO 8601 date (ECMA-376 part 1, 18.18.11), and SheetJS gives the
# cell a format of days besides.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 xlsx@0.18.5 >/dev/null
export TZ=UTC
cat >write.js <<'JS'
const SheetJS = require("xlsx");
const sheet = SheetJS.utils.aoa_to_sheet([["due"], [""]]);
sheet.A2 = { t: "d", v: new Date(Date.UTC(2027, 0, 15)) };
const book = SheetJS.utils.book_new();
SheetJS.utils.book_append_sheet(book, sheet, "form");
SheetJS.writeFile(book, "form.xlsx", { cellDates: true });
JS
node write.js
cat >read.js <<'JS'
const ExcelJS = require("exceljs");
const SheetJS = require("xlsx");
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile("form.xlsx");
  console.log("exceljs:", book.worksheets[0].getCell("A2").value.toISOString());
  const again = SheetJS.readFile("form.xlsx", { cellDates: true });
  console.log("SheetJS:", again.Sheets.form.A2.v.toISOString());
})();
JS
cat >read.py <<'PYTHON'
import openpyxl
import python_calamine

print("openpyxl:", repr(openpyxl.load_workbook("form.xlsx").active["A2"].value))
rows = python_calamine.CalamineWorkbook.from_path("form.xlsx").get_sheet_by_index(0).to_python()
print("calamine:", repr(rows[1][0]))
PYTHON
cell=$(python3 -c "import re, zipfile; print(re.search('<c r=\"A2\".*?</c>', zipfile.ZipFile('form.xlsx').read('xl/worksheets/sheet1.xml').decode())[0])")
seen=$(echo "$cell"; node read.js; venv/bin/python read.py)
expected='<c r="A2" s="1" t="d"><v>2027-01-15T00:00:00.000Z</v></c>
exceljs: 1905-07-19T00:00:00.000Z
SheetJS: 2027-01-15T00:00:00.000Z
openpyxl: datetime.datetime(2027, 1, 15, 0, 0)
calamine: '"'2027-01-15T00:00:00.000Z'"
echo "SheetJS 0.18.5, exceljs 4.4.0, openpyxl 3.1.5, python-calamine 0.9.1"
echo "exceljs takes the year at the start of the text for the whole number 2027 and makes a day of it, the 2,027th since"
echo "1900: a due date comes back 121 years early, without an error. calamine gives the text. Only openpyxl and SheetJS"
echo "itself read a day. Who writes days for others writes numbers with a format of days."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
