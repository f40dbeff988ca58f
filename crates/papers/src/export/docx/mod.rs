//! The review report as a document for Word: the blocks of the PDF with real headings, contents, captions, text
//! alternatives and tables, in our styles or in those of a customer's document.
//!
//! Written part by part: docx-rs (0.4.22) writes files that fail the schema of ECMA-376, a table of contents that shows
//! its field codes, and no text alternatives.

mod body;
mod package;
mod styles;
mod template;

pub(crate) use package::{custom_properties, origin_in};
pub use template::WordTemplate;

use std::sync::Arc;

use body::Body;
use package::Package;

use super::documents::{Drawings, review_blocks};
use super::{ExportError, ExportMeta, Paper};
use crate::report::Report;

fn failed(reason: impl ToString) -> ExportError {
    ExportError::Encoding { format: "DOCX", reason: reason.to_string() }
}

/// The bytes of the document. Same report, drawings and template, same bytes.
///
/// # Errors
/// When it is to be approved and something stands against that, the logo is no readable PNG, the date is no date, or the
/// template cannot be used.
pub(super) fn docx(
    report: &Report,
    drawings: &Drawings,
    meta: &ExportMeta,
    paper: Paper,
    template: Option<&WordTemplate>,
) -> Result<Vec<u8>, ExportError> {
    let blocks = review_blocks(report, drawings, meta, paper)?;
    let package = Package::new(template, meta, paper)?;
    let mut body = Body::new(Arc::clone(&meta.lettering), package.styles(), package.paper(), template.is_none());
    for block in &blocks {
        body.block(block)?;
    }
    package.finish(body)
}

#[cfg(test)]
mod tests;
