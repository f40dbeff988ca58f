//! Windows failover clusters and their cluster resource groups.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ids::{ComputerId, ResourceGroupId};
use super::words::words;

/// A computer that is a node of a failover cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterNode {
    /// The computer.
    pub computer: ComputerId,
    /// Whether it has a quorum vote; `None` = not stated, counts as a vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_vote: Option<bool>,
}

/// The quorum witness of a failover cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Witness {
    /// There is none.
    None,
    /// A disk.
    Disk,
    /// A file share on a computer; `None` = not stated which.
    FileShare(Option<ComputerId>),
    /// A cloud witness.
    Cloud,
}

/// A Windows failover cluster. Its mode (active/passive, active/active …) is derived, never stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailoverCluster {
    /// Displayed name.
    pub name: String,
    /// Its nodes, in the order in which they are drawn.
    pub nodes: Vec<ClusterNode>,
    /// Quorum witness; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Whether dynamic quorum is on; `None` = as Windows Server does by itself, on from 2012.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamic_quorum: Option<bool>,
    /// Whether public and private networks are separate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separate_networks: Option<bool>,
}

words! {
    /// A resource of a cluster resource group. SQL Server and BizTalk host resources stand in
    /// `SqlInstance::placement` and `Host::clustered_in`.
    ResourceKind {
        /// IP address.
        IpAddress = "IP address",
        /// Network name.
        NetworkName = "Network name",
        /// Physical disk.
        PhysicalDisk = "Physical disk",
        /// SQL Server Agent.
        SqlAgent = "SQL Server Agent",
        /// SQL Server Analysis Services.
        Ssas = "Analysis Services",
        /// Distributed Transaction Coordinator.
        Msdtc = "MSDTC",
        /// Enterprise SSO service, which makes the master secret server clustered.
        EntSso = "Enterprise SSO",
        /// Message Queuing.
        Msmq = "Message Queuing",
        /// IIS World Wide Web service.
        Iis = "IIS",
        /// File server.
        FileServer = "File server",
    }
}

words! {
    /// What leads clients to a cluster role or a listener where addresses do not move by themselves: on Azure virtual
    /// machines.
    ClusterAddress {
        /// A load balancer that asks which node answers.
        LoadBalancer = "Load balancer",
        /// A distributed network name.
        DistributedNetworkName = "Distributed network name",
        /// Each node has a subnet, and an address, of its own.
        SubnetPerNode = "One subnet per node",
    }
}

/// A cluster resource group: what moves together from node to node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterResourceGroup {
    /// Displayed name.
    pub name: String,
    /// The failover cluster it belongs to.
    pub failover_cluster: super::ids::FailoverClusterId,
    /// Nodes on which it may run, preferred first.
    pub possible_owners: Vec<ComputerId>,
    /// The node on which it runs; `None` = the first possible owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_owner: Option<ComputerId>,
    /// Its resources, each with the resources it depends on.
    pub resources: BTreeMap<ResourceKind, BTreeSet<ResourceKind>>,
    /// Other cluster resource groups that must be online first.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub depends_on_groups: BTreeSet<ResourceGroupId>,
    /// Whether the IP address is static; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_ip: Option<bool>,
    /// What leads clients to it on Azure virtual machines; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<ClusterAddress>,
    /// For a group with MSDTC: whether its log has a disk of its own; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtc_log_on_own_disk: Option<bool>,
}

impl ClusterResourceGroup {
    /// The node on which it runs: the active owner, else the first possible owner.
    pub fn runs_on(&self) -> Option<ComputerId> {
        self.active_owner.or_else(|| self.possible_owners.first().copied())
    }

    /// Whether it holds a resource of this kind.
    pub fn has(&self, kind: ResourceKind) -> bool {
        self.resources.contains_key(&kind)
    }
}
