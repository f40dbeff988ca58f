//! Nothing jumps: what somebody points at or leads the keyboard to moves nothing, and a menu that stays open keeps its
//! entries where they are.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::Role;
use egui::{Pos2, Rect, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_design::document::template;
use tierwright_design::model::Element;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use crate::legible::{Desk, PANELS};
use crate::painted::{assert_none, place_of};

const SCREEN: Vec2 = Vec2::new(1280.0, 800.0);
/// What can be pressed.
const PRESSED: [Role; 5] = [Role::Button, Role::CheckBox, Role::RadioButton, Role::Tab, Role::ComboBox];

fn small() -> Desk {
    Desk::new(&template("small").unwrap().document, SCREEN)
}

/// Where everything is that has a name only it has.
fn places(desk: &Desk) -> BTreeMap<String, Rect> {
    let mut all: BTreeMap<String, Vec<Rect>> = BTreeMap::new();
    for node in desk.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let name = node.label().or_else(|| node.value()).unwrap_or_default();
        if let Some(place) = place_of(&node).filter(|_| !name.is_empty()) {
            all.entry(format!("{:?} {name}", node.role())).or_default().push(place);
        }
    }
    all.into_iter().filter_map(|(name, places)| (places.len() == 1).then(|| (name, places[0]))).collect()
}

/// What stands elsewhere than before, or has another size.
fn moved(before: &BTreeMap<String, Rect>, after: &BTreeMap<String, Rect>) -> BTreeSet<String> {
    let far = |a: &Rect, b: &Rect| a.min.distance(b.min).max(a.max.distance(b.max)) > 0.6;
    let both = before.iter().filter_map(|(name, a)| Some((name, a, after.get(name)?)));
    both.filter(|(_, a, b)| far(a, b)).map(|(name, a, b)| format!("{name}: {a:?}, then {b:?}")).collect()
}

/// What can be pressed and is in sight.
fn pressed(desk: &Desk) -> BTreeMap<String, Pos2> {
    let screen = Rect::from_min_size(Pos2::ZERO, SCREEN);
    let all = desk.harness.root().children_recursive();
    let nodes = all.into_iter().map(|it| it.accesskit_node());
    let shown = nodes.filter(|it| PRESSED.contains(&it.role()) && !it.is_disabled());
    let placed = shown.filter_map(|it| Some((format!("{:?} {}", it.role(), it.label()?), place_of(&it)?)));
    placed.filter(|(_, it)| screen.contains_rect(*it) && it.is_positive()).map(|(it, at)| (it, at.center())).collect()
}

#[test]
fn nothing_moves_under_the_pointer() {
    let mut desk = small();
    let mut faults = BTreeSet::new();
    for panel in PANELS {
        desk.harness.get_by_label(panel).click();
        desk.harness.run_steps(4);
        for (name, at) in pressed(&desk) {
            desk.harness.hover_at(Pos2::new(SCREEN.x / 2.0, 20.0));
            desk.harness.run_steps(2);
            let before = places(&desk);
            desk.harness.hover_at(at);
            desk.harness.run_steps(2);
            faults.extend(moved(&before, &places(&desk)).into_iter().map(|it| format!("{panel}, at {name}: {it}")));
        }
    }
    assert_none(&faults);
}

#[test]
fn nothing_moves_when_the_keyboard_goes_on() {
    let mut desk = small();
    let mut faults = BTreeSet::new();
    for view in [AppCommand::ShowCanvas, AppCommand::ShowHosts] {
        desk.send(Message::Command(view));
        desk.harness.run_steps(4);
        for _ in 0..30 {
            let before = places(&desk);
            desk.harness.key_press(egui::Key::Tab);
            desk.harness.run_steps(3);
            faults.extend(moved(&before, &places(&desk)));
        }
    }
    assert_none(&faults);
}

#[test]
fn hosts_are_added_one_after_the_other_without_an_entry_moving() {
    let mut desk = Desk::new(&template("empty").unwrap().document, SCREEN);
    for _ in 0..2 {
        desk.harness.get_by_label("Add BizTalk server").click();
        desk.harness.run_steps(4);
    }
    let document = desk.harness.state().document().clone();
    desk.send(Message::Select(document.computers.keys().map(|it| Element::from(*it)).collect()));
    desk.send(Message::Command(AppCommand::ContextMenu));
    desk.harness.run_steps(3);
    desk.harness.get_by_label("Host instances").click();
    desk.harness.run_steps(4);
    let entries = |desk: &Desk| {
        let all = places(desk).into_iter();
        all.filter(|(it, _)| it.contains("Add ") && it.ends_with(" host")).collect::<BTreeMap<_, _>>()
    };
    let before = entries(&desk);
    assert!(before.len() > 3, "{before:?}");
    for kind in ["Add receive host", "Add send host", "Add tracking host"] {
        desk.harness.get_by_label(kind).click();
        desk.harness.run_steps(4);
        let after = entries(&desk);
        assert_eq!((moved(&before, &after), after.len()), (BTreeSet::new(), before.len()), "{kind}");
    }
    assert_eq!(desk.harness.state().document().hosts.len(), 3);
}
