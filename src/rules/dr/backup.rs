//! The Backup BizTalk Server job.

use super::has_databases;
use crate::edit::{Edit, EditCommand};
use crate::model::{Backup, BackupDestination, Element};
use crate::rules::{Report, RuleContext};

/// DR-002: the Backup BizTalk Server job is not configured.
pub(super) fn job_is_configured(context: &RuleContext<'_>, report: &mut Report) {
    if !has_databases(context) {
        return report.not_applicable("no database");
    }
    let backup = &context.document.backup;
    match backup.job_configured {
        Some(true) => {}
        None => report.ask(Element::Environment, "Backup BizTalk Server job configured or not"),
        Some(false) => {
            let planned = Backup { job_configured: Some(true), ..backup.clone() };
            report
                .finding([Element::Environment])
                .message("The Backup BizTalk Server job is not configured")
                .fact("Databases", context.document.databases.len())
                .fix(Edit::one("Plan the Backup BizTalk Server job", EditCommand::SetBackup(planned)));
        }
    }
}

/// DR-003: backups land where the data is.
pub(super) fn lands_elsewhere(context: &RuleContext<'_>, report: &mut Report) {
    let backup = &context.document.backup;
    if !has_databases(context) {
        return report.not_applicable("no database");
    }
    match backup.destination {
        None if backup.job_configured == Some(false) => {
            report.not_applicable("the Backup BizTalk Server job is not configured");
        }
        None => report.ask(Element::Environment, "where backups land"),
        Some(BackupDestination::OtherComputer | BackupDestination::AzureBlob) => {}
        Some(destination @ (BackupDestination::SourceComputer | BackupDestination::SourceArray)) => {
            let place = match destination {
                BackupDestination::SourceComputer => "a SQL Server computer that carries the data",
                _ => "the disk array that carries the data",
            };
            let moved = Backup { destination: Some(BackupDestination::OtherComputer), ..backup.clone() };
            report
                .finding([Element::Environment])
                .message(format!("Backups land on {place} and are lost with it"))
                .fact("Destination", destination.label())
                .fix(Edit::one("Write backups to a share on another computer", EditCommand::SetBackup(moved)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const DATA: &str = "computer S\nsql ONE on S\ndatabases ONE management\n";

    #[test]
    fn dr_002_wants_the_job_and_asks_for_it() {
        let off = format!("{DATA}backup job_configured=false #! DR-002");
        check_rule("DR-002", &off);
        check_fix("DR-002", &off);
        check_rule("DR-002", &format!("{DATA}backup job_configured=true"));
        check_rule("DR-002", "computer S #? DR-002 environment\nsql ONE on S\ndatabases ONE management");
        check_rule("DR-002", "computer S");
    }

    #[test]
    fn dr_003_wants_backups_away_from_the_data_and_asks_where_they_land() {
        let same = format!("{DATA}backup destination=SourceArray #! DR-003");
        check_rule("DR-003", &same);
        check_fix("DR-003", &same);
        check_rule("DR-003", &format!("{DATA}backup destination=SourceComputer #! DR-003"));
        check_rule("DR-003", &format!("{DATA}backup destination=AzureBlob"));
        check_rule("DR-003", &format!("{DATA}backup job_configured=true #? DR-003"));
        check_rule("DR-003", &format!("{DATA}backup job_configured=false"));
    }
}
