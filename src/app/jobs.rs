//! Work off the frame: file dialogs and exports run in threads of their own and answer with a message.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::estimating::Estimated;
use super::queue::{Message, Outbox};
use crate::analysis::Analysis;
use crate::edit::history::Revision;
use crate::export::{ExportError, ExportRequest, run};
use crate::model::Document;

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

/// The dialogs of the system.
#[derive(Clone, Copy, Debug)]
pub struct SystemPicker;

/// A dialog that vanishes faster than a person can react was never shown: rfd answers `None` when no portal runs.
const TOO_FAST: Duration = Duration::from_millis(150);

impl FilePicker for SystemPicker {
    fn pick(&self, purpose: Purpose, suggestion: &str) -> Result<Option<PathBuf>, NoDialog> {
        let asked = Instant::now();
        let dialog = rfd::FileDialog::new();
        let path = match purpose {
            Purpose::Open => dialog.add_filter("Tierwright design", &["ron"]).set_title("Open design").pick_file(),
            Purpose::Save => dialog
                .add_filter("Tierwright design", &["ron"])
                .set_title("Save design")
                .set_file_name(suggestion)
                .save_file(),
            Purpose::ExportFolder => dialog.set_title("Folder for exports").pick_folder(),
            Purpose::Logo => dialog.add_filter("PNG image", &["png"]).set_title("Logo").pick_file(),
        };
        if path.is_none() && asked.elapsed() < TOO_FAST { Err(NoDialog) } else { Ok(path) }
    }
}

/// Runs jobs and wakes the window when they are done.
#[derive(Clone)]
pub struct Jobs {
    outbox: Outbox,
    ctx: egui::Context,
    picker: Arc<dyn FilePicker>,
}

impl Jobs {
    /// Jobs that answer to `outbox` and wake `ctx`.
    pub fn new(outbox: Outbox, ctx: egui::Context, picker: Arc<dyn FilePicker>) -> Self {
        Self { outbox, ctx, picker }
    }

    /// Asks for a path.
    pub fn pick(&self, purpose: Purpose, suggestion: String) {
        let picker = Arc::clone(&self.picker);
        self.spawn("file dialog", move || match picker.pick(purpose, &suggestion) {
            Ok(path) => JobResult::Picked(purpose, path),
            Err(NoDialog) => JobResult::NoDialog(purpose),
        });
    }

    /// Writes the files of an export.
    pub fn export(&self, document: Arc<Document>, analysis: Arc<Analysis>, request: ExportRequest) {
        self.spawn("export", move || JobResult::Exported(run(&document, &analysis, &request)));
    }

    /// Estimates the availability of a design.
    pub fn estimate(&self, document: Arc<Document>, analysis: Arc<Analysis>, revision: Revision) {
        self.spawn("availability estimate", move || {
            JobResult::Estimated(Box::new(Estimated::new(&document, &analysis, revision)))
        });
    }

    fn spawn(&self, name: &str, work: impl FnOnce() -> JobResult + Send + 'static) {
        let (outbox, ctx) = (self.outbox.clone(), self.ctx.clone());
        let run = move || {
            outbox.send(Message::Job(work()));
            ctx.request_repaint();
        };
        if let Err(err) = thread::Builder::new().name(name.to_owned()).spawn(run) {
            log::error!("{name} could not start: {err}");
        }
    }
}
