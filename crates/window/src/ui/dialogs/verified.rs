//! Whether files that were handed over belong together, and which were changed.

use egui::{Label, ScrollArea, Ui};

use super::{buttons_ui, confirm_ui, leave_for, title_ui};
use crate::bundle::Verification;
use crate::bundle::told;
use crate::scene::Ink;
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{cells_ui, long_list_ui, muted, strong, words};

/// Width of the dialog, and what it needs beside its list from top to bottom, in points.
const SIZE: (f32, f32) = (680.0, 190.0);
/// The shares of a file's name and of how it stands.
const SHARES: [f32; 2] = [0.45, 0.55];

/// Shows the verdict, then file by file.
pub(super) fn ui(view: &ViewContext<'_>, found: &Verification, ui: &mut Ui) {
    ui.set_width(SIZE.0);
    title_ui(view, ui, text::WHAT_WAS_HANDED_OVER);
    let ink = if found.is_good() { Ink::TextStrong } else { Ink::Error };
    ui.add(Label::new(words(told::verdict(found)).color(view.color(ink))).wrap());
    ui.add(Label::new(muted(view, text::NO_SIGNATURE).size(12.0)).wrap());
    ui.add_space(theme::GAP);
    let room = (ui.ctx().content_rect().height() - SIZE.1).max(120.0);
    ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        long_list_ui(ui, text::WHAT_WAS_HANDED_OVER, found.files.len(), |ui, row| {
            let Some(file) = found.files.get(row) else { return };
            let ink = if file.standing.is_bad() { Ink::Error } else { Ink::Text };
            cells_ui(ui, SHARES, |[name, standing]| {
                name.add(Label::new(strong(view, &file.name).size(13.0)).wrap());
                standing.add(Label::new(words(told::standing(file)).color(view.color(ink))).wrap());
                for change in &file.changes {
                    standing.add(Label::new(muted(view, change).size(12.0)).wrap());
                }
            });
        });
        for line in told::difference(found).iter().flat_map(|it| it.lines()) {
            ui.add(Label::new(words(line)).wrap());
        }
    });
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, common::CLOSE, true) {
            view.outbox.send(Message::CloseDialog);
        }
        if ui.button(text::OTHER_FILES).clicked() {
            leave_for(view, Message::Pick(Purpose::Verify));
        }
    });
}
