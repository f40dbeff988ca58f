//! BizTalk databases.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::{Page, form};
use crate::model::{Database, DatabaseId, DatabaseKind, DrTransport, RecoveryModel};
use crate::text::{fields, inspector as text};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, DatabaseId, Database> = form!(page, Database, databases);
    page.section(ui, text::DATABASE, |ui| {
        form.choice(ui, fields::KIND, DatabaseKind::ALL, DatabaseKind::label, lens!(kind));
        form.pick(ui, fields::SQL_INSTANCE, &names!(document, sql_instances), lens!(sql_instance));
        form.optional_pick(
            ui,
            fields::SERVES,
            text::THE_ENVIRONMENT,
            names!(document, biztalk_groups),
            lens!(biztalk_group),
        );
        let groups = names!(document, availability_groups);
        form.optional_pick(ui, fields::AVAILABILITY_GROUP, text::NONE, groups, lens!(availability_group));
        let disks = names!(document, storages);
        form.optional_pick(ui, fields::DISK_OF_ITS_FILES, text::THAT_OF_THE_SQL_INSTANCE, disks, lens!(storage));
        form.optional_text(
            ui,
            fields::SHARES_THE_PHYSICAL_DATABASE,
            text::DATABASE_OF_ITS_OWN,
            lens!(consolidated_into),
        );
    });
    if form.items().iter().any(|(_, it)| it.kind == DatabaseKind::MessageBox) {
        page.section(ui, text::MESSAGEBOX, |ui| {
            form.flag(ui, fields::MASTER_MESSAGEBOX, lens!(is_master));
            form.flag(ui, fields::MESSAGE_PUBLICATION_DISABLED, lens!(publication_disabled));
        });
    }
    if form.items().iter().any(|(_, it)| it.kind == DatabaseKind::Custom) {
        page.section(ui, text::CUSTOM_DATABASE, |ui| {
            form.tri(ui, fields::WRITTEN_IN_TRANSACTIONS, lens!(transactions));
            form.tri(ui, fields::ADDED_TO_BACKUP, lens!(added_to_backup));
        });
    }
    page.section(ui, text::BACKUP_AND_RECOVERY, |ui| {
        form.optional_choice(
            ui,
            fields::RECOVERY_MODEL,
            RecoveryModel::ALL,
            RecoveryModel::label,
            lens!(recovery_model),
        );
        form.flag(ui, fields::LEFT_OUT_OF_BACKUP, lens!(excluded_from_backup));
        form.flag(ui, fields::MIRRORED_FOR_AVAILABILITY, lens!(mirrored));
        let all = DrTransport::ALL;
        let options = super::data::worded(all, DrTransport::label);
        form.optional_pick(ui, fields::WAY_TO_RECOVERY_SITE, text::NONE, options, lens!(dr_transport));
    });
}
