#!/usr/bin/env bash
# What cannot be written is an error with exit code 2 and words about it, on standard output and in files; only a reader
# who goes away is none. What of several files is written is listed, and what failed is named.
. "$(dirname "$0")/common.sh"
demand 0 "$program" new --template small-complete -o design.ron

step "A full standard output"
for words in "check design.ron" "check --format json design.ron" "check --format sarif design.ron" \
  "check --format junit design.ron" "capacity design.ron" "sweep design.ron" "simulate design.ron --fail BTS1" \
  "export design.ron --to svg" "templates" "rules list" "rules explain SSO-004" "--help" "--version" "check --help"; do
  got=0
  # shellcheck disable=SC2086
  "$program" $words >/dev/full 2>err || got=$?
  [ "$got" = 2 ] || fault "exit code $got on a full standard output: $words"
  grep -q "could not be written" err || fault "nothing is said: $words"
done

step "A reader who goes away"
for words in "check design.ron" "sweep design.ron" "rules list" "--help"; do
  # shellcheck disable=SC2086
  { sleep 0.2; got=0; "$program" $words 2>err || got=$?; echo "$got" >code; } | true
  [ "$(cat code)" != 2 ] && [ ! -s err ] || fault "a closed pipe is no error: $words: $(cat code) $(cat err)"
done

step "A folder in place of a file: the other kinds are written and listed"
mkdir -p out/design-diagram.svg
demand 2 "$program" export design.ron --to svg,checklist,pdf -o out
demand_words "design-diagram.svg was not written: that is a folder"
[ "$(sort "$scratch/out")" = "$(printf 'out/design-checklist.pdf\nout/design-diagram.pdf')" ] || fault "listed: $(cat "$scratch/out")"
demand 2 "$program" new --template small -o out
demand_words "is a folder"

step "A read-only file stays"
mkdir read-only
echo signed >read-only/design-checklist.pdf
chmod 444 read-only/design-checklist.pdf
demand 2 "$program" export design.ron --to checklist,svg -o read-only
demand_words "read-only"
[ "$(cat read-only/design-checklist.pdf)" = signed ] || fault "a read-only file was replaced"
[ -s read-only/design-diagram.svg ] || fault "the other kind was not written"

step "A device"
demand 2 "$program" new --template small -o /dev/full

step "A folder that does not exist: exports make theirs, a design is not put anywhere unasked"
demand 0 "$program" export design.ron --to svg -o made
[ -s made/design-diagram.svg ] || fault "nothing was written to the new folder"
demand 2 "$program" export design.ron --to svg -o design.ron/below
demand_words "design.ron/below could not be made"
demand 2 "$program" new --template small -o nowhere/a.ron
demand_words "The folder of nowhere/a.ron does not exist"

step "A full drive: the older file stays whole and nothing unfinished is left"
if small_drive drive 512k; then
  demand 0 "$program" export design.ron --to mef -o drive
  (cd drive && sha256sum -- *.xml) >sums
  fill_drive drive
  demand 2 "$program" export design.ron --to mef,png,checklist -o drive
  demand_words "the disk is full"
  (cd drive && sha256sum --quiet -c ../sums) || fault "an older file was spoiled"
  demand 2 "$program" new --template large -o drive/new.ron
  demand_words "no room left"
  [ ! -e drive/new.ron ] || fault "half a design was left"
  [ -z "$(find drive -name '.tierwright-*')" ] || fault "left behind: $(ls -A drive)"

  step "A drive that can only be read"
  mount -o remount,ro "$PWD/drive"
  demand 2 "$program" export design.ron --to mef -o drive
  demand 2 "$program" new --template large -o drive/new.ron
  demand_words "can only be read"
  demand 0 "$program" check design.ron
else
  skip "full and read-only drives: mounting needs root"
fi
echo "No fault."
