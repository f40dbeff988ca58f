//! What is handed over together: a manifest with the SHA-256 of each file, an archive of all of them, and how to verify
//! later that they belong together and whether somebody has changed one.

pub(crate) mod archive;
mod evidence;
pub(crate) mod manifest;
pub mod told;
mod verify;

pub use manifest::{LeftOutFile, MANIFEST, Manifest, ManifestDesign, ManifestFile};
pub use verify::{Standing, Verification, Verified, VerifyError, verify};

#[cfg(test)]
mod tests;
