//! Writes a design so that at every moment either the old or the new version is whole on disk.
//!
//! The text goes to a temporary file in the same folder, is forced to disk and read back; the previous version is
//! copied to `NAME.bak`; then the temporary file takes the name in one step.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{OutsideChange, SaveError};
use super::open::backup_of;
use super::stamp::FileStamp;

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
    let present = look(path, &target)?;
    if on_conflict == OnConflict::Refuse {
        check_conflict(path, present.as_ref(), expected)?;
    }
    let wanted = FileStamp::of_bytes(text.as_bytes(), None);
    if let Some(present) = present.as_ref().filter(|present| **present == wanted) {
        // Saving twice must not push the older version out of the backup.
        return Ok(present.clone());
    }
    let mut attempt = Attempt { path, watch };
    let temporary = attempt.create(&target)?;
    attempt.fill(&temporary, text, &target)?;
    if present.is_some() {
        attempt.back_up(&target)?;
    }
    if on_conflict == OnConflict::Refuse {
        // Somebody may have been faster while the text was written.
        check_conflict(path, look(path, &target)?.as_ref(), expected)?;
    }
    attempt.step(Step::Replace, || fs::rename(&temporary.path, &target))?;
    temporary.done();
    sync_folder(&target);
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

/// The folder of a file; `.` for a bare name.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
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

    fn fill(&mut self, temporary: &Temporary, text: &str, target: &Path) -> Result<(), SaveError> {
        self.step(Step::Write, || {
            fs::write(&temporary.path, text)?;
            match fs::metadata(target) {
                Ok(metadata) => fs::set_permissions(&temporary.path, metadata.permissions()),
                Err(_) => Ok(()),
            }
        })?;
        self.step(Step::Flush, || OpenOptions::new().write(true).open(&temporary.path)?.sync_all())?;
        let written = self.step(Step::ReadBack, || fs::read(&temporary.path))?;
        if written == text.as_bytes() { Ok(()) } else { Err(SaveError::NotTheSame { path: self.path.to_path_buf() }) }
    }

    /// Copies the present version to its backup, which is whole or the older one at every moment.
    fn back_up(&mut self, target: &Path) -> Result<(), SaveError> {
        self.step(Step::BackUp, || {
            let backup = backup_of(target).ok_or(io::ErrorKind::InvalidFilename)?;
            let copy = Temporary::beside(target)?;
            fs::copy(target, &copy.path)?;
            OpenOptions::new().write(true).open(&copy.path)?.sync_all()?;
            fs::rename(&copy.path, &backup)?;
            copy.done();
            Ok(())
        })
    }
}

/// A temporary file that is removed again unless it became something else.
struct Temporary {
    path: PathBuf,
    is_needed: bool,
}

/// Numbers the temporary files of this process.
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Names that are tried; others belong to a process of the same number that died.
const ATTEMPTS: usize = 100;

impl Temporary {
    fn beside(target: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..ATTEMPTS {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            // Short on purpose: the name of the design may already be as long as the drive takes.
            let path = folder_of(target).join(format!(".tierwright-{}-{number}.tmp", process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => return Ok(Self { path, is_needed: true }),
                Err(err) if err.kind() == io::ErrorKind::AlreadyExists => last = err,
                Err(err) => return Err(err),
            }
        }
        Err(last)
    }

    /// The file has another name now; there is nothing to remove.
    fn done(mut self) {
        self.is_needed = false;
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if self.is_needed
            && let Err(err) = fs::remove_file(&self.path)
        {
            log::warn!("the temporary file {} could not be removed: {err}", self.path.display());
        }
    }
}

/// Makes the new name durable; the text itself already is, so a failure is only noted.
fn sync_folder(target: &Path) {
    if cfg!(unix)
        && let Err(err) = File::open(folder_of(target)).and_then(|folder| folder.sync_all())
    {
        log::debug!("the folder of {} could not be forced to disk: {err}", target.display());
    }
}
