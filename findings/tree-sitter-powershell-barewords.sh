#!/usr/bin/env bash
# tree-sitter-powershell 0.26.4: which lines of everyday PowerShell it takes for wrong.
# Guess: valid scripts parse without an error node; only rare things of the language (--%, workflows) may be missing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tree-sitter==0.26.0 tree-sitter-powershell==0.26.4
cat >"$folder/parse.py" <<'PYTHON'
import tree_sitter
import tree_sitter_powershell

parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
lines = [
    "Get-Service | Select-Object -Property Name",
    "Get-Service | Select-Object -Property Name, Status",
    "Get-Service | Select-Object -Property @('Name', 'Status')",
    "Get-Item $HOME\\notes.txt",
    'Get-Item "$HOME\\notes.txt"',
    "switch ($a) { 'b' { 1 } default { 2 } }",
    "switch ($a) {\n 'b' { 1 }\n default { 2 }\n}",
    ":rows foreach ($i in 1..5) { break rows }",
    ":rows foreach ($i in 1..5) { break }",
    "function F { [CmdletBinding()] param($a) begin { 1 } }",
    "function F { begin { 1 } }",
    "icacls --% C:\\x /grant A:(F)",
]
for line in lines:
    wrong = parser.parse((line + "\n").encode()).root_node.has_error
    print(("error  " if wrong else "fine   ") + line.replace("\n", " <line end>"))
PYTHON
seen=$("$folder/venv/bin/python" "$folder/parse.py")
expected='fine   Get-Service | Select-Object -Property Name
error  Get-Service | Select-Object -Property Name, Status
fine   Get-Service | Select-Object -Property @('"'Name', 'Status'"')
error  Get-Item $HOME\notes.txt
fine   Get-Item "$HOME\notes.txt"
error  switch ($a) { '"'b'"' { 1 } default { 2 } }
fine   switch ($a) { <line end> '"'b'"' { 1 } <line end> default { 2 } <line end>}
error  :rows foreach ($i in 1..5) { break rows }
fine   :rows foreach ($i in 1..5) { break }
error  function F { [CmdletBinding()] param($a) begin { 1 } }
fine   function F { begin { 1 } }
fine   icacls --% C:\x /grant A:(F)'
echo "tree-sitter-powershell 0.26.4"
echo "Words without quotes that are separated by a comma, a variable with a path behind it, clauses of a switch on one line,"
echo "break with a label and a param block before begin count as errors, although they are everyday PowerShell; the stop"
echo "parsing sign, which is rare, does not. Whoever checks scripts with this grammar has to write them round that."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
