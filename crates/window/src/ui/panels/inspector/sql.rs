//! SQL instances.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::page::{Page, form, row_ui};
use crate::edit::intent::remove;
use crate::edit::{Draft, Edit};
use crate::model::limits;
use crate::model::{
    ConfiguredName, DatabaseKind, Element, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, SqlService,
};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::{NumberRange, add_menu_ui};

type SqlForm<'a> = Form<'a, SqlInstanceId, SqlInstance>;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: SqlForm<'_> = form!(page, SqlInstance, sql_instances);
    if let Some((id, _)) = form.single() {
        databases_ui(page, ui, id);
    }
    page.section(ui, text::PRODUCT, |ui| product_ui(page, &form, ui));
    page.section(ui, text::CONNECTION_AND_USE, |ui| {
        let all = ConfiguredName::ALL;
        form.optional_choice(ui, fields::CONFIGURED_NAME, all, ConfiguredName::label, lens!(configured_name));
        form.optional_whole(ui, fields::TCP_PORT, NumberRange::whole("", limits::PORT), lens!(port));
        form.flag(ui, fields::SERVES_OTHER_APPLICATIONS, lens!(serves_other_applications));
        form.tri(ui, fields::BINARY_COLLATION, lens!(binary_collation));
    });
    page.section(ui, text::MEMORY_AND_DISK, |ui| {
        let memory = NumberRange::any(units::GB, limits::SQL_MEMORY_GB);
        form.figure(ui, fields::MINIMUM_SERVER_MEMORY, memory, common::NOT_STATED, lens!(min_memory_gb));
        form.figure(ui, fields::MAXIMUM_SERVER_MEMORY, memory, common::NOT_STATED, lens!(max_memory_gb));
        form.tri(ui, fields::MEMORY_LEFT_FOR_ENTERPRISE_SSO, lens!(memory_left_for_sso));
        form.optional_pick(ui, fields::DISK, common::NOT_STATED, names!(page.view.document, storages), lens!(storage));
    });
}

fn product_ui(page: &Page<'_>, form: &SqlForm<'_>, ui: &mut Ui) {
    form.choice(ui, fields::SQL_SERVER_RELEASE, SqlRelease::ALL, SqlRelease::label, lens!(release));
    form.choice(ui, fields::SQL_SERVER_EDITION, SqlEdition::ALL, SqlEdition::label, lens!(edition));
    let updates = NumberRange::whole("", limits::UPDATES);
    form.whole(ui, fields::SERVICE_PACK, updates, lens!(service_pack));
    form.whole(ui, fields::CUMULATIVE_UPDATE, updates, lens!(cumulative_update));
    form.set(ui, fields::SERVICES, &worded(SqlService::ALL, SqlService::label), set_lens!(services));
    form.flag(ui, fields::SQL_SERVER_AGENT_RUNS, lens!(agent_running));
    form.flag(ui, fields::ANALYSIS_SERVICES_NAMED, lens!(analysis_services_named));
    form.pick(ui, fields::RUNS_ON, &placements(page), lens!(placement));
}

fn placements(page: &Page<'_>) -> Vec<(SqlPlacement, String)> {
    let document = page.view.document;
    let alone = names!(document, computers).into_iter().map(|(id, name)| (SqlPlacement::Standalone(id), name));
    let groups = names!(document, resource_groups).into_iter();
    let clustered = groups.map(|(id, name)| (SqlPlacement::Clustered(id), text::clustered(&name)));
    clustered.chain(alone).collect()
}

fn databases_ui(page: &Page<'_>, ui: &mut Ui, id: SqlInstanceId) {
    let document = page.view.document;
    let databases = page.named(document.databases_on(id));
    page.counted(ui, text::DATABASES, databases.len(), |ui| {
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
        if let Some(kind) = add_menu_ui(ui, text::ADD_A_DATABASE, &kinds) {
            page.view.outbox.edit(add_database(page, id, kind));
        }
    });
}

fn add_database(page: &Page<'_>, sql_instance: SqlInstanceId, kind: DatabaseKind) -> Edit {
    let document = page.view.document;
    let mut draft = Draft::of(document);
    let id = draft.add_database(kind, sql_instance, document.biztalk_groups.keys().next().copied());
    let name = Element::from(id).name(draft.document());
    draft.finish(text::added_database(&name))
}
