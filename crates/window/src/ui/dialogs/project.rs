//! Project details: what the cover and the footers of the deliverable say.

use egui::{TextEdit, Ui};

use super::{buttons_ui, primary_button, row_ui, title_ui};
use crate::edit::{Edit, EditCommand};
use crate::model::{Document, MAX_LOGO_BYTES, ProjectInfo};
use crate::session::queue::Message;
use crate::ui::context::ViewContext;
use crate::ui::widgets::muted;

/// The details as far as they are entered; they reach the design as one step.
#[derive(Debug, Default)]
pub struct ProjectDialog {
    draft: ProjectInfo,
}

impl ProjectDialog {
    /// Starts with what the design says.
    pub fn prepare(&mut self, document: &Document) {
        self.draft = document.project.clone();
    }

    /// Shows the fields.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.set_width(520.0);
        title_ui(view, ui, "Project details");
        let draft = &mut self.draft;
        for (label, value) in [
            ("Title", &mut draft.title),
            ("Customer", &mut draft.customer),
            ("Project", &mut draft.project),
            ("Author", &mut draft.author),
            ("Version", &mut draft.version),
        ] {
            row_ui(view, ui, label, |ui| {
                let response = ui.add(TextEdit::singleline(value).desired_width(f32::INFINITY));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, label));
            });
        }
        row_ui(view, ui, "Notes", |ui| {
            ui.add(TextEdit::multiline(&mut draft.notes).desired_rows(3).desired_width(f32::INFINITY));
        });
        // The logo is read by the app and is in the design at once, as a step of its own.
        draft.logo_png_base64.clone_from(&view.document.project.logo_png_base64);
        row_ui(view, ui, "Logo", |ui| {
            if ui.button("Choose PNG…").clicked() {
                view.outbox.send(Message::PickLogo);
            }
            if view.document.project.logo_png_base64.is_some() && ui.button("Remove").clicked() {
                let project = ProjectInfo { logo_png_base64: None, ..view.document.project.clone() };
                view.outbox.edit(Edit::one("Remove the logo", EditCommand::SetProject(project)));
            }
            let state = if view.document.project.logo_png_base64.is_some() { "set" } else { "none" };
            ui.label(muted(view, format!("{state} (PNG, at most {} KB)", MAX_LOGO_BYTES / 1024)));
        });
        buttons_ui(ui, |ui| {
            if ui.add(primary_button(view, "Apply")).clicked() {
                view.outbox.edit(Edit::one("Edit project details", EditCommand::SetProject(self.draft.clone())));
                view.outbox.send(Message::CloseDialog);
            }
            if ui.button("Cancel").clicked() {
                view.outbox.send(Message::CloseDialog);
            }
        });
    }
}
