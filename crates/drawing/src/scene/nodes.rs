//! Which nodes of a failover cluster are active, and the mode of the cluster that follows.

use crate::model::index::Index;
use crate::model::{ComputerId, FailoverClusterId};

/// Whether a node of a failover cluster is active: SQL Server runs on it where the failover cluster runs SQL Server at
/// all, else any cluster resource group does. `None` when the failover cluster runs nothing.
pub(crate) fn is_active(index: &Index<'_>, cluster: FailoverClusterId, computer: ComputerId) -> Option<bool> {
    let groups = index.resource_groups_of(cluster);
    if groups.is_empty() {
        return None;
    }
    let runs_sql = groups.iter().any(|id| !index.sql_in(*id).is_empty());
    let mut own = index.on(computer).active_resource_groups.iter();
    Some(own.any(|id| groups.contains(id) && (!runs_sql || !index.sql_in(*id).is_empty())))
}

/// The mode of a failover cluster in words: "Active/passive", "3 active, 1 passive"; empty when it runs nothing.
pub(crate) fn mode(index: &Index<'_>, cluster: FailoverClusterId) -> String {
    let Some(it) = index.document.failover_clusters.get(&cluster) else { return String::new() };
    let states: Vec<bool> = it.nodes.iter().filter_map(|node| is_active(index, cluster, node.computer)).collect();
    let active = states.iter().filter(|active| **active).count();
    match (active, states.len() - active) {
        (0, _) => String::new(),
        (1, 1) => "Active/passive".to_owned(),
        (2, 0) => "Active/active".to_owned(),
        (active, 0) => format!("{active} active"),
        (active, passive) => format!("{active} active, {passive} passive"),
    }
}
