//! Draws the cards of computers, load balancers and endpoints.

use super::{SceneOptions, alt, badge, parts};
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::scene::index::Index;
use crate::scene::layout::TierPlace;
use crate::scene::layout::grid::Cell;
use crate::scene::layout::part::Look;
use crate::scene::style::{CARD_PAD, CARD_RADIUS};
use crate::scene::{Ink, Item, Prim, Stroke};

/// The card in a cell.
pub(super) fn item(index: &Index<'_>, place: &TierPlace, cell: &Cell, options: &SceneOptions) -> Item {
    let rect = cell.rect.translate(place.rect.min.x, place.rect.min.y);
    let mut prims = Vec::with_capacity(cell.plan.parts.len() * 3 + 4);
    prims.push(Prim::filled(rect.translate(0.0, 1.5), CARD_RADIUS, Ink::Shadow));
    let stroke = Some(Stroke::solid(Ink::CardBorder, 1.0));
    prims.push(Prim::Rect { rect, radius: CARD_RADIUS, fill: Some(Ink::CardFill), stroke });
    parts::draw(&cell.plan.parts, rect.min, rect.max.x - CARD_PAD, &mut prims);
    for part in cell.plan.parts.iter().filter(|it| it.look == Look::Area) {
        let line = part.rect.translate(rect.min.x, rect.min.y);
        let line = Rect { max: Point::new(rect.max.x - 6.0, line.max.y), ..line };
        if let Some(element) = part.element {
            badge::on_line(options, element, line, &mut prims);
            if let Element::HostInstance(id) = element
                && let Some(instance) = index.document.host_instances.get(&id)
                && !options.badges.contains_key(&element)
            {
                badge::on_line(options, Element::Host(instance.host), line, &mut prims);
            }
        }
    }
    badge::at_corner(options, cell.element, Point::new(rect.max.x, rect.min.y), &mut prims);
    let alt = alt::text(index, cell.element) + &badge::words(options, cell.element);
    Item { id: cell.element.to_string(), element: Some(cell.element), alt, bounds: rect, prims }
}
