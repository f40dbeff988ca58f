//! Names of files: as people are told them, and made of other names so that they still fit on the drive.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::digest::sha256_hex;

/// Bytes that a file name may have on the usual file systems (`NAME_MAX` of Linux; Windows counts fewer units).
const MOST_BYTES: usize = 255;

/// Hexadecimal digits that keep shortened names apart.
const DIGITS: usize = 8;

/// `stem` with `ending` behind it. Where that is too long for a file name the stem is cut, and digits made of the whole
/// stem stand for the rest, so that different stems stay different.
pub fn fitting(stem: &OsStr, ending: &str) -> OsString {
    if stem.len() + ending.len() <= MOST_BYTES {
        let mut name = stem.to_os_string();
        name.push(ending);
        return name;
    }
    let text = stem.to_string_lossy();
    let room = MOST_BYTES.saturating_sub(ending.len() + 1 + DIGITS);
    let cut = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
    let digits = sha256_hex(stem.as_encoded_bytes());
    let (start, digits) = (text.get(..cut).unwrap_or(""), digits.get(..DIGITS).unwrap_or(""));
    format!("{start}~{digits}{ending}").into()
}

/// What a file is called, for people: without its folder where it has a name of its own.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fit_stay_as_they_are() {
        assert_eq!(fitting(OsStr::new("design.ron"), ".bak"), "design.ron.bak");
        let long = "x".repeat(251);
        assert_eq!(fitting(OsStr::new(&long), ".bak"), OsString::from(format!("{long}.bak")));
    }

    #[test]
    fn names_that_are_too_long_are_cut_between_characters_and_stay_apart() {
        let one = fitting(OsStr::new(&format!("{}1", "設".repeat(84))), ".bak");
        let other = fitting(OsStr::new(&format!("{}2", "設".repeat(84))), ".bak");
        assert_ne!(one, other);
        for name in [one, other] {
            let name = name.into_string().unwrap();
            assert!(name.len() <= 255 && name.starts_with("設設") && name.strip_suffix(".bak").is_some(), "{name}");
        }
    }
}
