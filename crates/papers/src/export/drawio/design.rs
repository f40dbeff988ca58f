//! The design as a page: tiers hold boxes, boxes hold cards; findings and legend can be hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::DESIGN_PAGE;
use super::cells::{Cell, GROUND, Line, Page, attribute};
use super::style;
use crate::export::svg::number;
use crate::geometry::{Point, Rect, Size};
use crate::model::{Document, Element};
use crate::scene::blueprint::{Blueprint, MARK, Shape, ShapeKind};
use crate::scene::{BadgeCounts, ConnectionKind, Ink, StateMark};

/// Height of a line of the legend.
const LEGEND_LINE: f32 = 20.0;

/// The page whose shapes come back.
pub(super) fn page(blueprint: &Blueprint, document: &Document, badges: &BTreeMap<Element, BadgeCounts>) -> Page {
    let mut page = Page::new(DESIGN_PAGE, "Design", "Design");
    page.data("tw_title", &document.project.title);
    draw(&mut page, blueprint, |shape| (data(blueprint, shape), style::shape(shape.kind, shape.ink)));
    let mut worst = BTreeSet::new();
    page.layer("findings", "Findings");
    for shape in blueprint.shapes.iter().filter(|it| it.kind.is_element()) {
        let Some((counts, (_, ink, soft))) =
            shape.element.and_then(|it| badges.get(&it)).and_then(|it| Some((it, it.worst()?)))
        else {
            continue;
        };
        worst.insert(ink);
        let (label, tooltip) = (counts.total().to_string(), format!("{}: {}", shape.label, counts.words));
        page.shape(&Cell {
            id: &format!("finding-{}", shape.key),
            holder: "findings",
            label: &label,
            tooltip: &tooltip,
            style: style::mark(ink, soft),
            rect: shape.mark(),
            data: String::new(),
        });
    }
    legend(&mut page, blueprint, !worst.is_empty());
    page
}

/// The page of a drill: the same drawing in the state that is left in the end.
pub(super) fn states(blueprint: &Blueprint, number: usize, name: &str, marks: &BTreeMap<Element, StateMark>) -> Page {
    let mut page = Page::new(&format!("drill-{number}"), &format!("Drill: {name}"), "Design");
    let marked = |shape: &Shape| shape.element.and_then(|it| marks.get(&it)).filter(|_| shape.kind.is_element());
    draw(&mut page, blueprint, |shape| {
        let style = match marked(shape) {
            Some(mark) => style::in_state(shape.kind, mark.ink, mark.soft),
            None => style::shape(shape.kind, shape.ink),
        };
        (String::new(), style)
    });
    page.layer("states", "States");
    for shape in &blueprint.shapes {
        let Some(mark) = marked(shape).filter(|_| shape.kind != ShapeKind::Entry) else { continue };
        let rect = Rect::from_ltrb(shape.rect.min.x + 6.0, shape.rect.min.y - 14.0, shape.rect.max.x, shape.rect.min.y);
        page.words(&format!("state-{}", shape.key), "states", &mark.word, rect, mark.ink);
    }
    page
}

/// Draws shapes and lines; `look` gives the data and the style of a shape.
fn draw(page: &mut Page, blueprint: &Blueprint, look: impl Fn(&Shape) -> (String, String)) {
    for shape in &blueprint.shapes {
        let holder = shape.holder.and_then(|it| blueprint.shapes.get(it));
        let (data, style) = look(shape);
        page.shape(&Cell {
            id: &shape.key,
            holder: holder.map_or(GROUND, |it| &it.key),
            label: &shape.label,
            tooltip: "",
            style,
            rect: inside(shape.rect, holder),
            data,
        });
    }
    for link in &blueprint.links {
        let shapes = link.ends.map(|end| end.and_then(|it| blueprint.shapes.get(it)));
        let mut style = style::line(link.kind, link.arrow);
        for ((word, shape), point) in
            ["exit", "entry"].into_iter().zip(shapes).zip([link.points.first(), link.points.last()])
        {
            let (Some(shape), Some(point)) = (shape, point) else { continue };
            let (x, y) =
                (part(point.x, shape.rect.min.x, shape.rect.max.x), part(point.y, shape.rect.min.y, shape.rect.max.y));
            let _infallible = write!(style, "{word}X={x:.4};{word}Y={y:.4};{word}Perimeter=0;");
        }
        let ends = shapes.map(|it| it.map(|it| it.key.as_str()));
        page.line(&Line { id: &link.key, style, ends, points: &link.points });
    }
}

/// A place relative to what holds it.
fn inside(rect: Rect, holder: Option<&Shape>) -> Rect {
    holder.map_or(rect, |it| rect.translate(-it.rect.min.x, -it.rect.min.y))
}

/// Where a point stands between two edges, 0 to 1.
fn part(at: f32, from: f32, to: f32) -> f32 {
    if to > from { ((at - from) / (to - from)).clamp(0.0, 1.0) } else { 0.5 }
}

/// What comes back: which element it is, and what the shape was when it was drawn.
fn data(blueprint: &Blueprint, shape: &Shape) -> String {
    let Some(element) = shape.element else { return String::new() };
    let holder = shape.holder.and_then(|it| blueprint.shapes.get(it));
    let rect = inside(shape.rect, holder);
    format!(
        " tw_id=\"{element}\" tw_kind=\"{}\" tw_label=\"{}\" tw_in=\"{}\" tw_x=\"{}\" tw_y=\"{}\"",
        element.kind(),
        attribute(&shape.label),
        holder.map_or(GROUND, |it| &it.key),
        number(rect.min.x),
        number(rect.min.y)
    )
}

/// The lines that occur, and what the marks are.
fn legend(page: &mut Page, blueprint: &Blueprint, has_findings: bool) {
    page.layer("legend", "Legend");
    let kinds: BTreeSet<ConnectionKind> = blueprint.links.iter().filter_map(|it| it.kind).collect();
    let (left, mut y) = (blueprint.bounds.min.x + 24.0, blueprint.bounds.max.y + 10.0);
    let row = |y: f32| Rect::from_ltrb(left + 48.0, y, left + 320.0, y + LEGEND_LINE);
    page.words(
        "legend-title",
        "legend",
        "Legend",
        Rect::from_ltrb(left, y, left + 100.0, y + LEGEND_LINE),
        Ink::TextStrong,
    );
    y += LEGEND_LINE;
    for (number, kind) in kinds.into_iter().enumerate() {
        let middle = y + LEGEND_LINE / 2.0;
        let points = [Point::new(left, middle), Point::new(left + 40.0, middle)];
        let (id, style) = (format!("legend-line-{number}"), style::line(Some(kind), true));
        page.line(&Line { id: &id, style, ends: [None, None], points: &points });
        page.words(&format!("legend-{number}"), "legend", kind.label(), row(y), Ink::Text);
        y += LEGEND_LINE;
    }
    if has_findings {
        let rect = Rect::new(Point::new(left + 11.0, y + 1.0), Size::new(MARK, MARK));
        let style = style::mark(Ink::Error, Ink::ErrorSoft);
        let data = String::new();
        page.shape(&Cell { id: "legend-mark", holder: "legend", label: "n", tooltip: "", style, rect, data });
        let words = "Number of findings, in the color of the worst; the layer Findings hides them";
        page.words("legend-findings", "legend", words, row(y), Ink::Text);
    }
}
