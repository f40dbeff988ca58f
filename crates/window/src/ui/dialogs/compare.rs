//! Choosing what the open design is compared with.

use egui::{Button, ScrollArea, Ui};

use super::{buttons_ui, close_ui, title_ui};
use crate::session::comparing::With;
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, comparison as text, dialogs};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{heading_ui, muted};

/// Shows the choices.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(460.0);
    title_ui(view, ui, text::COMPARE_WITH);
    ui.add(egui::Label::new(muted(view, text::ABOUT_COMPARING)).wrap());
    ui.add_space(theme::GAP);
    let choices = [
        (text::A_FILE, true, Message::Pick(Purpose::Compare)),
        (text::LAST_SAVED, view.file_path.is_some(), Message::Compare(With::Saved)),
        (text::EXPORTS, true, Message::Pick(Purpose::CompareExports)),
    ];
    for (label, is_enabled, message) in choices {
        if choice_ui(label, is_enabled, ui) {
            view.outbox.send(message);
        }
    }
    if !view.steps.is_empty() {
        heading_ui(view, ui, text::AN_EARLIER_STEP);
        ScrollArea::vertical().max_height(240.0).auto_shrink([false, true]).show(ui, |ui| {
            for number in (0..=view.steps.len()).rev().filter(|it| *it != view.num_behind) {
                let label = number.checked_sub(1).and_then(|it| view.steps.get(it)).copied();
                ui.push_id(number, |ui| {
                    if choice_ui(label.unwrap_or(dialogs::AT_THE_START), true, ui) {
                        view.outbox.send(Message::Compare(With::Step(number)));
                    }
                });
            }
        });
    }
    buttons_ui(ui, |ui| close_ui(view, common::CANCEL, ui));
}

fn choice_ui(label: &str, is_enabled: bool, ui: &mut Ui) -> bool {
    let button = Button::new(label).wrap().min_size(egui::vec2(ui.available_width(), theme::ROW_HEIGHT));
    ui.add_enabled(is_enabled, button).clicked()
}
