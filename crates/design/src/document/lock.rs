//! Tells others that a design is open: a small file beside it with a name, a computer and a time.
//!
//! The operating system holds the file while its program lives, on network drives too; the lock of a program that died is
//! therefore known to be stale. A folder that a service copies from computer to computer copies the file without the
//! hold: there only its age speaks. A lock is a word of warning and never hinders reading or saving.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::fitting::fitting;
use crate::clock::minute_in_utc;

/// How the name of a lock ends; it starts with a dot and the name of the design.
const ENDING: &str = ".lock";

/// A lock that nobody is known to hold and that is older than this is stale.
const LONGEST: Duration = Duration::from_hours(24);

/// Most bytes of a lock that are read.
const MOST_BYTES: u64 = 4096;

/// Who has a design open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Name of the person as the computer knows it.
    pub person: String,
    /// Name of the computer.
    pub computer: String,
    /// Number of the process.
    pub process: u32,
    /// Since when, to the minute and with its time zone.
    pub since: String,
}

impl Holder {
    /// This process of the present person, from now on.
    pub fn of_this_process() -> Self {
        let name = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        Self {
            person: name.filter(|it| !it.is_empty()).unwrap_or_else(|| "somebody".to_owned()),
            computer: gethostname::gethostname().to_string_lossy().into_owned(),
            process: process::id(),
            since: minute_in_utc(SystemTime::now()).unwrap_or_default(),
        }
    }
}

/// Somebody else who has a design open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Who; `None` when the lock cannot be read.
    pub holder: Option<Holder>,
    /// Whether their program is known to live. It is not where the lock came by a copy, or no lock can be held.
    pub is_certain: bool,
    /// Whether it is on this computer.
    pub is_here: bool,
}

/// What became of the wish to lock a design.
#[derive(Debug)]
pub enum Claim {
    /// The design is ours to announce.
    Ours(Lock),
    /// Somebody else has it open.
    Theirs(Other),
    /// No lock can be written there, as in a folder that can only be read.
    Nowhere,
}

/// The lock of this process; goes when it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    text: String,
    /// Held for as long as this lives.
    file: File,
}

/// Says that `holder` has the design open, unless somebody else does.
pub fn claim(design: &Path, holder: &Holder) -> Claim {
    let Some(path) = lock_of(design) else { return Claim::Nowhere };
    let text = ron::to_string(holder).unwrap_or_default();
    match hold(&path, true) {
        Hold::Free(file) | Hold::Unknown(file) => write(path, text, file, design).map_or(Claim::Nowhere, Claim::Ours),
        Hold::Failed(err) if err.kind() == io::ErrorKind::AlreadyExists => take_over(path, text, design, holder),
        Hold::Failed(err) => {
            log::debug!("{} is not locked: {err}", design.display());
            Claim::Nowhere
        }
        Hold::Theirs => Claim::Theirs(other(&path, holder, true)),
    }
}

/// What to do about a lock that is there already.
fn take_over(path: PathBuf, text: String, design: &Path, me: &Holder) -> Claim {
    if !may_be_a_lock(&path) {
        log::warn!("{} is no lock of ours; it is left alone", path.display());
        return Claim::Nowhere;
    }
    let present = other(&path, me, false);
    let is_stale = present.is_here || present.holder.is_none() || is_old(&path);
    let ours = |file| write(path.clone(), text, file, design).map_or(Claim::Nowhere, Claim::Ours);
    match hold(&path, false) {
        Hold::Theirs => Claim::Theirs(Other { is_certain: true, ..present }),
        Hold::Free(file) if is_stale => ours(file),
        Hold::Unknown(file) if is_old(&path) || present.is_here && !may_live(&present) => ours(file),
        // Not ours to write; whether anybody holds it is not known.
        Hold::Failed(_) if is_stale => Claim::Nowhere,
        Hold::Free(_) | Hold::Unknown(_) | Hold::Failed(_) => Claim::Theirs(present),
    }
}

/// Whether a file with the name of a lock is one, or an unfinished one, and not something else of that name or a link.
fn may_be_a_lock(path: &Path) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|it| it.is_file());
    is_file && read(path).is_none_or(|text| text.is_empty() || ron::from_str::<Holder>(&text).is_ok())
}

impl Lock {
    /// Whether the lock still lies beside the design; a synchronizing service or a person may have removed it.
    pub fn is_in_place(&self) -> bool {
        read(&self.path).is_some_and(|text| text == self.text)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_in_place()
            && let Err(err) = fs::remove_file(&self.path)
        {
            log::debug!("{} could not be removed: {err}", self.path.display());
        }
        log::trace!("{:?} is let go", self.file);
    }
}

/// The lock of a design lies beside the file that is really opened, so that links to it share it.
fn lock_of(design: &Path) -> Option<PathBuf> {
    let design = fs::canonicalize(design).ok()?;
    let mut stem = std::ffi::OsString::from(".");
    stem.push(design.file_name()?);
    Some(design.with_file_name(fitting(&stem, ENDING)))
}

fn write(path: PathBuf, text: String, mut file: File, design: &Path) -> Option<Lock> {
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
    if let Ok(metadata) = fs::metadata(design) {
        share_like(&file, &metadata);
    }
    if written.is_err() {
        // A full drive: an empty lock says nothing.
        let removed = fs::remove_file(&path);
        log::debug!("{} could not be written; removing it: {removed:?}", path.display());
        return None;
    }
    let lock = Lock { path, text, file };
    // Somebody may have removed it between looking and holding: then it says nothing to anybody.
    lock.is_in_place().then_some(lock)
}

/// Whoever may read the design may read who has it open.
#[cfg(unix)]
fn share_like(file: &File, design: &Metadata) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = design.permissions().mode() & 0o666 | 0o600;
    let shared = file.set_permissions(fs::Permissions::from_mode(mode));
    log::trace!("sharing a lock: {shared:?}");
}

#[cfg(not(unix))]
fn share_like(_file: &File, _design: &Metadata) {}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

fn other(path: &Path, me: &Holder, is_certain: bool) -> Other {
    let holder: Option<Holder> = read(path).and_then(|text| ron::from_str(&text).ok());
    let is_here = holder.as_ref().is_some_and(|it| it.computer == me.computer);
    Other { holder, is_certain, is_here }
}

fn is_old(path: &Path) -> bool {
    let age = fs::metadata(path).and_then(|it| it.modified()).ok().and_then(|it| it.elapsed().ok());
    age.is_some_and(|age| age > LONGEST)
}

/// Whether a process of this computer may live; only Linux tells.
fn may_live(other: &Other) -> bool {
    let process = other.holder.as_ref().map(|it| it.process);
    !cfg!(target_os = "linux") || process.is_none_or(|it| Path::new("/proc").join(it.to_string()).exists())
}

/// What an attempt to hold a file came to.
enum Hold {
    /// Nobody held it; we do now.
    Free(File),
    /// Somebody holds it.
    Theirs,
    /// Nothing can be held on this drive.
    #[cfg_attr(windows, expect(dead_code, reason = "drives of Windows know who has a file open"))]
    Unknown(File),
    /// It could not be opened.
    Failed(io::Error),
}

#[cfg(not(windows))]
fn hold(path: &Path, is_new: bool) -> Hold {
    use std::fs::TryLockError;
    let mut options = OpenOptions::new();
    let file = match options.read(true).write(true).create_new(is_new).open(path) {
        Ok(file) => file,
        // Somebody else's: it can still be tried whether they hold it.
        Err(err) if !is_new => {
            return match File::open(path).map(|file| file.try_lock()) {
                Ok(Err(TryLockError::WouldBlock)) => Hold::Theirs,
                _ => Hold::Failed(err),
            };
        }
        Err(err) => return Hold::Failed(err),
    };
    match file.try_lock() {
        Ok(()) => Hold::Free(file),
        Err(TryLockError::WouldBlock) => Hold::Theirs,
        Err(TryLockError::Error(_)) => Hold::Unknown(file),
    }
}

/// A lock of Windows would keep others from reading the file; that nobody else may write it says the same.
#[cfg(windows)]
fn hold(path: &Path, is_new: bool) -> Hold {
    use super::trouble::Trouble;
    use std::os::windows::fs::OpenOptionsExt as _;
    const SHARE_READ_AND_DELETE: u32 = 1 | 4;
    const HIDDEN: u32 = 2;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(is_new).share_mode(SHARE_READ_AND_DELETE).attributes(HIDDEN);
    match options.open(path) {
        Ok(file) => Hold::Free(file),
        Err(err) if Trouble::of(&err) == Trouble::InUse => Hold::Theirs,
        Err(err) => Hold::Failed(err),
    }
}
