//! What can be lost by itself, and the failure drills that are saved with a design.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Document;
use super::duration::DrillDuration;
use super::element::Element;
use super::ids::{ComputerId, SqlInstanceId};

/// A service of a computer that can fail while the computer runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LocalService {
    /// Enterprise Single Sign-On.
    EntSso,
    /// The Distributed Transaction Coordinator.
    Msdtc,
    /// Internet Information Services.
    Iis,
    /// Message Queuing.
    Msmq,
    /// The master secret of an Enterprise SSO server that is not clustered.
    MasterSecret,
}

impl LocalService {
    /// Every service, in reading order.
    pub const ALL: &'static [Self] = &[Self::EntSso, Self::Msdtc, Self::Iis, Self::Msmq, Self::MasterSecret];

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EntSso => "Enterprise SSO",
            Self::Msdtc => "MSDTC",
            Self::Iis => "IIS",
            Self::Msmq => "Message Queuing",
            Self::MasterSecret => "Master secret",
        }
    }

    /// The end of a part's key: `computer-8/entsso`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::EntSso => "entsso",
            Self::Msdtc => "msdtc",
            Self::Iis => "iis",
            Self::Msmq => "msmq",
            Self::MasterSecret => "master-secret",
        }
    }
}

/// One thing that can be lost by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// A drawn element. A failover cluster means its quorum; a SQL instance or a cluster resource group means its
    /// service where it runs now; a site, everything in it.
    Element(Element),
    /// A service of a computer.
    Service(ComputerId, LocalService),
    /// SQL Server Agent of a SQL instance.
    SqlAgent(SqlInstanceId),
}

impl Part {
    /// The element a person looks at when this part is meant.
    pub fn element(self) -> Element {
        match self {
            Self::Element(element) => element,
            Self::Service(computer, _) => Element::Computer(computer),
            Self::SqlAgent(sql) => Element::SqlInstance(sql),
        }
    }

    /// The name a person knows it by, such as `Enterprise SSO on BTS1`.
    pub fn name(self, document: &Document) -> String {
        let element = self.element();
        match self {
            Self::Element(Element::FailoverCluster(_)) => ["the quorum of ", &*element.called(document)].concat(),
            Self::Element(Element::Connection(_)) => ["the path ", &*element.called(document)].concat(),
            Self::Element(_) => element.name(document),
            Self::Service(_, service) => [service.label(), " on ", &*element.called(document)].concat(),
            Self::SqlAgent(_) => ["SQL Server Agent of ", &*element.called(document)].concat(),
        }
    }

    /// The element in which this part lies and with which it is lost; `None` for what stands by itself.
    pub fn container(self, document: &Document) -> Option<Element> {
        match self {
            Self::Service(computer, _) => Some(Element::Computer(computer)),
            Self::SqlAgent(sql) => Some(Element::SqlInstance(sql)),
            Self::Element(Element::HostInstance(id)) => {
                document.host_instances.get(&id).map(|it| Element::Computer(it.computer))
            }
            Self::Element(Element::SqlInstance(id)) => document.active_computer_of_sql(id).map(Element::Computer),
            Self::Element(Element::ResourceGroup(id)) => {
                document.resource_groups.get(&id).and_then(|it| it.runs_on()).map(Element::Computer)
            }
            Self::Element(Element::Database(id)) => {
                document.databases.get(&id).map(|it| Element::SqlInstance(it.sql_instance))
            }
            Self::Element(Element::Computer(id)) => {
                document.computers.get(&id).and_then(|it| it.physical_host).map(Element::PhysicalHost)
            }
            Self::Element(Element::Endpoint(id)) => {
                let endpoint = document.endpoints.get(&id).filter(|it| document.cluster_role_of(it).is_none());
                endpoint.and_then(|it| it.computer).map(Element::Computer)
            }
            Self::Element(_) => None,
        }
    }

    /// Whether the design holds it.
    pub fn exists(self, document: &Document) -> bool {
        self.element().exists(document)
    }

    /// Reads a key such as `computer-8`, `computer-8/entsso` or `sql-instance-37/agent`, or a name as the program writes
    /// it: `BTS1`, `BTS1/entsso`, `Enterprise SSO on BTS1`. A name that several parts bear is refused.
    pub fn parse(text: &str, document: &Document) -> Result<Self, UnknownPart> {
        let text = text.trim();
        if let Some(part) = all_parts(document).find(|it| it.to_string() == text) {
            return Ok(part);
        }
        let found: Vec<Self> = all_parts(document).filter(|it| it.is_called(text, document)).collect();
        match found.as_slice() {
            [] => Err(UnknownPart::Nothing(text.to_owned())),
            [one] => Ok(*one),
            several => {
                let keys = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(UnknownPart::Several { text: text.to_owned(), keys })
            }
        }
    }

    fn is_called(self, text: &str, document: &Document) -> bool {
        let same = |name: &str| name.eq_ignore_ascii_case(text);
        let of_its_owner = |service: &str| {
            let named = text.rsplit_once('/').filter(|(_, it)| it.trim().eq_ignore_ascii_case(service));
            named.is_some_and(|(owner, _)| {
                let (owner, element) = (owner.trim(), self.element());
                element.name(document).eq_ignore_ascii_case(owner) || element.to_string() == owner
            })
        };
        let short = match self {
            Self::Element(element) => same(&element.name(document)),
            Self::Service(_, service) => of_its_owner(service.key()),
            Self::SqlAgent(_) => of_its_owner(AGENT),
        };
        short || same(&self.name(document))
    }
}

/// The end of the key of a SQL Server Agent.
const AGENT: &str = "agent";

impl From<Element> for Part {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl fmt::Display for Part {
    /// The stable key that [`Part::parse`] reads.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(element) => element.fmt(formatter),
            Self::Service(_, service) => write!(formatter, "{}/{}", self.element(), service.key()),
            Self::SqlAgent(_) => write!(formatter, "{}/{AGENT}", self.element()),
        }
    }
}

/// A text that does not name one part of the design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownPart {
    /// It names nothing.
    #[error(
        "nothing in the design is called “{0}”; use a name or a key such as computer-8, computer-8/entsso, sql-instance-37/agent"
    )]
    Nothing(String),
    /// It is the name of several parts.
    #[error("“{text}” is the name of several parts; use one of the keys {keys}")]
    Several {
        /// The name.
        text: String,
        /// The keys of the parts that bear it, with commas between them.
        keys: String,
    },
}

fn all_parts(document: &Document) -> impl Iterator<Item = Part> + '_ {
    let services = |id| LocalService::ALL.iter().map(move |service| Part::Service(id, *service));
    all_elements(document)
        .map(Part::Element)
        .chain(document.computers.keys().flat_map(move |id| services(*id)))
        .chain(document.sql_instances.keys().map(|id| Part::SqlAgent(*id)))
}

fn all_elements(document: &Document) -> impl Iterator<Item = Element> + '_ {
    let computers = document.computers.keys().map(|id| Element::Computer(*id));
    computers
        .chain(document.sql_instances.keys().map(|id| Element::SqlInstance(*id)))
        .chain(document.storages.keys().map(|id| Element::Storage(*id)))
        .chain(document.failover_clusters.keys().map(|id| Element::FailoverCluster(*id)))
        .chain(document.resource_groups.keys().map(|id| Element::ResourceGroup(*id)))
        .chain(document.load_balancers.keys().map(|id| Element::LoadBalancer(*id)))
        .chain(document.hosts.keys().map(|id| Element::Host(*id)))
        .chain(document.host_instances.keys().map(|id| Element::HostInstance(*id)))
        .chain(document.databases.keys().map(|id| Element::Database(*id)))
        .chain(document.availability_groups.keys().map(|id| Element::AvailabilityGroup(*id)))
        .chain(document.endpoints.keys().map(|id| Element::Endpoint(*id)))
        .chain(document.connections.keys().map(|id| Element::Connection(*id)))
        .chain(document.firewalls.keys().map(|id| Element::Firewall(*id)))
        .chain(document.physical_hosts.keys().map(|id| Element::PhysicalHost(*id)))
        .chain(document.tiers.keys().map(|id| Element::Tier(*id)))
        .chain(document.sites.keys().map(|id| Element::Site(*id)))
}

/// What happens to a part in a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DrillAction {
    /// It fails.
    Fail,
    /// It comes back.
    Recover,
}

/// One step of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillStep {
    /// Seconds from the start of the drill.
    pub at_secs: f64,
    /// Durations that nobody has stated and that lie before this step as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<DrillDuration>,
    /// Fails or comes back.
    pub action: DrillAction,
    /// What.
    pub part: Part,
}

impl DrillStep {
    /// A part that fails at the start.
    pub const fn fail(part: Part) -> Self {
        Self { at_secs: 0.0, after: Vec::new(), action: DrillAction::Fail, part }
    }

    /// Whether it happens in the same moment as another step.
    pub fn is_with(&self, other: &Self) -> bool {
        self.at_secs == other.at_secs && self.after == other.after && self.action == other.action
    }
}

/// A failure drill that is saved with the design.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillScenario {
    /// Displayed name, unique in a design.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What fails and comes back, in order.
    pub steps: Vec<DrillStep>,
}
