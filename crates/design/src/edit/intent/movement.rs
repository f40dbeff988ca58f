//! Moving elements between slots, tiers and failover clusters.

mod nudge;

pub use nudge::{Direction, nudge};

use super::clusters::{join_in, leave_in};
use super::counted;
use super::palette::refusal_of_elements;
use super::slots::{self, DropTarget, in_reading_order, nodes_in_order};
use crate::edit::{Draft, Edit, EditCommand, EditError};
use crate::model::{ComputerId, Document, Element, FailoverClusterId, Slot};

/// What a move means.
#[derive(Clone, Debug, PartialEq)]
pub enum MoveChoice {
    /// Nothing to ask.
    Plain(Edit),
    /// Some but not all nodes of a failover cluster would leave its box.
    ClusterQuestion {
        /// The name of the failover cluster.
        cluster: String,
        /// The nodes leave the failover cluster.
        leave: Edit,
        /// The whole failover cluster moves.
        move_whole: Edit,
    },
}

/// The elements that a drag of `elements` moves, in reading order: for a failover cluster its nodes, for an
/// availability group the computers of its replicas.
pub fn moving(document: &Document, elements: &[Element]) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    for element in elements {
        match element {
            Element::FailoverCluster(id) => found.extend(nodes_in_order(document, *id).into_iter().map(Element::from)),
            Element::AvailabilityGroup(id) => {
                let replicas =
                    document.availability_groups.get(id).map(|it| it.replicas.as_slice()).unwrap_or_default();
                let owners = replicas.iter().flat_map(|it| document.owners_of_sql(it.sql_instance));
                found.extend(owners.copied().map(Element::from));
            }
            other => found.push(*other),
        }
    }
    in_reading_order(document, &found)
}

/// What moving elements to a target means.
///
/// # Errors
/// Nothing of the selection stands in a slot, or the target refuses it.
pub fn choices(document: &Document, elements: &[Element], target: DropTarget) -> Result<MoveChoice, EditError> {
    let all = moving(document, elements);
    let Some(first) = all.first().copied() else {
        let what = elements.first().copied().unwrap_or(Element::Environment);
        return Err(EditError::NotPlaceable(what));
    };
    if let Some(reason) = refusal_of_elements(document, &all, target) {
        return Err(EditError::Refused(reason));
    }
    let leaving: Vec<(FailoverClusterId, ComputerId)> = leaving(document, &all, target);
    let Some((cluster, _)) = leaving.first().copied() else {
        let label = label(document, elements, first, target);
        return Ok(MoveChoice::Plain(carry_out(document, &all, &[], target, &label)?));
    };
    let name = Element::from(cluster).name(document);
    let leave_label = format!("{} out of {name}", label(document, &all, first, target));
    let leave = carry_out(document, &all, &leaving, target, &leave_label)?;
    let whole = with_whole_clusters(document, &all);
    let whole_label = label(document, &[cluster.into()], first, target);
    let beside = DropTarget { failover_cluster: None, ..target };
    let move_whole = carry_out(document, &whole, &[], beside, &whole_label)?;
    Ok(MoveChoice::ClusterQuestion { cluster: name, leave, move_whole })
}

/// The nodes that would leave the box of their failover cluster although other nodes stay.
fn leaving(document: &Document, all: &[Element], target: DropTarget) -> Vec<(FailoverClusterId, ComputerId)> {
    let mut found = Vec::new();
    for element in all {
        let Element::Computer(id) = element else { continue };
        let Some(cluster) = document.failover_cluster_of(*id) else { continue };
        let nodes = nodes_in_order(document, cluster);
        let whole = nodes.iter().all(|node| all.contains(&(*node).into()));
        let joins_another = target.failover_cluster.is_some_and(|it| it != cluster);
        if joins_another || (!whole && !inside(document, &nodes, cluster, target)) {
            found.push((cluster, *id));
        }
    }
    found
}

/// Whether a target lies among the nodes of a failover cluster, so that they stay side by side.
fn inside(document: &Document, nodes: &[ComputerId], cluster: FailoverClusterId, target: DropTarget) -> bool {
    if target.failover_cluster == Some(cluster) {
        return true;
    }
    let slots: Vec<Slot> = nodes.iter().filter_map(|id| document.slot_of((*id).into())).collect();
    let same_row = |it: &&Slot| it.tier == target.slot.tier && it.row == target.slot.row;
    let columns = || slots.iter().filter(same_row).map(|it| it.column);
    let (Some(first), Some(last)) = (columns().min(), columns().max()) else { return false };
    (first..=last).contains(&target.slot.column)
}

fn with_whole_clusters(document: &Document, all: &[Element]) -> Vec<Element> {
    let mut wanted = all.to_vec();
    for element in all {
        if let Element::Computer(id) = element
            && let Some(cluster) = document.failover_cluster_of(*id)
        {
            wanted.extend(nodes_in_order(document, cluster).into_iter().map(Element::from));
        }
    }
    in_reading_order(document, &wanted)
}

fn carry_out(
    document: &Document,
    all: &[Element],
    leaving: &[(FailoverClusterId, ComputerId)],
    target: DropTarget,
    label: &str,
) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    for (cluster, computer) in leaving {
        leave_in(&mut draft, *cluster, *computer)?;
    }
    let slot = landing(draft.document(), all, target);
    draft.run(EditCommand::Place { elements: all.to_vec(), target: slot })?;
    if let Some(cluster) = target.failover_cluster {
        for element in all {
            let Element::Computer(id) = element else { continue };
            if draft.document().failover_cluster_of(*id) != Some(cluster) {
                join_in(&mut draft, cluster, *id)?;
            }
        }
    }
    Ok(draft.finish(label).selecting(all.iter().copied()))
}

/// The slot before which the elements go so that they take the target slot: behind its element when they come from the
/// left of it in the same row, and beside a failover cluster that they do not join, never between its nodes.
fn landing(document: &Document, all: &[Element], target: DropTarget) -> Slot {
    let slot = target.slot;
    let from_left = all
        .iter()
        .filter_map(|it| document.slot_of(*it))
        .any(|it| it.tier == slot.tier && it.row == slot.row && it.column < slot.column);
    let taken_by_other = slots::element_at(document, slot).is_some_and(|it| !all.contains(&it));
    let slot = if from_left && taken_by_other { slot.right() } else { slot };
    if target.failover_cluster.is_some() { slot } else { clear_of_clusters(document, all, slot) }
}

/// The slot itself, or the one behind the failover cluster between whose nodes it lies.
pub(super) fn clear_of_clusters(document: &Document, all: &[Element], slot: Slot) -> Slot {
    let Some(cluster) = slots::failover_cluster_between(document, slot) else { return slot };
    let nodes = nodes_in_order(document, cluster);
    if nodes.iter().any(|it| all.contains(&(*it).into())) {
        return slot;
    }
    let row = nodes.iter().filter_map(|it| document.slot_of((*it).into()));
    let last = row.filter(|it| it.tier == slot.tier && it.row == slot.row).max();
    last.map_or(slot, |last| Slot { column: last.column.saturating_add(1), ..slot })
}

fn label(document: &Document, elements: &[Element], first: Element, target: DropTarget) -> String {
    let what = counted(document, elements);
    let from = document.slot_of(first).map(|it| it.tier);
    let tier = Element::from(target.slot.tier).name(document);
    match target.failover_cluster {
        Some(cluster) if leaves_for(document, elements, cluster) => {
            format!("Move {what} into {}", Element::from(cluster).name(document))
        }
        _ if from == Some(target.slot.tier) => format!("Move {what} within {tier}"),
        _ => format!("Move {what} to {tier}"),
    }
}

fn leaves_for(document: &Document, elements: &[Element], cluster: FailoverClusterId) -> bool {
    elements.iter().any(|it| match it {
        Element::Computer(id) => document.failover_cluster_of(*id) != Some(cluster),
        _ => false,
    })
}

#[cfg(test)]
mod tests;
