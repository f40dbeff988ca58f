//! Moving by keyboard: one slot left or right, one row or tier up or down. Failover clusters move as a whole and are
//! stepped over as a whole, so that nothing needs to be asked.

use super::{landing, moving, with_whole_clusters};
use crate::edit::intent::counted;
use crate::edit::intent::palette::refusal_of_elements;
use crate::edit::intent::slots::element_at;
use crate::edit::{Edit, EditCommand};
use crate::model::{Document, Element, FailoverClusterId, Slot, TierId};

/// Where an arrow key points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// To the row or tier above.
    Up,
    /// To the row or tier below.
    Down,
}

/// Moves elements by one slot; `None` when there is no slot in that direction or no tier there takes them. `line` is the
/// slot above or below where the drawing breaks their row into lines and there is one that way.
pub fn nudge(document: &Document, elements: &[Element], direction: Direction, line: Option<Slot>) -> Option<Edit> {
    let all = moving(document, elements);
    let first = document.slot_of(*all.first()?)?;
    let (moved, target) = match direction {
        Direction::Left | Direction::Right => sideways(document, &all, first, direction)?,
        Direction::Up | Direction::Down => {
            let whole = with_whole_clusters(document, &all);
            let is_other = |it: &Slot| element_at(document, *it).is_none_or(|it| !whole.contains(&it));
            let target = match line.filter(is_other) {
                Some(slot) => landing(document, &whole, slot.into()),
                None => up_or_down(document, &whole, first, direction)?,
            };
            (whole, target)
        }
    };
    let tier = Element::from(target.tier).name(document);
    let words = if target.tier == first.tier { "within" } else { "to" };
    let label = format!("Move {} {words} {tier}", counted(document, elements));
    Some(Edit::one(label, EditCommand::Place { elements: moved, target }).selecting(elements.iter().copied()))
}

fn cluster_of(document: &Document, element: Element) -> Option<FailoverClusterId> {
    match element {
        Element::Computer(id) => document.failover_cluster_of(id),
        _ => None,
    }
}

/// What moves and the slot before which it goes.
fn sideways(document: &Document, all: &[Element], first: Slot, direction: Direction) -> Option<(Vec<Element>, Slot)> {
    let row: Vec<(Slot, Element)> = document
        .placed_elements()
        .into_iter()
        .filter(|(slot, _)| slot.tier == first.tier && slot.row == first.row)
        .collect();
    let neighbor_of = |block: &[Element]| {
        let is_in = |(_, it): &(Slot, Element)| block.contains(it);
        if direction == Direction::Left {
            row.iter().position(is_in)?.checked_sub(1)
        } else {
            Some(row.iter().rposition(is_in)? + 1).filter(|it| *it < row.len())
        }
    };
    let mut block: Vec<Element> = row.iter().map(|(_, it)| *it).filter(|it| all.contains(it)).collect();
    let own = block.first().and_then(|it| cluster_of(document, *it));
    let neighbor = neighbor_of(&block);
    let stays_in =
        own.is_some() && neighbor.and_then(|it| row.get(it)).is_some_and(|(_, it)| cluster_of(document, *it) == own);
    if own.is_some() && !stays_in {
        let whole = with_whole_clusters(document, &block);
        block = row.iter().map(|(_, it)| *it).filter(|it| whole.contains(it)).collect();
    }
    let neighbor = neighbor_of(&block)?;
    let (slot, element) = *row.get(neighbor)?;
    let jumped = cluster_of(document, element).filter(|it| Some(*it) != own);
    let of_jumped = row.iter().filter(|(_, it)| jumped.is_some() && cluster_of(document, *it) == jumped);
    let columns = of_jumped.map(|(slot, _)| slot.column);
    let column = if direction == Direction::Left {
        columns.min().unwrap_or(slot.column)
    } else {
        columns.max().unwrap_or(slot.column).saturating_add(1)
    };
    Some((block, Slot { column, ..first }))
}

fn up_or_down(document: &Document, all: &[Element], first: Slot, direction: Direction) -> Option<Slot> {
    let down = direction == Direction::Down;
    let rows = rows_of(document, first.tier);
    let next = if down {
        rows.iter().copied().find(|row| *row > first.row)
    } else {
        rows.iter().copied().rfind(|row| *row < first.row)
    };
    if let Some(row) = next {
        return Some(end_limited(document, Slot { row, ..first }));
    }
    let at = document.tier_rows.iter().position(|row| row.contains(&first.tier))?;
    let index = document.tier_rows.get(at)?.iter().position(|it| *it == first.tier)?;
    let mut candidates: Vec<usize> =
        if down { (at + 1..document.tier_rows.len()).collect() } else { (0..at).collect() };
    if !down {
        candidates.reverse();
    }
    candidates.into_iter().find_map(|row| {
        let tiers = document.tier_rows.get(row)?;
        let nearest = tiers.get(index.min(tiers.len().saturating_sub(1))).into_iter().chain(tiers);
        let slot_in = |tier: &TierId| {
            let rows = rows_of(document, *tier);
            let row = if down { rows.first() } else { rows.last() }.copied().unwrap_or(0);
            end_limited(document, Slot { tier: *tier, row, column: first.column })
        };
        let fits = |slot: &Slot| refusal_of_elements(document, all, (*slot).into()).is_none();
        nearest.map(slot_in).find(fits)
    })
}

/// The rows of a tier in which something stands.
fn rows_of(document: &Document, tier: TierId) -> Vec<u32> {
    let slots = document.placed().map(|(slot, _)| slot);
    let mut rows: Vec<u32> = slots.filter(|slot| slot.tier == tier).map(|slot| slot.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The same column, but not behind the end of the row and not between the nodes of a failover cluster.
fn end_limited(document: &Document, slot: Slot) -> Slot {
    let slots = document.placed().map(|(slot, _)| slot);
    let end = slots.filter(|it| it.tier == slot.tier && it.row == slot.row).map(|it| it.column + 1).max().unwrap_or(0);
    super::clear_of_clusters(document, &[], Slot { column: slot.column.min(end), ..slot })
}
