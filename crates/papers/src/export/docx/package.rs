//! The parts of the file, our own or those of a template with ours added.

use std::fmt::Write as _;

use roxmltree::Document;
use tierwright_availability::xml;

use super::body::Body;
use super::failed;
use super::styles::{Styles, W};
use super::template::WordTemplate;
use crate::bundle::archive::pack;
use crate::carried::{NAME, Origin};
use crate::export::{ExportError, ExportMeta, Paper, parse_date};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The name space of references between parts.
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CUSTOM: &str = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
/// What marks a custom property.
const PROPERTY: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// A page as Word measures it, in twentieths of a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) margin: i32,
}

impl Sheet {
    fn of(paper: Paper) -> Self {
        let (width, height) = paper.points();
        Self { width: (width * 20.0).round() as i32, height: (height * 20.0).round() as i32, margin: 1_134 }
    }

    /// The properties of a section that stands upright, or lies across.
    pub(super) fn section(self, across: bool, refers: &str) -> String {
        let Self { width, height, margin } = self;
        let (width, height, turned) =
            if across { (height, width, " w:orient=\"landscape\"") } else { (width, height, "") };
        format!(
            "<w:sectPr>{refers}<w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" \
             w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"560\" w:footer=\"560\" w:gutter=\"0\"/></w:sectPr>"
        )
    }
}

/// Header and footer of our own sections.
pub(super) const OWN_LINES: &str = "<w:headerReference w:type=\"default\" r:id=\"rIdTwHeader\"/><w:footerReference w:type=\"default\" r:id=\"rIdTwFooter\"/>";

/// Parts of our own document that are always the same. Without settings, Word opens it in its mode for old documents;
/// the others are what validators miss.
const UNCHANGED: [(&str, &str); 3] = [
    ("word/settings.xml", include_str!("../../../../../assets/docx/settings.xml")),
    ("word/fontTable.xml", include_str!("../../../../../assets/docx/fontTable.xml")),
    ("word/theme/theme1.xml", include_str!("../../../../../assets/docx/theme1.xml")),
];

/// The file in the making.
pub(super) struct Package<'a> {
    meta: &'a ExportMeta,
    sheet: Sheet,
    styles: Styles,
    parts: Vec<(String, Vec<u8>)>,
    /// What the template says, before and after the place of our body; `None` for our own document.
    around: Option<(String, String)>,
}

impl<'a> Package<'a> {
    pub(super) fn new(
        template: Option<&WordTemplate>,
        meta: &'a ExportMeta,
        paper: Paper,
    ) -> Result<Self, ExportError> {
        let sheet = Sheet::of(paper);
        let Some(template) = template else {
            let (styles, text) = Styles::own();
            let parts = vec![("word/styles.xml".to_owned(), text.into_bytes())];
            return Ok(Self { meta, sheet, styles, parts, around: None });
        };
        let unusable = |reason: String| ExportError::WordTemplate { reason };
        let text = |name: &str| {
            let part = template.parts().iter().find(|(it, _)| it == name).map(|(_, bytes)| bytes.clone());
            let text = String::from_utf8(part.unwrap_or_default());
            text.map_err(|err| unusable(format!("{name} is not in UTF-8: {err}")))
        };
        let (styles, with_styles) =
            Styles::of(&text("word/styles.xml")?).map_err(|it| unusable(format!("its styles are damaged: {it}")))?;
        let around = around(&text("word/document.xml")?).map_err(unusable)?;
        let mut parts = template.parts().to_vec();
        for (name, bytes) in &mut parts {
            if name == "word/styles.xml" {
                *bytes = with_styles.clone().into_bytes();
            }
        }
        Ok(Self { meta, sheet, styles, parts, around: Some(around) })
    }

    pub(super) fn styles(&self) -> Styles {
        self.styles.clone()
    }

    pub(super) const fn paper(&self) -> Sheet {
        self.sheet
    }

    /// The bytes of the file with its body.
    pub(super) fn finish(mut self, body: Body) -> Result<Vec<u8>, ExportError> {
        parse_date(&self.meta.date)?;
        let (own, mut references) = (self.around.is_none(), body.references());
        let text = body.text();
        let document = match &self.around {
            Some((before, after)) => format!("{before}{text}{after}"),
            None => format!(
                "{HEAD}<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{text}{}</w:body></w:document>",
                self.sheet.section(false, OWN_LINES)
            ),
        };
        for (number, picture) in (1..).zip(body.pictures()) {
            self.put(&format!("word/media/tierwright{number}.png"), picture.clone());
        }
        if own {
            for (id, kind, name) in [
                ("rIdTwStyles", "styles", "styles.xml"),
                ("rIdTwHeader", "header", "header1.xml"),
                ("rIdTwFooter", "footer", "footer1.xml"),
                ("rIdTwSettings", "settings", "settings.xml"),
                ("rIdTwFonts", "fontTable", "fontTable.xml"),
                ("rIdTwTheme", "theme", "theme/theme1.xml"),
            ] {
                let _infallible =
                    write!(references, "<Relationship Id=\"{id}\" Type=\"{R}/{kind}\" Target=\"{name}\"/>");
            }
            self.own_parts();
        }
        self.put("word/document.xml", document.into_bytes());
        self.add_inside("word/_rels/document.xml.rels", "</Relationships>", &references, RELATIONSHIPS)?;
        self.origin()?;
        self.content_types()?;
        // The list of kinds comes first: programs read it without looking for it.
        self.parts.sort_by_key(|(name, _)| name != "[Content_Types].xml");
        pack(&self.parts, &self.meta.date)
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        match self.parts.iter_mut().find(|(it, _)| it == name) {
            Some((_, old)) => *old = bytes,
            None => self.parts.push((name.to_owned(), bytes)),
        }
    }

    /// Adds text to a part before its last tag; `empty` is the part where there is none.
    fn add_inside(&mut self, name: &str, end: &str, text: &str, empty: &str) -> Result<(), ExportError> {
        let part = self.parts.iter().find(|(it, _)| it == name).map(|(_, bytes)| bytes.clone());
        let whole = part.map_or_else(|| Ok(empty.to_owned()), String::from_utf8).map_err(failed)?;
        // A part without content may be written as one tag.
        let whole =
            if whole.contains(end) { whole } else { whole.trim_end().trim_end_matches("/>").to_owned() + ">" + end };
        let at = whole.rfind(end).unwrap_or_default();
        let (before, after) = whole.split_at(at);
        self.put(name, format!("{before}{text}{after}").into_bytes());
        Ok(())
    }

    fn own_parts(&mut self) {
        for (name, text) in UNCHANGED {
            self.put(name, text.into());
        }
        let words = ExportMeta::joined(&[&self.meta.title, &self.meta.customer, &self.meta.version]);
        let header = format!(
            "{HEAD}<w:hdr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:hdr>",
            xml::line(&words)
        );
        let field = |name: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
        };
        let footer = format!(
            "{HEAD}<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{} · Page </w:t></w:r>{}\
             <w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>{}</w:p></w:ftr>",
            xml::line(&self.meta.date),
            field("PAGE"),
            field("NUMPAGES")
        );
        self.put("word/header1.xml", header.into_bytes());
        self.put("word/footer1.xml", footer.into_bytes());
        let (title, author) = (xml::line(&self.meta.title), xml::line(&self.meta.author));
        let date = &self.meta.date;
        let core = format!(
            "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
             <dc:creator>{author}</dc:creator><dc:language>en-US</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
             </cp:coreProperties>"
        );
        self.put("docProps/core.xml", core.into_bytes());
        let roots = format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/>\
             <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
        );
        self.put("_rels/.rels", roots.into_bytes());
    }

    /// Says where the document comes from, as a custom property, which Word keeps.
    fn origin(&mut self) -> Result<(), ExportError> {
        let Some(origin) = &self.meta.origin else { return Ok(()) };
        let part = "docProps/custom.xml";
        let is_new = !self.parts.iter().any(|(name, _)| name == part);
        let known =
            self.parts.iter().find(|(name, _)| name == part).map(|(_, it)| String::from_utf8_lossy(it).into_owned());
        let number = known.as_deref().unwrap_or_default().matches("pid=").count() + 2;
        let property = property(origin, number);
        self.add_inside(part, "</Properties>", &property, &custom_properties(None))?;
        if is_new {
            let reference = format!(
                "<Relationship Id=\"rIdTwCustom\" Type=\"{R}/custom-properties\" Target=\"docProps/custom.xml\"/>"
            );
            self.add_inside("_rels/.rels", "</Relationships>", &reference, RELATIONSHIPS)?;
        }
        Ok(())
    }

    /// The kinds of all parts that are not listed yet. A template becomes a document.
    fn content_types(&mut self) -> Result<(), ExportError> {
        const PART: &str = "[Content_Types].xml";
        const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        let own = format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"></Types>");
        let known =
            self.parts.iter().find(|(name, _)| name == PART).map_or(Ok(own), |(_, it)| String::from_utf8(it.clone()));
        let known =
            known.map_err(failed)?.replace(&format!("{WORD}.template.main+xml"), &format!("{WORD}.document.main+xml"));
        let mut added = String::new();
        for (extension, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
        ] {
            if !known.to_ascii_lowercase().contains(&format!("extension=\"{extension}\"")) {
                let _infallible = write!(added, "<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>");
            }
        }
        let parts = [
            ("/word/document.xml", format!("{WORD}.document.main+xml")),
            ("/word/styles.xml", format!("{WORD}.styles+xml")),
            ("/word/header1.xml", format!("{WORD}.header+xml")),
            ("/word/footer1.xml", format!("{WORD}.footer+xml")),
            ("/word/settings.xml", format!("{WORD}.settings+xml")),
            ("/word/fontTable.xml", format!("{WORD}.fontTable+xml")),
            ("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml".to_owned()),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
            ("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml".to_owned()),
        ];
        for (name, kind) in parts {
            let is_there = self.parts.iter().any(|(it, _)| format!("/{it}") == name);
            if is_there && !known.contains(&format!("PartName=\"{name}\"")) {
                let _infallible = write!(added, "<Override PartName=\"{name}\" ContentType=\"{kind}\"/>");
            }
        }
        self.put(PART, known.into_bytes());
        self.add_inside(PART, "</Types>", &added, "")
    }
}

fn property(origin: &Origin, number: usize) -> String {
    let text = xml::line(&origin.to_string()).into_owned();
    format!(
        "<property fmtid=\"{PROPERTY}\" pid=\"{number}\" name=\"{NAME}\"><vt:lpwstr \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">{text}</vt:lpwstr></property>"
    )
}

/// The part of a file of Office that says where it comes from.
pub(crate) fn custom_properties(origin: Option<&Origin>) -> String {
    let property = origin.map(|it| property(it, 2)).unwrap_or_default();
    format!("{HEAD}<Properties xmlns=\"{CUSTOM}\">{property}</Properties>")
}

const RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
                             xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

/// What a document says before and after the place where a body is added: at its end, before the set-up of its last
/// section.
fn around(text: &str) -> Result<(String, String), String> {
    let file = Document::parse(text).map_err(|err| format!("its text is damaged: {err}"))?;
    let body = file.root_element().children().find(|it| it.has_tag_name((W, "body")));
    let body = body.ok_or("its text is not in the usual form (transitional, not strict); save it as .docx")?;
    let last = body.children().rfind(roxmltree::Node::is_element);
    let end =
        body.range().end - text.get(body.range()).and_then(|it| it.rfind("</")).map_or(0, |at| body.range().len() - at);
    let at = last.filter(|it| it.has_tag_name((W, "sectPr"))).map_or(end, |it| it.range().start);
    let (before, after) = text.split_at_checked(at).ok_or("its text is damaged")?;
    Ok((before.to_owned(), after.to_owned()))
}

/// Where a document of Word says that it comes from; `None` where it does not say.
pub(crate) fn origin_in(parts: &[(String, Vec<u8>)]) -> Option<Origin> {
    let (_, bytes) = parts.iter().find(|(name, _)| name == "docProps/custom.xml")?;
    let text = std::str::from_utf8(bytes).ok()?;
    let file = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
    let property = file.descendants().find(|it| it.attribute("name") == Some(NAME))?;
    let line: String = property.descendants().filter(|it| it.is_text()).filter_map(|it| it.text()).collect();
    Origin::parse(line.trim())
}
