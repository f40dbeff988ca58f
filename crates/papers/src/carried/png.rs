//! The design as text chunks of a PNG.

use std::io::{Cursor, Write};

use png::text_metadata::{ITXtChunk, TEXtChunk};
use png::{Decoder, EncodingError, Limits, Writer};

use super::{MOST_TEXT, NAME, Origin, not_unpacked, whole};
use crate::document::OpenError;

/// What people call such a file.
pub(super) const KIND: &str = "PNG picture";
/// How every PNG starts.
pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What all chunks before the picture may need, in bytes.
const MOST_MEMORY: usize = 2 * MOST_TEXT;

/// Notes in front of the picture where it comes from, and the design.
pub(crate) fn attach<W: Write>(writer: &mut Writer<W>, origin: &Origin) -> Result<(), EncodingError> {
    writer.write_text_chunk(&TEXtChunk::new(NAME, origin.to_string()))?;
    let Some(text) = &origin.text else { return Ok(()) };
    let mut chunk = ITXtChunk::new(NAME, text.as_str());
    chunk.compressed = true;
    chunk.compress_text()?;
    writer.write_text_chunk(&chunk)
}

/// Takes the design out of a PNG; the picture itself is not unpacked.
pub(super) fn read(bytes: &[u8]) -> Result<Origin, OpenError> {
    let decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MOST_MEMORY });
    let damaged = |err: png::DecodingError| OpenError::BadInside {
        kind: KIND,
        problem: format!("The picture itself is damaged ({err})."),
    };
    let reader = decoder.read_info().map_err(damaged)?;
    let info = reader.info();
    let mut origins = info.uncompressed_latin1_text.iter().filter(|it| it.keyword == NAME);
    let origin = origins.find_map(|it| Origin::parse(&it.text));
    let text = info.utf8_text.iter().find(|it| it.keyword == NAME).cloned();
    let text = text.map(|mut chunk| {
        chunk.decompress_text_with_limit(MOST_TEXT).map_err(|err| not_unpacked(KIND, &err))?;
        chunk.get_text().map_err(damaged)
    });
    whole(KIND, origin, text.transpose()?.map(String::into_bytes))
}
