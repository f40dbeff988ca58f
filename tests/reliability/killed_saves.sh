#!/usr/bin/env bash
# Programs that write files are killed at random moments: every file is whole or as it was, nobody else can read what
# was unfinished, and the next write in the folder removes it. The second argument is how often, 100 unless given.
. "$(dirname "$0")/common.sh"
times=${2:-100}
umask 022
demand 0 "$program" new --template large-complete -o design.ron
mkdir out once
demand 0 "$program" export design.ron --to svg,mef --date 2026-01-31 -o once
demand 0 "$program" export design.ron --to svg,mef --date 2026-01-31 -o out
export_design() { exec "$program" export design.ron --to svg,mef --date 2026-01-31 -o out; }
new_design() { exec "$program" new --template large-complete -o "out/new-$number.ron"; }
# Milliseconds that a command takes.
lasts() {
  local start=$(date +%s%N)
  ("$1" >/dev/null)
  echo $((($(date +%s%N) - start) / 1000000))
}
number=0
declare -A most=([export_design]=$(lasts export_design) [new_design]=$(lasts new_design))

step "$times writes are killed"
killed=0 unfinished=0
while [ "$killed" -lt "$times" ]; do
  number=$((number + 1))
  command=export_design
  if [ $((number % 4)) = 0 ]; then command=new_design; fi
  "$command" >/dev/null 2>&1 &
  pid=$!
  sleep "$(awk -v most="${most[$command]}" -v seed="$RANDOM$number" 'BEGIN { srand(seed); printf "%.4f", rand() * most / 1000 }')"
  if kill -9 "$pid" 2>/dev/null; then killed=$((killed + 1)); fi
  wait "$pid" 2>/dev/null || true
  while read -r left; do
    unfinished=$((unfinished + 1))
    [ "$(stat -c %a "$left")" = 600 ] || [ ! -s "$left" ] || fault "$left can be read by others"
  done < <(find out -name '.tierwright-*.tmp')
  for file in once/*; do
    cmp -s "$file" "out/$(basename "$file")" || fault "$(basename "$file") is not whole after $number kills"
  done
  for design in out/new-*.ron; do
    [ ! -e "$design" ] || cmp -s "$design" design.ron || fault "$design is not whole"
  done
done

step "An unfinished file was found $unfinished times; the next write removes it"
demand 0 "$program" new --template small -o out/last.ron
[ -z "$(find out -name '.tierwright-*')" ] || fault "left behind: $(find out -name '.tierwright-*')"
echo "No fault."
