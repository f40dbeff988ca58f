//! The files of a bundle in one archive (ZIP): same files and date, same bytes.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::export::{ExportError, parse_date};

/// How every archive starts.
pub(crate) const START: &[u8] = b"PK\x03\x04";
/// Most files in an archive that is read.
const MOST_FILES: usize = 2_000;
/// Most bytes that all files of an archive together may unfold to.
pub(crate) const MOST_BYTES: u64 = 1024 * 1024 * 1024;
/// Who may read and write what is unpacked: its owner both, others read.
const PERMISSIONS: u32 = 0o644;

/// How names of files end that are packed already: they would not become smaller.
const PACKED: [&str; 6] = [".docx", ".pdf", ".png", ".vsdx", ".xlsx", ".zip"];

/// Packs files, all with the same date.
pub(crate) fn pack(files: &[(String, Vec<u8>)], date: &str) -> Result<Vec<u8>, ExportError> {
    let failed = |reason: String| ExportError::Encoding { format: "ZIP", reason };
    let (year, month, day) = parse_date(date)?;
    // Archives know no day before 1980.
    let time = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
    let options =
        SimpleFileOptions::default().last_modified_time(time).system(System::Unix).unix_permissions(PERMISSIONS);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let is_packed = PACKED.iter().any(|it| name.ends_with(it));
        let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        archive.start_file(name.as_str(), options.compression_method(method)).map_err(|err| failed(err.to_string()))?;
        archive.write_all(bytes).map_err(|err| failed(err.to_string()))?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|err| failed(err.to_string()))
}

/// The files of an archive by their names, which together unfold to at most so many bytes; `Err` says what is wrong with it. Nothing of it touches the drive.
pub(crate) fn unpack(bytes: &[u8], most: u64) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|err| err.to_string())?;
    if archive.len() > MOST_FILES {
        return Err(format!("it holds {} files, and no bundle has more than {MOST_FILES}", archive.len()));
    }
    let (mut files, mut left) = (Vec::new(), most);
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|err| err.to_string())?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(|err| err.to_string())?.into_owned();
        let mut content = Vec::new();
        file.take(left + 1).read_to_end(&mut content).map_err(|err| format!("{name}: {err}"))?;
        left = left.checked_sub(content.len() as u64).ok_or_else(|| format!("it unfolds to more than {most} bytes"))?;
        files.push((name, content));
    }
    Ok(files)
}
