//! A customer's document, of which styles, header, footer and page set-up are taken; what it says comes first.

use std::sync::Arc;

use crate::bundle::archive::unpack;
use crate::export::ExportError;

/// Largest template, packed and unpacked, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The parts of a document for Word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTemplate {
    parts: Arc<Vec<(String, Vec<u8>)>>,
}

impl WordTemplate {
    /// Reads a document or a template of Word.
    ///
    /// # Errors
    /// When it is none, holds macros, or is larger than any template.
    pub fn read(bytes: &[u8]) -> Result<Self, ExportError> {
        let unusable = |reason: String| ExportError::WordTemplate { reason };
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
        Ok(Self { parts: Arc::new(parts) })
    }

    /// The parts, in the order of the file.
    pub(super) fn parts(&self) -> &[(String, Vec<u8>)] {
        &self.parts
    }
}
