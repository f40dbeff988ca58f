//! Notes: pinned to what is selected, seen on canvas and list, found, and taken off again.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::model::Element;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

/// Types into the field that the command leads to, in place of what stands there, and leaves it.
fn type_note(window: &mut Window, text: &str) {
    window.command(AppCommand::EditNote);
    let field = window.harness.get_by_role(Role::MultilineTextInput);
    assert!(field.is_focused(), "the command leads to the note");
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.key_press(egui::Key::Delete);
    window.harness.run_steps(1);
    window.harness.get_by_role(Role::MultilineTextInput).type_text(text);
    window.harness.run_steps(2);
    window.harness.key_press(egui::Key::Tab);
    window.settle();
}

#[test]
fn a_note_is_pinned_seen_found_and_taken_off() {
    let mut window = Window::on("two-computer");
    let one = *window.document().computers.keys().next().unwrap();
    let name = Element::from(one).name(window.document());
    window.send(Message::Select(vec![one.into()]));
    type_note(&mut window, "Rack 4, until March");
    assert_eq!(window.document().note_on(one.into()), Some("Rack 4, until March"));
    assert_eq!(window.undo_label(), Some(format!("Pin a note to {name}")));
    window.harness.get_by_label_contains(&format!("{name}, BizTalk server"));
    assert!(window.shows("Note: Rack 4, until March"), "the canvas says it");

    window.command(AppCommand::ShowList);
    assert!(window.shows("Note: Rack 4, until March"), "the list says it");
    window.command(AppCommand::SelectNone);
    window.command(AppCommand::Find);
    window.harness.get_by_role_and_label(Role::TextInput, "Search").type_text("until march");
    window.settle();
    window.harness.key_press(egui::Key::Enter);
    window.settle();
    assert_eq!(window.selected(), std::slice::from_ref(&name), "the search leads to what it is pinned to");

    type_note(&mut window, "");
    assert_eq!(window.document().note_on(one.into()), None);
    assert_eq!(window.undo_label(), Some(format!("Take the note off {name}")));
}
