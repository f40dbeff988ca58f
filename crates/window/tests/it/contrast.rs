//! Contrast as rendered, in every theme: of each text against what is painted below it, and of what shows that a control is
//! there.

use std::collections::BTreeSet;

use egui::accesskit::{Role, Toggled};
use egui::epaint::Shape;
use egui::{Pos2, Rect, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use tierwright_design::document::template;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use crate::legible::{Desk, PANELS};
use crate::painted::{
    CONTROL, SLACK, TEXT, THEMES, assert_none, colors_of, contrast, fill_at, flat, ground, letters, over, place_of,
};
use crate::{every_dialog, every_place};

const SCREEN: Vec2 = Vec2::new(1280.0, 800.0);

/// Whether something opaque is painted over a point after a shape.
fn is_covered(shapes: &[(Rect, &Shape)], after: usize, at: Pos2) -> bool {
    shapes[after + 1..].iter().any(|(clip, shape)| fill_at(*clip, shape, at).is_some_and(|it| it.a() > 40))
}

/// Where what cannot be worked now stands: contrast is not asked of it.
fn disabled(desk: &Desk) -> Vec<Rect> {
    let all = desk.harness.root().children_recursive();
    all.into_iter()
        .map(|it| it.accesskit_node())
        .filter(AccessKitNode::is_disabled)
        .filter_map(|it| place_of(&it))
        .collect()
}

/// Texts that are too faint.
fn faint_texts(desk: &Desk, canvas: Option<Rect>) -> BTreeSet<String> {
    let shapes = flat(&desk.harness.output().shapes);
    let disabled = disabled(desk);
    let mut faults = BTreeSet::new();
    for (at, (clip, shape)) in shapes.iter().enumerate() {
        let Shape::Text(text) = shape else { continue };
        for (point, color, words) in letters(text) {
            let is_drawn = canvas.is_some_and(|it| it.contains(point)) && clip.height() > 300.0;
            let skips = disabled.iter().any(|it| it.contains(point)) || is_drawn || words.trim().is_empty();
            if !clip.contains(point) || skips || is_covered(&shapes, at, point) {
                continue;
            }
            let below = ground(&shapes, at, point);
            let ratio = contrast(over(color, below), below);
            if ratio + SLACK < TEXT {
                faults.insert(format!("{ratio:.1}: “{words}” {color:?} on {below:?}"));
            }
        }
    }
    faults
}

/// Whether a menu, a dialog or the shade behind one lies over part of a place.
fn is_overlaid(shapes: &[(Rect, &Shape)], place: Rect) -> bool {
    let is_inside = |shape: &Shape| place.expand(6.0).contains_rect(shape.visual_bounding_rect());
    let Some(first) = shapes.iter().position(|(_, it)| is_inside(it)) else { return false };
    let inner = place.shrink(3.0);
    let points = [inner.left_center(), inner.center(), inner.right_center()];
    let lies_over = |(clip, shape): &(Rect, &Shape)| {
        !is_inside(shape) && points.iter().any(|at| fill_at(*clip, shape, *at).is_some_and(|it| it.a() > 40))
    };
    shapes[first..].iter().any(lies_over)
}

/// The strongest contrast of what is painted in a place against what lies around it.
fn mark_of(shapes: &[(Rect, &Shape)], place: Rect) -> f32 {
    let mut best = 1.0_f32;
    for (at, (clip, shape)) in shapes.iter().enumerate() {
        let bounds = shape.visual_bounding_rect();
        if !place.expand(5.0).contains_rect(bounds)
            || !clip.intersects(bounds)
            || is_covered(shapes, at, place.center())
        {
            continue;
        }
        let around = ground(shapes, at, bounds.left_center() - Vec2::new(2.0, 0.0));
        for color in colors_of(shape) {
            best = best.max(contrast(over(color, around), around));
        }
    }
    best
}

/// Controls that nothing marks well enough: by their frame, their sign or their words.
fn faint_controls(desk: &Desk) -> BTreeSet<String> {
    let shapes = flat(&desk.harness.output().shapes);
    let roles = [Role::CheckBox, Role::RadioButton, Role::Slider, Role::TextInput, Role::ComboBox, Role::Button];
    let mut faults = BTreeSet::new();
    for node in desk.harness.root().children_recursive() {
        let (role, place) = (node.accesskit_node().role(), place_of(&node.accesskit_node()));
        let Some(place) = place else { continue };
        let in_sight = Rect::from_min_size(Pos2::ZERO, SCREEN).contains_rect(place) && place.is_positive();
        if !roles.contains(&role) || node.accesskit_node().is_disabled() || !in_sight {
            continue;
        }
        // Whether a box is ticked is seen in its square alone, not in the words beside it.
        let square = node.accesskit_node().toggled().is_some_and(|it| it != Toggled::Mixed)
            && matches!(role, Role::CheckBox | Role::RadioButton);
        let place = if square { Rect::from_min_size(place.min, Vec2::new(20.0, place.height())) } else { place };
        if is_overlaid(&shapes, place) {
            continue;
        }
        let is_visible =
            shapes.iter().any(|(clip, it)| clip.contains_rect(place) && it.visual_bounding_rect().intersects(place));
        let ratio = mark_of(&shapes, place);
        if is_visible && ratio > 1.0 && ratio + SLACK < CONTROL {
            let name = node.accesskit_node().label().unwrap_or_default();
            faults.insert(format!("{ratio:.1}: {role:?} “{name}” at {place:?}"));
        }
    }
    faults
}

/// Walks through panels, views, menus and dialogs in a theme.
fn walk(theme: AppCommand, mut look: impl FnMut(&mut Desk, &str)) {
    let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
    desk.send(Message::Command(theme));
    for panel in PANELS {
        desk.harness.get_by_label(panel).click();
        desk.harness.run_steps(3);
        look(&mut desk, panel);
    }
    every_place::views(&mut desk, &mut look);
    every_place::menus(&mut desk, &mut look);
    every_dialog::each(&mut desk, &mut look);
}

#[test]
fn every_text_and_every_control_stands_out_in_every_theme() {
    let mut faults = BTreeSet::new();
    for theme in THEMES {
        walk(theme, |desk, place| {
            let canvas = desk.harness.ctx.read_response(egui::Id::new("canvas-sheet")).map(|it| it.rect);
            let found = faint_texts(desk, canvas).into_iter().chain(faint_controls(desk));
            faults.extend(found.map(|it| format!("{theme:?}, {place}: {it}")));
        });
    }
    assert_none(&faults);
}
