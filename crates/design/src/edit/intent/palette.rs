//! What the palette offers, and how each item becomes part of a design.

mod build;
mod refusal;

pub(super) use refusal::refusal_of;
pub use refusal::{Subject, refusal, refusal_of_elements};

use super::slots::{DropTarget, next_free_slot};
use super::tiers;
use crate::edit::{Draft, Edit, EditCommand, EditError};
use crate::model::{ComputerId, Document, Tier, TierId, TierKind};

/// An item of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaletteItem {
    /// A computer with the BizTalk Server runtime.
    BizTalkServer,
    /// A computer with SQL Server.
    SqlServer,
    /// A computer with the master secret, or with Enterprise SSO when there is a master secret server already.
    MasterSecretServer,
    /// A load balancer.
    LoadBalancer,
    /// A domain controller.
    DomainController,
    /// A computer that shares files.
    FileServer,
    /// A reverse proxy.
    ReverseProxy,
    /// Clients on the Internet.
    InternetClients,
    /// Clients on the intranet.
    IntranetClients,
    /// A partner system.
    PartnerSystem,
    /// A file share.
    FileShare,
    /// Two SQL Server nodes in a failover cluster.
    SqlCluster,
    /// Two SQL Server nodes as replicas of an availability group.
    AvailabilityGroup,
    /// Two nodes with the clustered master secret.
    MasterSecretCluster,
}

impl PaletteItem {
    /// Every item, in reading order: computers, what stands outside, building blocks.
    pub const ALL: &'static [Self] = &[
        Self::BizTalkServer,
        Self::SqlServer,
        Self::MasterSecretServer,
        Self::LoadBalancer,
        Self::DomainController,
        Self::FileServer,
        Self::ReverseProxy,
        Self::InternetClients,
        Self::IntranetClients,
        Self::PartnerSystem,
        Self::FileShare,
        Self::SqlCluster,
        Self::AvailabilityGroup,
        Self::MasterSecretCluster,
    ];

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BizTalkServer => "BizTalk server",
            Self::SqlServer => "SQL Server node",
            Self::MasterSecretServer => "Master secret server",
            Self::LoadBalancer => "Load balancer",
            Self::DomainController => "Domain controller",
            Self::FileServer => "File server",
            Self::ReverseProxy => "Reverse proxy",
            Self::InternetClients => "Internet clients",
            Self::IntranetClients => "Intranet clients",
            Self::PartnerSystem => "Partner system",
            Self::FileShare => "File share",
            Self::SqlCluster => "SQL Server cluster",
            Self::AvailabilityGroup => "Availability group",
            Self::MasterSecretCluster => "Master secret cluster",
        }
    }

    /// What a person gets.
    pub const fn description(self) -> &'static str {
        match self {
            Self::BizTalkServer => {
                "A computer with the BizTalk Server runtime and Enterprise SSO, in the BizTalk group"
            }
            Self::SqlServer => {
                "A computer with a SQL instance of its own; dropped on a failover cluster it becomes a further node"
            }
            Self::MasterSecretServer => {
                "A computer with the master secret; if the design has one already, with Enterprise SSO only"
            }
            Self::LoadBalancer => "Distributes calls over the computers behind it",
            Self::DomainController => "A computer with Active Directory and DNS",
            Self::FileServer => "A computer that shares files, such as a place for backups",
            Self::ReverseProxy => "Relays calls from the Internet; belongs in the perimeter network",
            Self::InternetClients => "Callers on the Internet",
            Self::IntranetClients => "Callers in the company's own network",
            Self::PartnerSystem => "A system that exchanges messages with BizTalk Server",
            Self::FileShare => "A share from which files are read or to which they are written",
            Self::SqlCluster => {
                "Two nodes, active/passive, with a shared disk array, a SQL instance and MSDTC in cluster resource groups"
            }
            Self::AvailabilityGroup => {
                "Two nodes of a failover cluster, each with a SQL instance as a replica, and a listener"
            }
            Self::MasterSecretCluster => "Two nodes, active/passive, with the clustered master secret and MSDTC",
        }
    }

    /// Whether it brings several computers at once.
    pub const fn is_building_block(self) -> bool {
        matches!(self, Self::SqlCluster | Self::AvailabilityGroup | Self::MasterSecretCluster)
    }

    /// Whether it can be put over computers that are there.
    pub const fn takes_computers(self) -> bool {
        self.is_building_block() || matches!(self, Self::LoadBalancer)
    }

    /// Whether it belongs in a kind of tier.
    pub fn suits(self, kind: TierKind) -> bool {
        self.tier_kinds().contains(&kind)
    }

    /// Kinds of tier it belongs in, the best first.
    const fn tier_kinds(self) -> &'static [TierKind] {
        match self {
            Self::BizTalkServer => {
                &[TierKind::BizTalk, TierKind::Processing, TierKind::Receive, TierKind::Send, TierKind::Tracking]
            }
            Self::SqlServer | Self::SqlCluster | Self::AvailabilityGroup => &[TierKind::Databases],
            Self::MasterSecretServer | Self::MasterSecretCluster => {
                &[TierKind::MasterSecret, TierKind::Databases, TierKind::Infrastructure]
            }
            Self::LoadBalancer => &[TierKind::LoadBalancing, TierKind::Perimeter],
            Self::DomainController | Self::FileServer => &[TierKind::Infrastructure],
            Self::ReverseProxy => &[TierKind::Perimeter],
            Self::InternetClients | Self::IntranetClients | Self::PartnerSystem => &[TierKind::Clients],
            Self::FileShare => &[TierKind::Clients, TierKind::Infrastructure],
        }
    }
}

/// The tier of the primary site that an item belongs in: the first, in reading order, of the best kind there is.
pub fn best_tier(document: &Document, item: PaletteItem) -> Option<TierId> {
    let kind = |id: &TierId| document.tiers.get(id).map(|it| it.kind);
    let tiers = || document.tier_rows.iter().flatten().filter(|id| document.is_primary_tier(**id));
    item.tier_kinds().iter().find_map(|wanted| tiers().find(|id| kind(id) == Some(*wanted)).copied())
}

/// Adds an item. On a slot that is taken the others of the row move to the right.
///
/// # Errors
/// The tier refuses the item, or the target is gone.
pub fn add(document: &Document, item: PaletteItem, target: DropTarget) -> Result<Edit, EditError> {
    if let Some(reason) = refusal(document, item, target) {
        return Err(EditError::Refused(reason));
    }
    let mut draft = Draft::of(document);
    let added = build::build(&mut draft, item, target)?;
    Ok(draft.finish(added.label).selecting(added.select))
}

/// Puts a block over computers that are there: they become nodes of a failover cluster, replicas of an availability group,
/// or members of a load balancer.
///
/// # Errors
/// It takes no computers, there are fewer than two computers, one is a node already, or several of them carry
/// databases of their own; or what [`availability_groups::create`](super::availability_groups::create) refuses.
pub fn add_over(document: &Document, item: PaletteItem, computers: &[ComputerId]) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let added = build::over(&mut draft, item, computers)?;
    Ok(draft.finish(added.label).selecting(added.select))
}

/// Adds an item without saying where: to the preferred tier unless that refuses it, else to the one it belongs in; when
/// there is none, a new tier is made for it.
///
/// # Errors
/// The design has no site.
pub fn add_anywhere(document: &Document, item: PaletteItem, preferred: Option<TierId>) -> Result<Edit, EditError> {
    let fits = |tier: &TierId| {
        let target = next_free_slot(document, *tier).into();
        refusal(document, item, target).is_none()
    };
    let tier =
        preferred.filter(|id| document.tiers.contains_key(id)).filter(fits).or_else(|| best_tier(document, item));
    if let Some(tier) = tier {
        return add(document, item, next_free_slot(document, tier).into());
    }
    let kind = item.tier_kinds().first().copied().unwrap_or(TierKind::Infrastructure);
    let mut draft = Draft::of(document);
    let site = tiers::primary_site(document)
        .ok_or_else(|| EditError::Refused("the design has no site: add one first".to_owned()))?;
    let id = draft.add(Tier::of(kind, site));
    let rows = tiers::with_new_tier(document, id, kind);
    draft.run(EditCommand::ArrangeTiers(rows))?;
    let target = next_free_slot(draft.document(), id).into();
    let added = build::build(&mut draft, item, target)?;
    Ok(draft.finish(format!("{} in a new tier", added.label)).selecting(added.select))
}

#[cfg(test)]
mod tests;
