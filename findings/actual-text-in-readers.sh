#!/usr/bin/env bash
# ActualText of a PDF: what five libraries read where a part of a page says what it stands for.
# pypdf 7.1.1, pdfminer.six 20260107, PyMuPDF 2.0, pypdfium2 5.15.2 and pdfjs-dist 5.6.205, beside each other.
# Guess: readers take the replacement, as ISO 32000 asks of text extraction since PDF 1.4; the small ones of Python may not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pikepdf==10.18.0 pypdf==7.1.1 pdfminer.six==20260107 \
  pymupdf==2.0 pypdfium2==5.15.2
cd "$folder"
npm install --silent --no-fund --no-audit pdfjs-dist@5.6.205 >/dev/null
cat >make.py <<'PYTHON'
import pikepdf
from pikepdf import Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 200))
font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
page.Resources = Dictionary(Font=Dictionary(F1=font))
page.Contents = pdf.make_stream(b"BT /F1 12 Tf 20 100 Td /Span <</ActualText (fault tolerant)>> BDC (f-t) Tj EMC ET")
pdf.save("page.pdf")
PYTHON
cat >read.py <<'PYTHON'
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

print("PDFium:", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().strip())
print("PyMuPDF:", pymupdf.open("page.pdf")[0].get_text().strip())
print("pypdf:", pypdf.PdfReader("page.pdf").pages[0].extract_text().strip())
print("pdfminer.six:", extract_text("page.pdf").strip())
PYTHON
cat >read.mjs <<'JS'
import fs from "node:fs";
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";

const data = new Uint8Array(fs.readFileSync("page.pdf"));
const page = await (await pdfjs.getDocument({ data, verbosity: 0 }).promise).getPage(1);
console.log("pdf.js:", (await page.getTextContent()).items.map((it) => it.str).join(""));
JS
venv/bin/python make.py
seen=$(venv/bin/python read.py 2>/dev/null; node read.mjs 2>/dev/null)
expected='PDFium: fault tolerant
PyMuPDF: fault toleran t
pypdf: f-t
pdfminer.six: f-t
pdf.js: f-t'
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^(pdfminer|pymupdf|pypdf)'
echo "The page shows f-t and says that it stands for \"fault tolerant\". PDFium reads that. MuPDF does too, but spreads the"
echo "letters over the room of the glyphs shown, and takes what is left over for a word of its own: \"toleran t\". pypdf,"
echo "pdfminer.six and pdf.js read the glyphs. Whoever writes a document that is to be searched puts"
echo "real characters behind the glyphs (ToUnicode) and leaves ActualText for what has no characters at all."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
