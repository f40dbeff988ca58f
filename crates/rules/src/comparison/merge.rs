//! Three-way merge: what two people changed in the same design, together. What both changed differently is named, and
//! whoever merges decides it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::contested::contested;
use super::renumbering::{renumber, settle_notes, settle_rows, settle_slots};
use crate::model::{Document, Element, check_invariants};

/// Something that both sides changed, each in its own way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergeConflict {
    /// The name of the element, or “the design”.
    pub name: String,
    /// What of it; empty = all of it.
    pub detail: String,
    /// As on the first side.
    pub mine: String,
    /// As on the other side.
    pub theirs: String,
    /// What it is told by, however it is decided.
    pub key: String,
}

impl MergeConflict {
    /// What it is about: `BTS1: name`.
    pub fn about(&self) -> String {
        if self.detail.is_empty() { self.name.clone() } else { format!("{}: {}", self.name, self.detail) }
    }
}

/// A design with the changes of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The design, or what makes the result none, in words.
    pub document: Result<Document, String>,
    /// What both changed; empty when nothing is lost.
    pub conflicts: Vec<MergeConflict>,
}

/// Merges two designs that come from the same one. What both changed is as on the first side, but for the conflicts whose
/// keys are `chosen`: these are as on the other.
pub fn merge(base: &Document, mine: &Document, theirs: &Document, chosen: &BTreeSet<String>) -> Merged {
    let mut conflicts = Vec::new();
    let document = merged(base, mine, theirs, (chosen, &mut conflicts));
    conflicts.sort();
    Merged { document, conflicts }
}

fn merged(
    base: &Document,
    mine: &Document,
    theirs: &Document,
    (chosen, conflicts): (&BTreeSet<String>, &mut Vec<MergeConflict>),
) -> Result<Document, String> {
    let (mut mine, mut theirs) = (mine.clone(), theirs.clone());
    for is_mine in [true, false] {
        let (remover, other) = if is_mine { (&mine, &theirs) } else { (&theirs, &mine) };
        for it in contested(base, remover, other) {
            let (name, key) = (it.element.name(base), it.element.to_string());
            let removed = "removed".to_owned();
            let words = if is_mine { (removed, it.need.clone()) } else { (it.need.clone(), removed) };
            let holds = is_mine != chosen.contains(&key);
            conflicts.push(MergeConflict { name, detail: String::new(), mine: words.0, theirs: words.1, key });
            // The side that gives way is changed to what it would be without its change.
            match (holds, is_mine) {
                (true, true) => theirs = it.removed_from(&theirs)?,
                (true, false) => mine = it.removed_from(&mine)?,
                (false, true) => mine = it.given_back(base, &mine),
                (false, false) => theirs = it.given_back(base, &theirs),
            }
        }
    }
    let value = |it: &Document| serde_json::to_value(it).map_err(|err| err.to_string());
    let (base_value, mine_value) = (value(base)?, value(&mine)?);
    let theirs_value = renumbered(value(&theirs)?, base, &mine, &theirs);
    let mut merging = Merging { mine: &mine, theirs: &theirs, chosen, conflicts };
    let merged = merging.value(&[], Some(&base_value), Some(&mine_value), Some(&theirs_value));
    let mut document: Document = serde_json::from_value(merged.unwrap_or_default())
        .map_err(|err| format!("the designs do not fit together: {err}"))?;
    document.next_id = Element::all(&document).iter().map(|it| it.number() + 1).max().unwrap_or(1).max(mine.next_id);
    settle_rows(&mut document);
    settle_slots(&mut document);
    settle_notes(&mut document);
    match check_invariants(&document).first() {
        None => Ok(document),
        Some(violation) => {
            let name = violation.element.name(&document);
            Err(format!("one side removed what the other builds on: {name}: {}", violation.problem))
        }
    }
}

/// The design of the other side, with numbers of its own for what it added: both sides count on from the same one.
fn renumbered(value: Value, base: &Document, mine: &Document, theirs: &Document) -> Value {
    let mut next = mine.next_id.max(theirs.next_id);
    let both = added_by_both(base, mine, theirs);
    let mut numbers: BTreeMap<Element, u32> = both.iter().map(|(theirs, mine)| (*theirs, mine.number())).collect();
    let taken: BTreeSet<u32> = Element::all(mine).into_iter().map(Element::number).collect();
    for element in Element::all(theirs) {
        if !element.exists(base) && taken.contains(&element.number()) && !both.contains_key(&element) {
            numbers.insert(element, next);
            next += 1;
        }
    }
    if numbers.is_empty() { value } else { renumber(value, "", &numbers) }
}

struct Merging<'a> {
    mine: &'a Document,
    theirs: &'a Document,
    chosen: &'a BTreeSet<String>,
    conflicts: &'a mut Vec<MergeConflict>,
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
            // Both sides have added it, each in its own way.
            (None, Some(one), Some(other)) if is_element(path) => {
                let takes_theirs = self.conflict(path, None, Some(one), Some(other));
                Some(if takes_theirs { other.clone() } else { one.clone() })
            }
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
                let takes_theirs = self.conflict(path, base, mine, theirs);
                if takes_theirs { theirs.cloned() } else { mine.cloned() }
            }
        }
    }

    /// Notes what both sides have changed; says whether it is to be as on the other side.
    fn conflict(&mut self, path: &[&str], base: Option<&Value>, mine: Option<&Value>, theirs: Option<&Value>) -> bool {
        if matches!(path, ["next_id" | "tier_rows", ..]) {
            return false;
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
        let detail = rest.join(" ").replace('_', " ");
        let (mine, theirs, key) = (words(base, mine), words(base, theirs), path.join("/"));
        let takes_theirs = self.chosen.contains(&key);
        self.conflicts.push(MergeConflict { name, detail, mine, theirs, key });
        takes_theirs
    }
}

/// Whether a path leads to the record of an element.
fn is_element(path: &[&str]) -> bool {
    matches!(path, [table, number] if number.parse().ok().and_then(|it| Element::in_table(table, it)).is_some())
}

/// The elements that both sides have added under one name, those of the other side first: the network knows one of them.
fn added_by_both(base: &Document, mine: &Document, theirs: &Document) -> BTreeMap<Element, Element> {
    let is_named = |it: &Element| {
        matches!(
            it,
            Element::Computer(_)
                | Element::FailoverCluster(_)
                | Element::SqlInstance(_)
                | Element::AvailabilityGroup(_)
                | Element::Host(_)
        )
    };
    let name = |it: Element, document: &Document| (it.kind(), it.name(document).to_uppercase());
    let added = |document: &Document| {
        let new = Element::all(document).into_iter().filter(|it| is_named(it) && !it.exists(base));
        new.collect::<Vec<Element>>()
    };
    let known: BTreeMap<(&str, String), Element> = added(mine).into_iter().map(|it| (name(it, mine), it)).collect();
    let mut both: BTreeMap<Element, Element> =
        added(theirs).into_iter().filter_map(|it| Some((it, *known.get(&name(it, theirs))?))).collect();
    let is_one = |it: Element| both.get(&it).copied().unwrap_or(it);
    let instances = |document: &Document| {
        document.host_instances.iter().map(|(id, it)| (*id, it.host, it.computer)).collect::<Vec<_>>()
    };
    let ours: BTreeMap<(Element, Element), Element> =
        instances(mine).into_iter().map(|(id, host, computer)| ((host.into(), computer.into()), id.into())).collect();
    let same: Vec<(Element, Element)> = instances(theirs)
        .into_iter()
        .filter(|(id, ..)| !Element::from(*id).exists(base))
        .filter_map(|(id, host, computer)| {
            Some((id.into(), *ours.get(&(is_one(host.into()), is_one(computer.into())))?))
        })
        .collect();
    both.extend(same);
    both
}

/// A value as one side has it: plain ones as they are, of others what has become of them.
fn words(base: Option<&Value>, now: Option<&Value>) -> String {
    match now {
        None | Some(Value::Null) if base.is_none_or(Value::is_null) => "not stated".to_owned(),
        None | Some(Value::Null) => "removed".to_owned(),
        Some(Value::String(text)) => format!("“{}”", shortened(text)),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Object(object)) if object.contains_key("value") => shortened(&object["value"].to_string()),
        Some(Value::Object(_) | Value::Array(_)) if base.is_none() => "added".to_owned(),
        Some(Value::Object(_) | Value::Array(_)) => "changed".to_owned(),
        Some(Value::Number(number)) => number.to_string(),
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
