//! Fixes that give databases SQL instances and computers of their own, and failover clusters a node that waits.

use std::collections::BTreeSet;

use super::fixes::join_new_node;
use super::{cluster_of_sql, is_supported};
use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{
    ClusterResourceGroup, ComputerId, Database, DatabaseId, DatabaseKind, FailoverClusterId, PhysicalHost,
    PhysicalHostId, ResourceGroupId, ResourceKind, Role, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, Storage,
    StorageId,
};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;

/// Moves databases to a new SQL instance like the one they are on: clustered on a new node where that is clustered,
/// standalone on a new computer otherwise. `None` for databases in availability groups, and where log shipping would
/// have to follow.
pub(in crate::rules) fn give_own_instance(context: &RuleContext<'_>, databases: &[DatabaseId]) -> Option<Edit> {
    let moved: Vec<(DatabaseId, &Database)> =
        databases.iter().filter_map(|id| Some((*id, context.document.databases.get(id)?))).collect();
    let from = moved.first()?.1.sql_instance;
    if moved.iter().any(|(_, it)| it.availability_group.is_some()) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let (sql, name) = add_instance_like(context, &mut draft, from)?;
    for (id, database) in &moved {
        let changed = Database { sql_instance: sql, storage: None, consolidated_into: None, ..(*database).clone() };
        draft.put(Record::Database(*id, changed));
    }
    draft.says(format!("move {} to {name}", context.names(moved.iter().map(|(id, _)| *id))));
    draft.finish()
}

/// A new SQL instance like another one, on a computer of its own, without databases; returns it with its name.
pub(in crate::rules) fn add_instance_like(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    from: SqlInstanceId,
) -> Option<(SqlInstanceId, String)> {
    let sql = context.document.sql_instances.get(&from)?;
    let ships = context.document.disaster_recovery.ships_to.contains_key(&from);
    let is_unsupported = is_supported(&context.document.environment, sql) == Some(false);
    if ships || is_unsupported || !context.is_primary_sql(from) {
        return None;
    }
    let name = continued_name(context.document, &sql.name);
    let placed = match cluster_of_sql(context, from) {
        Some(cluster) => clustered_like(context, draft, from, sql, cluster, &name)?,
        None => standalone_like(context, draft, from, sql)?,
    };
    let id: SqlInstanceId = draft.id();
    draft.put(Record::SqlInstance(id, SqlInstance { name: name.clone(), ..placed }));
    Some((id, name))
}

fn standalone_like(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    from: SqlInstanceId,
    sql: &SqlInstance,
) -> Option<SqlInstance> {
    let (computer, name) = draft.add_equal(context.sql_active_on(from)?)?;
    draft.says(format!("add {name}"));
    Some(SqlInstance { placement: SqlPlacement::Standalone(computer), storage: None, ..sql.clone() })
}

/// The new node is the preferred owner, an idle node the other one; where none is idle, the node of the old instance.
fn clustered_like(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    from: SqlInstanceId,
    sql: &SqlInstance,
    cluster: FailoverClusterId,
    name: &str,
) -> Option<SqlInstance> {
    if has_no_room(context, cluster) {
        return None;
    }
    let active = context.sql_active_on(from)?;
    let other = context.idle_nodes(cluster).first().copied().unwrap_or(active);
    let node = join_new_node(context, draft, cluster, active, BTreeSet::new())?;
    let owners = [node, other];
    let model = context.shared_storages_of(from).first().map(|(_, it)| (*it).clone())?;
    let attached = owners.iter().copied().collect();
    let storage = draft.add(Storage { name: format!("{name} disk array"), attached, ..model });
    let group = draft.add(ClusterResourceGroup::sql(name, cluster, &owners, &sql.services));
    Some(SqlInstance { placement: SqlPlacement::Clustered(group), storage: Some(storage), ..sql.clone() })
}

/// Whether a failover cluster must not grow: Standard edition has two nodes (SQL-011), clustered hosts would follow.
fn has_no_room(context: &RuleContext<'_>, cluster: FailoverClusterId) -> bool {
    let is_standard = |sql: SqlInstanceId| {
        context.document.sql_instances.get(&sql).is_some_and(|it| it.edition == SqlEdition::Standard)
    };
    let runs_hosts = |group: &ResourceGroupId| !context.hosts_clustered_in(*group).is_empty();
    context.cluster_nodes(cluster).any(|it| context.uses_windows_nlb(it))
        || context.resource_groups_of(cluster).iter().any(runs_hosts)
        || (context.sql_of_cluster(cluster).any(is_standard) && context.cluster_nodes(cluster).count() >= 2)
}

/// Adds a node that waits to a failover cluster: possible owner of all its SQL instances (active/active/passive).
pub(super) fn add_passive_node(context: &RuleContext<'_>, cluster: FailoverClusterId) -> Option<Edit> {
    if has_no_room(context, cluster) {
        return None;
    }
    let model = context.active_nodes(cluster).first().copied()?;
    let groups: BTreeSet<ResourceGroupId> =
        context.sql_of_cluster(cluster).filter_map(|it| context.group_of_sql(it)).collect();
    let holds_sso = groups.iter().filter_map(|it| context.resource_group(*it)).any(|it| it.has(ResourceKind::EntSso));
    let roles = if holds_sso { BTreeSet::from([Role::EntSso]) } else { BTreeSet::new() };
    let mut draft = FixDraft::new(context);
    let node = join_new_node(context, &mut draft, cluster, model, roles)?;
    for id in &groups {
        draft.add_owner(*id, node);
    }
    let instances: Vec<SqlInstanceId> = context.sql_of_cluster(cluster).collect();
    let mut storages: BTreeSet<StorageId> = BTreeSet::new();
    storages.extend(instances.iter().flat_map(|it| context.shared_storages_of(*it)).map(|(id, _)| id));
    for id in storages {
        let mut storage = context.document.storages.get(&id)?.clone();
        storage.attached.insert(node);
        draft.put(Record::Storage(id, storage));
    }
    draft.says(format!("let it wait as a possible owner of {}", context.names(instances)));
    draft.finish()
}

/// Puts the last of some virtual machines on another physical host, or in another availability zone: one that is drawn,
/// else a new one of the same kind.
pub(in crate::rules) fn spread(
    context: &RuleContext<'_>,
    computers: &[ComputerId],
    shared: PhysicalHostId,
) -> Option<Edit> {
    let moved = *computers.last()?;
    let hosts = &context.document.physical_hosts;
    let mut draft = FixDraft::new(context);
    let model = hosts.get(&shared)?;
    let (id, name) = match hosts.iter().find(|(id, it)| **id != shared && it.domain == model.domain) {
        Some((id, it)) => (*id, it.name.clone()),
        None => {
            let name = continued_name(context.document, &model.name);
            (draft.add(PhysicalHost { name: name.clone(), ..model.clone() }), name)
        }
    };
    draft.change_computer(moved, |it| it.physical_host = Some(id));
    draft.says(format!("run {} on {name}", context.name(moved)));
    draft.finish()
}

/// Keeps the tracking data apart from the MessageBoxes: on a SQL instance of its own, or on a disk of its own where only
/// the disk is shared.
pub(super) fn keep_tracking_apart(context: &RuleContext<'_>, id: DatabaseId, shares_instance: bool) -> Option<Edit> {
    if shares_instance {
        return give_own_instance(context, &[id]);
    }
    let database = context.document.databases.get(&id)?;
    let (_, disk) = context.storage_of(database)?;
    let mut draft = FixDraft::new(context);
    let storage: StorageId = draft.id();
    let name = format!("{} disk", database.name);
    let owners = context.sql_owners(database.sql_instance).iter().copied().collect();
    draft.put(Record::Storage(storage, Storage { name: name.clone(), attached: owners, ..disk.clone() }));
    draft.put(Record::Database(id, Database { storage: Some(storage), ..database.clone() }));
    draft.says(format!("put {} on a disk of its own", database.name));
    draft.finish()
}

/// Goes back to the master MessageBox: removes the others. `None` where it cannot fail over, which comes first (MBX-004).
pub(in crate::rules) fn go_back_to_one_box(context: &RuleContext<'_>, boxes: &[DatabaseId]) -> Option<Edit> {
    let find = |id: &DatabaseId| Some((*id, context.document.databases.get(id)?));
    let all: Vec<(DatabaseId, &Database)> = boxes.iter().filter_map(find).collect();
    let (kept, master) = all.iter().find(|(_, it)| it.is_master).or_else(|| all.first())?;
    if !context.is_highly_available(*kept) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let others: Vec<DatabaseId> = all.iter().map(|(id, _)| *id).filter(|id| id != kept).collect();
    for id in &others {
        draft.remove(*id).ok()?;
    }
    draft.put(Record::Database(*kept, Database { publication_disabled: false, ..(*master).clone() }));
    draft.says(format!("go back to one MessageBox: remove {}", context.names(others)));
    draft.finish()
}

/// Adds a third MessageBox on a SQL instance of its own; the master only routes then (MBX-003). `None` where the
/// BizTalk group has no tracking instance to spare for it (TRK-002).
pub(in crate::rules) fn go_on_to_three_boxes(context: &RuleContext<'_>, boxes: &[DatabaseId]) -> Option<Edit> {
    let find = |id: &DatabaseId| Some((*id, context.document.databases.get(id)?));
    let all: Vec<(DatabaseId, &Database)> = boxes.iter().filter_map(find).collect();
    let (model_id, model) = all.iter().find(|(_, it)| !it.is_master)?;
    if !context.is_highly_available(*model_id) {
        return None;
    }
    let group = model.biztalk_group?;
    let tracking = context.tracking_instances(group).len();
    if model.availability_group.is_some() || (1..=boxes.len() + 1).contains(&tracking) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let (sql, name) = add_instance_like(context, &mut draft, model.sql_instance)?;
    let names: BTreeSet<&str> = context.document.databases.values().map(|it| it.name.as_str()).collect();
    let stem = DatabaseKind::MessageBox.default_name();
    let title =
        (3..=names.len() + 3).map(|number| format!("{stem}{number}")).find(|it| !names.contains(it.as_str()))?;
    let third = Database {
        name: title.clone(),
        sql_instance: sql,
        is_master: false,
        publication_disabled: false,
        consolidated_into: None,
        storage: None,
        ..(*model).clone()
    };
    let id: DatabaseId = draft.id();
    draft.put(Record::Database(id, third));
    for (id, master) in all.iter().filter(|(_, it)| it.is_master && !it.publication_disabled) {
        draft.put(Record::Database(*id, Database { publication_disabled: true, ..(*master).clone() }));
    }
    draft.says(format!("add a third MessageBox {title} on {name}"));
    draft.finish()
}
