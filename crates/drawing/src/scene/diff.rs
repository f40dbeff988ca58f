//! What another design would add to a drawing, take from it and change in it, without moving what is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::geometry::{Point, Rect};
use crate::model::index::Index;
use crate::model::{Computer, Document, Element, Endpoint, LoadBalancer, Slot};
use crate::scene::build::{SceneOptions, build_with};
use crate::scene::layout::{Detail, Layout};
use crate::scene::style::CARD_GAP;
use crate::scene::{Item, Prim, Scene};

/// What happens to something drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It becomes another one.
    Changed,
}

impl Change {
    /// The sign before the words: plus, minus or a wave.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
        }
    }
}

/// A mark over something in the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What happens to what is marked as a whole.
    pub change: Change,
    /// Its place in the drawing as it is, in world units.
    pub rect: Rect,
    /// What happens there, one line each.
    pub lines: Vec<(Change, String)>,
}

/// The difference of two designs on the drawing of the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Cards and tiers that come, where there is room for them.
    pub ghosts: Vec<Item>,
    /// What is marked.
    pub marks: Vec<Mark>,
}

/// Compares the design of a drawing with another one.
pub fn difference(before: &Document, layout: &Layout, after: &Document) -> Difference {
    let index = Index::new(after);
    let next = Layout::of(&index, layout.detail);
    let compact = Layout::of(&index, Detail::Compact);
    let options = SceneOptions { show_connections: false, ..SceneOptions::default() };
    let scene = build_with(&index, &compact, &options);
    let mut tracer = Tracer::new(before, after, layout, (&next, &compact, &scene));
    let all: BTreeSet<Element> = Element::all(before).into_iter().chain(Element::all(after)).collect();
    for element in all.iter().copied().filter(|it| stands_alone(*it)) {
        if !element.exists(before) {
            tracer.ghost(element);
        }
    }
    for element in all {
        match (element.exists(before), element.exists(after)) {
            (false, true) => tracer.comes(element),
            (true, false) => tracer.goes(element),
            _ if is_changed(before, after, element) => tracer.changes(element),
            _ => {}
        }
    }
    tracer.finish()
}

/// Whether an element is drawn on its own: the kinds with a slot, and tiers.
const fn stands_alone(element: Element) -> bool {
    matches!(element, Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_) | Element::Tier(_))
}

/// Whether an element differs in more than its place.
fn is_changed(before: &Document, after: &Document, element: Element) -> bool {
    if !element.differs(before, after) {
        return false;
    }
    let slot = Slot::default();
    match element {
        Element::Computer(id) => {
            let at = |document: &Document| document.computers.get(&id).map(|it| Computer { slot, ..it.clone() });
            at(before) != at(after)
        }
        Element::LoadBalancer(id) => {
            let at =
                |document: &Document| document.load_balancers.get(&id).map(|it| LoadBalancer { slot, ..it.clone() });
            at(before) != at(after)
        }
        Element::Endpoint(id) => {
            let at = |document: &Document| document.endpoints.get(&id).map(|it| Endpoint { slot, ..it.clone() });
            at(before) != at(after)
        }
        _ => true,
    }
}

struct Tracer<'a> {
    before: &'a Document,
    after: &'a Document,
    layout: &'a Layout,
    /// The layout of the other design, to tell what is drawn on which card.
    next: &'a Layout,
    /// The same with small cards, and its drawing: what comes is shown as such.
    compact: &'a Layout,
    scene: &'a Scene,
    ghosts: Vec<Item>,
    /// Where the cards that come stand.
    placed: BTreeMap<Element, Rect>,
    /// What happens at the places of the drawing.
    lines: BTreeMap<Element, Vec<(Change, String)>>,
    removed: Vec<Mark>,
}

impl<'a> Tracer<'a> {
    fn new(
        before: &'a Document,
        after: &'a Document,
        layout: &'a Layout,
        (next, compact, scene): (&'a Layout, &'a Layout, &'a Scene),
    ) -> Self {
        let (ghosts, removed) = (Vec::new(), Vec::new());
        let (placed, lines) = (BTreeMap::new(), BTreeMap::new());
        Self { before, after, layout, next, compact, scene, ghosts, placed, lines, removed }
    }

    /// Puts a new card or tier where there is room, near the place it will have.
    fn ghost(&mut self, element: Element) {
        let Some(item) = self.scene.items.iter().find(|it| it.element == Some(element)) else { return };
        let Some(future) = self.compact.rect_of(element) else { return };
        let wanted = self.wanted(element, future);
        let (dx, dy) = (wanted.min.x - future.min.x, wanted.min.y - future.min.y);
        let mut item = item.clone();
        move_by(&mut item, dx, dy);
        self.placed.insert(element, wanted);
        if matches!(element, Element::Tier(_)) {
            self.ghosts.insert(0, item);
        } else {
            self.ghosts.push(item);
        }
    }

    /// Right of the cards of its row, or over the lower edge of its tier, which hides nothing. A new tier stands below
    /// the drawing, with its cards where they will be.
    fn wanted(&self, element: Element, future: Rect) -> Rect {
        let to = |x: f32, y: f32| future.translate(x - future.min.x, y - future.min.y);
        let Some(tier) = self.after.slot_of(element).map(|slot| Element::Tier(slot.tier)) else {
            let bounds = self.layout.bounds;
            let tiers = self.placed.iter().filter(|(it, _)| matches!(it, Element::Tier(_)));
            let below: f32 = tiers.map(|(_, it)| it.height() + CARD_GAP).sum();
            return to(bounds.min.x + CARD_GAP, bounds.max.y + below);
        };
        let Some(now) = self.layout.rect_of(tier) else {
            let places = self.placed.get(&tier).zip(self.compact.rect_of(tier));
            let offset = |(now, then): (&Rect, Rect)| (now.min.x - then.min.x, now.min.y - then.min.y);
            let (dx, dy) = places.map_or((0.0, 0.0), offset);
            return future.translate(dx, dy);
        };
        let cards = self.cards_in(now);
        let right = cards.iter().map(|it| it.max.x).fold(now.min.x, f32::max) + 2.0 * CARD_GAP;
        let top = cards.iter().map(|it| it.min.y).reduce(f32::min).unwrap_or(now.min.y + 3.0 * CARD_GAP);
        let beside = to(right, top);
        if beside.max.x <= now.max.x && !cards.iter().any(|it| it.overlaps(&beside)) {
            return beside;
        }
        let cards = self.placed.iter().filter(|(it, rect)| !matches!(it, Element::Tier(_)) && rect.overlaps(&now));
        let x = now.max.x - CARD_GAP - (future.width() + CARD_GAP) * (cards.count() as f32 + 1.0);
        to(x.max(now.min.x), now.max.y - future.height() * 0.6)
    }

    /// The cards in a tier, those that come included.
    fn cards_in(&self, tier: Rect) -> Vec<Rect> {
        let is_card = |it: Element| is_owner(it) && !matches!(it, Element::Tier(_));
        let drawn = self.layout.parts().iter().filter(|(it, _)| is_card(*it)).map(|(_, rect)| *rect);
        let coming = self.placed.iter().filter(|(it, _)| is_card(**it)).map(|(_, rect)| *rect);
        drawn.chain(coming).filter(|it| tier.overlaps(it)).collect()
    }

    fn comes(&mut self, element: Element) {
        let name = element.name(self.after);
        match element {
            Element::FailoverCluster(_) | Element::AvailabilityGroup(_) => self.note(element, Change::Added, name),
            _ if self.placed.contains_key(&element) => self.note(element, Change::Added, name),
            _ => {
                if let Some(owner) = card_of(self.next, element).filter(|it| it.exists(self.before)) {
                    self.note(owner, Change::Added, name);
                }
            }
        }
    }

    fn goes(&mut self, element: Element) {
        if let Some(rect) = self.layout.rect_of(element) {
            let lines = vec![(Change::Removed, element.name(self.before))];
            self.removed.push(Mark { change: Change::Removed, rect, lines });
        }
    }

    fn changes(&mut self, element: Element) {
        let name = element.name(self.after);
        let layout = self.layout;
        let owner = |it: Element| {
            if is_owner(it) { layout.rect_of(it).map(|_| it) } else { card_of(layout, it) }
        };
        let owners: BTreeSet<Element> = match element {
            Element::Host(host) => {
                let instances = self.before.host_instances.iter().filter(|(_, it)| it.host == host);
                instances.filter_map(|(id, _)| owner((*id).into())).collect()
            }
            Element::Handler(id) => {
                let host = self.before.handlers.get(&id).map(|it| it.host);
                let instances = self.before.host_instances.iter().filter(|(_, it)| Some(it.host) == host);
                instances.filter_map(|(id, _)| owner((*id).into())).collect()
            }
            other => owner(other).into_iter().collect(),
        };
        for owner in owners {
            self.note(owner, Change::Changed, name.clone());
        }
    }

    fn note(&mut self, owner: Element, change: Change, words: String) {
        let lines = self.lines.entry(owner).or_default();
        if !lines.contains(&(change, words.clone())) {
            lines.push((change, words));
        }
    }

    /// The place of an owner: its own, that of the ghost, or round the nodes of a cluster that comes.
    fn place_of(&self, owner: Element) -> Option<Rect> {
        let place = |it: Element| self.layout.rect_of(it).or_else(|| self.placed.get(&it).copied());
        let around = |mut computers: Vec<Element>| {
            computers.dedup();
            computers.into_iter().filter_map(place).reduce(|one, other| one.union(&other)).map(|it| it.expand(8.0))
        };
        place(owner).or_else(|| match owner {
            Element::FailoverCluster(id) => {
                let cluster = self.after.failover_clusters.get(&id)?;
                around(cluster.nodes.iter().map(|it| it.computer.into()).collect())
            }
            Element::AvailabilityGroup(id) => {
                let group = self.after.availability_groups.get(&id)?;
                let active = group.replicas.iter().filter_map(|it| self.after.active_computer_of_sql(it.sql_instance));
                around(active.map(Element::from).collect())
            }
            _ => None,
        })
    }

    fn finish(self) -> Difference {
        let mut marks = Vec::new();
        for (owner, lines) in &self.lines {
            let Some(rect) = self.place_of(*owner) else { continue };
            let is_new = !owner.exists(self.before);
            let change = if is_new { Change::Added } else { Change::Changed };
            marks.push(Mark { change, rect, lines: lines.clone() });
        }
        marks.extend(self.removed);
        Difference { ghosts: self.ghosts, marks }
    }
}

/// Whether an element owns a card or a box.
const fn is_owner(element: Element) -> bool {
    stands_alone(element) || matches!(element, Element::FailoverCluster(_) | Element::AvailabilityGroup(_))
}

/// The card or box that an element is drawn on.
fn card_of(layout: &Layout, element: Element) -> Option<Element> {
    let parts = layout.parts();
    let at = parts.iter().position(|(it, _)| *it == element)?;
    let (_, rect) = parts.get(at)?;
    let holds = |it: &&(Element, Rect)| is_owner(it.0) && it.1.contains(rect.center());
    parts.get(..at)?.iter().rev().find(holds).map(|(it, _)| *it)
}

fn move_by(item: &mut Item, dx: f32, dy: f32) {
    let point = |it: &mut Point| *it = Point::new(it.x + dx, it.y + dy);
    item.bounds = item.bounds.translate(dx, dy);
    for prim in &mut item.prims {
        match prim {
            Prim::Rect { rect, .. } | Prim::Link { rect, .. } => *rect = rect.translate(dx, dy),
            Prim::Line { points, .. } | Prim::Polygon { points, .. } => points.iter_mut().for_each(point),
            Prim::Circle { center, .. } => point(center),
            Prim::Text { baseline, .. } => point(baseline),
        }
    }
}

#[cfg(test)]
mod tests;
