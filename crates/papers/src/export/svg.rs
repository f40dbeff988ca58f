//! The display list as SVG text. Texts are outlines, so that they look alike in every program, with or without the fonts;
//! above each stands the same text unseen, to be searched, selected and read aloud.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::carried::{Origin, xml::svg_metadata};
use crate::geometry::{Point, Rect};
use crate::lettering::Lettering;
use crate::scene::prim::text_left;
use crate::scene::{Align, Face, Ink, Item, Palette, Prim, Scene, Stroke, prim};
use tierwright_availability::xml;

/// What the SVG file says about itself and how it shows texts.
#[derive(Clone, Debug, PartialEq)]
pub struct SvgOptions {
    /// Title of the drawing; empty leaves it out.
    pub title: String,
    /// Text alternative of the whole drawing; empty leaves it out.
    pub description: String,
    /// Whether texts can be searched and selected. Pictures inside drawings for other programs do without.
    pub searchable: bool,
    /// The fonts of all texts.
    pub lettering: Arc<Lettering>,
    /// Whether the background is painted.
    pub ground: bool,
    /// Where the file comes from, and the design it carries; `None` leaves both out.
    pub origin: Option<Origin>,
}

impl Default for SvgOptions {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            searchable: true,
            lettering: Arc::default(),
            ground: true,
            origin: None,
        }
    }
}

/// The drawing as an SVG document. Same scene, palette and options: same text.
pub fn scene_svg(scene: &Scene, palette: &Palette, options: &SvgOptions) -> String {
    let mut writer = Writer { out: String::new(), palette, options, ids: BTreeSet::new() };
    let size = scene.bounds.size();
    writer.open_root(scene.bounds);
    if !options.title.is_empty() {
        writer.raw(&format!("<title>{}</title>\n", xml::line(&options.title)));
    }
    if !options.description.is_empty() {
        writer.raw(&format!("<desc>{}</desc>\n", xml::line(&options.description)));
    }
    if let Some(origin) = &options.origin {
        writer.raw(&svg_metadata(origin));
    }
    if options.ground {
        let (x, y) = (number(scene.bounds.min.x), number(scene.bounds.min.y));
        let (width, height) = (number(size.width), number(size.height));
        let ground = writer.fill(Some(Ink::Background));
        writer.raw(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{ground}/>\n"));
    }
    for item in &scene.items {
        writer.item(item);
    }
    writer.raw("</svg>\n");
    writer.out
}

/// A number with at most two decimals, without trailing zeros.
pub(crate) fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A scale with as many decimals as keep long texts in place.
fn small_number(value: f32) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Writer<'a> {
    out: String,
    palette: &'a Palette,
    options: &'a SvgOptions,
    ids: BTreeSet<String>,
}

impl Writer<'_> {
    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn open_root(&mut self, bounds: Rect) {
        let (x, y) = (number(bounds.min.x), number(bounds.min.y));
        let (width, height) = (number(bounds.width()), number(bounds.height()));
        self.raw(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} \
             {height}\" role=\"graphics-document\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
        ));
    }

    fn item(&mut self, item: &Item) {
        let id = self.unique_id(&item.id);
        let hidden = if item.alt.is_empty() { " aria-hidden=\"true\"" } else { "" };
        self.raw(&format!("<g{id}{hidden}>\n"));
        if !item.alt.is_empty() {
            self.raw(&format!("<title>{}</title>\n", xml::line(&item.alt)));
        }
        for prim in &item.prims {
            self.prim(prim);
        }
        self.raw("</g>\n");
    }

    /// The id attribute, made a valid and unique XML name; empty for decoration.
    fn unique_id(&mut self, id: &str) -> String {
        if id.is_empty() {
            return String::new();
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        let mut name: String = id.chars().map(plain).collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name.insert(0, 'e');
        }
        while !self.ids.insert(name.clone()) {
            name.push('_');
        }
        format!(" id=\"{name}\"")
    }

    fn prim(&mut self, shape: &Prim) {
        match shape {
            Prim::Rect { rect, radius, fill, stroke } => self.rect(*rect, *radius, *fill, *stroke),
            Prim::Line { points, stroke, arrow } => self.line(points, stroke, *arrow),
            Prim::Polygon { points, fill, stroke } => {
                let (fill, stroke) = (self.fill(*fill), self.stroke(*stroke));
                self.raw(&format!("<polygon points=\"{}\"{fill}{stroke}/>\n", points_text(points)));
            }
            Prim::Circle { center, radius, fill, stroke } => {
                let (cx, cy, r) = (number(center.x), number(center.y), number(*radius));
                let (fill, stroke) = (self.fill(*fill), self.stroke(*stroke));
                self.raw(&format!("<circle cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\"{fill}{stroke}/>\n"));
            }
            Prim::Text { baseline, align, size, face, ink, text } => {
                self.text(*baseline, *align, *size, (*face, *ink), text);
            }
            Prim::Link { rect, url } => self.link(*rect, url),
        }
    }

    fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Ink>, stroke: Option<Stroke>) {
        let corner = if radius > 0.0 { format!(" rx=\"{}\"", number(radius)) } else { String::new() };
        let (fill, stroke) = (self.fill(fill), self.stroke(stroke));
        let area = area(rect);
        self.raw(&format!("<rect {area}{corner}{fill}{stroke}/>\n"));
    }

    fn line(&mut self, points: &[Point], stroke: &Stroke, arrow: bool) {
        let head = if arrow { prim::arrow_head(points, stroke) } else { None };
        let mut path = points.to_vec();
        if let (Some((_, base)), Some(last)) = (head, path.last_mut()) {
            *last = base;
        }
        let paint = self.stroke(Some(*stroke));
        self.raw(&format!("<polyline points=\"{}\" fill=\"none\"{paint}/>\n", points_text(&path)));
        if let Some((corners, _)) = head {
            let fill = self.fill(Some(stroke.ink));
            self.raw(&format!("<polygon points=\"{}\"{fill}/>\n", points_text(&corners)));
        }
    }

    fn text(&mut self, at: Point, align: Align, size: f32, (face, ink): (Face, Ink), text: &str) {
        let options = self.options;
        let shown = options.lettering.shown(face, text);
        let line = options.lettering.line(face, &shown);
        let (left, width) = (text_left(at, align, line.width * size), line.width * size);
        let fill = self.fill(Some(ink));
        for outline in options.lettering.outlines(&line) {
            let (x, y) = (number(left + outline.x * size), number(at.y));
            let scale = size / outline.units_per_em;
            let (across, up) = (small_number(scale * outline.squeeze), small_number(-scale));
            let data = outline.data;
            self.raw(&format!("<path transform=\"matrix({across} 0 0 {up} {x} {y})\"{fill} d=\"{data}\"/>\n"));
        }
        if options.searchable && width > 0.0 {
            let (x, y, size, width) = (number(left), number(at.y), number(size), number(width));
            // None but fonts that were made for it: where they are missing, nothing is seen of that.
            let family = if face == Face::Mono { "'Noto Sans Mono',monospace" } else { "'Noto Sans',sans-serif" };
            let space = if text.contains("  ") { " xml:space=\"preserve\"" } else { "" };
            let words = xml::line(text);
            self.raw(&format!(
                "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-size=\"{size}\" textLength=\"{width}\" \
                 lengthAdjust=\"spacingAndGlyphs\" opacity=\"0\"{space}>{words}</text>\n"
            ));
        }
    }

    fn link(&mut self, rect: Rect, url: &str) {
        let (url, area) = (xml::line(url), area(rect));
        self.raw(&format!("<a href=\"{url}\"><rect {area} fill=\"none\" pointer-events=\"all\"/></a>\n"));
    }

    fn fill(&self, ink: Option<Ink>) -> String {
        let Some(ink) = ink else { return " fill=\"none\"".to_owned() };
        let color = self.palette.color(ink);
        let mut text = format!(" fill=\"{}\"", color.hex());
        if color.a < 255 {
            let _infallible = write!(text, " fill-opacity=\"{}\"", number(f32::from(color.a) / 255.0));
        }
        text
    }

    fn stroke(&self, stroke: Option<Stroke>) -> String {
        let Some(stroke) = stroke else { return String::new() };
        let color = self.palette.color(stroke.ink);
        let mut text = format!(" stroke=\"{}\" stroke-width=\"{}\"", color.hex(), number(stroke.width));
        if color.a < 255 {
            let _infallible = write!(text, " stroke-opacity=\"{}\"", number(f32::from(color.a) / 255.0));
        }
        if let Some(dash) = stroke.dash {
            let (on, off) = (number(dash.on), number(dash.off));
            let _infallible = write!(text, " stroke-dasharray=\"{on} {off}\" stroke-linecap=\"butt\"");
        }
        text
    }
}

fn area(rect: Rect) -> String {
    let (x, y) = (number(rect.min.x), number(rect.min.y));
    let (width, height) = (number(rect.width().max(0.0)), number(rect.height().max(0.0)));
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn points_text(points: &[Point]) -> String {
    let pairs: Vec<String> = points.iter().map(|p| format!("{},{}", number(p.x), number(p.y))).collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests;
