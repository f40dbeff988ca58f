//! Dialogs: a stack, the last one on top.

use std::path::PathBuf;

use super::jobs::Purpose;
use crate::document::recovery::Recoverable;

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
    /// Unsaved work of sessions that ended badly.
    Recovery(Vec<Recoverable>),
    /// List of shortcuts.
    Shortcuts,
    /// What the program is.
    About,
}
