//! What may take long is done off the frame: reading and writing the design's file, on whatever drive it is, and working
//! out what follows from a large design. The open design stays on the screen until the next one, or the next step of the
//! same one, is there as a whole. Whoever waits sees how far it is, and can give it up.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::App;
use super::file_flow::read;
use super::recovery_flow::restore;
use crate::calendar::Day;
use crate::document::recovery::Recoverable;
use crate::document::{FileStamp, OnConflict, OpenError, SaveError, file_name, save, to_text};
use crate::edit::{Edit, EditError, History};
use crate::model::{Document, Element};
use crate::session::comparing::Compared;
use crate::session::importing::{Prepared, Target};
use crate::session::queue::Notice;
use crate::session::work::{GivenUp, Phase, Work};
use crate::session::{After, Derived, Session, work_out};
use crate::text::{notices, work as text};

/// Something that is being worked out.
pub(super) struct Pending {
    pub(super) work: Work,
    answer: Receiver<Result<Ready, GivenUp>>,
    then: Then,
}

/// What is done with what comes of it.
pub(super) enum Then {
    /// What was read is shown.
    ShowImport,
    /// What was compared is shown.
    ShowComparison,
    /// What was read is taken over.
    TakeOver(Target),
    /// The design in a file.
    Open(PathBuf),
    /// The work in a journal.
    Recover(PathBuf),
    /// The open design after a step.
    Step(Box<Next>),
    /// The open design is saved.
    Save(Box<Saving>),
}

/// Where the open design is to be saved.
pub(super) struct Saving {
    pub(super) path: PathBuf,
    /// What is known of that file; `None` = it is not the file of the design.
    pub(super) known: Option<FileStamp>,
    pub(super) on_conflict: OnConflict,
    /// What waits for it.
    pub(super) then: Option<After>,
}

/// A step of the open design that is not taken before all that follows from it is known.
pub(super) struct Next {
    /// The history with the step.
    pub(super) history: History,
    /// What the journal says about it.
    pub(super) label: String,
    /// What is selected afterwards.
    pub(super) select: Vec<Element>,
    /// Whether the first of it is brought into view.
    pub(super) is_shown: bool,
}

/// What was worked out.
pub(super) enum Ready {
    Read(Box<Prepared>),
    Compared(Box<Result<Compared, String>>),
    Landed(Box<Result<(Document, Option<Edit>), EditError>>),
    Session(Box<Result<Session, OpenError>>),
    Derived(Box<Derived>, Option<Day>),
    Saved(Result<FileStamp, SaveError>),
}

impl App {
    /// Opens a file.
    pub(super) fn open_off_frame(&mut self, path: PathBuf) {
        let from = path.clone();
        let journals = self.folders.as_ref().map(|it| it.journals.clone());
        let label = text::opening(&file_name(&path));
        self.begin_session(label, Then::Open(path), move || read(&from, journals.as_deref()));
    }

    /// Saves the design.
    pub(super) fn save_off_frame(&mut self, saving: Saving) {
        let document = Arc::clone(self.session.document());
        let (to, known, on_conflict) = (saving.path.clone(), saving.known.clone(), saving.on_conflict);
        self.begin(text::saving(&file_name(&to)), Then::Save(Box::new(saving)), move |work| {
            work.enter(Phase::Writing)?;
            Ok(Ready::Saved(save(&to, &to_text(&document), known.as_ref(), on_conflict)))
        });
    }

    /// Takes the work in a journal over.
    pub(super) fn recover_off_frame(&mut self, found: Recoverable) {
        let then = Then::Recover(found.journal.clone());
        self.begin_session(notices::RECOVERED_WORK.to_owned(), then, move || restore(&found));
    }

    fn begin_session(
        &mut self,
        label: String,
        then: Then,
        read: impl FnOnce() -> Result<Session, OpenError> + Send + 'static,
    ) {
        let (today, with_losses) = (self.clock.today().parse().ok(), !self.settings.hide_losses);
        self.begin(label, then, move |work| {
            work.enter(Phase::Reading)?;
            let mut session = read();
            if let Ok(session) = &mut session {
                session.set_today(today);
                session.work_out(with_losses, work)?;
            }
            Ok(Ready::Session(Box::new(session)))
        });
    }

    /// Takes a step of a large design. The journal has it at once, so that no crash takes it away meanwhile.
    pub(super) fn take_step(&mut self, next: Next) {
        self.keep_state(&next.history, &next.label);
        let history = next.history.clone();
        let (today, with_losses) = (self.clock.today().parse().ok(), !self.settings.hide_losses);
        self.begin(next.label.clone(), Then::Step(Box::new(next)), move |work| {
            work_out(&history, today, with_losses, work).map(|it| Ready::Derived(Box::new(it), today))
        });
    }

    pub(super) fn begin(
        &mut self,
        label: String,
        then: Then,
        make: impl FnOnce(&Work) -> Result<Ready, GivenUp> + Send + 'static,
    ) {
        let (work, (sender, answer)) = (Work::new(label), channel());
        let (of_thread, ctx, hold) = (work.clone(), self.ctx.clone(), Arc::clone(&self.hold));
        let run = move || {
            drop(hold.lock());
            // Nobody waits any more for what was given up.
            let _ = sender.send(make(&of_thread));
            ctx.request_repaint();
        };
        // Without a thread the answer never comes, which is said like a thread that died.
        if let Err(problem) = thread::Builder::new().name("design".to_owned()).spawn(run) {
            log::error!("the design is not worked out: {problem}");
        }
        self.look_at(Pending { work, answer, then }, self.wait_in_frame);
    }

    /// Takes over what is ready by now.
    pub(super) fn look_at_pending(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.look_at(pending, Duration::ZERO);
        }
    }

    fn look_at(&mut self, pending: Pending, wait: Duration) {
        match pending.answer.recv_timeout(wait) {
            Ok(Ok(ready)) => self.take(pending.then, ready),
            Ok(Err(GivenUp)) => self.leave_it(&pending, text::given_up),
            Err(RecvTimeoutError::Disconnected) => self.leave_it(&pending, text::stopped),
            Err(RecvTimeoutError::Timeout) => self.pending = Some(pending),
        }
    }

    /// Whether nothing is on its way; else says what is to be waited for: what changes, saves or replaces the design now
    /// would do so with a state that is no longer the last.
    pub(super) fn may_change(&mut self) -> bool {
        let label = self.pending.as_ref().map(|it| it.work.label().to_owned());
        if let Some(label) = &label {
            self.screen.notices.push(Notice::refusal(text::wait_for(label)));
        }
        label.is_none()
    }

    /// Whether a step of the open design, or its file, is on its way.
    pub(super) fn is_own_pending(&self) -> bool {
        self.pending.as_ref().is_some_and(|it| matches!(it.then, Then::Step(_) | Then::Save(_)))
    }

    /// Gives up a piece of work.
    pub(super) fn give_up(&mut self, work: &Work) {
        work.give_up();
        if let Some(pending) = self.pending.take_if(|it| it.work.is(work)) {
            // Nobody can call back what is on its way to a drive.
            let is_save = matches!(pending.then, Then::Save(_));
            self.leave_it(&pending, if is_save { text::save_given_up } else { text::given_up });
        }
    }

    /// The open design stays as it is, and so does what the journal holds of it.
    fn leave_it(&mut self, pending: &Pending, says: fn(&str) -> String) {
        let says = says(pending.work.label());
        if matches!(pending.then, Then::Step(_)) {
            self.keep(&says);
        }
        self.screen.notices.push(Notice::info(says));
    }

    fn take(&mut self, then: Then, ready: Ready) {
        match (then, ready) {
            (Then::ShowImport, Ready::Read(prepared)) => self.show_import(*prepared),
            (Then::ShowComparison, Ready::Compared(compared)) => self.show_comparison(*compared),
            (Then::TakeOver(target), Ready::Landed(landed)) => self.take_over(target, *landed),
            (Then::Open(path), Ready::Session(session)) => self.opened(&path, *session),
            (Then::Recover(journal), Ready::Session(session)) => self.recovered(&journal, *session),
            (Then::Step(next), Ready::Derived(derived, today)) => {
                let first = next.select.first().copied().filter(|_| next.is_shown);
                if next.is_shown {
                    self.screen.notices.walked(&next.label);
                }
                self.session.continue_with(next.history, today, *derived, next.select);
                if let Some(element) = first {
                    self.screen.canvas.show(element);
                }
            }
            (Then::Save(saving), Ready::Saved(saved)) => self.saved(*saving, saved),
            // Each makes what it is for.
            (
                Then::ShowImport
                | Then::ShowComparison
                | Then::TakeOver(_)
                | Then::Open(_)
                | Then::Recover(_)
                | Then::Step(_)
                | Then::Save(_),
                _,
            ) => {}
        }
    }
}
