//! The possible owners of a clustered host.

use std::collections::BTreeSet;

use super::purpose::clustered_hosts;
use crate::edit::{Edit, Record};
use crate::model::{
    ClusterNode, ClusterResourceGroup, ComputerId, Element, FailoverCluster, Host, HostId, ResourceGroupId,
    ResourceKind, Role, SqlEdition,
};
use crate::rules::fixes::clustering::instances_by_computer;
use crate::rules::fixes::{FixDraft, model_computer};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// The cluster resource group of a clustered host.
fn group_of<'a>(context: &RuleContext<'a>, host: &Host) -> Option<(ResourceGroupId, &'a ClusterResourceGroup)> {
    let id = host.clustered_in.as_ref()?.resource_group;
    Some((id, context.resource_group(id)?))
}

/// CLU-002: one finding per clustered host with fewer than two possible owners that are BizTalk computers of its
/// BizTalk group and nodes of its failover cluster.
pub(super) fn has_two_biztalk_nodes(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        let Some((group_id, group)) = group_of(context, host) else { continue };
        let computers = context.runtime_computers(host.biztalk_group);
        let fits = |it: &ComputerId| {
            computers.contains(it) && context.failover_cluster_of(*it) == Some(group.failover_cluster)
        };
        let owners: Vec<ComputerId> = context.possible_owners(group_id).into_iter().filter(fits).collect();
        if owners.len() >= 2 {
            continue;
        }
        report
            .finding([Element::from(id), group_id.into()])
            .involving(owners.iter().copied())
            .case(if owners.is_empty() { "none" } else { "one" })
            .with("owners", &owners)
            .with("needed", 2_usize)
            .fix(if owners.len() == 1 { add_owner(context, host, group_id, group) } else { None });
    }
}

/// Makes another BizTalk computer a possible owner: a node of the failover cluster, else one that joins it, else a new
/// one. `None` where SQL Server, Enterprise SSO or IIS would have to follow.
fn add_owner(
    context: &RuleContext<'_>,
    host: &Host,
    id: ResourceGroupId,
    group: &ClusterResourceGroup,
) -> Option<Edit> {
    let follows = [ResourceKind::EntSso, ResourceKind::Iis, ResourceKind::Ssas];
    if !context.sql_in_group(id).is_empty() || follows.iter().any(|kind| group.has(*kind)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let cluster_id = group.failover_cluster;
    let computers = context.runtime_computers(host.biztalk_group).iter().copied();
    let others: Vec<ComputerId> = computers.filter(|it| !group.possible_owners.contains(it)).collect();
    let node = others.iter().copied().find(|it| context.failover_cluster_of(*it) == Some(cluster_id));
    let (owner, name) = if let Some(node) = node {
        (node, context.name(node))
    } else {
        let cluster = context.document.failover_clusters.get(&cluster_id)?;
        if !allows_another_node(context, group) {
            return None;
        }
        let is_free = |it: &ComputerId| context.failover_cluster_of(*it).is_none() && !context.uses_windows_nlb(*it);
        let (computer, name) = match others.iter().copied().find(is_free) {
            Some(computer) => (computer, context.name(computer)),
            None => draft.add_computer_like(model_computer(context, host.biztalk_group)?)?,
        };
        let mut joined: FailoverCluster = cluster.clone();
        joined.nodes.push(ClusterNode { computer, has_vote: None });
        draft.put(Record::FailoverCluster(cluster_id, joined));
        (computer, name)
    };
    let mut owned = group.clone();
    owned.possible_owners.push(owner);
    draft.put(Record::ResourceGroup(id, owned));
    for other in context.hosts_clustered_in(id) {
        match instances_by_computer(context, *other).get(&owner) {
            Some((instance, it)) if !it.enabled => draft.enable(*instance),
            Some(_) => {}
            None => draft.add_instance(*other, owner),
        }
    }
    draft.says(format!("make {name} a possible owner of {}", group.name));
    draft.finish()
}

/// Whether a failover cluster may get another node: SQL Server Standard allows two (SQL-011).
fn allows_another_node(context: &RuleContext<'_>, group: &ClusterResourceGroup) -> bool {
    let mut sql = context.sql_of_cluster(group.failover_cluster);
    let is_standard =
        |sql| context.document.sql_instances.get(&sql).is_some_and(|it| it.edition == SqlEdition::Standard);
    context.cluster_nodes(group.failover_cluster).count() < 2 || !sql.any(is_standard)
}

/// CLU-003: one finding per clustered host that lacks an instance on a possible owner.
pub(super) fn every_owner_has_an_instance(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        let Some((group_id, group)) = group_of(context, host) else { continue };
        let present = instances_by_computer(context, id);
        let owners = context.possible_owners(group_id);
        let missing: Vec<ComputerId> = owners.iter().copied().filter(|it| !present.contains_key(it)).collect();
        if missing.is_empty() {
            continue;
        }
        report
            .finding([Element::from(id), group_id.into()])
            .involving(missing.iter().copied())
            .with("owners", elements(owners))
            .with("missing", &missing)
            .fix(add_instances(context, id, host, &missing))
            .fix(drop_owners(context, group_id, group, &missing));
    }
}

/// Adds instances of a host; `None` where a computer is not a BizTalk computer of its BizTalk group.
fn add_instances(context: &RuleContext<'_>, id: HostId, host: &Host, computers: &[ComputerId]) -> Option<Edit> {
    let able = context.runtime_computers(host.biztalk_group);
    if !computers.iter().all(|it| able.contains(it)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for computer in computers {
        draft.add_instance(id, *computer);
    }
    draft.says(format!("add a host instance of {} on {}", host.name, context.names(computers.iter().copied())));
    draft.finish()
}

/// Takes possible owners away; `None` where fewer than two would be left, or the cluster resource group runs there or
/// holds more than one host.
fn drop_owners(
    context: &RuleContext<'_>,
    id: ResourceGroupId,
    group: &ClusterResourceGroup,
    computers: &[ComputerId],
) -> Option<Edit> {
    let kept: BTreeSet<ComputerId> =
        group.possible_owners.iter().copied().filter(|it| !computers.contains(it)).collect();
    let able = kept.iter().filter(|it| context.has_role(**it, Role::BizTalkRuntime)).count();
    let serves_others = context.hosts_clustered_in(id).len() > 1
        || !context.sql_in_group(id).is_empty()
        || group.has(ResourceKind::EntSso);
    if able < 2 || serves_others || group.active_owner.is_some_and(|it| computers.contains(&it)) {
        return None;
    }
    let mut changed = group.clone();
    changed.possible_owners.retain(|it| !computers.contains(it));
    let label = format!("Take {} from the possible owners", context.names(computers.iter().copied()));
    Some(Edit::put(label, Record::ResourceGroup(id, changed)))
}

/// CLU-004: one finding per disabled instance of a clustered host on a possible owner in the primary site.
pub(super) fn every_owner_may_start(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        let Some((group_id, _)) = group_of(context, host) else { continue };
        let present = instances_by_computer(context, id);
        for owner in context.possible_owners(group_id).into_iter().filter(|it| context.is_primary(*it)) {
            let Some((instance, _)) = present.get(&owner).filter(|(_, it)| !it.enabled) else { continue };
            let mut draft = FixDraft::new(context);
            draft.enable(*instance);
            draft.says(format!("enable host {} on {}", host.name, context.name(owner)));
            report
                .finding([Element::from(*instance), id.into(), owner.into()])
                .with("enabled", false)
                .fix(draft.finish());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const NODES: &str = "
        computer C1 biztalk
        computer C2 biztalk
        computer C3 biztalk
        computer X
        cluster CL nodes C1 C2 X";

    #[test]
    fn clu_002_fires_with_fewer_than_two_biztalk_nodes() {
        let text = format!(
            "{NODES}
            resource-group A on CL owners C1 X
            resource-group B on CL owners C1 C2
            clustered-host F receive in A on C1        #! CLU-002
            clustered-host G receive in B on C1 C2"
        );
        check_rule("CLU-002", &text);
        let told =
            "Clustered host F can run on C1 only | Possible owners with BizTalk Server: C1 | Possible owners needed: 2";
        check_says("CLU-002", &text, &[told]);
        check_fix("CLU-002", &text);
        let label = &findings_of("CLU-002", &text)[0].fixes[0].label;
        assert_eq!(label, "Make C2 a possible owner of A");
    }

    #[test]
    fn clu_002_tells_where_no_possible_owner_has_biztalk_server() {
        let text = format!("{NODES}\nresource-group A on CL owners X\nclustered-host F receive in A     #! CLU-002");
        check_rule("CLU-002", &text);
        let told = "Clustered host F has no BizTalk computer to run on | Possible owners with BizTalk Server: none | \
                    Possible owners needed: 2";
        check_says("CLU-002", &text, &[told]);
    }

    #[test]
    fn clu_002_is_fixed_by_a_computer_that_joins_the_failover_cluster() {
        let joining = "
            computer C1 biztalk
            computer C2 biztalk
            cluster CL nodes C1
            resource-group A on CL
            clustered-host F receive in A on C1";
        check_fix("CLU-002", joining);
        check_fix("CLU-002", &joining.replace("computer C2 biztalk", ""));
    }

    #[test]
    fn clu_002_offers_nothing_where_other_software_would_have_to_follow() {
        let text = "
            computer C1 biztalk
            computer C2 biztalk
            cluster CL nodes C1
            resource-group A on CL resources ip-address network-name ent-sso
            clustered-host F receive in A on C1     #! CLU-002";
        check_rule("CLU-002", text);
        assert!(findings_of("CLU-002", text)[0].fixes.is_empty());
    }

    #[test]
    fn clu_003_fires_on_possible_owners_without_an_instance() {
        let text = format!(
            "{NODES}
            resource-group A on CL owners C1 C2
            clustered-host F receive in A on C1           #! CLU-003
            clustered-host G receive in A on C1 !C2"
        );
        check_rule("CLU-003", &text);
        let told = "Clustered host F cannot fail over to C2: it has no host instance there | Possible owners: C1 and C2 | \
                    Possible owners without a host instance: C2";
        check_says("CLU-003", &text, &[told]);
        check_fix("CLU-003", &text);
        let other = format!("{NODES}\nresource-group A on CL\nclustered-host F receive in A on C1 C2     #! CLU-003");
        check_rule("CLU-003", &other);
        check_fix("CLU-003", &other);
        assert_eq!(findings_of("CLU-003", &other)[0].fixes[0].label, "Take X from the possible owners");
    }

    #[test]
    fn clu_004_fires_on_disabled_instances_of_possible_owners() {
        let text = format!(
            "{NODES}
            resource-group A on CL owners C1 C2
            clustered-host F receive in A on C1 !C2     #! CLU-004 F@C2"
        );
        check_rule("CLU-004", &text);
        let told = "Clustered host F cannot fail over to C2: its host instance is disabled | Enabled: no";
        check_says("CLU-004", &text, &[told]);
        check_fix("CLU-004", &text);
        check_rule(
            "CLU-004",
            &format!("{NODES}\nresource-group A on CL owners C1 C2\nclustered-host F receive in A on C1 C2"),
        );
    }
}
