//! Makes designs in short, fluent Rust, with the same defaults that every template has.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Content;
use crate::model::{
    BizTalkGroup, BizTalkGroupId, Computer, ComputerId, Connection, ConnectionId, Document, Element, Endpoint,
    EndpointId, EndpointKind, Role, Site, SiteId, SiteKind, Slot, Tier, TierId, TierKind,
};

/// The one Active Directory domain of every computer that a builder makes.
pub(super) const DOMAIN: &str = "contoso.com";

/// Makes a design step by step. Every step that adds an element returns its id.
///
/// The defaults are those of the templates: BizTalk Server 2020 Enterprise in production with the target highly
/// available; Windows Server 2019 in one domain; domain accounts; SQL Server 2019 Enterprise with its Agent, reached by
/// cluster network name; one shared disk array per failover cluster that runs SQL Server. Everything else is unset.
#[derive(Clone, Debug)]
pub struct DocumentBuilder {
    pub(super) document: Document,
    pub(super) site: SiteId,
    pub(super) biztalk_group: BizTalkGroupId,
    next_slots: BTreeMap<TierId, Slot>,
    widths: BTreeMap<TierId, u32>,
}

impl DocumentBuilder {
    /// A design with a title, one primary site, one BizTalk group and nothing else.
    pub fn new(title: &str) -> Self {
        let mut document = Document { next_id: 1, ..Document::default() };
        title.clone_into(&mut document.project.title);
        let mut builder = Self {
            document,
            site: SiteId::default(),
            biztalk_group: BizTalkGroupId::default(),
            next_slots: BTreeMap::new(),
            widths: BTreeMap::new(),
        };
        builder.site("Primary site", SiteKind::Primary);
        builder.biztalk_group("BizTalk group");
        builder
    }

    /// The finished design.
    pub fn build(self) -> Document {
        self.document
    }

    /// The design so far, for what no step offers.
    pub fn edit(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Adds an element.
    pub(super) fn add<C: Content>(&mut self, content: C) -> C::Id {
        let id = C::Id::from(self.document.next_id);
        self.document.next_id += 1;
        content.record(id).insert(&mut self.document);
        id
    }

    /// Adds a site; tiers that follow belong to it.
    pub fn site(&mut self, name: &str, kind: SiteKind) -> SiteId {
        self.site = self.add(Site::new(name, kind));
        self.site
    }

    /// Adds a BizTalk group; hosts, BizTalk servers and databases that follow belong to it.
    pub fn biztalk_group(&mut self, name: &str) -> BizTalkGroupId {
        self.biztalk_group = self.add(BizTalkGroup::new(name));
        self.biztalk_group
    }

    /// The BizTalk group to which hosts, BizTalk servers and databases belong at the moment.
    pub fn current_biztalk_group(&self) -> BizTalkGroupId {
        self.biztalk_group
    }

    /// Goes on with a BizTalk group that was added before.
    pub fn resume_biztalk_group(&mut self, id: BizTalkGroupId) {
        self.biztalk_group = id;
    }

    /// Adds a tier in a canvas row of its own, below all others.
    pub fn tier(&mut self, name: &str, kind: TierKind) -> TierId {
        let id = self.add_tier(name, kind);
        self.document.tier_rows.push(vec![id]);
        id
    }

    /// Adds a tier to the right of the one added last.
    pub fn tier_beside(&mut self, name: &str, kind: TierKind) -> TierId {
        let last = self.document.tier_rows.len().saturating_sub(1);
        self.tier_in_row(last, name, kind)
    }

    /// Adds a tier at the right end of a canvas row, counted from 0 at the top.
    pub fn tier_in_row(&mut self, row: usize, name: &str, kind: TierKind) -> TierId {
        let id = self.add_tier(name, kind);
        match self.document.tier_rows.get_mut(row) {
            Some(tiers) => tiers.push(id),
            None => self.document.tier_rows.push(vec![id]),
        }
        id
    }

    fn add_tier(&mut self, name: &str, kind: TierKind) -> TierId {
        let id = self.add(Tier::new(name, kind, self.site));
        self.next_slots.insert(id, Slot::first(id));
        id
    }

    /// From now on a row of this tier is full at `columns` elements.
    pub fn wrap_at(&mut self, tier: TierId, columns: u32) {
        self.widths.insert(tier, columns.max(1));
    }

    /// What is added to this tier next starts a new row of it.
    pub fn break_row(&mut self, tier: TierId) {
        let slot = self.next_slots.entry(tier).or_insert(Slot::first(tier));
        if slot.column > 0 {
            *slot = Slot { tier, row: slot.row + 1, column: 0 };
        }
    }

    /// The next free slot of a tier, now taken.
    pub(super) fn take_slot(&mut self, tier: TierId) -> Slot {
        let width = self.widths.get(&tier).copied().unwrap_or(u32::MAX);
        let next = self.next_slots.entry(tier).or_insert(Slot::first(tier));
        let slot = *next;
        *next = if slot.column + 1 < width { slot.right() } else { Slot { tier, row: slot.row + 1, column: 0 } };
        slot
    }

    /// Adds a computer without any role.
    pub fn computer(&mut self, name: &str, tier: TierId) -> ComputerId {
        let os = Some(self.document.environment.biztalk_release.usual_windows());
        let slot = self.take_slot(tier);
        self.add(Computer { os, domain: Some(DOMAIN.to_owned()), ..Computer::new(name, slot) })
    }

    /// Adds computers without any role, side by side.
    pub fn computers(&mut self, names: &[&str], tier: TierId) -> Vec<ComputerId> {
        names.iter().map(|name| self.computer(name, tier)).collect()
    }

    /// Adds a computer with the BizTalk Server runtime and Enterprise SSO, a member of the BizTalk group.
    pub fn biztalk_server(&mut self, name: &str, tier: TierId) -> ComputerId {
        let id = self.computer(name, tier);
        self.make_biztalk_server(id);
        id
    }

    /// Adds BizTalk servers, side by side.
    pub fn biztalk_servers(&mut self, names: &[&str], tier: TierId) -> Vec<ComputerId> {
        names.iter().map(|name| self.biztalk_server(name, tier)).collect()
    }

    /// Installs the BizTalk Server runtime and Enterprise SSO, and joins the BizTalk group.
    pub fn make_biztalk_server(&mut self, computer: ComputerId) {
        let biztalk_group = self.biztalk_group;
        if let Some(computer) = self.document.computers.edit().get_mut(&computer) {
            computer.roles.extend([Role::BizTalkRuntime, Role::EntSso]);
            computer.biztalk_groups.insert(biztalk_group);
        }
    }

    /// Adds domain controllers, side by side.
    pub fn domain_controllers(&mut self, names: &[&str], tier: TierId) -> Vec<ComputerId> {
        let ids = self.computers(names, tier);
        for id in &ids {
            self.add_role(*id, Role::DomainController);
        }
        ids
    }

    /// Installs something on a computer.
    pub fn add_role(&mut self, computer: ComputerId, role: Role) {
        if let Some(computer) = self.document.computers.edit().get_mut(&computer) {
            computer.roles.insert(role);
        }
    }

    /// Adds something outside the BizTalk group.
    pub fn endpoint(&mut self, name: &str, kind: EndpointKind, tier: TierId) -> EndpointId {
        let slot = self.take_slot(tier);
        self.add(Endpoint::new(name, slot, kind))
    }

    /// Draws a path of traffic from the side that calls to the side that answers.
    pub fn connect(&mut self, from: impl Into<Element>, to: impl Into<Element>) -> ConnectionId {
        self.add(Connection::new(from, to))
    }

    /// The computers of the primary sites that carry the BizTalk Server runtime.
    pub fn primary_biztalk_servers(&self) -> BTreeSet<ComputerId> {
        let ids = self.document.computers.keys().copied();
        ids.filter(|id| self.document.is_primary(*id) && self.document.has_role(*id, Role::BizTalkRuntime)).collect()
    }
}
