//! Endpoints: what stands outside the BizTalk group.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::{Page, form};
use crate::edit::intent::connections;
use crate::model::{Affinity, Element, Endpoint, EndpointId, EndpointKind};
use crate::prose::list;
use crate::text::{common, fields, inspector as text};
use crate::ui::widgets::fields::{FieldLabel, field_row_ui, open_choice_ui};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: Form<'_, EndpointId, Endpoint> = form!(page, Endpoint, endpoints);
    page.section(ui, text::ENDPOINT, |ui| {
        form.choice(ui, fields::KIND, EndpointKind::ALL, EndpointKind::label, lens!(kind));
        form.tri(ui, fields::HIGHLY_AVAILABLE, lens!(highly_available));
        form.flag(ui, fields::BEHIND_A_LOAD_BALANCER, lens!(behind_load_balancer));
        form.optional_choice(ui, fields::AFFINITY, Affinity::ALL, Affinity::label, lens!(affinity));
        form.tri(ui, fields::REACHED_OVER_HTTPS, lens!(https));
        if let Some((id, _)) = form.single().filter(|(_, it)| it.kind.only_calls()) {
            calls_ui(page, ui, form.label(fields::CALLS), id);
        }
        if form.items().iter().any(|(_, it)| it.kind == EndpointKind::MsmqServer) {
            form.tri(ui, fields::MSMQ_4, lens!(msmq_4_or_later));
        }
        let computers = names!(page.view.document, computers);
        form.optional_pick(ui, fields::RUNS_ON, text::A_COMPUTER_NOT_DRAWN, computers, lens!(computer));
        let document = page.view.document;
        let mut roles = names!(document, resource_groups);
        roles.retain(|(id, _)| form.items().iter().all(|(_, it)| document.possible_cluster_roles(it).contains(id)));
        if !roles.is_empty() {
            let derived = form.single().map(|(_, it)| {
                let role = document.cluster_role_of(&Endpoint { cluster_role: None, ..it.clone() });
                text::derived(role.map(|id| Element::from(id).name(document)).as_deref())
            });
            let none = derived.as_deref().unwrap_or(text::AS_ITS_COMPUTER_SAYS);
            form.optional_pick(ui, fields::CLUSTER_ROLE, none, roles, lens!(cluster_role));
        }
    });
}

/// What clients call; choosing draws one connection more.
fn calls_ui(page: &Page<'_>, ui: &mut Ui, label: FieldLabel<'_>, id: EndpointId) {
    let document = page.view.document;
    let called: Vec<String> =
        document.connections.values().filter(|it| it.from == id.into()).map(|it| it.to.name(document)).collect();
    let shown = if called.is_empty() { common::NOT_STATED.to_owned() } else { list(&called) };
    let choices = || connections::callable(document, id.into()).into_iter().map(|it| (it, it.name(document))).collect();
    let name = label.text;
    let chosen = field_row_ui(page.view, ui, label, |ui| open_choice_ui(ui, name, &shown, None, choices));
    if let Some(chosen) = chosen {
        // The clients stay selected: they may call more.
        let edit = connections::connect(document, id.into(), chosen).map(|it| it.selecting([id.into()]));
        page.view.outbox.try_edit(edit);
    }
}
