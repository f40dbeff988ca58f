//! Bundles hold everything, give the same bytes again, and what somebody changes in them is found.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::analysis::analyze;
use crate::document::{template, to_text};
use crate::export::run::{render, run};
use crate::export::{ExportRequest, Format};
use crate::model::Document;

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn request(folder: &Path, formats: impl IntoIterator<Item = Format>) -> ExportRequest {
    let request = ExportRequest::usual(folder.to_owned(), "x".to_owned(), "2026-03-01".to_owned());
    ExportRequest { formats: formats.into_iter().collect(), dpi: 50, ..request }
}

fn bundle(document: &Document) -> Vec<u8> {
    render(document, &analyze(document), &request(Path::new(""), [Format::Bundle]), Format::Bundle).unwrap()
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn standings(found: &Verification) -> Vec<(&str, Standing)> {
    found.files.iter().map(|it| (it.name.as_str(), it.standing)).collect()
}

#[test]
fn a_bundle_holds_every_kind_of_file_and_is_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let document = design("small");
    let bytes = bundle(&document);
    assert!(bytes == bundle(&document), "same design, same day, same bytes");
    let files = archive::unpack(&bytes, archive::MOST_BYTES).unwrap();
    let manifest = Manifest::read(&files.iter().find(|(name, _)| name == MANIFEST).unwrap().1).unwrap();
    assert!(manifest.left_out.is_empty(), "{manifest:?}");
    for format in Format::all().filter(|it| !matches!(it, Format::Bundle | Format::Manifest)) {
        assert!(manifest.files.iter().any(|it| it.kind == format.word()), "{format:?}");
    }
    assert_eq!(files.len(), manifest.files.len() + 1);
    let found = verify(&[written(folder.path(), "x-bundle.zip", &bytes)]).unwrap();
    assert!(found.is_good() && found.designs.len() == 1, "{found:?}");
    assert!(found.files.iter().all(|it| it.standing == Standing::AsWritten));
    let told = found.files.iter().filter(|it| it.design.is_some()).count();
    assert!(told >= 9, "documents, pictures, workbook and design say of which design they are: {found:?}");
}

#[test]
fn what_was_changed_removed_or_added_in_a_folder_or_an_archive_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let document = design("small");
    let analysis = analyze(&document);
    let formats = [Format::Svg, Format::Pdf, Format::Checklist, Format::Design, Format::Manifest];
    let exported = run(&document, &analysis, &request(folder.path(), formats));
    assert!(exported.failed.is_empty() && exported.written.last().unwrap().ends_with(MANIFEST), "{exported:?}");
    assert!(verify(&[folder.path().to_owned()]).unwrap().is_good());
    let svg = folder.path().join("x-diagram.svg");
    fs::write(&svg, fs::read_to_string(&svg).unwrap().replace("<title>", "<title>Not ")).unwrap();
    fs::remove_file(folder.path().join("x-checklist.pdf")).unwrap();
    let found = verify(&[folder.path().join(MANIFEST)]).unwrap();
    assert!(found.belongs_together() && !found.is_good(), "{found:?}");
    let expected = [
        ("x-diagram.svg", Standing::Changed),
        ("x-diagram.pdf", Standing::AsWritten),
        ("x-checklist.pdf", Standing::Missing),
        ("x-design.ron", Standing::AsWritten),
    ];
    assert_eq!(standings(&found), expected);
    let mut files = archive::unpack(&bundle(&document), archive::MOST_BYTES).unwrap();
    files.push(("invoice.exe".to_owned(), b"MZ".to_vec()));
    let packed = archive::pack(&files, "2026-03-02").unwrap();
    let found = verify(&[written(folder.path(), "x.zip", &packed)]).unwrap();
    assert_eq!(
        found.files.last().map(|it| (it.name.as_str(), it.standing)),
        Some(("invoice.exe", Standing::NotListed))
    );
}

#[test]
fn loose_files_of_two_designs_do_not_belong_together() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (design("small"), design("large"));
    let make = |document: &Document, format, name: &str| {
        let bytes = render(document, &analyze(document), &request(Path::new(""), [format]), format).unwrap();
        written(folder.path(), name, &bytes)
    };
    let paths = [make(&one, Format::Checklist, "a.pdf"), make(&one, Format::Workbook, "a.xlsx"), {
        written(folder.path(), "a.ron", to_text(&one).as_bytes())
    }];
    let found = verify(&paths).unwrap();
    assert!(found.is_good() && found.designs.len() == 1, "{found:?}");
    assert_eq!(found.files[0].standing, Standing::AsWritten, "a PDF knows itself whether it is as it was written");
    let mixed = [&paths[..], &[make(&other, Format::Workbook, "b.xlsx")]].concat();
    let found = verify(&mixed).unwrap();
    assert!(!found.belongs_together() && found.designs.len() == 2, "{found:?}");
}

#[test]
fn a_document_with_a_byte_changed_does_not_pass_for_the_one_that_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let document = design("small");
    let bytes = render(&document, &analyze(&document), &request(Path::new(""), []), Format::Checklist).unwrap();
    for at in (20..bytes.len()).step_by(bytes.len() / 25) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let path = written(folder.path(), "x.pdf", &changed);
        let found = verify(&[path]).unwrap();
        assert_ne!(found.files[0].standing, Standing::AsWritten, "byte {at}");
    }
}

#[test]
fn what_cannot_be_made_is_named_in_the_manifest_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let document = design("small");
    // No picture has so few dots.
    let request = ExportRequest { dpi: 1, ..request(folder.path(), [Format::Bundle]) };
    let exported = run(&document, &analyze(&document), &request);
    let failed: Vec<Format> = exported.failed.iter().map(|(format, _)| *format).collect();
    assert!(failed == [Format::Png] && exported.written.len() == 1, "{exported:?}");
    let files = archive::unpack(&fs::read(&exported.written[0]).unwrap(), archive::MOST_BYTES).unwrap();
    let manifest = Manifest::read(&files.iter().find(|(name, _)| name == MANIFEST).unwrap().1).unwrap();
    let left_out: Vec<&str> = manifest.left_out.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(left_out, failed.iter().map(|it| it.word()).collect::<Vec<_>>());
}

#[test]
fn archives_and_manifests_of_others_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name, bytes: &[u8]| vec![written(folder.path(), name, bytes)];
    let refused = |paths: Vec<PathBuf>| verify(&paths).unwrap_err().to_string();
    assert!(refused(path("cut.zip", &bundle(&design("small"))[..2_000])).contains("cannot be used"));
    assert!(refused(vec![folder.path().to_owned()]).contains("There is no manifest.json"));
    let mut manifest = archive::unpack(&bundle(&design("small")), archive::MOST_BYTES).unwrap().remove(0).1;
    let newer = String::from_utf8(manifest.clone()).unwrap().replace("\"schema_version\": 1", "\"schema_version\": 9");
    assert!(refused(path(MANIFEST, newer.as_bytes())).contains("a newer program wrote it"));
    manifest.truncate(manifest.len() / 2);
    assert!(refused(path(MANIFEST, &manifest)).contains("cannot be used"));
    let elsewhere = br#"{"program":"","schema_version":1,"date":"","design":{"title":"","sha256":""},"rules":"",
        "files":[{"name":"../secret","kind":"","what":"","bytes":0,"sha256":""}]}"#;
    let found = verify(&path(MANIFEST, elsewhere)).unwrap();
    assert_eq!(standings(&found), [("../secret", Standing::Missing)]);
}
