//! The details of elements that a rule can ask for, and the answers that a person can give at once.

use serde::{Serialize, Serializer};

use super::{assumed, databases};
use crate::model::limits::{self, Limits};
use crate::model::{
    AccountKind, Affinity, BackupDestination, Binding, BizTalkEdition, BizTalkRelease, ClusterAddress, ConfiguredName,
    Deployment, Document, DrMode, DrTransport, Element, FullBackupPeriod, GroupsKind, HostKind, PhysicalHostId,
    QueueLocation, RaidLevel, RecoveryModel, SecretServerName, SqlEdition, SqlRelease, StorageCopies, TrackingVolume,
    WindowsVersion,
};

macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $key:literal),+ $(,)?) => {
        /// A detail of an element that a rule can ask for. The elements that have it are those that its answers change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attribute { $($(#[$doc])* $variant),+ }

        impl Attribute {
            /// Every attribute.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What baselines and JSON know it by; never changes, whatever people read.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// What it is, in words that fit before "of SQL1": "RAID level". The key, as long as nobody has found better
            /// ones.
            pub const fn words(self) -> &'static str {
                self.key()
            }
        }
    };
}

attributes! {
    /// Kind of account under which a host runs.
    AccountKind = "kind of service account",
    /// Whether a custom database was added to the Backup BizTalk Server job.
    AddedToBackup = "added to the backup job",
    /// Where the BAM Primary Import database is that a BizTalk group needs and nobody has drawn.
    BamImportDatabase = "SQL instance of the BAM Primary Import database",
    /// Whether load balancers stand before computers of a BizTalk group, of which no export speaks.
    AllBalancers = "load balancers",
    /// Whether a failover cluster has other nodes and resources than those that an import has seen.
    AllOfCluster = "other nodes and resources",
    /// Whether a BizTalk group has other computers than those that an import has read.
    AllComputers = "other computers",
    /// Which features are configured on a computer besides those that an import has seen.
    AllConfigured = "what else is configured on it",
    /// Whether a BizTalk group has other databases than those that are drawn.
    AllDatabases = "other databases",
    /// Whether a BizTalk group has other hosts than those that an import has read.
    AllHosts = "other hosts",
    /// Affinity of the load balancer before an endpoint.
    Affinity = "affinity of the load balancer",
    /// Prerequisite of MSDTC with availability groups on Windows Server 2012 R2.
    AgHotfix = "hotfix 3090973",
    /// Prerequisite of MSDTC with availability groups on Windows Server 2016.
    AgRegistryKey = "registry key RemoteAccessEnabled",
    /// The computer with the BAM portal, which is in use.
    BamPortal = "computer of the BAM portal",
    /// Where backups are written to.
    BackupDestination = "where backups land",
    /// Whether the Backup BizTalk Server job is configured.
    BackupJob = "Backup BizTalk Server job configured or not",
    /// Whether the share on which backups land is highly available.
    BackupShare = "backup share highly available or not",
    /// What the binding of a handler does, which decides whether callers come to it.
    Binding = "what its binding does",
    /// Whether a SQL instance has a binary collation.
    BinaryCollation = "binary collation or not",
    /// What leads clients to a cluster role or a listener on Azure virtual machines.
    ClusterAddress = "address on Azure",
    /// What drawn clients call, as long as no connection says it.
    CalledBy = "load balancer, host or server that they call",
    /// The edition of BizTalk Server that an import assumes.
    BizTalkEdition = "edition of BizTalk Server",
    /// The release of BizTalk Server that an import assumes.
    BizTalkRelease = "release of BizTalk Server",
    /// The cumulative update of BizTalk Server.
    BizTalkUpdate = "cumulative update of BizTalk Server",
    /// Whether a mailbox lets several clients in at once.
    ConcurrentMailbox = "concurrent connections to the mailbox",
    /// The name of a SQL instance in the configuration of BizTalk Server.
    ConfiguredName = "name under which BizTalk Server reaches it",
    /// Whether a custom database takes part in the transactions of BizTalk applications.
    CustomTransactions = "written in the transaction of the message",
    /// Physical computers, virtual machines or Azure.
    Deployment = "physical computers, virtual machines or Azure",
    /// The BizTalk group to which a database belongs.
    DatabaseGroup = "BizTalk group",
    /// Which host of a BizTalk group is its default host.
    DefaultHost = "default host",
    /// How a database gets to the disaster-recovery site.
    DrTransport = "way to the disaster-recovery site",
    /// Disk space of a computer.
    DiskSpace = "disk space",
    /// Disk space that a physical computer would need in place of a virtual machine.
    DiskSpaceNeeded = "disk space that a physical computer would need",
    /// The Windows domain of a computer.
    Domain = "domain",
    /// Whether all domains trust each other.
    DomainsTrust = "whether all domains trust each other",
    /// Whether the log of MSDTC has a disk of its own.
    DtcLogDisk = "whether the MSDTC log has a disk of its own",
    /// Whether an availability group has DTC support for each of its databases.
    DtcSupport = "DTC support for each database",
    /// Which side holds where exports contradict each other.
    Exports = "which of the exports that contradict each other is right",
    /// Where the exception database of the ESB Toolkit is that nobody has drawn.
    EsbExceptionDatabase = "SQL instance of the ESB Exception database",
    /// Where the itinerary database of the ESB Toolkit is that nobody has drawn.
    EsbItineraryDatabase = "SQL instance of the ESB Itinerary database",
    /// Whether a full backup follows a backup that failed in part.
    ForceFullBackup = "whether a full backup is forced after a partial failure",
    /// How often a full backup is made.
    FullBackupPeriod = "how often a full backup is made",
    /// Whether global tracking is on, about which exports contradict each other.
    GlobalTracking = "global tracking",
    /// Kind of the Windows groups.
    GroupsKind = "kind of Windows groups",
    /// Whether what stands outside is highly available.
    HighlyAvailable = "highly available",
    /// Whether a physical host belongs to a failover cluster, on whose other hosts its virtual machines restart.
    HostCluster = "failover cluster of physical hosts",
    /// Whether a host receives, processes or sends, which no import has read.
    HostFunctions = "receives, processes or sends",
    /// Whether hosts of a BizTalk group have instances, none of which an import has read.
    HostInstances = "computers that run its hosts",
    /// Whether a host is in-process or isolated.
    HostKind = "in-process or isolated",
    /// Whether a host tracks.
    HostTracking = "tracks or not",
    /// Whether Internet Information Services runs on a computer, which no import has read.
    Iis = "Internet Information Services",
    /// Whether a host instance may start, about which exports contradict each other.
    InstanceEnabled = "enabled or disabled",
    /// Whether an endpoint is reached over HTTPS.
    Https = "HTTPS",
    /// Lease time-out of WCF-NetTcp connections.
    LeaseTimeout = "lease time-out",
    /// How often logs are backed up.
    LogInterval = "time between log backups",
    /// How logs are shipped to the disaster-recovery site.
    LogShippingShape = "shape of log shipping",
    /// Where the Management database is that nobody has drawn.
    ManagementDatabase = "SQL instance of the Management database",
    /// Where the MessageBox database is that nobody has drawn.
    MessageBoxDatabase = "SQL instance of the MessageBox database",
    /// Where the Tracking database is that nobody has drawn.
    TrackingDatabase = "SQL instance of the Tracking database",
    /// Where the SSO database is that nobody has drawn.
    SsoDatabase = "SQL instance of the SSO database",
    /// Where the Rule Engine database is that nobody has drawn.
    RuleEngineDatabase = "SQL instance of the Rule Engine database",
    /// Whether a MessageBox is the master, about which exports contradict each other.
    MasterMessageBox = "master MessageBox",
    /// The master secret server, which no import has read.
    MasterSecretServer = "master secret server",
    /// Memory of a computer.
    Memory = "memory",
    /// Whether the MQSAgent application is installed on a computer.
    MqsAgentInstalled = "MQSAgent",
    /// Whether Message Queuing is installed on a computer.
    MsmqInstalled = "Message Queuing",
    /// Whether Message Queuing is version 4.0 or later.
    MsmqVersion = "version of Message Queuing",
    /// The operating system of a computer.
    OperatingSystem = "operating system",
    /// Whether send ports of a handler keep the order of messages, about which exports contradict each other.
    OrderedDelivery = "ordered delivery",
    /// Whether the processes of a host are 32-bit or 64-bit.
    ProcessBits = "32-bit or 64-bit",
    /// The partner whom a handler serves.
    Partner = "partner",
    /// Cores that a physical computer would need in place of a virtual machine.
    PhysicalCoresNeeded = "cores that a physical computer would need",
    /// The physical host of a virtual machine.
    PhysicalHost = "physical host",
    /// Processor cores of a computer.
    ProcessorCores = "processor cores",
    /// Load of the processors in normal operation.
    ProcessorLoad = "normal processor load",
    /// Whether new message publication is disabled in a MessageBox, about which exports contradict each other.
    PublicationDisabled = "new message publication disabled",
    /// Where the queue is from which a handler receives.
    QueueLocation = "where its queue is",
    /// Whether a node votes in the quorum of its failover cluster.
    QuorumVote = "quorum vote",
    /// RAID level of storage.
    RaidLevel = "RAID level",
    /// Recovery model of a database.
    RecoveryModel = "recovery model",
    /// How much data may be lost.
    RecoveryPointObjective = "recovery point objective",
    /// Whether controllers and paths to storage are redundant.
    RedundantControllers = "redundant controllers",
    /// Whether a load balancer or a firewall is a redundant device.
    RedundantDevice = "redundant device",
    /// Whether drive letters and paths are the same at both sites.
    SamePaths = "whether drive letters and paths are the same at both sites",
    /// The name under which the master secret server is known.
    SecretServerName = "name of the secret server",
    /// Whether the networks of a failover cluster are separate.
    SeparateNetworks = "separate public and private networks",
    /// Smallest and largest memory of a SQL instance, which should be the same.
    ServerMemory = "minimum and maximum server memory",
    /// The account under which a host runs.
    ServiceAccount = "service account",
    /// Whether SQL Server Agent runs, about which exports contradict each other.
    SqlAgent = "SQL Server Agent runs",
    /// The edition of SQL Server that an import assumes.
    SqlEdition = "edition of SQL Server",
    /// Whether the name of a SQL Server is that of a computer.
    SqlPlacement = "computer, failover cluster instance or listener",
    /// The release of SQL Server that an import assumes.
    SqlRelease = "release of SQL Server",
    /// The service pack of a SQL instance, and its cumulative update where that matters.
    SqlUpdate = "service pack of SQL Server",
    /// Whether a handler may run on several computers at once.
    SeveralComputers = "may run on several computers at once",
    /// How long a failover of SQL Server is expected to take.
    SqlFailoverDuration = "expected duration of a SQL Server failover",
    /// Whether a SQL instance leaves memory for Enterprise SSO.
    SsoMemory = "memory left for Enterprise SSO",
    /// Whether a cluster resource group has a static IP address.
    StaticIp = "static IP address or DHCP",
    /// Whether the data of a storage has a second copy that takes over.
    StorageCopies = "copies of the data",
    /// Whether all computers follow one time source.
    TimeSource = "time source",
    /// How much is tracked.
    TrackingVolume = "tracking volume",
    /// Whether queues are transactional.
    Transactional = "transactional",
    /// Whether handlers and orchestrations are trusted.
    Trusted = "trusted or not",
    /// The quorum witness of a failover cluster.
    Witness = "quorum witness",
    /// The computer with the witness share.
    WitnessShare = "computer of the witness share",
}

impl Serialize for Attribute {
    /// Writes the key.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// What a person is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerForm {
    /// One of these, in words.
    Choice(Vec<String>),
    /// A number.
    Number {
        /// Its unit; empty for a plain number.
        unit: &'static str,
        /// The smallest number that makes sense.
        min: f64,
        /// The largest number that makes sense.
        max: f64,
        /// Whether it must be whole.
        whole: bool,
    },
    /// A few words, such as a name.
    Text,
}

fn labels<V: Copy>(all: &[V], label: fn(V) -> &'static str) -> AnswerForm {
    AnswerForm::Choice(all.iter().map(|it| label(*it).to_owned()).collect())
}

fn choice(words: &[&str]) -> AnswerForm {
    AnswerForm::Choice(words.iter().map(|it| (*it).to_owned()).collect())
}

/// One of some elements, by their names.
fn names<I: Into<Element>>(document: &Document, elements: impl IntoIterator<Item = I>) -> AnswerForm {
    AnswerForm::Choice(elements.into_iter().map(|it| it.into().name(document)).collect())
}

const fn number(unit: &'static str, within: Limits) -> AnswerForm {
    AnswerForm::Number { unit, min: within.min, max: within.max, whole: false }
}

const fn whole(unit: &'static str, within: Limits) -> AnswerForm {
    AnswerForm::Number { unit, min: within.min, max: within.max, whole: true }
}

impl Attribute {
    /// What the answer for an element can be.
    pub fn form(self, document: &Document, element: Element) -> AnswerForm {
        match self {
            Self::AccountKind => labels(AccountKind::ALL, AccountKind::label),
            Self::Binding => labels(Binding::ALL, Binding::label),
            Self::QueueLocation => labels(QueueLocation::ALL, QueueLocation::label),
            Self::Affinity => labels(Affinity::ALL, Affinity::label),
            Self::BizTalkEdition => labels(BizTalkEdition::ALL, BizTalkEdition::label),
            Self::BizTalkRelease => labels(BizTalkRelease::ALL, BizTalkRelease::label),
            Self::HostKind => labels(HostKind::ALL, HostKind::label),
            Self::SqlEdition => labels(SqlEdition::ALL, SqlEdition::label),
            Self::SqlRelease => labels(SqlRelease::ALL, SqlRelease::label),
            Self::BackupDestination => labels(BackupDestination::ALL, BackupDestination::label),
            Self::ClusterAddress => labels(ClusterAddress::ALL, ClusterAddress::label),
            Self::ConfiguredName => labels(ConfiguredName::ALL, ConfiguredName::label),
            Self::Deployment => labels(Deployment::ALL, Deployment::label),
            Self::FullBackupPeriod => labels(FullBackupPeriod::ALL, FullBackupPeriod::label),
            Self::GroupsKind => labels(GroupsKind::ALL, GroupsKind::label),
            Self::DrTransport => labels(DrTransport::ALL, DrTransport::label),
            Self::LogShippingShape => labels(DrMode::ALL, DrMode::label),
            Self::OperatingSystem => labels(WindowsVersion::ALL, WindowsVersion::label),
            Self::RaidLevel => labels(RaidLevel::ALL, RaidLevel::label),
            Self::RecoveryModel => labels(RecoveryModel::ALL, RecoveryModel::label),
            Self::SecretServerName => labels(SecretServerName::ALL, SecretServerName::label),
            Self::StorageCopies => labels(StorageCopies::ALL, StorageCopies::label),
            Self::TrackingVolume => labels(TrackingVolume::ALL, TrackingVolume::label),
            Self::PhysicalHost => {
                AnswerForm::Choice(physical_places(document).into_iter().map(|it| it.label(document)).collect())
            }
            Self::CalledBy => names(document, super::connections::callable(document, element)),
            Self::BamPortal => names(document, super::answer::portal_computers(document)),
            Self::DefaultHost => names(document, super::answer::default_hosts(document, element)),
            Self::WitnessShare => names(document, super::answer::witness_computers(document, element)),
            Self::HostFunctions => choice(&assumed::FUNCTIONS.map(|(words, _)| words)),
            Self::MasterSecretServer => {
                let computers = assumed::secret_servers(document).into_iter().flatten();
                let named = computers.map(|id| Element::from(id).name(document));
                AnswerForm::Choice(std::iter::once("None".to_owned()).chain(named).collect())
            }
            Self::DatabaseGroup => names(document, document.biztalk_groups.keys().copied()),
            it if databases::kind_of(it).is_some() => AnswerForm::Choice(databases::place_words(document, it)),
            Self::AllDatabases => AnswerForm::Choice(vec![assumed::no_other_databases(document, element)]),
            Self::Exports => AnswerForm::Choice(vec![assumed::sides_in_words(document, element)]),
            Self::BizTalkUpdate => whole("CU, 0 for none", limits::UPDATES),
            Self::SqlUpdate => choice(&SQL_UPDATES.map(|(words, ..)| words)),
            Self::DiskSpace | Self::DiskSpaceNeeded => number("GB", limits::DISK_GB),
            Self::Memory => number("GB", limits::RAM_GB),
            Self::ServerMemory => number("GB, the same for both", limits::SQL_MEMORY_GB),
            Self::LeaseTimeout => whole("s", limits::LEASE_SECS),
            Self::PhysicalCoresNeeded | Self::ProcessorCores => whole("cores", limits::CORES),
            Self::ProcessorLoad => number("%", limits::PERCENT),
            Self::LogInterval => number("min", limits::LOG_INTERVAL_MINUTES),
            Self::RecoveryPointObjective => number("min", limits::MINUTES),
            Self::SqlFailoverDuration => number("s", limits::SECONDS),
            Self::Domain | Self::Partner | Self::ServiceAccount => AnswerForm::Text,
            _ => choice(self.two_words()),
        }
    }

    /// The answer that a database which could be needed does not exist.
    pub const NO_SUCH_DATABASE: &str = "No such database";

    /// The answers that say that something is so, and that it is not.
    const fn two_words(self) -> &'static [&'static str] {
        match self {
            Self::AddedToBackup => &["Added", "Not added"],
            Self::AgHotfix => &["Installed", "Missing"],
            Self::AgRegistryKey => &["Set", "Not set"],
            Self::BackupJob => &["Configured", "Not configured"],
            Self::BackupShare => &["Highly available", "Not highly available"],
            Self::BinaryCollation => &["Binary", "Not binary"],
            Self::CustomTransactions => &["In the same transaction", "Apart from it"],
            Self::MqsAgentInstalled | Self::MsmqInstalled => &["Installed"],
            Self::MsmqVersion => &["4.0 or later", "Older"],
            Self::ProcessBits => &["64-bit", "32-bit"],
            Self::QuorumVote => &["Votes", "Does not vote"],
            Self::StaticIp => &["Static", "DHCP"],
            Self::HostCluster => &["One, with all that could be of it", "None"],
            Self::AllBalancers
            | Self::AllComputers
            | Self::AllConfigured
            | Self::AllHosts
            | Self::AllOfCluster
            | Self::HostInstances => &["None"],
            Self::HostTracking => &["Tracks", "Does not track"],
            Self::InstanceEnabled => &["Enabled", "Disabled"],
            Self::SqlPlacement => &["A computer"],
            Self::Trusted => &["Trusted", "Not trusted"],
            Self::Witness => &["None", "Disk", "File share", "Cloud"],
            _ => &["Yes", "No"],
        }
    }
}

/// What can be said of the updates of a SQL instance, with service pack and cumulative update: the levels on which rules
/// depend.
pub(super) const SQL_UPDATES: [(&str, u8, u8); 5] =
    [("No service pack", 0, 0), ("SP1", 1, 0), ("SP2", 2, 0), ("SP2 with CU7 or later", 2, 7), ("SP3", 3, 0)];

/// Where a computer can be said to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhysicalPlace {
    /// On a physical host that is known.
    Known(PhysicalHostId),
    /// On one of its own that is not drawn yet.
    New,
    /// Nowhere else: all computers are physical.
    Physical,
}

impl PhysicalPlace {
    fn label(self, document: &Document) -> String {
        match self {
            Self::Known(id) => Element::from(id).name(document),
            Self::New if document.environment.deployment == Some(Deployment::AzureVm) => {
                "An availability zone of its own".to_owned()
            }
            Self::New => "A physical host of its own".to_owned(),
            Self::Physical => "All computers are physical".to_owned(),
        }
    }
}

/// The places that can be chosen for a computer, in order.
pub(super) fn physical_places(document: &Document) -> Vec<PhysicalPlace> {
    let known = document.physical_hosts.keys().map(|id| PhysicalPlace::Known(*id));
    let physical = document.environment.deployment.is_none().then_some(PhysicalPlace::Physical);
    known.chain([PhysicalPlace::New]).chain(physical).collect()
}
