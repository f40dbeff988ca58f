#!/usr/bin/env bash
# sarif-tools 3.0.5: which results of a SARIF 2.1.0 file its summary and its check count.
# Guess: those that are open: not the ones with an accepted suppression, nor those whose baselineState is absent, since
# SARIF says that such results are suppressed, or no longer there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sarif-tools==3.0.5
cd "$folder"
result() { # RULE EXTRA
  echo "{\"ruleId\":\"$1\",\"level\":\"error\",\"message\":{\"text\":\"$1\"},$2\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a.txt\"},\"region\":{\"startLine\":1}}}]}"
}
file() { # NAME RESULT
  echo "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"trial\",\"rules\":[{\"id\":\"$1\"}]}},\"results\":[$2]}]}" >"$1.sarif"
}
file open "$(result open '')"
file suppressed "$(result suppressed '"suppressions":[{"kind":"external","status":"accepted","justification":"agreed"}],')"
file absent "$(result absent '"baselineState":"absent",')"
seen=$(
  for name in open suppressed absent; do
    code=0
    errors=$(venv/bin/sarif --check error summary "$name.sarif" 2>&1) || code=$?
    echo "$name: $(grep '^error' <<<"$errors" | tr -d '\n'), exit code $code"
  done
)
expected='open: error: 1, exit code 1
suppressed: error: 1, exit code 1
absent: error: 1, exit code 1'
venv/bin/sarif --version 2>&1 | tail -n 1
echo "Suppressions and baselineState are not looked at: a result that somebody has accepted, and one that is gone, fails the"
echo "check like an open one. Who writes accepted results into SARIF cannot leave the verdict to this check."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
