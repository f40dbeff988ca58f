//! Shapes of the display list as the content of a PDF page.

use printpdf::{Actions, BorderArray, ColorArray, Destination, HighlightingMode, LinkAnnotation, Op, Pt};

use crate::export::pdf::content::{Content, tidy};
use crate::export::pdf::document::Anchors;
use crate::export::pdf::fonts::Fonts;
use crate::export::pdf::structure::Mark;
use crate::geometry::{Point, Rect};
use crate::scene::prim::{arrow_head, text_left};
use crate::scene::text::{runs, text_width};
use crate::scene::{Align, Face, Ink, Palette, Prim, Stroke};

/// How far a quarter circle's control points lie from its ends, in radii.
const QUARTER: f32 = 0.552_284_7;

/// A leg of an outline: a straight line, or a curve with its two control points.
#[derive(Clone, Copy)]
enum Leg {
    Line(Point),
    Curve([Point; 3]),
}

/// Writes one page; takes points of 1/72 inch with y growing downward.
pub(super) struct Canvas<'a> {
    palette: &'a Palette,
    anchors: &'a Anchors,
    fonts: &'a Fonts,
    height: f32,
    content: Content,
    /// What the page is set to draw with, so that nothing is set twice.
    fill: Option<Ink>,
    stroke: Option<Stroke>,
    font: Option<(Face, f32)>,
    links: Vec<Op>,
}

impl<'a> Canvas<'a> {
    /// A canvas for a page of `height` points.
    pub(super) fn new(palette: &'a Palette, anchors: &'a Anchors, fonts: &'a Fonts, height: f32) -> Self {
        let mut content = Content::default();
        // Round joins; caps go with strokes.
        content.operator("1 j");
        Self { palette, anchors, fonts, height, content, fill: None, stroke: None, font: None, links: Vec::new() }
    }

    /// The content of the page, and its links.
    pub(super) fn finish(self) -> (Vec<u8>, Vec<Op>) {
        (self.content.into_bytes(), self.links)
    }

    /// Opens a piece that plays a part in the document.
    pub(super) fn begin(&mut self, mark: Mark) {
        match mark {
            Mark::Artifact => self.content.operator("/Artifact BMC"),
            Mark::Content(kind, number) => self.content.operator(&format!("/{kind} <</MCID {number}>> BDC")),
        };
    }

    /// Closes the piece.
    pub(super) fn end(&mut self) {
        self.content.operator("EMC");
    }

    /// From the bottom of the page, as PDF counts.
    fn up(&self, y: f32) -> f32 {
        self.height - y
    }

    fn point(&mut self, at: Point) -> &mut Content {
        let y = self.up(at.y);
        self.content.number(at.x).number(y)
    }

    /// Writes the color of a token; a translucent one is mixed with the background, because paper has no opacity.
    fn color(&mut self, ink: Ink) -> &mut Content {
        let (front, back) = (self.palette.color(ink), self.palette.color(Ink::Background));
        let share = f32::from(front.a) / 255.0;
        let mix = |f: u8, b: u8| (f32::from(f) * share + f32::from(b) * (1.0 - share)) / 255.0;
        self.content.number(mix(front.r, back.r)).number(mix(front.g, back.g)).number(mix(front.b, back.b))
    }

    /// Draws one shape.
    pub(super) fn draw(&mut self, prim: &Prim) {
        match prim {
            Prim::Rect { rect, radius, fill, stroke } => self.rounded(*rect, *radius, *fill, *stroke),
            Prim::Line { points, stroke, arrow } => self.line(points, stroke, *arrow),
            Prim::Polygon { points, fill, stroke } => self.polygon(points, *fill, *stroke),
            Prim::Circle { center, radius, fill, stroke } => {
                let around = Rect { min: *center, max: *center }.expand(*radius);
                self.rounded(around, *radius, *fill, *stroke);
            }
            Prim::Text { baseline, align, size, face, ink, text } => {
                self.text(*baseline, *align, *size, (*face, *ink), text);
            }
            Prim::Link { rect, url } => self.link(*rect, url),
        }
    }

    fn set_fill(&mut self, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            self.color(ink).operator("rg");
        }
    }

    fn set_stroke(&mut self, stroke: &Stroke) {
        if self.stroke.replace(*stroke) == Some(*stroke) {
            return;
        }
        self.color(stroke.ink).operator("RG").number(stroke.width).operator("w");
        match stroke.dash {
            Some(dash) => {
                self.content.text("[").number(dash.on).number(dash.off).operator("] 0 d").operator("0 J");
            }
            None => {
                self.content.operator("[] 0 d").operator("1 J");
            }
        }
    }

    fn polygon(&mut self, points: &[Point], fill: Option<Ink>, stroke: Option<Stroke>) {
        if let Some((first, rest)) = points.split_first() {
            self.shape(*first, rest.iter().map(|it| Leg::Line(*it)), fill, stroke);
        }
    }

    /// An outline that closes by itself.
    fn shape(&mut self, start: Point, legs: impl Iterator<Item = Leg>, fill: Option<Ink>, stroke: Option<Stroke>) {
        let visible = |ink: &Ink| self.palette.color(*ink).a > 0;
        let (fill, stroke) = (fill.filter(visible), stroke.filter(|s| visible(&s.ink)));
        let paint = match (fill, stroke) {
            (Some(_), Some(_)) => "b",
            (Some(_), None) => "f",
            (None, Some(_)) => "s",
            (None, None) => return,
        };
        if let Some(ink) = fill {
            self.set_fill(ink);
        }
        if let Some(stroke) = stroke {
            self.set_stroke(&stroke);
        }
        self.point(start).operator("m");
        for leg in legs {
            match leg {
                Leg::Line(to) => {
                    self.point(to).operator("l");
                }
                Leg::Curve(points) => {
                    for at in points {
                        self.point(at);
                    }
                    self.content.operator("c");
                }
            }
        }
        self.content.operator(paint);
    }

    fn line(&mut self, points: &[Point], stroke: &Stroke, arrow: bool) {
        let head = if arrow { arrow_head(points, stroke) } else { None };
        let Some((first, rest)) = points.split_first() else { return };
        self.set_stroke(stroke);
        self.point(*first).operator("m");
        for (index, at) in rest.iter().enumerate() {
            // The line ends inside the head, so that its blunt end does not stick out of the tip.
            let end = head.filter(|_| index + 1 == rest.len()).map_or(*at, |(_, base)| base);
            self.point(end).operator("l");
        }
        self.content.operator("S");
        if let Some((corners, _)) = head {
            self.polygon(&corners, Some(stroke.ink), None);
        }
    }

    /// A rectangle with quarter circles at its corners, or a whole circle.
    fn rounded(&mut self, rect: Rect, radius: f32, fill: Option<Ink>, stroke: Option<Stroke>) {
        let Rect { min, max } = rect;
        let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
        if r <= 0.0 {
            self.polygon(&[min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)], fill, stroke);
            return;
        }
        // Each corner: where the curve starts, and the directions in which it leaves and arrives.
        let corners = [
            (Point::new(max.x - r, min.y), (1.0, 0.0), (0.0, 1.0)),
            (Point::new(max.x, max.y - r), (0.0, 1.0), (-1.0, 0.0)),
            (Point::new(min.x + r, max.y), (-1.0, 0.0), (0.0, -1.0)),
            (Point::new(min.x, min.y + r), (0.0, -1.0), (1.0, 0.0)),
        ];
        let legs = corners.into_iter().flat_map(|(start, (ax, ay), (bx, by))| {
            let end = start.offset(r * (ax + bx), r * (ay + by));
            let leaves = start.offset(ax * r * QUARTER, ay * r * QUARTER);
            let arrives = end.offset(-bx * r * QUARTER, -by * r * QUARTER);
            [Leg::Line(start), Leg::Curve([leaves, arrives, end])]
        });
        // The first leg leads nowhere: the outline starts at its end.
        self.shape(corners[0].0, legs.skip(1), fill, stroke);
    }

    fn text(&mut self, at: Point, align: Align, size: f32, (face, ink): (Face, Ink), text: &str) {
        let fonts = self.fonts;
        let text = Fonts::shown(face, text);
        if text.is_empty() {
            return;
        }
        let mut x = text_left(at, align, text_width(face, size, &text));
        self.set_fill(ink);
        self.content.operator("BT");
        for (drawing, run) in runs(face, &text) {
            if self.font.replace((drawing, size)) != Some((drawing, size)) {
                self.content.text("/").text(Fonts::name(drawing)).text(" ").number(size).operator("Tf");
            }
            self.content.text("1 0 0 1 ");
            self.point(Point::new(x, at.y)).operator("Tm");
            self.content.string(fonts.codes(drawing, run)).operator("Tj");
            x += text_width(drawing, size, run);
        }
        self.content.operator("ET");
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
        let area = printpdf::Rect {
            x: Pt(tidy(rect.min.x)),
            y: Pt(tidy(self.up(rect.max.y))),
            width: Pt(tidy(rect.width())),
            height: Pt(tidy(rect.height())),
            mode: None,
            winding_order: None,
        };
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        let color = Some(ColorArray::Transparent);
        let link = LinkAnnotation::new(area, actions, border, color, Some(HighlightingMode::Invert));
        self.links.push(Op::LinkAnnotation { link });
    }

    /// Draws what follows only inside a rectangle, until [`unclip`](Self::unclip).
    pub(super) fn clip(&mut self, rect: Rect) {
        self.content.operator("q");
        self.point(Point::new(rect.min.x, rect.max.y)).number(rect.width()).number(rect.height()).operator("re W n");
    }

    /// Draws everywhere again.
    pub(super) fn unclip(&mut self) {
        self.content.operator("Q");
        // The page draws with what was set before the rectangle.
        (self.fill, self.stroke, self.font) = (None, None, None);
    }

    /// Draws a picture of the document into a rectangle.
    pub(super) fn picture(&mut self, id: &str, rect: Rect) {
        self.content.operator("q").number(rect.width()).text("0 0 ").number(rect.height());
        self.point(Point::new(rect.min.x, rect.max.y)).operator("cm");
        self.content.operator(&format!("/{id} Do")).operator("Q");
    }
}
