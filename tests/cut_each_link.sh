#!/usr/bin/env bash
# Proves that tests notice when two parts of the program stop agreeing: cuts each link between them in turn and demands
# that a test of crates/rules/tests/it/one_truth.rs fails. Takes the built test binary, else builds it. Prints links that
# no test notices and exits with 1 then.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${1:-}
if [[ -z $binary ]]; then
  built=$(cargo test --locked -p tierwright-rules --test it --no-run 2>&1) || { printf '%s\n' "$built" >&2; exit 2; }
  binary=$(sed -n 's/.*Executable tests\/it\/main\.rs (\(.*\))/\1/p' <<<"$built")
fi
links=$(grep -rhoE 'is_cut\("[a-z]+"\)' crates/engine/src | sort -u | sed -E 's/.*"([a-z]+)".*/\1/')

if ! whole=$(env -u TIERWRIGHT_UNLINK "$binary" --quiet one_truth 2>&1); then
  printf '%s\n' "$whole" >&2
  echo "the tests fail with every link in place; nothing can be proved" >&2
  exit 2
fi
unnoticed=0
for link in $links; do
  if TIERWRIGHT_UNLINK=$link "$binary" --quiet one_truth >/dev/null 2>&1; then
    echo "no test notices when the link '$link' is cut"
    unnoticed=1
  fi
done
echo "$(wc -w <<<"$links") links: $(tr '\n' ' ' <<<"$links")"
exit $unnoticed
