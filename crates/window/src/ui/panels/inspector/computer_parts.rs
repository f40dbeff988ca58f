//! What runs on a computer: host instances, SQL instances with their databases, and its failover cluster.

use egui::Ui;

use super::data::names;
use super::form::Form;
use super::page::{Page, row_ui};
use crate::edit::intent::{clusters, hosts, remove};
use crate::edit::{EditCommand, Record};
use crate::model::{ComputerId, Element, FailoverCluster, FailoverClusterId, HostId, HostInstanceId, Role};
use crate::text::{fields, inspector as text};
use crate::ui::widgets::fields::add_menu_ui;
use crate::ui::widgets::{chip_ui, muted};

/// The host instances of a computer, to be added, enabled, disabled and removed.
pub(super) fn host_instances_ui(page: &Page<'_>, ui: &mut Ui, computer: ComputerId) {
    let document = page.view.document;
    let instances: Vec<HostInstanceId> = document.host_instances_on(computer).collect();
    let carries_biztalk = document.has_role(computer, Role::BizTalkRuntime);
    if instances.is_empty() && !carries_biztalk {
        return;
    }
    page.counted(ui, text::HOST_INSTANCES, instances.len(), |ui| {
        for id in &instances {
            host_instance_row(page, ui, *id, |host| host.into());
        }
        let runs = |host: &HostId| {
            instances.iter().filter_map(|id| document.host_instances.get(id)).any(|it| it.host == *host)
        };
        let missing: Vec<(HostId, String)> =
            names!(document, hosts).into_iter().filter(|(host, _)| !runs(host)).collect();
        if let Some(host) = add_menu_ui(ui, text::ADD_A_HOST_INSTANCE, &missing) {
            page.view.outbox.try_edit(
                hosts::add_instances(document, host, &[computer]).map(|edit| edit.selecting([computer.into()])),
            );
        }
        if instances.is_empty() && missing.is_empty() {
            page.note(ui, text::ADD_A_HOST_FIRST);
        }
    });
}

/// One host instance: its host or its computer as a chip, enabled or not, and a way to remove it.
pub(super) fn host_instance_row(
    page: &Page<'_>,
    ui: &mut Ui,
    id: HostInstanceId,
    shown: impl FnOnce(HostId) -> Element,
) {
    let document = page.view.document;
    let Some(instance) = document.host_instances.get(&id) else { return };
    let element = shown(instance.host);
    let name = element.name(document);
    let owner = page.elements.clone();
    ui.push_id(id, |ui| {
        row_ui(ui, |ui| {
            let mut enabled = instance.enabled;
            let checkbox = ui.checkbox(&mut enabled, "");
            let label = text::enable(&name);
            checkbox
                .widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::Checkbox, true, instance.enabled, &label));
            if checkbox.on_hover_text(text::WHAT_ENABLED_MEANS).changed() {
                let edit = hosts::set_enabled(document, id, enabled).map(|edit| edit.selecting(owner.clone()));
                page.view.outbox.try_edit(edit);
            }
            page.chip(ui, element, &name);
            if !instance.enabled {
                ui.label(muted(page.view, text::DISABLED));
            }
            page.chip(ui, id.into(), text::DETAILS);
            if page.remove_button(ui, &text::the_host_instance_of(&name)) {
                page.view.outbox.try_edit(remove::elements(document, &[id.into()]));
            }
        });
    });
}

/// The SQL instances that run or may run on a computer, with their databases.
pub(super) fn sql_ui(page: &Page<'_>, ui: &mut Ui, computer: ComputerId) {
    let document = page.view.document;
    let found = document.sql_instances_on(computer);
    if found.is_empty() {
        return;
    }
    page.counted(ui, text::SQL_INSTANCES, found.len(), |ui| {
        for id in found {
            ui.push_id(id, |ui| {
                row_ui(ui, |ui| {
                    page.chip(ui, id.into(), &Element::from(id).name(document));
                    let is_active = document.active_computer_of_sql(id) == Some(computer);
                    let (word, ink, tint) = state_words(is_active);
                    chip_ui(page.view, ui, word, ink, tint);
                });
                let databases = page.named(document.databases_on(id));
                if databases.is_empty() {
                    page.note(ui, text::NO_DATABASES);
                } else {
                    page.chip_row(ui, text::DATABASES, &databases);
                }
            });
        }
    });
}

const fn state_words(is_active: bool) -> (&'static str, crate::scene::Ink, crate::scene::Ink) {
    use crate::scene::Ink;
    if is_active { (text::ACTIVE_HERE, Ink::Text, Ink::OkSoft) } else { (text::PASSIVE_HERE, Ink::Text, Ink::InfoSoft) }
}

/// The failover cluster of a computer: join one, leave it, move the active side here.
pub(super) fn membership_ui(page: &Page<'_>, ui: &mut Ui, computer: ComputerId) {
    let document = page.view.document;
    let Some(cluster) = document.failover_cluster_of(computer) else {
        page.note(ui, text::IN_NO_CLUSTER);
        let all = names!(document, failover_clusters);
        if let Some(cluster) = add_menu_ui(ui, text::JOIN_A_FAILOVER_CLUSTER, &all) {
            page.view.outbox.try_edit(clusters::join(document, cluster, computer));
        }
        return;
    };
    row_ui(ui, |ui| {
        page.chip(ui, cluster.into(), &Element::from(cluster).name(document));
        if ui.button(text::LEAVE_THE_CLUSTER).clicked() {
            page.view.outbox.try_edit(clusters::leave(document, computer));
        }
    });
    vote_ui(page, ui, cluster, computer);
    for group in clusters::groups_of(document, cluster) {
        let Some(it) = document.resource_groups.get(&group).filter(|it| it.possible_owners.contains(&computer)) else {
            continue;
        };
        ui.push_id(group, |ui| {
            row_ui(ui, |ui| {
                page.chip(ui, group.into(), &it.name);
                let is_active = it.runs_on() == Some(computer);
                let (word, ink, tint) = state_words(is_active);
                chip_ui(page.view, ui, word, ink, tint);
                if !is_active && ui.add(egui::Button::new(text::MAKE_ACTIVE_HERE).small()).clicked() {
                    let edit = clusters::set_active_owner(document, group, computer);
                    page.view.outbox.try_edit(edit.map(|edit| edit.selecting([computer.into()])));
                }
            });
        });
    }
}

/// The quorum vote of a cluster node.
fn vote_ui(page: &Page<'_>, ui: &mut Ui, cluster: FailoverClusterId, computer: ComputerId) {
    let document = page.view.document;
    let items = document.failover_clusters.get(&cluster).map(|it| (cluster, it)).into_iter().collect();
    let command = |id, it| EditCommand::Put(Record::FailoverCluster(id, it));
    let name = Element::from(computer).name(document);
    let form: Form<'_, FailoverClusterId, FailoverCluster> =
        Form::new(page.view, items, command, name, page.asked.clone());
    let get = |it: &FailoverCluster| it.nodes.iter().find(|it| it.computer == computer).and_then(|it| it.has_vote);
    let set = |it: &mut FailoverCluster, vote| {
        for node in it.nodes.iter_mut().filter(|it| it.computer == computer) {
            node.has_vote = vote;
        }
    };
    form.tri(ui, fields::QUORUM_VOTE, (get, set));
}
