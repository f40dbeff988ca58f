#!/usr/bin/env bash
# “Save and quit” that is cancelled, because the file has changed outside, is forgotten: a later save does not quit. And
# a change from outside is noticed by an idle window, without a save.
. "$(dirname "$0")/common.sh"
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
demand 0 "$program" new --template small-complete -o design.ron
open_window design.ron
edit
wait_for has_journals 1 || fault "the work was not kept"

step "The file changes outside, and “save and quit” is cancelled"
sed 's/Small deployment/Other deployment/' design.ron >theirs.ron
cat theirs.ron >design.ron
sleep 3
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/changed_outside.png"; fi
keys ctrl+q
sleep 1
keys Tab space
sleep 1
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/conflict.png"; fi
cmp -s design.ron theirs.ron || fault "the other version was replaced without a question"
keys Escape
kill -0 "$window_process" || fault "it has quit"

step "A later save saves and does not quit"
keys ctrl+s
sleep 1
keys Tab Tab Tab space
wait_for has_journals 0 || fault "it was not saved"
cmp -s design.ron.bak theirs.ron || fault "the other version is not kept as the backup"
sleep 2
kill -0 "$window_process" || fault "it has quit"
keys ctrl+q
ended() { ! kill -0 "$window_process" 2>/dev/null; }
wait_for ended || fault "the window did not close"
echo "No fault."
