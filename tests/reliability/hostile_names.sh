#!/usr/bin/env bash
# Names that are markup, formulas, paths, quotes or commands, in every place of a design where a person types text: every file
# that is written stays in its folder, is well-formed, and shows the text as text.
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || { skip "python3 is missing"; exit 0; }

step "Templates with such names"
for template in large-complete queues-ordered availability-group-2020; do
  demand 0 "$program" new --template "$template" -o "$template.ron"
done
python3 - *.ron <<'PYTHON'
import itertools, json, re, sys

HOSTILE = [
    "<script>alert(1)</script>", "</text></svg>", "]]><!--", "--> <?xml?>", "&lt;b&gt; &amp; &#0;", '"\'`$(id)`;', "=1+1",
    "+HYPERLINK(1)", "@SUM(A1)", "-2+3", "../../../outside", "..\\..\\outside", "/tmp/outside", "C:\\outside", "CON", "%s%n{}{0}",
    "'; DROP TABLE t; --", "$($x) `n $env:A", "[link](http://x.invalid)", "\u202eabc\u202c", "a\tb", "\u00a0x", "\U0001f600" * 3,
]
for path in sys.argv[1:]:
    text = open(path, encoding="utf-8").read()
    turn = itertools.count()
    def replaced(found):
        number = next(turn)
        # Alike names would be refused as such.
        return f'{found[1]}"' + json.dumps(f"{HOSTILE[number % len(HOSTILE)]} {number}", ensure_ascii=False)[1:]
    text = re.sub(r'(\b(?:name|title|customer|project|notes?|text|network_name|owner|reason)\s*:\s*)"(?:[^"\\]|\\.)*"', replaced, text)
    open(path, "w", encoding="utf-8").write(text)
PYTHON

for design in *.ron; do
  step "$design"
  for kind in png,svg pdf report,checklist,buildbook,evidence docx,workbook csv drawio,vsdx mef builders,bundle; do
    got=0
    "$program" export "$design" --to "$kind" -o "out/${design%.ron}" --date 2026-01-31 >"$scratch/out" 2>"$scratch/err" || got=$?
    # A letter that no font has is said; nothing else is refused.
    [ "$got" = 0 ] || { [ "$got" = 2 ] && grep -q "font" "$scratch/err"; } || fault "$kind: $got: $(cat "$scratch/err")"
  done
  # It is judged, whatever the verdict.
  for format in json sarif junit; do
    got=0
    "$program" check "$design" --format "$format" -o "out/${design%.ron}/check.$format" 2>"$scratch/err" || got=$?
    [ "$got" -le 1 ] || fault "check as $format: $(cat "$scratch/err")"
  done
  demand 0 "$program" code "$design" -o "out/${design%.ron}/code"
  demand 0 "$program" diff "$design" "$design" --format html
  cp "$scratch/out" "out/${design%.ron}/diff.html"
done

step "What was written"
python3 - <<'PYTHON'
import csv, html.parser, io, json, pathlib, sys, zipfile
from xml.etree import ElementTree

faults = []
XML = {".svg", ".xml", ".drawio", ".junit", ".rels", ".vsdx"}
ALLOWED = {"html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer", "nav", "h1", "h2", "h3", "h4",
           "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "dl", "dt", "dd", "span", "div", "strong",
           "em", "b", "i", "small", "code", "br", "a"}

class Html(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED or any(key.startswith("on") for key, _ in attrs):
            faults.append(f"{self.where}: <{tag} {attrs}>")

def looked_at(where, suffix, data):
    if suffix in XML and not data.startswith(b"PK"):
        try:
            ElementTree.fromstring(data)
        except ElementTree.ParseError as err:
            faults.append(f"{where}: {err}")
    elif suffix in {".json", ".sarif"}:
        json.loads(data.decode("utf-8"))
    elif suffix == ".csv":
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            faults.extend(f"{where}: a formula: {cell}" for cell in row if cell[:1] in "=+-@\t\r" and len(cell) > 1)
    elif suffix in {".html", ".htm"}:
        reader = Html()
        reader.where = where
        reader.feed(data.decode("utf-8"))
    if data.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        for name in archive.namelist():
            parts = pathlib.PurePosixPath(name).parts
            if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
                faults.append(f"{where}: leaves its folder: {name}")
            looked_at(f"{where}!{name}", pathlib.PurePosixPath(name).suffix, archive.read(name))

num = 0
for path in sorted(pathlib.Path("out").rglob("*")):
    if path.is_file():
        num += 1
        looked_at(str(path), path.suffix, path.read_bytes())
outside = [str(it) for it in pathlib.Path("..").rglob("*outside*") if "out" not in it.relative_to("..").parts[:2]]
faults.extend(f"written outside: {it}" for it in outside)
# Else nothing was tried.
for design in pathlib.Path("out").iterdir():
    drawn = [node for file in design.glob("*.drawio") for node in ElementTree.parse(file).getroot().iter()]
    if not any("alert(1)" in value for node in drawn for value in node.attrib.values()):
        faults.append(f"{design}: the names are not in the drawing")
print(f"{num} files")
print("\n".join(faults[:40]))
sys.exit(bool(faults) or num < 60)
PYTHON
[ ! -e /tmp/outside ] || fault "written outside"
echo "No fault."
