//! Looks over a text before it is parsed: brackets, depth, numbers and keys given twice.
//!
//! The RON parser protects itself against deep nesting, but reports an unclosed bracket as a missing comma at the
//! end of the file, takes the last of two equal map keys in silence, and reads `inf` and `NaN`.

use super::error::Damage;
use super::place::Place;
use super::scan::{Bracket, Token, TokenKind, Tokens, Unclosed};

/// Brackets that may be open at once; a design needs fewer than twenty.
pub const MAX_DEPTH: usize = 64;

/// Finds what the parser would miss or explain badly.
pub(crate) fn look_over(text: &str) -> Result<(), Damage> {
    let mut open: Vec<OpenBracket> = Vec::new();
    // The keys of all open brackets, those of the innermost last.
    let mut keys: Vec<Token<'_>> = Vec::new();
    let mut last: Option<Token<'_>> = None;
    for token in Tokens::new(text) {
        let token = token.map_err(|unclosed| explain_unclosed(text, unclosed))?;
        match token.kind {
            TokenKind::Open(bracket) => {
                open.push(OpenBracket { bracket, start: token.start, first_key: keys.len() });
                if open.len() > MAX_DEPTH {
                    return Err(too_deep(text, token.start));
                }
            }
            TokenKind::Close(bracket) => {
                let closed = close(text, &mut open, bracket, token.start)?;
                if let Some(key) = twice(keys.get_mut(closed.first_key..).unwrap_or_default()) {
                    return Err(given_twice(text, key));
                }
                keys.truncate(closed.first_key);
            }
            TokenKind::Colon => keys.extend(last),
            TokenKind::Number | TokenKind::Word => check_finite(text, token)?,
            TokenKind::Comma | TokenKind::Text | TokenKind::Mark => {}
        }
        last = Some(token);
    }
    match open.last() {
        Some(unclosed) => Err(never_closed(text, unclosed)),
        None => Ok(()),
    }
}

struct OpenBracket {
    bracket: Bracket,
    start: usize,
    /// How many keys of other brackets stand before its own.
    first_key: usize,
}

/// The first key that a record already has.
fn twice<'a>(keys: &mut [Token<'a>]) -> Option<Token<'a>> {
    // By length first: in a table the ids ascend already, and most keys of a record differ in it.
    keys.sort_unstable_by_key(|it| (it.text.len(), it.text, it.start));
    let again = keys.windows(2).filter(|pair| pair[0].text == pair[1].text);
    again.map(|pair| pair[1]).min_by_key(|it| it.start)
}

fn close(text: &str, open: &mut Vec<OpenBracket>, bracket: Bracket, start: usize) -> Result<OpenBracket, Damage> {
    let closing = bracket.closing();
    match open.pop() {
        Some(opened) if opened.bracket == bracket => Ok(opened),
        Some(opened) => {
            let (line, column) = super::place::line_and_column(text, opened.start);
            let wanted = opened.bracket.closing();
            Err(Damage::new(
                Place::of(text, start),
                format!(
                    "`{closing}` does not match the `{}` of line {line}, column {column}",
                    opened.bracket.opening()
                ),
                format!("Something between the two is missing or left over; `{wanted}` would fit here."),
            ))
        }
        None => Err(Damage::new(
            Place::of(text, start),
            format!("`{closing}` closes a bracket that was never opened"),
            "Remove it, or restore the text that was cut off before it.",
        )),
    }
}

fn never_closed(text: &str, unclosed: &OpenBracket) -> Damage {
    Damage::new(
        Place::of(text, unclosed.start),
        format!("`{}` is never closed", unclosed.bracket.opening()),
        "The end of the file is missing: it was cut off, for example by a full disk or an unfinished copy.",
    )
}

fn explain_unclosed(text: &str, unclosed: Unclosed) -> Damage {
    match unclosed {
        Unclosed::Text(start) => Damage::new(
            Place::of(text, start),
            "this text has no closing quotation mark",
            "Add the mark, or restore the end of the file if it was cut off.",
        ),
        Unclosed::Comment(start) => Damage::new(
            Place::of(text, start),
            "this comment has no end",
            "Add `*/` where it ends, or restore the end of the file if it was cut off.",
        ),
        Unclosed::Line(start) => Damage::new(
            Place::of(text, start),
            "the line ends with a carriage return alone (CR)",
            "Save the file with line ends of Windows (CR LF) or Unix (LF) in your editor.",
        ),
    }
}

fn too_deep(text: &str, start: usize) -> Damage {
    Damage::new(
        Place::of(text, start),
        format!("more than {MAX_DEPTH} brackets are open at once"),
        "No design nests this deep, so this is not a design that Tierwright wrote.",
    )
}

fn given_twice(text: &str, key: Token<'_>) -> Damage {
    Damage::new(
        Place::of(text, key.start),
        format!("`{}` is given twice in the same record", key.text),
        "Keep one of the two. This often comes from merging two versions of a file.",
    )
}

fn check_finite(text: &str, token: Token<'_>) -> Result<(), Damage> {
    // Digits alone are finite up to 1e308, and most numbers are ids.
    let is_plain = |text: &str| text.len() < 300 && text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let is_infinite = match token.kind {
        TokenKind::Word => matches!(token.text, "inf" | "NaN"),
        _ if is_plain(token.text) => false,
        _ => token.text.parse::<f64>().is_ok_and(|number| !number.is_finite()),
    };
    if !is_infinite {
        return Ok(());
    }
    Err(Damage::new(
        Place::of(text, token.start),
        format!("`{}` is not a finite number", token.text),
        "Write an ordinary number, such as 12.5.",
    ))
}
