//! What assistive technology reads.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Window;

#[test]
fn the_canvas_is_read_from_site_to_what_runs_on_each_computer_also_out_of_sight() {
    let mut window = Window::on("large");
    for _ in 0..8 {
        window.key(Modifiers::COMMAND, Key::Plus);
    }
    let node = window.harness.get_by(|node| node.label().is_some_and(|it| it.starts_with("SQL1, SQL Server node")));
    let node = node.accesskit_node();
    let parents = std::iter::successors(node.parent(), egui_kittest::kittest::AccessKitNode::parent);
    let names: Vec<String> = parents.filter_map(|it| it.label()).collect();
    assert!(names[0].contains("Other databases cluster"), "{names:?}");
    assert!(names[1].starts_with("Tier "), "{names:?}");
    assert!(names[2].contains("Primary site") && names[3] == "Canvas", "{names:?}");
    assert!(node.children().next().is_some(), "what runs on it stands below it");
    assert_eq!(node.description().as_deref(), Some("Computer 1 of 2"));
}

#[test]
fn an_edit_and_its_undo_are_announced() {
    let mut window = Window::on("large");
    window.click("Add SQL Server node");
    assert!(window.shows("Add standalone SQL Server"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.shows("Undone: Add standalone SQL Server"));
}
