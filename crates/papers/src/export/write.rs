//! Puts an exported file in its place: completely, or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::{Trouble, replace};
use crate::export::error::ExportError;

/// Writes `bytes` to `path` by way of a temporary file in the same directory, so that an older file of that name stays
/// whole when anything fails.
pub fn write_replacing(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    may_be_replaced(path)?;
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Err(ExportError::FolderMissing { path: path.to_owned(), folder });
    }
    replace(path, bytes).map_err(|err| explain(path, Trouble::of_replacing(&err, path), &err))
}

/// Refuses what is no file, and files that their owner has marked as not to be written. A link is replaced itself.
fn may_be_replaced(path: &Path) -> Result<(), ExportError> {
    let path = path.to_owned();
    match fs::symlink_metadata(&path) {
        Ok(_) if path.is_dir() => Err(ExportError::IsFolder { path }),
        Ok(metadata) if !metadata.is_file() && !metadata.is_symlink() => Err(ExportError::NotAFile { path }),
        Ok(metadata) if metadata.is_file() && metadata.permissions().readonly() => Err(ExportError::ReadOnly { path }),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The error of the operating system as advice for the person who exports.
fn explain(path: &Path, trouble: Trouble, error: &io::Error) -> ExportError {
    let path = path.to_owned();
    match trouble {
        Trouble::NoPermission | Trouble::ReadOnlyDrive => ExportError::NoPermission { path },
        Trouble::Full => ExportError::DiskFull { path },
        Trouble::Folder => ExportError::IsFolder { path },
        Trouble::InUse => ExportError::InUse { path },
        Trouble::Name | Trouble::FolderMissing | Trouble::Other => {
            ExportError::Write { path, reason: error.to_string() }
        }
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
        let text = |trouble| explain(Path::new("a.pdf"), trouble, &io::ErrorKind::Interrupted.into()).to_string();
        assert!(text(Trouble::Full).contains("disk is full"));
        assert!(text(Trouble::NoPermission).contains("no permission"));
        assert!(text(Trouble::InUse).contains("open in another program"));
        assert!(text(Trouble::Other).contains("unchanged"));
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, "signed").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let error = write_replacing(&path, b"x").unwrap_err();
        assert!(matches!(error, ExportError::ReadOnly { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"signed");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_what_it_points_to_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (elsewhere, link) = (folder.path().join("elsewhere"), folder.path().join("a.svg"));
        fs::write(&elsewhere, "mine").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        write_replacing(&link, b"x").unwrap();
        assert_eq!((fs::read(&elsewhere).unwrap(), fs::read(&link).unwrap()), (b"mine".to_vec(), b"x".to_vec()));
    }
}
