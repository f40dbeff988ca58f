//! Contrast as rendered, in every theme: of each text against what is painted below it, of what shows that a control is
//! there, and of the mark of the focus.

use std::collections::BTreeSet;

use egui::accesskit::{Role, Toggled};
use egui::epaint::{ClippedShape, ColorMode, Shape, TextShape};
use egui::{Color32, Key, Pos2, Rect, Rgba, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use tierwright_design::document::template;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use crate::legible::{Desk, PANELS};
use crate::{every_dialog, every_place};

const SCREEN: Vec2 = Vec2::new(1280.0, 800.0);
/// WCAG 2.2, 1.4.3 and 1.4.11.
const TEXT: f32 = 4.5;
const CONTROL: f32 = 3.0;
/// Colors are stored in eight bits.
const SLACK: f32 = 0.02;

const THEMES: [AppCommand; 3] = [AppCommand::ThemeLight, AppCommand::ThemeDark, AppCommand::ThemeHighContrast];

fn luminance(color: Color32) -> f32 {
    let it = Rgba::from(color);
    0.2126 * it.r() + 0.7152 * it.g() + 0.0722 * it.b()
}

fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// A color over an opaque one, blended as the screen does.
fn over(color: Color32, ground: Color32) -> Color32 {
    let keep = 255 - u32::from(color.a());
    let of = |top: u8, below: u8| u8::try_from(u32::from(top) + (u32::from(below) * keep + 127) / 255).unwrap_or(255);
    Color32::from_rgb(of(color.r(), ground.r()), of(color.g(), ground.g()), of(color.b(), ground.b()))
}

/// Single shapes in painting order, each with its clip.
fn flat(shapes: &[ClippedShape]) -> Vec<(Rect, &Shape)> {
    fn add<'s>(clip: Rect, shape: &'s Shape, all: &mut Vec<(Rect, &'s Shape)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|it| add(clip, it, all)),
            it => all.push((clip, it)),
        }
    }
    let mut all = Vec::new();
    for it in shapes {
        add(it.clip_rect, &it.shape, &mut all);
    }
    all
}

/// What fills a point; `None` where the shape does not.
fn fill_at(clip: Rect, shape: &Shape, at: Pos2) -> Option<Color32> {
    if !clip.contains(at) {
        return None;
    }
    match shape {
        Shape::Rect(it) if it.rect.contains(at) && it.blur_width == 0.0 => Some(it.fill),
        Shape::Circle(it) if it.center.distance(at) <= it.radius => Some(it.fill),
        Shape::Path(it) if it.closed && it.visual_bounding_rect().shrink(1.0).contains(at) => Some(it.fill),
        _ => None,
    }
}

/// What stands below a point before a shape is painted.
fn ground(shapes: &[(Rect, &Shape)], before: usize, at: Pos2) -> Color32 {
    let below = shapes[..before].iter().filter_map(|(clip, shape)| fill_at(*clip, shape, at));
    below.fold(Color32::BLACK, |ground, it| over(it, ground))
}

/// Whether something opaque is painted over a point after a shape.
fn is_covered(shapes: &[(Rect, &Shape)], after: usize, at: Pos2) -> bool {
    shapes[after + 1..].iter().any(|(clip, shape)| fill_at(*clip, shape, at).is_some_and(|it| it.a() > 40))
}

/// The colors of the letters of a text, with a point of each line.
fn letters(text: &TextShape) -> Vec<(Pos2, Color32, String)> {
    let sections = &text.galley.job.sections;
    let color = text.override_text_color.or_else(|| {
        let first = sections.first()?.format.color;
        Some(if first == Color32::PLACEHOLDER { text.fallback_color } else { first })
    });
    let color = color.unwrap_or(text.fallback_color).gamma_multiply(text.opacity_factor);
    let rows = text.galley.rows.iter().filter(|it| it.visuals.mesh_bounds.is_positive());
    rows.map(|row| {
        let place = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
        (place.center(), color, text.galley.text().to_owned())
    })
    .collect()
}

/// Where a node stands; `None` for one that is not drawn by itself.
fn place_of(node: &AccessKitNode<'_>) -> Option<Rect> {
    let it = node.bounding_box()?;
    Some(Rect { min: Pos2::new(it.x0 as f32, it.y0 as f32), max: Pos2::new(it.x1 as f32, it.y1 as f32) })
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

/// The colors with which a shape is painted.
fn colors_of(shape: &Shape) -> Vec<Color32> {
    let of_path = |it: &ColorMode| if let ColorMode::Solid(color) = it { vec![*color] } else { Vec::new() };
    let mut colors = match shape {
        Shape::Rect(it) => vec![it.fill, if it.stroke.width > 0.0 { it.stroke.color } else { Color32::TRANSPARENT }],
        Shape::Circle(it) => vec![it.fill, if it.stroke.width > 0.0 { it.stroke.color } else { Color32::TRANSPARENT }],
        Shape::LineSegment { stroke, .. } => vec![stroke.color],
        Shape::Path(it) => [of_path(&it.stroke.color), vec![it.fill]].concat(),
        Shape::Text(it) => letters(it).into_iter().map(|(_, color, _)| color).collect(),
        _ => Vec::new(),
    };
    colors.retain(|it| it.a() > 0);
    colors
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

fn assert_none(faults: &BTreeSet<String>) {
    let shown: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(shown.is_empty(), "{} faults:\n{}", shown.len(), shown.join("\n"));
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

#[test]
fn the_mark_of_the_focus_stands_out_in_every_theme() {
    let mut faults = BTreeSet::new();
    for theme in THEMES {
        let mut desk = Desk::new(&template("small").unwrap().document, SCREEN);
        desk.send(Message::Command(theme));
        for _ in 0..25 {
            desk.harness.key_press(Key::Tab);
            desk.harness.run_steps(4);
            let all = desk.harness.root().children_recursive();
            let focused = all.into_iter().find(|it| it.is_focused());
            let Some(focused) = focused.map(|it| it.accesskit_node()) else { continue };
            let (name, Some(place)) = (focused.label(), place_of(&focused)) else { continue };
            if place.width() <= 1.0 {
                continue;
            }
            let of = |desk: &Desk| -> Vec<String> {
                flat(&desk.harness.output().shapes).iter().map(|(_, it)| format!("{it:?}")).collect()
            };
            let held = desk.harness.ctx.memory(|it| it.focused());
            desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.surrender_focus(*id)));
            desk.harness.step();
            let without = of(&desk);
            desk.harness.ctx.memory_mut(|it| held.iter().for_each(|id| it.request_focus(*id)));
            desk.harness.run_steps(3);
            let shapes = flat(&desk.harness.output().shapes);
            let near = |shape: &Shape| place.expand(6.0).intersects(shape.visual_bounding_rect());
            let new =
                shapes.iter().enumerate().filter(|(_, (_, it))| near(it) && !without.contains(&format!("{it:?}")));
            let marks = new.map(|(at, (_, shape))| {
                let bounds = shape.visual_bounding_rect();
                let around = ground(&shapes, at, bounds.left_center() + Vec2::new(4.0, 0.0));
                colors_of(shape).into_iter().map(|it| contrast(over(it, around), around)).fold(1.0, f32::max)
            });
            let best = marks.fold(1.0, f32::max);
            if best + SLACK < CONTROL {
                faults.insert(format!("{theme:?}: {best:.1} at {name:?}"));
            }
        }
    }
    assert_none(&faults);
}
