//! Watches the file of the open design: a thread of its own that looks every few seconds and wakes the window only when
//! something is new.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::document::{Holder, Lookout};
use crate::session::jobs::JobResult;
use crate::session::queue::{Caller, Message};

/// The watch over one file; the lock beside the file goes with it.
#[derive(Debug)]
pub(super) struct Watcher {
    /// Dropped to end the watch.
    stop: Option<Sender<()>>,
    ended: Receiver<()>,
}

/// How long the end of a watch is waited for; a drive that does not answer must not hold the window up.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

impl Watcher {
    /// Starts to watch a file, looking once in `every`.
    pub(super) fn start(path: PathBuf, every: Duration, caller: Caller) -> Self {
        let (stop, stopped) = channel();
        let (ending, ended) = channel();
        let watch = move || {
            let mut lookout = Lookout::new(&path, Holder::of_this_process());
            let mut last = None;
            loop {
                let sight = lookout.look();
                if last.as_ref() != Some(&sight) {
                    caller.send(Message::Job(JobResult::Seen(path.clone(), sight.clone())));
                    last = Some(sight);
                }
                if stopped.recv_timeout(every) == Err(RecvTimeoutError::Disconnected) {
                    break;
                }
            }
            drop(lookout);
            // Nobody may wait any more.
            let _ = ending.send(());
        };
        if let Err(err) = thread::Builder::new().name("file watch".to_owned()).spawn(watch) {
            log::error!("the file is not watched: {err}");
        }
        Self { stop: Some(stop), ended }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stop = None;
        // Late or gone, there is nothing more to do about it.
        let _ = self.ended.recv_timeout(LONGEST_WAIT);
    }
}
