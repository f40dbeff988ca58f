//! A pen that draws on the 24 by 24 icon grid and puts the shapes where the icon goes.

use crate::geometry::{Point, Rect};
use crate::scene::ink::Ink;
use crate::scene::prim::{Prim, Stroke};

/// Side of the icon grid.
const GRID: f32 = 24.0;
/// Line width on the grid.
const LINE: f32 = 1.7;
/// Pieces of a full turn of a curve.
const TURN_PIECES: f32 = 32.0;

/// Draws in grid units; collects shapes in world units.
pub(super) struct Pen {
    origin: Point,
    scale: f32,
    ink: Ink,
    width: f32,
    prims: Vec<Prim>,
}

impl Pen {
    pub(super) fn new(rect: Rect, ink: Ink) -> Self {
        let side = rect.width().min(rect.height()).max(0.0);
        let center = rect.center();
        let origin = center.offset(-side / 2.0, -side / 2.0);
        Self { origin, scale: side / GRID, ink, width: LINE, prims: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Prim> {
        self.prims
    }

    /// Continues with another color.
    pub(super) fn ink(&mut self, ink: Ink) {
        self.ink = ink;
    }

    /// Continues with another line width in grid units.
    pub(super) fn width(&mut self, width: f32) {
        self.width = width;
    }

    fn at(&self, x: f32, y: f32) -> Point {
        self.origin.offset(x * self.scale, y * self.scale)
    }

    fn stroke(&self) -> Stroke {
        Stroke::solid(self.ink, self.width * self.scale)
    }

    fn points(&self, points: &[(f32, f32)]) -> Vec<Point> {
        points.iter().map(|(x, y)| self.at(*x, *y)).collect()
    }

    /// An open line.
    pub(super) fn line(&mut self, points: &[(f32, f32)]) {
        let line = Prim::line(self.points(points), self.stroke());
        self.prims.push(line);
    }

    /// A closed outline; the shape need not be convex because nothing is filled.
    pub(super) fn outline(&mut self, points: &[(f32, f32)]) {
        let mut closed = points.to_vec();
        closed.extend(points.first().copied());
        closed.extend(points.get(1).copied());
        self.line(&closed);
    }

    /// A filled convex shape.
    pub(super) fn fill(&mut self, points: &[(f32, f32)]) {
        let fill = Some(self.ink);
        self.prims.push(Prim::Polygon { points: self.points(points), fill, stroke: None });
    }

    /// A rectangle's outline with rounded corners.
    pub(super) fn frame(&mut self, left: f32, top: f32, right: f32, bottom: f32, radius: f32) {
        let rect = Rect { min: self.at(left, top), max: self.at(right, bottom) };
        let stroke = Some(self.stroke());
        self.prims.push(Prim::Rect { rect, radius: radius * self.scale, fill: None, stroke });
    }

    /// A filled rectangle with rounded corners.
    pub(super) fn block(&mut self, left: f32, top: f32, right: f32, bottom: f32, radius: f32) {
        let rect = Rect { min: self.at(left, top), max: self.at(right, bottom) };
        self.prims.push(Prim::filled(rect, radius * self.scale, self.ink));
    }

    /// A circle's outline.
    pub(super) fn ring(&mut self, x: f32, y: f32, radius: f32) {
        let (center, stroke) = (self.at(x, y), Some(self.stroke()));
        self.prims.push(Prim::Circle { center, radius: radius * self.scale, fill: None, stroke });
    }

    /// A filled circle.
    pub(super) fn dot(&mut self, x: f32, y: f32, radius: f32) {
        let (center, fill) = (self.at(x, y), Some(self.ink));
        self.prims.push(Prim::Circle { center, radius: radius * self.scale, fill, stroke: None });
    }

    /// A piece of an ellipse around `x`, `y` with radii `rx`, `ry`, from one angle to another in degrees; 0 is to the
    /// right and angles grow clockwise.
    pub(super) fn arc(&mut self, (x, y): (f32, f32), (rx, ry): (f32, f32), from: f32, to: f32) {
        let pieces = ((to - from).abs() / 360.0 * TURN_PIECES).ceil().max(2.0);
        let mut points = Vec::new();
        let mut piece = 0.0;
        while piece <= pieces {
            let angle = (from + (to - from) * piece / pieces).to_radians();
            points.push((x + rx * libm::cosf(angle), y + ry * libm::sinf(angle)));
            piece += 1.0;
        }
        self.line(&points);
    }
}
