#!/usr/bin/env python3
"""Reads what is exported with other people's programs: python-docx, openpyxl, vsdx, qpdf, poppler, pikepdf,
librsvg, CairoSVG, Inkscape, LibreOffice, draw.io.

    pip install python-docx==1.2.0 openpyxl==3.1.5 vsdx==0.6.1 lxml pikepdf==10.18.0 cairosvg==2.9.1 pillow \\
        openxml-audit==0.8.0
    apt-get install qpdf poppler-utils librsvg2-bin inkscape mupdf-tools chromium \\
        libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-draw-nogui
    tools/check_exports.py target/debug/tierwright [viewer-static.min.js of draw.io]

Programs that are not there are said and left out. Not part of the checks that must pass before a change lands.
"""

import collections
import copy
import html
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import cairosvg
import docx
import openpyxl
import pikepdf
import vsdx
from lxml import etree
from PIL import Image, ImageChops, ImageStat

DAY = "2026-03-01"
TABLE, TEXT, OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{it}:1.0}}" for it in ["table", "text", "office"]
)
TEMPLATES = ["small", "large-complete", "distributed-large"]


def run(*command, **more):
    return subprocess.run([str(it) for it in command], capture_output=True, text=True, check=True, **more).stdout


def need(program):
    if shutil.which(program):
        return True
    print(f"   left out: {program} is not there")
    return False


def check_docx(path):
    document = docx.Document(path)
    headings = [it.text for it in document.paragraphs if it.style.name.startswith("Heading")]
    captions = [it.text for it in document.paragraphs if it.style.name == "Caption"]
    pictures = document.inline_shapes
    alternatives = [it._inline.docPr.get("descr") for it in pictures]
    assert any("What each failure does" in it for it in headings), headings
    assert len(captions) > 4 and any(it.startswith("Figure 1") for it in captions), captions
    assert len(pictures) >= 1 and all(len(it) > 100 for it in alternatives)
    assert all(table.rows for table in document.tables)
    print(f"   python-docx: {len(headings)} headings, {len(document.tables)} tables, {len(captions)} captions")


def check_workbook(path):
    book = openpyxl.load_workbook(path)
    rows = book["Checklist"].max_row + book["Test plan"].max_row
    for sheet in book:
        assert sheet.tables or sheet.title == "Summary", sheet.title
        assert sheet.freeze_panes or sheet.title == "Summary", sheet.title
    lists = book["Checklist"].data_validations.dataValidation
    assert any("Not verified" in it.formula1 for it in lists), "the statuses are a list to choose from"
    values = openpyxl.load_workbook(path, data_only=True)
    counts = [row[1].value for row in values["Summary"].iter_rows() if row[0].value == "Not verified"]
    assert counts and counts[0] is not None, "results of formulas are stored"
    print(f"   openpyxl: {len(book.sheetnames)} sheets, {rows} rows to fill in")


def check_schema(path):
    """The schemas and rules of the Open XML SDK."""
    auditor = pathlib.Path(sys.executable).with_name("openxml-audit")
    if auditor.exists():
        run(auditor, path)
        print(f"   openxml-audit: {path.name} is valid")
    else:
        print("   left out: openxml-audit is not there")


def check_round_trip(program, design, path, folder):
    """A cell filled in by another program comes back, and nothing else does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Checklist"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(it for it in range(2, sheet.max_row + 1) if sheet.cell(it, heads["Status"]).value == "Not verified")
    sheet.cell(row, heads["Status"]).value = "Fulfilled"
    sheet.cell(row, heads["Owner"]).value = "Ada"
    filled = folder / "filled.xlsx"
    book.save(filled)
    told = run(program, "import", filled, "--into", design)
    assert "2 changed, 0 not taken over" in told, told
    verified = subprocess.run([program, "verify", filled, design], capture_output=True, text=True)
    assert verified.returncode == 1 and "2 cells were filled in" in verified.stdout, verified
    print("   openpyxl: two cells filled in come back, and verify names them")


def spread(row):
    """The cells of a row of a flat spreadsheet, each by itself."""
    kept = []
    for cell in list(row):
        row.remove(cell)
        count = int(cell.attrib.pop(f"{TABLE}number-columns-repeated", "1"))
        kept += [copy.deepcopy(cell) for _ in range(1 if count > 200 else count)]
    row.extend(kept)
    return kept


def shown_in(cell):
    return "\n".join("".join(it.itertext()) for it in cell.iter(f"{TEXT}p"))


def type_into(cell, text):
    for name in [it for it in cell.attrib if "value" in it]:
        del cell.attrib[name]
    cell[:] = []
    cell.set(f"{OFFICE}value-type", "string")
    etree.SubElement(cell, f"{TEXT}p").text = text


def filled_in_office(flat, name, cells, folder, reorder=lambda rows: rows, turn=lambda cells: cells):
    """A workbook as LibreOffice saves it, with cells of the checklist filled in; rows and columns in another order."""
    tree = etree.parse(str(flat))
    sheet = next(it for it in tree.iter(f"{TABLE}table") if it.get(f"{TABLE}name") == "Checklist")
    rows = [(it, spread(it)) for it in sheet.iter(f"{TABLE}table-row")]
    rows = [(row, cells) for row, cells in rows if cells and shown_in(cells[0])]
    heads = [shown_in(it) for it in rows[0][1]]
    for row_id, field, text in cells:
        found = next(it for _, it in rows if shown_in(it[0]) == row_id)
        type_into(found[heads.index(field)], text)
    for row, cells in rows:
        row[:] = turn(cells)
    body = [row for row, _ in rows[1:]]
    holder, at = body[0].getparent(), body[0].getparent().index(body[0])
    for row in body:
        row.getparent().remove(row)
    for row in reversed(reorder(body)):
        holder.insert(at, row)
    changed = folder / f"{name}.fods"
    tree.write(str(changed), xml_declaration=True, encoding="UTF-8")
    run("soffice", "--headless", "--convert-to", "xlsx", "--outdir", folder, changed)
    return folder / f"{name}.xlsx"


def check_round_trip_of_office(program, design, path, folder):
    """Two people fill workbooks in with LibreOffice: only the cells that they changed come back."""
    if not need("soffice"):
        return
    run("soffice", "--headless", "--convert-to", "fods", "--outdir", folder, path)
    flat = folder / f"{path.stem}.fods"

    def told(*files):
        done = subprocess.run([program, "import", *files, "--into", design], capture_output=True, text=True)
        return done.stdout

    ada = [("HA-1", "Status", "Fulfilled"), ("HA-1", "Owner", "Ada"), ("HA-3", "Note", "Łódź\nRack 4")]
    bob = [("HA-1", "Status", "Open"), ("HA-2", "Owner", "Bob")]
    assert "0 changed, 0 not taken over" in told(filled_in_office(flat, "untouched", [], folder))
    ways = {"as it was": {}, "shuffled": {"reorder": lambda it: it[::-1], "turn": lambda it: it[::-1]}}
    ways["with rows removed"] = {"reorder": lambda it: it[:3]}
    for number, (name, way) in enumerate(ways.items()):
        one = filled_in_office(flat, f"ada-{number}", ada, folder, **way)
        assert "3 changed, 0 not taken over" in told(one), name
    both = told(folder / "ada-0.xlsx", filled_in_office(flat, "bob", bob, folder))
    assert "1 changed, 1 not taken over" in both and "HA-2, Owner" in both, both
    print("   LibreOffice: what two people fill in comes back, whatever the order of rows and columns")


def check_vsdx(path):
    with vsdx.VisioFile(str(path)) as file:
        page = file.pages[0]
        shapes = page.all_shapes
        texts = [it.text.strip() for it in shapes if it.text.strip()]
        ids = [it.data_properties["Id"].value for it in shapes if "Id" in it.data_properties]
        assert len(set(ids)) > 5, ids
        joined = [it for it in page.connects]
        assert joined, "connectors are glued to shapes"
        print(f"   vsdx: {len(shapes)} shapes, {len(set(ids))} elements, {len(joined)} glued ends")
        return texts


def check_pdf(path, design):
    if need("qpdf"):
        run("qpdf", "--check", path)
    if need("pdfdetach"):
        listed = run("pdfdetach", "-list", path)
        assert "design.ron" in listed, listed
        with tempfile.TemporaryDirectory() as folder:
            run("pdfdetach", "-saveall", "-o", folder, path)
            carried = (pathlib.Path(folder) / "design.ron").read_bytes()
        assert carried == design.read_bytes(), "the design inside is the design"
    links, words = check_structure(path), check_words(path)
    print(f"   {path.name}: sound, the design comes out, {links} links tagged, {words} words read as seen")


def elements(node, kind=None):
    """The elements of the structure below one, in order; those of a kind where one is named."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if kind in (None, child.S):
                yield child
            yield from elements(child, kind)


def check_structure(path):
    """What PDF/UA-1 asks and can be counted; this is no validation, and no document claims to have passed one."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked and str(root.Lang) == "en-US" and root.ViewerPreferences.DisplayDocTitle
        assert "/PageLabels" in root and pdf.open_metadata()["dc:title"]
        tree = root.StructTreeRoot
        parents = tree.ParentTree.Nums
        owners = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
        links = 0
        for page in pdf.pages:
            assert page.get("/Tabs") == "/S"
            for note in page.get("/Annots", []):
                owner = owners[int(note.StructParent)]
                assert owner.S == "/Link" and str(note.Contents), "a link is a part of the text and says where it leads"
                links += 1
        assert all(str(it.Alt) for it in elements(tree, "/Figure")), "figures have text alternatives"
        levels = [int(str(it.S)[2]) for it in elements(tree) if re.fullmatch("/H[1-6]", str(it.S))]
        assert levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels
        for table in elements(tree, "/Table"):
            widths = {sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in row.K) for row in elements(table, "/TR")}
            assert len(widths) == 1, f"rows of {widths} columns"
        return links


def check_words(path):
    """What is read aloud is what is seen, but for what repeats: heads of pages and tables."""
    lines = run("pdfinfo", "-struct-text", path).splitlines()
    said = [found.group(1) for found in (re.match(r'\s*"(.*)"$', it) for it in lines) if found]
    with tempfile.TemporaryDirectory() as folder, pikepdf.open(path) as pdf:
        for page in pdf.pages:
            kept, inside = [], []
            for step in pikepdf.parse_content_stream(page):
                name = str(step.operator)
                if name in ("BMC", "BDC"):
                    inside.append(str(step.operands[0]) == "/Artifact")
                elif name == "EMC":
                    inside.pop()
                elif name == "Tj" and any(inside):
                    continue
                kept.append(step)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        seen = pathlib.Path(folder) / "seen.pdf"
        pdf.save(seen)
        words = run("pdftotext", "-raw", seen, "-").split()
    differ = collections.Counter(" ".join(said).split())
    differ.subtract(words)
    assert not any(differ.values()), {word: count for word, count in differ.items() if count}
    return len(words)


def pixels(picture, size):
    picture = picture.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("L").resize(size, Image.LANCZOS)


def check_svg(path, png, folder):
    """The picture is that of our PNG in the programs of others, none of which has our fonts in the file."""
    ours = Image.open(png)
    size, width = (ours.width // 3, ours.height // 3), ours.width
    ours, wide = pixels(ours, size), str(width)
    shown = {"CairoSVG": io.BytesIO(cairosvg.svg2png(url=str(path), output_width=width))}
    if need("rsvg-convert"):
        run("rsvg-convert", "-w", wide, path, "-o", folder / "rsvg.png")
        shown["librsvg"] = folder / "rsvg.png"
    if need("inkscape"):
        run("inkscape", path, "-w", wide, "-o", folder / "inkscape.png")
        shown["Inkscape"] = folder / "inkscape.png"
    for name, picture in shown.items():
        differs = ImageStat.Stat(ImageChops.difference(ours, pixels(Image.open(picture), size))).mean[0]
        assert differs < 2.0, f"{name} differs by {differs:.2f} of 255"
    print(f"   {', '.join(shown)} show the SVG as our PNG")


def check_office(paths, folder):
    if not need("soffice"):
        return
    for path, words in paths:
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path)
        text = run("pdftotext", "-layout", folder / f"{path.stem}.pdf", "-")
        found = re.sub(r"\s+", " ", text)
        # A name that breaks into lines stands beside others in a text.
        missing = [it for it in words if not all(word in found for word in it.split())]
        assert not missing, f"LibreOffice does not show {missing[:5]} of {path.name}"
        assert "TOC \\o" not in text and "SEQ " not in text, "field codes show"
        print(f"   LibreOffice shows {path.name}")


def check_drawing(path, viewer, folder):
    if not viewer or not need("chromium"):
        return
    drawing = path.read_text()
    labels = set(re.findall(r'<UserObject id="(?:computer|tier)-\d+" label="([^"]*)"', drawing))
    config = html.escape(json.dumps({"xml": drawing, "resize": True}), True)
    page = folder / "viewer.html"
    page.write_text(
        '<script>window.STENCIL_PATH="about:blank"</script>'
        f'<div class="mxgraph" data-mxgraph="{config}"></div><script src="{pathlib.Path(viewer).resolve()}"></script>'
    )
    call = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    shown = run(*call, "--virtual-time-budget=8000", "--dump-dom", f"file://{page}")
    drawn = html.unescape(re.sub(r"<[^>]*>", " ", shown.split("<svg", 1)[-1]))
    missing = [it for it in labels if html.unescape(it) not in drawn]
    assert labels and not missing, f"draw.io does not show {missing}"
    print(f"   draw.io shows {len(labels)} tiers and computers")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    viewer = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for template in TEMPLATES:
            print(template)
            design = folder / f"{template}.ron"
            run(program, "new", "--template", template, "-o", design)
            run(program, "export", design, "--to", "all", "-o", folder / template, "--date", DAY)
            run(program, "verify", folder / template)
            made = folder / template
            check_docx(made / f"{template}-report.docx")
            check_workbook(made / f"{template}-workbook.xlsx")
            for kind in ["report.docx", "workbook.xlsx"]:
                check_schema(made / f"{template}-{kind}")
            check_round_trip(program, design, made / f"{template}-workbook.xlsx", folder)
            check_round_trip_of_office(program, design, made / f"{template}-workbook.xlsx", folder)
            texts = check_vsdx(made / f"{template}.vsdx")
            for document in ["review", "checklist", "build-book", "evidence", "diagram"]:
                check_pdf(made / f"{template}-{document}.pdf", made / f"{template}-design.ron")
            report = made / f"{template}-report.docx"
            check_office([(report, ["Document control", "What each failure does"]), (made / f"{template}.vsdx", texts)], folder)
            check_drawing(made / f"{template}.drawio", viewer, folder)
            check_svg(made / f"{template}-diagram.svg", made / f"{template}-diagram.png", folder)


main()
