//! Single points of failure, and which of them are such only because something is not stated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{MOST_NAMED, named};
use crate::dependency::{Failures, ImpactRow, Loss, LossKind, Part, Structure};
use crate::model::{
    Binding, ComputerId, Direction, Document, Element, FaultDomain, Handler, Host, HostId, HostKind, LoadBalancer,
    LoadBalancerId, LoadBalancerKind, PhysicalHostId, Property, RaidLevel, SqlPlacement, Storage, StorageCopies,
    StorageKind,
};
use crate::prose;

/// A drawn part whose loss alone stops something, or what runs on one computer and is told together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The part; of several on one computer the first.
    pub part: Part,
    /// The others on the same computer: one cause, one point.
    pub others: Vec<Part>,
    /// The element a person looks at.
    pub element: Element,
    /// Its name.
    pub name: String,
    /// What its loss does to the services, in words.
    pub effect: String,
    /// What nobody has stated, where the part is a single point of failure only for want of that. Empty for a plain single
    /// point of failure.
    pub unstated: Arc<[Unstated]>,
}

/// What would keep messages going, and nobody has stated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unstated {
    /// That what has this name is redundant.
    Redundant(String),
    /// That the physical host of this name forms a failover cluster with another one.
    HostCluster(String),
    /// That the SQL Server of this name is more than a computer, which an import assumes.
    Placement(String),
    /// That the handler of this name polls, so that nobody calls it.
    Polling(String),
    /// That a load balancer stands before the host of this name, of which an import does not speak.
    Balancer(String),
    /// That the failover cluster of this name has more nodes and resources than an import has seen.
    Cluster(String),
}

impl Point {
    /// Whether a computer is lost, or something that takes computers with it.
    pub fn takes_computers(&self) -> bool {
        matches!(self.part, Part::Element(Element::Computer(_) | Element::PhysicalHost(_)))
    }

    /// How many drawn parts it stands for.
    pub fn num_parts(&self) -> usize {
        1 + self.others.len()
    }

    /// Whether it is a single point of failure whatever else is stated.
    pub fn is_sure(&self) -> bool {
        self.unstated.is_empty()
    }

    /// `as long as nobody states that SQL disks is redundant`, where it is none for sure.
    pub fn condition(&self) -> Option<String> {
        (!self.is_sure()).then(|| as_long_as(self.unstated.iter()))
    }
}

/// `as long as nobody states that SQL disks is redundant and that HV1 and HV2 form a failover cluster`.
pub(super) fn as_long_as<'u>(unstated: impl IntoIterator<Item = &'u Unstated>) -> String {
    let mut kinds: BTreeMap<[&str; 2], Vec<&str>> = BTreeMap::new();
    let mut order: Vec<[&str; 2]> = Vec::new();
    for it in unstated {
        let (words, name) = it.said();
        if !order.contains(&words) {
            order.push(words);
        }
        kinds.entry(words).or_default().push(name);
    }
    order.sort_unstable_by_key(|words| Unstated::WORDS.iter().position(|it| it == words));
    let said = order.into_iter().filter_map(|words| {
        let names = kinds.remove(&words)?;
        let [one, many] = words;
        Some(format!("that {} {}", named(names.iter().copied(), MOST_NAMED), prose::plural(names.len(), one, many)))
    });
    format!("as long as nobody states {}", said.collect::<Vec<_>>().join(" and "))
}

impl Unstated {
    /// What is not stated of one name and of several, in the order in which it is told.
    const WORDS: [[&'static str; 2]; 6] = [
        ["is redundant", "are redundant"],
        ["forms a failover cluster with another physical host", "form a failover cluster"],
        ["is a failover cluster instance or a listener", "are failover cluster instances or listeners"],
        ["polls", "poll"],
        ["has a load balancer before it", "have load balancers before them"],
        ["has other nodes and resources", "have other nodes and resources"],
    ];

    /// Its words, and the name.
    fn said(&self) -> ([&'static str; 2], &str) {
        let [redundant, hosts, placement, polling, balancer, cluster] = Self::WORDS;
        match self {
            Self::Redundant(name) => (redundant, name),
            Self::HostCluster(name) => (hosts, name),
            Self::Placement(name) => (placement, name),
            Self::Polling(name) => (polling, name),
            Self::Balancer(name) => (balancer, name),
            Self::Cluster(name) => (cluster, name),
        }
    }
}

/// What a point is, in a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PointKind {
    Computer,
    PhysicalHost,
    Zone,
    Other,
}

impl PointKind {
    pub(super) const ALL: [Self; 4] = [Self::Computer, Self::PhysicalHost, Self::Zone, Self::Other];

    pub(super) fn of(part: Part, document: &Document) -> Self {
        match part {
            Part::Element(Element::Computer(_)) => Self::Computer,
            Part::Element(Element::PhysicalHost(id)) => match document.physical_hosts.get(&id).map(|it| it.domain) {
                Some(FaultDomain::AvailabilityZone) => Self::Zone,
                _ => Self::PhysicalHost,
            },
            _ => Self::Other,
        }
    }

    /// `computer`, `computers`.
    pub(super) const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Computer => ["computer", "computers"],
            Self::PhysicalHost => ["physical host", "physical hosts"],
            Self::Zone => ["availability zone", "availability zones"],
            Self::Other => ["part", "parts"],
        }
    }
}

/// Every single point of failure, worst first.
pub(super) fn single_points(document: &Document, failures: &Failures) -> Vec<Point> {
    let rows = failures.impact.iter().filter(|it| it.kind == LossKind::SinglePoint && !it.contained);
    let rows: Vec<&ImpactRow> = rows.collect();
    let best = if rows.is_empty() { None } else { Best::new(document) };
    let parts: Vec<Part> = rows.iter().map(|it| it.part).collect();
    let unstated = best.map_or_else(|| vec![Arc::default(); parts.len()], |it| it.unstated(&parts));
    let single = if parts.is_empty() { Vec::new() } else { assumed_single(document) };
    let unstated: Vec<Arc<[Unstated]>> = parts
        .iter()
        .zip(unstated)
        .map(|(part, open)| if open.is_empty() { open_of(document, &single, *part) } else { open })
        .collect();
    let known = rows.iter().copied().zip(&unstated);
    let sure = known.filter(|(_, unstated)| unstated.is_empty()).map(|(row, _)| row);
    // What stops the same on the same computer.
    let together = together(document, sure, |computer, row| (computer, row.outcomes.as_slice()));
    let point = |(row, unstated): (&ImpactRow, Arc<[Unstated]>)| {
        let computer = computer_of(document, row.part).filter(|_| unstated.is_empty());
        let Some(here) = computer.and_then(|it| together.get(&(it, row.outcomes.as_slice()))) else {
            return Some(Point {
                part: row.part,
                others: Vec::new(),
                element: row.element,
                name: row.name.clone(),
                effect: row.words(&failures.structure),
                unstated,
            });
        };
        // What is told with another one is told where the first of them stands.
        here.rows.first().is_some_and(|it| it.part == row.part).then(|| here.point(document, failures))
    };
    rows.into_iter().zip(unstated).filter_map(point).collect()
}

/// What imports leave open about whole elements: SQL Servers that may be more than the computer that is assumed, and
/// failover clusters that may have more nodes and resources. Each with an element that counts as single meanwhile.
fn assumed_single(document: &Document) -> Vec<(Element, Unstated)> {
    let mut single = Vec::new();
    for (element, property) in document.assumptions() {
        match (element, property) {
            (Element::SqlInstance(id), Property::Host) => {
                let Some(sql) = document.sql_instances.get(&id) else { continue };
                if let SqlPlacement::Standalone(computer) = sql.placement {
                    single.push((computer.into(), Unstated::Placement(sql.name.clone())));
                }
            }
            (Element::FailoverCluster(id), Property::Cluster) => {
                let Some(cluster) = document.failover_clusters.get(&id) else { continue };
                let groups = document.resource_groups.iter().filter(|(_, it)| it.failover_cluster == id);
                let of_it = cluster.computers().map(Element::from).chain(groups.map(|(id, _)| Element::from(*id)));
                let open = || Unstated::Cluster(cluster.name.clone());
                single.extend(of_it.chain([element]).map(|it| (it, open())));
            }
            _ => {}
        }
    }
    single
}

/// Those of them that have to do with a part: itself, its cluster resource group, or the computer on which it runs.
fn open_of(document: &Document, single: &[(Element, Unstated)], part: Part) -> Arc<[Unstated]> {
    let role = match part {
        Part::Element(Element::SqlInstance(id)) | Part::SqlAgent(id) => document.sql_instances.get(&id),
        _ => None,
    };
    let role = role.and_then(|it| match it.placement {
        SqlPlacement::Clustered(id) => Some(Element::from(id)),
        SqlPlacement::Standalone(_) => None,
    });
    let near = [Some(part.element()), role, computer_of(document, part).map(Element::from)];
    let open = single.iter().filter(|(it, _)| near.contains(&Some(*it)));
    open.map(|(_, it)| it.clone()).collect()
}

/// The computer on which a part runs; `None` for one that a cluster moves, and for what is no part of a computer.
pub(super) fn computer_of(document: &Document, part: Part) -> Option<ComputerId> {
    let is_standalone = |id| {
        let sql = document.sql_instances.get(&id);
        sql.is_some_and(|it| matches!(it.placement, SqlPlacement::Standalone(_)))
    };
    let is_tied = match part {
        Part::Service(..) | Part::Element(Element::HostInstance(_) | Element::Endpoint(_)) => true,
        Part::Element(Element::SqlInstance(id)) | Part::SqlAgent(id) => is_standalone(id),
        Part::Element(_) => false,
    };
    let up = |it: &Part| it.container(document).map(Part::from);
    let above = std::iter::successors(up(&part).filter(|_| is_tied), up).take(2);
    above.into_iter().find_map(|it| ComputerId::try_from(it.element()).ok())
}

/// Several parts that run on one computer.
pub(super) struct OnComputer<'a> {
    computer: ComputerId,
    rows: Vec<&'a ImpactRow>,
}

/// Those of some parts that run on a computer with others of them.
pub(super) fn by_computer<'a>(
    document: &Document,
    rows: impl IntoIterator<Item = &'a ImpactRow>,
) -> BTreeMap<ComputerId, OnComputer<'a>> {
    together(document, rows, |computer, _| computer)
}

/// Those of some parts that have something in common with others of them on the same computer.
fn together<'a, K: Ord>(
    document: &Document,
    rows: impl IntoIterator<Item = &'a ImpactRow>,
    common: impl Fn(ComputerId, &'a ImpactRow) -> K,
) -> BTreeMap<K, OnComputer<'a>> {
    let mut found: BTreeMap<K, OnComputer<'a>> = BTreeMap::new();
    for row in rows {
        if let Some(computer) = computer_of(document, row.part) {
            let alike = found.entry(common(computer, row));
            alike.or_insert_with(|| OnComputer { computer, rows: Vec::new() }).rows.push(row);
        }
    }
    found.retain(|_, it| it.rows.len() > 1);
    found
}

impl OnComputer<'_> {
    /// `SQL core databases, Enterprise SSO or MSDTC on SQL1`.
    pub(super) fn name(&self, document: &Document) -> String {
        let here = format!(" on {}", Element::Computer(self.computer).name(document));
        let own: Vec<&str> = self.rows.iter().map(|it| it.name.strip_suffix(&here).unwrap_or(&it.name)).collect();
        match own.split_last() {
            Some((last, before)) => format!("{} or {last}{here}", before.join(", ")),
            None => String::new(),
        }
    }

    fn point(&self, document: &Document, failures: &Failures) -> Point {
        let (element, name) = (Element::Computer(self.computer), self.name(document));
        let effect = self.rows.first().map_or_else(String::new, |it| it.words(&failures.structure));
        let mut parts = self.rows.iter().map(|it| it.part);
        let part = parts.next().unwrap_or(element.into());
        Point { part, others: parts.collect(), element, name, effect, unstated: Arc::default() }
    }
}

/// The design as it would be if everything of which nobody has stated whether it is redundant were so, and if physical
/// hosts of which nobody has stated it formed failover clusters.
struct Best {
    document: Document,
    open: Vec<Element>,
}

impl Best {
    /// `None` when nothing is open.
    fn new(document: &Document) -> Option<Self> {
        let clusters = document.possible_host_clusters();
        let open = open_elements(document, clusters.keys().copied());
        if open.is_empty() {
            return None;
        }
        let mut best = document.clone();
        for element in &open {
            state_well(&mut best, *element);
        }
        for (host, others) in clusters {
            join_host_clusters(&mut best, host, &others);
        }
        Some(Self { document: best, open })
    }

    /// What is behind each part whose loss no longer stops a service that carries messages; nothing for the others.
    fn unstated(&self, parts: &[Part]) -> Vec<Arc<[Unstated]>> {
        let losses: Vec<Loss> = parts.iter().map(|it| Loss::of(*it)).collect();
        let stop = Structure::of(&self.document).stop_messages(&self.document, &losses);
        let rows = parts.iter().zip(stop);
        let all: Arc<[Unstated]> = self.open.iter().map(|it| self.about(*it)).collect();
        let behind = |part| self.near(part).unwrap_or_else(|| Arc::clone(&all));
        rows.map(|(part, stops)| if stops { Arc::default() } else { behind(*part) }).collect()
    }

    /// The open elements that have to do with a part: itself, or storage and endpoints on it; `None` when none has.
    fn near(&self, part: Part) -> Option<Arc<[Unstated]>> {
        let own: BTreeSet<Element> =
            std::iter::successors(Some(part.element()), |it| Part::from(*it).container(&self.document))
                .take(4)
                .collect();
        let document = &self.document;
        let runs_on = |host: HostId| {
            let mut instances = document.host_instances.values().filter(|it| it.host == host);
            instances.any(|it| own.contains(&Element::Computer(it.computer)))
        };
        let concerns = |it: &Element| {
            own.contains(it)
                || match *it {
                    Element::Storage(id) => document.storages.get(&id).is_some_and(|storage| {
                        storage.attached.iter().any(|computer| own.contains(&Element::Computer(*computer)))
                    }),
                    Element::Endpoint(id) => {
                        let computer = document.endpoints.get(&id).and_then(|it| it.computer);
                        computer.is_some_and(|computer| own.contains(&Element::Computer(computer)))
                    }
                    Element::Handler(id) => document.handlers.get(&id).is_some_and(|it| runs_on(it.host)),
                    Element::Host(id) => runs_on(id),
                    _ => false,
                }
        };
        // One physical host says nothing about a failover cluster: all of which it could be are meant.
        let on_open_host = self.open.iter().any(|it| is_host(it) && own.contains(it));
        let near = self.open.iter().filter(|it| concerns(it) || on_open_host && is_host(it));
        let near: Arc<[Unstated]> = near.map(|it| self.about(*it)).collect();
        (!near.is_empty()).then_some(near)
    }

    fn about(&self, element: Element) -> Unstated {
        let name = element.name(&self.document);
        match element {
            Element::PhysicalHost(_) => Unstated::HostCluster(name),
            Element::Handler(_) => Unstated::Polling(name),
            Element::Host(_) => Unstated::Balancer(name),
            _ => Unstated::Redundant(name),
        }
    }
}

fn is_host(element: &Element) -> bool {
    matches!(element, Element::PhysicalHost(_))
}

/// Storage, endpoints, load balancers and firewalls of which nobody has stated whether they survive a loss, handlers of
/// which nobody has stated whether they are called, and physical hosts whose virtual machines may restart elsewhere.
fn open_elements(document: &Document, hosts: impl Iterator<Item = PhysicalHostId>) -> Vec<Element> {
    let storages = document.storages.keys().copied().filter(|id| {
        let in_zones = |it: &Storage| it.copies.is_none() && !document.zones_of_storage(it).is_empty();
        document.storage_is_redundant(*id).is_none()
            || document.storage_is_shared(*id).is_none()
            || document.storages.get(id).is_some_and(in_zones)
    });
    let endpoints = document.endpoints.iter().filter(|(_, it)| document.is_highly_available(it).is_none());
    let balancers = document.load_balancers.iter().filter(|(_, it)| it.redundant.is_none());
    let firewalls = document.firewalls.iter().filter(|(_, it)| it.redundant.is_none());
    let storages = storages.map(Element::Storage);
    let endpoints = endpoints.map(|(id, _)| Element::Endpoint(*id));
    let balancers = balancers.map(|(id, _)| Element::LoadBalancer(*id));
    let firewalls = firewalls.map(|(id, _)| Element::Firewall(*id));
    let handlers = document.handlers.iter().filter(|(_, it)| it.takes_calls().is_none());
    let handlers = handlers.map(|(id, _)| Element::Handler(*id));
    let hosts = hosts.map(Element::PhysicalHost);
    let called = unbalanced_hosts(document).into_iter().map(Element::Host);
    storages.chain(endpoints).chain(balancers).chain(firewalls).chain(handlers).chain(called).chain(hosts).collect()
}

/// The hosts on several computers that callers choose, of whose load balancers an import does not speak.
fn unbalanced_hosts(document: &Document) -> Vec<HostId> {
    let open: BTreeSet<Element> =
        document.assumptions().filter(|(_, it)| *it == Property::LoadBalancers).map(|(element, _)| element).collect();
    let is_called = |id: HostId, host: &Host| {
        let mut handlers = document.handlers.values().filter(|it| it.host == id && it.direction == Direction::Receive);
        host.kind == HostKind::Isolated || handlers.any(Handler::needs_one_address)
    };
    let hosts = document.hosts.iter().filter(|(_, it)| open.contains(&it.biztalk_group.into()));
    hosts.filter(|(id, it)| it.clustered_in.is_none() && is_called(**id, it)).map(|(id, _)| *id).collect()
}

/// Puts a redundant load balancer before all computers of a host.
fn balance(document: &mut Document, host: HostId) {
    let instances = document.host_instances.values().filter(|it| it.host == host && it.enabled);
    let members: BTreeSet<ComputerId> = instances.map(|it| it.computer).collect();
    let slot = members.first().and_then(|it| document.computers.get(it)).map(|it| it.slot);
    let Some(slot) = slot else { return };
    let id = LoadBalancerId(document.load_balancers.keys().last().map_or(0, |it| it.0 + 1));
    let balancer = LoadBalancer {
        serves: [host].into(),
        redundant: Some(true),
        ..LoadBalancer::new("", slot, LoadBalancerKind::Other, members)
    };
    document.load_balancers.edit().insert(id, balancer);
}

/// Puts a physical host and those with which it could form a failover cluster into one.
fn join_host_clusters(document: &mut Document, host: PhysicalHostId, others: &BTreeSet<PhysicalHostId>) {
    let cluster_of = |id: &PhysicalHostId| document.physical_hosts.get(id)?.cluster_name().map(str::to_owned);
    let named = cluster_of(&host).or_else(|| others.iter().find_map(cluster_of));
    let name = named.unwrap_or_else(|| format!("Failover cluster of {host:?}"));
    for id in others.iter().chain([&host]) {
        if let Some(it) = document.physical_hosts.edit().get_mut(id).filter(|it| it.is_cluster_unstated()) {
            it.host_cluster = Some(name.clone());
        }
    }
}

/// States of an element whatever is open about its redundancy, and nothing else.
fn state_well(document: &mut Document, element: Element) {
    match element {
        Element::Storage(id) => {
            let Some(storage) = document.storages.edit().get_mut(&id) else { return };
            if matches!(storage.kind, StorageKind::Local | StorageKind::Smb) {
                storage.copies.get_or_insert(StorageCopies::Mirrored);
            } else if storage.kind == StorageKind::AzureSharedDisk {
                storage.copies.get_or_insert(StorageCopies::Replicated);
            } else {
                storage.raid.get_or_insert(RaidLevel::Raid10);
                storage.redundant_controllers.get_or_insert(true);
            }
        }
        Element::Endpoint(id) => {
            if let Some(it) = document.endpoints.edit().get_mut(&id) {
                it.highly_available.get_or_insert(true);
            }
        }
        Element::LoadBalancer(id) => {
            if let Some(it) = document.load_balancers.edit().get_mut(&id) {
                it.redundant.get_or_insert(true);
            }
        }
        Element::Firewall(id) => {
            if let Some(it) = document.firewalls.edit().get_mut(&id) {
                it.redundant.get_or_insert(true);
            }
        }
        Element::Host(id) => balance(document, id),
        Element::Handler(id) => {
            if let Some(it) = document.handlers.edit().get_mut(&id) {
                it.binding.get_or_insert(Binding::Polls);
            }
        }
        _ => {}
    }
}
