//! What a file looked like at one moment, to notice when somebody else changes it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::digest::{hex, sha256_hex};

/// Size, content hash and time of a file.
///
/// Two stamps are equal when the content is: touching a file or copying it back is no change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileStamp {
    /// Size in bytes.
    pub len: u64,
    /// SHA-256 of the content in hexadecimal digits.
    pub sha256: String,
    /// When the file was last written, for display; `None` where the file system does not tell.
    pub modified: Option<SystemTime>,
}

impl PartialEq for FileStamp {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.sha256 == other.sha256
    }
}

impl Eq for FileStamp {}

impl FileStamp {
    /// Reads the file and stamps what is in it now.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let mut len = 0;
        let mut part = vec![0; 64 << 10];
        loop {
            match file.read(&mut part) {
                Ok(0) => break,
                Ok(read) => {
                    hash.update(&part[..read]);
                    len += read as u64;
                }
                Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
                Err(err) => return Err(err),
            }
        }
        Ok(Self { len, sha256: hex(&hash.finalize()), modified: file.metadata()?.modified().ok() })
    }

    /// Stamps bytes that were read from or written to a file.
    pub(crate) fn of_bytes(bytes: &[u8], modified: Option<SystemTime>) -> Self {
        Self { len: bytes.len() as u64, sha256: sha256_hex(bytes), modified }
    }
}
