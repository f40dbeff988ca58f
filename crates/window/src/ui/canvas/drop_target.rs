//! Where a drag would land: said before the button is released.

use crate::edit::intent::slots::{DropTarget, element_at, next_free_slot};
use crate::geometry::{Point, Rect};
use crate::model::{Document, Slot};
use crate::rules::Cargo;
use crate::scene::layout::Layout;

use super::hit_test::{failover_cluster_at, nearest_tier};

/// How far beside a tier a drop still means the tier, in world units.
const REACH: f32 = 60.0;

/// Where a drag would land.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Landing {
    /// Where it would go.
    pub(super) target: DropTarget,
    /// The tier or the failover cluster that takes or refuses it.
    pub(super) container: Rect,
    /// The place of the slot.
    pub(super) slot: Rect,
    /// Whether the slot is taken by something that moves aside: the drop is marked beside it.
    pub(super) beside: Option<Side>,
}

/// On which side of the element in the slot the drop goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before it.
    Left,
    /// Behind it.
    Right,
}

/// Where something dropped at a point of the world would land; `None` beside all tiers.
pub(super) fn landing(document: &Document, layout: &Layout, cargo: Cargo<'_>, at: Point) -> Option<Landing> {
    let Some(slot) = layout.slot_at(at) else {
        let tier = nearest_tier(document, layout, at, REACH)?;
        let slot = next_free_slot(document, tier);
        let container = layout.rect_of(tier.into())?;
        return Some(Landing { target: slot.into(), container, slot: layout.slot_rect(slot)?, beside: None });
    };
    let cluster = failover_cluster_at(layout, at);
    let target = DropTarget { slot, failover_cluster: cluster };
    let container = cluster.map_or_else(|| layout.rect_of(slot.tier.into()), |id| layout.rect_of(id.into()))?;
    let moving = match cargo {
        Cargo::Item(_) => &[],
        Cargo::Elements(elements) => elements,
    };
    let taken = element_at(document, slot).is_some_and(|it| !moving.contains(&it));
    let from_left = moving
        .iter()
        .filter_map(|it| document.slot_of(*it))
        .any(|it| it.tier == slot.tier && it.row == slot.row && it.column < slot.column);
    let place = layout.slot_rect(slot)?;
    let in_row = |it: &Slot| it.tier == slot.tier && it.row == slot.row;
    let is_new_here = !moving.iter().filter_map(|it| document.slot_of(*it)).any(|it| in_row(&it));
    // What comes from elsewhere goes to the side that it is held over.
    let behind = taken && is_new_here && at.x > place.center().x;
    let target = if behind { DropTarget { slot: slot.right(), ..target } } else { target };
    let beside = taken.then_some(if from_left || behind { Side::Right } else { Side::Left });
    Some(Landing { target, container, slot: place, beside })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::intent::palette::PaletteItem;
    use crate::model::index::Index;
    use crate::model::{Element, TierKind};
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, Layout, Vec<Element>) {
        let mut builder = DocumentBuilder::new("Test");
        builder.tier("Clients", TierKind::Clients);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2", "BTS3"], biztalk);
        let document = builder.build();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        (document, layout, servers.into_iter().map(Element::from).collect())
    }

    #[test]
    fn a_taken_slot_is_entered_from_the_side_the_cargo_comes_from() {
        let (document, layout, servers) = design();
        let middle = layout.rect_of(servers[1]).unwrap().center();
        let side = |cargo| landing(&document, &layout, cargo, middle).unwrap().beside;
        assert_eq!(side(Cargo::Elements(&servers[..1])), Some(Side::Right));
        assert_eq!(side(Cargo::Elements(&servers[2..])), Some(Side::Left));
        assert_eq!(side(Cargo::Elements(&servers[1..2])), None);
    }

    #[test]
    fn what_is_new_in_a_row_goes_to_the_side_of_a_card_that_it_is_held_over() {
        let (document, layout, servers) = design();
        let card = layout.rect_of(servers[1]).unwrap();
        let slot = document.slot_of(servers[1]).unwrap();
        for (x, side, expected) in [(card.min.x + 8.0, Side::Left, slot), (card.max.x - 8.0, Side::Right, slot.right())]
        {
            let cargo = Cargo::Item(PaletteItem::BizTalkServer);
            let found = landing(&document, &layout, cargo, Point::new(x, card.center().y)).unwrap();
            assert_eq!((found.beside, found.target.slot), (Some(side), expected));
        }
    }

    #[test]
    fn a_drop_just_beside_a_tier_means_its_next_free_slot_and_far_away_means_nothing() {
        let (document, layout, ..) = design();
        let last = document.tier_rows.last().unwrap()[0];
        let rect = layout.rect_of(last.into()).unwrap();
        let cargo = Cargo::Item(PaletteItem::BizTalkServer);
        let below = Point::new(rect.center().x, rect.max.y + 15.0);
        let found = landing(&document, &layout, cargo, below).unwrap();
        assert_eq!(found.target.slot, next_free_slot(&document, last));
        assert_eq!(landing(&document, &layout, cargo, Point::new(-900.0, -900.0)), None);
    }
}
