//! A clustered master secret server: what else must be clustered with it, and what its cluster resource group needs.

use std::collections::BTreeSet;

use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    ClusterResourceGroup, ComputerId, Element, HostInstanceId, HostKind, ResourceGroupId, ResourceKind, Role,
    SecretServerName, SsoSystem,
};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::secret::move_sso_apart;
use crate::rules::value::{label, labels};
use crate::rules::{Attribute, Report, RuleContext};

/// Says that nothing is clustered; `true` when that was so.
fn lacks_clustered_sso(context: &RuleContext<'_>, report: &mut Report) -> bool {
    let lacks = context.clustered_sso().next().is_none();
    if lacks {
        report.idle("no-clustered-master-secret-server");
    }
    lacks
}

/// SSO-005: one finding per enabled host instance of an unclustered in-process host on a possible owner of a clustered
/// Enterprise SSO.
pub(super) fn hosts_beside_it_are_clustered(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    for (id, _) in context.clustered_sso() {
        let placed = plain_instances_on(context, &context.possible_owners(id));
        let fix = if placed.is_empty() { None } else { move_sso_apart(context, id) };
        for (instance, computer) in placed {
            report
                .finding([Element::from(instance), id.into(), computer.into()])
                .with("owners", context.possible_owners(id))
                .fix(fix.clone());
        }
    }
}

/// The enabled instances of unclustered in-process hosts on some computers.
fn plain_instances_on(context: &RuleContext<'_>, computers: &[ComputerId]) -> Vec<(HostInstanceId, ComputerId)> {
    let mut found = Vec::new();
    for (host, _) in context.hosts().filter(|(_, it)| context.is_plain(it)) {
        let instances = context.instances(host).iter();
        let placed = instances.filter_map(|id| Some((*id, context.document.host_instances.get(id)?.computer)));
        found.extend(placed.filter(|(_, computer)| computers.contains(computer)));
    }
    found
}

/// SSO-006: one finding per clustered host in another cluster resource group than Enterprise SSO where the possible
/// owners overlap.
pub(super) fn shares_the_group_of_clustered_hosts(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    for (id, _) in context.clustered_sso() {
        let owners: BTreeSet<ComputerId> = context.possible_owners(id).into_iter().collect();
        for (host, it) in context.hosts() {
            let Some(own) = it.clustered_in.as_ref().map(|it| it.resource_group).filter(|own| *own != id) else {
                continue;
            };
            let shared: Vec<ComputerId> =
                context.possible_owners(own).into_iter().filter(|it| owners.contains(it)).collect();
            if shared.is_empty() {
                continue;
            }
            report
                .finding([Element::from(host), own.into(), id.into()])
                .with("shared", shared)
                .fix(move_sso_apart(context, id));
        }
    }
}

/// SSO-007: one finding per clustered Enterprise SSO on BizTalk computers with isolated host instances where IIS is
/// not in the cluster resource group.
pub(super) fn shares_its_group_with_iis(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    for (id, group) in context.clustered_sso().filter(|(_, it)| !it.has(ResourceKind::Iis)) {
        let isolated = isolated_instances_on(context, &context.possible_owners(id));
        if isolated.is_empty() {
            continue;
        }
        let label = format!("Add IIS to {}", group.name);
        let changed = Record::ResourceGroup(id, group.clone().with(&[ResourceKind::Iis]));
        report
            .finding([id])
            .involving(isolated.iter().copied())
            .with("isolated", isolated)
            .fix(Edit::put(label, changed));
    }
}

/// The enabled instances of isolated hosts on those of some computers that have the BizTalk Server runtime.
fn isolated_instances_on(context: &RuleContext<'_>, computers: &[ComputerId]) -> Vec<HostInstanceId> {
    let is_isolated = |host| context.document.hosts.get(host).is_some_and(|it| it.kind == HostKind::Isolated);
    let biztalk = computers.iter().filter(|it| context.has_role(**it, Role::BizTalkRuntime));
    let instances = biztalk.flat_map(|it| context.instances_on(*it));
    instances.filter(|(_, it)| it.enabled && is_isolated(&it.host)).map(|(id, _)| id).collect()
}

/// SSO-009: one finding per cluster resource group with Enterprise SSO that lacks an IP address or a network name, or
/// where Enterprise SSO does not depend on the name.
pub(super) fn depends_on_a_network_name(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    let wanted = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::EntSso];
    for (id, group) in context.clustered_sso() {
        let missing: Vec<ResourceKind> = wanted.iter().copied().filter(|kind| !group.has(*kind)).collect();
        let is_complete = missing.is_empty();
        if is_complete && depends(group, ResourceKind::EntSso, ResourceKind::NetworkName) {
            continue;
        }
        let label = format!("Give Enterprise SSO in {} a network name with an IP address", group.name);
        report
            .finding([id])
            .case(if is_complete { "independent" } else { "incomplete" })
            .with("missing", labels(missing))
            .with("resources", labels(group.resources.keys().copied()))
            .fix(Edit::put(label, Record::ResourceGroup(id, group.clone().with(&wanted))));
    }
}

/// Whether a resource depends on another one, directly or through others.
fn depends(group: &ClusterResourceGroup, from: ResourceKind, on: ResourceKind) -> bool {
    let mut reached = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(kind) = next.pop() {
        for needed in group.resources.get(&kind).into_iter().flatten().filter(|it| group.has(**it)) {
            if reached.insert(*needed) {
                next.push(*needed);
            }
        }
    }
    reached.contains(&on)
}

/// SSO-019: one finding per clustered master secret server that clients know by the name of one computer.
pub(super) fn is_known_by_its_network_name(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    let sso = &context.document.sso;
    for (id, _) in context.clustered_sso() {
        match sso.secret_server_name {
            Some(SecretServerName::ClusterNetworkName) => {}
            None => report.ask(Element::Environment, Attribute::SecretServerName),
            Some(wrong @ (SecretServerName::NodeName | SecretServerName::WindowsClusterName)) => {
                let name = Some(SecretServerName::ClusterNetworkName);
                let changed = SsoSystem { secret_server_name: name, ..sso.clone() };
                report
                    .finding([id])
                    .case(if wrong == SecretServerName::WindowsClusterName { "windows-cluster" } else { "node" })
                    .with("name", label(wrong))
                    .fix(Edit::one(
                        "Use the network name of the cluster role for the secret server",
                        EditCommand::SetSso(changed),
                    ));
            }
        }
    }
}

/// SSO-025: one finding per clustered master secret server on a failover cluster without an MSDTC resource, where
/// DTC-002 does not say so already.
pub(super) fn has_a_clustered_msdtc(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_clustered_sso(context, report) {
        return;
    }
    for (id, group) in context.clustered_sso() {
        let cluster = group.failover_cluster;
        if context.cluster_has(cluster, ResourceKind::Msdtc) || context.cluster_serves_biztalk(cluster) {
            continue;
        }
        report
            .finding([Element::from(id), cluster.into()])
            .with("groups", context.resource_groups_of(cluster))
            .fix(add_msdtc(context, id));
    }
}

fn add_msdtc(context: &RuleContext<'_>, id: ResourceGroupId) -> Option<Edit> {
    let cluster = context.resource_group(id)?.failover_cluster;
    let mut draft = FixDraft::new(context);
    draft.ensure_msdtc(cluster);
    draft.says(format!("add a clustered MSDTC to {}", context.name(cluster)));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of, messages_of};

    const MSS: &str = "
        computer M1
        computer M2
        cluster MC nodes M1 M2
        resource-group SSO on MC resources ip-address network-name ent-sso";

    const ON_BIZTALK: &str = "
        computer C1 biztalk iis
        computer C2 biztalk iis
        cluster CL nodes C1 C2
        resource-group SSO on CL resources ip-address network-name ent-sso";

    #[test]
    fn sso_005_fires_on_each_unclustered_instance_beside_a_clustered_sso() {
        let text = format!(
            "{ON_BIZTALK}
            host R receive on C1 C2     #! SSO-005 R@C1   #! SSO-005 R@C2
            host S send on !C1
            isolated-host W receive on C1
            clustered-host C receive in SSO on C1 C2"
        );
        check_rule("SSO-005", &text);
        check_fix("SSO-005", &text);
        assert_eq!(findings_of("SSO-005", &text)[0].fixes[0].label, "Move the master secret server to MSS1 and MSS2");
    }

    #[test]
    fn sso_005_is_content_with_hosts_elsewhere() {
        check_rule("SSO-005", &format!("{MSS}\ncomputer BTS1 biztalk\nhost R receive on BTS1"));
        check_rule("SSO-005", "computer BTS1 biztalk master-secret\nhost R receive on BTS1");
    }

    #[test]
    fn sso_006_fires_where_sso_and_a_clustered_host_move_apart() {
        let text =
            format!("{ON_BIZTALK}\nresource-group G on CL\nclustered-host C receive in G on C1 C2    #! SSO-006");
        check_rule("SSO-006", &text);
        check_fix("SSO-006", &text);
        check_rule("SSO-006", &format!("{ON_BIZTALK}\nclustered-host C receive in SSO on C1 C2"));
    }

    #[test]
    fn sso_007_fires_where_isolated_hosts_lack_iis_in_the_group() {
        let text = format!("{ON_BIZTALK}    #! SSO-007\nisolated-host W receive on C1");
        check_rule("SSO-007", &text);
        check_fix("SSO-007", &text);
        check_rule("SSO-007", ON_BIZTALK);
        check_rule("SSO-007", &format!("{ON_BIZTALK} iis\nisolated-host W receive on C1"));
    }

    #[test]
    fn sso_009_fires_without_a_name_an_address_or_the_dependency() {
        let bare = "
            computer M1
            computer M2
            cluster MC nodes M1 M2
            resource-group A on MC resources ip-address ent-sso          #! SSO-009
            resource-group B on MC resources network-name ent-sso       #! SSO-009
            resource-group C on MC resources ip-address network-name ent-sso";
        check_rule("SSO-009", bare);
        check_fix("SSO-009", bare);
        let loose = format!("{MSS}  resources.EntSso=[]    #! SSO-009");
        check_rule("SSO-009", &loose);
        check_fix("SSO-009", &loose);
    }

    #[test]
    fn sso_019_asks_for_the_secret_server_name_and_fires_on_a_node_name() {
        check_rule("SSO-019", &format!("{MSS}    #? SSO-019 environment"));
        let node = format!("{MSS}    #! SSO-019\nsso-system secret_server_name=NodeName");
        check_rule("SSO-019", &node);
        check_fix("SSO-019", &node);
        let cluster = format!("{MSS}    #! SSO-019\nsso-system secret_server_name=WindowsClusterName");
        check_rule("SSO-019", &cluster);
        check_fix("SSO-019", &cluster);
        let said = messages_of("SSO-019", &cluster);
        assert!(
            said[0].starts_with("The secret server is known by the name of the Windows cluster instead"),
            "{said:?}"
        );
        check_rule("SSO-019", &format!("{MSS}\nsso-system secret_server_name=ClusterNetworkName"));
        check_rule("SSO-019", "computer M master-secret\nsso-system secret_server_name=NodeName");
    }

    #[test]
    fn sso_025_fires_on_a_cluster_for_the_secret_without_msdtc() {
        check_rule("SSO-025", &format!("{MSS}    #! SSO-025"));
        check_fix("SSO-025", MSS);
        check_rule(
            "SSO-025",
            &format!("{MSS}\nresource-group D on MC resources ip-address network-name physical-disk msdtc"),
        );
    }

    #[test]
    fn sso_025_leaves_clusters_to_dtc_002() {
        check_rule("SSO-025", ON_BIZTALK);
        check_rule(
            "SSO-025",
            "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci SQL1 on CL\ndatabases SQL1 sso\nsso SQL1",
        );
    }
}
