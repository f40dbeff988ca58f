//! Where the keyboard goes between the parts of the window: each key leads somewhere that is meant.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// What F6, or another way of it, comes by on its way round.
    fn round(&mut self, modifiers: Modifiers) -> Vec<String> {
        let mut names = Vec::new();
        for _ in 0..6 {
            self.key(modifiers, Key::F6);
            names.push(self.focused());
        }
        names
    }

    /// Whether what has the focus stands in a dialog.
    fn dialog_has_focus(&self) -> bool {
        let all = self.harness.root().children_recursive();
        let focused = all.into_iter().map(|it| it.accesskit_node()).find(|it| it.is_focused());
        std::iter::successors(focused, |it| it.parent()).any(|it| it.role() == Role::Dialog)
    }

    /// Leads the keyboard to the details of an element.
    fn edit(&mut self, name: &str) {
        self.send(Message::Select(vec![self.element(name)]));
        self.command(AppCommand::EditDetails);
        assert_eq!(self.focused(), "Name");
    }
}

#[test]
fn f6_comes_by_each_region_once_wherever_it_begins() {
    for edge in ["Width of the side panel", "Width of the palette", "File"] {
        let mut window = Window::on("large");
        window.tab_to(edge);
        let there = window.round(NONE);
        let all: BTreeSet<&String> = there.iter().collect();
        assert_eq!(all.len(), there.len(), "from {edge}: {there:?}");
        assert!(there.iter().all(|it| !it.is_empty() && !it.starts_with("Width")), "{there:?}");
        assert!(there.iter().any(|it| it == "File"), "the menus too: {there:?}");
        assert!(there.iter().any(|it| it.starts_with("Internet, ")), "the canvas too: {there:?}");
        let mut back = window.round(Modifiers::SHIFT);
        back.rotate_right(1);
        back[1..].reverse();
        assert_eq!(back.iter().collect::<BTreeSet<_>>(), all, "and back: {back:?}");
    }
}

#[test]
fn after_a_find_the_keyboard_is_on_what_was_found() {
    let mut window = Window::on("large");
    window.edit("BTS3");
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("BTS4");
    window.key(NONE, Key::Enter);
    assert_eq!(window.selected(), ["BTS4"]);
    assert!(window.focused().starts_with("BTS4, "), "{}", window.focused());
    // A host has no card of its own; its details stand in the panel.
    window.edit("BTS3");
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("Receive host");
    window.key(NONE, Key::Enter);
    assert_eq!(window.selected(), ["Receive host"]);
    let on = window.focused();
    assert_eq!(on, "Name", "its first field");
}

#[test]
fn a_chip_of_several_leads_to_the_first_field_of_its_element() {
    let mut window = Window::on("large");
    let both = ["BTS3", "BTS4"].map(|it| window.element(it));
    window.send(Message::Select(both.to_vec()));
    window.command(AppCommand::EditDetails);
    window.key(NONE, Key::Enter);
    assert_eq!(window.selected(), ["BTS3"]);
    assert_eq!(window.focused(), "Name");
}

#[test]
fn f8_makes_the_finding_what_the_panel_leads_to() {
    let mut window = Window::on("large");
    window.key(NONE, Key::F8);
    window.key(NONE, Key::F8);
    assert!(!window.focused().is_empty());
    window.key(NONE, Key::F6);
    let finding = window.focused();
    assert!(finding.starts_with("Warning: "), "{finding}");
    window.key(NONE, Key::F8);
    assert_ne!(window.focused(), finding, "in the list F8 goes on");
    let next = window.focused();
    window.key(NONE, Key::Tab);
    assert_ne!(window.focused(), next);
    window.key(Modifiers::SHIFT, Key::Tab);
    assert_eq!(window.focused(), next, "Shift+Tab comes back to it, not to the end of the list");
}

#[test]
fn the_key_of_a_page_leads_the_keyboard_to_it() {
    let mut window = Window::on("large");
    window.edit("BTS3");
    window.key(Modifiers::COMMAND, Key::Num2);
    assert_eq!(window.focused(), "Add host");
    window.key(Modifiers::COMMAND, Key::Num4);
    assert!(window.focused().starts_with("BTS3, "), "{}", window.focused());
    window.key(NONE, Key::F6);
    window.key(Modifiers::COMMAND, Key::Num1);
    assert!(window.focused().starts_with("BTS3, "), "{}", window.focused());
}

#[test]
fn panels_are_found_by_name_and_have_the_keyboard() {
    let mut window = Window::on("large");
    for (panel, first) in [("Capacity", ""), ("Checklist", ""), ("Inspector", ""), ("Findings", "")] {
        window.key(Modifiers::COMMAND, Key::K);
        window.type_text(panel);
        window.key(NONE, Key::Enter);
        assert!(!window.focused().starts_with("Internet, "), "{panel}: {}", window.focused());
        assert!(window.focused().starts_with(first) && !window.focused().is_empty(), "{panel}: {}", window.focused());
        window.key(NONE, Key::F6);
        assert_eq!(window.focused(), "Findings", "beside it stands the rail");
    }
}

#[test]
fn undoing_what_was_added_leads_back_to_where_the_keyboard_was() {
    let mut window = Window::on("large");
    window.edit("BTS3");
    window.key(Modifiers::COMMAND, Key::Num1);
    let there = window.focused();
    window.key(NONE, Key::P);
    window.key(NONE, Key::L);
    window.key(NONE, Key::Num0);
    assert_ne!(window.focused(), there);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.focused(), there);
}

#[test]
fn what_can_be_done_with_a_cell_of_the_matrix_is_reached_by_key() {
    let mut window = Window::on("large");
    window.key(Modifiers::COMMAND, Key::Num2);
    let cell = "Receive host on BTS1: runs";
    window.tab_to("Receive host Receive");
    for _ in 0..4 {
        window.key(NONE, Key::ArrowRight);
    }
    assert_eq!(window.focused(), cell);
    window.key(Modifiers::SHIFT, Key::F10);
    assert_eq!(window.focused(), "Disable");
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), cell);
    window.key(Modifiers::SHIFT, Key::F10);
    window.key(NONE, Key::Enter);
    assert_eq!(window.focused(), "Receive host on BTS1: disabled");
    assert!(window.shows("press Shift+F10"), "and the page says so");
}

#[test]
fn every_row_of_the_list_of_shortcuts_is_reached_and_none_behind_the_dialog() {
    let mut window = Window::on("large");
    window.key(NONE, Key::F1);
    window.tab_to("New from template…: Ctrl+N");
    window.key(NONE, Key::End);
    assert_eq!(window.focused(), "Cancel what is under way: Escape");
    for _ in 0..4 {
        window.key(NONE, Key::ArrowDown);
        assert_eq!(window.focused(), "Cancel what is under way: Escape");
    }
    window.key(NONE, Key::Tab);
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft, Key::ArrowDown] {
        window.key(NONE, key);
        assert!(window.dialog_has_focus(), "{key:?} led to {}", window.focused());
    }
}

#[test]
fn a_command_by_key_closes_the_menu_that_is_open() {
    let mut window = Window::on("large");
    window.tab_to("File");
    window.key(NONE, Key::Enter);
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("BTS4");
    window.key(NONE, Key::Enter);
    assert!(!window.shows("Save as template"), "the menu is closed");
    assert!(window.focused().starts_with("BTS4, "), "{}", window.focused());
}

#[test]
fn a_dialog_of_the_system_that_comes_to_nothing_is_told() {
    let mut window = Window::on("large");
    *window.picker.answer.lock().unwrap() = super::window::Answer::Cancelled;
    window.key(Modifiers::COMMAND, Key::S);
    window.wait_until("a word about it", |it| it.shows("Not saved: no file was chosen"));
}

#[test]
fn tab_walks_the_head_of_the_gallery_in_reading_order() {
    let mut window = Window::new();
    let mut seen = Vec::new();
    for _ in 0..6 {
        window.key(NONE, Key::Tab);
        seen.push(window.focused());
    }
    let at = seen.iter().position(|it| it.starts_with("Import a running group")).unwrap_or_else(|| panic!("{seen:?}"));
    assert_eq!(seen.get(at + 1..at + 3), Some(["Open file…".to_owned(), "Close".to_owned()].as_slice()), "{seen:?}");
}

#[test]
fn the_page_of_hosts_fills_its_room_without_any_host() {
    let mut window = Window::on("empty");
    window.key(Modifiers::COMMAND, Key::Num2);
    let shapes = window.harness.output().shapes.clone();
    let shapes = crate::painted::flat(&shapes);
    let colors = [120.0, 400.0, 700.0].map(|y| crate::painted::color_at(&shapes, egui::pos2(400.0, y)));
    assert!(colors.iter().all(|it| *it == colors[0]), "{colors:?}");
}

#[test]
fn the_matrix_of_hosts_is_one_stop_of_the_keyboard_and_its_arrow_keys_reach_what_is_out_of_sight() {
    let mut window = Window::on("large");
    window.command(AppCommand::ShowHosts);
    window.harness.get_by_label("Receive host on BTS1: runs").focus();
    window.settle();
    for _ in 0..5 {
        window.key(NONE, Key::ArrowRight);
    }
    assert_eq!(window.focused(), "Receive host on BTS6: no host instance");
    window.key(NONE, Key::ArrowDown);
    assert_eq!(window.focused(), "Processing host on BTS6: no host instance");
    for (away, back) in [(NONE, Modifiers::SHIFT), (Modifiers::SHIFT, NONE)] {
        window.key(away, Key::Tab);
        assert!(!window.focused().contains(" on BTS"), "{}", window.focused());
        window.key(back, Key::Tab);
        assert_eq!(window.focused(), "Processing host on BTS6: no host instance");
    }
}

#[test]
fn the_zoom_is_told_of_the_canvas_only() {
    let mut window = Window::on("large");
    let is_zoom = |label: &str| label.strip_suffix(" %").is_some_and(|it| it.parse::<u32>().is_ok());
    let told = |window: &Window| {
        let all = window.harness.root().children_recursive();
        all.into_iter().any(|it| it.accesskit_node().label().is_some_and(|it| is_zoom(&it)))
    };
    assert!(told(&window));
    for view in [AppCommand::ShowList, AppCommand::ShowHosts, AppCommand::ShowDependencyMap] {
        window.command(view);
        assert!(!told(&window), "{view:?}");
    }
}
