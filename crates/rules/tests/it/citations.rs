//! What is cited exists, and what exists is cited.

use std::fs;
use std::path::Path;

use tierwright_design::document::templates;
use tierwright_design::model::index::Index;
use tierwright_design::sources::sources;
use tierwright_engine::dependency::{Because, Structure};
use tierwright_rules::rules::catalog;

#[test]
fn every_gate_and_event_cites_a_rule_or_document_that_exists() {
    for template in templates() {
        let structure = Structure::new(&Index::new(&template.document));
        let events = structure.events.iter().map(|it| it.because);
        let notes = structure.notes.values().map(|it| it.because);
        let causes = structure.services.iter().flat_map(|it| it.causes.iter().map(|cause| cause.because));
        for because in events.chain(notes).chain(causes) {
            match because {
                Because::Rule(id) => assert!(catalog().find(id).is_some(), "{id}"),
                Because::Document(_) => {
                    assert!(sources().get(&because.source().unwrap()).is_some(), "{}", because.label());
                }
                Because::Drawing | Because::Judgment => {}
            }
        }
    }
}

#[test]
fn every_document_of_the_catalogue_is_cited_by_data_or_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::new();
    for folder in ["assets", "templates", "crates", "tests/fixtures"] {
        read_into(&mut text, &root.join(folder));
    }
    let uncited: Vec<&str> =
        sources().iter().map(|it| it.id.0.as_ref()).filter(|id| !text.contains(&format!("\"{id}\""))).collect();
    assert!(uncited.is_empty(), "remove from assets/sources.ron, or cite: {uncited:?}");
}

fn read_into(text: &mut String, folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_into(text, &path);
        } else if !path.ends_with("assets/sources.ron") && path.extension().is_some_and(|it| it == "ron" || it == "rs")
        {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
