//! The files of an import: how many and how large they may be, and what they are called.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::document::file_name;

/// Most files of one import.
pub const MOST_FILES: usize = 200;
/// Most bytes of one file.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A file of an import: its name and, where it could be read, its bytes.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name under which it is shown: without its folder, which may name a person.
    pub name: String,
    /// The bytes, or what is wrong.
    pub bytes: Result<Vec<u8>, String>,
}

/// Files as they were named, and in the place of a folder the files in it, in the order of their names; a folder without
/// any stays.
pub fn files_of(paths: &[PathBuf]) -> Vec<PathBuf> {
    let in_folder = |path: &PathBuf| {
        let entries = std::fs::read_dir(path).ok()?;
        let is_hidden = |it: &Path| it.file_name().is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
        let mut files: Vec<PathBuf> =
            entries.flatten().map(|it| it.path()).filter(|it| it.is_file() && !is_hidden(it)).collect();
        files.sort();
        Some(files).filter(|it| !it.is_empty())
    };
    paths.iter().flat_map(|path| in_folder(path).unwrap_or_else(|| vec![path.clone()])).collect()
}

/// The names of files without their folders, which may name people; of several with the same name each has a number, in
/// the order of their folders.
pub fn names(paths: &[PathBuf]) -> Vec<String> {
    let mut same: BTreeMap<String, BTreeSet<&PathBuf>> = BTreeMap::new();
    for path in paths {
        same.entry(file_name(path)).or_default().insert(path);
    }
    let name = |path: &PathBuf| {
        let name = file_name(path);
        let all = same.get(&name).filter(|it| it.len() > 1);
        match all.and_then(|it| it.iter().position(|it| *it == path)) {
            Some(at) => format!("{name} ({})", at + 1),
            None => name,
        }
    };
    paths.iter().map(name).collect()
}

/// Reads a file under its name; one that is too large, or cannot be read, says so.
pub fn source(path: &Path, name: String) -> Source {
    Source { name, bytes: read(path) }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |err: std::io::Error| format!("cannot be read: {err}");
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err("is a folder without files".to_owned());
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("has more than {} MiB; no export of a BizTalk group is that large", MOST_BYTES >> 20));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_same_name_are_told_apart_without_their_folders() {
        let paths: Vec<PathBuf> =
            ["jane.doe/b/x.xml", "jane.doe/a/x.xml", "a/y.xml"].iter().map(PathBuf::from).collect();
        assert_eq!(names(&paths), ["x.xml (2)", "x.xml (1)", "y.xml"]);
    }

    #[test]
    fn a_folder_stands_for_the_files_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("empty")).unwrap();
        for name in ["b.xml", "a.tsv", ".hidden"] {
            std::fs::write(at(name), "").unwrap();
        }
        let named = [at("b.xml"), folder.path().to_owned(), at("empty")];
        assert_eq!(files_of(&named), [at("b.xml"), at("a.tsv"), at("b.xml"), at("empty")]);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let folder = source(Path::new("."), "here".to_owned());
        assert!(folder.bytes.unwrap_err().contains("folder"));
        assert!(source(Path::new("not there"), "x".to_owned()).bytes.is_err());
    }
}
