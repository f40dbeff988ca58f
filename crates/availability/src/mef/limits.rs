//! What a file may ask of the reader. All of it is far above the largest published fault trees; a file beyond it is
//! refused before it takes memory or time.

use super::MefError;

/// The most bytes of all texts together: they are in memory once, and their elements about three times.
const MOST_BYTES: usize = 128 << 20;
/// The most elements, texts and comments of one file, at about 60 bytes each.
pub(super) const MOST_XML_NODES: u32 = 4_000_000;
/// Attributes of an element are compared with each other; the format has two or three.
const MOST_ATTRIBUTES: usize = 64;
/// An element takes over the namespaces of those around it; the format has none.
const MOST_NAMESPACES: usize = 64;
/// Components stand in components; a name is looked up in each of those around it.
pub(super) const DEEPEST_CONTAINER: usize = 100;

/// Looks at texts before they are parsed.
pub(super) fn check(texts: &[&str]) -> Result<(), MefError> {
    let bytes: usize = texts.iter().map(|it| it.len()).sum();
    if bytes > MOST_BYTES {
        let (megabytes, most) = (bytes.div_ceil(1 << 20), MOST_BYTES >> 20);
        let what = format!("the model has {megabytes} MB; at most {most} MB are read: split the tree into modules");
        return Err(MefError::TooLarge(what));
    }
    texts.iter().try_for_each(|text| check_attributes(text))
}

fn check_attributes(text: &str) -> Result<(), MefError> {
    let namespaces = text.matches("xmlns").count();
    if namespaces > MOST_NAMESPACES {
        let what = format!("{namespaces} declarations of namespaces; at most {MOST_NAMESPACES} are read");
        return Err(MefError::TooLarge(what));
    }
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|it| at + it) {
        let rest = &text[open..];
        let ends = [("<!--", "-->"), ("<![CDATA[", "]]>")];
        let length = match ends.iter().find(|(start, _)| rest.starts_with(start)) {
            Some((start, end)) => rest[start.len()..].find(end).map_or(rest.len(), |it| start.len() + it + end.len()),
            None => {
                let (length, attributes) = tag(rest.as_bytes());
                if attributes > MOST_ATTRIBUTES {
                    let line = text[..open].matches('\n').count() as u32 + 1;
                    let problem = format!("{attributes} attributes in one element; at most {MOST_ATTRIBUTES} are read");
                    return Err(MefError::At { line, problem });
                }
                length
            }
        };
        at = open + length;
    }
    Ok(())
}

/// The length of the tag that starts here, up to its last character, and how many attributes it has.
fn tag(bytes: &[u8]) -> (usize, usize) {
    let (mut attributes, mut quote) = (0, None);
    for (position, byte) in bytes.iter().enumerate() {
        match (byte, quote) {
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'=', None) => attributes += 1,
            (b'>', None) => return (position + 1, attributes),
            _ => {}
        }
    }
    (bytes.len(), attributes)
}
