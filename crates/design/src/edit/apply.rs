//! Carrying out commands: all of an edit or nothing of it.

use std::collections::BTreeSet;

use super::remove::remove;
use super::{EditCommand, EditError, Record};
use crate::model::{Document, Element, Note, Slot, TierId, Waiver, check_invariants};

/// Carries out one command. On an error the design is untouched.
pub fn apply(document: &mut Document, command: &EditCommand) -> Result<(), EditError> {
    apply_all(document, std::slice::from_ref(command))
}

/// Carries out all commands, or none when one of them fails.
///
/// # Errors
/// The reason, in words for the person who tried the edit.
pub fn apply_all(document: &mut Document, commands: &[EditCommand]) -> Result<(), EditError> {
    *document = preview(document, commands)?;
    Ok(())
}

/// The design as it would be after the commands.
///
/// # Errors
/// As [`apply_all`].
pub fn preview(document: &Document, commands: &[EditCommand]) -> Result<Document, EditError> {
    let mut next = document.clone();
    for command in commands {
        step(&mut next, command)?;
    }
    match check_invariants(&next).into_iter().next() {
        None => Ok(next),
        Some(violation) => {
            let name = violation.element.name(&next);
            Err(EditError::Broken(format!("{name}: {}", violation.problem)))
        }
    }
}

/// Carries out one command without the final check of the whole design.
pub(super) fn step(document: &mut Document, command: &EditCommand) -> Result<(), EditError> {
    match command {
        EditCommand::Put(record) => put(document, record.clone()),
        EditCommand::Remove(element) => return remove(document, *element),
        EditCommand::Place { elements, target } => return place(document, elements, *target),
        EditCommand::ArrangeTiers(rows) => document.tier_rows.clone_from(rows),
        EditCommand::SetEnvironment(environment) => document.environment = environment.clone(),
        EditCommand::SetProject(project) => document.project = project.clone(),
        EditCommand::SetSso(sso) => document.sso = sso.clone(),
        EditCommand::SetBackup(backup) => document.backup = backup.clone(),
        EditCommand::SetDisasterRecovery(recovery) => document.disaster_recovery = recovery.clone(),
        EditCommand::SetAvailability(inputs) => document.availability = inputs.clone(),
        EditCommand::SetWorkload(workload) => document.workload.clone_from(workload),
        EditCommand::SetChecklistEntry { row, entry } => {
            document.checklist.insert(row.clone(), entry.clone());
        }
        EditCommand::PutWaiver(waiver) => put_waiver(document, waiver),
        EditCommand::RemoveWaiver(waiver) => return remove_waiver(document, waiver),
        EditCommand::SetDrills(drills) => document.drills.clone_from(drills),
        EditCommand::SetImported(imported) => document.imported.clone_from(imported),
        EditCommand::SetNote(note) => return set_note(document, note),
        EditCommand::LoadDesign(design) => *document = (**design).clone(),
    }
    Ok(())
}

fn put(document: &mut Document, record: Record) {
    let element = record.element();
    document.next_id = document.next_id.max(element.number().saturating_add(1));
    if let Some(slot) = record.slot().filter(|slot| document.slot_of(element) != Some(*slot)) {
        make_room(document, slot, 1, &BTreeSet::from([element]));
    }
    if let Record::Tier(id, _) = &record
        && !document.tier_rows.iter().flatten().any(|it| it == id)
    {
        document.tier_rows.push(vec![*id]);
    }
    record.insert(document);
}

fn put_waiver(document: &mut Document, waiver: &Waiver) {
    let waivers = &mut document.waivers;
    waivers.retain(|it| it.key() != waiver.key());
    let at = waivers.partition_point(|it| it.key() < waiver.key());
    waivers.insert(at, waiver.clone());
}

fn remove_waiver(document: &mut Document, waiver: &Waiver) -> Result<(), EditError> {
    let Some(at) = document.waivers.iter().position(|it| it == waiver) else {
        return Err(EditError::Refused(format!("the acceptance of {} is no longer in the design", waiver.rule)));
    };
    document.waivers.remove(at);
    Ok(())
}

fn set_note(document: &mut Document, note: &Note) -> Result<(), EditError> {
    if !note.element.exists(document) {
        return Err(EditError::Missing(note.element));
    }
    if note.element == Element::Environment {
        let text = "what is said of the design as a whole stands in the project details";
        return Err(EditError::Refused(text.to_owned()));
    }
    let notes = &mut document.notes;
    notes.retain(|it| it.element != note.element);
    if !note.text.trim().is_empty() {
        let at = notes.partition_point(|it| it.element < note.element);
        notes.insert(at, note.clone());
    }
    Ok(())
}

fn place(document: &mut Document, elements: &[Element], target: Slot) -> Result<(), EditError> {
    for element in elements {
        if !element.exists(document) {
            return Err(EditError::Missing(*element));
        }
        if document.slot_of(*element).is_none() {
            return Err(EditError::NotPlaceable(*element));
        }
    }
    if !document.tiers.contains_key(&target.tier) {
        return Err(EditError::Missing(target.tier.into()));
    }
    let moving: BTreeSet<Element> = elements.iter().copied().collect();
    let left: BTreeSet<(TierId, u32)> =
        elements.iter().filter_map(|it| document.slot_of(*it)).map(|slot| (slot.tier, slot.row)).collect();
    let width = u32::try_from(moving.len()).unwrap_or(u32::MAX);
    make_room(document, target, width, &moving);
    for (offset, element) in (0u32..).zip(elements) {
        set_slot(document, *element, Slot { column: target.column.saturating_add(offset), ..target });
    }
    for (tier, row) in left.into_iter().chain([(target.tier, target.row)]) {
        close_gaps(document, tier, row);
    }
    Ok(())
}

/// Pushes the elements of a row to the right until `width` columns from `slot` on are free for `ignored`.
fn make_room(document: &mut Document, slot: Slot, width: u32, ignored: &BTreeSet<Element>) {
    let row = row_from(document, slot, ignored);
    let mut free_from = slot.column.saturating_add(width);
    for (at, element) in row {
        if at.column >= free_from {
            break;
        }
        set_slot(document, element, Slot { column: free_from, ..at });
        free_from = free_from.saturating_add(1);
    }
}

/// Moves the elements of a row to the left so that no column between them is empty.
pub(super) fn close_gaps(document: &mut Document, tier: TierId, row: u32) {
    let first = Slot { tier, row, column: 0 };
    for (column, (slot, element)) in (0u32..).zip(row_from(document, first, &BTreeSet::new())) {
        if slot.column != column {
            set_slot(document, element, Slot { column, ..slot });
        }
    }
}

/// What stands in a row from a slot on, from left to right, but for some elements.
fn row_from(document: &Document, slot: Slot, ignored: &BTreeSet<Element>) -> Vec<(Slot, Element)> {
    let is_there = |at: &Slot| at.tier == slot.tier && at.row == slot.row && at.column >= slot.column;
    let mut there: Vec<_> =
        document.placed().filter(|(at, element)| is_there(at) && !ignored.contains(element)).collect();
    there.sort_by_key(|(at, element)| (at.column, *element));
    there
}

fn set_slot(document: &mut Document, element: Element, slot: Slot) {
    if let Some(record) = Record::of(document, element) {
        record.at(slot).insert(document);
    }
}
