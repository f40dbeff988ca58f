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
    /// Templates of the person's own.
    pub templates: PathBuf,
}

impl Folders {
    /// The folders that the operating system means for this; `None` when the user has no home folder.
    pub fn of_user() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "Tierwright")?;
        Some(Self {
            config: folders.config_dir().to_path_buf(),
            journals: folders.data_local_dir().join("journals"),
            templates: folders.data_dir().join("templates"),
        })
    }

    /// The same folders below one of your choice, for portable use and for tests.
    pub fn below(folder: &Path) -> Self {
        Self { config: folder.join("config"), journals: folder.join("journals"), templates: folder.join("templates") }
    }
}
