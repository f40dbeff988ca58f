#!/usr/bin/env bash
# A window is killed with unsaved work, and the drive of the journals is full when the work is restored: the old journal
# stays until a new one is on disk, which happens by itself once there is room.
. "$(dirname "$0")/common.sh"
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
if ! small_drive "$journals"; then skip "a small drive: mounting needs root"; exit 0; fi
demand 0 "$program" new --template small-complete -o design.ron

step "A window is killed with unsaved work"
open_window design.ron
edit
wait_for has_journals 1 || fault "the work was not kept"
kill_hard "$window_process"
sum=$(sha256sum "$journals"/*.journal)

step "Its work is restored on a full drive"
fill_drive "$journals"
open_window
keys space
sleep 3
[ "$sum" = "$(sha256sum "$journals"/*.journal)" ] || fault "the old journal is gone or changed"
[ -e .design.ron.lock ] || fault "the work was not restored"
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/full_drive.png"; fi

step "There is room again"
rm "$journals/filler"
moved() { has_journals 1 && [ "$sum" != "$(sha256sum "$journals"/*.journal)" ]; }
wait_for moved || fault "the work was not kept: $(ls -l "$journals")"

step "The drive fills up while work goes on, and the last whole step stays"
fill_drive "$journals"
edit
sleep 2
kill_hard "$window_process"
has_journals 1 || fault "the journal is gone"
grep -q "^#design" "$journals"/*.journal || fault "the journal is empty"
echo "No fault."
