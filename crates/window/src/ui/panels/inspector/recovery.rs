//! Enterprise SSO, backup and disaster recovery of the environment.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::Page;
use crate::edit::EditCommand;
use crate::model::limits;
use crate::model::{
    Backup, BackupDestination, DisasterRecovery, DrMode, Element, FullBackupPeriod, SecretServerName, SqlInstanceId,
    SsoSystem,
};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::NumberRange;

/// Fields of the Enterprise SSO system.
pub(super) fn sso_ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.sso)];
    let command = |(), it| EditCommand::SetSso(it);
    let form: Form<'_, (), SsoSystem> =
        Form::new(page.view, items, command, text::THE_SINGLE_SIGN_ON.to_owned(), page.asked.clone());
    let all = SecretServerName::ALL;
    form.optional_choice(
        ui,
        fields::NAME_OF_THE_SECRET_SERVER,
        all,
        SecretServerName::label,
        lens!(secret_server_name),
    );
    form.tri(ui, fields::MASTER_SECRET_IS_BACKED_UP, lens!(secret_backed_up));
    form.tri(ui, fields::ITS_BACKUP_IS_KEPT_OFFLINE, lens!(secret_backup_offline));
}

/// Fields of the backup job.
pub(super) fn backup_ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.backup)];
    let command = |(), it| EditCommand::SetBackup(it);
    let form: Form<'_, (), Backup> =
        Form::new(page.view, items, command, text::THE_BACKUP.to_owned(), page.asked.clone());
    form.tri(ui, fields::BACKUP_JOB_CONFIGURED, lens!(job_configured));
    let all = BackupDestination::ALL;
    form.optional_choice(ui, fields::BACKUP_DESTINATION, all, BackupDestination::label, lens!(destination));
    form.tri(ui, fields::DESTINATION_IS_HIGHLY_AVAILABLE, lens!(destination_highly_available));
    let minutes = NumberRange::any(units::MINUTES, limits::LOG_INTERVAL_MINUTES);
    form.figure(ui, fields::TIME_BETWEEN_LOG_BACKUPS, minutes, common::NOT_STATED, lens!(log_interval_minutes));
    let all = FullBackupPeriod::ALL;
    form.optional_choice(ui, fields::FULL_BACKUP, all, FullBackupPeriod::label, lens!(full_period));
    form.tri(ui, fields::FULL_AFTER_FAILURE, lens!(force_full_after_partial));
}

/// Fields of disaster recovery.
pub(super) fn disaster_recovery_ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let items = vec![((), &document.disaster_recovery)];
    let command = |(), it| EditCommand::SetDisasterRecovery(it);
    let form: Form<'_, (), DisasterRecovery> =
        Form::new(page.view, items, command, text::THE_DISASTER_RECOVERY.to_owned(), page.asked.clone());
    form.optional_choice(ui, fields::SHAPE_OF_LOG_SHIPPING, DrMode::ALL, DrMode::label, lens!(mode));
    form.tri(ui, fields::SAME_DRIVE_LETTERS_AND_PATHS, lens!(same_paths));
    let all = names!(document, sql_instances);
    let stands = |id: SqlInstanceId| document.active_computer_of_sql(id).is_some_and(|it| document.is_primary(it));
    let (production, recovery): (Vec<_>, Vec<_>) = all.into_iter().partition(|(id, _)| stands(*id));
    if recovery.is_empty() {
        page.note(ui, text::NO_RECOVERY_INSTANCE);
        return;
    }
    for (from, name) in production {
        let label = text::ships_to(&name);
        ui.push_id(Element::from(from), |ui| {
            let get = |it: &DisasterRecovery| it.ships_to.get(&from).copied();
            let set = |it: &mut DisasterRecovery, to: Option<SqlInstanceId>| {
                match to {
                    Some(to) => it.ships_to.insert(from, to),
                    None => it.ships_to.remove(&from),
                };
            };
            form.optional_pick(ui, &label, text::NOWHERE, recovery.clone(), (get, set));
        });
    }
}
