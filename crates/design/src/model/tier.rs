//! Tiers: the swimlanes of the canvas, and the slots in which elements stand.

use serde::{Deserialize, Serialize};

use super::ids::{SiteId, TierId};
use super::words::words;

words! {
    /// What a tier holds by intention; a computer's roles never follow from it.
    TierKind {
        /// Clients and partner systems.
        Clients = "Clients and partners",
        /// Perimeter network: reverse proxies and web servers.
        Perimeter = "Perimeter",
        /// Load balancers.
        LoadBalancing = "Load balancing",
        /// BizTalk servers of all functions.
        BizTalk = "BizTalk Server",
        /// BizTalk servers that receive.
        Receive = "BizTalk: receive",
        /// BizTalk servers that process.
        Processing = "BizTalk: processing",
        /// BizTalk servers that send.
        Send = "BizTalk: send",
        /// BizTalk servers that track.
        Tracking = "BizTalk: tracking",
        /// SQL Server computers.
        Databases = "Databases",
        /// The master secret server.
        MasterSecret = "Master secret",
        /// Domain controllers, file shares, administration.
        Infrastructure = "Infrastructure",
        /// Computers of the disaster-recovery site.
        DisasterRecovery = "Disaster recovery",
    }
}

words! {
    /// A security zone.
    Zone {
        /// The Internet.
        Internet = "Internet",
        /// Perimeter network on the Internet side.
        PerimeterInternet = "Perimeter (Internet)",
        /// Perimeter network on the intranet side.
        PerimeterIntranet = "Perimeter (intranet)",
        /// Service interfaces: receive and send.
        ServiceInterfaces = "Service interfaces",
        /// Services: processing.
        Services = "Services",
        /// Data.
        Data = "Data",
        /// Corporate network.
        Corporate = "Corporate",
        /// One domain for all of BizTalk Server in the small reference architecture.
        EBusiness = "E-business",
    }
}

impl Zone {
    /// Whether this is a perimeter network.
    pub const fn is_perimeter(self) -> bool {
        matches!(self, Self::PerimeterInternet | Self::PerimeterIntranet)
    }
}

/// A swimlane of the canvas. The computers in it are in its site and zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Displayed name.
    pub name: String,
    /// What it holds by intention.
    pub kind: TierKind,
    /// The site of everything in it.
    pub site: SiteId,
    /// The zone of everything in it; `None` when zones are not drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

/// Where an element stands: a cell of its tier. There are no free coordinates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The tier.
    pub tier: TierId,
    /// Row in the tier, counted from the top.
    pub row: u32,
    /// Column in the row, counted from the left.
    pub column: u32,
}

impl Slot {
    /// The first slot of a tier.
    pub const fn first(tier: TierId) -> Self {
        Self { tier, row: 0, column: 0 }
    }

    /// The slot to the right of it.
    pub const fn right(self) -> Self {
        Self { column: self.column.saturating_add(1), ..self }
    }
}
