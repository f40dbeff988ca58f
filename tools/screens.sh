#!/usr/bin/env bash
# Takes a picture of every panel, view, menu and dialog, and lays them out on sheets:
# tools/screens.sh FOLDER [WORDS], where all WORDS occur in DESIGN-WIDTH-SCALE-THEME, such as crowded-1280-150-contrast.
# Needs montage of ImageMagick for the sheets; a minute and more for each of the 36 windows.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/.."
# Of the whole workspace: of the window alone, crates of third parties would be built again with other features.
SCREENS_IN=$folder SCREENS_OF=${2:-} cargo test --workspace --features tierwright-window/screens --test it -- take_pictures_of_everything
command -v montage >/dev/null || { echo "montage is missing: no sheets"; exit 0; }
for pictures in "$folder"/*/; do
  montage "$pictures"*.png -tile 3x3 -geometry 960x600+4+4 "${pictures%/}-%02d.png"
done
