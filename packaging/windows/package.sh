#!/usr/bin/env bash
# The portable zip and the MSI; called by packaging/build.sh: package.sh FOLDER_OF_PROGRAMS WORK DIST.
#
# The zip is reproducible. The MSI is not: wixl writes a new package code and the time of the build into it, as Windows
# Installer wants of two files that are not the same.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$1 work=$2 dist=$(cd "$3" && pwd)
name=tierwright-$version
files=$work/$name
mkdir -p "$files/tierwright-data"
cp "$programs/tierwright.exe" "$programs/tierwright-window.exe" LICENSE-MIT LICENSE-APACHE "$files"
# Notepad of older Windows shows lines only with carriage returns.
dos() { sed 's/$/\r/' "$1"; }
dos "$work/THIRD-PARTY.txt" >"$files/THIRD-PARTY.txt"
sed "s/@VERSION@/$version/" "$here/README.txt" | dos /dev/stdin >"$files/README.txt"
dos "$here/portable.txt" >"$files/tierwright-data/README.txt"

python3 - "$work" "$name" "$dist/$name-windows-x86_64.zip" <<'PYTHON'
import os, sys, time, zipfile
from pathlib import Path

work, name, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
# Zip knows no time zone and no odd seconds.
moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(out, "w") as archive:
    for path in sorted((work / name).rglob("*")):
        if path.is_file():
            entry = zipfile.ZipInfo(path.relative_to(work).as_posix(), moment)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, path.read_bytes())
PYTHON
# A minute of one processor for a file that is a thirtieth smaller than zlib makes it, for everybody who fetches it.
advzip --recompress --shrink-insane --quiet "$dist/$name-windows-x86_64.zip"

# One version is one product, whenever it is built; a newer one replaces it (the upgrade code stays).
product=$(python3 -c "import sys, uuid; print(str(uuid.uuid5(uuid.UUID('6f5f6a0e-6f0e-4b7e-9a55-0d6f3a1b7c21'), sys.argv[1])).upper())" "$version")
# wixl finds files only beside it or below.
cp assets/icons/tierwright.ico "$files"
cd "$files"
wixl --arch x64 --define "Version=$version" --define "Product=$product" \
  --output "$dist/$name-windows-x86_64.msi" "$here/tierwright.wxs"
