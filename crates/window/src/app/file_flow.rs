//! New, open, save, recover, leave: nothing the person made is lost on the way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::ViewportCommand;

use super::App;
use super::keeper::Keeper;
use crate::document::recovery::{self, FileNow, Recoverable};
use crate::document::template;
use crate::document::{OnConflict, SaveError, from_text, open, save, sync_service, to_text};
use crate::edit::{Edit, EditCommand};
use crate::session::jobs::Purpose;
use crate::session::queue::{Notice, UnsavedAnswer};
use crate::session::{After, Dialog};
use crate::session::{OpenFile, Session};
use crate::text::notices as text;

impl App {
    /// Does what would replace the design, after asking about unsaved changes.
    pub(super) fn with_unsaved_asked(&mut self, after: After) {
        if self.session.history().is_dirty() {
            self.dialogs.push(Dialog::Unsaved(after));
        } else {
            self.go_on(after);
        }
    }

    pub(super) fn answer_unsaved(&mut self, answer: UnsavedAnswer) {
        let Some(Dialog::Unsaved(after)) = self.dialogs.pop() else { return };
        match answer {
            UnsavedAnswer::Cancel => {}
            UnsavedAnswer::Discard => {
                if let Some(keeper) = &self.keeper {
                    keeper.discard();
                }
                self.go_on(after);
            }
            UnsavedAnswer::Save => {
                self.after_save = Some(after);
                self.save();
            }
        }
    }

    fn go_on(&mut self, after: After) {
        match after {
            After::New => self.dialogs.push(Dialog::Gallery),
            After::Open => self.jobs.pick(Purpose::Open, String::new()),
            After::OpenPath(path) => self.open_path(&path),
            After::Template(key) => {
                self.dialogs.retain(|dialog| *dialog != Dialog::Gallery);
                self.load_template(&key);
            }
            After::Quit => {
                self.may_close = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    pub(super) fn request_close(&mut self) {
        if self.session.history().is_dirty() {
            self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            let asked = self.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Unsaved(After::Quit)));
            if !asked {
                self.dialogs.push(Dialog::Unsaved(After::Quit));
            }
        } else {
            self.may_close = true;
        }
    }

    pub(super) fn load_template(&mut self, key: &str) {
        let Some(template) = template(key) else {
            self.fail(text::THE_TEMPLATE_IS_MISSING, text::no_template(key));
            return;
        };
        self.replace_session(Session::with_saved_state(template.document.clone(), None, true));
    }

    pub(super) fn open_path(&mut self, path: &Path) {
        match open(path) {
            Ok(opened) => {
                let file = OpenFile { path: path.to_path_buf(), stamp: opened.stamp };
                self.replace_session(Session::new(opened.document, Some(file)));
                self.dialogs.retain(|dialog| *dialog != Dialog::Gallery);
                self.remember(path);
                if let Some(service) = sync_service(path) {
                    let text = text::synced_by(service);
                    self.screen.notices.push(Notice::info(text));
                }
            }
            Err(err) => self.fail(text::DESIGN_NOT_OPENED, err.to_string()),
        }
    }

    fn replace_session(&mut self, session: Session) {
        self.session = session;
        self.session.set_today(self.clock.today().parse().ok());
        self.screen.reset();
        self.start_keeper();
    }

    fn start_keeper(&mut self) {
        let Some(folders) = &self.folders else { return };
        let file = self.session.file.as_ref().map(|file| (file.path.clone(), file.stamp.clone()));
        let outbox = self.queue.outbox().clone();
        self.keeper = Some(Keeper::start(folders.journals.clone(), file, self.session.name(), outbox));
    }

    fn remember(&mut self, path: &Path) {
        self.recent.add(path);
        if let Some(folders) = &self.folders
            && let Err(err) = self.recent.save(&folders.config)
        {
            log::error!("{err}");
        }
    }

    pub(super) fn save(&mut self) {
        match self.session.file.clone() {
            Some(file) => self.write(&file.path, OnConflict::Refuse),
            None => self.save_as(),
        }
    }

    pub(super) fn save_as(&mut self) {
        self.jobs.pick(Purpose::Save, format!("{}.ron", self.session.stem()));
    }

    pub(super) fn save_to(&mut self, path: PathBuf) {
        let path = if path.extension().is_none() { path.with_extension("ron") } else { path };
        // The dialog of the system has asked about replacing a file that exists.
        self.write(&path, OnConflict::Overwrite);
    }

    pub(super) fn overwrite(&mut self) {
        self.dialogs.pop();
        if let Some(file) = self.session.file.clone() {
            self.write(&file.path, OnConflict::Overwrite);
        }
    }

    fn write(&mut self, path: &Path, on_conflict: OnConflict) {
        let text = to_text(self.session.document());
        let known = self.session.file.as_ref().filter(|file| file.path == path).map(|file| file.stamp.clone());
        match save(path, &text, known.as_ref(), on_conflict) {
            Ok(stamp) => {
                self.session.mark_saved(OpenFile { path: path.to_path_buf(), stamp: stamp.clone() });
                if let Some(keeper) = &self.keeper {
                    keeper.saved(path.to_path_buf(), self.session.name(), stamp);
                }
                self.remember(path);
                self.screen.notices.push(Notice::info(text::saved(path.display())));
                if let Some(after) = self.after_save.take() {
                    self.go_on(after);
                }
            }
            Err(err @ SaveError::ChangedOutside { .. }) => self.dialogs.push(Dialog::ChangedOutside(err.to_string())),
            Err(err) => {
                self.after_save = None;
                self.fail(text::DESIGN_NOT_SAVED, err.to_string());
            }
        }
    }

    pub(super) fn recover(&mut self, journal: &Path) {
        let Some(found) = self.take_recoverable(journal) else { return };
        let document = match from_text(&found.text) {
            Ok(document) => document,
            Err(err) => return self.fail(text::UNSAVED_WORK_NOT_READ, err.to_string()),
        };
        let same_file = found.file_now == FileNow::Same;
        let file = found.path.clone().zip(found.base.clone()).filter(|_| same_file);
        let file = file.map(|(path, stamp)| OpenFile { path, stamp });
        self.replace_session(Session::with_saved_state(document, file, false));
        if let Some(keeper) = &self.keeper {
            // The old journal goes only when the new one holds the work.
            keeper.keep(self.session.document(), text::RECOVERED_WORK);
            keeper.flush();
        }
        if let Err(err) = found.discard() {
            log::error!("{err}");
        }
        self.dialogs.retain(|dialog| *dialog != Dialog::Gallery);
    }

    pub(super) fn discard_recovery(&mut self, journal: &Path) {
        if let Some(found) = self.take_recoverable(journal)
            && let Err(err) = found.discard()
        {
            self.fail(text::UNSAVED_WORK_NOT_REMOVED, err.to_string());
        }
    }

    fn take_recoverable(&mut self, journal: &Path) -> Option<Recoverable> {
        let (position, list) = self.dialogs.iter_mut().enumerate().find_map(|(position, dialog)| match dialog {
            Dialog::Recovery(list) => Some((position, list)),
            _ => None,
        })?;
        let at = list.iter().position(|it| it.journal == journal)?;
        let found = list.remove(at);
        if list.is_empty() {
            self.dialogs.remove(position);
        }
        Some(found)
    }

    pub(super) fn set_logo(&mut self, base64: String) {
        let mut project = self.session.document().project.clone();
        project.logo_png_base64 = Some(base64);
        self.edit(&Edit::one(text::SET_LOGO, EditCommand::SetProject(project)));
    }

    pub(super) fn fail(&mut self, title: &str, text: String) {
        self.dialogs.push(Dialog::Failure(title.to_owned(), text));
    }

    /// Carries out an edit and keeps the result in the journal.
    pub(super) fn edit(&mut self, edit: &Edit) {
        match self.session.edit(edit) {
            Ok(true) => self.keep(&edit.label),
            Ok(false) => {}
            Err(err) => self.screen.notices.push(Notice::failure(format!("{}: {err}", edit.label))),
        }
    }

    pub(super) fn keep(&self, label: &str) {
        if let Some(keeper) = &self.keeper {
            keeper.keep(&Arc::clone(self.session.document()), label);
        }
    }

    /// The journals that wait for a decision, without those of this session.
    pub(super) fn look_for_recoveries(&mut self) {
        let Some(folders) = &self.folders else { return };
        match recovery::find(&folders.journals) {
            Ok(list) if !list.is_empty() => self.dialogs.push(Dialog::Recovery(list)),
            Ok(_) => {}
            Err(err) => self.screen.notices.push(Notice::failure(err.to_string())),
        }
    }
}
