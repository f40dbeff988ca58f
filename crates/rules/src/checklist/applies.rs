//! When a step applies, and why it does not.

use serde::Deserialize;

use crate::lifecycle::LastVersion;
use crate::model::{
    Adapter, BizTalkEdition, Deployment, Feature, HostFunction, HostKind, ResourceKind, Role, SiteKind,
};
use crate::rules::RuleContext;

/// When a step applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Applies {
    /// Always.
    #[default]
    Always,
    /// With BAM in any form.
    WithBam,
    /// With the BAM portal.
    WithBamPortal,
    /// With BAM alerts.
    WithBamAlerts,
    /// With BAM interceptors.
    WithBamInterceptors,
    /// With the Business Rule Engine.
    WithBre,
    /// With BizTalk Server Standard edition.
    StandardEdition,
    /// With a host that is not clustered and has a host instance.
    WithUnclusteredHosts,
    /// With an isolated host or the BAM portal.
    WithWebReceivers,
    /// With a host that sends.
    WithSending,
    /// With a clustered master secret server.
    WithClusteredSso,
    /// With a SQL instance in a failover cluster.
    WithClusteredSql,
    /// With an availability group.
    WithAvailabilityGroup,
    /// With an availability group and BAM alerts.
    WithAvailabilityGroupAndBamAlerts,
    /// With a SQL instance in a failover cluster, or an availability group.
    WithSqlFailover,
    /// With MSDTC as a cluster resource.
    WithClusteredMsdtc,
    /// With MSDTC as a cluster resource, the MQSeries adapter or the BAM portal.
    WithMsdtcOptions,
    /// With a disaster-recovery site.
    WithRecoverySite,
    /// With virtual machines, as the environment or the drawing says.
    WithVirtualMachines,
    /// With the last version of BizTalk Server.
    WithLastVersion,
    /// To each failover cluster with a SQL instance.
    EachSqlCluster,
    /// To each failover cluster with several SQL instances.
    EachActiveActiveSqlCluster,
}

impl Applies {
    /// Whether there is a row for each failover cluster.
    pub const fn is_per_cluster(self) -> bool {
        matches!(self, Self::EachSqlCluster | Self::EachActiveActiveSqlCluster)
    }

    /// Why a step does not apply to a design; `None` when it does.
    pub(super) fn refusal(self, context: &RuleContext<'_>) -> Option<&'static str> {
        let document = context.document;
        let (applies, reason) = match self {
            Self::Always | Self::EachSqlCluster | Self::EachActiveActiveSqlCluster => return None,
            Self::WithBam => (context.uses_bam(), "BAM is not used"),
            Self::WithBamPortal => (context.uses(Feature::BamPortal), "The BAM portal is not used"),
            Self::WithBamAlerts => (context.uses(Feature::BamAlerts), "BAM alerts are not used"),
            Self::WithBamInterceptors => (context.uses(Feature::BamInterceptors), "BAM interceptors are not used"),
            Self::WithBre => (context.uses(Feature::Bre), "The Business Rule Engine is not used"),
            Self::StandardEdition => {
                (document.environment.biztalk_edition == BizTalkEdition::Standard, "Standard edition only")
            }
            Self::WithUnclusteredHosts => (has_unclustered_hosts(context), "No unclustered host has a host instance"),
            Self::WithWebReceivers => (receives_in_iis(context), "There is no isolated host and no BAM portal"),
            Self::WithSending => {
                let sends = context.hosts().any(|(id, _)| context.does(id, HostFunction::Send));
                (sends, "No host sends")
            }
            Self::WithClusteredSso => {
                (context.clustered_sso().next().is_some(), "The master secret server is not clustered")
            }
            Self::WithClusteredSql => (has_clustered_sql(context), "No SQL instance is clustered"),
            Self::WithAvailabilityGroup => (!document.availability_groups.is_empty(), "There is no availability group"),
            Self::WithAvailabilityGroupAndBamAlerts => {
                let both = !document.availability_groups.is_empty() && context.uses(Feature::BamAlerts);
                (both, "There is no availability group together with BAM alerts")
            }
            Self::WithSqlFailover => {
                let fails_over = has_clustered_sql(context) || !document.availability_groups.is_empty();
                (fails_over, "No SQL instance or database fails over")
            }
            Self::WithClusteredMsdtc => (has_clustered_msdtc(context), "MSDTC is not clustered"),
            Self::WithMsdtcOptions => (
                has_clustered_msdtc(context) || uses_mqseries(context) || context.uses(Feature::BamPortal),
                "MSDTC is not clustered; MQSeries and the BAM portal are not used",
            ),
            Self::WithVirtualMachines => (has_virtual_machines(context), "No virtual machine is stated or drawn"),
            Self::WithLastVersion => {
                let last = LastVersion::of_biztalk().map(|it| it.release);
                let is_last = last == Some(document.environment.biztalk_release);
                (is_last, "An earlier version of BizTalk Server is in use: upgrade first")
            }
            Self::WithRecoverySite => {
                let site = document.sites.values().any(|it| it.kind == SiteKind::DisasterRecovery);
                (site, "There is no disaster-recovery site")
            }
        };
        (!applies).then_some(reason)
    }
}

fn has_virtual_machines(context: &RuleContext<'_>) -> bool {
    let document = context.document;
    let is_drawn = || document.computers.values().any(|it| it.physical_host.is_some());
    match document.environment.deployment {
        Some(deployment) => deployment != Deployment::Physical,
        None => is_drawn(),
    }
}

fn has_unclustered_hosts(context: &RuleContext<'_>) -> bool {
    context.hosts().any(|(id, host)| host.clustered_in.is_none() && !context.all_instances(id).is_empty())
}

/// An isolated host, the BAM portal, or an adapter that belongs in an isolated host, wherever it is drawn.
fn receives_in_iis(context: &RuleContext<'_>) -> bool {
    let belongs_in_one = |id| context.receive_handlers_of(id).any(|(_, it)| it.adapter.receives_in_isolated_host());
    context.hosts().any(|(id, host)| host.kind == HostKind::Isolated || belongs_in_one(id))
        || context.computers_with(Role::BamPortal).next().is_some()
        || context.uses(Feature::BamPortal)
}

fn has_clustered_sql(context: &RuleContext<'_>) -> bool {
    context.document.failover_clusters.keys().any(|id| context.sql_of_cluster(*id).next().is_some())
}

fn has_clustered_msdtc(context: &RuleContext<'_>) -> bool {
    context.document.failover_clusters.keys().any(|id| context.cluster_has(*id, ResourceKind::Msdtc))
}

fn uses_mqseries(context: &RuleContext<'_>) -> bool {
    context.document.handlers.values().any(|it| it.adapter == Adapter::MqSeries)
}
