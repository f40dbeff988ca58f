# shellcheck shell=bash disable=SC1003
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

step "The command line: the same as on Linux, for every template"
[ "$(tw --version | tr -d '\r')" = "tierwright $version" ] || fail "version"
mkdir -p "$scratch/linux"
# Runs a call in both programs; what they write into the same names, what they print and how they end must be the same.
both() {
  local code=0
  (cd "$scratch/linux" && "$linux" "$@") >"$scratch/linux.out" 2>"$scratch/linux.err" || code=$?
  local other=0
  tw "$@" >"$scratch/windows.out" 2>"$scratch/windows.err" || other=$?
  [ "$code" = "$other" ] || fail "tierwright $*: ends with $code on Linux, with $other here"
  # Windows ends lines that are printed with a carriage return too, and writes folders with a backslash.
  diff <(tr -d '\r' <"$scratch/linux.out" | tr '\\' /) <(tr -d '\r' <"$scratch/windows.out" | tr '\\' /) || fail "tierwright $* prints something else"
}
templates=$("$linux" templates | cut -d ' ' -f 1)
for template in $templates; do
  both new --template "$template" -o "$template.ron"
  both check "$template.ron" --date 2026-01-31 --format json -o "$template.check.json"
  both export "$template.ron" --to all -o "$template" --date 2026-01-31
done
both check large-complete.ron --date 2026-01-31
both capacity large-complete.ron --format json
both sweep large-complete.ron
both simulate large-complete.ron --fail BTS1
both export large-complete.ron --to bundle -o bundle --date 2026-01-31
both diff large.ron large-complete.ron -o diff.txt
for file in $(cd "$scratch/linux" && find . -type f); do
  cmp "$scratch/linux/$file" "$work/$file" || fail "$file differs"
done
echo "$(wc -w <<<"$templates") templates, $(find "$scratch/linux" -type f | wc -l) files: the same, byte for byte"

step "The window, without a console, started by a click"
cp "$scratch/linux/large-complete.ron" "$work/large.ron"
end_window() {
  xdotool search --onlyvisible --name Tierwright windowfocus sleep 0.5 mousemove 500 400 sleep 0.5 key ctrl+q 2>/dev/null || true
  wineserver -k >/dev/null 2>&1 || true
  sleep 2
}
find "$WINEPREFIX/drive_c" -type f | sort >"$scratch/before"
(cd "$work" && exec wine portable/tierwright-window.exe 'large.ron') >/dev/null 2>&1 &
see_window Tierwright wine-opengl
end_window
[ -e "$work/portable/tierwright-data/config/recent.ron" ] || fail "nothing is kept beside the program"
find "$WINEPREFIX/drive_c" -type f | sort >"$scratch/after"
if comm -13 "$scratch/before" "$scratch/after" | grep -vE '/w/portable/tierwright-data/|/w/\.large\.ron\.lock$|/windows/|/Temp/'; then
  fail "written outside the documented folders"
fi

step "OpenGL 1.4: the window draws by itself; an edit, a kill, recovery, a save"
export MESA_GL_VERSION_OVERRIDE=1.4
journal() { [ -n "$(find "$work/portable/tierwright-data/journals" -name '*.journal' -size +0 2>/dev/null)" ]; }
(cd "$work" && exec wine portable/tierwright-window.exe 'large.ron') >/dev/null 2>&1 &
see_window Tierwright wine-opengl-1.4
at "${first_of_palette[@]}" sleep 1 click 1
if xdotool search --onlyvisible --class conhost >/dev/null; then fail "a console stands beside the window"; fi
until_true journal || fail "no journal of an edit"
import -window root "$pictures/wine-edited.png"
wineserver -k
sleep 2
! grep -q BTS7 "$work/large.ron" || fail "an edit is in the file before it is saved"
(cd "$work" && exec wine portable/tierwright-window.exe 'large.ron') >/dev/null 2>&1 &
see_window Tierwright wine-recovery
recovered_and_saved() {
  ! grep -q BTS7 "$work/large.ron" || return 0
  at "${nowhere[@]}" sleep 1 key Return sleep 3 key ctrl+s sleep 1
  return 1
}
until_true recovered_and_saved || fail "what was recovered is not saved"
import -window root "$pictures/wine-recovered.png"
(cd "$scratch" && "$linux" check "$work/large.ron" >/dev/null) || fail "what was saved cannot be read"
end_window
unset MESA_GL_VERSION_OVERRIDE

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
