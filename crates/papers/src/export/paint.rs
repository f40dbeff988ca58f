//! The display list as pixels: the same shapes and outlines that SVG has, without writing and reading an SVG in between.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke as Pen, StrokeDash, Transform,
};
use ttf_parser::OutlineBuilder;

use super::QUARTER;
use crate::geometry::{Point, Rect};
use crate::lettering::Lettering;
use crate::scene::prim::{arrow_head, text_left};
use crate::scene::{Align, Face, Ink, Palette, Prim, Scene, Stroke};

/// Paints a scene on the palette's background, at so many pixels per world unit; the upper left corner of the scene is
/// that of the canvas.
pub(super) fn paint(canvas: &mut Pixmap, scene: &Scene, palette: &Palette, lettering: &Lettering, scale: f32) {
    let (left, top) = (-scene.bounds.min.x * scale, -scene.bounds.min.y * scale);
    let transform = Transform::from_row(scale, 0.0, 0.0, scale, left, top);
    let mut painter = Painter { canvas, palette, lettering, transform };
    let ground = painter.color(Ink::Background);
    painter.canvas.fill(ground);
    for prim in scene.items.iter().flat_map(|item| &item.prims) {
        painter.prim(prim);
    }
}

struct Painter<'a> {
    canvas: &'a mut Pixmap,
    palette: &'a Palette,
    lettering: &'a Lettering,
    /// From world units to pixels.
    transform: Transform,
}

impl Painter<'_> {
    fn prim(&mut self, prim: &Prim) {
        match prim {
            Prim::Rect { rect, radius, fill, stroke } => self.shape(rounded(*rect, *radius), *fill, *stroke),
            Prim::Line { points, stroke, arrow } => self.line(points, *stroke, *arrow),
            Prim::Polygon { points, fill, stroke } => self.shape(polygon(points), *fill, *stroke),
            Prim::Circle { center, radius, fill, stroke } => {
                self.shape(PathBuilder::from_circle(center.x, center.y, *radius), *fill, *stroke);
            }
            Prim::Text { baseline, align, size, face, ink, text } => {
                self.text(*baseline, *align, *size, (*face, *ink), text);
            }
            Prim::Link { .. } => {}
        }
    }

    fn shape(&mut self, path: Option<Path>, fill: Option<Ink>, stroke: Option<Stroke>) {
        let Some(path) = path else { return };
        if let Some(ink) = fill {
            self.canvas.fill_path(&path, &self.ink(ink), FillRule::Winding, self.transform, None);
        }
        if let Some(stroke) = stroke {
            self.canvas.stroke_path(&path, &self.ink(stroke.ink), &pen(stroke), self.transform, None);
        }
    }

    fn line(&mut self, points: &[Point], stroke: Stroke, arrow: bool) {
        let head = if arrow { arrow_head(points, &stroke) } else { None };
        let mut points = points.to_vec();
        if let (Some((_, base)), Some(last)) = (head, points.last_mut()) {
            *last = base;
        }
        self.shape(open(&points).finish(), None, Some(stroke));
        if let Some((corners, _)) = head {
            self.shape(polygon(&corners), Some(stroke.ink), None);
        }
    }

    fn text(&mut self, at: Point, align: Align, size: f32, (face, ink): (Face, Ink), text: &str) {
        let shown = self.lettering.shown(face, text);
        let line = self.lettering.line(face, &shown);
        let left = text_left(at, align, line.width * size);
        // In pixels at once: most of a drawing is letters.
        let (scale, mut path) = (self.transform.sx, PathBuilder::new());
        self.lettering.each_stretch(&line, |stretch| {
            let unit = size / stretch.units_per_em() * scale;
            let across = unit * stretch.squeeze;
            let start = (left + stretch.x * size) * scale + self.transform.tx;
            let base = at.y * scale + self.transform.ty;
            for (glyph, x, y) in &stretch.glyphs {
                let (x, y) = (start + x * across, base - y * unit);
                stretch.font.outline_glyph(*glyph, &mut Glyph { path: &mut path, x, y, across, up: unit });
            }
        });
        if let Some(path) = path.finish() {
            self.canvas.fill_path(&path, &self.ink(ink), FillRule::Winding, Transform::identity(), None);
        }
    }

    fn color(&self, ink: Ink) -> Color {
        let color = self.palette.color(ink);
        Color::from_rgba8(color.r, color.g, color.b, color.a)
    }

    fn ink(&self, ink: Ink) -> Paint<'static> {
        let mut paint = Paint::default();
        paint.set_color(self.color(ink));
        paint
    }
}

fn pen(stroke: Stroke) -> Pen {
    let dash = stroke.dash.and_then(|dash| StrokeDash::new(vec![dash.on, dash.off], 0.0));
    let line_cap = if stroke.dash.is_some() { LineCap::Butt } else { LineCap::Round };
    Pen { width: stroke.width, line_cap, line_join: LineJoin::Round, dash, ..Pen::default() }
}

fn open(points: &[Point]) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (number, point) in points.iter().enumerate() {
        if number == 0 { path.move_to(point.x, point.y) } else { path.line_to(point.x, point.y) }
    }
    path
}

fn polygon(points: &[Point]) -> Option<Path> {
    let mut path = open(points);
    path.close();
    path.finish()
}

fn rounded(rect: Rect, radius: f32) -> Option<Path> {
    let (left, top, right, bottom) = (rect.min.x, rect.min.y, rect.max.x, rect.max.y);
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if r <= 0.0 {
        return polygon(&[rect.min, Point::new(right, top), rect.max, Point::new(left, bottom)]);
    }
    let k = r * (1.0 - QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
    path.finish()
}

/// Adds the outline of a glyph to a path in pixels.
struct Glyph<'a> {
    path: &'a mut PathBuilder,
    /// Where it stands.
    x: f32,
    y: f32,
    /// Pixels per unit of the font, to the right and upward.
    across: f32,
    up: f32,
}

impl Glyph<'_> {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.across, self.y - y * self.up)
    }
}

impl OutlineBuilder for Glyph<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use resvg::usvg;

    use super::*;
    use crate::export::{SvgOptions, sample, scene_svg};
    use crate::scene::{SceneOptions, build};

    /// Shows of two pictures of a scene, ours and that of the SVG by another program, how much the colors of a pixel
    /// differ: on average, and the share of pixels that look different, of 255.
    fn differences(scene: &Scene) -> (f32, f32) {
        const SCALE: f32 = 1.5;
        let size = scene.bounds.size();
        let (width, height) = ((size.width * SCALE).ceil() as u32, (size.height * SCALE).ceil() as u32);
        let mut ours = Pixmap::new(width, height).unwrap();
        paint(&mut ours, scene, Palette::print(), &Lettering::default(), SCALE);
        let options = SvgOptions { searchable: false, ..SvgOptions::default() };
        let svg = scene_svg(scene, Palette::print(), &options);
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
        let mut theirs = resvg::tiny_skia::Pixmap::new(width, height).unwrap();
        theirs.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(SCALE, SCALE), &mut theirs.as_mut());
        let differences = ours.data().iter().zip(theirs.data()).map(|(one, two)| one.abs_diff(*two));
        let (sum, far) =
            differences.fold((0.0, 0.0), |(sum, far), it| (sum + f32::from(it), far + if it > 48 { 1.0 } else { 0.0 }));
        let count = ours.data().len() as f32;
        (sum / count, far / count)
    }

    #[test]
    fn a_picture_shows_what_another_program_shows_of_the_svg() {
        let template = |key: &str| {
            let design = &crate::document::template(key).unwrap().document;
            build(design, &SceneOptions { legend: true, ..SceneOptions::default() })
        };
        let moved = Scene { bounds: Rect::from_ltrb(-30.0, -20.0, 330.0, 210.0), ..sample::scene() };
        for scene in [sample::scene(), moved, template("small"), template("availability-group-azure")] {
            let (average, far) = differences(&scene);
            assert!(average < 0.3 && far < 0.001, "{average} on average, {far} look different");
        }
    }

    #[test]
    fn a_corner_is_never_rounder_than_its_rectangle() {
        let flat = Rect::from_ltrb(0.0, 0.0, 40.0, 10.0);
        let bounds = rounded(flat, 50.0).unwrap().bounds();
        assert_eq!((bounds.left(), bounds.top(), bounds.right(), bounds.bottom()), (0.0, 0.0, 40.0, 10.0));
    }
}
