#!/usr/bin/env bash
# Makes the skeleton of a rule that the program checks: its row, its check with a firing and a silent case, its line in
# the list of checks, and its name among those that design files may use. What is left to fill in fails its tests.
#
#   tools/new_rule.sh FAMILY SEVERITY NAME
#
# FAMILY    the part before the number: HOST, SQL, AG …
# SEVERITY  Blocker, Error, Warning, Advice or Info
# NAME      what is true while the rule is content, as the name of a function: disks_are_mirrored
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "$1" >&2; exit 2; }
[[ $# -eq 3 ]] || { sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" >&2; exit 2; }
family=${1^^} severity=$2 name=$3
[[ $severity =~ ^(Blocker|Error|Warning|Advice|Info)$ ]] || fail "the severity is Blocker, Error, Warning, Advice or Info, not '$severity'"
[[ $name =~ ^[a-z][a-z0-9_]*$ ]] || fail "the name has lower-case letters, digits and underscores, unlike '$name'"

rows=$(grep -l "id: \"$family-[0-9]" assets/rules/*.ron) || fail "no family '$family'; there are: $(grep -oh 'id: "[A-Z]*-' assets/rules/*.ron | cut -d'"' -f2 | tr -d - | sort -u | tr '\n' ' ')"
lists=$(grep -c "^    (\"$family-[0-9]*\", " crates/rules/src/rules/*/mod.rs | grep -v ':0$' | sort -t: -k2,2nr) || fail "no rule of '$family' is checked by the program; a rule that a person confirms is a row there with decided: ByPerson, and a row in assets/checklist.ron"
list=${lists%%:*}
folder=$(dirname "$list")
check=$folder/$name.rs
[[ ! -e $check ]] || fail "there is a file $check already"
last=$(grep -oh "id: \"$family-[0-9]*" "$rows" | grep -o '[0-9]*$' | sort -n | tail -n 1)
id=$(printf '%s-%03d' "$family" $((10#$last + 1)))
test_name=$(tr 'A-Z-' 'a-z_' <<<"$id")

# After the last row of the family, which ends with the first line that closes a row.
awk -v last="\"$family-$last\"" -v id="$id" -v severity="$severity" '
  { print }
  index($0, "id: " last) { found = 1 }
  found && /^    \),$/ {
    found = 0
    print "    (\n        id: \"" id "\",\n        severity: " severity ",\n        decided: ByDrawing,"
    print "        title: \"\",\n        why: \"\",\n        fix: \"\",\n        sources: [],\n        inferred: false,\n        remedy: \"\","
    print "        cases: [(says: \"{0} \")],\n        facts: [],\n    ),"
  }' "$rows" >"$rows.new"
mv "$rows.new" "$rows"

# Behind the last check of the family, and among the modules.
awk -v family="    (\"$family-" -v line="    (\"$id\", $name::$name)," -v mod="mod $name;" '
  { lines[NR] = $0 }
  index($0, family) == 1 { at = NR }
  /^mod / && !first { first = NR }
  END { for (n = 1; n <= NR; n++) { if (n == first) print mod; print lines[n]; if (n == at) print line } }' "$list" >"$list.new"
mv "$list.new" "$list"

# Files may accept findings of the rule from the next version on: its entry is the last one, or a new one.
table=assets/format.ron
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
newest=$(sed -n 's/^        since: "\(.*\)",/\1/p' "$table" | tail -n 1)
if [[ $newest == "$version" ]]; then
  IFS=. read -r major minor _ <<<"$version"
  sed -i '$d' "$table"
  printf '    (\n        since: "%s.%s.0",\n        rules: [\n            "%s",\n        ],\n    ),\n]\n' "$major" "$((minor + 1))" "$id" >>"$table"
else
  at=$(grep -n '^        rules: \[' "$table" | tail -n 1 | cut -d: -f1)
  sed -i "${at}a\\            \"$id\"," "$table"
fi

cat >"$check" <<RUST
//! SAY WHAT THIS FILE IS ABOUT.

use crate::rules::{Report, RuleContext};

/// $id: one finding per computer that SAY WHEN IT FIRES.
pub(super) fn $name(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.computers.is_empty() {
        return report.idle("SAY WHY THERE IS NOTHING TO LOOK AT");
    }
    for (id, computer) in &context.document.computers {
        if computer.name.is_empty() {
            report.finding([*id]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::check_rule;

    #[test]
    fn ${test_name}_fires_where_something_is_wrong_and_is_silent_elsewhere() {
        check_rule("$id", "computer A    #! $id");
        check_rule("$id", "computer A");
    }
}
RUST
cargo fmt --all

cat <<TEXT
$id has its skeleton; fill in what is left:
  $rows: title, why, fix, sources, the sentence and the labels of its facts;
    a remedy says why the check offers no fix, and stays empty where it offers one
  $check: the check and its cases; if a file there has the topic already, move them into it
  $list and $table: nothing
Then: UPDATE_DOCS=1 cargo test -p tierwright-rules, which rewrites docs/rules.md, and a line in CHANGELOG.md.
TEXT
