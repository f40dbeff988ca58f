//! Dialogs over the screen: gallery, export, project details, acceptance of a finding, questions and failures.

mod accept;
mod compare;
mod export;
mod file;
mod gallery;
mod help;
mod import;
mod path_entry;
mod plan;
mod planning;
mod project;
mod question;
mod recovery;
mod save_template;
mod search;
mod shortcuts;
mod steps;
mod verified;

pub use accept::AcceptDialog;
pub use export::ExportDialog;
pub use gallery::GalleryDialog;
pub use import::ImportDialog;
pub use path_entry::{PathEntryDialog, proposed_name};
pub use plan::PlanDialog;
pub use project::ProjectDialog;
pub use save_template::TemplateDialog;
pub use search::SearchDialog;
pub use shortcuts::ShortcutsDialog;
pub use steps::StepsDialog;

use egui::{Context, Id, Modal, Ui};

use super::context::ViewContext;
use super::{Screen, modal, theme};
use crate::session::Dialog;
use crate::session::queue::Message;

/// Space between a dialog's edge and its content.
const MARGIN: i8 = 14;
/// The width of the labels in a dialog.
const LABEL_WIDTH: f32 = 110.0;

/// Where the search begins, from the upper edge of the window, in points.
const SEARCH_TOP: f32 = 72.0;

/// Shows the dialogs, the last one on top.
pub(super) fn show(screen: &mut Screen, view: &ViewContext<'_>, dialogs: &[Dialog], ctx: &Context) {
    for (index, dialog) in dialogs.iter().enumerate() {
        // Each kind has an id of its own: egui remembers sizes by id.
        let id = Id::new(("dialog", index, std::mem::discriminant(dialog)));
        // Whoever goes through the steps looks at the canvas meanwhile.
        let modal = match dialog {
            Dialog::Steps => Modal::new(id).area(beside(id)).backdrop_color(egui::Color32::TRANSPARENT),
            // What is found is more or less with each letter: the field stays where it is.
            Dialog::Search(_) => Modal::new(id).area(hanging(id)),
            _ => Modal::new(id),
        };
        let framed = modal.frame(egui::Frame::popup(&ctx.global_style()).inner_margin(MARGIN));
        let response = modal::show(framed, ctx, |ui| content(screen, view, dialog, ui));
        let is_beside = response.backdrop_response.clicked();
        if index + 1 == dialogs.len() && response.should_close() && may_be_closed(dialog, is_beside) {
            view.outbox.send(Message::CancelDialog);
        }
    }
}

/// A click beside a question is no answer, nor to a failure, which is read. Escape answers what loses nothing: unsaved work
/// that was found is offered again.
const fn may_be_closed(dialog: &Dialog, is_beside: bool) -> bool {
    match dialog {
        Dialog::Recovery(_)
        | Dialog::Failure(..)
        | Dialog::FailedExport(_)
        | Dialog::NotSaved(..)
        | Dialog::Picking(_) => !is_beside,
        _ => true,
    }
}

/// At the left edge, over the palette.
fn beside(id: Id) -> egui::Area {
    Modal::default_area(id).anchor(egui::Align2::LEFT_CENTER, egui::vec2(12.0, 0.0))
}

/// With a fixed upper edge.
fn hanging(id: Id) -> egui::Area {
    Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, SEARCH_TOP))
}

fn content(screen: &mut Screen, view: &ViewContext<'_>, dialog: &Dialog, ui: &mut Ui) {
    match dialog {
        Dialog::Gallery => screen.gallery.ui(view, ui),
        Dialog::Unsaved(_) => question::unsaved_ui(view, ui),
        Dialog::ThrowAway => question::throw_away_ui(view, ui),
        Dialog::Conflict(conflict) => file::conflict_ui(view, conflict, ui),
        Dialog::NotSaved(text, then) => file::not_saved_ui(view, text, then.as_ref(), ui),
        Dialog::ChangedOutside => file::changed_outside_ui(view, ui),
        Dialog::FailedExport(failed) => file::failed_export_ui(view, failed, ui),
        Dialog::Failure(title, text) => question::failure_ui(view, title, text, ui),
        Dialog::Picking(_) => file::picking_ui(view, ui),
        Dialog::PathEntry(purpose) => screen.path_entry.ui(view, purpose, ui),
        Dialog::Export => screen.export.ui(view, ui),
        Dialog::Compare => compare::ui(view, ui),
        Dialog::Import(prepared) => screen.import.ui(view, prepared.as_ref(), ui),
        Dialog::Verified(found) => verified::ui(view, found, ui),
        Dialog::ProjectDetails => screen.project.ui(view, ui),
        Dialog::Accept(acceptance) => screen.accept.ui(view, acceptance, ui),
        Dialog::Plan(goal) => screen.plan.ui(view, *goal, ui),
        Dialog::Recovery(list) => recovery::ui(view, list, ui),
        Dialog::Search(looked_for) => screen.search.ui(view, *looked_for, ui),
        Dialog::SaveAsTemplate => screen.template.ui(view, ui),
        Dialog::Steps => screen.steps.ui(view, ui),
        Dialog::Shortcuts => screen.shortcuts.ui(view, ui),
        Dialog::About => help::about_ui(view, ui),
    }
}

/// A heading for a dialog, and its name.
fn title_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    modal::name(ui, text);
    ui.label(super::widgets::strong(view, text).size(18.0));
    ui.add_space(theme::GAP);
}

/// A label on the left and a field on the right, aligned over all rows of a dialog.
fn row_ui<R>(view: &ViewContext<'_>, ui: &mut Ui, label: &str, field: impl FnOnce(&mut Ui) -> R) -> R {
    let row = ui.horizontal_top(|ui| {
        let size = egui::vec2(LABEL_WIDTH, theme::ROW_HEIGHT);
        ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_width(LABEL_WIDTH);
            ui.label(super::widgets::muted(view, label));
        });
        ui.horizontal(field).inner
    });
    row.inner
}

/// Says what a field is called to assistive technology, and keeps its value.
fn name_field(field: &egui::Response, name: &str) {
    field.ctx.accesskit_node_builder(field.id, |node| node.set_label(name));
}

/// Buttons at the right end of a dialog; the last added stands leftmost.
fn buttons_ui(ui: &mut Ui, buttons: impl FnOnce(&mut Ui)) {
    ui.add_space(theme::SECTION_GAP);
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::right_to_left(egui::Align::Center), buttons);
}

/// A button that closes the dialog.
fn close_ui(view: &ViewContext<'_>, label: &str, ui: &mut Ui) {
    if ui.button(label).clicked() {
        view.outbox.send(Message::CloseDialog);
    }
}

/// Closes the dialog and goes on with what it was about.
fn leave_for(view: &ViewContext<'_>, next: Message) {
    view.outbox.send(Message::CloseDialog);
    view.outbox.send(next);
}

/// The button that does what the dialog is for; Enter presses it too, unless something has the focus that Enter belongs to.
fn confirm_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, is_enabled: bool) -> bool {
    let button = super::widgets::primary_ui(view, ui, text, is_enabled);
    modal::offer_focus(ui, &button);
    let is_on_top = ui.memory(|memory| memory.top_modal_layer() == Some(ui.layer_id()));
    // A field of one line gives its focus up with Enter, one of several lines keeps it.
    let is_free = ui.memory(|memory| memory.focused().is_none());
    button.clicked() || (is_enabled && is_on_top && is_free && ui.input(|input| input.key_pressed(egui::Key::Enter)))
}
