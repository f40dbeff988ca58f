//! Unsaved work of sessions that ended badly, and what is true of the open design and its file.

use std::path::Path;

use super::App;
use crate::document::recovery::{self, FileNow, Recoverable};
use crate::document::{OpenError, Sight, from_text, read_text};
use crate::session::queue::Notice;
use crate::session::safety::{Protection, Safety};
use crate::session::{Dialog, OpenFile, Session};
use crate::text::notices as text;

impl App {
    /// Takes the work in a journal over. The journal stays until ours holds the work on disk.
    pub(super) fn recover(&mut self, journal: &Path) {
        if let Some(found) = self.recoverable(journal).cloned() {
            self.recover_off_frame(found);
        }
    }

    /// Shows the work of a journal that was read, or says why it was not. It stays among those that wait for a decision
    /// until then.
    pub(super) fn recovered(&mut self, journal: &Path, session: Result<Session, OpenError>) {
        self.take_recoverable(journal);
        match session {
            Ok(session) => {
                self.replace_session(session);
                if let Some(keeper) = &self.keeper {
                    keeper.supersede(journal.to_path_buf());
                }
                self.keep(text::RECOVERED_WORK);
                self.dialogs.retain(|dialog| *dialog != Dialog::Gallery);
            }
            Err(err) => self.fail(text::UNSAVED_WORK_NOT_READ, err.to_string()),
        }
    }

    pub(super) fn discard_recovery(&mut self, journal: &Path) {
        if let Some(found) = self.take_recoverable(journal)
            && let Err(err) = recovery::remove(&found.journal)
        {
            self.fail(text::UNSAVED_WORK_NOT_REMOVED, err.to_string());
        }
    }

    fn recoverable(&self, journal: &Path) -> Option<&Recoverable> {
        let lists =
            self.dialogs.iter().filter_map(|it| if let Dialog::Recovery(list) = it { Some(list) } else { None });
        lists.flatten().find(|it| it.journal == journal)
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

    /// The journals that wait for a decision, without those of this session.
    pub(super) fn look_for_recoveries(&mut self) {
        let Some(folders) = &self.folders else { return };
        match recovery::find(&folders.journals) {
            Ok(list) if !list.is_empty() => self.dialogs.push(Dialog::Recovery(list)),
            Ok(_) => {}
            Err(err) => self.screen.notices.push(Notice::failure(err.to_string())),
        }
    }

    /// What is true of the open design and its file.
    pub(super) fn safety(&self) -> Safety {
        let protection = match &self.keeper {
            Some(keeper) => Protection::of(&keeper.kept(), self.session.history().revision()),
            None => Protection::Not(text::NO_FOLDER_FOR_JOURNALS.to_owned()),
        };
        Safety::new(protection, self.session.known(), self.sight.as_ref())
    }

    /// A look at the file has brought something new.
    pub(super) fn seen(&mut self, path: &Path, sight: Sight) {
        if self.session.file.as_ref().is_none_or(|file| file.path != path) {
            return;
        }
        let service = sight.service;
        let before = self.sight.replace(sight).and_then(|it| it.service);
        if let Some(service) = service.filter(|_| service != before) {
            self.screen.notices.push(Notice::info(text::synced_by(service)));
        }
    }
}

/// Makes the design of a journal that is to be shown; it belongs to its file as long as that is what it was.
pub(super) fn restore(found: &Recoverable) -> Result<Session, OpenError> {
    let document = from_text(&found.text)?;
    let file = found.path.clone().zip(found.base.clone()).filter(|_| found.file_now == FileNow::Same);
    let file = file.map(|(path, stamp)| OpenFile { path, stamp });
    let start = file.as_ref().and_then(|it| read_text(&it.path).ok());
    let steps = found.steps(start.as_ref().map(|it| it.text.as_str()));
    Ok(Session::with_saved_state(document, file, false).after(steps))
}
