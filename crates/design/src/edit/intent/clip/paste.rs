//! Putting a clip into a design: new ids, links among the copies kept, names that count on where they are taken. What
//! exists once (the master secret, each BizTalk database) comes along where the design has none yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clip, MOST_NAMED, Notes, copy};
use crate::edit::intent::ids::copied_name;
use crate::edit::intent::movement::clear_of_clusters;
use crate::edit::intent::palette::{Subject, refusal_of};
use crate::edit::intent::slots::next_free_slot;
use crate::edit::intent::tiers::{primary_site, with_new_tier};
use crate::edit::{Draft, Edit, EditCommand, EditError, Record};
use crate::model::{
    BizTalkGroupId, Connection, Database, DatabaseKind, Document, Element, Handler, Host, HostId, Note, PhysicalHostId,
    ResourceKind, Role, Slot, SqlPlacement, TierId, Witness,
};
use crate::prose::list_most;

/// Puts a clip into a design. `at` is where its first element goes when it comes from one tier that is not refused
/// there; everything else goes to a tier of the kind it comes from. Returns the edit and what is different with the
/// copies, in words. A whole design that comes into one in which nothing stands yet stays as it is, under the project
/// details that are there.
///
/// # Errors
/// No tier takes the elements.
pub fn paste(document: &Document, clip: &Clip, at: Option<Slot>) -> Result<(Edit, Vec<String>), EditError> {
    match &clip.design {
        Some(design) if is_blank(document) => Ok((whole(document, design), Vec::new())),
        _ => Pasting::new(document, clip).run("Paste", at),
    }
}

/// Whether nothing has been drawn yet but sites, tiers and BizTalk groups.
fn is_blank(document: &Document) -> bool {
    document.placed().next().is_none()
        && document.hosts.is_empty()
        && document.physical_hosts.is_empty()
        && document.databases.is_empty()
}

fn whole(document: &Document, design: &Document) -> Edit {
    let select: Vec<Element> = design.placed_elements().into_iter().map(|(_, it)| it).collect();
    let design = Document { project: document.project.clone(), ..design.clone() };
    Edit::one("Paste the whole design", EditCommand::LoadDesign(Box::new(design))).selecting(select)
}

/// Copies elements and pastes them behind themselves. Returns the edit and what is different with the copies, in words.
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
    /// The design before anything is pasted.
    document: &'a Document,
    clip: &'a Clip,
    draft: Draft<'a>,
    /// From the elements of the clip to their copies, and from its context to what stands for it here.
    map: BTreeMap<Element, Element>,
    /// Old and new names of copies, for what is named after them.
    renamed: Vec<(String, String)>,
    /// Hosts that the design did not have: their handlers come along.
    new_hosts: BTreeSet<HostId>,
    notes: Notes,
}

impl<'a> Pasting<'a> {
    fn new(document: &'a Document, clip: &'a Clip) -> Self {
        let (map, renamed, new_hosts) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
        Self { document, clip, draft: Draft::of(document), map, renamed, new_hosts, notes: Notes::default() }
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
        self.handlers();
        self.pinned()?;
        if select.is_empty() {
            select.extend(self.clip.records.iter().filter_map(|it| self.map.get(&it.element())));
        }
        let what = crate::edit::intent::counted(self.draft.document(), &select);
        let mut notes = self.clip.notes.clone();
        notes.extend(self.renames());
        notes.extend(self.notes.into_words());
        let edit = self.draft.finish(format!("{verb} {what}")).selecting(select);
        Ok((edit, notes))
    }

    /// Which copies have another name than what was copied; beside the originals that goes without saying.
    fn renames(&self) -> Option<String> {
        let is_here = |record: &Record| {
            let original = Record::of(self.document, record.element());
            original.as_ref().and_then(name_of) == name_of(record)
        };
        if self.clip.placed().all(|(record, _)| is_here(record)) {
            return None;
        }
        let changed = self.renamed.iter().filter(|(before, after)| before != after);
        let changed: Vec<String> = changed.map(|(before, after)| format!("{before} as {after}")).collect();
        (!changed.is_empty()).then(|| format!("named anew: {}", list_most(&changed, MOST_NAMED)))
    }

    /// Notes on what was copied are pinned to the copies, as far as those are there.
    fn pinned(&mut self) -> Result<(), EditError> {
        for note in &self.clip.pinned {
            let copy = self.map.get(&note.element).filter(|it| it.exists(self.draft.document()));
            if let Some(element) = copy.copied() {
                self.draft.run(EditCommand::SetNote(Note { element, text: note.text.clone() }))?;
            }
        }
        Ok(())
    }

    /// Handlers of hosts that are new here.
    fn handlers(&mut self) {
        for record in &self.clip.context {
            let Record::Handler(_, handler) = record else { continue };
            let Some(Element::Host(host)) = self.map.get(&handler.host.into()).copied() else { continue };
            if self.new_hosts.contains(&host) {
                let endpoint = handler.endpoint.and_then(|id| match self.map.get(&id.into()) {
                    Some(Element::Endpoint(id)) => Some(*id),
                    _ => None,
                });
                self.draft.add(Handler { host, endpoint, ..handler.clone() });
            }
        }
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
        self.new_hosts.insert(id);
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
        let row = self.draft.document().placed().map(|(it, _)| it);
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
                Element::AvailabilityGroup(_) => Element::AvailabilityGroup(self.draft.id()),
                Element::Database(_) => Element::Database(self.draft.id()),
                _ => continue,
            };
            self.map.insert(old, new);
        }
    }

    /// A name for a copy: the same where it is free, else it counts on, unless it is made of the name of another copy.
    fn name(&mut self, old: &str) -> String {
        let made_of = |before: &str| {
            old.strip_prefix(before)
                .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let new = match self.renamed.iter().find(|(before, _)| made_of(before)) {
            Some((before, after)) => copied_name(self.draft.document(), &old.replacen(before.as_str(), after, 1)),
            None => copied_name(self.draft.document(), old),
        };
        self.renamed.push((old.to_owned(), new.clone()));
        new
    }

    /// Whether the design had a master secret server before.
    fn has_master_secret(&self) -> bool {
        !self.document.master_secret_servers().is_empty()
    }

    /// Whether the design had such a database before: of BizTalk databases one of the same kind, of custom ones one of
    /// the same name.
    fn has_database(&self, database: &Database, group: Option<BizTalkGroupId>) -> bool {
        self.document.databases.values().any(|it| {
            let is_same = it.kind != DatabaseKind::Custom || it.name == database.name;
            it.kind == database.kind && it.biztalk_group == group && is_same
        })
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
        Record::Computer(_, it) => Some(&it.name),
        Record::LoadBalancer(_, it) => Some(&it.name),
        Record::Endpoint(_, it) => Some(&it.name),
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
                if self.has_master_secret() && copy.roles.remove(&Role::MasterSecret) {
                    self.notes.add(&copy.name, ONE_SECRET);
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
                    self.notes.add(&copy.name, "without the members that were not copied with it");
                }
                Record::LoadBalancer(id_of!(self, LoadBalancer, *id)?, copy)
            }
            Record::Endpoint(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.slot = slot?;
                copy.computer = it.computer.and_then(|id| id_of!(self, Computer, id));
                copy.cluster_role = it.cluster_role.and_then(|id| id_of!(self, ResourceGroup, id));
                Record::Endpoint(id_of!(self, Endpoint, *id)?, copy)
            }
            Record::Host(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                copy.biztalk_group = self.group(it.biztalk_group)?;
                copy.is_default = false;
                copy.clustered_in = None;
                let id = id_of!(self, Host, *id)?;
                self.new_hosts.insert(id);
                Record::Host(id, copy)
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
                if self.has_master_secret() && copy.resources.remove(&ResourceKind::EntSso).is_some() {
                    self.notes.add(&copy.name, ONE_SECRET);
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
            databases => return self.copied_databases(databases),
        })
    }

    fn copied_databases(&mut self, record: &Record) -> Option<Record> {
        Some(match record {
            Record::AvailabilityGroup(id, it) => {
                let mut copy = it.clone();
                copy.name = self.name(&it.name);
                for replica in &mut copy.replicas {
                    replica.sql_instance = id_of!(self, SqlInstance, replica.sql_instance)?;
                }
                Record::AvailabilityGroup(id_of!(self, AvailabilityGroup, *id)?, copy)
            }
            Record::Database(id, it) => {
                let mut copy = it.clone();
                copy.biztalk_group = it.biztalk_group.and_then(|id| self.group(id));
                if self.has_database(it, copy.biztalk_group) {
                    self.notes.add(&it.name, "not copied, there is one");
                    return None;
                }
                copy.sql_instance = id_of!(self, SqlInstance, it.sql_instance)?;
                copy.availability_group = it.availability_group.and_then(|id| id_of!(self, AvailabilityGroup, id));
                copy.storage = it.storage.and_then(|id| id_of!(self, Storage, id));
                Record::Database(id_of!(self, Database, *id)?, copy)
            }
            _ => return None,
        })
    }
}

/// What is different with a copy of what held the master secret.
const ONE_SECRET: &str = "without the master secret, there is one";
