//! Connections drawn by pointer and by keyboard.

use egui::{Key, Modifiers, Pos2, Rect};
use tierwright_design::model::Element;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

/// The handle of a card, which shows while the pointer is on the card.
fn handle(window: &mut Window, place: Rect) -> Pos2 {
    window.harness.event(egui::Event::PointerMoved(place.center()));
    window.settle();
    place.right_center()
}

/// The names of the drawn connections.
fn lines(window: &Window) -> Vec<String> {
    let document = window.document();
    document.connections.keys().map(|id| Element::from(*id).name(document)).collect()
}

/// Where the connection of the clients leaves them, and where it meets the tier that receives.
fn ends(window: &Window) -> [Pos2; 2] {
    let line = window.place("Connection Internet to Receive host").shrink(4.0);
    [line.right_top(), line.left_bottom()]
}

#[test]
fn a_line_drawn_from_a_handle_connects_and_is_one_step() {
    let mut window = Window::on("large");
    window.click("Add Partner system");
    let place = window.place("Partner system, Partner system");
    let from = handle(&mut window, place);
    let to = window.place("BTS3, BizTalk server").center();
    window.drag_and_drop(from, to);
    assert_eq!(window.undo_label().as_deref(), Some("Connect Partner system to BTS3"));
    assert!(lines(&window).contains(&"Partner system to BTS3".to_owned()));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(lines(&window), ["Internet to Receive host", "Partner system to Receive host"]);
}

#[test]
fn who_calls_is_connected_to_what_answers_with_the_same_step() {
    let mut window = Window::on("large");
    window.click("Add Partner system");
    assert_eq!(window.undo_label().as_deref(), Some("Add partner system and connect it to Receive host"));
    assert!(lines(&window).contains(&"Partner system to Receive host".to_owned()));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(lines(&window), ["Internet to Receive host"]);
}

#[test]
fn a_line_to_what_is_drawn_by_itself_is_refused_with_the_reason() {
    let mut window = Window::on("large");
    let place = window.place("Internet, Internet clients");
    let from = handle(&mut window, place);
    let to = window.place("SQL1, SQL Server node").center();
    window.drag_and_drop(from, to);
    assert_eq!(window.undo_label(), None);
    assert!(window.shows("drawn by themselves"), "the notice says why");
}

#[test]
fn escape_gives_a_line_up() {
    let mut window = Window::on("large");
    let place = window.place("Internet, Internet clients");
    let from = handle(&mut window, place);
    let to = window.place("BTS3, BizTalk server").center();
    window.drag_and_give_up(from, to);
    assert_eq!(window.undo_label(), None);
}

#[test]
fn the_key_l_connects_to_what_is_typed() {
    let mut window = Window::on("large");
    window.click("Add Partner system");
    assert_eq!(window.selected(), ["Partner system"]);
    window.key(NONE, Key::L);
    window.settle();
    window.type_text("send");
    window.key(NONE, Key::Enter);
    assert_eq!(window.undo_label().as_deref(), Some("Connect Partner system to Send host"));
}

#[test]
fn the_end_of_a_selected_line_is_led_elsewhere() {
    let mut window = Window::on("large");
    let [from, to] = ends(&window);
    window.click_at(Pos2::new(from.x, from.y + 2.0), NONE);
    assert_eq!(window.selected(), ["Internet to Receive host"]);
    let target = window.place("BTS3, BizTalk server").center();
    window.drag_and_drop(to, target);
    assert_eq!(window.undo_label().as_deref(), Some("Lead the connection from Internet to BTS3"));
}

#[test]
fn the_key_l_says_why_no_line_starts() {
    let mut window = Window::on("large");
    let node = window.element("SQL1");
    window.send(Message::Select(vec![node]));
    window.key(NONE, Key::Home);
    window.send(Message::Select(vec![node]));
    window.key(NONE, Key::L);
    assert!(window.shows("drawn by themselves"));
}

#[test]
fn keys_on_the_canvas_mean_what_the_keyboard_is_on_where_the_selection_stands_nowhere() {
    let mut window = Window::on("large");
    window.key(NONE, Key::Home);
    let card = window.focused();
    let host = Element::from(*window.document().hosts.keys().next().unwrap());
    let before = (window.document().hosts.len(), window.document().endpoints.len());
    window.send(Message::Select(vec![host]));
    assert_eq!(window.focused(), card, "the mark stays where it was");
    window.key(NONE, Key::Delete);
    let after = (window.document().hosts.len(), window.document().endpoints.len());
    assert_eq!(after, (before.0, before.1 - 1), "what has the mark is gone: {card}");
}

#[test]
fn a_line_starts_at_a_host_that_is_selected_in_its_matrix() {
    let mut window = Window::on("large");
    let (id, name) = window.document().hosts.iter().next().map(|(id, it)| (*id, it.name.clone())).unwrap();
    window.send(Message::Select(vec![id.into()]));
    window.command(AppCommand::Connect);
    assert!(window.shows(&format!("Connect {name} to")));
}
