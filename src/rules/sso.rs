//! Rules about Enterprise Single Sign-On and the master secret server.

use std::collections::{BTreeMap, BTreeSet};

use super::fixes::Draft;
use super::registry::Checks;
use super::{Report, RuleContext};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ClusterResourceGroup, Computer, ComputerId, Element, FailoverClusterId, ResourceKind, Role, SecretServerName,
    SsoSystem,
};

pub(super) const CHECKS: Checks = &[("SSO-004", master_secret_server_is_clustered)];

/// SSO-004: one finding per master secret server that is not a cluster resource with two possible owners.
fn master_secret_server_is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    let servers = context.master_secret_servers();
    if servers.is_empty() {
        return report.not_applicable("no master secret server");
    }
    for server in servers {
        match server {
            MasterSecretServer::Computer(computer) => {
                report
                    .finding([Element::from(computer)])
                    .message(format!("{} holds the master secret alone", context.name(computer)))
                    .fact("Clustered", "no")
                    .fix(cluster_master_secret(context, computer));
            }
            MasterSecretServer::Clustered(group) => {
                let owners = context.possible_owners(group);
                if owners.len() < 2 {
                    let on = context.names(owners);
                    report
                        .finding([Element::from(group)])
                        .message(format!("The clustered master secret in {} can run on {on} only", context.name(group)))
                        .fact("Possible owners", on);
                }
            }
        }
    }
}

/// Moves the master secret into a cluster resource group of its own on a failover cluster that runs SQL Server.
fn cluster_master_secret(context: &RuleContext<'_>, computer: ComputerId) -> Option<Edit> {
    let cluster = suitable_cluster(context)?;
    let idle = context.idle_nodes(cluster);
    let mut owners = idle.clone();
    owners.extend(context.cluster_nodes(cluster).filter(|node| !idle.contains(node)));
    let mut draft = Draft::new(context);
    for id in owners.iter().copied().chain([computer]) {
        let Some(it) = context.document.computers.get(&id) else { continue };
        let mut roles = it.roles.clone();
        roles.remove(&Role::MasterSecret);
        roles.insert(Role::EntSso);
        draft.put(Record::Computer(id, Computer { roles, ..it.clone() }));
    }
    let group = ClusterResourceGroup {
        name: format!("SSO on {}", context.name(cluster)),
        failover_cluster: cluster,
        possible_owners: owners,
        active_owner: None,
        resources: BTreeMap::from([
            (ResourceKind::IpAddress, BTreeSet::new()),
            (ResourceKind::NetworkName, BTreeSet::from([ResourceKind::IpAddress])),
            (ResourceKind::EntSso, BTreeSet::from([ResourceKind::NetworkName])),
        ]),
        depends_on_groups: BTreeSet::new(),
        static_ip: None,
        dtc_log_on_own_disk: None,
    };
    let group_id = draft.id();
    draft.put(Record::ResourceGroup(group_id, group));
    let sso =
        SsoSystem { secret_server_name: Some(SecretServerName::ClusterNetworkName), ..context.document.sso.clone() };
    draft.command(EditCommand::SetSso(sso));
    draft.says(format!("cluster the master secret server on {}", context.name(cluster)));
    draft.finish()
}

/// The first failover cluster that runs SQL Server, has two nodes, and on whose nodes BizTalk Server does not run
/// (SSO-005) and no load balancer works (SSO-008).
fn suitable_cluster(context: &RuleContext<'_>) -> Option<FailoverClusterId> {
    let fits = |node: ComputerId| {
        context.is_primary(node)
            && !context.has_role(node, Role::BizTalkRuntime)
            && context.load_balancers_of(node).is_empty()
            && context.document.computers.get(&node).is_some_and(|it| !it.windows_nlb)
    };
    let clusters = context.document.failover_clusters.keys().copied();
    clusters.filter(|id| context.sql_of_cluster(*id).next().is_some()).find(|id| {
        let nodes: Vec<ComputerId> = context.cluster_nodes(*id).collect();
        nodes.len() >= 2 && nodes.into_iter().all(fits)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    #[test]
    fn sso_004_fires_on_a_master_secret_server_that_stands_alone() {
        check_rule("SSO-004", "computer BTS1 biztalk master-secret    #! SSO-004");
    }

    #[test]
    fn sso_004_fires_on_a_clustered_master_secret_with_one_possible_owner() {
        check_rule(
            "SSO-004",
            "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            resource-group SSO on CL owners N1 resources ip-address network-name ent-sso   #! SSO-004",
        );
    }

    #[test]
    fn sso_004_is_content_with_two_possible_owners() {
        check_rule("SSO-004", "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci SQL1 on CL\nsso SQL1");
    }

    #[test]
    fn sso_004_is_a_warning_where_high_availability_is_not_the_target() {
        let text = "environment ha_target=Available\ncomputer BTS1 biztalk master-secret";
        assert_eq!(findings_of("SSO-004", text)[0].severity, Severity::Warning);
    }

    #[test]
    fn sso_004_is_fixed_on_the_sql_cluster() {
        check_fix(
            "SSO-004",
            "
            computer BTS1 biztalk
            secret on BTS1
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            databases SQL1 management messagebox(master) tracking sso",
        );
    }
}
