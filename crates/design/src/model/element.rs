//! A reference to any one thing in a design.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Document;
use super::ids::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, ConnectionId, DatabaseId, EndpointId, FailoverClusterId,
    FirewallId, HandlerId, HostId, HostInstanceId, LoadBalancerId, PhysicalHostId, ResourceGroupId, SiteId,
    SqlInstanceId, StorageId, TierId,
};

macro_rules! elements {
    ($($(#[$doc:meta])* $variant:ident($id:ty), $table:ident, $kind:literal;)+) => {
        /// A reference to any one thing in a design.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Element {
            /// The environment as a whole.
            Environment,
            $($(#[$doc])* $variant($id)),+
        }

        impl Element {
            /// The kind in kebab case, as in JSON output: `computer`, `host-instance` …
            pub const fn kind(self) -> &'static str {
                match self { Self::Environment => "environment", $(Self::$variant(_) => $kind),+ }
            }

            /// The name of its table in [`Document`], such as `computers`; `None` for the environment.
            pub const fn table(self) -> Option<&'static str> {
                match self { Self::Environment => None, $(Self::$variant(_) => Some(stringify!($table))),+ }
            }

            /// The number of the element; 0 for the environment.
            pub const fn number(self) -> u32 {
                match self { Self::Environment => 0, $(Self::$variant(id) => id.0),+ }
            }

            /// The element with a number in a table of [`Document`], such as `computers`; `None` for what is no table.
            pub fn in_table(table: &str, number: u32) -> Option<Self> {
                match table {
                    $(stringify!($table) => Some(Self::$variant(number.into())),)+
                    _ => None,
                }
            }

            /// Everything a design holds, the environment included, sorted.
            pub fn all(document: &Document) -> Vec<Self> {
                let mut all = vec![Self::Environment];
                $(all.extend(document.$table.keys().map(|id| Self::$variant(*id)));)+
                all.sort_unstable();
                all
            }

            /// Whether the element is not the same in two designs. What the environment consists of beside
            /// [`Document::environment`] is not compared.
            pub fn differs(self, one: &Document, other: &Document) -> bool {
                match self {
                    Self::Environment => one.environment != other.environment,
                    $(Self::$variant(id) => one.$table.get(&id) != other.$table.get(&id)),+
                }
            }

            /// Whether the design holds it.
            pub fn exists(self, document: &Document) -> bool {
                match self {
                    Self::Environment => true,
                    $(Self::$variant(id) => document.$table.contains_key(&id)),+
                }
            }
        }

        $(impl From<$id> for Element {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }

        impl TryFrom<Element> for $id {
            /// The element, which is of another kind.
            type Error = Element;

            fn try_from(element: Element) -> Result<Self, Element> {
                match element {
                    Element::$variant(id) => Ok(id),
                    other => Err(other),
                }
            }
        })+
    };
}

elements! {
    /// A site.
    Site(SiteId), sites, "site";
    /// A tier.
    Tier(TierId), tiers, "tier";
    /// A BizTalk group.
    BizTalkGroup(BizTalkGroupId), biztalk_groups, "biztalk-group";
    /// A computer.
    Computer(ComputerId), computers, "computer";
    /// A physical host.
    PhysicalHost(PhysicalHostId), physical_hosts, "physical-host";
    /// A failover cluster.
    FailoverCluster(FailoverClusterId), failover_clusters, "failover-cluster";
    /// A cluster resource group.
    ResourceGroup(ResourceGroupId), resource_groups, "cluster-resource-group";
    /// A SQL instance.
    SqlInstance(SqlInstanceId), sql_instances, "sql-instance";
    /// An availability group.
    AvailabilityGroup(AvailabilityGroupId), availability_groups, "availability-group";
    /// A database.
    Database(DatabaseId), databases, "database";
    /// A BizTalk host.
    Host(HostId), hosts, "host";
    /// A host instance.
    HostInstance(HostInstanceId), host_instances, "host-instance";
    /// A handler.
    Handler(HandlerId), handlers, "handler";
    /// A load balancer.
    LoadBalancer(LoadBalancerId), load_balancers, "load-balancer";
    /// An endpoint.
    Endpoint(EndpointId), endpoints, "endpoint";
    /// A connection.
    Connection(ConnectionId), connections, "connection";
    /// A firewall.
    Firewall(FirewallId), firewalls, "firewall";
    /// Storage.
    Storage(StorageId), storages, "storage";
}

impl Element {
    /// The kind in words, as it stands within a sentence: `computer`, `SQL instance`, `BizTalk group`.
    pub fn kind_words(self) -> String {
        let word = |it: &str| match it {
            "sql" => "SQL".to_owned(),
            "biztalk" => "BizTalk".to_owned(),
            other => other.to_owned(),
        };
        self.kind().split('-').map(word).collect::<Vec<_>>().join(" ")
    }

    /// The name a person knows it by; a made-up description for what carries no name of its own.
    pub fn name(self, document: &Document) -> String {
        self.called(document).into_owned()
    }

    /// As [`name`](Self::name), borrowed where the design holds it.
    pub fn called<'a>(self, document: &'a Document) -> Cow<'a, str> {
        let named = |name: Option<&'a String>| match name {
            Some(name) => Cow::Borrowed(name.as_str()),
            None => Cow::Owned(format!("removed {}", self.kind())),
        };
        match self {
            Self::Environment => "the environment".into(),
            Self::Site(id) => named(document.sites.get(&id).map(|it| &it.name)),
            Self::Tier(id) => named(document.tiers.get(&id).map(|it| &it.name)),
            Self::BizTalkGroup(id) => named(document.biztalk_groups.get(&id).map(|it| &it.name)),
            Self::Computer(id) => named(document.computers.get(&id).map(|it| &it.name)),
            Self::PhysicalHost(id) => named(document.physical_hosts.get(&id).map(|it| &it.name)),
            Self::FailoverCluster(id) => named(document.failover_clusters.get(&id).map(|it| &it.name)),
            Self::ResourceGroup(id) => named(document.resource_groups.get(&id).map(|it| &it.name)),
            Self::SqlInstance(id) => named(document.sql_instances.get(&id).map(|it| &it.name)),
            Self::AvailabilityGroup(id) => named(document.availability_groups.get(&id).map(|it| &it.name)),
            Self::Database(id) => named(document.databases.get(&id).map(|it| &it.name)),
            Self::Host(id) => named(document.hosts.get(&id).map(|it| &it.name)),
            Self::HostInstance(id) => document.host_instances.get(&id).map_or_else(
                || "removed host instance".into(),
                |it| {
                    let host = Self::Host(it.host).called(document);
                    [&*host, " on ", &*Self::Computer(it.computer).called(document)].concat().into()
                },
            ),
            Self::Handler(id) => document.handlers.get(&id).map_or_else(
                || "removed handler".into(),
                |it| {
                    let host = Self::Host(it.host).called(document);
                    let direction = it.direction.label().to_lowercase();
                    format!("{} {direction} handler of {host}", it.adapter_label()).into()
                },
            ),
            Self::LoadBalancer(id) => named(document.load_balancers.get(&id).map(|it| &it.name)),
            Self::Endpoint(id) => named(document.endpoints.get(&id).map(|it| &it.name)),
            Self::Connection(id) => document.connections.get(&id).map_or_else(
                || "removed connection".into(),
                |it| format!("{} to {}", it.from.called(document), it.to.called(document)).into(),
            ),
            Self::Firewall(id) => named(document.firewalls.get(&id).map(|it| &it.name)),
            Self::Storage(id) => named(document.storages.get(&id).map(|it| &it.name)),
        }
    }
}

impl fmt::Display for Element {
    /// The stable key, such as `computer-12`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => formatter.write_str("environment"),
            other => write!(formatter, "{}-{}", other.kind(), other.number()),
        }
    }
}
