#!/usr/bin/env bash
# Tries the program to destruction and prints a line of JSON for each thing tried. `small` is the default;
# `long` is what docs/RELIABILITY.md tells the figures of: hours on one core, the window
# among it (Xvfb and xdotool, root for drives; says what it skips). Exit code 1 when anything did harm.
set -euo pipefail
cd "$(dirname "$0")/../.."
size=${1:-small} seed=${SEED:-1}
case $size in
  small) profile=debug build=() ;;
  long) profile=release build=(--release) ;;
  *) echo "run.sh [small|long]" >&2; exit 2 ;;
esac
# The whole workspace, so that what tests have built is used again.
cargo build --locked --quiet "${build[@]}" --workspace --bins
target=${CARGO_TARGET_DIR:-target}/$profile
destroy=$target/destroy program=$target/tierwright
found=${FOUND:-${CARGO_TARGET_DIR:-target}/found}
failed=0
try() { "$@" || { failed=1; echo "FAILED: $*" >&2; }; }

# Of each kind how many; together 20,000,000 in the long run.
if [ "$size" = small ]; then
  inputs=(designs 400 imports 1000 baselines 40 fault-trees 4000 command-lines 60)
  steps=2000 kills=25
else
  inputs=(designs 2000000 imports 9800000 baselines 100000 fault-trees 8000000 command-lines 100000)
  steps=1000000 kills=1000
fi
for ((at = 0; at < ${#inputs[@]}; at += 2)); do
  try "$destroy" inputs "${inputs[at]}" --count "${inputs[at + 1]}" --seed "$seed" --found "$found"
done
try "$destroy" steps --count "$steps" --seed "$seed" --found "$found"
try "$destroy" kill --times "$kills" --seed "$seed"
if [ "$size" = small ]; then
  try tests/reliability/killed_saves.sh "$program" 10
  try tests/reliability/write_errors.sh "$program"
  try tests/reliability/hostile_names.sh "$program"
  try tests/reliability/long_names.sh "$program"
else
  try tests/reliability/killed_saves.sh "$program" 1000
  for script in cancelled_quit full_drive hostile_names long_names open_dialog two_windows write_errors slow_drive; do
    try "tests/reliability/$script.sh" "$program"
  done
  try tests/reliability/random_input.sh "$program" 3600 "$seed"
fi
exit "$failed"
