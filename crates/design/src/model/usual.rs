//! What is usual: what a resource of a failover cluster depends on, what things are called when nobody says otherwise,
//! and which versions go together. Whatever makes an element - palette, fix, template or test - takes it from here.

mod clusters;
mod computers;
mod databases;
mod messaging;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{
    BizTalkGroup, BizTalkRelease, DatabaseKind, FaultDomain, PhysicalHost, ResourceKind, Site, SiteId, SiteKind,
    SqlRelease, Tier, TierKind, WindowsVersion,
};

impl ResourceKind {
    /// What a resource depends on (`core/how-to-create-a-cluster-group-with-a-disk-ip-address-and-name-resource1`,
    /// DTC-003, SSO-009). SQL Server Agent depends on SQL Server alone, which stands in `SqlInstance::placement`.
    pub const fn usual_dependencies(self) -> &'static [Self] {
        match self {
            Self::IpAddress | Self::PhysicalDisk | Self::SqlAgent => &[],
            Self::NetworkName => &[Self::IpAddress],
            Self::EntSso | Self::Iis => &[Self::NetworkName],
            Self::Ssas | Self::Msdtc | Self::Msmq | Self::FileServer => &[Self::NetworkName, Self::PhysicalDisk],
        }
    }

    /// The same, out of what its cluster resource group holds.
    pub(super) fn dependencies_among(self, held: &BTreeSet<Self>) -> BTreeSet<Self> {
        self.usual_dependencies().iter().copied().filter(|it| held.contains(it)).collect()
    }
}

impl DatabaseKind {
    /// The databases without which BizTalk Server does not work, in the order in which they are added.
    pub const CORE: [Self; 4] = [Self::Management, Self::MessageBox, Self::Tracking, Self::Sso];
}

impl BizTalkRelease {
    /// A release of SQL Server that goes with it; for BizTalk Server 2020 that of the templates.
    pub const fn usual_sql(self) -> SqlRelease {
        match self {
            Self::V2020 => SqlRelease::V2019,
            Self::V2016 => SqlRelease::V2016,
            Self::V2013R2 => SqlRelease::V2014,
            Self::V2013 => SqlRelease::V2012,
        }
    }

    /// The latest Windows Server that it supports without an update; for BizTalk Server 2020 that of the templates.
    pub const fn usual_windows(self) -> WindowsVersion {
        match self {
            Self::V2020 => WindowsVersion::Server2019,
            Self::V2016 => WindowsVersion::Server2016,
            Self::V2013R2 => WindowsVersion::Server2012R2,
            Self::V2013 => WindowsVersion::Server2012,
        }
    }
}

impl Site {
    /// A site under a name.
    pub fn new(name: impl Into<String>, kind: SiteKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// A site that is called what it is.
    pub fn of(kind: SiteKind) -> Self {
        Self::new(kind.label(), kind)
    }
}

impl Tier {
    /// A tier under a name, in no zone.
    pub fn new(name: impl Into<String>, kind: TierKind, site: SiteId) -> Self {
        Self { name: name.into(), kind, site, zone: None }
    }

    /// A tier that is called what it holds, in no zone.
    pub fn of(kind: TierKind, site: SiteId) -> Self {
        Self::new(kind.label(), kind, site)
    }
}

impl BizTalkGroup {
    /// A BizTalk group about which nothing else is said.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), receive_location_fault_tolerance: None, without_databases: BTreeSet::new() }
    }
}

impl PhysicalHost {
    /// A physical host of virtual machines.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), domain: FaultDomain::PhysicalHost, host_cluster: None, stands_alone: false }
    }
}

/// The name of the computer that takes over at the disaster-recovery site.
pub fn recovery_computer_name(computer: &str) -> String {
    format!("{computer}-DR")
}

/// The name of the SQL instance that takes over at the disaster-recovery site.
pub fn recovery_sql_name(sql_instance: &str) -> String {
    format!("{sql_instance} DR")
}
