//! Identities: one number space for a whole design, one type per kind of element.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A site: the primary one or a disaster-recovery one.
    SiteId,
    /// A swimlane of the canvas.
    TierId,
    /// A BizTalk group.
    BizTalkGroupId,
    /// A computer, physical or virtual.
    ComputerId,
    /// A physical host that carries virtual machines.
    PhysicalHostId,
    /// A Windows failover cluster.
    FailoverClusterId,
    /// A cluster resource group (a role of a failover cluster).
    ResourceGroupId,
    /// A SQL Server instance.
    SqlInstanceId,
    /// An Always On availability group.
    AvailabilityGroupId,
    /// A BizTalk database.
    DatabaseId,
    /// A BizTalk host.
    HostId,
    /// A host instance: one BizTalk host on one computer.
    HostInstanceId,
    /// A receive or send handler.
    HandlerId,
    /// A load balancer: an NLB cluster or a device.
    LoadBalancerId,
    /// A client, partner system, file share or other thing outside the BizTalk group.
    EndpointId,
    /// A drawn path of traffic.
    ConnectionId,
    /// A firewall between two tiers.
    FirewallId,
    /// A disk, a shared disk array or a SAN.
    StorageId,
}
