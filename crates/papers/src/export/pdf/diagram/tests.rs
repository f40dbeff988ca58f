//! The one-page PDF, read back.

use lopdf::{Dictionary, Object};

use super::*;
use crate::export::sample;

fn meta() -> ExportMeta {
    ExportMeta {
        title: "Order hub Łódź".into(),
        author: "Ada Nowak".into(),
        customer: "Contoso".into(),
        version: "v1.2".into(),
        date: "2024-03-05".into(),
        ..ExportMeta::default()
    }
}

fn read(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(bytes).unwrap()
}

#[test]
fn text_of_any_alphabet_is_read_back() {
    let file = read(&diagram_pdf(&sample::scene(), Palette::print(), &meta(), Paper::A4).unwrap());
    let text = file.extract_text(&[1]).unwrap();
    for part in
        ["Order hub Łódź", "Contoso · v1.2 · 2024-03-05 · Ada Nowak", "Łódź & Αθήνα <Київ>", "BTS01", "10.0.0.1"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn same_input_gives_the_same_bytes() {
    let make = || diagram_pdf(&sample::scene(), Palette::print(), &meta(), Paper::A4).unwrap();
    assert!(make() == make());
}

#[test]
fn wide_scene_turns_the_page() {
    let box_of = |scene: &Scene| {
        let file = read(&diagram_pdf(scene, Palette::print(), &meta(), Paper::Letter).unwrap());
        let page = file.get_pages()[&1];
        let media = file.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap().clone();
        (media[2].as_float().unwrap(), media[3].as_float().unwrap())
    };
    let mut scene = sample::scene();
    assert_eq!(box_of(&scene), (792.0, 612.0));
    scene.bounds = Rect::from_ltrb(0.0, 0.0, 300.0, 900.0);
    assert_eq!(box_of(&scene), (612.0, 792.0));
}

#[test]
fn drawing_fits_between_the_margins() {
    for bounds in [
        Rect::from_ltrb(-500.0, 20.0, 3000.0, 400.0),
        Rect::from_ltrb(0.0, 0.0, 50.0, 4000.0),
        Rect::from_ltrb(10.0, 10.0, 20.0, 20.0),
    ] {
        let scene = Scene { bounds, items: Vec::new() };
        let placement = fit(&scene, 842.0, 595.0);
        let corner = Prim::filled(bounds, 0.0, Ink::Text).placed(placement.scale, placement.dx, placement.dy);
        let placed = corner.bounds().unwrap();
        assert!(placed.min.x >= MARGIN - 0.01 && placed.max.x <= 842.0 - MARGIN + 0.01, "{placed:?}");
        assert!(placed.min.y >= MARGIN + TITLE_HEIGHT - 0.01 && placed.max.y <= 595.0 - MARGIN + 0.01, "{placed:?}");
        assert!(placement.scale <= MOST_SCALE);
    }
}

#[test]
fn paper_doubles_until_every_text_can_be_read() {
    for (name, sheets) in [("small", [1.0, 1.0]), ("large-complete", [2.0, 4.0])] {
        let document = &crate::document::template(name).unwrap().document;
        let scene = crate::scene::build(document, &crate::scene::SceneOptions::default());
        for (paper, sheets) in [Paper::A4, Paper::Letter].into_iter().zip(sheets) {
            let (width, height, placement) = page_for(&scene, paper);
            assert!(placement.scale * smallest_text(&scene) >= LEAST_TEXT, "{name}");
            let (short, long) = paper.points();
            assert!((width * height - sheets * short * long).abs() < 1.0, "{name}: {width} x {height}");
        }
    }
    let endless = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 1e6, 1e6), ..sample::scene() };
    assert!(page_for(&endless, Paper::A4).1 <= LONGEST, "a page that no program shows");
}

#[test]
fn file_says_what_it_is() {
    let bytes = diagram_pdf(&sample::scene(), Palette::print(), &meta(), Paper::A4).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let file = read(&bytes);
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-US");
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    let info = file.get_dictionary(file.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20240305000000Z");
    assert!(!info.has(b"GTS_PDFXVersion"));
    let id = file.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert_ne!(id[0].as_str().unwrap(), [0; 16]);
}

#[test]
fn figure_has_a_text_alternative() {
    let scene = sample::scene();
    assert_eq!(
        describe(&scene, "Diagram".into()),
        "Diagram. BizTalk server BTS01. BizTalk server BTS02. BTS01 uses SQL02"
    );
}

#[test]
fn link_leads_to_its_address() {
    let file = read(&diagram_pdf(&sample::scene(), Palette::print(), &meta(), Paper::A4).unwrap());
    let page = file.get_pages()[&1];
    let annotations = file.get_dictionary(page).unwrap().get(b"Annots").unwrap().as_array().unwrap().clone();
    let annotation = file.dereference(&annotations[0]).unwrap().1.as_dict().unwrap();
    let action = annotation.get(b"A").unwrap().as_dict().unwrap();
    assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"https://example.com/a?b=1&c=2");
}

#[test]
fn impossible_date_and_empty_scene_are_refused() {
    let wrong = ExportMeta { date: "yesterday".into(), ..meta() };
    assert!(matches!(
        diagram_pdf(&sample::scene(), Palette::print(), &wrong, Paper::A4),
        Err(ExportError::Date { .. })
    ));
    assert!(matches!(diagram_pdf(&Scene::default(), Palette::print(), &meta(), Paper::A4), Err(ExportError::Empty)));
}

#[test]
fn names_in_scripts_that_we_lack_are_embedded_and_say_what_they_show() {
    let mut scene = sample::scene();
    let name = "日本 प्राप्ति الإنترنت";
    let text = Prim::text(Point::new(10.0, 40.0), 12.0, Face::Regular, Ink::Text, name);
    scene.items[0].prims.push(text);
    let meta = ExportMeta { lettering: std::sync::Arc::new(crate::lettering::tests::lettering(name)), ..meta() };
    let file = read(&diagram_pdf(&scene, Palette::print(), &meta, Paper::A4).unwrap());
    let fonts: Vec<&Dictionary> = file.objects.values().filter_map(|it| it.as_dict().ok()).collect();
    let program = |name: &str, key: &[u8]| {
        let of_name = |it: &&&Dictionary| {
            let found = it.get(b"FontName").and_then(Object::as_name).unwrap_or_default();
            String::from_utf8_lossy(found).ends_with(name)
        };
        fonts.iter().find(of_name).is_some_and(|it| it.has(key))
    };
    assert!(program("+NotoSansJP-Regular", b"FontFile3"), "outlines of PostScript");
    assert!(program("+NotoSansArabic-Regular", b"FontFile2") && program("+NotoSansDevanagari-Regular", b"FontFile2"));
    let content = String::from_utf8_lossy(&file.get_page_content(file.get_pages()[&1])).into_owned();
    let says = crate::export::pdf::fonts::content_text("प्राप्ति");
    assert!(content.contains(&format!("/ActualText {says}/Lang (und-Deva)")), "read aloud and copied as written");
}

#[test]
fn every_link_is_a_part_of_the_text_and_pages_have_labels() {
    let file = read(&diagram_pdf(&sample::scene(), Palette::print(), &meta(), Paper::A4).unwrap());
    let dictionaries = || file.objects.values().filter_map(|it| it.as_dict().ok());
    let of = |key: &[u8], name: &[u8]| {
        dictionaries().filter(|it| it.get(key).and_then(Object::as_name).is_ok_and(|it| it == name)).count()
    };
    assert!(of(b"Subtype", b"Link") > 0 && of(b"S", b"Link") == of(b"Subtype", b"Link"));
    let links = dictionaries().filter(|it| it.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it == b"Link"));
    for link in links {
        assert!(link.has(b"StructParent") && link.has(b"Contents"), "{link:?}");
    }
    assert!(file.catalog().unwrap().has(b"PageLabels") && file.catalog().unwrap().has(b"Metadata"));
}
