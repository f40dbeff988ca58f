#!/usr/bin/env bash
# Shows that two builds of the program say the same of the same designs: every answer and every exported file of every
# template, of crowded generated designs and of the designs given, byte for byte. Prints the name of each difference
# and exits with 1 if there is any that is not expected.
#
#   tests/same_as.sh [OPTIONS] OLD_PROGRAM NEW_PROGRAM [DESIGN.ron|FOLDER ...]
#
# --except REGEX   differences that are expected, by name, such as 'large/export/.*\.svg'
# --only REGEX     only designs with such names, such as '^(large|small)$'
# --no-crowded     without the generated designs, for which examples/crowded.rs is built
# --keep FOLDER    where the answers stay, as old/ and new/; else they go
set -euo pipefail

usage() { sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

except='' only='' crowded=yes keep=''
while [[ ${1:-} == --* ]]; do
  case $1 in
    --except) except=${2:?}; shift 2 ;;
    --only) only=${2:?}; shift 2 ;;
    --no-crowded) crowded=no; shift ;;
    --keep) keep=${2:?}; shift 2 ;;
    *) usage ;;
  esac
done
[[ $# -ge 2 ]] || usage
for program in "$1" "$2"; do
  [[ -x $program ]] || { echo "there is no program at '$program'" >&2; exit 2; }
done
old=$(realpath "$1") new=$(realpath "$2")
shift 2

work=${keep:-$(mktemp -d)}
[[ -n $keep ]] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work/designs"
work=$(realpath "$work")
rm -rf "$work"/{designs,old,new}
mkdir -p "$work"/{designs,old,new}

# What a program answers goes to a file, with what it complains about and its exit code.
answer() {
  local file=$1 code=0
  shift
  "$@" >"$file" 2>"$file.err" || code=$?
  if [[ -s $file.err ]]; then { echo "--- complaints"; cat "$file.err"; } >>"$file"; fi
  rm "$file.err"
  echo "--- exit code $code" >>"$file"
}

# Everything that a program ($1) says of no design in particular, into a folder ($2).
ask_in_general() {
  cd "$2"
  answer templates "$1" templates
  mkdir new rules
  local name rule
  for name in $(awk '/^[a-z]/ { print $1 }' templates); do
    answer "new/$name" "$1" new --template "$name" --output "new/$name.ron"
  done
  answer rules/list "$1" rules list
  for rule in $(awk '/^[A-Z]/ { print $1 }' rules/list); do
    answer "rules/$rule" "$1" rules explain "$rule"
  done
}

# Everything that a program ($1) says of a design ($2), into a folder ($3), which need not exist. Losses to play come
# from a list ($4) that is the same for both programs.
ask_about() {
  local design format part order=2
  design=../../designs/$(basename "$2")
  # Pairs of losses of two hundred computers fill half a gigabyte.
  [[ $(stat -c %s "$2") -lt 100000 ]] || order=1
  mkdir -p "$3"/{export,losses,simulate}
  cd "$3"
  for format in text json sarif junit; do
    answer "check.$format" "$1" check "$design" --format "$format" --date "$date"
  done
  for format in text json; do
    answer "sweep.$format" "$1" sweep "$design" --order "$order" --format "$format"
    answer "capacity.$format" "$1" capacity "$design" --format "$format"
  done
  answer export.said "$1" export "$design" --to "$kinds" --output export --date "$date"
  answer losses.said "$1" export "$design" --to svg,checklist --losses --paper letter --output losses --date "$date"
  [[ -z $code ]] || answer code.said "$1" code "$design" --output builders
  while read -r part; do
    [[ -e simulate.text ]] || answer simulate.text "$1" simulate "$design" --fail "$part"
    answer "simulate/${part//\//_}.json" "$1" simulate "$design" --fail "$part" --format json
  done <"$4"
}

# The keys of the single parts that a program ($1) can lose in a design ($2).
parts() { "$1" sweep "$2" --order 1 --format json | sed -n '/^  "events": \[/,/^  \]/s/.*"key": "\(.*\)",$/\1/p'; }

both_about() {
  local name
  name=$(basename "$1" .ron)
  parts "$old" "$1" >"$1.parts"
  (ask_about "$old" "$1" "$work/old/$name" "$1.parts")
  (ask_about "$new" "$1" "$work/new/$name" "$1.parts")
}

date=2026-01-31
# What the old program can export, in its own words.
kinds=$({ "$old" export none --to nothing 2>&1 || true; } | sed -n 's/.*possible values: \(.*\)\]/\1/p' | tr -d ' ')
# Whether it knows files for builders.
code=$("$old" code --help 2>/dev/null || true)
# The same day for what takes no date, and no words but the program's own.
export SOURCE_DATE_EPOCH=1769817600 RUST_LOG=off
export -f answer ask_about parts both_about
export old new work date kinds code

(ask_in_general "$old" "$work/old")
(ask_in_general "$new" "$work/new")
cp "$work"/old/new/*.ron "$work/designs/"
if [[ $crowded == yes ]]; then
  (cd "$(dirname "$0")/.." && cargo run --quiet --locked --example crowded -- "$work/designs")
fi
for given in "$@"; do
  while read -r design; do
    name=$(basename "$design")
    while [[ -e $work/designs/$name ]]; do name=other-$name; done
    cp "$design" "$work/designs/$name"
  done < <(find "$given" -name '*.ron' -type f | sort)
done
if [[ -n $only ]]; then
  for design in "$work"/designs/*.ron; do
    [[ $(basename "$design" .ron) =~ $only ]] || rm "$design"
  done
fi
# Sorted from the largest, so that none is left alone at the end.
find "$work/designs" -name '*.ron' -printf '%s %p\n' | sort -rn | cut -d' ' -f2- |
  xargs -d '\n' -P "$(nproc)" -I {} bash -euc 'both_about "$1"' - {}

names=$(cd "$work" && { (cd old && find . -type f); (cd new && find . -type f); } | sed 's/^\.\///' | sort -u)
count=0 expected=0 different=0
while read -r name; do
  count=$((count + 1))
  if cmp -s "$work/old/$name" "$work/new/$name"; then continue; fi
  if [[ -n $except && $name =~ $except ]]; then
    expected=$((expected + 1))
    continue
  fi
  different=$((different + 1))
  if [[ ! -e $work/old/$name ]]; then echo "$name: only the new program"
  elif [[ ! -e $work/new/$name ]]; then echo "$name: only the old program"
  else echo "$name"; fi
done <<<"$names"
designs=$(find "$work/designs" -name '*.ron' | wc -l)
echo "$designs designs, $count answers: $different differ, $expected more differ as expected"
[[ $different -eq 0 ]]
