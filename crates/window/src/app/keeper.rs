//! Keeps unsaved work in the journal: a thread of its own, so that no frame waits for the disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::document::{FileStamp, Journal, to_text};
use crate::model::Document;
use crate::session::queue::{Message, Notice, Outbox};

enum Order {
    /// The design changed.
    Keep(Arc<Document>, String),
    /// The design was saved: nothing is unsaved any more.
    Saved(PathBuf, String, FileStamp),
    /// The person gave the unsaved work up.
    Discard,
    /// Answer when everything before is on disk.
    Flush(Sender<()>),
}

/// The journal of the open design.
#[derive(Debug)]
pub(super) struct Keeper {
    orders: Sender<Order>,
}

impl Keeper {
    /// Starts keeping a design; `file` is where it is stored.
    pub(super) fn start(folder: PathBuf, file: Option<(PathBuf, FileStamp)>, name: String, outbox: Outbox) -> Self {
        let (orders, inbox) = channel();
        let run = move || {
            let (path, stamp) = file.map_or((None, None), |(path, stamp)| (Some(path), Some(stamp)));
            match Journal::start(&folder, path.as_deref(), &name, stamp.as_ref()) {
                Ok(journal) => keep(journal, &inbox, &outbox),
                Err(err) => outbox.send(Message::Notice(Notice::failure(err.to_string()))),
            }
        };
        if let Err(err) = thread::Builder::new().name("journal".to_owned()).spawn(run) {
            log::error!("unsaved work is not kept: {err}");
        }
        Self { orders }
    }

    /// The design changed by a step with this label.
    pub(super) fn keep(&self, document: &Arc<Document>, label: &str) {
        self.order(Order::Keep(Arc::clone(document), label.to_owned()));
    }

    /// The design was saved.
    pub(super) fn saved(&self, path: PathBuf, name: String, stamp: FileStamp) {
        self.order(Order::Saved(path, name, stamp));
    }

    /// The person gave the unsaved work up.
    pub(super) fn discard(&self) {
        self.order(Order::Discard);
    }

    /// Waits until everything kept so far is on disk.
    pub(super) fn flush(&self) {
        let (done, wait) = channel();
        self.order(Order::Flush(done));
        // The thread is gone when it could not start; then there is nothing to wait for.
        let _ = wait.recv();
    }

    fn order(&self, order: Order) {
        // A closed channel means that the journal could not be started, which was reported then.
        let _ = self.orders.send(order);
    }
}

/// Carries out orders until the keeper is dropped. Of several changes in a row only the last is written.
fn keep(mut journal: Journal, inbox: &Receiver<Order>, outbox: &Outbox) {
    let mut told = false;
    let mut pending: Option<Order> = None;
    while let Some(order) = pending.take().or_else(|| inbox.recv().ok()) {
        let mut order = order;
        while matches!(order, Order::Keep(..)) {
            match inbox.try_recv() {
                Ok(newer @ Order::Keep(..)) => order = newer,
                Ok(other) => {
                    pending = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let result = match order {
            Order::Keep(document, label) => journal.append(&to_text(&document), &label),
            Order::Saved(path, name, stamp) => journal.saved(&path, &name, &stamp),
            Order::Discard => journal.discard(),
            Order::Flush(done) => {
                let _ = done.send(());
                Ok(())
            }
        };
        if let Err(err) = result {
            log::error!("{err}");
            if !std::mem::replace(&mut told, true) {
                outbox.send(Message::Notice(Notice::failure(err.to_string())));
            }
        }
    }
}
