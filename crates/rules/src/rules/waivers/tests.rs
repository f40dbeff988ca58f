//! Acceptances: what they cover, when they wake, and what they must not hide.

use super::*;
use crate::analysis::{Analysis, analyze, analyze_on};
use crate::document::{from_text, to_text};
use crate::edit::{EditCommand, Record, preview};
use crate::model::{ComputerId, HostId};
use crate::rules::Severity;
use crate::testing::fixture::Fixture;

/// Host R runs on one computer only, and so does host S.
const LONELY: &str = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1\nhost S send on BTS1";

fn design(text: &str) -> Document {
    Fixture::parse(text).unwrap().document
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn host(document: &Document, name: &str) -> HostId {
    *document.hosts.iter().find(|(_, it)| it.name == name).unwrap().0
}

fn computer(document: &Document, name: &str) -> ComputerId {
    *document.computers.iter().find(|(_, it)| it.name == name).unwrap().0
}

/// The acceptance of the finding of a rule about an element.
fn waiver(document: &Document, rule: &str, subject: impl Into<Element>) -> Waiver {
    let subject = subject.into();
    let rules = analyze(document).rules;
    let finding = rules.of(rule).find(|it| it.subject() == subject).unwrap();
    Waiver {
        rule: rule.to_owned(),
        elements: finding.elements.clone(),
        fingerprint: fingerprint(finding),
        reason: "The pilot is small".to_owned(),
        person: "Ada Nowak".to_owned(),
        date: "2026-01-31".parse().unwrap(),
        expires: None,
    }
}

fn accepting(document: &Document, waivers: &[Waiver]) -> Document {
    let commands: Vec<EditCommand> = waivers.iter().cloned().map(EditCommand::PutWaiver).collect();
    preview(document, &commands).unwrap()
}

fn messages<'a>(document: &Document, findings: impl IntoIterator<Item = &'a Finding>, rule: &str) -> Vec<String> {
    findings.into_iter().filter(|it| it.rule == *rule).map(|it| it.message(document)).collect()
}

fn notes(analysis: &Analysis) -> Vec<String> {
    analysis.rules.findings.iter().filter_map(|it| it.reopened.as_ref()).map(Reopened::note).collect()
}

#[test]
fn an_accepted_finding_does_not_count_and_stays_listed() {
    let document = design(LONELY);
    let before = analyze(&document).rules;
    let accepted = accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]);
    let after = analyze(&accepted).rules;
    assert_eq!(after.count(Severity::Blocker), before.count(Severity::Blocker) - 1);
    assert_eq!(messages(&accepted, &after.findings, "HOST-001"), ["BTS1 is the only computer that runs host S"]);
    let listed = messages(&accepted, after.accepted.iter().map(|it| &it.finding), "HOST-001");
    assert_eq!(listed, ["BTS1 is the only computer that runs host R"]);
    assert_eq!(after.accepted[0].waiver.signature(), "Ada Nowak on 2026-01-31");
    assert!(after.idle_waivers.is_empty() && after.findings.iter().all(|it| it.reopened.is_none()));
}

#[test]
fn an_acceptance_holds_through_its_last_day_and_then_says_that_it_expired() {
    let document = design(LONELY);
    let waiver = Waiver { expires: Some(day("2026-03-31")), ..waiver(&document, "HOST-001", host(&document, "R")) };
    let document = accepting(&document, &[waiver]);
    for today in [None, Some(day("2026-01-31")), Some(day("2026-03-31"))] {
        assert_eq!(analyze_on(&document, today).rules.accepted.len(), 1, "{today:?}");
    }
    let after = analyze_on(&document, Some(day("2026-04-01")));
    assert!(after.rules.accepted.is_empty());
    let note = "Accepted by Ada Nowak on 2026-01-31, until 2026-03-31, but open again: expired on 2026-03-31";
    assert_eq!(notes(&after), [note]);
}

#[test]
fn an_acceptance_wakes_when_the_facts_change() {
    let document = design(LONELY);
    let accepted = accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]);
    let mut moved = accepted.clone();
    let (r, bts2) = (host(&document, "R"), computer(&document, "BTS2"));
    moved.host_instances.edit().values_mut().filter(|it| it.host == r).for_each(|it| it.computer = bts2);
    let after = analyze(&moved);
    assert!(after.rules.accepted.is_empty());
    assert_eq!(notes(&after), ["Accepted by Ada Nowak on 2026-01-31, but open again: the facts changed"]);
    let reopened = after.rules.findings.iter().find(|it| it.reopened.is_some()).unwrap();
    assert_eq!(reopened.message(&moved), "BTS2 is the only computer that runs host R");
}

#[test]
fn an_acceptance_of_a_warning_does_not_cover_the_blocker_it_becomes() {
    let document = design(&format!("environment ha_target=Available\n{LONELY}"));
    let mut accepted = accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]);
    assert_eq!(analyze(&accepted).rules.accepted[0].finding.severity, Severity::Warning);
    accepted.environment.ha_target = crate::model::HaTarget::HighlyAvailable;
    let after = analyze(&accepted);
    assert!(after.rules.accepted.is_empty());
    assert_eq!(notes(&after).len(), 1);
}

#[test]
fn renaming_what_a_finding_is_about_changes_no_fact() {
    let document = design(LONELY);
    let mut accepted = accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]);
    for (id, name) in [(computer(&document, "BTS1"), "BizTalk 1"), (computer(&document, "BTS2"), "BTS1")] {
        accepted.computers.edit().get_mut(&id).unwrap().name = name.to_owned();
    }
    let r = host(&document, "R");
    accepted.hosts.edit().get_mut(&r).unwrap().name = "Receive".to_owned();
    let after = analyze(&accepted).rules;
    assert_eq!(after.accepted.len(), 1, "{:?}", after.findings);
    assert_eq!(after.accepted[0].finding.message(&accepted), "BizTalk 1 is the only computer that runs host Receive");
}

#[test]
fn a_fingerprint_stands_on_ids_and_values_and_not_on_words() {
    let document = design(LONELY);
    let (r, bts1) = (Element::from(host(&document, "R")), Element::from(computer(&document, "BTS1")));
    let rules = analyze(&document).rules;
    let finding = rules.of("HOST-001").find(|it| it.subject() == r).unwrap();
    let key = format!("HOST-001 {r} {bts1}\none\ncomputers\t{{{bts1}}}\nneeded\t2");
    assert_eq!(finding.key(), key);
    assert_eq!(fingerprint(finding), shortened(&format!("blocker\n{key}")));
}

#[test]
fn an_acceptance_of_version_0_1_over_the_words_of_the_facts_still_holds() {
    let document = design(LONELY);
    let (r, bts1) = (Element::from(host(&document, "R")), Element::from(computer(&document, "BTS1")));
    let words = format!("HOST-001 {r} {bts1}\nblocker\nComputers that run it\t{{{bts1}}}\nComputers needed\t2");
    let old = Waiver { fingerprint: shortened(&words), ..waiver(&document, "HOST-001", host(&document, "R")) };
    assert_ne!(old.fingerprint, waiver(&document, "HOST-001", host(&document, "R")).fingerprint);
    let accepted = accepting(&document, &[old]);
    assert_eq!(analyze(&accepted).rules.accepted.len(), 1);
    let mut moved = accepted.clone();
    let (host, bts2) = (host(&document, "R"), computer(&document, "BTS2"));
    moved.host_instances.edit().values_mut().filter(|it| it.host == host).for_each(|it| it.computer = bts2);
    assert_eq!(notes(&analyze(&moved)).len(), 1);
}

#[test]
fn names_are_replaced_as_whole_words_and_the_longest_first() {
    let mut document = design("computer BTS1 biztalk\ncomputer BTS10 biztalk\nhost BTS receive on BTS1");
    let ids = [computer(&document, "BTS1"), computer(&document, "BTS10")];
    let finding = Finding {
        rule: crate::rules::RuleId::new("HOST-001"),
        severity: Severity::Blocker,
        elements: vec![host(&document, "BTS").into(), ids[0].into(), ids[1].into()],
        case: "",
        facts: Vec::new(),
        fixes: Vec::new(),
        reopened: None,
    };
    let [one, ten] = ids.map(Element::from);
    let bts = Element::from(host(&document, "BTS"));
    let text = without_names(&document, &finding, "BTS1, BTS10 and XBTS1: BTS (BTS12)");
    assert_eq!(text, format!("{{{one}}}, {{{ten}}} and XBTS1: {{{bts}}} (BTS12)"));
    document.computers.edit().get_mut(&ids[0]).unwrap().name = "Łódź".to_owned();
    assert_eq!(without_names(&document, &finding, "ŁŁódź Łódź"), format!("ŁŁódź {{{one}}}"));
}

#[test]
fn an_acceptance_without_a_finding_is_kept_aside() {
    let document = design(LONELY);
    let accepted = accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]);
    let instance = crate::model::HostInstance {
        computer: computer(&document, "BTS2"),
        ..document.host_instances.values().find(|it| it.host == host(&document, "R")).unwrap().clone()
    };
    let put = EditCommand::Put(Record::HostInstance(document.next_id.into(), instance));
    let after = analyze(&preview(&accepted, &[put]).unwrap()).rules;
    assert!(after.accepted.is_empty() && after.findings.iter().all(|it| it.reopened.is_none()));
    assert_eq!(after.idle_waivers, accepted.waivers);
}

#[test]
fn accepting_a_structural_error_brings_up_the_single_point_of_failure_beneath_it() {
    let document = design("computer BTS1 biztalk\nhost R receive on BTS1\nhandler R http receive");
    let before = analyze(&document).rules;
    assert!(before.of("HOST-001").next().is_none() && before.folded.iter().any(|it| it.rule == *"HOST-001"));
    let error = waiver(&document, "HOST-019", host(&document, "R"));
    let accepted = accepting(&document, &[error]);
    let after = analyze(&accepted).rules;
    assert_eq!(messages(&accepted, &after.findings, "HOST-001"), ["BTS1 is the only computer that runs host R"]);
    assert!(after.folded.iter().all(|it| it.rule != *"HOST-001"));
    let both = accepting(&accepted, &[waiver(&accepted, "HOST-001", host(&accepted, "R"))]);
    let after = analyze(&both).rules;
    assert_eq!((after.accepted.len(), after.of("HOST-001").count(), after.idle_waivers.len()), (2, 0, 0));
}

#[test]
fn an_accepted_fault_leaves_the_row_of_the_checklist_unfulfilled_and_says_who_accepted_it() {
    let document = design(LONELY);
    let faults = |document: &Document| {
        let analysis = analyze(document);
        let rows = analysis.checklist.rows.into_iter().filter(|row| {
            row.evidence().iter().any(|it| it.text.starts_with("BTS1 is the only computer that runs host R"))
        });
        rows.map(|row| (row.id.clone(), row.answer(), row.evidence().to_vec())).collect::<Vec<_>>()
    };
    let before = faults(&document);
    assert!(!before.is_empty());
    let after = faults(&accepting(&document, &[waiver(&document, "HOST-001", host(&document, "R"))]));
    assert_eq!(after.len(), before.len());
    for ((id, answer, evidence), (_, answer_before, _)) in after.iter().zip(&before) {
        assert_eq!(answer, answer_before, "{id}");
        assert!(evidence.iter().any(|it| it.text.ends_with("(accepted by Ada Nowak on 2026-01-31)")), "{id}");
    }
}

#[test]
fn every_finding_of_every_template_has_a_fingerprint_of_its_own() {
    for template in crate::document::templates() {
        let rules = analyze(&template.document).rules;
        let prints: BTreeSet<String> = rules.findings.iter().map(fingerprint).collect();
        assert_eq!(prints.len(), rules.findings.len(), "{}", template.key);
        assert!(prints.iter().all(|it| it.len() == DIGITS));
    }
}

#[test]
fn acceptances_read_back_from_the_file_as_they_were_and_a_wrong_day_is_refused() {
    let document = design(LONELY);
    let dated = Waiver {
        expires: Some(day("2026-12-31")),
        reason: "Agreed in the \"steering\" board".to_owned(),
        ..waiver(&document, "HOST-001", host(&document, "R"))
    };
    let document = accepting(&document, &[dated, waiver(&document, "HOST-001", host(&document, "S"))]);
    let text = to_text(&document);
    assert_eq!(from_text(&text).unwrap(), document);
    assert_eq!(analyze(&from_text(&text).unwrap()).rules.accepted.len(), 2);
    let err = from_text(&text.replace("2026-12-31", "2026-02-30")).unwrap_err().to_string();
    assert!(err.contains("2026-02-30"), "{err}");
    assert!(from_text(&text.replace("person:", "who:")).is_err());
}
