//! SQL instances.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::page::{Page, form, row_ui};
use crate::edit::intent::remove;
use crate::edit::{Draft, Edit};
use crate::model::{
    ConfiguredName, DatabaseKind, Element, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, SqlService,
};
use crate::ui::widgets::fields::{NOT_STATED, NumberRange, add_menu_ui};

type SqlForm<'a> = Form<'a, SqlInstanceId, SqlInstance>;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: SqlForm<'_> = form!(page, SqlInstance, sql_instances);
    if let Some((id, _)) = form.single() {
        databases_ui(page, ui, id);
    }
    page.section(ui, "Product", |ui| product_ui(page, &form, ui));
    page.section(ui, "Connection and use", |ui| {
        let all = ConfiguredName::ALL;
        form.optional_choice(ui, "Configured name", all, ConfiguredName::label, lens!(configured_name));
        form.optional_whole(ui, "TCP port", NumberRange::whole("", 1.0, 65_535.0), lens!(port));
        form.flag(ui, "Serves other applications", lens!(serves_other_applications));
        form.tri(ui, "Binary collation", lens!(binary_collation));
    });
    page.section(ui, "Memory and disk", |ui| {
        let memory = NumberRange::any("GB", 0.1, 65_536.0);
        form.figure(ui, "Minimum server memory", memory, NOT_STATED, lens!(min_memory_gb));
        form.figure(ui, "Maximum server memory", memory, NOT_STATED, lens!(max_memory_gb));
        form.tri(ui, "Memory left for Enterprise SSO", lens!(memory_left_for_sso));
        form.optional_pick(ui, "Disk", NOT_STATED, names!(page.view.document, storages), lens!(storage));
    });
}

fn product_ui(page: &Page<'_>, form: &SqlForm<'_>, ui: &mut Ui) {
    form.choice(ui, "SQL Server release", SqlRelease::ALL, SqlRelease::label, lens!(release));
    form.choice(ui, "SQL Server edition", SqlEdition::ALL, SqlEdition::label, lens!(edition));
    let updates = NumberRange::whole("", 0.0, 99.0);
    form.whole(ui, "Service pack", updates, lens!(service_pack));
    form.whole(ui, "Cumulative update", updates, lens!(cumulative_update));
    form.set(ui, "Services", &worded(SqlService::ALL, SqlService::label), set_lens!(services));
    form.flag(ui, "SQL Server Agent runs", lens!(agent_running));
    form.flag(ui, "Analysis Services is a named instance", lens!(analysis_services_named));
    form.pick(ui, "Runs on", &placements(page), lens!(placement));
}

fn placements(page: &Page<'_>) -> Vec<(SqlPlacement, String)> {
    let document = page.view.document;
    let alone = names!(document, computers).into_iter().map(|(id, name)| (SqlPlacement::Standalone(id), name));
    let groups = names!(document, resource_groups).into_iter();
    let clustered = groups.map(|(id, name)| (SqlPlacement::Clustered(id), format!("{name} (failover cluster)")));
    clustered.chain(alone).collect()
}

fn databases_ui(page: &Page<'_>, ui: &mut Ui, id: SqlInstanceId) {
    let document = page.view.document;
    let databases = page.named(document.databases_on(id));
    page.counted(ui, "Databases", databases.len(), |ui| {
        for (element, name) in &databases {
            ui.push_id(element, |ui| {
                row_ui(ui, |ui| {
                    page.chip(ui, *element, name);
                    if page.remove_button(ui, name) {
                        page.view.outbox.try_edit(remove::elements(document, &[*element]));
                    }
                });
            });
        }
        let kinds = worded(DatabaseKind::ALL, DatabaseKind::label);
        if let Some(kind) = add_menu_ui(ui, "Add a database…", &kinds) {
            page.view.outbox.edit(add_database(page, id, kind));
        }
    });
}

fn add_database(page: &Page<'_>, sql_instance: SqlInstanceId, kind: DatabaseKind) -> Edit {
    let document = page.view.document;
    let mut draft = Draft::of(document);
    let id = draft.add_database(kind, sql_instance, document.biztalk_groups.keys().next().copied());
    let name = Element::from(id).name(draft.document());
    draft.finish(format!("Add database {name}"))
}
