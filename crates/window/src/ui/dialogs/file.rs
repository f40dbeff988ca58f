//! Dialogs about files: one in the way, one that changed outside, a save or an export that failed, a dialog of the system.

use std::path::PathBuf;

use egui::Ui;

use super::{buttons_ui, close_ui, confirm_ui, leave_for, title_ui};
use crate::document::file_name;
use crate::export::ExportRequest;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::session::safety::FileState;
use crate::session::{After, Conflict, FailedExport};
use crate::text::{common, dialogs as text, notices};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::muted;

/// A file stands where the design was to be saved.
pub(super) fn conflict_ui(view: &ViewContext<'_>, conflict: &Conflict, ui: &mut Ui) {
    ui.set_width(560.0);
    title_ui(view, ui, if conflict.is_own_file { text::FILE_CHANGED_OUTSIDE } else { text::A_FILE_IS_IN_THE_WAY });
    ui.label(&conflict.text);
    buttons_ui(ui, |ui| {
        save_elsewhere_ui(view, conflict.then.as_ref(), ui);
        close_ui(view, common::CANCEL, ui);
        if conflict.is_own_file {
            compare_ui(view, ui);
        }
        let replace = if conflict.is_own_file { text::OVERWRITE } else { text::REPLACE };
        if ui.button(replace).on_hover_text(text::BACKUP_STAYS_BESIDE).clicked() {
            view.outbox.send(Message::Overwrite(conflict.clone()));
        }
    });
}

/// The design could not be saved where it is stored.
pub(super) fn not_saved_ui(view: &ViewContext<'_>, text: &str, then: Option<&After>, ui: &mut Ui) {
    ui.set_width(520.0);
    title_ui(view, ui, text::DESIGN_NOT_SAVED);
    ui.add(egui::Label::new(text).selectable(true).wrap());
    buttons_ui(ui, |ui| {
        save_elsewhere_ui(view, then, ui);
        close_ui(view, common::CLOSE, ui);
        if ui.button(text::TRY_AGAIN).clicked() {
            leave_for(view, Message::SaveAgain(then.cloned()));
        }
    });
}

/// The file of the open design is no longer what was read.
pub(super) fn changed_outside_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let is_gone = view.safety.file == FileState::Gone;
    ui.set_width(560.0);
    title_ui(view, ui, if is_gone { text::FILE_IS_GONE_OUTSIDE } else { text::FILE_CHANGED_OUTSIDE });
    ui.label(if is_gone { text::GONE_FROM_DISK } else { text::CHANGED_ON_DISK });
    if let Some(service) = view.safety.service {
        ui.label(muted(view, notices::synced_by(service)));
    }
    buttons_ui(ui, |ui| {
        save_elsewhere_ui(view, None, ui);
        close_ui(view, common::CANCEL, ui);
        if is_gone {
            if ui.button(common::SAVE).clicked() {
                leave_for(view, Message::SaveAgain(None));
            }
            return;
        }
        compare_ui(view, ui);
        if let Some(path) = view.file_path.filter(|_| ui.button(text::READ_IT_ANEW).clicked()) {
            leave_for(view, Message::OpenPath(path.to_path_buf()));
        }
    });
}

/// What of an export is written and what is not.
pub(super) fn failed_export_ui(view: &ViewContext<'_>, export: &FailedExport, ui: &mut Ui) {
    ui.set_width(560.0);
    title_ui(view, ui, if export.written.is_empty() { text::EXPORT_FAILED } else { text::EXPORT_INCOMPLETE });
    let failures = export.failures.join("\n\n");
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for failure in &export.failures {
            let failure = egui::RichText::new(failure).color(view.color(Ink::Error));
            ui.add(egui::Label::new(failure).selectable(true).wrap());
            ui.add_space(theme::GAP);
        }
        if !export.written.is_empty() {
            let written = text::written(&listed(&export.written)) + &notices::with_fonts(&export.fonts);
            ui.add(egui::Label::new(written).selectable(true).wrap());
        }
    });
    ui.add_space(theme::GAP);
    if ui.button(text::COPY_TEXT).clicked() {
        view.outbox.send(Message::CopyText(failures));
    }
    let other = ExportRequest { stem: next_stem(&export.again.stem), ..export.again.clone() };
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, text::TRY_AGAIN, true) {
            view.outbox.send(Message::Export(export.again.clone()));
        }
        if export.lacks_font && ui.button(text::EXPORT_WITH_GAPS).clicked() {
            view.outbox.send(Message::Export(ExportRequest { replaces_missing: true, ..export.again.clone() }));
        }
        if ui.button(text::use_the_name(&other.stem)).clicked() {
            view.outbox.send(Message::Export(other));
        }
        close_ui(view, common::CLOSE, ui);
    });
}

/// A dialog of the system is open.
pub(super) fn picking_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.set_width(360.0);
    title_ui(view, ui, text::FILE_DIALOG_IS_OPEN);
    ui.label(text::ABOUT_FILE_DIALOG);
    buttons_ui(ui, |ui| {
        if confirm_ui(view, ui, text::ENTER_A_PATH, true) {
            view.outbox.send(Message::EnterPath);
        }
        close_ui(view, common::CANCEL, ui);
    });
}

fn save_elsewhere_ui(view: &ViewContext<'_>, then: Option<&After>, ui: &mut Ui) {
    if confirm_ui(view, ui, text::SAVE_UNDER_ANOTHER_NAME, true) {
        leave_for(view, Message::SaveAs(then.cloned()));
    }
}

fn compare_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    if ui.button(text::COMPARE_WITH_YOURS).on_hover_text(text::ABOUT_COMPARING_WITH_YOURS).clicked() {
        leave_for(view, Message::CompareWithOwnFile);
    }
}

/// The names of files, and the folder of the first: files of one export stand in one folder.
fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|it| file_name(it)).collect();
    notices::files_in(&names, paths.first().and_then(|it| it.parent()))
}

/// `design` becomes `design-2`, `design-2` becomes `design-3`.
fn next_stem(stem: &str) -> String {
    let numbered = stem.rsplit_once('-').and_then(|(start, number)| Some((start, number.parse::<u32>().ok()?)));
    match numbered {
        Some((start, number)) if number >= 2 => format!("{start}-{}", number.saturating_add(1)),
        _ => format!("{stem}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_counts_on() {
        assert_eq!(next_stem("contoso"), "contoso-2");
        assert_eq!(next_stem("contoso-2"), "contoso-3");
        assert_eq!(next_stem("contoso-x"), "contoso-x-2");
    }
}
