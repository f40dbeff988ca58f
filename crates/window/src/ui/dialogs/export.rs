//! Choosing what to export, where and on which paper.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::{buttons_ui, confirm_ui, name_field, row_ui, title_ui};
use crate::export::options::{LEAST_DPI, MOST_DPI};
use crate::export::{ExportRequest, Format, Paper, parse_date};
use crate::scene::Ink;
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::session::settings::Settings;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{cells_ui, muted};
use crate::ui::{modal, theme};

/// What is chosen so far; kept while the program runs.
#[derive(Debug, Default)]
pub struct ExportDialog {
    request: Option<ExportRequest>,
    folder: String,
}

impl ExportDialog {
    /// Starts with what was chosen last time, in the folder that the settings name.
    pub fn prepare(&mut self, settings: &Settings) {
        if self.folder.is_empty() {
            self.folder.clone_from(&settings.export_folder);
        }
        self.request = None;
    }

    /// The person chose a folder.
    pub fn set_folder(&mut self, folder: &Path) {
        self.folder = folder.display().to_string();
    }

    /// Shows the choices.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let paper = if view.settings.letter_paper { Paper::Letter } else { Paper::A4 };
        let fresh =
            ExportRequest { paper, ..ExportRequest::usual(PathBuf::new(), view.stem.clone(), view.today.to_owned()) };
        let request = self.request.get_or_insert(fresh);
        ui.set_width(560.0);
        title_ui(view, ui, text::EXPORT);
        for format in Format::all() {
            let mut chosen = request.formats.contains(&format);
            cells_ui(ui, [0.56, 0.44], |[kind, name]| {
                let mut tick = kind.checkbox(&mut chosen, format.label());
                if !format.verified_with().is_empty() {
                    tick = tick.on_hover_text(text::verified_with(format.verified_with()));
                }
                if tick.changed() {
                    if chosen {
                        request.formats.insert(format);
                    } else {
                        request.formats.remove(&format);
                    }
                }
                name.label(muted(view, format.file_name(&request.stem)));
            });
        }
        ui.add_space(theme::SECTION_GAP);
        row_ui(view, ui, text::FOLDER, |ui| {
            if ui.button(common::CHOOSE).clicked() {
                view.outbox.send(Message::Pick(Purpose::ExportFolder));
            }
            let field = egui::TextEdit::singleline(&mut self.folder).desired_width(f32::INFINITY);
            let field = ui.add(field.hint_text(text::FULL_PATH));
            name_field(&field, text::FOLDER);
            if self.folder.is_empty() {
                modal::offer_focus(ui, &field);
            }
        });
        row_ui(view, ui, text::DATE, |ui| {
            let field = ui.add(egui::TextEdit::singleline(&mut request.date).desired_width(110.0));
            name_field(&field, text::DATE);
        });
        row_ui(view, ui, text::PAPER_OF_PDFS, |ui| {
            ui.radio_value(&mut request.paper, Paper::A4, text::A4);
            ui.radio_value(&mut request.paper, Paper::Letter, text::LETTER);
        });
        row_ui(view, ui, text::PNG_RESOLUTION, |ui| {
            let field = egui::DragValue::new(&mut request.dpi).range(LEAST_DPI..=MOST_DPI).suffix(text::DPI);
            name_field(&ui.add(field), text::PNG_RESOLUTION);
        });
        row_ui(view, ui, text::DIAGRAMS, |ui| {
            ui.checkbox(&mut request.show_losses, text::MARK_WHAT_EACH_LOSS_DOES);
            ui.checkbox(&mut request.large_diagrams, text::LARGE_PAPER_FOR_LARGE_DIAGRAMS);
        });
        row_ui(view, ui, text::INSIDE, |ui| {
            ui.checkbox(&mut request.carries_design, text::CARRY_THE_DESIGN);
        });
        request.folder = PathBuf::from(self.folder.trim());
        let problem = problem(request);
        ui.add_space(theme::GAP);
        // What nobody has filled in yet is no mistake.
        let ink = if self.folder.trim().is_empty() { Ink::TextMuted } else { Ink::Error };
        ui.colored_label(view.color(ink), problem.as_deref().unwrap_or(" "));
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, text::EXPORT, problem.is_none()) {
                view.outbox.send(Message::Export(request.clone()));
            }
            if ui.button(common::CANCEL).clicked() {
                view.outbox.send(Message::CloseDialog);
            }
        });
    }
}

fn problem(request: &ExportRequest) -> Option<String> {
    if request.formats.is_empty() {
        return Some(text::CHOOSE_A_KIND_OF_FILE.to_owned());
    }
    if request.folder.as_os_str().is_empty() {
        return Some(text::CHOOSE_A_FOLDER.to_owned());
    }
    parse_date(&request.date).err().map(|err| err.to_string())
}
