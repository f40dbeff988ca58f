//! A customer's document, of which styles, header, footer and page set-up are taken; what it says comes first.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::bundle::archive::unpack;
use crate::document::{file_name, read_at_most};
use crate::export::ExportError;

/// Largest template, packed and unpacked, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The parts of a document for Word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTemplate {
    /// The name of its file.
    pub name: String,
    parts: Arc<Vec<(String, Vec<u8>)>>,
}

impl WordTemplate {
    /// Opens a document or a template of Word.
    ///
    /// # Errors
    /// When it cannot be read, is none, holds macros, or is larger than any template.
    pub fn open(path: &Path) -> Result<Self, ExportError> {
        let name = file_name(path);
        let unusable =
            |err: io::Error| ExportError::WordTemplate { reason: format!("{} cannot be read: {err}", path.display()) };
        let bytes = read_at_most(path, MOST_BYTES).map_err(unusable)?;
        Self::read(name, &bytes)
    }

    /// Reads one that bears a name.
    ///
    /// # Errors
    /// As above.
    pub fn read(name: impl Into<String>, bytes: &[u8]) -> Result<Self, ExportError> {
        let name = name.into();
        let unusable = |reason: String| ExportError::WordTemplate { reason: format!("{name}: {reason}") };
        if bytes.len() as u64 > MOST_BYTES {
            return Err(unusable(format!("it is larger than {MOST_BYTES} bytes")));
        }
        let parts = unpack(bytes, MOST_BYTES).map_err(unusable)?;
        let has = |name: &str| parts.iter().any(|(it, _)| it == name);
        if !has("word/document.xml") || !has("word/styles.xml") || !has("[Content_Types].xml") {
            return Err(unusable("it is no document of Word (.docx or .dotx)".to_owned()));
        }
        if parts.iter().any(|(it, _)| it.ends_with("vbaProject.bin")) {
            return Err(unusable("it holds macros; save it without".to_owned()));
        }
        Ok(Self { name, parts: Arc::new(parts) })
    }

    /// The parts, in the order of the file.
    pub(super) fn parts(&self) -> &[(String, Vec<u8>)] {
        &self.parts
    }
}
