//! Unsaved work of sessions that ended badly: restore it or give it up.

use egui::Ui;

use super::{buttons_ui, title_ui};
use crate::clock::minute_in_utc;
use crate::document::recovery::{FileNow, Recoverable};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::dialogs as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{card_ui, muted, primary_ui, strong};

/// Lists the unsaved work.
pub(super) fn ui(view: &ViewContext<'_>, list: &[Recoverable], ui: &mut Ui) {
    ui.set_width(560.0);
    title_ui(view, ui, text::UNSAVED_WORK_WAS_FOUND);
    ui.label(text::DID_NOT_END_PROPERLY);
    ui.add_space(8.0);
    egui::ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
        for found in list {
            ui.push_id(&found.journal, |ui| entry_ui(view, found, ui));
            ui.add_space(6.0);
        }
    });
    buttons_ui(ui, |ui| {
        if ui.button(text::DECIDE_LATER).on_hover_text(text::OFFERED_AGAIN).clicked() {
            view.outbox.send(Message::CloseDialog);
        }
    });
}

fn entry_ui(view: &ViewContext<'_>, found: &Recoverable, ui: &mut Ui) {
    card_ui(view, ui, Ink::Surface, |ui| {
        ui.label(strong(view, &found.name));
        ui.label(text::kept(found.num_steps, &found.last_label, when(found)));
        let path = found.path.as_ref().map_or_else(|| text::NEVER_SAVED.to_owned(), |path| path.display().to_string());
        ui.label(muted(view, path));
        if let Some(text) = warning(found.file_now) {
            ui.colored_label(view.color(Ink::Warning), text);
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            if primary_ui(view, ui, text::RESTORE, true).clicked() {
                view.outbox.send(Message::Recover(found.journal.clone()));
            }
            if ui.button(text::DISCARD).on_hover_text(text::REMOVES_UNSAVED_WORK).clicked() {
                view.outbox.send(Message::DiscardRecovery(found.journal.clone()));
            }
        });
    });
}

/// The minute of the last step.
fn when(found: &Recoverable) -> Option<String> {
    found.modified.and_then(minute_in_utc)
}

const fn warning(file_now: FileNow) -> Option<&'static str> {
    match file_now {
        FileNow::Changed => Some(text::FILE_HAS_CHANGED),
        FileNow::Missing => Some(text::FILE_IS_GONE),
        FileNow::Same | FileNow::NeverSaved => None,
    }
}
