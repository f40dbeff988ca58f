//! What people do to a drawing, and what comes back of it.

use std::io::Write as _;
use std::path::PathBuf;

use base64::Engine as _;
use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::*;
use crate::analysis::analyze;
use crate::document::template;
use crate::edit::intent::slots::next_free_slot;
use crate::export::run::render;
use crate::export::{ExportRequest, Format};
use crate::model::TierId;

fn design() -> Document {
    template("large-complete").unwrap().document.clone()
}

fn drawing(document: &Document) -> String {
    let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
    String::from_utf8(render(document, &analyze(document), &request, Format::Drawio).unwrap()).unwrap()
}

/// The drawing with one attribute of the first shape of an element changed.
fn with(drawing: &str, key: &str, before: &str, after: &str) -> String {
    let start = drawing.find(&format!("<UserObject id=\"{key}\"")).unwrap();
    let end = start + drawing[start..].find("</UserObject>").unwrap();
    let changed = drawing[start..end].replacen(before, after, 1);
    assert_ne!(changed, drawing[start..end], "{before} is not in {}", &drawing[start..end]);
    format!("{}{changed}{}", &drawing[..start], &drawing[end..])
}

fn merged(document: &Document, drawing: &str) -> DrawingMerge {
    Drawing::read(drawing.as_bytes()).unwrap().merge(document, &BTreeSet::new())
}

fn words(merge: &DrawingMerge) -> Vec<&str> {
    merge.changes.iter().map(|it| it.words.as_str()).collect()
}

fn first_computer(document: &Document) -> (String, String) {
    let (id, computer) = document.computers.iter().next().unwrap();
    (Element::from(*id).to_string(), computer.name.clone())
}

#[test]
fn a_drawing_that_nobody_has_touched_changes_nothing() {
    for key in ["small", "large-complete", "distributed-large", "availability-group-2016"] {
        let document = template(key).unwrap().document.clone();
        assert_eq!(merged(&document, &drawing(&document)), DrawingMerge::default(), "{key}");
    }
}

#[test]
fn a_shape_that_was_renamed_renames_its_element_in_one_step() {
    let document = design();
    let (key, name) = first_computer(&document);
    let merge =
        merged(&document, &with(&drawing(&document), &key, &format!("label=\"{name}\""), "label=\"NEW  1&amp;2\""));
    assert_eq!(merge.troubles, [] as [&str; 0]);
    assert_eq!(words(&merge), [format!("Rename {name} to NEW 1&2")]);
    let next = preview(&document, &merge.edit.unwrap().commands).unwrap();
    assert!(next.computers.values().any(|it| it.name == "NEW 1&2"));
}

/// An element that stands in a tier itself and may stand in another one: both tiers.
fn movable(document: &Document) -> (Element, TierId, TierId) {
    let placed = document.placed_elements().into_iter().filter(|(_, element)| match element {
        Element::Computer(id) => document.failover_cluster_of(*id).is_none(),
        _ => true,
    });
    let mut found =
        placed.flat_map(|(slot, element)| document.tiers.keys().map(move |tier| (element, slot.tier, *tier)));
    let may = |element: Element, tier: TierId| {
        let target = DropTarget::at(document, next_free_slot(document, tier));
        matches!(choices(document, &[element], target), Ok(MoveChoice::Plain(_)))
    };
    found.find(|(element, from, to)| from != to && may(*element, *to)).unwrap()
}

#[test]
fn a_card_that_was_moved_to_another_tier_moves_there() {
    let document = design();
    let text = drawing(&document);
    let (element, from, tier) = movable(&document);
    let holder = |tier: TierId| format!("parent=\"{}\"", Element::from(tier));
    let merge = merged(&document, &with(&text, &element.to_string(), &holder(from), &holder(tier)));
    assert_eq!((merge.changes.len(), merge.troubles.len()), (1, 0), "{merge:?}");
    let next = preview(&document, &merge.edit.unwrap().commands).unwrap();
    assert_eq!(next.slot_of(element).unwrap().tier, tier);
}

#[test]
fn what_is_to_stay_as_the_design_has_it_stays_and_the_rest_comes() {
    let document = design();
    let (key, name) = first_computer(&document);
    let text = with(&drawing(&document), &key, &format!("label=\"{name}\""), "label=\"NEW\"");
    let (element, from, tier) = movable(&document);
    let holder = |tier: TierId| format!("parent=\"{}\"", Element::from(tier));
    let read = Drawing::read(with(&text, &element.to_string(), &holder(from), &holder(tier)).as_bytes()).unwrap();
    let whole = read.merge(&document, &BTreeSet::new());
    assert_eq!(whole.changes.len(), 2, "{whole:?}");
    for change in &whole.changes {
        let rest = read.merge(&document, &[(change.element, change.deed)].into());
        assert!(rest.changes.len() == 1 && !rest.changes.contains(change), "{rest:?}");
    }
}

#[test]
fn what_cannot_be_taken_over_is_named_and_nothing_is_removed() {
    let document = design();
    let text = drawing(&document);
    let (key, name) = first_computer(&document);
    let start = text.find(&format!("<UserObject id=\"{key}\"")).unwrap();
    let end = start + text[start..].find("</UserObject>").unwrap() + "</UserObject>\n".len();
    let shape = &text[start..end];
    let copy = shape.replacen(&key, "q1W2e3-7", 1);
    let foreign = "<mxCell id=\"abc-1\" value=\"Mainframe\" vertex=\"1\" parent=\"1\" style=\"html=1\"><mxGeometry x=\"1\" y=\"1\" width=\"9\" height=\"9\" as=\"geometry\"/></mxCell>";
    let merge = merged(&document, &format!("{}{shape}{copy}{foreign}{}", &text[..start], &text[end..]));
    assert!(merge.changes.is_empty() && merge.edit.is_none() && merge.notes.len() == 2, "{merge:?}");
    let merge = merged(&document, &format!("{}{}", &text[..start], &text[end..]));
    assert!(merge.edit.is_none(), "{merge:?}");
    assert!(
        merge.troubles.iter().any(|it| it.starts_with(&format!("{name} is not in the drawing any more"))),
        "{merge:?}"
    );
    let instance = Element::from(*document.host_instances.keys().next().unwrap());
    let merge = merged(&document, &with(&text, &instance.to_string(), " label=\"", " label=\"X"));
    assert!(merge.edit.is_none() && merge.troubles[0].contains("put together from the design"), "{merge:?}");
}

#[test]
fn a_name_that_changed_on_both_sides_stays_as_the_design_has_it() {
    let document = design();
    let (key, name) = first_computer(&document);
    let text = with(&drawing(&document), &key, &format!("label=\"{name}\""), "label=\"THERE\"");
    let element = Element::all(&document).into_iter().find(|it| it.to_string() == key).unwrap();
    let mut changed = document.clone();
    changed = preview(&changed, &rename(&changed, element, "HERE").unwrap().commands).unwrap();
    let merge = merged(&changed, &text);
    assert!(merge.edit.is_none(), "{merge:?}");
    assert!(merge.troubles.iter().any(|it| it.contains("“THERE”: the design calls it “HERE” by now")), "{merge:?}");
}

#[test]
fn pages_that_the_program_packs_are_read_and_labels_with_a_look_are_words() {
    let document = design();
    let (key, name) = first_computer(&document);
    let text = with(&drawing(&document), &key, &format!("label=\"{name}\""), "label=\"&lt;b&gt;NEW&lt;/b&gt;\"");
    let text = with(&text, &key, "html=0", "html=1");
    let start = text.find("<mxGraphModel").unwrap();
    let end = start + text[start..].find("</mxGraphModel>").unwrap() + "</mxGraphModel>".len();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text[start..end].replace('%', "%25").replace('<', "%3C").as_bytes()).unwrap();
    let packed = base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap());
    let packed = format!("{}{packed}{}", &text[..start], &text[end..]);
    assert_eq!(words(&merged(&document, &packed)), [format!("Rename {name} to NEW")]);
    assert!(crate::carried::open_stream(packed.as_bytes()).unwrap().document == document);
}

#[test]
fn drawings_of_others_are_refused_and_such_of_another_design_change_nothing() {
    let document = design();
    let other = template("small").unwrap().document.clone();
    let merge = merged(&document, &drawing(&other));
    assert!(merge.edit.is_none() && merge.troubles.len() == 1, "{merge:?}");
    let foreign = b"<mxfile><diagram id=\"a\"><mxGraphModel><root/></mxGraphModel></diagram></mxfile>";
    assert!(matches!(Drawing::read(foreign), Err(OpenError::NothingInside { .. })));
    // Without the end of the last line it is still whole.
    let text = drawing(&document).trim_end().to_owned();
    for at in (0..text.len()).step_by(text.len() / 40) {
        let cut = text.get(..at).unwrap_or_default();
        assert!(Drawing::read(cut.as_bytes()).is_err(), "cut at {at}");
    }
}
