//! Reads the format version of a text and brings older versions up to the current one.
//!
//! A design that gains optional fields keeps its format version, see [`super::format`]. When the shape of the model
//! changes otherwise: freeze the old shape as its own types in `migrate/v1.rs`, give the new shape
//! the next version, turn old into new there, and keep a file of the old version in `tests/fixtures/format/` forever.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::{Damage, OpenError};
use super::explain::explain;
use super::guard::look_over;
use super::scan::{Bracket, Token, TokenKind, Tokens};
use super::since::Version;

/// The format version that this program writes.
pub const FORMAT_VERSION: u64 = 1;

/// The name that every design starts with.
pub(crate) const FILE_NAME: &str = "Tierwright";

/// The outermost record of a design.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Tierwright")]
struct DesignFile<T> {
    /// Already read by [`version_of`]; named here because unknown fields are refused.
    #[serde(rename = "format_version")]
    _format_version: u64,
    /// The oldest version that can read it, already looked at by [`refuse_newer`]; left out when every version can.
    #[serde(rename = "needs", default)]
    _needs: Version,
    document: T,
}

/// Reads a document of any known version.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, OpenError> {
    match version_of(text)? {
        0 => Err(OpenError::UnknownVersion { found: 0 }),
        FORMAT_VERSION => {
            refuse_newer(text)?;
            Ok(parse::<DesignFile<T>>(text)?.document)
        }
        found => Err(OpenError::Newer { found, newest: FORMAT_VERSION }),
    }
}

/// Reads a whole text as one value, with every error explained.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Damage> {
    look_over(text)?;
    ron::from_str(text).map_err(|err| explain(text, &err))
}

/// The format version in the header; nothing else of the text needs to be readable.
pub fn version_of(text: &str) -> Result<u64, OpenError> {
    let mut tokens = Tokens::new(text).map_while(Result::ok);
    let Some(first) = tokens.next() else {
        // Nothing but comments, or a comment without end.
        look_over(text)?;
        return Err(OpenError::Empty);
    };
    let is_design =
        first.text == FILE_NAME && tokens.next().is_some_and(|second| second.kind == TokenKind::Open(Bracket::Round));
    if !is_design {
        return Err(OpenError::NotADesign { start: start_of(text, first) });
    }
    if let Some(version) = header_field(tokens, "format_version").and_then(|value| value.text.parse().ok()) {
        return Ok(version);
    }
    look_over(text)?;
    Err(OpenError::NoVersion)
}

/// Refuses what says that it needs a newer program, whatever else is in it: what is unknown in it is no mistake.
fn refuse_newer(text: &str) -> Result<(), OpenError> {
    // Most files need no newer program, and looking for a word is quicker than splitting the whole text.
    if !text.contains("needs") {
        return Ok(());
    }
    let this = Version::of_this_program();
    let tokens = Tokens::new(text).map_while(Result::ok).skip(2);
    // Anything but a version is refused when the record is read.
    let needs = header_field(tokens, "needs").and_then(|value| Version::parse(value.text.trim_matches('"')));
    match needs {
        Some(needs) if needs > this => Err(OpenError::MadeByNewer { needs, this }),
        _ => Ok(()),
    }
}

/// The value of a field directly inside the outermost record, whose bracket is open.
fn header_field<'a>(mut tokens: impl Iterator<Item = Token<'a>>, name: &str) -> Option<Token<'a>> {
    let mut depth = 1_usize;
    while let Some(token) = tokens.next() {
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => depth = depth.checked_sub(1)?,
            TokenKind::Word if depth == 1 && token.text == name => {
                tokens.next().filter(|colon| colon.kind == TokenKind::Colon)?;
                return tokens.next();
            }
            _ => {}
        }
    }
    None
}

/// Most characters that are shown of a text that is something else.
const SHOWN: usize = 24;

fn start_of(text: &str, first: Token<'_>) -> String {
    let rest = text.get(first.start..).unwrap_or("");
    let mut start: String = rest.lines().next().unwrap_or("").chars().take(SHOWN).collect();
    if start.len() < rest.trim_end().len() {
        start.push('…');
    }
    start.replace(char::is_control, " ")
}
