//! Who is configured in which order: where the SSO system and the BizTalk group are created, and who joins them.

use std::collections::BTreeSet;

use super::Present;
use crate::model::queries::MasterSecretServer;
use crate::model::{
    BizTalkGroupId, ComputerId, Database, DatabaseId, DatabaseKind, Document, Element, HostId, HostKind, Role,
};

/// The roles whose computers are configured with Configuration.exe.
const CONFIGURED: [Role; 6] =
    [Role::BizTalkRuntime, Role::EntSso, Role::MasterSecret, Role::BamPortal, Role::RuleEngineUpdate, Role::BizTalkTms];

/// A design as it is built.
pub(super) struct Plan<'d> {
    pub(super) document: &'d Document,
    /// Computers in reading order, those of the primary site first.
    order: Vec<ComputerId>,
    /// The master secret server, of a clustered one the node on which it runs.
    pub(super) secret: Option<ComputerId>,
    /// The computers that create a BizTalk group where there is none yet.
    lead_group: BTreeSet<ComputerId>,
    /// Whether there is an SSO system already, and where its master secret is.
    sso: Option<Vec<ComputerId>>,
    /// The BizTalk groups that are there already.
    groups: BTreeSet<BizTalkGroupId>,
    /// What the design keeps of the present.
    kept: BTreeSet<Element>,
}

impl<'d> Plan<'d> {
    /// Looks at a design, and at the environment that it replaces.
    pub(super) fn new(document: &'d Document, present: Option<&Present<'_>>) -> Self {
        let placed = document.placed_elements().into_iter().filter_map(|(_, element)| match element {
            Element::Computer(id) => Some(id),
            _ => None,
        });
        let mut order: Vec<ComputerId> = placed.collect();
        order.sort_by_key(|id| !document.is_primary(*id));
        let kept = present.map(kept).unwrap_or_default();
        let (sso, groups) = (present.and_then(sso_of), present.map(groups_of).unwrap_or_default());
        let lead_group = BTreeSet::new();
        let mut plan = Self { document, order, secret: secret(document), lead_group, sso, groups, kept };
        plan.lead_group = document.biztalk_groups.keys().filter_map(|it| plan.first_server(*it)).collect();
        plan
    }

    /// Every computer that is configured, in the order in which that has to happen: the one that creates the SSO system,
    /// the other nodes of a clustered master secret server, those that create a BizTalk group, the others.
    pub(super) fn build_order(&self) -> Vec<ComputerId> {
        let mut computers: Vec<ComputerId> = self.computers().collect();
        let holds_secret = |id: ComputerId| self.document.may_hold_master_secret(id);
        computers.sort_by_key(|id| (self.secret != Some(*id), !holds_secret(*id), !self.leads_group(*id)));
        computers
    }

    /// Whether a computer creates the SSO system: where there is one already, nobody does.
    pub(super) fn creates_sso(&self, computer: ComputerId) -> bool {
        self.sso.is_none() && self.secret == Some(computer)
    }

    /// Whether the master secret has to come to a computer from another one.
    pub(super) fn takes_over_secret(&self, computer: ComputerId) -> bool {
        let has_it = |it: &Vec<ComputerId>| it.contains(&computer);
        self.sso.as_ref().is_some_and(|it| !has_it(it)) && self.document.may_hold_master_secret(computer)
    }

    /// Whether a computer creates its BizTalk group.
    pub(super) fn creates_group(&self, computer: ComputerId) -> bool {
        self.leads_group(computer) && self.group_of(computer).is_none_or(|it| !self.groups.contains(&it))
    }

    /// Whether a computer does what one computer of its BizTalk group does for all.
    pub(super) fn leads_group(&self, computer: ComputerId) -> bool {
        self.lead_group.contains(&computer)
    }

    /// Whether something of the design is there already.
    pub(super) fn is_kept(&self, element: impl Into<Element>) -> bool {
        self.kept.contains(&element.into())
    }

    /// Every computer that is configured.
    fn computers(&self) -> impl Iterator<Item = ComputerId> + '_ {
        self.order.iter().copied().filter(|id| {
            CONFIGURED.iter().any(|role| self.document.has_role(*id, *role))
                || self.document.may_hold_master_secret(*id)
        })
    }

    /// The BizTalk group that a computer belongs to; the first one where the design does not say it.
    pub(super) fn group_of(&self, computer: ComputerId) -> Option<BizTalkGroupId> {
        let own = self.document.computers.get(&computer).and_then(|it| it.biztalk_groups.first().copied());
        own.or_else(|| self.document.biztalk_groups.keys().next().copied())
    }

    /// The BizTalk server that creates a BizTalk group: in the primary site, running the default host, with the master
    /// secret, the first in reading order.
    fn first_server(&self, group: BizTalkGroupId) -> Option<ComputerId> {
        let runs = |id: ComputerId| self.document.has_role(id, Role::BizTalkRuntime);
        let servers = self.order.iter().copied().filter(|id| runs(*id) && self.group_of(*id) == Some(group));
        let default = self.default_host(group, HostKind::InProcess);
        let instances = self.document.host_instances.values().filter(|it| Some(it.host) == default);
        let run_default: BTreeSet<ComputerId> = instances.map(|it| it.computer).collect();
        servers.min_by_key(|id| (!self.document.is_primary(*id), !run_default.contains(id), self.secret != Some(*id)))
    }

    /// The default host of a BizTalk group, if it is of a kind.
    pub(super) fn default_host(&self, group: BizTalkGroupId, kind: HostKind) -> Option<HostId> {
        let mut hosts = self.hosts(group);
        hosts.find(|id| self.document.hosts.get(id).is_some_and(|it| it.is_default && it.kind == kind))
    }

    /// The hosts of a BizTalk group.
    pub(super) fn hosts(&self, group: BizTalkGroupId) -> impl Iterator<Item = HostId> + '_ {
        self.document.hosts.iter().filter(move |(_, it)| it.biztalk_group == group).map(|(id, _)| *id)
    }

    /// Whether a host has a host instance on a computer.
    pub(super) fn runs(&self, host: HostId, computer: ComputerId) -> bool {
        self.document.host_instances.values().any(|it| it.host == host && it.computer == computer)
    }

    /// The databases of a kind that a BizTalk group uses.
    pub(super) fn databases(
        &self,
        group: BizTalkGroupId,
        kind: DatabaseKind,
    ) -> impl Iterator<Item = (DatabaseId, &'d Database)> + '_ {
        let of_group = move |it: &Database| it.kind == kind && it.biztalk_group.is_none_or(|own| own == group);
        self.document.databases.iter().filter(move |(_, it)| of_group(it)).map(|(id, it)| (*id, it))
    }

    /// The one database of a kind; of several MessageBoxes the master.
    pub(super) fn database(&self, group: BizTalkGroupId, kind: DatabaseKind) -> Option<&'d Database> {
        let all: Vec<&Database> = self.databases(group, kind).map(|(_, it)| it).collect();
        all.iter().find(|it| it.is_master).or_else(|| all.first()).copied()
    }
}

/// The BizTalk servers that create the BizTalk groups of a design that is built from nothing.
pub fn first_servers(document: &Document) -> Vec<ComputerId> {
    let plan = Plan::new(document, None);
    plan.lead_group.iter().copied().collect()
}

fn kept(present: &Present<'_>) -> BTreeSet<Element> {
    Element::all(present.document).into_iter().filter_map(present.becomes).collect()
}

/// Where the master secret of the SSO system that is there already can be, as computers of the target; `None` = there is
/// none.
fn sso_of(present: &Present<'_>) -> Option<Vec<ComputerId>> {
    let document = present.document;
    let has_database = document.databases.values().any(|it| it.kind == DatabaseKind::Sso);
    if !has_database && document.master_secret_servers().is_empty() {
        return None;
    }
    let holders = document.computers.keys().filter(|id| document.may_hold_master_secret(**id));
    let becomes = |id: &ComputerId| ComputerId::try_from((present.becomes)(Element::Computer(*id))?).ok();
    Some(holders.filter_map(becomes).collect())
}

/// The BizTalk groups of the target that are there already: with a Management database, or a BizTalk server.
fn groups_of(present: &Present<'_>) -> BTreeSet<BizTalkGroupId> {
    let document = present.document;
    let is_group = |id: BizTalkGroupId, own: Option<BizTalkGroupId>| own.is_none_or(|it| it == id);
    let is_there = |id: &BizTalkGroupId| {
        let mut databases = document.databases.values().filter(|it| it.kind == DatabaseKind::Management);
        let mut servers = document.computers.values().filter(|it| it.roles.contains(&Role::BizTalkRuntime));
        databases.any(|it| is_group(*id, it.biztalk_group)) || servers.any(|it| it.biztalk_groups.contains(id))
    };
    let there = document.biztalk_groups.keys().filter(|id| is_there(id));
    let becomes = |id: &BizTalkGroupId| BizTalkGroupId::try_from((present.becomes)(Element::BizTalkGroup(*id))?).ok();
    there.filter_map(becomes).collect()
}

/// The computer with the master secret.
fn secret(document: &Document) -> Option<ComputerId> {
    match document.master_secret_servers().first()? {
        MasterSecretServer::Computer(id) => Some(*id),
        MasterSecretServer::Clustered(id) => document.resource_groups.get(id)?.runs_on(),
    }
}

/// The name of the physical database.
pub(super) fn physical_name(database: &Database) -> &str {
    database.consolidated_into.as_deref().unwrap_or(&database.name)
}
