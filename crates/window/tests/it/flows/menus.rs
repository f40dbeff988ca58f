//! Menus and drop-down lists without a pointer.

use egui::{Key, Modifiers};
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// Walks with Tab to what is called so.
    pub(crate) fn tab_to(&mut self, name: &str) {
        let mut seen = Vec::new();
        for _ in 0..80 {
            if self.focused() == name {
                return;
            }
            self.key(NONE, Key::Tab);
            seen.push(self.focused());
        }
        panic!("no way to {name}: {seen:?}");
    }
}

/// A window with the keyboard in the first field of an element.
fn editing(name: &str) -> Window {
    let mut window = Window::on("large");
    window.send(Message::Select(vec![window.element(name)]));
    window.command(tierwright_session::command::AppCommand::EditDetails);
    window
}

#[test]
fn a_drop_down_list_opens_at_what_holds_and_keeps_the_keyboard() {
    let mut window = editing("Internet");
    window.tab_to("Kind");
    window.key(NONE, Key::Enter);
    let all = tierwright_design::model::EndpointKind::ALL;
    let all: Vec<&str> = all.iter().map(|it| it.label()).collect();
    assert_eq!(window.focused(), "Internet clients");
    let at = all.iter().position(|it| *it == "Internet clients").unwrap();
    for step in 1..=all.len() {
        window.key(NONE, Key::ArrowDown);
        assert_eq!(window.focused(), all[(at + step) % all.len()]);
    }
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::ArrowLeft);
    assert_eq!(window.focused(), "Internet clients", "nothing leads out of the list");
    window.key(NONE, Key::End);
    assert_eq!(window.focused(), *all.last().unwrap());
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), "Kind");
    assert_eq!(window.undo_label(), None);
    window.key(NONE, Key::Space);
    assert_eq!(window.focused(), "Internet clients", "where it was left is forgotten");
}

#[test]
fn a_letter_leads_to_an_option_and_return_chooses_it() {
    let mut window = editing("Internet");
    window.tab_to("Kind");
    window.key(NONE, Key::Enter);
    window.type_text("f");
    let found = window.focused();
    assert!(found.starts_with('F'), "{found}");
    window.key(NONE, Key::Enter);
    assert_eq!(window.focused(), "Kind", "the list is gone and the field has the keyboard");
    assert!(window.undo_label().is_some());
    window.key(NONE, Key::Space);
    assert_eq!(window.focused(), found);
    window.key(NONE, Key::Space);
    assert_eq!(window.focused(), "Kind");
}

#[test]
fn a_list_with_nothing_to_choose_says_so() {
    let mut window = Window::on("empty");
    for key in [Key::P, Key::I, Key::Num0] {
        window.key(NONE, key);
    }
    window.command(tierwright_session::command::AppCommand::EditDetails);
    window.tab_to("Calls");
    window.key(NONE, Key::Enter);
    assert_eq!(window.focused(), "Nothing to choose");
    window.key(NONE, Key::Enter);
    assert_eq!(window.focused(), "Calls");
}

#[test]
fn right_opens_the_menu_within_a_menu_and_left_leads_back() {
    let mut window = Window::on("large");
    while !window.focused().starts_with("BTS1, ") {
        window.key(NONE, if window.focused().starts_with("Tier Receive") { Key::ArrowDown } else { Key::PageDown });
    }
    window.key(Modifiers::SHIFT, Key::F10);
    while window.focused() != "Host instances" {
        window.key(NONE, Key::ArrowDown);
    }
    window.key(NONE, Key::ArrowRight);
    let first = window.focused();
    assert_ne!(first, "Host instances");
    window.key(NONE, Key::ArrowRight);
    assert_eq!(window.focused(), first, "there is no menu further in");
    window.key(NONE, Key::ArrowLeft);
    assert_eq!(window.focused(), "Host instances");
    window.key(NONE, Key::ArrowRight);
    assert_eq!(window.focused(), first, "it had closed");
    window.key(NONE, Key::Escape);
    assert!(window.focused().starts_with("BTS1, "), "Escape closes both: {}", window.focused());
}

#[test]
fn left_and_right_walk_the_menus_of_the_bar() {
    let mut window = Window::on("large");
    window.tab_to("File");
    window.key(NONE, Key::Enter);
    let file = window.focused();
    assert!(file.starts_with("New from template"), "{file}");
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::ArrowDown);
    assert!(window.focused().starts_with("Select all") || window.shows("Find a command"), "{}", window.focused());
    window.key(NONE, Key::ArrowLeft);
    assert_eq!(window.focused(), file);
    window.key(NONE, Key::ArrowLeft);
    assert!(window.shows("About Tierwright"), "round to the last");
    window.key(NONE, Key::ArrowUp);
    assert!(window.focused().starts_with("About Tierwright"), "{}", window.focused());
    let mut ring = Vec::new();
    for _ in 0..3 {
        window.key(NONE, Key::ArrowDown);
        ring.push(window.focused());
    }
    assert!(ring.iter().all(|it| !it.is_empty()), "no stop in the ring is out of sight: {ring:?}");
    window.key(NONE, Key::Tab);
    assert!(window.shows("About Tierwright"), "Tab stays in the menu too");
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), "Help");
}
