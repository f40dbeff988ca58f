//! The drawing as nested shapes and lines, for programs in which people go on drawing: what stands in what, what it is
//! called, and what a line joins. Places are those of the display list.

use crate::geometry::{Point, Rect, Size};
use crate::model::index::Index;
use crate::model::{Document, Element};
use crate::scene::layout::part::{Look, Part};
use crate::scene::layout::{Detail, Layout, TierPlace};
use crate::scene::route::{ConnectionKind, Routed};
use crate::scene::style::{NAME, SMALL, TIER_HEADER};
use crate::scene::text::text_width;
use crate::scene::{Face, IconKind, Ink};

/// What starts higher than this in a box stands beside its name.
const BESIDE_NAME: f32 = 12.0;
/// Space that a mark of findings takes at the right end of the line of a name.
const ASIDE: f32 = 16.0;
/// How much further from its line a word stands: other programs draw arrows that are wider than ours.
const BESIDE_ARROW: f32 = 5.0;

/// Side of a mark that counts findings, in world units.
pub const MARK: f32 = 18.0;

/// What a shape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// A tier, which holds everything else.
    Tier,
    /// A box round cluster nodes or replicas.
    Box,
    /// A computer, a load balancer or an endpoint.
    Card,
    /// A line of a card or a chip of a box that is an element.
    Entry,
    /// A shared disk array.
    Storage,
    /// A firewall, on a line.
    Firewall,
    /// The icon of a card or a box.
    Icon(IconKind),
    /// Words beside the name.
    Words,
    /// Words at the right end of the line of the name.
    Aside,
}

impl ShapeKind {
    /// Whether it shows an element, and not only something about one.
    pub const fn is_element(self) -> bool {
        !matches!(self, Self::Icon(_) | Self::Words | Self::Aside)
    }
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Unique on the sheet: that of the element, with a number where it is drawn several times.
    pub key: String,
    /// What it shows; `None` for words.
    pub element: Option<Element>,
    /// What it stands for.
    pub kind: ShapeKind,
    /// The shape that holds it, by its position; holders come before what they hold.
    pub holder: Option<usize>,
    /// Its place on the sheet.
    pub rect: Rect,
    /// What it says.
    pub label: String,
    /// The color of its edge, or of its words.
    pub ink: Ink,
}

impl Shape {
    /// Where a round mark that counts its findings stands: at its right upper corner, so high that no letter of its name is
    /// below it; in its line where it is one of several below each other, so that it covers neither them nor the name above.
    pub fn mark(&self) -> Rect {
        let Rect { min, max } = self.rect;
        let (side, top) = if self.kind == ShapeKind::Entry {
            let side = MARK.min(self.rect.height() - 4.0);
            (side, self.rect.center().y - side / 2.0)
        } else {
            (MARK, min.y - MARK * 0.75)
        };
        Rect::new(Point::new(max.x - side * 0.3, top), Size::new(side, side))
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Unique on the sheet.
    pub key: String,
    /// Its course.
    pub points: Vec<Point>,
    /// What flows along it; `None` where several kinds share it.
    pub kind: Option<ConnectionKind>,
    /// Whether it ends in an arrow head.
    pub arrow: bool,
    /// The shapes at its start and at its end, by position; `None` where it meets other lines.
    pub ends: [Option<usize>; 2],
}

/// A drawing as shapes and lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// The area that the drawing fills.
    pub bounds: Rect,
    /// The shapes, holders first.
    pub shapes: Vec<Shape>,
    /// The lines.
    pub links: Vec<Link>,
}

impl Blueprint {
    /// Draws a design. Same design, same blueprint.
    pub fn of(document: &Document) -> Self {
        let index = Index::new(document);
        let layout = Layout::of(&index, Detail::Full);
        let mut blueprint = Self { bounds: layout.bounds, ..Self::default() };
        for place in &layout.tiers {
            blueprint.tier(document, place);
        }
        for (id, rect) in &layout.firewalls {
            let element = Element::Firewall(*id);
            blueprint.add(Some(element), ShapeKind::Firewall, None, *rect, element.name(document), Ink::Error);
        }
        for routed in &layout.routed {
            blueprint.links(routed);
        }
        blueprint
    }

    /// The shapes that show an element.
    pub fn showing(&self, element: Element) -> impl Iterator<Item = &Shape> {
        self.shapes.iter().filter(move |it| it.element == Some(element))
    }

    fn add(
        &mut self,
        element: Option<Element>,
        kind: ShapeKind,
        holder: Option<usize>,
        rect: Rect,
        label: String,
        ink: Ink,
    ) -> usize {
        let number = self.shapes.len();
        let key = match element {
            None => format!("words-{number}"),
            Some(element) => match self.showing(element).count() {
                0 => element.to_string(),
                several => format!("{element}-again-{several}"),
            },
        };
        self.shapes.push(Shape { key, element, kind, holder, rect, label, ink });
        number
    }

    fn tier(&mut self, document: &Document, place: &TierPlace) {
        let (grid, origin) = (&place.grid, place.rect.min);
        let at = |rect: Rect| rect.translate(origin.x, origin.y);
        let element = Element::from(grid.tier);
        let tier = self.add(Some(element), ShapeKind::Tier, None, place.rect, grid.title.clone(), Ink::TierBorder);
        if !grid.tags.is_empty() {
            let tags = grid.tags.join(" · ");
            let (right, top) = (place.rect.max.x - 12.0, place.rect.min.y);
            let left = right - text_width(Face::Regular, SMALL, &tags);
            let rect = Rect::from_ltrb(left, top, right, top + TIER_HEADER);
            self.add(None, ShapeKind::Aside, Some(tier), rect, tags, Ink::TextMuted);
        }
        let mut boxes = Vec::new();
        for group in &grid.boxes {
            let (rect, name) = (at(group.rect), group.element.name(document));
            let shape = self.add(Some(group.element), ShapeKind::Box, Some(tier), rect, name, Ink::ClusterBorder);
            self.parts(document, &group.parts, shape);
            for (number, storage) in group.storages.iter().enumerate() {
                let element = Element::Storage(*storage);
                let rect = at(grid.disk_rect(group, number));
                let name = element.name(document);
                self.add(Some(element), ShapeKind::Storage, Some(shape), rect, name, Ink::RoleSql);
            }
            boxes.push(shape);
        }
        for cell in &grid.cells {
            let holder = cell.boxed.and_then(|it| boxes.get(it)).copied().unwrap_or(tier);
            let name = cell.element.name(document);
            let ink = cell.plan.parts.iter().find_map(|it| match it.look {
                Look::Tile { ink, .. } => Some(ink),
                _ => None,
            });
            let ink = ink.unwrap_or(Ink::CardBorder);
            let card = self.add(Some(cell.element), ShapeKind::Card, Some(holder), at(cell.rect), name, ink);
            self.parts(document, &cell.plan.parts, card);
        }
    }

    /// The parts of a card or a box: elements as shapes of their own, other words as words.
    fn parts(&mut self, document: &Document, parts: &[Part], holder: usize) {
        let Some(owner) = self.shapes.get(holder).map(|it| it.rect) else { return };
        let at = |rect: Rect| rect.translate(owner.min.x, owner.min.y);
        let areas: Vec<Rect> = parts.iter().filter(|it| it.element.is_some()).map(|it| it.rect).collect();
        for part in parts {
            if let Some(element) = part.element {
                let label = match &part.look {
                    Look::Chip { text, .. } => text.clone(),
                    _ => words_of(document, element),
                };
                let right = if part.look == Look::Area { owner.max.x } else { at(part.rect).max.x };
                let rect = Rect { max: Point::new(right, at(part.rect).max.y), ..at(part.rect) };
                self.add(Some(element), ShapeKind::Entry, Some(holder), rect, label, Ink::Text);
                continue;
            }
            let is_said = areas.iter().any(|it| it.contains(part.rect.center()));
            let (text, ink) = match &part.look {
                // The name is the label of the card or box itself; a line of an element says its own name.
                Look::Text { size, face: Face::Bold, .. } if *size >= NAME => continue,
                Look::Text { ink: Ink::ClusterTitle, .. } => continue,
                Look::Text { .. } if is_said => continue,
                Look::Text { text, ink, .. } | Look::Chip { text, ink, .. } | Look::Tag { text, ink } => (text, *ink),
                Look::Icon { .. } if is_said => continue,
                Look::Icon { icon, ink } | Look::Tile { icon, ink, .. } => {
                    self.add(None, ShapeKind::Icon(*icon), Some(holder), at(part.rect), String::new(), *ink);
                    continue;
                }
                Look::Rule | Look::Area => continue,
            };
            // The note of a box stands behind its name, which others may draw wider.
            let is_aside = part.rect.min.y < BESIDE_NAME && matches!(part.look, Look::Text { face: Face::Regular, .. });
            let is_box = self.shapes.get(holder).is_some_and(|it| it.kind == ShapeKind::Box);
            if is_aside && is_box {
                let rect = Rect { max: Point::new(owner.max.x - ASIDE, at(part.rect).max.y), ..at(part.rect) };
                self.add(None, ShapeKind::Aside, Some(holder), rect, text.clone(), ink);
            } else {
                self.add(None, ShapeKind::Words, Some(holder), at(part.rect), text.clone(), ink);
            }
        }
    }

    fn links(&mut self, routed: &Routed) {
        for path in &routed.paths {
            let mut points = corners(&path.points);
            let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { continue };
            let near = |at: usize, point: Point| {
                self.shapes.get(at).map_or(f32::INFINITY, |it| it.rect.nearest(point).distance(point))
            };
            let mut ends = [None, None];
            for touch in &path.touches {
                let shapes = self.shapes.iter().enumerate().filter(|(_, it)| it.element == Some(touch.element));
                let far = |at: usize| near(at, first).min(near(at, last));
                let shape = shapes.map(|(at, _)| at).min_by(|a, b| far(*a).total_cmp(&far(*b)));
                let is_last = shape.is_some_and(|at| near(at, last) < near(at, first));
                if let Some(end) = ends.get_mut(usize::from(is_last)) {
                    *end = shape;
                }
            }
            if !path.arrow && matches!(ends, [None, Some(_)]) {
                // A line without an arrow starts at what it comes from.
                points.reverse();
                ends.reverse();
            }
            let key = format!("line-{}", self.links.len() + 1);
            self.links.push(Link { key, points, kind: path.kind, arrow: path.arrow, ends });
        }
        for (rect, words, kind) in &routed.labels {
            let ink = ConnectionKind::stroke(Some(*kind)).ink;
            self.add(None, ShapeKind::Words, None, rect.translate(BESIDE_ARROW, 0.0), words.clone(), ink);
        }
    }
}

/// The corners of a line whose bends are rounded: others round them in their own way.
fn corners(points: &[Point]) -> Vec<Point> {
    /// A step that moves less along one axis is straight.
    const STRAIGHT: f32 = 0.05;
    let is_bend = |a: &Point, b: &Point| (a.x - b.x).abs() > STRAIGHT && (a.y - b.y).abs() > STRAIGHT;
    let mut found: Vec<Point> = Vec::new();
    let mut rest = points;
    while let [from, next, ..] = rest {
        let bend = rest.windows(2).take_while(|it| matches!(it, [a, b] if is_bend(a, b))).count();
        found.push(*from);
        if bend > 0 {
            let to = rest.get(bend).copied().unwrap_or(*next);
            let is_across = (next.x - from.x).abs() > (next.y - from.y).abs();
            found.push(if is_across { Point::new(to.x, from.y) } else { Point::new(from.x, to.y) });
        }
        rest = rest.get(bend.max(1)..).unwrap_or_default();
    }
    found.extend(rest);
    let mut kept: Vec<Point> = Vec::new();
    for (at, point) in found.iter().enumerate() {
        let is_between = kept.last().zip(found.get(at + 1)).is_some_and(|(before, after)| {
            let same = |a: f32, b: f32, c: f32| (a - b).abs() <= STRAIGHT && (b - c).abs() <= STRAIGHT;
            same(before.x, point.x, after.x) || same(before.y, point.y, after.y)
        });
        if !is_between {
            kept.push(*point);
        }
    }
    kept
}

/// What a line of a card says: of a host instance its host, whose card says where it runs.
fn words_of(document: &Document, element: Element) -> String {
    match element {
        Element::HostInstance(id) => document
            .host_instances
            .get(&id)
            .map_or_else(|| element.name(document), |it| Element::Host(it.host).name(document)),
        other => other.name(document),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn every_drawn_element_is_a_shape_inside_its_holder_and_keys_are_unique() {
        for key in ["small-complete", "large-complete", "distributed-large"] {
            let document = &template(key).unwrap().document;
            let blueprint = Blueprint::of(document);
            let mut keys: Vec<&str> = blueprint.shapes.iter().map(|it| it.key.as_str()).collect();
            keys.extend(blueprint.links.iter().map(|it| it.key.as_str()));
            keys.sort_unstable();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{key}");
            for id in document.computers.keys() {
                assert_eq!(blueprint.showing((*id).into()).count(), 1, "{key}: {id:?}");
            }
            for id in document.host_instances.keys() {
                assert!(blueprint.showing((*id).into()).count() <= 1, "{key}: {id:?}");
            }
            for shape in blueprint.shapes.iter().filter(|it| it.kind.is_element()) {
                let Some(holder) = shape.holder.and_then(|it| blueprint.shapes.get(it)) else { continue };
                assert!(
                    holder.rect.expand(1.0).contains(shape.rect.center()),
                    "{key}: {} in {}",
                    shape.key,
                    holder.key
                );
            }
        }
    }

    #[test]
    fn marks_of_findings_cover_no_other_and_no_name_of_a_box() {
        for template in crate::document::templates() {
            let blueprint = Blueprint::of(&template.document);
            // A firewall stands on every line that passes it.
            let is_marked = |it: &&Shape| it.kind.is_element() && it.kind != ShapeKind::Firewall;
            let of_elements = || blueprint.shapes.iter().filter(is_marked);
            let marks: Vec<(&str, Rect)> = of_elements().map(|it| (it.key.as_str(), it.mark())).collect();
            for (at, (key, mark)) in marks.iter().enumerate() {
                let other = marks[at + 1..].iter().find(|(_, it)| it.overlaps(mark));
                assert!(other.is_none(), "{}: {key} and {other:?}", template.key);
            }
            for shape in of_elements().filter(|it| it.kind == ShapeKind::Box) {
                // As drawing programs set it, in a font of their own that may be wider.
                let width = 1.1 * text_width(Face::Bold, 12.0, &shape.label);
                let name = Rect::new(shape.rect.min.offset(26.0, 2.0), Size::new(width, 19.0));
                let over = marks.iter().find(|(_, it)| it.overlaps(&name));
                assert!(over.is_none(), "{}: {} under {over:?}", template.key, shape.label);
            }
        }
    }

    #[test]
    fn rounded_bends_become_corners_again() {
        let at = |x: f32, y: f32| Point::new(x, y);
        let line =
            [at(9.0, 20.0), at(6.0, 19.5), at(3.5, 18.0), at(2.5, 16.0), at(2.0, 13.0), at(2.0, 5.0), at(2.0, 0.0)];
        assert_eq!(corners(&line), [at(9.0, 20.0), at(2.0, 20.0), at(2.0, 0.0)]);
        assert_eq!(corners(&line[5..]), [at(2.0, 5.0), at(2.0, 0.0)]);
    }

    #[test]
    fn lines_join_the_shapes_that_the_design_joins() {
        let document = &template("small").unwrap().document;
        let blueprint = Blueprint::of(document);
        assert!(!blueprint.links.is_empty());
        let ends = blueprint.links.iter().flat_map(|it| it.ends).flatten().count();
        assert!(ends >= blueprint.links.len(), "{ends} ends of {} lines", blueprint.links.len());
        for link in &blueprint.links {
            for (end, point) in link.ends.iter().zip([link.points.first(), link.points.last()]) {
                let (Some(shape), Some(point)) = (end.and_then(|it| blueprint.shapes.get(it)), point) else { continue };
                assert!(shape.rect.nearest(*point).distance(*point) < 3.0, "{} at {point:?}", shape.key);
            }
        }
    }
}
