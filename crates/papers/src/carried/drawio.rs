//! The pages of a file of draw.io, plain or compressed, and the design that one of them carries.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::read::DeflateDecoder;
use roxmltree::Document;

use super::xml::{MOST_BYTES, parsed, unpacked};
use super::{Origin, whole};
use crate::document::OpenError;

/// What people call such a file.
pub(crate) const KIND: &str = "drawing of draw.io";

/// A page: its id and its model as XML.
pub(crate) struct DrawioPage {
    /// The id.
    pub(crate) id: String,
    /// The text of its model.
    pub(crate) model: String,
}

/// What is said of a page that cannot be unpacked.
fn damaged(err: &impl std::fmt::Display) -> OpenError {
    bad(&format!("A page of it is damaged: it cannot be unpacked ({err})."))
}

fn bad(problem: &str) -> OpenError {
    OpenError::BadInside { kind: KIND, problem: problem.to_owned() }
}

/// The pages of a file.
///
/// # Errors
/// When the file is damaged or larger than any drawing.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<DrawioPage>, OpenError> {
    let text = super::xml::checked(bytes, KIND)?;
    let file = parsed(text, KIND)?;
    let mut pages = Vec::new();
    let mut left = MOST_BYTES;
    for diagram in file.descendants().filter(|it| it.has_tag_name("diagram")) {
        let id = diagram.attribute("id").unwrap_or_default().to_owned();
        let model = match diagram.children().find(|it| it.has_tag_name("mxGraphModel")) {
            Some(model) => text.get(model.range()).unwrap_or_default().to_owned(),
            None => unfolded(diagram.text().unwrap_or_default(), left)?,
        };
        left = left.checked_sub(model.len()).ok_or_else(|| bad("It is larger than any that Tierwright writes."))?;
        pages.push(DrawioPage { id, model });
    }
    Ok(pages)
}

/// A compressed page: percent signs in deflated bytes in base64.
fn unfolded(packed: &str, most: usize) -> Result<String, OpenError> {
    let letters: Vec<u8> = packed.bytes().filter(|it| !it.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(letters).map_err(|err| damaged(&err))?;
    let mut text = Vec::new();
    DeflateDecoder::new(bytes.as_slice()).take(most as u64 + 1).read_to_end(&mut text).map_err(|err| damaged(&err))?;
    if text.len() > most {
        return Err(bad("A page of it unfolds to more than any drawing holds."));
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while let [first, more @ ..] = rest {
        let hex = (*first == b'%').then(|| more.get(..2)).flatten();
        let byte = hex.and_then(|it| std::str::from_utf8(it).ok()).and_then(|it| u8::from_str_radix(it, 16).ok());
        plain.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { more.get(2..).unwrap_or_default() } else { more };
    }
    let plain = String::from_utf8(plain).map_err(|err| damaged(&err))?;
    super::xml::checked(plain.as_bytes(), KIND)?;
    Ok(plain)
}

/// Takes the design out of a drawing.
pub(super) fn read(bytes: &[u8]) -> Result<Origin, OpenError> {
    for page in pages(bytes)? {
        let model: Document<'_> = parsed(&page.model, KIND)?;
        let root = model.descendants().find(|it| it.has_attribute("tw_origin"));
        let Some(root) = root else { continue };
        let origin = root.attribute("tw_origin").and_then(Origin::parse);
        return whole(KIND, origin, unpacked(root.attribute("tw_design").unwrap_or_default(), KIND)?);
    }
    whole(KIND, None, None)
}
