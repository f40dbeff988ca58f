//! Availability groups: replicas, listener, options.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens};
use super::page::{Page, form, row_ui};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, CommitMode, Element, FailoverMode, Listener,
    SqlInstanceId,
};
use crate::ui::widgets::fields::{FieldLabel, NumberRange, add_menu_ui, bool_field, choice_field};

type GroupForm<'a> = Form<'a, AvailabilityGroupId, AvailabilityGroup>;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: GroupForm<'_> = form!(page, AvailabilityGroup, availability_groups);
    if let Some((_, group)) = form.single() {
        page.counted(ui, "Replicas", group.replicas.len(), |ui| replicas_ui(page, &form, ui, group));
        page.section(ui, "Listener", |ui| listener_ui(&form, ui, group));
    }
    page.section(ui, "Options", |ui| {
        form.flag(ui, "Per-database DTC support", lens!(per_database_dtc));
        form.flag(ui, "Backups on a secondary replica", lens!(backup_on_secondary));
        form.flag(ui, "Read-only routing", lens!(read_only_routing));
    });
}

fn replicas_ui(page: &Page<'_>, form: &GroupForm<'_>, ui: &mut Ui, group: &AvailabilityGroup) {
    let document = page.view.document;
    for (index, replica) in group.replicas.iter().enumerate() {
        let name = Element::from(replica.sql_instance).name(document);
        ui.push_id(replica.sql_instance, |ui| {
            row_ui(ui, |ui| {
                page.chip(ui, replica.sql_instance.into(), &name);
                if index == 0 {
                    ui.label("primary");
                } else if ui.add(egui::Button::new("Make primary").small()).clicked() {
                    form.change("primary replica", |it| {
                        if index < it.replicas.len() {
                            it.replicas.swap(0, index);
                        }
                    });
                }
                if group.replicas.len() > 1 && page.remove_button(ui, &format!("the replica on {name}")) {
                    form.change("replicas", |it| it.replicas.retain(|it| it.sql_instance != replica.sql_instance));
                }
            });
            replica_fields_ui(page, form, ui, replica);
        });
    }
    let used = |id: &SqlInstanceId| group.replicas.iter().any(|it| it.sql_instance == *id);
    let free: Vec<(SqlInstanceId, String)> =
        names!(document, sql_instances).into_iter().filter(|(id, _)| !used(id)).collect();
    if let Some(sql_instance) = add_menu_ui(ui, "Add a replica…", &free) {
        let replica = AvailabilityReplica {
            sql_instance,
            commit: CommitMode::Synchronous,
            failover: FailoverMode::Automatic,
            readable: false,
        };
        form.change("replicas", |it| it.replicas.push(replica.clone()));
    }
}

fn replica_fields_ui(page: &Page<'_>, form: &GroupForm<'_>, ui: &mut Ui, replica: &AvailabilityReplica) {
    let change = |label: &str, set: &dyn Fn(&mut AvailabilityReplica)| {
        form.change(label, |it| {
            it.replicas.iter_mut().filter(|it| it.sql_instance == replica.sql_instance).for_each(set);
        });
    };
    let (view, modes) = (page.view, worded(CommitMode::ALL, CommitMode::label));
    if let Some(commit) = choice_field(view, ui, FieldLabel::new("Commit mode"), &modes, Some(&replica.commit)) {
        change("commit mode", &|it| it.commit = commit);
    }
    let modes = worded(FailoverMode::ALL, FailoverMode::label);
    if let Some(failover) = choice_field(view, ui, FieldLabel::new("Failover"), &modes, Some(&replica.failover)) {
        change("failover mode", &|it| it.failover = failover);
    }
    if let Some(readable) = bool_field(view, ui, FieldLabel::new("Readable secondary"), Some(replica.readable)) {
        change("readable secondary", &|it| it.readable = readable);
    }
}

fn listener_ui(form: &GroupForm<'_>, ui: &mut Ui, group: &AvailabilityGroup) {
    form.flag(
        ui,
        "Has a listener",
        (
            |it: &AvailabilityGroup| it.listener.is_some(),
            |it: &mut AvailabilityGroup, on| {
                it.listener = on.then(|| Listener::of(&it.name));
            },
        ),
    );
    if group.listener.is_none() {
        return;
    }
    form.text(
        ui,
        "DNS name",
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            |it: &mut AvailabilityGroup, name| change_listener(it, |it| it.name = name),
        ),
    );
    form.whole(
        ui,
        "Port",
        NumberRange::whole("", 1.0, 65_535.0),
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map_or(0, |it| it.port),
            |it: &mut AvailabilityGroup, port: u16| change_listener(it, |it| it.port = port),
        ),
    );
    form.whole(
        ui,
        "Subnets",
        NumberRange::whole("", 1.0, 64.0),
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map_or(0, |it| it.num_subnets),
            |it: &mut AvailabilityGroup, count: u32| change_listener(it, |it| it.num_subnets = count),
        ),
    );
}

fn change_listener(group: &mut AvailabilityGroup, change: impl FnOnce(&mut Listener)) {
    if let Some(listener) = &mut group.listener {
        change(listener);
    }
}
