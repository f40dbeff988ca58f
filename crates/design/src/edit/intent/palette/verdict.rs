//! Whether something fits where it is dropped. Refused is only what is of the wrong kind; everything else is allowed,
//! and what rules will find is said before the drop.

use super::PaletteItem;
use crate::edit::intent::slots::DropTarget;
use crate::model::queries::ComputerKind;
use crate::model::{BizTalkEdition, Computer, Document, Element, EndpointKind, Role, TierKind};

/// What happens when something is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DropVerdict {
    /// It fits.
    Fits,
    /// It is allowed and becomes a finding: one line for the drop target, with the rule's id.
    FitsWithFinding(String),
    /// It is of the wrong kind: the reason.
    Refused(String),
}

/// What a dropped thing is, as far as the verdict depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A computer.
    Computer {
        /// What it is drawn as.
        kind: ComputerKind,
        /// Whether BizTalk Server or Enterprise SSO runs on it.
        runs_biztalk_or_sso: bool,
    },
    /// A load balancer.
    LoadBalancer,
    /// Something outside the BizTalk group.
    Endpoint(EndpointKind),
}

impl Subject {
    /// What an item of the palette is.
    pub const fn of_item(item: PaletteItem) -> Self {
        let (kind, runs_biztalk_or_sso) = match item {
            PaletteItem::BizTalkServer => (ComputerKind::BizTalk, true),
            PaletteItem::SqlServer | PaletteItem::SqlCluster => (ComputerKind::Sql, false),
            PaletteItem::MasterSecretServer | PaletteItem::MasterSecretCluster => (ComputerKind::MasterSecret, true),
            PaletteItem::DomainController => (ComputerKind::DomainController, false),
            PaletteItem::FileServer => (ComputerKind::FileServer, false),
            PaletteItem::ReverseProxy => (ComputerKind::Perimeter, false),
            PaletteItem::LoadBalancer => return Self::LoadBalancer,
            PaletteItem::InternetClients => return Self::Endpoint(EndpointKind::InternetClient),
            PaletteItem::IntranetClients => return Self::Endpoint(EndpointKind::IntranetClient),
            PaletteItem::PartnerSystem => return Self::Endpoint(EndpointKind::PartnerSystem),
            PaletteItem::FileShare => return Self::Endpoint(EndpointKind::FileShare),
        };
        Self::Computer { kind, runs_biztalk_or_sso }
    }

    /// What an element is; `None` for what does not stand in a slot.
    pub fn of_element(document: &Document, element: Element) -> Option<Self> {
        match element {
            Element::Computer(id) => {
                let runs = document.has_role(id, Role::BizTalkRuntime) || document.has_role(id, Role::EntSso);
                Some(Self::Computer { kind: document.computer_kind(id), runs_biztalk_or_sso: runs })
            }
            Element::LoadBalancer(_) => Some(Self::LoadBalancer),
            Element::Endpoint(id) => document.endpoints.get(&id).map(|it| Self::Endpoint(it.kind)),
            _ => None,
        }
    }
}

impl Subject {
    /// What a copied computer is, before it is part of a design.
    pub(in crate::edit::intent) fn of_copied_computer(computer: &Computer, runs_sql_or_secret: bool) -> Self {
        let has = |role| computer.roles.contains(&role);
        let kind = if has(Role::BizTalkRuntime) {
            ComputerKind::BizTalk
        } else if runs_sql_or_secret {
            ComputerKind::Sql
        } else if has(Role::DomainController) {
            ComputerKind::DomainController
        } else {
            ComputerKind::Other
        };
        Self::Computer { kind, runs_biztalk_or_sso: has(Role::BizTalkRuntime) || has(Role::EntSso) }
    }
}

/// Whether an item of the palette fits a target.
pub fn verdict(document: &Document, item: PaletteItem, target: DropTarget) -> DropVerdict {
    let fits = verdict_for_subject(document, Subject::of_item(item), target);
    if fits != DropVerdict::Fits {
        return fits;
    }
    if item.is_building_block() && target.failover_cluster.is_some() {
        let text = "a failover cluster takes computers, not another failover cluster";
        return DropVerdict::Refused(text.to_owned());
    }
    let edition = document.environment.biztalk_edition;
    let single = matches!(edition, BizTalkEdition::Standard | BizTalkEdition::Branch);
    let present = || document.computers.values().any(|it| it.roles.contains(&Role::BizTalkRuntime));
    if item == PaletteItem::BizTalkServer && single && present() {
        let text = format!("BizTalk Server {} runs on one computer only (EDN-001)", edition.label());
        return DropVerdict::FitsWithFinding(text);
    }
    let first_secret = item == PaletteItem::MasterSecretServer && document.master_secret_servers().is_empty();
    if first_secret && target.failover_cluster.is_none() {
        return DropVerdict::FitsWithFinding("A master secret server should be clustered (SSO-004)".to_owned());
    }
    DropVerdict::Fits
}

/// Whether elements fit a target: the first refusal, else the first finding.
pub fn verdict_for_elements(document: &Document, elements: &[Element], target: DropTarget) -> DropVerdict {
    let subjects = elements.iter().filter_map(|it| Subject::of_element(document, *it));
    let verdicts: Vec<DropVerdict> = subjects.map(|it| verdict_for_subject(document, it, target)).collect();
    let refused = verdicts.iter().find(|it| matches!(it, DropVerdict::Refused(_)));
    let finding = verdicts.iter().find(|it| matches!(it, DropVerdict::FitsWithFinding(_)));
    refused.or(finding).cloned().unwrap_or(DropVerdict::Fits)
}

/// Whether a thing fits a target.
pub(in crate::edit::intent) fn verdict_for_subject(
    document: &Document,
    subject: Subject,
    target: DropTarget,
) -> DropVerdict {
    let Some(tier) = document.tiers.get(&target.slot.tier) else {
        return DropVerdict::Refused("this tier is no longer in the design".to_owned());
    };
    if let Some(reason) = refusal(subject, tier.kind, target.failover_cluster.is_some()) {
        return DropVerdict::Refused(reason.to_owned());
    }
    let in_perimeter = tier.zone.is_some_and(crate::model::Zone::is_perimeter);
    match subject {
        Subject::Computer { runs_biztalk_or_sso: true, .. } if in_perimeter => DropVerdict::FitsWithFinding(
            "BizTalk Server and Enterprise SSO do not belong in the perimeter network (NET-001)".to_owned(),
        ),
        _ => DropVerdict::Fits,
    }
}

/// Why a kind of thing does not belong in a kind of tier; `None` where it may stand.
fn refusal(subject: Subject, tier: TierKind, on_cluster: bool) -> Option<&'static str> {
    match subject {
        Subject::Computer { kind, .. } => {
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
