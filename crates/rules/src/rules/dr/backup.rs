//! The Backup BizTalk Server job.

use super::shipping::{groups_that_ship, is_left_behind};
use super::{covered_by_job, has_databases};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{Backup, BackupDestination, Database, DatabaseKind, DrTransport, Element, FullBackupPeriod};
use crate::rules::value::{figure, label, phrase};
use crate::rules::{Attribute, Report, RuleContext};
use crate::sources::{Sourced, stated};

/// Minutes between log backups unless somebody says otherwise: the default of the product
/// (`core/how-to-schedule-the-backup-biztalk-server-job`).
const DEFAULT_LOG_INTERVAL_MINUTES: f64 = 15.0;

/// DR-002: the Backup BizTalk Server job is not configured.
pub(super) fn job_is_configured(context: &RuleContext<'_>, report: &mut Report) {
    if !has_databases(context) {
        return report.idle("no-database");
    }
    let backup = &context.document.backup;
    match backup.job_configured {
        Some(true) => {}
        None => report.ask(Element::Environment, Attribute::BackupJob),
        Some(false) => {
            let planned = Backup { job_configured: Some(true), ..backup.clone() };
            report
                .finding([Element::Environment])
                .with("databases", context.document.databases.len())
                .fix(Edit::one("Plan the Backup BizTalk Server job", EditCommand::SetBackup(planned)));
        }
    }
}

/// DR-003: backups land where the data is.
pub(super) fn lands_elsewhere(context: &RuleContext<'_>, report: &mut Report) {
    let backup = &context.document.backup;
    if !has_databases(context) {
        return report.idle("no-database");
    }
    match backup.destination {
        None if backup.job_configured == Some(false) => {
            report.idle("backup-job-not-configured");
        }
        None => report.ask(Element::Environment, Attribute::BackupDestination),
        Some(BackupDestination::OtherComputer | BackupDestination::AzureBlob) => {}
        Some(destination @ (BackupDestination::SourceComputer | BackupDestination::SourceArray)) => {
            let moved = Backup { destination: Some(BackupDestination::OtherComputer), ..backup.clone() };
            report
                .finding([Element::Environment])
                .case(if destination == BackupDestination::SourceComputer { "computer" } else { "disk-array" })
                .with("destination", label(destination))
                .fix(Edit::one("Write backups to a share on another computer", EditCommand::SetBackup(moved)));
        }
    }
}

/// DR-004: the share on which backups land is not highly available.
pub(super) fn share_is_highly_available(context: &RuleContext<'_>, report: &mut Report) {
    let backup = &context.document.backup;
    if !has_databases(context) {
        return report.idle("no-database");
    }
    match (backup.destination_highly_available, backup.destination) {
        (None, _) if backup.job_configured == Some(false) => report.idle("backup-job-not-configured"),
        // Blobs lie on no share of the design.
        (None, Some(BackupDestination::AzureBlob)) => {}
        (None, _) => report.ask(Element::Environment, Attribute::BackupShare),
        (Some(true), _) => {}
        (Some(false), _) => {
            let better = Backup { destination_highly_available: Some(true), ..backup.clone() };
            report
                .finding([Element::Environment])
                .with("destination", backup.destination.map(label))
                .fix(Edit::one("Keep backups on a highly available share", EditCommand::SetBackup(better)));
        }
    }
}

/// DR-013: restoring to the second-to-last mark can lose more than the recovery point objective allows.
pub(super) fn interval_meets_the_recovery_point(context: &RuleContext<'_>, report: &mut Report) {
    let backup = &context.document.backup;
    if !has_databases(context) || backup.job_configured != Some(true) {
        return report.idle("backup-job-not-configured");
    }
    let objective = stated(context.document.environment.rpo_minutes.as_ref()).map(|it| it.value);
    let interval = match &backup.log_interval_minutes {
        None => Some((DEFAULT_LOG_INTERVAL_MINUTES, phrase("default", [figure(DEFAULT_LOG_INTERVAL_MINUTES)]))),
        // An example of a template is nobody's.
        drawn => stated(drawn.as_ref()).map(|it| (it.value, figure(it.value))),
    };
    if objective.is_none() {
        report.ask(Element::Environment, Attribute::RecoveryPointObjective);
    }
    if interval.is_none() {
        report.ask(Element::Environment, Attribute::LogInterval);
    }
    let (Some(objective), Some((interval, said))) = (objective, interval) else { return };
    if 2.0 * interval <= objective {
        return;
    }
    let shorter = Backup { log_interval_minutes: Some(Sourced::entered(objective / 2.0)), ..backup.clone() };
    let edit = Edit::one(format!("Back up logs every {} minutes", objective / 2.0), EditCommand::SetBackup(shorter));
    report
        .finding([Element::Environment])
        .with("interval", said)
        .with("objective", figure(objective))
        .with("lost", figure(2.0 * interval))
        .fix((objective > 0.0).then_some(edit));
}

/// DR-019: after a partial failure the next full backup may be a week or more away.
pub(super) fn full_backup_follows_a_partial_one(context: &RuleContext<'_>, report: &mut Report) {
    let backup = &context.document.backup;
    if !has_databases(context) || backup.job_configured != Some(true) {
        return report.idle("backup-job-not-configured");
    }
    let is_long = |period| !matches!(period, FullBackupPeriod::Hourly | FullBackupPeriod::Daily);
    match (backup.force_full_after_partial, backup.full_period) {
        (Some(true), _) => {}
        (_, None) => report.ask(Element::Environment, Attribute::FullBackupPeriod),
        (None, Some(period)) if is_long(period) => {
            report.ask(Element::Environment, Attribute::ForceFullBackup);
        }
        (Some(false), Some(period)) if is_long(period) => {
            let forced = Backup { force_full_after_partial: Some(true), ..backup.clone() };
            report
                .finding([Element::Environment])
                .with("period", label(period))
                .fix(Edit::one("Force a full backup after a partial failure", EditCommand::SetBackup(forced)));
        }
        _ => {}
    }
}

/// DR-020: one finding per database that the Backup BizTalk Server job must cover and leaves out, or that does not go to
/// the disaster-recovery site with the others.
pub(super) fn job_covers_every_database(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    let shipping = groups_that_ship(context);
    for (id, database) in context.document.databases.iter().filter(|(_, it)| covered_by_job(it.kind)) {
        looked = true;
        if database.excluded_from_backup {
            let included = Database { excluded_from_backup: false, ..database.clone() };
            report
                .finding([*id])
                .case("left-out")
                .with("kind", label(database.kind))
                .fix(Edit::put(format!("Back up {} with the job", database.name), Record::Database(*id, included)));
        } else if is_left_behind(context, &shipping, database) {
            let shipped = Database { dr_transport: Some(DrTransport::BizTalkLogShipping), ..database.clone() };
            report
                .finding([*id])
                .case("stays")
                .with("kind", label(database.kind))
                .fix(Edit::put(format!("Ship {} with the others", database.name), Record::Database(*id, shipped)));
        }
    }
    if !looked {
        report.idle("no-database-in-the-backup-job");
    }
}

/// DR-027: one finding per custom database that takes part in the transactions of messages and was not added to the
/// Backup BizTalk Server job.
pub(super) fn custom_databases_are_in_the_job(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in context.databases_of_kind(DatabaseKind::Custom) {
        looked = true;
        match (database.transactions, database.added_to_backup) {
            (Some(false), _) | (_, Some(true)) => {}
            (None, _) => report.ask(id, Attribute::CustomTransactions),
            (Some(true), None) => report.ask(id, Attribute::AddedToBackup),
            (Some(true), Some(false)) => {
                let added = Database { added_to_backup: Some(true), ..database.clone() };
                report
                    .finding([id])
                    .with("sql-instance", database.sql_instance)
                    .fix(Edit::put(format!("Add {} to the job", database.name), Record::Database(id, added)));
            }
        }
    }
    if !looked {
        report.idle("no-custom-database");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const DATA: &str = "computer S\nsql ONE on S\ndatabases ONE management\n";

    #[test]
    fn dr_002_wants_the_job_and_asks_for_it() {
        let off = format!("{DATA}backup job_configured=false #! DR-002");
        check_rule("DR-002", &off);
        check_fix("DR-002", &off);
        check_says("DR-002", &off, &["The Backup BizTalk Server job is not configured | Databases: 1"]);
        check_rule("DR-002", &format!("{DATA}backup job_configured=true"));
        check_rule("DR-002", "computer S #? DR-002 environment\nsql ONE on S\ndatabases ONE management");
        check_rule("DR-002", "computer S");
    }

    #[test]
    fn dr_003_wants_backups_away_from_the_data_and_asks_where_they_land() {
        let same = format!("{DATA}backup destination=SourceArray #! DR-003");
        check_rule("DR-003", &same);
        check_fix("DR-003", &same);
        check_says(
            "DR-003",
            &same,
            &["Backups land on the disk array that carries the data and are lost with it | Destination: On the same \
                 disk array as the data"],
        );
        check_rule("DR-003", &format!("{DATA}backup destination=SourceComputer #! DR-003"));
        check_says(
            "DR-003",
            &format!("{DATA}backup destination=SourceComputer"),
            &["Backups land on a SQL Server computer that carries the data and are lost with it | Destination: On a \
                 source computer"],
        );
        check_rule("DR-003", &format!("{DATA}backup destination=AzureBlob"));
        check_rule("DR-003", &format!("{DATA}backup job_configured=true #? DR-003"));
        check_rule("DR-003", &format!("{DATA}backup job_configured=false"));
    }

    #[test]
    fn dr_004_wants_a_highly_available_share() {
        let weak = format!("{DATA}backup destination_highly_available=false #! DR-004");
        check_rule("DR-004", &weak);
        check_fix("DR-004", &weak);
        check_says(
            "DR-004",
            &weak,
            &["The share on which backups land is not highly available | Destination: not entered"],
        );
        let known = format!("{DATA}backup destination=AzureBlob destination_highly_available=false");
        check_says(
            "DR-004",
            &known,
            &["The share on which backups land is not highly available | Destination: Azure Blob storage"],
        );
        check_rule("DR-004", &format!("{DATA}backup destination_highly_available=true"));
        check_rule("DR-004", &format!("{DATA}backup destination=AzureBlob"));
        check_rule("DR-004", &format!("{DATA}backup destination=OtherComputer #? DR-004"));
        check_rule("DR-004", &format!("{DATA}backup job_configured=false"));
        check_rule("DR-004", "computer N");
    }

    #[test]
    fn dr_013_wants_two_intervals_within_the_objective_and_asks_for_it() {
        let on = format!("{DATA}backup job_configured=true\n");
        let late = format!("{on}environment rpo_minutes=20 #! DR-013");
        check_rule("DR-013", &late);
        check_fix("DR-013", &late);
        check_says(
            "DR-013",
            &late,
            &["Up to 30 minutes of work can be lost, but the recovery point objective is 20 minutes | Minutes \
                 between log backups: 15 (default) | Recovery point objective in minutes: 20"],
        );
        let often = format!("{on}environment rpo_minutes=1.5\nbackup log_interval_minutes=1.25");
        check_says(
            "DR-013",
            &often,
            &["Up to 2.5 minutes of work can be lost, but the recovery point objective is 1.5 minutes | Minutes \
                 between log backups: 1.25 | Recovery point objective in minutes: 1.5"],
        );
        check_rule("DR-013", &format!("{on}environment rpo_minutes=30\nbackup log_interval_minutes=15"));
        check_rule("DR-013", &format!("{on}environment rpo_minutes=30\nbackup log_interval_minutes=16 #! DR-013"));
        check_rule("DR-013", &format!("{on}environment rpo_minutes=30"));
        let example = r#"backup log_interval_minutes={"value":15,"provenance":"Example"}"#;
        check_rule("DR-013", &format!("{on}environment rpo_minutes=20 #? DR-013\n{example}"));
        check_rule("DR-013", &format!("{on}backup log_interval_minutes=15 #? DR-013"));
        check_rule("DR-013", &format!("{DATA}backup job_configured=true #? DR-013"));
        check_rule("DR-013", DATA);
    }

    #[test]
    fn dr_019_forces_a_full_backup_where_the_next_is_far_and_asks() {
        let on = format!("{DATA}backup job_configured=true\n");
        let far = format!("{on}backup full_period=Weekly force_full_after_partial=false #! DR-019");
        check_rule("DR-019", &far);
        check_fix("DR-019", &far);
        check_says(
            "DR-019",
            &far,
            &["No full backup is forced after a partial failure, and the next one is due weekly only | Full backup: \
                 Weekly"],
        );
        check_rule("DR-019", &format!("{on}backup full_period=Weekly force_full_after_partial=true"));
        check_rule("DR-019", &format!("{on}backup full_period=Daily force_full_after_partial=false"));
        check_rule("DR-019", &format!("{on}backup full_period=Monthly #? DR-019"));
        check_rule("DR-019", &format!("{on}backup force_full_after_partial=false #? DR-019"));
    }

    #[test]
    fn dr_020_wants_every_covered_database_in_the_job() {
        let without = format!("{DATA}attr management excluded_from_backup=true #! DR-020");
        check_rule("DR-020", &without);
        check_fix("DR-020", &without);
        check_says(
            "DR-020",
            &without,
            &["The Backup BizTalk Server job leaves management out | Kind: BizTalk Management"],
        );
        check_rule("DR-020", DATA);
        let half = format!("{DATA}databases ONE messagebox\nattr management dr_transport=BizTalkLogShipping\n");
        let stays = format!("{half}attr messagebox is_master=true #! DR-020");
        check_rule("DR-020", &stays);
        check_fix("DR-020", &stays);
        check_says(
            "DR-020",
            &half,
            &["messagebox does not go to the disaster-recovery site with the others | Kind: MessageBox"],
        );
        check_rule("DR-020", &format!("{half}attr messagebox dr_transport=Mirroring"));
        check_rule("DR-020", &format!("{DATA}databases ONE bam-archive\nattr bam-archive excluded_from_backup=true"));
    }

    #[test]
    fn dr_027_wants_custom_databases_of_transactions_in_the_job_and_asks() {
        let custom = "computer N\nsql ONE on N\ndatabases ONE ORDERS=custom";
        check_rule("DR-027", &format!("{custom} #? DR-027 ORDERS"));
        let written = format!("{custom}\nattr ORDERS transactions=true");
        check_rule("DR-027", &format!("{written} #? DR-027"));
        let left_out = format!("{written} added_to_backup=false #! DR-027");
        check_rule("DR-027", &left_out);
        check_fix("DR-027", &left_out);
        check_rule("DR-027", &format!("{written} added_to_backup=true"));
        check_rule("DR-027", &format!("{custom}\nattr ORDERS transactions=false"));
    }
}
