//! What `check` prints and returns for designs on disk.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use serde_json::Value;

use crate::analysis::analyze;
use crate::cli::{Cli, Streams, run};
use crate::document::{OnConflict, save, to_text};
use crate::edit::{EditCommand, preview};
use crate::model::{Document, Waiver};
use crate::rules::{Finding, fingerprint};
use crate::testing::fixture::Fixture;

/// Host R runs on one computer only, and so does host S.
const LONELY: &str = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1\nhost S send on BTS1";

fn design(text: &str) -> Document {
    Fixture::parse(text).unwrap().document
}

fn written(folder: &Path, name: &str, document: &Document) -> PathBuf {
    let path = folder.join(name);
    save(&path, &to_text(document), None, OnConflict::Refuse).unwrap();
    path
}

/// Exit code, results and complaints of a call on 1 April 2026.
fn check(args: &[&str]) -> (u8, String, String) {
    let command = Cli::try_parse_from(["tierwright", "check"].iter().chain(args)).unwrap().command.unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let today = "2026-04-01".to_owned();
    let exit = run(command, &mut Streams { out: &mut out, err: &mut err, today });
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn waiver(document: &Document, finding: &Finding, expires: Option<&str>) -> Waiver {
    Waiver {
        rule: finding.rule.to_string(),
        elements: finding.elements.clone(),
        fingerprint: fingerprint(document, finding),
        reason: "The pilot is small".to_owned(),
        person: "Ada Nowak".to_owned(),
        date: "2026-01-31".parse().unwrap(),
        expires: expires.map(|day| day.parse().unwrap()),
    }
}

/// The design with every blocker and error accepted.
fn all_accepted(document: &Document, expires: Option<&str>) -> Document {
    let rules = analyze(document).rules;
    let waivers = rules.findings.iter().map(|it| EditCommand::PutWaiver(waiver(document, it, expires)));
    preview(document, &waivers.collect::<Vec<_>>()).unwrap()
}

#[test]
fn accepted_findings_are_printed_with_their_reason_and_do_not_fail_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let document = design(LONELY);
    let open = written(folder.path(), "open.ron", &document);
    let accepted = written(folder.path(), "accepted.ron", &all_accepted(&document, None));
    let (open, accepted) = (open.to_str().unwrap(), accepted.to_str().unwrap());
    assert_eq!(check(&[open]).0, 1);
    let (exit, text, _) = check(&[accepted]);
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains(": no findings, "), "{text}");
    assert!(text.contains("  accepted HOST-001  BTS1 is the only computer that runs host R\n"), "{text}");
    assert!(text.contains("           by Ada Nowak on 2026-01-31: The pilot is small\n"), "{text}");
    let (exit, json, _) = check(&[accepted, "--format", "json", "--fail-on", "advice"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(exit, 0);
    let file = &json["files"][0];
    assert_eq!(file["findings"].as_array().unwrap().len(), 0);
    let entry = file["accepted"].as_array().unwrap().iter().find(|it| it["rule"] == "HOST-001").unwrap();
    assert_eq!(entry["acceptance"]["person"], "Ada Nowak");
    assert_eq!(entry["fingerprint"].as_str().unwrap().len(), 16);
}

#[test]
fn an_expired_acceptance_fails_the_check_and_says_when_it_expired() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &all_accepted(&design(LONELY), Some("2026-03-31")));
    let path = path.to_str().unwrap();
    let (exit, text, _) = check(&[path]);
    assert_eq!(exit, 1);
    let note = "note: Accepted by Ada Nowak on 2026-01-31, until 2026-03-31, but open again: expired on 2026-03-31";
    assert!(text.contains(note), "{text}");
    assert_eq!(check(&[path, "--date", "2026-03-31"]).0, 0);
    let (exit, _, complaint) = check(&[path, "--date", "31.03.2026"]);
    assert_eq!(exit, 2);
    assert!(complaint.contains("31.03.2026"), "{complaint}");
    let json: Value = serde_json::from_str(&check(&[path, "--format", "json"]).1).unwrap();
    assert_eq!(json["files"][0]["findings"][0]["reopened"]["why"], "expired on 2026-03-31");
}

#[test]
fn a_design_that_cannot_be_read_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &design(LONELY));
    let missing = folder.path().join("missing.ron");
    let (exit, text, complaint) = check(&[missing.to_str().unwrap(), path.to_str().unwrap()]);
    assert_eq!(exit, 3);
    assert!(text.contains("HOST-001") && complaint.contains("missing.ron"), "{text}\n{complaint}");
}
