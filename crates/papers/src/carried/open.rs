//! Opens designs, and files that carry one.

use std::io::Read;
use std::path::Path;

use super::{Origin, drawio, pdf, png, xml};
use crate::document::{self, Carriers, OpenError, Opened};

/// How the names of designs end, and those of files that may carry one.
pub const ENDINGS: [&str; 5] = ["ron", "pdf", "svg", "png", "drawio"];

/// The kinds of file that carry a design.
pub const CARRIERS: Carriers = Carriers { kind, text_in };

/// Opens a design, or the one that was exported with a PDF, an SVG, a PNG or a drawing of draw.io.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    document::open_or_carried(path, CARRIERS)
}

/// The same from a stream.
///
/// # Errors
/// What is wrong with what was read, and what to do.
pub fn open_stream(stream: impl Read) -> Result<Opened, OpenError> {
    document::open_stream(stream, CARRIERS)
}

fn kind(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(pdf::START) {
        Some(pdf::KIND)
    } else if head.starts_with(png::START) {
        Some(png::KIND)
    } else {
        xml::kind(head)
    }
}

/// Where an exported file comes from.
///
/// # Errors
/// When it is none of ours, or the design inside it is damaged.
pub fn origin_of(bytes: &[u8]) -> Result<Origin, OpenError> {
    match kind(bytes.get(..bytes.len().min(1024)).unwrap_or_default()) {
        Some(pdf::KIND) => pdf::read(bytes),
        Some(png::KIND) => png::read(bytes),
        Some(drawio::KIND) => drawio::read(bytes),
        Some(kind) => xml::read(bytes, kind),
        None => Err(OpenError::NothingInside { kind: "file" }),
    }
}

fn text_in(bytes: &[u8]) -> Result<String, OpenError> {
    let kind = kind(bytes.get(..bytes.len().min(1024)).unwrap_or_default()).unwrap_or("file");
    origin_of(bytes)?.text.ok_or(OpenError::NothingInside { kind })
}
