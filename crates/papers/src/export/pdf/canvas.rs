//! Shapes of the display list as the content of a PDF page.

use crate::export::QUARTER;
use crate::export::pdf::content::Content;
use crate::export::pdf::fonts::{Fonts, content_text};
use crate::export::pdf::language::{parts, script};
use crate::export::pdf::structure::Mark;
use crate::geometry::{Point, Rect};
use crate::lettering::{FontKey, Line, Piece, Shaped};
use crate::scene::prim::{arrow_head, text_left};
use crate::scene::text::text_width;
use crate::scene::{Align, Face, Ink, Palette, Prim, Stroke};

/// A leg of an outline: a straight line, or a curve with its two control points.
#[derive(Clone, Copy)]
enum Leg {
    Line(Point),
    Curve([Point; 3]),
}

/// Where the text of an element has come to, across lines and pages.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// The element that is written, by its number in the structure; `None` = an ornament.
    pub(super) element: Option<usize>,
    /// Whether texts that touch are one; in figures each text stands for itself.
    joins: bool,
    /// The element of the text before, and where that ended.
    before: Option<(usize, Point)>,
}

/// Writes one page; takes points of 1/72 inch with y growing downward.
pub(super) struct Canvas<'a, 'f> {
    palette: &'a Palette,
    fonts: &'a mut Fonts<'f>,
    reading: &'a mut Reading,
    height: f32,
    content: Content,
    /// What the page is set to draw with, so that nothing is set twice.
    fill: Option<Ink>,
    stroke: Option<Stroke>,
    font: Option<(FontKey, f32)>,
}

impl<'a, 'f> Canvas<'a, 'f> {
    /// A canvas for a page of `height` points.
    pub(super) fn new(palette: &'a Palette, fonts: &'a mut Fonts<'f>, reading: &'a mut Reading, height: f32) -> Self {
        let mut content = Content::default();
        // Round joins; caps go with strokes.
        content.operator("1 j");
        Self { palette, fonts, reading, height, content, fill: None, stroke: None, font: None }
    }

    /// The content of the page.
    pub(super) fn finish(self) -> Vec<u8> {
        self.content.into_bytes()
    }

    /// Opens a piece that plays a part in the document, as a part of an element of the structure.
    pub(super) fn begin(&mut self, mark: Mark, element: Option<usize>) {
        self.reading.element = element;
        self.reading.joins = !matches!(mark, Mark::Content("Figure", _));
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
            // A link is no ink: it is an annotation of the page.
            Prim::Link { .. } => {}
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
        let lettering = self.fonts.lettering;
        let text = lettering.shown(face, text);
        if text.is_empty() {
            return;
        }
        let line = lettering.line(face, &text);
        let start = Point::new(text_left(at, align, line.width * size), at.y);
        self.set_fill(ink);
        self.content.operator("BT");
        self.space_before(start, (face, size));
        self.line_of_text(start, size, &line);
        self.content.operator("ET");
        if let Some(element) = self.reading.element {
            self.reading.before = Some((element, start.offset(line.width * size, 0.0)));
        }
    }

    /// Writes a space where a text goes on behind a gap or on another line: eyes need none, readers aloud do.
    fn space_before(&mut self, start: Point, (face, size): (Face, f32)) {
        let Some((element, end)) = self.reading.before else { return };
        let goes_on = self.reading.joins && (start.y - end.y).abs() < 0.1 && (start.x - end.x).abs() < size * 0.1;
        if self.reading.element == Some(element) && !goes_on {
            self.plain(start.offset(-text_width(face, size, " "), 0.0), size, face, " ");
        }
    }

    fn line_of_text(&mut self, start: Point, size: f32, line: &Line<'_>) {
        let mut at = start;
        for piece in &line.pieces {
            match piece {
                Piece::Plain(face, run) => {
                    for (language, part) in parts(run) {
                        if let Some(script) = language {
                            self.content.operator(&format!("/Span <</Lang (und-{script})>> BDC"));
                        }
                        self.plain(at, size, *face, part);
                        if language.is_some() {
                            self.end();
                        }
                        at.x += text_width(*face, size, part);
                    }
                }
                Piece::Shaped(it) => {
                    self.shaped(at, size, it, line.squeeze);
                    at.x += it.width * line.squeeze * size;
                }
            }
        }
    }

    fn set_font(&mut self, key: FontKey, size: f32) {
        if self.font.replace((key, size)) != Some((key, size)) {
            self.content.text("/").text(&Fonts::name(key)).text(" ").number(size).operator("Tf");
        }
    }

    fn plain(&mut self, at: Point, size: f32, face: Face, run: &str) {
        self.set_font(FontKey::Bundled(face), size);
        self.content.text("1 0 0 1 ");
        self.point(at).operator("Tm");
        self.content.string(self.fonts.codes(face, run)).operator("Tj");
    }

    /// Glyphs that say something together: each at its place, and what they say.
    fn shaped(&mut self, at: Point, size: f32, piece: &Shaped, squeeze: f32) {
        let language = piece.text.chars().find_map(script).map(|it| format!("/Lang (und-{it})"));
        let says = content_text(&piece.text);
        self.content.operator(&format!("/Span <</ActualText {says}{}>> BDC", language.unwrap_or_default()));
        self.set_font(piece.font, size);
        for placed in &piece.glyphs {
            self.content.number(squeeze).text("0 0 1 ");
            self.point(at.offset(placed.x * squeeze * size, -placed.y * size)).operator("Tm");
            let code = self.fonts.shaped_code(piece.font, placed.glyph, &piece.text);
            self.content.string(std::iter::once(code)).operator("Tj");
        }
        self.end();
    }

    /// Draws what follows only inside some rectangles, until [`unclip`](Self::unclip).
    pub(super) fn clip(&mut self, rects: &[Rect]) {
        self.content.operator("q");
        for rect in rects {
            self.point(Point::new(rect.min.x, rect.max.y)).number(rect.width()).number(rect.height()).operator("re");
        }
        self.content.operator("W n");
    }

    /// Draws everywhere again.
    pub(super) fn unclip(&mut self) {
        self.content.operator("Q");
        // The page draws with what was set before the rectangles.
        (self.fill, self.stroke, self.font) = (None, None, None);
    }

    /// Draws a picture of the document into a rectangle.
    pub(super) fn picture(&mut self, id: &str, rect: Rect) {
        self.content.operator("q").number(rect.width()).text("0 0 ").number(rect.height());
        self.point(Point::new(rect.min.x, rect.max.y)).operator("cm");
        self.content.operator(&format!("/{id} Do")).operator("Q");
    }
}
