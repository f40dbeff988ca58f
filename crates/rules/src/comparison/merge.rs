//! Three-way merge: what two people changed in the same design, together. What both changed differently is named, never
//! decided.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::renumbering::{renumber, settle_notes, settle_rows, settle_slots};
use crate::model::{Document, Element, check_invariants};

/// Something that both sides changed, each in its own way. The merged design has it as on the first side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergeConflict {
    /// The name of the element, or “the design”.
    pub name: String,
    /// What of it.
    pub detail: String,
    /// As on the first side.
    pub mine: String,
    /// As on the other side.
    pub theirs: String,
}

/// A design with the changes of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The design.
    pub document: Document,
    /// What both changed; empty when nothing is lost.
    pub conflicts: Vec<MergeConflict>,
}

/// Merges two designs that come from the same one.
///
/// # Errors
/// What makes the result no design, in words: one side removed what the other builds on.
pub fn merge(base: &Document, mine: &Document, theirs: &Document) -> Result<Merged, String> {
    let value = |it: &Document| serde_json::to_value(it).map_err(|err| err.to_string());
    let (base_value, mine_value) = (value(base)?, value(mine)?);
    let theirs_value = renumbered(value(theirs)?, base, mine, theirs);
    let mut merging = Merging { mine, theirs, conflicts: Vec::new() };
    let merged = merging.value(&[], Some(&base_value), Some(&mine_value), Some(&theirs_value));
    let mut document: Document = serde_json::from_value(merged.unwrap_or_default())
        .map_err(|err| format!("the designs do not fit together: {err}"))?;
    document.next_id = Element::all(&document).iter().map(|it| it.number() + 1).max().unwrap_or(1).max(mine.next_id);
    settle_rows(&mut document);
    settle_slots(&mut document);
    settle_notes(&mut document);
    if let Some(violation) = check_invariants(&document).first() {
        let name = violation.element.name(&document);
        return Err(format!("one side removed what the other builds on: {name}: {}", violation.problem));
    }
    merging.conflicts.sort();
    Ok(Merged { document, conflicts: merging.conflicts })
}

/// The design of the other side, with numbers of its own for what it added: both sides count on from the same one.
fn renumbered(value: Value, base: &Document, mine: &Document, theirs: &Document) -> Value {
    let mut next = mine.next_id.max(theirs.next_id);
    let mut numbers: BTreeMap<Element, u32> = BTreeMap::new();
    let taken: BTreeSet<u32> = Element::all(mine).into_iter().map(Element::number).collect();
    for element in Element::all(theirs) {
        if !element.exists(base) && taken.contains(&element.number()) {
            numbers.insert(element, next);
            next += 1;
        }
    }
    if numbers.is_empty() { value } else { renumber(value, "", &numbers) }
}

struct Merging<'a> {
    mine: &'a Document,
    theirs: &'a Document,
    conflicts: Vec<MergeConflict>,
}

impl Merging<'_> {
    /// The value that holds the changes of both sides; `None` where it is gone.
    fn value(
        &mut self,
        path: &[&str],
        base: Option<&Value>,
        mine: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if mine == theirs || theirs == base {
            return mine.cloned();
        }
        if mine == base {
            return theirs.cloned();
        }
        match (base, mine, theirs) {
            (base, Some(Value::Object(mine)), Some(Value::Object(theirs))) => {
                let empty = Map::new();
                let base = base.and_then(Value::as_object).unwrap_or(&empty);
                let names: BTreeSet<&String> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
                let mut merged = Map::new();
                for name in names {
                    let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                    if let Some(value) = self.value(&path, base.get(name), mine.get(name), theirs.get(name)) {
                        merged.insert(name.clone(), value);
                    }
                }
                Some(Value::Object(merged))
            }
            (base, Some(Value::Array(mine)), Some(Value::Array(theirs))) => {
                let empty = Vec::new();
                let base = base.and_then(Value::as_array).unwrap_or(&empty);
                let kept = mine.iter().filter(|it| theirs.contains(it) || !base.contains(it));
                let new = theirs.iter().filter(|it| !base.contains(it) && !mine.contains(it));
                Some(Value::Array(kept.chain(new).cloned().collect()))
            }
            _ => {
                self.conflict(path, mine, theirs);
                mine.cloned()
            }
        }
    }

    fn conflict(&mut self, path: &[&str], mine: Option<&Value>, theirs: Option<&Value>) {
        if matches!(path, ["next_id" | "tier_rows", ..]) {
            return;
        }
        let element = match path {
            [table, number, ..] => number.parse().ok().and_then(|it| Element::in_table(table, it)),
            _ => None,
        };
        let name = element.map_or_else(
            || "the design".to_owned(),
            |it| it.name(if it.exists(self.mine) { self.mine } else { self.theirs }),
        );
        let rest = if element.is_some() { &path[2..] } else { path };
        let words = |it: Option<&Value>| it.map_or_else(|| "removed".to_owned(), |it| shortened(&it.to_string()));
        let detail = rest.join(" ").replace('_', " ");
        self.conflicts.push(MergeConflict { name, detail, mine: words(mine), theirs: words(theirs) });
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
