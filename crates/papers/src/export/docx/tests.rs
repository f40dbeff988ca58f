//! The document read back: its parts, its words, its order.

use std::path::PathBuf;

use roxmltree::Document as Xml;

use super::styles::W;
use super::*;
use crate::analysis::analyze;
use crate::bundle::archive::{pack, unpack};
use crate::document::template;
use crate::export::run::render;
use crate::export::{ExportRequest, Format};
use crate::model::Document;

/// Most bytes that a document of a test unfolds to.
const MOST: u64 = 64 * 1024 * 1024;

fn request() -> ExportRequest {
    ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned())
}

fn export(document: &Document, request: &ExportRequest) -> Vec<u8> {
    render(document, &analyze(document), request, Format::Docx).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let parts = unpack(bytes, MOST).unwrap();
    let (_, bytes) = parts.into_iter().find(|(it, _)| it == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes).unwrap()
}

fn design() -> &'static Document {
    &template("large-complete").unwrap().document
}

#[test]
fn the_document_has_real_headings_contents_captions_and_alternatives_and_is_the_same_again() {
    let bytes = export(design(), &request());
    assert!(bytes == export(design(), &request()));
    let text = part(&bytes, "word/document.xml");
    let xml = Xml::parse(&text).unwrap();
    let of_style = |style: &str| {
        let paragraphs = xml.descendants().filter(|it| it.has_tag_name((W, "p")));
        let styled = paragraphs.filter(|it| {
            it.descendants().any(|it| it.has_tag_name((W, "pStyle")) && it.attribute((W, "val")) == Some(style))
        });
        styled.map(|it| it.descendants().filter_map(|it| it.text()).collect::<String>()).collect::<Vec<_>>()
    };
    let headings = of_style("Heading1");
    assert!(headings.iter().any(|it| it.ends_with("What each failure does")), "{headings:?}");
    let contents = [of_style("TOC1"), of_style("TOC2")].concat();
    for heading in headings.iter().chain(&of_style("Heading2")) {
        assert!(contents.iter().any(|it| it.contains(heading)), "{heading} is not in the contents");
    }
    assert!(of_style("Caption").iter().any(|it| it.starts_with("Figure ")) && of_style("Caption").len() > 5);
    let pictures: Vec<_> = xml.descendants().filter(|it| it.tag_name().name() == "docPr").collect();
    assert!(!pictures.is_empty() && pictures.iter().all(|it| it.attribute("descr").unwrap().len() > 100));
    let heads = xml.descendants().filter(|it| it.has_tag_name((W, "tblHeader"))).count();
    assert!(heads > 5, "{heads}");
}

#[test]
fn what_the_report_says_in_the_pdf_stands_in_the_document() {
    let bytes = export(design(), &request());
    let text = part(&bytes, "word/document.xml");
    let words: String = Xml::parse(&text).unwrap().descendants().filter_map(|it| it.text()).collect();
    let report = crate::report::build(design(), &analyze(design()), "2026-03-01");
    for sentence in report.brief.sentences.iter().chain(report.findings.iter().flat_map(|it| [&it.owner])) {
        assert!(words.contains(sentence.trim_end_matches('.')), "{sentence}");
    }
    for finding in &report.findings {
        assert!(words.contains(finding.title) && words.contains(finding.fix), "{}", finding.rule);
    }
}

#[test]
fn chapters_on_a_page_of_their_own_need_no_paragraph_for_the_break() {
    let text = part(&export(design(), &request()), "word/document.xml");
    assert!(!text.contains("w:type=\"page\""), "a paragraph with a break leaves an empty page behind a full one");
    let xml = Xml::parse(&text).unwrap();
    let breaks: Vec<_> = xml.descendants().filter(|it| it.has_tag_name((W, "pageBreakBefore"))).collect();
    assert!(!breaks.is_empty());
    let headings = breaks.iter().filter(|it| it.parent().unwrap().children().any(|it| it.has_tag_name((W, "pStyle"))));
    assert!(headings.count() > 0, "a heading starts its page itself");
}

#[test]
fn references_lead_to_parts_and_every_part_has_a_kind() {
    let bytes = export(design(), &request());
    let names: Vec<String> = unpack(&bytes, MOST).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.first().map(String::as_str), Some("[Content_Types].xml"));
    let references = part(&bytes, "word/_rels/document.xml.rels");
    let references = Xml::parse(&references).unwrap();
    let document = part(&bytes, "word/document.xml");
    for it in references.root_element().children().filter(roxmltree::Node::is_element) {
        let target = it.attribute("Target").unwrap();
        let is_outside = it.attribute("TargetMode") == Some("External");
        assert!(is_outside || names.contains(&format!("word/{target}")), "{target}");
    }
    for node in Xml::parse(&document).unwrap().descendants() {
        for id in node.attributes().filter(|it| it.namespace() == Some(package::R)).map(|it| it.value()) {
            assert!(references.descendants().any(|it| it.attribute("Id") == Some(id)), "{id}");
        }
    }
    let kinds = part(&bytes, "[Content_Types].xml");
    for name in names.iter().filter(|it| !["_rels/", "word/media/", "["].iter().any(|at| it.contains(at))) {
        assert!(kinds.contains(&format!("PartName=\"/{name}\"")), "{name}");
    }
    let origin = origin_in(&unpack(&bytes, MOST).unwrap()).unwrap();
    assert_eq!(origin.design, crate::report::design_hash(design()));
}

/// A customer's template: German names of styles, a text of its own, a set-up of pages.
fn customers() -> Vec<u8> {
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
    );
    let document = format!(
        "<w:document xmlns:w=\"{W}\"><w:body><w:p><w:r><w:t>Our cover</w:t></w:r></w:p><w:sectPr><w:pgSz w:w=\"10000\" w:h=\"10000\"/></w:sectPr></w:body></w:document>"
    );
    let kinds = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml\"/></Types>";
    let parts = [
        ("[Content_Types].xml", kinds),
        ("word/styles.xml", &styles),
        ("word/document.xml", &document),
        ("word/logo.bin", "logo"),
    ];
    let parts: Vec<(String, Vec<u8>)> = parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    pack(&parts, "2026-01-01").unwrap()
}

#[test]
fn a_customers_document_gives_its_styles_and_pages_and_what_it_says_comes_first() {
    let template = WordTemplate::read("ours.dotx", &customers()).unwrap();
    let bytes = export(design(), &ExportRequest { word_template: Some(template), ..request() });
    let text = part(&bytes, "word/document.xml");
    let xml = Xml::parse(&text).unwrap();
    let words: String = xml.descendants().filter_map(|it| it.text()).collect();
    assert!(words.starts_with("Our cover") && words.contains("What each failure does"));
    assert!(text.contains("<w:pStyle w:val=\"berschrift1\"/>") && !text.contains("\"Heading1\""));
    let sections: Vec<_> = xml.descendants().filter(|it| it.has_tag_name((W, "sectPr"))).collect();
    let last = xml.root_element().first_element_child().unwrap().last_element_child().unwrap();
    assert!(sections.len() == 1 && last.has_tag_name((W, "sectPr")), "its own set-up of pages stands last");
    assert_eq!(part(&bytes, "word/logo.bin"), "logo");
    assert!(part(&bytes, "[Content_Types].xml").contains("document.main+xml"), "a template becomes a document");
    assert!(part(&bytes, "word/styles.xml").contains("w:val=\"heading 2\""), "what it lacks is added");
}

#[test]
fn what_is_no_document_of_word_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| WordTemplate::read("x.docx", bytes).unwrap_err().to_string();
    assert!(refused(b"Tierwright(").contains("cannot be used"));
    assert!(refused(&pack(&[("a.txt".to_owned(), vec![1])], "2026-01-01").unwrap()).contains("no document of Word"));
    let mut parts = unpack(&customers(), MOST).unwrap();
    parts.push(("word/vbaProject.bin".to_owned(), vec![0]));
    assert!(refused(&pack(&parts, "2026-01-01").unwrap()).contains("macros"));
    let strict =
        String::from_utf8(parts[2].1.clone()).unwrap().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main");
    parts.truncate(3);
    parts[2].1 = strict.into_bytes();
    let template = WordTemplate::read("x.docx", &pack(&parts, "2026-01-01").unwrap()).unwrap();
    let request = ExportRequest { word_template: Some(template), ..request() };
    let err = render(design(), &analyze(design()), &request, Format::Docx).unwrap_err().to_string();
    assert!(err.contains("save it as .docx"), "{err}");
}

#[test]
fn word_opens_it_in_its_present_mode_and_every_reference_leads_to_a_part_of_a_known_kind() {
    let bytes = export(design(), &request());
    assert!(part(&bytes, "word/settings.xml").contains("compatibilityMode"));
    let (references, kinds) = (part(&bytes, "word/_rels/document.xml.rels"), part(&bytes, "[Content_Types].xml"));
    let (references, kinds) = (Xml::parse(&references).unwrap(), Xml::parse(&kinds).unwrap());
    let inside =
        |it: &roxmltree::Node<'_, '_>| it.attribute("Target").is_some() && it.attribute("TargetMode").is_none();
    let targets: Vec<_> = references.descendants().filter(inside).filter_map(|it| it.attribute("Target")).collect();
    assert!(targets.len() > 5, "{targets:?}");
    let parts = unpack(&bytes, MOST).unwrap();
    for target in targets {
        let name = format!("word/{target}");
        assert!(parts.iter().any(|(it, _)| *it == name), "{name} is missing");
        let is_known = |it: roxmltree::Node<'_, '_>| {
            it.attribute("PartName") == Some(&format!("/{name}"))
                || name.starts_with("word/media/") && it.attribute("Extension") == Some("png")
        };
        assert!(kinds.descendants().any(is_known), "{name} has no kind");
    }
}
