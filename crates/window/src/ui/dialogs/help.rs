//! The list of shortcuts, and what the program is.

use egui::Ui;

use super::{buttons_ui, confirm_ui, title_ui};
use crate::session::command::{AppCommand, MENUS};
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::keys::keys_text;
use crate::ui::widgets::{muted, strong};

/// Keys of the canvas that are no commands.
const CANVAS_KEYS: &[(&str, &str)] = &[
    (text::WHEEL, text::ZOOM_AT_THE_POINTER),
    (text::SPACE_OR_MIDDLE_BUTTON_DRAG, text::MOVE_THE_VIEW),
    (text::DRAG_ON_EMPTY_SPACE, text::SELECT_WITH_A_FRAME),
    (text::SHIFT_CLICK, text::ADD_TO_THE_SELECTION),
    (text::ARROW_KEYS, text::WALK_BY_PLACE),
    (text::HOME_AND_END, text::FIRST_AND_LAST_OF_THE_TIER),
    (text::PAGE_KEYS, text::OTHER_TIERS),
    (text::ALT_WITH_UP_AND_DOWN, text::OUT_OF_AND_INTO),
    (text::CTRL_WITH_ARROWS, text::MOVE_BY_ONE_SLOT),
    (text::SPACE, text::SELECT_OR_DESELECT),
    (text::SHIFT_WITH_ARROWS, text::ADD_TO_THE_SELECTION),
    (text::DOUBLE_CLICK_OR_TYPING, text::RENAME_IN_PLACE),
    (text::QUESTION_MARK, text::THIS_LIST),
    (text::ESCAPE, text::CANCEL_WHAT_IS_UNDER_WAY),
];

/// Every shortcut, as the menus group them.
pub(super) fn shortcuts_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(620.0);
    title_ui(view, ui, text::KEYBOARD_SHORTCUTS);
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
            right.label(strong(view, text::CANVAS));
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
