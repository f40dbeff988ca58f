//! Endpoints: what stands outside the BizTalk group.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::{Page, form};
use crate::model::{Affinity, Endpoint, EndpointId, EndpointKind};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: Form<'_, EndpointId, Endpoint> = form!(page, Endpoint, endpoints);
    page.section(ui, "Endpoint", |ui| {
        form.choice(ui, "Kind", EndpointKind::ALL, EndpointKind::label, lens!(kind));
        form.tri(ui, "Highly available", lens!(highly_available));
        form.flag(ui, "Behind a load balancer", lens!(behind_load_balancer));
        form.optional_choice(ui, "Affinity", Affinity::ALL, Affinity::label, lens!(affinity));
        form.tri(ui, "Reached over HTTPS", lens!(https));
        if form.items().iter().any(|(_, it)| it.kind == EndpointKind::MsmqServer) {
            form.tri(ui, "Message Queuing 4.0 or later", lens!(msmq_4_or_later));
        }
        let computers = names!(page.view.document, computers);
        form.optional_pick(ui, "Runs on", "A computer that is not drawn", computers, lens!(computer));
    });
}
