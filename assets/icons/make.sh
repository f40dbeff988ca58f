#!/usr/bin/env bash
# Draws the icons of this folder from its SVG files, after they were changed (rsvg-convert, icotool).
set -euo pipefail
cd "$(dirname "$0")"
for size in 16 24 32 48 64 128 256; do
  source=tierwright.svg
  if [ "$size" -le 24 ]; then source=tierwright-small.svg; fi
  rsvg-convert --width "$size" --height "$size" --output "tierwright-$size.png" "$source"
done
icotool --create --output tierwright.ico --raw=tierwright-256.png tierwright-{16,24,32,48,64,128}.png
