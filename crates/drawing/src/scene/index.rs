//! What the drawing asks of a design, gathered in one pass: who runs where, who stands by, who carries what.

use std::collections::BTreeMap;

use crate::model::queries::ComputerKind;
use crate::model::{
    AvailabilityGroupId, ComputerId, DatabaseId, Document, FailoverClusterId, HostInstanceId, ResourceGroupId,
    ResourceKind, Role, SqlInstanceId, SqlPlacement,
};

/// What a computer carries, as its card shows it.
#[derive(Debug, Default)]
pub(crate) struct ComputerFacts {
    pub(crate) host_instances: Vec<HostInstanceId>,
    /// SQL instances that run on it now.
    pub(crate) sql_active: Vec<SqlInstanceId>,
    /// SQL instances that may move to it.
    pub(crate) sql_standby: Vec<SqlInstanceId>,
    /// The first failover cluster that names it as a node.
    pub(crate) cluster: Option<FailoverClusterId>,
    /// Cluster resource groups that run on it now.
    pub(crate) groups_active: Vec<ResourceGroupId>,
    /// Cluster resource groups that may move to it.
    pub(crate) groups_standby: Vec<ResourceGroupId>,
    /// Availability groups of which one of its SQL instances is a replica, and whether that is the primary one.
    pub(crate) replicas: Vec<(AvailabilityGroupId, bool)>,
}

/// Look-up tables over a design.
pub(crate) struct Index<'a> {
    pub(crate) document: &'a Document,
    computers: BTreeMap<ComputerId, ComputerFacts>,
    databases: BTreeMap<SqlInstanceId, Vec<DatabaseId>>,
    groups: BTreeMap<FailoverClusterId, Vec<ResourceGroupId>>,
    sql_in_group: BTreeMap<ResourceGroupId, Vec<SqlInstanceId>>,
    nothing: ComputerFacts,
}

impl<'a> Index<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut index = Self {
            document,
            computers: document.computers.keys().map(|id| (*id, ComputerFacts::default())).collect(),
            databases: BTreeMap::new(),
            groups: BTreeMap::new(),
            sql_in_group: BTreeMap::new(),
            nothing: ComputerFacts::default(),
        };
        for (id, instance) in &document.host_instances {
            index.at(instance.computer, |facts| facts.host_instances.push(*id));
        }
        for (id, database) in &document.databases {
            index.databases.entry(database.sql_instance).or_default().push(*id);
        }
        index.read_clusters();
        index.read_sql();
        index
    }

    fn at(&mut self, computer: ComputerId, change: impl FnOnce(&mut ComputerFacts)) {
        if let Some(facts) = self.computers.get_mut(&computer) {
            change(facts);
        }
    }

    fn read_clusters(&mut self) {
        let document = self.document;
        for (id, cluster) in &document.failover_clusters {
            for node in &cluster.nodes {
                self.at(node.computer, |facts| facts.cluster = facts.cluster.or(Some(*id)));
            }
        }
        for (id, group) in &document.resource_groups {
            self.groups.entry(group.failover_cluster).or_default().push(*id);
            let active = group.runs_on();
            if let Some(active) = active {
                self.at(active, |facts| facts.groups_active.push(*id));
            }
            for owner in group.possible_owners.iter().filter(|owner| Some(**owner) != active) {
                self.at(*owner, |facts| facts.groups_standby.push(*id));
            }
        }
    }

    fn read_sql(&mut self) {
        let document = self.document;
        for (id, instance) in &document.sql_instances {
            if let SqlPlacement::Clustered(group) = instance.placement {
                self.sql_in_group.entry(group).or_default().push(*id);
            }
            let active = document.active_computer_of_sql(*id);
            if let Some(active) = active {
                self.at(active, |facts| facts.sql_active.push(*id));
            }
            for owner in document.owners_of_sql(*id).into_iter().filter(|owner| Some(*owner) != active) {
                self.at(owner, |facts| facts.sql_standby.push(*id));
            }
        }
        for (id, group) in &document.availability_groups {
            for (position, replica) in group.replicas.iter().enumerate() {
                if let Some(computer) = document.active_computer_of_sql(replica.sql_instance) {
                    self.at(computer, |facts| facts.replicas.push((*id, position == 0)));
                }
            }
        }
    }

    /// What a computer carries; nothing for one that does not exist.
    pub(crate) fn facts(&self, computer: ComputerId) -> &ComputerFacts {
        self.computers.get(&computer).unwrap_or(&self.nothing)
    }

    /// The databases of a SQL instance, by id.
    pub(crate) fn databases(&self, instance: SqlInstanceId) -> &[DatabaseId] {
        self.databases.get(&instance).map_or(&[], Vec::as_slice)
    }

    /// The cluster resource groups of a failover cluster, by id.
    pub(crate) fn groups(&self, cluster: FailoverClusterId) -> &[ResourceGroupId] {
        self.groups.get(&cluster).map_or(&[], Vec::as_slice)
    }

    /// The SQL instances in a cluster resource group.
    pub(crate) fn sql_in(&self, group: ResourceGroupId) -> &[SqlInstanceId] {
        self.sql_in_group.get(&group).map_or(&[], Vec::as_slice)
    }

    /// What a computer is drawn as; the same answer as `Document::computer_kind`, without its walks.
    pub(crate) fn kind(&self, computer: ComputerId) -> ComputerKind {
        let facts = self.facts(computer);
        let has = |role| self.document.has_role(computer, role);
        let holds_secret = |id: &ResourceGroupId| {
            self.document
                .resource_groups
                .get(id)
                .is_some_and(|group| group.has(ResourceKind::EntSso) && group.possible_owners.contains(&computer))
        };
        if has(Role::BizTalkRuntime) {
            ComputerKind::BizTalk
        } else if !facts.sql_active.is_empty() || !facts.sql_standby.is_empty() {
            ComputerKind::Sql
        } else if has(Role::MasterSecret) || facts.groups_active.iter().chain(&facts.groups_standby).any(holds_secret) {
            ComputerKind::MasterSecret
        } else if has(Role::DomainController) {
            ComputerKind::DomainController
        } else if has(Role::ReverseProxy) || has(Role::PerimeterWebServer) {
            ComputerKind::Perimeter
        } else if has(Role::FileServer) {
            ComputerKind::FileServer
        } else {
            ComputerKind::Other
        }
    }

    /// Whether something moves with this cluster resource group that makes its node "active": SQL Server where the
    /// failover cluster runs SQL Server at all, else any cluster resource group.
    fn counts(&self, group: ResourceGroupId, cluster_runs_sql: bool) -> bool {
        !cluster_runs_sql || !self.sql_in(group).is_empty()
    }

    /// Whether a node of a failover cluster is active; `None` when the failover cluster runs nothing.
    pub(crate) fn node_is_active(&self, cluster: FailoverClusterId, computer: ComputerId) -> Option<bool> {
        let groups = self.groups(cluster);
        if groups.is_empty() {
            return None;
        }
        let runs_sql = groups.iter().any(|id| !self.sql_in(*id).is_empty());
        let own = &self.facts(computer).groups_active;
        Some(own.iter().any(|id| groups.contains(id) && self.counts(*id, runs_sql)))
    }

    /// The mode of a failover cluster in words: "Active/passive", "3 active, 1 passive"; empty when it runs nothing.
    pub(crate) fn cluster_mode(&self, cluster: FailoverClusterId) -> String {
        let Some(it) = self.document.failover_clusters.get(&cluster) else { return String::new() };
        let states = || it.nodes.iter().filter_map(|node| self.node_is_active(cluster, node.computer));
        let (total, active) = (states().count(), states().filter(|active| *active).count());
        match (active, total - active) {
            (0, _) => String::new(),
            (1, 1) => "Active/passive".to_owned(),
            (2, 0) => "Active/active".to_owned(),
            (active, 0) => format!("{active} active"),
            (active, passive) => format!("{active} active, {passive} passive"),
        }
    }
}
