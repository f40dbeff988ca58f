//! What can go wrong with files: what happened, where, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::place::Place;
use super::since::Version;
use super::trouble::Trouble;
use crate::model::limits;

/// Why a design cannot be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is nothing at the path.
    #[error("There is no file {}. It may have been moved, renamed or deleted.", path.display())]
    Missing {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The path leads to a folder.
    #[error("{} is a folder. Choose a design file in it.", path.display())]
    Folder {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The path leads to a device, a pipe or a socket.
    #[error("{} is not an ordinary file. Choose a design file.", path.display())]
    NotAFile {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The operating system refuses to let us read.
    #[error("You have no permission to read {}. Ask its owner for access, or copy it to a folder of yours.", path.display())]
    NoPermission {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Reading failed for another reason.
    #[error("{} could not be read: {source}. Check the drive or the connection, then try again.", path.display())]
    Unreadable {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is there but holds nothing that can be used.
    #[error("{} cannot be opened. {problem}{}", path.display(), way_out(problem, backup.as_ref()))]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong inside it.
        #[source]
        problem: Box<Self>,
        /// The copy that the last save kept, when there is one.
        backup: Option<PathBuf>,
    },
    /// There is far more text than any design has.
    #[error(
        "It holds {size} bytes, and no design is larger than {limit} bytes. This is not a design that Tierwright wrote."
    )]
    TooLarge {
        /// Size in bytes; for a file that grew while it was read, at least this.
        size: u64,
        /// The most that is accepted, in bytes.
        limit: u64,
    },
    /// There is no text at all.
    #[error("It is empty. An unfinished copy or a full disk can leave such a file.")]
    Empty,
    /// The bytes are not text.
    #[error(
        "It is not a text in UTF-8 or UTF-16: the first wrong byte is in line {line}. \
         It may be another kind of file, or an editor saved it in another encoding."
    )]
    NotText {
        /// Line of the first wrong byte, counted from 1.
        line: usize,
    },
    /// It is a file of another kind that may carry a design, and carries none.
    #[error(
        "There is no design in this {kind}: it was exported without one, or another program made it or saved it anew. \
         Open the design itself, a file that ends in .ron."
    )]
    NothingInside {
        /// What kind of file it is.
        kind: &'static str,
    },
    /// It is a file of another kind, and the design that it carries cannot be used.
    #[error("The design in this {kind} cannot be used: {problem} Open the design itself, a file that ends in .ron.")]
    BadInside {
        /// What kind of file it is.
        kind: &'static str,
        /// What is wrong with the design, in sentences.
        problem: String,
    },
    /// It is text, but not a design.
    #[error("It is not a Tierwright design: it starts with “{start}” where “Tierwright(” belongs.")]
    NotADesign {
        /// The first characters after comments.
        start: String,
    },
    /// The format version is missing or not a number.
    #[error("It does not say which format version it has. A design starts with “Tierwright(format_version: 1,”.")]
    NoVersion,
    /// A newer program wrote it.
    #[error(
        "It has format version {found}, and this Tierwright reads versions up to {newest}. \
         Open it with a newer Tierwright. Nothing was changed."
    )]
    Newer {
        /// The version in the file.
        found: u64,
        /// The newest version this program knows.
        newest: u64,
    },
    /// It has our format version and uses what a newer program brought.
    #[error(
        "It was made by a newer Tierwright: it uses what came with version {needs}, and this is version {this}. \
         Open it with Tierwright {needs} or newer. Nothing was changed."
    )]
    MadeByNewer {
        /// The oldest version that knows all of it.
        needs: Version,
        /// The version of this program.
        this: Version,
    },
    /// A version that never existed.
    #[error("It has format version {found}, which does not exist. The first version is 1.")]
    UnknownVersion {
        /// The version in the file.
        found: u64,
    },
    /// The text breaks off or does not fit the format.
    #[error("{0}")]
    Damaged(Box<Damage>),
    /// The text fits the format, but its records contradict each other.
    #[error("{}", contradictions(violations))]
    Contradictory {
        /// What does not fit together, one sentence each, in order; never empty.
        violations: Vec<String>,
    },
}

/// A spot in a text that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Damage {
    /// Where it is.
    pub place: Place,
    /// What is wrong, without a full stop.
    pub problem: String,
    /// What to do about it, in sentences.
    pub advice: String,
}

impl Damage {
    /// Puts the three parts together.
    pub(crate) fn new(place: Place, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { place, problem: problem.into(), advice: advice.into() }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, problem, advice } = self;
        write!(f, "In {}: {problem}.\n\n{}\n\n{advice}", place.words(), place.excerpt())
    }
}

impl From<Damage> for OpenError {
    fn from(damage: Damage) -> Self {
        Self::Damaged(Box::new(damage))
    }
}

impl OpenError {
    /// Whether a design was in the file that is not whole any more; a file of another kind never held one, and one of
    /// another version is whole.
    const fn is_damage_to_a_design(&self) -> bool {
        matches!(self, Self::Empty | Self::Damaged(_) | Self::Contradictory { .. } | Self::NoVersion)
    }

    /// The damaged spot, if the trouble is one spot in the text.
    pub fn damage(&self) -> Option<&Damage> {
        match self {
            Self::Damaged(damage) => Some(damage),
            Self::Unusable { problem, .. } => problem.damage(),
            _ => None,
        }
    }
}

/// Where the work may still be, if there ever was any in the file.
fn way_out(problem: &OpenError, backup: Option<&PathBuf>) -> String {
    let journal = "Unsaved work of a session that ended badly is offered for recovery when Tierwright starts.";
    match backup {
        Some(backup) => {
            format!("\n\nThe version before the last save is still in {}: open that file. {journal}", backup.display())
        }
        None if problem.is_damage_to_a_design() => format!("\n\n{journal}"),
        None => String::new(),
    }
}

/// Most contradictions that are spelled out in one message.
const SPELLED_OUT: usize = 5;

fn contradictions(violations: &[String]) -> String {
    let only_numbers = violations.iter().all(|it| it.contains(limits::OUTSIDE));
    let mut text = String::from(match (only_numbers, violations.len()) {
        (false, _) => "Its records contradict each other:",
        (true, 1) => "It holds a number outside the limits:",
        (true, _) => "It holds numbers outside the limits:",
    });
    for violation in violations.iter().take(SPELLED_OUT) {
        text.push_str("\n- ");
        text.push_str(violation);
    }
    if let Some(num_more) = violations.len().checked_sub(SPELLED_OUT).filter(|num_more| *num_more > 0) {
        text.push_str("\n- and ");
        text.push_str(&num_more.to_string());
        text.push_str(" more");
    }
    text.push_str(match (only_numbers, violations.len()) {
        (false, _) => {
            "\nThis comes from editing the file by hand or from merging two versions of it. Correct these records."
        }
        (true, 1) => "\nCorrect this number in the file.",
        (true, _) => "\nCorrect these numbers in the file.",
    });
    text
}

/// How a file differs from what the program knew of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutsideChange {
    /// The content is different.
    Edited,
    /// The file is gone.
    Removed,
}

/// Why a design was not saved; the file on disk is as it was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SaveError {
    /// Somebody else changed the file since it was opened or last saved.
    #[error("{}", outside(path, *change))]
    ChangedOutside {
        /// The file.
        path: PathBuf,
        /// What happened to it.
        change: OutsideChange,
    },
    /// A new design would replace a file that is already there.
    #[error("There is already a file {}. Choose another name, or confirm that it may be replaced.", path.display())]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// The path leads to a folder.
    #[error("{} is a folder. Choose a file name in it.", path.display())]
    Folder {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The path leads to a device, a pipe or a socket, or has no file name.
    #[error("{} cannot hold a design. Choose an ordinary file name.", path.display())]
    NotAFile {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The file is marked read-only.
    #[error("{} is read-only. Save under another name, or remove the read-only mark.", path.display())]
    ReadOnlyFile {
        /// The file.
        path: PathBuf,
    },
    /// The folder does not exist.
    #[error(
        "The folder of {} does not exist. It may be on a drive that is not connected. Choose another folder, or connect it.",
        path.display()
    )]
    FolderMissing {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said, when it was asked.
        source: Option<io::Error>,
    },
    /// The operating system refuses to let us write there.
    #[error("You have no permission to write in the folder of {}. Save in another folder.", path.display())]
    NoPermission {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The drive can only be read.
    #[error("The drive of {} can only be read. Save on another drive.", path.display())]
    ReadOnlyDrive {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// No room.
    #[error("There is no room left on the drive of {}. Free some space, or save on another drive.", path.display())]
    DiskFull {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file name is too long or holds characters that the drive does not take.
    #[error("The drive does not take the file name {}. Choose a shorter name without special characters.", path.display())]
    NameRefused {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another program holds the file.
    #[error(
        "{} is open in another program. Close it there, or wait until a backup or sync program is done, and save again; \
         or save under another name.",
        path.display()
    )]
    InUse {
        /// The path that was asked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// What was written could not be read back as it was.
    #[error(
        "What was written for {} did not read back the same. The drive may be failing: save on another one.",
        path.display()
    )]
    NotTheSame {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// There is no text to write.
    #[error("The design could not be turned into text, so {} was left alone. Please report this.", path.display())]
    NothingToWrite {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// Writing failed for another reason.
    #[error("{} could not be saved: {action} failed ({source}). Save on another drive.", path.display())]
    Failed {
        /// The path that was asked for.
        path: PathBuf,
        /// What was being done.
        action: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
}

fn outside(path: &std::path::Path, change: OutsideChange) -> String {
    let path = path.display();
    match change {
        OutsideChange::Edited => format!(
            "{path} was changed by somebody else or another program since you opened it. \
             Save under another name to keep both, or replace it: the other version then stays as the backup."
        ),
        OutsideChange::Removed => format!(
            "{path} was moved, renamed or deleted since you opened it. \
             Save it here again, or save under another name."
        ),
    }
}

impl SaveError {
    /// Puts what the operating system said about `path` into the user's words.
    pub(crate) fn from_io(path: &std::path::Path, action: &'static str, source: io::Error) -> Self {
        Self::new(path, action, Trouble::of(&source), source)
    }

    /// The user's words for a trouble with `path`.
    pub(crate) fn new(path: &std::path::Path, action: &'static str, trouble: Trouble, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match trouble {
            Trouble::NoPermission => Self::NoPermission { path, source },
            Trouble::ReadOnlyDrive => Self::ReadOnlyDrive { path, source },
            Trouble::Full => Self::DiskFull { path, source },
            Trouble::Name => Self::NameRefused { path, source },
            Trouble::FolderMissing => Self::FolderMissing { path, source: Some(source) },
            Trouble::Folder => Self::Folder { path },
            Trouble::InUse => Self::InUse { path, source },
            Trouble::Other => Self::Failed { path, action, source },
        }
    }
}

/// Why unsaved work is not protected at the moment; the design itself is not affected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The folder for journals cannot be used.
    #[error(
        "Unsaved work is not protected: the folder {} cannot be used ({source}). Save often.",
        folder.display()
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The journal cannot be written.
    #[error(
        "Unsaved work is not protected: {} could not be written ({source}). Save often.",
        journal.display()
    )]
    Write {
        /// The journal file.
        journal: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A journal cannot be removed.
    #[error(
        "The recovery file {} could not be removed ({source}). It will be offered again at the next start.",
        journal.display()
    )]
    Remove {
        /// The journal file.
        journal: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The list of journals cannot be read.
    #[error("The recovery files in {} could not be read ({source}).", folder.display())]
    Find {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}
