#!/usr/bin/env bash
# Builds the packages into dist/, on Debian or Ubuntu: packaging/build.sh [windows|linux], both without a word.
# Installs what it needs (root, or sudo). The same commit gives the same bytes, the MSI apart (see windows/package.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
targets=${*:-windows linux}
for target in $targets; do
  case $target in windows | linux) ;; *) echo "packaging/build.sh [windows|linux]" >&2; exit 2 ;; esac
done

step() { printf '\n== %s\n' "$*"; }

packages=(gcc libc6-dev python3-venv git)
for target in $targets; do
  case $target in
    windows) packages+=(gcc-mingw-w64-x86-64 wixl advancecomp) ;;
    linux) packages+=(dpkg-dev fakeroot) ;;
  esac
done
if ! command -v cargo >/dev/null; then
  echo "Rust is missing: install it from https://rustup.rs; the version that is pinned installs itself then." >&2
  exit 1
fi
missing=()
for package in "${packages[@]}"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  step "Installing ${missing[*]}"
  root=""; if [ "$(id -u)" != 0 ]; then root=sudo; fi
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check \
  license-expression==30.4.4 'cyclonedx-python-lib[json-validation]==11.12.0'
python() { "$tools/venv/bin/python" "$@"; }

# The day of the commit stands in the packages, not that of the build.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export TZ=UTC LC_ALL=C CARGO_INCREMENTAL=0
umask 022
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
export version

# Neither the folder of this copy, nor where it is built, nor the home of whoever builds gets into the programs.
home=${CARGO_HOME:-$HOME/.cargo}
built=$(realpath -m "${CARGO_TARGET_DIR:-target}")
same="--remap-path-prefix=$PWD=/tierwright --remap-path-prefix=$home=/cargo --remap-path-prefix=$built=/tierwright/target"
# Else the linker notes the time.
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="$same -C link-arg=-Wl,--no-insert-timestamp"
export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS="$same"

step "Licences of third parties"
python packaging/third_party.py check

mkdir -p dist
for target in $targets; do
  case $target in windows) triple=x86_64-pc-windows-gnu ;; linux) triple=x86_64-unknown-linux-gnu ;; esac
  step "The program for $target"
  # As a file of the pinned toolchain; cargo alone would not fetch it.
  if command -v rustup >/dev/null; then rustup target add "$triple"; fi
  programs=(-p tierwright); if [ "$target" = windows ]; then programs+=(-p tierwright-launcher); fi
  cargo build --locked --profile dist --target "$triple" "${programs[@]}"
  step "Packages for $target"
  work=$tools/$target
  mkdir -p "$work"
  python packaging/third_party.py notices "$triple" "$work/THIRD-PARTY.txt"
  python packaging/third_party.py sbom "$triple" "dist/tierwright-$version-$target-x86_64.cdx.json"
  "packaging/$target/package.sh" "${CARGO_TARGET_DIR:-target}/$triple/dist" "$work" dist
done

step "Sums"
(cd dist && sha256sum tierwright* >SHA256SUMS && cat SHA256SUMS)
ls -l dist
