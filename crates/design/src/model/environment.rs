//! The environment as a whole: product versions, editions, targets, features, sites.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::DatabaseKind;
use super::words::words;
use crate::sources::Sourced;

words! {
    /// A release of BizTalk Server.
    BizTalkRelease {
        /// BizTalk Server 2013.
        V2013 = "BizTalk Server 2013",
        /// BizTalk Server 2013 R2.
        V2013R2 = "BizTalk Server 2013 R2",
        /// BizTalk Server 2016.
        V2016 = "BizTalk Server 2016",
        /// BizTalk Server 2020.
        V2020 = "BizTalk Server 2020",
    }
}

words! {
    /// An edition of BizTalk Server.
    BizTalkEdition {
        /// Enterprise.
        Enterprise = "Enterprise",
        /// Standard: one computer.
        Standard = "Standard",
        /// Branch: one computer.
        Branch = "Branch",
        /// Developer: functions of Enterprise, not for production.
        Developer = "Developer",
        /// Evaluation: stops after 120 days.
        Evaluation = "Evaluation",
    }
}

words! {
    /// What the customer wants of availability.
    HaTarget {
        /// No target.
        None = "No target",
        /// Available: recovers by hand.
        Available = "Available",
        /// Highly available: no single point of failure.
        HighlyAvailable = "Highly available",
    }
}

words! {
    /// What the computers are.
    Deployment {
        /// Physical computers.
        Physical = "Physical computers",
        /// Virtual machines on own hardware.
        Virtual = "Virtual machines",
        /// Azure virtual machines.
        AzureVm = "Azure virtual machines",
    }
}

words! {
    /// A feature of BizTalk Server that the environment uses.
    Feature {
        /// Business Rule Engine.
        Bre = "Business Rule Engine",
        /// Business Activity Monitoring.
        Bam = "BAM",
        /// BAM real-time aggregation.
        BamRta = "BAM real-time aggregation",
        /// BAM portal.
        BamPortal = "BAM portal",
        /// BAM alerts.
        BamAlerts = "BAM alerts",
        /// BAM interceptors in WCF or WF applications.
        BamInterceptors = "BAM interceptors",
        /// EDI.
        Edi = "EDI",
        /// AS2.
        As2 = "AS2",
        /// EDI or AS2 status reporting.
        StatusReporting = "EDI and AS2 status reporting",
        /// ESB Toolkit.
        Esb = "ESB Toolkit",
        /// Office 365 adapters and their token service.
        Office365 = "Office 365 adapters",
        /// Access Control Service authentication, removed in BizTalk Server 2020.
        AcsAuthentication = "ACS authentication",
        /// Office Web Components, removed in BizTalk Server 2020.
        OfficeWebComponents = "Office Web Components",
        /// BPEL import and export, deprecated in BizTalk Server 2020.
        Bpel = "BPEL",
    }
}

words! {
    /// How much traffic the customer expects, in words.
    Volume {
        /// Small volume.
        Small = "Small",
        /// Medium volume.
        Medium = "Medium",
        /// High volume.
        High = "High",
    }
}

words! {
    /// How much tracking the customer expects, in words.
    TrackingVolume {
        /// Normal.
        Normal = "Normal",
        /// High.
        High = "High",
    }
}

words! {
    /// What kind of Windows groups and accounts BizTalk Server uses.
    GroupsKind {
        /// Domain global or universal groups.
        Domain = "Domain groups (global or universal)",
        /// Domain Local groups.
        DomainLocal = "Domain Local groups",
        /// Groups local to a computer.
        Local = "Local groups",
    }
}

/// Facts about the environment as a whole. `None` means that nobody has said yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Release of BizTalk Server.
    pub biztalk_release: BizTalkRelease,
    /// Cumulative update of BizTalk Server; `None` when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biztalk_cumulative_update: Option<u8>,
    /// Edition of BizTalk Server.
    pub biztalk_edition: BizTalkEdition,
    /// Whether this is the production environment.
    pub production: bool,
    /// What the customer wants of availability.
    pub ha_target: HaTarget,
    /// Features in use.
    pub features: BTreeSet<Feature>,
    /// Whether global tracking is on, the product's default.
    pub global_tracking: bool,
    /// Recovery point objective in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpo_minutes: Option<Sourced<f64>>,
    /// Recovery time objective in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rto_minutes: Option<Sourced<f64>>,
    /// What the computers are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Deployment>,
    /// Expected traffic in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Volume>,
    /// Expected tracking in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_volume: Option<TrackingVolume>,
    /// Kind of Windows groups and accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups_kind: Option<GroupsKind>,
    /// Whether the computers synchronize their clocks with a time source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_source: Option<bool>,
    /// Whether all domains trust each other; asked only when there is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains_trust_each_other: Option<bool>,
    /// Expected duration of a SQL Server failover in seconds. No document states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql_failover_secs: Option<Sourced<f64>>,
    /// How many host instances on one computer the user considers many; no document states a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_host_instances_per_computer: Option<u32>,
    /// Whether volume shadow copies are meant as a high-availability mechanism, which is not supported.
    #[serde(default, skip_serializing_if = "is_false")]
    pub volume_shadow_copy_as_ha: bool,
    /// Whether the customer records that Internet traffic reaches BizTalk without a reverse proxy (NET-001).
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_reverse_proxy_recorded: bool,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            biztalk_release: BizTalkRelease::V2020,
            biztalk_cumulative_update: None,
            biztalk_edition: BizTalkEdition::Enterprise,
            production: true,
            ha_target: HaTarget::HighlyAvailable,
            features: BTreeSet::new(),
            global_tracking: true,
            rpo_minutes: None,
            rto_minutes: None,
            deployment: None,
            volume: None,
            tracking_volume: None,
            groups_kind: Some(GroupsKind::Domain),
            time_source: None,
            domains_trust_each_other: None,
            sql_failover_secs: None,
            max_host_instances_per_computer: None,
            volume_shadow_copy_as_ha: false,
            no_reverse_proxy_recorded: false,
        }
    }
}

words! {
    /// What a site is for.
    SiteKind {
        /// Where production runs.
        Primary = "Primary site",
        /// Where production is taken up after a disaster.
        DisasterRecovery = "Disaster-recovery site",
        /// Holds the witness of failover clusters and runs no service.
        Witness = "Witness site",
    }
}

/// A place with its own power and network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Displayed name.
    pub name: String,
    /// What it is for.
    pub kind: SiteKind,
}

/// A BizTalk group: the computers that share one Management database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BizTalkGroup {
    /// Displayed name.
    pub name: String,
    /// The group setting "receive location fault tolerance" (BizTalk Server 2020); `None` counts as off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_location_fault_tolerance: Option<bool>,
    /// Databases that it is said to do without, although what is used could need them: the ESB Toolkit is configured with
    /// an itinerary database, an exception database, both or neither.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub without_databases: BTreeSet<DatabaseKind>,
}

/// For `skip_serializing_if`: the absent form of a flag is `false`.
pub(crate) fn is_false(flag: &bool) -> bool {
    !*flag
}
