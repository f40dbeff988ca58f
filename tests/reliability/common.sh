# What the scripts of this folder share; to be sourced. The first argument of each script is the program,
# target/debug/tierwright unless given. A fault ends with exit code 1; what a machine cannot try is skipped with a word.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$(realpath "${1:-$root/target/debug/tierwright}")
[ -x "$program" ] || { echo "build the program first: cargo build" >&2; exit 2; }
scratch=$(mktemp -d)
started=()
mounted=()
export HOME=$scratch/home USER=${USER:-anna}
unset XDG_DATA_HOME XDG_CONFIG_HOME WAYLAND_DISPLAY SOURCE_DATE_EPOCH
mkdir -p "$HOME" "$scratch/work"
cd "$scratch/work"
journals=$HOME/.local/share/tierwright/journals

kill_hard() {
  kill -9 "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# Ends what was started here, by its number, and nothing else.
clean_up() {
  for pid in "${started[@]}"; do kill_hard "$pid"; done
  for folder in "${mounted[@]}"; do umount "$folder" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap clean_up EXIT

step() { printf '== %s\n' "$*"; }
fault() { printf 'FAULT: %s\n' "$*" >&2; exit 1; }
skip() { printf 'skipped: %s\n' "$*"; }

# Runs a command and demands an exit code; its words are in $scratch/out and $scratch/err.
demand() {
  local code=$1 got=0
  shift
  "$@" >"$scratch/out" 2>"$scratch/err" || got=$?
  [ "$got" = "$code" ] || fault "exit code $got instead of $code: $* ($(tr '\n' ' ' <"$scratch/err"))"
}
demand_words() { grep -q -- "$1" "$scratch/err" || fault "“$1” is not said: $(cat "$scratch/err")"; }

# A drive of 64 KB, or as large as given, at a folder; false where nobody may mount.
small_drive() {
  mkdir -p "$1"
  mount -t tmpfs -o "size=${2:-64k},mode=700" tmpfs "$1" 2>/dev/null || return 1
  mounted+=("$1")
}
fill_drive() { dd if=/dev/zero of="$1/filler" bs=4k count=256 2>/dev/null || true; }

# A display without a screen; false where its programs are missing.
start_display() {
  command -v Xvfb >/dev/null && command -v xdotool >/dev/null || return 1
  mkfifo "$scratch/display"
  Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$scratch/display" 2>/dev/null &
  started+=($!)
  read -r number <"$scratch/display"
  export DISPLAY=:$number
}

# Waits until a command succeeds, for at most 40 seconds.
wait_for() {
  for _ in $(seq 400); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  return 1
}

is_seen() {
  window=$(xdotool search --all --onlyvisible --pid "$window_process" --name Tierwright 2>"$scratch/search" | tail -n 1)
  [ -n "$window" ]
}
# Opens a window; its process is in $window_process, its number in $window.
open_window() {
  "$program" "$@" 2>"$scratch/window-$RANDOM.log" &
  window_process=$!
  started+=("$window_process")
  wait_for is_seen || fault "no window came up: $(cat "$scratch"/window-*.log)"
  sleep 3
  # A window that is only just mapped cannot have the focus yet.
  wait_for xdotool windowfocus "$window" || fault "the window takes no focus"
  sleep 0.5
}
keys() { for key in "$@"; do xdotool key "$key"; sleep 0.4; done; }
# Selects everything and duplicates it: an edit of any design that is not empty.
edit() { xdotool mousemove 500 600; sleep 0.2; keys ctrl+a ctrl+d; }
num_journals() { find "$journals" -name '*.journal' 2>/dev/null | wc -l; }
has_journals() { [ "$(num_journals)" = "$1" ]; }
