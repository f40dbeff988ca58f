//! The side panels in a window without a screen, found by their accessible labels.

use std::sync::Arc;

use crate::flows::window::{ScriptedPicker, app, options};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::templates;
use tierwright_design::edit::{Edit, EditCommand};
use tierwright_design::model::{Element, Waiver};
use tierwright_rules::analysis::analyze;
use tierwright_rules::rules::fingerprint;
use tierwright_session::queue::Message;
use tierwright_window::app::App;

fn window(template: &str) -> Harness<'static, App> {
    let mut harness = Harness::builder().with_size([1280.0, 2400.0]).build_eframe(|cc| {
        let picker = Arc::new(ScriptedPicker::default());
        app(&cc.egui_ctx, options(None, None, picker))
    });
    let outbox = harness.state().outbox().clone();
    outbox.send(Message::CloseDialog);
    outbox.send(Message::ApplyTemplate(template.to_owned()));
    harness.run_steps(3);
    harness
}

#[test]
fn an_opened_finding_says_why_and_what_its_fix_would_change() {
    let mut harness = window("two-computer");
    let before = harness.state().document().hosts.len();
    harness.get_by_label_contains("(TRK-001)").click();
    harness.run_steps(3);
    harness.get_by_label("Why it matters");
    assert!(harness.query_by_label_contains("no new findings").is_some(), "the fix says what it changes");
    assert_eq!(harness.state().document().hosts.len(), before, "looking at a fix changes nothing");
}

#[test]
fn a_finding_is_accepted_with_a_reason_listed_apart_and_withdrawn() {
    let mut harness = window("two-computer");
    harness.get_by_label_contains("(TRK-001)").click();
    harness.run_steps(3);
    harness.get_by_label("Accept…").click();
    harness.run_steps(3);
    harness.get_by_label("Accepting a finding needs a reason.");
    let enter = |harness: &mut Harness<'static, App>, label: &str, text: &str| {
        field(harness, label).focus();
        harness.run_steps(2);
        field(harness, label).type_text(text);
        harness.run_steps(2);
    };
    enter(&mut harness, "Reason", "The partner tracks");
    enter(&mut harness, "Accepted by", "Ada Nowak");
    enter(&mut harness, "Holds until", "2026-12-31");
    harness.get_by_label("Accept").click();
    harness.run_steps(3);
    let waiver = harness.state().document().waivers[0].clone();
    assert_eq!((waiver.rule.as_str(), waiver.date.to_string().as_str()), ("TRK-001", "2026-03-01"));
    assert!(harness.query_by_label_contains("(TRK-001)").is_none(), "it counts no more");
    harness.get_by_label("Accepted (1)");
    harness.get_by_label("The partner tracks");
    harness.get_by_label("Accepted by Ada Nowak on 2026-03-01, until 2026-12-31");
    assert_eq!(harness.state().session().history().undo_label(), Some("Accept TRK-001 of BizTalk group"));
    harness.get_by_label("Withdraw").click();
    harness.run_steps(3);
    assert!(harness.state().document().waivers.is_empty());
    assert!(harness.query_by_label("Accepted (1)").is_none());
    harness.get_by_label_contains("(TRK-001)");
}

#[test]
fn a_finding_whose_acceptance_has_expired_says_so_and_is_accepted_again() {
    let mut harness = window("two-computer");
    let finding = analyze(harness.state().document()).rules.of("TRK-001").next().expect("a finding").clone();
    let waiver = Waiver {
        rule: "TRK-001".to_owned(),
        elements: finding.elements.clone(),
        fingerprint: fingerprint(&finding),
        reason: "The partner tracks".to_owned(),
        person: "Ada Nowak".to_owned(),
        date: "2026-01-31".parse().unwrap(),
        expires: Some("2026-02-28".parse().unwrap()),
    };
    harness.state().outbox().edit(Edit::one("Accept", EditCommand::PutWaiver(waiver)));
    harness.run_steps(3);
    harness.get_by_label("Was accepted, but expired on 2026-02-28");
    harness.get_by_label_contains("(TRK-001)").click();
    harness.run_steps(3);
    harness.get_by_label("Accept again…").click();
    harness.run_steps(3);
    harness.get_by_label("Accept").click();
    harness.run_steps(3);
    let waivers = &harness.state().document().waivers;
    assert_eq!(waivers.len(), 1, "the new acceptance replaces the old one");
    let again = (waivers[0].date.to_string(), waivers[0].expires, waivers[0].reason.as_str());
    assert_eq!(again, ("2026-03-01".to_owned(), None, "The partner tracks"));
    harness.get_by_label("Accepted (1)");
}

fn field<'h>(harness: &'h Harness<'static, App>, label: &'h str) -> egui_kittest::Node<'h> {
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label)
}

fn inspect(harness: &mut Harness<'static, App>, element: Element) {
    harness.state().outbox().send(Message::Inspect(element));
    harness.run_steps(2);
}

/// Opens a template without leaving the window.
fn load(harness: &mut Harness<'static, App>, key: &str) {
    let document = templates().iter().find(|it| it.key == key).expect("an embedded template").document.clone();
    harness.state().outbox().edit(Edit::one("Load", EditCommand::LoadDesign(Box::new(document))));
    harness.run_steps(2);
}

#[test]
fn a_number_is_set_by_enter_in_one_step_and_is_entered_by_the_author() {
    let mut harness = window("small");
    let (id, _) = harness.state().document().computers.iter().next().map(|(id, it)| (*id, it.clone())).expect("one");
    inspect(&mut harness, id.into());
    field(&harness, "Memory").focus();
    harness.run_steps(1);
    field(&harness, "Memory").type_text("32");
    harness.run_steps(1);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let ram = harness.state().document().computers[&id].hardware.ram_gb.clone().expect("a value");
    assert_eq!((ram.value, ram.provenance.word()), (32.0, "entered"));
    let label = harness.state().session().history().undo_label().unwrap_or_default().to_owned();
    assert!(label.starts_with("Set “Memory” of "), "{label}");
}

#[test]
fn a_detail_is_stated_and_taken_back_by_its_three_states() {
    let mut harness = window("small");
    let id = *harness.state().document().storages.keys().next().expect("a shared disk");
    inspect(&mut harness, id.into());
    harness.get_by_label("Redundant controllers and paths: Yes").click();
    harness.run_steps(3);
    assert_eq!(harness.state().document().storages[&id].redundant_controllers, Some(true));
    harness.get_by_label("Redundant controllers and paths: Not stated").click();
    harness.run_steps(3);
    assert_eq!(harness.state().document().storages[&id].redundant_controllers, None);
}

#[test]
fn a_field_of_several_computers_changes_all_of_them_at_once() {
    let mut harness = window("small");
    let all: Vec<Element> = harness.state().document().computers.keys().map(|id| (*id).into()).collect();
    inspect(&mut harness, all[0]);
    harness.state().outbox().send(Message::Select(all.clone()));
    harness.run_steps(2);
    harness.get_by_label("Serves other applications: Yes").click();
    harness.run_steps(3);
    assert!(harness.state().document().computers.values().all(|it| it.serves_other_applications));
    harness.state().outbox().command(tierwright_session::command::AppCommand::Undo);
    harness.run_steps(3);
    assert!(harness.state().document().computers.values().all(|it| !it.serves_other_applications));
}

#[test]
fn every_question_of_the_templates_marks_the_field_that_answers_it() {
    let mut harness = window("small");
    let mut seen = std::collections::BTreeSet::new();
    let mut unmarked = std::collections::BTreeSet::new();
    for template in templates() {
        let questions = analyze(&template.document).rules.questions;
        let fresh: Vec<_> = questions.iter().filter(|it| seen.insert((it.element.kind(), it.attribute))).collect();
        if fresh.is_empty() {
            continue;
        }
        load(&mut harness, &template.key);
        for question in fresh {
            inspect(&mut harness, question.element);
            let asked: std::collections::BTreeSet<_> =
                questions.iter().filter(|it| it.element == question.element).map(|it| &it.attribute).collect();
            let marks = harness.query_all_by_label("A rule waits for this").count();
            if marks < asked.len() {
                unmarked.insert(format!("{} {marks}: {asked:?}", question.element.kind()));
            }
        }
    }
    assert!(unmarked.is_empty(), "{unmarked:#?}");
}

#[test]
fn every_kind_of_element_opens_in_the_inspector() {
    let mut harness = window("small");
    for template in templates().iter().filter(|it| ["large-complete", "medium-receive"].contains(&it.key.as_str())) {
        load(&mut harness, &template.key);
        let document = std::sync::Arc::clone(harness.state().document());
        let firsts = [
            document.sites.keys().next().map(|id| Element::from(*id)),
            document.tiers.keys().next().map(|id| Element::from(*id)),
            document.biztalk_groups.keys().next().map(|id| Element::from(*id)),
            document.computers.keys().next().map(|id| Element::from(*id)),
            document.failover_clusters.keys().next().map(|id| Element::from(*id)),
            document.resource_groups.keys().next().map(|id| Element::from(*id)),
            document.sql_instances.keys().next().map(|id| Element::from(*id)),
            document.availability_groups.keys().next().map(|id| Element::from(*id)),
            document.databases.keys().next().map(|id| Element::from(*id)),
            document.hosts.keys().next().map(|id| Element::from(*id)),
            document.host_instances.keys().next().map(|id| Element::from(*id)),
            document.handlers.keys().next().map(|id| Element::from(*id)),
            document.load_balancers.keys().next().map(|id| Element::from(*id)),
            document.endpoints.keys().next().map(|id| Element::from(*id)),
            document.connections.keys().next().map(|id| Element::from(*id)),
            document.firewalls.keys().next().map(|id| Element::from(*id)),
            document.storages.keys().next().map(|id| Element::from(*id)),
        ];
        for element in firsts.into_iter().flatten() {
            inspect(&mut harness, element);
            let shown = harness.query_all_by_label("Name").count() + harness.query_all_by_label("Related").count();
            assert!(shown > 0, "{}: {element}", template.key);
        }
    }
}

#[test]
fn the_assumptions_set_the_workload() {
    let mut harness = window("small");
    harness.get_by_label("Assumptions").click();
    harness.run_steps(2);
    field(&harness, "Peak rate").focus();
    harness.run_steps(1);
    field(&harness, "Peak rate").type_text("40");
    harness.run_steps(1);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let peak = harness.state().document().workload.peak_messages_per_sec.clone().expect("a value");
    assert_eq!((peak.value, peak.provenance.word()), (40.0, "entered"));
}

#[test]
fn a_checklist_row_is_opened_and_its_owner_committed_as_one_undo_step() {
    let mut harness = window("small");
    harness.get_by_label("Checklist").click();
    harness.run_steps(3);
    harness.get_by_label_contains("HA-2, Fail").click();
    harness.run_steps(3);
    harness.get_by_label("How to verify");
    field(&harness, "Owner").focus();
    harness.run_steps(2);
    field(&harness, "Owner").type_text("Ada Nowak");
    harness.run_steps(2);
    assert!(harness.state().document().checklist.is_empty(), "nothing is committed while typing");
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let document = harness.state().document();
    assert_eq!(document.checklist.get("HA-2").map(|it| it.owner.as_str()), Some("Ada Nowak"));
    harness.state().outbox().command(tierwright_session::command::AppCommand::Undo);
    harness.run_steps(3);
    assert!(harness.state().document().checklist.is_empty(), "one step takes it back");
}

#[test]
fn the_checklist_hides_answers_that_are_switched_off_and_leads_to_elements() {
    let mut harness = window("small");
    harness.get_by_label("Checklist").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("HA-3, Pass").is_some());
    harness.get_by_label_contains("Pass ").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("HA-3, Pass").is_none());
    assert!(harness.query_by_label_contains("HA-2, Fail").is_some());
    harness.get_by_label_contains("HA-2, Fail").click();
    harness.run_steps(3);
    harness.get_by_label("BizTalk group").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().selection.len(), 1);
}
