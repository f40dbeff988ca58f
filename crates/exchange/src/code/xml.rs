//! Writes XML for the tools of BizTalk Server: indented, a comment at the top.

use tierwright_availability::xml::{line, text};

/// An XML document in the making.
pub(super) struct Xml {
    text: String,
    /// The elements that are open, each with the place where its content begins.
    open: Vec<(&'static str, usize)>,
}

/// The attributes of an element.
type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document that begins with a comment.
    pub(super) fn new(comment: &[String]) -> Self {
        let mut xml = Self { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!--\n".to_owned(), open: Vec::new() };
        for it in comment {
            xml.text.push_str(&in_comment(it));
            xml.text.push('\n');
        }
        xml.text.push_str("-->\n");
        xml
    }

    /// Starts an element.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.start(tag, attributes, ">\n");
        self.open.push((tag, self.text.len()));
    }

    /// Ends the element that was started last.
    pub(super) fn close(&mut self) {
        let Some((tag, content)) = self.open.pop() else { return };
        if self.text.len() == content {
            self.text.truncate(content - ">\n".len());
            self.text.push_str(" />\n");
        } else {
            self.indent();
            self.text.push_str(&format!("</{tag}>\n"));
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.start(tag, attributes, " />\n");
    }

    /// An element that holds a text.
    pub(super) fn leaf(&mut self, tag: &str, attributes: Attributes<'_>, content: &str) {
        if content.is_empty() {
            return self.empty(tag, attributes);
        }
        self.start(tag, attributes, ">");
        self.text.push_str(&format!("{}</{tag}>\n", text(content)));
    }

    /// An element that is switched off: as a comment.
    pub(super) fn switched_off(&mut self, tag: &str, attributes: Attributes<'_>) {
        let mut inner = Self { text: String::new(), open: Vec::new() };
        inner.empty(tag, attributes);
        self.indent();
        self.text.push_str(&format!("<!-- {} -->\n", in_comment(inner.text.trim())));
    }

    /// The document as bytes in UTF-8, with the line ends of Windows.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.replace('\n', "\r\n").into_bytes()
    }

    fn start(&mut self, tag: &str, attributes: Attributes<'_>, end: &str) {
        self.indent();
        self.text.push_str(&format!("<{tag}"));
        for (name, value) in attributes {
            self.text.push_str(&format!(" {name}=\"{}\"", line(value)));
        }
        self.text.push_str(end);
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }
}

/// A text that ends no comment: no two hyphens side by side, none at the end.
fn in_comment(text: &str) -> String {
    let mut safe = text.replace(|it: char| it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}'), " ");
    while safe.contains("--") {
        safe = safe.replace("--", "- -");
    }
    if safe.ends_with('-') {
        safe.push(' ');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_neither_elements_nor_comments() {
        let hostile = "a--b ]]> </Server> & \" ' \u{0} \n -";
        let mut xml = Xml::new(&[hostile.to_owned()]);
        xml.open("Root", &[("Name", hostile)]);
        xml.leaf("Server", &[], hostile);
        xml.switched_off("Server", &[("Name", hostile)]);
        let text = String::from_utf8(xml.finish()).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let server = document.root_element().first_element_child().unwrap();
        assert!(server.text().unwrap().starts_with("a--b ]]> </Server> & \" '"));
        assert_eq!(document.root_element().children().filter(roxmltree::Node::is_element).count(), 1);
    }
}
