//! Designs on disk: kept files of every format version, and round trips of templates and large designs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tierwright_design::document::{FORMAT_VERSION, OnConflict, from_text, open, save, templates, to_text, version_of};
use tierwright_design::model::check_invariants;
use tierwright_design::testing::{MIN_GENERATED_COMPUTERS, generated_design};

#[test]
fn generated_designs_read_back_as_they_were() {
    for (num_computers, seed) in [(MIN_GENERATED_COMPUTERS, 1), (60, 2), (200, 3)] {
        let design = generated_design(num_computers, seed);
        let text = to_text(&design);
        let read = from_text(&text).unwrap();
        assert!(read == design, "{num_computers} computers");
        assert!(to_text(&read) == text, "{num_computers} computers: the text is not stable");
    }
}

#[test]
fn a_generated_design_is_saved_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("design.ron");
    let design = generated_design(60, 4);
    let stamp = save(&path, &to_text(&design), None, OnConflict::Refuse).unwrap();
    let opened = open(&path).unwrap();
    assert!(opened.document == design);
    assert_eq!(opened.stamp, stamp);
}

#[test]
fn every_kept_file_opens_and_is_saved_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/format");
    let paths = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut versions = BTreeSet::new();
    for path in paths.filter(|path| path.extension().is_some_and(|it| it == "ron")) {
        let opened = open(&path).unwrap_or_else(|err| panic!("{err}"));
        let version = version_of(&opened.text).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name == format!("v{version}") || name.starts_with(&format!("v{version}-")), "{name}");
        assert_eq!(check_invariants(&opened.document), []);
        let again = from_text(&to_text(&opened.document)).unwrap();
        assert!(again == opened.document, "{name} does not survive being saved");
        if version == FORMAT_VERSION {
            assert!(to_text(&opened.document) == opened.text, "saving {name} unchanged changes its text");
        }
        versions.insert(version);
    }
    assert!(versions.into_iter().eq(1..=FORMAT_VERSION), "a kept file of every format version");
}

#[test]
fn the_kept_file_fills_every_table_list_and_single_record() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/format");
    let text = fs::read_to_string(folder.join(format!("v{FORMAT_VERSION}.ron"))).unwrap();
    for empty in [": {},", ": (),", ": [],"] {
        let line =
            text.lines().find(|line| line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(empty));
        assert_eq!(line, None, "the kept file should use this part of the format");
    }
    // What is empty leaves no line behind.
    let kept = open(&folder.join(format!("v{FORMAT_VERSION}.ron"))).unwrap().document;
    let lists = [kept.waivers.len(), kept.drills.len(), kept.workload.flows.len(), kept.workload.runs.len()];
    assert!(lists.iter().all(|it| *it > 0) && !kept.availability.is_empty());
}

#[test]
fn designs_started_from_a_template_read_back_as_they_were() {
    for template in templates() {
        let text = to_text(&template.document);
        let read = from_text(&text).unwrap_or_else(|err| panic!("{}: {err}", template.key));
        assert!(read == template.document && to_text(&read) == text, "{}", template.key);
    }
}

#[test]
fn a_design_cut_off_anywhere_is_refused_with_a_place() {
    for template in templates() {
        let text = to_text(&template.document);
        let whole = text.trim_end().len();
        let first_record = text.find("document").unwrap();
        // An odd step meets every kind of token without reading a large text ten thousand times.
        for end in (first_record..whole).step_by((whole / 60) | 1).filter(|end| text.is_char_boundary(*end)) {
            let err = from_text(&text[..end]).unwrap_err();
            let damage = err.damage().unwrap_or_else(|| panic!("{} cut at {end}: {err}", template.key));
            assert!(damage.place.line <= text.lines().count() && !damage.place.source_line.is_empty(), "{err}");
        }
    }
}
