//! What an element belongs to and what refers to it, as far as its own fields do not show it.

use crate::model::{
    AvailabilityGroup, ClusterResourceGroup, Computer, ComputerId, Connection, Database, Document, Element, Endpoint,
    Firewall, Handler, Host, HostInstanceId, LoadBalancer, ResourceGroupId, SqlInstance, SqlInstanceId, SqlPlacement,
    Storage, Tier, TierId,
};

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
        Element::Site(id) => vec![("Tiers", those!(document, tiers, |it: &Tier| it.site == id))],
        Element::BizTalkGroup(id) => vec![
            ("Computers", those!(document, computers, |it: &Computer| it.biztalk_groups.contains(&id))),
            ("Hosts", those!(document, hosts, |it: &Host| it.biztalk_group == id)),
            ("Databases", those!(document, databases, |it: &Database| it.biztalk_group == Some(id))),
        ],
        Element::PhysicalHost(id) => {
            let on_it = |it: &Computer| it.physical_host == Some(id);
            vec![("Virtual machines", those!(document, computers, on_it))]
        }
        Element::ResourceGroup(id) => of_resource_group(document, id),
        Element::HostInstance(id) => of_host_instance(document, id),
        Element::Storage(id) => vec![
            ("SQL instances", those!(document, sql_instances, |it: &SqlInstance| it.storage == Some(id))),
            ("Databases", those!(document, databases, |it: &Database| it.storage == Some(id))),
        ],
        Element::Connection(id) => {
            let ends = document.connections.get(&id);
            ends.map_or_else(Vec::new, |it| vec![("From", vec![it.from]), ("To", vec![it.to])])
        }
        Element::Endpoint(id) => vec![
            ("Tier", one(document.endpoints.get(&id).map(|it| it.slot.tier.into()))),
            ("Handlers", those!(document, handlers, |it: &Handler| it.endpoint == Some(id))),
        ],
        Element::SqlInstance(id) => of_sql_instance(document, id),
        Element::AvailabilityGroup(id) => {
            let in_it = |it: &Database| it.availability_group == Some(id);
            vec![("Databases", those!(document, databases, in_it))]
        }
        Element::LoadBalancer(id) => {
            vec![("Tier", one(document.load_balancers.get(&id).map(|it| it.slot.tier.into())))]
        }
        Element::Host(id) => {
            vec![("Load balancers", those!(document, load_balancers, |it: &LoadBalancer| it.serves.contains(&id)))]
        }
        Element::FailoverCluster(id) => {
            let in_it = |it: &ClusterResourceGroup| it.failover_cluster == id;
            vec![("Cluster resource groups", those!(document, resource_groups, in_it))]
        }
        Element::Handler(_) | Element::Database(_) => fields_of(document, element),
        Element::Environment | Element::Firewall(_) => Vec::new(),
    }
}

fn of_computer(document: &Document, id: ComputerId) -> Found {
    let tier = document.computers.get(&id).map(|it| Element::from(it.slot.tier));
    vec![
        ("Tier", tier.into_iter().collect()),
        ("Load balancers", those!(document, load_balancers, |it: &LoadBalancer| it.members.contains(&id))),
        ("Disks", those!(document, storages, |it: &Storage| it.attached.contains(&id))),
        ("Endpoints", those!(document, endpoints, |it: &Endpoint| it.computer == Some(id))),
        (
            "Connections",
            those!(document, connections, |it: &Connection| { it.from == id.into() || it.to == id.into() }),
        ),
    ]
}

fn of_tier(document: &Document, id: TierId) -> Found {
    let placed = document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == id);
    vec![
        ("Elements", placed.map(|(_, it)| it).collect()),
        ("Firewalls", those!(document, firewalls, |it: &Firewall| it.from == id || it.to == id)),
    ]
}

fn of_resource_group(document: &Document, id: ResourceGroupId) -> Found {
    let cluster = document.resource_groups.get(&id).map(|it| Element::from(it.failover_cluster));
    let placement = SqlPlacement::Clustered(id);
    let in_it = |it: &Host| it.clustered_in.as_ref().is_some_and(|it| it.resource_group == id);
    vec![
        ("Failover cluster", cluster.into_iter().collect()),
        ("SQL instances", those!(document, sql_instances, |it: &SqlInstance| it.placement == placement)),
        ("Clustered hosts", those!(document, hosts, in_it)),
    ]
}

fn of_host_instance(document: &Document, id: HostInstanceId) -> Found {
    let instance = document.host_instances.get(&id);
    instance.map_or_else(Vec::new, |it| vec![("Host", vec![it.host.into()]), ("Computer", vec![it.computer.into()])])
}

fn of_sql_instance(document: &Document, id: SqlInstanceId) -> Found {
    let group = match document.sql_instances.get(&id).map(|it| it.placement) {
        Some(SqlPlacement::Clustered(group)) => vec![Element::from(group)],
        Some(SqlPlacement::Standalone(_)) | None => Vec::new(),
    };
    let holds = |it: &AvailabilityGroup| it.replicas.iter().any(|it| it.sql_instance == id);
    vec![
        ("May run on", document.owners_of_sql(id).iter().copied().map(Element::from).collect()),
        ("Cluster resource group", group),
        ("Availability groups", those!(document, availability_groups, holds)),
    ]
}

/// Elements that fields choose from lists, as chips that lead there.
fn fields_of(document: &Document, element: Element) -> Found {
    match element {
        Element::Handler(id) => document.handlers.get(&id).map_or_else(Vec::new, |it| {
            vec![("Host", vec![it.host.into()]), ("Endpoint", it.endpoint.map(Element::from).into_iter().collect())]
        }),
        Element::Database(id) => document.databases.get(&id).map_or_else(Vec::new, |it| {
            vec![
                ("SQL instance", vec![it.sql_instance.into()]),
                ("BizTalk group", it.biztalk_group.map(Element::from).into_iter().collect()),
                ("Disk", it.storage.map(Element::from).into_iter().collect()),
            ]
        }),
        _ => Vec::new(),
    }
}
