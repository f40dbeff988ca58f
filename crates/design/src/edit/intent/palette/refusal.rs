//! Why something does not fit where it is dropped. Refused is only what is of the wrong kind; everything else is allowed,
//! and what rules will find is for them to say.

use super::PaletteItem;
use crate::edit::intent::slots::DropTarget;
use crate::model::queries::ComputerKind;
use crate::model::{Computer, Document, Element, EndpointKind, Role, TierKind};

/// What a dropped thing is, as far as a refusal depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A computer, by what it is drawn as.
    Computer(ComputerKind),
    /// A load balancer.
    LoadBalancer,
    /// Something outside the BizTalk group.
    Endpoint(EndpointKind),
}

impl Subject {
    /// What an item of the palette is.
    pub const fn of_item(item: PaletteItem) -> Self {
        Self::Computer(match item {
            PaletteItem::BizTalkServer => ComputerKind::BizTalk,
            PaletteItem::SqlServer | PaletteItem::SqlCluster | PaletteItem::AvailabilityGroup => ComputerKind::Sql,
            PaletteItem::MasterSecretServer | PaletteItem::MasterSecretCluster => ComputerKind::MasterSecret,
            PaletteItem::DomainController => ComputerKind::DomainController,
            PaletteItem::FileServer => ComputerKind::FileServer,
            PaletteItem::ReverseProxy => ComputerKind::Perimeter,
            PaletteItem::LoadBalancer => return Self::LoadBalancer,
            PaletteItem::InternetClients => return Self::Endpoint(EndpointKind::InternetClient),
            PaletteItem::IntranetClients => return Self::Endpoint(EndpointKind::IntranetClient),
            PaletteItem::PartnerSystem => return Self::Endpoint(EndpointKind::PartnerSystem),
            PaletteItem::FileShare => return Self::Endpoint(EndpointKind::FileShare),
        })
    }

    /// What an element is; `None` for what does not stand in a slot.
    pub fn of_element(document: &Document, element: Element) -> Option<Self> {
        match element {
            Element::Computer(id) => Some(Self::Computer(document.computer_kind(id))),
            Element::LoadBalancer(_) => Some(Self::LoadBalancer),
            Element::Endpoint(id) => document.endpoints.get(&id).map(|it| Self::Endpoint(it.kind)),
            _ => None,
        }
    }

    /// What a copied computer is, before it is part of a design.
    pub(in crate::edit::intent) fn of_copied_computer(computer: &Computer, runs_sql_or_secret: bool) -> Self {
        let has = |role| computer.roles.contains(&role);
        Self::Computer(if has(Role::BizTalkRuntime) {
            ComputerKind::BizTalk
        } else if runs_sql_or_secret {
            ComputerKind::Sql
        } else if has(Role::DomainController) {
            ComputerKind::DomainController
        } else {
            ComputerKind::Other
        })
    }
}

/// Why a target refuses an item of the palette; `None` where it takes it.
pub fn refusal(document: &Document, item: PaletteItem, target: DropTarget) -> Option<String> {
    let onto_cluster = item.is_building_block() && target.failover_cluster.is_some();
    let text = "a failover cluster takes computers, not another failover cluster";
    refusal_of(document, Subject::of_item(item), target).or_else(|| onto_cluster.then(|| text.to_owned()))
}

/// Why a target refuses elements: the first reason.
pub fn refusal_of_elements(document: &Document, elements: &[Element], target: DropTarget) -> Option<String> {
    let mut subjects = elements.iter().filter_map(|it| Subject::of_element(document, *it));
    subjects.find_map(|it| refusal_of(document, it, target))
}

/// Why a target refuses a thing.
pub(in crate::edit::intent) fn refusal_of(document: &Document, subject: Subject, target: DropTarget) -> Option<String> {
    let Some(tier) = document.tiers.get(&target.slot.tier) else {
        return Some("this tier is no longer in the design".to_owned());
    };
    misfit(subject, tier.kind, target.failover_cluster.is_some()).map(ToOwned::to_owned)
}

/// Why a kind of thing does not belong in a kind of tier; `None` where it may stand.
fn misfit(subject: Subject, tier: TierKind, on_cluster: bool) -> Option<&'static str> {
    match subject {
        Subject::Computer(kind) => {
            let server = kind <= ComputerKind::DomainController;
            match tier {
                TierKind::Clients if server => Some("this tier holds clients and partner systems, not servers"),
                TierKind::LoadBalancing if server => Some("this tier holds load balancers, not servers"),
                _ => None,
            }
        }
        _ if on_cluster => Some("a failover cluster takes computers"),
        Subject::LoadBalancer if tier == TierKind::Clients => {
            Some("this tier holds clients and partner systems, not load balancers")
        }
        Subject::LoadBalancer => None,
        Subject::Endpoint(
            EndpointKind::InternetClient | EndpointKind::IntranetClient | EndpointKind::PartnerSystem,
        ) => {
            let outside = matches!(tier, TierKind::Clients | TierKind::Perimeter);
            (!outside).then_some("clients and partner systems stand in a tier for clients and partners")
        }
        Subject::Endpoint(_) => match tier {
            TierKind::LoadBalancing | TierKind::MasterSecret => {
                Some("this is no place for a system outside BizTalk Server")
            }
            _ => None,
        },
    }
}
