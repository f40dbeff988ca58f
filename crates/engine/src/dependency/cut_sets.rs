//! Minimal cut sets in sentences: the smallest losses that stop a service.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::structure::{ServiceKind, Structure};
use super::sweep::{Sweep, Triples};
use crate::availability::EventId;
use crate::model::{Document, Element, Part};

/// A loss that stops a service, of which no part can be left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CutSet {
    /// What is lost.
    pub events: Vec<EventId>,
    /// Whether the loss of something bigger that contains one of the parts, such as the computer of a service, is a
    /// cut set of the same size as well; sentences leave these out.
    pub contained: bool,
}

/// The minimal cut sets of one service, smallest first.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCuts {
    /// The position of the service in the structure.
    pub service: usize,
    /// Whether it does not even work when nothing is lost.
    pub never_works: bool,
    /// Every minimal cut set of the orders that were tried.
    pub sets: Vec<CutSet>,
    /// The largest order of which every loss was tried.
    pub order: usize,
}

impl ServiceCuts {
    /// The minimal cut sets of every service.
    pub fn all(document: &Document, structure: &Structure, sweep: &Sweep, triples: Option<&Triples>) -> Vec<Self> {
        let containers = containers(document, structure, sweep);
        (0..structure.services.len())
            .map(|service| {
                let never_works = structure.never_works(service);
                let single = if never_works { Vec::new() } else { sweep.single_cuts(service) };
                let mut positions: Vec<Positions> = single.into_iter().map(|at| Positions::of([at])).collect();
                positions.extend(sweep.pair_cuts(service).into_iter().map(|(a, b)| Positions::of([a, b])));
                if let Some(found) = triples.and_then(|it| it.cuts.get(service)) {
                    positions.extend(found.iter().map(|it| Positions::of(*it)));
                }
                let known: FxHashSet<Positions> = positions.iter().copied().collect();
                let sets = positions.iter().map(|set| {
                    let events: Vec<EventId> = set.iter().filter_map(|at| sweep.events().get(at).copied()).collect();
                    // A database is named whatever carries it: what is lost with it is more than what it runs on.
                    let evident = events.iter().all(|event| is_self_evident(*event, structure));
                    CutSet { contained: !evident && is_contained(*set, &known, &containers), events }
                });
                Self {
                    service,
                    never_works,
                    sets: sets.collect(),
                    order: match (triples.is_some_and(|it| !it.is_stopped()), sweep.has_pairs()) {
                        (true, _) => 3,
                        (false, true) => 2,
                        (false, false) => 1,
                    },
                }
            })
            .collect()
    }

    /// The cut sets that a sentence names: those that lie in nothing bigger.
    pub fn named(&self) -> impl Iterator<Item = &CutSet> {
        self.sets.iter().filter(|it| !it.contained)
    }

    /// Single points of failure among them, by their elements; sites, databases and drawn paths, which every design
    /// needs, do not count.
    pub fn single_points(&self, structure: &Structure) -> BTreeSet<Element> {
        let singles = self.sets.iter().filter(|it| it.events.len() == 1);
        let singles = singles.filter(|it| !it.events.iter().any(|event| is_self_evident(*event, structure)));
        singles.filter_map(|it| Some(structure.events.get(it.events.first()?.index())?.element)).collect()
    }

    /// `Receive over HTTP stops if NLB1 fails, or if BTS1 and BTS2 fail.`
    pub fn sentence(&self, structure: &Structure) -> String {
        const SHOWN: usize = 12;
        let service = structure.services.get(self.service);
        let name = service.map_or("", |it| it.name.as_str());
        if self.never_works {
            return format!("{name} does not work even when nothing fails.");
        }
        if service.is_some_and(|it| it.kind == ServiceKind::Whole) && !structure.carries_messages() {
            return format!("{name} carries no messages: nothing receives, processes or sends them.");
        }
        // What only two needs together stop, such as two sites, is a loss of both and no need of either.
        let is_plain = |set: &&CutSet| matches!(set.events.as_slice(), [only] if is_self_evident(*only, structure));
        let (plain, mut named): (Vec<&CutSet>, Vec<&CutSet>) = self.named().partition(is_plain);
        named.sort_by_key(|set| (set.events.len(), set.events.iter().map(|event| rank(*event, structure)).max()));
        let clauses: Vec<String> = named.iter().take(SHOWN).map(|set| clause(set, structure)).collect();
        let tried = match self.order {
            1 => "of one part",
            2 => "of one part and of two",
            _ => "of up to three parts",
        };
        if clauses.is_empty() && plain.is_empty() {
            return format!("{name} survives every loss {tried}.");
        }
        let mut text = match clauses.as_slice() {
            [] => format!("{name} survives every other loss {tried}"),
            _ => format!("{name} stops {}", clauses.join(", or ")),
        };
        if named.len() > SHOWN {
            text.push_str(&format!(", or in {} more ways", named.len() - SHOWN));
        }
        match self.num_contained() {
            _ if clauses.is_empty() => {}
            0 => {}
            1 => text.push_str("; 1 loss of something on these stops it too"),
            more => text.push_str(&format!("; {more} losses of something on these stop it too")),
        }
        let evident: Vec<&str> = plain
            .iter()
            .flat_map(|set| &set.events)
            .filter_map(|event| structure.events.get(event.index()))
            .map(|it| it.name.as_str())
            .collect();
        if !evident.is_empty() {
            text.push_str(&format!("; like any design it needs {}", evident.join(", ")));
        }
        text.push('.');
        text
    }

    /// How many cut sets are left out of the sentence because they lie in bigger ones.
    pub(crate) fn num_contained(&self) -> usize {
        self.sets.iter().filter(|it| it.contained).count()
    }
}

/// Whether the loss says nothing about the design: a whole site, a database itself, a drawn path.
pub(super) fn is_self_evident(event: EventId, structure: &Structure) -> bool {
    matches!(
        structure.events.get(event.index()).and_then(|it| it.part),
        Some(Part::Element(Element::Site(_) | Element::Database(_) | Element::Connection(_)))
    )
}

/// What a person thinks of first comes first: devices and computers, then storage, services, clusters.
fn rank(event: EventId, structure: &Structure) -> u8 {
    match structure.events.get(event.index()).and_then(|it| it.part) {
        Some(Part::Element(Element::LoadBalancer(_) | Element::Firewall(_))) => 0,
        Some(Part::Element(Element::Computer(_) | Element::PhysicalHost(_))) => 1,
        Some(Part::Element(Element::Storage(_) | Element::Endpoint(_))) => 2,
        Some(Part::Service(..) | Part::SqlAgent(_)) => 3,
        _ => 4,
    }
}

fn clause(set: &CutSet, structure: &Structure) -> String {
    let names: Vec<&str> =
        set.events.iter().filter_map(|event| structure.events.get(event.index())).map(|it| it.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("if {one} fails"),
        [some @ .., last] => format!("if {} and {last} fail", some.join(", ")),
    }
}

/// For each swept event the positions of what contains it.
fn containers(document: &Document, structure: &Structure, sweep: &Sweep) -> Vec<Vec<usize>> {
    // Events stand in the order of their numbers.
    let position = |part: Part| sweep.events().binary_search(&structure.event_of(part)?).ok();
    sweep
        .events()
        .iter()
        .map(|event| {
            let mut found = Vec::new();
            let mut next = structure.events.get(event.index()).and_then(|it| it.part);
            while let Some(container) = next.and_then(|part| part.container(document)) {
                let part = Part::Element(container);
                found.extend(position(part));
                next = Some(part).filter(|_| found.len() < 4);
            }
            found
        })
        .collect()
}

/// Up to three positions in [`Sweep::events`], in order.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Positions([usize; 3]);

impl Positions {
    /// Stands where there is none.
    const NONE: usize = usize::MAX;

    /// Each of some positions once.
    fn of<const N: usize>(some: [usize; N]) -> Self {
        let mut all = [Self::NONE; 3];
        for (slot, at) in all.iter_mut().zip(some) {
            *slot = at;
        }
        Self(all).sorted()
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        for index in 1..3 {
            if self.0[index] == self.0[index - 1] {
                self.0[index - 1] = Self::NONE;
            }
        }
        self.0.sort_unstable();
        self
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().filter(|at| *at != Self::NONE)
    }

    /// The same with another position instead of one.
    fn with(mut self, index: usize, other: usize) -> Self {
        self.0[index] = other;
        self.sorted()
    }
}

fn is_contained(set: Positions, known: &FxHashSet<Positions>, containers: &[Vec<usize>]) -> bool {
    set.iter().enumerate().any(|(index, at)| {
        let bigger = containers.get(at).map_or(&[][..], Vec::as_slice);
        bigger.iter().any(|container| {
            let other = set.with(index, *container);
            known.contains(&other) || other.iter().any(|it| known.contains(&Positions::of([it])))
        })
    })
}
