//! XML files with the line of every element, and what a file may hold at most.

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::{Problem, Reading};

/// Deepest nesting of elements.
const MOST_DEPTH: usize = 64;
/// Most elements, texts and comments.
const MOST_NODES: u32 = 600_000;
/// Longest tag with its attributes, in bytes: the parser compares each attribute with those before it.
const MOST_TAG_BYTES: usize = 64 * 1024;

/// The lines of a text.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// Finds the lines.
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, it)| *it == b'\n').map(|(at, _)| at).collect())
    }

    /// The line of a byte, counted from 1.
    pub(super) fn line(&self, byte: usize) -> u32 {
        u32::try_from(self.0.partition_point(|it| *it < byte) + 1).unwrap_or(u32::MAX)
    }

    /// Line and column, in characters, of a byte.
    fn place(&self, text: &str, byte: usize) -> (u32, u32) {
        let line = self.line(byte);
        let start = (line as usize).checked_sub(2).and_then(|it| self.0.get(it)).map_or(0, |it| it + 1);
        let column = text.get(start..byte).map_or(1, |it| it.chars().count() + 1);
        (line, u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// A file that was taken apart.
pub(super) struct Xml<'a> {
    lines: Lines,
    document: Document<'a>,
}

impl<'a> Xml<'a> {
    /// Takes a text apart; what is wrong with it is noted.
    pub(super) fn parse(text: &'a str, reading: &mut Reading) -> Option<Self> {
        let lines = Lines::of(text);
        if let Some((byte, what)) = oversized(text) {
            reading.problem(Some(lines.place(text, byte)), what);
            return None;
        }
        let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
        match Document::parse_with_options(text, options) {
            Ok(document) => Some(Self { lines, document }),
            Err(err) => {
                let (at, what) = in_words(text, &lines, &err);
                reading.problem(at, what);
                None
            }
        }
    }

    /// The root element.
    pub(super) fn root(&self) -> Node<'_, 'a> {
        self.document.root_element()
    }

    /// The line on which an element starts.
    pub(super) fn line(&self, node: Node<'_, '_>) -> u32 {
        self.lines.line(node.range().start)
    }
}

/// Elements below an element, by name; namespaces do not matter.
pub(super) fn children<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.children().filter(move |it| it.is_element() && it.tag_name().name() == name)
}

/// The first element of a name below an element.
pub(super) fn child<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> Option<Node<'a, 'b>> {
    children(node, name).next()
}

/// The text of an element below an element; empty when there is none.
pub(super) fn text_of<'a>(node: Node<'a, '_>, name: &'static str) -> &'a str {
    child(node, name).and_then(|it| it.text()).unwrap_or_default().trim()
}

/// What XML schema and the products write for yes and no.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "-1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// The name and the place of the root element.
pub(super) fn root_name(text: &str) -> Result<(String, (u32, u32)), Problem> {
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start + 1..];
        let end = match tag.as_bytes().first() {
            Some(b'?') => tag.find("?>").map(|it| it + 2),
            Some(b'!') if tag.starts_with("!--") => tag.find("-->").map(|it| it + 3),
            Some(b'!') => {
                let at = Lines::of(text).place(text, text.len() - rest.len() + start);
                let what = "declares a document type, which exports never do".to_owned();
                return Err(Problem { at: Some(at), what });
            }
            _ => {
                let name = tag.split(|it: char| it.is_whitespace() || it == '>' || it == '/').next();
                let name = name.unwrap_or_default().rsplit(':').next().unwrap_or_default();
                let at = Lines::of(text).place(text, text.len() - rest.len() + start);
                return Ok((name.chars().take(80).collect(), at));
            }
        };
        match end {
            Some(end) => rest = &tag[end..],
            None => break,
        }
    }
    Err(Problem { at: None, what: "holds no XML element".to_owned() })
}

/// The first tag that is too long or too deep. Text in comments and the like can only make it stricter.
fn oversized(text: &str) -> Option<(usize, String)> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(start) = text[at..].find('<').map(|it| at + it) {
        let special = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, close)) = special.iter().find(|(open, _)| text[start..].starts_with(open)) {
            at = text[start..].find(close).map(|it| start + it + close.len())?;
            continue;
        }
        let end = text[start..].find('>').map_or(bytes.len(), |it| start + it);
        if end - start > MOST_TAG_BYTES {
            return Some((start, "a tag is longer than 64 KiB".to_owned()));
        }
        if text[start..].starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if end == bytes.len() || bytes[end - 1] != b'/' {
            depth += 1;
        }
        if depth > MOST_DEPTH {
            return Some((start, format!("elements are nested more than {MOST_DEPTH} deep")));
        }
        at = end.min(bytes.len());
    }
    None
}

/// What is wrong, where, and what to do.
fn in_words(text: &str, lines: &Lines, err: &Error) -> (Option<(u32, u32)>, String) {
    match err {
        Error::NodesLimitReached => (None, format!("holds more than {MOST_NODES} elements and texts")),
        Error::UnclosedRootNode | Error::NoRootNode | Error::UnexpectedEndOfStream => {
            let what = "the file ends in the middle: it is cut off; export it again";
            (Some(lines.place(text, text.trim_end().len())), what.to_owned())
        }
        Error::DtdDetected => (None, "declares a document type, which exports never do".to_owned()),
        _ => {
            let at = err.pos();
            let whole = err.to_string();
            // The library says the place in its sentence, which stands in front here.
            let what = whole.replace(&format!(" at {at}"), "");
            let what = match err {
                Error::MalformedEntityReference(_) | Error::UnknownEntityReference(..) => {
                    format!("{what}: the character & is written &amp; in XML")
                }
                _ => what,
            };
            (Some((at.row, at.col)), format!("is not well-formed XML: {what}"))
        }
    }
}
