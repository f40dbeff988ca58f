//! Putting a clip into a design: new ids, names that count on, links among the copies kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clip, copy};
use crate::edit::intent::ids::continued_name;
use crate::edit::intent::movement::clear_of_clusters;
use crate::edit::intent::palette::{Subject, refusal_of};
use crate::edit::intent::slots::next_free_slot;
use crate::edit::intent::tiers::{primary_site, with_new_tier};
use crate::edit::{Draft, Edit, EditCommand, EditError, Record};
use crate::model::{
    BizTalkGroupId, Connection, Document, Element, Host, HostId, PhysicalHostId, ResourceKind, Role, Slot,
    SqlPlacement, TierId, Witness,
};

/// Puts a clip into a design. `at` is where its first element goes when it comes from one tier that is not refused
/// there; everything else goes to a tier of the kind it comes from. Returns the edit and what was left behind, in words.
///
/// # Errors
/// No tier takes the elements.
pub fn paste(document: &Document, clip: &Clip, at: Option<Slot>) -> Result<(Edit, Vec<String>), EditError> {
    Pasting::new(document, clip).run("Paste", at)
}

/// Copies elements and pastes them behind themselves. Returns the edit and what was left behind, in words.
///
/// # Errors
/// Nothing of the selection can be copied.
pub fn duplicate(document: &Document, elements: &[Element]) -> Result<(Edit, Vec<String>), EditError> {
    let nothing = || EditError::Refused("select computers, load balancers, systems or tiers to duplicate".to_owned());
    let clip = copy(document, elements).ok_or_else(nothing)?;
    let last = clip.placed().map(|(_, slot)| slot).max();
    let at = last.map(|last| last.right());
    let whole_tiers = elements.iter().any(|it| matches!(it, Element::Tier(_)));
    Pasting::new(document, &clip).run("Duplicate", at.filter(|_| !whole_tiers))
}

struct Pasting<'a> {
    clip: &'a Clip,
    draft: Draft<'a>,
    /// From the elements of the clip to their copies, and from its context to what stands for it here.
    map: BTreeMap<Element, Element>,
    /// Old and new names of copies, for what is named after them.
    renamed: Vec<(String, String)>,
    notes: Vec<String>,
}

impl<'a> Pasting<'a> {
    fn new(document: &'a Document, clip: &'a Clip) -> Self {
        let notes = clip.notes.clone();
        Self { clip, draft: Draft::of(document), map: BTreeMap::new(), renamed: Vec::new(), notes }
    }

    fn run(mut self, verb: &str, at: Option<Slot>) -> Result<(Edit, Vec<String>), EditError> {
        self.context();
        self.tiers()?;
        let slots = self.slots(at)?;
        self.ids();
        let mut select = Vec::new();
        for record in self.clip.records.clone() {
            let Some(copy) = self.copied(&record, &slots) else { continue };
            if copy.slot().is_some() {
                select.push(copy.element());
            }
            self.draft.put(copy);
        }
        if select.is_empty() {
            select.extend(self.clip.records.iter().filter_map(|it| self.map.get(&it.element())));
        }
        let what = crate::edit::intent::counted(self.draft.document(), &select);
        let edit = self.draft.finish(format!("{verb} {what}")).selecting(select);
        Ok((edit, self.notes))
    }

    /// Finds here what the clip refers to: the same element, else one of the same name; a host is made when missing.
    fn context(&mut self) {
        let clip = self.clip;
        let (hosts, others): (Vec<&Record>, Vec<&Record>) =
            clip.context.iter().partition(|it| matches!(it, Record::Host(..)));
        for record in others {
            let found = self.same(record).or_else(|| match record {
                Record::BizTalkGroup(..) => self.draft.document().biztalk_groups.keys().next().map(|id| (*id).into()),
                _ => None,
            });
            if let Some(found) = found {
                self.map.insert(record.element(), found);
            }
        }
        for record in hosts {
            let Record::Host(_, host) = record else { continue };
            let found = self.same(record).or_else(|| self.new_host(host));
            if let Some(found) = found {
                self.map.insert(record.element(), found);
            }
        }
    }

    fn same(&self, record: &Record) -> Option<Element> {
        let document = self.draft.document();
        let name = name_of(record)?;
        let own = record.element();
        if Record::of(document, own).as_ref().and_then(name_of) == Some(name) {
            return Some(own);
        }
        match record {
            Record::Host(..) => document.hosts.iter().find(|(_, it)| it.name == name).map(|(id, _)| (*id).into()),
            Record::BizTalkGroup(..) => {
                document.biztalk_groups.iter().find(|(_, it)| it.name == name).map(|(id, _)| (*id).into())
            }
            Record::PhysicalHost(..) => {
                document.physical_hosts.iter().find(|(_, it)| it.name == name).map(|(id, _)| (*id).into())
            }
            _ => None,
        }
    }

    fn new_host(&mut self, host: &Host) -> Option<Element> {
        let biztalk_group = self.group(host.biztalk_group)?;
        let id: HostId = self.draft.id();
        let copy = Host { biztalk_group, is_default: false, clustered_in: None, ..host.clone() };
        self.draft.put(Record::Host(id, copy));
        Some(id.into())
    }

    fn group(&self, id: BizTalkGroupId) -> Option<BizTalkGroupId> {
        match self.map.get(&id.into()) {
            Some(Element::BizTalkGroup(id)) => Some(*id),
            _ => None,
        }
    }

    /// Adds the copied tiers.
    fn tiers(&mut self) -> Result<(), EditError> {
        for record in &self.clip.records {
            let Record::Tier(old, tier) = record else { continue };
            let id: TierId = self.draft.id();
            let document = self.draft.document();
            let site = Some(tier.site).filter(|it| document.sites.contains_key(it)).or_else(|| primary_site(document));
            let Some(site) = site else { continue };
            let taken = |name: &str| document.tiers.values().any(|it| it.name == name);
            let names = std::iter::once(tier.name.clone()).chain((2..).map(|number| format!("{} {number}", tier.name)));
            let name = names.into_iter().find(|it| !taken(it)).unwrap_or_default();
            let rows = with_new_tier(document, id, tier.kind);
            self.draft.put(Record::Tier(id, crate::model::Tier { name, site, ..tier.clone() }));
            self.draft.run(EditCommand::ArrangeTiers(rows))?;
            self.map.insert((*old).into(), id.into());
        }
        Ok(())
    }

    /// The slot of each copy.
    fn slots(&self, at: Option<Slot>) -> Result<BTreeMap<Element, Slot>, EditError> {
        let mut rows: BTreeMap<(TierId, u32), Vec<(u32, &Record)>> = BTreeMap::new();
        for (record, slot) in self.clip.placed() {
            rows.entry((slot.tier, slot.row)).or_default().push((slot.column, record));
        }
        let sources: BTreeSet<TierId> = rows.keys().map(|(tier, _)| *tier).collect();
        let at = at.filter(|slot| sources.len() == 1 && self.takes_all(slot.tier));
        let mut slots = BTreeMap::new();
        let mut next: BTreeMap<TierId, Slot> = BTreeMap::new();
        let mut first_row = None;
        for ((source, row), mut cells) in rows {
            cells.sort_by_key(|(column, record)| (*column, record.element()));
            let start = if let Some(at) = at {
                let first = *first_row.get_or_insert(row);
                let slot = Slot { row: at.row.saturating_add(row - first), ..at };
                clear_of_clusters(self.draft.document(), &[], self.end_limited(slot))
            } else {
                let tier = self.tier_for(source)?;
                let free = next_free_slot(self.draft.document(), tier);
                let start = next.get(&tier).copied().unwrap_or(free);
                next.insert(tier, Slot { tier, row: start.row.saturating_add(1), column: 0 });
                start
            };
            for (offset, (_, record)) in (0..).zip(cells) {
                slots.insert(record.element(), Slot { column: start.column.saturating_add(offset), ..start });
            }
        }
        Ok(slots)
    }

    fn end_limited(&self, slot: Slot) -> Slot {
        let row = self.draft.document().placed_elements().into_iter().map(|(it, _)| it);
        let end = row.filter(|it| it.tier == slot.tier && it.row == slot.row).map(|it| it.column + 1).max();
        Slot { column: slot.column.min(end.unwrap_or(0)), ..slot }
    }

    fn takes_all(&self, tier: TierId) -> bool {
        let slot = Slot::first(tier);
        let mut subjects = self.clip.placed().map(|(record, _)| self.subject(record));
        subjects.all(|it| refusal_of(self.draft.document(), it, slot.into()).is_none())
    }

    fn subject(&self, record: &Record) -> Subject {
        match record {
            Record::Endpoint(_, it) => Subject::Endpoint(it.kind),
            Record::Computer(id, it) => Subject::of_copied_computer(
                it,
                self.clip.records.iter().any(|other| match other {
                    Record::SqlInstance(_, sql) => sql.placement == SqlPlacement::Standalone(*id),
                    Record::ResourceGroup(_, group) => group.possible_owners.contains(id),
                    _ => false,
                }),
            ),
            _ => Subject::LoadBalancer,
        }
    }

    /// The tier that stands for a tier of the clip: its copy, itself, else the first of its kind that takes everything.
    fn tier_for(&self, source: TierId) -> Result<TierId, EditError> {
        if let Some(Element::Tier(copy)) = self.map.get(&source.into()) {
            return Ok(*copy);
        }
        let document = self.draft.document();
        let kind = self.clip.context.iter().find_map(|it| match it {
            Record::Tier(id, tier) if *id == source => Some(tier.kind),
            _ => None,
        });
        let of_kind = |id: &TierId| kind.is_some() && document.tiers.get(id).map(|it| it.kind) == kind;
        let own = Some(source).filter(of_kind);
        let same_kind = || document.tier_rows.iter().flatten().copied().find(of_kind);
        let any = || document.tier_rows.iter().flatten().copied().find(|id| self.takes_all(*id));
        own.or_else(same_kind)
            .or_else(any)
            .ok_or_else(|| EditError::Refused("no tier takes what was copied: add one first".to_owned()))
    }

    /// Gives every copy its id, so that links among copies can be kept in any order.
    fn ids(&mut self) {
        for record in &self.clip.records {
            let old = record.element();
            let new = match old {
                Element::Computer(_) => Element::Computer(self.draft.id()),
                Element::FailoverCluster(_) => Element::FailoverCluster(self.draft.id()),
                Element::ResourceGroup(_) => Element::ResourceGroup(self.draft.id()),
                Element::SqlInstance(_) => Element::SqlInstance(self.draft.id()),
                Element::HostInstance(_) => Element::HostInstance(self.draft.id()),
                Element::Host(_) => Element::Host(self.draft.id()),
                Element::LoadBalancer(_) => Element::LoadBalancer(self.draft.id()),
                Element::Endpoint(_) => Element::Endpoint(self.draft.id()),
                Element::Connection(_) => Element::Connection(self.draft.id()),
                Element::Storage(_) => Element::Storage(self.draft.id()),
                _ => continue,
            };
            self.map.insert(old, new);
        }
    }

    fn note(&mut self, text: &str) {
        if !self.notes.iter().any(|it| it == text) {
            self.notes.push(text.to_owned());
        }
    }

    /// A name for a copy: counts on, unless it is made of the name of another copy.
    fn name(&mut self, old: &str) -> String {
        let after = self.renamed.iter().find(|(before, _)| old.starts_with(before.as_str()));
        let new = match after {
            Some((before, after)) => old.replacen(before.as_str(), after, 1),
            None => continued_name(self.draft.document(), old),
        };
        if after.is_none() {
            self.renamed.push((old.to_owned(), new.clone()));
        }
        new
    }

    fn mapped<T: Copy + Into<Element>>(&self, id: T) -> Option<Element> {
        self.map.get(&id.into()).copied()
    }
}

fn name_of(record: &Record) -> Option<&str> {
    match record {
        Record::Host(_, it) => Some(&it.name),
        Record::BizTalkGroup(_, it) => Some(&it.name),
        Record::PhysicalHost(_, it) => Some(&it.name),
        Record::Tier(_, it) => Some(&it.name),
        _ => None,
    }
}

/// Takes the id out of a mapped element of a kind.
macro_rules! id_of {
    ($self:ident, $kind:ident, $id:expr) => {
        match $self.mapped($id) {
            Some(Element::$kind(id)) => Some(id),
            _ => None,
        }
    };
}

impl Pasting<'_> {
    /// The copy of a record; `None` for what cannot be here.
    fn copied(&mut self, record: &Record, slots: &BTreeMap<Element, Slot>) -> Option<Record> {
        let slot = slots.get(&record.element()).copied();
        Some(match record {
            Record::Computer(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.slot = slot?;
                if copy.roles.remove(&Role::MasterSecret) {
                    self.note("the master secret stays where it is: there is one");
                }
                copy.biztalk_groups = it.biztalk_groups.iter().filter_map(|id| self.group(*id)).collect();
                let host: Option<PhysicalHostId> = it.physical_host.and_then(|id| id_of!(self, PhysicalHost, id));
                copy.physical_host = host;
                Record::Computer(id_of!(self, Computer, *id)?, copy)
            }
            Record::LoadBalancer(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.slot = slot?;
                copy.members = it.members.iter().filter_map(|id| id_of!(self, Computer, *id)).collect();
                copy.serves = it.serves.iter().filter_map(|id| id_of!(self, Host, *id)).collect();
                if copy.members.len() < it.members.len() {
                    self.note("a load balancer lost the members that were not copied with it");
                }
                Record::LoadBalancer(id_of!(self, LoadBalancer, *id)?, copy)
            }
            Record::Endpoint(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.slot = slot?;
                copy.computer = it.computer.and_then(|id| id_of!(self, Computer, id));
                Record::Endpoint(id_of!(self, Endpoint, *id)?, copy)
            }
            Record::Host(id, it) => {
                let mut copy = it.clone();
                copy.name = continued_name(self.draft.document(), &it.name);
                copy.biztalk_group = self.group(it.biztalk_group)?;
                copy.is_default = false;
                copy.clustered_in = None;
                Record::Host(id_of!(self, Host, *id)?, copy)
            }
            Record::HostInstance(id, it) => {
                let mut copy = it.clone();
                copy.host = id_of!(self, Host, it.host)?;
                copy.computer = id_of!(self, Computer, it.computer)?;
                Record::HostInstance(id_of!(self, HostInstance, *id)?, copy)
            }
            Record::Connection(id, it) => {
                let (from, to) = (self.mapped_end(it.from)?, self.mapped_end(it.to)?);
                Record::Connection(id_of!(self, Connection, *id)?, Connection { from, to, label: it.label.clone() })
            }
            clustered => return self.copied_cluster_part(clustered),
        })
    }

    fn mapped_end(&self, element: Element) -> Option<Element> {
        self.map.get(&element).copied()
    }

    fn copied_cluster_part(&mut self, record: &Record) -> Option<Record> {
        Some(match record {
            Record::FailoverCluster(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.nodes.clear();
                for node in &it.nodes {
                    let computer = id_of!(self, Computer, node.computer)?;
                    copy.nodes.push(crate::model::ClusterNode { computer, ..node.clone() });
                }
                if let Some(Witness::FileShare(Some(computer))) = it.witness {
                    copy.witness = Some(Witness::FileShare(id_of!(self, Computer, computer)));
                }
                Record::FailoverCluster(id_of!(self, FailoverCluster, *id)?, copy)
            }
            Record::ResourceGroup(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.failover_cluster = id_of!(self, FailoverCluster, it.failover_cluster)?;
                copy.possible_owners = it.possible_owners.iter().filter_map(|id| id_of!(self, Computer, *id)).collect();
                copy.active_owner = it.active_owner.and_then(|id| id_of!(self, Computer, id));
                copy.depends_on_groups =
                    it.depends_on_groups.iter().filter_map(|id| id_of!(self, ResourceGroup, *id)).collect();
                if copy.resources.remove(&ResourceKind::EntSso).is_some() {
                    self.note("the master secret stays where it is: there is one");
                }
                Record::ResourceGroup(id_of!(self, ResourceGroup, *id)?, copy)
            }
            Record::SqlInstance(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.placement = match it.placement {
                    SqlPlacement::Standalone(computer) => SqlPlacement::Standalone(id_of!(self, Computer, computer)?),
                    SqlPlacement::Clustered(group) => SqlPlacement::Clustered(id_of!(self, ResourceGroup, group)?),
                };
                copy.storage = it.storage.and_then(|id| id_of!(self, Storage, id));
                Record::SqlInstance(id_of!(self, SqlInstance, *id)?, copy)
            }
            Record::Storage(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.attached = it.attached.iter().filter_map(|id| id_of!(self, Computer, *id)).collect();
                Record::Storage(id_of!(self, Storage, *id)?, copy)
            }
            _ => return None,
        })
    }
}
