//! Every screen, panel and dialog for who does not see it or has no pointer: what can be worked has a name, figures have
//! their range, every stop of the keyboard shows that it has the focus, and dialogs keep the keyboard.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::epaint::{ClippedShape, Shape};
use egui::{Key, Modifiers, Rect, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};
use tierwright_design::document::template;
use tierwright_design::model::Element;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use crate::legible::{Desk, PANELS};
use crate::{every_dialog, every_place};

const SCREEN: Vec2 = Vec2::new(1280.0, 800.0);
/// No part of the window has so many stops.
const MANY: usize = 400;

/// What can be worked.
const WORKED: [Role; 15] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Dialog,
    Role::Link,
    Role::MenuItem,
    Role::MultilineTextInput,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::Splitter,
    Role::Tab,
    Role::TextInput,
    Role::Tree,
    Role::TreeItem,
];

fn large() -> Desk {
    Desk::new(&template("large-complete").unwrap().document, SCREEN)
}

/// What is wrong with the nodes of a frame.
fn unnamed(desk: &Desk) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    for node in desk.harness.root().children_recursive() {
        let node = node.accesskit_node();
        if !WORKED.contains(&node.role()) {
            continue;
        }
        let name = node.label().unwrap_or_default();
        let place = node.bounding_box();
        if name.trim().is_empty() {
            faults.insert(format!("a {:?} without a name at {place:?}, value {:?}", node.role(), node.value()));
        }
        if matches!(node.role(), Role::Slider | Role::SpinButton | Role::Splitter) {
            let range = (node.min_numeric_value(), node.numeric_value(), node.max_numeric_value());
            let is_true = matches!(range, (Some(least), Some(now), Some(most)) if least <= now && now <= most);
            if !is_true {
                faults.insert(format!("{name}, a {:?}, has the range {range:?}", node.role()));
            }
        }
    }
    faults
}

/// What has the focus: its name and its place.
fn focused(desk: &Desk) -> Option<(String, Rect)> {
    let all = desk.harness.root().children_recursive();
    let node = all.into_iter().find(|it| it.is_focused())?;
    let name = node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default();
    Some((name, node.rect()))
}

/// What is painted round a place, as it differs between with and without the focus.
fn painted(desk: &Desk, place: Rect) -> Vec<String> {
    let mut found = Vec::new();
    for it in &desk.harness.output().shapes {
        note(it, &it.shape, place.expand(4.0), &mut found);
    }
    found
}

fn note(of: &ClippedShape, shape: &Shape, place: Rect, found: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|it| note(of, it, place, found)),
        it if !it.visual_bounding_rect().intersect(of.clip_rect).intersects(place) => {}
        Shape::Rect(it) => found.push(format!("{:?} {:?} {:?}", it.rect, it.fill, it.stroke)),
        Shape::Path(it) => found.push(format!("{:?} {:?} {:?}", it.points, it.fill, it.stroke)),
        Shape::LineSegment { points, stroke } => found.push(format!("{points:?} {stroke:?}")),
        Shape::Text(it) => {
            found.push(format!("{:?} {} {:?} {:?}", it.pos, it.galley.text(), it.fallback_color, it.underline));
        }
        Shape::Circle(it) => found.push(format!("{:?} {} {:?} {:?}", it.center, it.radius, it.fill, it.stroke)),
        it => found.push(format!("{:?}", it.visual_bounding_rect())),
    }
}

/// Walks with Tab until it is back where it began or nothing is new; says which stops show nothing.
fn unmarked(desk: &mut Desk) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for _ in 0..MANY {
        desk.harness.key_press(Key::Tab);
        desk.harness.run_steps(4);
        let Some((name, place)) = focused(desk) else { continue };
        if !seen.insert(format!("{name} {:?}", place.min)) {
            break;
        }
        if place.width() <= 1.0 {
            // What is not drawn by itself is marked where what it holds stands.
            continue;
        }
        let with = painted(desk, place);
        let held = desk.harness.ctx.memory(|it| it.focused());
        desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.surrender_focus(*id)));
        // In the frame after it the focus is nowhere yet: what comes back with it comes a frame later.
        desk.harness.step();
        let without = painted(desk, place);
        desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.request_focus(*id)));
        desk.harness.run_steps(2);
        if !Rect::from_min_size(egui::Pos2::ZERO, SCREEN).contains_rect(place.shrink(2.0)) {
            faults.insert(format!("{name} at {place:?} is out of sight"));
        } else if with == without {
            faults.insert(format!("{name} at {place:?} shows no focus"));
        }
    }
    assert!(!seen.is_empty(), "there is a stop");
    faults
}

fn dialog_of(desk: &Desk) -> Option<AccessKitNode<'_>> {
    let all = desk.harness.root().children_recursive();
    all.into_iter().map(|it| it.accesskit_node()).find(|it| it.role() == Role::Dialog)
}

#[test]
fn everything_that_can_be_worked_has_a_name_and_figures_have_their_range() {
    let mut desk = large();
    let mut faults = BTreeSet::new();
    let mut look = |desk: &mut Desk, place: &str| {
        desk.harness.run_steps(3);
        faults.extend(unnamed(desk).into_iter().map(|it| format!("{place}: {it}")));
    };
    every_place::views(&mut desk, &mut look);
    every_place::menus(&mut desk, &mut look);
    for panel in PANELS {
        egui_kittest::kittest::Queryable::get_by_label(&desk.harness, panel).click();
        desk.harness.run_steps(2);
        desk.open_sections();
        look(&mut desk, panel);
    }
    let mut kinds = BTreeSet::new();
    for element in Element::all(desk.harness.state().document()) {
        if kinds.insert(element.kind()) {
            desk.send(Message::Inspect(element));
            desk.open_sections();
            look(&mut desk, &format!("inspector of {}", element.kind()));
        }
    }
    every_dialog::each(&mut desk, &mut look);
    let shown: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(shown.is_empty(), "{} faults:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn every_stop_of_the_keyboard_shows_that_it_has_the_focus() {
    let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
    let mut faults = BTreeSet::new();
    for panel in PANELS {
        egui_kittest::kittest::Queryable::get_by_label(&desk.harness, panel).click();
        desk.harness.run_steps(3);
        faults.extend(unmarked(&mut desk).into_iter().map(|it| format!("{panel}: {it}")));
    }
    every_dialog::each(&mut desk, |desk, dialog| {
        faults.extend(unmarked(desk).into_iter().map(|it| format!("{dialog}: {it}")));
    });
    desk.send(Message::Command(AppCommand::ShowHosts));
    faults.extend(unmarked(&mut desk).into_iter().map(|it| format!("hosts: {it}")));
    desk.send(Message::Command(AppCommand::ShowList));
    faults.extend(unmarked(&mut desk).into_iter().map(|it| format!("list: {it}")));
    let shown: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(shown.is_empty(), "{} faults:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn every_dialog_is_named_has_the_keyboard_keeps_it_and_is_closed_by_escape() {
    let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
    every_dialog::each(&mut desk, |desk, name| {
        let dialog = dialog_of(desk).unwrap_or_else(|| panic!("{name} is no dialog"));
        assert!(dialog.is_modal() && dialog.label().is_some_and(|it| !it.is_empty()), "{name}");
        for _ in 0..6 {
            let all = desk.harness.root().children_recursive();
            let focused = all.into_iter().map(|it| it.accesskit_node()).find(AccessKitNode::is_focused);
            let focused = focused.unwrap_or_else(|| panic!("{name}: nothing has the keyboard"));
            let holders = std::iter::successors(focused.parent(), AccessKitNode::parent);
            assert!(holders.into_iter().any(|it| it.role() == Role::Dialog), "{name}: {:?}", focused.label());
            desk.harness.key_press_modifiers(Modifiers::NONE, Key::Tab);
            desk.harness.run_steps(2);
        }
        for _ in 0..2 {
            // A field gives up the focus first.
            if dialog_of(desk).is_some() {
                desk.harness.key_press(Key::Escape);
                desk.harness.run_steps(3);
            }
        }
        assert!(dialog_of(desk).is_none(), "{name} is closed");
    });
}
