# shellcheck shell=bash
# What can be read of the Windows packages without running them; for packaging/check.sh.

zip=$dist/tierwright-$version-windows-x86_64.zip
msi=$dist/tierwright-$version-windows-x86_64.msi

step "Portable zip"
unzip -q "$zip" -d "$scratch/zip"
portable=$scratch/zip/tierwright-$version
(cd "$portable" && find . -type f | sort)
no_larger "$portable/tierwright.exe" "$largest_windows_program"
no_larger "$portable/tierwright-window.exe" 500000
no_larger "$zip" "$largest_windows_package"

step "No symbols, no folder of whoever built it"
for program in "$portable"/*.exe; do
  without_traces "$program"
done

step "Icon, version, manifest, subsystem, libraries"
for program in tierwright tierwright-window; do
  exe=$portable/$program.exe
  kinds=$(wrestool -l "$exe" | sed -n 's/^--type=\([0-9]*\).*/\1/p' | sort -un | tr '\n' ' ')
  echo "$program: resources of the types $kinds"
  for kind in 3 14 16 24; do grep -qw "$kind" <<<"$kinds" || fail "$program has no resource of type $kind"; done
  wrestool -x --type=14 "$exe" >"$scratch/icon.ico"
  sizes=$(icotool -l "$scratch/icon.ico" | grep -oE 'width=[0-9]+' | sort -u | wc -l)
  [ "$sizes" -ge 7 ] || fail "$program has icons in $sizes sizes"
  wrestool -x --raw --type=24 "$exe" >"$scratch/manifest"
  for word in PerMonitorV2 longPathAware UTF-8 asInvoker; do grep -q "$word" "$scratch/manifest" || fail "$program: $word"; done
  wrestool -x --raw --type=16 "$exe" | tr -d '\000' >"$scratch/version"
  grep -aq "$version" "$scratch/version" || fail "$program: version"
  libraries=$(objdump -p "$exe" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' | sort -u | tr '\n' ' ')
  echo "$program: libraries $libraries"
  # Nothing but what Windows 10 has: no run-time library of a compiler.
  if grep -qE 'libgcc|libstdc|libwinpthread' <<<"$libraries"; then fail "$program needs a library of the compiler"; fi
done
subsystem() { objdump -p "$1" | sed -n 's/^Subsystem.*(\(.*\))/\1/p'; }
[ "$(subsystem "$portable/tierwright.exe")" = "Windows CUI" ] || fail "tierwright.exe is no program of the console"
[ "$(subsystem "$portable/tierwright-window.exe")" = "Windows GUI" ] || fail "tierwright-window.exe opens a console"

step "MSI"
for table in Property Directory File Shortcut Registry; do msiinfo export "$msi" "$table" | tail -n +4 | sed "s/^/$table: /"; done
msiinfo suminfo "$msi"
properties=$(msiinfo export "$msi" Property)
grep -q "ProductVersion.$version" <<<"$properties" || fail "version of the MSI"
if grep -q ALLUSERS <<<"$properties"; then fail "the MSI is not for one user"; fi
# Bit 8 of the word count: no administrator is asked for (Summary Information, PID_WORDCOUNT).
grep -q '^Source: 10 ' <<<"$(msiinfo suminfo "$msi")" || fail "the MSI asks for an administrator"
msiextract -C "$scratch/msi" "$msi" >/dev/null
for file in tierwright.exe tierwright-window.exe README.txt THIRD-PARTY.txt LICENSE-MIT LICENSE-APACHE; do
  found=$(find "$scratch/msi" -name "$file")
  [ -n "$found" ] && cmp "$found" "$portable/$file" || fail "the MSI has another $file than the zip"
done

step "Third parties"
grep -c . "$portable/THIRD-PARTY.txt"
for crate in egui winit rfd lopdf softbuffer; do grep -qE "^  $crate [0-9]" "$portable/THIRD-PARTY.txt" || fail "no notice for $crate"; done
