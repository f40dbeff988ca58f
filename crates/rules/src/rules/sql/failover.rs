//! Whether databases survive the loss of one computer.

use super::fixes::{add_owner, move_or_cluster};
use super::{cluster_of_sql, failover_cluster_instances};
use crate::model::{Database, DatabaseId, DatabaseKind, Element, Feature};
use crate::rules::value::{elements, phrase};
use crate::rules::{FindingBuilder, Report, RuleContext, Survival, Value};

/// SQL-001: one finding per Management, Tracking or only MessageBox database that does not fail over.
pub(super) fn core_database_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in context.document.databases.iter().map(|(id, it)| (*id, it)) {
        let alone = || database.biztalk_group.is_some_and(|group| context.message_boxes(group).len() == 1);
        let counts = match database.kind {
            DatabaseKind::Management | DatabaseKind::Tracking => true,
            DatabaseKind::MessageBox => alone(),
            _ => false,
        };
        if !counts || !context.is_primary_sql(database.sql_instance) {
            continue;
        }
        looked = true;
        if carrier_is_at_fault(context, database) || !is_lost(context, report, id) {
            continue;
        }
        lost_with_its_computer(context, report, id, database).fix(move_or_cluster(context, database.sql_instance));
    }
    if !looked {
        report.idle("no-management-tracking-or-single-message-box");
    }
}

/// SQL-002: the BAM Primary Import database does not fail over although BAM is in use.
pub(super) fn bam_primary_import_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses_bam() {
        return report.idle("bam-not-in-use");
    }
    if !databases_fail_over(context, report, DatabaseKind::BamPrimaryImport) {
        report.idle("no-bam-primary-import-database");
    }
}

/// SQL-005: the Rule Engine database does not fail over although rules are in use.
pub(super) fn rule_engine_database_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::Bre) {
        return report.idle("bre-not-in-use");
    }
    if !databases_fail_over(context, report, DatabaseKind::RuleEngine) {
        report.idle("no-rule-engine-database");
    }
}

/// One finding per database of a kind that does not fail over. Says whether there is any database of the kind.
pub(super) fn databases_fail_over(context: &RuleContext<'_>, report: &mut Report, kind: DatabaseKind) -> bool {
    let mut looked = false;
    for (id, database) in context.databases_of_kind(kind) {
        looked = true;
        if is_lost(context, report, id) {
            lost_with_its_computer(context, report, id, database).fix(move_or_cluster(context, database.sql_instance));
        }
    }
    looked
}

/// Whether a database is lost with its computer. Asks for what is not stated, which is no finding yet.
pub(in crate::rules) fn is_lost(context: &RuleContext<'_>, report: &mut Report, id: DatabaseId) -> bool {
    match context.survival_of(id) {
        Survival::FailsOver | Survival::Restarts => false,
        Survival::NotStated(element, detail) => {
            report.ask(element, detail);
            false
        }
        Survival::IsLost => true,
    }
}

/// A finding about a database that is lost with its computer, without a fix.
pub(super) fn lost_with_its_computer<'r>(
    context: &RuleContext<'_>,
    report: &'r mut Report,
    id: DatabaseId,
    database: &Database,
) -> FindingBuilder<'r> {
    let sql = database.sql_instance;
    report
        .finding([Element::from(id), sql.into()])
        .involving(database.availability_group)
        .with("loss", loss(context, database))
        .with("sql-instance", sql)
        .with("owners", context.sql_owners(sql))
}

/// Where a database is and why it is lost there with a computer, for the sentence "{0} is {loss}".
pub(in crate::rules) fn loss(context: &RuleContext<'_>, database: &Database) -> Value {
    let sql = database.sql_instance;
    let owners = context.sql_owners(sql);
    match (context.group_of_sql(sql), database.availability_group) {
        (_, Some(group)) => phrase("lost-in-group", [group.into()]),
        (None, None) => phrase("lost-on-computer", [sql.into(), owners.into()]),
        (Some(_), None) if owners.len() < 2 => phrase("lost-on-owner", [sql.into()]),
        (Some(_), None) => phrase("lost-with-storage", [sql.into()]),
    }
}

/// Whether SQL-007 or AG-009 already says what is wrong with the carrier of a database.
pub(super) fn carrier_is_at_fault(context: &RuleContext<'_>, database: &Database) -> bool {
    let sql = database.sql_instance;
    let lone_cluster_instance = context.group_of_sql(sql).is_some() && context.sql_owners(sql).len() < 2;
    let group = database.availability_group.and_then(|id| context.document.availability_groups.get(&id));
    lone_cluster_instance || group.is_some_and(|it| !context.document.has_automatic_partner(it))
}

/// SQL-007: one finding per failover cluster instance with fewer than two possible owners.
pub(super) fn failover_cluster_instance_has_two_owners(context: &RuleContext<'_>, report: &mut Report) {
    let instances = failover_cluster_instances(context);
    if instances.is_empty() {
        return report.idle("no-failover-cluster-instance");
    }
    for (id, _) in instances {
        let owners = context.sql_owners(id);
        if owners.len() >= 2 {
            continue;
        }
        let cluster = cluster_of_sql(context, id);
        report
            .finding([id])
            .involving(owners.iter().copied())
            .case(if owners.is_empty() { "no-owner" } else { "one-owner" })
            .with("num-owners", owners.len())
            .with("nodes", elements(cluster.into_iter().flat_map(|it| context.cluster_nodes(it))))
            .fix(add_owner(context, id));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const STANDALONE: &str = "
        computer SQL1
        sql ONE on SQL1
        databases ONE management messagebox(master) tracking sso";

    const CLUSTERED: &str = "
        computer N1
        computer N2
        cluster SQLCL nodes N1 N2
        fci ONE on SQLCL
        resource-group DTC on SQLCL resources ip-address network-name physical-disk msdtc
        databases ONE management messagebox(master) tracking sso bam-primary-import rule-engine";

    #[test]
    fn sql_001_fires_on_each_core_database_without_failover() {
        check_rule(
            "SQL-001",
            "
            computer SQL1
            sql ONE on SQL1
            databases ONE management   #! SQL-001
            databases ONE messagebox(master)   #! SQL-001
            databases ONE tracking   #! SQL-001
            databases ONE sso rule-engine",
        );
    }

    #[test]
    fn sql_001_is_silent_on_a_cluster_and_leaves_several_messageboxes_to_mbx_004() {
        check_rule("SQL-001", CLUSTERED);
        check_rule("SQL-001", "computer S\nsql ONE on S\ndatabases ONE messagebox(master) MB2=messagebox");
    }

    #[test]
    fn sql_001_leaves_a_lone_possible_owner_to_sql_007() {
        let text = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL owners N1\ndatabases ONE tracking";
        assert!(findings_of("SQL-001", text).is_empty());
        assert_eq!(findings_of("SQL-007", text).len(), 1);
        check_fix("SQL-007", text);
    }

    #[test]
    fn sql_001_takes_a_master_secret_on_the_same_computer_along() {
        let text = format!("{STANDALONE}\nsecret on SQL1");
        let fix = &findings_of("SQL-001", &text)[0].fixes[0];
        assert!(fix.label.ends_with("and cluster the master secret server beside it"), "{}", fix.label);
        check_fix("SQL-001", &text);
    }

    #[test]
    fn sql_001_is_fixed_by_a_new_failover_cluster_instance_or_by_a_move_to_one() {
        check_fix("SQL-001", STANDALONE);
        check_fix("SQL-001", &format!("computer BTS1 biztalk\n{STANDALONE}"));
        check_fix(
            "SQL-001",
            "
            computer N1
            computer N2
            computer N3
            cluster SQLCL nodes N1 N2
            resource-group DTC on SQLCL resources ip-address network-name physical-disk msdtc
            fci ONE on SQLCL
            databases ONE messagebox(master) sso
            sql TWO on N3
            databases TWO management tracking",
        );
    }

    #[test]
    fn sql_001_is_fixed_by_the_availability_group_of_the_other_databases() {
        let text = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            resource-group DTC on CL resources ip-address network-name physical-disk msdtc
            sql ONE on N1
            sql TWO on N2
            databases ONE messagebox(master) management tracking sso
            ag AG1 replicas ONE TWO databases management tracking sso listener L";
        let found = findings_of("SQL-001", text);
        assert_eq!(found[0].fixes[0].label, "Add messagebox to AG1");
        check_fix("SQL-001", text);
    }

    #[test]
    fn sql_001_is_fixed_where_the_storage_is_not_shared() {
        check_fix(
            "SQL-001",
            "
            computer N1
            computer N2
            cluster SQLCL nodes N1 N2
            fci ONE on SQLCL
            storage DISK attached N1
            attr ONE storage=@DISK
            databases ONE management",
        );
    }

    #[test]
    fn sql_001_asks_while_local_disks_may_be_kept_alike_and_accepts_a_virtual_machine_that_restarts() {
        let local = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci ONE on CL
            storage DISK local attached N1 N2   #? SQL-001
            attr ONE storage=@DISK
            databases ONE tracking";
        check_rule("SQL-001", local);
        check_rule("SQL-001", &local.replace("N2   #? SQL-001", "N2 copies=Mirrored"));
        let restarts = "
            physical-host HV1
            physical-host HV2
            attr HV1 host_cluster=HVCL
            attr HV2 host_cluster=HVCL
            computer V physical_host=@HV1
            sql ONE on V
            databases ONE tracking";
        check_rule("SQL-001", restarts);
        check_rule(
            "SQL-001",
            &restarts.replace("attr HV2 host_cluster=HVCL", "").replace("tracking", "tracking #! SQL-001"),
        );
    }

    #[test]
    fn sql_002_fires_when_bam_is_used_and_its_events_can_be_lost() {
        let fires = "feature bam\ncomputer S\nsql ONE on S\ndatabases ONE bam-primary-import #! SQL-002";
        check_rule("SQL-002", fires);
        check_fix("SQL-002", fires);
        check_rule("SQL-002", &format!("feature bam\n{CLUSTERED}"));
        check_rule("SQL-002", "computer S\nsql ONE on S\ndatabases ONE bam-primary-import");
    }

    #[test]
    fn sql_005_fires_when_rules_are_used_and_their_database_can_be_lost() {
        let fires = "feature bre\ncomputer S\nsql ONE on S\ndatabases ONE rule-engine #! SQL-005";
        check_rule("SQL-005", fires);
        check_fix("SQL-005", fires);
        check_rule("SQL-005", &format!("feature bre\n{CLUSTERED}"));
        check_rule("SQL-005", "computer S\nsql ONE on S\ndatabases ONE rule-engine");
    }

    #[test]
    fn a_database_is_said_to_be_lost_by_its_computer_its_owner_its_storage_or_its_availability_group() {
        let lone = "feature bre\ncomputer N1\ncluster CL nodes N1\nfci ONE on CL\ndatabases ONE rule-engine";
        check_says(
            "SQL-005",
            lone,
            &["rule-engine is on ONE, which has no second possible owner | SQL instance: ONE | Possible owners: N1"],
        );
        let apart = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci ONE on CL
            storage DISK attached N1
            attr ONE storage=@DISK
            databases ONE tracking";
        check_says(
            "SQL-001",
            apart,
            &["tracking is on ONE, whose possible owners share no storage for it | SQL instance: ONE | Possible \
                 owners: N1 and N2"],
        );
        let alone = "computer S\nsql ONE on S\ndatabases ONE tracking";
        check_says(
            "SQL-001",
            alone,
            &["tracking is on ONE, which runs on S only | SQL instance: ONE | Possible owners: S"],
        );
        let stuck = "
            feature bre
            computer N1
            computer N2
            cluster CL nodes N1 N2
            sql ONE on N1
            sql TWO on N2
            databases ONE rule-engine
            ag AG1 replicas ONE databases rule-engine listener L";
        check_says(
            "SQL-005",
            stuck,
            &["rule-engine is in AG1, which cannot take over as it stands | SQL instance: ONE | Possible owners: N1"],
        );
    }

    #[test]
    fn sql_007_fires_on_one_possible_owner_and_adds_a_second() {
        let one_node = "computer N1\ncluster CL nodes N1\nfci ONE on CL #! SQL-007\ndatabases ONE sso";
        check_rule("SQL-007", one_node);
        check_fix("SQL-007", one_node);
        check_says(
            "SQL-007",
            one_node,
            &["ONE can run on N1 only | Possible owners: 1 | Nodes of the failover cluster: N1"],
        );
        let no_owner = format!("{one_node}\nattr ONE-group active_owner=null possible_owners=[]");
        check_says(
            "SQL-007",
            &no_owner,
            &["ONE has no possible owner | Possible owners: 0 | Nodes of the failover cluster: N1"],
        );
        check_rule("SQL-007", CLUSTERED);
    }
}
