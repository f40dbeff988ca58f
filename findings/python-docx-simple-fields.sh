#!/usr/bin/env bash
# python-docx 1.2.0: the text of a caption "Figure 1" whose number is a field, in the two spellings that the format has.
# Guess: "Figure 1" each time: the stored result of a field is text, and since 1.0 the text of hyperlinks is read as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cat >"$folder/read.py" <<'PYTHON'
import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
one = "<w:r><w:t>1</w:t></w:r>"
simple = f'<w:fldSimple w:instr=" SEQ Figure ">{one}</w:fldSimple>'
complex_ = f"{mark('begin')}<w:r><w:instrText> SEQ Figure </w:instrText></w:r>{mark('separate')}{one}{mark('end')}"
inserted = f'<w:ins w:id="1" w:author="A. Writer" w:date="2026-01-01T00:00:00Z">{one}</w:ins>'
cases = {
    "no field": one,
    "complex field": complex_,
    "simple field": simple,
    "hyperlink": f'<w:hyperlink w:anchor="a">{one}</w:hyperlink>',
    "complex field in a hyperlink": f'<w:hyperlink w:anchor="a">{complex_}</w:hyperlink>',
    "simple field in a hyperlink": f'<w:hyperlink w:anchor="a">{simple}</w:hyperlink>',
    "tracked insertion": inserted,
}
for name, number in cases.items():
    document, file = docx.Document(), io.BytesIO()
    paragraph = f'<w:p {nsdecls("w")}><w:r><w:t xml:space="preserve">Figure </w:t></w:r>{number}</w:p>'
    document.element.body.insert(0, parse_xml(paragraph))
    document.save(file)
    print(f"{name}: {docx.Document(file).paragraphs[0].text!r}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/read.py")
expected="no field: 'Figure 1'
complex field: 'Figure 1'
simple field: 'Figure '
hyperlink: 'Figure 1'
complex field in a hyperlink: 'Figure 1'
simple field in a hyperlink: 'Figure '
tracked insertion: 'Figure '"
echo "python-docx 1.2.0"
echo "The text is that of the runs directly in the paragraph or in a hyperlink. A complex field lies in such runs and is"
echo "read; a simple field, which means the same, wraps its run and loses its result, and so does a tracked insertion."
echo "Who writes numbers or references for others to read spells fields the complex way."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
