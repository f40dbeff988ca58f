//! BizTalk hosts, their host instances and their adapter handlers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cluster::ResourceKind;
use super::environment::is_false;
use super::ids::{BizTalkGroupId, ComputerId, EndpointId, HostId, ResourceGroupId};
use super::words::words;
use crate::sources::Sourced;

words! {
    /// The type of a BizTalk host.
    HostKind {
        /// Runs in the BizTalk service.
        InProcess = "In-process",
        /// Runs in another process, such as IIS: receives only.
        Isolated = "Isolated",
    }
}

words! {
    /// What a BizTalk host does. Tracking is the flag `Host::allow_tracking`.
    HostFunction {
        /// Receives messages.
        Receive = "Receive",
        /// Runs orchestrations.
        Process = "Process",
        /// Sends messages.
        Send = "Send",
    }
}

/// An orchestration that a host runs, as far as rules ask for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orchestration {
    /// Displayed name.
    pub name: String,
    /// Whether its authors are trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
}

/// How a host is clustered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostClustering {
    /// The cluster resource group that holds the host.
    pub resource_group: ResourceGroupId,
    /// Resources of that group on which the host resource depends.
    pub depends_on: BTreeSet<ResourceKind>,
}

/// A BizTalk host: a logical container and security boundary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// Displayed name.
    pub name: String,
    /// The BizTalk group it belongs to.
    pub biztalk_group: BizTalkGroupId,
    /// In-process or isolated.
    pub kind: HostKind,
    /// What it does; empty for a tracking-only host.
    pub functions: BTreeSet<HostFunction>,
    /// The host property "Allow Host Tracking".
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_tracking: bool,
    /// Whether it is the default host of the BizTalk group.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_default: bool,
    /// Whether it is a clustered host, and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clustered_in: Option<HostClustering>,
    /// Whether it runs as a 64-bit process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_64_bit: Option<bool>,
    /// "Restart service after" of its services in seconds. The product's default is 60 s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart_service_after_secs: Option<Sourced<f64>>,
    /// Orchestrations bound to it, as far as they are drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orchestrations: Vec<Orchestration>,
    /// Whether it does EDI or AS2 receive or batching.
    #[serde(default, skip_serializing_if = "is_false")]
    pub edi: bool,
}

words! {
    /// What kind of account a service runs under.
    AccountKind {
        /// A domain account or a group managed service account.
        Domain = "Domain account",
        /// An account local to the computer.
        Local = "Local account",
        /// LocalService, NetworkService or System.
        BuiltIn = "Built-in account",
    }
}

/// The account of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceAccount {
    /// Name as entered, such as `CONTOSO\svc-receive`; empty when only the kind is known.
    pub name: String,
    /// What kind it is.
    pub kind: AccountKind,
}

impl ServiceAccount {
    /// The domain of the examples in Microsoft's documents and of the templates, which no customer has.
    const EXAMPLE_DOMAIN: &str = "CONTOSO";

    /// Whether its name is an example: somebody has to choose another one.
    pub fn is_example(&self) -> bool {
        let domain = self.name.split_once('\\').map(|(domain, _)| domain.trim());
        domain.is_some_and(|it| it.eq_ignore_ascii_case(Self::EXAMPLE_DOMAIN))
    }
}

/// A BizTalk host on a computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostInstance {
    /// The host.
    pub host: HostId,
    /// The computer.
    pub computer: ComputerId,
    /// Whether it may start. A disabled one does not take over.
    pub enabled: bool,
    /// The account it runs under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<ServiceAccount>,
}

words! {
    /// An adapter.
    Adapter {
        /// File.
        File = "File",
        /// FTP.
        Ftp = "FTP",
        /// SFTP.
        Sftp = "SFTP",
        /// HTTP.
        Http = "HTTP",
        /// SOAP.
        Soap = "SOAP",
        /// WCF-BasicHttp.
        WcfBasicHttp = "WCF-BasicHttp",
        /// WCF-WSHttp.
        WcfWsHttp = "WCF-WSHttp",
        /// WCF-CustomIsolated.
        WcfCustomIsolated = "WCF-CustomIsolated",
        /// WCF-WebHttp.
        WcfWebHttp = "WCF-WebHttp",
        /// WCF-NetTcp.
        WcfNetTcp = "WCF-NetTcp",
        /// WCF-Custom.
        WcfCustom = "WCF-Custom",
        /// WCF-NetNamedPipe.
        WcfNetNamedPipe = "WCF-NetNamedPipe",
        /// WCF-NetMsmq.
        WcfNetMsmq = "WCF-NetMsmq",
        /// WCF-NetTcpRelay.
        WcfNetTcpRelay = "WCF-NetTcpRelay",
        /// MSMQ.
        Msmq = "MSMQ",
        /// MQSeries.
        MqSeries = "MQSeries",
        /// POP3.
        Pop3 = "POP3",
        /// SMTP.
        Smtp = "SMTP",
        /// SAP.
        Sap = "SAP",
        /// The old SQL adapter.
        SqlLegacy = "SQL (old adapter)",
        /// WCF-SQL.
        WcfSql = "WCF-SQL",
        /// Oracle database.
        Oracle = "Oracle Database",
        /// Oracle E-Business Suite.
        OracleEbs = "Oracle E-Business Suite",
        /// JD Edwards OneWorld.
        JdeOneWorld = "JD Edwards OneWorld",
        /// Windows SharePoint Services.
        SharePoint = "SharePoint",
        /// Azure Blob storage.
        AzureBlob = "Azure Blob",
        /// Event Hubs.
        EventHubs = "Event Hubs",
        /// Service Bus messaging.
        ServiceBus = "Service Bus",
        /// Logic App.
        LogicApp = "Logic App",
        /// Office 365 mail.
        Office365Mail = "Office 365 mail",
        /// Office 365 calendar.
        Office365Calendar = "Office 365 calendar",
        /// Office 365 contact.
        Office365Contact = "Office 365 contact",
        /// Any other adapter.
        Other = "Other adapter",
    }
}

impl Adapter {
    /// Whether this is one of the Office 365 adapters, which need BizTalk TMS.
    pub const fn is_office_365(self) -> bool {
        matches!(self, Self::Office365Mail | Self::Office365Calendar | Self::Office365Contact)
    }
}

words! {
    /// Whether a handler receives or sends.
    Direction {
        /// Receive handler.
        Receive = "Receive",
        /// Send handler.
        Send = "Send",
    }
}

impl Direction {
    /// What a host does with a handler of this direction.
    pub const fn function(self) -> HostFunction {
        match self {
            Self::Receive => HostFunction::Receive,
            Self::Send => HostFunction::Send,
        }
    }
}

words! {
    /// Where the queue of an MSMQ receive handler is.
    QueueLocation {
        /// On the computer of the host instance.
        Local = "Local queue",
        /// On another computer.
        Remote = "Remote queue",
    }
}

words! {
    /// What a binding of WCF does where it receives.
    Binding {
        /// It listens: callers come to an address.
        Listens = "Callers come to it",
        /// It polls: nobody calls it.
        Polls = "It polls",
    }
}

words! {
    /// What kind of folder a File handler uses.
    FolderKind {
        /// A local folder.
        Local = "Local folder",
        /// A local folder on a disk of the host's own cluster resource group.
        ClusterDisk = "Folder on the clustered disk",
        /// A share, by UNC name.
        Unc = "UNC share",
    }
}

/// A receive or send handler: a host that runs an adapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handler {
    /// The host.
    pub host: HostId,
    /// The adapter.
    pub adapter: Adapter,
    /// What an adapter is called that this program does not know; only with [`Adapter::Other`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter_name: Option<String>,
    /// Receive or send.
    pub direction: Direction,
    /// The endpoint it talks to, where drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// Whether order must be kept.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ordered: bool,
    /// Whether it is transactional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transactional: Option<bool>,
    /// MSMQ receive: where the queue is; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueLocation>,
    /// WCF-Custom receive: what its binding does; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Binding>,
    /// POP3: whether the mailbox allows several connections at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrent_mailbox: Option<bool>,
    /// File: what kind of folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<FolderKind>,
    /// WCF-NetTcp: lease time-out in seconds; `None` = the default of 300 s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_timeout_secs: Option<u32>,
    /// Whether it may run on several computers at once, where binding, statement or partner decide; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub several_computers: Option<bool>,
    /// Whether the partner or the code behind it is trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// The partner whose artifacts it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
}

impl Handler {
    /// What the adapter is called: its own name where this program does not know it.
    pub fn adapter_label(&self) -> &str {
        self.adapter_name.as_deref().unwrap_or(self.adapter.label())
    }
}
