//! How each item of the palette becomes elements.

use super::PaletteItem;
use crate::edit::intent::ids::{computer_name, continued_name, numbered_name};
use crate::edit::intent::slots::{DropTarget, next_free_slot};
use crate::edit::intent::{availability_groups, clusters, connections};
use crate::edit::{Draft, EditError};
use crate::model::queries::{ComputerKind, MasterSecretServer};
use crate::model::{
    ClusterResourceGroup, ComputerId, ConfiguredName, Connection, Document, Element, Endpoint, EndpointKind,
    FailoverClusterId, LoadBalancer, LoadBalancerKind, Role, SecretServerName, Slot, SqlInstanceId, SqlPlacement,
    SqlService, Storage,
};
use crate::prose;

/// What was added.
pub(super) struct Added {
    pub(super) label: String,
    pub(super) select: Vec<Element>,
}

impl Added {
    fn one(label: String, element: impl Into<Element>) -> Self {
        Self { label, select: vec![element.into()] }
    }
}

pub(super) fn build(draft: &mut Draft<'_>, item: PaletteItem, target: DropTarget) -> Result<Added, EditError> {
    let slot = target.slot;
    match item {
        PaletteItem::BizTalkServer => with_cluster(draft, target, biztalk_server),
        PaletteItem::SqlServer => sql_server(draft, target),
        PaletteItem::MasterSecretServer => master_secret_server(draft, target),
        PaletteItem::DomainController => {
            Ok(plain(draft, slot, (ComputerKind::DomainController, "DC"), Role::DomainController, "domain controller"))
        }
        PaletteItem::FileServer => with_cluster(draft, target, |draft, slot| {
            plain(draft, slot, (ComputerKind::FileServer, "FS"), Role::FileServer, "file server")
        }),
        PaletteItem::ReverseProxy => {
            Ok(plain(draft, slot, (ComputerKind::Perimeter, "PROXY"), Role::ReverseProxy, "reverse proxy"))
        }
        PaletteItem::LoadBalancer => Ok(load_balancer(draft, slot)),
        PaletteItem::InternetClients => Ok(outside(draft, slot, EndpointKind::InternetClient)),
        PaletteItem::IntranetClients => Ok(outside(draft, slot, EndpointKind::IntranetClient)),
        PaletteItem::PartnerSystem => Ok(outside(draft, slot, EndpointKind::PartnerSystem)),
        PaletteItem::FileShare => Ok(outside(draft, slot, EndpointKind::FileShare)),
        PaletteItem::SqlCluster => sql_cluster(draft, slot),
        PaletteItem::AvailabilityGroup => availability_group(draft, slot),
        PaletteItem::MasterSecretCluster => master_secret_cluster(draft, slot),
    }
}

/// A block whose computers are there already.
pub(super) fn over(draft: &mut Draft<'_>, item: PaletteItem, nodes: &[ComputerId]) -> Result<Added, EditError> {
    let names: Vec<String> = nodes.iter().map(|it| Element::from(*it).name(draft.document())).collect();
    let names = prose::list(&names);
    match item {
        PaletteItem::SqlCluster => {
            let sql = sql_to_cluster(draft, nodes)?;
            let cluster = clusters::create_in(draft, nodes, Some(numbered_name(draft.document(), "SQLCL")))?;
            cluster_sql(draft, cluster, nodes, sql);
            Ok(Added::one(format!("Make {names} a SQL Server cluster"), cluster))
        }
        PaletteItem::AvailabilityGroup => {
            let group = availability_groups::create_in(draft, nodes)?;
            Ok(Added::one(format!("Make {names} replicas of an availability group"), group))
        }
        PaletteItem::MasterSecretCluster => {
            let cluster = clusters::create_in(draft, nodes, Some(numbered_name(draft.document(), "MSSCL")))?;
            clusters::cluster_master_secret_in(draft, cluster)?;
            draft.add_msdtc(cluster);
            Ok(Added::one(format!("Make {names} a master secret cluster"), cluster))
        }
        PaletteItem::LoadBalancer => {
            let tier = nodes.first().and_then(|it| draft.document().slot_of((*it).into())).map(|it| it.tier);
            let tier = tier.ok_or(EditError::NotPlaceable(Element::Environment))?;
            let slot = next_free_slot(draft.document(), tier);
            let name = numbered_name(draft.document(), "LB");
            let members = nodes.iter().copied();
            let id = draft.add(LoadBalancer::new(name.clone(), slot, LoadBalancerKind::Other, members));
            Ok(Added::one(format!("Put load balancer {name} before {names}"), id))
        }
        _ => Err(EditError::Refused(format!("{} takes no computers", item.label()))),
    }
}

/// The SQL instance on the nodes of a new cluster that is to be clustered: the one that carries databases, else any.
/// Idle ones give way to it.
fn sql_to_cluster(draft: &mut Draft<'_>, nodes: &[ComputerId]) -> Result<Option<SqlInstanceId>, EditError> {
    let document = draft.document();
    let alone = document.sql_instances.iter().filter(|(_, it)| match it.placement {
        SqlPlacement::Standalone(computer) => nodes.contains(&computer),
        SqlPlacement::Clustered(_) => false,
    });
    let alone: Vec<SqlInstanceId> = alone.map(|(id, _)| *id).collect();
    let carries = |id: &SqlInstanceId| document.databases.values().any(|it| it.sql_instance == *id);
    let (busy, idle): (Vec<SqlInstanceId>, Vec<SqlInstanceId>) = alone.into_iter().partition(carries);
    if let [first, second, ..] = busy[..] {
        let name = |id: SqlInstanceId| Element::from(id).name(document);
        return Err(EditError::Refused(format!(
            "{} and {} both carry databases: move those of one of them to the other first",
            name(first),
            name(second)
        )));
    }
    let kept = busy.first().or(idle.first()).copied();
    for id in idle.into_iter().filter(|it| Some(*it) != kept) {
        draft.remove(id)?;
    }
    Ok(kept)
}

/// A SQL instance in a failover cluster with a shared disk array and MSDTC: the one given, else a new one.
fn cluster_sql(draft: &mut Draft<'_>, cluster: FailoverClusterId, nodes: &[ComputerId], sql: Option<SqlInstanceId>) {
    let name = Element::from(cluster).name(draft.document());
    let storage = draft.add(Storage::disk_array(&name, nodes.iter().copied()));
    let sql_name =
        sql.map_or_else(|| numbered_name(draft.document(), "SQLINST"), |id| Element::from(id).name(draft.document()));
    let services = sql.and_then(|id| draft.get(id)).map_or_else(|| [SqlService::Engine].into(), |it| it.services);
    let group = ClusterResourceGroup::sql(&sql_name, cluster, nodes, &services);
    let placement = SqlPlacement::Clustered(draft.add(group));
    match sql {
        Some(id) => draft.change(id, |it| {
            it.placement = placement;
            it.storage = Some(storage);
            it.configured_name = Some(ConfiguredName::ClusterNetworkName);
        }),
        None => drop(draft.add_sql_instance(sql_name, placement, Some(storage))),
    }
    draft.add_msdtc(cluster);
}

/// Adds a computer and, where it is dropped on a failover cluster, makes it a node.
fn with_cluster(
    draft: &mut Draft<'_>,
    target: DropTarget,
    make: impl FnOnce(&mut Draft, Slot) -> Added,
) -> Result<Added, EditError> {
    let mut added = make(draft, target.slot);
    if let (Some(cluster), Some(Element::Computer(id))) = (target.failover_cluster, added.select.first().copied()) {
        join(draft, &mut added, cluster, id)?;
    }
    Ok(added)
}

fn join(
    draft: &mut Draft<'_>,
    added: &mut Added,
    cluster: FailoverClusterId,
    computer: ComputerId,
) -> Result<(), EditError> {
    clusters::join_in(draft, cluster, computer)?;
    added.label = format!("{} as a node of {}", added.label, Element::from(cluster).name(draft.document()));
    Ok(())
}

fn biztalk_server(draft: &mut Draft<'_>, slot: Slot) -> Added {
    let name = computer_name(draft.document(), ComputerKind::BizTalk, "BTS");
    let label = format!("Add BizTalk server {name}");
    let id = draft.add_computer(name, slot, &[Role::BizTalkRuntime, Role::EntSso]);
    let group = nearest_group(draft.document(), slot);
    draft.change(id, |it| it.biztalk_groups.extend(group));
    Added::one(label, id)
}

/// The BizTalk group of the neighbors in the tier, else the first one.
fn nearest_group(document: &Document, slot: Slot) -> Option<crate::model::BizTalkGroupId> {
    let neighbors = document.computers.values().filter(|it| it.slot.tier == slot.tier);
    let of_neighbors = neighbors.flat_map(|it| it.biztalk_groups.iter().copied()).next();
    of_neighbors.or_else(|| document.biztalk_groups.keys().next().copied())
}

fn sql_server(draft: &mut Draft<'_>, target: DropTarget) -> Result<Added, EditError> {
    let name = computer_name(draft.document(), ComputerKind::Sql, "SQL");
    let label = format!("Add SQL Server node {name}");
    let id = draft.add_computer(name.clone(), target.slot, &[]);
    let mut added = Added::one(label, id);
    if let Some(cluster) = target.failover_cluster {
        join(draft, &mut added, cluster, id)?;
    } else {
        let first = draft.document().databases.is_empty();
        draft.add_sql_instance(name.clone(), SqlPlacement::Standalone(id), None);
        added.label = format!("Add standalone SQL Server {name}{}", with_databases(first));
    }
    Ok(added)
}

const fn with_databases(first: bool) -> &'static str {
    if first { " with the core databases" } else { "" }
}

fn master_secret_server(draft: &mut Draft<'_>, target: DropTarget) -> Result<Added, EditError> {
    let present = draft.document().master_secret_servers().first().copied();
    let name = match present {
        // It has no master secret, so its name does not count on from those that have.
        Some(_) => numbered_name(draft.document(), "SSO"),
        None => computer_name(draft.document(), ComputerKind::MasterSecret, "MSS"),
    };
    let mut added = with_cluster(draft, target, |draft, slot| {
        let label = format!("Add master secret server {name}");
        Added::one(label, draft.add_computer(name.clone(), slot, &[Role::EntSso]))
    })?;
    match (present, added.select.first().copied()) {
        (Some(present), _) => {
            let holder = match present {
                MasterSecretServer::Computer(id) => Element::from(id),
                MasterSecretServer::Clustered(id) => Element::from(id),
            };
            let holder = holder.name(draft.document());
            added.label = format!("Add Enterprise SSO server {name} (the master secret stays on {holder})");
        }
        (None, Some(Element::Computer(id))) => {
            draft.add_role(id, Role::MasterSecret);
            clusters::name_secret_server(draft, SecretServerName::NodeName)?;
        }
        _ => {}
    }
    Ok(added)
}

/// A computer with one role that needs nothing else.
fn plain(draft: &mut Draft<'_>, slot: Slot, (kind, prefix): (ComputerKind, &str), role: Role, words: &str) -> Added {
    let name = computer_name(draft.document(), kind, prefix);
    let label = format!("Add {words} {name}");
    Added::one(label, draft.add_computer(name, slot, &[role]))
}

/// A load balancer with the servers it stands before as members, on the line of their callers.
fn load_balancer(draft: &mut Draft<'_>, slot: Slot) -> Added {
    let name = numbered_name(draft.document(), "LB");
    let behind = connections::servers_behind(draft.document(), slot);
    let id = draft.add(LoadBalancer::new(name.clone(), slot, LoadBalancerKind::Other, behind.servers.iter().copied()));
    for line in &behind.lines {
        draft.change(*line, |it| it.to = id.into());
    }
    let names: Vec<String> = behind.servers.iter().map(|it| Element::from(*it).name(draft.document())).collect();
    let before = if names.is_empty() { String::new() } else { format!(" before {}", prose::list(&names)) };
    Added::one(format!("Add load balancer {name}{before}"), id)
}

/// Clients, a partner system or a share, connected to what answers them where that is plain.
fn outside(draft: &mut Draft<'_>, slot: Slot, kind: EndpointKind) -> Added {
    let taken = draft.document().endpoints.values().any(|it| it.name == kind.label());
    let name =
        if taken { numbered_name(draft.document(), &format!("{} ", kind.label())) } else { kind.label().to_owned() };
    let label = format!("Add {}", name.to_lowercase());
    let label = if kind == EndpointKind::InternetClient { format!("Add {name}") } else { label };
    let answers = connections::answers_below(draft.document(), slot, kind);
    let id = draft.add(Endpoint::new(name, slot, kind));
    let Some(answers) = answers else { return Added::one(label, id) };
    draft.add(Connection::new(id, answers));
    Added::one(format!("{label} and connect it to {}", answers.name(draft.document())), id)
}

fn two_nodes(draft: &mut Draft<'_>, slot: Slot, kind: ComputerKind, prefix: &str, roles: &[Role]) -> [ComputerId; 2] {
    // The kind of a new node shows only once its failover cluster is there: count on from the first by name.
    let first_name = computer_name(draft.document(), kind, prefix);
    let first = draft.add_computer(first_name.clone(), slot, roles);
    let second_name = continued_name(draft.document(), &first_name);
    let second = draft.add_computer(second_name, slot.right(), roles);
    [first, second]
}

fn sql_cluster(draft: &mut Draft<'_>, slot: Slot) -> Result<Added, EditError> {
    let without_databases = draft.document().databases.is_empty();
    let nodes = two_nodes(draft, slot, ComputerKind::Sql, "SQL", &[]);
    let name = numbered_name(draft.document(), "SQLCL");
    let cluster = clusters::create_in(draft, &nodes, Some(name.clone()))?;
    cluster_sql(draft, cluster, &nodes, None);
    let label = format!("Add SQL Server cluster {name}{}", with_databases(without_databases));
    Ok(Added::one(label, cluster))
}

fn availability_group(draft: &mut Draft<'_>, slot: Slot) -> Result<Added, EditError> {
    let without_databases = draft.document().databases.is_empty();
    let nodes = two_nodes(draft, slot, ComputerKind::Sql, "SQL", &[]);
    for node in nodes {
        let name = Element::from(node).name(draft.document());
        draft.add_sql_instance(name, SqlPlacement::Standalone(node), None);
    }
    let group = availability_groups::create_in(draft, &nodes)?;
    let name = Element::from(group).name(draft.document());
    let label = format!("Add availability group {name}{}", with_databases(without_databases));
    // What stands in slots is the failover cluster.
    let cluster = draft.document().failover_cluster_of(nodes[0]).map(Element::from);
    Ok(Added::one(label, cluster.unwrap_or(group.into())))
}

fn master_secret_cluster(draft: &mut Draft<'_>, slot: Slot) -> Result<Added, EditError> {
    let moved = !draft.document().master_secret_servers().is_empty();
    let nodes = two_nodes(draft, slot, ComputerKind::MasterSecret, "MSS", &[Role::EntSso]);
    let name = numbered_name(draft.document(), "MSSCL");
    let cluster = clusters::create_in(draft, &nodes, Some(name.clone()))?;
    clusters::cluster_master_secret_in(draft, cluster)?;
    draft.add_msdtc(cluster);
    let tail = if moved { " and move the master secret to it" } else { "" };
    Ok(Added::one(format!("Add master secret cluster {name}{tail}"), cluster))
}
