//! Keeping the design as a template of the person's own: its name, and what goes along.

use egui::{TextEdit, Ui};

use super::{buttons_ui, close_ui, confirm_ui, row_ui, title_ui};
use crate::model::Document;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::muted;

/// The name as far as it is entered.
#[derive(Debug, Default)]
pub struct TemplateDialog {
    name: String,
    /// A template of this name is there, and it was said.
    is_taken: bool,
    is_fresh: bool,
}

impl TemplateDialog {
    /// Starts with the title of the design.
    pub fn prepare(&mut self, document: &Document) {
        *self = Self { name: document.project.title.clone(), is_taken: false, is_fresh: true };
    }

    /// There is a template of this name already.
    pub fn is_taken(&mut self) {
        self.is_taken = true;
    }

    /// Shows the field.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.set_width(460.0);
        title_ui(view, ui, text::SAVE_AS_TEMPLATE);
        ui.add(egui::Label::new(muted(view, text::WHAT_A_TEMPLATE_KEEPS)).wrap());
        ui.add_space(theme::SECTION_GAP);
        let field = row_ui(view, ui, common::NAME, |ui| {
            let field = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, text::NAME_OF_TEMPLATE));
            field
        });
        if std::mem::take(&mut self.is_fresh) {
            field.request_focus();
        }
        if field.changed() {
            self.is_taken = false;
        }
        ui.add_space(theme::GAP);
        ui.colored_label(view.color(Ink::Warning), if self.is_taken { text::TEMPLATE_IS_THERE } else { " " });
        buttons_ui(ui, |ui| {
            let verb = if self.is_taken { text::REPLACE } else { common::SAVE };
            if confirm_ui(view, ui, verb, !self.name.trim().is_empty()) {
                view.outbox.send(Message::SaveAsTemplate(self.name.trim().to_owned(), self.is_taken));
            }
            close_ui(view, common::CANCEL, ui);
        });
    }
}
