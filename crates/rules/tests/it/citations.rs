//! What the failure logic cites exists in the catalogue and among the sources.

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
