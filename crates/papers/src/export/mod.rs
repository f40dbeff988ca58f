//! Files for the customer: SVG, PNG and PDF from the display list, and the toolkit for paged documents.

pub mod builders;
pub mod documents;
pub(crate) mod docx;
pub(crate) mod drawio;
mod drills;
pub mod error;
pub mod options;
mod paint;
pub mod pdf;
pub mod png;
pub mod request;
pub mod run;
#[cfg(test)]
mod sample;
pub mod sheets;
mod shortened;
pub mod svg;
pub(crate) mod text_files;
mod vsdx;
mod workbook;
pub mod write;

pub use builders::files_for_builders;
pub use documents::{Drawings, Paperwork, document_pdf, may_be_approved};
pub use docx::WordTemplate;
pub use error::ExportError;
pub use options::{DEFAULT_DPI, ExportMeta, Paper, parse_date};
pub use pdf::diagram::diagram_pdf;
pub use png::scene_png;
pub use request::{ExportRequest, Format, Present, stem_of_title};
pub use run::{Exported, run, run_while};
pub use svg::{SvgOptions, scene_svg};
pub use workbook::workbook;
pub use write::write_replacing;

/// How far a quarter circle's control points lie from its ends, in radii: PDF and PNG round corners alike.
const QUARTER: f32 = 0.552_284_7;
