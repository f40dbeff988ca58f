#!/usr/bin/env python3
"""Makes the bundled fonts of Noto's: tools/lean_fonts.py FONT.ttf... -o assets/fonts

Outlines, widths, kerning and characters stay as they are. Instructions for hinting go: documents and pictures are drawn
without, and the window hints by outlines where a font has no instructions. Names of glyphs go: nothing asks for them.
Of Noto Sans 2.004 and Noto Sans Mono 2.006 (with instructions of ttfautohint) that is two fifths of each file.
Needs fontTools (made with 4.68.0). The same font gives the same bytes.
"""
import argparse
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

INSTRUCTIONS = ("fpgm", "prep", "cvt ", "gasp")
SIGNATURE = "DSIG"  # of the font as it was
WITHOUT_NAMES = 3.0  # https://learn.microsoft.com/typography/opentype/spec/post


def lean(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    outlines = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = outlines[name]
        glyph.expand(outlines)
        if hasattr(glyph, "program"):
            glyph.program = Program()
            glyph.program.fromBytecode(b"")
    for table in (*INSTRUCTIONS, SIGNATURE):
        if table in font:
            del font[table]
    font["post"].formatType = WITHOUT_NAMES
    font.save(target, reorderTables=False)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("fonts", nargs="+", type=Path, metavar="FONT.ttf")
    arguments.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    asked = arguments.parse_args()
    for font in asked.fonts:
        lean(font, asked.output / font.name)


if __name__ == "__main__":
    main()
