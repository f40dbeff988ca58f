//! Single points of failure, and which of them are such only because something is not stated.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::{MOST_NAMED, named};
use crate::dependency::{Failures, ImpactRow, Loss, LossKind, Part, Structure};
use crate::model::{Document, Element, FaultDomain, RaidLevel, StorageCopies, StorageKind};
use crate::prose;

/// A drawn part whose loss alone stops something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The part.
    pub part: Part,
    /// The element a person looks at.
    pub element: Element,
    /// Its name.
    pub name: String,
    /// What its loss does to the services, in words.
    pub effect: String,
    /// Of what nobody has stated that it is redundant, where the part is a single point of failure only for want of that.
    /// Empty for a plain single point of failure.
    pub unstated: Arc<[String]>,
}

impl Point {
    /// Whether a computer is lost, or something that takes computers with it.
    pub fn takes_computers(&self) -> bool {
        matches!(self.part, Part::Element(Element::Computer(_) | Element::PhysicalHost(_)))
    }

    /// Whether it is a single point of failure whatever else is stated.
    pub fn is_sure(&self) -> bool {
        self.unstated.is_empty()
    }

    /// `as long as nobody states that SQL disks is redundant`, where it is none for sure.
    pub fn condition(&self) -> Option<String> {
        (!self.is_sure()).then(|| as_long_as(&self.unstated))
    }
}

/// `as long as nobody states that SQL disks is redundant`.
pub(super) fn as_long_as<S: AsRef<str>>(unstated: &[S]) -> String {
    let redundant = prose::plural(unstated.len(), "is redundant", "are redundant");
    let names = named(unstated.iter().map(AsRef::as_ref), MOST_NAMED);
    format!("as long as nobody states that {names} {redundant}")
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
    rows.into_iter()
        .zip(unstated)
        .map(|(row, unstated)| Point {
            part: row.part,
            element: row.element,
            name: row.name.clone(),
            effect: row.words(&failures.structure),
            unstated,
        })
        .collect()
}

/// The design as it would be if everything of which nobody has stated whether it is redundant were so.
struct Best {
    document: Document,
    open: Vec<Element>,
}

impl Best {
    /// `None` when nothing is open.
    fn new(document: &Document) -> Option<Self> {
        let open = open_elements(document);
        if open.is_empty() {
            return None;
        }
        let mut best = document.clone();
        for element in &open {
            state_well(&mut best, *element);
        }
        Some(Self { document: best, open })
    }

    /// What is behind each part whose loss no longer stops a service that carries messages; nothing for the others.
    fn unstated(&self, parts: &[Part]) -> Vec<Arc<[String]>> {
        let losses: Vec<Loss> = parts.iter().map(|it| Loss::of(*it)).collect();
        let stop = Structure::of(&self.document).stop_messages(&self.document, &losses);
        let rows = parts.iter().zip(stop);
        let all: Arc<[String]> = self.open.iter().map(|it| it.name(&self.document)).collect();
        let behind = |part| self.near(part).unwrap_or_else(|| Arc::clone(&all));
        rows.map(|(part, stops)| if stops { Arc::default() } else { behind(*part) }).collect()
    }

    /// The open elements that have to do with a part: itself, or storage and endpoints on it; `None` when none has.
    fn near(&self, part: Part) -> Option<Arc<[String]>> {
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
        let near: Arc<[String]> = self.open.iter().filter(|it| concerns(it)).map(|it| it.name(document)).collect();
        (!near.is_empty()).then_some(near)
    }
}

/// Storage, endpoints, load balancers and firewalls of which nobody has stated whether they survive a loss.
fn open_elements(document: &Document) -> Vec<Element> {
    let storages = document
        .storages
        .keys()
        .copied()
        .filter(|id| document.storage_is_redundant(*id).is_none() || document.storage_is_shared(*id).is_none());
    let endpoints = document.endpoints.iter().filter(|(_, it)| document.is_highly_available(it).is_none());
    let balancers = document.load_balancers.iter().filter(|(_, it)| it.redundant.is_none());
    let firewalls = document.firewalls.iter().filter(|(_, it)| it.redundant.is_none());
    let storages = storages.map(Element::Storage);
    let endpoints = endpoints.map(|(id, _)| Element::Endpoint(*id));
    let balancers = balancers.map(|(id, _)| Element::LoadBalancer(*id));
    storages.chain(endpoints).chain(balancers).chain(firewalls.map(|(id, _)| Element::Firewall(*id))).collect()
}

/// States of an element whatever is open about its redundancy, and nothing else.
fn state_well(document: &mut Document, element: Element) {
    match element {
        Element::Storage(id) => {
            let Some(storage) = document.storages.edit().get_mut(&id) else { return };
            if storage.kind == StorageKind::Local {
                storage.copies.get_or_insert(StorageCopies::Mirrored);
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
