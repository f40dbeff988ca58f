//! The design as an associated file of a PDF: found by every viewer as an attachment, and by us without one.

use lopdf::{Dictionary, LoadOptions, Object, ObjectId, Stream, StringFormat};
use md5::{Digest as _, Md5};

use super::{MIME_TYPE, MOST_TEXT, NAME, Origin, not_unpacked, whole};
use crate::document::OpenError;

/// What people call such a file.
pub(super) const KIND: &str = "PDF";
/// How every PDF starts.
pub(super) const START: &[u8] = b"%PDF-";
/// The name of the attachment.
const FILE: &str = "design.ron";

/// Notes where a PDF comes from in its properties, and attaches the design.
pub(crate) fn attach(
    file: &mut lopdf::Document,
    info: &mut Dictionary,
    origin: &Origin,
    date: &str,
) -> lopdf::Result<()> {
    info.set(NAME, Object::string_literal(origin.to_string()));
    let Some(text) = &origin.text else { return Ok(()) };
    let checksum = Object::String(Md5::digest(text.as_bytes()).to_vec(), StringFormat::Hexadecimal);
    let parameters = Dictionary::from_iter([
        ("Size", Object::Integer(text.len() as i64)),
        ("CheckSum", checksum),
        ("ModDate", Object::string_literal(date)),
    ]);
    let kind = Dictionary::from_iter([
        ("Type", Object::Name("EmbeddedFile".into())),
        ("Subtype", Object::Name(MIME_TYPE.into())),
        ("Params", Object::Dictionary(parameters)),
    ]);
    let content = file.add_object(Stream::new(kind, text.clone().into_bytes()));
    let files = Dictionary::from_iter([("F", Object::Reference(content)), ("UF", Object::Reference(content))]);
    let attachment = file.add_object(Dictionary::from_iter([
        ("Type", Object::Name("Filespec".into())),
        ("F", Object::string_literal(FILE)),
        ("UF", Object::string_literal(FILE)),
        ("Desc", Object::string_literal("The design that this document was made of; Tierwright opens it")),
        ("AFRelationship", Object::Name("Source".into())),
        ("EF", Object::Dictionary(files)),
    ]));
    let names = Object::Array(vec![Object::string_literal(FILE), Object::Reference(attachment)]);
    let tree = Object::Dictionary(Dictionary::from_iter([("Names", names)]));
    let catalog = file.catalog_mut()?;
    catalog.set("AF", Object::Array(vec![Object::Reference(attachment)]));
    catalog.set("Names", Object::Dictionary(Dictionary::from_iter([("EmbeddedFiles", tree)])));
    Ok(())
}

/// Takes the design out of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Origin, OpenError> {
    let unreadable = |err: &dyn std::fmt::Display| OpenError::BadInside {
        kind: KIND,
        problem: format!("The PDF itself is damaged or protected ({err})."),
    };
    let options = LoadOptions::with_max_decompressed_size(MOST_TEXT);
    let file = lopdf::Document::load_mem_with_options(bytes, options).map_err(|err| unreadable(&err))?;
    if file.is_encrypted() {
        return Err(unreadable(&"a password or restrictions"));
    }
    let origin = file.trailer.get(b"Info").and_then(Object::as_reference).ok();
    let origin = origin.and_then(|id| file.get_dictionary(id).ok()).and_then(|it| it.get(NAME.as_bytes()).ok());
    let origin = origin.and_then(|it| it.as_str().ok()).map(|it| String::from_utf8_lossy(it).into_owned());
    let origin = origin.and_then(|it| Origin::parse(&it));
    let text = match embedded(&file) {
        None => None,
        Some(stream) if stream.dict.has(b"Filter") => {
            Some(stream.decompressed_content_with_limit(MOST_TEXT).map_err(|err| not_unpacked(KIND, &err))?)
        }
        Some(stream) => Some(stream.content.clone()),
    };
    whole(KIND, origin, text)
}

/// The stream of our kind, wherever the program that saved the PDF last has put it.
fn embedded(file: &lopdf::Document) -> Option<&Stream> {
    let is_ours = |id: &&ObjectId| {
        let kind =
            file.get_object(**id).ok().and_then(|it| it.as_stream().ok()).and_then(|it| it.dict.get(b"Subtype").ok());
        kind.and_then(|it| it.as_name().ok()) == Some(MIME_TYPE.as_bytes())
    };
    let id = file.objects.keys().find(is_ours)?;
    file.get_object(*id).ok()?.as_stream().ok()
}
