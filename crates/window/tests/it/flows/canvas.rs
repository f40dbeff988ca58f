//! The canvas by pointer and keyboard.

use egui::{Key, Modifiers, Pos2};

use egui_kittest::kittest::Queryable as _;

use super::Window;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

const NONE: Modifiers = Modifiers::NONE;

/// A point beside a card, in its tier, where nothing stands.
fn right_of(place: egui::Rect) -> Pos2 {
    place.right_center() + egui::vec2(4.0, 0.0)
}

#[test]
fn a_server_dragged_from_the_palette_stands_where_it_was_dropped_and_is_one_step() {
    let mut window = Window::on("large");
    let palette = window.place("Add BizTalk server").center();
    // The left half of a card is before it.
    let card = window.place("BTS4, BizTalk server");
    let target = card.left_center() + egui::vec2(card.width() / 4.0, 0.0);
    window.drag(palette, target);
    assert_eq!(window.undo_label(), None, "nothing changes before the drop");
    window.release(target, NONE);
    window.settle();
    assert_eq!(window.names_in("Processing"), ["BTS3", "BTS7", "BTS4"]);
    assert_eq!(window.undo_label().as_deref(), Some("Add BizTalk server BTS7"));
    assert_eq!(window.selected(), ["BTS7"]);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.names_in("Processing"), ["BTS3", "BTS4"]);
}

#[test]
fn a_click_on_the_palette_adds_where_it_belongs_and_typing_then_renames() {
    let mut window = Window::on("small");
    window.click("Add SQL Server node");
    assert_eq!(window.undo_label().as_deref(), Some("Add standalone SQL Server SQL3"));
    window.harness.event(egui::Event::Text("D".to_owned()));
    window.settle();
    window.harness.event(egui::Event::Text("B9".to_owned()));
    window.key(NONE, Key::Enter);
    assert_eq!(window.undo_label().as_deref(), Some("Rename SQL3 to DB9"));
}

#[test]
fn escape_ends_a_drag_without_a_trace() {
    let mut window = Window::on("large");
    let (from, to) = (window.place("BTS1, BizTalk server").center(), window.place("BTS5, BizTalk server").center());
    window.drag_and_give_up(from, to);
    assert_eq!(window.undo_label(), None);
    assert_eq!(window.names_in("Receive"), ["BTS1", "BTS2"]);
    let palette = window.place("Add Load balancer").center();
    window.drag_and_give_up(palette, to);
    assert_eq!(window.undo_label(), None);
}

#[test]
fn cards_move_between_tiers_together() {
    let mut window = Window::on("large");
    let from = window.place("BTS1, BizTalk server").center_top() + egui::vec2(0.0, 8.0);
    window.click_at(from, NONE);
    window.click_at(window.place("BTS2, BizTalk server").center_top() + egui::vec2(0.0, 8.0), Modifiers::SHIFT);
    assert_eq!(window.selected(), ["BTS1", "BTS2"]);
    window.drag_and_drop(from, right_of(window.place("BTS6, BizTalk server")));
    assert_eq!(window.names_in("Receive"), Vec::<String>::new());
    assert!(window.names_in("Send").ends_with(&["BTS1".to_owned(), "BTS2".to_owned()]));
    assert_eq!(window.undo_label().as_deref(), Some("Move 2 elements to Send"));
}

#[test]
fn a_tier_of_the_wrong_kind_refuses_and_says_why() {
    let mut window = Window::on("large");
    let from = window.place("Internet, Internet clients").center();
    let to = window.place("Tier Send").center() + egui::vec2(0.0, 20.0);
    window.drag_and_drop(from, to);
    assert_eq!(window.undo_label(), None);
    assert!(window.shows("stand in a tier for clients"));
    assert!(window.shows("Not possible") && !window.shows("Done"), "nothing was done");
}

#[test]
fn a_node_dragged_out_of_its_failover_cluster_asks_what_is_meant() {
    let mut window = Window::on("large");
    let from = window.place("SQL2, SQL Server node").center_top() + egui::vec2(0.0, 8.0);
    let to = window.place("BTS6, BizTalk server").center();
    window.drag_and_drop(from, to);
    assert_eq!(window.undo_label(), None, "nothing changes before the answer");
    window.click("Leave the failover cluster");
    assert!(window.undo_label().is_some_and(|it| it.contains("out of Other databases cluster")));
    assert!(window.names_in("Send").contains(&"SQL2".to_owned()));
}

#[test]
fn the_marquee_selects_what_lies_inside_and_a_click_beside_it_nothing() {
    let mut window = Window::on("large");
    let (first, last) = (window.place("BTS1, BizTalk server"), window.place("BTS2, BizTalk server"));
    let corner = first.left_bottom() + egui::vec2(-3.0, 3.0);
    window.drag_and_drop(corner, last.right_top() + egui::vec2(3.0, -3.0));
    assert_eq!(window.selected(), ["BTS1", "BTS2"]);
    window.click_at(corner, NONE);
    assert!(window.selected().is_empty());
}

#[test]
fn keys_move_copy_delete_and_rename() {
    let mut window = Window::on("large");
    window.click_at(window.place("BTS3, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    window.key(Modifiers::COMMAND, Key::ArrowRight);
    assert_eq!(window.names_in("Processing"), ["BTS4", "BTS3"]);
    window.key(Modifiers::COMMAND, Key::D);
    assert_eq!(window.names_in("Processing"), ["BTS4", "BTS3", "BTS7"]);
    window.key(NONE, Key::F2);
    window.harness.event(egui::Event::Text("NEW".to_owned()));
    window.key(NONE, Key::Enter);
    assert_eq!(window.names_in("Processing"), ["BTS4", "BTS3", "NEW"]);
    window.key(NONE, Key::Delete);
    assert_eq!(window.names_in("Processing"), ["BTS4", "BTS3"]);
    assert_eq!(window.undo_label().as_deref(), Some("Delete NEW"));
    for _ in 0..4 {
        window.key(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(window.names_in("Processing"), ["BTS3", "BTS4"]);
    assert_eq!(window.undo_label(), None);
}

#[test]
fn escape_while_renaming_keeps_the_name() {
    let mut window = Window::on("small");
    window.click_at(window.place("BTS1, BizTalk server").center_top() + egui::vec2(0.0, 8.0), NONE);
    window.key(NONE, Key::F2);
    window.harness.event(egui::Event::Text("Other".to_owned()));
    window.settle();
    window.key(NONE, Key::Escape);
    assert_eq!(window.undo_label(), None);
    assert_eq!(window.selected(), ["BTS1"]);
}

#[test]
fn deleting_a_failover_cluster_asks_for_its_computers() {
    let mut window = Window::on("large");
    window.click_at(window.place("Failover cluster Master secret cluster").left_top() + egui::vec2(40.0, 8.0), NONE);
    assert_eq!(window.selected(), ["Master secret cluster"]);
    window.key(NONE, Key::Delete);
    assert_eq!(window.undo_label(), None);
    window.click("Keep 2 elements");
    assert_eq!(window.names_in("Master secret"), ["MSS1", "MSS2"]);
    assert_eq!(window.undo_label().as_deref(), Some("Dissolve failover cluster Master secret cluster"));
}

#[test]
fn the_wheel_zooms_at_the_pointer_and_fit_returns() {
    let mut window = Window::on("large");
    let before = window.place("BTS1, BizTalk server");
    window.harness.hover_at(before.center());
    window.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, 2.0),
        phase: egui::TouchPhase::Move,
        modifiers: NONE,
    });
    window.settle();
    let after = window.place("BTS1, BizTalk server");
    assert!(after.width() > before.width() * 1.2);
    assert!(after.center().distance(before.center()) < 2.0);
    window.key(Modifiers::SHIFT, Key::Num1);
    assert!(window.place("BTS1, BizTalk server").center().distance(before.center()) < 2.0);
}

#[test]
fn the_overview_shows_while_part_of_the_drawing_is_out_of_sight() {
    let mut window = Window::on("large");
    assert!(!window.shows("Overview of the drawing"));
    window.command(AppCommand::ZoomReset);
    assert!(window.shows("Overview of the drawing"));
    let places = |window: &Window| {
        let of = |name| window.harness.query_all_by_label_contains(name).next().map(|it| it.rect().min);
        ["Internet, ", "BTS1, ", "BTS5, ", "MBX1, ", "SQL1, "].map(of)
    };
    let before = places(&window);
    let small = window.place("Overview of the drawing");
    window.click_at(small.right_bottom() - egui::vec2(8.0, 8.0), NONE);
    assert!(places(&window) != before, "it moves the drawing");
}

#[test]
fn a_building_block_dropped_on_selected_computers_makes_a_failover_cluster_of_them() {
    let mut window = Window::on("empty");
    window.click("Add SQL Server node");
    window.click("Add SQL Server node");
    let computers = window.selected().into_iter().chain(["SQL1".to_owned()]);
    let both: Vec<_> = computers.map(|it| window.element(&it)).collect();
    window.send(Message::Select(both));
    let before = window.document().computers.len();
    let card = window.place("SQL1, SQL Server").center();
    let block = window.place("Add SQL Server cluster").center();
    window.drag_and_drop(block, card);
    assert_eq!(window.undo_label().as_deref(), Some("Make SQL1 and SQL2 a SQL Server cluster"));
    assert_eq!(window.document().computers.len(), before, "no computer is added");
}
