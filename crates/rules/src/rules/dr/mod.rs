//! Rules about backup and disaster recovery.

mod backup;
mod domain;
mod fixes;
mod shipping;
mod site;
mod standby;
mod witness;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{Database, DatabaseKind, SiteId, SiteKind};

pub(super) const CHECKS: Checks = &[
    ("DR-001", site::there_is_a_disaster_recovery_site),
    ("DR-002", backup::job_is_configured),
    ("DR-003", backup::lands_elsewhere),
    ("DR-004", backup::share_is_highly_available),
    ("DR-005", shipping::only_biztalk_log_shipping),
    ("DR-006", shipping::shape_is_supported),
    ("DR-007", standby::standby_is_as_large),
    ("DR-008", shipping::paths_are_the_same),
    ("DR-009", shipping::releases_are_the_same),
    ("DR-010", standby::every_host_is_prepared),
    ("DR-011", standby::nothing_runs_yet),
    ("DR-012", shipping::logs_leave_the_site),
    ("DR-013", backup::interval_meets_the_recovery_point),
    ("DR-019", backup::full_backup_follows_a_partial_one),
    ("DR-020", backup::job_covers_every_database),
    ("DR-023", shipping::name_and_address_move),
    ("DR-024", shipping::recovery_is_not_high_availability),
    ("DR-025", domain::recovery_stays_in_the_domain),
    ("DR-026", witness::witness_site_runs_nothing),
    ("DR-027", backup::custom_databases_are_in_the_job),
];

/// Whether anything of BizTalk Server is drawn: a database or a computer with the runtime.
fn is_drawn(context: &RuleContext<'_>) -> bool {
    !context.document.databases.is_empty() || !context.all_runtime_computers().is_empty()
}

/// Whether a database is drawn that the Backup BizTalk Server job covers.
fn has_databases(context: &RuleContext<'_>) -> bool {
    context.document.databases.values().any(is_shipped)
}

/// Whether a database is one that goes to the disaster-recovery site with the others: a custom one only where it was
/// added to the Backup BizTalk Server job.
fn is_shipped(database: &Database) -> bool {
    !database.kind.is_analysis() && (database.kind != DatabaseKind::Custom || database.added_to_backup == Some(true))
}

/// The disaster-recovery sites.
fn sites<'c>(context: &'c RuleContext<'_>) -> impl Iterator<Item = SiteId> + 'c {
    let sites = context.document.sites.iter();
    sites.filter(|(_, it)| it.kind == SiteKind::DisasterRecovery).map(|(id, _)| *id)
}

/// Whether the Backup BizTalk Server job covers databases of a kind (column "Backed up by" of the database catalogue).
const fn covered_by_job(kind: DatabaseKind) -> bool {
    matches!(
        kind,
        DatabaseKind::Management
            | DatabaseKind::MessageBox
            | DatabaseKind::Tracking
            | DatabaseKind::Sso
            | DatabaseKind::RuleEngine
            | DatabaseKind::BamPrimaryImport
            | DatabaseKind::BamAlertsApplication
            | DatabaseKind::BamAlertsNsMain
    )
}
