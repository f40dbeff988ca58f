//! Unsaved work of sessions that ended badly: restore it or give it up.

use egui::Ui;

use super::{buttons_ui, primary_button, title_ui};
use crate::clock::minute_in_utc;
use crate::document::recovery::{FileNow, Recoverable};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{card_ui, muted, strong};

/// Lists the unsaved work.
pub(super) fn ui(view: &ViewContext<'_>, list: &[Recoverable], ui: &mut Ui) {
    ui.set_width(560.0);
    title_ui(view, ui, "Unsaved work was found");
    ui.label("Tierwright did not end properly. This is what was kept:");
    ui.add_space(8.0);
    egui::ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
        for found in list {
            ui.push_id(&found.journal, |ui| entry_ui(view, found, ui));
            ui.add_space(6.0);
        }
    });
    buttons_ui(ui, |ui| {
        if ui.button("Decide later").on_hover_text("It is offered again at the next start").clicked() {
            view.outbox.send(Message::CloseDialog);
        }
    });
}

fn entry_ui(view: &ViewContext<'_>, found: &Recoverable, ui: &mut Ui) {
    card_ui(view, ui, Ink::Surface, |ui| {
        ui.label(strong(view, &found.name));
        let steps = if found.num_steps == 1 { "1 step".to_owned() } else { format!("{} steps", found.num_steps) };
        ui.label(format!("{steps} kept, last: {}{}", found.last_label, when(found)));
        let path = found.path.as_ref().map_or_else(|| "never saved".to_owned(), |path| path.display().to_string());
        ui.label(muted(view, path));
        if let Some(text) = warning(found.file_now) {
            ui.colored_label(view.color(Ink::Warning), text);
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            if ui.add(primary_button(view, "Restore")).clicked() {
                view.outbox.send(Message::Recover(found.journal.clone()));
            }
            if ui.button("Discard").on_hover_text("Removes the unsaved work; saved files are untouched").clicked() {
                view.outbox.send(Message::DiscardRecovery(found.journal.clone()));
            }
        });
    });
}

fn when(found: &Recoverable) -> String {
    found.modified.and_then(minute_in_utc).map_or_else(String::new, |minute| format!(", {minute}"))
}

const fn warning(file_now: FileNow) -> Option<&'static str> {
    match file_now {
        FileNow::Changed => Some("The file has changed since: the work opens as a new, unsaved design."),
        FileNow::Missing => Some("The file is gone: the work opens as a new, unsaved design."),
        FileNow::Same | FileNow::NeverSaved => None,
    }
}
