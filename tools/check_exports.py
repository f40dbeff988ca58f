#!/usr/bin/env python3
"""Reads what is exported with other people's programs: python-docx, openpyxl, vsdx, qpdf, poppler, LibreOffice, draw.io.

    pip install python-docx==1.2.0 openpyxl==3.1.5 vsdx==0.6.1 lxml
    apt-get install qpdf poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-draw-nogui chromium
    tools/check_exports.py target/debug/tierwright [viewer-static.min.js of draw.io]

Programs that are not there are said and left out. Not part of the checks that must pass before a change lands.
"""

import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import docx
import openpyxl
import vsdx

DAY = "2026-03-01"
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
    print("   qpdf and pdfdetach: sound, and the design comes out")


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
            check_round_trip(program, design, made / f"{template}-workbook.xlsx", folder)
            texts = check_vsdx(made / f"{template}.vsdx")
            for document in ["review", "checklist", "build-book", "evidence", "diagram"]:
                check_pdf(made / f"{template}-{document}.pdf", made / f"{template}-design.ron")
            report = made / f"{template}-report.docx"
            check_office([(report, ["Document control", "What each failure does"]), (made / f"{template}.vsdx", texts)], folder)
            check_drawing(made / f"{template}.drawio", viewer, folder)


main()
