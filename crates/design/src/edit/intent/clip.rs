//! Copy, duplicate and paste: a clip is text that another open design understands too.

mod paste;

pub use paste::{duplicate, paste};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::movement::moving;
use crate::edit::{EditError, Record};
use crate::model::{ComputerId, Document, Element, Note, SqlPlacement};
use crate::prose::list_most;

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
    /// Notes that people have pinned to what is copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pinned: Vec<Note>,
    /// The whole design, where all that stands in it was copied: a design without anything takes it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    design: Option<Box<Document>>,
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

/// What is copied of a selection before what belongs to it: the cards, its tiers and its hosts.
fn chosen(document: &Document, elements: &[Element]) -> (Vec<Element>, Vec<Element>) {
    let mut wanted = elements.to_vec();
    for element in elements {
        if let Element::Tier(id) = element {
            wanted
                .extend(document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == *id).map(|(_, it)| it));
        }
    }
    let others = elements.iter().copied().filter(|it| matches!(it, Element::Tier(_) | Element::Host(_)));
    let mut others: Vec<Element> = others.collect();
    others.sort_by_key(|it| matches!(it, Element::Host(_)));
    (others, moving(document, &wanted))
}

/// Whether [`copy`] has something to copy.
pub fn can_copy(document: &Document, elements: &[Element]) -> bool {
    let (others, cards) = chosen(document, elements);
    !others.is_empty() || !cards.is_empty()
}

/// Copies elements with what belongs to them: host instances and standalone SQL instances of computers with their
/// databases, failover clusters of which all nodes are copied, and availability groups of which all replicas are. `None`
/// when nothing of the selection can be copied.
pub fn copy(document: &Document, elements: &[Element]) -> Option<Clip> {
    let (mut copied, cards) = chosen(document, elements);
    copied.extend(&cards);
    if copied.is_empty() {
        return None;
    }
    let mut clip = Copying { document, notes: Notes::default() };
    let computers: BTreeSet<ComputerId> =
        cards.iter().filter_map(|it| if let Element::Computer(id) = it { Some(*id) } else { None }).collect();
    clip.belongings(&computers, &mut copied);
    clip.connections(&mut copied);
    let records: Vec<Record> = copied.iter().filter_map(|it| Record::of(document, *it)).collect();
    let context = context(document, &records);
    let is_everything = document.placed().all(|(_, it)| cards.contains(&it));
    let design = is_everything.then(|| Box::new(document.clone()));
    let pinned = document.notes.iter().filter(|it| copied.contains(&it.element)).cloned().collect();
    Some(Clip { records, context, notes: clip.notes.into_words(), pinned, design })
}

/// What differs between copies and what was copied, element by element.
#[derive(Debug, Default)]
struct Notes(Vec<(String, Vec<String>)>);

impl Notes {
    /// Something is so with an element.
    fn add(&mut self, name: &str, what: impl Into<String>) {
        let what = what.into();
        match self.0.iter_mut().find(|(other, _)| *other == what) {
            Some((_, names)) => names.push(name.to_owned()),
            None => self.0.push((what, vec![name.to_owned()])),
        }
    }

    /// One clause for all elements with which the same is so.
    fn into_words(self) -> Vec<String> {
        let words = |(what, names): (String, Vec<String>)| format!("{}: {what}", list_most(&names, MOST_NAMED));
        self.0.into_iter().map(words).collect()
    }
}

/// Elements that a note names.
const MOST_NAMED: usize = 8;

struct Copying<'a> {
    document: &'a Document,
    notes: Notes,
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
                self.notes.add(&cluster.name, "not copied, because only some of its nodes are");
            }
        }
        copied.extend(groups.iter().map(|id| Element::from(*id)));
        let mut instances = BTreeSet::new();
        for (id, sql) in &document.sql_instances {
            let comes = match sql.placement {
                SqlPlacement::Standalone(computer) => computers.contains(&computer),
                SqlPlacement::Clustered(group) => groups.contains(&group),
            };
            if comes {
                instances.insert(*id);
                copied.push((*id).into());
                copied.extend(document.databases_on(*id).map(Element::from));
            }
        }
        for (id, group) in &document.availability_groups {
            let inside = group.replicas.iter().filter(|it| instances.contains(&it.sql_instance)).count();
            if inside > 0 && inside == group.replicas.len() {
                copied.push((*id).into());
            } else if inside > 0 {
                self.notes.add(&group.name, "not copied, because only some of its replicas are");
            }
        }
        for (id, storage) in &document.storages {
            let shared_outside = storage.is_shared() == Some(true) && !storage.attached.is_subset(computers);
            if !storage.attached.is_disjoint(computers) && !shared_outside {
                copied.push((*id).into());
            }
        }
    }

    fn connections(&mut self, copied: &mut Vec<Element>) {
        let there: BTreeSet<Element> = copied.iter().copied().collect();
        let name = |element: Element| element.name(self.document);
        for (id, it) in &self.document.connections {
            match (there.contains(&it.from), there.contains(&it.to)) {
                (true, true) => copied.push((*id).into()),
                (true, false) => self.notes.add(&name(it.from), format!("no connection to {}", name(it.to))),
                (false, true) => self.notes.add(&name(it.to), format!("no connection from {}", name(it.from))),
                (false, false) => {}
            }
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
            Record::Database(_, it) => wanted.extend(it.biztalk_group.map(Element::from)),
            _ => {}
        }
    }
    let hosts: BTreeSet<Element> = records.iter().map(Record::element).chain(wanted.iter().copied()).collect();
    let handlers = document.handlers.iter().filter(|(_, it)| hosts.contains(&it.host.into()));
    let handlers: Vec<Element> = handlers.map(|(id, _)| (*id).into()).collect();
    wanted.extend(handlers);
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
