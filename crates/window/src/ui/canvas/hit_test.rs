//! What lies under a point, in a rectangle, or beside the tiers.

use super::interaction::Hit;
use crate::edit::intent::tiers::TierPlace;
use crate::geometry::{Point, Rect};
use crate::model::{Document, Element, FailoverClusterId, TierId};
use crate::scene::layout::Layout;

/// How near the pointer must be to a connection, in world units at 100 %.
pub(super) const REACH: f32 = 5.0;

/// What lies under a point of the world; `scale` is the zoom.
pub(super) fn hit(layout: &Layout, point: Point, scale: f32) -> Hit {
    match layout.element_at(point) {
        Some(Element::Tier(id)) => {
            let on_title = layout.tier_header(id).is_some_and(|it| it.contains(point));
            let tier = on_title.then_some(Element::Tier(id));
            let connection = layout.connection_at(point, REACH / scale);
            Hit { element: tier.or(connection), grip: tier, line: None }
        }
        Some(element) => Hit { element: Some(element), grip: grip(layout, element, point), line: None },
        None => Hit { element: layout.connection_at(point, REACH / scale), ..Hit::default() },
    }
}

/// The tier at a point where nothing stands.
pub(super) fn ground(layout: &Layout, point: Point, scale: f32) -> Option<Element> {
    let is_empty = hit(layout, point, scale).element.is_none();
    layout.element_at(point).filter(|it| is_empty && matches!(it, Element::Tier(_)))
}

/// What a drag of an element moves: the card or box it is drawn on.
fn grip(layout: &Layout, element: Element, point: Point) -> Option<Element> {
    if is_box(element) {
        return Some(element);
    }
    let card = layout.placed().find(|(_, rect)| rect.contains(point)).map(|(element, _)| element);
    card.or_else(|| box_at(layout, point))
}

const fn is_box(element: Element) -> bool {
    matches!(element, Element::FailoverCluster(_) | Element::AvailabilityGroup(_))
}

fn box_at(layout: &Layout, point: Point) -> Option<Element> {
    let boxes = layout.parts().iter().filter(|(element, _)| is_box(*element));
    boxes.filter(|(_, rect)| rect.contains(point)).map(|(element, _)| *element).next_back()
}

/// The failover cluster whose box holds a point.
pub(super) fn failover_cluster_at(layout: &Layout, point: Point) -> Option<FailoverClusterId> {
    layout.parts().iter().rev().find_map(|(element, rect)| match element {
        Element::FailoverCluster(id) if rect.contains(point) => Some(*id),
        _ => None,
    })
}

/// Cards and connections that lie completely in a rectangle of the world.
pub(super) fn within(layout: &Layout, area: Rect) -> Vec<Element> {
    let cards = layout.placed().filter(|(_, rect)| area.holds(rect)).map(|(element, _)| element);
    let whole = |lines: &[&[Point]]| lines.iter().copied().flatten().all(|point| area.contains(*point));
    let connections = layout.courses().filter(|(_, lines)| !lines.is_empty() && whole(lines)).map(|(it, _)| it);
    cards.chain(connections).collect()
}

/// The tier nearest to a point that is at most `reach` away from it.
pub(super) fn nearest_tier(document: &Document, layout: &Layout, point: Point, reach: f32) -> Option<TierId> {
    let distance = |id: &TierId| {
        let rect = layout.rect_of(Element::Tier(*id))?;
        Some(rect.nearest(point).distance(point))
    };
    let tiers = document.tiers.keys().filter_map(|id| Some((distance(id)?, *id)));
    tiers.filter(|(far, _)| *far <= reach).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}

/// Where a tier goes that is dropped at a point, and the mark that shows it: between two canvas rows, or between two
/// tiers of a row.
pub(super) fn tier_place(document: &Document, layout: &Layout, point: Point) -> (TierPlace, Rect) {
    let mut last = layout.bounds;
    for (number, row) in document.tier_rows.iter().enumerate() {
        let rects: Vec<Rect> = row.iter().filter_map(|id| layout.rect_of(Element::Tier(*id))).collect();
        let Some(whole) = rects.iter().copied().reduce(|a, b| a.union(&b)) else { continue };
        let edge = whole.height() / 5.0;
        if point.y < whole.min.y + edge {
            let y = whole.min.y - MARK;
            return (TierPlace::OwnRow(number), Rect::from_ltrb(whole.min.x, y - MARK, whole.max.x, y));
        }
        if point.y <= whole.max.y - edge {
            let index = rects.iter().filter(|it| it.center().x < point.x).count();
            let x = rects.get(index).map_or(whole.max.x + MARK, |it| it.min.x - MARK);
            let mark = Rect::from_ltrb(x - MARK / 2.0, whole.min.y, x + MARK / 2.0, whole.max.y);
            return (TierPlace::InRow { row: number, index }, mark);
        }
        last = whole;
    }
    let y = last.max.y + MARK;
    (TierPlace::OwnRow(document.tier_rows.len()), Rect::from_ltrb(last.min.x, y, last.max.x, y + MARK))
}

/// Thickness of the mark between tiers, in world units.
const MARK: f32 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::index::Index;
    use crate::model::{EndpointKind, HostFunction, TierKind};
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, Layout) {
        let mut builder = DocumentBuilder::new("Test");
        let clients = builder.tier("Clients", TierKind::Clients);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let databases = builder.tier("Databases", TierKind::Databases);
        let client = builder.endpoint("Internet", EndpointKind::InternetClient, clients);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
        builder.host("Receive", &[HostFunction::Receive], &servers);
        let nodes = builder.computers(&["SQL1", "SQL2"], databases);
        let cluster = builder.failover_cluster("SQL cluster", &nodes);
        builder.clustered_sql("SQL", cluster, &nodes);
        builder.connect(client, servers[0]);
        let document = builder.build();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        (document, layout)
    }

    #[test]
    fn a_part_is_selected_by_itself_and_dragged_by_its_card() {
        let (document, layout) = design();
        let instance: Element = (*document.host_instances.keys().next().unwrap()).into();
        let card: Element = (*document.computers.keys().next().unwrap()).into();
        let found = hit(&layout, layout.rect_of(instance).unwrap().center(), 1.0);
        assert_eq!(found, Hit { element: Some(instance), grip: Some(card), line: None });
    }

    #[test]
    fn a_tier_is_hit_by_its_title_and_not_by_its_inside() {
        let (document, layout) = design();
        let id = *document.tiers.keys().next().unwrap();
        let title = layout.tier_header(id).unwrap().center();
        assert_eq!(hit(&layout, title, 1.0).element, Some(id.into()));
        let rect = layout.rect_of(id.into()).unwrap();
        let inside = Point::new(rect.min.x + 3.0, rect.max.y - 3.0);
        assert_eq!(hit(&layout, inside, 1.0), Hit::default());
        assert_eq!(ground(&layout, inside, 1.0), Some(id.into()), "its menu is asked for there");
        assert_eq!(ground(&layout, title, 1.0), None, "where something is hit, that is meant");
        assert_eq!(ground(&layout, Point::new(rect.min.x - 50.0, rect.min.y - 50.0), 1.0), None);
    }

    #[test]
    fn the_marquee_takes_only_what_lies_completely_inside() {
        let (document, layout) = design();
        let [first, second] = [0, 1].map(|n| Element::from(*document.computers.keys().nth(n).unwrap()));
        let (one, two) = (layout.rect_of(first).unwrap(), layout.rect_of(second).unwrap());
        let area = Rect { min: one.min.offset(-1.0, -1.0), max: two.center() };
        let area = Rect::from_ltrb(area.min.x, area.min.y, area.max.x, one.max.y.max(two.max.y) + 1.0);
        assert_eq!(within(&layout, area), [first]);
        let all = within(&layout, layout.bounds);
        assert_eq!(all.len(), document.placed_elements().len() + document.connections.len());
    }

    #[test]
    fn a_connection_is_hit_near_its_line() {
        let (document, layout) = design();
        let connection = Element::Connection(*document.connections.keys().next().unwrap());
        let leg = layout.course(connection)[0];
        let middle = Point::new(f32::midpoint(leg[0].x, leg[1].x) + 2.0, f32::midpoint(leg[0].y, leg[1].y));
        assert_eq!(hit(&layout, middle, 1.0).element, Some(connection));
        assert_eq!(hit(&layout, middle.offset(40.0, 0.0), 1.0).element, None);
    }

    #[test]
    fn a_tier_is_dropped_between_rows_or_into_a_row() {
        let (document, layout) = design();
        let second = layout.rect_of(document.tier_rows[1][0].into()).unwrap();
        let place = |x: f32, y: f32| tier_place(&document, &layout, Point::new(x, y)).0;
        assert_eq!(place(second.center().x, second.min.y - 5.0), TierPlace::OwnRow(1));
        assert_eq!(place(second.max.x, second.center().y), TierPlace::InRow { row: 1, index: 1 });
        assert_eq!(place(second.min.x, second.center().y), TierPlace::InRow { row: 1, index: 0 });
        assert_eq!(place(0.0, layout.bounds.max.y + 50.0), TierPlace::OwnRow(3));
    }
}
