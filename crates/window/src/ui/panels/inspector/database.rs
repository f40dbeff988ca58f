//! BizTalk databases.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::{Page, form};
use crate::model::{Database, DatabaseId, DatabaseKind, DrTransport, RecoveryModel};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, DatabaseId, Database> = form!(page, Database, databases);
    page.section(ui, "Database", |ui| {
        form.choice(ui, "Kind", DatabaseKind::ALL, DatabaseKind::label, lens!(kind));
        form.pick(ui, "SQL instance", &names!(document, sql_instances), lens!(sql_instance));
        let none = "The environment";
        form.optional_pick(ui, "Serves", none, names!(document, biztalk_groups), lens!(biztalk_group));
        let groups = names!(document, availability_groups);
        form.optional_pick(ui, "Availability group", "None", groups, lens!(availability_group));
        let disks = names!(document, storages);
        form.optional_pick(ui, "Disk of its files", "That of the SQL instance", disks, lens!(storage));
        let hint = "None: a database of its own";
        form.optional_text(ui, "Shares the physical database", hint, lens!(consolidated_into));
    });
    if form.items().iter().any(|(_, it)| it.kind == DatabaseKind::MessageBox) {
        page.section(ui, "MessageBox", |ui| {
            form.flag(ui, "Master MessageBox", lens!(is_master));
            form.flag(ui, "Message publication disabled", lens!(publication_disabled));
        });
    }
    page.section(ui, "Backup and recovery", |ui| {
        form.optional_choice(ui, "Recovery model", RecoveryModel::ALL, RecoveryModel::label, lens!(recovery_model));
        form.flag(ui, "Left out of the backup job", lens!(excluded_from_backup));
        form.flag(ui, "Mirrored for availability", lens!(mirrored));
        let all = DrTransport::ALL;
        let options = super::data::worded(all, DrTransport::label);
        form.optional_pick(ui, "Way to the disaster-recovery site", "None", options, lens!(dr_transport));
    });
}
