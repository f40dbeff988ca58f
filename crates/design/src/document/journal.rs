//! Keeps unsaved work safe: an append-only file per open design in the user's data folder.
//!
//! The file is locked while its program lives. When the program dies, however it dies, the operating system takes the
//! lock away, and [`super::recovery`] knows that nobody else holds this work.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::error::JournalError;
use super::frame::{MAGIC, Record, RecordKind};
use super::stamp::FileStamp;
use super::temporary::{for_owner_alone, sync_folder};
use crate::digest::sha256_hex;

/// How the names of journals end.
pub(crate) const EXTENSION: &str = "journal";

/// How the name of a journal ends while it is being rewritten.
pub(crate) const REWRITE_EXTENSION: &str = "journal-new";

/// Size in bytes from which a journal is rewritten with its last design only.
pub const COMPACT_BYTES: u64 = 8 * 1024 * 1024;

/// Whose unsaved work a journal holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Where the design is stored; `None` when it was never saved or its path is not Unicode.
    pub path: Option<String>,
    /// Name of the design as the window showed it.
    pub name: String,
    /// The file at `path` when it was opened or last saved; `None` when never.
    pub base: Option<FileStamp>,
    /// Number of the process that wrote it, for support; says nothing about whether it lives.
    pub process: u32,
}

/// The journal of one open design; nothing is on disk until the first [`Journal::append`].
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    /// What its file name starts with.
    stem: String,
    header: Header,
    file: Option<JournalFile>,
}

/// A journal on disk, locked by us.
#[derive(Debug)]
struct JournalFile {
    path: PathBuf,
    file: File,
    len: u64,
}

/// Numbers the unnamed designs of this process.
static UNNAMED: AtomicU64 = AtomicU64::new(1);

impl Journal {
    /// Starts protecting a design; `path` and `base` are `None` for one that was never saved.
    ///
    /// A journal that an earlier session left for the same design is not touched, nor anything on disk.
    pub fn start(folder: &Path, path: Option<&Path>, name: &str, base: Option<&FileStamp>) -> Self {
        Self {
            folder: folder.to_path_buf(),
            stem: stem(path),
            header: Header {
                path: path.and_then(stored_path),
                name: name.to_owned(),
                base: base.cloned(),
                process: process::id(),
            },
            file: None,
        }
    }

    /// Appends the whole design after a step with this label and forces it to disk.
    ///
    /// When this returns `Ok`, the design survives a crash of the program and of the computer.
    pub fn append(&mut self, text: &str, label: &str) -> Result<(), JournalError> {
        make_folder(&self.folder).map_err(|source| JournalError::Folder { folder: self.folder.clone(), source })?;
        let record = Record { kind: RecordKind::Design, label, text };
        // A file that somebody removed still takes bytes on some systems, but nobody would find them.
        let result = match self.file.take().filter(|file| file.path.exists()) {
            None => self.create(record),
            Some(file) if file.len >= COMPACT_BYTES => self.rewrite(file, record),
            Some(file) => append_to(file, record),
        };
        match result {
            Ok(file) => {
                self.file = Some(file);
                Ok(())
            }
            Err((file, err)) => {
                let journal = file.as_ref().map_or_else(|| self.folder.clone(), |file| file.path.clone());
                self.file = file;
                Err(JournalError::Write { journal, source: err })
            }
        }
    }

    /// Whether what was kept last is still where [`super::recovery`] finds it; false before the first step.
    pub fn is_on_disk(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.path.exists())
    }

    /// The design was saved at `path`: what the journal holds is no longer unsaved and is removed.
    pub fn saved(&mut self, path: &Path, name: &str, stamp: &FileStamp) -> Result<(), JournalError> {
        self.stem = stem(Some(path));
        self.header.path = stored_path(path);
        name.clone_into(&mut self.header.name);
        self.header.base = Some(stamp.clone());
        self.discard()
    }

    /// Removes what the journal holds; later steps start a new one.
    pub fn discard(&mut self) -> Result<(), JournalError> {
        let Some(JournalFile { path, file, .. }) = self.file.take() else { return Ok(()) };
        // Removed before the lock goes, so that no other program can offer it in between.
        let removed = fs::remove_file(&path);
        drop(file);
        match removed {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(JournalError::Remove { journal: path, source })
            }
            _ => Ok(()),
        }
    }

    /// The file on disk; `None` before the first step and after [`Journal::discard`].
    #[cfg(test)]
    pub(super) fn file_path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    fn create(&self, record: Record<'_>) -> Result<JournalFile, (Option<JournalFile>, io::Error)> {
        let (path, file) = create_numbered(&self.folder, &self.stem).map_err(|err| (None, err))?;
        let started = JournalFile { path, file, len: 0 };
        self.fill(started, record).map_err(|(started, err)| {
            remove_quietly(&started.path);
            (None, err)
        })
    }

    /// Starts the journal over with one design; where that fails, the old file goes on growing.
    fn rewrite(&self, old: JournalFile, record: Record<'_>) -> Result<JournalFile, (Option<JournalFile>, io::Error)> {
        match self.start_over(&old.path, record) {
            Ok(new) => Ok(new),
            Err(err) => {
                log::debug!("{} could not be rewritten: {err}", old.path.display());
                append_to(old, record)
            }
        }
    }

    /// Puts a new journal with one design in the place of `path`, which stays valid until then.
    fn start_over(&self, path: &Path, record: Record<'_>) -> io::Result<JournalFile> {
        let new_path = path.with_extension(REWRITE_EXTENSION);
        let file = for_owner_alone().create(true).truncate(true).open(&new_path)?;
        lock(&file);
        let result = self
            .fill(JournalFile { path: new_path.clone(), file, len: 0 }, record)
            .map_err(|(_, err)| err)
            .and_then(|new| fs::rename(&new_path, path).map(|()| new));
        match result {
            Ok(new) => {
                sync_folder(&self.folder);
                Ok(JournalFile { path: path.to_path_buf(), ..new })
            }
            Err(err) => {
                remove_quietly(&new_path);
                Err(err)
            }
        }
    }

    /// Writes the first line, the header and one design, and forces them to disk.
    fn fill(&self, mut file: JournalFile, record: Record<'_>) -> Result<JournalFile, (JournalFile, io::Error)> {
        let start = format!("{MAGIC}{}{}", header_record(&self.header), record.framed());
        match file.write(start.as_bytes()) {
            Ok(()) => {
                sync_folder(&self.folder);
                Ok(file)
            }
            Err(err) => Err((file, err)),
        }
    }
}

impl JournalFile {
    /// Appends and forces to disk; after a failure the file is cut back to what was whole.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let result = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        match result {
            Ok(()) => {
                self.len += bytes.len() as u64;
                Ok(())
            }
            Err(err) => {
                self.cut_back();
                Err(err)
            }
        }
    }

    fn cut_back(&mut self) {
        use std::io::Seek as _;
        let cut = self.file.set_len(self.len).and_then(|()| self.file.seek(io::SeekFrom::Start(self.len)));
        if let Err(err) = cut {
            log::debug!("{} ends in a torn record, which recovery leaves out: {err}", self.path.display());
        }
    }
}

fn append_to(mut file: JournalFile, record: Record<'_>) -> Result<JournalFile, (Option<JournalFile>, io::Error)> {
    match file.write(record.framed().as_bytes()) {
        Ok(()) => Ok(file),
        Err(err) => Err((Some(file), err)),
    }
}

pub(super) fn header_record(header: &Header) -> String {
    // A header of two texts and a stamp has nothing that RON cannot write; without it recovery uses the file's name.
    let label = ron::to_string(header).unwrap_or_default();
    Record { kind: RecordKind::Header, label: &label, text: "" }.framed()
}

/// The path as the header stores it, so that it is found again from any working directory.
pub(super) fn stored_path(path: &Path) -> Option<String> {
    std::path::absolute(path).ok()?.to_str().map(str::to_owned)
}

/// The start of the file name: the same for the same design, and never equal for two unnamed ones of one process.
pub(super) fn stem(path: Option<&Path>) -> String {
    match path {
        Some(path) => {
            let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
            sha256_hex(full.as_os_str().as_encoded_bytes()).chars().take(16).collect()
        }
        None => format!("unnamed-{}-{}", process::id(), UNNAMED.fetch_add(1, Ordering::Relaxed)),
    }
}

/// Journals of one design that may lie side by side.
const MOST_NUMBERS: u32 = 1000;

/// Creates and locks the first `stem-N` that is free; the others belong to living or to dead sessions.
fn create_numbered(folder: &Path, stem: &str) -> io::Result<(PathBuf, File)> {
    for number in 1..=MOST_NUMBERS {
        let path = folder.join(format!("{stem}-{number}.{EXTENSION}"));
        match for_owner_alone().create_new(true).open(&path) {
            Ok(file) => {
                lock(&file);
                return Ok((path, file));
            }
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {}
            Err(err) => return Err(err),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Makes the folder of the journals where it is missing, for its owner alone.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// The newest header of a journal.
pub(super) fn last_header(records: &[Record<'_>]) -> Option<Header> {
    let mut headers = records.iter().rev().filter(|record| record.kind == RecordKind::Header);
    headers.find_map(|record| ron::from_str(record.label).ok())
}

/// Takes the lock that says that this program lives; a file system without locks only loses that sign.
fn lock(file: &File) {
    if let Err(err) = file.lock() {
        log::debug!("a journal could not be locked: {err}");
    }
}

/// Whether no living program holds the journal; the lock is ours until `file` is closed.
pub(crate) fn is_abandoned(file: &File) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

fn remove_quietly(path: &Path) {
    if let Err(err) = fs::remove_file(path)
        && err.kind() != io::ErrorKind::NotFound
    {
        log::debug!("{} could not be removed: {err}", path.display());
    }
}
