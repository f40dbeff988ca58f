//! Keeps unsaved work in the journal: a thread of its own, so that no frame waits for the disk. What it says of the
//! journal is what the disk has confirmed.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::document::{Before, Journal, JournalError, keep_steps, recovery, to_text};
use crate::edit::history::Revision;
use crate::model::Document;
use crate::session::OpenFile;
use crate::session::queue::{Caller, Message, Notice};
use crate::session::safety::Kept;
use crate::text::notices as text;

/// A state of the design that is to be kept.
#[derive(Debug)]
pub(super) struct Step {
    /// The design.
    pub(super) document: Arc<Document>,
    /// Its state.
    pub(super) revision: Revision,
    /// What led to it, in the person's words.
    pub(super) label: String,
}

enum Order {
    /// The design changed.
    Keep(Step),
    /// This journal of an earlier session holds the same work, and goes as soon as ours does.
    Supersede(PathBuf),
    /// The design was saved: nothing is unsaved any more, and these steps led to it.
    Saved(OpenFile, String, Vec<Before>),
    /// The person gave the unsaved work up.
    Discard,
    /// Answer when everything before is done.
    Flush(Sender<()>),
}

/// The journal of the open design.
#[derive(Debug)]
pub(super) struct Keeper {
    orders: Sender<Order>,
    kept: Arc<Mutex<Kept>>,
}

impl Keeper {
    /// Starts keeping a design; `file` is where it is stored.
    pub(super) fn start(folder: PathBuf, file: Option<&OpenFile>, name: &str, caller: Caller) -> Self {
        let (orders, inbox) = channel();
        let kept = Arc::new(Mutex::new(Kept::default()));
        let (path, stamp) = (file.map(|it| it.path.as_path()), file.map(|it| &it.stamp));
        let journal = Journal::start(&folder, path, name, stamp);
        let keeping = Keeping { folder, journal, kept: Arc::clone(&kept), caller, superseded: Vec::new(), last: None };
        if let Err(err) = thread::Builder::new().name("journal".to_owned()).spawn(move || keeping.run(&inbox)) {
            lock(&kept).problem = Some(text::journal_did_not_start(&err));
        }
        Self { orders, kept }
    }

    /// What the journal holds.
    pub(super) fn kept(&self) -> Kept {
        lock(&self.kept).clone()
    }

    /// The design changed.
    pub(super) fn keep(&self, step: Step) {
        self.order(Order::Keep(step));
    }

    /// The work was taken over from this journal, which stays until ours holds it.
    pub(super) fn supersede(&self, journal: PathBuf) {
        self.order(Order::Supersede(journal));
    }

    /// The design was saved; `steps` led to it.
    pub(super) fn saved(&self, file: OpenFile, name: String, steps: Vec<Before>) {
        self.order(Order::Saved(file, name, steps));
    }

    /// The person gave the unsaved work up.
    pub(super) fn discard(&self) {
        self.order(Order::Discard);
    }

    /// Waits until everything asked for so far is done, well or badly.
    pub(super) fn flush(&self) {
        let (done, wait) = channel();
        self.order(Order::Flush(done));
        // The thread is gone when it could not start; then there is nothing to wait for.
        let _ = wait.recv();
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            // The thread could not start, which is said already, or has died.
            lock(&self.kept).problem.get_or_insert_with(|| text::JOURNAL_HAS_STOPPED.to_owned());
        }
    }
}

fn lock(kept: &Mutex<Kept>) -> std::sync::MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often the journal is looked after while there is something to keep: a full drive may have room again, and a
/// cleaner may have removed the file.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The thread's side.
struct Keeping {
    folder: PathBuf,
    journal: Journal,
    kept: Arc<Mutex<Kept>>,
    caller: Caller,
    /// Journals of earlier sessions that hold what ours is to hold.
    superseded: Vec<PathBuf>,
    /// What is to be on disk.
    last: Option<Step>,
}

impl Keeping {
    /// Carries out orders until the keeper is dropped.
    fn run(mut self, inbox: &Receiver<Order>) {
        let mut pending = None;
        loop {
            let order = match (pending.take(), self.last.is_some()) {
                (Some(order), _) => Ok(order),
                (None, true) => inbox.recv_timeout(LOOK_EVERY),
                (None, false) => inbox.recv().map_err(RecvTimeoutError::from),
            };
            match order {
                Ok(Order::Keep(step)) => {
                    let (newest, other) = newest(step, inbox);
                    self.last = Some(newest);
                    pending = other;
                    self.write();
                }
                Ok(Order::Supersede(journal)) => {
                    self.superseded.push(journal);
                    self.drop_superseded();
                }
                Ok(Order::Saved(file, name, steps)) => {
                    let removed = self.journal.saved(&file.path, &name, &file.stamp);
                    self.nothing_to_keep(removed);
                    if let Err(err) = keep_steps(&self.folder, &file.path, &file.stamp, &steps) {
                        log::warn!("undo will not reach behind this save after a restart: {err}");
                    }
                }
                Ok(Order::Discard) => {
                    let removed = self.journal.discard();
                    self.nothing_to_keep(removed);
                }
                Ok(Order::Flush(done)) => {
                    // Whoever waits may have given up.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {
                    let is_kept = lock(&self.kept).problem.is_none() && self.journal.is_on_disk();
                    if !is_kept {
                        self.write();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Puts the last state on disk.
    fn write(&mut self) {
        let Some(step) = &self.last else { return };
        match self.journal.append(&to_text(&step.document), &step.label) {
            Ok(()) => {
                let on_disk = Some(step.revision);
                self.drop_superseded();
                self.say(Kept { on_disk, problem: None });
            }
            Err(err) => {
                log::error!("{err}");
                self.say(Kept { on_disk: None, problem: Some(err.to_string()) });
            }
        }
    }

    /// Earlier journals go only when ours is on disk.
    fn drop_superseded(&mut self) {
        if self.journal.is_on_disk() {
            self.remove_superseded();
        }
    }

    fn remove_superseded(&mut self) {
        for path in self.superseded.drain(..) {
            if let Err(err) = recovery::remove(&path) {
                self.caller.send(Message::Notice(Notice::failure(err.to_string())));
            }
        }
    }

    /// Everything is in the file, or given up.
    fn nothing_to_keep(&mut self, removed: Result<(), JournalError>) {
        self.last = None;
        self.remove_superseded();
        if let Err(err) = removed {
            self.caller.send(Message::Notice(Notice::failure(err.to_string())));
        }
        self.say(Kept::default());
    }

    fn say(&self, now: Kept) {
        let before = std::mem::replace(&mut *lock(&self.kept), now.clone());
        if before != now {
            self.caller.wake();
        }
    }
}

/// Of several changes in a row only the last is written; the order behind them comes next.
fn newest(mut step: Step, inbox: &Receiver<Order>) -> (Step, Option<Order>) {
    loop {
        match inbox.try_recv() {
            Ok(Order::Keep(newer)) => step = newer,
            Ok(other) => return (step, Some(other)),
            Err(_) => return (step, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::edit::History;
    use crate::session::queue::CommandQueue;

    fn step(title: &str) -> Step {
        let mut document = Document::default();
        title.clone_into(&mut document.project.title);
        let revision = History::new(document.clone(), false).revision();
        Step { document: Arc::new(document), revision, label: title.to_owned() }
    }

    fn keeper(folder: &std::path::Path) -> (Keeper, CommandQueue) {
        let queue = CommandQueue::default();
        let caller = Caller::new(queue.outbox().clone(), || {});
        (Keeper::start(folder.to_path_buf(), None, "Unnamed", caller), queue)
    }

    #[test]
    fn the_journal_that_work_was_taken_from_stays_until_the_new_one_is_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let (old, journals) = (folder.path().join("old.journal"), folder.path().join("journals"));
        fs::write(&old, "the only copy").unwrap();
        fs::write(&journals, "in the way, as a full drive is").unwrap();
        let (keeper, _queue) = keeper(&journals);
        keeper.supersede(old.clone());
        keeper.keep(step("taken over"));
        keeper.flush();
        assert!(old.exists() && keeper.kept().problem.is_some());
        fs::remove_file(&journals).unwrap();
        keeper.keep(step("taken over"));
        keeper.flush();
        assert!(!old.exists() && keeper.kept().problem.is_none());
        assert_eq!(fs::read_dir(&journals).unwrap().count(), 1);
    }

    #[test]
    fn only_what_is_on_disk_is_said_to_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (keeper, _queue) = keeper(folder.path());
        assert_eq!(keeper.kept(), Kept::default());
        let step = step("one");
        let revision = step.revision;
        keeper.keep(step);
        keeper.flush();
        assert_eq!(keeper.kept(), Kept { on_disk: Some(revision), problem: None });
        keeper.discard();
        keeper.flush();
        assert_eq!(keeper.kept(), Kept::default());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn work_that_was_given_up_takes_the_journal_it_came_from_along() {
        let folder = tempfile::tempdir().unwrap();
        let (old, journals) = (folder.path().join("old.journal"), folder.path().join("journals"));
        fs::write(&old, "given up").unwrap();
        fs::write(&journals, "in the way").unwrap();
        let (keeper, _queue) = keeper(&journals);
        keeper.supersede(old.clone());
        keeper.discard();
        keeper.flush();
        assert!(!old.exists());
    }
}
