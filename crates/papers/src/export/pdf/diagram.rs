//! A scene as one vector page, nothing clipped, with a title line: on the paper asked for, or on the smallest of twice the
//! size, four times and so on where every text can be read.

use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, Paper};
use crate::export::pdf::document::{Anchors, Bookmark, Document, Page, Piece, Target};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::text::{ellipsize, text_width};
use crate::scene::{Align, Face, Ink, Palette, Prim, Scene, Stroke};

/// White space round the page in points.
const MARGIN: f32 = 34.0;
/// Height of the title line with the space below it in points.
const TITLE_HEIGHT: f32 = 34.0;
/// Largest enlargement: points per world unit. A small design does not turn into a poster.
const MOST_SCALE: f32 = 1.2;

/// No text of a drawing is smaller than this on paper, in points.
pub(super) const LEAST_TEXT: f32 = 6.0;
/// Longest side of a page that programs show, in points.
const LONGEST: f32 = 14_400.0;

/// The drawing on one page, upright or across, whichever shows it larger: of `paper`, or twice as large (A3 for A4), and
/// again, until every text can be read.
pub fn diagram_pdf(scene: &Scene, palette: &Palette, meta: &ExportMeta, paper: Paper) -> Result<Vec<u8>, ExportError> {
    let size = scene.bounds.size();
    if !(size.width > 0.0 && size.height > 0.0) {
        return Err(ExportError::Empty);
    }
    let (width, height, placement) = page_for(scene, paper);
    let page = Rect::from_ltrb(0.0, 0.0, width, height);
    let mut pieces = vec![
        Piece::new(Tag::Artifact, vec![Prim::filled(page, 0.0, Ink::Background)]),
        Piece::new(Tag::Heading(0, 1), title(meta, width)),
        Piece::new(Tag::Paragraph(1), facts(meta, width)),
        Piece::new(Tag::Artifact, vec![rule(width)]),
    ];
    let alt = if meta.title.is_empty() { "Diagram".to_owned() } else { format!("Diagram of {}", meta.title) };
    pieces.push(Piece::new(Tag::Figure(2, describe(scene, alt)), place(scene, &placement)));
    let target = Target { page: 0, y_from_bottom: height };
    let bookmarks = vec![Bookmark { title: meta.title.clone(), level: 0, target }];
    Document {
        meta,
        palette,
        pages: vec![Page { width, height, pieces }],
        bookmarks: if meta.title.is_empty() { Vec::new() } else { bookmarks },
        anchors: Anchors::new(),
        pictures: Vec::new(),
    }
    .finish()
}

/// Where a drawing goes: enlarged by `scale`, then moved.
pub(super) struct Placement {
    /// Points per world unit.
    pub(super) scale: f32,
    /// Movement to the right in points.
    pub(super) dx: f32,
    /// Movement downward in points.
    pub(super) dy: f32,
}

impl Placement {
    /// Where an area of the drawing goes, in points.
    pub(super) fn rect(&self, area: Rect) -> Rect {
        let place = |it: Point| Point::new(it.x * self.scale + self.dx, it.y * self.scale + self.dy);
        Rect { min: place(area.min), max: place(area.max) }
    }
}

/// The largest placement of the drawing inside `area`, centered across, at the top.
pub(super) fn placement(bounds: Rect, area: Rect, most_scale: f32) -> Placement {
    let scale = (area.width() / bounds.width()).min(area.height() / bounds.height()).min(most_scale);
    let dx = area.min.x + (area.width() - bounds.width() * scale) / 2.0 - bounds.min.x * scale;
    let dy = area.min.y - bounds.min.y * scale;
    Placement { scale, dx, dy }
}

/// The drawing's shapes in points.
pub(super) fn place(scene: &Scene, placement: &Placement) -> Vec<Prim> {
    let prims = scene.items.iter().flat_map(|item| &item.prims);
    prims.map(|prim| prim.placed(placement.scale, placement.dx, placement.dy)).collect()
}

/// The text alternative of a drawing: its name and the text alternatives of its items.
pub(in crate::export) fn describe(scene: &Scene, name: String) -> String {
    let parts = scene.items.iter().map(|item| item.alt.as_str()).filter(|alt| !alt.is_empty());
    let mut text = name;
    for part in parts {
        text.push_str(". ");
        text.push_str(part.trim_end_matches('.'));
    }
    text
}

fn fit(scene: &Scene, width: f32, height: f32) -> Placement {
    let area = Rect::from_ltrb(MARGIN, MARGIN + TITLE_HEIGHT, width - MARGIN, height - MARGIN);
    placement(scene.bounds, area, MOST_SCALE)
}

/// Width and height of the page in points, and where the drawing goes.
fn page_for(scene: &Scene, paper: Paper) -> (f32, f32, Placement) {
    let least = LEAST_TEXT / smallest_text(scene);
    let (mut short, mut long) = paper.points();
    loop {
        let (across, upright) = (fit(scene, long, short), fit(scene, short, long));
        let best = if across.scale >= upright.scale { (long, short, across) } else { (short, long, upright) };
        if best.2.scale >= least || 2.0 * short > LONGEST {
            return best;
        }
        (short, long) = (long, 2.0 * short);
    }
}

/// The size of the smallest text of a drawing in world units.
pub(super) fn smallest_text(scene: &Scene) -> f32 {
    let sizes = scene.items.iter().flat_map(|it| &it.prims).filter_map(|prim| match prim {
        Prim::Text { size, .. } => Some(*size),
        _ => None,
    });
    sizes.fold(f32::MAX, f32::min).min(100.0)
}

fn facts_text(meta: &ExportMeta) -> String {
    ExportMeta::joined(&[&meta.customer, &meta.version, &meta.date, &meta.author])
}

fn title(meta: &ExportMeta, width: f32) -> Vec<Prim> {
    let taken = text_width(Face::Regular, 9.0, &facts_text(meta)).min(width / 2.0);
    let text = ellipsize(Face::Bold, 15.0, &meta.title, width - 2.0 * MARGIN - taken - 16.0);
    vec![Prim::text(Point::new(MARGIN, MARGIN + 12.0), 15.0, Face::Bold, Ink::TextStrong, text)]
}

fn facts(meta: &ExportMeta, width: f32) -> Vec<Prim> {
    vec![Prim::Text {
        baseline: Point::new(width - MARGIN, MARGIN + 12.0),
        align: Align::End,
        size: 9.0,
        face: Face::Regular,
        ink: Ink::TextMuted,
        text: ellipsize(Face::Regular, 9.0, &facts_text(meta), width / 2.0),
    }]
}

fn rule(width: f32) -> Prim {
    let y = MARGIN + 20.0;
    Prim::line(vec![Point::new(MARGIN, y), Point::new(width - MARGIN, y)], Stroke::solid(Ink::TableRule, 0.75))
}

#[cfg(test)]
mod tests;
