# shellcheck shell=bash
# The .deb and the tarball; for packaging/check.sh.

deb=$dist/tierwright_${version}_amd64.deb
tarball=$dist/tierwright-$version-linux-x86_64.tar.gz
[ -e "$deb" ] && [ -e "$tarball" ] || fail "no packages for Linux: packaging/build.sh linux"

step "Debian package: install"
# Not where somebody uses it.
! dpkg -s tierwright >/dev/null 2>&1 || fail "tierwright is installed already; remove it first"
dpkg -i "$deb" || { DEBIAN_FRONTEND=noninteractive apt-get install -f -y -qq; }
dpkg --verify tierwright
trap 'stop_screen; dpkg --purge tierwright >/dev/null 2>&1; rm -rf "$scratch"' EXIT
[ "$(tierwright --version)" = "tierwright $version" ] || fail "version"
man --warnings -E UTF-8 -l -Tutf8 /usr/share/man/man1/tierwright.1.gz 2>&1 >/dev/null | head -n 3 || true
no_larger /usr/bin/tierwright "$largest_linux_program"
without_traces /usr/bin/tierwright
no_larger "$deb" "$largest_linux_package"
no_larger "$tarball" "$largest_linux_package"

step "Menu entry, metainfo, file type"
desktop-file-validate /usr/share/applications/tierwright.desktop
# The validator misses a list without its last semicolon.
if grep -E '^(Categories|Keywords|MimeType)=' /usr/share/applications/tierwright.desktop | grep -v ';$'; then fail "semicolon"; fi
appstreamcli validate --no-net /usr/share/metainfo/org.tierwright.Tierwright.metainfo.xml
update-mime-database /usr/share/mime
home=$scratch/home
mkdir -p "$home/work"
(cd "$home/work" && tierwright new --template small-complete -o design.ron)
type=$(cd "$home/work" && gio info -a standard::content-type design.ron | sed -n 's/.*content-type: //p')
[ "$type" = application/x-tierwright-design ] || fail "a design has the type $type"
echo "(a: 1)" >"$home/work/other.ron"
type=$(cd "$home/work" && gio info -a standard::content-type other.ron | sed -n 's/.*content-type: //p')
[ "$type" != application/x-tierwright-design ] || fail "every .ron is taken for a design"

step "Without a window: no socket, and nothing written but what is asked for"
mkdir -p "$home/out"
(cd "$home/work" && env -i PATH=/usr/bin:/bin HOME="$home" strace -f -o "$scratch/cli.trace" -e trace=network,openat,mkdir,rename,renameat2,unlink \
  tierwright export design.ron -o "$home/out" --date 2026-01-31 >/dev/null)
if grep -E 'socket\(|connect\(|bind\(' "$scratch/cli.trace"; then fail "a socket was opened"; fi
written "$scratch/cli.trace" "$home/out/" "$home/work/"
ls "$home/out"

step "From the menu entry: a window, no socket but those of the screen, files only in the documented folders"
start_screen
line='gio launch /usr/share/applications/tierwright.desktop %f'
run_window() {
  # shellcheck disable=SC2086
  (cd "$home" && exec env -i PATH=/usr/bin:/bin HOME="$home" DISPLAY="$DISPLAY" LIBGL_ALWAYS_SOFTWARE=1 "${extra[@]}" \
    strace -f -o "$scratch/window.trace" -e trace=socket,connect,bind,openat,mkdir,rename,renameat2,unlink,execve \
    ${line/\%f/$home/work/design.ron} "$@") >"$scratch/window.log" 2>&1 &
  window_pid=$!
}
fresh_design() {
  rm -rf "$home/work"
  mkdir "$home/work"
  (cd "$home/work" && "$1" new --template small-complete -o design.ron)
}
# Answers the dialog of exports with its usual choice; on a slow computer it comes late.
export_confirmed() {
  [ ! -e "$home/work/design-workbook.xlsx" ] || return 0
  xdotool sleep 3 key Return
  return 1
}
# Adds a computer, saves, exports into the folder of the design.
work_in_window() {
  at "${first_of_palette[@]}" sleep 1 click 1 sleep 2 mousemove --window %1 "${nowhere[@]}" sleep 1 key ctrl+s
  until_true grep -q BTS3 "$home/work/design.ron" || fail "not saved"
  xdotool sleep 1 key ctrl+e
  until_true export_confirmed || fail "not exported"
  import -window root "$pictures/$1-exported.png"
  "$2" check "$home/work/design.ron" >/dev/null || [ $? = 1 ] || fail "what was saved cannot be read"
}
# Sockets of this computer alone, named: the screen, and D-Bus where there is one (dialogs of files, screen readers).
no_socket() {
  if grep -E 'socket\(' "$scratch/window.trace" | grep -vE 'AF_UNIX|AF_LOCAL'; then fail "a socket was opened"; fi
  echo "connections: $(grep -oE 'connect\([^"]*"[^"]*"[^)]*\) = 0' "$scratch/window.trace" | grep -oE '"[^"]*"' | sort | uniq -c | tr -s ' \n' ' ')"
}
# Where the window system and the graphics driver write; the last is the driver's cache in the home folder.
of_the_system=(/dev/ /tmp/.X11 /proc/ /memfd /mesa_shader_cache)
close_window() {
  local id
  id=$(xdotool search --onlyvisible --name Tierwright | head -n 1)
  xdotool windowfocus "$id" sleep 0.5 mousemove 500 400 sleep 0.5 key ctrl+q 2>/dev/null || true
  wait_gone "$window_pid" || { kill "$window_pid"; wait_gone "$window_pid" || fail "the window does not close"; }
}
extra=(A=a)
for kind in opengl software; do
  words=(); if [ "$kind" = software ]; then line='tierwright %f' words=(--software); fi
  fresh_design tierwright
  run_window "${words[@]}"
  see_window Tierwright "linux-$kind"
  work_in_window "linux-$kind" tierwright
  close_window
  no_socket
  written "$scratch/window.trace" "$home/.config/tierwright" "$home/.local/share/tierwright" "$home/work/" "${of_the_system[@]}"
done

step "No driver for OpenGL: the window draws by itself"
extra=(LIBGL_DRIVERS_PATH=/nowhere __EGL_VENDOR_LIBRARY_FILENAMES=/nowhere)
run_window
see_window Tierwright linux-no-opengl
grep -q -- '"--software"' "$scratch/window.trace" || fail "it did not go on without OpenGL"
close_window

step "No display: a message, and exit code 4"
code=0; env -i PATH=/usr/bin:/bin HOME="$home" tierwright 2>"$scratch/no-display" || code=$?
cat "$scratch/no-display"
[ "$code" = 4 ] && grep -q 'there is no display' "$scratch/no-display" || fail "no message"

step "Debian package: removed"
dpkg -L tierwright >"$scratch/installed"
dpkg --purge tierwright
while read -r path; do
  if [ -f "$path" ]; then fail "$path is left"; fi
done <"$scratch/installed"
left=$(find /usr /etc /var/lib -name '*tierwright*' ! -path '/var/lib/dpkg/*' ! -path '/var/lib/apt/*')
[ -z "$left" ] || fail "left behind: $left"

step "Tarball: unpacked and started, portable"
tar -C "$scratch" -xf "$tarball"
unpacked=$scratch/tierwright-$version-linux-x86_64
[ "$("$unpacked/bin/tierwright" --version)" = "tierwright $version" ] || fail "version"
mkdir "$unpacked/bin/tierwright-data"
rm -rf "$home/.config" "$home/.local"
linux=$unpacked/bin/tierwright
fresh_design "$linux"
line="$linux %f"
extra=(A=a)
run_window
see_window Tierwright linux-portable
work_in_window linux-portable "$linux"
close_window
no_socket
written "$scratch/window.trace" "$unpacked/bin/tierwright-data" "$home/work/" "${of_the_system[@]}"
[ -n "$(ls "$unpacked/bin/tierwright-data")" ] || fail "nothing in tierwright-data"
[ ! -e "$home/.config/tierwright" ] && [ ! -e "$home/.local/share/tierwright" ] || fail "a portable program wrote to the home folder"
