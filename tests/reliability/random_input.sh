#!/usr/bin/env bash
# Random keys and clicks: the window stays alive, answers, and its memory stays below a gigabyte. The second argument is
# for how many seconds, 60 unless given, the third the seed. Keys that leave the window (Ctrl+Q, Alt+F4) are not pressed,
# and it works in a folder of its own. Prints what it came to as a line of JSON.
. "$(dirname "$0")/common.sh"
seconds=${2:-60} seed=${3:-1}
start_display || { skip "Xvfb or xdotool is missing"; exit 0; }
demand 0 "$program" new --template small-complete -o design.ron
RANDOM=$seed
plain=(a b c d e f n s t x z 0 1 2 9 comma period slash at question Tab Tab Return Return Escape Escape space Delete
  BackSpace Up Down Left Right Home End Page_Up Page_Down F1 F2 F5 F6 F8 F10 Menu)
chords=(ctrl+z ctrl+z ctrl+y ctrl+a ctrl+c ctrl+v ctrl+d ctrl+x ctrl+s ctrl+f ctrl+k ctrl+e ctrl+n ctrl+1 ctrl+2 ctrl+3
  shift+F8 shift+Tab ctrl+plus ctrl+minus ctrl+0 shift+1 shift+2 ctrl+alt+plus ctrl+alt+minus)
pick() { local -n of=$1; picked=${of[RANDOM % ${#of[@]}]}; }
memory() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$window_process/status"; }
alive() { kill -0 "$window_process" 2>/dev/null; }
# The window answers when its title, which it sets itself, follows an edit; here that it takes a frame is enough: the
# system marks a process that waits for nothing but the processor as running for long.
ticks() { awk '{ print $14 + $15 }' "/proc/$window_process/stat"; }

step "Random keys and clicks for $seconds seconds, seed $seed"
open_window design.ron
pressed=0 ended=0 hangs=0 busy=0 peak=0
until=$((SECONDS + seconds))
last=$(ticks) looked=$SECONDS
while [ "$SECONDS" -lt "$until" ]; do
  x=$((RANDOM % 1280)) y=$((RANDOM % 800))
  case $((RANDOM % 10)) in
    0 | 1 | 2) xdotool mousemove "$x" "$y" click 1 ;;
    3) xdotool mousemove "$x" "$y" click $((RANDOM % 3 + 1)) ;;
    4) xdotool mousemove "$x" "$y" mousedown 1 mousemove $((RANDOM % 1280)) $((RANDOM % 800)) mouseup 1 ;;
    5) xdotool mousemove "$x" "$y" click --repeat $((RANDOM % 8 + 1)) --delay 5 $((RANDOM % 2 + 4)) ;;
    6 | 7) pick chords; xdotool key --clearmodifiers "$picked" ;;
    *) pick plain; xdotool key --clearmodifiers "$picked" ;;
  esac
  pressed=$((pressed + 1))
  sleep 0.03
  if ! alive; then
    ended=$((ended + 1))
    wait "$window_process" && code=0 || code=$?
    [ "$code" = 0 ] || fault "the window ended with $code after $pressed: $(cat "$scratch"/window-*.log)"
    open_window design.ron
    last=$(ticks) looked=$SECONDS busy=0
  fi
  # A window that has worked without a pause for more than ten seconds hangs.
  if [ $((SECONDS - looked)) -ge 5 ]; then
    now=$(ticks)
    if [ $((now - last)) -ge $(((SECONDS - looked) * 98)) ]; then busy=$((busy + 1)); else busy=0; fi
    [ "$busy" -lt 3 ] || hangs=$((hangs + 1))
    last=$now looked=$SECONDS
    held=$(memory)
    [ "$held" -le "$peak" ] || peak=$held
    [ "$held" -lt 1024 ] || fault "$held MB of memory after $pressed"
  fi
done
! grep -l "panicked" "$scratch"/window-*.log || fault "a panic: $(cat "$scratch"/window-*.log)"
printf '{"tried":"keys and clicks","seed":%s,"seconds":%s,"inputs":%s,"windows_closed":%s,"hangs":%s,"peak_memory_mb":%s}\n' \
  "$seed" "$seconds" "$pressed" "$ended" "$hangs" "$peak"
[ "$hangs" = 0 ] || fault "$hangs hangs"
echo "No fault."
