//! The open design held against another one, off the frame, and again whenever the open one changes.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::App;
use super::pending::{Ready, Then};
use crate::carried::open;
use crate::comparison::html;
use crate::document::{FileStamp, SaveError, file_name};
use crate::edit::{Edit, EditCommand};
use crate::exchange::readers::Options;
use crate::model::Document;
use crate::session::Dialog;
use crate::session::Handed;
use crate::session::comparing::{Compared, How, TheirSide, Together, Wanted, With, find};
use crate::session::importing::prepare;
use crate::session::queue::Notice;
use crate::session::work::{GivenUp, Work};
use crate::text::{comparison as text, dialogs};
use crate::ui::View;

impl App {
    /// Compares the open design with another one.
    pub(super) fn compare(&mut self, with: With) {
        if !self.may_change() {
            return;
        }
        let name = self.name_of(&with);
        let saved = self.session.file.as_ref().map(|it| it.path.clone());
        let at_step = match with {
            With::Step(behind) => {
                let mut history = self.session.history().clone();
                history.go_to(behind);
                Some(Arc::clone(history.document()))
            }
            _ => None,
        };
        self.begin_comparison(name, move |_| {
            let found = at_step.map_or_else(|| find(&with, saved.as_ref()), Ok);
            Ok(found.map(|it| (it, How::default())))
        });
    }

    /// Compares the open design with what exports say.
    pub(super) fn compare_exports(&mut self, paths: Vec<PathBuf>) {
        if !self.may_change() {
            return;
        }
        let (document, today) = (Arc::clone(self.session.document()), self.session.today());
        self.begin_comparison(text::THE_EXPORTS.to_owned(), move |work| {
            let prepared = prepare(&paths, Options::default(), &document, today, work)?;
            let problems = prepared
                .import
                .files
                .iter()
                .flat_map(|file| file.problems.iter().map(move |it| format!("{}: {it}", file.name)));
            let problems: Vec<String> = problems.collect();
            if !prepared.has_exports() {
                return Ok(Err(problems.join("\n")));
            }
            Ok(find(&With::Exports(Handed::new(prepared)), None).map(|it| (it, How::default())))
        });
    }

    /// The same two once more: in another way, or after a step of the open one.
    pub(super) fn compare_again(&mut self, how: How) {
        let Some(compared) = self.compared.clone().filter(|_| self.may_change()) else { return };
        let (name, document) = (compared.wanted.name.clone(), Arc::clone(&compared.wanted.document));
        self.begin_comparison(name, move |_| Ok(Ok((document, how))));
    }

    /// The same two, and what somebody else has made of the other one meanwhile.
    pub(super) fn compare_theirs(&mut self, path: PathBuf) {
        let Some(compared) = self.compared.clone().filter(|_| self.may_change()) else { return };
        let (name, document) = (compared.wanted.name.clone(), Arc::clone(&compared.wanted.document));
        let (how, with) = (compared.wanted.how.clone(), With::File(path));
        let their_name = self.name_of(&with);
        self.begin_comparison(name, move |_| {
            let theirs = |it| their_side(their_name, it, None);
            Ok(find(&with, None).map(|it| (document, How { theirs: Some(theirs(it)), ..how })))
        });
    }

    /// The open design and what somebody else has made of its file meanwhile, from the design that both come from. Where
    /// nobody knows that one any more, the two are compared.
    pub(super) fn compare_with_own_file(&mut self) {
        let Some(path) = self.session.file.as_ref().map(|it| it.path.clone()) else { return };
        let Some(base) = self.session.history().saved().cloned() else { return self.compare(With::Saved) };
        if !self.may_change() {
            return;
        }
        let name = self.name_of(&With::File(path.clone()));
        self.begin_comparison(text::LAST_READ_OR_SAVED.to_owned(), move |_| {
            let opened = open(&path).map_err(|err| err.to_string());
            let theirs = opened.map(|it| their_side(name, Arc::new(it.document), Some(it.stamp)));
            Ok(theirs.map(|it| (base, How { theirs: Some(it), ..How::default() })))
        });
    }

    /// Takes what somebody else has changed into the open design.
    pub(super) fn bring_together(&mut self) {
        let Some(compared) = self.compared.clone() else { return };
        if let Some(Together { side, merged, .. }) = &compared.together
            && let Ok(document) = &merged.document
        {
            let load = EditCommand::LoadDesign(Box::new(document.clone()));
            let state = self.edit_to(&Edit::one(text::brought_together(&side.name), load));
            let stamp = compared.wanted.how.theirs.as_ref().and_then(|it| it.own_file.clone());
            if let Some((state, stamp)) = state.zip(stamp) {
                self.session.bring_in(state, stamp);
            }
        }
    }

    /// Keeps a comparison that is shown true: the open design may have changed.
    pub(super) fn follow_comparison(&mut self) {
        if self.screen.view != View::Comparison || self.pending.is_some() {
            return;
        }
        let revision = self.session.history().revision();
        let Some(compared) = self.compared.clone().filter(|it| it.revision != revision) else { return };
        if self.not_compared != Some(revision) {
            self.not_compared = Some(revision);
            self.compare_again(compared.wanted.how.clone());
        }
    }

    /// Shows what was compared.
    pub(super) fn show_comparison(&mut self, compared: Result<Compared, String>) {
        match compared {
            Ok(compared) => {
                self.dialogs.retain(|it| !matches!(it, Dialog::Compare | Dialog::Import(_)));
                self.compared = Some(Arc::new(compared));
                self.not_compared = None;
                self.screen.view = View::Comparison;
            }
            Err(problem) => self.fail(text::COULD_NOT_COMPARE, problem),
        }
    }

    /// Saves the comparison as a page for browsers.
    pub(super) fn save_page(&mut self, path: PathBuf, with_layout: bool, is_confirmed: bool) {
        let Some(compared) = self.compared.clone() else { return };
        let path = if path.extension().is_none() { path.with_extension("html") } else { path };
        self.jobs.write_text(path, move || html(&compared.comparison, with_layout), is_confirmed);
    }

    /// Saves the design after each step of the way that is shown.
    pub(super) fn save_steps(&mut self, folder: PathBuf) {
        if let Some(Ok(path)) = self.compared.as_ref().and_then(|it| it.path.as_ref()) {
            self.jobs.write_steps(folder, Arc::clone(path));
        }
    }

    /// The designs after each step are written, or some of them.
    pub(super) fn steps_written(&mut self, folder: &Path, written: io::Result<(usize, Vec<SaveError>)>) {
        match written {
            Ok((count, failed)) if failed.is_empty() => {
                self.screen.notices.push(Notice::info(text::steps_saved(count, folder.display())));
            }
            Ok((count, failed)) => {
                let failed: Vec<String> = failed.iter().map(ToString::to_string).collect();
                let text = format!("{}\n\n{}", text::steps_saved(count, folder.display()), failed.join("\n\n"));
                self.fail(text::STEPS_NOT_SAVED, text);
            }
            Err(err) => self.fail(text::STEPS_NOT_SAVED, format!("{}: {err}", folder.display())),
        }
    }

    /// Leaves the comparison.
    pub(super) fn end_comparison(&mut self) {
        self.compared = None;
        self.screen.view = View::Canvas;
    }

    fn begin_comparison(
        &mut self,
        name: String,
        other: impl FnOnce(&Work) -> Result<Result<(Arc<Document>, How), String>, GivenUp> + Send + 'static,
    ) {
        let open = (text::OPEN_DESIGN.to_owned(), Arc::clone(self.session.document()));
        let (revision, today) = (self.session.history().revision(), self.session.today());
        let earlier = self.compared.clone();
        self.begin(text::comparing(&name), Then::ShowComparison, move |work| {
            let compared = match other(work)? {
                Ok((document, how)) => {
                    let wanted = Wanted { name, document, how };
                    Ok(Compared::new(wanted, open, (revision, today), earlier.as_deref(), work)?)
                }
                Err(problem) => Err(problem),
            };
            Ok(Ready::Compared(Box::new(compared)))
        });
    }

    fn name_of(&self, with: &With) -> String {
        match with {
            With::File(path) => file_name(path),
            With::Saved => text::THE_SAVED_DESIGN.to_owned(),
            With::Exports(_) => text::THE_EXPORTS.to_owned(),
            With::Step(behind) => {
                let label = behind.checked_sub(1).and_then(|it| self.session.history().labels().nth(it));
                text::at_step(label.unwrap_or(dialogs::AT_THE_START))
            }
        }
    }
}

fn their_side(name: String, document: Arc<Document>, own_file: Option<FileStamp>) -> TheirSide {
    TheirSide { name, document: Handed::new(document), chosen: BTreeSet::new(), own_file }
}
