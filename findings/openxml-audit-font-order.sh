#!/usr/bin/env bash
# openxml-audit 0.8.0: an empty workbook, as openpyxl 3.1.5 writes it.
# Guess: no finding. In ISO/IEC 29500 a font (CT_Font) is a choice that repeats, so its parts stand in any order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 openxml-audit==0.8.0
cat >"$folder/make.py" <<'PYTHON'
import re
import zipfile

import openpyxl

openpyxl.Workbook().save("written.xlsx")
with zipfile.ZipFile("written.xlsx") as written, zipfile.ZipFile("reordered.xlsx", "w") as reordered:
    for name in written.namelist():
        part = written.read(name).decode()
        if name == "xl/styles.xml":
            font = re.search("<font>(.*?)</font>", part).group(1)
            pieces = {re.match("<([a-z]+)", it).group(1): it for it in re.findall("<[^>]*>", font)}
            print("written: ", " ".join(pieces))
            order = ["sz", "color", "name", "family", "scheme"]
            assert set(order) == set(pieces), pieces
            part = part.replace(font, "".join(pieces[it] for it in order))
            print("reordered:", " ".join(order))
        reordered.writestr(name, part)
PYTHON
cd "$folder"
seen=$(
  venv/bin/python make.py
  for name in written reordered; do
    code=0
    told=$(venv/bin/openxml-audit "$name.xlsx" 2>&1) || code=$?
    echo "$name: $(grep -o 'Errors: [0-9]*' <<<"$told"), $(grep -o "Unexpected element '[a-z]*'" <<<"$told" || echo "none named"), exit code $code"
  done
)
expected="written:  name family color sz scheme
reordered: sz color name family scheme
written: Errors: 1, Unexpected element 'color', exit code 1
reordered: Errors: 0, none named, exit code 0"
echo "openxml-audit 0.8.0, openpyxl 3.1.5"
echo "It holds a font to one order of its parts, that of the tables of Microsoft's Open XML SDK, and says that Excel may open,"
echo "repair or reject the file. So even an empty workbook of openpyxl fails, and the same parts in another order pass: an"
echo "error of this audit says that a file differs from what those tables hold, not yet that the standard forbids it."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
