//! Enterprise SSO, backup and disaster recovery of the environment.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::Page;
use crate::edit::EditCommand;
use crate::model::{
    Backup, BackupDestination, DisasterRecovery, DrMode, Element, FullBackupPeriod, SecretServerName, SqlInstanceId,
    SsoSystem,
};
use crate::ui::widgets::fields::{NOT_STATED, NumberRange};

/// Fields of the Enterprise SSO system.
pub(super) fn sso_ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.sso)];
    let command = |(), it| EditCommand::SetSso(it);
    let form: Form<'_, (), SsoSystem> =
        Form::new(page.view, items, command, "single sign-on".to_owned(), page.asked.clone());
    let all = SecretServerName::ALL;
    form.optional_choice(ui, "Name of the secret server", all, SecretServerName::label, lens!(secret_server_name));
    form.tri(ui, "Master secret is backed up", lens!(secret_backed_up));
    form.tri(ui, "Its backup is kept offline", lens!(secret_backup_offline));
}

/// Fields of the backup job.
pub(super) fn backup_ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.backup)];
    let command = |(), it| EditCommand::SetBackup(it);
    let form: Form<'_, (), Backup> = Form::new(page.view, items, command, "backup".to_owned(), page.asked.clone());
    form.tri(ui, "Backup job configured", lens!(job_configured));
    let all = BackupDestination::ALL;
    form.optional_choice(ui, "Backup destination", all, BackupDestination::label, lens!(destination));
    form.tri(ui, "Destination is highly available", lens!(destination_highly_available));
    let minutes = NumberRange::any("min", 1.0, 1440.0);
    form.figure(ui, "Minutes between log backups", minutes, NOT_STATED, lens!(log_interval_minutes));
    let all = FullBackupPeriod::ALL;
    form.optional_choice(ui, "Full backup", all, FullBackupPeriod::label, lens!(full_period));
    form.tri(ui, "Force a full backup after a partial failure", lens!(force_full_after_partial));
}

/// Fields of disaster recovery.
pub(super) fn disaster_recovery_ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let items = vec![((), &document.disaster_recovery)];
    let command = |(), it| EditCommand::SetDisasterRecovery(it);
    let form: Form<'_, (), DisasterRecovery> =
        Form::new(page.view, items, command, "disaster recovery".to_owned(), page.asked.clone());
    form.optional_choice(ui, "Shape of log shipping", DrMode::ALL, DrMode::label, lens!(mode));
    form.tri(ui, "Same drive letters and paths", lens!(same_paths));
    let all = names!(document, sql_instances);
    let stands = |id: SqlInstanceId| document.active_computer_of_sql(id).is_some_and(|it| document.is_primary(it));
    let (production, recovery): (Vec<_>, Vec<_>) = all.into_iter().partition(|(id, _)| stands(*id));
    if recovery.is_empty() {
        page.note(ui, "There is no SQL instance at a disaster-recovery site.");
        return;
    }
    for (from, name) in production {
        let label = format!("{name} ships to");
        ui.push_id(Element::from(from), |ui| {
            let get = |it: &DisasterRecovery| it.ships_to.get(&from).copied();
            let set = |it: &mut DisasterRecovery, to: Option<SqlInstanceId>| {
                match to {
                    Some(to) => it.ships_to.insert(from, to),
                    None => it.ships_to.remove(&from),
                };
            };
            form.optional_pick(ui, &label, "Nowhere", recovery.clone(), (get, set));
        });
    }
}
