//! What checks read: the design with indexes that are built once, and the words for its elements.
//!
//! *Counts* means what section 3 of the rule catalogue says: the disaster-recovery site carries copies, so host
//! instances, databases and master secret servers of the primary site only are counted.

mod availability;
mod clusters;
mod counted;
mod hosts;
pub(super) mod paths;
mod receiving;
mod sql;

pub use availability::Survival;
use counted::Counted;

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::lifecycle;
use crate::model::index::Index;
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ComputerId, Document, Element, FailoverClusterId, Feature, LoadBalancerId, PhysicalHostId, ResourceGroupId,
    ResourceKind, Role,
};
use crate::prose;

/// A design as checks see it.
#[derive(Debug)]
pub struct RuleContext<'a> {
    /// The design.
    pub document: &'a Document,
    /// What belongs to what in it.
    pub index: Index<'a>,
    /// The day on which it is judged; `None` = no particular day.
    pub today: Option<Day>,
    counted: Counted,
    /// The physical hosts of which nobody has said whether they belong to a failover cluster.
    unstated_hosts: BTreeSet<PhysicalHostId>,
}

impl<'a> RuleContext<'a> {
    /// Builds the indexes. The design is judged on no particular day.
    pub fn new(document: &'a Document) -> Self {
        Self::on(document, None)
    }

    /// Builds the indexes of a design that is judged on a day.
    pub fn on(document: &'a Document, today: Option<Day>) -> Self {
        let index = Index::new(document);
        let unstated_hosts = document.possible_host_clusters().into_keys().collect();
        Self { document, counted: Counted::new(&index), index, today, unstated_hosts }
    }

    /// Whether support of a version has ended for what a fix installs: on the day of the analysis, else on the day on
    /// which the dates were read. What has no dates is taken as supported.
    pub fn is_out_of_support(&self, version: lifecycle::Version) -> bool {
        let day = self.today.or_else(lifecycle::last_read);
        day.and_then(|it| version.has_ended(it)) == Some(true)
    }

    /// The name of an element.
    pub fn name(&self, element: impl Into<Element>) -> String {
        element.into().name(self.document)
    }

    /// The names of elements as a list in a sentence: "BTS1, BTS2 and BTS3"; "none" for no elements.
    pub fn names<T: Into<Element>>(&self, elements: impl IntoIterator<Item = T>) -> String {
        let names: Vec<String> = elements.into_iter().map(|it| self.name(it)).collect();
        if names.is_empty() { "none".to_owned() } else { prose::list(&names) }
    }

    /// Whether a feature is in use.
    pub fn uses(&self, feature: Feature) -> bool {
        self.document.environment.features.contains(&feature)
    }

    /// Whether BAM is in use in any form.
    pub fn uses_bam(&self) -> bool {
        self.document.uses_bam()
    }

    /// Whether a computer stands in a primary site.
    pub fn is_primary(&self, computer: ComputerId) -> bool {
        self.index.on(computer).is_primary
    }

    /// Whether a computer carries a role.
    pub fn has_role(&self, computer: ComputerId, role: Role) -> bool {
        self.document.has_role(computer, role)
    }

    /// The computers with a role, in the primary site or not.
    pub fn computers_with(&self, role: Role) -> impl Iterator<Item = ComputerId> + '_ {
        self.document.computers.iter().filter(move |(_, it)| it.roles.contains(&role)).map(|(id, _)| *id)
    }

    /// The failover cluster a computer is a node of; the first when a design says several.
    pub fn failover_cluster_of(&self, computer: ComputerId) -> Option<FailoverClusterId> {
        self.index.on(computer).failover_cluster
    }

    /// The nodes of a failover cluster.
    pub fn cluster_nodes(&self, cluster: FailoverClusterId) -> impl Iterator<Item = ComputerId> + '_ {
        self.document
            .failover_clusters
            .get(&cluster)
            .into_iter()
            .flat_map(|it| it.nodes.iter().map(|node| node.computer))
    }

    /// The cluster resource groups of a failover cluster.
    pub fn resource_groups_of(&self, cluster: FailoverClusterId) -> &[ResourceGroupId] {
        self.index.resource_groups_of(cluster)
    }

    /// Whether a cluster resource group of a failover cluster holds a resource of a kind.
    pub fn cluster_has(&self, cluster: FailoverClusterId, kind: ResourceKind) -> bool {
        let groups = self.resource_groups_of(cluster).iter();
        groups.filter_map(|id| self.document.resource_groups.get(id)).any(|group| group.has(kind))
    }

    /// The master secret servers of the primary site.
    pub fn master_secret_servers(&self) -> Vec<MasterSecretServer> {
        self.document.primary_secret_servers()
    }

    /// The cluster resource groups of which a computer is a possible owner.
    pub fn resource_groups_owned_by(&self, computer: ComputerId) -> &[ResourceGroupId] {
        &self.index.on(computer).resource_groups
    }

    /// The possible owners of a cluster resource group, each once, preferred first.
    pub fn possible_owners(&self, group: ResourceGroupId) -> Vec<ComputerId> {
        self.document.resource_groups.get(&group).map(|it| it.possible_owners.clone()).unwrap_or_default()
    }

    /// The load balancers of which a computer is a member.
    pub fn load_balancers_of(&self, computer: ComputerId) -> &[LoadBalancerId] {
        &self.index.on(computer).load_balancers
    }
}
