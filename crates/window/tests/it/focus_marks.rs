//! The mark of the focus as rendered, in every theme: in the window, in menus and in dialogs it can be told from no mark.

use std::collections::BTreeSet;

use egui::epaint::{ClippedShape, Shape};
use egui::{Key, Pos2, Rect, Vec2};
use egui_kittest::kittest::NodeT as _;
use tierwright_design::document::template;
use tierwright_session::queue::Message;

use crate::every_dialog;
use crate::legible::Desk;
use crate::painted::{CONTROL, SLACK, THEMES, assert_none, color_at, colors_of, contrast, flat, ground, place_of};

const SCREEN: Vec2 = Vec2::new(1280.0, 800.0);

/// What has the focus: its name and its place.
fn focused(desk: &Desk) -> Option<(String, Rect)> {
    let all = desk.harness.root().children_recursive();
    let node = all.into_iter().map(|it| it.accesskit_node()).find(egui_kittest::kittest::AccessKitNode::is_focused)?;
    Some((node.label().unwrap_or_default(), place_of(&node)?))
}

/// The frame as it is, and as it would be without the focus.
fn with_and_without(desk: &mut Desk) -> (Vec<ClippedShape>, Vec<ClippedShape>) {
    let with = desk.harness.output().shapes.clone();
    let held = desk.harness.ctx.memory(|it| it.focused());
    desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.surrender_focus(*id)));
    desk.harness.step();
    let without = desk.harness.output().shapes.clone();
    desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.request_focus(*id)));
    desk.harness.run_steps(3);
    (with, without)
}

/// How well the mark can be told from none: along the edges of what is new where that is a rectangle, else by its color.
fn strength(place: Rect, with: &[ClippedShape], without: &[ClippedShape]) -> f32 {
    let (with, without) = (flat(with), flat(without));
    let before: BTreeSet<String> = without.iter().map(|(_, it)| format!("{it:?}")).collect();
    let near = |shape: &Shape| place.expand(6.0).intersects(shape.visual_bounding_rect());
    let new = with.iter().enumerate().filter(|(_, (_, it))| near(it) && !before.contains(&format!("{it:?}")));
    let marks = new.map(|(at, (_, shape))| match shape {
        Shape::Rect(_) | Shape::Circle(_) => {
            let bounds = shape.visual_bounding_rect();
            let change = |it: Pos2| contrast(color_at(&with, it), color_at(&without, it));
            edges(bounds).into_iter().map(change).fold(1.0, f32::max)
        }
        shape => {
            let around = ground(&with, at, shape.visual_bounding_rect().left_center() + Vec2::new(4.0, 0.0));
            colors_of(shape).into_iter().map(|it| contrast(it, around)).fold(1.0, f32::max)
        }
    });
    marks.fold(1.0, f32::max)
}

/// Points along lines that cross the left and the upper edge of a place.
fn edges(place: Rect) -> Vec<Pos2> {
    let steps = (0..24_u8).map(|it| f32::from(it) * 0.5 - 4.0);
    steps.flat_map(|it| [place.left_center() + Vec2::new(it, 0.0), place.center_top() + Vec2::new(0.0, it)]).collect()
}

/// What does not show well enough that it has the focus, of what Tab leads to.
fn faint(desk: &mut Desk, num_stops: usize) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for _ in 0..num_stops {
        if let Some((name, place)) = focused(desk).filter(|(_, place)| place.width() > 1.0) {
            if !seen.insert(format!("{name} {:?}", place.min)) {
                break;
            }
            let (with, without) = with_and_without(desk);
            let strength = strength(place, &with, &without);
            if strength + SLACK < CONTROL {
                faults.insert(format!("{strength:.1} at {name}"));
            }
        }
        desk.harness.key_press(Key::Tab);
        desk.harness.run_steps(4);
    }
    faults
}

#[test]
fn the_mark_of_the_focus_stands_out_in_every_theme() {
    let mut faults = BTreeSet::new();
    for theme in THEMES {
        let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
        desk.send(Message::Command(theme));
        faults.extend(faint(&mut desk, 25).into_iter().map(|it| format!("{theme:?}: {it}")));
    }
    assert_none(&faults);
}

#[test]
fn the_mark_of_the_focus_stands_out_in_every_dialog() {
    let mut faults = BTreeSet::new();
    for theme in THEMES {
        let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
        desk.send(Message::Command(theme));
        every_dialog::each(&mut desk, |desk, dialog| {
            desk.harness.run_steps(3);
            faults.extend(faint(desk, 3).into_iter().map(|it| format!("{theme:?}, {dialog}: {it}")));
        });
    }
    assert_none(&faults);
}

#[test]
fn the_entry_of_a_menu_that_has_the_keyboard_stands_out() {
    let mut faults = BTreeSet::new();
    for theme in THEMES {
        let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
        desk.send(Message::Command(theme));
        desk.harness.key_press(Key::PageDown);
        desk.harness.run_steps(3);
        desk.harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::F10);
        desk.harness.run_steps(4);
        for _ in 0..3 {
            let (name, place) = focused(&desk).expect("the menu has the keyboard");
            let (with, without) = with_and_without(&mut desk);
            let strength = strength(place, &with, &without);
            if strength + SLACK < CONTROL {
                faults.insert(format!("{theme:?}: {strength:.1} at {name}"));
            }
            desk.harness.key_press(Key::ArrowDown);
            desk.harness.run_steps(3);
        }
    }
    assert_none(&faults);
}
