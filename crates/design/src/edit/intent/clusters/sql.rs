//! Further failover cluster instances of SQL Server on a failover cluster.

use super::{groups_of, runs_sql};
use crate::edit::intent::ids::numbered_name;
use crate::edit::intent::slots::nodes_in_order;
use crate::edit::{Draft, Edit, EditError};
use crate::model::{
    ClusterResourceGroup, ComputerId, Document, Element, FailoverClusterId, ResourceGroupId, SqlPlacement, SqlService,
    StorageId,
};

/// Adds a failover cluster instance of SQL Server to a failover cluster, active on the first node on which none is active.
/// Nodes on which none is active stand by for all instances; where there are none, the nodes stand by for each other.
///
/// # Errors
/// The failover cluster is gone, or an instance is active on every node.
pub fn add_sql_instance(document: &Document, cluster: FailoverClusterId) -> Result<Edit, EditError> {
    if !Element::from(cluster).exists(document) {
        return Err(EditError::Missing(cluster.into()));
    }
    let name = Element::from(cluster).name(document);
    let groups: Vec<ResourceGroupId> =
        groups_of(document, cluster).into_iter().filter(|it| runs_sql(document, *it)).collect();
    let is_active = |node: &ComputerId| {
        groups.iter().filter_map(|it| document.resource_groups.get(it)).any(|it| it.runs_on() == Some(*node))
    };
    let (busy, free): (Vec<ComputerId>, Vec<ComputerId>) =
        nodes_in_order(document, cluster).into_iter().partition(is_active);
    let Some((node, standby)) = free.split_first() else {
        return Err(EditError::Refused(format!("a SQL instance is active on every node of {name}: add a node first")));
    };
    let others = if standby.is_empty() { &busy[..] } else { standby };
    let owners: Vec<ComputerId> = std::iter::once(*node).chain(others.iter().copied()).collect();
    let mut draft = Draft::of(document);
    for group in groups {
        draft.change(group, |it| {
            if it.possible_owners.iter().any(|it| standby.contains(it)) {
                it.possible_owners.retain(|it| it != node);
            }
        });
    }
    let sql_name = numbered_name(document, "SQLINST");
    let group = ClusterResourceGroup::sql(&sql_name, cluster, &owners, &[SqlService::Engine].into());
    let placement = SqlPlacement::Clustered(draft.add(group));
    let sql = draft.add_sql_instance(sql_name.clone(), placement, shared_storage(document, &owners));
    let node = Element::from(*node).name(document);
    Ok(draft.finish(format!("Add SQL instance {sql_name} to {name}, active on {node}")).selecting([sql.into()]))
}

/// The shared storage that is attached to all of some computers.
fn shared_storage(document: &Document, computers: &[ComputerId]) -> Option<StorageId> {
    let mut shared = document.storages.iter().filter(|(_, it)| it.is_shared() == Some(true));
    shared.find(|(_, it)| computers.iter().all(|id| it.attached.contains(id))).map(|(id, _)| *id)
}
