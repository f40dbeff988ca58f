//! Entering a path within the window, where the system offers no file dialog.

use std::path::PathBuf;

use egui::{Key, Ui};

use super::{buttons_ui, title_ui};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, comparison, dialogs as text, import, notices};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{muted, primary_ui};

/// The path as far as it is entered.
#[derive(Debug, Default)]
pub struct PathEntryDialog {
    text: String,
    asked_for: Option<Purpose>,
}

impl PathEntryDialog {
    /// Shows the field.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, purpose: &Purpose, ui: &mut Ui) {
        let fresh = self.asked_for.as_ref() != Some(purpose);
        if fresh {
            self.asked_for = Some(purpose.clone());
            self.text = proposal(view, purpose);
        }
        ui.set_width(520.0);
        title_ui(view, ui, title(purpose));
        ui.label(muted(view, text::NO_FILE_DIALOG));
        let field =
            egui::TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY).hint_text(text::PATH_EXAMPLE);
        let response = ui.add(field);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, text::PATH));
        if fresh {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        buttons_ui(ui, |ui| {
            let ready = !self.text.trim().is_empty();
            let clicked = primary_ui(view, ui, verb(purpose), ready).clicked();
            if ready && (clicked || entered) {
                let path = PathBuf::from(self.text.trim());
                self.asked_for = None;
                view.outbox.send(Message::Picked(purpose.clone(), path));
            }
            if ui.button(common::CANCEL).clicked() {
                self.asked_for = None;
                view.outbox.send(Message::CloseDialog);
            }
        });
    }
}

/// The name under which a file is to be saved, in whatever dialog asks for it; empty where one is chosen that is there.
/// `stem` is what the files of the open design begin with.
pub fn proposed_name(purpose: &Purpose, stem: &str) -> String {
    match purpose {
        Purpose::Save(_) => format!("{stem}.ron"),
        Purpose::Page(_) => notices::PAGE_FILE.to_owned(),
        Purpose::Collector => notices::COLLECTOR_FILE.to_owned(),
        Purpose::Open
        | Purpose::ExportFolder
        | Purpose::StepDesigns
        | Purpose::Verify
        | Purpose::Present
        | Purpose::WordTemplate
        | Purpose::Logo
        | Purpose::Import(_)
        | Purpose::Compare
        | Purpose::Theirs
        | Purpose::CompareExports => String::new(),
    }
}

/// A path to start from: in the folder of the design used last, else where the program was started.
fn proposal(view: &ViewContext<'_>, purpose: &Purpose) -> String {
    let used = view.recent.paths().next().and_then(|path| path.parent().map(std::path::Path::to_owned));
    let folder = used.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    let is_folder = matches!(purpose, Purpose::ExportFolder | Purpose::StepDesigns);
    let path = if is_folder { folder } else { folder.join(proposed_name(purpose, &view.stem)) };
    path.display().to_string()
}

const fn title(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::Open => text::OPEN_DESIGN,
        Purpose::Save(_) => text::SAVE_DESIGN,
        Purpose::ExportFolder => text::FOLDER_FOR_EXPORTS,
        Purpose::Verify => text::FILES_TO_VERIFY,
        Purpose::Present => text::PRESENT_DESIGN,
        Purpose::WordTemplate => text::WORD_TEMPLATE,
        Purpose::Logo => text::LOGO_PNG,
        Purpose::Import(_) | Purpose::CompareExports => import::TITLE,
        Purpose::Compare => comparison::DESIGN_TO_COMPARE_WITH,
        Purpose::Theirs => comparison::CHOOSE_THEIRS,
        Purpose::Page(_) => comparison::SAVE_AS_PAGE,
        Purpose::StepDesigns => comparison::SAVE_STEPS,
        Purpose::Collector => import::SAVE_COLLECTOR,
    }
}

const fn verb(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::Open => text::OPEN,
        Purpose::Save(_) | Purpose::Collector | Purpose::Page(_) | Purpose::StepDesigns => common::SAVE,
        Purpose::ExportFolder | Purpose::Present | Purpose::WordTemplate | Purpose::Logo => text::USE,
        Purpose::Verify => text::VERIFY,
        Purpose::Import(_) => import::READ,
        Purpose::Compare | Purpose::Theirs | Purpose::CompareExports => comparison::COMPARE,
    }
}
