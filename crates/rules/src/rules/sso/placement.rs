//! On which computers the master secret lies, and what else runs there.

use super::{element, unclustered};
use crate::adapters::Waiting;
use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ComputerId, DatabaseKind, Element, FailoverClusterId, HostInstanceId, HostKind, LoadBalancer, Role, SqlInstanceId,
};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::secret::{cluster_master_secret, run_sso_on};
use crate::rules::sso::redundancy::is_lost_with_sql;
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext, Severity};

/// SSO-008: one finding per master secret server on a computer with Windows NLB or behind a load balancer.
pub(super) fn is_not_load_balanced(context: &RuleContext<'_>, report: &mut Report) {
    let servers = context.master_secret_servers();
    if servers.is_empty() {
        return report.idle("no-master-secret-server");
    }
    for server in servers {
        let computers = match server {
            MasterSecretServer::Computer(computer) => vec![computer],
            MasterSecretServer::Clustered(group) => context.possible_owners(group),
        };
        let is_balanced = |it: &ComputerId| context.is_load_balanced(*it);
        let balanced: Vec<ComputerId> = computers.into_iter().filter(is_balanced).collect();
        if balanced.is_empty() {
            continue;
        }
        let subject = element(server);
        let involved = balanced.iter().copied().map(Element::from).filter(|it| *it != subject);
        report
            .finding([subject])
            .involving(involved)
            .with("balanced", &balanced)
            .with("balancers", elements(balanced.iter().flat_map(|it| context.client_balancers_of(*it))))
            .fix(leave_load_balancers(context, &balanced));
    }
}

/// Takes computers out of every load balancer; `None` where an isolated host (NLB-001) or a local queue (ADP-007) needs
/// one there.
fn leave_load_balancers(context: &RuleContext<'_>, computers: &[ComputerId]) -> Option<Edit> {
    let is_isolated = |id| context.document.hosts.get(&id).is_some_and(|it| it.kind == HostKind::Isolated);
    let has_queue = |id| {
        context.receive_handlers_of(id).any(|(_, it)| context.document.waits_on_computer(it) == Some(Waiting::Queue))
    };
    let needs_balancer = |it: &ComputerId| {
        context.instances_on(*it).any(|(_, instance)| is_isolated(instance.host) || has_queue(instance.host))
    };
    if computers.iter().any(needs_balancer) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for computer in computers {
        draft.change_computer(*computer, |it| it.windows_nlb = false);
    }
    let spreading = context.document.load_balancers.iter().filter(|(_, it)| !context.document.is_cluster_address(it));
    for (id, balancer) in spreading {
        let kept = balancer.members.iter().copied().filter(|it| !computers.contains(it)).collect();
        if balancer.members != kept {
            draft.put(Record::LoadBalancer(*id, LoadBalancer { members: kept, ..balancer.clone() }));
        }
    }
    draft.says(format!("take {} out of load balancing", context.names(computers.iter().copied())));
    draft.finish()
}

/// SSO-010: one finding per clustered master secret that runs where a MessageBox SQL instance runs; information where
/// the failover cluster has no other active node.
pub(super) fn is_apart_from_the_active_message_box(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in context.clustered_sso() {
        looked = true;
        let Some(node) = group.runs_on() else { continue };
        let boxes = message_boxes_on(context, node);
        if boxes.is_empty() {
            continue;
        }
        let owners = context.possible_owners(id);
        let active = context.active_nodes(group.failover_cluster);
        let is_better = |it: &ComputerId| *it != node && message_boxes_on(context, *it).is_empty();
        let other_active = active.iter().any(|it| *it != node);
        let target = owners.iter().copied().filter(is_better).max_by_key(|it| active.contains(it) == other_active);
        report
            .finding([Element::from(id), node.into()])
            .involving(boxes.iter().copied())
            .with("boxes", boxes)
            .with("active", elements(active))
            .shown_as(if other_active { Severity::Advice } else { Severity::Info })
            .fix(target.and_then(|it| run_sso_on(context, id, it)));
    }
    if !looked {
        report.idle("no-clustered-master-secret-server");
    }
}

/// The SQL instances with a MessageBox that run on a computer.
fn message_boxes_on(context: &RuleContext<'_>, computer: ComputerId) -> Vec<SqlInstanceId> {
    let holds = |sql: &SqlInstanceId| context.databases_on(*sql).any(|(_, it)| it.kind == DatabaseKind::MessageBox);
    context.sql_active_instances(computer).iter().copied().filter(holds).collect()
}

/// SSO-011: one finding per clustered master secret on a failover cluster that runs SQL Server.
pub(super) fn shares_the_sql_cluster(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in context.clustered_sso() {
        looked = true;
        let cluster: FailoverClusterId = group.failover_cluster;
        let sql: Vec<SqlInstanceId> = context.sql_of_cluster(cluster).collect();
        if sql.is_empty() {
            continue;
        }
        report.finding([Element::from(id), cluster.into()]).involving(sql.iter().copied()).with("sql", sql);
    }
    if !looked {
        report.idle("no-clustered-master-secret-server");
    }
}

/// SSO-013: one finding per unclustered master secret server that runs host instances.
pub(super) fn is_apart_from_host_instances(context: &RuleContext<'_>, report: &mut Report) {
    let servers = unclustered(context);
    if servers.is_empty() {
        return report.idle("no-unclustered-master-secret-server");
    }
    for computer in servers {
        let instances: Vec<HostInstanceId> =
            context.instances_on(computer).filter(|(_, it)| it.enabled).map(|(id, _)| id).collect();
        if !context.has_role(computer, Role::BizTalkRuntime) || instances.is_empty() {
            continue;
        }
        report
            .finding([computer])
            .involving(instances.iter().copied())
            .with("instances", instances.len())
            .fix(cluster_master_secret(context, Some(computer)));
    }
}

/// SSO-022: one finding per unclustered master secret server on the computer of the standalone SQL instance with the
/// SSO database, unless SSO-014 fires there.
pub(super) fn is_apart_from_the_sso_database(context: &RuleContext<'_>, report: &mut Report) {
    let servers = unclustered(context);
    if servers.is_empty() {
        return report.idle("no-unclustered-master-secret-server");
    }
    for computer in servers {
        if context.failover_cluster_of(computer).is_some() || is_lost_with_sql(context, computer) {
            continue;
        }
        let is_here =
            |sql: SqlInstanceId| context.group_of_sql(sql).is_none() && context.sql_owned_by(computer).contains(&sql);
        for (database, it) in context.databases_of_kind(DatabaseKind::Sso).filter(|(_, it)| is_here(it.sql_instance)) {
            report
                .finding([Element::from(computer), database.into()])
                .with("sql", it.sql_instance)
                .fix(cluster_master_secret(context, Some(computer)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const ACTIVE_PASSIVE: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        fci SQL1 on CL active N1
        databases SQL1 management messagebox(master) tracking sso
        sso SQL1";

    #[test]
    fn sso_008_fires_where_the_secret_is_load_balanced() {
        let member = "computer M master-secret sso    #! SSO-008\ncomputer B\nlb LB1 other members M B";
        check_rule("SSO-008", member);
        check_fix("SSO-008", member);
        let flagged = "computer M master-secret sso windows_nlb=true    #! SSO-008";
        check_rule("SSO-008", flagged);
        check_fix("SSO-008", flagged);
    }

    #[test]
    fn sso_008_leaves_the_load_balancer_that_is_the_address_of_the_cluster_role_alone() {
        let azure = format!("environment deployment=AzureVm\n{ACTIVE_PASSIVE}");
        let balanced = format!("{azure}     #! SSO-008\nlb LB other members N1 N2");
        check_rule("SSO-008", &balanced.replace("AzureVm", "Virtual"));
        check_rule("SSO-008", &balanced.replace("     #! SSO-008", ""));
        check_rule("SSO-008", &format!("{balanced} purpose=ClientTraffic"));
        let stated = format!("{}{}", balanced.replace("     #! SSO-008", ""), " purpose=ClusterAddress");
        check_rule("SSO-008", &stated.replace("AzureVm", "Physical"));
    }

    #[test]
    fn sso_008_looks_at_every_possible_owner_and_is_content_without_balancing() {
        check_rule("SSO-008", &format!("{ACTIVE_PASSIVE}     #! SSO-008\nattr N2 windows_nlb=true"));
        check_rule("SSO-008", ACTIVE_PASSIVE);
        let both = format!("{ACTIVE_PASSIVE}\nattr N1 windows_nlb=true\nattr N2 windows_nlb=true");
        check_says(
            "SSO-008",
            &both,
            &["N1 and N2 hold the master secret and are load balanced | Load balancers: none"],
        );
    }

    #[test]
    fn sso_010_is_information_in_an_active_passive_cluster() {
        check_rule("SSO-010", &format!("{ACTIVE_PASSIVE}     #! SSO-010"));
        assert_eq!(findings_of("SSO-010", ACTIVE_PASSIVE)[0].severity, Severity::Info);
        check_fix("SSO-010", ACTIVE_PASSIVE);
    }

    #[test]
    fn sso_010_is_advice_where_another_node_is_active() {
        let text = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            fci SQL2 on CL active N2
            databases SQL1 messagebox(master)
            databases SQL2 management tracking sso
            resource-group SSO on CL resources ip-address network-name ent-sso    #! SSO-010";
        check_rule("SSO-010", text);
        let found = findings_of("SSO-010", text);
        assert_eq!(found[0].severity, Severity::Advice);
        assert_eq!(found[0].fixes[0].label, "Run the master secret server on N2");
        check_fix("SSO-010", text);
    }

    #[test]
    fn sso_010_is_content_on_an_idle_node() {
        check_rule(
            "SSO-010",
            "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            databases SQL1 messagebox(master)
            resource-group SSO on CL active N2 resources ip-address network-name ent-sso",
        );
    }

    #[test]
    fn sso_011_tells_that_the_secret_shares_the_sql_cluster() {
        check_rule("SSO-011", &format!("{ACTIVE_PASSIVE}     #! SSO-011"));
        check_rule(
            "SSO-011",
            "
            computer M1
            computer M2
            cluster MC nodes M1 M2
            resource-group SSO on MC resources ip-address network-name ent-sso",
        );
    }

    #[test]
    fn sso_013_fires_on_a_secret_among_host_instances() {
        let text = "computer BTS1 biztalk master-secret    #! SSO-013\nhost R receive on BTS1";
        check_rule("SSO-013", text);
        check_fix("SSO-013", text);
        check_rule("SSO-013", "computer BTS1 biztalk master-secret\nhost R receive on !BTS1");
        check_rule("SSO-013", "computer M master-secret\ncomputer BTS1 biztalk\nhost R receive on BTS1");
    }

    #[test]
    fn sso_022_fires_on_a_secret_beside_the_sso_database() {
        let text = "computer S master-secret sso    #! SSO-022\nsql SQL1 on S\ndatabases SQL1 sso";
        check_rule("SSO-022", text);
        check_fix("SSO-022", text);
        check_rule("SSO-022", "computer S master-secret sso\nsql SQL1 on S\ndatabases SQL1 management");
        check_rule("SSO-022", "computer S biztalk master-secret\nsql SQL1 on S\ndatabases SQL1 sso");
    }
}
