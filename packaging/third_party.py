"""What of others is in the program: their licences and a bill of materials, from cargo's own data.

    third_party.py check                  fails on a licence that licences/accepted.txt does not list
    third_party.py notices TARGET FILE    the licence texts that go with a program for TARGET
    third_party.py sbom TARGET FILE       CycloneDX 1.5 of the same crates, checked against its schema

Needs license-expression, for `sbom` cyclonedx-python-lib[json-validation] (build.sh installs both in an environment of
their own). cargo-about and cargo-cyclonedx would do the same; building them takes longer than building Tierwright.
"""

import html
import json
import os
import re
import subprocess
import sys
import uuid
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path

from license_expression import get_spdx_licensing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SPDX = get_spdx_licensing()
# Between two texts of notices.
RULE = "=" * 100
# Comes with the compiler whose start code is in the programs for Windows.
MINGW = Path("/usr/share/doc/mingw-w64-common/copyright")
# Licence files as crates name them. What is only a list of authors is no licence.
TEXT_NAMES = re.compile(r"(?i)^((un)?licen[sc]es?|copying|notice|copyright)([-._].*)?$")


def accepted():
    lines = (HERE / "licences/accepted.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def chosen(expression, order):
    """The accepted licences that satisfy an expression, the preferred ones; None if there are none."""

    def choose(node):
        if getattr(node, "operator", None):
            parts = [choose(it) for it in node.args]
            if node.operator.strip() == "AND":
                return None if None in parts else sum(parts, [])
            possible = [it for it in parts if it is not None]
            return min(possible, key=lambda it: max(order.index(name) for name in it), default=None)
        return [node.render()] if node.render() in order else None

    # Old manifests write "/" for "or".
    return choose(SPDX.parse(expression.replace("/", " OR "), validate=True))


def standard_library():
    """What Rust's own list of copyrights says: its first part, and the crates in the standard library with their texts."""
    sysroot = subprocess.check_output(["rustc", "--print", "sysroot"], cwd=ROOT, text=True).strip()
    page = (Path(sysroot) / "share/doc/rust/COPYRIGHT-library.html").read_text(encoding="utf-8")

    def plain(part):
        return "\n".join(line.strip() for line in html.unescape(re.sub(r"<[^>]+>", "", part)).splitlines() if line.strip())

    first, *crates = re.split(r"<h3>", page[page.index('<h2 id="short-version">') :])
    found = []
    for part in crates:
        name, version = html.unescape(part.split("</h3>")[0]).split()[-1].rsplit("-", 1)
        for text in re.findall(r"<pre>(.*?)</pre>", part, re.DOTALL):
            found.append((f"{name} {version}", html.unescape(text).strip("\n").rstrip()))
    return plain(first.split('<h2 id="out-of-tree-dependencies">')[0]), found


def metadata(target=None):
    call = ["cargo", "metadata", "--locked", "--format-version", "1"]
    call += ["--filter-platform", target] if target else []
    return json.loads(subprocess.check_output(call, cwd=ROOT))


def linked(target):
    """The crates of others that are part of the programs, with what each needs: no tools of building and testing, and
    nothing that only a feature that is off would bring (`cargo metadata` cannot tell, `cargo tree` can)."""
    programs = ["tierwright"] + (["tierwright-launcher"] if "windows" in target else [])
    call = ["cargo", "tree", "--locked", "--target", target, "--edges", "normal", "--prefix", "none", "--format", "{p}"]
    lines = subprocess.check_output(call + [f"--package={it}" for it in programs], cwd=ROOT, text=True).splitlines()
    built = {tuple(line.split()[:2]) for line in lines if line}
    data = metadata(target)
    packages = {it["id"]: it for it in data["packages"]}
    inside = {key for key, it in packages.items() if (it["name"], "v" + it["version"]) in built}

    def needs(node):
        uses = [it for it in node["deps"] if any(kind["kind"] is None for kind in it["dep_kinds"])]
        return sorted(it["pkg"] for it in uses if it["pkg"] in inside)

    edges = {node["id"]: needs(node) for node in data["resolve"]["nodes"] if node["id"] in inside}
    found = sorted(edges, key=lambda key: (packages[key]["name"], packages[key]["version"]))
    return [packages[key] for key in found if packages[key]["source"]], packages, edges


def texts(package, names):
    """The licence texts of a crate; where it brings none, the usual one of its licence with its authors."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(it for it in folder.iterdir() if TEXT_NAMES.match(it.name))
    files = [file for it in files for file in ([it] if it.is_file() else sorted(it.iterdir()))]
    found = [it.read_text(encoding="utf-8", errors="replace").strip() for it in files if it.is_file()]
    if found:
        return found
    for name in names:
        if name == "Apache-2.0":
            found.append((ROOT / "LICENSE-APACHE").read_text().strip())
        else:
            owners = ", ".join(re.sub(r" *<.*?>", "", it) for it in package["authors"]) or f"the authors of {package['name']}"
            found.append(f"Copyright (c) {owners}\n\n" + (HERE / f"licences/{name}.txt").read_text().strip())
    return found


def check():
    order, bad = accepted(), []
    packages = [it for it in metadata()["packages"] if it["source"]]
    for it in packages:
        if it["license"] is None or chosen(it["license"], order) is None:
            bad.append(f"{it['name']} {it['version']}: {it['license']}")
    if bad:
        sys.exit("Licences that packaging/licences/accepted.txt does not list:\n" + "\n".join(bad))
    print(f"{len(packages)} crates, all under licences that are listed")


def notices(target, out):
    order, by_text = accepted(), defaultdict(list)
    crates, _, _ = linked(target)
    for it in crates:
        names = chosen(it["license"] or "", order)
        if not names:
            sys.exit(f"{it['name']} {it['version']}: licence {it['license']} is not listed")
        for text in texts(it, names):
            # Texts that differ only in their line breaks and blanks are the same.
            by_text[" ".join(text.split())].append((f"{it['name']} {it['version']}", text))
    rust, its_crates = standard_library()
    for name, text in its_crates:
        by_text[" ".join(text.split())].append((f"{name} (in Rust's standard library)", text))
    lines = [f"Tierwright contains the following software of others ({target}).", ""]
    lines += [f"  {it['name']} {it['version']}  {it['license']}" for it in crates]
    lines += ["", "Besides: the Rust standard library and the fonts Noto Sans and Noto Sans Mono; their licences stand at the end."]
    groups = sorted(by_text.values(), key=lambda group: (-len(group), group[0][0]))
    for group in groups:
        users = ", ".join(sorted({name for name, _ in group}))
        lines += ["", RULE, users, "", group[0][1].replace("\r\n", "\n")]
    lines += ["", RULE, "The Rust standard library", "", rust]
    if "windows" in target:
        lines += ["", RULE, "The start code of mingw-w64 and GCC, which every program built with them contains", ""]
        lines += ["Of GCC: GPL-3.0 with the GCC Runtime Library Exception, which asks nothing of programs built with it."]
        lines += ["Of mingw-w64, as Debian describes it:", "", MINGW.read_text(encoding="utf-8").strip()]
    lines += ["", RULE, "Noto Sans and Noto Sans Mono", "", (ROOT / "assets/fonts/OFL.txt").read_text().strip()]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{out}: {len(crates)} crates, {len(groups)} texts")


def sbom(target, out):
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.output.json import JsonV1Dot5
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from packageurl import PackageURL

    crates, packages, needs = linked(target)
    lock = (ROOT / "Cargo.lock").read_text()
    sums = dict(
        ((name, version), digest)
        for name, version, digest in re.findall(
            r'name = "(.*?)"\nversion = "(.*?)"\nsource = ".*?"\nchecksum = "(.*?)"', lock
        )
    )
    licences = LicenseFactory()

    def component(package, kind):
        purl = PackageURL("cargo", None, package["name"], package["version"])
        digest = sums.get((package["name"], package["version"]))
        expression = (package["license"] or "").replace("/", " OR ")
        return Component(
            name=package["name"],
            version=package["version"],
            type=kind,
            bom_ref=str(purl),
            purl=purl,
            licenses=[licences.make_from_string(expression)] if expression else None,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)] if digest else None,
            description=package["description"],
        )

    made = {key: component(packages[key], ComponentType.LIBRARY) for key in needs}
    (main,) = [key for key in needs if packages[key]["name"] == "tierwright"]
    bom = Bom(components=[it for key, it in made.items() if key != main])
    bom.metadata.component = made[main] = component(packages[main], ComponentType.APPLICATION)
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), timezone.utc)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, lock + target)
    for key, used in needs.items():
        bom.register_dependency(made[key], [made[it] for it in used])
    text = JsonV1Dot5(bom).output_as_string(indent=1)
    problem = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    if problem:
        sys.exit(f"{out} is not valid: {problem}")
    Path(out).write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{out}: {len(crates)} crates, valid CycloneDX 1.5")


if __name__ == "__main__":
    {"check": check, "notices": notices, "sbom": sbom}[sys.argv[1]](*sys.argv[2:])
