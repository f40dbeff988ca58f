//! Failover clusters, cluster resource groups and storage as they usually are.

use std::collections::BTreeSet;

use crate::model::{
    ClusterNode, ClusterResourceGroup, ComputerId, FailoverCluster, FailoverClusterId, ResourceKind, SqlService,
    Storage, StorageKind,
};

impl ClusterNode {
    /// A node whose vote nobody has spoken of.
    pub fn new(computer: ComputerId) -> Self {
        Self { computer, has_vote: None }
    }
}

impl FailoverCluster {
    /// A failover cluster of computers; witness and networks stay open questions.
    pub fn new(name: impl Into<String>, nodes: &[ComputerId]) -> Self {
        let nodes = nodes.iter().map(|it| ClusterNode::new(*it)).collect();
        Self { name: name.into(), nodes, witness: None, dynamic_quorum: None, separate_networks: None }
    }

    /// The computers that are its nodes, in the order in which they are drawn.
    pub fn computers(&self) -> impl Iterator<Item = ComputerId> + '_ {
        self.nodes.iter().map(|it| it.computer)
    }
}

impl ClusterResourceGroup {
    /// A cluster resource group that holds these resources, each with its usual dependencies. It runs on the first of
    /// the possible owners.
    pub fn holding(
        name: impl Into<String>,
        failover_cluster: FailoverClusterId,
        owners: &[ComputerId],
        kinds: &[ResourceKind],
    ) -> Self {
        let group = Self {
            name: name.into(),
            failover_cluster,
            possible_owners: owners.to_vec(),
            active_owner: owners.first().copied(),
            resources: [].into(),
            depends_on_groups: BTreeSet::new(),
            static_ip: None,
            address: None,
            dtc_log_on_own_disk: None,
        };
        group.with(kinds)
    }

    /// A cluster resource group with an IP address, a network name and further resources.
    pub fn new(
        name: impl Into<String>,
        failover_cluster: FailoverClusterId,
        owners: &[ComputerId],
        kinds: &[ResourceKind],
    ) -> Self {
        let address = [ResourceKind::IpAddress, ResourceKind::NetworkName];
        Self::holding(name, failover_cluster, owners, &[&address, kinds].concat())
    }

    /// The cluster resource group of a failover cluster instance of SQL Server with these services.
    pub fn sql(
        sql_instance: &str,
        failover_cluster: FailoverClusterId,
        owners: &[ComputerId],
        services: &BTreeSet<SqlService>,
    ) -> Self {
        let analysis = services.contains(&SqlService::AnalysisServices).then_some(ResourceKind::Ssas);
        let kinds: Vec<_> = [ResourceKind::PhysicalDisk, ResourceKind::SqlAgent].into_iter().chain(analysis).collect();
        Self::new(format!("{sql_instance} group"), failover_cluster, owners, &kinds)
    }

    /// The cluster resource group of its own for a clustered MSDTC, which every node of the failover cluster may own.
    pub fn msdtc(id: FailoverClusterId, cluster: &FailoverCluster) -> Self {
        let nodes: Vec<ComputerId> = cluster.computers().collect();
        let name = format!("{} MSDTC group", cluster.name);
        Self::new(name, id, &nodes, &[ResourceKind::PhysicalDisk, ResourceKind::Msdtc])
    }

    /// The cluster resource group of its own for the master secret server; it needs no disk.
    pub fn master_secret(failover_cluster: FailoverClusterId, owners: &[ComputerId]) -> Self {
        Self::new("Master secret group", failover_cluster, owners, &[ResourceKind::EntSso])
    }

    /// The same with missing resources added, and the usual dependencies of all that are named.
    pub fn with(mut self, kinds: &[ResourceKind]) -> Self {
        let held: BTreeSet<ResourceKind> = self.resources.keys().chain(kinds).copied().collect();
        for kind in kinds {
            self.resources.entry(*kind).or_default().extend(kind.dependencies_among(&held));
        }
        self
    }

    /// The same without a resource; no other depends on it any more.
    pub fn without(mut self, kind: ResourceKind) -> Self {
        self.resources.remove(&kind);
        for needs in self.resources.values_mut() {
            needs.remove(&kind);
        }
        self
    }
}

impl Storage {
    /// Storage about whose making nothing is said.
    pub fn new(name: impl Into<String>, kind: StorageKind, attached: impl IntoIterator<Item = ComputerId>) -> Self {
        Self {
            name: name.into(),
            kind,
            attached: attached.into_iter().collect(),
            raid: None,
            redundant_controllers: None,
            copies: None,
            high_performance: false,
        }
    }

    /// The one disk array that the nodes of a failover cluster share.
    pub fn disk_array(failover_cluster: &str, nodes: impl IntoIterator<Item = ComputerId>) -> Self {
        Self::new(format!("{failover_cluster} disk array"), StorageKind::SharedDiskArray, nodes)
    }
}
