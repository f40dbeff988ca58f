#!/usr/bin/env bash
# CairoSVG 2.9.1: text-anchor of a line of text whose parts are tspans without a place of their own.
# Guess: the line is one chunk, as in SVG 1.1: middle centres all of it on x, end lets all of it end at x.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cairosvg==2.9.1 pillow==13.0.0
cat >"$folder/draw.py" <<'PYTHON'
import io

import cairosvg
from PIL import Image


def columns(anchor, body):
    """From which to which column something is drawn, in pixels, for a text at x = 200."""
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60" font-size="20">
        <text x="200" y="40" text-anchor="{anchor}">{body}</text></svg>"""
    box = Image.open(io.BytesIO(cairosvg.svg2png(bytestring=svg.encode()))).convert("RGBA").getbbox()
    return box[0], box[2]


def where(anchor, body):
    left, right = columns(anchor, body)
    wide = right - left
    near = {"x at its start": left - 200, "x at its middle": (left + right) / 2 - 200, "x at its end": right - 200}
    name, distance = min(near.items(), key=lambda it: abs(it[1]))
    # Side bearings of the letters are a few pixels at this size.
    return name if abs(distance) < 0.1 * wide else "x at none of them"


for anchor in ["start", "middle", "end"]:
    whole, parts = where(anchor, "HHHHHHHH"), where(anchor, "<tspan>HHHH</tspan><tspan>HHHH</tspan>")
    print(f"{anchor}: written at once {whole}; in two tspans {parts}")
for first, second in [("HHHH", "HH"), ("HH", "HHHH")]:
    # Each is looked at while the other takes its room without being painted.
    hidden = 'fill="none"'
    end = columns("end", f"<tspan>{first}</tspan><tspan {hidden}>{second}</tspan>")[1]
    start = columns("end", f"<tspan {hidden}>{first}</tspan><tspan>{second}</tspan>")[0]
    gap = start - end
    print(f"end, {first} and {second}: the parts {'overlap' if gap < 0 else 'lie apart' if gap > 20 else 'touch'}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/draw.py")
expected='start: written at once x at its start; in two tspans x at its start
middle: written at once x at its middle; in two tspans x at none of them
end: written at once x at its end; in two tspans x at its middle
end, HHHH and HH: the parts lie apart
end, HH and HHHH: the parts overlap'
echo "CairoSVG 2.9.1"
echo "Each tspan is anchored by itself, at x and the widths of those before it: a line in two fonts or colours is off its"
echo "place, with a gap where the longer part comes first and with letters over each other where it comes last. Whoever"
echo "draws such a line gives it text-anchor start and an x that is computed, or each tspan an x of its own."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
