//! The question about unsaved changes, and what failed.

use egui::Ui;

use super::{buttons_ui, confirm_ui, title_ui};
use crate::session::queue::{Message, UnsavedAnswer};
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;

/// Save, discard or cancel.
pub(super) fn unsaved_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(420.0);
    title_ui(view, ui, text::SAVE_YOUR_CHANGES);
    ui.label(text::not_saved(&view.file_name));
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, common::SAVE, true) {
            view.outbox.send(Message::Unsaved(UnsavedAnswer::Save));
        }
        if ui.button(common::CANCEL).clicked() {
            view.outbox.send(Message::Unsaved(UnsavedAnswer::Cancel));
        }
        if ui.button(text::DISCARD).clicked() {
            view.outbox.send(Message::Unsaved(UnsavedAnswer::Discard));
        }
    });
}

/// Whether what was typed into the dialog below may go.
pub(super) fn throw_away_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(420.0);
    title_ui(view, ui, text::THROW_AWAY_WHAT_YOU_TYPED);
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, text::GO_ON_TYPING, true) {
            view.outbox.send(Message::CloseDialog);
        }
        if ui.button(text::THROW_AWAY).clicked() {
            view.outbox.send(Message::ThrowAway);
        }
    });
}

/// What failed and what to do.
pub(super) fn failure_ui(view: &ViewContext<'_>, title: &str, text: &str, ui: &mut Ui) {
    ui.set_width(560.0);
    title_ui(view, ui, title);
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        // Places in a file are shown with a caret under the spot, which needs a fixed pitch.
        for paragraph in text.split("\n\n") {
            let pitch = if paragraph.contains('^') || paragraph.contains(" | ") {
                egui::RichText::new(paragraph).monospace()
            } else {
                egui::RichText::new(paragraph)
            };
            ui.add(egui::Label::new(pitch).selectable(true).wrap());
        }
    });
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, common::CLOSE, true) {
            view.outbox.send(Message::CloseDialog);
        }
        if ui.button(text::COPY_TEXT).clicked() {
            view.outbox.send(Message::CopyText(text.to_owned()));
        }
    });
}
