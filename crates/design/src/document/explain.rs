//! Turns an error of the RON parser into a damaged spot with plain advice.

use ron::error::{Error, SpannedError};

use super::error::Damage;
use super::place::{Place, offset_of};
use crate::prose::uncapitalized;

/// Says what the parser met, where, and what to do about it.
pub(crate) fn explain(text: &str, err: &SpannedError) -> Damage {
    // Where a word or a number was read before it was refused, the span starts at it; otherwise it ends at the spot.
    let position = if is_about_what_was_read(&err.code) { err.span.start } else { err.span.end };
    let place = Place::of(text, offset_of(text, position.line, position.col));
    let (problem, advice) = words(&err.code);
    Damage::new(place, problem, advice)
}

fn is_about_what_was_read(code: &Error) -> bool {
    matches!(
        code,
        Error::NoSuchStructField { .. }
            | Error::NoSuchEnumVariant { .. }
            | Error::DuplicateStructField { .. }
            | Error::ExpectedDifferentStructName { .. }
            | Error::IntegerOutOfBounds
            | Error::InvalidEscape(_)
    )
}

/// What is wrong, and what to do.
fn words(code: &Error) -> (String, String) {
    match code {
        Error::NoSuchStructField { expected, found, outer } => (
            format!("{} has no field `{found}`", record(outer.as_deref())),
            format!("Known fields: {}. Correct the name or remove the field.", listed(expected)),
        ),
        Error::NoSuchEnumVariant { expected, found, outer } => (
            format!("`{found}` is not a known value{}", of(outer.as_deref())),
            format!("Known values: {}.", listed(expected)),
        ),
        Error::MissingStructField { field, outer } => (
            format!("{} ends here without its field `{field}`", record(outer.as_deref())),
            format!("Add `{field}: …,` before the closing bracket, or restore the line that was removed."),
        ),
        Error::DuplicateStructField { field, .. } => {
            (format!("the field `{field}` is given twice"), "Keep one of the two.".to_owned())
        }
        Error::ExpectedDifferentStructName { expected, found } => {
            (format!("`{found}` is written where `{expected}` belongs"), format!("Write `{expected}`."))
        }
        Error::InvalidValueForType { expected, found } => {
            (format!("here is {found}, but {expected} is needed"), "Write a value of that kind.".to_owned())
        }
        Error::ExpectedDifferentLength { expected, found } => {
            (format!("here are {found} values, but {expected} is needed"), "Add or remove values.".to_owned())
        }
        Error::ExpectedOption => (
            "a value that may be absent is written without `Some(…)`".to_owned(),
            "Write `Some(value)`, or `None` if there is none.".to_owned(),
        ),
        Error::Eof => (
            "the text ends in the middle of a record".to_owned(),
            "The end of the file is missing; it was cut off.".to_owned(),
        ),
        Error::TrailingCharacters => {
            ("there is more text after the end of the design".to_owned(), "Remove what follows.".to_owned())
        }
        Error::ExceededRecursionLimit => (
            "brackets are nested too deep".to_owned(),
            "No design nests this deep, so Tierwright did not write this.".to_owned(),
        ),
        Error::Message(message) => (message.trim_end_matches('.').to_owned(), "Correct this value.".to_owned()),
        other => simple_words(other),
    }
}

/// Errors that say which sign or kind of value is wanted.
fn simple_words(code: &Error) -> (String, String) {
    let (wanted, advice) = match code {
        Error::ExpectedComma => ("a comma", "Put a comma between the fields of a record and the items of a list."),
        Error::ExpectedMapColon => ("a colon", "Put a colon between the name of a field and its value."),
        Error::ExpectedString | Error::ExpectedStringEnd => ("a text", "Put the text between quotation marks: \"…\"."),
        Error::ExpectedInteger => ("a whole number", "Write a number without a fraction, such as 3."),
        Error::IntegerOutOfBounds => ("a smaller or a positive whole number", "Write a number that is possible here."),
        Error::ExpectedFloat => ("a number", "Write a number, such as 12.5."),
        Error::ExpectedBoolean => ("true or false", "Write true or false."),
        Error::ExpectedArray | Error::ExpectedArrayEnd => ("a list", "Put the items between [ and ]."),
        Error::ExpectedMap | Error::ExpectedMapEnd => ("a map", "Put the entries between { and }."),
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedOptionEnd => ("a record", "Put the fields between ( and )."),
        Error::ExpectedIdentifier => ("a name", "Write the name of a field or a value."),
        _ => return (lowered(&code.to_string()), "Correct this spot.".to_owned()),
    };
    (format!("{wanted} is needed here"), advice.to_owned())
}

fn record(name: Option<&str>) -> String {
    name.map_or_else(|| "this record".to_owned(), |name| format!("the record {name}"))
}

fn of(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(" of {name}"))
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn lowered(message: &str) -> String {
    uncapitalized(message.trim_end_matches('.'))
}
