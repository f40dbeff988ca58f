//! One element with its id: what [`super::EditCommand::Put`] adds or replaces.

use serde::{Deserialize, Serialize};

use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, BizTalkGroup, BizTalkGroupId, ClusterResourceGroup, Computer, ComputerId,
    Connection, ConnectionId, Database, DatabaseId, Document, Element, Endpoint, EndpointId, FailoverCluster,
    FailoverClusterId, Firewall, FirewallId, Handler, HandlerId, Host, HostId, HostInstance, HostInstanceId,
    LoadBalancer, LoadBalancerId, PhysicalHost, PhysicalHostId, ResourceGroupId, Site, SiteId, Slot, SqlInstance,
    SqlInstanceId, Storage, StorageId, Tier, TierId,
};

/// What an element of one kind consists of.
pub trait Content: Clone {
    /// How elements of this kind are known.
    type Id: ElementId<Content = Self>;

    /// It with its id.
    fn record(self, id: Self::Id) -> Record;
}

/// The id of an element of one kind.
pub trait ElementId: Copy + From<u32> + Into<Element> {
    /// What such an element consists of.
    type Content: Content<Id = Self>;

    /// What a record holds, where it is of this kind.
    fn content(record: Record) -> Option<Self::Content>;
}

macro_rules! records {
    ($($variant:ident($id:ident, $value:ident), $table:ident;)+) => {
        /// One element with its id.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each variant is the element type it names")]
        pub enum Record { $($variant($id, $value)),+ }

        $(impl Content for $value {
            type Id = $id;

            fn record(self, id: $id) -> Record {
                Record::$variant(id, self)
            }
        }

        impl ElementId for $id {
            type Content = $value;

            fn content(record: Record) -> Option<$value> {
                match record { Record::$variant(_, it) => Some(it), _ => None }
            }
        })+

        impl Record {
            /// The element it is.
            pub fn element(&self) -> Element {
                match self { $(Self::$variant(id, _) => Element::$variant(*id)),+ }
            }

            /// The element as the design holds it now.
            pub fn of(document: &Document, element: Element) -> Option<Self> {
                match element {
                    Element::Environment => None,
                    $(Element::$variant(id) =>
                        document.$table.get(&id).map(|it| Self::$variant(id, it.clone()))),+
                }
            }

            /// Writes it into its table, over the one with the same id, without the care that a command takes: for whoever
            /// makes a whole design.
            pub fn insert(self, document: &mut Document) {
                match self { $(Self::$variant(id, it) => { document.$table.edit().insert(id, it); }),+ }
            }

            /// Takes the element out of its table and nothing else.
            pub(super) fn delete(document: &mut Document, element: Element) {
                match element {
                    Element::Environment => {}
                    $(Element::$variant(id) => { document.$table.edit().remove(&id); }),+
                }
            }
        }
    };
}

records! {
    Site(SiteId, Site), sites;
    Tier(TierId, Tier), tiers;
    BizTalkGroup(BizTalkGroupId, BizTalkGroup), biztalk_groups;
    Computer(ComputerId, Computer), computers;
    PhysicalHost(PhysicalHostId, PhysicalHost), physical_hosts;
    FailoverCluster(FailoverClusterId, FailoverCluster), failover_clusters;
    ResourceGroup(ResourceGroupId, ClusterResourceGroup), resource_groups;
    SqlInstance(SqlInstanceId, SqlInstance), sql_instances;
    AvailabilityGroup(AvailabilityGroupId, AvailabilityGroup), availability_groups;
    Database(DatabaseId, Database), databases;
    Host(HostId, Host), hosts;
    HostInstance(HostInstanceId, HostInstance), host_instances;
    Handler(HandlerId, Handler), handlers;
    LoadBalancer(LoadBalancerId, LoadBalancer), load_balancers;
    Endpoint(EndpointId, Endpoint), endpoints;
    Connection(ConnectionId, Connection), connections;
    Firewall(FirewallId, Firewall), firewalls;
    Storage(StorageId, Storage), storages;
}

impl Record {
    /// The slot it stands in, for the kinds that stand in one.
    pub fn slot(&self) -> Option<Slot> {
        match self {
            Self::Computer(_, it) => Some(it.slot),
            Self::LoadBalancer(_, it) => Some(it.slot),
            Self::Endpoint(_, it) => Some(it.slot),
            _ => None,
        }
    }

    /// The same record in another slot; kinds that stand in none stay as they are.
    pub fn at(mut self, slot: Slot) -> Self {
        match &mut self {
            Self::Computer(_, it) => it.slot = slot,
            Self::LoadBalancer(_, it) => it.slot = slot,
            Self::Endpoint(_, it) => it.slot = slot,
            _ => {}
        }
        self
    }

    /// The same record under another name; kinds without a name stay as they are.
    pub fn named(mut self, new_name: &str) -> Self {
        if let Some(name) = self.name_mut() {
            new_name.clone_into(name);
        }
        self
    }

    /// The name field, for the kinds that carry one.
    fn name_mut(&mut self) -> Option<&mut String> {
        Some(match self {
            Self::Site(_, it) => &mut it.name,
            Self::Tier(_, it) => &mut it.name,
            Self::BizTalkGroup(_, it) => &mut it.name,
            Self::Computer(_, it) => &mut it.name,
            Self::PhysicalHost(_, it) => &mut it.name,
            Self::FailoverCluster(_, it) => &mut it.name,
            Self::ResourceGroup(_, it) => &mut it.name,
            Self::SqlInstance(_, it) => &mut it.name,
            Self::AvailabilityGroup(_, it) => &mut it.name,
            Self::Database(_, it) => &mut it.name,
            Self::Host(_, it) => &mut it.name,
            Self::LoadBalancer(_, it) => &mut it.name,
            Self::Endpoint(_, it) => &mut it.name,
            Self::Firewall(_, it) => &mut it.name,
            Self::Storage(_, it) => &mut it.name,
            Self::HostInstance(..) | Self::Handler(..) | Self::Connection(..) => return None,
        })
    }

    /// Whether a person can rename it.
    pub fn has_name(&self) -> bool {
        self.clone().name_mut().is_some()
    }
}
