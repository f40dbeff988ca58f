//! Several designs side by side in a folder, as those after each step of a migration.

use std::fs;
use std::io;
use std::path::Path;

use super::error::SaveError;
use super::format::to_text;
use super::save::{OnConflict, save};
use crate::model::Document;

/// Saves designs as `NAME-1.ron`, `NAME-2.ron` and so on in a folder, which is made where it is missing; files that are
/// there stay. Returns how many are written, and why others are not.
///
/// # Errors
/// The folder cannot be made.
pub fn save_numbered<'d>(
    folder: &Path,
    name: &str,
    documents: impl Iterator<Item = &'d Document>,
) -> io::Result<(usize, Vec<SaveError>)> {
    fs::create_dir_all(folder)?;
    let (mut written, mut failed) = (0, Vec::new());
    for (number, document) in (1..).zip(documents) {
        let path = folder.join(format!("{name}-{number}.ron"));
        match save(&path, &to_text(document), None, OnConflict::Refuse) {
            Ok(_) => written += 1,
            Err(err) => failed.push(err),
        }
    }
    Ok((written, failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_and_the_others_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, document) = (folder.path().join("steps"), Document::default());
        assert_eq!(save_numbered(&inside, "step", [&document, &document].into_iter()).unwrap().0, 2);
        fs::remove_file(inside.join("step-2.ron")).unwrap();
        let (written, failed) = save_numbered(&inside, "step", [&document, &document].into_iter()).unwrap();
        assert_eq!((written, failed.len()), (1, 1));
        assert!(failed[0].to_string().contains("step-1.ron"), "{failed:?}");
    }
}
