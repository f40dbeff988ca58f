//! Bringing files in: read off the frame, shown as a difference, taken over as one step or as a design of their own.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::pending::Then;
use crate::edit::{Edit, EditError};
use crate::exchange::readers::Options;
use crate::session::comparing::With;
use crate::session::importing::{Prepared, RowKey, Target, is_drawing_name, is_importable, prepare};
use crate::session::queue::{Message, Notice};
use crate::session::work::Phase;
use crate::session::{After, Dialog, Handed, Imported, Session};
use crate::text::import as text;

impl App {
    /// Takes files that were dropped or named: a single design is opened, everything else is imported. Whoever is
    /// asked what to compare with is answered by them.
    pub(super) fn take_files(&mut self, paths: Vec<PathBuf>) {
        let is_to_compare = self.dialogs.last() == Some(&Dialog::Compare);
        match &paths[..] {
            [] => {}
            [one] if is_to_compare && !is_importable(one) => self.compare(With::File(one.clone())),
            _ if is_to_compare => self.compare_exports(paths),
            // Somebody may have gone on with a drawing of what is open.
            [one] if is_drawing_name(one) && !self.session.document().computers.is_empty() => {
                self.read_also(paths, Options::default());
            }
            [one] if !is_importable(one) && !one.is_dir() => self.dispatch(Message::OpenPath(one.clone())),
            _ => self.read_also(paths, Options::default()),
        }
    }

    /// Reads files beside those that are shown already, whose options count.
    pub(super) fn read_also(&mut self, paths: Vec<PathBuf>, options: Options) {
        let shown = self.dialogs.iter().find_map(|it| match it {
            Dialog::Import(Some(prepared)) => Some(prepared.clone()),
            _ => None,
        });
        let (mut all, options) = shown.map_or((Vec::new(), options), |it| (it.paths.clone(), it.options));
        let new: Vec<PathBuf> = paths.into_iter().filter(|it| !all.contains(it)).collect();
        all.extend(new);
        self.read_import(all, options);
    }

    /// Reads files and shows what they would change.
    pub(super) fn read_import(&mut self, paths: Vec<PathBuf>, options: Options) {
        if !self.may_change() {
            return;
        }
        let document = Arc::clone(self.session.document());
        let today = self.session.today();
        self.begin(text::reading(paths.len()), Then::ShowImport, move |work| {
            prepare(&paths, options, &document, today, work).map(|it| super::pending::Ready::Read(Box::new(it)))
        });
    }

    /// Shows what the same files would change with other contradictions decided.
    pub(super) fn decide(&mut self, prepared: Handed<Prepared>, words: BTreeSet<RowKey>) {
        if !self.may_change() {
            return;
        }
        let (document, today) = (Arc::clone(self.session.document()), self.session.today());
        self.begin(text::DECIDING.to_owned(), Then::ShowImport, move |work| {
            prepared.deciding(words, &document, today, work).map(|it| super::pending::Ready::Read(Box::new(it)))
        });
    }

    /// Shows what was read in place of what was shown before.
    pub(super) fn show_import(&mut self, prepared: Prepared) {
        self.dialogs.retain(|it| !matches!(it, Dialog::Import(_) | Dialog::Gallery));
        self.show(Dialog::Import(Some(Handed::new(prepared))));
    }

    /// Takes over what was read. A new design is made only once it is settled what becomes of the open one.
    pub(super) fn import(&mut self, prepared: Handed<Prepared>, target: Target, turned: BTreeSet<RowKey>) {
        if !self.may_change() {
            return;
        }
        let document = Arc::clone(self.session.document());
        let today = self.session.today();
        let num_files = prepared.paths.len();
        self.begin(text::taking_over(num_files), Then::TakeOver(target), move |work| {
            work.enter(Phase::Reckoning)?;
            let start = match target {
                Target::Here => (*document).clone(),
                Target::Anew => prepared.blank(),
            };
            let edit = match prepared.at(target) {
                Ok(outcome) if turned.is_empty() => Ok(outcome.edit.clone()),
                _ => {
                    let turned = turned.union(&prepared.words).cloned().collect();
                    prepared.outcome(&start, today, &turned).map(|it| it.edit)
                }
            };
            work.enter(Phase::Reckoning)?;
            Ok(super::pending::Ready::Landed(Box::new(edit.map(|edit| (start, edit)))))
        });
    }

    /// Carries out what was worked out.
    pub(super) fn take_over(
        &mut self,
        target: Target,
        landed: Result<(crate::model::Document, Option<Edit>), EditError>,
    ) {
        let (start, edit) = match landed {
            Ok((start, Some(edit))) => (start, edit),
            Ok((_, None)) => {
                self.screen.notices.push(Notice::info(text::NOTHING_CHANGES));
                return;
            }
            Err(err) => return self.fail(text::DOES_NOT_FIT, err.to_string()),
        };
        match target {
            Target::Here => {
                self.close_import();
                let label = edit.label.clone();
                self.edit(&edit);
                self.screen.notices.push(Notice::info(text::done_here(&label)));
            }
            Target::Anew => self.with_unsaved_asked(After::Import(Handed::new(Imported { start, edit }))),
        }
    }

    /// Puts an imported design in the place of the open one.
    pub(super) fn start_imported(&mut self, imported: &Imported) {
        self.close_import();
        self.replace_session(Session::with_saved_state(imported.start.clone(), None, true));
        self.edit(&imported.edit);
        self.session.selection.clear();
        self.screen.notices.push(Notice::info(text::DONE_ANEW));
    }

    fn close_import(&mut self) {
        self.dialogs.retain(|it| !matches!(it, Dialog::Import(_) | Dialog::Gallery));
    }
}
