//! What `check` prints and returns for designs on disk.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use serde_json::{Value, json};

use crate::analysis::{Analysis, analyze_on};
use crate::availability::Patience;
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

/// The day of all calls.
const TODAY: &str = "2026-04-01";

fn analyze(document: &Document) -> Analysis {
    analyze_on(document, TODAY.parse().ok())
}

/// Exit code, results and complaints of a call on that day.
fn check(args: &[&str]) -> (u8, String, String) {
    let command = Cli::try_parse_from(["tierwright", "check"].iter().chain(args)).unwrap().command.unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let today = TODAY.to_owned();
    let exit = run(command, &mut Streams { out: &mut out, err: &mut err, today, patience: Patience::endless() });
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn waiver(finding: &Finding, expires: Option<&str>) -> Waiver {
    Waiver {
        rule: finding.rule.to_string(),
        elements: finding.elements.clone(),
        fingerprint: fingerprint(finding),
        reason: "The pilot is small".to_owned(),
        person: "Ada Nowak".to_owned(),
        date: "2026-01-31".parse().unwrap(),
        expires: expires.map(|day| day.parse().unwrap()),
    }
}

/// The design with every blocker and error accepted.
fn all_accepted(document: &Document, expires: Option<&str>) -> Document {
    let rules = analyze(document).rules;
    let waivers = rules.findings.iter().map(|it| EditCommand::PutWaiver(waiver(it, expires)));
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

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("no list at {pointer}"))
}

#[test]
fn sarif_names_tool_rules_results_and_places() {
    let folder = tempfile::tempdir().unwrap();
    let document = design(LONELY);
    let path = written(folder.path(), "a design.ron", &document);
    let (exit, text, _) = check(&[path.to_str().unwrap(), "--format", "sarif"]);
    assert_eq!(exit, 1);
    let log = json_of(&text);
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "Tierwright");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = list(run, "/tool/driver/rules");
    let report = analyze(&document).rules;
    let results = list(run, "/results");
    assert_eq!(results.len(), report.findings.len() + report.questions.len());
    let lines: Vec<String> = to_text(&document).lines().map(str::to_owned).collect();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["fail", "open"].contains(&result["kind"].as_str().unwrap()));
        assert!(result["message"]["text"].as_str().unwrap().ends_with('.'));
        assert_eq!(result["suppressions"], json!([]));
        assert_eq!(result["partialFingerprints"]["tierwright/v1"].as_str().unwrap().len(), 16);
        let place = &result["locations"][0];
        let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("file:///") && uri.ends_with("/a%20design.ron"), "{uri}");
        let line = place["physicalLocation"]["region"]["startLine"].as_u64().unwrap();
        let line = &lines[usize::try_from(line).unwrap() - 1];
        let key = place["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
        let number = key.rsplit('-').next().unwrap();
        let starts = if key == "environment" { "environment:".to_owned() } else { format!("{number}: (") };
        assert!(line.trim_start().starts_with(&starts), "{key} is not at {line}");
    }
    let lonely = results.iter().find(|it| it["ruleId"] == "HOST-001").unwrap();
    assert_eq!((&lonely["level"], &lonely["properties"]["severity"]), (&json!("error"), &json!("blocker")));
    assert_eq!(lonely["relatedLocations"][0]["message"]["text"], "BTS1");
    let open = results.iter().find(|it| it["kind"] == "open").unwrap();
    assert_eq!(open["level"], "none");
}

#[test]
fn sarif_rules_carry_help_and_documents_and_judgment_cites_none_as_its_source() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("design.ron");
    let large = &crate::document::template("two-computer").unwrap().document;
    save(&path, &to_text(large), None, OnConflict::Refuse).unwrap();
    let log = json_of(&check(&[path.to_str().unwrap(), "--format", "sarif"]).1);
    for rule in list(&log, "/runs/0/tool/driver/rules") {
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert!(!rule.pointer(text).and_then(Value::as_str).unwrap().is_empty(), "{text} of {}", rule["id"]);
        }
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        let help = rule["help"]["markdown"].as_str().unwrap();
        match rule["helpUri"].as_str() {
            Some(url) => assert!(help.contains(&format!("]({url})")), "{help}"),
            None => assert_eq!(rule["properties"]["engineeringJudgment"], true),
        }
        assert_eq!(help.contains("our engineering judgment"), rule["properties"]["engineeringJudgment"] == true);
    }
}

#[test]
fn sarif_shows_accepted_findings_as_suppressions_and_files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &all_accepted(&design(LONELY), Some("2026-12-31")));
    let missing = folder.path().join("missing.ron");
    let args = [path.to_str().unwrap(), missing.to_str().unwrap(), "--format", "sarif"];
    let (exit, text, _) = check(&args);
    assert_eq!(exit, 3);
    let log = json_of(&text);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(list(run, "/invocations/0/toolExecutionNotifications").len(), 1);
    for result in list(run, "/results").iter().filter(|it| it["kind"] == "fail") {
        let suppression = &result["suppressions"][0];
        assert_eq!((&suppression["kind"], &suppression["status"]), (&json!("inSource"), &json!("accepted")));
        let why = "The pilot is small (accepted by Ada Nowak on 2026-01-31, until 2026-12-31)";
        assert_eq!(suppression["justification"], why);
    }
}

/// Every test case of a JUnit report: name, and the elements in it.
fn junit_cases(xml: &str) -> Vec<(String, Vec<String>)> {
    let file = roxmltree::Document::parse(xml).unwrap();
    let cases = file.descendants().filter(|it| it.has_tag_name("testcase"));
    let inner = |case: roxmltree::Node<'_, '_>| {
        case.children().filter(|it| it.is_element()).map(|it| it.tag_name().name().to_owned()).collect()
    };
    cases.map(|case| (case.attribute("name").unwrap().to_owned(), inner(case))).collect()
}

#[test]
fn junit_has_a_test_for_every_rule_with_something_to_look_at_and_counts_them() {
    let folder = tempfile::tempdir().unwrap();
    // One of these characters no XML document can hold.
    let document = design(&LONELY.replace("BTS1", "B<\u{1}&\u{fffe}>1"));
    let path = written(folder.path(), "design.ron", &document);
    let (exit, xml, _) = check(&[path.to_str().unwrap(), "--format", "junit"]);
    assert_eq!(exit, 1);
    let rules = analyze(&document).rules;
    let cases = junit_cases(&xml);
    let looked = rules.states.values().filter(|it| !matches!(it, crate::rules::RuleState::NotApplicable(_))).count();
    assert_eq!(cases.len(), looked);
    let with = |tag: &str| cases.iter().filter(|(_, inner)| inner.iter().any(|it| it == tag)).count();
    let file = roxmltree::Document::parse(&xml).unwrap();
    for suite in file.descendants().filter(|it| it.has_tag_name("testsuite") || it.has_tag_name("testsuites")) {
        let number = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
        let told = (number("tests"), number("failures"), number("errors"));
        assert_eq!(told, (looked, with("failure"), 0));
        // The schema of Jenkins has skipped tests per suite only.
        assert!(suite.has_tag_name("testsuites") || number("skipped") == with("skipped"));
    }
    let failure = file.descendants().find(|it| {
        it.has_tag_name("failure") && it.parent().unwrap().attribute("name").unwrap().starts_with("HOST-001 ")
    });
    let failure = failure.unwrap();
    assert_eq!(failure.attribute("type"), Some("blocker"));
    assert_eq!(failure.attribute("message"), Some("B< & >1 is the only computer that runs host R (and 1 more)"));
    let of = |id: &str| cases.iter().find(|(name, _)| name.starts_with(id)).unwrap().1.clone();
    let waiting = rules.states.iter().find(|(_, state)| **state == crate::rules::RuleState::Waiting).unwrap().0;
    assert_eq!(of(&format!("{waiting} ")), ["skipped"], "it waits for an answer");
    let (exit, xml, _) = check(&[path.to_str().unwrap(), "--format", "junit", "--fail-on", "blocker"]);
    assert_eq!(exit, 1);
    let minor = junit_cases(&xml).into_iter().find(|(name, _)| name.starts_with("TRK-001 ")).unwrap().1;
    assert_eq!(minor, ["system-out"], "an error fails no test when only blockers count");
}

#[test]
fn junit_skips_accepted_findings_and_reports_unreadable_files_as_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &all_accepted(&design(LONELY), None));
    let missing = folder.path().join("missing.ron");
    let args = [path.to_str().unwrap(), missing.to_str().unwrap(), "--format", "junit"];
    let (exit, xml, _) = check(&args);
    assert_eq!(exit, 3);
    assert!(!xml.contains("<failure"), "{xml}");
    assert!(xml.contains("accepted by Ada Nowak on 2026-01-31: The pilot is small"), "{xml}");
    let cases = junit_cases(&xml);
    assert!(cases.iter().any(|(name, inner)| name.starts_with("HOST-001 ") && inner == &["skipped"]));
    assert_eq!(cases.last().unwrap().1, ["error"]);
}

#[test]
fn against_a_baseline_only_what_is_new_is_reported_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let before = design(LONELY);
    let old = written(folder.path(), "design.ron", &before);
    let old = old.to_str().unwrap();
    let after = preview(&before, &[EditCommand::Put(lonely_host(&before))]).unwrap();
    let next = folder.path().join("next");
    std::fs::create_dir(&next).unwrap();
    let new = written(&next, "design.ron", &after);
    let new = new.to_str().unwrap();
    for format in ["json", "sarif", "ron"] {
        let baseline = folder.path().join(format!("baseline.{format}"));
        let text = if format == "ron" { to_text(&before) } else { check(&[old, "--format", format]).1 };
        std::fs::write(&baseline, text).unwrap();
        let baseline = baseline.to_str().unwrap();
        let (exit, text, _) = check(&[old, "--baseline", baseline, "--fail-on", "advice"]);
        assert_eq!(exit, 0, "{format}: {text}");
        assert!(text.contains(": no findings, 0 open questions ("), "{format}: {text}");
        let (exit, text, _) = check(&[new, "--baseline", baseline]);
        assert_eq!(exit, 1, "{format}: {text}");
        let told: Vec<&str> =
            text.lines().filter(|it| it.starts_with("  error") || it.starts_with("  blocker")).collect();
        assert!(!told.is_empty() && told.iter().all(|it| it.contains("LATE")), "{format}: {told:?}");
    }
}

/// A host with the receive function that no computer runs, with a handler.
fn lonely_host(document: &Document) -> crate::edit::Record {
    let host = document.hosts.values().next().unwrap().clone();
    let host = crate::model::Host { name: "LATE".to_owned(), is_default: false, ..host };
    let orchestration = crate::model::Orchestration { name: "Orders".to_owned(), trusted: None };
    let host = crate::model::Host { orchestrations: vec![orchestration], ..host };
    crate::edit::Record::Host(document.next_id.into(), host)
}

#[test]
fn what_became_more_severe_or_is_no_longer_accepted_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let lower = written(folder.path(), "lower.ron", &design(&format!("environment ha_target=Available\n{LONELY}")));
    let path = written(folder.path(), "design.ron", &design(LONELY));
    let (exit, text, _) = check(&[path.to_str().unwrap(), "--baseline", lower.to_str().unwrap()]);
    assert_eq!(exit, 1);
    assert!(text.contains("  blocker  HOST-001") && !text.contains("  error "), "{text}");
    let accepted = written(folder.path(), "accepted.ron", &all_accepted(&design(LONELY), None));
    for format in ["json", "sarif"] {
        let baseline = folder.path().join(format!("accepted.{format}"));
        std::fs::write(&baseline, check(&[accepted.to_str().unwrap(), "--format", format]).1).unwrap();
        let (exit, text, _) = check(&[path.to_str().unwrap(), "--baseline", baseline.to_str().unwrap()]);
        assert_eq!(exit, 1);
        assert!(text.contains("  blocker  HOST-001"), "{format}: {text}");
    }
}

#[test]
fn a_baseline_that_windows_powershell_wrote_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "d.ron", &design(LONELY));
    let baseline = folder.path().join("known.json");
    let text = check(&[path.to_str().unwrap(), "--format", "json"]).1;
    let utf_16 = |mark: &str| format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for bytes in [utf_16("\u{feff}"), format!("\u{feff}{text}").into_bytes()] {
        std::fs::write(&baseline, bytes).unwrap();
        let call = [path.to_str().unwrap(), "--baseline", baseline.to_str().unwrap(), "--fail-on", "advice"];
        assert_eq!(check(&call).0, 0, "everything is known");
    }
}

#[test]
fn a_baseline_that_cannot_be_used_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &design(LONELY));
    let whole = check(&[path.to_str().unwrap(), "--format", "json"]).1;
    let cases = [
        (whole[..whole.len() / 2].to_owned(), "is damaged"),
        ("{}".to_owned(), "is no baseline: it holds neither files nor runs"),
        (json!({ "runs": [{ "tool": { "driver": { "name": "Other" } } }] }).to_string(), "another program wrote it"),
        (json!({ "files": [{}] }).to_string(), "is damaged"),
        ("Tierwright(".to_owned(), "The baseline cannot be used."),
        (String::new(), "The baseline cannot be used."),
    ];
    let baseline = folder.path().join("baseline.json");
    for (text, problem) in cases {
        std::fs::write(&baseline, &text).unwrap();
        let (exit, out, complaint) = check(&[path.to_str().unwrap(), "--baseline", baseline.to_str().unwrap()]);
        assert_eq!((exit, out.as_str()), (3, ""), "{text}");
        assert!(complaint.contains(problem), "{complaint}");
    }
    let gone = folder.path().join("gone.json");
    assert_eq!(check(&[path.to_str().unwrap(), "--baseline", gone.to_str().unwrap()]).0, 3);
}

#[test]
fn folded_findings_and_notes_stand_under_their_headline_in_text_json_and_sarif() {
    let folder = tempfile::tempdir().unwrap();
    let text = "computer A biztalk\ncomputer B biztalk\nhost E receive on A edi=true\nhost S send on A\nhandler S http receive";
    let path = written(folder.path(), "edi.tierwright", &design(text));
    let path = path.to_str().unwrap();
    let printed = check(&[path]).1;
    assert!(printed.contains("           also: EDI-001 EDI or AS2 stops with host E"), "{printed}");
    assert!(printed.contains("           also: HOST-001 A is the only computer that runs host S"), "{printed}");
    let json = json_of(&check(&[path, "--format", "json"]).1);
    let found = list(&json, "/files/0/findings");
    let also = |rule: &str| found.iter().find(|it| it["rule"] == rule).map(|it| it["also"].clone()).unwrap();
    let note = json!([{ "rule": "EDI-001", "title": "Host that does EDI or AS2 runs on one computer", "message": "EDI or AS2 stops with host E" }]);
    assert_eq!(also("HOST-001"), note);
    assert_eq!(also("HOST-019")[0]["rule"], "HOST-001");
    assert_eq!(also("TRK-001"), json!([]));
    let sarif = check(&[path, "--format", "sarif"]).1;
    assert!(sarif.contains("\"EDI or AS2 stops with host E\""), "{sarif}");
}

#[test]
fn text_names_the_quick_fix_counts_in_words_and_marks_what_is_inferred() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "lonely.tierwright", &design(LONELY));
    let printed = check(&[path.to_str().unwrap()]).1;
    assert!(printed.contains("fix: Add a host instance of R on BTS2"), "{printed}");
    assert!(printed.lines().next().unwrap().contains("2 blockers, "), "{printed}");
    let unclustered =
        "computer BTS1 biztalk\nsql ONE on BTS1\ndatabases ONE messagebox(master) management tracking sso";
    let judged = format!("{unclustered}\nsecret on BTS1");
    let path = written(folder.path(), "judged.tierwright", &design(&judged));
    let printed = check(&[path.to_str().unwrap()]).1;
    let after = printed.split(" SSO-014 ").nth(1).unwrap();
    let own: String = after.lines().take(4).collect();
    assert!(own.contains("inferred: no document states this rule; it is our engineering judgment"), "{printed}");
    assert!(!own.contains("source: "), "{printed}");
}

#[test]
fn json_holds_every_row_of_the_checklist_with_its_answer_and_what_a_person_entered() {
    let folder = tempfile::tempdir().unwrap();
    let mut document = design(LONELY);
    document.checklist.entry("HA-2".to_owned()).or_default().owner = "Ada".to_owned();
    let path = written(folder.path(), "design.ron", &document);
    let json = json_of(&check(&[path.to_str().unwrap(), "--format", "json"]).1);
    assert!(json["program"].as_str().unwrap().starts_with("Tierwright "));
    let rows = list(&json, "/files/0/checklist");
    assert_eq!(rows.len(), analyze(&document).checklist.rows.len());
    let row = rows.iter().find(|it| it["id"] == "HA-2").unwrap();
    assert_eq!((row["owner"].as_str(), row["status"].as_str()), (Some("Ada"), Some("Not verified")));
    assert!(rows.iter().all(|it| !it["answer"].as_str().unwrap().is_empty()));
}

#[test]
fn a_baseline_of_another_design_hides_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    std::fs::create_dir(&one).unwrap();
    std::fs::create_dir(&other).unwrap();
    let titled = |title: &str| {
        let mut document = design(LONELY);
        document.project.title = title.to_owned();
        document
    };
    let known = written(&one, "design.ron", &titled("Billing"));
    let path = written(&other, "design.ron", &titled("Orders"));
    let without = check(&[path.to_str().unwrap(), "--format", "json"]).1;
    let findings = list(&json_of(&without), "/files/0/findings").len();
    for format in ["json", "sarif", "ron"] {
        let baseline = folder.path().join(format!("baseline.{format}"));
        let text = if format == "ron" {
            to_text(&titled("Billing"))
        } else {
            check(&[known.to_str().unwrap(), "--format", format]).1
        };
        std::fs::write(&baseline, text).unwrap();
        let args = [path.to_str().unwrap(), "--format", "json", "--baseline", baseline.to_str().unwrap()];
        let (exit, text, complaint) = check(&args);
        assert_eq!((exit, list(&json_of(&text), "/files/0/findings").len()), (1, findings), "{format}");
        assert!(complaint.contains("says nothing of"), "{format}: {complaint}");
    }
}

#[test]
fn junit_has_no_attribute_that_the_schema_of_jenkins_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "design.ron", &design(LONELY));
    let missing = folder.path().join("missing.ron");
    let text = check(&[path.to_str().unwrap(), missing.to_str().unwrap(), "--format", "junit"]).1;
    let xml = roxmltree::Document::parse(&text).unwrap();
    // As junit-10.xsd of Jenkins' xUnit plugin has them, required ones first.
    let known: [(&str, usize, &[&str]); 7] = [
        ("testsuites", 0, &["name", "time", "tests", "failures", "errors"]),
        ("testsuite", 4, &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "file"]),
        ("testcase", 1, &["name", "time", "classname", "group"]),
        ("failure", 0, &["type", "message"]),
        ("error", 0, &["type", "message"]),
        ("skipped", 0, &["type", "message"]),
        ("system-out", 0, &[]),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for node in xml.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let (_, required, attributes) = known.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("{name}"));
        assert!(node.attributes().all(|it| attributes.contains(&it.name())), "{node:?}");
        assert!(attributes[..*required].iter().all(|it| node.has_attribute(*it)), "{node:?}");
        seen.insert(name);
    }
    assert!(seen.len() >= 5, "{seen:?}");
}
