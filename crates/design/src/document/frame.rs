//! How a journal file is laid out: readable text, each record with its length and hash.
//!
//! ```text
//! Tierwright journal 1
//! #header 87 0 <sha256>
//! (path: …, name: …, base: …)
//! #design 11 5120 <sha256>
//! Move 3 elements
//! // A design of Tierwright …
//! ```
//! The two numbers are the bytes of the label and of the text. A record that is cut off or altered is left out, and
//! reading goes on at the next line that starts a record, so one bad spot never costs the others.

use crate::digest::sha256_hex;

/// First line of every journal.
pub(crate) const MAGIC: &str = "Tierwright journal 1\n";

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordKind {
    /// The [`super::journal::Header`] as RON, in the label.
    Header,
    /// A whole design, with the step that led to it as label.
    Design,
}

impl RecordKind {
    fn word(self) -> &'static str {
        match self {
            Self::Header => "#header",
            Self::Design => "#design",
        }
    }
}

/// A record that was read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) kind: RecordKind,
    pub(crate) label: &'a str,
    pub(crate) text: &'a str,
}

impl Record<'_> {
    /// The bytes to append.
    pub(crate) fn framed(&self) -> String {
        let Self { kind, label, text } = self;
        let hash = self.hash();
        format!("{} {} {} {hash}\n{label}\n{text}\n", kind.word(), label.len(), text.len())
    }

    fn hash(&self) -> String {
        sha256_hex(format!("{}\n{}\n{}", self.kind.word(), self.label, self.text).as_bytes())
    }
}

/// All records of a journal that are whole, in order; empty for a file that is no journal.
pub(crate) fn records(bytes: &[u8]) -> Vec<Record<'_>> {
    let mut found = Vec::new();
    let Some(mut rest) = bytes.strip_prefix(MAGIC.as_bytes()) else { return found };
    loop {
        if let Some((record, after)) = take(rest) {
            found.push(record);
            rest = after;
        } else if let Some(after) = next_start(rest) {
            rest = after;
        } else {
            return found;
        }
    }
}

/// The record at the start of `bytes`, and what follows it.
fn take(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let line_end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, body) = bytes.split_at_checked(line_end)?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let kind = match words.next()? {
        "#header" => RecordKind::Header,
        "#design" => RecordKind::Design,
        _ => return None,
    };
    let label_len: usize = words.next()?.parse().ok()?;
    let text_len: usize = words.next()?.parse().ok()?;
    let hash = words.next()?;
    let (label, rest) = line_of_len(body.get(1..)?, label_len)?;
    let (text, rest) = line_of_len(rest, text_len)?;
    let record = Record { kind, label, text };
    (record.hash() == hash).then_some((record, rest))
}

/// A part of known length and the line end behind it.
fn line_of_len(bytes: &[u8], len: usize) -> Option<(&str, &[u8])> {
    let (part, rest) = bytes.split_at_checked(len)?;
    Some((std::str::from_utf8(part).ok()?, rest.strip_prefix(b"\n")?))
}

/// What follows the next line end that a `#` comes after.
fn next_start(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes.windows(2).position(|pair| pair == b"\n#")?;
    bytes.get(at + 1..)
}
