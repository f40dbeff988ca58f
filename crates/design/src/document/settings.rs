//! Keeps a value of preferences in a small RON file; a broken file never stops the program.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{OpenError, SaveError};
use super::layout::lay_out;
use super::migrate::parse;
use super::open::read_text;
use super::save::{OnConflict, save as save_text};

/// Reads the value at `path`: the default when there is no file, the default and a warning when it cannot be used.
///
/// Give the type `#[serde(default)]` and accept unknown fields, so that older and newer programs share one file.
pub fn load<T: DeserializeOwned + Default>(path: &Path) -> (T, Option<String>) {
    let value = read_text(path).and_then(|file| parse::<T>(&file.text).map_err(OpenError::from));
    match value {
        Ok(value) => (value, None),
        Err(OpenError::Missing { .. }) => (T::default(), None),
        Err(err) => {
            let reason = match err.damage() {
                Some(damage) => format!("in {}: {}", damage.place.words(), damage.problem),
                None => err.to_string(),
            };
            let warning = format!("{} could not be read, so the defaults are used ({reason}).", path.display());
            (T::default(), Some(warning))
        }
    }
}

/// Writes the value at `path` and makes the folder when it is missing; what was there stays as the backup.
pub fn save<T: Serialize>(path: &Path, value: &T) -> Result<(), SaveError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|err| SaveError::from_io(path, "making its folder", err))?;
    }
    let compact = ron::to_string(value).unwrap_or_else(|err| {
        log::error!("settings could not be turned into text: {err}");
        String::new()
    });
    let text = if compact.is_empty() { compact } else { lay_out(&compact) };
    save_text(path, &text, None, OnConflict::Overwrite).map(|_| ())
}
