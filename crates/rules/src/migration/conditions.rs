//! What must be so for an instruction to be given: what the environment uses, and what becomes of it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::work::Work;
use crate::lifecycle::Upgrade;
use crate::model::queries::MasterSecretServer;
use crate::model::{Adapter, BizTalkRelease, ComputerId, DatabaseKind, Document, Element, Feature, SiteKind};

/// Databases of BAM.
const BAM: [DatabaseKind; 5] = [
    DatabaseKind::BamPrimaryImport,
    DatabaseKind::BamStarSchema,
    DatabaseKind::BamAnalysis,
    DatabaseKind::BamArchive,
    DatabaseKind::BamAlertsApplication,
];

/// What must be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum When {
    /// BizTalk Server is upgraded to another release, as a document describes it.
    Upgraded,
    /// BizTalk Server is upgraded to this release, as a document describes it.
    To(BizTalkRelease),
    /// BAM is in use.
    Bam,
    /// BAM alerts are in use.
    BamAlerts,
    /// BAM real-time aggregation is in use.
    RealTimeAggregation,
    /// Handlers of this adapter are drawn.
    Uses(Adapter),
    /// Databases lie in availability groups.
    AvailabilityGroups,
    /// Databases join an availability group.
    JoinsGroup,
    /// Databases of BAM move.
    BamMoves,
    /// Databases leave a SQL instance that stays.
    LeavesBehind,
    /// Windows changes on a node of a failover cluster.
    WindowsOfNodes,
    /// SQL Server changes on a replica of an availability group.
    SqlOfReplicas,
    /// Something comes that runs host instances.
    NewServers,
    /// The master secret server is clustered.
    ClusteredSecret,
    /// The master secret moves.
    SecretMoves,
    /// The master secret moves to a computer.
    SecretToComputer,
    /// The master secret moves into a failover cluster.
    SecretToCluster,
    /// The master secret moves into a cluster resource group with clustered hosts.
    SecretToHosts,
    /// Something comes at a disaster-recovery site.
    AtRecoverySite,
}

/// What conditions look at.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) before: &'a Document,
    pub(super) after: &'a Document,
    pub(super) work: &'a [Work],
}

/// Whoever holds the master secret.
pub(super) fn holders(document: &Document) -> BTreeSet<Element> {
    let element = |it| match it {
        MasterSecretServer::Computer(id) => Element::from(id),
        MasterSecretServer::Clustered(id) => Element::from(id),
    };
    document.master_secret_servers().into_iter().map(element).collect()
}

/// Whether the master secret moves from one server to another.
pub(super) fn secret_moves(before: &Document, after: &Document) -> bool {
    let (was, is) = (holders(before), holders(after));
    was != is && !was.is_empty() && !is.is_empty()
}

/// The computer that an element is, or runs on as a host instance.
fn computer_of(document: &Document, element: Element) -> Option<ComputerId> {
    match element {
        Element::Computer(id) => Some(id),
        Element::HostInstance(id) => document.host_instances.get(&id).map(|it| it.computer),
        _ => None,
    }
}

/// Whether an element stands at a disaster-recovery site.
pub(super) fn is_at_recovery_site(document: &Document, element: Element) -> bool {
    let site = computer_of(document, element).and_then(|it| document.site_kind_of(it));
    site == Some(SiteKind::DisasterRecovery)
}

impl When {
    pub(super) fn holds(self, facts: Facts<'_>) -> bool {
        let Facts { before, after, work } = facts;
        let (old, new) = (before.environment.biztalk_release, after.environment.biztalk_release);
        let features = &before.environment.features;
        let has = |kinds: &[DatabaseKind]| before.databases.values().any(|it| kinds.contains(&it.kind));
        let moves = || secret_moves(before, after);
        let to = |is_meant: fn(&Element) -> bool| moves() && holders(after).iter().any(is_meant);
        match self {
            Self::Upgraded => Upgrade::between(old, new).is_some(),
            Self::To(release) => new == release && Upgrade::between(old, new).is_some(),
            Self::Bam => features.contains(&Feature::Bam) || has(&[DatabaseKind::BamPrimaryImport]),
            Self::BamAlerts => features.contains(&Feature::BamAlerts) || has(&[DatabaseKind::BamAlertsApplication]),
            Self::RealTimeAggregation => features.contains(&Feature::BamRta),
            Self::Uses(adapter) => before.handlers.values().any(|it| it.adapter == adapter),
            Self::AvailabilityGroups => before.databases.values().any(|it| it.availability_group.is_some()),
            Self::JoinsGroup => {
                let joins = |it: Element| match it {
                    Element::Database(id) => after.databases.get(&id).is_some_and(|it| it.availability_group.is_some()),
                    _ => false,
                };
                work.iter().any(|it| it.sets("availability_group") && joins(it.element))
            }
            Self::BamMoves => {
                let is_bam = |it: Element| match it {
                    Element::Database(id) => after.databases.get(&id).is_some_and(|it| BAM.contains(&it.kind)),
                    _ => false,
                };
                work.iter().any(|it| it.sets("sql_instance") && is_bam(it.element))
            }
            Self::LeavesBehind => before.databases.iter().any(|(id, was)| {
                let stays = after.sql_instances.contains_key(&was.sql_instance);
                stays && after.databases.get(id).is_none_or(|is| is.sql_instance != was.sql_instance)
            }),
            Self::WindowsOfNodes => {
                let is_node = |it: Element| match it {
                    Element::Computer(id) => before.failover_cluster_of(id).is_some(),
                    _ => false,
                };
                let changes = |it: &&Work| {
                    let os = |document: &Document| match it.element {
                        Element::Computer(id) => document.computers.get(&id).and_then(|it| it.os),
                        _ => None,
                    };
                    it.sets("os") && os(before).is_some() && os(before) != os(after)
                };
                work.iter().filter(changes).any(|it| is_node(it.element))
            }
            Self::SqlOfReplicas => {
                let replicas = before.availability_groups.values().flat_map(|it| &it.replicas);
                let replicas: BTreeSet<Element> = replicas.map(|it| it.sql_instance.into()).collect();
                let is_version = |it: &&Work| it.sets("release") || it.sets("service_pack");
                work.iter().filter(is_version).any(|it| replicas.contains(&it.element))
            }
            Self::NewServers => {
                let new = work.iter().map(|it| it.element).filter(|it| !it.exists(before));
                new.into_iter().any(|it| computer_of(after, it).is_some_and(|id| !before.computers.contains_key(&id)))
            }
            Self::ClusteredSecret => holders(before).iter().any(|it| matches!(it, Element::ResourceGroup(_))),
            Self::SecretMoves => moves(),
            Self::SecretToComputer => to(|it| matches!(it, Element::Computer(_))),
            Self::SecretToCluster => to(|it| matches!(it, Element::ResourceGroup(_))),
            Self::SecretToHosts => {
                let groups = holders(after);
                let clustered = after
                    .hosts
                    .values()
                    .filter_map(|it| it.clustered_in.as_ref())
                    .map(|it| Element::from(it.resource_group));
                moves() && clustered.into_iter().any(|it| groups.contains(&it))
            }
            Self::AtRecoverySite => {
                let new = work.iter().map(|it| it.element).filter(|it| !it.exists(before));
                new.into_iter().any(|it| is_at_recovery_site(after, it))
            }
        }
    }
}
