//! Reads the text of a design from disk, carefully: wrong kinds of files get a clear answer and cost nothing. Files of
//! other kinds may carry a design; what they look like is told by [`Carriers`].

use std::fs::{self, File};
use std::io::{self, Read};
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
    /// The text of the design; may differ from what saving would write.
    pub text: String,
    /// What the file looked like; hand it to [`super::save()`], unless the file only carries the design.
    pub stamp: FileStamp,
    /// Whether the design came out of a file of another kind, such as a PDF: saving replaces no such file.
    pub is_carried: bool,
}

impl Opened {
    /// What saving over the file expects there; `None` where the file is not the design's own.
    pub fn own_stamp(&self) -> Option<&FileStamp> {
        (!self.is_carried).then_some(&self.stamp)
    }
}

/// Files of other kinds that carry a design inside. What they look like is known where they are made.
#[derive(Clone, Copy, Debug)]
pub struct Carriers {
    /// The kind of file that starts with these bytes, as a person calls it; `None` for none that may carry a design.
    pub kind: fn(&[u8]) -> Option<&'static str>,
    /// The text of the design in such a file.
    pub text_in: fn(&[u8]) -> Result<String, OpenError>,
}

/// Files of no other kind.
const NONE: Carriers = Carriers { kind: |_| None, text_in: |_| Err(OpenError::Empty) };

/// Largest file of another kind that is searched for a design, in bytes.
pub const MAX_CARRIER_BYTES: u64 = 256 * 1024 * 1024;
/// How much of a file says of what kind it is, in bytes.
const HEAD_BYTES: u64 = 1024;

/// Opens a design.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    open_or_carried(path, NONE)
}

/// Opens a design, or the one that a file of another kind carries.
pub fn open_or_carried(path: &Path, carriers: Carriers) -> Result<Opened, OpenError> {
    let (bytes, stamp, kind) = read_bytes(path, carriers)?;
    understood(bytes, stamp, kind, carriers).map_err(|problem| unusable(path, problem))
}

/// Reads a design, or a file that carries one, from a stream.
///
/// # Errors
/// As for a file; what the stream is called is not part of the message.
pub fn open_stream(stream: impl Read, carriers: Carriers) -> Result<Opened, OpenError> {
    let cannot = |source| OpenError::Unreadable { path: "standard input".into(), source };
    let (bytes, kind) = limited(stream, 0, carriers).map_err(cannot)??;
    let stamp = FileStamp::of_bytes(&bytes, None);
    understood(bytes, stamp, kind, carriers)
}

fn understood(
    bytes: Vec<u8>,
    stamp: FileStamp,
    kind: Option<&'static str>,
    carriers: Carriers,
) -> Result<Opened, OpenError> {
    let Some(kind) = kind else {
        let text = text_of(bytes)?;
        return Ok(Opened { document: from_text(&text)?, text, stamp, is_carried: false });
    };
    let text = (carriers.text_in)(&bytes)?;
    let inside = |problem: OpenError| OpenError::BadInside { kind, problem: problem.to_string() };
    let document = from_text(&text).map_err(inside)?;
    Ok(Opened { document, text, stamp, is_carried: true })
}

/// Reads a file that should hold a design, without looking at what the text means.
pub fn read_text(path: &Path) -> Result<FileText, OpenError> {
    let (bytes, stamp, _) = read_bytes(path, NONE)?;
    let text = text_of(bytes).map_err(|problem| unusable(path, problem))?;
    Ok(FileText { text, stamp })
}

/// The bytes of a file that is no design; of one that is larger than `limit`, one byte more than that.
///
/// # Errors
/// What the system says.
pub fn read_at_most(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file, and of what other kind it is.
fn read_bytes(path: &Path, carriers: Carriers) -> Result<(Vec<u8>, FileStamp, Option<&'static str>), OpenError> {
    let metadata = fs::metadata(path).map_err(|err| from_io(path, err))?;
    if metadata.is_dir() {
        return Err(OpenError::Folder { path: path.to_path_buf() });
    }
    if !metadata.is_file() {
        return Err(OpenError::NotAFile { path: path.to_path_buf() });
    }
    let file = File::open(path).map_err(|err| from_io(path, err))?;
    let read = limited(file, metadata.len(), carriers).map_err(|err| from_io(path, err))?;
    let (bytes, kind) = read.map_err(|problem| unusable(path, problem))?;
    let stamp = FileStamp::of_bytes(&bytes, metadata.modified().ok());
    Ok((bytes, stamp, kind))
}

/// The bytes of a stream that should hold `size` bytes, and of what other kind it is; no more is read than a file of its
/// kind may hold.
fn limited(mut stream: impl Read, size: u64, carriers: Carriers) -> io::Result<Result<Bytes, OpenError>> {
    let mut bytes = Vec::new();
    stream.by_ref().take(HEAD_BYTES).read_to_end(&mut bytes)?;
    let kind = (carriers.kind)(&bytes);
    let limit = if kind.is_some() { MAX_CARRIER_BYTES } else { MAX_TEXT_BYTES };
    if size <= limit {
        stream.take((limit + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    }
    let size = size.max(bytes.len() as u64);
    Ok(if size > limit { Err(OpenError::TooLarge { size, limit }) } else { Ok((bytes, kind)) })
}

/// What was read, and of what other kind it is.
type Bytes = (Vec<u8>, Option<&'static str>);

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

/// The text in bytes: UTF-8, or UTF-16 with its mark, as Windows PowerShell's `>` and Notepad write it.
fn text_of(bytes: Vec<u8>) -> Result<String, OpenError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return text_of_units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return text_of_units(rest, u16::from_be_bytes),
        _ => {}
    }
    String::from_utf8(bytes).map_err(|err| {
        let readable = err.as_bytes().get(..err.utf8_error().valid_up_to()).unwrap_or_default();
        OpenError::NotText { line: readable.split(|byte| *byte == b'\n').count() }
    })
}

/// The text in UTF-16 without its mark.
fn text_of_units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, OpenError> {
    let (pairs, half) = bytes.as_chunks::<2>();
    let mut text = String::new();
    let mut is_text = half.is_empty();
    for read in char::decode_utf16(pairs.iter().map(|it| unit(*it))) {
        let Ok(read) = read else {
            is_text = false;
            break;
        };
        text.push(read);
    }
    match text.trim() {
        _ if !is_text => Err(OpenError::NotText { line: text.split('\n').count() }),
        "" => Err(OpenError::Empty),
        _ => Ok(text),
    }
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
