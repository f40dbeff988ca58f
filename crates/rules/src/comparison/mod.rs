//! What another design changes, and what that buys: the one comparison that window, command line and documents ask.
//!
//! Elements are paired by identity where both designs come from one another, else by name and role. Comparing B with A
//! gives what comparing A with B gives, the other way round.

pub(crate) mod benefit;
mod contested;
mod details;
mod html;
mod json;
mod judged;
mod merge;
mod pairing;
pub(crate) mod references;
pub(crate) mod renumbering;
pub(crate) mod text;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use benefit::{Benefit, FindingChange, Outcome};
pub use details::Detail;
pub use html::html;
pub use json::json;
pub use judged::Judged;
pub use merge::{MergeConflict, Merged, merge};
pub use pairing::Pairing;
pub use text::{Entry, change_words, text};

use crate::calendar::Day;
use crate::model::{Document, Element};

/// What happens to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It becomes another one.
    Changed,
}

impl ChangeKind {
    /// The sign before its words.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "-",
            Self::Changed => "~",
        }
    }

    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A change of one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What happens.
    pub kind: ChangeKind,
    /// The element in the design before; `None` for one that comes.
    pub before: Option<Element>,
    /// The element in the design after; `None` for one that goes.
    pub after: Option<Element>,
    /// Its name: the one it has afterwards, or had.
    pub name: String,
    /// Where it stands: the name of its tier, or of what it belongs to; empty for the rest.
    pub place: String,
    /// What changes of it; empty for one that comes or goes.
    pub details: Vec<Detail>,
    /// Whether only the drawing changes: places, tiers and their rows.
    pub is_layout: bool,
    /// Whether it is a disabled host instance that comes or goes.
    pub is_disabled: bool,
}

impl Change {
    /// The element that stands for the change: the one after, else the one before.
    pub fn element(&self) -> Element {
        self.after.or(self.before).unwrap_or(Element::Environment)
    }
}

/// What another design changes, and what that buys.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The titles of both designs.
    pub titles: (String, String),
    /// Changes by kind of element, then by name; those of the drawing only among them.
    pub changes: Vec<Change>,
    /// What the change buys, line by line.
    pub benefits: Vec<Benefit>,
    /// Findings that go, come or change, most severe first.
    pub findings: Vec<FindingChange>,
}

impl Comparison {
    /// Changes that are more than a matter of drawing.
    pub fn substantial(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|it| !it.is_layout)
    }

    /// How many changes only concern the drawing.
    pub fn num_layout(&self) -> usize {
        self.changes.iter().filter(|it| it.is_layout).count()
    }

    /// Whether nothing but the drawing differs.
    pub fn is_empty(&self) -> bool {
        self.substantial().next().is_none()
    }
}

/// Compares two designs on a day. `downtime` asks for the availability estimate as well, which takes longest.
pub fn compare(before: &Document, after: &Document, today: Option<Day>, downtime: bool) -> Comparison {
    compare_judged(before, after, today, downtime, &mut Judged::default())
}

/// The same with what is known of the designs already.
pub fn compare_judged(
    before: &Document,
    after: &Document,
    today: Option<Day>,
    downtime: bool,
    judged: &mut Judged,
) -> Comparison {
    let pairing = Pairing::of(before, after);
    let (was, is) = (judged.of(before, today), judged.of(after, today));
    Comparison {
        titles: (before.project.title.clone(), after.project.title.clone()),
        changes: changes(before, after, &pairing),
        benefits: benefit::benefits((before, &was), (after, &is), today, downtime),
        findings: benefit::finding_changes((before, &was), (after, &is), &pairing),
    }
}

/// The changes alone, without judging either design.
pub fn changes(before: &Document, after: &Document, pairing: &Pairing) -> Vec<Change> {
    let mut changes = Vec::new();
    for element in Element::all(before) {
        match pairing.after(element) {
            Some(other) => {
                let details = details::differences((before, element), (after, other), pairing);
                if !details.is_empty() {
                    let is_layout = is_drawing(other) || details.iter().all(|it| it.is_layout);
                    let (kind, place) = (ChangeKind::Changed, place_of(after, other));
                    let (before, name) = (Some(element), other.name(after));
                    let after = Some(other);
                    let is_disabled = false;
                    changes.push(Change { kind, before, after, name, place, details, is_layout, is_disabled });
                }
            }
            None => changes.push(alone(ChangeKind::Removed, before, element)),
        }
    }
    let paired: BTreeSet<Element> = Element::all(before).into_iter().filter_map(|it| pairing.after(it)).collect();
    let new = Element::all(after).into_iter().filter(|it| !paired.contains(it));
    changes.extend(new.map(|it| alone(ChangeKind::Added, after, it)));
    let order = |it: &Change| (kind_rank(it.element()), it.name.to_lowercase(), it.kind, it.element());
    changes.sort_by_cached_key(order);
    changes
}

fn alone(kind: ChangeKind, document: &Document, element: Element) -> Change {
    let at = Some(element);
    let (before, after) = if kind == ChangeKind::Added { (None, at) } else { (at, None) };
    let (name, place) = (element.name(document), place_of(document, element));
    let is_disabled = match element {
        Element::HostInstance(id) => document.host_instances.get(&id).is_some_and(|it| !it.enabled),
        _ => false,
    };
    let (details, is_layout) = (Vec::new(), is_drawing(element));
    Change { kind, before, after, name, place, details, is_layout, is_disabled }
}

/// Whether an element only arranges the drawing: what a tier says of its computers is said of them.
const fn is_drawing(element: Element) -> bool {
    matches!(element, Element::Tier(_))
}

/// The kinds of elements in the order in which they are paired and listed: from the environment to what stands around it,
/// and each after what tells it from others of its kind.
const KINDS: [&str; 19] = [
    "environment",
    "site",
    "tier",
    "biztalk-group",
    "computer",
    "physical-host",
    "failover-cluster",
    "cluster-resource-group",
    "storage",
    "sql-instance",
    "availability-group",
    "database",
    "host",
    "host-instance",
    "handler",
    "load-balancer",
    "endpoint",
    "connection",
    "firewall",
];

fn kind_rank(element: Element) -> usize {
    KINDS.iter().position(|it| *it == element.kind()).unwrap_or(KINDS.len())
}

/// Where an element stands: the tier of a card, the computer of a host instance, the host of a handler.
fn place_of(document: &Document, element: Element) -> String {
    let inside = match element {
        Element::HostInstance(id) => document.host_instances.get(&id).map(|it| it.computer.into()),
        Element::Handler(id) => document.handlers.get(&id).map(|it| it.host.into()),
        Element::Database(id) => document.databases.get(&id).map(|it| it.sql_instance.into()),
        Element::ResourceGroup(id) => document.resource_groups.get(&id).map(|it| it.failover_cluster.into()),
        other => document.slot_of(other).map(|it| it.tier.into()),
    };
    inside.map_or_else(String::new, |it: Element| it.name(document))
}
