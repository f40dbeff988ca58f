//! The rail at the right edge: what the side panel shows, and room for the middle.

use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::Queryable as _;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const WORDS: [&str; 7] = ["Findings", "Inspector", "Impact", "Capacity", "Availability", "Checklist", "Assumptions"];

fn places(window: &Window) -> Vec<Rect> {
    WORDS.iter().map(|word| window.harness.get_by_label(word).rect()).collect()
}

#[test]
fn entries_stand_below_each_other_and_stay_where_they_are() {
    let mut window = Window::on("large");
    for size in [egui::vec2(1280.0, 800.0), egui::vec2(1920.0, 1080.0), egui::vec2(900.0, 420.0)] {
        window.harness.set_size(size);
        window.settle();
        let before = places(&window);
        assert!(before.windows(2).all(|it| it[0].bottom() <= it[1].top() && it[0].left() == it[1].left()));
        for word in WORDS.iter().skip(1) {
            window.click(word);
            assert_eq!(places(&window), before, "{word}");
        }
        window.click("Findings");
    }
}

#[test]
fn a_click_on_what_is_shown_folds_the_panel_and_the_middle_has_its_room() {
    let mut window = Window::on("large");
    window.click("Checklist");
    let right = |window: &Window| window.harness.get_by_label("Zoom to fit").rect().right();
    let before = right(&window);
    window.click("Checklist");
    assert!(right(&window) > before + 300.0);
    let element = window.element("BTS1");
    window.send(Message::Inspect(element));
    assert_eq!(right(&window), before, "what is asked for is shown");
    assert!(window.shows("Inspector"));
}

#[test]
fn one_key_folds_all_panels_and_unfolds_them() {
    let mut window = Window::on("large");
    assert!(window.shows("Add SQL Server node"));
    window.key(Modifiers::COMMAND, Key::B);
    assert!(!window.shows("Add SQL Server node") && !window.shows("Filter by words"));
    window.command(AppCommand::FoldPanels);
    assert!(window.shows("Add SQL Server node"));
}

#[test]
fn the_side_panel_is_made_wider_at_its_edge_and_every_tab_keeps_the_width() {
    let mut window = Window::on("large");
    let right = |window: &Window| window.harness.get_by_label("Zoom to fit").rect().right();
    let before = right(&window);
    let edge = egui::pos2(before + 14.0, 500.0);
    window.drag_and_drop(edge, edge - egui::vec2(100.0, 0.0));
    let after = right(&window);
    assert!((before - after - 100.0).abs() < 8.0, "{before} {after}");
    window.drag_and_drop(egui::pos2(after + 14.0, 500.0), edge + egui::vec2(300.0, 0.0));
    let narrowest = right(&window);
    assert!(narrowest > after + 50.0, "{after} {narrowest}");
    for word in WORDS {
        window.click(word);
        if right(&window) > narrowest + 100.0 {
            window.click(word);
        }
        assert_eq!(right(&window), narrowest, "{word}");
    }
}

#[test]
fn text_and_controls_grow_by_keys_while_the_canvas_keeps_its_zoom() {
    let mut window = Window::on("small");
    let before = window.harness.ctx.pixels_per_point();
    window.key(Modifiers::COMMAND | Modifiers::ALT, Key::Plus);
    window.settle();
    let after = window.harness.ctx.pixels_per_point();
    assert!((after / before - 1.1).abs() < 0.01, "{before} {after}");
}
