//! What disaster-recovery sites take over, and whether that crosses a Windows domain: asked by rules and drills alike.

use std::collections::BTreeSet;

use super::{ComputerId, Document, DrMode, Role, SiteKind, SqlInstanceId};

/// What a disaster-recovery site takes over: a SQL instance by log shipping, or a BizTalk group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takeover {
    /// The computers on which it runs now; at least one.
    pub from: BTreeSet<ComputerId>,
    /// The computers of disaster-recovery sites that take it over; at least one.
    pub by: BTreeSet<ComputerId>,
    /// The domains of those on which it runs now, as far as they are stated.
    domains: BTreeSet<String>,
}

impl Document {
    /// The Windows domain of a computer without regard to capitals; `None` where it is not stated.
    pub fn domain_of(&self, computer: ComputerId) -> Option<String> {
        let domain = self.computers.get(&computer)?.domain.as_deref()?.trim().to_lowercase();
        (!domain.is_empty()).then_some(domain)
    }

    /// Whether anything is stated that brings databases to a disaster-recovery site: log shipping or its shape, the way
    /// of a database, or a replica of an availability group that stands there.
    pub fn ships_databases(&self) -> bool {
        let is_at_recovery_site = |id: &ComputerId| self.site_kind_of(*id) == Some(SiteKind::DisasterRecovery);
        let has_replica_there = || {
            let replicas = self.availability_groups.values().flat_map(|it| &it.replicas);
            replicas.into_iter().any(|it| self.owners_of_sql(it.sql_instance).iter().any(is_at_recovery_site))
        };
        !self.disaster_recovery.ships_to.is_empty()
            || self.disaster_recovery.mode.is_some()
            || self.databases.values().any(|it| it.dr_transport.is_some())
            || has_replica_there()
    }

    /// The shape of log shipping: as stated, else as the pairs of SQL instances show it; `None` where neither says it.
    pub fn shape_of_log_shipping(&self) -> Option<DrMode> {
        let ships_to = &self.disaster_recovery.ships_to;
        let targets: BTreeSet<SqlInstanceId> = ships_to.values().copied().collect();
        let drawn = match (ships_to.len(), targets.len()) {
            (0, _) => None,
            (sources, targets) if sources == targets => Some(DrMode::OneToOne),
            (_, 1) => Some(DrMode::ManyToOne),
            _ => None,
        };
        self.disaster_recovery.mode.or(drawn)
    }

    /// Everything that disaster-recovery sites take over, as drawn.
    pub fn takeovers(&self) -> Vec<Takeover> {
        let is_at_recovery_site = |id: &ComputerId| self.site_kind_of(*id) == Some(SiteKind::DisasterRecovery);
        let of_sql = self.disaster_recovery.ships_to.iter().map(|(from, to)| {
            let by = self.owners_of_sql(*to).iter().copied().filter(is_at_recovery_site);
            (self.owners_of_sql(*from).iter().copied().collect(), by.collect())
        });
        let of_group = self.biztalk_groups.keys().map(|group| {
            let servers = self
                .computers
                .iter()
                .filter(|(_, it)| it.roles.contains(&Role::BizTalkRuntime) && it.biztalk_groups.contains(group));
            let servers: Vec<ComputerId> = servers.map(|(id, _)| *id).collect();
            let from = servers.iter().copied().filter(|id| self.is_primary(*id)).collect();
            (from, servers.into_iter().filter(is_at_recovery_site).collect())
        });
        let takeover = |(from, by): (BTreeSet<ComputerId>, BTreeSet<ComputerId>)| {
            let domains = from.iter().filter_map(|id| self.domain_of(*id)).collect();
            (!from.is_empty() && !by.is_empty()).then_some(Takeover { from, by, domains })
        };
        of_sql.chain(of_group).filter_map(takeover).collect()
    }

    /// Whether a computer of a disaster-recovery site is in the domain of something that it takes over: databases and
    /// Enterprise SSO do not move to another one. `None` where the domains are not stated.
    pub fn takes_over_in_its_domain(&self, computer: ComputerId, takeovers: &[Takeover]) -> Option<bool> {
        let own = self.domain_of(computer)?;
        let mut known = takeovers.iter().filter(|it| it.by.contains(&computer) && !it.domains.is_empty()).peekable();
        known.peek()?;
        Some(known.any(|it| it.domains.contains(&own)))
    }

    /// The computers of disaster-recovery sites that cannot take over what they are drawn for, because that runs in another
    /// domain.
    pub fn recovers_in_another_domain(&self) -> BTreeSet<ComputerId> {
        let takeovers = self.takeovers();
        let by: BTreeSet<ComputerId> = takeovers.iter().flat_map(|it| &it.by).copied().collect();
        by.into_iter().filter(|id| self.takes_over_in_its_domain(*id, &takeovers) == Some(false)).collect()
    }
}
