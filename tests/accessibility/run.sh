#!/usr/bin/env bash
# Works the window through AT-SPI alone, as a screen reader does: run.sh [PROGRAM]. Needs the Debian packages at-spi2-core,
# python3-pyatspi, dbus and xvfb. Says what it skips.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export HERE=$here
export PROGRAM=${1:-$here/../../target/debug/tierwright}
for needed in Xvfb dbus-run-session dbus-send /usr/libexec/at-spi-bus-launcher; do
  command -v "$needed" >/dev/null || { echo "skipped: $needed is missing"; exit 0; }
done
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || { echo "skipped: python3-pyatspi is missing"; exit 0; }
[ -x "$PROGRAM" ] || { echo "no program at $PROGRAM: cargo build"; exit 1; }
SCRATCH=$(mktemp -d)
export SCRATCH HOME=$SCRATCH XDG_CONFIG_HOME=$SCRATCH/config XDG_DATA_HOME=$SCRATCH/data XDG_RUNTIME_DIR=$SCRATCH
chmod 700 "$SCRATCH"
exec 3< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 2>/dev/null)
read -r -u 3 number
display=$!
trap 'kill "$display" 2>/dev/null || true; rm -rf "$SCRATCH"' EXIT
export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1
dbus-run-session -- bash -c '
  /usr/libexec/at-spi-bus-launcher --launch-immediately &
  for _ in $(seq 50); do
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null 2>&1 && break
    sleep 0.1
  done
  for name in IsEnabled ScreenReaderEnabled; do
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Set \
      string:org.a11y.Status "string:$name" variant:boolean:true >/dev/null
  done
  /usr/bin/python3 "$0" "${@:1}"
' "$here/${SCRIPT:-build_and_export.py}"
