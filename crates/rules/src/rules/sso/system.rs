//! The Enterprise SSO system as a whole: one secret, one database, a service on every BizTalk computer.

use super::element;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, DatabaseId, DatabaseKind, Element, Environment, Property, ResourceKind, Role,
    SqlInstanceId,
};
use crate::rules::fixes::secret::cluster_master_secret;
use crate::rules::fixes::{FixDraft, remove};
use crate::rules::value::{elements, labels, word};
use crate::rules::{Attribute, Report, RuleContext};

/// Whether anything of Enterprise SSO is drawn in the primary site.
fn is_drawn(context: &RuleContext<'_>) -> bool {
    context.sso_servers().next().is_some()
        || !context.all_runtime_computers().is_empty()
        || context.databases_of_kind(DatabaseKind::Sso).next().is_some()
        || !context.master_secret_servers().is_empty()
}

/// SSO-001: one finding when nobody holds the master secret.
pub(super) fn has_a_master_secret_server(context: &RuleContext<'_>, report: &mut Report) {
    if !is_drawn(context) {
        return report.idle("no-enterprise-sso");
    }
    if context.document.assumes(Element::Environment, Property::MasterSecret) {
        return report.idle("exports-contradict");
    }
    if context.master_secret_servers().is_empty() {
        let servers: Vec<ComputerId> = context.sso_servers().collect();
        report
            .finding([Element::Environment])
            .involving(servers.iter().copied())
            .with("servers", servers)
            .fix(cluster_master_secret(context, None));
    }
}

/// SSO-002: one finding per master secret server beyond the first. The one that counts is the clustered one.
pub(super) fn has_one_master_secret_server(context: &RuleContext<'_>, report: &mut Report) {
    let mut servers = context.master_secret_servers();
    if servers.is_empty() {
        return report.idle("no-master-secret-server");
    }
    servers.sort_by_key(|it| matches!(it, MasterSecretServer::Computer(_)));
    let Some((kept, surplus)) = servers.split_first() else { return };
    for server in surplus {
        let (kept, server) = (element(*kept), element(*server));
        report
            .finding([server, kept])
            .with("servers", elements(servers.iter().map(|it| element(*it))))
            .fix(give_secret_up(context, server));
    }
}

/// Takes the master secret from a computer, or the Enterprise SSO resource out of a cluster resource group that holds
/// nothing which depends on it.
fn give_secret_up(context: &RuleContext<'_>, server: Element) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    match server {
        Element::Computer(id) => draft.remove_role(id, Role::MasterSecret),
        Element::ResourceGroup(id) => {
            let mut group = context.resource_group(id)?.clone();
            group.resources.remove(&ResourceKind::EntSso);
            let depends = |needs: &std::collections::BTreeSet<ResourceKind>| needs.contains(&ResourceKind::EntSso);
            if group.resources.values().any(depends) || !context.hosts_clustered_in(id).is_empty() {
                return None;
            }
            draft.put(Record::ResourceGroup(id, group));
        }
        _ => return None,
    }
    draft.says(format!("take the master secret from {}", context.name(server)));
    draft.finish()
}

/// SSO-003: one finding per SSO database beyond the first. The one that counts is a highly available one.
pub(super) fn has_one_sso_database(context: &RuleContext<'_>, report: &mut Report) {
    let mut databases: Vec<DatabaseId> = context.databases_of_kind(DatabaseKind::Sso).map(|(id, _)| id).collect();
    if databases.is_empty() {
        return report.idle("no-sso-database");
    }
    databases.sort_by_key(|id| (!context.is_highly_available(*id), *id));
    let Some((kept, surplus)) = databases.split_first() else { return };
    for database in surplus {
        let on = context.names(sql_of(context, *database));
        let fix = remove(context, [(*database).into()], format!("remove {} on {on}", context.name(*database)));
        report
            .finding([*database, *kept])
            .with("place", elements(sql_of(context, *database)))
            .with("place-kept", elements(sql_of(context, *kept)))
            .with("databases", databases.len())
            .fix(fix);
    }
}

/// The SQL instance of a database: databases on several SQL instances often have one name.
fn sql_of(context: &RuleContext<'_>, id: DatabaseId) -> Option<SqlInstanceId> {
    context.document.databases.get(&id).map(|it| it.sql_instance)
}

/// SSO-016: one finding per computer, in any site, with BizTalk Server but without Enterprise SSO.
pub(super) fn biztalk_computers_have_it(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for id in context.computers_with(Role::BizTalkRuntime) {
        looked = true;
        let Some(computer) = context.document.computers.get(&id) else { continue };
        if computer.roles.contains(&Role::EntSso) {
            continue;
        }
        let mut roles = computer.roles.clone();
        roles.insert(Role::EntSso);
        let changed = Record::Computer(id, Computer { roles, ..computer.clone() });
        report
            .finding([id])
            .with("roles", labels(computer.roles.iter().copied()))
            .fix(Edit::put(format!("Add Enterprise SSO to {}", computer.name), changed));
    }
    if !looked {
        report.idle("no-biztalk-computer");
    }
}

/// SSO-020: one finding when it is said that clocks are not synchronized.
pub(super) fn clocks_are_synchronized(context: &RuleContext<'_>, report: &mut Report) {
    if !is_drawn(context) {
        return report.idle("no-enterprise-sso");
    }
    let environment = &context.document.environment;
    match environment.time_source {
        Some(true) => {}
        None => report.ask(Element::Environment, Attribute::TimeSource),
        Some(false) => {
            let changed = Environment { time_source: Some(true), ..environment.clone() };
            report
                .finding([Element::Environment])
                .with("time-source", word("none"))
                .fix(Edit::one("Add a time source", EditCommand::SetEnvironment(changed)));
        }
    }
}

/// SSO-021: one finding per master secret server that serves several BizTalk groups.
pub(super) fn serves_one_biztalk_group(context: &RuleContext<'_>, report: &mut Report) {
    let servers = context.master_secret_servers();
    if servers.is_empty() {
        return report.idle("no-master-secret-server");
    }
    let groups = context.document.biztalk_groups.keys().copied();
    let groups: Vec<BizTalkGroupId> = groups.filter(|it| !context.runtime_computers(*it).is_empty()).collect();
    if groups.len() < 2 {
        return;
    }
    for server in servers {
        let server = element(server);
        report.finding([server]).involving(groups.iter().copied()).with("groups", groups.len());
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    const SQL: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        fci SQL1 on CL";

    #[test]
    fn sso_001_fires_where_enterprise_sso_has_no_master_secret_server() {
        check_rule("SSO-001", "computer BTS1 biztalk    #! SSO-001 environment");
        check_rule(
            "SSO-001",
            "site DR\ncomputer BTS1 biztalk   #! SSO-001 environment\ncomputer D master-secret in DR",
        );
        check_rule("SSO-001", "computer BTS1 biztalk\nsecret on BTS1");
        check_rule("SSO-001", "computer X");
    }

    #[test]
    fn sso_001_is_fixed_on_the_sql_cluster_or_by_a_pair_of_its_own() {
        check_fix("SSO-001", &format!("{SQL}\ncomputer BTS1 biztalk"));
        check_fix("SSO-001", "computer BTS1 biztalk");
        let found = findings_of("SSO-001", "computer BTS1 biztalk");
        assert_eq!(found[0].fixes[0].label, "Cluster the master secret server on MSS1 and MSS2");
    }

    #[test]
    fn sso_002_fires_on_each_further_master_secret_server_and_takes_it_away() {
        let two = "computer A master-secret\ncomputer B master-secret   #! SSO-002";
        check_rule("SSO-002", two);
        check_fix("SSO-002", two);
        let beside = format!("{SQL}\nsso SQL1\ncomputer B master-secret   #! SSO-002");
        check_rule("SSO-002", &beside);
        check_fix("SSO-002", &beside);
        check_rule("SSO-002", &format!("{SQL}\nsso SQL1"));
    }

    #[test]
    fn sso_002_counts_the_primary_site_only() {
        check_rule("SSO-002", "site DR\ncomputer A master-secret\ncomputer B master-secret in DR");
    }

    #[test]
    fn sso_003_fires_on_each_further_sso_database() {
        let text =
            format!("computer N3\nsql SQL2 on N3\ndatabases SQL2 OTHER=sso  #! SSO-003\n{SQL}\ndatabases SQL1 sso");
        check_rule("SSO-003", &text);
        check_fix("SSO-003", &text);
        check_rule("SSO-003", &format!("{SQL}\ndatabases SQL1 sso"));
    }

    #[test]
    fn sso_016_fires_on_each_biztalk_computer_without_enterprise_sso() {
        let text = "
            site DR
            computer BTS1 biztalk
            computer BTS2 biztalk-runtime         #! SSO-016
            computer BTS3 biztalk-runtime in DR   #! SSO-016";
        check_rule("SSO-016", text);
        check_fix("SSO-016", text);
        check_rule("SSO-016", "computer BTS1 biztalk");
    }

    #[test]
    fn sso_020_asks_for_a_time_source_and_fires_where_there_is_none() {
        check_rule("SSO-020", "computer BTS1 biztalk    #? SSO-020 environment");
        check_rule("SSO-020", "computer BTS1 biztalk\nenvironment time_source=true");
        let text = "computer BTS1 biztalk\nenvironment time_source=false    #! SSO-020";
        check_rule("SSO-020", text);
        check_fix("SSO-020", text);
    }

    #[test]
    fn sso_021_names_the_biztalk_groups_that_share_a_secret() {
        check_rule(
            "SSO-021",
            "
            group Group2
            computer BTS1 biztalk
            computer BTS2 biztalk group Group2
            computer M master-secret    #! SSO-021",
        );
        check_rule("SSO-021", "group Group2\ncomputer BTS1 biztalk\ncomputer M master-secret");
    }
}
