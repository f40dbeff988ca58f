#!/usr/bin/env bash
# An edit that is made while the file dialog of the system is open: when the answer comes the window asks before it
# replaces the design, the dialog belongs to the window, and there is one at a time. A program of ours stands in for the
# desktop portal; it needs Python with jeepney (PYTHON names another interpreter).
. "$(dirname "$0")/common.sh"
python=${PYTHON:-python3}
"$python" -c 'import jeepney' 2>/dev/null || { skip "Python with jeepney is missing"; exit 0; }
command -v dbus-daemon >/dev/null || { skip "dbus-daemon is missing"; exit 0; }
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
demand 0 "$program" new --template small-complete -o mine.ron
demand 0 "$program" new --template large -o other.ron
dbus-daemon --session --print-address=3 --nopidfile 3>"$scratch/bus" 2>"$scratch/bus.log" &
started+=($!)
wait_for test -s "$scratch/bus"
DBUS_SESSION_BUS_ADDRESS=$(cat "$scratch/bus")
export DBUS_SESSION_BUS_ADDRESS
"$python" "$root/tests/reliability/portal.py" "$PWD/other.ron" 6 "$PWD/asked" 2>"$scratch/portal.log" &
started+=($!)
sleep 1

open_window mine.ron
title() { xdotool getwindowname "$window"; }
step "The dialog opens; the window waits, and takes edits again once it waits no more"
keys ctrl+o
wait_for test -s asked || fault "no dialog was asked for"
grep -q "^OpenFile parent=x11:[0-9a-f]* " asked || fault "the dialog belongs to no window: $(cat asked)"
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/open_dialog_waiting.png"; fi
# The window waits, so that keys edit nothing; cancelled there, work goes on while the dialog of the system is open.
edit
[ "$(title)" = "mine.ron – Tierwright" ] || fault "the window takes edits while it waits"
keys Escape
edit
[ "$(title)" = "• mine.ron – Tierwright" ] || fault "there is no edit: $(title)"
keys ctrl+o
sleep 8
[ "$(wc -l <asked)" = 1 ] || fault "a second dialog was asked for"
[ "$(title)" = "• mine.ron – Tierwright" ] || fault "an answer that nobody waits for has replaced the design"
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/open_dialog_second.png"; fi
keys Escape

step "The answer of a dialog that is waited for"
keys ctrl+o
wait_for test "$(wc -l <asked)" = 2
sleep 8
if [ -n "${SCREENSHOTS:-}" ]; then import -window root "$SCREENSHOTS/open_dialog_asks.png"; fi
[ "$(title)" = "• mine.ron – Tierwright" ] || fault "unsaved changes were replaced without a question"
keys Escape
sleep 1
[ "$(title)" = "• mine.ron – Tierwright" ] || fault "a cancelled question has replaced the design"
keys ctrl+s
wait_for has_journals 0 || fault "the work was not saved"
keys ctrl+o
sleep 8
[ "$(title)" = "other.ron – Tierwright" ] || fault "the other design was not opened: $(title)"
echo "No fault."
