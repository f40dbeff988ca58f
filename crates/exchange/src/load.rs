//! The files of an import: how many and how large they may be, and what they are called.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Most files of one import.
pub const MOST_FILES: usize = 200;
/// Most bytes of one file.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A file of an import: its name and, where it could be read, its bytes.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name under which it is shown: without its folder where that is enough to tell it from the others.
    pub name: String,
    /// The bytes, or what is wrong.
    pub bytes: Result<Vec<u8>, String>,
}

/// The names of files, each as short as the others allow.
pub fn names(paths: &[PathBuf]) -> Vec<String> {
    let short = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        *counts.entry(short(path)).or_default() += 1;
    }
    let is_alone = |name: &str| counts.get(name).copied() == Some(1);
    let name = |path: &PathBuf| Some(short(path)).filter(|it| is_alone(it));
    paths.iter().map(|path| name(path).unwrap_or_else(|| path.display().to_string())).collect()
}

/// Reads a file under its name; one that is too large, or cannot be read, says so.
pub fn source(path: &Path, name: String) -> Source {
    Source { name, bytes: read(path) }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |err: std::io::Error| format!("cannot be read: {err}");
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err("is a folder; name the files in it".to_owned());
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
    fn files_of_the_same_name_are_told_apart_by_their_folder() {
        let paths: Vec<PathBuf> = ["a/x.xml", "b/x.xml", "a/y.xml"].iter().map(PathBuf::from).collect();
        assert_eq!(names(&paths), ["a/x.xml", "b/x.xml", "y.xml"]);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let folder = source(Path::new("."), "here".to_owned());
        assert!(folder.bytes.unwrap_err().contains("folder"));
        assert!(source(Path::new("not there"), "x".to_owned()).bytes.is_err());
    }
}
