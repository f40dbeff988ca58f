//! Work off the frame: file dialogs and exports run in threads of their own and answer with a message.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crate::analysis::{Analysis, analyze_on};
use crate::document::{LogoError, read_logo};
use crate::edit::history::Revision;
use crate::estimating::Estimated;
use crate::export::{ExportError, ExportRequest, run};
use crate::model::{Document, MAX_LOGO_BYTES};
use crate::queue::{Message, Outbox};

/// What a file dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Open a design.
    Open,
    /// Save the design.
    Save,
    /// Choose the folder for exports.
    ExportFolder,
    /// Choose a logo.
    Logo,
}

/// What a job came to.
#[derive(Debug)]
pub enum JobResult {
    /// The person chose a path, or none.
    Picked(Purpose, Option<PathBuf>),
    /// No file dialog of the system is available: ask within the window.
    NoDialog(Purpose),
    /// The availability estimate is done.
    Estimated(Box<Estimated>),
    /// The logo is read, as base64.
    Logo(Result<String, LogoError>),
    /// The export is done.
    Exported(Result<Vec<PathBuf>, ExportError>),
}

/// Asks the person for paths. The window uses the dialogs of the system, tests a script.
pub trait FilePicker: Send + Sync {
    /// Shows a dialog and waits; `Err(())` = there is none.
    fn pick(&self, purpose: Purpose, suggestion: &str) -> Result<Option<PathBuf>, NoDialog>;
}

/// The system has no file dialog to offer.
#[derive(Clone, Copy, Debug)]
pub struct NoDialog;

/// Runs jobs and wakes the window when they are done.
#[derive(Clone)]
pub struct Jobs {
    outbox: Outbox,
    wake: Arc<dyn Fn() + Send + Sync>,
    picker: Arc<dyn FilePicker>,
}

impl Jobs {
    /// Jobs that answer to `outbox` and call `wake` when they have.
    pub fn new(outbox: Outbox, wake: impl Fn() + Send + Sync + 'static, picker: Arc<dyn FilePicker>) -> Self {
        Self { outbox, wake: Arc::new(wake), picker }
    }

    /// Asks for a path.
    pub fn pick(&self, purpose: Purpose, suggestion: String) {
        let picker = Arc::clone(&self.picker);
        self.spawn("file dialog", move || match picker.pick(purpose, &suggestion) {
            Ok(path) => JobResult::Picked(purpose, path),
            Err(NoDialog) => JobResult::NoDialog(purpose),
        });
    }

    /// Writes the files of an export. The day on the files decides which acceptances have expired.
    pub fn export(&self, document: Arc<Document>, request: ExportRequest) {
        self.spawn("export", move || {
            let analysis = analyze_on(&document, request.date.parse().ok());
            JobResult::Exported(run(&document, &analysis, &request))
        });
    }

    /// Reads a picture that is to be the logo.
    pub fn read_logo(&self, path: PathBuf) {
        self.spawn("logo", move || JobResult::Logo(read_logo(&path, MAX_LOGO_BYTES)));
    }

    /// Estimates the availability of a design.
    pub fn estimate(&self, document: Arc<Document>, analysis: Arc<Analysis>, revision: Revision) {
        self.spawn("availability estimate", move || {
            JobResult::Estimated(Box::new(Estimated::new(&document, &analysis, revision)))
        });
    }

    fn spawn(&self, name: &str, work: impl FnOnce() -> JobResult + Send + 'static) {
        let (outbox, wake) = (self.outbox.clone(), Arc::clone(&self.wake));
        let run = move || {
            outbox.send(Message::Job(work()));
            wake();
        };
        if let Err(err) = thread::Builder::new().name(name.to_owned()).spawn(run) {
            log::error!("{name} could not start: {err}");
        }
    }
}
