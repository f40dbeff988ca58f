//! Dialogs: a stack, the last one on top.

use std::path::PathBuf;

use crate::bundle::Verification;
use crate::document::recovery::Recoverable;
use crate::edit::Edit;
use crate::export::ExportRequest;
use crate::handed::Handed;
use crate::importing::Prepared;
use crate::jobs::Purpose;
use crate::model::{Document, Element, Waiver};
use crate::rules::RuleId;
use crate::rules::plan::Goal;

/// What happens once unsaved changes are dealt with: all of it replaces or leaves the open design. What waits for a save
/// travels with the dialogs of that save, so that it is forgotten with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// Open this design.
    OpenPath(PathBuf),
    /// Start from the template with this key.
    Template(String),
    /// Restore the work in this journal.
    Recover(PathBuf),
    /// Make a new design of what was imported.
    Import(Handed<Imported>),
    /// Leave the program.
    Quit,
}

/// A design that an import makes: where it starts, and the one step that brings everything in.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The design without the import.
    pub start: Document,
    /// The import.
    pub edit: Edit,
}

/// A file stands where the design was to be saved, and is not the one that the design came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where the design was to be saved.
    pub path: PathBuf,
    /// What is there, and what to do.
    pub text: String,
    /// Whether the design came from this file, which has changed since.
    pub is_own_file: bool,
    /// What waits for the save.
    pub then: Option<After>,
}

/// An export of which something is not written.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedExport {
    /// The files that are written.
    pub written: Vec<PathBuf>,
    /// Why others are not, a sentence or two each.
    pub failures: Vec<String>,
    /// The fonts of this computer that drew what the bundled ones lack, by family.
    pub fonts: Vec<String>,
    /// Whether some are not because no font has a character of the design.
    pub lacks_font: bool,
    /// The kinds of file that failed, to be tried again.
    pub again: ExportRequest,
}

/// A finding that a person is about to accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The rule.
    pub rule: RuleId,
    /// What it is about, the subject first.
    pub elements: Vec<Element>,
    /// The sentence that names the elements.
    pub message: String,
    /// Stands for the finding with its facts as they are.
    pub fingerprint: String,
    /// An earlier acceptance that no longer holds.
    pub replaces: Option<Waiver>,
}

/// What a search starts with; a mark at the start of the text changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFor {
    /// What the program can do.
    Commands,
    /// Elements and findings.
    Things,
}

/// A dialog over the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Choose a template.
    Gallery,
    /// Save, discard or cancel.
    Unsaved(After),
    /// Whether what was typed into the dialog below may go.
    ThrowAway,
    /// Replace the file that is in the way, or choose another name.
    Conflict(Conflict),
    /// The design was not saved: why, and what waits for the save.
    NotSaved(String, Option<After>),
    /// The file of the open design has changed or is gone: read it anew or save under another name.
    ChangedOutside,
    /// Some files of an export are not written.
    FailedExport(FailedExport),
    /// Something failed: title and what to do.
    Failure(String, String),
    /// A file dialog of the system is open, and the window waits for it.
    Picking(Purpose),
    /// No dialog of the system: enter a path.
    PathEntry(Purpose),
    /// Choose formats and folder.
    Export,
    /// Choose what to compare the open design with.
    Compare,
    /// What files say that are to be imported; `None` = none is chosen yet.
    Import(Option<Handed<Prepared>>),
    /// Whether files that were handed over belong together and were changed.
    Verified(Handed<Verification>),
    /// Customer, project, author, version, logo.
    ProjectDetails,
    /// Reason, person and days of an acceptance.
    Accept(Acceptance),
    /// Fixes to be applied together, shown first.
    Plan(Goal),
    /// Unsaved work of sessions that ended badly.
    Recovery(Vec<Recoverable>),
    /// Find something by name.
    Search(SearchFor),
    /// Name of a template of the person's own.
    SaveAsTemplate,
    /// The steps of the session.
    Steps,
    /// List of shortcuts.
    Shortcuts,
    /// What the program is.
    About,
}
