//! Designing: template, drag, host instances, finding, fix, undo, redo.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tierwright_design::edit::intent::hosts;
use tierwright_design::model::{ComputerId, Document, Element, HostId};
use tierwright_rules::analysis::analyze;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

fn computer(document: &Document, name: &str) -> ComputerId {
    *document.computers.iter().find(|(_, it)| it.name == name).unwrap().0
}

fn host(document: &Document, name: &str) -> HostId {
    *document.hosts.iter().find(|(_, it)| it.name == name).unwrap().0
}

fn fires(document: &Document, rule: &str) -> bool {
    analyze(document).rules.findings.iter().any(|it| it.rule == *rule)
}

#[test]
fn a_server_dragged_from_the_palette_onto_a_tier_becomes_one_undo_step() {
    let mut window = Window::on_template("Large deployment");
    let before = window.document().computers.len();
    let from = window.harness.get_by_label("Add BizTalk server").rect().center();
    let to = window.harness.get_by_label_contains("BTS3, BizTalk server").rect().right_center() + egui::vec2(-4.0, 0.0);
    window.harness.drag_at(from);
    for step in 1..=6 {
        window.harness.hover_at(from + (to - from) * (step as f32 / 6.0));
        window.harness.run_steps(1);
    }
    window.harness.drop_at(to);
    window.settle();
    assert_eq!(window.document().computers.len(), before + 1);
    let added = computer(window.document(), "BTS7");
    let tier = window.document().computers[&added].slot.tier;
    assert_eq!(tier, window.document().computers[&computer(window.document(), "BTS3")].slot.tier);
    window.command(AppCommand::Undo);
    assert_eq!(window.document().computers.len(), before);
}

#[test]
fn a_deleted_host_instance_is_found_at_once_and_its_fix_brings_it_back() {
    let mut window = Window::on_template("Small deployment");
    let (send, second) = (host(window.document(), "Send host"), computer(window.document(), "BTS2"));
    assert!(!fires(window.document(), "HOST-001"));
    let edit = hosts::toggle(window.document(), send, second).unwrap();
    window.send(Message::Edit(edit));
    assert!(fires(window.document(), "HOST-001"));
    assert!(window.harness.query_all_by_label_contains("HOST-001").next().is_some(), "the panel shows it");
    let findings = analyze(window.document()).rules.findings;
    let finding = findings.iter().find(|it| it.rule == *"HOST-001").unwrap();
    window.send(Message::Edit(finding.fixes[0].edit.clone()));
    assert!(!fires(window.document(), "HOST-001"));
    window.command(AppCommand::Undo);
    assert!(fires(window.document(), "HOST-001"));
    window.command(AppCommand::Redo);
    assert!(!fires(window.document(), "HOST-001"));
}

#[test]
fn the_matrix_adds_a_host_instance_with_one_click() {
    let mut window = Window::on_template("Medium deployment, dedicated receive");
    window.command(AppCommand::ShowHosts);
    let before = window.document().host_instances.len();
    window.click("Send host on BTS1: no host instance");
    assert_eq!(window.document().host_instances.len(), before + 1);
    window.click("Send host on BTS1: runs");
    assert_eq!(window.document().host_instances.len(), before);
}

#[test]
fn the_dependency_map_selects_what_the_canvas_then_shows_selected() {
    let mut window = Window::on_template("Small deployment");
    window.command(AppCommand::ShowDependencyMap);
    window.click("BTS2, BizTalk server");
    let selected = Element::Computer(computer(window.document(), "BTS2"));
    assert!(window.harness.state().session().selection.contains(&selected));
}

#[test]
fn delete_and_undo_by_keyboard_leave_the_design_as_it_was() {
    let mut window = Window::on_template("Small deployment");
    let before = window.document().clone();
    let element = Element::Computer(computer(&before, "BTS1"));
    window.send(Message::Select(vec![element]));
    window.harness.key_press(Key::Delete);
    window.settle();
    assert_eq!(window.document().computers.len(), before.computers.len() - 1);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.settle();
    assert_eq!(*window.document(), before);
}

#[test]
fn an_idle_window_settles_in_every_view() {
    let mut window = Window::on_template("Large deployment");
    for view in [AppCommand::ShowHosts, AppCommand::ShowDependencyMap, AppCommand::ShowCanvas] {
        window.command(view);
        window.settle();
    }
}
