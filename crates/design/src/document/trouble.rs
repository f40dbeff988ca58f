//! Why the operating system refuses to write a file: one table for designs, journals and exports.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// What stands in the way of writing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The person may not write there.
    NoPermission,
    /// The drive can only be read.
    ReadOnlyDrive,
    /// There is no room, or no more than a quota or the file system allows.
    Full,
    /// The name is too long, or holds what the drive does not take.
    Name,
    /// The folder is not there.
    FolderMissing,
    /// The path leads to a folder.
    Folder,
    /// Another program holds the file.
    InUse,
    /// Something else; the words of the operating system say what.
    Other,
}

/// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows, which have no kind of their own
/// (<https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499->).
const HELD_BY_ANOTHER: [i32; 2] = [32, 33];

impl Trouble {
    /// What an error of this system means.
    pub fn of(err: &io::Error) -> Self {
        Self::of_code(err.kind(), err.raw_os_error().filter(|_| cfg!(windows)))
    }

    /// What an error means that came up when `target` was to be replaced.
    ///
    /// Windows says "access denied" when another program holds the file that is to be replaced; trying to open it for
    /// writing tells that from a lack of permission.
    pub fn of_replacing(err: &io::Error, target: &Path) -> Self {
        let opened = || OpenOptions::new().write(true).open(target).map(|_| ()).map_err(|err| Self::of(&err));
        Self::seen_twice(Self::of(err), opened)
    }

    fn seen_twice(first: Self, opened: impl FnOnce() -> Result<(), Self>) -> Self {
        if first == Self::NoPermission && opened() == Err(Self::InUse) { Self::InUse } else { first }
    }

    /// `windows_code` is the number of the error; `None` on other systems.
    fn of_code(kind: io::ErrorKind, windows_code: Option<i32>) -> Self {
        use io::ErrorKind as Kind;
        if windows_code.is_some_and(|code| HELD_BY_ANOTHER.contains(&code)) {
            return Self::InUse;
        }
        match kind {
            Kind::PermissionDenied => Self::NoPermission,
            Kind::ReadOnlyFilesystem => Self::ReadOnlyDrive,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full,
            Kind::InvalidFilename => Self::Name,
            Kind::NotFound | Kind::NotADirectory => Self::FolderMissing,
            Kind::IsADirectory => Self::Folder,
            Kind::ResourceBusy | Kind::ExecutableFileBusy => Self::InUse,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_another_program_holds_on_windows_is_in_use_whatever_kind_the_error_has() {
        for kind in [io::ErrorKind::Other, io::ErrorKind::PermissionDenied] {
            assert_eq!(Trouble::of_code(kind, Some(32)), Trouble::InUse);
            assert_eq!(Trouble::of_code(kind, Some(33)), Trouble::InUse);
        }
        assert_eq!(Trouble::of_code(io::ErrorKind::PermissionDenied, Some(5)), Trouble::NoPermission);
        assert_eq!(Trouble::of_code(io::ErrorKind::BrokenPipe, None), Trouble::Other);
    }

    #[test]
    fn a_denied_replacement_of_a_held_file_is_in_use_and_of_others_a_lack_of_permission() {
        let denied = Trouble::NoPermission;
        assert_eq!(Trouble::seen_twice(denied, || Err(Trouble::InUse)), Trouble::InUse);
        assert_eq!(Trouble::seen_twice(denied, || Err(denied)), denied);
        assert_eq!(Trouble::seen_twice(denied, || Ok(())), denied);
        assert_eq!(Trouble::seen_twice(Trouble::Full, || Err(Trouble::InUse)), Trouble::Full);
    }
}
