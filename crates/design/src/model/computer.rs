//! Computers, the roles they carry and their hardware.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::environment::{BizTalkEdition, is_false};
use super::ids::{BizTalkGroupId, PhysicalHostId};
use super::tier::Slot;
use super::words::words;
use crate::sources::Sourced;

words! {
    /// Something installed on a computer. SQL Server instances are elements of their own.
    Role {
        /// BizTalk Server runtime.
        BizTalkRuntime = "BizTalk Server runtime",
        /// Enterprise Single Sign-On service.
        EntSso = "Enterprise SSO",
        /// Master secret server that is not clustered; a clustered one is a cluster resource.
        MasterSecret = "Master secret server",
        /// Internet Information Services.
        Iis = "IIS",
        /// Message Queuing.
        Msmq = "Message Queuing",
        /// MQSAgent COM+ application of the MQSeries adapter.
        MqsAgent = "MQSAgent",
        /// Rule Engine Update Service.
        RuleEngineUpdate = "Rule Engine Update Service",
        /// BizTalk TMS, the token service of the Office 365 adapters.
        BizTalkTms = "BizTalk TMS",
        /// BizTalk Server administration tools.
        AdminTools = "Administration tools",
        /// BAM portal.
        BamPortal = "BAM portal",
        /// File server.
        FileServer = "File server",
        /// FTP server.
        FtpServer = "FTP server",
        /// Mail server.
        MailServer = "Mail server",
        /// Domain controller and DNS.
        DomainController = "Domain controller",
        /// Reverse proxy.
        ReverseProxy = "Reverse proxy",
        /// Web server in the perimeter network.
        PerimeterWebServer = "Perimeter web server",
        /// Monitoring, such as Operations Manager.
        Monitoring = "Monitoring",
    }
}

words! {
    /// An operating system.
    WindowsVersion {
        /// Windows Server 2008 R2 SP1.
        Server2008R2Sp1 = "Windows Server 2008 R2 SP1",
        /// Windows Server 2012.
        Server2012 = "Windows Server 2012",
        /// Windows Server 2012 R2.
        Server2012R2 = "Windows Server 2012 R2",
        /// Windows Server 2016.
        Server2016 = "Windows Server 2016",
        /// Windows Server 2019.
        Server2019 = "Windows Server 2019",
        /// Windows Server 2022.
        Server2022 = "Windows Server 2022",
        /// Windows 7 SP1.
        Windows7Sp1 = "Windows 7 SP1",
        /// Windows 8.
        Windows8 = "Windows 8",
        /// Windows 8.1.
        Windows81 = "Windows 8.1",
        /// Windows 10.
        Windows10 = "Windows 10",
        /// Windows 11.
        Windows11 = "Windows 11",
    }
}

words! {
    /// How MSDTC authenticates its callers.
    DtcAuthentication {
        /// Mutual authentication required.
        Mutual = "Mutual authentication required",
        /// Incoming caller authentication required.
        IncomingCaller = "Incoming caller authentication required",
        /// No authentication required.
        None = "No authentication required",
    }
}

/// What a computer consists of. `None` means that nobody has said yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hardware {
    /// Number of processor cores (for a virtual machine: virtual processors).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<Sourced<u32>>,
    /// Processor clock in GHz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ghz: Option<Sourced<f64>>,
    /// Speed of a core relative to the reference core of the capacity model, 1.0 = equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core_speed: Option<Sourced<f64>>,
    /// Memory in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ram_gb: Option<Sourced<f64>>,
    /// Disk space in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_gb: Option<Sourced<f64>>,
    /// For a virtual machine: cores that a physical computer would need for the same work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical_cores_needed: Option<Sourced<u32>>,
    /// For a virtual machine: disk space in GB that a physical computer would need for the same work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical_disk_gb_needed: Option<Sourced<f64>>,
}

/// A computer, physical or virtual. Its site and zone are those of its tier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Computer {
    /// Displayed name.
    pub name: String,
    /// Where it stands on the canvas.
    pub slot: Slot,
    /// What is installed on it.
    pub roles: BTreeSet<Role>,
    /// The BizTalk group it belongs to; more than one is a fault that HOST-010 reports.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub biztalk_groups: BTreeSet<BizTalkGroupId>,
    /// Edition of BizTalk Server on it where it differs from the environment's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biztalk_edition: Option<BizTalkEdition>,
    /// Operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<WindowsVersion>,
    /// Active Directory domain; `None` = a workgroup computer or not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The physical host of a virtual machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical_host: Option<PhysicalHostId>,
    /// Processor, memory and disk.
    // Apart: most of what a computer takes, in every edit that adds one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hardware: Box<Hardware>,
    /// Normal processor load in percent of the computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_percent: Option<Sourced<f64>>,
    /// Whether Windows Network Load Balancing is on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub windows_nlb: bool,
    /// Whether the computer serves other applications as well.
    #[serde(default, skip_serializing_if = "is_false")]
    pub serves_other_applications: bool,
    /// Whether the MSDTC log of this computer has a disk of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtc_log_on_own_disk: Option<bool>,
    /// The fixed TCP port of MSDTC; `None` = dynamic ports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtc_fixed_port: Option<u16>,
    /// MSDTC authentication level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtc_authentication: Option<DtcAuthentication>,
    /// Whether a SQL alias for each availability group listener is configured.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sql_alias: bool,
    /// Whether the prerequisites of MSDTC with availability groups are installed (AG-022).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ag_os_prerequisite: Option<bool>,
    /// Whether the local Message Queuing is version 4.0 or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msmq_4_or_later: Option<bool>,
    /// BizTalk TMS on this computer is the active one; standby otherwise.
    #[serde(default, skip_serializing_if = "is_false")]
    pub tms_active: bool,
}

words! {
    /// What takes several computers down with it.
    FaultDomain {
        /// A physical host that carries virtual machines.
        PhysicalHost = "Physical host",
        /// An availability zone of a cloud region.
        AvailabilityZone = "Availability zone",
    }
}

impl FaultDomain {
    fn is_physical_host(&self) -> bool {
        *self == Self::PhysicalHost
    }
}

/// A physical host that carries virtual machines, or an availability zone in which computers stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhysicalHost {
    /// Displayed name.
    pub name: String,
    /// What it is.
    #[serde(default = "physical_host", skip_serializing_if = "FaultDomain::is_physical_host")]
    pub domain: FaultDomain,
    /// The failover cluster of physical hosts it belongs to: its virtual machines restart on another host of the same
    /// name. `None` = nobody has named one, see [`Self::stands_alone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_cluster: Option<String>,
    /// Somebody has said that it belongs to no failover cluster. Means nothing beside a named one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stands_alone: bool,
}

impl PhysicalHost {
    /// The name of its failover cluster of physical hosts as drawn; `None` = none is named, as for an availability zone.
    pub fn cluster_name(&self) -> Option<&str> {
        let name = self.host_cluster.as_deref().map(str::trim).filter(|it| !it.is_empty());
        name.filter(|_| self.domain.is_physical_host())
    }

    /// Whether nobody has said if it belongs to a failover cluster.
    pub fn is_cluster_unstated(&self) -> bool {
        self.domain.is_physical_host() && !self.stands_alone && self.cluster_name().is_none()
    }
}

fn physical_host() -> FaultDomain {
    FaultDomain::PhysicalHost
}

/// For `skip_serializing_if`: nothing said yet.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
