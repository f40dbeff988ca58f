#!/usr/bin/env bash
# Two windows on one design: a lock with a name and a time lies beside it for as long as the first lives, the second does
# not take it, and takes it over when the first is killed. Journals and backups are as private as the design, a saved
# file keeps its mode, and a window that ends well leaves nothing behind.
. "$(dirname "$0")/common.sh"
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
umask 022
demand 0 "$program" new --template small-complete -o design.ron
chmod 640 design.ron
lock=.design.ron.lock
mode() { stat -c %a "$1"; }
held_by() { grep -q "process:$1,since:\"20[0-9-]* [0-9:]* UTC\"" "$lock"; }

step "The first window"
touch .tierwright-1-1.tmp
open_window design.ron
first=$window_process
wait_for held_by "$first" || fault "no lock: $(cat "$lock")"
grep -q "person:\"$USER\"" "$lock" || fault "the lock bears no name"
[ "$(mode "$lock")" = 640 ] || fault "the lock has mode $(mode "$lock")"
[ ! -e .tierwright-1-1.tmp ] || fault "what a killed save left was not removed"
edit
wait_for has_journals 1 || fault "the work was not kept"
[ "$(mode "$journals")" = 700 ] && [ "$(mode "$journals"/*.journal)" = 600 ] || fault "others can read the journal"
keys ctrl+s
wait_for has_journals 0 || fault "the work was not saved"
[ "$(mode design.ron)" = 640 ] && [ "$(mode design.ron.bak)" = 640 ] || fault "saving changed who may read the design"

step "The second window"
open_window design.ron
second=$window_process
sleep 3
held_by "$first" || fault "the second window has taken the lock"
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/two_windows.png"; fi
kill_hard "$first"
wait_for held_by "$second" || fault "the lock of a dead window was not taken over"

step "An idle window uses no processor"
sleep 3
ticks() { awk '{ print $14 + $15 }' "/proc/$second/stat"; }
before=$(ticks)
sleep 10
[ $(($(ticks) - before)) -le 1 ] || fault "$(($(ticks) - before)) hundredths of a second in 10 s"

step "The end of a window"
xdotool windowfocus "$window"
sleep 0.3
keys ctrl+q
ended() { ! kill -0 "$second" 2>/dev/null; }
wait_for ended || fault "the window did not close"
[ ! -e "$lock" ] || fault "the lock is left behind"
has_journals 0 || fault "a journal is left behind"

step "A folder that can only be read"
mkdir shelf
if mount -t tmpfs -o size=1m tmpfs shelf 2>/dev/null; then
  mounted+=("$PWD/shelf")
  cp design.ron shelf/
  mount -o remount,ro "$PWD/shelf"
  open_window shelf/design.ron
  [ "$(xdotool getwindowname "$window")" = "design.ron – Tierwright" ] || fault "it is not opened"
else
  skip "mounting needs root"
fi
echo "No fault."
