//! Answers of the checklist on templates and on designs that lack something.

use super::*;
use crate::document::{template, templates};
use crate::edit::intent::examples::confirm_examples;
use crate::edit::{EditCommand, preview};
use crate::lifecycle::{LastVersion, Support, Version};
use crate::model::{BizTalkEdition, BizTalkRelease, Feature, RaidLevel, StorageCopies, StorageKind, Volume};
use crate::rules::evaluate;
use crate::sources::Provenance;
use crate::testing::any_design;
use crate::testing::fixture::Fixture;

fn of(document: &Document) -> Checklist {
    let context = RuleContext::new(document);
    checklist(&context, &evaluate(&context))
}

fn of_template(key: &str) -> (Document, Checklist) {
    let document = template(key).unwrap().document.clone();
    let checklist = of(&document);
    (document, checklist)
}

fn of_fixture(text: &str) -> Checklist {
    of(&Fixture::parse(text).unwrap().document)
}

fn answer(checklist: &Checklist, id: &str) -> Answer {
    checklist.row(id).unwrap_or_else(|| panic!("there is no row {id}")).answer()
}

fn texts(checklist: &Checklist, id: &str) -> Vec<String> {
    checklist.row(id).unwrap().evidence().iter().map(|it| it.text.clone()).collect()
}

#[test]
fn the_small_design_as_drawn_fails_where_nobody_tracks() {
    let (document, list) = of_template("small");
    for id in ["HA-2", "HA-4"] {
        let row = list.row(id).unwrap();
        assert_eq!(row.answer(), Answer::Fail, "{id}");
        let fault = row.evidence().iter().find(|it| it.tone == Tone::Fault).unwrap();
        assert_eq!(fault.rule.unwrap().as_str(), "TRK-001");
        assert!(fault.elements.iter().all(|it| it.exists(&document)) && !fault.elements.is_empty());
    }
}

#[test]
fn the_completed_small_design_passes_with_the_computers_as_evidence() {
    let (_, list) = of_template("small-complete");
    for id in ["HA-2", "HA-4"] {
        assert_eq!(answer(&list, id), Answer::Pass, "{id}: {:?}", texts(&list, id));
    }
    let hosts = texts(&list, "HA-2");
    assert!(hosts.iter().any(|it| it.contains(" on ") && it.contains(", ")), "{hosts:?}");
}

#[test]
fn whether_adapters_need_clustered_hosts_is_open_until_the_adapters_are_drawn() {
    let (_, list) = of_template("small-complete");
    assert_eq!(answer(&list, "HA-1"), Answer::Open);
    let said = texts(&list, "HA-1");
    assert!(said.iter().any(|it| it.starts_with("Not stated: adapters of Receive host")), "{said:?}");
    let both = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2\n";
    assert_eq!(answer(&of_fixture(both), "HA-1"), Answer::Open);
    let list = of_fixture(&format!("{both}handler R file receive"));
    assert_ne!(texts(&list, "HA-1"), texts(&of_fixture(both), "HA-1"));
    assert!(
        texts(&list, "HA-1").iter().all(|it| !it.starts_with("Not stated: adapters")),
        "{:?}",
        texts(&list, "HA-1")
    );
}

#[test]
fn an_adapter_that_sends_says_nothing_of_how_the_host_receives() {
    let design = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive send on BTS1 BTS2\nhandler R file send";
    let said = texts(&of_fixture(design), "HA-1");
    assert!(said.iter().any(|it| it == "Not stated: adapters of R"), "{said:?}");
    let both = format!("{design}\nhandler R file receive");
    assert!(!texts(&of_fixture(&both), "HA-1").iter().any(|it| it.starts_with("Not stated: adapters")));
}

#[test]
fn no_row_passes_without_a_fact_that_it_can_print() {
    let drawn = templates().iter().map(|it| it.document.clone());
    let confirmed = templates().iter().filter_map(|it| {
        let edit = confirm_examples(&it.document, &Provenance::entered())?;
        Some(preview(&it.document, &edit.commands).unwrap())
    });
    let mut passed = 0;
    for document in drawn.chain(confirmed).chain((0..60).map(any_design)) {
        for row in of(&document).rows.iter().filter(|row| row.answer() == Answer::Pass) {
            passed += 1;
            let facts = row.evidence().iter().filter(|it| it.tone == Tone::Fact && !it.text.is_empty());
            assert!(facts.count() > 0, "{}: {}", document.project.title, row.id);
            assert!(row.evidence().iter().all(|it| matches!(it.tone, Tone::Fact | Tone::Note)), "{}", row.id);
        }
    }
    assert!(passed > 100, "{passed}");
}

/// Databases on a storage of some kind.
fn stored(kind: &str, more: &str) -> Checklist {
    let mut fixture = Fixture::parse(
        "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\ndatabases ONE management messagebox(master)",
    )
    .unwrap();
    for storage in fixture.document.storages.edit().values_mut() {
        storage.kind = StorageKind::ALL.iter().copied().find(|it| it.label() == kind).unwrap();
        storage.raid = Some(RaidLevel::Raid10);
        storage.redundant_controllers = Some(true);
        storage.copies = match more {
            "mirrored" => Some(StorageCopies::Mirrored),
            "one copy" => Some(StorageCopies::None),
            _ => None,
        };
    }
    let storage = *fixture.document.storages.keys().next().unwrap();
    for sql in fixture.document.sql_instances.edit().values_mut() {
        sql.storage = Some(storage);
    }
    of(&fixture.document)
}

#[test]
fn databases_lie_on_a_san_or_the_row_about_it_does_not_pass() {
    for kind in ["SAN", "Shared disk array"] {
        assert_eq!(answer(&stored(kind, ""), "HA-7"), Answer::Pass, "{kind}: {:?}", texts(&stored(kind, ""), "HA-7"));
    }
    for (kind, copies) in [("Local disk", "one copy"), ("SMB file share", "")] {
        let list = stored(kind, copies);
        assert_eq!(answer(&list, "HA-7"), Answer::Fail, "{kind}");
        assert!(texts(&list, "HA-7").iter().any(|it| it.starts_with("Not on a SAN: ")), "{:?}", texts(&list, "HA-7"));
    }
    for (kind, more) in
        [("Local disk", ""), ("Local disk", "mirrored"), ("Storage Spaces Direct", ""), ("Azure shared disk", "")]
    {
        assert_eq!(answer(&stored(kind, more), "HA-7"), Answer::Open, "{kind}");
    }
    let nowhere = of_fixture("computer N1\nsql ONE on N1\ndatabases ONE management messagebox(master)");
    assert_eq!(answer(&nowhere, "HA-7"), Answer::Open);
    assert!(
        texts(&nowhere, "HA-7").contains(&"Not stated: storage of ONE".to_owned()),
        "{:?}",
        texts(&nowhere, "HA-7")
    );
}

#[test]
fn the_row_about_storage_looks_at_every_replica_of_an_availability_group() {
    let group = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nstorage SAN1 san attached N1 raid=Raid10 \
                 redundant_controllers=true\nsql A on N1 storage=@SAN1\nsql B on N2\n\
                 databases A management messagebox(master)\nag AG replicas A B databases management messagebox \
                 listener L 1433\n";
    let group = group.replace("attached N1 raid=Raid10 redundant", "attached N1\nattr SAN1 raid=Raid10 redundant");
    assert_eq!(answer(&of_fixture(&group), "HA-7"), Answer::Open);
    assert!(texts(&of_fixture(&group), "HA-7").contains(&"Not stated: storage of B".to_owned()));
    let local = format!("{group}storage DISK local attached N2\nattr B storage=@DISK");
    assert_eq!(answer(&of_fixture(&local), "HA-7"), Answer::Fail);
}

#[test]
fn the_row_about_load_balancing_applies_to_an_adapter_that_belongs_in_an_isolated_host() {
    for (adapter, wanted) in [("logic-app", Answer::Fail), ("http", Answer::Fail), ("file", Answer::NotApplicable)] {
        let design =
            format!("computer A biztalk\ncomputer B biztalk\nhost R receive on A B\nhandler R {adapter} receive");
        assert_eq!(answer(&of_fixture(&design), "HA-10"), wanted, "{adapter}");
    }
}

#[test]
fn the_row_about_load_balancing_applies_to_isolated_hosts_and_the_bam_portal_and_shows_what_balances_them() {
    let plain = of_fixture("computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2");
    assert_eq!(answer(&plain, "HA-10"), Answer::NotApplicable);
    let web = "computer BTS1 biztalk iis\ncomputer BTS2 biztalk iis\nisolated-host W receive on BTS1 BTS2\n";
    assert_eq!(answer(&of_fixture(web), "HA-10"), Answer::Fail);
    let balanced = of_fixture(&format!("{web}lb LB1 members BTS1 BTS2"));
    assert_eq!(texts(&balanced, "HA-10"), ["W on BTS1, BTS2 behind LB1"]);
    assert_eq!(answer(&balanced, "HA-10"), Answer::Pass);
    let azure = of_fixture(&format!("{web}lb LB1 members BTS1 BTS2\nenvironment deployment=AzureVm"));
    assert_eq!(answer(&azure, "HA-10"), Answer::Fail);
    let mut document = Fixture::parse("computer BTS1 biztalk").unwrap().document;
    document.environment.features.insert(Feature::BamPortal);
    assert_eq!(answer(&of(&document), "HA-10"), Answer::Open);
}

#[test]
fn no_row_of_a_completed_template_fails() {
    for key in ["small-complete", "medium-receive-complete", "medium-process-complete", "large-complete"] {
        let (_, list) = of_template(key);
        for row in &list.rows {
            assert_ne!(row.answer(), Answer::Fail, "{key} {}: {:?}", row.id, row.evidence());
        }
    }
}

#[test]
fn a_row_without_anything_to_look_at_is_open_and_never_passes() {
    let list = of(&Document::default());
    for row in &list.rows {
        assert!(matches!(row.answer(), Answer::Open | Answer::NotApplicable), "{}: {:?}", row.id, row.evidence());
    }
    assert!(!list.row("HA-2").unwrap().evidence().is_empty(), "the row does not say why it is open");
}

#[test]
fn advice_is_a_note_and_does_not_fail_a_row() {
    let web = "computer BTS1 biztalk iis\ncomputer BTS2 biztalk iis\nisolated-host W receive on BTS1 BTS2\n\
               lb LB1 members BTS1 BTS2";
    let fixture = Fixture::parse(web).unwrap();
    let context = RuleContext::new(&fixture.document);
    let mut report = evaluate(&context);
    let template = report.findings.first().unwrap().clone();
    report.findings = vec![crate::rules::Finding {
        rule: crate::rules::RuleId::new("NLB-004"),
        severity: crate::rules::Severity::Advice,
        ..template
    }];
    report.folded.clear();
    report.states.insert(crate::rules::RuleId::new("NLB-004"), crate::rules::RuleState::Fired);
    report.questions.clear();
    let list = checklist(&context, &report);
    let row = list.row("HA-10").unwrap();
    assert_eq!(row.answer(), Answer::Pass);
    assert!(row.evidence().iter().any(|it| it.tone == Tone::Note));
}

#[test]
fn a_folded_finding_fails_its_row() {
    let fixture = Fixture::parse("computer BTS1 biztalk\nhost R receive on BTS1").unwrap();
    let context = RuleContext::new(&fixture.document);
    let mut report = evaluate(&context);
    let is_single = |it: &mut crate::rules::Finding| it.rule == *"HOST-001";
    let folded: Vec<_> = report.findings.extract_if(.., is_single).collect();
    assert!(!folded.is_empty());
    report.findings.clear();
    report.folded = folded;
    assert_eq!(answer(&checklist(&context, &report), "HA-1"), Answer::Fail);
}

#[test]
fn an_open_question_keeps_a_row_open_and_says_what_is_missing() {
    let fixture = Fixture::parse("computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2").unwrap();
    let context = RuleContext::new(&fixture.document);
    let mut report = evaluate(&context);
    report.questions = vec![crate::rules::Question {
        rule: crate::rules::RuleId::new("TRK-003"),
        element: fixture.element("BTS1").unwrap(),
        attribute: crate::rules::Attribute::Memory,
    }];
    report.findings.clear();
    report.folded.clear();
    let list = checklist(&context, &report);
    assert_eq!(answer(&list, "HA-2"), Answer::Open);
    assert!(texts(&list, "HA-2").contains(&"Not stated: memory of BTS1".to_owned()));
}

#[test]
fn bam_and_edition_decide_which_rows_apply() {
    let (mut document, list) = of_template("small");
    for id in ["DR-B10", "DR-B11", "DR-R3", "DR-R4", "DR-R7", "DR-R9", "DR-R11"] {
        assert_eq!(answer(&list, id), Answer::NotApplicable, "{id}");
    }
    document.environment.features.extend([Feature::BamPortal, Feature::BamAlerts]);
    document.environment.biztalk_edition = BizTalkEdition::Standard;
    document.environment.volume = Some(Volume::Small);
    let list = of(&document);
    for id in ["DR-B10", "DR-B11", "DR-R3", "DR-R4", "DR-R7", "DR-R9", "DR-R11"] {
        assert_eq!(answer(&list, id), Answer::Open, "{id}");
    }
}

#[test]
fn every_sql_cluster_has_its_nine_drills_and_an_active_active_one_four_questions() {
    let drills = |key: &str| {
        let (document, list) = of_template(key);
        let rows: Vec<String> = list.part(Part::ClusterDrills).map(|row| row.id.clone()).collect();
        let sql_clusters = document
            .failover_clusters
            .keys()
            .filter(|id| RuleContext::new(&document).sql_of_cluster(**id).next().is_some())
            .count();
        (rows, sql_clusters)
    };
    let (rows, clusters) = drills("small");
    assert_eq!((rows.len(), clusters), (9, 1));
    assert!(rows[0].starts_with("DRILL-1/failover-cluster-"), "{}", rows[0]);
    let (rows, _) = drills("two-computer");
    assert_eq!(rows.len(), 13);
    assert!(rows[0].starts_with("SURVIVOR-1/"));
    let (rows, clusters) = drills("large");
    assert!(clusters > 1 && rows.len() >= 9 * clusters);
}

#[test]
fn what_a_person_set_stands_beside_the_answer_and_does_not_change_it() {
    let (document, before) = of_template("small");
    let entry =
        ChecklistEntry { status: ChecklistStatus::Fulfilled, owner: "Ada".to_owned(), ..ChecklistEntry::default() };
    let command = EditCommand::SetChecklistEntry { row: "HA-2".to_owned(), entry: entry.clone() };
    let after = of(&preview(&document, &[command]).unwrap());
    let row = after.row("HA-2").unwrap();
    assert_eq!((row.answer(), &row.entry), (Answer::Fail, &entry));
    assert_eq!(after.tally().settled, before.tally().settled + 1);
    assert_eq!(after.tally().total(), after.rows.len());
}

#[test]
fn the_master_secret_rows_follow_what_is_entered() {
    let mut document = Document::default();
    assert_eq!(answer(&of(&document), "HA-9"), Answer::Open);
    document.sso.secret_backed_up = Some(true);
    assert_eq!(answer(&of(&document), "HA-9"), Answer::Pass);
    assert_eq!(answer(&of(&document), "HA-9"), Answer::Pass);
    assert_eq!(answer(&of(&document), "DR-B13"), Answer::Open);
    document.sso.secret_backup_offline = Some(false);
    assert_eq!(answer(&of(&document), "DR-B13"), Answer::Fail);
    document.sso.secret_backed_up = Some(false);
    assert_eq!(answer(&of(&document), "HA-9"), Answer::Fail);
}

#[test]
fn long_evidence_is_capped_and_counted() {
    let computers: Vec<String> =
        (0..40).map(|n| format!("computer BTS{n} biztalk\nhost H{n} send on BTS{n}")).collect();
    let list = of_fixture(&computers.join("\n"));
    let lines = texts(&list, "HA-1");
    assert!(lines.len() < 12, "{lines:?}");
    assert!(lines.iter().any(|it| it.starts_with("and ") && it.ends_with(" more")), "{lines:?}");
}

/// The rows of rules that a person confirms and that apply, in order.
fn to_confirm(list: &Checklist) -> Vec<&str> {
    let rows = list.rows.iter().filter(|row| row.step.is_its_rule() && row.answer() != Answer::NotApplicable);
    rows.map(ChecklistRow::label).collect()
}

#[test]
fn the_time_after_the_last_version_is_planned_with_the_dates_of_its_support() {
    let (mut document, list) = of_template("small");
    let last = LastVersion::of_biztalk().unwrap();
    let support = Support::of(Version::BizTalk(last.release)).unwrap();
    let step = list.row("GO-9").unwrap().step;
    let (year, ..) = support.extended.parts();
    assert!(step.text.contains(&year.to_string()) && step.text.contains(last.release.label()));
    let told = texts(&list, "GO-9");
    assert!(told.iter().any(|it| it.contains(&support.extended.to_string())), "{told:?}");
    assert!(told.iter().any(|it| it.contains(&last.successor)), "{told:?}");
    document.environment.biztalk_release = BizTalkRelease::V2016;
    assert_eq!(answer(&of(&document), "GO-9"), Answer::NotApplicable);
}

#[test]
fn support_that_lasts_for_two_years_passes_with_its_dates_and_every_other_state_follows_from_them() {
    let mut document = template("small-complete").unwrap().document.clone();
    let on = |document: &Document, day: &str| {
        let context = RuleContext::on(document, day.parse().ok());
        checklist(&context, &evaluate(&context))
    };
    let list = on(&document, "2026-11-30");
    let told = texts(&list, "GO-10");
    assert_eq!(answer(&list, "GO-10"), Answer::Pass, "{told:?}");
    let support = Support::of(Version::BizTalk(document.environment.biztalk_release)).unwrap();
    assert!(told.iter().any(|it| it.ends_with(&format!("extended support ends on {}", support.extended))), "{told:?}");
    assert_eq!(answer(&on(&document, "2029-01-01"), "GO-10"), Answer::Fail);
    assert_eq!(answer(&on(&document, "2040-01-01"), "GO-10"), Answer::Fail);
    assert_eq!(answer(&of(&document), "GO-10"), Answer::Open, "no day is given");
    document.computers.edit().values_mut().next().unwrap().os = None;
    let unknown = on(&document, "2026-11-30");
    assert_eq!(answer(&unknown, "GO-10"), Answer::Open);
    assert!(texts(&unknown, "GO-10").iter().any(|it| it.starts_with("Not stated: operating system of ")));
}

#[test]
fn what_is_over_on_the_day_of_the_analysis_is_told_as_over() {
    let document = template("small-complete").unwrap().document.clone();
    let told = |day: &str| {
        let context = RuleContext::on(&document, day.parse().ok());
        texts(&checklist(&context, &evaluate(&context)), "GO-9").join("; ")
    };
    assert!(told("2026-11-30").contains("cumulative updates ends on 2028-04-11"), "{}", told("2026-11-30"));
    assert!(told("2029-01-01").contains("cumulative updates ended on 2028-04-11; extended support ends on"));
}

#[test]
fn a_small_design_is_not_asked_about_availability_groups_bam_and_business_rules() {
    let (mut document, _) = of_template("small-complete");
    document.environment.features.clear();
    let list = of(&document);
    assert_eq!(
        to_confirm(&list),
        [
            "HOST-021", "ADP-030", "SSO-018", "SSO-024", "SEC-005", "SQL-032", "SQL-034", "DTC-001", "DTC-007",
            "DTC-008", "DTC-009", "DTC-010", "DR-022", "NET-007", "NET-008", "VER-005", "OPS-005", "SSO-023",
            "OPS-006", "OPS-003", "OPS-004", "TRK-011", "DR-021", "DR-017", "OPS-008", "OPS-009", "OPS-010", "OPS-007",
            "VER-006",
        ]
    );
    let reasons = [
        ("AG-019", "There is no availability group"),
        ("AG-021", "There is no availability group together with BAM alerts"),
        ("BAM-002", "BAM is not used"),
        ("BAM-004", "BAM interceptors are not used"),
        ("BRE-002", "The Business Rule Engine is not used"),
    ];
    for (id, reason) in reasons {
        assert_eq!((answer(&list, id), texts(&list, id)), (Answer::NotApplicable, vec![reason.to_owned()]), "{id}");
    }
}

#[test]
fn features_bring_the_rows_that_they_need() {
    let mut document = Document::default();
    for id in ["HOST-021", "ADP-030", "SSO-024", "DTC-009", "DTC-010", "OPS-003", "BAM-002", "BRE-002", "DR-017"] {
        assert_eq!(answer(&of(&document), id), Answer::NotApplicable, "{id}");
    }
    document.environment.features.extend([Feature::Bre, Feature::BamInterceptors, Feature::BamPortal]);
    for id in ["BAM-002", "BAM-004", "BRE-002", "DTC-010"] {
        assert_eq!(answer(&of(&document), id), Answer::Open, "{id}");
    }
    assert_eq!(answer(&of(&document), "DTC-009"), Answer::NotApplicable);
}

#[test]
fn an_availability_group_brings_its_set_up_steps_and_mail_only_with_alerts() {
    let text = "computer A\ncomputer B\nsql ONE on A\nsql TWO on B\ndatabases ONE management\n\
                ag AG1 replicas ONE TWO databases management listener L";
    let mut document = Fixture::parse(text).unwrap().document;
    let list = of(&document);
    for id in ["AG-019", "AG-020", "AG-030", "OPS-003", "OPS-004"] {
        assert_eq!(answer(&list, id), Answer::Open, "{id}");
    }
    assert_eq!(answer(&list, "AG-021"), Answer::NotApplicable);
    document.environment.features.insert(Feature::BamAlerts);
    assert_eq!(answer(&of(&document), "AG-021"), Answer::Open);
}

#[test]
fn rows_that_do_not_apply_are_neither_settled_nor_to_be_settled() {
    let (document, list) = of_template("small");
    let tally = list.tally();
    assert!(tally.not_applicable > 0);
    assert_eq!((tally.settled, tally.applicable()), (0, tally.total() - tally.not_applicable));
    let entry = ChecklistEntry { status: ChecklistStatus::NotApplicable, ..ChecklistEntry::default() };
    let command = EditCommand::SetChecklistEntry { row: "AG-019".to_owned(), entry };
    assert_eq!(of(&preview(&document, &[command]).unwrap()).tally().settled, 0);
}
