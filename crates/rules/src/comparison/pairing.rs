//! Which element of one design is which of another.

use std::collections::{BTreeMap, BTreeSet};

use super::KINDS;
use crate::model::{Document, Element, SqlPlacement};

/// Pairs of elements of two designs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    after: BTreeMap<Element, Element>,
    before: BTreeMap<Element, Element>,
}

/// What two elements are paired by when their numbers say nothing.
type Key = (u8, String);

impl Pairing {
    /// Pairs two designs.
    pub fn of(before: &Document, after: &Document) -> Self {
        let mut pairing = Self::default();
        pairing.pair(Element::Environment, Element::Environment);
        let related = are_related(before, after);
        let (ours, theirs) = (Elements::of(before), Elements::of(after));
        // In the order in which one needs the other: host instances are told by their host and their computer.
        for kind in KINDS {
            if related && !UNNAMED.contains(&kind) {
                pairing.by_identity(kind, &ours, &theirs);
            }
            for rank in 0..RANKS {
                pairing.by_key(kind, rank, &ours, &theirs);
            }
        }
        pairing
    }

    /// Pairs two designs in which each number means the same element.
    pub(crate) fn of_same_numbers(before: &Document, after: &Document) -> Self {
        let mut pairing = Self::default();
        let shared = Element::all(before).into_iter().filter(|it| it.exists(after));
        shared.for_each(|it| pairing.pair(it, it));
        pairing
    }

    /// The element of the design after that an element of the one before is.
    pub fn after(&self, element: Element) -> Option<Element> {
        self.after.get(&element).copied()
    }

    /// The element of the design before that an element of the one after was.
    pub fn before(&self, element: Element) -> Option<Element> {
        self.before.get(&element).copied()
    }

    fn pair(&mut self, before: Element, after: Element) {
        self.after.insert(before, after);
        self.before.insert(after, before);
    }

    /// The same number is the same element, unless its name has gone to another one.
    fn by_identity(&mut self, kind: &str, ours: &Elements<'_>, theirs: &Elements<'_>) {
        for element in ours.of_kind(kind) {
            if !element.exists(theirs.document) {
                continue;
            }
            let (was, is) = (ours.name(element), theirs.name(element));
            let moved = theirs.has_name(kind, &was) || ours.has_name(kind, &is);
            if was == is || (!moved && self.is_in_its_place(element, ours.document, theirs.document)) {
                self.pair(element, element);
            }
        }
    }

    /// Whether something under another name is where it was: a SQL instance of another name elsewhere is another one.
    fn is_in_its_place(&self, element: Element, before: &Document, after: &Document) -> bool {
        let Element::SqlInstance(id) = element else { return true };
        let place = |document: &Document| {
            document.sql_instances.get(&id).map(|it| match it.placement {
                SqlPlacement::Standalone(computer) => Element::Computer(computer),
                SqlPlacement::Clustered(group) => Element::ResourceGroup(group),
            })
        };
        place(before).and_then(|it| self.after(it)) == place(after)
    }

    /// What has the same key, where only one on each side has it.
    fn by_key(&mut self, kind: &str, rank: u8, ours: &Elements<'_>, theirs: &Elements<'_>) {
        let free = |elements: &Elements<'_>, taken: &BTreeMap<Element, Element>, side: Side| {
            let mut keyed: BTreeMap<Key, Vec<Element>> = BTreeMap::new();
            for element in elements.of_kind(kind).filter(|it| !taken.contains_key(it)) {
                if let Some(key) = self.key(elements.document, element, rank, side) {
                    keyed.entry((rank, key)).or_default().push(element);
                }
            }
            keyed
        };
        let (was, mut is) = (free(ours, &self.after, Side::Before), free(theirs, &self.before, Side::After));
        for (key, one) in was {
            let other = is.remove(&key).unwrap_or_default();
            if rank == 0 {
                // Several of one name stand in the same order on both sides.
                one.into_iter().zip(other).for_each(|(a, b)| self.pair(a, b));
            } else if let ([a], [b]) = (&one[..], &other[..]) {
                self.pair(*a, *b);
            }
        }
    }

    /// The name of an element that stands for its pair as well.
    fn token(&self, element: Element, side: Side) -> String {
        match side {
            Side::Before => match self.after.get(&element) {
                Some(after) => format!("={after}"),
                None => format!("-{element}"),
            },
            Side::After if self.before.contains_key(&element) => format!("={element}"),
            Side::After => format!("+{element}"),
        }
    }

    /// The same, for those who compare what elements refer to.
    pub(super) fn token_before(&self, element: Element) -> String {
        self.token(element, Side::Before)
    }

    /// As [`Self::token_before`], for the design after.
    pub(super) fn token_after(&self, element: Element) -> String {
        self.token(element, Side::After)
    }

    /// What tells an element of its kind: its name first, then its role.
    fn key(&self, document: &Document, element: Element, rank: u8, side: Side) -> Option<String> {
        let token = |it: Element| self.token(it, side);
        match (element, rank) {
            (Element::HostInstance(id), 0) => {
                let it = document.host_instances.get(&id)?;
                Some(format!("{} {}", token(it.host.into()), token(it.computer.into())))
            }
            (Element::Handler(id), 0) => {
                let it = document.handlers.get(&id)?;
                Some(format!("{} {:?} {}", token(it.host.into()), it.direction, it.adapter_label()))
            }
            (Element::Connection(id), 0) => {
                let it = document.connections.get(&id)?;
                Some(format!("{} {}", token(it.from), token(it.to)))
            }
            (Element::HostInstance(_) | Element::Handler(_) | Element::Connection(_), _) => None,
            (_, 0) => Some(element.name(document).to_uppercase()),
            (Element::Site(id), _) => Some(format!("{:?}", document.sites.get(&id)?.kind)),
            (Element::Tier(id), _) => Some(format!("{:?}", document.tiers.get(&id)?.kind)),
            (Element::BizTalkGroup(_) | Element::AvailabilityGroup(_), _) => Some(String::new()),
            (Element::Database(id), _) => {
                let it = document.databases.get(&id)?;
                Some(format!("{:?} {}", it.kind, it.is_master))
            }
            (Element::Computer(id), _) => {
                let tier = document.tiers.get(&document.computers.get(&id)?.slot.tier)?;
                Some(format!("{:?} {:?}", document.computer_kind(id), tier.kind))
            }
            (Element::Host(id), _) => {
                let it = document.hosts.get(&id)?;
                Some(format!("{:?} {:?} {}", it.kind, it.functions, it.allow_tracking))
            }
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// How many kinds of key there are: by name, by role.
const RANKS: u8 = 2;

/// The kinds without a name of their own: one of another host on another computer is another host instance.
const UNNAMED: [&str; 3] = ["host-instance", "handler", "connection"];

/// The elements of a design by kind, with their names.
struct Elements<'a> {
    document: &'a Document,
    kinds: BTreeMap<&'static str, Vec<Element>>,
    names: BTreeSet<(&'static str, String)>,
}

impl<'a> Elements<'a> {
    fn of(document: &'a Document) -> Self {
        let mut kinds: BTreeMap<&'static str, Vec<Element>> = BTreeMap::new();
        let mut names = BTreeSet::new();
        for element in Element::all(document) {
            kinds.entry(element.kind()).or_default().push(element);
            names.insert((element.kind(), element.name(document).to_uppercase()));
        }
        Self { document, kinds, names }
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = Element> + '_ {
        self.kinds.get(kind).into_iter().flatten().copied()
    }

    fn name(&self, element: Element) -> String {
        element.name(self.document).to_uppercase()
    }

    fn has_name(&self, kind: &str, name: &str) -> bool {
        self.kinds.get_key_value(kind).is_some_and(|(kind, _)| self.names.contains(&(*kind, name.to_owned())))
    }
}

/// Whether one design comes from the other, so that numbers mean the same in both: of what has a number in both, most has
/// the same name as well.
fn are_related(before: &Document, after: &Document) -> bool {
    let tells = |it: &Element| {
        matches!(it, Element::Computer(_) | Element::Host(_) | Element::SqlInstance(_) | Element::Database(_))
    };
    let shared = Element::all(before).into_iter().filter(|it| tells(it) && it.exists(after));
    let same: Vec<bool> = shared.map(|it| it.name(before) == it.name(after)).collect();
    !same.is_empty() && 2 * same.iter().filter(|it| **it).count() >= same.len()
}
