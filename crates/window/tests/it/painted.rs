//! What a frame paints, color by color, for tests of what can be seen.

use std::collections::BTreeSet;

use egui::epaint::{ClippedShape, ColorMode, RectShape, Shape, TextShape};
use egui::{Color32, Pos2, Rect, Rgba, StrokeKind};
use egui_kittest::kittest::AccessKitNode;
use tierwright_session::command::AppCommand;

/// WCAG 2.2, 1.4.3 and 1.4.11.
pub(crate) const TEXT: f32 = 4.5;
pub(crate) const CONTROL: f32 = 3.0;
/// Colors are stored in eight bits.
pub(crate) const SLACK: f32 = 0.02;

pub(crate) const THEMES: [AppCommand; 3] =
    [AppCommand::ThemeLight, AppCommand::ThemeDark, AppCommand::ThemeHighContrast];

/// How bright a color is, from 0 to 1.
fn luminance(color: Color32) -> f32 {
    let it = Rgba::from(color);
    0.2126 * it.r() + 0.7152 * it.g() + 0.0722 * it.b()
}

/// How well two colors can be told apart, from 1 to 21.
pub(crate) fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// A color over an opaque one, blended as the screen does.
pub(crate) fn over(color: Color32, ground: Color32) -> Color32 {
    let keep = 255 - u32::from(color.a());
    let of = |top: u8, below: u8| u8::try_from(u32::from(top) + (u32::from(below) * keep + 127) / 255).unwrap_or(255);
    Color32::from_rgb(of(color.r(), ground.r()), of(color.g(), ground.g()), of(color.b(), ground.b()))
}

/// Single shapes in painting order, each with its clip.
pub(crate) fn flat(shapes: &[ClippedShape]) -> Vec<(Rect, &Shape)> {
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
pub(crate) fn fill_at(clip: Rect, shape: &Shape, at: Pos2) -> Option<Color32> {
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
pub(crate) fn ground(shapes: &[(Rect, &Shape)], before: usize, at: Pos2) -> Color32 {
    let below = shapes[..before].iter().filter_map(|(clip, shape)| fill_at(*clip, shape, at));
    below.fold(Color32::BLACK, |ground, it| over(it, ground))
}

/// What a point shows, letters apart.
pub(crate) fn color_at(shapes: &[(Rect, &Shape)], at: Pos2) -> Color32 {
    let painted = shapes.iter().filter(|(clip, _)| clip.contains(at)).flat_map(|(clip, it)| match it {
        Shape::Rect(it) => rect_at(it, at),
        Shape::Circle(it) => {
            let distance = it.center.distance(at) - it.radius;
            let fill = if distance <= 0.0 { it.fill } else { Color32::TRANSPARENT };
            let is_edge = distance.abs() <= it.stroke.width / 2.0;
            [fill, if is_edge { it.stroke.color } else { Color32::TRANSPARENT }]
        }
        it => [fill_at(*clip, it, at).unwrap_or_default(), Color32::TRANSPARENT],
    });
    painted.fold(Color32::BLACK, |ground, it| over(it, ground))
}

/// Fill and outline of a rectangle at a point.
fn rect_at(it: &RectShape, at: Pos2) -> [Color32; 2] {
    let (min, max) = (at - it.rect.min, it.rect.max - at);
    let depth = min.x.min(min.y).min(max.x).min(max.y);
    let (from, to) = match it.stroke_kind {
        StrokeKind::Inside => (0.0, it.stroke.width),
        StrokeKind::Middle => (-it.stroke.width / 2.0, it.stroke.width / 2.0),
        StrokeKind::Outside => (-it.stroke.width, 0.0),
    };
    let fill = if depth >= 0.0 && it.blur_width == 0.0 { it.fill } else { Color32::TRANSPARENT };
    [fill, if depth >= from && depth <= to { it.stroke.color } else { Color32::TRANSPARENT }]
}

/// The colors of the letters of a text, with a point of each line.
pub(crate) fn letters(text: &TextShape) -> Vec<(Pos2, Color32, String)> {
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
pub(crate) fn place_of(node: &AccessKitNode<'_>) -> Option<Rect> {
    let it = node.bounding_box()?;
    Some(Rect { min: Pos2::new(it.x0 as f32, it.y0 as f32), max: Pos2::new(it.x1 as f32, it.y1 as f32) })
}

/// The colors with which a shape is painted.
pub(crate) fn colors_of(shape: &Shape) -> Vec<Color32> {
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

/// Fails where anything was found.
pub(crate) fn assert_none(faults: &BTreeSet<String>) {
    let shown: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(shown.is_empty(), "{} faults:\n{}", shown.len(), shown.join("\n"));
}
