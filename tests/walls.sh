#!/usr/bin/env bash
# Shows that the compiler holds the walls between the crates: writes one line that a layer forbids into a copy of the
# tree, crate by crate, and demands that rustc refuses it for that line.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target} CARGO_TERM_COLOR=never

refused() {
  local crate=$1 line=$2 said
  cp "$copy/crates/$crate/src/lib.rs" "$copy/lib.rs"
  printf '\n%s\n' "$line" >>"$copy/crates/$crate/src/lib.rs"
  if said=$(cd "$copy" && cargo check --quiet --locked -p "tierwright-$crate" 2>&1); then
    echo "$crate: '$line' compiles, and must not" >&2
    exit 1
  fi
  grep -E '^error' <<<"$said" | head -n 1 | sed "s/^/$crate: '$line': /"
  grep -qE '^error\[E0(432|433)\]' <<<"$said"
  mv "$copy/lib.rs" "$copy/crates/$crate/src/lib.rs"
}

refused availability 'use tierwright_design::model;'
refused engine 'use tierwright_rules::rules;'
refused rules 'use tierwright_drawing::scene;'
refused drawing 'use tierwright_rules::rules;'
refused papers 'use tierwright_window::ui;'
refused session 'use egui::Key;'
