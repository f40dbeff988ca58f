//! Work off the frame: file dialogs and exports run in threads of their own and answer with a message.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crate::analysis::{Analysis, analyze_in_stages};
use crate::bundle::{Verification, VerifyError, verify};
use crate::carried::open;
use crate::dialog::After;
use crate::document::{LogoError, OnConflict, OpenError, SaveError, Sight, file_name, read_logo, save, save_numbered};
use crate::edit::history::Revision;
use crate::estimating::Estimated;
use crate::exchange::readers::Options;
use crate::export::{ExportError, ExportRequest, Exported, Present, WordTemplate, run_while};
use crate::migration::Migration;
use crate::model::{Document, MAX_LOGO_BYTES};
use crate::queue::{Caller, Message};
use crate::work::{GivenUp, Phase, Work};

/// What a file dialog is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Open a design.
    Open,
    /// Save the design, and go on with what waits for it.
    Save(Option<After>),
    /// Choose the folder for exports.
    ExportFolder,
    /// Choose the design of the present environment, for an export.
    Present,
    /// Choose a document of Word whose styles and pages an export takes.
    WordTemplate,
    /// Choose a logo.
    Logo,
    /// Choose files to import, and what to take from them.
    Import(Options),
    /// Choose files that were handed over, to be verified.
    Verify,
    /// Choose a design to compare with.
    Compare,
    /// Choose what somebody else has made of the design that the open one comes from.
    Theirs,
    /// Save the comparison as a page; whether with changes of the drawing alone.
    Page(bool),
    /// Choose a folder for the designs after each step.
    StepDesigns,
    /// Choose exports to compare with.
    CompareExports,
    /// Save the script that collects a running BizTalk group.
    Collector,
}

/// What a job came to.
#[derive(Debug)]
pub enum JobResult {
    /// The person chose paths, or none; or there is no file dialog of the system.
    Picked(Purpose, Result<Vec<PathBuf>, NoDialog>),
    /// A look at the file of the open design, which is at this path, has brought something new.
    Seen(PathBuf, Sight),
    /// The availability estimate is done.
    Estimated(Box<Estimated>, Work),
    /// The logo is read, as base64.
    Logo(Result<String, LogoError>),
    /// The design of the present environment is read, or why not.
    Present(Result<Arc<Present>, OpenError>),
    /// The document of Word is read, or why not.
    WordTemplate(Result<WordTemplate, ExportError>),
    /// Files that were handed over are verified, or why they cannot be.
    Verified(Result<Verification, VerifyError>),
    /// A text is written here, or is not.
    Written(PathBuf, Result<(), SaveError>),
    /// The designs after each step are written to a folder: how many, and why others are not; or there is no folder.
    StepsWritten(PathBuf, io::Result<(usize, Vec<SaveError>)>),
    /// What the system has shown, or why it has not.
    ShownElsewhere(Elsewhere, Result<(), String>),
    /// The export is done, with or without failures, or given up.
    Exported(ExportRequest, Exported, Work),
}

/// What other programs of the system show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// A folder, in the file manager.
    Folder(PathBuf),
    /// The address of a page, in the browser.
    Page(String),
}

/// Asks the person for paths. The window uses the dialogs of the system, tests a script.
pub trait FilePicker: Send + Sync {
    /// Shows a dialog and waits: no path = the person has chosen none, several only for an import.
    ///
    /// # Errors
    /// There is no dialog.
    fn pick(&self, purpose: &Purpose, suggestion: &str) -> Result<Vec<PathBuf>, NoDialog>;

    /// Shows something in the program that the system has for it.
    ///
    /// # Errors
    /// The system has none, or says why it does not.
    fn show_elsewhere(&self, what: &Elsewhere) -> Result<(), String>;
}

/// The system has no file dialog to offer.
#[derive(Clone, Copy, Debug)]
pub struct NoDialog;

/// Runs jobs and wakes the window when they are done.
#[derive(Clone)]
pub struct Jobs {
    caller: Caller,
    picker: Arc<dyn FilePicker>,
}

impl Jobs {
    /// Jobs that answer through `caller`.
    pub fn new(caller: Caller, picker: Arc<dyn FilePicker>) -> Self {
        Self { caller, picker }
    }

    /// How threads of the window answer.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Asks for a path.
    pub fn pick(&self, purpose: Purpose, suggestion: String) {
        let picker = Arc::clone(&self.picker);
        self.spawn("file dialog", move || {
            let answer = picker.pick(&purpose, &suggestion);
            JobResult::Picked(purpose, answer)
        });
    }

    /// Writes the files of an export, until it is given up. The day on the files decides which acceptances have expired.
    pub fn export(&self, document: Arc<Document>, request: ExportRequest, work: Work) {
        self.spawn("export", move || {
            let mut exported = Exported::default();
            // What was written before it was given up is told like everything else.
            let _: Result<(), GivenUp> = export(&document, &request, &work, &mut exported);
            JobResult::Exported(request, exported, work)
        });
    }

    /// Shows something in the program that the system has for it.
    pub fn show_elsewhere(&self, what: Elsewhere) {
        let picker = Arc::clone(&self.picker);
        self.spawn("other program", move || {
            let shown = picker.show_elsewhere(&what);
            JobResult::ShownElsewhere(what, shown)
        });
    }

    /// Reads a picture that is to be the logo.
    pub fn read_logo(&self, path: PathBuf) {
        self.spawn("logo", move || JobResult::Logo(read_logo(&path, MAX_LOGO_BYTES)));
    }

    /// Verifies files that were handed over.
    pub fn verify(&self, paths: Vec<PathBuf>) {
        self.spawn("verify", move || JobResult::Verified(verify(&paths)));
    }

    /// Reads the design of the present environment, or the one that a file carries.
    pub fn read_present(&self, path: PathBuf) {
        self.spawn("present", move || {
            let name = file_name(&path);
            JobResult::Present(open(&path).map(|it| Arc::new(Present::new(name, it.document))))
        });
    }

    /// Reads a document of Word.
    pub fn read_word_template(&self, path: PathBuf) {
        self.spawn("word template", move || JobResult::WordTemplate(WordTemplate::open(&path)));
    }

    /// Writes a text; whether it may replace a file that is there.
    pub fn write_text(&self, path: PathBuf, text: impl FnOnce() -> String + Send + 'static, may_replace: bool) {
        let on_conflict = if may_replace { OnConflict::Overwrite } else { OnConflict::Refuse };
        self.spawn("text", move || {
            let saved = save(&path, &text(), None, on_conflict).map(drop);
            JobResult::Written(path, saved)
        });
    }

    /// Writes the design after each step into a folder.
    pub fn write_steps(&self, folder: PathBuf, path: Arc<Migration>) {
        self.spawn("steps", move || {
            let written = save_numbered(&folder, "step", path.steps.iter().map(|it| &it.document));
            JobResult::StepsWritten(folder, written)
        });
    }

    /// Estimates the availability of a design.
    pub fn estimate(&self, document: Arc<Document>, analysis: Arc<Analysis>, revision: Revision, work: Work) {
        self.spawn("availability estimate", move || {
            JobResult::Estimated(Box::new(Estimated::new(&document, &analysis, revision)), work)
        });
    }

    fn spawn(&self, name: &str, work: impl FnOnce() -> JobResult + Send + 'static) {
        let caller = self.caller.clone();
        let run = move || caller.send(Message::Job(work()));
        if let Err(err) = thread::Builder::new().name(name.to_owned()).spawn(run) {
            log::error!("{name} could not start: {err}");
        }
    }
}

/// One format after the other.
fn export(document: &Document, request: &ExportRequest, work: &Work, exported: &mut Exported) -> Result<(), GivenUp> {
    let today = request.date.parse().ok();
    let analysis = analyze_in_stages(document, today, |stage| work.enter(Phase::Judging(stage)))?;
    *exported = run_while(document, &analysis, request, || work.enter(Phase::Writing).is_ok());
    Ok(())
}
