//! Puts an exported file in its place: completely, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::export::error::ExportError;

/// Writes `bytes` to `path` by way of a temporary file in the same directory, so that an older file of that name stays
/// whole when anything fails.
pub fn write_replacing(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    if path.is_dir() {
        return Err(ExportError::IsFolder { path: path.to_owned() });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Err(ExportError::FolderMissing { path: path.to_owned(), folder });
    }
    let (temporary, file) = create_beside(path, &folder).map_err(|e| explain(path, &e))?;
    let written = fill(file, bytes).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // The temporary file is ours and worthless now; failing to remove it must not hide the first error.
        if let Err(left) = fs::remove_file(&temporary) {
            log::warn!("{} could not be removed: {left}", temporary.display());
        }
        explain(path, &error)
    })?;
    sync_folder(&folder);
    Ok(())
}

/// Creates a new file beside the target under a name nobody uses.
fn create_beside(path: &Path, folder: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let process = std::process::id();
    let mut attempt = 0_u32;
    loop {
        let temporary = folder.join(format!(".{name}.{process}-{attempt}.tmp"));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
            Err(error) => return Err(error),
        }
    }
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the new name durable where the platform lets a directory be synced; the content is safe either way.
fn sync_folder(folder: &Path) {
    if let Ok(directory) = File::open(folder)
        && let Err(error) = directory.sync_all()
    {
        log::debug!("{} could not be synced: {error}", folder.display());
    }
}

/// The error of the operating system as advice for the person who exports.
fn explain(path: &Path, error: &io::Error) -> ExportError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ExportError::NoPermission { path },
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ExportError::DiskFull { path },
        io::ErrorKind::IsADirectory => ExportError::IsFolder { path },
        _ => ExportError::Write { path, reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn replaces_an_older_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("design-diagram.svg");
        write_replacing(&path, b"old and longer").unwrap();
        write_replacing(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["design-diagram.svg"]);
    }

    #[test]
    fn missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_replacing(&folder.path().join("nowhere/a.png"), b"x").unwrap_err().to_string();
        assert!(error.contains("nowhere") && error.contains("does not exist"), "{error}");
    }

    #[test]
    fn folder_in_place_of_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_replacing(folder.path(), b"x").unwrap_err();
        assert!(matches!(error, ExportError::IsFolder { .. }), "{error}");
    }

    #[test]
    fn system_errors_become_advice() {
        let path = Path::new("a.pdf");
        let text = |kind: io::ErrorKind| explain(path, &kind.into()).to_string();
        assert!(text(io::ErrorKind::StorageFull).contains("disk is full"));
        assert!(text(io::ErrorKind::PermissionDenied).contains("no permission"));
        assert!(text(io::ErrorKind::Interrupted).contains("unchanged"));
    }
}
