//! What is lost at once, from a single service of a computer to a whole site.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{ComputerId, Document, Element, HostInstanceId, ResourceKind, Role, SqlInstanceId, SqlPlacement};

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
        match self {
            Self::Element(Element::FailoverCluster(_)) => format!("the quorum of {}", self.element().name(document)),
            Self::Element(Element::Connection(_)) => format!("the path {}", self.element().name(document)),
            Self::Element(element) => element.name(document),
            Self::Service(_, service) => format!("{} on {}", service.label(), self.element().name(document)),
            Self::SqlAgent(_) => format!("SQL Server Agent of {}", self.element().name(document)),
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
            Self::Element(_) => None,
        }
    }

    /// Reads a key such as `computer-8`, `computer-8/entsso` or `sql-instance-37/agent`, or the name of an element.
    /// With several elements of one name the first in the order of kinds counts.
    pub fn parse(text: &str, document: &Document) -> Result<Self, UnknownPart> {
        let unknown = || UnknownPart(text.to_owned());
        let (owner, service) = match text.rsplit_once('/') {
            Some((owner, service)) => (owner.trim(), Some(service.trim().to_ascii_lowercase())),
            None => (text.trim(), None),
        };
        let element = all_elements(document)
            .find(|it| it.to_string() == owner)
            .or_else(|| all_elements(document).find(|it| it.name(document).eq_ignore_ascii_case(owner)))
            .ok_or_else(unknown)?;
        match (element, service.as_deref()) {
            (_, None) => Ok(Self::Element(element)),
            (Element::SqlInstance(sql), Some("agent")) => Ok(Self::SqlAgent(sql)),
            (Element::Computer(computer), Some(key)) => {
                let service = LocalService::ALL.iter().find(|it| it.key() == key).ok_or_else(unknown)?;
                Ok(Self::Service(computer, *service))
            }
            _ => Err(unknown()),
        }
    }
}

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
            Self::SqlAgent(_) => write!(formatter, "{}/agent", self.element()),
        }
    }
}

/// A text that names nothing in the design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "nothing in the design is called “{0}”; use a name or a key such as computer-8, computer-8/entsso, sql-instance-37/agent"
)]
pub struct UnknownPart(pub String);

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

/// What is lost at once. Nothing lost is normal operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Loss {
    /// The parts that are down.
    pub parts: BTreeSet<Part>,
}

impl Loss {
    /// Normal operation.
    pub fn none() -> Self {
        Self::default()
    }

    /// One part down.
    pub fn of(part: impl Into<Part>) -> Self {
        Self { parts: BTreeSet::from([part.into()]) }
    }

    /// One computer down.
    pub fn of_computer(computer: ComputerId) -> Self {
        Self::of(Element::Computer(computer))
    }

    /// Several computers down.
    pub fn of_computers(computers: impl IntoIterator<Item = ComputerId>) -> Self {
        Self { parts: computers.into_iter().map(|id| Part::Element(Element::Computer(id))).collect() }
    }

    /// Whether nothing is lost.
    pub fn is_none(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether this computer is down.
    pub fn loses_computer(&self, computer: ComputerId) -> bool {
        self.parts.contains(&Part::Element(Element::Computer(computer)))
    }

    /// Whether this host instance is down.
    pub fn loses_host_instance(&self, instance: HostInstanceId) -> bool {
        self.parts.contains(&Part::Element(Element::HostInstance(instance)))
    }

    /// The same loss said by the smallest parts: a site, a tier or a physical host by its computers, a BizTalk host by
    /// its host instances, a computer without Enterprise SSO or MSDTC by its host instances, an availability group by
    /// its primary replica, a cluster resource group by the SQL instances in it.
    pub fn spelled_out(&self, document: &Document) -> Self {
        let mut spelled = Self::default();
        for part in &self.parts {
            spelled.spell(*part, document);
        }
        spelled
    }

    fn spell(&mut self, part: Part, document: &Document) {
        let parts = &mut self.parts;
        match part {
            Part::Element(Element::Site(site)) => {
                parts.insert(part);
                let inside = document
                    .computers
                    .iter()
                    .filter(|(_, it)| document.tiers.get(&it.slot.tier).is_some_and(|tier| tier.site == site));
                parts.extend(inside.map(|(id, _)| Part::Element(Element::Computer(*id))));
            }
            Part::Element(Element::Tier(tier)) => {
                let placed = document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == tier);
                parts.extend(placed.map(|(_, element)| Part::Element(element)));
            }
            Part::Element(Element::PhysicalHost(host)) => {
                parts.insert(part);
                let carried = document.computers.iter().filter(|(_, it)| it.physical_host == Some(host));
                parts.extend(carried.map(|(id, _)| Part::Element(Element::Computer(*id))));
            }
            Part::Element(Element::Host(host)) => {
                parts.extend(document.host_instances_of(host).map(|id| Part::Element(Element::HostInstance(id))));
            }
            Part::Element(Element::AvailabilityGroup(group)) => {
                let primary = document.availability_groups.get(&group).and_then(|it| it.replicas.first());
                parts.extend(primary.map(|it| Part::Element(Element::SqlInstance(it.sql_instance))));
            }
            Part::Element(Element::ResourceGroup(group)) => {
                parts.insert(part);
                let inside =
                    document.sql_instances.iter().filter(|(_, it)| it.placement == SqlPlacement::Clustered(group));
                parts.extend(inside.map(|(id, _)| Part::Element(Element::SqlInstance(*id))));
            }
            Part::Service(computer, LocalService::EntSso | LocalService::Msdtc) => {
                parts.insert(part);
                let on = document.host_instances_on(computer);
                parts.extend(on.map(|id| Part::Element(Element::HostInstance(id))));
            }
            _ => {
                parts.insert(part);
            }
        }
    }

    /// What of an element can be failed by itself: the element, and the services on it.
    pub fn parts_of(element: Element, document: &Document) -> Vec<Part> {
        let mut parts = vec![Part::Element(element)];
        match element {
            Element::Computer(id) => {
                let has = |role| document.has_role(id, role);
                let runs_hosts = document.host_instances_on(id).next().is_some();
                let clustered_sso = document
                    .resource_groups
                    .values()
                    .any(|it| it.has(ResourceKind::EntSso) && it.possible_owners.contains(&id));
                if runs_hosts || has(Role::EntSso) {
                    parts.push(Part::Service(id, LocalService::EntSso));
                }
                if runs_hosts || !document.sql_instances_on(id).is_empty() || document.may_hold_master_secret(id) {
                    parts.push(Part::Service(id, LocalService::Msdtc));
                }
                if has(Role::Iis) {
                    parts.push(Part::Service(id, LocalService::Iis));
                }
                if has(Role::Msmq) {
                    parts.push(Part::Service(id, LocalService::Msmq));
                }
                if has(Role::MasterSecret) && !clustered_sso {
                    parts.push(Part::Service(id, LocalService::MasterSecret));
                }
            }
            Element::SqlInstance(id) => parts.push(Part::SqlAgent(id)),
            Element::Environment | Element::BizTalkGroup(_) | Element::Handler(_) => parts.clear(),
            _ => {}
        }
        parts
    }
}
