#!/usr/bin/env python3
"""Checks the syntax of the collector, of the steps for hosts and of scripts named on the command line with
tree-sitter-powershell, and recorded outputs of the collector against their schema."""

import json
import pathlib
import sys

import jsonschema
import tree_sitter
import tree_sitter_powershell

root = pathlib.Path(__file__).parent.parent
scripts = [root / "assets/collector/Collect-BizTalkTopology.ps1", root / "assets/code/hosts.ps1"]
scripts += [pathlib.Path(it) for it in sys.argv[1:]]
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
wrong = []


def walk(node, script):
    if node.type == "ERROR" or node.is_missing:
        wrong.append(f"{script.name}:{node.start_point[0] + 1}: {node.text[:60]!r}")
    for child in node.children:
        walk(child, script)


for script in scripts:
    # Line ends and the mark of UTF-8 mean nothing to Windows PowerShell.
    text = script.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    walk(parser.parse(text.encode()).root_node, script)
schema = json.loads((root / "docs/collector.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
for recorded in sorted((root / "crates/exchange/tests/exports").glob("*.json")):
    for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(recorded.read_text())):
        wrong.append(f"{recorded.name}: {error.json_path}: {error.message}")
print("\n".join(wrong) or f"{len(scripts)} scripts and the recorded output of the collector are in order.")
sys.exit(bool(wrong))
