//! Copy, duplicate and paste: a clip is text that another open design understands too.

mod paste;

pub use paste::{duplicate, paste};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::movement::moving;
use crate::edit::{EditError, Record};
use crate::model::{ComputerId, Document, Element, SqlPlacement};

/// The first line of a clip as text, so that other text in the clipboard is left alone.
const HEADER: &str = "// Tierwright elements, version 1";

/// Copied elements with what belongs to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// What is copied.
    records: Vec<Record>,
    /// What the copies refer to and share: tiers, hosts, BizTalk groups, physical hosts.
    context: Vec<Record>,
    /// What was left behind, in words.
    notes: Vec<String>,
}

impl Clip {
    /// The clip as text for the clipboard.
    ///
    /// # Errors
    /// The text cannot be written.
    pub fn to_text(&self) -> Result<String, EditError> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new().struct_names(false));
        let text = text.map_err(|error| EditError::Refused(error.to_string()))?;
        Ok(format!("{HEADER}\n{text}\n"))
    }

    /// Reads a clip; `None` when the text is something else.
    pub fn from_text(text: &str) -> Option<Self> {
        let rest = text.trim_start().strip_prefix(HEADER)?;
        ron::from_str(rest).ok()
    }

    /// What was left behind when copying, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What stands in slots, as elements of the design it was copied from.
    pub fn placed(&self) -> impl Iterator<Item = (&Record, crate::model::Slot)> {
        self.records.iter().filter_map(|it| Some((it, it.slot()?)))
    }
}

/// Copies elements with what belongs to them: host instances and standalone SQL instances of computers, and failover
/// clusters of which all nodes are copied. `None` when nothing of the selection can be copied.
pub fn copy(document: &Document, elements: &[Element]) -> Option<Clip> {
    let mut wanted = elements.to_vec();
    for element in elements {
        if let Element::Tier(id) = element {
            wanted
                .extend(document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == *id).map(|(_, it)| it));
        }
    }
    let cards = moving(document, &wanted);
    let tiers = elements.iter().copied().filter(|it| matches!(it, Element::Tier(_)));
    let hosts = elements.iter().copied().filter(|it| matches!(it, Element::Host(_)));
    let mut copied: Vec<Element> = tiers.chain(hosts).chain(cards.iter().copied()).collect();
    if copied.is_empty() {
        return None;
    }
    let mut clip = Copying { document, notes: Vec::new() };
    let computers: BTreeSet<ComputerId> =
        cards.iter().filter_map(|it| if let Element::Computer(id) = it { Some(*id) } else { None }).collect();
    clip.belongings(&computers, &mut copied);
    clip.connections(&mut copied);
    let records: Vec<Record> = copied.iter().filter_map(|it| Record::of(document, *it)).collect();
    let context = context(document, &records);
    Some(Clip { records, context, notes: clip.notes })
}

struct Copying<'a> {
    document: &'a Document,
    notes: Vec<String>,
}

impl Copying<'_> {
    fn belongings(&mut self, computers: &BTreeSet<ComputerId>, copied: &mut Vec<Element>) {
        let document = self.document;
        for computer in computers {
            copied.extend(document.host_instances_on(*computer).map(Element::from));
        }
        let mut groups = BTreeSet::new();
        for (id, cluster) in &document.failover_clusters {
            let inside = cluster.nodes.iter().filter(|it| computers.contains(&it.computer)).count();
            if inside > 0 && inside == cluster.nodes.len() {
                copied.push((*id).into());
                groups.extend(super::clusters::groups_of(document, *id));
            } else if inside > 0 {
                self.notes.push(format!("{} was not copied: only some of its nodes were", cluster.name));
            }
        }
        copied.extend(groups.iter().map(|id| Element::from(*id)));
        let mut databases = 0;
        for (id, sql) in &document.sql_instances {
            let comes = match sql.placement {
                SqlPlacement::Standalone(computer) => computers.contains(&computer),
                SqlPlacement::Clustered(group) => groups.contains(&group),
            };
            if comes {
                copied.push((*id).into());
                databases += document.databases_on(*id).count();
            }
        }
        if databases > 0 {
            self.notes.push("databases stay where they are: each BizTalk database exists once".to_owned());
        }
        for (id, storage) in &document.storages {
            let shared_outside = storage.is_shared() == Some(true) && !storage.attached.is_subset(computers);
            if !storage.attached.is_disjoint(computers) && !shared_outside {
                copied.push((*id).into());
            }
        }
    }

    fn connections(&mut self, copied: &mut Vec<Element>) {
        let has = |element: Element, copied: &[Element]| copied.contains(&element);
        let mut outside = 0;
        let mut inner = Vec::new();
        for (id, it) in &self.document.connections {
            match (has(it.from, copied), has(it.to, copied)) {
                (true, true) => inner.push(Element::from(*id)),
                (true, false) | (false, true) => outside += 1,
                (false, false) => {}
            }
        }
        copied.extend(inner);
        match outside {
            0 => {}
            1 => self.notes.push("1 connection to an element outside was not copied".to_owned()),
            _ => self.notes.push(format!("{outside} connections to elements outside were not copied")),
        }
    }
}

/// What records refer to without owning it.
fn context(document: &Document, records: &[Record]) -> Vec<Record> {
    let mut wanted: BTreeSet<Element> = BTreeSet::new();
    for record in records {
        if let Some(slot) = record.slot() {
            wanted.insert(slot.tier.into());
        }
        match record {
            Record::Computer(_, it) => {
                wanted.extend(it.biztalk_groups.iter().map(|id| Element::from(*id)));
                wanted.extend(it.physical_host.map(Element::from));
            }
            Record::HostInstance(_, it) => {
                wanted.insert(it.host.into());
            }
            Record::LoadBalancer(_, it) => wanted.extend(it.serves.iter().map(|id| Element::from(*id))),
            Record::Host(_, it) => {
                wanted.insert(it.biztalk_group.into());
            }
            _ => {}
        }
    }
    let groups: Vec<Element> = wanted
        .iter()
        .filter_map(|it| if let Element::Host(id) = it { document.hosts.get(id) } else { None })
        .map(|host| host.biztalk_group.into())
        .collect();
    wanted.extend(groups);
    wanted.into_iter().filter_map(|it| Record::of(document, it)).collect()
}

#[cfg(test)]
mod tests;
