//! The same design with other numbers, and one place for each of what two designs have brought together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Pairing;
use super::references::{element_in, element_of};
use crate::edit::Record;
use crate::edit::intent::slots::next_free_slot;
use crate::model::{Document, Element, Note};

/// The design after in the numbers of the one before: what is paired has the same number in both, what comes has a new one.
///
/// # Errors
/// What keeps the result from being a design, in words.
pub(crate) fn in_numbers_of(before: &Document, after: &Document, pairing: &Pairing) -> Result<Document, String> {
    let mut next = before.next_id.max(after.next_id);
    let mut numbers = BTreeMap::new();
    for element in Element::all(after).into_iter().filter(|it| *it != Element::Environment) {
        let number = pairing.before(element).map_or_else(
            || {
                next += 1;
                next - 1
            },
            Element::number,
        );
        numbers.insert(element, number);
    }
    let value = serde_json::to_value(after).map_err(|err| err.to_string())?;
    let mut document: Document =
        serde_json::from_value(renumber(value, "", &numbers)).map_err(|err| err.to_string())?;
    document.next_id = next;
    document.availability.figures.sort_by(|a, b| a.key().cmp(&b.key()));
    document.notes.sort_by_key(|it| it.element);
    document.waivers.sort_by(|a, b| a.key().cmp(&b.key()));
    Ok(document)
}

/// Tiers that the rows of neither side hold together stand in rows of their own, and no tier stands twice.
pub(crate) fn settle_rows(document: &mut Document) {
    let mut seen = BTreeSet::new();
    for row in &mut document.tier_rows {
        row.retain(|it| document.tiers.contains_key(it) && seen.insert(*it));
    }
    document.tier_rows.retain(|it| !it.is_empty());
    let missing: Vec<_> = document.tiers.keys().filter(|it| !seen.contains(*it)).copied().collect();
    document.tier_rows.extend(missing.into_iter().map(|it| vec![it]));
}

/// What both sides have pinned to the same element becomes one note.
pub(crate) fn settle_notes(document: &mut Document) {
    document.notes.sort_by_key(|it| it.element);
    let mut settled: Vec<Note> = Vec::new();
    for note in std::mem::take(&mut document.notes) {
        match settled.last_mut() {
            Some(last) if last.element == note.element => last.text = format!("{}\n{}", last.text, note.text),
            _ => settled.push(note),
        }
    }
    document.notes = settled;
}

/// What both sides put into the same slot stands side by side: the later element moves behind the last one of its tier.
pub(crate) fn settle_slots(document: &mut Document) {
    let mut taken = BTreeSet::new();
    for element in Element::all(document) {
        let Some(slot) = document.slot_of(element) else { continue };
        if !taken.insert(slot) {
            let free = next_free_slot(document, slot.tier);
            taken.insert(free);
            if let Some(record) = Record::of(document, element) {
                record.at(free).insert(document);
            }
        }
    }
}

/// The value with the numbers of elements replaced.
pub(super) fn renumber(value: Value, field: &str, numbers: &BTreeMap<Element, u32>) -> Value {
    match value {
        Value::Number(number) => {
            let element = number.as_u64().and_then(|it| u32::try_from(it).ok()).and_then(|it| element_in(field, it));
            element.and_then(|it| numbers.get(&it)).map_or(Value::Number(number), |it| Value::from(*it))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|it| renumber(it, field, numbers)).collect()),
        Value::Object(object) => {
            if let Some(element) = element_of(&Value::Object(object.clone())) {
                let number = numbers.get(&element).copied().unwrap_or(element.number());
                return Value::Object(object.into_iter().map(|(name, _)| (name, Value::from(number))).collect());
            }
            let entry = |(name, inner): (String, Value)| {
                let number: Option<u32> = name.parse().ok();
                let element = number.and_then(|it| Element::in_table(field, it).or_else(|| element_in(field, it)));
                let new = element.and_then(|it| numbers.get(&it)).map(ToString::to_string);
                let inner = if number.is_some() {
                    renumber(inner, field_of_map(field), numbers)
                } else {
                    renumber(inner, &name, numbers)
                };
                (new.unwrap_or(name), inner)
            };
            Value::Object(object.into_iter().map(entry).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// What stands in a map by numbers: records of a table, or SQL instances that ship somewhere.
fn field_of_map(field: &str) -> &str {
    if field == "ships_to" { "ships_to" } else { "" }
}
