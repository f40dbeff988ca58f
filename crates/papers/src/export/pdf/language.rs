//! In which script foreign terms are written. Documents are in English; in which language a name is, nobody has said, but
//! its letters tell readers aloud how to take it.

use unicode_script::{Script, UnicodeScript};

/// The script of a letter as four letters of ISO 15924; `None` for Latin, and for what all scripts share.
pub(super) fn script(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    match c.script() {
        Script::Latin | Script::Common | Script::Inherited | Script::Unknown => None,
        script => Some(script.short_name()),
    }
}

/// A text cut into parts of one script each. What all scripts share stays with what stands before it.
pub(super) fn parts(text: &str) -> Vec<(Option<&'static str>, &str)> {
    if text.is_ascii() {
        return vec![(None, text)];
    }
    let (mut parts, mut start, mut current) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        let next = if c.is_alphabetic() { script(c) } else { current };
        if next != current {
            parts.extend(text.get(start..at).filter(|it| !it.is_empty()).map(|part| (current, part)));
            (start, current) = (at, next);
        }
    }
    parts.extend(text.get(start..).filter(|it| !it.is_empty()).map(|part| (current, part)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_scripts_are_told_from_english() {
        assert_eq!(parts("Server Київ-1 and Łódź"), [(None, "Server "), (Some("Cyrl"), "Київ-1 "), (None, "and Łódź")]);
        assert_eq!(parts("≥ 5 µs"), [(None, "≥ 5 µs")]);
        assert_eq!([script('数'), script('ب'), script('é')], [Some("Hani"), Some("Arab"), None]);
    }
}
