//! Fixes that give replicas and BAM databases computers of their own.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{
    AvailabilityGroup, ComputerId, Database, DatabaseId, FailoverClusterId, SqlInstance, SqlInstanceId, SqlPlacement,
    SqlService,
};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::clustering::cluster_name;
use crate::rules::sql::{is_supported, join_new_node};

/// AG-008: puts every standalone replica on a computer of its own and joins them all to one failover cluster. `None`
/// where they belong to several failover clusters already, or a computer uses Windows NLB (NLB-005).
pub(super) fn stand_apart(context: &RuleContext<'_>, group: &AvailabilityGroup) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let mut taken: BTreeSet<ComputerId> = BTreeSet::new();
    let mut nodes: Vec<ComputerId> = Vec::new();
    for replica in &group.replicas {
        let sql = context.document.sql_instances.get(&replica.sql_instance)?;
        let owners = context.sql_owners(replica.sql_instance);
        let is_free = owners.iter().all(|it| !taken.contains(it));
        let mut owners = owners.to_vec();
        if !is_free {
            let SqlPlacement::Standalone(old) = sql.placement else { return None };
            let (new, name) = draft.add_equal(old)?;
            draft.says(format!("add {name}"));
            let placement = SqlPlacement::Standalone(new);
            draft.put(Record::SqlInstance(replica.sql_instance, SqlInstance { placement, ..sql.clone() }));
            draft.says(format!("move {} to it", sql.name));
            owners = vec![new];
        }
        taken.extend(owners.iter().copied());
        nodes.extend(owners);
    }
    if nodes.iter().any(|it| context.uses_windows_nlb(*it)) {
        return None;
    }
    join(context, &mut draft, group, &nodes)?;
    draft.finish()
}

/// Joins computers to the one failover cluster that some of them belong to, or to a new one.
fn join(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    group: &AvailabilityGroup,
    nodes: &[ComputerId],
) -> Option<()> {
    let known: BTreeMap<ComputerId, FailoverClusterId> =
        nodes.iter().filter_map(|it| Some((*it, context.failover_cluster_of(*it)?))).collect();
    let clusters: BTreeSet<FailoverClusterId> = known.values().copied().collect();
    let outside: Vec<ComputerId> = nodes.iter().copied().filter(|it| !known.contains_key(it)).collect();
    if clusters.len() > 1 {
        return None;
    }
    let Some(cluster) = clusters.first() else {
        let name = cluster_name(context.document, &format!("{} cluster", group.name));
        draft.add_cluster(&name, nodes);
        draft.says(format!("join the computers of {} to a failover cluster", group.name));
        return Some(());
    };
    if outside.is_empty() {
        return Some(());
    }
    for computer in outside {
        draft.join(*cluster, computer);
    }
    draft.says(format!("join the computers of {} to {}", group.name, context.name(*cluster)));
    draft.ensure_msdtc(*cluster);
    Some(())
}

/// AG-015: moves BAM databases to a standalone SQL instance on a computer of its own, the separate BAM node.
pub(super) fn add_bam_node(context: &RuleContext<'_>, databases: &[DatabaseId]) -> Option<Edit> {
    let moved: Vec<(DatabaseId, &Database)> =
        databases.iter().filter_map(|id| Some((*id, context.document.databases.get(id)?))).collect();
    let from = moved.first()?.1.sql_instance;
    let model = context.document.sql_instances.get(&from)?;
    if is_supported(&context.document.environment, model) == Some(false) {
        return None;
    }
    let mut services: BTreeSet<SqlService> = model.services.clone();
    if moved.iter().any(|(_, it)| it.kind.is_analysis()) {
        services.insert(SqlService::AnalysisServices);
    }
    let mut draft = FixDraft::new(context);
    let (computer, name) = draft.add_equal(context.sql_active_on(from)?)?;
    draft.says(format!("add {name}"));
    let like = standalone_like(model, continued_name(context.document, &model.name), computer);
    let id: SqlInstanceId = draft.add(SqlInstance { services, configured_name: None, ..like });
    for (database_id, database) in &moved {
        let apart = Database { sql_instance: id, availability_group: None, storage: None, ..(*database).clone() };
        draft.put(Record::Database(*database_id, apart));
    }
    draft.says(format!("move {} to a SQL instance on it", context.names(moved.iter().map(|(id, _)| *id))));
    draft.finish()
}

/// AG-009: a SQL instance for a second replica, and what to call it: a free one of the same kind on another node of the
/// failover cluster, else a new one on a new node. `None` where the first one is a failover cluster instance or stands
/// in no failover cluster.
pub(super) fn replica_beside(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    first: SqlInstanceId,
) -> Option<(SqlInstanceId, String)> {
    let model = context.document.sql_instances.get(&first)?;
    let SqlPlacement::Standalone(computer) = model.placement else { return None };
    let cluster = context.failover_cluster_of(computer)?;
    let is_like = |sql: &SqlInstance| (sql.release, sql.edition) == (model.release, model.edition);
    let is_free = |id: SqlInstanceId, sql: &SqlInstance| match sql.placement {
        SqlPlacement::Standalone(on) => {
            let is_apart = on != computer && context.failover_cluster_of(on) == Some(cluster);
            is_apart && is_like(sql) && !context.holds_databases(id) && !context.document.hosts_replica(id)
        }
        SqlPlacement::Clustered(_) => false,
    };
    if let Some((id, sql)) = context.sql_instances().find(|(id, sql)| is_free(*id, sql)) {
        return Some((id, sql.name.clone()));
    }
    if is_supported(&context.document.environment, model) == Some(false) || context.uses_windows_nlb(computer) {
        return None;
    }
    let node = join_new_node(context, draft, cluster, computer, BTreeSet::new())?;
    let id = draft.add(standalone_like(model, continued_name(context.document, &model.name), node));
    Some((id, "it".to_owned()))
}

/// A standalone SQL instance like another one under a name on a computer.
pub(super) fn standalone_like(model: &SqlInstance, name: String, on: ComputerId) -> SqlInstance {
    SqlInstance { name, placement: SqlPlacement::Standalone(on), storage: None, ..model.clone() }
}
