//! New, open, save, leave: nothing the person made is lost on the way.
//!
//! Whatever replaces or leaves the open design asks about unsaved changes at that moment, and not when the person began
//! to look for something else: a dialog may have been open in between.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::ViewportCommand;

use super::App;
use super::keeper::{Keeper, Step};
use super::pending::{Next, Saving};
use super::watcher::Watcher;
use crate::carried::open;
use crate::document::{
    FileStamp, OnConflict, OpenError, OwnTemplates, SaveError, Seen, kept_steps, own_templates, save_as_template,
    template,
};
use crate::edit::history::State;
use crate::edit::{Edit, EditCommand, History};
use crate::exchange::readers::{COLLECTOR, Options};
use crate::session::comparing::With;
use crate::session::importing::is_importable;
use crate::session::jobs::{NoDialog, Purpose};
use crate::session::queue::{Notice, UnsavedAnswer};
use crate::session::{After, Conflict, Dialog};
use crate::session::{OpenFile, Session, is_large};
use crate::text::notices as text;
use crate::ui::dialogs::proposed_name;

impl App {
    /// Does what replaces or leaves the design, after asking about unsaved changes.
    pub(super) fn with_unsaved_asked(&mut self, after: After) {
        if !self.may_change() {
            return;
        }
        if self.session.history().is_dirty() {
            self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Unsaved(_)));
            self.dialogs.push(Dialog::Unsaved(after));
        } else {
            self.go_on(after);
        }
    }

    pub(super) fn answer_unsaved(&mut self, answer: UnsavedAnswer) {
        let Some(Dialog::Unsaved(after)) = self.dialogs.pop() else { return };
        match answer {
            UnsavedAnswer::Cancel => {}
            UnsavedAnswer::Discard => self.go_on(after),
            UnsavedAnswer::Save => self.save(Some(after)),
        }
    }

    /// Replaces or leaves the design. What is unsaved of it is given up by now.
    fn go_on(&mut self, after: After) {
        match after {
            After::OpenPath(path) => self.open_off_frame(path),
            After::Template(key) => {
                self.dialogs.retain(|dialog| *dialog != Dialog::Gallery);
                self.load_template(&key);
            }
            After::Recover(journal) => self.recover(&journal),
            After::Import(imported) => self.start_imported(&imported),
            After::Quit => {
                self.give_up_journal();
                self.may_close = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    pub(super) fn request_close(&mut self) {
        if self.is_own_pending() && !self.may_change() {
            self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.session.history().is_dirty() {
            self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.with_unsaved_asked(After::Quit);
        } else {
            // What was undone to where it started may still be in the journal.
            self.give_up_journal();
            self.may_close = true;
        }
    }

    pub(super) fn load_template(&mut self, key: &str) {
        let own = self.screen.gallery.own(key);
        let Some(template) = own.or_else(|| template(key)) else {
            self.fail(text::THE_TEMPLATE_IS_MISSING, text::no_template(key));
            return;
        };
        self.replace_session(Session::with_saved_state(template.document.clone(), None, true));
    }

    /// Shows the gallery with the person's own templates as they are now.
    pub(super) fn show_gallery(&mut self) {
        if let Some(folders) = &self.folders {
            let OwnTemplates { templates, problems } = own_templates(&folders.templates);
            self.screen.gallery.prepare(templates);
            for problem in problems {
                self.screen.notices.push(Notice::attention(problem));
            }
        }
        self.show(Dialog::Gallery);
    }

    pub(super) fn save_as_template(&mut self, name: &str, may_replace: bool) {
        let Some(folders) = &self.folders else {
            return self.fail(text::TEMPLATE_NOT_SAVED, text::NO_FOLDER_FOR_TEMPLATES.to_owned());
        };
        let on_conflict = if may_replace { OnConflict::Overwrite } else { OnConflict::Refuse };
        match save_as_template(&folders.templates, name, self.session.document(), on_conflict) {
            Ok(path) => {
                self.dialogs.retain(|dialog| *dialog != Dialog::SaveAsTemplate);
                self.screen.notices.push(Notice::info(text::saved(path.display())));
            }
            Err(SaveError::AlreadyExists { .. }) => self.screen.template.is_taken(),
            Err(err) => self.fail(text::TEMPLATE_NOT_SAVED, err.to_string()),
        }
    }

    /// Shows the design of a file that was read, or says why it was not.
    pub(super) fn opened(&mut self, path: &Path, opened: Result<Session, OpenError>) {
        match opened {
            Ok(session) => {
                let is_carried = session.file.is_none();
                self.replace_session(session);
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Gallery | Dialog::Import(_)));
                if is_carried {
                    self.screen.notices.push(Notice::info(text::taken_out_of(path.display())));
                }
                self.remember(path);
            }
            Err(err) => self.fail(text::DESIGN_NOT_OPENED, err.to_string()),
        }
    }

    /// Takes another design in the place of the open one, whose unsaved work is given up by now.
    pub(super) fn replace_session(&mut self, session: Session) {
        self.give_up_journal();
        self.session = session;
        self.compared = None;
        self.estimating.forget();
        self.session.set_today(self.clock.today().parse().ok());
        self.screen.reset();
        self.keeper = self.folders.as_ref().map(|folders| {
            let (file, name) = (self.session.file.as_ref(), self.session.name());
            Keeper::start(folders.journals.clone(), file, &name, self.jobs.caller().clone())
        });
        self.watch();
    }

    fn give_up_journal(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.discard();
        }
    }

    /// Watches the file of the design from now on.
    fn watch(&mut self) {
        // The old watch ends before a new one starts: they may be about the same file.
        self.watcher = None;
        self.sight = None;
        let path = self.session.file.as_ref().map(|file| file.path.clone());
        self.watcher = path.map(|path| Watcher::start(path, self.watch_every, self.jobs.caller().clone()));
    }

    fn remember(&mut self, path: &Path) {
        self.recent.add(path);
        if let Some(folders) = &self.folders
            && let Err(err) = self.recent.save(&folders.config)
        {
            log::error!("{err}");
            self.screen.notices.push(Notice::attention(text::preferences_not_kept(&err)));
        }
    }

    /// Asks for a path. There is one file dialog of the system at a time; while it lasts the window waits for it, or
    /// asks for the path itself.
    pub(super) fn pick(&mut self, purpose: Purpose) {
        if self.is_system_dialog_open {
            self.ask_for_path(purpose);
            return;
        }
        self.is_system_dialog_open = true;
        self.dialogs.push(Dialog::Picking(purpose.clone()));
        let suggestion = proposed_name(&purpose, &self.session.stem());
        self.jobs.pick(purpose, suggestion);
    }

    /// The dialog of the system is gone; its answer counts if the window still waits for it.
    pub(super) fn system_dialog_done(&mut self, purpose: Purpose, answer: Result<Vec<PathBuf>, NoDialog>) {
        self.is_system_dialog_open = false;
        let waiting = Dialog::Picking(purpose.clone());
        let Some(at) = self.dialogs.iter().position(|dialog| *dialog == waiting) else { return };
        self.dialogs.remove(at);
        match answer {
            // Whether the person has given it up or it never came, nobody can tell: something is said.
            Ok(paths) if paths.is_empty() => {
                let text = if matches!(purpose, Purpose::Save(_)) {
                    text::NOT_SAVED_NOTHING_CHOSEN
                } else {
                    text::NOTHING_CHOSEN
                };
                self.screen.notices.push(Notice::info(text));
            }
            Ok(paths) => self.picked(purpose, paths, true),
            Err(NoDialog) => self.ask_for_path(purpose),
        }
    }

    /// Asks in the window instead of waiting for the system.
    pub(super) fn enter_path(&mut self) {
        if let Some(at) = self.dialogs.iter().position(|dialog| matches!(dialog, Dialog::Picking(_)))
            && let Dialog::Picking(purpose) = self.dialogs.remove(at)
        {
            self.ask_for_path(purpose);
        }
    }

    /// Paths were chosen, or none; `is_confirmed` says that the person has agreed to replace a file that is there.
    pub(super) fn picked(&mut self, purpose: Purpose, paths: Vec<PathBuf>, is_confirmed: bool) {
        let Some(path) = paths.first().cloned() else { return };
        match purpose {
            Purpose::Open if is_importable(&path) => self.read_also(vec![path], Options::default()),
            Purpose::Open => self.with_unsaved_asked(After::OpenPath(path)),
            Purpose::Import(options) => self.read_also(paths, options),
            Purpose::Compare => self.compare(With::File(path)),
            Purpose::Theirs => self.compare_theirs(path),
            Purpose::CompareExports => self.compare_exports(paths),
            Purpose::Collector => self.jobs.write_text(path, || COLLECTOR.to_owned(), is_confirmed),
            Purpose::Page(with_layout) => self.save_page(path, with_layout, is_confirmed),
            Purpose::StepDesigns => self.save_steps(path),
            Purpose::Save(then) => self.save_to(path, is_confirmed, then),
            Purpose::ExportFolder => self.screen.export.set_folder(&path),
            Purpose::Verify => self.jobs.verify(paths),
            Purpose::Present => self.jobs.read_present(path),
            Purpose::WordTemplate => self.jobs.read_word_template(path),
            Purpose::Logo => self.jobs.read_logo(path),
        }
    }

    pub(super) fn save(&mut self, then: Option<After>) {
        match self.session.file.clone() {
            Some(file) => self.write(&file.path, OnConflict::Refuse, then),
            None => self.pick(Purpose::Save(then)),
        }
    }

    fn save_to(&mut self, path: PathBuf, is_confirmed: bool, then: Option<After>) {
        let chosen = path;
        let path = if chosen.extension().is_none() { chosen.with_extension("ron") } else { chosen.clone() };
        // Somebody else's changes to our own file are no part of what a dialog asks about.
        let is_own = self.session.file.as_ref().is_some_and(|file| file.path == path);
        let may_replace = is_confirmed && path == chosen && !is_own;
        self.write(&path, if may_replace { OnConflict::Overwrite } else { OnConflict::Refuse }, then);
    }

    pub(super) fn overwrite(&mut self, conflict: Conflict) {
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Conflict(_)));
        self.write(&conflict.path, OnConflict::Overwrite, conflict.then);
    }

    /// Saves the design, and goes on with what waited for it once it is saved.
    fn write(&mut self, path: &Path, on_conflict: OnConflict, then: Option<After>) {
        if !self.may_change() {
            return;
        }
        let is_own = self.session.file.as_ref().is_some_and(|file| file.path == path);
        let known = self.session.known().filter(|_| is_own).cloned();
        self.save_off_frame(Saving { path: path.to_path_buf(), known, on_conflict, then });
    }

    /// The design is saved, or says why not.
    pub(super) fn saved(&mut self, saving: Saving, saved: Result<FileStamp, SaveError>) {
        let Saving { path, known, then, .. } = saving;
        match saved {
            Ok(stamp) => {
                self.session.mark_saved(OpenFile { path: path.clone(), stamp: stamp.clone() });
                if known.is_none() {
                    self.watch();
                } else if let Some(sight) = &mut self.sight {
                    sight.file = Some(Seen::There(stamp.clone()));
                }
                if let Some(keeper) = &self.keeper {
                    let file = OpenFile { path: path.clone(), stamp };
                    keeper.saved(file, self.session.name(), self.session.steps());
                }
                self.remember(&path);
                self.screen.notices.push(Notice::info(text::saved(path.display())));
                if let Some(after) = then {
                    self.go_on(after);
                }
            }
            Err(err @ (SaveError::ChangedOutside { .. } | SaveError::AlreadyExists { .. })) => {
                let is_own_file = matches!(err, SaveError::ChangedOutside { .. });
                let mut text = err.to_string();
                if let Some(service) = self.safety().service.filter(|_| is_own_file) {
                    text = format!("{text} {}", text::synced_by(service));
                }
                self.dialogs.push(Dialog::Conflict(Conflict { path, text, is_own_file, then }));
            }
            Err(err) => self.dialogs.push(Dialog::NotSaved(err.to_string(), then)),
        }
    }

    pub(super) fn set_logo(&mut self, base64: String) {
        let mut project = self.session.document().project.clone();
        project.logo_png_base64 = Some(base64);
        self.edit(&Edit::one(text::SET_LOGO, EditCommand::SetProject(project)));
    }

    /// A text is written, or is not.
    pub(super) fn text_written(&mut self, path: &Path, saved: Result<(), SaveError>) {
        match saved {
            Ok(()) => self.screen.notices.push(Notice::info(text::saved(path.display()))),
            Err(err) => self.fail(text::FILE_NOT_SAVED, err.to_string()),
        }
    }

    pub(super) fn fail(&mut self, title: &str, text: String) {
        self.dialogs.push(Dialog::Failure(title.to_owned(), text));
    }

    /// Carries out an edit and keeps the result in the journal.
    pub(super) fn edit(&mut self, edit: &Edit) {
        self.edit_to(edit);
    }

    /// The same; returns the state to which it leads, maybe only once all that follows from it is worked out.
    pub(super) fn edit_to(&mut self, edit: &Edit) -> Option<State> {
        if !self.may_change() {
            return None;
        }
        let done = if is_large(self.session.document()) {
            let mut history = self.session.history().clone();
            history.edit(edit).map(|is_changed| {
                is_changed.then(|| {
                    let (label, select, state) = (edit.label.clone(), edit.select.clone(), history.state());
                    self.take_step(Next { history, label, select, is_shown: false });
                    state
                })
            })
        } else {
            self.session.edit(edit).map(|is_changed| {
                is_changed.then(|| {
                    self.keep(&edit.label);
                    self.session.history().state()
                })
            })
        };
        done.unwrap_or_else(|err| {
            self.screen.notices.push(Notice::failure(format!("{}: {err}", edit.label)));
            None
        })
    }

    pub(super) fn keep(&self, label: &str) {
        self.keep_state(self.session.history(), label);
    }

    /// Keeps what a history has come to in the journal.
    pub(super) fn keep_state(&self, history: &History, label: &str) {
        if let Some(keeper) = &self.keeper {
            let (document, revision) = (Arc::clone(history.document()), history.revision());
            keeper.keep(Step { document, revision, label: label.to_owned() });
        }
    }
}

/// Reads a design that is to be opened, with the steps of earlier sessions, which stand beside the journals.
pub(super) fn read(path: &Path, journals: Option<&Path>) -> Result<Session, OpenError> {
    let opened = open(path)?;
    if opened.is_carried {
        // The file keeps what it is: the design in it has no file of its own yet.
        return Ok(Session::with_saved_state(opened.document, None, true));
    }
    let steps = journals.map(|it| kept_steps(it, path, &opened.stamp)).unwrap_or_default();
    let file = OpenFile { path: path.to_path_buf(), stamp: opened.stamp };
    Ok(Session::new(opened.document, Some(file)).after(steps))
}
