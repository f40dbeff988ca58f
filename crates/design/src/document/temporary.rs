//! Files in the making: they lie beside what they become, only their owner can read them, and they go when they fail.
//!
//! Such a file is locked while its program lives. What a killed program leaves behind is therefore told from the work of
//! a living one, on a shared drive too, and [`sweep`] removes it.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// How the names of such files start and end; a process number, a hyphen and a number stand between.
const START: &str = ".tierwright-";
const END: &str = ".tmp";

/// Names that are tried; others belong to processes of the same number that died, or on other computers.
const ATTEMPTS: usize = 100;

/// Numbers the temporary files of this process.
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Puts `bytes` in the place of `target` in one step: whole, or what was there stays.
pub fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    sweep(folder_of(target));
    let mut temporary = Temporary::beside(target)?;
    temporary.write(bytes)?;
    temporary.sync()?;
    temporary.put(target)
}

/// A file in the making; removed again unless it is [`Temporary::put`] in its place.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    file: File,
    is_needed: bool,
}

impl Temporary {
    /// A new empty file in the folder of `target`. Its name is short: that of the target may be as long as the drive
    /// takes.
    pub(crate) fn beside(target: &Path) -> io::Result<Self> {
        for _ in 0..ATTEMPTS {
            let path = new_name(target);
            match for_owner_alone().create_new(true).open(&path) {
                Ok(file) if is_held_by_us(&file, &path) => return Ok(Self { path, file, is_needed: true }),
                // Somebody swept it away before it was locked.
                Ok(_) => {}
                Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {}
                Err(err) => return Err(err),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Appends bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Forces everything to the drive.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// What the file holds now.
    pub(crate) fn read_back(&mut self) -> io::Result<Vec<u8>> {
        self.file.rewind()?;
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes the place of `target`, readable by those who could read what was there; of a new file, by those who can
    /// read new files of this person there.
    pub(crate) fn put(self, target: &Path) -> io::Result<()> {
        self.put_dressed_like(target, target)
    }

    /// [`Temporary::put`] for those who can read `model`.
    pub(crate) fn put_dressed_like(mut self, model: &Path, target: &Path) -> io::Result<()> {
        match fs::metadata(model) {
            Ok(metadata) => dress_like(&self.file, &metadata)?,
            // Where that cannot be found out, nobody else may read it.
            Err(_) => usual_permissions(target).map_or(Ok(()), |usual| self.file.set_permissions(usual))?,
        }
        fs::rename(&self.path, target)?;
        self.is_needed = false;
        sync_folder(folder_of(target));
        Ok(())
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

/// Removes what killed programs left behind in a folder: files of our naming that no living program holds.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_ours) {
            remove_abandoned(&entry.path());
        }
    }
}

fn remove_abandoned(path: &Path) {
    // The lock is held until the file is gone, so nobody can take the name for their own in between.
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return };
    if file.try_lock().is_ok() {
        let removed = fs::remove_file(path);
        log::info!("{} was left behind by a killed program; removing it: {removed:?}", path.display());
    }
}

fn is_ours(name: &str) -> bool {
    let numbers = name.strip_prefix(START).and_then(|it| it.strip_suffix(END)).and_then(|it| it.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}

fn new_name(target: &Path) -> PathBuf {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    folder_of(target).join(format!("{START}{}-{number}{END}", process::id()))
}

/// Whether the lock of a new file is ours and the file still there. Where there are no locks, nobody sweeps either.
fn is_held_by_us(file: &File, path: &Path) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && path.exists()
}

/// How files are opened whose content is nobody else's business.
pub(crate) fn for_owner_alone() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The permissions that a new file gets here, from the mask of the person or the folder: those of an empty one.
fn usual_permissions(target: &Path) -> io::Result<fs::Permissions> {
    for _ in 0..ATTEMPTS {
        let path = new_name(target);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => {
                let probe = Temporary { path, file, is_needed: true };
                return Ok(probe.file.metadata()?.permissions());
            }
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {}
            Err(err) => return Err(err),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Gives a new version of a file owner, group and mode of the one it replaces. Where the group cannot be kept, it may do
/// no more than everybody else.
#[cfg(unix)]
fn dress_like(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let own = file.metadata()?;
    if own.uid() != replaced.uid() {
        // Only an administrator can.
        let kept = fchown(file, Some(replaced.uid()), None);
        log::debug!("keeping the owner of a file: {kept:?}");
    }
    let keeps_group = own.gid() == replaced.gid() || fchown(file, None, Some(replaced.gid())).is_ok();
    let mode = replaced.mode() & 0o777;
    let mode = if keeps_group { mode } else { mode & 0o707 | (mode & 0o007) << 3 };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Elsewhere a new file has the permissions of its folder.
#[cfg(not(unix))]
fn dress_like(_file: &File, _replaced: &Metadata) -> io::Result<()> {
    Ok(())
}

/// The folder of a file; `.` for a bare name.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Makes a new name durable; the content already is, so a failure is only noted.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Err(err) = File::open(folder).and_then(|folder| folder.sync_all())
    {
        log::debug!("{} could not be forced to disk: {err}", folder.display());
    }
}
