#!/usr/bin/env bash
# Workbooks (xlsx) with a text such as Receive_x0020_Orders, as .NET's XmlConvert encodes names: which libraries write it
# so that others read the same. openpyxl 3.1.5, XlsxWriter 3.2.9, exceljs 4.4.0, python-calamine 0.9.1.
# Guess: Office Open XML gives _xHHHH_ a meaning (a character), so each writer escapes the text, each reader undoes that,
# and every pair agrees.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 xlsxwriter==3.2.9 python-calamine==0.9.1
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 >/dev/null
cat >write.py <<'PYTHON'
import openpyxl
import xlsxwriter

NAME = "Receive_x0020_Orders"
book = openpyxl.Workbook()
book.active["A1"] = NAME
book.save("openpyxl.xlsx")
with xlsxwriter.Workbook("xlsxwriter.xlsx") as other:
    other.add_worksheet().write_string(0, 0, NAME)
again = openpyxl.load_workbook("xlsxwriter.xlsx")
again.save("saved-again.xlsx")
PYTHON
cat >exceljs.mjs <<'JS'
import ExcelJS from "exceljs";

const [action, file] = process.argv.slice(2);
const book = new ExcelJS.Workbook();
if (action === "write") {
  book.addWorksheet("Sheet").getCell("A1").value = "Receive_x0020_Orders";
  await book.xlsx.writeFile(file);
} else {
  await book.xlsx.readFile(file);
  console.log(book.worksheets[0].getCell("A1").value);
}
JS
cat >read.py <<'PYTHON'
import sys

import openpyxl
import python_calamine

file = sys.argv[1]
print("openpyxl reads", openpyxl.load_workbook(file).active["A1"].value, end=", ")
print("calamine reads", python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()[0][0], end=", ")
PYTHON
venv/bin/python write.py
node exceljs.mjs write exceljs.xlsx
seen=$(
  for file in xlsxwriter openpyxl exceljs saved-again; do
    echo "$file: $(venv/bin/python read.py $file.xlsx)exceljs reads $(node exceljs.mjs read $file.xlsx)"
  done
)
expected='xlsxwriter: openpyxl reads Receive_x0020_Orders, calamine reads Receive_x0020_Orders, exceljs reads Receive_x0020_Orders
openpyxl: openpyxl reads Receive_x0020_Orders, calamine reads Receive Orders, exceljs reads Receive_x0020_Orders
exceljs: openpyxl reads Receive_x0020_Orders, calamine reads Receive Orders, exceljs reads Receive Orders
saved-again: openpyxl reads Receive_x0020_Orders, calamine reads Receive Orders, exceljs reads Receive_x0020_Orders'
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE 'openpyxl|xlsxwriter|calamine'
echo "Of the three writers XlsxWriter alone escapes the text. What openpyxl and exceljs write is another name by the"
echo "format's rules, which calamine follows: a space. exceljs does not read what it wrote, and a file of XlsxWriter that"
echo "openpyxl only opened and saved has another name in it. Names from .NET do not key rows of a workbook."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
