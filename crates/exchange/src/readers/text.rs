//! From bytes to text: byte order marks, UTF-16 and older encodings that a file declares.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are no text in the encoding they seem to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText {
    encoding: &'static str,
    line: usize,
}

impl fmt::Display for NotText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { encoding, line } = self;
        write!(formatter, "line {line} is no text in {encoding}: the file is damaged, or of another kind")
    }
}

/// The text of a file.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or_else(|| (encoding_of(&bytes), 0));
    if encoding == UTF_8 {
        let mut bytes = bytes;
        bytes.drain(..mark);
        return String::from_utf8(bytes).map_err(|err| {
            let good = err.utf8_error().valid_up_to();
            NotText { encoding: "UTF-8", line: lines(&err.as_bytes()[..good]) }
        });
    }
    let content = &bytes[mark..];
    match encoding.decode_without_bom_handling_and_without_replacement(content) {
        Some(text) => Ok(Cow::into_owned(text)),
        None => Err(NotText { encoding: encoding.name(), line: bad_line(encoding, content) }),
    }
}

fn lines(bytes: &[u8]) -> usize {
    bytes.split(|it| *it == b'\n').count()
}

/// The line of the first character that cannot be read.
fn bad_line(encoding: &'static Encoding, content: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(content);
    let good = text.find('\u{fffd}').unwrap_or(text.len());
    lines(&text.as_bytes()[..good])
}

/// The encoding of bytes without a mark: UTF-16 shows by its zeros, others by what XML declares.
fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [0, b'<' | b'{' | b'H' | b'T', ..] => return UTF_16BE,
        [b'<' | b'{' | b'H' | b'T', 0, ..] => return UTF_16LE,
        _ => {}
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = start.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next()?;
        rest[1..].split(quote).next()
    });
    let declared = declared.filter(|_| start.trim_start().starts_with("<?xml"));
    let encoding = declared.and_then(|it| Encoding::for_label(it.as_bytes())).unwrap_or(UTF_8);
    // What is read byte by byte so far cannot be UTF-16, whatever it declares.
    if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding }
}
