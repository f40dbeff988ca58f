//! Fixes: looked at before they are made, made for all of a kind, and made until the design is compliant.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tierwright_design::edit::{Edit, EditCommand};
use tierwright_design::model::{Document, Element, HostInstanceId};
use tierwright_rules::analysis::analyze;
use tierwright_rules::rules::Severity;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

fn severe(document: &Document) -> usize {
    let rules = analyze(document).rules;
    rules.count(Severity::Blocker) + rules.count(Severity::Error)
}

/// Takes the second host instance of every host away, so that each host stands alone.
fn lonely(window: &mut Window) -> usize {
    let document = window.document().clone();
    let mut seen = std::collections::BTreeSet::new();
    let second = |id: &HostInstanceId| !seen.insert(document.host_instances[id].host);
    let gone: Vec<HostInstanceId> = document.host_instances.keys().copied().filter(second).collect();
    let commands = gone.iter().map(|id| EditCommand::Remove((*id).into())).collect();
    window.send(Message::Edit(Edit::new("Take host instances away", commands)));
    document.hosts.len()
}

/// Opens the card of the first finding of a rule; returns the words of its first fix.
fn open(window: &mut Window, rule: &str) -> String {
    let rules = analyze(window.document()).rules;
    let finding = rules.of(rule).next().unwrap_or_else(|| panic!("{rule} does not fire"));
    let (rule, subject) = (finding.rule, finding.subject());
    window.send(Message::ShowFinding(rule, subject));
    finding.fixes[0].label.clone()
}

#[test]
fn make_it_compliant_shows_its_steps_and_is_one_undo_step() {
    let mut window = Window::on("two-computer");
    let before = window.document().clone();
    assert!(severe(&before) > 0);
    window.click("Make it compliant…");
    assert!(window.harness.query_by_label("Blockers 2 to 0").is_some(), "the dialog tells what is left");
    assert_eq!(**window.document(), *before, "looking changes nothing");
    window.harness.get_by_label_contains("Apply ").click();
    window.settle();
    assert_eq!(severe(window.document()), 0);
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Make it compliant")));
    assert!(window.harness.query_by_label("Make it compliant…").is_none(), "nothing is left to do");
    window.command(AppCommand::Undo);
    assert_eq!(**window.document(), *before);
}

#[test]
fn a_step_that_is_unticked_stays_undone() {
    let mut window = Window::on("small");
    let alone = lonely(&mut window);
    window.command(AppCommand::MakeCompliant);
    let is_step = |node: &egui_kittest::kittest::AccessKitNode<'_>, start: &str| {
        node.role() == egui::accesskit::Role::CheckBox && node.label().is_some_and(|it| it.starts_with(start))
    };
    window.harness.get_by(|node| is_step(node, "1. ")).click();
    window.settle();
    assert!(window.shows("Left out by you"));
    window.harness.get_by_label_contains("Apply ").click();
    window.settle();
    assert!(alone > 0 && severe(window.document()) == 1);
}

#[test]
fn all_findings_of_a_kind_are_fixed_together() {
    let mut window = Window::on("small");
    let alone = lonely(&mut window);
    open(&mut window, "HOST-001");
    window.harness.get_by_label_contains("of this kind…").click();
    window.settle();
    window.harness.get_by_label_contains("Apply ").click();
    window.settle();
    assert!(alone > 1);
    assert_eq!(analyze(window.document()).rules.of("HOST-001").count(), 0);
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Fix all of HOST-001")));
}

#[test]
fn a_fix_under_the_pointer_is_previewed_on_the_canvas_and_nothing_moves() {
    let mut window = Window::on("small");
    lonely(&mut window);
    let label = open(&mut window, "HOST-001");
    let card = window.place("BTS1, ");
    assert!(!window.shows("Preview: "));
    let fix = window.harness.get_by_role_and_label(egui::accesskit::Role::Button, &label).rect().center();
    window.harness.hover_at(fix);
    window.settle();
    assert!(window.harness.query_by_label(&format!("Preview: {label}")).is_some());
    assert!(window.harness.query_all_by_label_contains("blockers 3 to 2").next().is_some(), "the preview counts");
    assert_eq!(window.place("BTS1, "), card, "the drawing stays where it is");
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("Preview: "), "Escape ends it");
    window.harness.hover_at(card.center());
    window.settle();
    window.harness.hover_at(fix);
    window.settle();
    assert!(window.shows("Preview: "));
    window.harness.hover_at(card.center());
    window.settle();
    assert!(!window.shows("Preview: "), "leaving ends it");
    assert!(window.undo_label().is_some_and(|it| it == "Take host instances away"), "a preview is no edit");
}

#[test]
fn a_fix_with_the_focus_is_previewed_too() {
    let mut window = Window::on("small");
    lonely(&mut window);
    let label = open(&mut window, "HOST-001");
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, &label).focus();
    window.settle();
    assert!(window.harness.query_by_label(&format!("Preview: {label}")).is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("Preview: "));
}

/// A design in which many hosts stand alone: more than 60 findings.
fn sixty(window: &mut Window) {
    let mut document = (**window.document()).clone();
    let (host, model) = document.hosts.iter().next().map(|(id, it)| (*id, it.clone())).unwrap();
    let instance = document.host_instances.values().find(|it| it.host == host).unwrap().clone();
    for number in 1..=60 {
        let id = document.next_id;
        document.next_id += 2;
        let mut host = model.clone();
        host.name = format!("Host {number}");
        host.is_default = false;
        document.hosts.edit().insert(id.into(), host);
        let mut instance = instance.clone();
        instance.host = id.into();
        document.host_instances.edit().insert((id + 1).into(), instance);
    }
    window.send(Message::Edit(Edit::one("Many hosts", EditCommand::LoadDesign(Box::new(document)))));
}

#[test]
fn sixty_findings_of_a_kind_fold_under_their_rule_and_a_filter_moves_nothing_above_them() {
    let mut window = Window::on("small");
    sixty(&mut window);
    let rules = analyze(window.document()).rules;
    assert!(rules.of("HOST-001").count() >= 60);
    let cards = |window: &Window| window.harness.query_all_by_label_contains("(HOST-001)").count();
    assert_eq!(cards(&window), 0, "they are folded");
    let header = window.harness.get_by_label("Blockers (60)").rect();
    window.harness.get_by_label_contains("HOST-001: ").click();
    window.settle();
    assert!(cards(&window) > 0);
    window.harness.get_by_label("Filter findings").focus();
    window.settle();
    for letter in ["2", "7"] {
        window.harness.get_by_label("Filter findings").type_text(letter);
        window.settle();
        let top = window.harness.query_all_by_label_contains("Blockers (").next().unwrap().rect().top();
        assert_eq!(top, header.top(), "typing moves the list");
    }
    assert_eq!(cards(&window), 1, "the filter finds host 27");
}

#[test]
fn the_walk_unfolds_what_it_stands_on() {
    let mut window = Window::on("small");
    sixty(&mut window);
    window.key(Modifiers::NONE, Key::F8);
    window.key(Modifiers::NONE, Key::F8);
    let selected = &window.harness.state().session().selection;
    assert!(selected.iter().any(|it| matches!(it, Element::Host(_))));
    let is_drawn = |it: &Element| matches!(it, Element::Computer(_) | Element::HostInstance(_));
    assert!(selected.iter().any(is_drawn), "a host is drawn nowhere by itself: what is drawn of it is marked too");
    assert!(window.harness.query_all_by_label_contains("(HOST-001)").next().is_some());
}
