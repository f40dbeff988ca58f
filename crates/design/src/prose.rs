//! How words are put together: lists, numbers of things, capitals.

/// Items as a list in a sentence: `A`, `A and B`, `A, B and C`; nothing for no items.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// Items as a list that names only so many: `A, B and 3 more`. One more than that is named too, as it takes no more room.
pub fn list_most<S: AsRef<str>>(items: &[S], most: usize) -> String {
    match items.split_at_checked(most) {
        Some((shown, left)) if left.len() > 1 => {
            let shown: Vec<&str> = shown.iter().map(AsRef::as_ref).collect();
            format!("{} and {} more", shown.join(", "), left.len())
        }
        _ => list(items),
    }
}

/// The word that fits a number: the first for one, the second for none and for several.
pub const fn plural<'w>(number: usize, one: &'w str, many: &'w str) -> &'w str {
    if number == 1 { one } else { many }
}

/// The same text with a capital at its start.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The same text with a small letter at its start, for the middle of a sentence.
pub fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Lines of text as one.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line(" Rack 4\n\nuntil  March\n"), "Rack 4 until March");
    }

    #[test]
    fn the_last_item_of_a_list_comes_after_and() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["A", "B"]), "A and B");
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
    }

    #[test]
    fn a_long_list_names_the_first_and_counts_the_others() {
        assert_eq!(list_most(&["A", "B", "C", "D"], 2), "A, B and 2 more");
        assert_eq!(list_most(&["A", "B", "C"], 2), "A, B and C");
        assert_eq!(list_most(&["A", "B"], 2), "A and B");
    }

    #[test]
    fn only_one_thing_takes_the_singular() {
        assert_eq!([0, 1, 2].map(|number| plural(number, "runs", "run")), ["run", "runs", "run"]);
    }

    #[test]
    fn a_capital_changes_the_first_letter_only() {
        assert_eq!(capitalized("łódź BTS"), "Łódź BTS");
        assert_eq!(capitalized(""), "");
    }
}
