//! Rules about backup and disaster recovery.

mod backup;
mod site;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{SiteId, SiteKind};

pub(super) const CHECKS: Checks = &[
    ("DR-001", site::there_is_a_disaster_recovery_site),
    ("DR-002", backup::job_is_configured),
    ("DR-003", backup::lands_elsewhere),
];

/// Whether anything of BizTalk Server is drawn: a database or a computer with the runtime.
fn is_drawn(context: &RuleContext<'_>) -> bool {
    !context.document.databases.is_empty() || !context.all_runtime_computers().is_empty()
}

/// Whether a database is drawn that the Backup BizTalk Server job covers.
fn has_databases(context: &RuleContext<'_>) -> bool {
    context.document.databases.values().any(|it| !it.kind.is_analysis())
}

/// The disaster-recovery sites.
fn sites<'c>(context: &'c RuleContext<'_>) -> impl Iterator<Item = SiteId> + 'c {
    let sites = context.document.sites.iter();
    sites.filter(|(_, it)| it.kind == SiteKind::DisasterRecovery).map(|(id, _)| *id)
}
