//! The list of shortcuts, and what the program is.

use egui::Ui;

use super::{buttons_ui, primary_button, title_ui};
use crate::session::command::{AppCommand, MENUS};
use crate::session::queue::Message;
use crate::ui::context::ViewContext;
use crate::ui::keys::keys_text;
use crate::ui::widgets::{muted, strong};

/// Keys of the canvas that are no commands.
const CANVAS_KEYS: &[(&str, &str)] = &[
    ("Wheel", "Zoom at the pointer"),
    ("Space or middle button + drag", "Move the view"),
    ("Drag on empty space", "Select with a frame"),
    ("Shift + click", "Add to the selection"),
    ("Arrow keys", "Move by one slot"),
    ("Tab", "Next element"),
    ("Enter or double-click", "Rename in place"),
    ("Escape", "Cancel what is under way"),
];

/// Every shortcut, as the menus group them.
pub(super) fn shortcuts_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(620.0);
    title_ui(view, ui, "Keyboard shortcuts");
    let height = ui.ctx().content_rect().height() - 180.0;
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 32.0;
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            for (index, (title, commands)) in MENUS.iter().enumerate() {
                let column = if index < 2 { &mut *left } else { &mut *right };
                column.label(strong(view, *title));
                for command in commands.iter().flatten() {
                    command_row_ui(view, *command, column);
                }
                column.add_space(10.0);
            }
            right.label(strong(view, "Canvas"));
            for (keys, text) in CANVAS_KEYS {
                row_ui(view, keys, text, right);
            }
        });
    });
    close_ui(view, ui);
}

fn command_row_ui(view: &ViewContext<'_>, command: AppCommand, ui: &mut Ui) {
    if command.keys().is_some() {
        row_ui(view, &keys_text(ui.ctx(), command), command.text(), ui);
    }
}

fn row_ui(view: &ViewContext<'_>, keys: &str, text: &str, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.label(text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(muted(view, keys)));
    });
}

/// Name, version, licenses.
pub(super) fn about_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(460.0);
    title_ui(view, ui, "Tierwright");
    ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
    ui.add_space(8.0);
    ui.label(
        "A designer for highly available Microsoft BizTalk Server environments. Rules and figures carry the \
         document they come from; what is our own judgment says so.",
    );
    ui.add_space(8.0);
    ui.label(muted(
        view,
        "Licensed under MIT or Apache-2.0. Noto fonts under the SIL Open Font License 1.1. Microsoft, BizTalk and \
         SQL Server are trademarks of Microsoft; this program is not a product of Microsoft.",
    ));
    close_ui(view, ui);
}

fn close_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    buttons_ui(ui, |ui| {
        if ui.add(primary_button(view, "Close")).clicked() {
            view.outbox.send(Message::CloseDialog);
        }
    });
}
