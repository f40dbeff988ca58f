#!/usr/bin/env python3
"""Checks the syntax of the collector with tree-sitter-powershell, and its recorded outputs against their schema."""

import json
import pathlib
import sys

import jsonschema
import tree_sitter
import tree_sitter_powershell

root = pathlib.Path(__file__).parent.parent
script = root / "assets/collector/Collect-BizTalkTopology.ps1"
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
wrong = []


def walk(node):
    if node.type == "ERROR" or node.is_missing:
        wrong.append(f"{script.name}:{node.start_point[0] + 1}: {node.text[:60]!r}")
    for child in node.children:
        walk(child)


walk(parser.parse(script.read_bytes()).root_node)
schema = json.loads((root / "docs/collector.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
for recorded in sorted((root / "crates/exchange/tests/exports").glob("*.json")):
    for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(recorded.read_text())):
        wrong.append(f"{recorded.name}: {error.json_path}: {error.message}")
print("\n".join(wrong) or "The collector and its recorded output are in order.")
sys.exit(bool(wrong))
