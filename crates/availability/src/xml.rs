//! Escaped text for XML documents, in content and in attributes between double quotation marks.

use std::borrow::Cow;

use html_escape::encode_double_quoted_attribute;

/// Text that may have several lines. Characters that XML 1.0 forbids or advises against become spaces.
pub fn text(raw: &str) -> Cow<'_, str> {
    escaped(raw, |c| forbidden(c) && !matches!(c, '\n' | '\t'))
}

/// Text in one line: line breaks and tabs become spaces too. For attributes, where a reader would make them such.
pub fn line(raw: &str) -> Cow<'_, str> {
    escaped(raw, forbidden)
}

/// The library escapes markup, and leaves alone what no XML document can hold, not even escaped.
fn escaped(raw: &str, blank: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    if raw.contains(blank) {
        Cow::Owned(encode_double_quoted_attribute(&raw.replace(blank, " ")).into_owned())
    } else {
        encode_double_quoted_attribute(raw)
    }
}

fn forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_all_else_stays() {
        assert_eq!(line("a<b> & \"c\" 'd' ąß — 𝄞"), "a&lt;b&gt; &amp; &quot;c&quot; 'd' ąß — 𝄞");
        assert_eq!(text("one\ntwo\tthree\r\n"), "one\ntwo\tthree \n");
        assert_eq!(line("one\ntwo\tthree\r\n"), "one two three  ");
        assert!(matches!(text("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn every_character_stays_or_becomes_a_space_and_breaks_no_document() {
        let all = (0..=0x1ffff).filter_map(char::from_u32);
        for chunk in all.collect::<Vec<_>>().chunks(0x400) {
            let raw: String = chunk.iter().collect();
            let document = format!("<a b=\"{}\">{}</a>", line(&raw), text(&raw));
            let read = roxmltree::Document::parse(&document).unwrap();
            let expected = |kept: &str| raw.replace(|c| forbidden(c) && !kept.contains(c), " ");
            assert_eq!(read.root_element().attribute("b").unwrap(), expected(""));
            assert_eq!(read.root_element().text().unwrap(), expected("\n\t"));
        }
    }
}
