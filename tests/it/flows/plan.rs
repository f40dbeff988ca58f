//! Fixes: looked at before they are made, made for all of a kind, and made until the design is compliant.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tierwright::analysis::analyze;
use tierwright::app::command::AppCommand;
use tierwright::app::queue::Message;
use tierwright::edit::{Edit, EditCommand};
use tierwright::model::{Document, Element, HostInstanceId};
use tierwright::rules::Severity;

use super::Window;

fn severe(document: &Document) -> usize {
    let rules = analyze(document).rules;
    rules.count(Severity::Blocker) + rules.count(Severity::Error)
}

fn send(window: &mut Window, message: Message) {
    window.0.state().outbox().send(message);
    window.settle();
}

/// Takes the second host instance of every host away, so that each host stands alone.
fn lonely(window: &mut Window) -> usize {
    let document = window.0.state().document().clone();
    let mut seen = std::collections::BTreeSet::new();
    let second = |id: &HostInstanceId| !seen.insert(document.host_instances[id].host);
    let gone: Vec<HostInstanceId> = document.host_instances.keys().copied().filter(second).collect();
    let commands = gone.iter().map(|id| EditCommand::Remove((*id).into())).collect();
    send(window, Message::Edit(Edit::new("Take host instances away", commands)));
    document.hosts.len()
}

/// Opens the card of the first finding of a rule; returns the words of its first fix.
fn open(window: &mut Window, rule: &str) -> String {
    let rules = analyze(window.0.state().document()).rules;
    let finding = rules.of(rule).next().unwrap_or_else(|| panic!("{rule} does not fire"));
    let (rule, subject) = (finding.rule, finding.subject());
    send(window, Message::ShowFinding(rule, subject));
    finding.fixes[0].label.clone()
}

#[test]
fn make_it_compliant_shows_its_steps_and_is_one_undo_step() {
    let mut window = Window::on("two-computer");
    let before = window.0.state().document().clone();
    assert!(severe(&before) > 0);
    window.0.get_by_label("Make it compliant…").click();
    window.settle();
    assert!(window.0.query_by_label("Blockers 2 to 0").is_some(), "the dialog tells what is left");
    assert_eq!(**window.0.state().document(), *before, "looking changes nothing");
    window.0.get_by_label_contains("Apply ").click();
    window.settle();
    assert_eq!(severe(window.0.state().document()), 0);
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Make it compliant")));
    assert!(window.0.query_by_label("Make it compliant…").is_none(), "nothing is left to do");
    send(&mut window, Message::Command(AppCommand::Undo));
    assert_eq!(**window.0.state().document(), *before);
}

#[test]
fn a_step_that_is_unticked_stays_undone() {
    let mut window = Window::on("small");
    let alone = lonely(&mut window);
    send(&mut window, Message::Command(AppCommand::MakeCompliant));
    let is_step = |node: &egui_kittest::kittest::AccessKitNode<'_>, start: &str| {
        node.role() == egui::accesskit::Role::CheckBox && node.label().is_some_and(|it| it.starts_with(start))
    };
    window.0.get_by(|node| is_step(node, "1. ")).click();
    window.settle();
    assert!(window.0.query_by_label_contains("Left out by you").is_some());
    window.0.get_by_label_contains("Apply ").click();
    window.settle();
    assert!(alone > 0 && severe(window.0.state().document()) == 1);
}

#[test]
fn all_findings_of_a_kind_are_fixed_together() {
    let mut window = Window::on("small");
    let alone = lonely(&mut window);
    open(&mut window, "HOST-001");
    window.0.get_by_label_contains("of this kind…").click();
    window.settle();
    window.0.get_by_label_contains("Apply ").click();
    window.settle();
    assert!(alone > 1);
    assert_eq!(analyze(window.0.state().document()).rules.of("HOST-001").count(), 0);
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Fix all of HOST-001")));
}

#[test]
fn a_fix_under_the_pointer_is_previewed_on_the_canvas_and_nothing_moves() {
    let mut window = Window::on("small");
    lonely(&mut window);
    let label = open(&mut window, "HOST-001");
    let card = window.place("BTS1, ");
    assert!(window.0.query_by_label_contains("Preview: ").is_none());
    let fix = window.0.get_by_role_and_label(egui::accesskit::Role::Button, &label).rect().center();
    window.0.hover_at(fix);
    window.settle();
    assert!(window.0.query_by_label(&format!("Preview: {label}")).is_some());
    assert!(window.0.query_all_by_label_contains("blockers 3 to 2").next().is_some(), "the preview counts");
    assert_eq!(window.place("BTS1, "), card, "the drawing stays where it is");
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.0.query_by_label_contains("Preview: ").is_none(), "Escape ends it");
    window.0.hover_at(card.center());
    window.settle();
    window.0.hover_at(fix);
    window.settle();
    assert!(window.0.query_by_label_contains("Preview: ").is_some());
    window.0.hover_at(card.center());
    window.settle();
    assert!(window.0.query_by_label_contains("Preview: ").is_none(), "leaving ends it");
    assert!(window.undo_label().is_some_and(|it| it == "Take host instances away"), "a preview is no edit");
}

#[test]
fn a_fix_with_the_focus_is_previewed_too() {
    let mut window = Window::on("small");
    lonely(&mut window);
    let label = open(&mut window, "HOST-001");
    window.0.get_by_role_and_label(egui::accesskit::Role::Button, &label).focus();
    window.settle();
    assert!(window.0.query_by_label(&format!("Preview: {label}")).is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.0.query_by_label_contains("Preview: ").is_none());
}

/// A design in which many hosts stand alone: more than 60 findings.
fn sixty(window: &mut Window) {
    let mut document = (**window.0.state().document()).clone();
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
    send(window, Message::Edit(Edit::one("Many hosts", EditCommand::LoadDesign(Box::new(document)))));
}

#[test]
fn sixty_findings_of_a_kind_fold_under_their_rule_and_a_filter_moves_nothing_above_them() {
    let mut window = Window::on("small");
    sixty(&mut window);
    let rules = analyze(window.0.state().document()).rules;
    assert!(rules.of("HOST-001").count() >= 60);
    let cards = |window: &Window| window.0.query_all_by_label_contains("(HOST-001)").count();
    assert_eq!(cards(&window), 0, "they are folded");
    let header = window.0.get_by_label("Blockers (60)").rect();
    window.0.get_by_label_contains("HOST-001: ").click();
    window.settle();
    assert!(cards(&window) > 0);
    window.0.get_by_label("Filter findings").focus();
    window.settle();
    for letter in ["2", "7"] {
        window.0.get_by_label("Filter findings").type_text(letter);
        window.settle();
        let top = window.0.query_all_by_label_contains("Blockers (").next().unwrap().rect().top();
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
    let selected = window.0.state().session().selection.first().copied();
    assert!(matches!(selected, Some(Element::Host(_))));
    assert!(window.0.query_all_by_label_contains("(HOST-001)").next().is_some());
}
