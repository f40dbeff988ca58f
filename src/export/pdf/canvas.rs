//! Shapes of the display list as operators of a PDF page.

use printpdf::{
    Actions, BorderArray, Color, ColorArray, Destination, HighlightingMode, Line, LineCapStyle, LineDashPattern,
    LineJoinStyle, LinePoint, LinkAnnotation, Op, PaintMode, PdfFontHandle, Polygon, PolygonRing, Pt, Rgb, TextItem,
    TextMatrix, WindingOrder, XObjectId, XObjectTransform,
};

use crate::export::pdf::document::Anchors;
use crate::export::pdf::fonts::font_id;
use crate::geometry::{Point, Rect};
use crate::scene::prim::{arrow_head, text_left};
use crate::scene::text::{has_glyph, runs, text_width};
use crate::scene::{Align, Face, Ink, Palette, Prim, Stroke};

/// How far a quarter circle's control points lie from its ends, in radii.
const QUARTER: f32 = 0.552_284_7;

/// Collects the operators of one page; takes points of 1/72 inch with y growing downward.
pub(super) struct Canvas<'a> {
    palette: &'a Palette,
    anchors: &'a Anchors,
    height: f32,
    /// The operators so far.
    pub(super) ops: Vec<Op>,
}

/// Rounds to a thousandth of a point: files stay small and do not depend on the last bits of a float.
fn tidy(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

impl<'a> Canvas<'a> {
    /// A canvas for a page of `height` points.
    pub(super) fn new(palette: &'a Palette, anchors: &'a Anchors, height: f32) -> Self {
        let round =
            vec![Op::SetLineCapStyle { cap: LineCapStyle::Round }, Op::SetLineJoinStyle { join: LineJoinStyle::Round }];
        Self { palette, anchors, height, ops: round }
    }

    fn at(&self, point: Point) -> printpdf::Point {
        printpdf::Point { x: Pt(tidy(point.x)), y: Pt(tidy(self.height - point.y)) }
    }

    fn corner(&self, point: Point) -> LinePoint {
        LinePoint { p: self.at(point), bezier: false }
    }

    fn handle(&self, point: Point) -> LinePoint {
        LinePoint { p: self.at(point), bezier: true }
    }

    /// The color of a token; a translucent one is mixed with the background, because paper has no opacity.
    fn color(&self, ink: Ink) -> Color {
        let (front, back) = (self.palette.color(ink), self.palette.color(Ink::Background));
        let share = f32::from(front.a) / 255.0;
        let mix = |f: u8, b: u8| tidy((f32::from(f) * share + f32::from(b) * (1.0 - share)) / 255.0);
        Color::Rgb(Rgb { r: mix(front.r, back.r), g: mix(front.g, back.g), b: mix(front.b, back.b), icc_profile: None })
    }

    /// Draws one shape.
    pub(super) fn draw(&mut self, prim: &Prim) {
        match prim {
            Prim::Rect { rect, radius, fill, stroke } => self.shape(self.rounded(*rect, *radius), *fill, *stroke),
            Prim::Line { points, stroke, arrow } => self.line(points, stroke, *arrow),
            Prim::Polygon { points, fill, stroke } => {
                self.shape(points.iter().map(|p| self.corner(*p)).collect(), *fill, *stroke);
            }
            Prim::Circle { center, radius, fill, stroke } => {
                let around = Rect { min: *center, max: *center }.expand(*radius);
                self.shape(self.rounded(around, *radius), *fill, *stroke);
            }
            Prim::Text { baseline, align, size, face, ink, text } => {
                self.text(*baseline, *align, *size, (*face, *ink), text);
            }
            Prim::Link { rect, url } => self.link(*rect, url),
        }
    }

    fn set_stroke(&mut self, stroke: &Stroke) {
        let dash = match stroke.dash {
            Some(dash) => LineDashPattern::new(0.0, &[tidy(dash.on), tidy(dash.off)]),
            None => LineDashPattern::solid(),
        };
        let cap = if stroke.dash.is_some() { LineCapStyle::Butt } else { LineCapStyle::Round };
        self.ops.extend([
            Op::SetOutlineColor { col: self.color(stroke.ink) },
            Op::SetOutlineThickness { pt: Pt(tidy(stroke.width)) },
            Op::SetLineDashPattern { dash },
            Op::SetLineCapStyle { cap },
        ]);
    }

    fn shape(&mut self, points: Vec<LinePoint>, fill: Option<Ink>, stroke: Option<Stroke>) {
        let visible = |ink: &Ink| self.palette.color(*ink).a > 0;
        let (fill, stroke) = (fill.filter(visible), stroke.filter(|s| visible(&s.ink)));
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, Some(_)) => PaintMode::Stroke,
            (None, None) => return,
        };
        if let Some(ink) = fill {
            self.ops.push(Op::SetFillColor { col: self.color(ink) });
        }
        if let Some(stroke) = stroke {
            self.set_stroke(&stroke);
        }
        let rings = vec![PolygonRing { points }];
        self.ops.push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
    }

    fn line(&mut self, points: &[Point], stroke: &Stroke, arrow: bool) {
        let head = if arrow { arrow_head(points, stroke) } else { None };
        let mut path = points.to_vec();
        if let (Some((_, base)), Some(last)) = (head, path.last_mut()) {
            *last = base;
        }
        self.set_stroke(stroke);
        let points = path.iter().map(|p| self.corner(*p)).collect();
        self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
        if let Some((corners, _)) = head {
            self.shape(corners.iter().map(|p| self.corner(*p)).collect(), Some(stroke.ink), None);
        }
    }

    /// The outline of a rectangle with quarter circles at its corners, or a whole circle.
    fn rounded(&self, rect: Rect, radius: f32) -> Vec<LinePoint> {
        let Rect { min, max } = rect;
        let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
        if r <= 0.0 {
            let corners = [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)];
            return corners.iter().map(|p| self.corner(*p)).collect();
        }
        // Each corner: where the curve starts, and the directions in which it leaves and arrives.
        let corners = [
            (Point::new(max.x - r, min.y), (1.0, 0.0), (0.0, 1.0)),
            (Point::new(max.x, max.y - r), (0.0, 1.0), (-1.0, 0.0)),
            (Point::new(min.x + r, max.y), (-1.0, 0.0), (0.0, -1.0)),
            (Point::new(min.x, min.y + r), (0.0, -1.0), (1.0, 0.0)),
        ];
        let mut points = Vec::with_capacity(16);
        for (start, (ax, ay), (bx, by)) in corners {
            let end = start.offset(r * (ax + bx), r * (ay + by));
            points.push(self.corner(start));
            points.push(self.handle(start.offset(ax * r * QUARTER, ay * r * QUARTER)));
            points.push(self.handle(end.offset(-bx * r * QUARTER, -by * r * QUARTER)));
            points.push(self.corner(end));
        }
        points
    }

    fn text(&mut self, at: Point, align: Align, size: f32, (face, ink): (Face, Ink), text: &str) {
        let text: String = text.chars().filter(|c| !c.is_control()).map(|c| shown(face, c)).collect();
        if text.is_empty() {
            return;
        }
        let mut x = text_left(at, align, text_width(face, size, &text));
        self.ops.push(Op::SetFillColor { col: self.color(ink) });
        self.ops.push(Op::StartTextSection);
        for (drawing, run) in runs(face, &text) {
            let at = self.at(Point::new(x, at.y));
            self.ops.extend([
                Op::SetFont { font: PdfFontHandle::External(font_id(drawing)), size: Pt(tidy(size)) },
                Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, at.x.0, at.y.0]) },
                Op::ShowText { items: vec![TextItem::Text(run.to_owned())] },
            ]);
            x += text_width(drawing, size, run);
        }
        self.ops.push(Op::EndTextSection);
    }

    /// A link to the web, or with `#name` to an anchor of the document; an unknown anchor makes no link.
    fn link(&mut self, rect: Rect, url: &str) {
        let actions = match url.strip_prefix('#') {
            Some(name) => {
                let Some(target) = self.anchors.get(name) else { return };
                let (page, top) = (target.page + 1, Some(tidy(target.y_from_bottom)));
                Actions::Goto(Destination::Xyz { page, left: None, top, zoom: None })
            }
            None => Actions::Uri(url.to_owned()),
        };
        let low = self.at(Point::new(rect.min.x, rect.max.y));
        let area = printpdf::Rect {
            x: low.x,
            y: low.y,
            width: Pt(tidy(rect.width())),
            height: Pt(tidy(rect.height())),
            mode: None,
            winding_order: None,
        };
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        let color = Some(ColorArray::Transparent);
        let link = LinkAnnotation::new(area, actions, border, color, Some(HighlightingMode::Invert));
        self.ops.push(Op::LinkAnnotation { link });
    }

    /// Draws a picture of the document into a rectangle.
    pub(super) fn picture(&mut self, id: &str, rect: Rect) {
        let low = self.at(Point::new(rect.min.x, rect.max.y));
        let transform = XObjectTransform {
            translate_x: Some(low.x),
            translate_y: Some(low.y),
            scale_x: Some(tidy(rect.width())),
            scale_y: Some(tidy(rect.height())),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: XObjectId(id.to_owned()), transform });
    }
}

/// The character itself, or a replacement that is visible where no bundled font has it.
fn shown(face: Face, c: char) -> char {
    if has_glyph(face, c) {
        c
    } else if has_glyph(face, char::REPLACEMENT_CHARACTER) {
        char::REPLACEMENT_CHARACTER
    } else {
        '?'
    }
}

/// The characters a text of `face` really draws, with the face that draws each.
pub(super) fn drawn_characters(face: Face, text: &str) -> Vec<(Face, char)> {
    let text: String = text.chars().filter(|c| !c.is_control()).map(|c| shown(face, c)).collect();
    runs(face, &text).into_iter().flat_map(|(drawing, run)| run.chars().map(move |c| (drawing, c))).collect()
}
