//! Where things go: free slots, and the failover cluster that a slot lies in.

use crate::model::{ComputerId, Document, Element, FailoverClusterId, Slot, TierId};

/// Elements in a row of a tier after which a new element starts the next row: as many as the largest documented
/// drawing has side by side (the eight database and master secret computers of the large deployment).
const ROW_WIDTH: u32 = 8;

/// Where something is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropTarget {
    /// The slot.
    pub slot: Slot,
    /// The failover cluster into whose box it is dropped, if any.
    pub failover_cluster: Option<FailoverClusterId>,
}

impl DropTarget {
    /// A slot; between two nodes of a failover cluster it means that failover cluster.
    pub fn at(document: &Document, slot: Slot) -> Self {
        Self { slot, failover_cluster: failover_cluster_between(document, slot) }
    }
}

impl From<Slot> for DropTarget {
    fn from(slot: Slot) -> Self {
        Self { slot, failover_cluster: None }
    }
}

/// The slot behind the last element of a tier: at the end of its last row, or in a new row when that is full.
pub fn next_free_slot(document: &Document, tier: TierId) -> Slot {
    let last = document.placed().map(|(slot, _)| slot).filter(|slot| slot.tier == tier).max();
    last.map_or_else(|| Slot::first(tier), next_slot)
}

/// The slot behind another: at its right, or in a new row when the row is full.
pub fn next_slot(slot: Slot) -> Slot {
    if slot.column + 1 < ROW_WIDTH { slot.right() } else { Slot { row: slot.row.saturating_add(1), column: 0, ..slot } }
}

/// The element that stands in a slot.
pub fn element_at(document: &Document, slot: Slot) -> Option<Element> {
    document.placed().find(|(at, _)| *at == slot).map(|(_, element)| element)
}

/// The failover cluster with nodes on both sides of the gap to the left of a slot: between two of its nodes.
pub fn failover_cluster_between(document: &Document, slot: Slot) -> Option<FailoverClusterId> {
    let of = |slot| match element_at(document, slot) {
        Some(Element::Computer(id)) => document.failover_cluster_of(id),
        _ => None,
    };
    let left = of(Slot { column: slot.column.checked_sub(1)?, ..slot })?;
    (of(slot) == Some(left)).then_some(left)
}

/// The computers of a failover cluster in reading order.
pub fn nodes_in_order(document: &Document, cluster: FailoverClusterId) -> Vec<ComputerId> {
    let Some(cluster) = document.failover_clusters.get(&cluster) else { return Vec::new() };
    let nodes = cluster.nodes.iter().map(|node| node.computer);
    let mut nodes: Vec<(Option<Slot>, ComputerId)> = nodes.map(|id| (document.slot_of(id.into()), id)).collect();
    nodes.sort();
    nodes.into_iter().map(|(_, id)| id).collect()
}

/// The elements in reading order: by tier row, tier, row and column; those that stand in no slot are left out.
pub fn in_reading_order(document: &Document, elements: &[Element]) -> Vec<Element> {
    document.placed_elements().into_iter().map(|(_, it)| it).filter(|it| elements.contains(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TierKind;
    use crate::testing::DocumentBuilder;

    #[test]
    fn the_next_free_slot_is_behind_the_last_and_wraps_when_the_row_is_full() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        assert_eq!(next_free_slot(&builder.clone().build(), tier), Slot::first(tier));
        builder.biztalk_servers(&["A", "B"], tier);
        assert_eq!(next_free_slot(&builder.clone().build(), tier), Slot { tier, row: 0, column: 2 });
        builder.biztalk_servers(&["C", "D", "E", "F", "G", "H"], tier);
        assert_eq!(next_free_slot(&builder.build(), tier), Slot { tier, row: 1, column: 0 });
    }

    #[test]
    fn only_a_slot_between_two_nodes_means_their_failover_cluster() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("Databases", TierKind::Databases);
        let nodes = builder.computers(&["SQL1", "SQL2"], tier);
        let cluster = builder.failover_cluster("SQL cluster", &nodes);
        let document = builder.build();
        let at = |column| failover_cluster_between(&document, Slot { tier, row: 0, column });
        assert_eq!((at(0), at(1), at(2)), (None, Some(cluster), None));
    }
}
