//! The cluster resource group and the failover cluster of a clustered host.

use std::collections::{BTreeMap, BTreeSet};

use super::purpose::clustered_hosts;
use crate::edit::{Edit, Record};
use crate::model::{Element, FailoverClusterId, HostId, HostInstanceId, ResourceKind};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{elements, labels};
use crate::rules::{Report, RuleContext};

/// CLU-005: one finding per clustered host whose cluster resource group lacks a network name or an IP address.
pub(super) fn has_a_network_name_and_an_address(context: &RuleContext<'_>, report: &mut Report) {
    let wanted = [ResourceKind::IpAddress, ResourceKind::NetworkName];
    for (id, host) in clustered_hosts(context, report) {
        let Some(group_id) = host.clustered_in.as_ref().map(|it| it.resource_group) else { continue };
        let Some(group) = context.resource_group(group_id) else { continue };
        let missing: Vec<ResourceKind> = wanted.into_iter().filter(|it| !group.has(*it)).collect();
        if missing.is_empty() {
            continue;
        }
        let words: Vec<&str> = missing.iter().map(|it| it.label()).collect();
        let label = format!("Add {} to {}", words.join(" and "), group.name);
        report
            .finding([Element::from(id), group_id.into()])
            .with("missing", labels(missing))
            .with("resources", labels(group.resources.keys().copied()))
            .fix(Edit::put(label, Record::ResourceGroup(group_id, group.clone().with(&wanted))));
    }
}

/// CLU-006: one finding per clustered host with instances on primary-site computers that are not nodes of its failover
/// cluster.
pub(super) fn instances_are_on_its_failover_cluster(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        let group = host.clustered_in.as_ref().and_then(|it| context.resource_group(it.resource_group));
        let Some(cluster) = group.map(|it| it.failover_cluster) else { continue };
        let instances = context.all_instances(id).iter();
        let placed = instances.filter_map(|it| Some((*it, context.document.host_instances.get(it)?.computer)));
        let outside: Vec<HostInstanceId> = placed
            .filter(|(_, it)| context.is_primary(*it) && context.failover_cluster_of(*it) != Some(cluster))
            .map(|(instance, _)| instance)
            .collect();
        if outside.is_empty() {
            continue;
        }
        report
            .finding([Element::from(id), cluster.into()])
            .involving(outside.iter().copied())
            .with("outside", &outside)
            .with("nodes", elements(context.cluster_nodes(cluster)))
            .fix(remove_instances(context, id, &outside));
    }
}

/// Removes host instances outside the failover cluster; `None` where none would be left.
fn remove_instances(context: &RuleContext<'_>, id: HostId, outside: &[HostInstanceId]) -> Option<Edit> {
    if context.instances(id).iter().all(|it| outside.contains(it)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for instance in outside {
        draft.remove(*instance).ok()?;
    }
    draft.says(format!("remove {}", context.names(outside.iter().copied())));
    draft.finish()
}

/// CLU-009: one finding per failover cluster with clustered hosts but without clustered Enterprise SSO.
pub(super) fn enterprise_sso_is_local(context: &RuleContext<'_>, report: &mut Report) {
    let mut hosts: BTreeMap<FailoverClusterId, BTreeSet<HostId>> = BTreeMap::new();
    for (id, host) in clustered_hosts(context, report) {
        let group = host.clustered_in.as_ref().and_then(|it| context.resource_group(it.resource_group));
        if let Some(group) = group {
            hosts.entry(group.failover_cluster).or_default().insert(id);
        }
    }
    for (cluster, hosts) in hosts.into_iter().filter(|(it, _)| !context.cluster_has(*it, ResourceKind::EntSso)) {
        report.finding([cluster]).involving(hosts.iter().copied()).with("hosts", &hosts);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const NODES: &str = "
        computer C1 biztalk
        computer C2 biztalk
        computer C3 biztalk
        cluster CL nodes C1 C2";

    #[test]
    fn clu_005_fires_without_a_network_name_or_an_address() {
        let text = format!(
            "{NODES}
            resource-group A on CL resources ip-address
            resource-group B on CL resources physical-disk
            resource-group D on CL
            clustered-host F receive in A on C1 C2     #! CLU-005
            clustered-host G receive in B on C1 C2     #! CLU-005
            clustered-host H receive in D on C1 C2"
        );
        check_rule("CLU-005", &text);
        check_says(
            "CLU-005",
            &text,
            &[
                "A holds host F but lacks Network name | Resources: IP address",
                "B holds host G but lacks IP address and Network name | Resources: Physical disk",
            ],
        );
        check_fix("CLU-005", &text);
    }

    #[test]
    fn clu_006_fires_on_instances_outside_the_failover_cluster() {
        let text = format!(
            "{NODES}
            site DR
            computer D1 biztalk in DR
            resource-group A on CL
            clustered-host F receive in A on C1 C2 C3     #! CLU-006
            clustered-host G receive in A on C1 C2 !D1"
        );
        check_rule("CLU-006", &text);
        let told = "Clustered host F has host instances outside CL | Host instances outside: F on C3 | Cluster nodes: C1 and C2";
        check_says("CLU-006", &text, &[told]);
        check_fix("CLU-006", &text);
    }

    #[test]
    fn clu_009_tells_that_enterprise_sso_is_not_clustered_with_the_hosts() {
        check_rule(
            "CLU-009",
            &format!("{NODES}     #! CLU-009\nresource-group A on CL\nclustered-host F receive in A on C1 C2"),
        );
        check_rule(
            "CLU-009",
            &format!(
                "{NODES}
                resource-group A on CL resources ip-address network-name ent-sso
                clustered-host F receive in A on C1 C2"
            ),
        );
    }
}
