//! Whether the master secret and the SSO database survive the loss of one computer.

use super::unclustered;
use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    Computer, ComputerId, Database, DatabaseId, DatabaseKind, Element, ResourceGroupId, Role, SqlInstanceId,
};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::secret::cluster_master_secret;
use crate::rules::sql::{add_owner as add_owner_of_sql, is_lost, join_availability_group, make_highly_available};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// SSO-004: one finding per master secret server that is not a cluster resource with two possible owners.
pub(super) fn master_secret_server_is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    let servers = context.master_secret_servers();
    if servers.is_empty() {
        return report.idle("no-master-secret-server");
    }
    for server in servers {
        match server {
            MasterSecretServer::Computer(computer) if context.all_restart_elsewhere(report, &[computer]) => {}
            MasterSecretServer::Computer(computer) => {
                report
                    .finding([computer])
                    .case("alone")
                    .with("clustered", false)
                    .fix(cluster_master_secret(context, Some(computer)));
            }
            MasterSecretServer::Clustered(group) => {
                let owners = context.possible_owners(group);
                if owners.len() < 2 {
                    report
                        .finding([group])
                        .case(if owners.is_empty() { "no-owner" } else { "one-owner" })
                        .with("owners", owners)
                        .fix(add_owner(context, group).or_else(|| {
                            let shared = context.sql_in_group(group).first();
                            shared.and_then(|sql| add_owner_of_sql(context, *sql))
                        }));
                }
            }
        }
    }
}

/// Makes a further node of the failover cluster a possible owner. `None` where BizTalk Server runs on it (SSO-005),
/// where a load balancer or Windows NLB works (SSO-008), and where SQL Server or a host would have to follow.
fn add_owner(context: &RuleContext<'_>, id: ResourceGroupId) -> Option<Edit> {
    let group = context.resource_group(id)?;
    if !context.sql_in_group(id).is_empty() || !context.hosts_clustered_in(id).is_empty() {
        return None;
    }
    let fits = |it: &ComputerId| {
        !group.possible_owners.contains(it)
            && !context.has_role(*it, Role::BizTalkRuntime)
            && !context.is_load_balanced(*it)
    };
    let node = context.cluster_nodes(group.failover_cluster).find(fits)?;
    let mut draft = FixDraft::new(context);
    draft.add_role(node, Role::EntSso);
    let mut changed = group.clone();
    changed.possible_owners.push(node);
    draft.put(Record::ResourceGroup(id, changed));
    draft.says(format!("make {} a possible owner of {}", context.name(node), group.name));
    draft.finish()
}

/// SSO-012: one finding per SSO database that does not survive the loss of one computer.
pub(super) fn sso_database_is_highly_available(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in context.databases_of_kind(DatabaseKind::Sso) {
        looked = true;
        if !is_lost(context, report, id) {
            continue;
        }
        report
            .finding([Element::from(id), database.sql_instance.into()])
            .involving(database.availability_group)
            .with("sql", database.sql_instance)
            .with("owners", context.sql_owners(database.sql_instance))
            .fix(
                move_to_failover_cluster(context, id, database)
                    .or_else(|| join_availability_group(context, database.sql_instance))
                    .or_else(|| make_highly_available(context, database.sql_instance)),
            );
    }
    if !looked {
        report.idle("no-sso-database");
    }
}

/// Moves a database to a highly available failover cluster instance that holds BizTalk databases already.
fn move_to_failover_cluster(context: &RuleContext<'_>, id: DatabaseId, database: &Database) -> Option<Edit> {
    let carries_sound_one = |sql: SqlInstanceId| {
        let mut others = context.databases_on(sql).filter(|(_, it)| it.availability_group.is_none());
        others.any(|(other, it)| it.storage.is_none() && context.is_highly_available(other))
    };
    let name_is_free = |sql: SqlInstanceId| context.databases_on(sql).all(|(_, it)| it.name != database.name);
    let fits = |sql: SqlInstanceId| {
        context.group_of_sql(sql).is_some()
            && context.is_primary_sql(sql)
            && name_is_free(sql)
            && carries_sound_one(sql)
    };
    let sql = context.document.sql_instances.keys().copied().find(|it| fits(*it))?;
    let moved = Database { sql_instance: sql, availability_group: None, storage: None, ..database.clone() };
    let label = format!("Move {} to {}", database.name, context.name(sql));
    Some(Edit::put(label, Record::Database(id, moved)))
}

/// SSO-014: one finding per unclustered master secret server on a failover cluster node that runs SQL Server, or on a
/// computer that runs both BizTalk Server and SQL Server.
pub(super) fn is_not_lost_with_sql_server(context: &RuleContext<'_>, report: &mut Report) {
    let servers = unclustered(context);
    if servers.is_empty() {
        return report.idle("no-unclustered-master-secret-server");
    }
    for computer in servers.into_iter().filter(|it| is_lost_with_sql(context, *it)) {
        let sql = context.sql_owned_by(computer);
        report
            .finding([computer])
            .involving(sql.iter().copied())
            .with("sql", sql)
            .with("cluster", elements(context.failover_cluster_of(computer)))
            .fix(cluster_master_secret(context, Some(computer)));
    }
}

/// Whether the loss of a computer would take SQL Server down for BizTalk Server as well.
pub(super) fn is_lost_with_sql(context: &RuleContext<'_>, computer: ComputerId) -> bool {
    let is_node = context.failover_cluster_of(computer).is_some();
    !context.sql_owned_by(computer).is_empty() && (is_node || context.has_role(computer, Role::BizTalkRuntime))
}

/// SSO-015: one finding per unclustered master secret server without another Enterprise SSO server to promote.
pub(super) fn another_server_can_be_promoted(context: &RuleContext<'_>, report: &mut Report) {
    let servers = unclustered(context);
    if servers.is_empty() {
        return report.idle("no-unclustered-master-secret-server");
    }
    for computer in servers {
        if context.sso_servers().any(|it| it != computer) {
            continue;
        }
        report.finding([computer]).with("others", 0_usize).fix(add_sso_server(context, computer));
    }
}

/// Adds Enterprise SSO to a BizTalk computer that lacks it, else a computer with Enterprise SSO.
fn add_sso_server(context: &RuleContext<'_>, beside: ComputerId) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    if let Some(other) = context.all_runtime_computers().into_iter().find(|it| *it != beside) {
        draft.add_role(other, Role::EntSso);
        draft.says(format!("add Enterprise SSO to {}", context.name(other)));
        return draft.finish();
    }
    let model = context.document.computers.get(&beside)?;
    let name = continued_name(context.document, &model.name);
    let computer = Computer {
        name: name.clone(),
        slot: model.slot.right(),
        roles: [Role::EntSso].into(),
        os: model.os,
        domain: model.domain.clone(),
        ..Computer::default()
    };
    let id = draft.id();
    draft.put(Record::Computer(id, computer));
    draft.says(format!("add {name} with Enterprise SSO"));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::model::WindowsVersion;
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, findings_of};

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
    fn sso_004_and_sso_012_accept_virtual_machines_that_restart_on_another_physical_host() {
        let text = "
            physical-host HV1
            physical-host HV2
            attr HV1 host_cluster=HVCL
            attr HV2 host_cluster=HVCL
            computer M master-secret sso physical_host=@HV1
            computer S physical_host=@HV2
            sql ONE on S
            databases ONE sso";
        check_rule("SSO-004", text);
        check_rule("SSO-012", text);
        check_rule("SSO-004", &text.replace("physical_host=@HV1", "#! SSO-004"));
        check_rule("SSO-012", &text.replace("physical_host=@HV2", "").replace("ONE sso", "ONE sso #! SSO-012"));
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

    #[test]
    fn sso_004_is_fixed_apart_from_a_cluster_on_which_a_host_is_clustered() {
        check_fix(
            "SSO-004",
            "
            computer BTS1 biztalk
            secret on BTS1
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            databases SQL1 management messagebox(master) tracking sso
            resource-group G on CL
            clustered-host Q receive in G on N1 N2",
        );
    }

    #[test]
    fn sso_004_is_fixed_with_a_supported_operating_system_on_the_nodes() {
        let text = "
            computer BTS1 biztalk
            secret on BTS1
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            databases SQL1 management messagebox(master) tracking sso";
        check_fix_with("SSO-004", text, |document| {
            for computer in document.computers.edit().values_mut() {
                let is_node = computer.name.starts_with('N');
                computer.os = is_node.then_some(WindowsVersion::Server2012);
            }
        });
    }

    #[test]
    fn sso_004_is_fixed_by_a_pair_of_its_own_where_no_sql_cluster_fits() {
        let on_biztalk = "computer BTS1 biztalk\nsecret on BTS1";
        check_fix("SSO-004", on_biztalk);
        let label = &findings_of("SSO-004", on_biztalk)[0].fixes[0].label;
        assert_eq!(label, "Cluster the master secret server on MSS1 and MSS2");
        let dedicated = "computer BTS1 biztalk\ncomputer MSS1 master-secret";
        check_fix("SSO-004", dedicated);
        let label = &findings_of("SSO-004", dedicated)[0].fixes[0].label;
        assert_eq!(label, "Cluster the master secret server on MSS1 and MSS2");
    }

    #[test]
    fn sso_004_is_fixed_by_another_possible_owner() {
        check_fix(
            "SSO-004",
            "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            resource-group SSO on CL owners N1 resources ip-address network-name ent-sso",
        );
    }

    #[test]
    fn sso_004_is_fixed_with_the_sql_instance_whose_group_the_secret_shares() {
        let text = "
            computer N1 sso
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL owners N1
            sso SQL1
            databases SQL1 management";
        assert_eq!(findings_of("SSO-004", text)[0].fixes[0].label, findings_of("SQL-007", text)[0].fixes[0].label);
        check_fix("SSO-004", text);
    }

    #[test]
    fn sso_004_fix_keeps_biztalk_and_sql_nodes_apart_from_the_secret() {
        check_fix(
            "SSO-004",
            "
            computer C1 biztalk
            computer C2 biztalk
            secret on C1
            cluster CL nodes C1 C2
            fci SQL1 on CL active C1
            databases SQL1 management messagebox(master) tracking sso
            host R receive on C1 C2",
        );
    }

    #[test]
    fn sso_012_fires_on_an_sso_database_without_failover() {
        let text = "
            computer N1
            computer N2
            computer N3
            cluster CL nodes N1 N2
            fci SQL1 on CL
            databases SQL1 management
            sql SQL2 on N3
            databases SQL2 sso      #! SSO-012";
        check_rule("SSO-012", text);
        check_fix("SSO-012", text);
    }

    #[test]
    fn sso_012_is_content_with_a_failover_cluster_instance() {
        check_rule("SSO-012", "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci SQL1 on CL\ndatabases SQL1 sso");
    }

    #[test]
    fn sso_014_fires_where_one_loss_takes_the_secret_and_sql_server() {
        let text = "
            computer N1 master-secret sso     #! SSO-014
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL";
        check_rule("SSO-014", text);
        check_fix("SSO-014", text);
        let together = "computer C1 biztalk master-secret     #! SSO-014\nsql SQL1 on C1";
        check_rule("SSO-014", together);
        check_fix("SSO-014", together);
    }

    #[test]
    fn sso_014_is_content_with_a_secret_apart_from_sql_or_on_a_standalone_one() {
        check_rule("SSO-014", "computer M master-secret\ncomputer S\nsql SQL1 on S");
        check_rule("SSO-014", "computer M master-secret\nsql SQL1 on M");
    }

    #[test]
    fn sso_015_fires_without_another_enterprise_sso_server() {
        check_rule("SSO-015", "computer M master-secret sso    #! SSO-015");
        check_fix("SSO-015", "computer M master-secret sso");
        check_fix("SSO-015", "computer M master-secret sso\ncomputer BTS1 biztalk-runtime");
        check_rule("SSO-015", "computer M master-secret sso\ncomputer BTS1 biztalk");
        check_rule("SSO-015", "computer BTS1 biztalk");
    }
}
