//! The design as data: what exists, what is said about it, and where it stands on the canvas.
//!
//! Invariants (see [`check_invariants`]) are referential integrity only: references resolve, numbers lie
//! within their limits, names can be read, every tier stands in exactly one canvas row. Whatever a rule decides is representable: two master secret servers,
//! two host instances of one host on a computer, a computer in two BizTalk groups.

mod assumptions;
mod availability;
pub mod callers;
mod cluster;
mod computer;
mod duration;
mod element;
mod environment;
mod flow;
mod host;
mod ids;
mod imported;
pub mod index;
mod invariants;
pub mod limits;
mod listening;
mod naming;
mod needed;
mod network;
mod notes;
mod numbers;
pub mod outline;
mod papers;
mod part;
mod project;
pub mod queries;
mod quorum;
mod recovery;
mod replicas;
mod sql;
mod survival;
mod table;
mod takeover;
mod tier;
pub mod usual;
mod waiver;
pub mod words;

pub use assumptions::Workload;
pub use availability::{AvailabilityInputs, FailureFigure};
pub use cluster::{ClusterAddress, ClusterNode, ClusterResourceGroup, FailoverCluster, ResourceKind, Witness};
pub use computer::{Computer, DtcAuthentication, FaultDomain, Hardware, PhysicalHost, Role, WindowsVersion};
pub use duration::DrillDuration;
pub use element::Element;
pub use environment::{
    BizTalkEdition, BizTalkGroup, BizTalkRelease, Deployment, Environment, Feature, GroupsKind, HaTarget, Site,
    SiteKind, TrackingVolume, Volume,
};
pub use flow::{FlowPattern, LoadTestRun, MessageFlow, TrackingLevel};
pub use host::{
    AccountKind, Adapter, Binding, Direction, FolderKind, Handler, Host, HostClustering, HostFunction, HostInstance,
    HostKind, Orchestration, QueueLocation, ServiceAccount,
};
pub use ids::*;
pub use imported::{Imported, Property, held, places};
pub use invariants::{InvariantViolation, check_invariants};
pub use listening::SqlPort;
pub use naming::is_blank;
pub use network::{
    Affinity, BalancerPurpose, Connection, Endpoint, EndpointKind, Firewall, LoadBalancer, LoadBalancerKind, PortRange,
    RaidLevel, Storage, StorageCopies, StorageKind,
};
pub use notes::Note;
pub use papers::{PaperReader, PaperSection, PaperStatus, PaperVersion, Papers};
pub use part::{DrillAction, DrillScenario, DrillStep, LocalService, Part, UnknownPart};
pub use project::{ChecklistEntries, ChecklistEntry, ChecklistStatus, MAX_LOGO_BYTES, ProjectInfo};
pub use recovery::{
    Backup, BackupDestination, DisasterRecovery, DrMode, FullBackupPeriod, SecretServerName, SsoSystem,
};
pub use sql::{
    AvailabilityGroup, AvailabilityReplica, CommitMode, ConfiguredName, Database, DatabaseKind, DrTransport,
    FailoverMode, Listener, RecoveryModel, SqlEdition, SqlInstance, SqlPlacement, SqlRelease, SqlService,
};
pub use table::Table;
pub use takeover::Takeover;
pub use tier::{Slot, Tier, TierKind, Zone};
pub use waiver::Waiver;
pub use words::Label;

use serde::{Deserialize, Serialize};

/// A whole design. Cloning is cheap: tables are shared until one of the copies is edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Project details.
    pub project: ProjectInfo,
    /// The environment as a whole.
    pub environment: Environment,
    /// The number the next new element gets.
    pub next_id: u32,
    /// Sites.
    #[serde(default)]
    pub sites: Table<SiteId, Site>,
    /// Tiers.
    #[serde(default)]
    pub tiers: Table<TierId, Tier>,
    /// Canvas rows from top to bottom, each with its tiers from left to right.
    #[serde(default)]
    pub tier_rows: Vec<Vec<TierId>>,
    /// BizTalk groups.
    #[serde(default)]
    pub biztalk_groups: Table<BizTalkGroupId, BizTalkGroup>,
    /// Physical hosts of virtual machines.
    #[serde(default)]
    pub physical_hosts: Table<PhysicalHostId, PhysicalHost>,
    /// Computers.
    #[serde(default)]
    pub computers: Table<ComputerId, Computer>,
    /// Failover clusters.
    #[serde(default)]
    pub failover_clusters: Table<FailoverClusterId, FailoverCluster>,
    /// Cluster resource groups.
    #[serde(default)]
    pub resource_groups: Table<ResourceGroupId, ClusterResourceGroup>,
    /// Storage.
    #[serde(default)]
    pub storages: Table<StorageId, Storage>,
    /// SQL instances.
    #[serde(default)]
    pub sql_instances: Table<SqlInstanceId, SqlInstance>,
    /// Availability groups.
    #[serde(default)]
    pub availability_groups: Table<AvailabilityGroupId, AvailabilityGroup>,
    /// Databases.
    #[serde(default)]
    pub databases: Table<DatabaseId, Database>,
    /// BizTalk hosts.
    #[serde(default)]
    pub hosts: Table<HostId, Host>,
    /// Host instances.
    #[serde(default)]
    pub host_instances: Table<HostInstanceId, HostInstance>,
    /// Receive and send handlers.
    #[serde(default)]
    pub handlers: Table<HandlerId, Handler>,
    /// Load balancers.
    #[serde(default)]
    pub load_balancers: Table<LoadBalancerId, LoadBalancer>,
    /// Endpoints.
    #[serde(default)]
    pub endpoints: Table<EndpointId, Endpoint>,
    /// Drawn connections.
    #[serde(default)]
    pub connections: Table<ConnectionId, Connection>,
    /// Firewalls.
    #[serde(default)]
    pub firewalls: Table<FirewallId, Firewall>,
    /// The Enterprise SSO system.
    #[serde(default)]
    pub sso: SsoSystem,
    /// Backup.
    #[serde(default)]
    pub backup: Backup,
    /// Disaster recovery.
    #[serde(default)]
    pub disaster_recovery: DisasterRecovery,
    /// Inputs of the availability estimate.
    #[serde(default, skip_serializing_if = "AvailabilityInputs::is_empty")]
    pub availability: AvailabilityInputs,
    /// Workload inputs of the capacity estimate.
    #[serde(default)]
    pub workload: Workload,
    /// Hand-set state of checklist rows.
    #[serde(default)]
    pub checklist: ChecklistEntries,
    /// Findings that a person has accepted, sorted by [`Waiver::key`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
    /// Saved failure drills.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drills: Vec<DrillScenario>,
    /// What exports of the running environment say, sorted; empty for a design that was drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imported: Vec<Imported>,
    /// Notes that people have pinned to elements, sorted by [`Note::element`], one for an element.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}
