//! Keys after the pointer: what a click opens or touches has the keyboard.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// Clicks with the pointer what carries exactly this label.
    fn point_at(&mut self, label: &str) {
        let is_no_label = |it: &egui_kittest::Node<'_>| it.accesskit_node().role() != Role::Label;
        let at = self.harness.get_all_by_label(label).find(is_no_label).unwrap().rect().center();
        self.click_at(at, NONE);
    }

    /// Asks for the context menu with the pointer.
    fn right_click(&mut self, pos: Pos2) {
        self.harness.hover_at(pos);
        for pressed in [true, false] {
            let button = PointerButton::Secondary;
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: NONE });
            self.harness.run_steps(2);
        }
        self.settle();
    }

    /// Lets several things happen before the next frame, as on a slow computer.
    fn at_once(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.run_steps(1);
    }
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: NONE }
}

/// A point of a tier where nothing stands.
fn empty_part(window: &Window, tier: &str, card: &str) -> Pos2 {
    let (title, card) = (window.place(&format!("Tier {tier}")), window.place(card));
    egui::pos2(title.left() + 3.0, card.bottom() + 4.0)
}

#[test]
fn a_list_opened_by_pointer_has_the_keyboard_and_its_field_has_it_afterwards() {
    let mut window = Window::on("large");
    window.send(Message::Select(vec![window.element("Internet")]));
    window.command(AppCommand::ShowInspector);
    window.point_at("Kind");
    assert_eq!(window.focused(), "Internet clients", "what holds now");
    window.key(NONE, Key::ArrowDown);
    let next = window.focused();
    assert_ne!(next, "Internet clients");
    window.key(NONE, Key::Enter);
    assert_eq!(window.focused(), "Kind");
    assert!(window.undo_label().is_some());
    window.point_at("Kind");
    assert_eq!(window.focused(), next);
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), "Kind");
    window.key(NONE, Key::Tab);
    assert!(!window.focused().is_empty() && !window.focused().starts_with("Internet, "), "{}", window.focused());
}

#[test]
fn menus_opened_by_pointer_have_the_keyboard_and_what_had_it_before_gets_it_back() {
    let mut window = Window::on("large");
    window.point_at("View");
    let first = window.focused();
    assert!(!first.is_empty() && !first.starts_with("Internet, "), "{first}");
    window.key(NONE, Key::ArrowDown);
    assert_ne!(window.focused(), first);
    window.key(NONE, Key::ArrowRight);
    assert!(window.shows("Next finding") || !window.focused().is_empty(), "on to the menu beside it");
    window.key(NONE, Key::Escape);
    window.right_click(window.place("BTS1, BizTalk server").center_top() + egui::vec2(0.0, 8.0));
    assert_eq!(window.focused(), "Host instances");
    window.key(NONE, Key::ArrowRight);
    assert_ne!(window.focused(), "Host instances", "into the menu within");
    window.key(NONE, Key::Escape);
    assert!(window.focused().starts_with("BTS1, "), "{}", window.focused());
}

#[test]
fn a_click_on_nothing_leaves_the_keyboard_on_the_canvas() {
    let mut window = Window::on("large");
    window.command(AppCommand::ShowInspector);
    window.click_at(window.place("BTS3, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    let at = empty_part(&window, "Receive", "BTS1, BizTalk server");
    window.at_once([Event::PointerMoved(at), button(at, true), button(at, false)]);
    window.settle();
    assert!(window.selected().is_empty());
    assert!(window.focused().starts_with("BTS3, "), "{}", window.focused());
    window.click_at(at, NONE);
    assert!(window.focused().starts_with("BTS3, "), "{}", window.focused());
    window.key(NONE, Key::ArrowRight);
    assert!(window.focused().starts_with("BTS4, "), "{}", window.focused());
}

#[test]
fn tab_goes_on_from_what_the_pointer_has_clicked() {
    let mut window = Window::on("large");
    window.point_at("List");
    window.point_at("Canvas");
    window.send(Message::Select(vec![window.element("BTS3")]));
    window.point_at("Capacity");
    window.key(NONE, Key::Tab);
    assert!(!["File", ""].contains(&window.focused().as_str()), "not from the start: {}", window.focused());
}

#[test]
fn a_fast_drag_takes_the_item_on_which_it_began() {
    let mut window = Window::on("large");
    let from = window.place("Add BizTalk server").center();
    let to = window.place("BTS4, BizTalk server").center();
    window.harness.hover_at(from);
    window.harness.run_steps(2);
    let over = window.place("Add Load balancer").center();
    window.at_once([button(from, true), Event::PointerMoved(over)]);
    window.at_once([Event::PointerMoved(to)]);
    window.harness.run_steps(2);
    window.release(to, NONE);
    window.settle();
    assert_eq!(window.undo_label().as_deref(), Some("Add BizTalk server BTS7"));
    window.key(Modifiers::COMMAND, Key::Z);
    window.at_once([Event::PointerMoved(from), button(from, true), Event::PointerMoved(to)]);
    window.harness.run_steps(2);
    window.release(to, NONE);
    window.settle();
    assert_eq!(window.undo_label().as_deref(), Some("Add BizTalk server BTS7"), "also straight onto the canvas");
}

#[test]
fn a_second_master_secret_server_says_that_there_is_one_master_secret() {
    let mut window = Window::on("large");
    window.click("Add Master secret server");
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Add Enterprise SSO server SSO1")));
    assert!(window.shows("The master secret stays on"));
    assert!(window.shows("SSO1, Enterprise SSO server"), "no mere computer");
}

#[test]
fn the_empty_part_of_a_tier_has_the_menu_of_the_tier() {
    let mut window = Window::on("large");
    let at = empty_part(&window, "Receive", "BTS1, BizTalk server");
    window.right_click(at);
    assert_eq!(window.selected(), ["Receive"]);
    assert!(window.shows("Move up") || window.shows("Give it a row of its own") || window.shows("Rename"));
    assert!(window.shows("Paste") && window.shows("Select all"), "and that of the background");
}
