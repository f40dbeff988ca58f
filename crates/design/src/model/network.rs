//! Load balancers, endpoints outside the BizTalk group, drawn connections, firewalls and storage.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::element::Element;
use super::environment::is_false;
use super::ids::{ComputerId, HostId, ResourceGroupId, TierId};
use super::tier::Slot;
use super::words::words;

words! {
    /// What balances the load.
    LoadBalancerKind {
        /// Windows Network Load Balancing on the members themselves.
        WindowsNlb = "Windows NLB cluster",
        /// A device or other software.
        Other = "Hardware or other load balancer",
    }
}

words! {
    /// Whether a client stays with one member.
    Affinity {
        /// No affinity.
        None = "None",
        /// Single-client affinity.
        Single = "Single client",
        /// Network affinity.
        Network = "Network",
    }
}

words! {
    /// What a load balancer is for.
    BalancerPurpose {
        /// Calls of clients are spread over its members.
        ClientTraffic = "Client traffic",
        /// It leads to whichever member owns a cluster role or a listener: its address on Azure virtual machines.
        ClusterAddress = "Address of a cluster role or listener",
    }
}

/// A load balancer and the computers behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancer {
    /// Displayed name.
    pub name: String,
    /// Where it stands on the canvas.
    pub slot: Slot,
    /// What it is.
    pub kind: LoadBalancerKind,
    /// The computers it balances.
    pub members: BTreeSet<ComputerId>,
    /// The hosts it fronts; empty = not said, then any host of its members.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub serves: BTreeSet<HostId>,
    /// What it is for; `None` = as its members say, see [`Document::is_cluster_address`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<BalancerPurpose>,
    /// Affinity; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affinity: Option<Affinity>,
    /// Whether the device is redundant; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redundant: Option<bool>,
}

words! {
    /// What stands outside the BizTalk group.
    EndpointKind {
        /// Clients on the Internet.
        InternetClient = "Internet clients",
        /// Clients on the intranet.
        IntranetClient = "Intranet clients",
        /// A partner system.
        PartnerSystem = "Partner system",
        /// A file share.
        FileShare = "File share",
        /// An FTP or SFTP server.
        FtpServer = "FTP or SFTP server",
        /// A mail server.
        MailServer = "Mail server",
        /// A server with message queues (MSMQ).
        MsmqServer = "MSMQ server",
        /// An IBM MQ server.
        MqServer = "MQ server",
        /// A SAP system.
        SapSystem = "SAP system",
        /// A database outside BizTalk Server.
        ExternalDatabase = "External database",
        /// A SharePoint farm on premises.
        SharePointFarm = "SharePoint farm",
        /// A cloud service.
        CloudService = "Cloud service",
    }
}

impl EndpointKind {
    /// Whether such an endpoint calls and is never called: clients.
    pub const fn only_calls(self) -> bool {
        matches!(self, Self::InternetClient | Self::IntranetClient)
    }
}

/// A client, partner system, file share or other thing outside the BizTalk group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Displayed name.
    pub name: String,
    /// Where it stands on the canvas.
    pub slot: Slot,
    /// What it is.
    pub kind: EndpointKind,
    /// Whether it is highly available; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highly_available: Option<bool>,
    /// Whether a load balancer stands before it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub behind_load_balancer: bool,
    /// Affinity of that load balancer; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affinity: Option<Affinity>,
    /// Whether it is reached over HTTPS; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https: Option<bool>,
    /// MSMQ server: whether it is version 4.0 or later; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msmq_4_or_later: Option<bool>,
    /// The computer it runs on, where that is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computer: Option<ComputerId>,
    /// The cluster resource group it is part of, where it is clustered and drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_role: Option<ResourceGroupId>,
}

/// A drawn path of traffic, from the side that calls to the side that answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// Who calls.
    pub from: Element,
    /// Who answers.
    pub to: Element,
    /// What the connection is for; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// A range of TCP ports, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortRange {
    /// First port.
    pub first: u16,
    /// Last port.
    pub last: u16,
}

/// A firewall between two tiers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Firewall {
    /// Displayed name.
    pub name: String,
    /// The tier on the calling side.
    pub from: TierId,
    /// The tier on the answering side.
    pub to: TierId,
    /// TCP ports open from the calling to the answering side.
    pub open_ports: BTreeSet<PortRange>,
    /// TCP ports open in the other direction.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open_ports_back: BTreeSet<PortRange>,
    /// Whether the device is redundant; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redundant: Option<bool>,
}

words! {
    /// What keeps the files.
    StorageKind {
        /// A disk of one computer.
        Local = "Local disk",
        /// A disk array that several nodes share.
        SharedDiskArray = "Shared disk array",
        /// A storage area network.
        San = "SAN",
        /// Storage Spaces Direct.
        StorageSpacesDirect = "Storage Spaces Direct",
        /// An SMB file share.
        Smb = "SMB file share",
        /// An Azure shared disk.
        AzureSharedDisk = "Azure shared disk",
    }
}

words! {
    /// A RAID level.
    RaidLevel {
        /// No RAID.
        None = "No RAID",
        /// RAID 0.
        Raid0 = "RAID 0",
        /// RAID 1.
        Raid1 = "RAID 1",
        /// RAID 5.
        Raid5 = "RAID 5",
        /// RAID 6.
        Raid6 = "RAID 6",
        /// RAID 1+0.
        Raid10 = "RAID 1+0",
        /// RAID 0+1.
        Raid01 = "RAID 0+1",
    }
}

words! {
    /// Whether another computer or another site holds the same data at any time.
    StorageCopies {
        /// There is only the one copy.
        None = "One copy",
        /// Software keeps the disks of the nodes alike, as third-party mirroring does.
        Mirrored = "Mirrored between the nodes",
        /// Storage Replica, or arrays that replicate to each other, without loss of what was written.
        Replicated = "Replicated synchronously",
    }
}

/// A disk, a shared disk array or a SAN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// Displayed name.
    pub name: String,
    /// What it is.
    pub kind: StorageKind,
    /// The computers attached to it.
    pub attached: BTreeSet<ComputerId>,
    /// RAID level; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raid: Option<RaidLevel>,
    /// Whether controllers and paths are redundant; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redundant_controllers: Option<bool>,
    /// Whether the data has a second copy that takes over; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<StorageCopies>,
    /// Whether it is a high-performance SAN.
    #[serde(default, skip_serializing_if = "is_false")]
    pub high_performance: bool,
}
