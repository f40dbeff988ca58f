//! PDF: a scene as one page, and a toolkit for documents of many pages.

mod canvas;
mod content;
pub mod diagram;
mod document;
pub mod flow;
mod fonts;
mod language;
mod links;
mod metadata;
mod outline;
pub mod picture;
pub(crate) use document::is_as_written;
mod structure;

use crate::export::error::ExportError;

/// An encoder's failure as an error for the person who exports.
fn failed(reason: impl ToString) -> ExportError {
    ExportError::Encoding { format: "PDF", reason: reason.to_string() }
}
