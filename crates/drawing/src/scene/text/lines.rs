//! Texts in so many lines as there is room for.

use super::{Face, ellipsize, text_width, wrap};

/// At most `max` lines of `text`; the last one ends in "…" when there are more.
pub fn wrapped(face: Face, size: f32, text: &str, width: f32, max: usize) -> Vec<String> {
    if text_width(face, size, text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = wrap(face, size, text, width);
    if lines.len() > max {
        let rest = lines.split_off(max.saturating_sub(1)).join(" ");
        lines.push(ellipsize(face, size, &rest, width));
    }
    lines
}

/// At most `max` lines of a name. One that has no room is cut before its end, which is what tells names of a kind apart:
/// `BIZTALK-PRODUCTION-01` and `-02`.
pub fn wrapped_name(face: Face, size: f32, name: &str, width: f32, max: usize) -> Vec<String> {
    let mut lines = wrapped(face, size, name, width, usize::MAX);
    if lines.len() > max {
        lines.truncate(max.saturating_sub(1));
        // What the lines before do not show. They break after spaces, which no line begins with, or within a word.
        let shown: usize = lines.iter().flat_map(|it| it.chars()).filter(|it| !it.is_whitespace()).count();
        let mut letters = name.char_indices().filter(|(_, it)| !it.is_whitespace());
        let rest = letters.nth(shown).map_or("", |(at, _)| name.get(at..).unwrap_or_default());
        lines.push(cut_within(face, size, rest, width));
    }
    lines
}

/// The text cut to `width` before its last characters.
fn cut_within(face: Face, size: f32, text: &str, width: f32) -> String {
    /// So many characters stay at the end.
    const TAIL: usize = 4;
    if text_width(face, size, text) <= width {
        return text.to_owned();
    }
    let tail = text.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    let (head, tail) = text.split_at(tail);
    let head = ellipsize(face, size, &format!("{head}…"), width - text_width(face, size, tail));
    if head.chars().count() < 2 { ellipsize(face, size, text, width) } else { format!("{head}{tail}") }
}
