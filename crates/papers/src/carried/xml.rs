//! The design in files made of XML: as metadata of an SVG, as data of a drawing of draw.io (whose pages `drawio` reads).

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use roxmltree::{Document, Node, ParsingOptions};

use super::{MOST_TEXT, Origin, not_unpacked, whole};
use crate::document::OpenError;
use tierwright_availability::xml;

/// What people call an SVG.
pub(super) const SVG: &str = "SVG picture";
/// The name space of our metadata.
const SPACE: &str = "urn:tierwright:design";
/// Largest such file in bytes.
pub(super) const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Most elements, texts and comments.
const MOST_NODES: u32 = 2_000_000;
/// Most quotation marks between two tags: the parser compares each attribute with those before it.
const MOST_QUOTES: usize = 600;

/// What kind of XML file starts with these bytes.
pub(super) fn kind(head: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if !head.starts_with('<') {
        return None;
    }
    if head.contains("<mxfile") {
        return Some(super::drawio::KIND);
    }
    head.contains("<svg").then_some(SVG)
}

/// The design as letters and digits that any program keeps as they are.
fn packed(text: &str) -> Option<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok().map(|bytes| BASE64.encode(bytes))
}

/// Where an SVG comes from, as its metadata.
pub(crate) fn svg_metadata(origin: &Origin) -> String {
    let design = origin.text.as_deref().and_then(packed).unwrap_or_default();
    let origin = xml::line(&origin.to_string()).into_owned();
    format!("<metadata><design xmlns=\"{SPACE}\" origin=\"{origin}\">{design}</design></metadata>\n")
}

/// Where a drawing of draw.io comes from, as attributes of its first page.
pub(crate) fn drawio_attributes(origin: &Origin) -> String {
    let design = origin.text.as_deref().and_then(packed).unwrap_or_default();
    let origin = xml::line(&origin.to_string()).into_owned();
    format!(" tw_origin=\"{origin}\" tw_design=\"{design}\"")
}

/// The text of a file that is no larger, and has no larger tags, than any that we write.
pub(super) fn checked<'a>(bytes: &'a [u8], kind: &'static str) -> Result<&'a str, OpenError> {
    let bad = |problem: &str| OpenError::BadInside { kind, problem: problem.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|err| bad(&format!("The file is not in UTF-8 ({err}).")))?;
    if text.len() > MOST_BYTES || text.split('<').any(|it| it.matches(['"', '\'']).count() > MOST_QUOTES) {
        return Err(bad("The file is larger, or a tag in it longer, than any that Tierwright writes."));
    }
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Takes a text apart.
pub(crate) fn parsed<'a>(text: &'a str, kind: &'static str) -> Result<Document<'a>, OpenError> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let damaged = |err| OpenError::BadInside { kind, problem: format!("The file is damaged ({err}).") };
    Document::parse_with_options(text, options).map_err(damaged)
}

/// Takes the design out of an SVG.
pub(super) fn read(bytes: &[u8], kind: &'static str) -> Result<Origin, OpenError> {
    let file = parsed(checked(bytes, kind)?, kind)?;
    let found = file.descendants().find(|it| it.has_tag_name((SPACE, "design")));
    let origin = found.and_then(|it| it.attribute("origin")).and_then(Origin::parse);
    let design = found.map(|it| it.children().filter_map(|it: Node<'_, '_>| it.text()).collect::<String>());
    whole(kind, origin, design.and_then(|it| unpacked(&it, kind).transpose()).transpose()?)
}

/// What [`packed`] made; `None` where nothing was packed.
pub(super) fn unpacked(packed: &str, kind: &'static str) -> Result<Option<Vec<u8>>, OpenError> {
    let letters: Vec<u8> = packed.bytes().filter(|it| !it.is_ascii_whitespace()).collect();
    if letters.is_empty() {
        return Ok(None);
    }
    let bytes = BASE64.decode(letters).map_err(|err| not_unpacked(kind, &err))?;
    let mut text = Vec::new();
    ZlibDecoder::new(bytes.as_slice())
        .take(MOST_TEXT as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|err| not_unpacked(kind, &err))?;
    if text.len() > MOST_TEXT { Err(not_unpacked(kind, &"it is larger")) } else { Ok(Some(text)) }
}
