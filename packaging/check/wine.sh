# The Windows program under wine; for packaging/check.sh.

# wine leads the folder of documents to the home folder.
export HOME=$scratch/home-of-wine
mkdir -p "$HOME"
export WINEPREFIX=$scratch/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
trap 'WINEPREFIX=$scratch/wine wineserver -k >/dev/null 2>&1 || true; stop_screen; rm -rf "$scratch"' EXIT

step "wine"
start_screen
wineboot --init >/dev/null 2>&1
wineserver --wait
wine --version
# wine before 8.17 lacks the library that Windows 10 has ProcessPrng in; a stand-in lies where Windows has it.
if [ ! -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
  cat >"$scratch/prng.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
C
  x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$scratch/prng.c" -ladvapi32
fi
work=$WINEPREFIX/drive_c/w
mkdir -p "$work"
cp -r "$portable" "$work/portable"
tw() { (cd "$work" && wine portable/tierwright.exe "$@"); }

step "The command line: the same as on Linux"
[ "$(tw --version | tr -d '\r')" = "tierwright $version" ] || fail "version"
"$linux" new --template large-complete -o "$scratch/large.ron"
tw new --template large-complete -o large.ron
cmp "$scratch/large.ron" "$work/large.ron" || fail "a design differs"
for call in "check large.ron --date 2026-01-31" "capacity large.ron --format json" "sweep large.ron" "simulate large.ron --fail BTS1"; do
  codes=()
  # shellcheck disable=SC2086
  { code=0; (cd "$scratch" && "$linux" $call -o linux.out) || code=$?; codes+=("$code"); code=0; tw $call -o windows.out || code=$?; codes+=("$code"); }
  cmp "$scratch/linux.out" "$work/windows.out" && [ "${codes[0]}" = "${codes[1]}" ] || fail "$call differs"
  # Printed, not written.
  # shellcheck disable=SC2086
  { tw $call || true; } | tr -d '\r' | cmp - <(tr -d '\r' <"$scratch/linux.out") || fail "$call prints something else"
done
mkdir -p "$scratch/linux-out" "$work/out"
formats=png,svg,pdf,report,checklist,buildbook,evidence,workbook,csv,mef
(cd "$scratch" && "$linux" export large.ron --to $formats -o linux-out --date 2026-01-31 >/dev/null)
tw export large.ron --to $formats -o out --date 2026-01-31 >/dev/null
diff -r "$scratch/linux-out" "$work/out" || fail "an export differs"
echo "$(ls "$work/out" | wc -l) exported files are the same, byte for byte"

step "The window, without a console, started by a click"
end_window() { xdotool search --onlyvisible --name Tierwright windowfocus sleep 0.5 mousemove 500 400 sleep 0.5 key ctrl+q 2>/dev/null || true; wineserver -k >/dev/null 2>&1 || true; sleep 2; }
find "$WINEPREFIX/drive_c" -type f | sort >"$scratch/before"
(cd "$work" && exec wine portable/tierwright-window.exe 'large.ron') >/dev/null 2>&1 &
see_window Tierwright wine-opengl
end_window
[ -n "$(ls "$work/portable/tierwright-data/config" 2>/dev/null; find "$work/portable/tierwright-data" -name '*.ron' -o -name '*journal*')" ] ||
  echo "NOTE: nothing is kept beside the program yet"
find "$WINEPREFIX/drive_c" -type f | sort >"$scratch/after"
if comm -13 "$scratch/before" "$scratch/after" | grep -vE '/w/portable/tierwright-data/|/w/\.large\.ron\.lock$|/windows/|/Temp/'; then
  fail "written outside the documented folders"
fi

step "OpenGL 1.4: the window draws by itself"
(cd "$work" && MESA_GL_VERSION_OVERRIDE=1.4 exec wine portable/tierwright-window.exe 'large.ron') >/dev/null 2>&1 &
see_window Tierwright wine-opengl-1.4
end_window

step "A start that fails is told in a box"
mkdir -p "$work/alone"
cp "$portable/tierwright-window.exe" "$work/alone"
(cd "$work" && exec wine alone/tierwright-window.exe) >/dev/null 2>&1 &
see_window Tierwright wine-box 4
end_window

step "MSI: installed for one user, started, removed"
installed="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Local/Programs/Tierwright"
[ -d "$WINEPREFIX/drive_c/users/$(id -un)/AppData" ] || installed="$WINEPREFIX/drive_c/users/$(id -un)/Local Settings/Application Data/Programs/Tierwright"
(cd "$dist" && wine msiexec /i "$(basename "$msi")" /qn)
[ -e "$installed/tierwright.exe" ] || fail "nothing is installed in $installed"
cmp "$installed/tierwright.exe" "$portable/tierwright.exe"
command=$(wine reg query 'HKCU\Software\Classes\Tierwright.Design\shell\open\command' | tr -d '\r')
grep -q tierwright-window.exe <<<"$command" || fail "no file type"
[ -n "$(find "$WINEPREFIX/drive_c/users" -name 'Tierwright.lnk')" ] || fail "no entry in the start menu"
(cd "$work" && exec wine "$installed/tierwright-window.exe" large.ron) >/dev/null 2>&1 &
see_window Tierwright wine-msi
end_window
(cd "$dist" && wine msiexec /x "$(basename "$msi")" /qn)
[ ! -e "$installed/tierwright.exe" ] || fail "the program is left"
if wine reg query 'HKCU\Software\Classes\Tierwright.Design' >/dev/null 2>&1; then fail "the file type is left"; fi
