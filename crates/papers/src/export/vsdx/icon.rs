//! Icons as shapes of Visio: the strokes that the other pictures have, a geometry each.

use std::fmt::Write as _;

use super::{cell, color, inches};
use crate::geometry::{Point, Rect};
use crate::scene::{IconKind, Ink, Prim, icon};

/// Inside of an icon's place, in world units.
const INSET: f32 = 3.0;

/// The cells of an icon that depend on its color, and its geometries; places count from the lower left corner.
pub(super) fn icon_parts(kind: IconKind, ink: Ink, rect: Rect) -> (String, String) {
    let prims = icon(kind, rect.expand(-INSET), ink);
    let widest = prims.iter().filter_map(stroke_width).fold(0.5, f32::max);
    let cells = [
        cell("FillForegnd", &color(ink)),
        cell("FillPattern", "1"),
        cell("LineColor", &color(ink)),
        cell("LinePattern", "1"),
        cell("LineWeight", &inches(widest)),
    ];
    let mut geometries = String::new();
    for (number, prim) in prims.iter().enumerate() {
        let (filled, rows) = match prim {
            Prim::Rect { rect: it, fill, .. } => {
                let corners = [it.min, Point::new(it.max.x, it.min.y), it.max, Point::new(it.min.x, it.max.y), it.min];
                (fill.is_some_and(|it| it != Ink::OnSeverity), path(&corners, rect))
            }
            Prim::Line { points, .. } => (false, path(points, rect)),
            Prim::Polygon { points, fill, .. } => {
                let closed: Vec<Point> = points.iter().chain(points.first()).copied().collect();
                (fill.is_some_and(|it| it != Ink::OnSeverity), path(&closed, rect))
            }
            Prim::Circle { center, radius, fill, .. } => (fill.is_some(), ellipse(*center, *radius, rect)),
            Prim::Text { .. } | Prim::Link { .. } => continue,
        };
        let hollow = cell("NoFill", if filled { "0" } else { "1" });
        let _infallible = write!(geometries, "<Section N=\"Geometry\" IX=\"{number}\">{hollow}{rows}</Section>");
    }
    (cells.concat(), geometries)
}

fn stroke_width(prim: &Prim) -> Option<f32> {
    match prim {
        Prim::Rect { stroke, .. } | Prim::Polygon { stroke, .. } | Prim::Circle { stroke, .. } => {
            stroke.map(|it| it.width)
        }
        Prim::Line { stroke, .. } => Some(stroke.width),
        Prim::Text { .. } | Prim::Link { .. } => None,
    }
}

/// A place in inches from the lower left corner of a rectangle.
fn place(at: Point, rect: Rect) -> (String, String) {
    (inches(at.x - rect.min.x), inches(rect.max.y - at.y))
}

fn path(points: &[Point], rect: Rect) -> String {
    let mut rows = String::new();
    for (number, point) in (1..).zip(points) {
        let kind = if number == 1 { "MoveTo" } else { "LineTo" };
        let (x, y) = place(*point, rect);
        let _infallible = write!(rows, "<Row T=\"{kind}\" IX=\"{number}\">{}{}</Row>", cell("X", &x), cell("Y", &y));
    }
    rows
}

fn ellipse(center: Point, radius: f32, rect: Rect) -> String {
    let (x, y) = place(center, rect);
    let (a, b) = place(center.offset(radius, 0.0), rect);
    let (c, d) = place(center.offset(0.0, -radius), rect);
    let cells = [("X", x), ("Y", y), ("A", a), ("B", b), ("C", c), ("D", d)].map(|(name, value)| cell(name, &value));
    format!("<Row T=\"Ellipse\" IX=\"1\">{}</Row>", cells.concat())
}
