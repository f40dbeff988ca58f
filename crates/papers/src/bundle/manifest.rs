//! The manifest: which files were handed over, of which design, judged by which rules, each with its SHA-256.

use serde::{Deserialize, Serialize};

use crate::carried::Origin;
use crate::digest::sha256_hex;
use crate::export::{ExportError, Format};

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Grows when a field changes its meaning or goes; new fields may come at any time.
const SCHEMA_VERSION: u32 = 1;

/// What was handed over together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version of the program.
    pub program: String,
    /// Version of the shape of this file.
    pub schema_version: u32,
    /// The date on the files, as YYYY-MM-DD.
    pub date: String,
    /// The design.
    pub design: ManifestDesign,
    /// What stands for the rules that judged it.
    pub rules: String,
    /// The files, in the order in which they were written.
    pub files: Vec<ManifestFile>,
    /// What could not be made, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutFile>,
}

/// The design of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestDesign {
    /// Its title.
    pub title: String,
    /// SHA-256 of the design as it is written to its file.
    pub sha256: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name, without a folder.
    pub name: String,
    /// The word of its kind on the command line.
    pub kind: String,
    /// What a person calls it.
    pub what: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A kind of file that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutFile {
    /// The word of its kind on the command line.
    pub kind: String,
    /// Why.
    pub why: String,
}

impl ManifestFile {
    /// The line of a file.
    pub(crate) fn of(format: Format, name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            kind: format.word().to_owned(),
            what: format.label().to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

impl Manifest {
    /// The manifest of the files of one export.
    pub(crate) fn new(origin: &Origin, title: &str, files: Vec<ManifestFile>, failed: &[(Format, String)]) -> Self {
        let left_out =
            failed.iter().map(|(format, why)| LeftOutFile { kind: format.word().to_owned(), why: why.clone() });
        Self {
            program: origin.program.clone(),
            schema_version: SCHEMA_VERSION,
            date: origin.date.clone(),
            design: ManifestDesign { title: title.to_owned(), sha256: origin.design.clone() },
            rules: origin.rules.clone(),
            files,
            left_out: left_out.collect(),
        }
    }

    /// The bytes of its file.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, ExportError> {
        let failed = |err: serde_json::Error| ExportError::Encoding { format: "manifest", reason: err.to_string() };
        let mut text = serde_json::to_string_pretty(self).map_err(failed)?;
        text.push('\n');
        Ok(text.into_bytes())
    }

    /// Reads one; `Err` says what is wrong with it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|err| err.to_string())?;
        if manifest.schema_version > SCHEMA_VERSION {
            return Err(format!("a newer program wrote it ({}); verify with that one", manifest.program));
        }
        Ok(manifest)
    }
}
