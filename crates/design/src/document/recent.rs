//! The list of designs that were opened last.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::SaveError;
use super::settings;

/// Designs that are remembered.
pub const MOST_RECENT: usize = 10;

/// Name of the list in the configuration folder.
const FILE_NAME: &str = "recent.ron";

/// Paths of the designs that were opened last, newest first, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentFiles {
    paths: Vec<String>,
}

impl RecentFiles {
    /// Reads the list; a broken one is given up with a warning for the user.
    pub fn load(folder: &Path) -> (Self, Option<String>) {
        let (mut recent, warning) = settings::load::<Self>(&folder.join(FILE_NAME));
        recent.paths.truncate(MOST_RECENT);
        (recent, warning)
    }

    /// Writes the list.
    pub fn save(&self, folder: &Path) -> Result<(), SaveError> {
        settings::save(&folder.join(FILE_NAME), self)
    }

    /// Puts a design at the front; a path that is not Unicode cannot be remembered.
    pub fn add(&mut self, path: &Path) {
        let Some(path) = stored(path) else { return };
        self.paths.retain(|known| *known != path);
        self.paths.insert(0, path);
        self.paths.truncate(MOST_RECENT);
    }

    /// Forgets a design, for example one that no longer exists.
    pub fn remove(&mut self, path: &Path) {
        if let Some(path) = stored(path) {
            self.paths.retain(|known| *known != path);
        }
    }

    /// The paths, newest first.
    pub fn paths(&self) -> impl Iterator<Item = PathBuf> + '_ {
        self.paths.iter().map(PathBuf::from)
    }
}

fn stored(path: &Path) -> Option<String> {
    std::path::absolute(path).ok()?.to_str().map(str::to_owned)
}
