//! The window without a pointer.

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use tierwright_design::model::Element;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// The accessible label of what has the focus.
    pub(crate) fn focused(&self) -> String {
        let all = self.harness.root().children_recursive();
        let focused = all.into_iter().find(|it| it.is_focused());
        focused.and_then(|it| it.accesskit_node().label().or_else(|| it.accesskit_node().value())).unwrap_or_default()
    }

    /// A key as keyboards send it: what it writes, where it is, and the text.
    fn real_key(&mut self, key: Key, place: Key, modifiers: Modifiers, text: &str) {
        let event = |pressed| egui::Event::Key { key, physical_key: Some(place), pressed, repeat: false, modifiers };
        // In one frame, as the window system delivers them.
        let events = &mut self.harness.input_mut().events;
        events.push(event(true));
        if !text.is_empty() {
            events.push(egui::Event::Text(text.to_owned()));
        }
        self.harness.run_steps(1);
        self.harness.input_mut().events.push(event(false));
        self.settle();
    }
}

#[test]
fn the_canvas_has_the_keyboard_at_first_and_is_one_stop_of_the_tab_order() {
    let mut window = Window::on("large");
    assert!(window.focused().starts_with("Internet, Internet clients"), "{}", window.focused());
    let mut seen = Vec::new();
    for _ in 0..40 {
        window.key(NONE, Key::Tab);
        seen.push(window.focused());
        assert!(window.selected().is_empty(), "Tab never changes the selection");
        if seen.last().is_some_and(|it| it.starts_with("Internet, Internet clients")) {
            break;
        }
    }
    assert!(seen.iter().all(|it| !it.is_empty()), "every stop has a name: {seen:?}");
    assert!(seen.len() < 25, "{seen:?}");
}

#[test]
fn arrows_walk_by_place_without_selecting_and_space_selects() {
    let mut window = Window::on("large");
    while !window.focused().starts_with("Tier Receive") {
        window.key(NONE, Key::PageDown);
    }
    window.key(NONE, Key::ArrowDown);
    assert!(window.focused().starts_with("BTS1, BizTalk server"));
    window.key(NONE, Key::End);
    assert!(window.focused().starts_with("BTS2, BizTalk server"));
    assert!(window.selected().is_empty());
    window.key(NONE, Key::Space);
    assert_eq!(window.selected(), ["BTS2"]);
    window.key(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(window.selected(), ["BTS1", "BTS2"]);
    window.key(NONE, Key::Space);
    assert_eq!(window.selected(), ["BTS2"], "a second Space takes it out");
}

#[test]
fn edits_land_where_the_keyboard_is_not_on_what_was_selected_before() {
    let mut window = Window::on("large");
    window.click_at(window.place("BTS3, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    window.key(NONE, Key::ArrowRight);
    assert!(window.focused().starts_with("BTS4"));
    assert_eq!(window.selected(), ["BTS3"]);
    window.key(NONE, Key::F2);
    window.type_text("MINE");
    window.key(NONE, Key::Enter);
    assert_eq!(window.undo_label().as_deref(), Some("Rename BTS4 to MINE"));
    assert!(window.focused().starts_with("MINE"), "the keyboard is back on it: {}", window.focused());
    window.key(Modifiers::COMMAND, Key::ArrowLeft);
    assert_eq!(window.names_in("Processing"), ["MINE", "BTS3"]);
    window.key(NONE, Key::Delete);
    assert_eq!(window.undo_label().as_deref(), Some("Delete MINE"));
    assert!(!window.focused().is_empty(), "after Delete the keyboard is on what stood beside it");
    window.key(NONE, Key::Delete);
    assert_ne!(window.undo_label().as_deref(), Some("Delete MINE"), "and Delete goes on from there");
}

#[test]
fn enter_leads_to_the_first_field_of_what_the_keyboard_is_on() {
    let mut window = Window::on("large");
    window.click_at(window.place("BTS3, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::Enter);
    assert_eq!(window.selected(), ["BTS4"]);
    assert_eq!(window.focused(), "Name");
    window.key(NONE, Key::F6);
    window.key(Modifiers::SHIFT, Key::F6);
    assert_eq!(window.focused(), "Name", "the panel keeps the field it had");
}

#[test]
fn f6_walks_the_regions_and_each_keeps_what_it_had() {
    let mut window = Window::on("large");
    let mut names = Vec::new();
    for _ in 0..6 {
        names.push(window.focused());
        window.key(NONE, Key::F6);
    }
    assert!(names[0].starts_with("Internet, "), "{names:?}");
    assert!(names.iter().any(|it| it == "Findings"), "the rail: {names:?}");
    assert!(names.iter().any(|it| it.starts_with("Add BizTalk server")), "the palette: {names:?}");
    assert!(window.focused().starts_with("Internet, "), "once around");
    window.key(Modifiers::SHIFT, Key::F6);
    window.key(NONE, Key::ArrowDown);
    assert_eq!(window.focused(), "Add SQL Server node");
    window.key(NONE, Key::F6);
    window.key(Modifiers::SHIFT, Key::F6);
    assert_eq!(window.focused(), "Add SQL Server node");
}

#[test]
fn the_focus_is_back_where_it_was_after_a_dialog_a_menu_and_a_rename() {
    let mut window = Window::on("large");
    window.key(NONE, Key::PageDown);
    let there = window.focused();
    assert!(!there.is_empty());
    window.key(NONE, Key::F1);
    assert_ne!(window.focused(), there);
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), there, "after a dialog");
    window.key(Modifiers::SHIFT, Key::F10);
    assert_ne!(window.focused(), there, "the menu has the keyboard");
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), there, "after a menu");
    window.key(NONE, Key::F2);
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), there, "after a rename");
}

#[test]
fn an_element_is_added_by_letter_tier_and_slot() {
    let mut window = Window::on("large");
    window.real_key(Key::P, Key::P, NONE, "p");
    assert_eq!(window.focused(), "B  BizTalk server");
    window.real_key(Key::B, Key::B, NONE, "b");
    let number = {
        let document = window.document();
        let mut tiers = document.tier_rows.iter().flatten();
        tiers.position(|id| Element::from(*id).name(document) == "Receive").unwrap()
    };
    let digit = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6][number];
    window.real_key(digit, digit, NONE, "");
    assert!(window.focused().starts_with("Receive, row 1, place 3"), "{}", window.focused());
    window.key(NONE, Key::ArrowLeft);
    assert_eq!(window.undo_label(), None, "nothing changes before Enter");
    window.key(NONE, Key::Enter);
    assert_eq!(window.names_in("Receive"), ["BTS1", "BTS7", "BTS2"]);
    assert!(window.focused().starts_with("BTS7"), "the keyboard is on the new one: {}", window.focused());
}

#[test]
fn single_keys_count_only_on_the_canvas_and_shift_with_a_digit_on_both_layouts() {
    let mut window = Window::on("large");
    window.click_at(window.place("BTS3, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    window.key(NONE, Key::F6);
    window.real_key(Key::X, Key::X, NONE, "x");
    assert!(!window.shows("in the drill: failed"), "in the panel X fails nothing");
    window.key(Modifiers::SHIFT, Key::F6);
    window.real_key(Key::X, Key::X, NONE, "x");
    assert!(window.shows("in the drill: failed"));
    // "2" with Shift: "@" on American keyboards, a quotation mark on German ones.
    let before = window.place("BTS3, BizTalk server").width();
    window.real_key(Key::Num2, Key::Num2, Modifiers::SHIFT, "@");
    let zoomed = window.place("BTS3, BizTalk server").width();
    assert!(zoomed > before * 1.2, "{before} {zoomed} {} {:?}", window.focused(), window.selected());
    window.real_key(Key::Exclamationmark, Key::Num1, Modifiers::SHIFT, "!");
    assert!(window.place("BTS3, BizTalk server").width() < zoomed);
    window.real_key(Key::Quote, Key::Num2, Modifiers::SHIFT, "\"");
    assert!(window.place("BTS3, BizTalk server").width() > before * 1.2);
    assert_eq!(window.undo_label(), None, "and nothing is renamed by what they write");
}

#[test]
fn n_follows_connections_and_arrows_lead_to_their_ends() {
    let mut window = Window::on("large");
    window.real_key(Key::N, Key::N, NONE, "n");
    assert!(window.focused().starts_with("Connection Internet to Receive host"), "{}", window.focused());
    window.key(NONE, Key::ArrowLeft);
    assert!(window.focused().starts_with("Internet, "));
}

#[test]
fn the_edge_of_a_panel_is_named_and_moved_with_the_arrow_keys() {
    let mut window = Window::on("large");
    let name = "Width of the side panel";
    for _ in 0..30 {
        if window.focused() == name {
            break;
        }
        window.key(NONE, Key::Tab);
    }
    let edge = |window: &Window| window.place(name).center().x;
    let before = edge(&window);
    window.key(NONE, Key::ArrowLeft);
    assert!((before - edge(&window) - 20.0).abs() < 1.0);
    assert_eq!(window.focused(), name);
}

#[test]
fn only_one_asks_at_a_time_where_something_goes() {
    let mut window = Window::on("two-computer");
    let one = *window.document().computers.keys().next().unwrap();
    window.send(Message::Select(vec![one.into()]));
    window.command(AppCommand::MoveTo);
    assert!(window.shows("Move BTS1 to"));
    window.command(AppCommand::AddElement);
    assert!(window.shows("Add what?") && !window.shows("Move BTS1 to"));
    window.command(AppCommand::MoveTo);
    assert!(!window.shows("Add what?") && window.shows("Move BTS1 to"));
}

impl Window {
    /// Whether a text stands in sight as a whole.
    fn sees(&self, words: &str) -> bool {
        let shapes = &self.harness.output().shapes;
        shapes.iter().any(|it| match &it.shape {
            egui::Shape::Text(text) => {
                let place = text.visual_bounding_rect();
                text.galley.text().contains(words) && it.clip_rect.contains_rect(place)
            }
            _ => false,
        })
    }
}

#[test]
fn a_list_over_the_canvas_has_its_room_whatever_stood_there_before() {
    let mut window = Window::on("large");
    window.key(NONE, Key::P);
    window.key(NONE, Key::B);
    window.key(NONE, Key::Num2);
    assert!(window.focused().contains("row 1, place"), "{}", window.focused());
    let tier = window.focused();
    window.key(NONE, Key::Escape);
    let marked = window.focused();
    assert!(marked.starts_with('2') && tier.starts_with(marked[1..].trim()), "the tier it was in: {marked}, {tier}");
    assert!(window.sees("Where it belongs"), "the last of the list");
    window.key(NONE, Key::Escape);
    assert!(window.sees("Master secret cluster"), "the last of what can be added");
}

#[test]
fn the_list_of_places_grows_again_once_less_is_typed() {
    let mut window = Window::on("large");
    let one = window.element("BTS1");
    window.send(Message::Select(vec![one]));
    window.command(AppCommand::MoveTo);
    assert!(window.sees("Processing") && window.sees("Send"));
    window.type_text("zzz");
    for _ in 0..3 {
        window.key(NONE, Key::Backspace);
    }
    assert!(window.sees("Processing") && window.sees("Send"));
}
