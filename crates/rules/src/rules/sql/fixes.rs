//! Fixes that let databases fail over: a move to a failover cluster instance, a new one, a further possible owner.

use std::collections::BTreeSet;

use super::cluster_of_sql;
use crate::edit::{Edit, Record};
use crate::model::{
    ClusterResourceGroup, ComputerId, ConfiguredName, Database, DatabaseId, FailoverClusterId, ResourceGroupId,
    ResourceKind, Role, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlService, Storage, StorageId,
};
use crate::rules::RuleContext;
use crate::rules::fixes::clustering::cluster_name;
use crate::rules::fixes::joining::join_the_others;
use crate::rules::fixes::secret::holds_host;
use crate::rules::fixes::{FixDraft, may_run_clustered_sso};

/// Moves the databases of a SQL instance that cannot fail over to a failover cluster instance that can; makes the SQL
/// instance one where there is none. Beside a replica they join the availability group of the others.
pub(in crate::rules) fn move_or_cluster(context: &RuleContext<'_>, sql: SqlInstanceId) -> Option<Edit> {
    join_availability_group(context, sql)
        .or_else(|| move_databases(context, sql))
        .or_else(|| make_highly_available(context, sql))
}

/// Puts databases that stand alone beside a replica into the availability group of the others.
pub(in crate::rules) fn join_availability_group(context: &RuleContext<'_>, sql: SqlInstanceId) -> Option<Edit> {
    let lonely = lonely_databases(context, sql);
    (context.document.hosts_replica(sql) && !lonely.is_empty()).then(|| join_the_others(context, &lonely)).flatten()
}

/// The databases of a SQL instance that stand there alone, outside availability groups.
fn lonely_databases<'a>(context: &RuleContext<'a>, sql: SqlInstanceId) -> Vec<(DatabaseId, &'a Database)> {
    let is_lonely = |id: DatabaseId, it: &Database| {
        it.availability_group.is_none() && !it.kind.is_analysis() && !context.is_highly_available(id)
    };
    context.databases_on(sql).filter(|(id, it)| is_lonely(*id, it)).collect()
}

fn move_databases(context: &RuleContext<'_>, from: SqlInstanceId) -> Option<Edit> {
    let moved = lonely_databases(context, from);
    if moved.is_empty() {
        return None;
    }
    let target = context.document.sql_instances.keys().copied().find(|it| can_take(context, from, &moved, *it))?;
    let mut draft = FixDraft::new(context);
    for (id, database) in &moved {
        let database = Database { sql_instance: target, storage: None, ..(*database).clone() };
        draft.put(Record::Database(*id, database));
    }
    if let Some(cluster) = cluster_of_sql(context, target) {
        draft.ensure_msdtc(cluster);
    }
    let names = context.names(moved.iter().map(|(id, _)| *id));
    draft.says(format!("move {names} to {}", context.name(target)));
    draft.finish()
}

/// Whether a failover cluster instance can take databases in without a new fault.
fn can_take(
    context: &RuleContext<'_>,
    from: SqlInstanceId,
    moved: &[(DatabaseId, &Database)],
    target: SqlInstanceId,
) -> bool {
    let document = context.document;
    let (Some(old), Some(new)) = (document.sql_instances.get(&from), document.sql_instances.get(&target)) else {
        return false;
    };
    let tier = |sql: SqlInstanceId| {
        let computer = context.sql_active_on(sql).and_then(|it| document.computers.get(&it));
        computer.map(|it| it.slot.tier)
    };
    let clashes = context.databases_on(target).any(|(_, there)| {
        moved.iter().any(|(_, it)| {
            it.name == there.name || (it.consolidated_into.is_some() && it.consolidated_into == there.consolidated_into)
        })
    });
    let ships = |sql: SqlInstanceId| document.disaster_recovery.ships_to.contains_key(&sql);
    from != target
        && context.is_primary_sql(target)
        && context.document.is_clustered_twice(target)
        && storage_reaches_two(context, target)
        && new.services.contains(&SqlService::Engine)
        && new.edition != SqlEdition::Express
        && (new.edition == old.edition || new.edition == SqlEdition::Enterprise)
        && (context.holds_databases(target) || (new.release, new.agent_running) == (old.release, true))
        && !context.document.hosts_replica(target)
        && !clashes
        && (ships(target) || !ships(from))
        && (document.firewalls.is_empty() || tier(target) == tier(from))
}

fn storage_reaches_two(context: &RuleContext<'_>, sql: SqlInstanceId) -> bool {
    let owners = context.sql_owners(sql);
    let reaches = |it: &Storage| owners.iter().filter(|owner| it.attached.contains(owner)).count() >= 2;
    context.shared_storages_of(sql).iter().any(|(_, it)| reaches(it))
}

/// Makes a SQL instance a failover cluster instance with two possible owners and shared storage for its databases.
pub(in crate::rules) fn make_highly_available(context: &RuleContext<'_>, id: SqlInstanceId) -> Option<Edit> {
    let sql = context.document.sql_instances.get(&id)?;
    if context.document.hosts_replica(id) || sql.edition == SqlEdition::Express {
        return None;
    }
    match sql.placement {
        SqlPlacement::Standalone(computer) => cluster_standalone(context, id, sql, computer),
        SqlPlacement::Clustered(_) if context.sql_owners(id).len() < 2 => add_owner(context, id),
        SqlPlacement::Clustered(_) => share_storage(context, id, sql),
    }
}

fn cluster_standalone(
    context: &RuleContext<'_>,
    id: SqlInstanceId,
    sql: &SqlInstance,
    computer: ComputerId,
) -> Option<Edit> {
    if context.uses_windows_nlb(computer) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let (cluster, partner) = partner_of(context, &mut draft, sql, computer)?;
    let owners = [computer, partner];
    let shared = shared_disk(context, &mut draft, (id, sql), &owners, Some(cluster));
    let group = draft.add(ClusterResourceGroup::sql(&sql.name, cluster, &owners, &sql.services));
    let clustered = SqlInstance {
        placement: SqlPlacement::Clustered(group),
        configured_name: Some(ConfiguredName::ClusterNetworkName),
        storage: Some(shared),
        ..sql.clone()
    };
    draft.put(Record::SqlInstance(id, clustered));
    draft.says(format!("make {} a failover cluster instance", sql.name));
    let carries = |it: &ComputerId| draft.get(*it).is_some_and(|it| it.roles.contains(&Role::BizTalkRuntime));
    let runs_biztalk = holds_host(context, cluster) || owners.iter().any(carries);
    if context.has_role(computer, Role::MasterSecret) && context.clustered_sso().next().is_none() && !runs_biztalk {
        // A secret that stays behind alone would be lost together with the node that SQL Server leaves (SSO-014).
        draft.put_secret(cluster, vec![partner, computer])?;
        draft.ensure_msdtc(cluster);
        draft.says("cluster the master secret server beside it".to_owned());
    }
    draft.finish()
}

/// A failover cluster with a computer and a second node that may own its SQL instance: an idle node where there is
/// one, a new computer otherwise.
fn partner_of(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    sql: &SqlInstance,
    computer: ComputerId,
) -> Option<(FailoverClusterId, ComputerId)> {
    let Some(cluster) = context.failover_cluster_of(computer) else {
        let (partner, name) = draft.add_equal(computer)?;
        let cluster =
            draft.add_cluster(&cluster_name(context.document, &format!("{} cluster", sql.name)), &[computer, partner]);
        draft.says(format!("add {name}"));
        return Some((cluster, partner));
    };
    draft.ensure_msdtc(cluster);
    let mut nodes: Vec<ComputerId> =
        context.cluster_nodes(cluster).filter(|it| *it != computer && !context.uses_windows_nlb(*it)).collect();
    nodes.sort_by_key(|it| (context.sql_active_instances(*it).len(), context.has_role(*it, Role::BizTalkRuntime)));
    if let Some(partner) = nodes.first() {
        return Some((cluster, *partner));
    }
    let partner = join_new_node(context, draft, cluster, computer, BTreeSet::new())?;
    Some((cluster, partner))
}

/// A new computer as a node of a failover cluster, possible owner of its MSDTC.
pub(in crate::rules) fn join_new_node(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    cluster: FailoverClusterId,
    model: ComputerId,
    roles: BTreeSet<Role>,
) -> Option<ComputerId> {
    let (node, name) = draft.add_equal(model)?;
    draft.change(node, |it| it.roles = roles);
    draft.join(cluster, node);
    draft.says(format!("add {name} to {}", context.name(cluster)));
    Some(node)
}

/// Shared storage for a SQL instance, attached to its owners. Databases with a disk of their own move onto it.
fn shared_disk(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    (id, sql): (SqlInstanceId, &SqlInstance),
    owners: &[ComputerId],
    cluster: Option<FailoverClusterId>,
) -> StorageId {
    let named = sql.storage.and_then(|id| Some((id, context.document.storages.get(&id)?)));
    let is_shared = |it: &Storage| it.is_shared() == Some(true);
    let attached_to_all = |it: &Storage| is_shared(it) && owners.iter().all(|owner| it.attached.contains(owner));
    let all = || context.document.storages.iter().filter(|(_, it)| is_shared(it));
    let present = named
        .filter(|(_, it)| is_shared(it))
        .map(|(id, _)| id)
        .or_else(|| all().find(|(_, it)| attached_to_all(it)).map(|(id, _)| *id));
    let shared = present.unwrap_or_else(|| draft.id());
    let mut storage = context.document.storages.get(&shared).cloned().unwrap_or_else(|| {
        let cluster = cluster.and_then(|it| draft.get(it));
        Storage::disk_array(&cluster.map_or_else(|| sql.name.clone(), |it| it.name), [])
    });
    storage.attached.extend(owners);
    draft.put(Record::Storage(shared, storage));
    for (id, database) in context.databases_on(id).filter(|(_, it)| it.storage.is_some()) {
        let on_shared = database.storage.and_then(|it| context.document.storages.get(&it)).is_some_and(attached_to_all);
        if !on_shared {
            draft.put(Record::Database(id, Database { storage: None, ..database.clone() }));
        }
    }
    shared
}

/// Puts the databases of a failover cluster instance on storage that all its possible owners share.
pub(super) fn share_storage(context: &RuleContext<'_>, id: SqlInstanceId, sql: &SqlInstance) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let owners = context.sql_owners(id).to_vec();
    let cluster = owners.first().and_then(|it| context.failover_cluster_of(*it));
    let shared = shared_disk(context, &mut draft, (id, sql), &owners, cluster);
    draft.put(Record::SqlInstance(id, SqlInstance { storage: Some(shared), ..sql.clone() }));
    draft.says(format!("put the databases of {} on storage that {} share", sql.name, context.names(owners)));
    draft.finish()
}

/// Adds a possible owner to a failover cluster instance: another node of its failover cluster, else a new computer.
pub(in crate::rules) fn add_owner(context: &RuleContext<'_>, id: SqlInstanceId) -> Option<Edit> {
    let sql = context.document.sql_instances.get(&id)?;
    let group_id = context.group_of_sql(id)?;
    let group = context.resource_group(group_id)?;
    let model = context.sql_owners(id).first().copied()?;
    if !context.hosts_clustered_in(group_id).is_empty() || context.uses_windows_nlb(model) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let owner = match further_node(context, group, group_id, model) {
        Some(node) => {
            if group.has(ResourceKind::EntSso) {
                draft.change_computer(node, |it| {
                    it.roles.insert(Role::EntSso);
                });
            }
            node
        }
        None => {
            if sql.edition == SqlEdition::Standard && context.cluster_nodes(group.failover_cluster).count() >= 2 {
                return None;
            }
            let roles = if group.has(ResourceKind::EntSso) { BTreeSet::from([Role::EntSso]) } else { BTreeSet::new() };
            join_new_node(context, &mut draft, group.failover_cluster, model, roles)?
        }
    };
    draft.add_owner(group_id, owner);
    for (storage_id, storage) in context.shared_storages_of(id) {
        let mut storage = storage.clone();
        storage.attached.extend([model, owner]);
        draft.put(Record::Storage(storage_id, storage));
    }
    let name = draft.get(owner).map(|it| it.name).unwrap_or_default();
    draft.says(format!("make {name} a possible owner of {}", sql.name));
    draft.finish()
}

/// A node of the failover cluster that may own a cluster resource group as well: an idle one where there is one.
fn further_node(
    context: &RuleContext<'_>,
    group: &ClusterResourceGroup,
    id: ResourceGroupId,
    model: ComputerId,
) -> Option<ComputerId> {
    let runs_hosts = |node: ComputerId| context.instances_on(node).next().is_some();
    let sso_allows = |node: ComputerId| !group.has(ResourceKind::EntSso) || !runs_hosts(node);
    let mut nodes: Vec<ComputerId> = context
        .cluster_nodes(group.failover_cluster)
        .filter(|it| *it != model && !context.possible_owners(id).contains(it))
        .filter(|it| !context.uses_windows_nlb(*it) && sso_allows(*it))
        .collect();
    nodes.sort_by_key(|it| (context.sql_active_instances(*it).len(), may_run_clustered_sso(context, *it), *it));
    nodes.first().copied()
}
