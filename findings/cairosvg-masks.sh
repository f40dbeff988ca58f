#!/usr/bin/env bash
# CairoSVG 2.9.1: a square that is partly hidden by a mask or a clipping path, each in SVG 1.1.
# Guess: what is black in a mask hides, and a hole by clip-rule="evenodd" is a hole: both are as old as SVG itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cairosvg==2.9.1 pillow==13.0.0
cat >"$folder/draw.py" <<'PYTHON'
import io

import cairosvg
from PIL import Image

frame = '<path {} d="M0 0H100V100H0Z M20 20H80V80H20Z"/>'
cases = {
    "fill-rule evenodd": frame.format('fill="red" fill-rule="evenodd"'),
    "clip-rule evenodd": f"""<clipPath id="c">{frame.format('clip-rule="evenodd"')}</clipPath>
        <rect width="100" height="100" fill="red" clip-path="url(#c)"/>""",
    "mask, nothing in the middle": f"""<mask id="m">{frame.format('fill="white" fill-rule="evenodd"')}</mask>
        <rect width="100" height="100" fill="red" mask="url(#m)"/>""",
    "mask, black in the middle": """<mask id="m"><rect width="100" height="100" fill="white"/>
        <rect x="20" y="20" width="60" height="60" fill="black"/></mask>
        <rect width="100" height="100" fill="red" mask="url(#m)"/>""",
}
for name, body in cases.items():
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{body}</svg>'
    picture = Image.open(io.BytesIO(cairosvg.svg2png(bytestring=svg.encode()))).convert("RGBA")
    corner, middle = ("red" if picture.getpixel(at)[3] else "empty" for at in [(5, 5), (50, 50)])
    print(f"{name}: at the edge {corner}, in the middle {middle}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/draw.py")
expected='fill-rule evenodd: at the edge red, in the middle empty
clip-rule evenodd: at the edge red, in the middle red
mask, nothing in the middle: at the edge red, in the middle empty
mask, black in the middle: at the edge red, in the middle red'
echo "CairoSVG 2.9.1"
echo "A mask works by its opacity, not by its brightness: black hides nothing, only what is not painted does. clip-rule is"
echo "not looked at, while fill-rule is. Whoever draws a hole cuts it with fill-rule, in the shape or in the mask."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
