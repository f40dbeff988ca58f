#!/usr/bin/env bash
# The .deb and the tarball, both reproducible; called by packaging/build.sh: package.sh FOLDER_OF_PROGRAMS WORK DIST.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$1 work=$2 dist=$(cd "$3" && pwd)
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
program=$programs/tierwright

# What both have, below usr or below the folder of the tarball.
share() {
  local root=$1 size
  install -Dm755 "$program" "$root/bin/tierwright"
  install -Dm644 "$here/tierwright.desktop" "$root/share/applications/tierwright.desktop"
  install -Dm644 "$here/tierwright.xml" "$root/share/mime/packages/tierwright.xml"
  for size in 16 24 32 48 64 128 256; do
    install -Dm644 "assets/icons/tierwright-$size.png" "$root/share/icons/hicolor/${size}x$size/apps/tierwright.png"
  done
  install -Dm644 assets/icons/tierwright.svg "$root/share/icons/hicolor/scalable/apps/tierwright.svg"
  install -d "$root/share/metainfo" "$root/share/man/man1" "$root/share/bash-completion/completions"
  sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$here/org.tierwright.Tierwright.metainfo.xml" \
    >"$root/share/metainfo/org.tierwright.Tierwright.metainfo.xml"
  "$program" man | gzip -9n >"$root/share/man/man1/tierwright.1.gz"
  "$program" completions bash >"$root/share/bash-completion/completions/tierwright"
}

# The tarball: to be unpacked anywhere, or into ~/.local.
name=tierwright-$version-linux-x86_64
share "$work/$name"
install -m644 -t "$work/$name" LICENSE-MIT LICENSE-APACHE "$work/THIRD-PARTY.txt"
sed "s/@VERSION@/$version/" "$here/README.txt" >"$work/$name/README.txt"
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --directory "$work" "$name" |
  gzip -9n >"$dist/$name.tar.gz"

# The .deb.
deb=$work/deb
share "$deb/usr"
doc=$deb/usr/share/doc/tierwright
install -d "$doc" "$deb/DEBIAN"
{ cat "$here/copyright"; sed 's/^$/./; s/^/ /' LICENSE-MIT; } >"$doc/copyright"
gzip -9nc "$work/THIRD-PARTY.txt" >"$doc/THIRD-PARTY.txt.gz"
gzip -9nc CHANGELOG.md >"$doc/CHANGELOG.md.gz"
# Whoever made the commit answers for the package made of it.
maintainer="The Tierwright developers <$(git log -1 --format=%ae)>"
gzip -9nc >"$doc/changelog.gz" <<CHANGES
tierwright ($version) unstable; urgency=medium

  * What is new stands in CHANGELOG.md.gz beside this file.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGES
# Which version of the C library it needs is read from the program; the other libraries are loaded when the window starts.
mkdir -p "$work/shlibs/debian"
touch "$work/shlibs/debian/control"
needs=$(cd "$work/shlibs" && dpkg-shlibdeps -O "$deb/usr/bin/tierwright" | sed -n 's/^shlibs:Depends=//p')
size=$(du -k --apparent-size --summarize "$deb/usr" | cut -f1)
cat >"$deb/DEBIAN/control" <<CONTROL
Package: tierwright
Version: $version
Architecture: amd64
Maintainer: $maintainer
Installed-Size: $size
Depends: $needs, libx11-6, libx11-xcb1, libxcursor1, libxi6, libxkbcommon-x11-0
Recommends: libgl1, libegl1, libwayland-client0, xdg-desktop-portal
Section: misc
Priority: optional
Description: designer for highly available BizTalk Server environments
 Start from a documented deployment, drag BizTalk servers, SQL Server nodes,
 master secret servers and load balancers into tiers, and see every design
 fault with its source and its fix. Exports a review report, a checklist, a
 build and run book and an evidence annex. Works on a command line too.
CONTROL
(cd "$deb" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
find "$deb" -print0 | xargs -0 touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
dpkg-deb --build --root-owner-group -Zxz "$deb" "$dist/tierwright_${version}_amd64.deb"
