//! What the program is.

use egui::Ui;

use super::{buttons_ui, confirm_ui, title_ui};
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::muted;

/// Name, version, licenses.
pub(super) fn about_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(460.0);
    title_ui(view, ui, text::TIERWRIGHT);
    ui.label(text::version(crate::VERSION));
    ui.add_space(8.0);
    ui.label(text::WHAT_IT_IS_FOR_WHOM);
    ui.add_space(8.0);
    ui.label(muted(view, text::LICENSES));
    close_ui(view, ui);
}

fn close_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, common::CLOSE, true) {
            view.outbox.send(Message::CloseDialog);
        }
    });
}
