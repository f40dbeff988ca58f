//! Availability groups: replicas, listener, options.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens};
use super::page::{Page, form, row_ui};
use super::resource_group::asks_for_address;
use crate::model::limits;
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, ClusterAddress, CommitMode, Element, FailoverMode,
    Listener, SqlInstanceId,
};
use crate::text::{fields, inspector as text};
use crate::ui::widgets::fields::{FieldLabel, NumberRange, add_menu_ui, bool_field, choice_field};

type GroupForm<'a> = Form<'a, AvailabilityGroupId, AvailabilityGroup>;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: GroupForm<'_> = form!(page, AvailabilityGroup, availability_groups);
    if let Some((_, group)) = form.single() {
        page.counted(ui, text::REPLICAS, group.replicas.len(), |ui| replicas_ui(page, &form, ui, group));
        page.section(ui, text::LISTENER, |ui| listener_ui(page, &form, ui, group));
    }
    page.section(ui, text::OPTIONS, |ui| {
        form.flag(ui, fields::PER_DATABASE_DTC_SUPPORT, lens!(per_database_dtc));
        form.flag(ui, fields::BACKUPS_ON_A_SECONDARY_REPLICA, lens!(backup_on_secondary));
        form.flag(ui, fields::READ_ONLY_ROUTING, lens!(read_only_routing));
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
                    ui.label(text::IS_PRIMARY);
                } else if ui.add(egui::Button::new(text::MAKE_PRIMARY).small()).clicked() {
                    form.change(text::THE_PRIMARY_REPLICA, |it| {
                        if index < it.replicas.len() {
                            it.replicas.swap(0, index);
                        }
                    });
                }
                if group.replicas.len() > 1 && page.remove_button(ui, &text::the_replica_on(&name)) {
                    form.change(text::THE_REPLICAS, |it| {
                        it.replicas.retain(|it| it.sql_instance != replica.sql_instance);
                    });
                }
            });
            replica_fields_ui(page, form, ui, replica);
        });
    }
    let used = |id: &SqlInstanceId| group.replicas.iter().any(|it| it.sql_instance == *id);
    let free: Vec<(SqlInstanceId, String)> =
        names!(document, sql_instances).into_iter().filter(|(id, _)| !used(id)).collect();
    if let Some(sql_instance) = add_menu_ui(ui, text::ADD_A_REPLICA, &free) {
        let replica = AvailabilityReplica {
            sql_instance,
            commit: CommitMode::Synchronous,
            failover: FailoverMode::Automatic,
            readable: false,
        };
        form.change(text::THE_REPLICAS, |it| it.replicas.push(replica.clone()));
    }
}

fn replica_fields_ui(page: &Page<'_>, form: &GroupForm<'_>, ui: &mut Ui, replica: &AvailabilityReplica) {
    let change = |label: &str, set: &dyn Fn(&mut AvailabilityReplica)| {
        form.change(label, |it| {
            it.replicas.iter_mut().filter(|it| it.sql_instance == replica.sql_instance).for_each(set);
        });
    };
    let (view, modes) = (page.view, worded(CommitMode::ALL, CommitMode::label));
    if let Some(commit) = choice_field(view, ui, FieldLabel::new(fields::COMMIT_MODE), &modes, Some(&replica.commit)) {
        change(text::THE_COMMIT_MODE, &|it| it.commit = commit);
    }
    let modes = worded(FailoverMode::ALL, FailoverMode::label);
    if let Some(failover) = choice_field(view, ui, FieldLabel::new(fields::FAILOVER), &modes, Some(&replica.failover)) {
        change(text::THE_FAILOVER_MODE, &|it| it.failover = failover);
    }
    if let Some(readable) = bool_field(view, ui, FieldLabel::new(fields::READABLE_SECONDARY), Some(replica.readable)) {
        change(text::THE_READABLE_SECONDARY, &|it| it.readable = readable);
    }
}

fn listener_ui(page: &Page<'_>, form: &GroupForm<'_>, ui: &mut Ui, group: &AvailabilityGroup) {
    form.flag(
        ui,
        fields::HAS_A_LISTENER,
        (
            |it: &AvailabilityGroup| it.listener.is_some(),
            |it: &mut AvailabilityGroup, on| {
                it.listener = on.then(|| Listener::of(&it.name));
            },
        ),
    );
    let Some(listener) = &group.listener else { return };
    form.text(
        ui,
        fields::DNS_NAME,
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            |it: &mut AvailabilityGroup, name| change_listener(it, |it| it.name = name),
        ),
    );
    form.whole(
        ui,
        fields::PORT,
        NumberRange::whole("", limits::PORT),
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map_or(0, |it| it.port),
            |it: &mut AvailabilityGroup, port: u16| change_listener(it, |it| it.port = port),
        ),
    );
    form.whole(
        ui,
        fields::SUBNETS,
        NumberRange::whole("", limits::SUBNETS),
        (
            |it: &AvailabilityGroup| it.listener.as_ref().map_or(0, |it| it.num_subnets),
            |it: &mut AvailabilityGroup, count: u32| change_listener(it, |it| it.num_subnets = count),
        ),
    );
    if asks_for_address(page, listener.address.is_some()) {
        form.optional_choice(
            ui,
            fields::ADDRESS_ON_AZURE,
            ClusterAddress::ALL,
            ClusterAddress::label,
            (
                |it: &AvailabilityGroup| it.listener.as_ref().and_then(|it| it.address),
                |it: &mut AvailabilityGroup, address| change_listener(it, |it| it.address = address),
            ),
        );
    }
}

fn change_listener(group: &mut AvailabilityGroup, change: impl FnOnce(&mut Listener)) {
    if let Some(listener) = &mut group.listener {
        change(listener);
    }
}
