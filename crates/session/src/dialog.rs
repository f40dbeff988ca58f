//! Dialogs: a stack, the last one on top.

use std::path::PathBuf;

use crate::document::recovery::Recoverable;
use crate::jobs::Purpose;
use crate::model::{Element, Waiver};
use crate::rules::RuleId;
use crate::rules::plan::Goal;

/// What happens once unsaved changes are dealt with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// Show the gallery.
    New,
    /// Ask which design to open.
    Open,
    /// Open this design.
    OpenPath(PathBuf),
    /// Start from the template with this key.
    Template(String),
    /// Leave the program.
    Quit,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Choose a template.
    Gallery,
    /// Save, discard or cancel.
    Unsaved(After),
    /// The file changed outside; the text says how.
    ChangedOutside(String),
    /// Something failed: title and what to do.
    Failure(String, String),
    /// No dialog of the system: enter a path.
    PathEntry(Purpose),
    /// Choose formats and folder.
    Export,
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
    /// List of shortcuts.
    Shortcuts,
    /// What the program is.
    About,
}
