//! The cells of a page as draw.io stores them: shapes in holders and on layers, lines between them.

use std::fmt::Write as _;

use tierwright_availability::xml;

use crate::export::svg::number;
use crate::geometry::{Point, Rect};
use crate::scene::Ink;
use crate::scene::blueprint::Blueprint;
use crate::scene::text::{Face, text_width};

use super::style;

/// The layer on which everything stands that is on no other.
pub(super) const GROUND: &str = "1";
/// Space between a drawing and what stands beside it.
const GAP: f32 = 30.0;
/// Type size of what stands beside a drawing.
const NOTE: f32 = 11.0;
/// How much wider than in our font its letters may become.
const SPARE: f32 = 1.2;
/// Height of a line of it.
const NOTE_LINE: f32 = 15.0;

/// A text as the value of an attribute; line breaks stay.
pub(super) fn attribute(text: &str) -> String {
    text.split('\n').map(xml::line).collect::<Vec<_>>().join("&#10;")
}

/// A page.
pub(super) struct Page {
    /// Unique in the file.
    pub(super) id: String,
    name: String,
    /// What the root carries, as attributes.
    root: String,
    cells: String,
}

/// A shape on a page.
pub(super) struct Cell<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    /// The layer or the shape that holds it.
    pub(super) holder: &'a str,
    /// What it says.
    pub(super) label: &'a str,
    /// What is told while the pointer rests on it; empty = nothing.
    pub(super) tooltip: &'a str,
    /// How it looks.
    pub(super) style: String,
    /// Its place in its holder.
    pub(super) rect: Rect,
    /// Data that travels along, as attributes.
    pub(super) data: String,
}

/// A line on a page.
pub(super) struct Line<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    /// How it looks.
    pub(super) style: String,
    /// The shapes at its ends; `None` = a point.
    pub(super) ends: [Option<&'a str>; 2],
    /// Its course.
    pub(super) points: &'a [Point],
}

impl Page {
    /// A page without a shape; its ground is a layer with this name.
    pub(super) fn new(id: &str, name: &str, ground: &str) -> Self {
        let mut page = Self { id: id.to_owned(), name: name.to_owned(), root: String::new(), cells: String::new() };
        page.layer(GROUND, ground);
        page
    }

    /// Data of the page as a whole.
    pub(super) fn data(&mut self, name: &str, value: &str) {
        let _infallible = write!(self.root, " {name}=\"{}\"", attribute(value));
    }

    /// A layer on top of those before, which people can hide.
    pub(super) fn layer(&mut self, id: &str, name: &str) {
        let name = attribute(name);
        let _infallible = writeln!(self.cells, "<mxCell id=\"{id}\" value=\"{name}\" parent=\"0\"/>");
    }

    /// A shape on top of those before.
    pub(super) fn shape(&mut self, cell: &Cell<'_>) {
        let Cell { id, holder, label, tooltip, style, rect, data } = cell;
        let (x, y) = (number(rect.min.x), number(rect.min.y));
        let (width, height) = (number(rect.width()), number(rect.height()));
        let tooltip = if tooltip.is_empty() { String::new() } else { format!(" tooltip=\"{}\"", attribute(tooltip)) };
        let _infallible = writeln!(
            self.cells,
            "<UserObject id=\"{id}\" label=\"{}\"{tooltip}{data}><mxCell style=\"{style}\" vertex=\"1\" \
             parent=\"{holder}\"><mxGeometry x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
             as=\"geometry\"/></mxCell></UserObject>",
            attribute(label)
        );
    }

    /// A line on top of those before.
    pub(super) fn line(&mut self, line: &Line<'_>) {
        let Line { id, style, ends, points } = line;
        let mut joined = String::new();
        for (name, end) in ["source", "target"].into_iter().zip(ends) {
            if let Some(end) = end {
                let _infallible = write!(joined, " {name}=\"{end}\"");
            }
        }
        let point = |it: &Point, role: &str| format!("<mxPoint x=\"{}\" y=\"{}\"{role}/>", number(it.x), number(it.y));
        let mut places = String::new();
        if let [first, between @ .., last] = *points {
            places.push_str(&point(first, " as=\"sourcePoint\""));
            places.push_str(&point(last, " as=\"targetPoint\""));
            if !between.is_empty() {
                places.push_str("<Array as=\"points\">");
                places.extend(between.iter().map(|it| point(it, "")));
                places.push_str("</Array>");
            }
        }
        let _infallible = writeln!(
            self.cells,
            "<mxCell id=\"{id}\" style=\"{style}\" edge=\"1\" parent=\"{GROUND}\"{joined}><mxGeometry relative=\"1\" \
             as=\"geometry\">{places}</mxGeometry></mxCell>"
        );
    }

    /// Lines of text at the right of a drawing.
    pub(super) fn note(&mut self, beside: &Blueprint, lines: &[String]) {
        let width = lines.iter().map(|it| text_width(Face::Regular, NOTE, it)).fold(0.0, f32::max) * SPARE + 20.0;
        let left = beside.bounds.max.x + GAP;
        let top = beside.bounds.min.y + GAP;
        let bottom = top + NOTE_LINE * lines.len() as f32 + 10.0;
        let rect = Rect::from_ltrb(left, top, left + width, bottom);
        let (label, style) = (lines.join("\n"), style::note());
        let data = String::new();
        self.shape(&Cell { id: "timeline", holder: GROUND, label: &label, tooltip: "", style, rect, data });
    }

    /// Words on the ground or on a layer.
    pub(super) fn words(&mut self, id: &str, holder: &str, label: &str, rect: Rect, ink: Ink) {
        let style = style::words(ink);
        self.shape(&Cell { id, holder, label, tooltip: "", style, rect, data: String::new() });
    }

    /// Writes the page; `more` is what the root carries besides.
    pub(super) fn write(&self, out: &mut String, more: &str) {
        let (id, name, root, cells) = (&self.id, attribute(&self.name), &self.root, &self.cells);
        let _infallible = write!(
            out,
            "<diagram id=\"{id}\" name=\"{name}\"><mxGraphModel grid=\"0\" page=\"0\" tooltips=\"1\" connect=\"1\" \
             arrows=\"1\" fold=\"1\" math=\"0\" shadow=\"0\"><root>\n<UserObject id=\"0\" label=\"\"{root}{more}><mxCell/>\
             </UserObject>\n{cells}</root></mxGraphModel></diagram>\n"
        );
    }
}
