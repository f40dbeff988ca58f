//! Failures: the impact panel, the marks on the canvas, the drill player.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_design::model::Part;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;
use tierwright_session::rehearsal::DrillCommand;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

/// A window with a selected computer.
fn on(template: &str, selected: &str) -> Window {
    let mut window = Window::on(template);
    let element = window.element(selected);
    window.send(Message::Select(vec![element]));
    window
}

impl Window {
    fn drill(&mut self, command: DrillCommand) {
        self.send(Message::Drill(command));
    }
}

#[test]
fn single_points_of_failure_stand_on_the_canvas_without_a_click() {
    let label = |window: &Window, start: &str| {
        let node = window.harness.get_by(|node| node.label().is_some_and(|it| it.starts_with(start)));
        node.accesskit_node().label().unwrap_or_default()
    };
    let single = label(&Window::on("two-computer"), "BTS1, ");
    assert!(single.contains("single point of failure: if it is lost"), "{single}");
    let moves = label(&Window::on("large-complete"), "MBX1, SQL Server node");
    assert!(moves.contains("if it is lost Receive, Process, Send and Track fail over"), "{moves}");
}

#[test]
fn marks_of_losses_are_switched_off_in_the_menu() {
    let mut window = Window::on("large");
    window.command(AppCommand::ShowLosses);
    assert!(!window.shows("if it is lost"));
    window.command(AppCommand::ShowLosses);
    assert!(window.shows("if it is lost"));
}

#[test]
fn the_impact_panel_names_single_points_and_follows_the_selection() {
    let mut window = on("two-computer", "BTS1");
    window.click("Impact");
    assert!(window.shows("single point"));
    assert!(window.shows("If BTS1 is lost"));
    assert!(window.shows("Process: stops"));
    let row = "BTS2: ";
    let is_row = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.label().is_some_and(|it| it.starts_with(row) && it.contains("degraded"))
    };
    window.harness.get_by(is_row).scroll_to_me();
    window.settle();
    window.harness.get_by(is_row).click();
    window.settle();
    assert_eq!(window.selected(), ["BTS2"]);
    assert!(window.shows("If BTS2 is lost"));
}

#[test]
fn the_impact_panel_lists_the_worst_pairs_and_a_click_selects_both() {
    let mut window = Window::on("large-complete");
    window.click("Impact");
    let row = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.label().is_some_and(|it| it.starts_with("MBX1 and MBX4: Receive, Process, Send and Track stop"))
    };
    window.harness.get_by(row).scroll_to_me();
    window.settle();
    window.harness.get_by(row).click();
    window.settle();
    assert_eq!(window.selected(), ["MBX1", "MBX4"]);
}

#[test]
fn the_impact_panel_shows_more_pairs_when_asked() {
    let mut window = Window::on("clustered-virtual-machines");
    window.click("Impact");
    let count = |window: &Window| window.harness.query_all_by_label_contains(" stop").count();
    let before = count(&window);
    let is_more = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.label().is_some_and(|it| it.starts_with("Show ") && it.ends_with(" more"))
    };
    window.harness.get_by(is_more).scroll_to_me();
    window.settle();
    window.harness.get_by(is_more).click();
    window.settle();
    assert!(count(&window) > before, "more rows stand there");
}

#[test]
fn the_impact_panel_follows_an_edit() {
    let mut window = Window::on("small");
    window.click("Impact");
    assert!(window.shows("BTS2: "));
    let element = window.element("BTS2");
    window.harness.state().outbox().send(Message::Select(vec![element]));
    window.command(AppCommand::Delete);
    window.settle();
    assert!(!window.shows("BTS2: "));
    assert!(window.shows("BTS1: "), "the one that is left is a single point now");
}

#[test]
fn x_fails_the_selection_and_x_again_brings_it_back() {
    let mut window = on("large", "BTS3");
    let before = Arc::clone(window.document());
    let press = |pressed| egui::Event::Key { key: Key::X, physical_key: None, pressed, repeat: false, modifiers: NONE };
    window.harness.input_mut().events.extend([press(true), egui::Event::Text("x".to_owned()), press(false)]);
    window.settle();
    assert!(window.shows("0:00, Failure: BTS3 fails"));
    assert!(window.shows("in the drill: failed"), "the canvas shows it");
    assert!(window.shows("Process now: degraded"));
    window.key(NONE, Key::X);
    window.settle();
    assert!(window.shows("Recovery: BTS3 is back"));
    assert!(window.shows("Process now: works"));
    assert!(Arc::ptr_eq(&before, window.document()), "nothing in a drill changes the design");
    assert_eq!(window.undo_label(), None);
}

#[test]
fn a_drill_is_stepped_on_and_back_and_jumped_by_its_rows() {
    let mut window = on("large", "MBX1");
    window.drill(DrillCommand::Toggle(vec![Part::Element(window.element("MBX1"))]));
    assert!(window.shows("Receive now: interrupted"));
    assert!(window.shows("5:00") || window.shows("SQL Server failover: not documented, not entered"));
    let states = |window: &Window| {
        let labels = window
            .harness
            .query_all_by_label_contains(" now: ")
            .filter_map(|it| it.accesskit_node().label())
            .collect::<Vec<_>>();
        let drawn =
            window.harness.query_all_by_label_contains("in the drill").filter_map(|it| it.accesskit_node().label());
        labels.into_iter().chain(drawn.collect::<Vec<_>>()).collect::<Vec<String>>()
    };
    let mut seen = vec![states(&window)];
    for _ in 0..4 {
        window.click("One step on");
        seen.push(states(&window));
    }
    for earlier in seen.iter().rev().skip(1) {
        window.click("One step back");
        assert_eq!(&states(&window), earlier);
    }
    let row = "Failover: SQL master MessageBox is online on MBX4";
    window.harness.get_by_label_contains(row).scroll_to_me();
    window.settle();
    window.harness.get_by_label_contains(row).click();
    window.settle();
    assert!(window.shows("in the drill: took over"));
}

#[test]
fn a_drill_goes_on_by_itself_until_its_end() {
    let mut window = on("large", "BTS3");
    window.command(AppCommand::Fail);
    window.harness.get_by_label("Play or pause").click();
    window.harness.run_steps(200);
    window.settle();
    let locked = "Recovery: MessageBox_DeadProcesses_Cleanup has released";
    let last = window.harness.get_by_label_contains(locked);
    assert_eq!(last.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
}

#[test]
fn an_edit_during_a_drill_plays_it_again() {
    let mut window = on("large", "BTS3");
    window.command(AppCommand::Fail);
    assert!(window.shows("Process now: degraded"));
    let other = window.element("BTS4");
    window.harness.state().outbox().send(Message::Select(vec![other]));
    window.command(AppCommand::Delete);
    window.settle();
    assert!(window.shows("ran on BTS3 only"), "the one that is left carries the host alone");
    assert!(window.shows("Process now: stops"));
    window.command(AppCommand::Undo);
    window.settle();
    assert!(window.shows("Process now: degraded"));
}

#[test]
fn a_drill_is_saved_listed_played_and_deleted_each_as_one_step() {
    let mut window = on("large", "MBX1");
    window.command(AppCommand::Fail);
    window.click("Save…");
    window.click("Save");
    assert_eq!(window.undo_label().as_deref(), Some("Save drill “Loss of MBX1”"));
    window.command(AppCommand::EndDrill);
    assert!(!window.shows("Receive now"));
    window.click("Impact");
    window.harness.get_by_label("Play drill Loss of MBX1").scroll_to_me();
    window.settle();
    window.click("Play drill Loss of MBX1");
    assert!(window.shows("Receive now: interrupted"));
    window.click("Impact");
    window.harness.get_by_label("Delete drill Loss of MBX1").scroll_to_me();
    window.settle();
    window.click("Delete drill Loss of MBX1");
    assert!(window.document().drills.is_empty());
    window.command(AppCommand::Undo);
    assert_eq!(window.document().drills.len(), 1);
}

#[test]
fn the_canvas_keeps_most_of_the_window_during_a_drill() {
    let mut window = on("large", "BTS3");
    let before = window.harness.get_by_label("Zoom to fit").rect().bottom();
    window.command(AppCommand::Fail);
    let left = window.harness.get_by_label("Zoom to fit").rect().bottom();
    assert!(left < before && left > 600.0, "{before} {left}");
}

#[test]
fn the_timeline_is_a_slider_that_arrow_keys_move() {
    let mut window = on("large", "MBX1");
    window.command(AppCommand::Fail);
    let shown = |window: &Window| window.harness.get_by_label("Event of the drill").accesskit_node().numeric_value();
    assert_eq!(shown(&window), Some(1.0));
    window.harness.get_by_label("Event of the drill").focus();
    window.settle();
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::ArrowRight);
    assert_eq!(shown(&window), Some(3.0));
    window.key(NONE, Key::Home);
    assert_eq!(shown(&window), Some(1.0));
    window.key(NONE, Key::End);
    assert!(window.shows("Receive now: works"), "it has failed over");
}

#[test]
fn a_drill_is_shown_at_the_side_while_it_is_under_way() {
    let mut window = on("large", "BTS3");
    window.click("Checklist");
    let is_chosen = |window: &Window, word: &str| {
        let on = Some(egui::accesskit::Toggled::True);
        window.harness.query_all_by_label(word).any(|it| it.accesskit_node().toggled() == on)
    };
    window.command(AppCommand::Fail);
    assert!(is_chosen(&window, "Drill"));
    assert!(window.shows("What is left in the end"));
    window.click("End");
    assert!(is_chosen(&window, "Checklist"));
    assert!(!window.shows("What is left in the end"));
}

#[test]
fn a_service_that_works_with_less_at_the_end_is_no_full_service() {
    let mut window = Window::on("large-complete");
    window.send(Message::Select(vec![window.element("BTS3")]));
    window.command(AppCommand::Fail);
    for _ in 0..12 {
        window.command(AppCommand::StepDrill);
    }
    assert!(window.shows("Reduced service") && !window.shows("Full service"));
}

#[test]
fn what_is_active_follows_the_steps_of_a_drill() {
    let mut window = Window::on("large-complete");
    let active = |window: &Window, name: &str| window.shows(&format!("{name}, SQL Server node, active"));
    assert!(active(&window, "SQL1"));
    window.send(Message::Select(vec![window.element("SQL1")]));
    window.command(AppCommand::Fail);
    assert!(active(&window, "SQL1"), "nothing has taken over yet");
    for _ in 0..12 {
        window.command(AppCommand::StepDrill);
    }
    assert!(active(&window, "SQL2"));
    window.command(AppCommand::EndDrill);
    assert!(active(&window, "SQL1"), "a drill changes no design");
}
