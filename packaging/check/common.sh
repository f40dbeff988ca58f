# shellcheck shell=bash
# A screen without a monitor, and windows on it; for packaging/check.sh.

screen_pid=
start_screen() {
  [ -z "$screen_pid" ] || return 0
  local number=90
  while [ -e "/tmp/.X11-unix/X$number" ]; do number=$((number + 1)); done
  Xvfb ":$number" -screen 0 1400x900x24 -nolisten tcp >"$scratch/xvfb.log" 2>&1 &
  screen_pid=$!
  export DISPLAY=":$number"
  unset WAYLAND_DISPLAY WAYLAND_SOCKET
  for _ in $(seq 100); do xdpyinfo >/dev/null 2>&1 && return 0; sleep 0.1; done
  fail "no screen"
}
stop_screen() { if [ -n "$screen_pid" ]; then kill "$screen_pid" 2>/dev/null || true; fi; screen_pid=; }

# Waits for a window whose title holds a text, and until as many colours are on the screen; takes a picture.
see_window() {
  local title=$1 picture=$pictures/$2.png least=${3:-200} id colors
  for _ in $(seq 240); do
    id=$(xdotool search --onlyvisible --name "$title" 2>/dev/null | head -n 1) || true
    if [ -n "$id" ]; then
      import -window root "$picture" 2>/dev/null || true
      colors=$(identify -format %k "$picture" 2>/dev/null || echo 0)
      if [ "$colors" -gt "$least" ]; then
        sleep 1
        import -window root "$picture"
        echo "window \"$title\": $picture, $colors colours"
        return 0
      fi
    fi
    sleep 0.5
  done
  fail "no window \"$title\" within two minutes"
}

# Repeats a command until it succeeds, for a minute at most.
until_true() { for _ in $(seq 120); do if "$@"; then return 0; fi; sleep 0.5; done; return 1; }

# Moves the pointer to a place in the window, which then has the keyboard, and does what else is said to xdotool.
at() { xdotool search --onlyvisible --name Tierwright windowfocus mousemove --window %1 "$@"; }

# The first entry of the palette, which adds a BizTalk server.
first_of_palette=(82 76)
# Where nothing answers to a pointer.
nowhere=(700 55)

# Fails when a file is larger than so many bytes.
no_larger() {
  local size
  size=$(stat -c %s "$1")
  echo "$size bytes, at most $2: $1"
  [ "$size" -le "$2" ] || fail "$1 is too large"
}

# Fails when a program still has its symbols, or names the folder of this copy or the home of whoever built it.
without_traces() {
  local program=$1 symbols folder
  symbols=$(nm "$program" 2>/dev/null | wc -l)
  [ "$symbols" -eq 0 ] || fail "$program has $symbols symbols"
  for folder in "$(dirname "$here")" "${CARGO_HOME:-$HOME/.cargo}"; do
    if grep -aqF "$folder/" "$program"; then fail "$program names $folder"; fi
  done
}

# Waits until a process has ended.
wait_gone() {
  for _ in $(seq 100); do kill -0 "$1" 2>/dev/null || return 0; sleep 0.1; done
  return 1
}

# Fails when a trace shows a file that was opened for writing, made, renamed or removed outside the given places.
written() {
  local trace=$1 place found
  shift
  found=$(grep -vE ' = -1 ' "$trace" | grep -E 'O_WRONLY|O_RDWR|O_CREAT|mkdir\(|rename|unlink\(' | grep -oE '"[^"]*"' | tr -d '"' | sort -u) || true
  for place in "$@"; do found=$(grep -vF -- "$place" <<<"$found" || true); done
  # The folders of the person that all programs share.
  found=$(grep -vxF -e "$home/.config" -e "$home/.local" -e "$home/.local/share" -e "$home/.cache" <<<"$found" || true)
  # Names without a folder lie in the folder where the program was started.
  found=$(grep '^/' <<<"$found" || true)
  if [ -n "$found" ]; then echo "$found"; fail "written outside the documented folders"; fi
}
