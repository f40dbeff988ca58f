//! What is true of the open design and its file at this moment: kept in the journal or not, changed outside, open at
//! somebody else's. Nothing here is what somebody meant to do.

use crate::document::{FileStamp, Other, Seen, Sight};
use crate::edit::history::Revision;

/// What the journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The state of the design that is on disk; `None` = none.
    pub on_disk: Option<Revision>,
    /// Why the last attempt to keep something failed; `None` = it did not.
    pub problem: Option<String>,
}

/// Whether unsaved changes survive a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The design as it is is on disk.
    Kept,
    /// Its last changes are on their way to the disk.
    Behind,
    /// It is not kept, for this reason.
    Not(String),
}

impl Protection {
    /// The protection of a design at a revision by its journal.
    pub fn of(kept: &Kept, revision: Revision) -> Self {
        match &kept.problem {
            Some(problem) => Self::Not(problem.clone()),
            None if kept.on_disk == Some(revision) => Self::Kept,
            None => Self::Behind,
        }
    }
}

/// How the file compares with what the design was read from or saved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// The design was never saved.
    NoFile,
    /// The file is as it was, as far as anybody has looked.
    Same,
    /// Somebody else has changed the file.
    Changed,
    /// The file was moved, renamed or deleted, or its drive is gone.
    Gone,
}

impl FileState {
    /// Compares what is known of a file with what was seen.
    pub fn of(known: Option<&FileStamp>, seen: Option<&Seen>) -> Self {
        match (known, seen) {
            (None, _) => Self::NoFile,
            (Some(_), None) => Self::Same,
            (Some(_), Some(Seen::Gone)) => Self::Gone,
            (Some(known), Some(Seen::There(stamp))) => {
                if known == stamp {
                    Self::Same
                } else {
                    Self::Changed
                }
            }
        }
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// The unsaved changes; means nothing while there are none.
    pub protection: Protection,
    /// The file.
    pub file: FileState,
    /// Who else has the file open.
    pub other: Option<Other>,
    /// The service that copies the folder of the file to other computers.
    pub service: Option<&'static str>,
}

impl Safety {
    /// Puts together what is known and what was seen.
    pub fn new(protection: Protection, known: Option<&FileStamp>, sight: Option<&Sight>) -> Self {
        Self {
            protection,
            file: FileState::of(known, sight.and_then(|it| it.file.as_ref())),
            other: sight.and_then(|it| it.other.clone()),
            service: sight.and_then(|it| it.service),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::History;
    use crate::model::Document;

    #[test]
    fn only_what_is_on_disk_as_it_is_now_counts_as_kept() {
        let revision = History::new(Document::default(), true).revision();
        let kept = Kept { on_disk: Some(revision), problem: None };
        assert_eq!(Protection::of(&kept, revision), Protection::Kept);
        assert_eq!(Protection::of(&Kept::default(), revision), Protection::Behind);
        let failed = Kept { problem: Some("full".to_owned()), ..kept };
        assert_eq!(Protection::of(&failed, revision), Protection::Not("full".to_owned()));
    }

    #[test]
    fn a_file_is_compared_by_its_content() {
        let stamp = |sha256: &str| FileStamp { len: 4, sha256: sha256.to_owned(), modified: None };
        let state = |seen: Option<Seen>| FileState::of(Some(&stamp("a")), seen.as_ref());
        assert_eq!(state(None), FileState::Same);
        assert_eq!(state(Some(Seen::There(stamp("a")))), FileState::Same);
        assert_eq!(state(Some(Seen::There(stamp("b")))), FileState::Changed);
        assert_eq!(state(Some(Seen::Gone)), FileState::Gone);
        assert_eq!(FileState::of(None, Some(&Seen::Gone)), FileState::NoFile);
    }
}
