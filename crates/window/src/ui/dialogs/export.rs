//! Choosing what to export, where and on which paper.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{ScrollArea, Ui, WidgetInfo, WidgetType};

use super::{buttons_ui, close_ui, confirm_ui, name_field, row_ui, title_ui};
use crate::downtime::WrittenFigures;
use crate::export::options::{LEAST_DPI, MOST_DPI};
use crate::export::{ExportRequest, Format, Paper, Present, WordTemplate, parse_date};
use crate::scene::Ink;
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::session::settings::Settings;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{cells_ui, muted, words};
use crate::ui::{modal, theme};

/// Width of the dialog, and what it needs beside its choices from top to bottom, in points.
const SIZE: (f32, f32) = (680.0, 144.0);

/// What is chosen so far; kept while the program runs.
#[derive(Debug, Default)]
pub struct ExportDialog {
    request: Option<ExportRequest>,
    folder: String,
    /// The environment as it is.
    present: Option<Arc<Present>>,
    word_template: Option<WordTemplate>,
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

    /// The person chose the present environment, or none.
    pub fn set_present(&mut self, present: Option<Arc<Present>>) {
        self.present = present;
    }

    /// The person chose a document of Word, or none.
    pub fn set_word_template(&mut self, template: Option<WordTemplate>) {
        self.word_template = template;
    }

    /// Shows the choices.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.set_width(SIZE.0.min(ui.ctx().content_rect().width() - 48.0));
        title_ui(view, ui, text::EXPORT);
        let room = (ui.ctx().content_rect().height() - SIZE.1).max(120.0);
        let all = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]);
        let request = all.show(ui, |ui| self.choices_ui(view, ui)).inner;
        let problem = problem(&request);
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, text::EXPORT, problem.is_none()) {
                view.outbox.send(Message::Export(request));
            }
            close_ui(view, common::CANCEL, ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                // What nobody has filled in yet is no mistake.
                let ink = if self.folder.trim().is_empty() { Ink::TextMuted } else { Ink::Error };
                ui.colored_label(view.color(ink), problem.as_deref().unwrap_or_default());
            });
        });
    }

    /// Kinds of file, folder and everything else; returns what is chosen.
    fn choices_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) -> ExportRequest {
        let paper = if view.settings.letter_paper { Paper::Letter } else { Paper::A4 };
        let fresh =
            ExportRequest { paper, ..ExportRequest::usual(PathBuf::new(), view.stem.clone(), view.today.to_owned()) };
        let request = self.request.get_or_insert(fresh);
        formats_ui(view, request, ui);
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
        paper_ui(view, request, ui);
        present_ui(view, &mut self.present, ui);
        word_template_ui(view, &mut self.word_template, ui);
        let (folder, present) = (PathBuf::from(self.folder.trim()), self.present.clone());
        ExportRequest { folder, present, word_template: self.word_template.clone(), ..request.clone() }
    }
}

/// Paper, pictures, what fault trees say and what travels inside.
fn paper_ui(view: &ViewContext<'_>, request: &mut ExportRequest, ui: &mut Ui) {
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
    row_ui(view, ui, text::FAULT_TREES, |ui| {
        let mut with_ranges = request.fault_tree_figures == WrittenFigures::Spread;
        if ui.checkbox(&mut with_ranges, text::RANGES_OF_FIGURES).changed() {
            request.fault_tree_figures = if with_ranges { WrittenFigures::Spread } else { WrittenFigures::Middle };
        }
    });
    row_ui(view, ui, text::INSIDE, |ui| {
        ui.checkbox(&mut request.carries_design, text::CARRY_THE_DESIGN);
    });
}

/// The kinds of file, in two columns from top to bottom.
fn formats_ui(view: &ViewContext<'_>, request: &mut ExportRequest, ui: &mut Ui) {
    let all: Vec<Format> = Format::all().collect();
    let rows = all.len().div_ceil(2);
    for row in 0..rows {
        cells_ui(ui, [0.5, 0.5], |cells| {
            for (column, cell) in cells.iter_mut().enumerate() {
                if let Some(format) = all.get(column * rows + row) {
                    format_ui(view, *format, request, cell);
                }
            }
        });
    }
}

fn format_ui(view: &ViewContext<'_>, format: Format, request: &mut ExportRequest, ui: &mut Ui) {
    let mut chosen = request.formats.contains(&format);
    let tick = ui.checkbox(&mut chosen, format.label());
    let tick = tick.on_hover_ui(|ui| {
        ui.label(format.file_name(&request.stem));
        if !format.verified_with().is_empty() {
            ui.label(muted(view, text::verified_with(format.verified_with())));
        }
    });
    if tick.changed() && !request.formats.remove(&format) {
        request.formats.insert(format);
    }
}

/// From which environment the steps lead: none, the one that is compared, one in a file.
fn present_ui(view: &ViewContext<'_>, present: &mut Option<Arc<Present>>, ui: &mut Ui) {
    row_ui(view, ui, text::PRESENT, |ui| match present {
        Some(it) => {
            ui.label(words(text::present(&it.name, !it.order.is_empty())));
            if remove_ui(ui, text::WITHOUT_PRESENT) {
                *present = None;
            }
        }
        None => {
            if let Some(compared) = view.comparison.filter(|it| !it.wanted.how.is_swapped)
                && ui.button(text::as_compared(&compared.wanted.name)).clicked()
            {
                let order = compared.wanted.how.order.clone().unwrap_or_default();
                let it = Present::new(compared.wanted.name.clone(), compared.wanted.document.as_ref().clone());
                *present = Some(Arc::new(Present { order, ..it }));
            }
            if ui.button(text::CHOOSE_PRESENT).on_hover_text(text::NO_PRESENT).clicked() {
                view.outbox.send(Message::Pick(Purpose::Present));
            }
            ui.label(muted(view, text::WHAT_PRESENT_IS_FOR));
        }
    });
}

fn word_template_ui(view: &ViewContext<'_>, template: &mut Option<WordTemplate>, ui: &mut Ui) {
    row_ui(view, ui, text::WORD_TEMPLATE, |ui| match template {
        Some(it) => {
            ui.label(words(&it.name));
            if remove_ui(ui, text::WITHOUT_WORD_TEMPLATE) {
                *template = None;
            }
        }
        None => {
            if ui.button(text::CHOOSE_WORD_TEMPLATE).on_hover_text(text::NO_WORD_TEMPLATE).clicked() {
                view.outbox.send(Message::Pick(Purpose::WordTemplate));
            }
            ui.label(muted(view, text::WHAT_WORD_TEMPLATE_IS_FOR));
        }
    });
}

/// A button that takes a choice back; says whether it was clicked.
fn remove_ui(ui: &mut Ui, name: &str) -> bool {
    let response = ui.button(common::REMOVE);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    response.clicked()
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
