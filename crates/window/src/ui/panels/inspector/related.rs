//! What an element belongs to and what refers to it, as far as its own fields do not show it.

use crate::model::{
    AvailabilityGroup, ClusterResourceGroup, Computer, ComputerId, Connection, Database, Document, Element, Endpoint,
    Firewall, Handler, Host, HostInstanceId, LoadBalancer, ResourceGroupId, SqlInstance, SqlInstanceId, SqlPlacement,
    Storage, Tier, TierId,
};
use crate::text::related as text;

/// A caption with the elements it names.
pub(super) type Related = (&'static str, Vec<(Element, String)>);

type Found = Vec<(&'static str, Vec<Element>)>;

/// What an element belongs to and what refers to it, without empty captions.
pub(super) fn related(document: &Document, element: Element) -> Vec<Related> {
    let named = |elements: Vec<Element>| elements.into_iter().map(|it| (it, it.name(document))).collect();
    let found = found(document, element).into_iter().filter(|(_, it)| !it.is_empty());
    found.map(|(caption, it)| (caption, named(it))).collect()
}

/// The elements of a table for which something holds.
macro_rules! those {
    ($document:expr, $table:ident, $holds:expr) => {
        $document.$table.iter().filter(|(_, it)| $holds(it)).map(|(id, _)| Element::from(*id)).collect::<Vec<_>>()
    };
}

fn found(document: &Document, element: Element) -> Found {
    let one = |it: Option<Element>| it.into_iter().collect::<Vec<_>>();
    match element {
        Element::Computer(id) => of_computer(document, id),
        Element::Tier(id) => of_tier(document, id),
        Element::Site(id) => vec![(text::TIERS, those!(document, tiers, |it: &Tier| it.site == id))],
        Element::BizTalkGroup(id) => vec![
            (text::COMPUTERS, those!(document, computers, |it: &Computer| it.biztalk_groups.contains(&id))),
            (text::HOSTS, those!(document, hosts, |it: &Host| it.biztalk_group == id)),
            (text::DATABASES, those!(document, databases, |it: &Database| it.biztalk_group == Some(id))),
        ],
        Element::PhysicalHost(id) => {
            let on_it = |it: &Computer| it.physical_host == Some(id);
            vec![(text::VIRTUAL_MACHINES, those!(document, computers, on_it))]
        }
        Element::ResourceGroup(id) => of_resource_group(document, id),
        Element::HostInstance(id) => of_host_instance(document, id),
        Element::Storage(id) => vec![
            (text::SQL_INSTANCES, those!(document, sql_instances, |it: &SqlInstance| it.storage == Some(id))),
            (text::DATABASES, those!(document, databases, |it: &Database| it.storage == Some(id))),
        ],
        Element::Connection(id) => {
            let ends = document.connections.get(&id);
            ends.map_or_else(Vec::new, |it| vec![(text::ENDS, vec![it.from, it.to])])
        }
        Element::Endpoint(id) => vec![
            (text::TIER, one(document.endpoints.get(&id).map(|it| it.slot.tier.into()))),
            (text::HANDLERS, those!(document, handlers, |it: &Handler| it.endpoint == Some(id))),
        ],
        Element::SqlInstance(id) => of_sql_instance(document, id),
        Element::AvailabilityGroup(id) => {
            let in_it = |it: &Database| it.availability_group == Some(id);
            vec![(text::DATABASES, those!(document, databases, in_it))]
        }
        Element::LoadBalancer(id) => {
            vec![(text::TIER, one(document.load_balancers.get(&id).map(|it| it.slot.tier.into())))]
        }
        Element::Host(id) => {
            vec![(text::LOAD_BALANCERS, those!(document, load_balancers, |it: &LoadBalancer| it.serves.contains(&id)))]
        }
        Element::FailoverCluster(id) => {
            let in_it = |it: &ClusterResourceGroup| it.failover_cluster == id;
            vec![(text::CLUSTER_RESOURCE_GROUPS, those!(document, resource_groups, in_it))]
        }
        Element::Handler(_) | Element::Database(_) => fields_of(document, element),
        Element::Environment | Element::Firewall(_) => Vec::new(),
    }
}

fn of_computer(document: &Document, id: ComputerId) -> Found {
    let computer = document.computers.get(&id);
    let tier = computer.map(|it| Element::from(it.slot.tier));
    let host = computer.and_then(|it| it.physical_host).map(Element::from);
    vec![
        (text::TIER, tier.into_iter().collect()),
        (text::PHYSICAL_HOST, host.into_iter().collect()),
        (text::LOAD_BALANCERS, those!(document, load_balancers, |it: &LoadBalancer| it.members.contains(&id))),
        (text::DISKS, those!(document, storages, |it: &Storage| it.attached.contains(&id))),
        (text::ENDPOINTS, those!(document, endpoints, |it: &Endpoint| it.computer == Some(id))),
        (
            text::CONNECTIONS,
            those!(document, connections, |it: &Connection| { it.from == id.into() || it.to == id.into() }),
        ),
    ]
}

fn of_tier(document: &Document, id: TierId) -> Found {
    let placed = document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == id);
    vec![
        (text::ELEMENTS, placed.map(|(_, it)| it).collect()),
        (text::FIREWALLS, those!(document, firewalls, |it: &Firewall| it.from == id || it.to == id)),
    ]
}

fn of_resource_group(document: &Document, id: ResourceGroupId) -> Found {
    let cluster = document.resource_groups.get(&id).map(|it| Element::from(it.failover_cluster));
    let placement = SqlPlacement::Clustered(id);
    let in_it = |it: &Host| it.clustered_in.as_ref().is_some_and(|it| it.resource_group == id);
    vec![
        (text::FAILOVER_CLUSTER, cluster.into_iter().collect()),
        (text::SQL_INSTANCES, those!(document, sql_instances, |it: &SqlInstance| it.placement == placement)),
        (text::CLUSTERED_HOSTS, those!(document, hosts, in_it)),
    ]
}

fn of_host_instance(document: &Document, id: HostInstanceId) -> Found {
    let instance = document.host_instances.get(&id);
    instance.map_or_else(Vec::new, |it| {
        vec![(text::HOST, vec![it.host.into()]), (text::COMPUTER, vec![it.computer.into()])]
    })
}

fn of_sql_instance(document: &Document, id: SqlInstanceId) -> Found {
    let group = match document.sql_instances.get(&id).map(|it| it.placement) {
        Some(SqlPlacement::Clustered(group)) => vec![Element::from(group)],
        Some(SqlPlacement::Standalone(_)) | None => Vec::new(),
    };
    let holds = |it: &AvailabilityGroup| it.replicas.iter().any(|it| it.sql_instance == id);
    vec![
        (text::MAY_RUN_ON, document.owners_of_sql(id).iter().copied().map(Element::from).collect()),
        (text::CLUSTER_RESOURCE_GROUP, group),
        (text::AVAILABILITY_GROUPS, those!(document, availability_groups, holds)),
    ]
}

/// Elements that fields choose from lists, as chips that lead there.
fn fields_of(document: &Document, element: Element) -> Found {
    match element {
        Element::Handler(id) => document.handlers.get(&id).map_or_else(Vec::new, |it| {
            vec![
                (text::HOST, vec![it.host.into()]),
                (text::ENDPOINT, it.endpoint.map(Element::from).into_iter().collect()),
            ]
        }),
        Element::Database(id) => document.databases.get(&id).map_or_else(Vec::new, |it| {
            vec![
                (text::SQL_INSTANCE, vec![it.sql_instance.into()]),
                (text::BIZTALK_GROUP, it.biztalk_group.map(Element::from).into_iter().collect()),
                (text::DISK, it.storage.map(Element::from).into_iter().collect()),
            ]
        }),
        _ => Vec::new(),
    }
}
