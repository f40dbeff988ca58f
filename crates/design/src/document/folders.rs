//! Where the program keeps its own files on this computer.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folders of the program for the present user; nothing is created by asking for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Preferences and the list of recent designs.
    pub config: PathBuf,
    /// Journals of unsaved work.
    pub journals: PathBuf,
}

impl Folders {
    /// The folders that the operating system means for this; `None` when the user has no home folder.
    pub fn of_user() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "Tierwright")?;
        Some(Self { config: folders.config_dir().to_path_buf(), journals: folders.data_local_dir().join("journals") })
    }

    /// The same folders below one of your choice, for portable use and for tests.
    pub fn below(folder: &Path) -> Self {
        Self { config: folder.join("config"), journals: folder.join("journals") }
    }
}

/// The service that copies the folder of `path` to other computers, judged by the names of the folders above it.
///
/// `None` says only that no such name was seen. A synchronized file can change while it is open here.
pub fn sync_service(path: &Path) -> Option<&'static str> {
    const SERVICES: [(&str, &str); 6] = [
        ("onedrive", "OneDrive"),
        ("dropbox", "Dropbox"),
        ("google drive", "Google Drive"),
        ("iclouddrive", "iCloud Drive"),
        ("nextcloud", "Nextcloud"),
        ("owncloud", "ownCloud"),
    ];
    path.ancestors().skip(1).filter_map(|folder| folder.file_name()?.to_str()).find_map(|name| {
        let name = name.to_lowercase();
        SERVICES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, service)| *service)
    })
}
