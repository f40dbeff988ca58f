//! The styles that the document uses, by the names that Word gives them in every language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roxmltree::Document;

/// The name space of documents.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A style: its name, the id we give it, and how it looks unless a template has it.
struct Row {
    name: &'static str,
    id: &'static str,
    kind: &'static str,
    look: &'static str,
}

const fn row(name: &'static str, id: &'static str, kind: &'static str, look: &'static str) -> Row {
    Row { name, id, kind, look }
}

const NEXT: &str = "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/>";

const ROWS: [Row; 16] = [
    row(
        "Title",
        "Title",
        "paragraph",
        "<w:pPr><w:spacing w:before=\"2400\" w:after=\"120\"/></w:pPr><w:rPr><w:b/><w:color w:val=\"1F3864\"/><w:sz w:val=\"56\"/></w:rPr>",
    ),
    row(
        "Subtitle",
        "Subtitle",
        "paragraph",
        "<w:pPr><w:spacing w:after=\"360\"/></w:pPr><w:rPr><w:color w:val=\"595959\"/><w:sz w:val=\"28\"/></w:rPr>",
    ),
    row(
        "heading 1",
        "Heading1",
        "paragraph",
        "<w:pPr><w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:color w:val=\"1F3864\"/><w:sz w:val=\"32\"/></w:rPr>",
    ),
    row(
        "heading 2",
        "Heading2",
        "paragraph",
        "<w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/><w:color w:val=\"1F3864\"/><w:sz w:val=\"26\"/></w:rPr>",
    ),
    row(
        "heading 3",
        "Heading3",
        "paragraph",
        "<w:pPr><w:keepNext/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"22\"/></w:rPr>",
    ),
    row("toc 1", "TOC1", "paragraph", "<w:pPr><w:spacing w:after=\"40\"/></w:pPr>"),
    row("toc 2", "TOC2", "paragraph", "<w:pPr><w:spacing w:after=\"20\"/><w:ind w:left=\"240\"/></w:pPr>"),
    row(
        "caption",
        "Caption",
        "paragraph",
        "<w:pPr><w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/></w:pPr><w:rPr><w:i/><w:color w:val=\"595959\"/><w:sz w:val=\"18\"/></w:rPr>",
    ),
    row(
        "List Bullet",
        "ListBullet",
        "paragraph",
        "<w:pPr><w:spacing w:after=\"40\"/><w:ind w:left=\"284\" w:hanging=\"284\"/></w:pPr>",
    ),
    row("header", "Header", "paragraph", "<w:rPr><w:color w:val=\"595959\"/><w:sz w:val=\"16\"/></w:rPr>"),
    row("footer", "Footer", "paragraph", "<w:rPr><w:color w:val=\"595959\"/><w:sz w:val=\"16\"/></w:rPr>"),
    row(
        "Tierwright Remark",
        "TierwrightRemark",
        "paragraph",
        "<w:rPr><w:color w:val=\"595959\"/><w:sz w:val=\"18\"/></w:rPr>",
    ),
    row(
        "Tierwright Cell",
        "TierwrightCell",
        "paragraph",
        "<w:pPr><w:spacing w:before=\"20\" w:after=\"20\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/></w:rPr>",
    ),
    row(
        "Tierwright Head",
        "TierwrightHead",
        "paragraph",
        "<w:pPr><w:keepNext/><w:spacing w:before=\"20\" w:after=\"20\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/></w:rPr>",
    ),
    row("Hyperlink", "Hyperlink", "character", "<w:rPr><w:color w:val=\"1F4E9E\"/><w:u w:val=\"single\"/></w:rPr>"),
    row(
        "Table Grid",
        "TableGrid",
        "table",
        "<w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/></w:tblBorders></w:tblPr>",
    ),
];

/// The id of each style in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    ids: BTreeMap<&'static str, String>,
}

impl Styles {
    /// Our own styles, and the text of their part.
    pub(super) fn own() -> (Self, String) {
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles xmlns:w=\"{W}\"><w:docDefaults><w:rPrDefault><w:rPr>\
             <w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"20\"/>\
             <w:lang w:val=\"en-US\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"252\" \
             w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" \
             w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name \
             w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/>\
             </w:tblCellMar></w:tblPr></w:style>"
        );
        let mut styles = Self::default();
        for row in &ROWS {
            text.push_str(&styles.add(row));
        }
        text.push_str("</w:styles>");
        (styles, text)
    }

    /// The styles of a template, and the text of its part with those of ours that it lacks.
    pub(super) fn of(text: &str) -> Result<(Self, String), String> {
        let file = Document::parse(text).map_err(|err| err.to_string())?;
        let named = |name: &str| {
            let styles = file.descendants().filter(|it| it.has_tag_name((W, "style")));
            let mut found = styles.filter(|it| {
                let own = it.children().find(|it| it.has_tag_name((W, "name"))).and_then(|it| it.attribute((W, "val")));
                own.is_some_and(|own| own.eq_ignore_ascii_case(name))
            });
            found.next().and_then(|it| it.attribute((W, "styleId"))).map(str::to_owned)
        };
        let (mut styles, mut added) = (Self::default(), String::new());
        for row in &ROWS {
            match named(row.name) {
                Some(id) => {
                    styles.ids.insert(row.id, id);
                }
                None => added.push_str(&styles.add(row)),
            }
        }
        let end = text.rfind("</w:styles>").ok_or("its styles have no end")?;
        Ok((styles, format!("{}{added}{}", text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default())))
    }

    fn add(&mut self, row: &Row) -> String {
        self.ids.insert(row.id, row.id.to_owned());
        let Row { name, id, kind, look } = row;
        let mut text = String::new();
        let custom = if name.starts_with("Tierwright") { " w:customStyle=\"1\"" } else { "" };
        let based = match *kind {
            "paragraph" => NEXT,
            "table" => "<w:basedOn w:val=\"TableNormal\"/>",
            _ => "",
        };
        let _infallible = write!(
            text,
            "<w:style w:type=\"{kind}\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}{look}</w:style>"
        );
        text
    }

    /// The id of one of our styles in this document.
    pub(super) fn id(&self, ours: &str) -> &str {
        self.ids.get(ours).map_or("Normal", String::as_str)
    }
}
