//! Reads the text of a design from disk, carefully: wrong kinds of files get a clear answer and cost nothing.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::error::OpenError;
use super::fitting::fitting;
use super::format::{MAX_TEXT_BYTES, from_text};
use super::stamp::FileStamp;
use crate::model::Document;

/// The text of a file with its stamp.
#[derive(Clone, Debug)]
pub struct FileText {
    /// The text as it is on disk.
    pub text: String,
    /// What the file looked like when it was read.
    pub stamp: FileStamp,
}

/// A design as it was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The design.
    pub document: Document,
    /// The text as it is on disk; may differ from what saving would write.
    pub text: String,
    /// What the file looked like; hand it to [`super::save()`].
    pub stamp: FileStamp,
}

/// Opens a design.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let FileText { text, stamp } = read_text(path)?;
    let document = from_text(&text).map_err(|problem| unusable(path, problem))?;
    Ok(Opened { document, text, stamp })
}

/// Reads a file that should hold a design, without looking at what the text means.
pub fn read_text(path: &Path) -> Result<FileText, OpenError> {
    let metadata = fs::metadata(path).map_err(|err| from_io(path, err))?;
    if metadata.is_dir() {
        return Err(OpenError::Folder { path: path.to_path_buf() });
    }
    if !metadata.is_file() {
        return Err(OpenError::NotAFile { path: path.to_path_buf() });
    }
    let in_file = |problem| unusable(path, problem);
    let too_large = |size| in_file(OpenError::TooLarge { size, limit: MAX_TEXT_BYTES });
    if metadata.len() > MAX_TEXT_BYTES {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(|err| from_io(path, err))?.take(MAX_TEXT_BYTES + 1);
    file.read_to_end(&mut bytes).map_err(|err| from_io(path, err))?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    let stamp = FileStamp::of_bytes(&bytes, metadata.modified().ok());
    let text = text_of(bytes).map_err(in_file)?;
    Ok(FileText { text, stamp })
}

/// Names the file, and the ways out, for trouble inside it.
fn unusable(path: &Path, problem: OpenError) -> OpenError {
    let backup = backup_of(path).filter(|backup| backup.is_file());
    OpenError::Unusable { path: path.to_path_buf(), problem: Box::new(problem), backup }
}

/// The path that keeps the previous version of a file: its whole name with `.bak` after it, shortened where that is too
/// long for a file name.
///
/// `None` for a path without a file name.
pub fn backup_of(path: &Path) -> Option<PathBuf> {
    Some(path.with_file_name(fitting(path.file_name()?, ".bak")))
}

fn text_of(bytes: Vec<u8>) -> Result<String, OpenError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    String::from_utf8(bytes).map_err(|err| {
        let readable = err.as_bytes().get(..err.utf8_error().valid_up_to()).unwrap_or_default();
        OpenError::NotText { line: readable.split(|byte| *byte == b'\n').count() }
    })
}

fn from_io(path: &Path, source: io::Error) -> OpenError {
    let path = path.to_path_buf();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::Missing { path },
        io::ErrorKind::IsADirectory => OpenError::Folder { path },
        io::ErrorKind::PermissionDenied => OpenError::NoPermission { path, source },
        _ => OpenError::Unreadable { path, source },
    }
}
