//! What files say that are to be imported: read and left behind per file, contradictions, the difference line by line,
//! and what stays open.

mod conflicts;
mod files;
mod rows;

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Label, ScrollArea, Ui};

use super::{buttons_ui, close_ui, confirm_ui, title_ui};
use crate::exchange::readers::Options;
use crate::exchange::told;
use crate::model::Document;
use crate::scene::Ink;
use crate::session::Handed;
use crate::session::comparing::With;
use crate::session::importing::{Outcome, Prepared, RowKey, Target};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, comparison, dialogs, import as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{heading_ui, muted, words};

/// Most width of the dialog, and of one that only says what to choose, in points.
const WIDTHS: (f32, f32) = (860.0, 560.0);

/// View state: where the import goes, and which lines somebody has turned.
#[derive(Debug, Default)]
pub struct ImportDialog {
    /// The files that are shown.
    files: Vec<PathBuf>,
    target: Option<Target>,
    turned: BTreeSet<RowKey>,
    options: Options,
}

impl ImportDialog {
    /// Starts over with what was read: into the open design, unless that is empty.
    pub fn prepare(&mut self, prepared: Option<&Handed<Prepared>>, document: &Document) {
        let is_empty = document.computers.is_empty() && document.hosts.is_empty();
        let is_export = prepared.is_some_and(|it| it.has_exports());
        let target = if is_empty && is_export { Target::Anew } else { Target::Here };
        // The same files with other contradictions decided go where they went.
        let files = prepared.map(|it| it.paths.clone()).unwrap_or_default();
        if self.files != files || files.is_empty() {
            self.target = Some(target);
            self.turned.clear();
        }
        self.files = files;
        self.options = prepared.map(|it| it.options).unwrap_or_default();
    }

    /// Shows it.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, prepared: Option<&Handed<Prepared>>, ui: &mut Ui) {
        let screen = ui.ctx().content_rect().size();
        match prepared {
            None => {
                ui.set_width(WIDTHS.1.min(screen.x - 60.0));
                self.start_ui(view, ui);
            }
            Some(prepared) => {
                ui.set_width(WIDTHS.0.min(screen.x - 60.0));
                self.read_ui(view, prepared, screen.y, ui);
            }
        }
    }

    /// Nothing is chosen yet.
    fn start_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        title_ui(view, ui, text::TITLE);
        for sentence in [text::WHAT_IS_READ, text::WHAT_IS_NOT_KEPT, text::ABOUT_COLLECTOR] {
            ui.add(Label::new(words(sentence)).wrap());
            ui.add_space(theme::GAP);
        }
        ui.checkbox(&mut self.options.accounts, text::KEEP_ACCOUNTS);
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, text::CHOOSE_FILES, true) {
                view.outbox.send(Message::Pick(Purpose::Import(self.options)));
            }
            close_ui(view, common::CANCEL, ui);
            collector_ui(view, ui);
        });
    }

    fn read_ui(&mut self, view: &ViewContext<'_>, prepared: &Handed<Prepared>, height: f32, ui: &mut Ui) {
        title_ui(view, ui, text::WHAT_THE_FILES_SAY);
        if prepared.has_exports() {
            ui.add(Label::new(words(told::counts(&prepared.import))).wrap());
        }
        let target = self.target_ui(prepared, ui);
        ui.add_space(theme::GAP);
        let room = (height - 250.0).max(120.0);
        let list = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]);
        list.show(ui, |ui| {
            heading_ui(view, ui, text::FILES);
            files::ui(view, prepared, ui);
            match prepared.at(target) {
                Ok(outcome) => self.outcome_ui(view, (prepared, outcome), target, ui),
                Err(err) => {
                    heading_ui(view, ui, text::DOES_NOT_FIT);
                    ui.colored_label(view.color(Ink::Error), err.to_string());
                }
            }
        });
        self.foot_ui(view, prepared, target, ui);
    }

    /// Where it goes, and whether accounts are kept. What people have worked on goes into the open design alone.
    fn target_ui(&mut self, prepared: &Prepared, ui: &mut Ui) -> Target {
        let target = self.target.get_or_insert(Target::Here);
        if !prepared.has_exports() {
            *target = Target::Here;
            return Target::Here;
        }
        let was = *target;
        ui.horizontal(|ui| {
            ui.radio_value(target, Target::Here, text::INTO_THE_OPEN_DESIGN);
            ui.radio_value(target, Target::Anew, text::INTO_A_NEW_DESIGN);
        });
        if was != *target {
            self.turned.clear();
        }
        *target
    }

    fn outcome_ui(
        &mut self,
        view: &ViewContext<'_>,
        (prepared, outcome): (&Handed<Prepared>, &Outcome),
        target: Target,
        ui: &mut Ui,
    ) {
        if let Some(words) = conflicts::ui(view, (prepared, outcome), ui) {
            view.outbox.send(Message::Decide(prepared.clone(), words));
        }
        match target {
            Target::Here => rows::ui(view, &outcome.rows, &mut self.turned, ui),
            Target::Anew => list_ui(view, text::WHAT_COMES, &outcome.added, Ink::Text, ui),
        }
        list_ui(view, text::STAYS_OPEN, &outcome.gaps, Ink::Text, ui);
    }

    fn foot_ui(&mut self, view: &ViewContext<'_>, prepared: &Handed<Prepared>, target: Target, ui: &mut Ui) {
        let outcome = prepared.at(target).as_ref().ok();
        let changes = outcome.is_some_and(|it| it.edit.is_some());
        let says = match (prepared.has_exports() || !prepared.returned.is_empty(), changes) {
            (false, _) => text::NOTHING_WAS_READ,
            (true, false) if outcome.is_some() => text::NOTHING_CHANGES,
            (true, true) if target == Target::Here => dialogs::ONE_UNDO_STEP,
            _ => " ",
        };
        ui.add_space(theme::GAP);
        ui.label(muted(view, says));
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, &text::import(prepared.paths.len()), changes) {
                view.outbox.send(Message::Import(prepared.clone(), target, self.turned.clone()));
            }
            close_ui(view, common::CANCEL, ui);
            if prepared.has_exports()
                && target == Target::Anew
                && !view.document.computers.is_empty()
                && ui.button(comparison::COMPARE_WITH_THE_OPEN_DESIGN).clicked()
            {
                view.outbox.send(Message::Compare(With::Exports(prepared.clone())));
            }
            if let Some(drawing) = prepared.drawing()
                && ui.button(text::OPEN_INSIDE).clicked()
            {
                view.outbox.send(Message::OpenPath(drawing.to_path_buf()));
            }
            if ui.button(text::ADD_FILES).clicked() {
                view.outbox.send(Message::Pick(Purpose::Import(self.options)));
            }
            collector_ui(view, ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                if ui.checkbox(&mut self.options.accounts, text::KEEP_ACCOUNTS).changed() {
                    view.outbox.send(Message::ReadImport(prepared.paths.clone(), self.options));
                }
            });
        });
    }
}

fn collector_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    if ui.button(text::SAVE_COLLECTOR_BUTTON).clicked() {
        view.outbox.send(Message::Pick(Purpose::Collector));
    }
}

/// A heading with lines below it; nothing where there are none.
fn list_ui(view: &ViewContext<'_>, heading: &str, lines: &[String], ink: Ink, ui: &mut Ui) {
    if lines.is_empty() {
        return;
    }
    heading_ui(view, ui, heading);
    crate::ui::widgets::long_list_ui(ui, heading, lines.len(), |ui, row| {
        if let Some(line) = lines.get(row) {
            ui.add(Label::new(words(line).color(view.color(ink))).wrap());
        }
    });
}
