#!/usr/bin/env bash
# A drive on which every write takes seconds, and one that vanishes: the window goes on painting while it saves, says
# “saved” only when that is true, and keeps the work in the journal, which lies elsewhere.
. "$(dirname "$0")/common.sh"
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
command -v cc >/dev/null || { skip "a C compiler is missing"; exit 0; }
cc -shared -fPIC -o "$scratch/slow.so" "$root/tests/reliability/slow_drive.c" -ldl
drive=$PWD/drive
can_mount=yes
small_drive "$drive" 4m || { skip "vanishing drives: mounting needs root"; can_mount=no; }
demand 0 "$program" new --template small-complete -o "$drive/design.ron"
cp "$drive/design.ron" before.ron
title() { xdotool getwindowname "$window"; }
is_titled() { [ "$(title)" = "$1" ]; }
ticks() { awk '{ print $14 + $15 }' "/proc/$window_process/stat"; }
export SLOW_FOLDER=$drive SLOW_SECONDS=4

step "A save that takes seconds"
LD_PRELOAD=$scratch/slow.so open_window "$drive/design.ron"
edit
wait_for is_titled "• design.ron – Tierwright" || fault "there is no edit: $(title)"
wait_for has_journals 1 || fault "the work was not kept"
keys ctrl+s
sleep 1
start=$(ticks)
sleep 1
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/slow_drive.png"; fi
[ "$(title)" = "• design.ron – Tierwright" ] || fault "it is called saved before it is"
[ "$(ticks)" -gt "$start" ] || fault "the window does not paint while it saves"
has_journals 1 || fault "the journal went before the file was written"
wait_for is_titled "design.ron – Tierwright" || fault "the work was not saved: $(title)"
cmp -s "$drive/design.ron" before.ron && fault "the file is as it was"
wait_for has_journals 0 || fault "the journal stays"

if [ "$can_mount" = yes ]; then
  step "The drive vanishes with unsaved work"
  edit
  wait_for has_journals 1 || fault "the work was not kept"
  umount -l "$drive"
  keys ctrl+s
  sleep 9
  if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/vanished_drive.png"; fi
  kill -0 "$window_process" || fault "the window is gone"
  [ "$(title)" = "• design.ron – Tierwright" ] || fault "work on a drive that is gone is called saved: $(title)"
  has_journals 1 || fault "the journal is gone"
fi
echo "No fault."
