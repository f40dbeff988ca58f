//! Who is configured in which order: where the SSO system and the BizTalk group are created, and who joins them.

use std::collections::BTreeSet;

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
    /// The computer on which the SSO system is created: the master secret server, of a clustered one the node on which it
    /// runs.
    pub(super) creates_sso: Option<ComputerId>,
    /// The computers that create a BizTalk group.
    create_group: BTreeSet<ComputerId>,
}

impl<'d> Plan<'d> {
    /// Looks at a design.
    pub(super) fn new(document: &'d Document) -> Self {
        let placed = document.placed_elements().into_iter().filter_map(|(_, element)| match element {
            Element::Computer(id) => Some(id),
            _ => None,
        });
        let mut order: Vec<ComputerId> = placed.collect();
        order.sort_by_key(|id| !document.is_primary(*id));
        let mut plan = Self { document, order, creates_sso: creates_sso(document), create_group: BTreeSet::new() };
        plan.create_group = document.biztalk_groups.keys().filter_map(|it| plan.first_server(*it)).collect();
        plan
    }

    /// Every computer that is configured, in the order in which that has to happen: the one that creates the SSO system,
    /// the other nodes of a clustered master secret server, those that create a BizTalk group, the others.
    pub(super) fn build_order(&self) -> Vec<ComputerId> {
        let mut computers: Vec<ComputerId> = self.computers().collect();
        let holds_secret = |id: ComputerId| self.document.may_hold_master_secret(id);
        computers.sort_by_key(|id| (self.creates_sso != Some(*id), !holds_secret(*id), !self.creates_group(*id)));
        computers
    }

    /// Whether a computer creates its BizTalk group.
    pub(super) fn creates_group(&self, computer: ComputerId) -> bool {
        self.create_group.contains(&computer)
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
        servers
            .min_by_key(|id| (!self.document.is_primary(*id), !run_default.contains(id), self.creates_sso != Some(*id)))
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

fn creates_sso(document: &Document) -> Option<ComputerId> {
    match document.master_secret_servers().first()? {
        MasterSecretServer::Computer(id) => Some(*id),
        MasterSecretServer::Clustered(id) => document.resource_groups.get(id)?.runs_on(),
    }
}

/// The name of the physical database.
pub(super) fn physical_name(database: &Database) -> &str {
    database.consolidated_into.as_deref().unwrap_or(&database.name)
}
