//! Failover clusters: create, join, leave, dissolve, move the active side, cluster MSDTC and the master secret server.

mod sql;

pub use sql::add_sql_instance;

use super::ids::numbered_name;
use super::slots::nodes_in_order;
use crate::edit::{Draft, Edit, EditCommand, EditError, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ClusterResourceGroup, ComputerId, Document, Element, FailoverCluster, FailoverClusterId, HostClustering, HostId,
    HostInstance, HostKind, ResourceGroupId, ResourceKind, Role, SecretServerName, Slot, SqlInstanceId, SqlPlacement,
    SsoSystem,
};

/// Where a clustered master secret server is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MasterSecretHome {
    /// In a cluster resource group of its own on an existing failover cluster.
    FailoverCluster(FailoverClusterId),
    /// In a cluster resource group that is there, with what else is in it.
    ResourceGroup(ResourceGroupId),
    /// On a new failover cluster of these computers.
    NewFailoverCluster(Vec<ComputerId>),
}

/// Makes the computers the nodes of a new failover cluster and puts them side by side, where the first one stands.
///
/// # Errors
/// Fewer than two computers, or one is a node already.
pub fn create(document: &Document, computers: &[ComputerId]) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let id = create_in(&mut draft, computers, None)?;
    let name = Element::from(id).name(draft.document());
    Ok(draft.finish(format!("Create failover cluster {name}")).selecting([id.into()]))
}

pub(super) fn create_in(
    draft: &mut Draft<'_>,
    computers: &[ComputerId],
    name: Option<String>,
) -> Result<FailoverClusterId, EditError> {
    let [first, _, ..] = computers else {
        return Err(EditError::Refused(
            "a failover cluster needs at least two computers: select them first".to_owned(),
        ));
    };
    for computer in computers {
        free_of_cluster(draft.document(), *computer)?;
    }
    let target = draft.document().slot_of((*first).into()).ok_or(EditError::Missing((*first).into()))?;
    let elements: Vec<Element> = computers.iter().map(|it| (*it).into()).collect();
    if !side_by_side(draft.document(), &elements) {
        draft.run(EditCommand::Place { elements, target })?;
    }
    let name = name.unwrap_or_else(|| numbered_name(draft.document(), "Failover cluster "));
    Ok(draft.add(FailoverCluster::new(name, computers)))
}

fn side_by_side(document: &Document, elements: &[Element]) -> bool {
    let slots: Vec<Option<Slot>> = elements.iter().map(|it| document.slot_of(*it)).collect();
    let Some(Some(first)) = slots.first().copied() else { return false };
    (0..).zip(&slots).all(|(offset, slot)| *slot == Some(Slot { column: first.column + offset, ..first }))
}

fn free_of_cluster(document: &Document, computer: ComputerId) -> Result<(), EditError> {
    let Some(cluster) = document.failover_cluster_of(computer) else { return Ok(()) };
    let (computer, cluster) = (Element::from(computer).name(document), Element::from(cluster).name(document));
    Err(EditError::Refused(format!("{computer} is a node of {cluster} already: a computer is in one failover cluster")))
}

/// Makes a computer a node of a failover cluster: it moves beside the other nodes, becomes a possible owner of the
/// cluster resource groups that run SQL Server or Enterprise SSO, and is attached to the shared storage.
///
/// # Errors
/// The computer is a node already, or one of both is gone.
pub fn join(document: &Document, cluster: FailoverClusterId, computer: ComputerId) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    join_in(&mut draft, cluster, computer)?;
    let (node, name) = (Element::from(computer).name(document), Element::from(cluster).name(document));
    Ok(draft.finish(format!("Add {node} to failover cluster {name}")).selecting([computer.into()]))
}

pub(super) fn join_in(
    draft: &mut Draft<'_>,
    cluster: FailoverClusterId,
    computer: ComputerId,
) -> Result<(), EditError> {
    free_of_cluster(draft.document(), computer)?;
    let nodes = nodes_in_order(draft.document(), cluster);
    let last = nodes.last().and_then(|id| draft.document().slot_of((*id).into()));
    let between = draft.document().slot_of(computer.into()).and_then(|slot| {
        let own = nodes.iter().filter_map(|id| draft.document().slot_of((*id).into()));
        let (before, after): (Vec<Slot>, Vec<Slot>) =
            own.filter(|it| it.tier == slot.tier && it.row == slot.row).partition(|it| *it < slot);
        Some(()).filter(|()| !before.is_empty() && !after.is_empty())
    });
    if let (Some(last), None) = (last, between) {
        let target = last.right();
        draft.run(EditCommand::Place { elements: vec![computer.into()], target })?;
    }
    draft.add_node(cluster, computer);
    for group in groups_of(draft.document(), cluster) {
        let (runs_sql, has_secret) =
            (runs_sql(draft.document(), group), has(draft.document(), group, ResourceKind::EntSso));
        if runs_sql || has_secret || has(draft.document(), group, ResourceKind::Msdtc) {
            draft.add_owner(group, computer);
        }
        if has_secret {
            draft.add_role(computer, Role::EntSso);
        }
    }
    attach(draft, &nodes, computer);
    Ok(())
}

/// Attaches a computer to the shared storage of other computers.
fn attach(draft: &mut Draft<'_>, nodes: &[ComputerId], computer: ComputerId) {
    let shared: Vec<_> = draft
        .document()
        .storages
        .iter()
        .filter(|(_, it)| it.is_shared() == Some(true) && nodes.iter().any(|node| it.attached.contains(node)))
        .map(|(id, it)| (*id, it.clone()))
        .collect();
    for (id, mut storage) in shared {
        storage.attached.insert(computer);
        draft.put(Record::Storage(id, storage));
    }
}

/// Takes a computer out of its failover cluster. What only it could run stays on it: a SQL instance becomes a
/// standalone one, a master secret server an unclustered one.
///
/// # Errors
/// The computer is a node of no failover cluster.
pub fn leave(document: &Document, computer: ComputerId) -> Result<Edit, EditError> {
    let node = Element::from(computer).name(document);
    let Some(cluster) = document.failover_cluster_of(computer) else {
        return Err(EditError::Refused(format!("{node} is a node of no failover cluster")));
    };
    let mut draft = Draft::of(document);
    leave_in(&mut draft, cluster, computer)?;
    let name = Element::from(cluster).name(document);
    Ok(draft.finish(format!("Take {node} out of failover cluster {name}")).selecting([computer.into()]))
}

pub(super) fn leave_in(
    draft: &mut Draft<'_>,
    cluster: FailoverClusterId,
    computer: ComputerId,
) -> Result<(), EditError> {
    for group in groups_of(draft.document(), cluster) {
        let owners =
            draft.document().resource_groups.get(&group).map(|it| it.possible_owners.clone()).unwrap_or_default();
        if owners == [computer] {
            release_group(draft, group, computer)?;
        } else if owners.contains(&computer) {
            draft.change(group, |it| {
                it.possible_owners.retain(|owner| *owner != computer);
                if it.active_owner == Some(computer) {
                    it.active_owner = it.possible_owners.first().copied();
                }
            });
        }
    }
    detach(draft, cluster, computer);
    draft.change(cluster, |it| it.nodes.retain(|node| node.computer != computer));
    let empty = draft.document().failover_clusters.get(&cluster).is_some_and(|it| it.nodes.is_empty());
    if empty { draft.remove(cluster) } else { Ok(()) }
}

/// Detaches a computer from the shared storage of the other nodes, unless its own SQL instances lie there.
fn detach(draft: &mut Draft<'_>, cluster: FailoverClusterId, computer: ComputerId) {
    let others: Vec<ComputerId> =
        nodes_in_order(draft.document(), cluster).into_iter().filter(|id| *id != computer).collect();
    let own: Vec<_> = draft
        .document()
        .sql_instances
        .values()
        .filter(|it| it.placement == SqlPlacement::Standalone(computer))
        .filter_map(|it| it.storage)
        .collect();
    let shared: Vec<_> = draft.document().storages.iter().map(|(id, it)| (*id, it.clone())).collect();
    for (id, mut storage) in shared {
        let is_shared = others.iter().any(|other| storage.attached.contains(other));
        if is_shared && storage.is_shared() == Some(true) && !own.contains(&id) && storage.attached.remove(&computer) {
            draft.put(Record::Storage(id, storage));
        }
    }
}

/// Ends a cluster resource group and leaves what it ran on one computer.
fn release_group(draft: &mut Draft<'_>, group: ResourceGroupId, computer: ComputerId) -> Result<(), EditError> {
    let of_group = |it: &crate::model::SqlInstance| it.placement == SqlPlacement::Clustered(group);
    let sql: Vec<_> = draft
        .document()
        .sql_instances
        .iter()
        .filter(|(_, it)| of_group(it))
        .map(|(id, it)| (*id, it.clone()))
        .collect();
    for (id, mut instance) in sql {
        if instance.configured_name == Some(instance.placement.usual_name()) {
            instance.configured_name = Some(SqlPlacement::Standalone(computer).usual_name());
        }
        instance.placement = SqlPlacement::Standalone(computer);
        draft.put(Record::SqlInstance(id, instance));
    }
    if has(draft.document(), group, ResourceKind::EntSso) {
        draft.change(computer, |it| it.roles.extend([Role::EntSso, Role::MasterSecret]));
        name_secret_server(draft, SecretServerName::NodeName)?;
    }
    draft.remove(group)
}

/// Dissolves a failover cluster and keeps its computers: each SQL instance stays, standalone, on its active node, and
/// so does the master secret.
///
/// # Errors
/// The failover cluster is gone.
pub fn dissolve(document: &Document, cluster: FailoverClusterId) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    dissolve_in(&mut draft, cluster)?;
    let name = Element::from(cluster).name(document);
    let kept = nodes_in_order(document, cluster).into_iter().map(Element::from);
    Ok(draft.finish(format!("Dissolve failover cluster {name}")).selecting(kept))
}

pub(super) fn dissolve_in(draft: &mut Draft<'_>, cluster: FailoverClusterId) -> Result<(), EditError> {
    if !Element::from(cluster).exists(draft.document()) {
        return Err(EditError::Missing(cluster.into()));
    }
    for group in groups_of(draft.document(), cluster) {
        let active = draft.document().resource_groups.get(&group).and_then(crate::model::ClusterResourceGroup::runs_on);
        match active {
            Some(computer) => release_group(draft, group, computer)?,
            None => draft.remove(group)?,
        }
    }
    draft.remove(cluster)
}

/// Makes a possible owner the active one.
///
/// # Errors
/// The cluster resource group is gone, or the computer is not a possible owner of it.
pub fn set_active_owner(document: &Document, group: ResourceGroupId, computer: ComputerId) -> Result<Edit, EditError> {
    let found = document.resource_groups.get(&group).ok_or(EditError::Missing(group.into()))?;
    let (node, name) = (Element::from(computer).name(document), &found.name);
    if !found.possible_owners.contains(&computer) {
        return Err(EditError::Refused(format!("{node} is not a possible owner of {name}")));
    }
    let mut draft = Draft::of(document);
    draft.change(group, |it| it.active_owner = Some(computer));
    Ok(draft.finish(format!("Make {node} the active node of {name}")).selecting([computer.into()]))
}

/// Adds a cluster resource group with a Distributed Transaction Coordinator, an IP address, a network name and a disk
/// to a failover cluster; any node may own it.
///
/// # Errors
/// The failover cluster is gone.
pub fn add_msdtc(document: &Document, cluster: FailoverClusterId) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let group = draft.add_msdtc(cluster).ok_or(EditError::Missing(cluster.into()))?;
    let name = Element::from(cluster).name(document);
    Ok(draft.finish(format!("Add clustered MSDTC to {name}")).selecting([group.into()]))
}

/// Clusters the master secret server: the master secret moves from where it is into a cluster resource group.
///
/// # Errors
/// The failover cluster is gone, or a new one cannot be made of the computers.
pub fn cluster_master_secret(document: &Document, home: &MasterSecretHome) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let cluster = match home {
        MasterSecretHome::FailoverCluster(id) if Element::from(*id).exists(document) => *id,
        MasterSecretHome::FailoverCluster(id) => return Err(EditError::Missing((*id).into())),
        MasterSecretHome::NewFailoverCluster(computers) => create_in(&mut draft, computers, None)?,
        MasterSecretHome::ResourceGroup(id) => {
            let name = Element::from(*id).name(document);
            master_secret_into(&mut draft, *id)?;
            let label = format!("Cluster the master secret server in {name}");
            return Ok(draft.finish(label).selecting([(*id).into()]));
        }
    };
    let group = cluster_master_secret_in(&mut draft, cluster)?;
    let name = Element::from(cluster).name(draft.document());
    Ok(draft.finish(format!("Cluster the master secret server on {name}")).selecting([group.into()]))
}

pub(super) fn cluster_master_secret_in(
    draft: &mut Draft<'_>,
    cluster: FailoverClusterId,
) -> Result<ResourceGroupId, EditError> {
    withdraw_master_secret(draft)?;
    let nodes = nodes_in_order(draft.document(), cluster);
    for node in &nodes {
        draft.add_role(*node, Role::EntSso);
    }
    let group = draft.add(ClusterResourceGroup::master_secret(cluster, &nodes));
    name_secret_server(draft, SecretServerName::ClusterNetworkName)?;
    Ok(group)
}

/// Moves the master secret into a cluster resource group that is there.
fn master_secret_into(draft: &mut Draft<'_>, group: ResourceGroupId) -> Result<(), EditError> {
    let owners = draft.get(group).ok_or(EditError::Missing(group.into()))?.possible_owners;
    withdraw_master_secret(draft)?;
    for owner in owners {
        draft.add_role(owner, Role::EntSso);
    }
    draft.change(group, |it| *it = it.clone().with(&[ResourceKind::EntSso]));
    name_secret_server(draft, SecretServerName::ClusterNetworkName)
}

/// Takes the master secret away from wherever it is. Enterprise SSO stays installed there.
fn withdraw_master_secret(draft: &mut Draft<'_>) -> Result<(), EditError> {
    let holders: Vec<ComputerId> = draft
        .document()
        .computers
        .iter()
        .filter(|(_, it)| it.roles.contains(&Role::MasterSecret))
        .map(|(id, _)| *id)
        .collect();
    for id in holders {
        draft.change(id, |it| {
            it.roles.remove(&Role::MasterSecret);
        });
    }
    for server in draft.document().master_secret_servers() {
        let MasterSecretServer::Clustered(group) = server else { continue };
        let used = runs_sql(draft.document(), group) || !hosts_in(draft.document(), group).is_empty();
        if used {
            draft.change(group, |it| {
                it.resources.remove(&ResourceKind::EntSso);
            });
        } else {
            draft.remove(group)?;
        }
    }
    Ok(())
}

/// Makes a host a clustered host in a cluster resource group of its own, whose possible owners are the BizTalk servers
/// among the nodes; each of them gets a host instance.
///
/// # Errors
/// The host is isolated or clustered already, the failover cluster has fewer than two BizTalk servers of its BizTalk
/// group, or the host runs elsewhere too.
pub fn cluster_host(document: &Document, id: HostId, cluster: FailoverClusterId) -> Result<Edit, EditError> {
    let host = document.hosts.get(&id).ok_or(EditError::Missing(id.into()))?;
    let nodes = nodes_in_order(document, cluster);
    let name = Element::from(cluster).name(document);
    let fits = |it: &ComputerId| {
        document.computers.get(it).is_some_and(|it| {
            it.roles.contains(&Role::BizTalkRuntime) && it.biztalk_groups.contains(&host.biztalk_group)
        })
    };
    let owners: Vec<ComputerId> = nodes.into_iter().filter(fits).collect();
    let running: Vec<ComputerId> = document
        .host_instances_of(id)
        .filter_map(|it| document.host_instances.get(&it).map(|it| it.computer))
        .collect();
    let elsewhere = running.iter().find(|it| !owners.contains(it));
    if host.kind == HostKind::Isolated {
        return Err(EditError::Refused("an isolated host runs in IIS and cannot be clustered".to_owned()));
    }
    if host.clustered_in.is_some() || owners.len() < 2 {
        return Err(EditError::Refused(format!("{name} cannot take {} as a clustered host", host.name)));
    }
    if let Some(computer) = elsewhere {
        let computer = Element::from(*computer).name(document);
        return Err(EditError::Refused(format!("{} runs on {computer} too, which is no node of {name}", host.name)));
    }
    let mut draft = Draft::of(document);
    let group = ClusterResourceGroup::new(format!("{} on {name}", host.name), cluster, &owners, &[]);
    let resource_group = draft.add(group);
    let depends_on = [ResourceKind::NetworkName].into();
    draft.change(id, |it| it.clustered_in = Some(HostClustering { resource_group, depends_on }));
    for computer in owners.into_iter().filter(|it| !running.contains(it)) {
        draft.add(HostInstance::new(id, computer));
    }
    Ok(draft.finish(format!("Cluster {} on {name}", host.name)).selecting([id.into()]))
}

/// Notes under which name the SSO servers know the master secret server.
pub(super) fn name_secret_server(draft: &mut Draft<'_>, name: SecretServerName) -> Result<(), EditError> {
    let sso = SsoSystem { secret_server_name: Some(name), ..draft.document().sso.clone() };
    if sso == draft.document().sso { Ok(()) } else { draft.run(EditCommand::SetSso(sso)) }
}

/// The cluster resource groups of a failover cluster.
pub fn groups_of(document: &Document, cluster: FailoverClusterId) -> Vec<ResourceGroupId> {
    document.resource_groups.iter().filter(|(_, it)| it.failover_cluster == cluster).map(|(id, _)| *id).collect()
}

/// The SQL instances in a cluster resource group.
fn sql_in(document: &Document, group: ResourceGroupId) -> impl Iterator<Item = SqlInstanceId> + '_ {
    let clustered = SqlPlacement::Clustered(group);
    document.sql_instances.iter().filter(move |(_, it)| it.placement == clustered).map(|(id, _)| *id)
}

fn runs_sql(document: &Document, group: ResourceGroupId) -> bool {
    sql_in(document, group).next().is_some()
}

fn hosts_in(document: &Document, group: ResourceGroupId) -> Vec<HostId> {
    let in_group = |it: &crate::model::Host| it.clustered_in.as_ref().is_some_and(|it| it.resource_group == group);
    document.hosts.iter().filter(|(_, it)| in_group(it)).map(|(id, _)| *id).collect()
}

fn has(document: &Document, group: ResourceGroupId, kind: ResourceKind) -> bool {
    document.resource_groups.get(&group).is_some_and(|it| it.has(kind))
}

#[cfg(test)]
mod tests;
