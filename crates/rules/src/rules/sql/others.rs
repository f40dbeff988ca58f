//! Failover of the databases beside the core ones, and which of them come first.

use std::collections::BTreeSet;

use super::failover::{carrier_is_at_fault, databases_fail_over, is_lost, lost_with_its_computer};
use super::fixes::{make_highly_available, move_or_cluster};
use crate::model::{BizTalkRelease, Database, DatabaseId, DatabaseKind, SqlInstanceId};
use crate::rules::{Attribute, Report, RuleContext, Survival};

/// SQL-003: one finding per BAM Analysis database whose SQL instance is no failover cluster instance with two owners.
pub(super) fn bam_analysis_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses_bam() {
        return report.idle("bam-not-in-use");
    }
    let mut looked = false;
    for (id, database) in context.databases_of_kind(DatabaseKind::BamAnalysis) {
        looked = true;
        let sql = database.sql_instance;
        let owners = context.sql_owners(sql);
        let restarts = |report: &mut Report| owners.len() == 1 && context.all_restart_elsewhere(report, owners);
        if !context.document.is_clustered_twice(sql) && !restarts(report) {
            lost_with_its_computer(context, report, id, database).fix(make_highly_available(context, sql));
        }
    }
    if !looked {
        report.idle("no-bam-analysis-database");
    }
}

/// SQL-004: one finding per BAM Archive database that does not fail over.
pub(super) fn bam_archive_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses_bam() {
        return report.idle("bam-not-in-use");
    }
    if !databases_fail_over(context, report, DatabaseKind::BamArchive) {
        report.idle("no-bam-archive-database");
    }
}

/// SQL-006: one finding per other BizTalk database that does not fail over.
pub(super) fn other_database_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    const OTHERS: [DatabaseKind; 6] = [
        DatabaseKind::BamStarSchema,
        DatabaseKind::BamAlertsApplication,
        DatabaseKind::BamAlertsNsMain,
        DatabaseKind::SsisCatalog,
        DatabaseKind::EsbItinerary,
        DatabaseKind::EsbException,
    ];
    let mut looked = false;
    for (id, database) in OTHERS.into_iter().flat_map(|kind| context.databases_of_kind(kind)) {
        looked = true;
        let excused = match database.kind {
            DatabaseKind::BamStarSchema => is_on_bam_node(context, database),
            DatabaseKind::SsisCatalog => context.document.databases.values().any(|it| it.availability_group.is_some()),
            _ => false,
        };
        if excused || carrier_is_at_fault(context, database) || !is_lost(context, report, id) {
            continue;
        }
        lost_with_its_computer(context, report, id, database).fix(move_or_cluster(context, database.sql_instance));
    }
    if !looked {
        report.idle("no-secondary-database");
    }
}

/// Whether a database is on the separate BAM node that the documents recommend for BizTalk Server 2016 with an
/// availability group (AG-015).
fn is_on_bam_node(context: &RuleContext<'_>, database: &Database) -> bool {
    let is_2016 = context.document.environment.biztalk_release == BizTalkRelease::V2016;
    let mut imports = context.databases_of_kind(DatabaseKind::BamPrimaryImport);
    is_2016
        && imports.any(|(_, it)| it.availability_group.is_some())
        && !context.document.hosts_replica(database.sql_instance)
}

/// SQL-037: one finding per custom database that takes part in the transactions of messages and does not fail over.
pub(super) fn custom_database_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in context.databases_of_kind(DatabaseKind::Custom) {
        looked = true;
        if database.transactions == Some(false) || !is_lost(context, report, id) {
            continue;
        }
        if database.transactions.is_none() {
            report.ask(id, Attribute::CustomTransactions);
            continue;
        }
        lost_with_its_computer(context, report, id, database).fix(move_or_cluster(context, database.sql_instance));
    }
    if !looked {
        report.idle("no-custom-database");
    }
}

/// SQL-031: one finding per BizTalk group where a database that tools write fails over and one that is written at run
/// time does not.
pub(super) fn runtime_databases_come_first(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys().copied() {
        let of_kind = |kind| context.databases_of(Some(group), kind).iter().copied();
        let first: Vec<DatabaseId> = [
            DatabaseKind::Management,
            DatabaseKind::MessageBox,
            DatabaseKind::Tracking,
            DatabaseKind::BamPrimaryImport,
        ]
        .into_iter()
        .flat_map(of_kind)
        .filter(|id| context.survival_of(*id) == Survival::IsLost)
        .collect();
        let later: Vec<DatabaseId> =
            [DatabaseKind::RuleEngine, DatabaseKind::BamAlertsApplication, DatabaseKind::BamAlertsNsMain]
                .into_iter()
                .flat_map(of_kind)
                .collect();
        looked |= !later.is_empty();
        let served: Vec<DatabaseId> = later.into_iter().filter(|id| context.is_highly_available(*id)).collect();
        if first.is_empty() || served.is_empty() {
            continue;
        }
        let carriers: BTreeSet<SqlInstanceId> =
            first.iter().filter_map(|id| Some(context.document.databases.get(id)?.sql_instance)).collect();
        let only = carriers.first().copied().filter(|_| carriers.len() == 1);
        report
            .finding([group])
            .involving(first.iter().chain(&served).copied())
            .with("served", &served)
            .with("waiting", &first)
            .fix(only.and_then(|sql| move_or_cluster(context, sql)));
    }
    if !looked {
        report.idle("no-rule-engine-or-bam-alerts-database");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const CLUSTER: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        resource-group DTC on CL resources ip-address network-name physical-disk msdtc
        fci ONE on CL
        computer S
        sql TWO on S\n";

    #[test]
    fn sql_003_wants_analysis_services_on_a_cluster() {
        let alone = format!("feature bam\n{CLUSTER}databases TWO bam-analysis #! SQL-003");
        check_rule("SQL-003", &alone);
        check_fix("SQL-003", &alone);
        check_rule("SQL-003", &format!("feature bam\n{CLUSTER}databases ONE bam-analysis"));
        check_rule("SQL-003", &format!("{CLUSTER}databases TWO bam-analysis"));
    }

    #[test]
    fn sql_004_tells_of_an_archive_on_one_computer() {
        check_rule("SQL-004", &format!("feature bam\n{CLUSTER}databases TWO bam-archive #! SQL-004"));
        check_fix("SQL-004", &format!("feature bam\n{CLUSTER}databases TWO bam-archive"));
        check_rule("SQL-004", &format!("feature bam\n{CLUSTER}databases ONE bam-archive"));
    }

    #[test]
    fn sql_006_looks_at_the_other_databases() {
        let alone = format!("{CLUSTER}databases TWO esb-itinerary #! SQL-006");
        check_rule("SQL-006", &alone);
        check_fix("SQL-006", &alone);
        check_rule("SQL-006", &format!("{CLUSTER}databases ONE esb-itinerary bam-alerts-application"));
        check_rule("SQL-006", "computer N\ncluster CL nodes N\nfci ONE on CL\ndatabases ONE bam-star-schema");
    }

    #[test]
    fn sql_006_leaves_the_bam_node_and_the_ssis_catalog_of_availability_groups_alone() {
        let text = "
            computer N1
            computer N2
            computer S
            cluster CL nodes N1 N2
            sql ONE on N1
            sql TWO on N2
            sql BAM on S
            databases ONE bam-primary-import
            databases BAM bam-star-schema ssis-catalog
            ag AG1 replicas ONE TWO databases bam-primary-import listener L
            environment biztalk_release=V2016";
        check_rule("SQL-006", text);
    }

    #[test]
    fn sql_031_puts_databases_written_at_run_time_first() {
        check_rule("SQL-031", &format!("{CLUSTER}databases ONE rule-engine\ndatabases TWO tracking #! SQL-031 Group1"));
        check_fix("SQL-031", &format!("{CLUSTER}databases ONE rule-engine\ndatabases TWO tracking"));
        let both = format!("{CLUSTER}databases ONE rule-engine\ndatabases TWO tracking management");
        check_says(
            "SQL-031",
            &both,
            &["rule-engine can fail over while management and tracking, written at run time, cannot | Can fail over: \
                 rule-engine | Cannot fail over: management and tracking"],
        );
        check_rule("SQL-031", &format!("{CLUSTER}databases ONE rule-engine tracking"));
        check_rule("SQL-031", &format!("{CLUSTER}databases TWO rule-engine tracking"));
    }

    #[test]
    fn sql_037_wants_failover_for_custom_databases_in_the_transactions_of_messages() {
        let alone = format!("{CLUSTER}databases TWO ORDERS=custom");
        check_rule("SQL-037", &format!("{alone} #? SQL-037 ORDERS"));
        let written = format!("{alone}\nattr ORDERS transactions=true #! SQL-037");
        check_rule("SQL-037", &written);
        check_fix("SQL-037", &written);
        check_rule("SQL-037", &format!("{alone}\nattr ORDERS transactions=false"));
        check_rule("SQL-037", &format!("{CLUSTER}databases ONE ORDERS=custom\nattr ORDERS transactions=true"));
    }

    #[test]
    fn a_sql_instance_with_custom_databases_alone_is_none_of_biztalk_server() {
        let custom = format!("{CLUSTER}databases TWO ORDERS=custom\nattr TWO serves_other_applications=true");
        check_rule("SQL-023", &custom);
        check_rule("SQL-022", &custom);
        check_rule("SQL-017", &custom);
        let written = format!("{custom}\nattr ORDERS transactions=true recovery_model=Simple #! SQL-017");
        check_rule("SQL-017", &written);
    }
}
