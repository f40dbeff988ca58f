//! Removing an element together with what cannot be without it.

use super::apply::close_gaps;
use super::{EditError, Record};
use crate::model::{ComputerId, Document, Element, HostId, ResourceGroupId, SqlInstanceId, SqlPlacement, Witness};

/// Removes an element. What belongs to it goes too (host instances of a computer, databases of a SQL instance …);
/// what merely refers to it forgets it.
pub(super) fn remove(document: &mut Document, element: Element) -> Result<(), EditError> {
    take_out(document, element)?;
    forget_gone(document);
    Ok(())
}

fn take_out(document: &mut Document, element: Element) -> Result<(), EditError> {
    if !element.exists(document) {
        return Err(EditError::Missing(element));
    }
    refuse(document, element)?;
    let slot = document.slot_of(element);
    for dependent in dependents(document, element) {
        if dependent.exists(document) {
            take_out(document, dependent)?;
        }
    }
    forget(document, element);
    Record::delete(document, element);
    if let Some(slot) = slot {
        close_gaps(document, slot.tier, slot.row);
    }
    drop_empty(document)
}

fn refuse(document: &Document, element: Element) -> Result<(), EditError> {
    let text = match element {
        Element::Environment => Some("the environment itself cannot be removed".to_owned()),
        Element::Site(_) if document.sites.len() == 1 => Some("a design needs at least one site".to_owned()),
        Element::Site(id) if document.tiers.values().any(|tier| tier.site == id) => {
            Some(format!("{} still holds tiers: remove or move them first", element.name(document)))
        }
        Element::Tier(_) if document.tiers.len() == 1 => Some("a design needs at least one tier".to_owned()),
        Element::BizTalkGroup(_) if document.biztalk_groups.len() == 1 => {
            Some("a design needs at least one BizTalk group".to_owned())
        }
        _ => None,
    };
    text.map_or(Ok(()), |text| Err(EditError::Refused(text)))
}

/// What cannot be without the element.
fn dependents(document: &Document, element: Element) -> Vec<Element> {
    let mut found: Vec<Element> = match element {
        Element::Tier(id) => document.placed_in(id),
        Element::BizTalkGroup(id) => {
            let hosts = document.hosts.iter().filter(|(_, it)| it.biztalk_group == id).map(|(id, _)| (*id).into());
            let databases =
                document.databases.iter().filter(|(_, it)| it.biztalk_group == Some(id)).map(|(id, _)| (*id).into());
            hosts.chain(databases).collect()
        }
        Element::Computer(id) => of_computer(document, id),
        Element::FailoverCluster(id) => {
            let groups = document.resource_groups.iter().filter(|(_, it)| it.failover_cluster == id);
            groups.map(|(id, _)| (*id).into()).collect()
        }
        Element::ResourceGroup(id) => sql_placed(document, SqlPlacement::Clustered(id)),
        Element::SqlInstance(id) => document.databases_on(id).map(Element::from).collect(),
        Element::Host(id) => of_host(document, id),
        _ => Vec::new(),
    };
    let ends = document.connections.iter().filter(|(_, it)| it.from == element || it.to == element);
    found.extend(ends.map(|(id, _)| Element::from(*id)));
    if let Element::Tier(tier) = element {
        let walls = document.firewalls.iter().filter(|(_, it)| it.from == tier || it.to == tier);
        found.extend(walls.map(|(id, _)| Element::from(*id)));
    }
    found
}

fn of_computer(document: &Document, computer: ComputerId) -> Vec<Element> {
    let instances = document.host_instances_on(computer).map(Element::from);
    instances.chain(sql_placed(document, SqlPlacement::Standalone(computer))).collect()
}

fn of_host(document: &Document, host: HostId) -> Vec<Element> {
    let instances = document.host_instances_of(host).map(Element::from);
    let handlers = document.handlers.iter().filter(|(_, it)| it.host == host).map(|(id, _)| Element::from(*id));
    instances.chain(handlers).collect()
}

fn sql_placed(document: &Document, placement: SqlPlacement) -> Vec<Element> {
    document.sql_instances.iter().filter(|(_, it)| it.placement == placement).map(|(id, _)| (*id).into()).collect()
}

/// Takes the element out of every list and field that merely refers to it.
fn forget(document: &mut Document, element: Element) {
    match element {
        Element::Tier(id) => {
            for row in &mut document.tier_rows {
                row.retain(|it| *it != id);
            }
            document.tier_rows.retain(|row| !row.is_empty());
        }
        Element::BizTalkGroup(id) => {
            for computer in document.computers.edit().values_mut() {
                computer.biztalk_groups.remove(&id);
            }
        }
        Element::Computer(id) => forget_computer(document, id),
        Element::PhysicalHost(id) => {
            for computer in document.computers.edit().values_mut().filter(|it| it.physical_host == Some(id)) {
                computer.physical_host = None;
            }
        }
        Element::ResourceGroup(id) => forget_resource_group(document, id),
        Element::SqlInstance(id) => forget_sql_instance(document, id),
        Element::AvailabilityGroup(id) => {
            for database in document.databases.edit().values_mut().filter(|it| it.availability_group == Some(id)) {
                database.availability_group = None;
            }
        }
        Element::Host(id) => {
            for balancer in document.load_balancers.edit().values_mut() {
                balancer.serves.remove(&id);
            }
            for flow in &mut document.workload.flows {
                flow.forget_host(id);
            }
        }
        Element::Endpoint(id) => {
            for handler in document.handlers.edit().values_mut().filter(|it| it.endpoint == Some(id)) {
                handler.endpoint = None;
            }
        }
        Element::Storage(id) => {
            for sql in document.sql_instances.edit().values_mut().filter(|it| it.storage == Some(id)) {
                sql.storage = None;
            }
            for database in document.databases.edit().values_mut().filter(|it| it.storage == Some(id)) {
                database.storage = None;
            }
        }
        _ => {}
    }
}

/// Everything that is said of elements which are not in the design goes: notes, what exports say, figures, steps of drills,
/// acceptances. An acceptance goes with the subject of its finding; one that merely involved the element stays without it:
/// its fingerprint fits no more, so the finding asks again.
pub fn forget_gone(document: &mut Document) {
    change(
        document,
        |it| &mut it.drills,
        |drills, design| {
            for drill in drills {
                drill.steps.retain(|step| step.part.element().exists(design));
            }
        },
    );
    change(
        document,
        |it| &mut it.waivers,
        |waivers, design| {
            waivers.retain(|it| it.subject().exists(design));
            for waiver in waivers.iter_mut() {
                waiver.elements.retain(|it| it.exists(design));
            }
            waivers.sort_by(|a, b| a.key().cmp(&b.key()));
        },
    );
    change(document, |it| &mut it.notes, |notes, design| notes.retain(|it| it.element.exists(design)));
    change(document, |it| &mut it.imported, |facts, design| facts.retain(|it| it.element.exists(design)));
    change(
        document,
        |it| &mut it.availability.figures,
        |figures, design| {
            figures.retain(|it| it.element.is_none_or(|element| element.exists(design)));
        },
    );
}

/// Changes one list of a design by what the rest of it holds.
fn change<L: Default>(document: &mut Document, list: fn(&mut Document) -> &mut L, how: impl FnOnce(&mut L, &Document)) {
    let mut changed = std::mem::take(list(document));
    how(&mut changed, document);
    *list(document) = changed;
}

fn forget_computer(document: &mut Document, id: ComputerId) {
    for cluster in document.failover_clusters.edit().values_mut() {
        cluster.nodes.retain(|node| node.computer != id);
        if cluster.witness == Some(Witness::FileShare(Some(id))) {
            cluster.witness = Some(Witness::FileShare(None));
        }
    }
    for group in document.resource_groups.edit().values_mut() {
        group.possible_owners.retain(|owner| *owner != id);
        if group.active_owner == Some(id) {
            group.active_owner = group.possible_owners.first().copied();
        }
    }
    for balancer in document.load_balancers.edit().values_mut() {
        balancer.members.remove(&id);
    }
    for storage in document.storages.edit().values_mut() {
        storage.attached.remove(&id);
    }
    for endpoint in document.endpoints.edit().values_mut().filter(|it| it.computer == Some(id)) {
        endpoint.computer = None;
    }
}

fn forget_resource_group(document: &mut Document, id: ResourceGroupId) {
    for host in document.hosts.edit().values_mut() {
        if host.clustered_in.as_ref().is_some_and(|it| it.resource_group == id) {
            host.clustered_in = None;
        }
    }
    for group in document.resource_groups.edit().values_mut() {
        group.depends_on_groups.remove(&id);
    }
    for endpoint in document.endpoints.edit().values_mut().filter(|it| it.cluster_role == Some(id)) {
        endpoint.cluster_role = None;
    }
}

fn forget_sql_instance(document: &mut Document, id: SqlInstanceId) {
    for group in document.availability_groups.edit().values_mut() {
        group.replicas.retain(|replica| replica.sql_instance != id);
    }
    document.disaster_recovery.ships_to.retain(|from, to| *from != id && *to != id);
}

/// Removes what has become empty: failover clusters without nodes, groups without owners, availability groups without
/// replicas, shared disk arrays that nobody is attached to.
fn drop_empty(document: &mut Document) -> Result<(), EditError> {
    let clusters = document.failover_clusters.iter().filter(|(_, it)| it.nodes.is_empty());
    let groups = document.resource_groups.iter().filter(|(_, it)| it.possible_owners.is_empty());
    let availability = document.availability_groups.iter().filter(|(_, it)| it.replicas.is_empty());
    let storages = document.storages.iter().filter(|(_, it)| it.attached.is_empty());
    let empty: Option<Element> = clusters
        .map(|(id, _)| Element::from(*id))
        .chain(groups.map(|(id, _)| Element::from(*id)))
        .chain(availability.map(|(id, _)| Element::from(*id)))
        .chain(storages.map(|(id, _)| Element::from(*id)))
        .next();
    empty.map_or(Ok(()), |element| take_out(document, element))
}
