#!/usr/bin/env python3
"""Holds the evaluation of fault trees against SCRAM (Debian package scram), to the digits that it prints.

    tests/fault_trees.py FAULT_TREE [FILE|FOLDER...]

FAULT_TREE is the example program of crates/availability. Evaluated are the fault trees below the given files and
folders; without any, the samples that come with SCRAM and the trees in tests/fixtures/fault_trees: with negations, every
model of common causes, distributions, phases and substitutions. A file whose events stand in another file of its folder
is read with each file that has them. A probability that a file states of its top (exports do) is compared as well.
Sequences of event trees are no fault trees and are counted, not compared. It fails if a probability differs, if one is
refused that SCRAM has, or if nothing was compared.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

SAMPLES = [Path("/usr/share/scram/input"), Path(__file__).parent / "fixtures/fault_trees"]


def run(command):
    """Exit code, output, and the last line of what was said about an error."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    said = [line for line in done.stderr.splitlines() if line.strip()]
    return done.returncode, done.stdout, said[-1].strip() if said else ""


def tags_and_gates(path):
    """What elements a file has, and its gates with the probability that it states; nothing where it is no fault tree."""
    try:
        elements = list(ElementTree.parse(path).iter())
    except ElementTree.ParseError:
        return set(), {}
    if elements[0].tag != "opsa-mef":
        return set(), {}
    gates = {}
    for gate in (it for it in elements if it.tag == "define-gate"):
        stated = gate.find("attributes/attribute[@name='probability']")
        gates[gate.get("name")] = None if stated is None else float(stated.get("value"))
    return {it.tag for it in elements}, gates


def models(roots):
    """Lists of files that belong together, with the gates of the first."""
    paths = [path for root in roots for path in (sorted(root.rglob("*.xml")) if root.is_dir() else [root])]
    known = {path: tags_and_gates(path) for path in paths}
    for path, (_, gates) in known.items():
        if not gates:
            continue
        yield [path], gates
        for other, (tags, others) in known.items():
            if other.parent == path.parent and "define-basic-event" in tags and not others:
                yield [path, other], gates


def theirs(files):
    """What SCRAM prints: name of the top, phase or None, probability. None where it refuses, with the reason."""
    scram = ["scram", "--bdd", "--limit-order", "3", "--probability", "true", "--ccf", "true"]
    code, output, reason = run(scram + [str(it) for it in files])
    if code != 0:
        return None, reason
    found = []
    for element in ElementTree.fromstring(output).iter("sum-of-products"):
        phase = element.get("phase") and f"{element.get('alignment')}.{element.get('phase')}"
        found.append((element.get("name"), phase, element.get("probability")))
    return found, ""


def ours(program, files, top):
    """The report on one tree, or why it is refused."""
    code, output, reason = run([program, "--max-seconds", "600", "--max-order", "3", "--top", top, *map(str, files)])
    return (json.loads(output), "") if code == 0 else (None, reason)


def is_equal(exact, printed):
    digits = len(re.sub(r"[eE].*", "", printed).replace(".", "").lstrip("0")) or 1
    return float(f"{exact:.{digits}g}") == float(printed)


def main(program, *given):
    compared, differ, sequences, refused = 0, 0, 0, 0
    for files, gates in models([Path(it) for it in given] or SAMPLES):
        name = " + ".join(str(it) for it in files)
        found, reason = theirs(files)
        if found is None:
            refused += len(files) == 1
            continue
        for top, phase, printed in found:
            if top.rsplit(".")[-1] not in gates:
                sequences += 1
                continue
            report, reason = ours(program, files, top)
            report = report["phases"][phase] if report and phase else report
            exact = report and report["probability"]
            compared += 1
            stated = gates.get(top)
            if report is None or not is_equal(exact, printed) or stated is not None and not is_equal(stated, printed):
                differ += 1
                print(f"{name}, {top}: ours {exact} {reason}, stated {stated}, SCRAM {printed}", file=sys.stderr)
    print(f"{compared} probabilities compared with SCRAM, {differ} differ; it refuses {refused} files by themselves;")
    print(f"{sequences} sequences of event trees are left out")
    return 1 if differ or not compared else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
