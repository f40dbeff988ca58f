//! Dialogs: what Enter does, what Escape gives up, and what a click beside a menu does not do.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use tierwright_design::model::{PaperReader, PaperSection, PaperStatus, Papers};
use tierwright_session::command::AppCommand;
use tierwright_session::jobs::Purpose;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn what_was_typed_into_the_project_details_is_not_thrown_away_without_a_question() {
    let mut window = Window::on("small");
    window.command(AppCommand::ProjectDetails);
    let field = |window: &Window| {
        let is_field =
            |node: &AccessKitNode<'_>| node.role() == Role::TextInput && node.label() == Some("Customer".to_owned());
        window.harness.get_by(is_field).rect().center()
    };
    let place = field(&window);
    window.click_at(place, NONE);
    window.harness.event(egui::Event::Text("Contoso".to_owned()));
    window.settle();
    window.click("Cancel");
    window.click("Go on typing");
    assert!(window.shows("Project details"), "the dialog is still there");
    window.click("Apply");
    assert_eq!(window.document().project.customer, "Contoso");
}

/// Chooses an option of a list.
fn choose(window: &mut Window, list: &str, option: &str) {
    window.harness.get_by_role_and_label(Role::ComboBox, list).scroll_to_me();
    window.settle();
    window.harness.get_by_role_and_label(Role::ComboBox, list).click();
    window.settle();
    window.click(option);
}

/// Types into a field.
fn fill(window: &mut Window, field: &str, text: &str) {
    window.harness.get_by_role_and_label(Role::TextInput, field).scroll_to_me();
    window.settle();
    window.harness.get_by_role_and_label(Role::TextInput, field).focus();
    window.settle();
    window.type_text(text);
}

#[test]
fn what_the_documents_say_of_themselves_is_one_step_and_approved_is_refused_with_the_reason() {
    let mut window = Window::on("two-computer");
    window.command(AppCommand::ProjectDetails);
    choose(&mut window, "Status", "Approved");
    assert!(window.shows("The documents cannot say that the design is approved: "), "the gate says why");
    let apply = window.harness.get_by_role_and_label(Role::Button, "Apply");
    assert!(apply.accesskit_node().is_disabled(), "and refuses");
    choose(&mut window, "Status", "For approval");
    assert!(!window.shows("The documents cannot say"));
    fill(&mut window, "Confidentiality", "Confidential");
    for button in ["Add a version", "Add a reader", "Add a reader"] {
        window.harness.get_by_label(button).scroll_to_me();
        window.settle();
        window.click(button);
    }
    fill(&mut window, "Change of version 1", "First version");
    fill(&mut window, "Name of reader 1", "B. Reader");
    window.click("Signs of reader 1");
    window.harness.get_by_label_contains("Sections of the documents").scroll_to_me();
    window.settle();
    window.harness.get_by_label_contains("Sections of the documents").click();
    window.settle();
    window.harness.get_by_label("Worst pairs").scroll_to_me();
    window.settle();
    window.click("Worst pairs");
    window.click("Apply");
    let papers = &window.document().project.papers;
    assert_eq!((papers.status, papers.confidentiality.as_str()), (Some(PaperStatus::ForApproval), "Confidential"));
    let version = &papers.versions[0];
    assert_eq!((version.date.as_str(), version.change.as_str()), ("2026-03-01", "First version"));
    let reader = PaperReader { name: "B. Reader".to_owned(), approves: true, ..PaperReader::default() };
    assert_eq!(papers.readers, [reader], "an empty line is none");
    assert!(papers.left_out.contains(&PaperSection::WorstPairs));
    assert_eq!(window.undo_label().as_deref(), Some("Edit project details"));
    window.command(AppCommand::Undo);
    assert_eq!(window.document().project.papers, Papers::default());
}

#[test]
fn an_untouched_dialog_closes_without_a_question() {
    let mut window = Window::on("small");
    window.command(AppCommand::ProjectDetails);
    window.click("Cancel");
    assert!(!window.shows("Throw away what you typed?") && !window.shows("Project details"));
}

#[test]
fn enter_exports() {
    let mut window = Window::on("small");
    window.command(AppCommand::Export);
    let folder = window.path("out");
    std::fs::create_dir(&folder).unwrap();
    window.will_pick(&folder);
    window.send(Message::Pick(Purpose::ExportFolder));
    window.wait_until("the folder", |window| !window.shows("Choose a folder."));
    // Working on it paints until it is done.
    window.harness.key_press(Key::Enter);
    window.wait_until("the export", |_| std::fs::read_dir(&folder).unwrap().next().is_some());
}

#[test]
fn escape_in_a_list_closes_the_list_and_keeps_the_selection() {
    let mut window = Window::on("small");
    let element = window.element("BTS1");
    window.send(Message::Select(vec![element]));
    window.harness.get_by_label("Edit").click();
    window.settle();
    window.key(NONE, Key::Escape);
    assert_eq!(window.selected(), ["BTS1"]);
    window.key(NONE, Key::Escape);
    assert!(window.selected().is_empty());
}

#[test]
fn a_click_beside_an_open_menu_closes_it_and_does_nothing_else() {
    let mut window = Window::on("small");
    let before = window.document().computers.len();
    window.click("Edit");
    window.click("Add BizTalk server");
    assert_eq!(window.document().computers.len(), before);
    window.click("Add BizTalk server");
    assert_eq!(window.document().computers.len(), before + 1);
    assert!(window.shows("added to the tier BizTalk"), "it is said where it went");
}

#[test]
fn the_gallery_is_walked_by_arrows_through_groups_and_cards() {
    let mut window = Window::new();
    assert!(window.focused().starts_with("Deployments by size"), "{}", window.focused());
    window.key(NONE, Key::ArrowDown);
    let group = window.focused();
    assert!(!group.starts_with("Deployments by size") && window.selected().is_empty(), "{group}");
    window.key(NONE, Key::ArrowUp);
    window.key(NONE, Key::Tab);
    let first = window.focused();
    assert!(first.starts_with("Start from "), "{first}");
    window.key(NONE, Key::ArrowRight);
    let second = window.focused();
    assert!(second.starts_with("Start from ") && second != first, "{second}");
    window.key(NONE, Key::ArrowLeft);
    assert_eq!(window.focused(), first);
    window.key(NONE, Key::Enter);
    assert!(!window.shows("Start a design"), "Enter starts from it");
}

#[test]
fn a_path_is_typed_at_once_above_the_dialog_that_asks_for_it() {
    for (command, message) in [
        (AppCommand::Export, Message::Pick(Purpose::ExportFolder)),
        (AppCommand::Compare, Message::Pick(Purpose::Compare)),
    ] {
        let mut window = Window::on("small");
        window.command(command);
        window.send(message);
        window.wait_until("asking", |window| window.shows("Enter the full path"));
        window.settle();
        window.harness.event(egui::Event::Text("typed".to_owned()));
        window.settle();
        let field = window.harness.get_by_role_and_label(Role::TextInput, "Path");
        assert!(field.value().is_some_and(|it| it.ends_with("typed")), "{command:?}: {field:?}");
    }
}
