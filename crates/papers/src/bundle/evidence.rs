//! What a single file says of itself: of which design it was made, by which rules it was judged, and whether somebody has
//! changed it since.

use super::archive;
use crate::carried::origin_of;
use crate::document::{OpenError, from_text, to_text};
use crate::export::docx::origin_in;
use crate::export::pdf::is_as_written;
use crate::import::{is_workbook, read};
use crate::prose::plural;
use crate::report::hash_of_text;

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// SHA-256 of the design it was made of; `None` where it does not say.
    pub(super) design: Option<String>,
    /// The title of the design; `None` where it does not say.
    pub(super) title: Option<String>,
    /// What stands for the rules that judged it; `None` where it does not say.
    pub(super) rules: Option<String>,
    /// The text of the design, where the file is the design or carries it.
    pub(super) text: Option<String>,
    /// Whether it is as it was written; `None` where it cannot be known from the file alone.
    pub(super) is_as_written: Option<bool>,
    /// What was changed in it, in sentences.
    pub(super) changes: Vec<String>,
}

impl Evidence {
    /// Looks at a file.
    pub(super) fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(archive::START) {
            return if is_workbook(bytes) { workbook(bytes) } else { word(bytes) };
        }
        match origin_of(bytes) {
            Ok(origin) => {
                let is_as_written = is_as_written(bytes);
                let title = origin.text.as_deref().and_then(|it| from_text(it).ok()).map(|it| it.project.title);
                let (design, rules) = (Some(origin.design), Some(origin.rules));
                Self { design, title, rules, text: origin.text, is_as_written, changes: Vec::new() }
            }
            Err(OpenError::BadInside { problem, .. }) => {
                Self { is_as_written: Some(false), changes: vec![problem], ..Self::default() }
            }
            Err(_) => design(bytes).unwrap_or_default(),
        }
    }
}

/// The design itself.
fn design(bytes: &[u8]) -> Option<Evidence> {
    let document = from_text(std::str::from_utf8(bytes).ok()?).ok()?;
    let text = to_text(&document);
    let title = Some(document.project.title);
    Some(Evidence { design: Some(hash_of_text(&text)), title, text: Some(text), ..Evidence::default() })
}

/// A document of Word says where it comes from.
fn word(bytes: &[u8]) -> Evidence {
    let origin = archive::unpack(bytes, archive::MOST_BYTES).ok().and_then(|parts| origin_in(&parts));
    let (design, rules) = origin.map(|it| (it.design, it.rules)).unzip();
    Evidence { design, rules, ..Evidence::default() }
}

/// A workbook knows what its cells held when it was written.
fn workbook(bytes: &[u8]) -> Evidence {
    let filled = match read(bytes) {
        Ok(filled) => filled,
        Err(err) => return Evidence { changes: vec![err.to_string()], ..Evidence::default() },
    };
    let cells = filled.rows.iter().flat_map(|row| {
        let written = filled.written.get(&row.id);
        row.cells.iter().filter(move |(field, text)| written.and_then(|it| it.get(field)).is_some_and(|it| it != *text))
    });
    let count = cells.count() + filled.unread.len();
    let changes = match count {
        0 => Vec::new(),
        _ => vec![format!(
            "{count} {} filled in; `tierwright import` says which.",
            plural(count, "cell was", "cells were")
        )],
    };
    let is_as_written = (count > 0).then_some(false);
    Evidence { design: filled.digest, title: filled.design, rules: filled.rules, is_as_written, changes, text: None }
}
