//! What one side of a merge has removed and the other builds on or has changed: one of them has to give way, and whoever
//! merges decides which.

use std::collections::{BTreeMap, BTreeSet};

use super::references::elements_in;
use crate::edit::{EditCommand, Record, preview};
use crate::model::{Document, Element};

/// An element that one side has removed and the other needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contested {
    pub(super) element: Element,
    /// What the other side does with it.
    pub(super) need: String,
    /// What goes when it goes, itself included.
    goes: BTreeSet<Element>,
}

/// What one side has removed of a design and the other needs. What goes with something that is removed is not told apart.
pub(super) fn contested(base: &Document, remover: &Document, other: &Document) -> Vec<Contested> {
    let is_gone = |it: &Element| !it.exists(remover) && it.exists(other);
    let gone: BTreeSet<Element> = Element::all(base).into_iter().filter(is_gone).collect();
    let needed = needed(base, other, &gone);
    if needed.is_empty() {
        return Vec::new();
    }
    let goes: BTreeMap<Element, BTreeSet<Element>> = gone.iter().map(|it| (*it, goes_with(base, *it))).collect();
    let is_root = |it: &Element| !goes.iter().any(|(holder, with)| holder != it && with.contains(it));
    let root = |element: Element| {
        let need = goes.get(&element)?.iter().find_map(|it| needed.get(it))?.clone();
        Some(Contested { element, need, goes: goes.get(&element)?.clone() })
    };
    gone.iter().copied().filter(is_root).filter_map(root).collect()
}

/// The elements among those that are gone which a side has changed, or which it has made something refer to.
fn needed(base: &Document, other: &Document, gone: &BTreeSet<Element>) -> BTreeMap<Element, String> {
    let mut needed = BTreeMap::new();
    if gone.is_empty() {
        return needed;
    }
    for element in Element::all(other) {
        let (was, is) = (Record::of(base, element), Record::of(other, element));
        if was == is {
            continue;
        }
        if gone.contains(&element) {
            needed.entry(element).or_insert_with(|| "changed".to_owned());
        }
        let before = was.map(|it| refers_to(&it)).unwrap_or_default();
        for to in is.map(|it| refers_to(&it)).unwrap_or_default().difference(&before) {
            if gone.contains(to) {
                let name = element.name(other);
                needed.insert(*to, format!("needed by {} {name}", element.kind_words()));
            }
        }
    }
    needed
}

fn refers_to(record: &Record) -> BTreeSet<Element> {
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::to_value(record) {
        elements_in(&value, "", &mut found);
    }
    found
}

/// What goes when an element is removed, itself included.
fn goes_with(base: &Document, element: Element) -> BTreeSet<Element> {
    let after = preview(base, &[EditCommand::Remove(element)]);
    let is_gone = |it: &Element| *it == element || after.as_ref().is_ok_and(|after| !it.exists(after));
    Element::all(base).into_iter().filter(is_gone).collect()
}

impl Contested {
    /// Lets the removal hold: the other side does without it as well.
    pub(super) fn removed_from(&self, other: &Document) -> Result<Document, String> {
        preview(other, &[EditCommand::Remove(self.element)]).map_err(|err| err.to_string())
    }

    /// Lets the other side have it: whoever removed it gets back what went, and what that cannot be without.
    pub(super) fn given_back(&self, base: &Document, remover: &Document) -> Document {
        let mut back = remover.clone();
        let mut wanted: Vec<Element> = self.goes.iter().copied().collect();
        while let Some(element) = wanted.pop() {
            if element.exists(&back) {
                continue;
            }
            if let Some(record) = Record::of(base, element) {
                wanted.extend(refers_to(&record));
                record.insert(&mut back);
            }
        }
        back
    }
}
