//! Single points of failure, and which of them are such only because something is not stated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{MOST_NAMED, named};
use crate::dependency::{Failures, ImpactRow, Loss, LossKind, Part, Structure};
use crate::model::{
    ComputerId, Document, Element, FaultDomain, PhysicalHostId, Property, RaidLevel, SqlInstanceId, SqlPlacement,
    Storage, StorageCopies, StorageKind,
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
    let (mut redundant, mut hosts, mut servers) = (Vec::new(), Vec::new(), Vec::new());
    for it in unstated {
        match it {
            Unstated::Redundant(name) => redundant.push(name.as_str()),
            Unstated::HostCluster(name) => hosts.push(name.as_str()),
            Unstated::Placement(name) => servers.push(name.as_str()),
        }
    }
    let redundancy = prose::plural(redundant.len(), "is redundant", "are redundant");
    let cluster =
        prose::plural(hosts.len(), "forms a failover cluster with another physical host", "form a failover cluster");
    let placement = prose::plural(
        servers.len(),
        "is a failover cluster instance or a listener",
        "are failover cluster instances or listeners",
    );
    let each = [(redundant, redundancy), (hosts, cluster), (servers, placement)]
        .into_iter()
        .filter(|(names, _)| !names.is_empty());
    let said: Vec<String> = each.map(|(names, words)| format!("that {} {words}", named(names, MOST_NAMED))).collect();
    format!("as long as nobody states {}", said.join(" and "))
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
    let servers = if parts.is_empty() { Vec::new() } else { assumed_servers(document) };
    let unstated: Vec<Arc<[Unstated]>> = parts
        .iter()
        .zip(unstated)
        .map(|(part, open)| if open.is_empty() { on_computer_of(document, &servers, *part) } else { open })
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

/// SQL Servers of which no export says whether they are more than a computer, each with the computer that is assumed.
fn assumed_servers(document: &Document) -> Vec<(ComputerId, &str)> {
    let placed = document.assumptions().filter(|(_, property)| *property == Property::Host);
    let servers = placed.filter_map(|(element, _)| document.sql_instances.get(&SqlInstanceId::try_from(element).ok()?));
    let on_computers = servers.filter_map(|it| match it.placement {
        SqlPlacement::Standalone(computer) => Some((computer, it.name.as_str())),
        SqlPlacement::Clustered(_) => None,
    });
    on_computers.collect()
}

/// Those of them on the computer of a part.
fn on_computer_of(document: &Document, servers: &[(ComputerId, &str)], part: Part) -> Arc<[Unstated]> {
    let computer = match part {
        Part::Element(Element::Computer(id)) => Some(id),
        _ => computer_of(document, part),
    };
    let here = servers.iter().filter(|(id, _)| Some(*id) == computer);
    here.map(|(_, name)| Unstated::Placement((*name).to_owned())).collect()
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
        if is_host(&element) { Unstated::HostCluster(name) } else { Unstated::Redundant(name) }
    }
}

fn is_host(element: &Element) -> bool {
    matches!(element, Element::PhysicalHost(_))
}

/// Storage, endpoints, load balancers and firewalls of which nobody has stated whether they survive a loss, and physical
/// hosts whose virtual machines may restart elsewhere.
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
    storages.chain(endpoints).chain(balancers).chain(firewalls).chain(hosts.map(Element::PhysicalHost)).collect()
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
        _ => {}
    }
}
