//! Keeps the steps that led to a saved design, so that undo survives a restart: one file per design beside the journals,
//! laid out as they are. It is for the file as it was saved and is left alone when that has changed since.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::JournalError;
use super::format::{from_text, to_text};
use super::frame::{MAGIC, Record, RecordKind, records};
use super::journal::{Header, header_record, last_header, make_folder, stem, stored_path};
use super::stamp::FileStamp;
use super::temporary::replace;
use crate::model::Document;

/// How the names of files of steps end.
const EXTENSION: &str = "steps";

/// Steps that are kept for a design, the newest.
pub const MOST_STEPS: usize = 30;

/// Bytes that the steps of a design may take.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Designs whose steps are kept, those saved last.
const MOST_DESIGNS: usize = 40;

/// A step that can be undone: what it is called, and the design before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// In the person's words.
    pub label: String,
    /// The design before the step.
    pub document: Arc<Document>,
}

/// Keeps the steps, oldest first, that led to the design in the file at `path` with this stamp.
///
/// # Errors
/// The folder or the file cannot be written; earlier steps of the design may be left then, for a file that has changed.
pub fn keep_steps(folder: &Path, path: &Path, stamp: &FileStamp, steps: &[Before]) -> Result<(), JournalError> {
    let file = file_of(folder, path);
    let header =
        Header { path: stored_path(path), name: String::new(), base: Some(stamp.clone()), process: std::process::id() };
    let mut frames = Vec::new();
    let mut room = MOST_BYTES;
    for step in steps.iter().rev().take(MOST_STEPS) {
        let text = to_text(&step.document);
        let frame = Record { kind: RecordKind::Design, label: &step.label, text: &text }.framed();
        let Some(left) = room.checked_sub(frame.len()) else { break };
        room = left;
        frames.push(frame);
    }
    frames.reverse();
    if frames.is_empty() {
        return removed(&file);
    }
    make_folder(folder).map_err(|source| JournalError::Folder { folder: folder.to_path_buf(), source })?;
    let text = format!("{MAGIC}{}{}", header_record(&header), frames.concat());
    replace(&file, text.as_bytes()).map_err(|source| JournalError::Write { journal: file, source })?;
    drop_oldest(folder);
    Ok(())
}

/// The steps, oldest first, that led to the design in the file at `path` as it is now; none where it has changed since
/// they were kept. A step that cannot be read ends them: what came before it cannot be reached.
pub fn kept_steps(folder: &Path, path: &Path, stamp: &FileStamp) -> Vec<Before> {
    let Ok(bytes) = fs::read(file_of(folder, path)) else { return Vec::new() };
    let records = records(&bytes);
    let is_for_this = last_header(&records).is_some_and(|it| it.base.as_ref() == Some(stamp));
    if !is_for_this {
        return Vec::new();
    }
    let designs = records.iter().filter(|record| record.kind == RecordKind::Design);
    before_steps(designs.map(|it| (it.label, it.text)))
}

/// Steps, oldest first, from their labels and the text of the design before each.
pub(super) fn before_steps<'t>(steps: impl DoubleEndedIterator<Item = (&'t str, &'t str)>) -> Vec<Before> {
    let read = |(label, text): (&str, &str)| {
        from_text(text).ok().map(|document| Before { label: label.to_owned(), document: Arc::new(document) })
    };
    let mut found: Vec<Before> = steps.rev().take(MOST_STEPS).map_while(read).collect();
    found.reverse();
    found
}

fn file_of(folder: &Path, path: &Path) -> PathBuf {
    folder.join(format!("{}.{EXTENSION}", stem(Some(path))))
}

fn removed(file: &Path) -> Result<(), JournalError> {
    match fs::remove_file(file) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(JournalError::Remove { journal: file.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

/// Removes the steps of the designs that were saved longest ago.
fn drop_oldest(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let files = entries.filter_map(Result::ok).map(|it| it.path());
    let files = files.filter(|it| it.extension().is_some_and(|it| it == EXTENSION));
    let mut files: Vec<_> = files.map(|it| (it.metadata().and_then(|it| it.modified()).ok(), it)).collect();
    files.sort();
    let surplus = files.len().saturating_sub(MOST_DESIGNS);
    for (_, file) in files.into_iter().take(surplus) {
        if let Err(err) = removed(&file) {
            log::debug!("{err}");
        }
    }
}
