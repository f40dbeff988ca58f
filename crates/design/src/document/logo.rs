//! Reading a logo: a PNG of limited size, kept in the design as base64.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

/// Why a file cannot be the logo.
#[derive(Debug, Error)]
pub enum LogoError {
    /// The file cannot be read.
    #[error("{} could not be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is too large.
    #[error("{} has {bytes} bytes; a logo may have at most {limit}. Make the picture smaller.", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The largest size.
        limit: usize,
    },
    /// The file is not a picture of the right kind.
    #[error("{} is not a PNG picture: {reason}. Save the logo as PNG.", path.display())]
    NotPng {
        /// The file.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
}

/// Reads a PNG of at most `limit` bytes and returns it as base64.
///
/// # Errors
/// Why the file cannot be the logo.
pub fn read_logo(path: &Path, limit: usize) -> Result<String, LogoError> {
    let unreadable = |source| LogoError::Unreadable { path: path.to_path_buf(), source };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > limit as u64 {
        return Err(LogoError::TooLarge { path: path.to_path_buf(), bytes: size, limit });
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    image::load_from_memory_with_format(&bytes, image::ImageFormat::Png)
        .map_err(|err| LogoError::NotPng { path: path.to_path_buf(), reason: err.to_string() })?;
    Ok(STANDARD.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_file_and_a_large_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logo.png");
        fs::write(&path, "not a picture").unwrap();
        assert!(matches!(read_logo(&path, 100), Err(LogoError::NotPng { .. })));
        assert!(matches!(read_logo(&path, 5), Err(LogoError::TooLarge { bytes: 13, .. })));
    }

    #[test]
    fn a_png_is_kept_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logo.png");
        image::RgbaImage::from_pixel(2, 2, image::Rgba([1, 2, 3, 255])).save(&path).unwrap();
        let encoded = read_logo(&path, 10_000).unwrap();
        assert_eq!(STANDARD.decode(encoded).unwrap(), fs::read(&path).unwrap());
    }
}
