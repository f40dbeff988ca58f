//! The file as draw.io reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::*;
use crate::analysis::analyze;
use crate::document::template;
use crate::export::run::render;
use crate::export::{ExportRequest, Format};
use crate::geometry::{Point, Rect, Size};
use crate::model::{DrillScenario, DrillStep, Part};

fn drawing(document: &Document) -> String {
    let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
    String::from_utf8(render(document, &analyze(document), &request, Format::Drawio).unwrap()).unwrap()
}

fn with_drill() -> Document {
    let mut document = template("large-complete").unwrap().document.clone();
    let computer = *document.computers.keys().next().unwrap();
    let steps = vec![DrillStep::fail(Part::Element(computer.into()))];
    document.drills.push(DrillScenario { name: "Power <cut>".to_owned(), steps, ..DrillScenario::default() });
    document
}

#[test]
fn a_page_for_the_design_each_saved_drill_and_the_map_and_the_same_bytes_again() {
    let document = with_drill();
    let text = drawing(&document);
    assert!(text == drawing(&document));
    let file = roxmltree::Document::parse(&text).unwrap();
    let names: Vec<&str> = file.descendants().filter_map(|it| it.attribute("name")).collect();
    assert_eq!(names, ["Design", "Drill: Power <cut>", "Dependency map"]);
    assert!(text.contains("Failure: ") && text.contains("&#10;In the end:&#10;"), "the drill is told");
}

#[test]
fn every_cell_has_its_holder_before_it_and_a_place_inside_its_tier() {
    for key in ["small", "large-complete", "distributed-large", "availability-groups-split"] {
        let text = drawing(&template(key).unwrap().document);
        let file = roxmltree::Document::parse(&text).unwrap();
        for diagram in file.descendants().filter(|it| it.has_tag_name("diagram")) {
            let mut known: BTreeMap<&str, (f32, f32)> = BTreeMap::from([("0", (f32::MAX, f32::MAX))]);
            let mut ids = BTreeSet::from(["0"]);
            let all: BTreeSet<&str> = diagram.descendants().filter_map(|it| it.attribute("id")).collect();
            for cell in diagram.descendants().filter(|it| it.has_tag_name("mxCell")) {
                let outer = cell.parent().filter(|it| it.has_tag_name("UserObject")).unwrap_or(cell);
                let id = outer.attribute("id").unwrap();
                let Some(holder) = cell.attribute("parent") else { continue };
                assert!(ids.insert(id), "{key}: {id} twice");
                let mut ends = ["source", "target"].iter().filter_map(|it| cell.attribute(*it));
                assert!(ends.all(|it| all.contains(it)), "{key}: {id} ends nowhere");
                let room = *known.get(holder).unwrap_or_else(|| panic!("{key}: {holder} comes after {id}"));
                let geometry = cell.children().find(|it| it.has_tag_name("mxGeometry"));
                let size = |name| geometry.and_then(|it| it.attribute(name)).map(|it| it.parse::<f32>().unwrap());
                let (width, height) = (size("width").unwrap_or(f32::MAX), size("height").unwrap_or(f32::MAX));
                known.insert(id, (width, height));
                if outer.has_attribute("tw_id") && cell.attribute("parent").is_some_and(|it| it != "1") {
                    let middle = (size("x").unwrap() + width / 2.0, size("y").unwrap() + height / 2.0);
                    assert!(middle.0 > 0.0 && middle.0 < room.0 && middle.1 > 0.0 && middle.1 < room.1, "{key}: {id}");
                }
            }
        }
    }
}

#[test]
fn findings_and_legend_stand_on_layers_that_can_be_hidden() {
    let document = &template("large").unwrap().document;
    let text = drawing(document);
    let file = roxmltree::Document::parse(&text).unwrap();
    let on = |layer: &str| file.descendants().filter(|it| it.attribute("parent") == Some(layer)).count();
    let is_layer = |name: &str| {
        file.descendants().any(|it| it.attribute("value") == Some(name) && it.attribute("parent") == Some("0"))
    };
    assert!(is_layer("Findings") && is_layer("Legend"));
    let badges = badges(&analyze(document).rules);
    assert!(on("findings") >= badges.len() / 2 && on("legend") > 3, "{} of {}", on("findings"), badges.len());
}

#[test]
fn no_mark_of_findings_covers_a_name_however_long_that_is() {
    for key in ["large", "large-complete", "availability-groups-split", "distributed-large"] {
        let text = drawing(&template(key).unwrap().document);
        let file = roxmltree::Document::parse(&text).unwrap();
        let mut places: BTreeMap<&str, Rect> = BTreeMap::new();
        let design = file.descendants().find(|it| it.has_tag_name("diagram")).unwrap();
        for cell in design.descendants().filter(|it| it.has_tag_name("mxCell")) {
            let outer = cell.parent().filter(|it| it.has_tag_name("UserObject")).unwrap_or(cell);
            let Some(geometry) = cell.children().find(|it| it.has_tag_name("mxGeometry")) else { continue };
            let read = |name| geometry.attribute(name).map_or(0.0, |it| it.parse::<f32>().unwrap());
            let holder =
                cell.attribute("parent").and_then(|it| places.get(it)).map_or(Point::new(0.0, 0.0), |it| it.min);
            let at = holder.offset(read("x"), read("y"));
            places.insert(outer.attribute("id").unwrap(), Rect::new(at, Size::new(read("width"), read("height"))));
        }
        let marks = places.iter().filter_map(|(id, mark)| Some((id.strip_prefix("finding-")?, mark)));
        let mut count = 0;
        for (id, mark) in marks {
            let shape = places[id];
            let above = mark.max.y <= shape.min.y + 5.0;
            let beside = mark.min.x >= shape.max.x - 6.0;
            assert!(beside && (above || shape.height() < 2.0 * mark.height()), "{key}: {id} {shape:?} {mark:?}");
            count += 1;
        }
        assert!(count > 2, "{key}: {count} marks");
    }
}
