#!/usr/bin/env bash
# Tries the packages in dist/ as their users would, on Debian as root: packaging/check.sh [--without-wine].
#
# The Windows program runs under wine, which proves less than Windows. Installs what it needs; leaves nothing behind but
# pictures of the windows in dist/pictures, to be looked at.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD/packaging
dist=$PWD/dist
wine=yes; if [ "${1:-}" = --without-wine ]; then wine=no; fi
export LC_ALL=C.UTF-8

# What is downloaded and carried around stays small; in bytes.
largest_windows_program=30000000
largest_windows_package=14000000
largest_linux_program=38000000
largest_linux_package=16000000

step() { printf '\n== %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
. "$here/check/common.sh"

packages=(desktop-file-utils appstream icoutils msitools binutils strace xvfb xdotool x11-utils x11-xserver-utils imagemagick
  unzip dbus shared-mime-info libgl1 libgl1-mesa-dri libxkbcommon-x11-0 libglib2.0-bin)
if [ "$wine" = yes ]; then packages+=(wine wine64 gcc-mingw-w64-x86-64); fi
missing=()
for package in "${packages[@]}"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  step "Installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

scratch=$(mktemp -d)
trap 'stop_screen; rm -rf "$scratch"' EXIT
pictures=$dist/pictures
mkdir -p "$pictures"
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)

step "Sums"
(cd "$dist" && sha256sum --check --quiet SHA256SUMS) || fail "a sum is wrong"

. "$here/check/linux.sh"
if [ -e "$dist/tierwright-$version-windows-x86_64.zip" ]; then
  . "$here/check/windows.sh"
  if [ "$wine" = yes ]; then . "$here/check/wine.sh"; fi
fi
step "All checks passed; look at $pictures"
