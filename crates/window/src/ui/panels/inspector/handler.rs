//! Receive and send handlers.

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens};
use super::page::{Page, form, row_ui};
use crate::edit::intent::remove;
use crate::edit::{Draft, Edit};
use crate::model::limits;
use crate::model::{Adapter, Binding, Direction, Element, FolderKind, Handler, HandlerId, HostId, QueueLocation};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::{NumberRange, add_menu_ui};

/// The handlers of a host, to be added, opened and removed.
pub(super) fn list_ui(page: &Page<'_>, ui: &mut Ui, host: HostId) {
    let document = page.view.document;
    let found: Vec<(HandlerId, &Handler)> =
        document.handlers.iter().filter(|(_, it)| it.host == host).map(|(id, it)| (*id, it)).collect();
    page.counted(ui, text::HANDLERS, found.len(), |ui| {
        for (id, handler) in found {
            let name = format!("{} {}", handler.adapter_label(), handler.direction.label().to_lowercase());
            ui.push_id(id, |ui| {
                row_ui(ui, |ui| {
                    page.chip(ui, id.into(), &name);
                    if let Some(endpoint) = handler.endpoint {
                        page.chip(ui, endpoint.into(), &Element::from(endpoint).name(document));
                    }
                    if page.remove_button(ui, &text::the_handler(&name)) {
                        page.view.outbox.try_edit(remove::elements(document, &[id.into()]));
                    }
                });
            });
        }
        row_ui(ui, |ui| {
            let adapters = worded(Adapter::ALL, Adapter::label);
            for direction in Direction::ALL {
                let text = text::add_handler(&direction.label().to_lowercase());
                if let Some(adapter) = add_menu_ui(ui, &text, &adapters) {
                    page.view.outbox.edit(add(page, host, adapter, *direction));
                }
            }
        });
    });
}

fn add(page: &Page<'_>, host: HostId, adapter: Adapter, direction: Direction) -> Edit {
    let words = direction.label().to_lowercase();
    let label = text::added_handler(adapter.label(), &words, &Element::from(host).name(page.view.document));
    let mut draft = Draft::of(page.view.document);
    draft.add(Handler::new(host, adapter, direction));
    draft.change(host, |it| {
        it.functions.insert(direction.function());
    });
    draft.finish(label)
}

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, HandlerId, Handler> = form!(page, Handler, handlers);
    let any = |adapters: &[Adapter]| form.items().iter().any(|(_, it)| adapters.contains(&it.adapter));
    page.section(ui, text::HANDLER, |ui| {
        form.choice(ui, fields::ADAPTER, Adapter::ALL, Adapter::label, lens!(adapter));
        form.choice(ui, fields::DIRECTION, Direction::ALL, Direction::label, lens!(direction));
        form.pick(ui, fields::HOST, &names!(document, hosts), lens!(host));
        form.optional_pick(ui, fields::ENDPOINT, text::NOT_DRAWN, names!(document, endpoints), lens!(endpoint));
        form.flag(ui, fields::ORDER_MUST_BE_KEPT, lens!(ordered));
        form.tri(ui, fields::TRANSACTIONAL, lens!(transactional));
        form.tri(ui, fields::TRUSTED_OR_NOT, lens!(trusted));
        form.optional_text(ui, fields::PARTNER, common::NOT_STATED, lens!(partner));
    });
    page.section(ui, text::ADAPTER, |ui| {
        if any(&[Adapter::File]) {
            form.optional_choice(ui, fields::FOLDER, FolderKind::ALL, FolderKind::label, lens!(folder));
        }
        if any(&[Adapter::Msmq]) {
            form.optional_choice(ui, fields::QUEUE, QueueLocation::ALL, QueueLocation::label, lens!(queue));
        }
        if any(&[Adapter::WcfCustom]) {
            form.optional_choice(ui, fields::BINDING, Binding::ALL, Binding::label, lens!(binding));
        }
        let says_it = |it: &Handler| it.says_several_computers() || it.several_computers.is_some();
        let depends = form.items().iter().any(|(_, it)| says_it(it));
        if depends {
            form.tri(ui, fields::MAY_RUN_ON_SEVERAL_COMPUTERS, lens!(several_computers));
        }
        if any(&[Adapter::Pop3]) {
            form.tri(ui, fields::MAILBOX_ALLOWS_SEVERAL_CONNECTIONS, lens!(concurrent_mailbox));
        }
        if any(&[Adapter::WcfNetTcp]) {
            let secs = NumberRange::whole(units::SECONDS, limits::LEASE_SECS);
            form.optional_whole(ui, fields::LEASE_TIME_OUT, secs, lens!(lease_timeout_secs));
        }
        if !depends && !any(&[Adapter::File, Adapter::Msmq, Adapter::Pop3, Adapter::WcfNetTcp]) {
            page.note(ui, text::NO_ADAPTER_DETAIL);
        }
    });
}
