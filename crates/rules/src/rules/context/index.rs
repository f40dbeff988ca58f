//! The indexes of a design, built once in n log n.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    BizTalkGroupId, ClusterResourceGroup, ComputerId, DatabaseId, DatabaseKind, Document, FailoverClusterId, HandlerId,
    HostId, HostInstanceId, HostKind, LoadBalancerId, ResourceGroupId, Role, SqlInstanceId, SqlPlacement,
};

type Lists<K, V> = BTreeMap<K, Vec<V>>;

/// What belongs to what. Lists are in the order of ids.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Computers of primary sites.
    pub(super) primary: BTreeSet<ComputerId>,
    /// Runtime computers of the primary site by BizTalk group.
    pub(super) runtime: BTreeMap<BizTalkGroupId, BTreeSet<ComputerId>>,
    /// Hosts by BizTalk group.
    pub(super) hosts: Lists<BizTalkGroupId, HostId>,
    /// All host instances by host.
    pub(super) instances: Lists<HostId, HostInstanceId>,
    /// Host instances that count: enabled and in the primary site.
    pub(super) enabled: Lists<HostId, HostInstanceId>,
    /// The computers of `srv(h)`.
    pub(super) servers: BTreeMap<HostId, BTreeSet<ComputerId>>,
    /// All host instances by computer.
    pub(super) instances_on: Lists<ComputerId, HostInstanceId>,
    /// Enabled host instances of tracking hosts in the primary site, by BizTalk group.
    pub(super) tracking: Lists<BizTalkGroupId, HostInstanceId>,
    /// Handlers by host.
    pub(super) handlers: Lists<HostId, HandlerId>,
    /// The failover cluster of a node.
    pub(super) cluster_of: BTreeMap<ComputerId, FailoverClusterId>,
    /// Cluster resource groups by failover cluster.
    pub(super) groups_of_cluster: Lists<FailoverClusterId, ResourceGroupId>,
    /// Cluster resource groups by possible owner.
    pub(super) groups_by_owner: Lists<ComputerId, ResourceGroupId>,
    /// Clustered hosts by cluster resource group.
    pub(super) clustered_hosts: Lists<ResourceGroupId, HostId>,
    /// SQL instances by cluster resource group.
    pub(super) sql_of_group: Lists<ResourceGroupId, SqlInstanceId>,
    /// The computers on which a SQL instance may run, preferred first.
    pub(super) sql_owners: BTreeMap<SqlInstanceId, Vec<ComputerId>>,
    /// The computer on which a SQL instance runs.
    pub(super) sql_active: BTreeMap<SqlInstanceId, ComputerId>,
    /// SQL instances by computer on which they may run.
    pub(super) sql_by_owner: Lists<ComputerId, SqlInstanceId>,
    /// SQL instances by computer on which they run.
    pub(super) sql_by_active: Lists<ComputerId, SqlInstanceId>,
    /// Databases by SQL instance.
    pub(super) databases_on: Lists<SqlInstanceId, DatabaseId>,
    /// Databases of the primary site by BizTalk group and kind; `None` holds those that belong to no BizTalk group.
    pub(super) databases: Lists<(Option<BizTalkGroupId>, DatabaseKind), DatabaseId>,
    /// Load balancers by member.
    pub(super) balancers_by_member: Lists<ComputerId, LoadBalancerId>,
}

fn push<K: Ord, V>(lists: &mut Lists<K, V>, key: K, value: V) {
    lists.entry(key).or_default().push(value);
}

impl Index {
    pub(super) fn new(document: &Document) -> Self {
        let mut index = Self::default();
        index.computers(document);
        index.clusters(document);
        index.sql(document);
        index.hosts(document);
        index
    }

    fn computers(&mut self, document: &Document) {
        for (id, computer) in &document.computers {
            if !document.is_primary_tier(computer.slot.tier) {
                continue;
            }
            self.primary.insert(*id);
            if computer.roles.contains(&Role::BizTalkRuntime) {
                for group in &computer.biztalk_groups {
                    self.runtime.entry(*group).or_default().insert(*id);
                }
            }
        }
        for (id, balancer) in &document.load_balancers {
            for member in &balancer.members {
                push(&mut self.balancers_by_member, *member, *id);
            }
        }
    }

    fn clusters(&mut self, document: &Document) {
        for (id, cluster) in &document.failover_clusters {
            for node in &cluster.nodes {
                self.cluster_of.entry(node.computer).or_insert(*id);
            }
        }
        for (id, group) in &document.resource_groups {
            push(&mut self.groups_of_cluster, group.failover_cluster, *id);
            for owner in group.possible_owners.iter().collect::<BTreeSet<_>>() {
                push(&mut self.groups_by_owner, *owner, *id);
            }
        }
    }

    fn sql(&mut self, document: &Document) {
        for (id, sql) in &document.sql_instances {
            let (owners, active) = match sql.placement {
                SqlPlacement::Standalone(computer) => (vec![computer], Some(computer)),
                SqlPlacement::Clustered(group) => {
                    push(&mut self.sql_of_group, group, *id);
                    let group = document.resource_groups.get(&group);
                    let mut seen = BTreeSet::new();
                    let owners = group.into_iter().flat_map(|it| it.possible_owners.iter().copied());
                    (
                        owners.filter(|owner| seen.insert(*owner)).collect(),
                        group.and_then(ClusterResourceGroup::runs_on),
                    )
                }
            };
            for owner in &owners {
                push(&mut self.sql_by_owner, *owner, *id);
            }
            if let Some(active) = active {
                push(&mut self.sql_by_active, active, *id);
                self.sql_active.insert(*id, active);
            }
            self.sql_owners.insert(*id, owners);
        }
        for (id, database) in &document.databases {
            push(&mut self.databases_on, database.sql_instance, *id);
            if self.is_primary_sql(database.sql_instance) {
                push(&mut self.databases, (database.biztalk_group, database.kind), *id);
            }
        }
    }

    /// Whether a SQL instance runs in a primary site; one that runs nowhere counts as there.
    pub(super) fn is_primary_sql(&self, sql: SqlInstanceId) -> bool {
        self.sql_active.get(&sql).is_none_or(|active| self.primary.contains(active))
    }

    fn hosts(&mut self, document: &Document) {
        for (id, host) in &document.hosts {
            push(&mut self.hosts, host.biztalk_group, *id);
            if let Some(clustering) = &host.clustered_in {
                push(&mut self.clustered_hosts, clustering.resource_group, *id);
                let owners = document.resource_groups.get(&clustering.resource_group);
                let owners = owners.into_iter().flat_map(|it| it.possible_owners.iter().copied());
                let primary = owners.filter(|owner| self.primary.contains(owner)).collect();
                self.servers.insert(*id, primary);
            }
        }
        for (id, instance) in &document.host_instances {
            push(&mut self.instances, instance.host, *id);
            push(&mut self.instances_on, instance.computer, *id);
            let Some(host) = document.hosts.get(&instance.host) else { continue };
            if !instance.enabled || !self.primary.contains(&instance.computer) {
                continue;
            }
            push(&mut self.enabled, instance.host, *id);
            if host.clustered_in.is_none() {
                self.servers.entry(instance.host).or_default().insert(instance.computer);
            }
            if host.allow_tracking && host.kind == HostKind::InProcess {
                push(&mut self.tracking, host.biztalk_group, *id);
            }
        }
        for (id, handler) in &document.handlers {
            push(&mut self.handlers, handler.host, *id);
        }
    }
}
