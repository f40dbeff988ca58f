//! The drawing vocabulary of the display list: six shapes, drawn alike on screen, in SVG, PNG and PDF.

use crate::geometry::{Point, Rect};
use crate::scene::ink::Ink;
use crate::scene::text::{self, Face};

/// A dash pattern: so many world units drawn, so many left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    /// Length of a dash in world units.
    pub on: f32,
    /// Length of a gap in world units.
    pub off: f32,
}

/// How a line or an outline is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Color token.
    pub ink: Ink,
    /// Width in world units.
    pub width: f32,
    /// Dash pattern; None is a continuous line.
    pub dash: Option<Dash>,
}

impl Stroke {
    /// A continuous stroke.
    pub const fn solid(ink: Ink, width: f32) -> Self {
        Self { ink, width, dash: None }
    }

    /// A dashed stroke with `on` drawn and `off` left out.
    pub const fn dashed(ink: Ink, width: f32, on: f32, off: f32) -> Self {
        Self { ink, width, dash: Some(Dash { on, off }) }
    }
}

/// Which part of a text sits at its baseline point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The text starts there.
    #[default]
    Start,
    /// The text is centered there.
    Middle,
    /// The text ends there.
    End,
}

/// One shape of the display list, in world units.
#[derive(Clone, Debug, PartialEq)]
pub enum Prim {
    /// An axis-parallel rectangle.
    Rect {
        /// Position and size.
        rect: Rect,
        /// Corner radius; 0 is a sharp corner.
        radius: f32,
        /// Fill; None leaves what lies below visible.
        fill: Option<Ink>,
        /// Outline, centered on the edge; None draws no outline.
        stroke: Option<Stroke>,
    },
    /// An open line through two or more points.
    Line {
        /// The points in drawing order.
        points: Vec<Point>,
        /// Color, width and dashes.
        stroke: Stroke,
        /// Whether the last point carries an arrow head.
        arrow: bool,
    },
    /// A closed convex polygon.
    Polygon {
        /// The corners in order; the outline closes by itself.
        points: Vec<Point>,
        /// Fill; None leaves what lies below visible.
        fill: Option<Ink>,
        /// Outline; None draws no outline.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// The middle.
        center: Point,
        /// Radius in world units.
        radius: f32,
        /// Fill; None leaves what lies below visible.
        fill: Option<Ink>,
        /// Outline; None draws no outline.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// Where the baseline starts, has its middle or ends, as `align` says.
        baseline: Point,
        /// Which part of the text sits at `baseline`.
        align: Align,
        /// Font size (em) in world units.
        size: f32,
        /// Typeface.
        face: Face,
        /// Color token.
        ink: Ink,
        /// The text; a line break has no meaning here.
        text: String,
    },
    /// A clickable area; draws nothing.
    Link {
        /// The area that reacts.
        rect: Rect,
        /// Where it leads.
        url: String,
    },
}

impl Prim {
    /// A filled rectangle without outline.
    pub fn filled(rect: Rect, radius: f32, ink: Ink) -> Self {
        Self::Rect { rect, radius, fill: Some(ink), stroke: None }
    }

    /// A text that starts at `baseline`.
    pub fn text(baseline: Point, size: f32, face: Face, ink: Ink, text: impl Into<String>) -> Self {
        Self::Text { baseline, align: Align::Start, size, face, ink, text: text.into() }
    }

    /// A continuous line through `points`.
    pub fn line(points: Vec<Point>, stroke: Stroke) -> Self {
        Self::Line { points, stroke, arrow: false }
    }

    /// The shape enlarged by `scale` about the origin and then moved by `dx`, `dy`.
    pub fn placed(&self, scale: f32, dx: f32, dy: f32) -> Self {
        let at = |p: Point| Point::new(p.x * scale + dx, p.y * scale + dy);
        let area = |r: &Rect| Rect { min: at(r.min), max: at(r.max) };
        let line = |s: Stroke| Stroke {
            width: s.width * scale,
            dash: s.dash.map(|d| Dash { on: d.on * scale, off: d.off * scale }),
            ..s
        };
        match self {
            Self::Rect { rect, radius, fill, stroke } => {
                Self::Rect { rect: area(rect), radius: radius * scale, fill: *fill, stroke: stroke.map(line) }
            }
            Self::Line { points, stroke, arrow } => {
                let points = points.iter().copied().map(at).collect();
                Self::Line { points, stroke: line(*stroke), arrow: *arrow }
            }
            Self::Polygon { points, fill, stroke } => {
                let points = points.iter().copied().map(at).collect();
                Self::Polygon { points, fill: *fill, stroke: stroke.map(line) }
            }
            Self::Circle { center, radius, fill, stroke } => {
                let radius = radius * scale;
                Self::Circle { center: at(*center), radius, fill: *fill, stroke: stroke.map(line) }
            }
            Self::Text { baseline, align, size, face, ink, text } => Self::Text {
                baseline: at(*baseline),
                align: *align,
                size: size * scale,
                face: *face,
                ink: *ink,
                text: text.clone(),
            },
            Self::Link { rect, url } => Self::Link { rect: area(rect), url: url.clone() },
        }
    }

    /// The smallest rectangle that holds the shape with its outline; None for a line or polygon without points.
    pub fn bounds(&self) -> Option<Rect> {
        let half = |stroke: &Option<Stroke>| stroke.map_or(0.0, |s| s.width / 2.0);
        match self {
            Self::Rect { rect, stroke, .. } => Some(rect.expand(half(stroke))),
            Self::Line { points, stroke, arrow } => {
                let margin = if *arrow { ARROW_HALF_WIDTH * stroke.width } else { stroke.width / 2.0 };
                bounds_of(points).map(|b| b.expand(margin))
            }
            Self::Polygon { points, stroke, .. } => bounds_of(points).map(|b| b.expand(half(stroke))),
            Self::Circle { center, radius, stroke, .. } => {
                Some(Rect { min: *center, max: *center }.expand(radius + half(stroke)))
            }
            Self::Text { baseline, align, size, face, text, .. } => {
                let width = text::text_width(*face, *size, text);
                let left = text_left(*baseline, *align, width);
                let (up, down) = (text::ascent(*face, *size), text::descent(*face, *size));
                Some(Rect::from_ltrb(left, baseline.y - up, left + width, baseline.y + down))
            }
            Self::Link { rect, .. } => Some(*rect),
        }
    }
}

/// Length of an arrow head in line widths.
pub(crate) const ARROW_LENGTH: f32 = 6.0;
/// Half the width of an arrow head in line widths.
pub(crate) const ARROW_HALF_WIDTH: f32 = 2.6;

/// The three corners of the arrow head (tip first) at the end of a line, and the point where the line must stop so
/// that it does not show beside the tip; None for a line without length.
pub fn arrow_head(points: &[Point], stroke: &Stroke) -> Option<([Point; 3], Point)> {
    let tip = *points.last()?;
    let from = *points.iter().rev().find(|p| p.distance(tip) > f32::EPSILON)?;
    let length = from.distance(tip);
    let (ux, uy) = ((tip.x - from.x) / length, (tip.y - from.y) / length);
    let unit = stroke.width;
    let back = (ARROW_LENGTH * unit).min(length);
    let side = ARROW_HALF_WIDTH * unit * back / (ARROW_LENGTH * unit);
    let base = tip.offset(-ux * back, -uy * back);
    Some(([tip, base.offset(-uy * side, ux * side), base.offset(uy * side, -ux * side)], base))
}

/// The left edge of a text of `width` aligned at `baseline`.
pub fn text_left(baseline: Point, align: Align, width: f32) -> f32 {
    match align {
        Align::Start => baseline.x,
        Align::Middle => baseline.x - width / 2.0,
        Align::End => baseline.x - width,
    }
}

/// The smallest rectangle that holds all points; None without points.
pub(crate) fn bounds_of(points: &[Point]) -> Option<Rect> {
    points.iter().map(|p| Rect { min: *p, max: *p }).reduce(|a, b| a.union(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_head_points_along_the_last_leg() {
        let points = [Point::new(0.0, 0.0), Point::new(0.0, 50.0), Point::new(100.0, 50.0)];
        let ([tip, a, b], base) = arrow_head(&points, &Stroke::solid(Ink::Line, 1.0)).unwrap();
        assert_eq!(tip, Point::new(100.0, 50.0));
        assert_eq!(base, Point::new(94.0, 50.0));
        assert!(a.x < tip.x && b.x < tip.x && a.y != b.y);
    }

    #[test]
    fn line_without_length_has_no_arrow_head() {
        let p = Point::new(3.0, 3.0);
        assert!(arrow_head(&[p, p], &Stroke::solid(Ink::Line, 1.0)).is_none());
        assert!(arrow_head(&[], &Stroke::solid(Ink::Line, 1.0)).is_none());
    }

    #[test]
    fn bounds_hold_outline_and_text() {
        let rect = Rect::from_ltrb(0.0, 0.0, 10.0, 10.0);
        let prim = Prim::Rect { rect, radius: 0.0, fill: None, stroke: Some(Stroke::solid(Ink::Line, 2.0)) };
        assert_eq!(prim.bounds(), Some(Rect::from_ltrb(-1.0, -1.0, 11.0, 11.0)));
        let end = Prim::Text {
            baseline: Point::new(100.0, 20.0),
            align: Align::End,
            size: 10.0,
            face: Face::Regular,
            ink: Ink::Text,
            text: "BTS01".into(),
        };
        let bounds = end.bounds().unwrap();
        assert!((bounds.max.x - 100.0).abs() < 0.01 && bounds.min.x < 80.0 && bounds.min.y < 12.0);
    }
}
