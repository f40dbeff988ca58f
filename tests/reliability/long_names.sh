#!/usr/bin/env bash
# Names as long as the file system takes (255 bytes) work for designs, their backups and exports, in any script; one byte
# more is refused with words about it.
. "$(dirname "$0")/common.sh"
for start in "$(printf 'x%.0s' $(seq 251))" "$(printf '設%.0s' $(seq 83))ab"; do
  name=$start.ron
  step "$(printf %s "$name" | wc -c) bytes: ${name:0:20}…"
  demand 0 "$program" new --template small -o "$name"
  got=0
  "$program" check --fail-on blocker "$name" >/dev/null || got=$?
  [ "$got" -le 1 ] || fault "it is not opened again"
  demand 0 "$program" export "$name" --to svg,checklist,mef -o .
  while read -r file; do [ -s "$file" ] || fault "$file is not there"; done <"$scratch/out"
done
step "One byte more"
demand 2 "$program" new --template small -o "$(printf 'x%.0s' $(seq 252)).ron"
demand_words "Choose a shorter name"
[ -z "$(find . -name '.tierwright-*')" ] || fault "something was left behind"
echo "No fault."
