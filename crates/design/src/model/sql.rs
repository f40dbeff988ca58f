//! SQL Server instances, BizTalk databases and availability groups.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cluster::ClusterAddress;
use super::environment::is_false;
use super::ids::{AvailabilityGroupId, BizTalkGroupId, ComputerId, ResourceGroupId, SqlInstanceId, StorageId};
use super::words::words;
use crate::sources::Sourced;

words! {
    /// A release of SQL Server.
    SqlRelease {
        /// SQL Server 2008 R2.
        V2008R2 = "SQL Server 2008 R2",
        /// SQL Server 2012.
        V2012 = "SQL Server 2012",
        /// SQL Server 2014.
        V2014 = "SQL Server 2014",
        /// SQL Server 2016.
        V2016 = "SQL Server 2016",
        /// SQL Server 2017.
        V2017 = "SQL Server 2017",
        /// SQL Server 2019.
        V2019 = "SQL Server 2019",
        /// SQL Server 2022.
        V2022 = "SQL Server 2022",
    }
}

words! {
    /// An edition of SQL Server.
    SqlEdition {
        /// Enterprise.
        Enterprise = "Enterprise",
        /// Standard.
        Standard = "Standard",
        /// Developer.
        Developer = "Developer",
        /// Express.
        Express = "Express",
    }
}

words! {
    /// The name under which BizTalk Server reaches a SQL instance.
    ConfiguredName {
        /// The name of a standalone computer.
        ServerName = "Server name",
        /// The network name of the failover cluster instance.
        ClusterNetworkName = "Cluster network name",
        /// The name of one cluster node.
        NodeName = "Name of one node",
        /// The availability group listener.
        Listener = "Availability group listener",
        /// A SQL alias that points to the listener.
        Alias = "SQL alias",
    }
}

words! {
    /// A service of a SQL Server installation.
    SqlService {
        /// The database engine.
        Engine = "Database engine",
        /// Analysis Services.
        AnalysisServices = "Analysis Services",
        /// Integration Services.
        IntegrationServices = "Integration Services",
    }
}

/// Where a SQL instance lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum SqlPlacement {
    /// On one computer.
    Standalone(ComputerId),
    /// In a cluster resource group: a failover cluster instance.
    Clustered(ResourceGroupId),
}

/// A SQL Server instance: standalone (it may host availability replicas) or a failover cluster instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlInstance {
    /// Displayed name.
    pub name: String,
    /// Where it lives.
    pub placement: SqlPlacement,
    /// Release.
    pub release: SqlRelease,
    /// Service pack; 0 = none, or not stated, see [`Self::update_is_stated`].
    #[serde(default)]
    pub service_pack: u8,
    /// Cumulative update; 0 = none, or not stated.
    #[serde(default)]
    pub cumulative_update: u8,
    /// Whether it is known that neither service pack nor cumulative update is installed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub without_updates: bool,
    /// Edition.
    pub edition: SqlEdition,
    /// Services installed.
    pub services: BTreeSet<SqlService>,
    /// Whether SQL Server Agent runs.
    pub agent_running: bool,
    /// The name under which BizTalk Server reaches it; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configured_name: Option<ConfiguredName>,
    /// TCP port; `None` = not stated, see [`Document::port_of_sql`](super::Document::port_of_sql).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Whether it serves other applications as well.
    #[serde(default, skip_serializing_if = "is_false")]
    pub serves_other_applications: bool,
    /// Whether Analysis Services is a named SQL instance, which is not supported.
    #[serde(default, skip_serializing_if = "is_false")]
    pub analysis_services_named: bool,
    /// Where its database files lie; a database may say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageId>,
    /// Whether the collation is binary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binary_collation: Option<bool>,
    /// Minimum server memory in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_memory_gb: Option<Sourced<f64>>,
    /// Maximum server memory in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_memory_gb: Option<Sourced<f64>>,
    /// Whether memory is left for Enterprise SSO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_left_for_sso: Option<bool>,
}

impl SqlInstance {
    /// Whether it is known which service pack and cumulative update are installed, or that none is.
    pub const fn update_is_stated(&self) -> bool {
        self.without_updates || self.service_pack > 0 || self.cumulative_update > 0
    }

    /// The service pack; `None` = not stated.
    pub fn stated_service_pack(&self) -> Option<u8> {
        self.update_is_stated().then_some(self.service_pack)
    }
}

words! {
    /// A database that BizTalk Server uses (`core/databases-in-biztalk-server`).
    DatabaseKind {
        /// BizTalk Management database.
        Management = "BizTalk Management",
        /// MessageBox database.
        MessageBox = "MessageBox",
        /// BizTalk Tracking database.
        Tracking = "BizTalk Tracking",
        /// SSO database.
        Sso = "SSO",
        /// Rule Engine database.
        RuleEngine = "Rule Engine",
        /// BAM Primary Import database.
        BamPrimaryImport = "BAM Primary Import",
        /// BAM Star Schema database.
        BamStarSchema = "BAM Star Schema",
        /// BAM Analysis database (Analysis Services).
        BamAnalysis = "BAM Analysis",
        /// BAM Archive database.
        BamArchive = "BAM Archive",
        /// BAM alerts application database.
        BamAlertsApplication = "BAM Alerts Application",
        /// BAM alerts Notification Services main database.
        BamAlertsNsMain = "BAM Alerts Notification Services",
        /// Tracking Analysis Server database (Analysis Services).
        TrackingAnalysis = "Tracking Analysis",
        /// SSIS catalog with the BAM packages.
        SsisCatalog = "SSIS catalog",
        /// ESB itinerary database.
        EsbItinerary = "ESB Itinerary",
        /// ESB exception database.
        EsbException = "ESB Exception",
        /// A database of the customer's own that BizTalk applications write to.
        Custom = "Custom database",
    }
}

impl DatabaseKind {
    /// The name setup proposes (`core/databases-in-biztalk-server`).
    pub const fn default_name(self) -> &'static str {
        match self {
            Self::Management => "BizTalkMgmtDb",
            Self::MessageBox => "BizTalkMsgBoxDb",
            Self::Tracking => "BizTalkDTADb",
            Self::Sso => "SSODB",
            Self::RuleEngine => "BizTalkRuleEngineDb",
            Self::BamPrimaryImport => "BAMPrimaryImport",
            Self::BamStarSchema => "BAMStarSchema",
            Self::BamAnalysis => "BAMAnalysis",
            Self::BamArchive => "BAMArchive",
            Self::BamAlertsApplication => "BAMAlertsApplication",
            Self::BamAlertsNsMain => "BAMAlertsNSMain",
            Self::TrackingAnalysis => "BizTalkAnalysisDb",
            Self::SsisCatalog => "SSISDB",
            Self::EsbItinerary => "EsbItineraryDb",
            Self::EsbException => "EsbExceptionDb",
            Self::Custom => "CustomDb",
        }
    }

    /// Whether it lives in Analysis Services.
    pub const fn is_analysis(self) -> bool {
        matches!(self, Self::BamAnalysis | Self::TrackingAnalysis)
    }
}

words! {
    /// How much of the transaction log is kept.
    RecoveryModel {
        /// Full.
        Full = "Full",
        /// Bulk-logged.
        BulkLogged = "Bulk-logged",
        /// Simple: no log backups.
        Simple = "Simple",
    }
}

words! {
    /// How a database reaches the disaster-recovery site.
    DrTransport {
        /// BizTalk log shipping, the supported way.
        BizTalkLogShipping = "BizTalk log shipping",
        /// Log shipping of SQL Server.
        NativeLogShipping = "SQL Server log shipping",
        /// Database mirroring.
        Mirroring = "Database mirroring",
    }
}

/// A BizTalk database and where it lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Displayed name, unique on its SQL instance.
    pub name: String,
    /// Which of the databases it is.
    pub kind: DatabaseKind,
    /// The SQL instance that carries it (with an availability group: the primary replica).
    pub sql_instance: SqlInstanceId,
    /// The BizTalk group it belongs to; `None` for the SSO database, which serves the environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biztalk_group: Option<BizTalkGroupId>,
    /// MessageBox: whether it is the master.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_master: bool,
    /// MessageBox: whether new message publication is disabled on it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub publication_disabled: bool,
    /// The availability group it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability_group: Option<AvailabilityGroupId>,
    /// Name of the physical database when several stores share one; `None` = one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consolidated_into: Option<String>,
    /// The disk of its files where it differs from its SQL instance's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageId>,
    /// Recovery model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_model: Option<RecoveryModel>,
    /// Whether database mirroring is used for high availability, which is not supported.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mirrored: bool,
    /// How it reaches the disaster-recovery site; `None` = it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dr_transport: Option<DrTransport>,
    /// Custom database: whether BizTalk applications write to it in the transaction that moves the message; `None` = not
    /// stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transactions: Option<bool>,
    /// Custom database: whether it was added to the Backup BizTalk Server job; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_to_backup: Option<bool>,
    /// Whether the Backup BizTalk Server job leaves it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub excluded_from_backup: bool,
}

words! {
    /// How a secondary replica receives transactions.
    CommitMode {
        /// Synchronous commit.
        Synchronous = "Synchronous commit",
        /// Asynchronous commit, not supported for BizTalk databases.
        Asynchronous = "Asynchronous commit",
    }
}

words! {
    /// How a failover of a replica starts.
    FailoverMode {
        /// Automatically.
        Automatic = "Automatic",
        /// By hand.
        Manual = "Manual",
    }
}

/// An availability replica: a SQL instance that holds a copy of the databases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityReplica {
    /// The SQL instance.
    pub sql_instance: SqlInstanceId,
    /// Commit mode.
    pub commit: CommitMode,
    /// Failover mode.
    pub failover: FailoverMode,
    /// Whether it is a readable secondary.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readable: bool,
}

/// The listener of an availability group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listener {
    /// DNS name.
    pub name: String,
    /// TCP port.
    pub port: u16,
    /// Number of subnets it spans.
    pub num_subnets: u32,
    /// What leads clients to it on Azure virtual machines; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<ClusterAddress>,
}

/// An Always On availability group. Its databases name it; the first replica is the primary one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityGroup {
    /// Displayed name.
    pub name: String,
    /// Replicas, the primary one first.
    pub replicas: Vec<AvailabilityReplica>,
    /// Whether per-database DTC support is on.
    pub per_database_dtc: bool,
    /// The listener.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listener: Option<Listener>,
    /// Whether backups are preferred on a secondary replica.
    #[serde(default, skip_serializing_if = "is_false")]
    pub backup_on_secondary: bool,
    /// Whether read-only routing is configured.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only_routing: bool,
}
