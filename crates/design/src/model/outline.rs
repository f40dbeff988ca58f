//! The design as a tree, as one reads it aloud: site, tier, failover cluster or availability group, computer, what runs
//! on it; then the connections. Keyboards, screen readers and the list view walk it.

use std::collections::BTreeMap;

use super::index::Index;
use super::{ComputerId, Document, Element, SiteId, SqlInstanceId, StorageId, TierId};

/// A place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// What stands here.
    pub element: Element,
    /// The row of what holds it; `None` = nothing does.
    pub parent: Option<usize>,
    /// How many rows hold it, one within the other.
    pub depth: usize,
    /// Which one of its kind it is among what its holder holds, from 1.
    pub position: usize,
    /// How many of its kind its holder holds.
    pub count: usize,
}

/// The design as a tree in reading order: holders before what they hold. Each element stands in it once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    rows: Vec<OutlineRow>,
    at: BTreeMap<Element, usize>,
}

impl Outline {
    /// Reads a design.
    pub fn of(document: &Document) -> Self {
        let index = Index::new(document);
        let mut maker = Maker { index: &index, disks: own_disks(document), outline: Self::default() };
        let mut placed: BTreeMap<TierId, Vec<Element>> = BTreeMap::new();
        for (slot, element) in document.placed_elements() {
            placed.entry(slot.tier).or_default().push(element);
        }
        for (site, tiers) in sites(document) {
            let site = Some(maker.push(site.into(), None));
            for tier in tiers {
                let row = Some(maker.push(tier.into(), site));
                let placed = placed.get(&tier).map(Vec::as_slice).unwrap_or_default();
                for element in placed {
                    maker.placed(*element, placed, row);
                }
            }
        }
        maker.connections();
        maker.outline.count();
        maker.outline
    }

    /// Every row, in reading order.
    pub fn rows(&self) -> &[OutlineRow] {
        &self.rows
    }

    /// The number of an element's row; `None` for what is not in the tree, such as hosts and BizTalk groups.
    pub fn position(&self, element: Element) -> Option<usize> {
        self.at.get(&element).copied()
    }

    /// The row of an element.
    pub fn row(&self, element: Element) -> Option<&OutlineRow> {
        self.rows.get(self.position(element)?)
    }

    /// What holds an element.
    pub fn parent(&self, element: Element) -> Option<Element> {
        let parent = self.row(element)?.parent?;
        self.rows.get(parent).map(|it| it.element)
    }

    /// What an element holds directly, in order.
    pub fn children(&self, element: Element) -> impl Iterator<Item = Element> + '_ {
        let at = self.position(element);
        let below = self.rows.get(at.map_or(self.rows.len(), |it| it + 1)..).unwrap_or_default();
        let depth = self.row(element).map_or(usize::MAX, |it| it.depth);
        below.iter().take_while(move |it| it.depth > depth).filter(move |it| it.parent == at).map(|it| it.element)
    }

    /// The neighbor of an element among what its holder holds, `step` rows on; the element itself at both ends.
    pub fn sibling(&self, element: Element, step: isize) -> Element {
        let Some(row) = self.row(element) else { return element };
        let beside: Vec<Element> = self.rows.iter().filter(|it| it.parent == row.parent).map(|it| it.element).collect();
        let at = beside.iter().position(|it| *it == element).unwrap_or(0).saturating_add_signed(step);
        beside.get(at.min(beside.len().saturating_sub(1))).copied().unwrap_or(element)
    }

    fn count(&mut self) {
        let mut counts: BTreeMap<(Option<usize>, &str), usize> = BTreeMap::new();
        let key = |row: &OutlineRow| (row.parent, row.element.kind());
        for row in &mut self.rows {
            let count = counts.entry(key(row)).or_default();
            *count += 1;
            row.position = *count;
        }
        for row in &mut self.rows {
            row.count = counts.get(&key(row)).copied().unwrap_or_default();
        }
    }
}

/// The sites with their tiers, in the order in which the canvas has their first tier.
fn sites(document: &Document) -> Vec<(SiteId, Vec<TierId>)> {
    let mut sites: Vec<(SiteId, Vec<TierId>)> = Vec::new();
    for tier in document.tier_rows.iter().flatten() {
        let Some(site) = document.tiers.get(tier).map(|it| it.site) else { continue };
        match sites.iter_mut().find(|(it, _)| *it == site) {
            Some((_, tiers)) => tiers.push(*tier),
            None => sites.push((site, vec![*tier])),
        }
    }
    let empty = document.sites.keys().filter(|id| sites.iter().all(|(it, _)| it != *id));
    let empty: Vec<_> = empty.map(|id| (*id, Vec::new())).collect();
    sites.extend(empty);
    sites
}

/// The storage that only the computers it is attached to use, by computer.
fn own_disks(document: &Document) -> BTreeMap<ComputerId, Vec<StorageId>> {
    let mut disks: BTreeMap<ComputerId, Vec<StorageId>> = BTreeMap::new();
    for (id, storage) in document.storages.iter().filter(|(_, it)| it.is_shared() != Some(true)) {
        for computer in &storage.attached {
            disks.entry(*computer).or_default().push(*id);
        }
    }
    disks
}

struct Maker<'a, 'd> {
    index: &'a Index<'d>,
    disks: BTreeMap<ComputerId, Vec<StorageId>>,
    outline: Outline,
}

impl Maker<'_, '_> {
    /// Adds a row, unless the element has one; returns its number.
    fn push(&mut self, element: Element, parent: Option<usize>) -> usize {
        let next = self.outline.rows.len();
        if let Some(at) = self.outline.at.get(&element) {
            return *at;
        }
        let depth = parent.and_then(|it| self.outline.rows.get(it)).map_or(0, |it| it.depth + 1);
        self.outline.rows.push(OutlineRow { element, parent, depth, position: 0, count: 0 });
        self.outline.at.insert(element, next);
        next
    }

    /// A card, within the box that it is drawn in. The box brings all its cards of the same tier, so that they follow it.
    fn placed(&mut self, element: Element, of_tier: &[Element], tier: Option<usize>) {
        if self.outline.at.contains_key(&element) {
            return;
        }
        let Element::Computer(id) = element else {
            self.push(element, tier);
            return;
        };
        let Some(holder) = self.holder(id) else { return self.computer(id, tier) };
        let is_first = !self.outline.at.contains_key(&holder);
        let row = Some(self.push(holder, tier));
        if is_first {
            self.shared(holder, row);
        }
        // What a box of another tier holds stands in its own tier: one reads it where it is drawn.
        let parent = if is_first { row } else { tier };
        for element in of_tier {
            if let Element::Computer(member) = element
                && self.holder(*member) == Some(holder)
            {
                self.computer(*member, parent);
            }
        }
    }

    /// The failover cluster of a computer, else the availability group that it carries a replica of.
    fn holder(&self, computer: ComputerId) -> Option<Element> {
        let on = self.index.on(computer);
        let group = || on.replicas.first().map(|(id, _)| Element::AvailabilityGroup(*id));
        on.failover_cluster.map(Element::FailoverCluster).or_else(group)
    }

    /// What belongs to a box as a whole: cluster resource groups and shared storage.
    fn shared(&mut self, holder: Element, row: Option<usize>) {
        let Element::FailoverCluster(id) = holder else { return };
        let index = self.index;
        for group in index.resource_groups_of(id) {
            self.push((*group).into(), row);
        }
        let nodes = index.document.failover_clusters.get(&id).map(|it| it.nodes.as_slice()).unwrap_or_default();
        for (storage, it) in &index.document.storages {
            if it.is_shared() == Some(true) && nodes.iter().any(|node| it.attached.contains(&node.computer)) {
                self.push((*storage).into(), row);
            }
        }
    }

    /// A computer with what runs on it.
    fn computer(&mut self, id: ComputerId, parent: Option<usize>) {
        let row = Some(self.push(id.into(), parent));
        let index = self.index;
        let on = index.on(id);
        for sql in &on.active_sql {
            self.sql(*sql, row);
        }
        for instance in &on.host_instances {
            self.push((*instance).into(), row);
        }
        for storage in self.disks.get(&id).cloned().unwrap_or_default() {
            self.push(storage.into(), row);
        }
    }

    fn sql(&mut self, id: SqlInstanceId, computer: Option<usize>) {
        let row = Some(self.push(id.into(), computer));
        let index = self.index;
        for database in index.databases_on(id) {
            self.push((*database).into(), row);
        }
    }

    /// The connections and the firewalls between tiers.
    fn connections(&mut self) {
        let document = self.index.document;
        for id in document.connections.keys() {
            self.push((*id).into(), None);
        }
        for id in document.firewalls.keys() {
            self.push((*id).into(), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{template, templates};

    fn lines(document: &Document) -> Vec<String> {
        let outline = Outline::of(document);
        let line = |it: &OutlineRow| {
            format!("{}{} {}/{}", "  ".repeat(it.depth), it.element.name(document), it.position, it.count)
        };
        outline.rows().iter().map(line).collect()
    }

    #[test]
    fn a_design_is_read_from_site_to_what_runs_on_each_computer() {
        let lines = lines(&template("large").unwrap().document);
        let at = |name: &str| {
            lines
                .iter()
                .position(|it| it.trim_start().starts_with(name))
                .unwrap_or_else(|| panic!("{name}: {lines:#?}"))
        };
        let depth = |name: &str| lines[at(name)].len() - lines[at(name)].trim_start().len();
        assert!(at("Receive ") < at("BTS1 ") && at("BTS1 ") < at("BTS2 ") && at("BTS2 ") < at("Processing "));
        assert_eq!((depth("Receive "), depth("BTS1 ")), (2, 4));
        assert!(at("Other databases cluster ") < at("SQL1 "));
        assert_eq!(depth("SQL1 "), depth("Other databases cluster ") + 2, "nodes stand within their failover cluster");
        assert!(lines[at("BTS2 ")].ends_with("2/2"));
        assert!(at("Internet to Receive host") > at("SQL1 "), "connections come last");
    }

    #[test]
    fn everything_that_can_be_drawn_stands_in_the_tree_of_every_template_once() {
        for template in templates() {
            let document = &template.document;
            let outline = Outline::of(document);
            for (_, element) in document.placed_elements() {
                assert!(outline.position(element).is_some(), "{}: {}", template.key, element.name(document));
            }
            for id in document.host_instances.keys() {
                assert!(outline.parent((*id).into()).is_some(), "{}", template.key);
            }
            for id in document.databases.keys() {
                assert!(outline.parent((*id).into()).is_some(), "{}", template.key);
            }
            for (number, row) in outline.rows().iter().enumerate() {
                assert!(row.parent.is_none_or(|it| it < number) && row.position <= row.count);
                assert_eq!(outline.position(row.element), Some(number));
            }
        }
    }

    #[test]
    fn neighbors_are_what_the_same_holder_holds() {
        let document = &template("large").unwrap().document;
        let outline = Outline::of(document);
        let of = |name: &str| outline.rows().iter().map(|it| it.element).find(|it| it.name(document) == name).unwrap();
        assert_eq!(outline.sibling(of("BTS1"), 1), of("BTS2"));
        assert_eq!(outline.sibling(of("BTS2"), 1), of("BTS2"));
        assert!(outline.children(of("Receive")).any(|it| it == of("BTS1")));
        assert_eq!(outline.parent(of("BTS1")), Some(of("Receive")));
    }
}
