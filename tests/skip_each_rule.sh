#!/usr/bin/env bash
# Proves that tests notice when a check is gone: switches each check off in turn, runs the tests that name its rule and
# demands that one of them fails. Takes the built library test binary, else builds it. Prints rules that no test
# notices and exits with 1 then.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${1:-}
if [[ -z $binary ]]; then
  built=$(cargo test --locked -p tierwright-rules --lib --no-run 2>&1) || { printf '%s\n' "$built" >&2; exit 2; }
  binary=$(sed -n 's/.*Executable unittests src\/lib\.rs (\(.*\))/\1/p' <<<"$built")
fi
if [[ ! -x $binary ]]; then
  echo "there is no test binary at '$binary'" >&2
  exit 2
fi

# Every rule that a program checks; rules that only a person confirms have the check "C".
rules=$(awk -F'"' '/^        id: / { id = $2 } /^        decided: / && !/ByPerson/ { print id }' assets/rules/*.ron)
names=$("$binary" --list | sed -n 's/: test$//p')

if ! unset_run=$(env -u TIERWRIGHT_SKIP_RULE "$binary" --quiet rules:: 2>&1); then
  printf '%s\n' "$unset_run" >&2
  echo "the tests of the rules fail with every check on; nothing can be proved" >&2
  exit 2
fi

count=0 unnamed=() unnoticed=()
for rule in $rules; do
  count=$((count + 1))
  part=${rule,,}
  part=${part//-/_}
  if ! grep -qE "::[^:]*${part}[^:]*$" <<<"$names"; then
    unnamed+=("$rule")
  elif TIERWRIGHT_SKIP_RULE=$rule "$binary" --quiet "$part" >/dev/null 2>&1; then
    unnoticed+=("$rule")
  fi
done

for rule in "${unnamed[@]}"; do echo "$rule: no test names it"; done
for rule in "${unnoticed[@]}"; do echo "$rule: its tests pass without its check"; done
missing=$((${#unnamed[@]} + ${#unnoticed[@]}))
echo "$count rules that a program checks, $((count - missing)) of them noticed by a test that names them"
[[ $missing -eq 0 ]]
