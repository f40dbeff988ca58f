//! What was read of each file, what is wrong with it, and what was left in it.

use egui::{Label, Ui};

use crate::exchange::load::MOST_FILES;
use crate::exchange::readers::FileRead;
use crate::scene::Ink;
use crate::session::importing::{Prepared, Returned, ReturnedFile};
use crate::text::import as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{muted, strong, words};

/// Lists the files.
pub(super) fn ui(view: &ViewContext<'_>, prepared: &Prepared, ui: &mut Ui) {
    for file in &prepared.import.files {
        export_ui(view, file, ui);
    }
    for file in &prepared.returned {
        returned_ui(view, file, ui);
    }
    if prepared.paths.len() == MOST_FILES {
        ui.label(muted(view, text::too_many(MOST_FILES)));
    }
}

fn export_ui(view: &ViewContext<'_>, file: &FileRead, ui: &mut Ui) {
    ui.add(Label::new(strong(view, text::file(&file.name, &file.what()))).wrap());
    for problem in &file.problems {
        ui.add(Label::new(words(problem.to_string()).color(view.color(Ink::Error))).wrap());
    }
    let dropped: Vec<String> = file.dropped.iter().map(|(what, count)| what.counted(*count)).collect();
    if !dropped.is_empty() {
        ui.add(Label::new(muted(view, text::left_in_the_file(&dropped)).size(12.0)).wrap());
    }
    ui.add_space(4.0);
}

fn returned_ui(view: &ViewContext<'_>, file: &ReturnedFile, ui: &mut Ui) {
    let what = match &file.content {
        Ok(Returned::Cells(_)) => text::FILLED_IN.to_owned(),
        Ok(Returned::Drawing(_)) => text::GONE_ON_WITH.to_owned(),
        Err(why) => text::not_read(why),
    };
    ui.add(Label::new(strong(view, text::file(&file.name, &what))).wrap());
    for trouble in &file.troubles {
        ui.add(Label::new(words(trouble).color(view.color(Ink::Error))).wrap());
    }
    for note in &file.notes {
        ui.add(Label::new(muted(view, note).size(12.0)).wrap());
    }
    ui.add_space(4.0);
}
