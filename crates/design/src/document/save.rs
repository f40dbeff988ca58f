//! Writes a design so that at every moment either the old or the new version is whole on disk.
//!
//! The text goes to a temporary file in the same folder, is forced to disk and read back; the previous version is
//! copied to `NAME.bak`; then the temporary file takes the name in one step.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{OutsideChange, SaveError};
use super::open::backup_of;
use super::stamp::FileStamp;
use super::temporary::{Temporary, folder_of, sweep};
use super::trouble::Trouble;

/// What to do when the file on disk is not the one that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Write nothing and report the conflict.
    Refuse,
    /// Replace it; what was there stays as the backup.
    Overwrite,
}

/// Saves `text` at `path` and returns the stamp to hand in next time.
///
/// `expected` is the stamp of the last opening or saving of this path; `None` for a path that this design was never
/// stored at. On every error the file at `path` is as it was before.
pub fn save(
    path: &Path,
    text: &str,
    expected: Option<&FileStamp>,
    on_conflict: OnConflict,
) -> Result<FileStamp, SaveError> {
    save_watched(path, text, expected, on_conflict, &mut |_| Ok(()))
}

/// A point at which saving can fail; tests make each of them fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Create,
    Write,
    Flush,
    ReadBack,
    BackUp,
    Replace,
}

impl Step {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 6] =
        [Self::Create, Self::Write, Self::Flush, Self::ReadBack, Self::BackUp, Self::Replace];

    fn action(self) -> &'static str {
        match self {
            Self::Create => "creating a temporary file beside it",
            Self::Write => "writing a temporary file beside it",
            Self::Flush => "forcing the text to the drive",
            Self::ReadBack => "reading the text back",
            Self::BackUp => "keeping the previous version as a backup",
            Self::Replace => "putting the new version in its place",
        }
    }
}

/// [`save`], asking `watch` before every step.
pub(crate) fn save_watched(
    path: &Path,
    text: &str,
    expected: Option<&FileStamp>,
    on_conflict: OnConflict,
    watch: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<FileStamp, SaveError> {
    if text.is_empty() {
        return Err(SaveError::NothingToWrite { path: path.to_path_buf() });
    }
    let target = resolved(path)?;
    let wanted = FileStamp::of_bytes(text.as_bytes(), None);
    let present = look(path, &target)?;
    let is_ours = expected.is_some() || on_conflict == OnConflict::Overwrite;
    if let Some(present) = present.as_ref().filter(|present| is_ours && **present == wanted) {
        // Saving twice must not push the older version out of the backup, and what is there already is no conflict,
        // whoever wrote it: a save that was no longer waited for.
        return Ok(present.clone());
    }
    if on_conflict == OnConflict::Refuse {
        check_conflict(path, present.as_ref(), expected)?;
    }
    sweep(folder_of(&target));
    let mut attempt = Attempt { path, watch };
    let mut temporary = attempt.create(&target)?;
    attempt.fill(&mut temporary, text)?;
    if present.is_some() {
        attempt.back_up(&target)?;
    }
    if on_conflict == OnConflict::Refuse {
        // Somebody may have been faster while the text was written.
        match look(path, &target)? {
            Some(present) if is_ours && present == wanted => return Ok(present),
            present => check_conflict(path, present.as_ref(), expected)?,
        }
    }
    attempt.replace(temporary, &target)?;
    let modified = fs::metadata(&target).and_then(|metadata| metadata.modified()).ok();
    Ok(FileStamp { modified, ..wanted })
}

/// The file that is really written: behind a link, what the link points to.
fn resolved(path: &Path) -> Result<PathBuf, SaveError> {
    if path.file_name().is_none() {
        return Err(SaveError::NotAFile { path: path.to_path_buf() });
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => {
            fs::canonicalize(path).map_err(|err| SaveError::from_io(path, "following the link", err))
        }
        _ => Ok(path.to_path_buf()),
    }
}

/// The stamp of the file that is there now; refuses what cannot be replaced.
fn look(path: &Path, target: &Path) -> Result<Option<FileStamp>, SaveError> {
    let metadata = match fs::metadata(target) {
        Ok(metadata) => metadata,
        Err(err) if err.kind() == io::ErrorKind::NotFound => {
            let folder = folder_of(target);
            return if folder.is_dir() {
                Ok(None)
            } else {
                Err(SaveError::FolderMissing { path: path.to_path_buf(), source: None })
            };
        }
        Err(err) => return Err(SaveError::from_io(path, "looking at it", err)),
    };
    if metadata.is_dir() {
        return Err(SaveError::Folder { path: path.to_path_buf() });
    }
    if !metadata.is_file() {
        return Err(SaveError::NotAFile { path: path.to_path_buf() });
    }
    if metadata.permissions().readonly() {
        return Err(SaveError::ReadOnlyFile { path: path.to_path_buf() });
    }
    FileStamp::of(target).map(Some).map_err(|err| SaveError::from_io(path, "looking at it", err))
}

fn check_conflict(path: &Path, present: Option<&FileStamp>, expected: Option<&FileStamp>) -> Result<(), SaveError> {
    let path = path.to_path_buf();
    match (present, expected) {
        (None, None) => Ok(()),
        (Some(present), Some(expected)) if present == expected => Ok(()),
        (Some(_), Some(_)) => Err(SaveError::ChangedOutside { path, change: OutsideChange::Edited }),
        (None, Some(_)) => Err(SaveError::ChangedOutside { path, change: OutsideChange::Removed }),
        (Some(_), None) => Err(SaveError::AlreadyExists { path }),
    }
}

/// One attempt to save, for its error messages.
struct Attempt<'a> {
    path: &'a Path,
    watch: &'a mut dyn FnMut(Step) -> io::Result<()>,
}

impl Attempt<'_> {
    fn step<T>(&mut self, step: Step, work: impl FnOnce() -> io::Result<T>) -> Result<T, SaveError> {
        (self.watch)(step).and_then(|()| work()).map_err(|err| SaveError::from_io(self.path, step.action(), err))
    }

    /// A new file that nobody else uses, in the folder of `target`.
    fn create(&mut self, target: &Path) -> Result<Temporary, SaveError> {
        self.step(Step::Create, || Temporary::beside(target))
    }

    fn fill(&mut self, temporary: &mut Temporary, text: &str) -> Result<(), SaveError> {
        self.step(Step::Write, || temporary.write(text.as_bytes()))?;
        self.step(Step::Flush, || temporary.sync())?;
        let written = self.step(Step::ReadBack, || temporary.read_back())?;
        if written == text.as_bytes() { Ok(()) } else { Err(SaveError::NotTheSame { path: self.path.to_path_buf() }) }
    }

    /// Copies the present version to its backup, which is whole or the older one at every moment.
    fn back_up(&mut self, target: &Path) -> Result<(), SaveError> {
        self.step(Step::BackUp, || {
            let backup = backup_of(target).ok_or(io::ErrorKind::InvalidFilename)?;
            let mut copy = Temporary::beside(target)?;
            copy.write(&fs::read(target)?)?;
            copy.sync()?;
            copy.put_dressed_like(target, &backup)
        })
    }

    fn replace(&mut self, temporary: Temporary, target: &Path) -> Result<(), SaveError> {
        let put = (self.watch)(Step::Replace).and_then(|()| temporary.put(target));
        put.map_err(|err| SaveError::new(self.path, Step::Replace.action(), Trouble::of_replacing(&err, target), err))
    }
}
