//! Draws the cards of computers, load balancers and endpoints.

use super::{SceneOptions, alt, badge, loss, note, parts};
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::model::index::Index;
use crate::scene::layout::TierPlace;
use crate::scene::layout::grid::Cell;
use crate::scene::layout::part::Look;
use crate::scene::style::{CARD_PAD, CARD_RADIUS, LINE};
use crate::scene::{Ink, Item, Prim, Stroke};

/// Distance of the middle of a list line's icon from the left of the line's area.
const LIST_ICON_CENTER: f32 = 10.0;

/// The card in a cell.
pub(super) fn item(index: &Index<'_>, place: &TierPlace, cell: &Cell, options: &SceneOptions) -> Item {
    let rect = cell.rect.translate(place.rect.min.x, place.rect.min.y);
    let mut prims = Vec::with_capacity(cell.plan.parts.len() * 3 + 4);
    prims.push(Prim::filled(rect.translate(0.0, 1.5), CARD_RADIUS, Ink::Shadow));
    let stroke = Some(Stroke::solid(Ink::CardBorder, 1.0));
    prims.push(Prim::Rect { rect, radius: CARD_RADIUS, fill: Some(loss::ground(options, cell.element)), stroke });
    let lines: Vec<(Element, Rect)> = cell
        .plan
        .parts
        .iter()
        .filter(|it| it.look == Look::Area)
        .filter_map(|it| Some((it.element?, it.rect.translate(rect.min.x, rect.min.y))))
        .map(|(element, it)| (element, Rect { max: Point::new(rect.max.x - 4.0, it.min.y + LINE), ..it }))
        .collect();
    for (element, line) in &lines {
        loss::under_line(options, *element, *line, &mut prims);
    }
    parts::draw(&cell.plan.parts, rect.min, rect.max.x - CARD_PAD, &mut prims);
    for part in cell.plan.parts.iter().filter(|it| it.look == Look::Area) {
        let line = part.rect.translate(rect.min.x, rect.min.y);
        let Some(element) = part.element else { continue };
        let host = match element {
            Element::HostInstance(id) => {
                let enabled = index.document.host_instances.get(&id).filter(|it| it.enabled);
                enabled.map(|it| Element::Host(it.host))
            }
            _ => None,
        };
        let shown = if options.badges.contains_key(&element) { element } else { host.unwrap_or(element) };
        let center = Point::new(line.min.x + LIST_ICON_CENTER, line.min.y + LINE / 2.0);
        badge::mark_at(options, shown, center, &mut prims);
    }
    for (element, line) in &lines {
        loss::on_line(options, *element, *line, &mut prims);
    }
    loss::at_corner(options, cell.element, rect, CARD_RADIUS, &mut prims);
    badge::at_corner(options, cell.element, Point::new(rect.max.x, rect.min.y), &mut prims);
    let noted = || std::iter::once(cell.element).chain(lines.iter().map(|(element, _)| *element));
    note::at_corner(index.document, noted(), rect.min, &mut prims);
    let mut alt = alt::text(index, cell.element) + &badge::words(options, cell.element);
    alt.push_str(&loss::words(options, cell.element));
    alt.push_str(&note::words(index.document, noted()));
    Item { id: cell.element.to_string(), element: Some(cell.element), alt, bounds: rect, prims, inside: lines }
}
