//! Receive and send handlers.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens};
use super::page::{Page, form, row_ui};
use crate::edit::intent::remove;
use crate::edit::{Draft, Edit};
use crate::model::{Adapter, Direction, Element, FolderKind, Handler, HandlerId, HostId, QueueLocation};
use crate::ui::widgets::fields::{NOT_STATED, NumberRange, add_menu_ui};

/// The handlers of a host, to be added, opened and removed.
pub(super) fn list_ui(page: &Page<'_>, ui: &mut Ui, host: HostId) {
    let document = page.view.document;
    let found: Vec<(HandlerId, &Handler)> =
        document.handlers.iter().filter(|(_, it)| it.host == host).map(|(id, it)| (*id, it)).collect();
    page.counted(ui, "Handlers", found.len(), |ui| {
        for (id, handler) in found {
            let name = format!("{} {}", handler.adapter.label(), handler.direction.label().to_lowercase());
            ui.push_id(id, |ui| {
                row_ui(ui, |ui| {
                    page.chip(ui, id.into(), &name);
                    if let Some(endpoint) = handler.endpoint {
                        page.chip(ui, endpoint.into(), &Element::from(endpoint).name(document));
                    }
                    if page.remove_button(ui, &format!("the handler {name}")) {
                        page.view.outbox.try_edit(remove::elements(document, &[id.into()]));
                    }
                });
            });
        }
        row_ui(ui, |ui| {
            let adapters = worded(Adapter::ALL, Adapter::label);
            for direction in Direction::ALL {
                let text = format!("Add a {} handler…", direction.label().to_lowercase());
                if let Some(adapter) = add_menu_ui(ui, &text, &adapters) {
                    page.view.outbox.edit(add(page, host, adapter, *direction));
                }
            }
        });
    });
}

fn add(page: &Page<'_>, host: HostId, adapter: Adapter, direction: Direction) -> Edit {
    let words = direction.label().to_lowercase();
    let label = format!("Add {} {words} handler to {}", adapter.label(), Element::from(host).name(page.view.document));
    let mut draft = Draft::of(page.view.document);
    draft.add(Handler::new(host, adapter, direction));
    draft.finish(label)
}

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, HandlerId, Handler> = form!(page, Handler, handlers);
    let any = |adapters: &[Adapter]| form.items().iter().any(|(_, it)| adapters.contains(&it.adapter));
    page.section(ui, "Handler", |ui| {
        form.choice(ui, "Adapter", Adapter::ALL, Adapter::label, lens!(adapter));
        form.choice(ui, "Direction", Direction::ALL, Direction::label, lens!(direction));
        form.pick(ui, "Host", &names!(document, hosts), lens!(host));
        form.optional_pick(ui, "Endpoint", "Not drawn", names!(document, endpoints), lens!(endpoint));
        form.flag(ui, "Order must be kept", lens!(ordered));
        form.tri(ui, "Transactional", lens!(transactional));
        form.tri(ui, "Trusted or not", lens!(trusted));
        form.optional_text(ui, "Partner", NOT_STATED, lens!(partner));
    });
    page.section(ui, "Adapter", |ui| {
        if any(&[Adapter::File]) {
            form.optional_choice(ui, "Folder", FolderKind::ALL, FolderKind::label, lens!(folder));
        }
        if any(&[Adapter::Msmq, Adapter::WcfNetMsmq]) {
            form.optional_choice(ui, "Queue", QueueLocation::ALL, QueueLocation::label, lens!(queue));
        }
        if any(&[Adapter::Pop3]) {
            form.tri(ui, "Mailbox allows several connections", lens!(concurrent_mailbox));
        }
        if any(&[Adapter::WcfNetTcp]) {
            let secs = NumberRange::whole("s", 1.0, 86_400.0);
            form.optional_whole(ui, "Lease time-out", secs, lens!(lease_timeout_secs));
        }
        if !any(&[Adapter::File, Adapter::Msmq, Adapter::WcfNetMsmq, Adapter::Pop3, Adapter::WcfNetTcp]) {
            page.note(ui, "Rules ask for no detail of this adapter.");
        }
    });
}
