//! Project details: what the cover and the footers of the documents say, and what the documents say about themselves.

mod papers;

use egui::{ScrollArea, TextEdit, Ui};

use self::papers::{PapersPart, without_empty_lines};
use super::{buttons_ui, confirm_ui, name_field, row_ui, title_ui};
use crate::edit::{Edit, EditCommand};
use crate::model::{Document, MAX_LOGO_BYTES, ProjectInfo};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::modal;
use crate::ui::widgets::muted;

/// Width of the dialog, and what it needs beside its fields from top to bottom, in points.
const SIZE: (f32, f32) = (660.0, 150.0);

/// The details as far as they are entered; they reach the design as one step.
#[derive(Debug, Default)]
pub struct ProjectDialog {
    draft: ProjectInfo,
    papers: PapersPart,
}

impl ProjectDialog {
    /// Starts with what the design says.
    pub fn prepare(&mut self, document: &Document) {
        *self = Self { draft: document.project.clone(), papers: PapersPart::default() };
    }

    /// Whether something was typed that the design does not say.
    pub fn is_changed(&self, document: &Document) -> bool {
        let ProjectInfo { logo_png_base64, .. } = &document.project;
        ProjectInfo { logo_png_base64: logo_png_base64.clone(), ..self.draft.clone() } != document.project
    }

    /// Shows the fields.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.set_width(SIZE.0);
        title_ui(view, ui, text::PROJECT_DETAILS);
        let room = (ui.ctx().content_rect().height() - SIZE.1).max(120.0);
        let may_apply = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]);
        let may_apply = may_apply.show(ui, |ui| {
            self.cover_ui(view, ui);
            self.papers.ui(view, &mut self.draft.papers, ui)
        });
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, common::APPLY, may_apply.inner) {
                let project = ProjectInfo { papers: without_empty_lines(&self.draft.papers), ..self.draft.clone() };
                view.outbox.edit(Edit::one(text::EDIT_PROJECT_DETAILS, EditCommand::SetProject(project)));
                view.outbox.send(Message::CloseDialog);
            }
            if ui.button(common::CANCEL).clicked() {
                view.outbox.send(Message::CancelDialog);
            }
        });
    }

    /// What the cover says.
    fn cover_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let draft = &mut self.draft;
        for (label, value) in [
            (text::TITLE, &mut draft.title),
            (text::CUSTOMER, &mut draft.customer),
            (text::PROJECT, &mut draft.project),
            (text::AUTHOR, &mut draft.author),
            (text::VERSION, &mut draft.version),
        ] {
            row_ui(view, ui, label, |ui| {
                let response = ui.add(TextEdit::singleline(value).desired_width(f32::INFINITY));
                name_field(&response, label);
                modal::offer_focus(ui, &response);
            });
        }
        row_ui(view, ui, text::NOTES, |ui| {
            let field = TextEdit::multiline(&mut draft.notes).desired_rows(3).desired_width(f32::INFINITY);
            name_field(&ui.add(field), text::NOTES);
        });
        // The logo is read by the app and is in the design at once, as a step of its own.
        draft.logo_png_base64.clone_from(&view.document.project.logo_png_base64);
        row_ui(view, ui, text::LOGO, |ui| {
            if ui.button(text::CHOOSE_PNG).clicked() {
                view.outbox.send(Message::Pick(Purpose::Logo));
            }
            if view.document.project.logo_png_base64.is_some() && ui.button(common::REMOVE).clicked() {
                let project = ProjectInfo { logo_png_base64: None, ..view.document.project.clone() };
                view.outbox.edit(Edit::one(text::REMOVE_THE_LOGO, EditCommand::SetProject(project)));
            }
            let is_set = view.document.project.logo_png_base64.is_some();
            ui.label(muted(view, text::logo_state(is_set, MAX_LOGO_BYTES / 1024)));
        });
    }
}
