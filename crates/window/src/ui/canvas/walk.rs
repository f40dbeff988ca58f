//! Where the arrow keys lead on the canvas: to what is drawn next in their direction.

use crate::edit::intent::movement::Direction;
use crate::geometry::Rect;
use crate::model::outline::Outline;
use crate::model::{Document, Element};
use crate::scene::layout::Layout;

use super::elements::is_card_or_box;

/// Height of the strip of a failover cluster or availability group that the keyboard stops on, in world units.
const HEAD: f32 = 26.0;

/// Where the keyboard stops on an element: its card, the title of its tier, the head of its box.
fn anchor(layout: &Layout, element: Element, rect: Rect) -> Rect {
    match element {
        Element::Tier(id) => layout.tier_header(id).unwrap_or(rect),
        Element::FailoverCluster(_) | Element::AvailabilityGroup(_) => {
            Rect { max: crate::geometry::Point::new(rect.max.x, rect.min.y + HEAD), ..rect }
        }
        _ => rect,
    }
}

/// What an arrow key leads to from an element: cards, boxes and tiers by their place; from something on a card, up and
/// down through what the card holds, left and right as from the card; from a connection, left to who calls, right to
/// who answers, up and down to the other connections; from a site down into its tiers and aside to the other sites, and
/// from its highest tiers up to it. `None` where nothing lies that way.
pub(super) fn step(
    document: &Document,
    layout: &Layout,
    outline: &Outline,
    from: Element,
    direction: Direction,
) -> Option<Element> {
    let along = |step| Some(outline.sibling(from, step)).filter(|it| *it != from);
    if let Element::Connection(id) = from {
        let connection = document.connections.get(&id)?;
        return match direction {
            Direction::Left => Some(connection.from),
            Direction::Right => Some(connection.to),
            Direction::Up => along(-1),
            Direction::Down => along(1),
        };
    }
    if is_card_or_box(from) {
        let above = || outline.parent(from).filter(|it| direction == Direction::Up && matches!(it, Element::Site(_)));
        return nearest(layout, from, direction).or_else(above);
    }
    if matches!(from, Element::Site(_)) {
        return match direction {
            Direction::Up => None,
            Direction::Down => outline.rows().iter().map(|it| it.element).find(|it| outline.parent(*it) == Some(from)),
            Direction::Left => along(-1),
            Direction::Right => along(1),
        };
    }
    match direction {
        Direction::Up => along(-1).or_else(|| outline.parent(from)),
        Direction::Down => along(1),
        _ => nearest(layout, card_of(outline, from)?, direction),
    }
}

/// The card, box or tier that something stands on.
fn card_of(outline: &Outline, element: Element) -> Option<Element> {
    let parents = std::iter::successors(Some(element), |it| outline.parent(*it));
    parents.into_iter().find(|it| is_card_or_box(*it))
}

/// The card, box or tier that lies next in a direction.
fn nearest(layout: &Layout, from: Element, direction: Direction) -> Option<Element> {
    let here = anchor(layout, from, layout.rect_of(from)?);
    let all = layout.parts().iter().filter(|(it, _)| is_card_or_box(*it) && *it != from);
    let all = all.map(|(it, rect)| (*it, anchor(layout, *it, *rect)));
    let scored = all.filter_map(|(it, there)| Some((score(here, there, direction)?, it)));
    scored.min_by(|a, b| a.0.0.total_cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1))).map(|(_, it)| it)
}

/// How far a place is in a direction, and how far it lies aside; `None` when it does not lie there.
fn score(here: Rect, there: Rect, direction: Direction) -> Option<(f32, f32)> {
    const SLACK: f32 = 2.0;
    let gap = |a: (f32, f32), b: (f32, f32)| (b.0 - a.1).max(a.0 - b.1).max(0.0);
    let columns = gap((here.min.x, here.max.x), (there.min.x, there.max.x));
    let rows = gap((here.min.y, here.max.y), (there.min.y, there.max.y));
    let (lies_there, far, aside) = match direction {
        Direction::Left => {
            (there.max.x <= here.min.x + SLACK && rows == 0.0, columns, there.center().y - here.center().y)
        }
        Direction::Right => {
            (there.min.x >= here.max.x - SLACK && rows == 0.0, columns, there.center().y - here.center().y)
        }
        Direction::Up => (there.max.y <= here.min.y + SLACK, rows + 2.0 * columns, there.min.x - here.min.x),
        Direction::Down => (there.min.y >= here.max.y - SLACK, rows + 2.0 * columns, there.min.x - here.min.x),
    };
    lies_there.then_some((far, aside.abs()))
}

/// The tier that a Page key leads to: from something in a tier first to its title, then to the tier before it or after.
pub(super) fn tier(document: &Document, outline: &Outline, from: Element, down: bool) -> Option<Element> {
    let tiers: Vec<Element> = document.tier_rows.iter().flatten().map(|id| Element::from(*id)).collect();
    let own = std::iter::successors(Some(from), |it| outline.parent(*it)).find(|it| matches!(it, Element::Tier(_)));
    let Some(at) = own.and_then(|own| tiers.iter().position(|it| *it == own)) else {
        return if down { tiers.first() } else { tiers.last() }.copied();
    };
    match (down, own == Some(from)) {
        (true, _) => tiers.get(at + 1),
        (false, false) => tiers.get(at),
        (false, true) => at.checked_sub(1).and_then(|it| tiers.get(it)),
    }
    .copied()
}

/// The first or the last card of the tier of an element, or of the whole design.
pub(super) fn end(document: &Document, outline: &Outline, from: Element, last: bool, whole: bool) -> Option<Element> {
    let tier = std::iter::successors(Some(from), |it| outline.parent(*it)).find(|it| matches!(it, Element::Tier(_)));
    let placed = document.placed_elements();
    let mut here = placed.iter().filter(|(slot, _)| whole || tier.is_none_or(|it| it == slot.tier.into()));
    if last { here.next_back() } else { here.next() }.map(|(_, element)| *element)
}

/// The connection that comes after the one the keyboard is on, among those that begin or end on `on`.
pub(super) fn connection(document: &Document, on: Element, after: Option<Element>) -> Option<Element> {
    let touches = |from: Element, to: Element| from == on || to == on;
    let all: Vec<Element> = document
        .connections
        .iter()
        .filter(|(_, it)| touches(it.from, it.to))
        .map(|(id, _)| Element::from(*id))
        .collect();
    let at = after.and_then(|after| all.iter().position(|it| *it == after));
    all.get(at.map_or(0, |it| (it + 1) % all.len().max(1))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::model::TierKind;
    use crate::model::index::Index;
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    struct Walk {
        document: Document,
        layout: Layout,
        outline: Outline,
    }

    impl Walk {
        fn on(key: &str) -> Self {
            Self::through(template(key).unwrap().document.clone())
        }

        fn through(document: Document) -> Self {
            let layout = Layout::of(&Index::new(&document), Detail::Full);
            let outline = Outline::of(&document);
            Self { document, layout, outline }
        }

        fn of(&self, name: &str) -> Element {
            let mut all = self.outline.rows().iter().map(|it| it.element);
            all.find(|it| it.name(&self.document) == name).unwrap_or_else(|| panic!("{name}"))
        }

        fn from(&self, name: &str, direction: Direction) -> String {
            let to = step(&self.document, &self.layout, &self.outline, self.of(name), direction);
            to.map_or_else(|| "-".to_owned(), |it| it.name(&self.document))
        }
    }

    #[test]
    fn arrows_walk_by_place() {
        let walk = Walk::on("large");
        assert_eq!(walk.from("BTS1", Direction::Right), "BTS2");
        assert_eq!(walk.from("BTS2", Direction::Left), "BTS1");
        assert_eq!(walk.from("BTS1", Direction::Up), "Receive");
        assert_eq!(walk.from("Receive", Direction::Down), "BTS1");
        assert_eq!(walk.from("SQL1", Direction::Up), "Other databases cluster");
    }

    #[test]
    fn a_site_leads_into_its_tiers_and_back_also_where_they_are_empty() {
        let walk = Walk::on("empty");
        assert_eq!(walk.from("Primary site", Direction::Down), "Clients");
        assert_eq!(walk.from("Clients", Direction::Up), "Primary site");
        assert_eq!(walk.from("Clients", Direction::Down), "Perimeter");
        let walk = Walk::on("medium-receive-complete");
        assert_eq!(walk.from("Primary site", Direction::Right), "Disaster-recovery site");
        assert_eq!(walk.from("Disaster-recovery site", Direction::Down), "DR: BizTalk Server");
    }

    #[test]
    fn every_card_box_and_tier_of_every_template_and_of_a_row_in_lines_is_reached_by_arrows() {
        let mut builder = DocumentBuilder::new("In lines");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let names: Vec<String> = (1..=40).map(|it| format!("BTS{it}")).collect();
        builder.biztalk_servers(&names.iter().map(String::as_str).collect::<Vec<_>>(), tier);
        let templates = crate::document::templates().iter().map(|it| it.document.clone());
        for document in templates.chain([builder.build()]) {
            let walk = Walk::through(document);
            let all: std::collections::BTreeSet<Element> =
                walk.layout.parts().iter().map(|(it, _)| *it).filter(|it| is_card_or_box(*it)).collect();
            let Some(first) = all.first().copied() else { continue };
            let (mut reached, mut open) = (std::collections::BTreeSet::from([first]), vec![first]);
            while let Some(from) = open.pop() {
                for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
                    let to = step(&walk.document, &walk.layout, &walk.outline, from, direction);
                    open.extend(to.filter(|it| is_card_or_box(*it) && reached.insert(*it)));
                }
            }
            let missed: Vec<String> = all.difference(&reached).map(|it| it.name(&walk.document)).collect();
            assert!(missed.is_empty(), "{}: {missed:?}", walk.document.project.title);
        }
    }

    #[test]
    fn page_keys_lead_to_tiers_and_home_and_end_to_the_cards_at_both_ends() {
        let walk = Walk::on("large");
        let to =
            |name: &str, down| tier(&walk.document, &walk.outline, walk.of(name), down).unwrap().name(&walk.document);
        assert_eq!(to("BTS1", false), "Receive");
        assert_eq!(to("Receive", true), "Processing");
        assert_eq!(to("BTS4", true), "Send");
        let to = |name: &str, last| {
            end(&walk.document, &walk.outline, walk.of(name), last, false).unwrap().name(&walk.document)
        };
        assert_eq!((to("BTS2", false), to("Receive", true)), ("BTS1".to_owned(), "BTS2".to_owned()));
    }

    #[test]
    fn a_connection_leads_to_both_its_ends() {
        let walk = Walk::on("large");
        let internet = walk.of("Internet");
        let line = connection(&walk.document, internet, None).unwrap();
        assert_eq!(line.name(&walk.document), "Internet to Receive host");
        let step = |direction| step(&walk.document, &walk.layout, &walk.outline, line, direction).unwrap();
        assert_eq!(
            (step(Direction::Left), step(Direction::Right).name(&walk.document).as_str()),
            (internet, "Receive host")
        );
    }
}
