//! Finds unsaved work that sessions left behind when they ended badly.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::JournalError;
use super::frame::{RecordKind, records};
use super::journal::{EXTENSION, REWRITE_EXTENSION, is_abandoned, last_header};
use super::stamp::FileStamp;
use super::steps::{Before, MOST_STEPS, before_steps};

/// Unsaved work of one design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recoverable {
    /// The journal that holds it.
    pub journal: PathBuf,
    /// Where the design is stored; `None` when it was never saved.
    pub path: Option<PathBuf>,
    /// Name of the design as the window showed it.
    pub name: String,
    /// When the last step was kept; `None` where the file system does not tell.
    pub modified: Option<SystemTime>,
    /// The last step in the user's words.
    pub last_label: String,
    /// Steps that the journal holds; older ones may have been dropped to save space.
    pub num_steps: usize,
    /// The design after the last step.
    pub text: String,
    /// The steps before it, oldest first: the label of each, and the text of the design after it.
    pub earlier: Vec<(String, String)>,
    /// The stamp of the file at `path` that the work builds on; `None` when it was never saved.
    pub base: Option<FileStamp>,
    /// How the file at `path` compares with `base` now.
    pub file_now: FileNow,
}

impl Recoverable {
    /// What undo takes back, oldest first. `start` is the text of the design before the first step, where it is known.
    pub fn steps(&self, start: Option<&str>) -> Vec<Before> {
        let after = self.earlier.iter().map(|(label, text)| (Some(label.as_str()), text.as_str()));
        let designs: Vec<(Option<&str>, &str)> = start.map(|text| (None, text)).into_iter().chain(after).collect();
        let labels = designs.iter().skip(1).filter_map(|(label, _)| *label).chain([self.last_label.as_str()]);
        let texts: Vec<(&str, &str)> = labels.zip(designs.iter().map(|(_, text)| *text)).collect();
        before_steps(texts.into_iter())
    }
}

/// What became of the file that unsaved work builds on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileNow {
    /// The design was never saved.
    NeverSaved,
    /// The file is as it was.
    Same,
    /// The file has other content now: restoring in its place would undo somebody's work.
    Changed,
    /// The file is gone or cannot be read.
    Missing,
}

/// Removes a journal, after its work was taken over or the person gave it up.
pub fn remove(journal: &Path) -> Result<(), JournalError> {
    match fs::remove_file(journal) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(JournalError::Remove { journal: journal.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

/// All unsaved work of sessions that no longer live, newest first.
///
/// Journals whose last design is what the file already holds have nothing left to give and are removed.
pub fn find(folder: &Path) -> Result<Vec<Recoverable>, JournalError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(JournalError::Find { folder: folder.to_path_buf(), source }),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let extension = path.extension().and_then(OsStr::to_str);
        if extension == Some(REWRITE_EXTENSION) {
            remove_abandoned(&path);
        } else if extension == Some(EXTENSION) {
            match recover(&path) {
                Ok(recoverable) => found.extend(recoverable),
                Err(err) => log::warn!("the recovery file {} could not be read: {err}", path.display()),
            }
        }
    }
    found.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.journal.cmp(&b.journal)));
    Ok(found)
}

/// The work in one journal; `None` when its program lives or there is nothing to recover.
fn recover(journal: &Path) -> io::Result<Option<Recoverable>> {
    let mut file = File::open(journal)?;
    if !is_abandoned(&file) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let records = records(&bytes);
    let designs = || records.iter().filter(|record| record.kind == RecordKind::Design);
    let Some(last) = designs().next_back() else { return Ok(None) };
    let header = last_header(&records);
    let path = header.as_ref().and_then(|header| header.path.as_deref()).map(PathBuf::from);
    let base = header.as_ref().and_then(|header| header.base.clone());
    let present = path.as_deref().and_then(|path| FileStamp::of(path).ok());
    if present.as_ref() == Some(&FileStamp::of_bytes(last.text.as_bytes(), None)) {
        if let Err(err) = fs::remove_file(journal) {
            log::debug!("{} could not be removed: {err}", journal.display());
        }
        return Ok(None);
    }
    let earlier = designs().rev().skip(1).take(MOST_STEPS).map(|it| (it.label.to_owned(), it.text.to_owned()));
    let mut earlier: Vec<_> = earlier.collect();
    earlier.reverse();
    Ok(Some(Recoverable {
        journal: journal.to_path_buf(),
        file_now: file_now(path.is_some(), present.as_ref(), base.as_ref()),
        path,
        name: header.map_or_else(|| "Unnamed design".to_owned(), |header| header.name),
        modified: file.metadata()?.modified().ok(),
        last_label: last.label.to_owned(),
        num_steps: designs().count(),
        earlier,
        text: last.text.to_owned(),
        base,
    }))
}

fn file_now(has_path: bool, present: Option<&FileStamp>, base: Option<&FileStamp>) -> FileNow {
    match (has_path, present) {
        (false, _) => FileNow::NeverSaved,
        (true, None) => FileNow::Missing,
        (true, Some(present)) if Some(present) == base => FileNow::Same,
        (true, Some(_)) => FileNow::Changed,
    }
}

/// Removes the rest of a rewrite that a dying program did not finish; the journal itself is still whole.
fn remove_abandoned(path: &Path) {
    let is_removed = File::open(path).map(|file| is_abandoned(&file) && fs::remove_file(path).is_ok());
    log::debug!("an unfinished rewrite {} was removed: {is_removed:?}", path.display());
}
