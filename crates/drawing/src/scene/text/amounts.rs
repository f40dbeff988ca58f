//! Numbers stay with their units where text is broken into lines, on screen as in documents.

/// What binds to the number before it.
const UNITS: [&str; 29] = [
    "%",
    "s",
    "ms",
    "min",
    "h",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "KB",
    "MB",
    "GB",
    "TB",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "GHz",
    "messages/s",
];

/// The space that is no place for a line break.
const NO_BREAK: char = '\u{a0}';

/// Whether a line may be broken between two parts of a text; `after` starts with white space.
fn may_break(before: &str, after: &str) -> bool {
    if after.starts_with(NO_BREAK) {
        return false;
    }
    let is_number = before.ends_with(|c: char| c.is_ascii_digit());
    let next = after.split_whitespace().next().unwrap_or_default();
    let next = next.trim_end_matches(|c: char| c != '%' && !c.is_alphanumeric());
    !(is_number && after.starts_with(' ') && UNITS.contains(&next))
}

/// Where the first word of a text ends: the position of white space at which a line may be broken. `None` = it is all
/// one word.
pub fn end_of_word(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).find(|at| {
        let (before, after) = text.split_at(*at);
        may_break(before, after)
    })
}

/// The words of a text between which a line may be broken; an amount such as `5 %` is one word.
pub fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        let (word, tail) = end_of_word(rest).map_or((rest, ""), |at| rest.split_at(at));
        if !word.is_empty() {
            words.push(word);
        }
        let Some(space) = tail.chars().next() else { return words };
        rest = tail.get(space.len_utf8()..).unwrap_or_default();
    }
}

/// The same text with non-breaking spaces between numbers and units, for a back-end that breaks lines itself.
pub fn keep_amounts(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let (before, after) = text.split_at(at);
        kept.push(if c == ' ' && !may_break(before, after) { NO_BREAK } else { c });
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_are_one_word() {
        assert_eq!(words("The error is about 5 %. Try 12 GB"), ["The", "error", "is", "about", "5 %.", "Try", "12 GB"]);
        assert_eq!(words("(2 min 5 s)"), ["(2 min", "5 s)"]);
        assert_eq!(words("MessageBox 2 stops, 3 services"), ["MessageBox", "2", "stops,", "3", "services"]);
        assert_eq!(words("  5\n%  "), ["5", "%"], "a line break of the author stays one");
    }

    #[test]
    fn only_the_space_before_a_unit_is_replaced() {
        assert_eq!(keep_amounts("150 messages/s (68 to 330)"), "150\u{a0}messages/s (68 to 330)");
        assert_eq!(keep_amounts("up to 60 s; 10 % and 3 hosts"), "up to 60\u{a0}s; 10\u{a0}% and 3 hosts");
    }
}
