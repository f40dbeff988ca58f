#!/usr/bin/env bash
# vsdx 0.6.1: replacing a word in the text of a shape, one word of which is in another font.
# Guess: the marks of the text (<cp IX="1"/>: what follows has the characters of row 1) stay where they are, or are dropped
# with the text that is replaced; a text in which the word is not found stays as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vsdx==0.6.1
cat >"$folder/replace.py" <<'PYTHON'
import pathlib
import re
import zipfile

import vsdx

drawing = pathlib.Path(vsdx.__file__).parent / "media" / "media.vsdx"
page = "visio/pages/page1.xml"
text = '<Text>see <cp IX="1"/>all<cp IX="0"/> of it</Text>'
row = '<Row IX="{}"><Cell N="Style" V="{}"/></Row>'.format
section = f'<Section N="Character">{row(0, 0)}{row(1, 1)}</Section>'
with zipfile.ZipFile(drawing) as old, zipfile.ZipFile("two.vsdx", "w") as new:
    for name in old.namelist():
        part = old.read(name).decode() if name == page else old.read(name)
        if name == page:
            part, count = re.subn("<Text>RECTANGLE.*?</Text>", section + text, part, flags=re.S)
            assert count == 1, part
        new.writestr(name, part)


def said(path):
    with zipfile.ZipFile(path) as file:
        xml = re.sub(r"\bns\d+:|:ns\d+(?==)", "", file.read(page).decode())
    return re.search("<Text>.*?</Text>", xml, flags=re.S).group().replace(" />", "/>")


print("before:                ", said("two.vsdx"))
for word in ["all", "absent"]:
    with vsdx.VisioFile("two.vsdx") as file:
        file.pages[0].find_replace(word, "most")
        file.save_vsdx("out.vsdx")
    print(f"{word!r} becomes 'most':".ljust(24) + said("out.vsdx"))
PYTHON
seen=$(cd "$folder" && venv/bin/python replace.py)
expected='before:                 <Text>see <cp IX="1"/>all<cp IX="0"/> of it</Text>
'"'all' becomes 'most':   "'<Text>see most of it<cp IX="1"/><cp IX="0"/></Text>
'"'absent' becomes 'most':"'<Text>see all of it<cp IX="1"/><cp IX="0"/></Text>'
echo "vsdx 0.6.1"
echo "A new text is put in front of all marks, which stay behind it: no mark says anything about a letter any more, and the"
echo "whole text has one font. find_replace does so to every shape it goes through, also where the word is not found: who"
echo "fills in a template this way has every text of it in one font."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
