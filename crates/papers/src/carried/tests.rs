//! What is exported can be opened, and what somebody has tampered with is refused.

use std::path::PathBuf;

use super::*;
use crate::analysis::analyze;
use crate::document::{template, to_text};
use crate::export::run::render;
use crate::export::{ExportRequest, Format};
use crate::model::Document;
use crate::testing::fixture::Fixture;

const KINDS: [Format; 8] = [
    Format::Drawio,
    Format::Png,
    Format::Svg,
    Format::Pdf,
    Format::Review,
    Format::Checklist,
    Format::BuildBook,
    Format::Evidence,
];

fn export(document: &Document, format: Format, carries_design: bool) -> Vec<u8> {
    let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
    render(
        document,
        &analyze(document),
        &ExportRequest { carries_design, dpi: 50, replaces_missing: true, ..request },
        format,
    )
    .unwrap()
}

fn reopened(bytes: &[u8]) -> Result<Document, OpenError> {
    open_stream(bytes).map(|it| it.document)
}

#[test]
fn what_is_exported_opens_as_the_same_design() {
    let document = &template("large-complete").unwrap().document;
    for format in KINDS {
        let bytes = export(document, format, true);
        let opened = open_stream(bytes.as_slice()).unwrap();
        assert!(opened.document == *document && opened.is_carried && opened.own_stamp().is_none(), "{format:?}");
        assert_eq!(bytes, export(document, format, true), "same design, same day, same bytes: {format:?}");
    }
}

#[test]
fn names_of_any_script_and_characters_without_a_shape_come_back() {
    let name = "B<\u{1}&\u{ffff}\u{1b}>\"'1 żółw Ένα 日本\r\n\t]]>";
    let mut document = Fixture::parse("computer B1 biztalk\nhost R receive on B1").unwrap().document;
    document.project.title = name.to_owned();
    for format in [Format::Png, Format::Svg, Format::Pdf, Format::Drawio] {
        assert!(reopened(&export(&document, format, true)).unwrap() == document, "{format:?}");
    }
}

#[test]
fn a_file_without_the_design_still_says_which_design_it_was_made_of() {
    let document = &template("small").unwrap().document;
    for format in KINDS {
        let bytes = export(document, format, false);
        let origin = origin_of(&bytes).unwrap();
        assert_eq!(origin, Origin { text: None, ..Origin::new(&to_text(document), "2026-03-01", true) }, "{format:?}");
        let refused = reopened(&bytes).unwrap_err().to_string();
        assert!(refused.contains("exported without one") && refused.contains(".ron"), "{refused}");
    }
}

#[test]
fn files_of_other_programs_are_told_from_designs() {
    let png = {
        let mut file = Vec::new();
        let mut encoder = ::png::Encoder::new(&mut file, 1, 1);
        encoder.set_color(::png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
        file
    };
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec();
    for bytes in [png, svg] {
        let err = reopened(&bytes).unwrap_err();
        assert!(matches!(err, OpenError::NothingInside { .. }), "{err}");
    }
    assert!(matches!(reopened(b"%PDF-1.7 and nothing more").unwrap_err(), OpenError::BadInside { .. }));
}

#[test]
fn a_design_that_was_exchanged_is_refused() {
    let [one, other] = ["small", "large"].map(|key| template(key).unwrap().document.clone());
    let mut svg = String::from_utf8(export(&one, Format::Svg, true)).unwrap();
    let inside = |svg: &str| {
        let start = svg.find("<design ").and_then(|at| Some(at + svg[at..].find('>')? + 1)).unwrap();
        start..start + svg[start..].find('<').unwrap()
    };
    let foreign = String::from_utf8(export(&other, Format::Svg, true)).unwrap();
    svg.replace_range(inside(&svg), &foreign[inside(&foreign)]);
    let err = reopened(svg.as_bytes()).unwrap_err().to_string();
    assert!(err.contains("changed it"), "{err}");
}

#[test]
fn a_design_that_unfolds_without_end_is_refused() {
    let bomb = " ".repeat(MOST_TEXT + 1);
    let origin = Origin { text: Some(bomb.clone()), ..Origin::new(&to_text(&Document::default()), "2026-03-01", true) };
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", xml::svg_metadata(&origin));
    assert!(svg.len() < 200_000, "{}", svg.len());
    let png = {
        let mut file = Vec::new();
        let mut encoder = ::png::Encoder::new(&mut file, 1, 1);
        encoder.set_color(::png::ColorType::Grayscale);
        let mut writer = encoder.write_header().unwrap();
        png::attach(&mut writer, &origin).unwrap();
        writer.write_image_data(&[0]).unwrap();
        drop(writer);
        file
    };
    let pdf = {
        let mut file = lopdf::Document::with_version("1.7");
        let catalog = file.add_object(lopdf::Dictionary::from_iter([("Type", lopdf::Object::Name("Catalog".into()))]));
        file.trailer.set("Root", catalog);
        let mut info = lopdf::Dictionary::new();
        pdf::attach(&mut file, &mut info, &origin, "D:20260301000000Z").unwrap();
        let info = file.add_object(info);
        file.trailer.set("Info", info);
        file.compress();
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    };
    for bytes in [svg.into_bytes(), png, pdf] {
        let err = reopened(&bytes).unwrap_err().to_string();
        assert!(err.contains("no design is that large") || err.contains("damaged"), "{err}");
    }
}

#[test]
fn no_cut_and_no_changed_byte_makes_another_design_or_ends_the_program() {
    let document = &template("small").unwrap().document;
    for format in [Format::Png, Format::Svg, Format::Pdf, Format::Drawio] {
        let bytes = export(document, format, true);
        let step = bytes.len() / 20 + 1;
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x21;
            for broken in [&bytes[..at], &changed] {
                if let Ok(opened) = open_stream(broken) {
                    assert!(opened.document == *document, "{format:?} at {at}");
                }
            }
        }
    }
}

#[test]
fn a_tag_of_endless_attributes_is_refused_at_once() {
    let many: String = (0..100_000).map(|number| [" a", &number.to_string(), "=\"\""].concat()).collect();
    let err = reopened(format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{many}/>").as_bytes()).unwrap_err();
    assert!(err.to_string().contains("a tag in it longer"), "{err}");
}
