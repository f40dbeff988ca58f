//! BizTalk hosts and host instances.

use std::collections::BTreeSet;

use egui::Ui;

use super::computer_parts::host_instance_row;
use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::handler;
use super::page::{Page, form, row_ui};
use crate::edit::intent::{clusters, hosts, remove};
use crate::edit::{EditCommand, Record};
use crate::model::limits;
use crate::model::{
    AccountKind, ComputerId, Element, Host, HostClustering, HostFunction, HostId, HostInstance, HostInstanceId,
    HostKind, Orchestration, ResourceGroupId, ResourceKind, Role, ServiceAccount,
};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::{FieldLabel, NumberRange, add_menu_ui, text_edit_ui, tri_field};

type HostForm<'a> = Form<'a, HostId, Host>;
type InstanceForm<'a> = Form<'a, HostInstanceId, HostInstance>;

/// Shows the fields of hosts.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: HostForm<'_> = form!(page, Host, hosts);
    page.section(ui, text::HOST, |ui| host_ui(page, &form, ui));
    if let Some((id, host)) = form.single() {
        instances_ui(page, ui, id);
        accounts_ui(page, ui, id);
        handler::list_ui(page, ui, id);
        page.counted(ui, text::ORCHESTRATIONS, host.orchestrations.len(), |ui| {
            orchestrations_ui(page, &form, ui, host);
        });
    }
}

fn host_ui(page: &Page<'_>, form: &HostForm<'_>, ui: &mut Ui) {
    let document = page.view.document;
    form.choice(ui, fields::TYPE, HostKind::ALL, HostKind::label, lens!(kind));
    form.set(ui, fields::DOES, &worded(HostFunction::ALL, HostFunction::label), set_lens!(functions));
    form.flag(ui, fields::ALLOW_HOST_TRACKING, lens!(allow_tracking));
    if let Some((id, host)) = form.single() {
        if host.is_default {
            page.note(ui, text::IS_DEFAULT_HOST);
        } else if ui.button(text::MAKE_IT_THE_DEFAULT_HOST).clicked() {
            page.view.outbox.try_edit(hosts::make_default(document, id));
        }
    }
    form.tri(ui, fields::IS_64_BIT, lens!(is_64_bit));
    let secs = NumberRange::any(units::SECONDS, limits::SECONDS);
    form.figure(ui, fields::RESTART_SERVICE_AFTER, secs, text::PRODUCT_DEFAULT_60, lens!(restart_service_after_secs));
    form.flag(ui, fields::EDI_OR_AS2, lens!(edi));
    form.pick(ui, fields::BIZTALK_GROUP, &names!(document, biztalk_groups), lens!(biztalk_group));
    form.optional_pick(
        ui,
        fields::CLUSTERED_IN,
        text::NOT_CLUSTERED,
        names!(document, resource_groups),
        (
            |it: &Host| it.clustered_in.as_ref().map(|it| it.resource_group),
            |it: &mut Host, group: Option<ResourceGroupId>| {
                let kept = it.clustered_in.take().map(|it| it.depends_on).unwrap_or_default();
                it.clustered_in = group.map(|resource_group| HostClustering { resource_group, depends_on: kept });
            },
        ),
    );
    if let Some((id, _)) = form.single() {
        let edits = document.failover_clusters.keys().map(|cluster| clusters::cluster_host(document, id, *cluster));
        for edit in edits.flatten() {
            if ui.button(edit.label.as_str()).on_hover_text(text::MAKES_A_CLUSTER_ROLE).clicked() {
                page.view.outbox.edit(edit);
            }
        }
    }
    if form.items().iter().all(|(_, it)| it.clustered_in.is_some()) {
        form.set(
            ui,
            fields::HOST_RESOURCE_DEPENDS_ON,
            &worded(ResourceKind::ALL, ResourceKind::label),
            (
                |it: &Host, kind: &ResourceKind| needs(it).is_some_and(|it| it.contains(kind)),
                |it: &mut Host, kind, on| {
                    if let Some(clustering) = &mut it.clustered_in {
                        let needs = &mut clustering.depends_on;
                        if on {
                            needs.insert(kind)
                        } else {
                            needs.remove(&kind)
                        };
                    }
                },
            ),
        );
    }
}

fn needs(host: &Host) -> Option<&BTreeSet<ResourceKind>> {
    host.clustered_in.as_ref().map(|it| &it.depends_on)
}

fn instances_ui(page: &Page<'_>, ui: &mut Ui, id: HostId) {
    let document = page.view.document;
    let instances: Vec<(HostInstanceId, ComputerId)> = document
        .host_instances_of(id)
        .filter_map(|instance| Some((instance, document.host_instances.get(&instance)?.computer)))
        .collect();
    page.counted(ui, text::HOST_INSTANCES, instances.len(), |ui| {
        for (instance, computer) in &instances {
            host_instance_row(page, ui, *instance, |_| (*computer).into());
        }
        let free: Vec<(ComputerId, String)> = names!(document, computers)
            .into_iter()
            .filter(|(it, _)| document.has_role(*it, Role::BizTalkRuntime))
            .filter(|(it, _)| !instances.iter().any(|(_, computer)| computer == it))
            .collect();
        if let Some(computer) = add_menu_ui(ui, text::ADD_A_HOST_INSTANCE_ON, &free) {
            let edit = hosts::add_instances(document, id, &[computer]);
            page.view.outbox.try_edit(edit.map(|edit| edit.selecting([id.into()])));
        }
    });
}

fn orchestrations_ui(page: &Page<'_>, form: &HostForm<'_>, ui: &mut Ui, host: &Host) {
    for (index, orchestration) in host.orchestrations.iter().enumerate() {
        ui.push_id(("orchestration", index), |ui| {
            row_ui(ui, |ui| {
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - 90.0).max(100.0));
                    let name = Some(orchestration.name.as_str());
                    if let Some(name) = text_edit_ui(page.view, ui, text::NAME_OF_THE_ORCHESTRATION, name, "") {
                        change_orchestration(form, index, |it| it.name.clone_from(&name));
                    }
                });
                if page.remove_button(ui, &orchestration.name) {
                    form.change(text::THE_ORCHESTRATIONS, |it| {
                        if index < it.orchestrations.len() {
                            it.orchestrations.remove(index);
                        }
                    });
                }
            });
            let label = FieldLabel { asked: form.label(fields::TRUSTED_OR_NOT).asked, text: fields::TRUSTED_OR_NOT };
            if let Some(trusted) = tri_field(page.view, ui, label, Some(orchestration.trusted)) {
                change_orchestration(form, index, |it| it.trusted = trusted);
            }
        });
    }
    if ui.button(text::ADD_AN_ORCHESTRATION).clicked() {
        let name = text::orchestration(host.orchestrations.len() + 1);
        let orchestration = Orchestration { name, trusted: None };
        form.change(text::THE_ORCHESTRATIONS, |it| it.orchestrations.push(orchestration.clone()));
    }
}

fn change_orchestration(form: &HostForm<'_>, index: usize, change: impl Fn(&mut Orchestration)) {
    form.change(text::THE_ORCHESTRATIONS, |it| {
        if let Some(orchestration) = it.orchestrations.get_mut(index) {
            change(orchestration);
        }
    });
}

/// Shows the fields of host instances.
pub(super) fn instance_ui(page: &Page<'_>, ui: &mut Ui) {
    let form: InstanceForm<'_> = form!(page, HostInstance, host_instances);
    page.section(ui, text::HOST_INSTANCE, |ui| {
        form.flag(ui, fields::ENABLED, lens!(enabled));
        account_ui(&form, ui);
    });
    if let [one] = page.elements[..] {
        row_ui(ui, |ui| {
            if page.remove_button(ui, &one.name(page.view.document)) {
                page.view.outbox.try_edit(remove::elements(page.view.document, &[one]));
            }
        });
    }
}

/// The account of all host instances of a host.
fn accounts_ui(page: &Page<'_>, ui: &mut Ui, host: HostId) {
    let document = page.view.document;
    let instances = document.host_instances.iter().filter(|(_, it)| it.host == host).map(|(id, it)| (*id, it));
    let name = text::the_host_instances_of(&Element::from(host).name(document));
    let command = |id, it| EditCommand::Put(Record::HostInstance(id, it));
    let form: InstanceForm<'_> = Form::new(page.view, instances.collect(), command, name, page.asked.clone());
    if form.items().is_empty() {
        return;
    }
    page.section(ui, text::ACCOUNT_OF_ALL, |ui| account_ui(&form, ui));
}

fn account_ui(form: &InstanceForm<'_>, ui: &mut Ui) {
    form.optional_choice(
        ui,
        fields::ACCOUNT_TYPE,
        AccountKind::ALL,
        AccountKind::label,
        (
            |it: &HostInstance| it.account.as_ref().map(|it| it.kind),
            |it: &mut HostInstance, kind: Option<AccountKind>| {
                let name = it.account.take().map(|it| it.name).unwrap_or_default();
                it.account = kind.map(|kind| ServiceAccount { name, kind });
            },
        ),
    );
    form.optional_text(
        ui,
        fields::SERVICE_ACCOUNT,
        common::NOT_STATED,
        (
            |it: &HostInstance| it.account.as_ref().map(|it| it.name.clone()).filter(|it| !it.is_empty()),
            |it: &mut HostInstance, name: Option<String>| {
                let kind = it.account.as_ref().map_or(AccountKind::Domain, |it| it.kind);
                let had = it.account.is_some();
                it.account = match name {
                    Some(name) => Some(ServiceAccount { name, kind }),
                    None => had.then_some(ServiceAccount { name: String::new(), kind }),
                };
            },
        ),
    );
}
