//! The list view: what the canvas can do, without the canvas.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_design::edit::{Edit, EditCommand};
use tierwright_design::model::outline::Outline;
use tierwright_design::testing::generated_design;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// A window on the list of a design made from a template.
    fn on_list(template: &str) -> Self {
        let mut window = Self::on(template);
        window.key(Modifiers::COMMAND, Key::Num4);
        window
    }

    /// Walks down the list until the keyboard is on what begins with this.
    fn walk_down_to(&mut self, start: &str) {
        self.key(NONE, Key::Home);
        for _ in 0..200 {
            if self.focused().starts_with(start) {
                return;
            }
            self.key(NONE, Key::ArrowDown);
        }
        panic!("no row of {start}");
    }
}

#[test]
fn the_list_is_opened_by_key_and_walked_by_rows() {
    let mut window = Window::on_list("large");
    assert!(window.focused().starts_with("Internet, Internet clients"), "where the canvas was: {}", window.focused());
    window.key(NONE, Key::Home);
    assert!(window.focused().starts_with("Primary site, Site"), "{}", window.focused());
    window.key(NONE, Key::End);
    assert!(window.focused().contains("Connection") || window.focused().contains("Firewall"), "{}", window.focused());
    assert!(window.selected().is_empty(), "walking selects nothing");
    window.walk_down_to("BTS1, BizTalk server");
    window.key(NONE, Key::Space);
    window.key(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(window.selected().len(), 2);
}

#[test]
fn a_row_that_is_scrolled_out_of_sight_keeps_the_keyboard_and_comes_back_with_it() {
    let mut window = Window::on_list("large-complete");
    window.key(NONE, Key::End);
    let last = window.focused();
    let is_in_sight = |window: &Window| {
        let it = window.harness.get_by(|it| it.label().is_some_and(|it| it == last) && it.role() == Role::TreeItem);
        it.accesskit_node().bounding_box().is_some_and(|it| it.height() > 10.0)
    };
    assert!(is_in_sight(&window));
    window.harness.hover_at(egui::pos2(400.0, 400.0));
    let wheel = |delta| egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Page,
        delta: egui::vec2(0.0, delta),
        phase: egui::TouchPhase::Move,
        modifiers: NONE,
    };
    window.harness.event(wheel(20.0));
    window.settle();
    assert!(!is_in_sight(&window));
    assert_eq!(window.focused(), last, "the keyboard is where it was");
    window.key(NONE, Key::F6);
    assert_ne!(window.focused(), last);
    window.key(Modifiers::SHIFT, Key::F6);
    assert_eq!(window.focused(), last);
    assert!(is_in_sight(&window), "and shows it when it is back");
}

#[test]
fn left_and_right_fold_and_unfold() {
    let mut window = Window::on_list("large");
    window.walk_down_to("Receive, Tier");
    window.key(NONE, Key::ArrowLeft);
    window.key(NONE, Key::ArrowDown);
    assert!(window.focused().contains(", Tier"), "the next tier follows: {}", window.focused());
    assert!(!window.shows("BTS1, BizTalk server"), "not for screen readers either");
    window.key(NONE, Key::ArrowUp);
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::ArrowRight);
    assert!(window.focused().starts_with("BTS1, "), "{}", window.focused());
    window.key(NONE, Key::ArrowLeft);
    window.key(NONE, Key::ArrowLeft);
    assert!(window.focused().starts_with("Receive, Tier"), "first it folds, then it leads to what holds it");
}

#[test]
fn everything_is_done_in_the_list_that_the_canvas_can_do() {
    let mut window = Window::on_list("large");
    window.walk_down_to("BTS1, BizTalk server");
    window.key(NONE, Key::F2);
    window.type_text("FIRST");
    window.key(NONE, Key::Enter);
    assert_eq!(window.undo_label().as_deref(), Some("Rename BTS1 to FIRST"));
    assert!(window.focused().starts_with("FIRST, "), "{}", window.focused());
    window.key(NONE, Key::M);
    window.type_text("Processing");
    window.key(NONE, Key::Enter);
    assert!(window.names_in("Processing").contains(&"FIRST".to_owned()), "{:?}", window.undo_label());
    assert!(window.focused().starts_with("FIRST, "), "the keyboard stays on it: {}", window.focused());
    window.key(Modifiers::COMMAND, Key::ArrowLeft);
    assert_eq!(window.names_in("Processing"), ["BTS3", "FIRST", "BTS4"]);
    window.key(Modifiers::COMMAND, Key::D);
    assert!(window.undo_label().unwrap().starts_with("Duplicate FIRST"), "{:?}", window.undo_label());
    window.key(NONE, Key::Delete);
    assert!(window.undo_label().unwrap().starts_with("Delete "), "{:?}", window.undo_label());
    window.key(NONE, Key::P);
    window.key(NONE, Key::P);
    window.key(NONE, Key::Num0);
    assert!(window.undo_label().unwrap().starts_with("Add partner system"), "{:?}", window.undo_label());
    let added = window.selected();
    window.key(NONE, Key::L);
    window.type_text("send");
    window.key(NONE, Key::Enter);
    assert_eq!(window.undo_label().as_deref(), Some("Connect Partner system to Send host"));
    window.walk_down_to(&added[0]);
    assert!(window.focused().contains("Calls Receive host, Send host"), "{}", window.focused());
    window.key(NONE, Key::Enter);
    assert_eq!((window.focused().as_str(), window.selected()), ("Name", added.clone()), "its first field");
    window.key(Modifiers::SHIFT, Key::F6);
    window.key(NONE, Key::X);
    assert!(window.shows("Failed"), "the drill is told in the list");
    window.key(Modifiers::SHIFT, Key::F10);
    window.click("Show on the canvas");
    assert!(window.harness.query_by_role_and_label(Role::Tree, "Canvas").is_some());
    assert_eq!(window.selected(), added);
    assert!(window.focused().starts_with(&added[0]), "{}", window.focused());
}

#[test]
fn findings_lead_to_their_row_while_the_list_is_shown() {
    let mut window = Window::on_list("large");
    window.command(AppCommand::NextFinding);
    let selected = window.selected();
    assert!(!selected.is_empty());
    assert!(window.harness.query_by_role_and_label(Role::Tree, "List").is_some(), "the list stays");
}

#[test]
fn a_list_of_a_thousand_computers_draws_what_is_in_sight_and_is_read_whole() {
    let mut window = Window::on("empty");
    let design = generated_design(1000, 3);
    window.send(Message::Edit(Edit::one("Load", EditCommand::LoadDesign(Box::new(design)))));
    window.wait_until("the large design", |window| window.document().computers.len() >= 1000);
    window.key(Modifiers::COMMAND, Key::Num4);
    let items = window.harness.query_all_by_role(Role::TreeItem).count();
    assert_eq!(items, Outline::of(window.document()).rows().len(), "screen readers find every row");
    let computers = window.harness.query_all_by_role(Role::TreeItem);
    let levels: std::collections::BTreeSet<usize> =
        computers.filter_map(|it| it.accesskit_node().data().level()).collect();
    assert!(levels.len() > 3, "{levels:?}");
    window.key(NONE, Key::End);
    let row = window.focused();
    let place = window.place(&row);
    assert!(place.top() > 60.0 && place.bottom() < 800.0, "the last row is in sight: {place:?}");
}
