//! Characters of scripts that the bundled fonts lack: how much room a drawing keeps for them, whatever font shows them in
//! the end. So a drawing has the same places on every computer.

use std::ops::RangeInclusive;

/// Ideographs, syllables and pictures, which are as wide as they are high.
const WIDE: [RangeInclusive<u32>; 9] = [
    0x1100..=0x115f,
    0x2e80..=0xa4cf,
    0xac00..=0xd7a3,
    0xf900..=0xfaff,
    0xfe30..=0xfe6f,
    0xff00..=0xff60,
    0xffe0..=0xffe6,
    0x1f000..=0x1faff,
    0x20000..=0x3fffd,
];

/// Marks that stand above, below or around the character before them.
const MARKS: [RangeInclusive<u32>; 7] =
    [0x300..=0x36f, 0x483..=0x489, 0x1ab0..=0x1aff, 0x1dc0..=0x1dff, 0x20d0..=0x20ff, 0x3099..=0x309a, 0xfe20..=0xfe2f];

/// Characters that say how others join, vary or run, and show nothing.
const INVISIBLE: [RangeInclusive<u32>; 6] =
    [0xad..=0xad, 0x200b..=0x200f, 0x202a..=0x202e, 0x2060..=0x2069, 0xfe00..=0xfe0f, 0xe0100..=0xe01ef];

/// Room for a character of other scripts in em: most are narrower, none that is in use for names much wider.
const NARROW: f32 = 0.7;

fn is_in(ranges: &[RangeInclusive<u32>], c: char) -> bool {
    ranges.iter().any(|range| range.contains(&(c as u32)))
}

/// Whether a character shows nothing by itself.
pub fn is_invisible(c: char) -> bool {
    is_in(&INVISIBLE, c)
}

/// Whether a character belongs to the one before it: a mark, or one that shows nothing.
pub fn is_joined(c: char) -> bool {
    c as u32 >= 0xad && (is_in(&MARKS, c) || is_invisible(c))
}

/// The room that is kept for a character that no bundled font has, in em.
pub(super) fn kept_width(c: char) -> f32 {
    match c {
        c if is_joined(c) => 0.0,
        c if is_in(&WIDE, c) => 1.0,
        _ => NARROW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Face;
    use crate::scene::text::text_width;

    #[test]
    fn room_is_kept_for_every_script_and_none_for_marks() {
        let width = |text| text_width(Face::Regular, 10.0, text);
        assert_eq!(
            [width("数据"), width("حب"), width("e\u{301}") - width("e"), width("a\u{200d}b") - width("ab")],
            [20.0, 14.0, 0.0, 0.0]
        );
    }

    #[test]
    fn letters_of_the_bundled_fonts_are_not_joined() {
        assert!("Ångström Żółw Ωμέγα Жщ".chars().all(|c| !is_joined(c)));
        assert!(is_joined('\u{301}') && is_joined('\u{200d}') && !is_invisible('\u{301}'));
    }
}
