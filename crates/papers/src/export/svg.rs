//! The display list as SVG text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use base64::Engine as _;

use crate::carried::{Origin, xml::svg_metadata};
use crate::export::error::ExportError;
use crate::export::webfont::web_font;
use crate::geometry::{Point, Rect};
use crate::scene::{self, Align, Face, Ink, Item, Palette, Prim, Scene, Stroke, prim};
use tierwright_availability::xml;

/// What the SVG file says about itself and how it brings its fonts along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgOptions {
    /// Title of the drawing; empty leaves it out.
    pub title: String,
    /// Text alternative of the whole drawing; empty leaves it out.
    pub description: String,
    /// Whether the glyphs in use are embedded, so that the file looks alike where the fonts are not installed.
    pub embed_fonts: bool,
    /// Whether the background is painted.
    pub ground: bool,
    /// Where the file comes from, and the design it carries; `None` leaves both out.
    pub origin: Option<Origin>,
}

impl Default for SvgOptions {
    fn default() -> Self {
        Self { title: String::new(), description: String::new(), embed_fonts: true, ground: true, origin: None }
    }
}

/// The drawing as an SVG document. Same scene, palette and options: same text.
pub fn scene_svg(scene: &Scene, palette: &Palette, options: &SvgOptions) -> Result<String, ExportError> {
    let mut writer = Writer { out: String::new(), palette, ids: BTreeSet::new() };
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
    if options.embed_fonts {
        writer.raw(&font_style(scene)?);
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
    Ok(writer.out)
}

/// The characters each typeface has to draw.
fn used_characters(scene: &Scene) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for prim in scene.items.iter().flat_map(|item| &item.prims) {
        if let Prim::Text { face, text, .. } = prim {
            for (drawing, run) in scene::text::runs(*face, text) {
                used.entry(drawing).or_default().extend(run.chars());
            }
        }
    }
    used
}

fn font_style(scene: &Scene) -> Result<String, ExportError> {
    let mut style = String::from("<style>\n");
    for (face, characters) in used_characters(scene) {
        let data = base64::engine::general_purpose::STANDARD.encode(web_font(face, &characters)?);
        let (family, weight) = (face.family(), weight(face));
        let _infallible = writeln!(
            style,
            "@font-face{{font-family:\"{family}\";font-weight:{weight};src:url(data:font/ttf;base64,{data}) \
             format(\"truetype\")}}"
        );
    }
    style.push_str("</style>\n");
    Ok(style)
}

fn weight(face: Face) -> u16 {
    if face == Face::Bold { 700 } else { 400 }
}

/// A number with at most two decimals, without trailing zeros.
pub(crate) fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

struct Writer<'a> {
    out: String,
    palette: &'a Palette,
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
             {height}\" role=\"graphics-document\" stroke-linecap=\"round\" stroke-linejoin=\"round\" \
             style=\"font-kerning:none;font-variant-ligatures:none\">\n"
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
        let anchor = match align {
            Align::Start => "",
            Align::Middle => " text-anchor=\"middle\"",
            Align::End => " text-anchor=\"end\"",
        };
        let bold = if face == Face::Bold { " font-weight=\"700\"" } else { "" };
        let fallback =
            if face == Face::Mono { "'Noto Sans Mono',monospace" } else { "'Noto Sans','Noto Sans Mono',sans-serif" };
        let (x, y, size) = (number(at.x), number(at.y), number(size));
        let space = if text.contains("  ") { " xml:space=\"preserve\"" } else { "" };
        let fill = self.fill(Some(ink));
        self.raw(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-family=\"{fallback}\" font-size=\"{size}\"{bold}{anchor}{space}{fill}>{}</text>\n",
            xml::line(text)
        ));
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
