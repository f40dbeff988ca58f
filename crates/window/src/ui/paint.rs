//! Draws display-list shapes with egui: the canvas, icons in panels and pictures of templates all come through here.

use egui::epaint::{CircleShape, RectShape};
use egui::{Align2, Color32, FontFamily, FontId, Painter, Pos2, Shape, StrokeKind, Vec2};

use crate::geometry::{Point, Rect};
use crate::scene::prim::arrow_head;
use crate::scene::{Align, Dash, Face, IconKind, Ink, Palette, Prim, Scene, Stroke, icon};
use crate::ui::theme;

/// Text smaller than this many points on screen is left out: nobody can read it.
const SMALLEST_TEXT: f32 = 3.0;
/// Font sizes on screen are rounded to this step, so that zooming does not fill the font atlas.
const FONT_STEP: f32 = 0.25;

/// From world units to points on screen: scale about the origin, then move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenFromWorld {
    /// Points on screen per world unit.
    pub scale: f32,
    /// Where the world's origin is on screen.
    pub origin: Pos2,
}

impl ScreenFromWorld {
    /// The transform that fits `bounds` into `area`, centered, enlarged at most to `max_scale`.
    pub fn fit(bounds: Rect, area: egui::Rect, max_scale: f32) -> Self {
        let (width, height) = (bounds.width().max(1.0), bounds.height().max(1.0));
        let scale = (area.width() / width).min(area.height() / height).min(max_scale);
        let size = Vec2::new(width, height) * scale;
        let corner = area.center() - size / 2.0;
        Self { scale, origin: corner - Vec2::new(bounds.min.x, bounds.min.y) * scale }
    }

    /// A point on screen.
    pub fn point(&self, point: Point) -> Pos2 {
        self.origin + Vec2::new(point.x, point.y) * self.scale
    }

    /// A rectangle on screen.
    pub fn rect(&self, rect: Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.point(rect.min), self.point(rect.max))
    }

    /// A point in the world.
    pub fn to_world(&self, point: Pos2) -> Point {
        let at = (point - self.origin) / self.scale;
        Point::new(at.x, at.y)
    }
}

/// Draws the items of a scene that are visible.
pub fn scene(painter: &Painter, transform: ScreenFromWorld, palette: &Palette, scene: &Scene) {
    let clip = painter.clip_rect();
    for item in scene.items.iter().filter(|item| clip.intersects(transform.rect(item.bounds))) {
        prims(painter, transform, palette, &item.prims, 1.0);
    }
}

/// Draws shapes; `opacity` fades them but for their texts, 1 is opaque.
pub fn prims(painter: &Painter, transform: ScreenFromWorld, palette: &Palette, shapes: &[Prim], opacity: f32) {
    let mut brush = Brush::new(painter, transform, palette, opacity);
    for shape in shapes {
        brush.draw(shape);
    }
    painter.extend(brush.shapes);
}

/// Draws one of our icons into a rectangle on screen.
pub fn icon_at(painter: &Painter, palette: &Palette, kind: IconKind, area: egui::Rect, ink: Ink) {
    let transform = ScreenFromWorld { scale: 1.0, origin: Pos2::ZERO };
    let rect = Rect::from_ltrb(area.left(), area.top(), area.right(), area.bottom());
    prims(painter, transform, palette, &icon(kind, rect, ink), 1.0);
}

/// The egui family of a face.
pub fn family(face: Face) -> FontFamily {
    match face {
        Face::Regular => FontFamily::Proportional,
        Face::Bold => theme::bold(),
        Face::Mono => FontFamily::Monospace,
    }
}

/// Turns shapes of the display list into those of egui.
pub struct Brush<'a> {
    painter: &'a Painter,
    transform: ScreenFromWorld,
    palette: &'a Palette,
    opacity: f32,
    /// What was drawn so far.
    pub shapes: Vec<Shape>,
}

impl<'a> Brush<'a> {
    /// A brush that lays out text with `painter`; `opacity` fades all but texts, 1 is opaque.
    pub fn new(painter: &'a Painter, transform: ScreenFromWorld, palette: &'a Palette, opacity: f32) -> Self {
        Self { painter, transform, palette, opacity, shapes: Vec::new() }
    }

    /// Draws a shape.
    pub fn draw(&mut self, prim: &Prim) {
        match prim {
            Prim::Rect { rect, radius, fill, stroke } => self.rect(*rect, *radius, *fill, *stroke),
            Prim::Line { points, stroke, arrow } => self.line(points, *stroke, *arrow),
            Prim::Polygon { points, fill, stroke } => {
                let points: Vec<Pos2> = points.iter().map(|point| self.transform.point(*point)).collect();
                let stroke = stroke.map_or(egui::Stroke::NONE, |it| self.stroke(it));
                self.shapes.push(Shape::convex_polygon(points, self.fill(*fill), stroke));
            }
            Prim::Circle { center, radius, fill, stroke } => {
                let stroke = stroke.map_or(egui::Stroke::NONE, |it| self.stroke(it));
                let (center, radius) = (self.transform.point(*center), radius * self.transform.scale);
                let circle = CircleShape { center, radius, fill: self.fill(*fill), stroke };
                self.shapes.push(circle.into());
            }
            Prim::Text { baseline, align, size, face, ink, text } => {
                self.text(*baseline, *align, *size, *face, *ink, text);
            }
            Prim::Link { .. } => {}
        }
    }

    fn color(&self, ink: Ink) -> Color32 {
        theme::color(self.palette, ink).gamma_multiply(self.opacity)
    }

    fn fill(&self, fill: Option<Ink>) -> Color32 {
        fill.map_or(Color32::TRANSPARENT, |ink| self.color(ink))
    }

    fn stroke(&self, stroke: Stroke) -> egui::Stroke {
        egui::Stroke::new((stroke.width * self.transform.scale).max(0.5), self.color(stroke.ink))
    }

    fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Ink>, stroke: Option<Stroke>) {
        let area = self.transform.rect(rect);
        let radius = egui::CornerRadius::same((radius * self.transform.scale).round().clamp(0.0, 255.0) as u8);
        if let Some(dash) = stroke.and_then(|it| it.dash) {
            self.shapes.push(RectShape::filled(area, radius, self.fill(fill)).into());
            let corners = [area.left_top(), area.right_top(), area.right_bottom(), area.left_bottom(), area.left_top()];
            self.dashes(&corners, stroke, dash);
            return;
        }
        let outline = stroke.map_or(egui::Stroke::NONE, |it| self.stroke(it));
        self.shapes.push(RectShape::new(area, radius, self.fill(fill), outline, StrokeKind::Middle).into());
    }

    fn line(&mut self, points: &[Point], stroke: Stroke, arrow: bool) {
        let head = if arrow { arrow_head(points, &stroke) } else { None };
        let mut path: Vec<Pos2> = points.iter().map(|point| self.transform.point(*point)).collect();
        if let (Some((_, base)), Some(end)) = (&head, path.last_mut()) {
            // The line ends inside the head, so that its blunt end does not stick out of the tip.
            *end = self.transform.point(*base);
        }
        match stroke.dash {
            Some(dash) => self.dashes(&path, Some(stroke), dash),
            None => {
                self.shapes.push(Shape::line(path, self.stroke(stroke)));
            }
        }
        if let Some((corners, _)) = head {
            let corners = corners.iter().map(|point| self.transform.point(*point)).collect();
            self.shapes.push(Shape::convex_polygon(corners, self.color(stroke.ink), egui::Stroke::NONE));
        }
    }

    fn dashes(&mut self, path: &[Pos2], stroke: Option<Stroke>, dash: Dash) {
        let Some(stroke) = stroke else { return };
        // Far zoomed out a dash pattern is a blur that costs many shapes.
        let scale = self.transform.scale;
        if dash.on * scale < 1.0 {
            self.shapes.push(Shape::line(path.to_vec(), self.stroke(stroke)));
        } else {
            let dashes = Shape::dashed_line(path, self.stroke(stroke), dash.on * scale, dash.off * scale);
            self.shapes.extend(dashes);
        }
    }

    fn text(&mut self, baseline: Point, align: Align, size: f32, face: Face, ink: Ink, text: &str) {
        let on_screen = size * self.transform.scale;
        if on_screen < SMALLEST_TEXT {
            return;
        }
        let on_screen = (on_screen / FONT_STEP).round() * FONT_STEP;
        let at = self.transform.point(baseline);
        if !self.painter.clip_rect().expand(400.0).contains(at) {
            return;
        }
        // What fades is read all the same.
        let color = theme::color(self.palette, ink);
        let font = FontId::new(on_screen, family(face));
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        let ascent = galley.rows.first().and_then(|row| row.glyphs.first()).map_or(on_screen, |glyph| glyph.pos.y);
        let anchor = match align {
            Align::Start => Align2::LEFT_TOP,
            Align::Middle => Align2::CENTER_TOP,
            Align::End => Align2::RIGHT_TOP,
        };
        let corner = anchor.anchor_size(Pos2::new(at.x, at.y - ascent), galley.size()).min;
        if !galley.is_empty() {
            self.shapes.push(Shape::galley(corner, galley, color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitting_centers_the_drawing_and_never_enlarges_beyond_the_limit() {
        let area = egui::Rect::from_min_size(Pos2::new(10.0, 20.0), Vec2::new(400.0, 300.0));
        let bounds = Rect::from_ltrb(100.0, 100.0, 200.0, 150.0);
        let fitted = ScreenFromWorld::fit(bounds, area, 1.5);
        assert_eq!(fitted.scale, 1.5);
        assert_eq!(fitted.rect(bounds).center(), area.center());
        assert_eq!(fitted.to_world(area.center()), bounds.center());
    }
}
