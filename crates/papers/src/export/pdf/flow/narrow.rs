//! A drawing without the empty ends of its tiers: what stands in them counts on paper.

use crate::export::pdf::flow::parts::{is_empty, is_tier};
use crate::geometry::Rect;
use crate::scene::{Item, Prim, Scene, legend_in, without_legend};

/// From what stands farthest out to the edge of its tier, in world units.
const INSIDE: f32 = 14.0;
/// What a drawing must get narrower by, in world units: less is not worth a second look of the same design.
const LEAST: f32 = 60.0;

/// The same drawing with tiers that end where what stands in them does, their names and marks at the new edges.
pub fn narrowed(scene: &Scene) -> Scene {
    let (mut drawn, legend) = without_legend(scene);
    let counted = drawn.items.iter().filter(|it| !is_tier(it) || is_empty(it, &drawn)).map(|it| it.bounds);
    let tiers = drawn.items.iter().filter(|it| is_tier(it)).map(|it| it.bounds).reduce(|all, it| all.union(&it));
    let (Some(inner), Some(outer)) = (counted.reduce(|all, it| all.union(&it)), tiers) else { return scene.clone() };
    let (left, right) = ((inner.min.x - INSIDE).max(outer.min.x), (inner.max.x + INSIDE).min(outer.max.x));
    if left - outer.min.x + outer.max.x - right < LEAST {
        return scene.clone();
    }
    for tier in drawn.items.iter_mut().filter(|it| is_tier(it)) {
        narrow_tier(tier, (left, right));
    }
    let (top, margin) = (drawn.bounds.max.y, legend.iter().map(|it| it.bounds.max.y).fold(f32::MIN, f32::max));
    drawn.bounds.min.x += left - outer.min.x;
    drawn.bounds.max.x += right - outer.max.x;
    if !legend.is_empty() {
        // It stands in as many rows as it needs there.
        let legend = legend_in(legend, right - left);
        drawn.bounds.max.y += legend.bounds.height() + scene.bounds.max.y - margin;
        drawn.items.extend(legend.items.into_iter().map(|mut it| {
            it.shift(left, top);
            it
        }));
    }
    drawn
}

/// Ends a tier at `left` and `right`; what stands in its corners goes along.
fn narrow_tier(tier: &mut Item, (left, right): (f32, f32)) {
    let old = tier.bounds;
    let new = Rect::from_ltrb(old.min.x.max(left), old.min.y, old.max.x.min(right), old.max.y);
    let frame = |prim: &Prim| matches!(prim, Prim::Rect { rect, .. } if *rect == old);
    tier.prims = tier
        .prims
        .iter()
        .map(|prim| {
            if frame(prim) {
                let mut prim = prim.clone();
                if let Prim::Rect { rect, .. } = &mut prim {
                    *rect = new;
                }
                return prim;
            }
            let is_right = prim.bounds().is_some_and(|it| it.min.x > old.center().x);
            let by = if is_right { new.max.x - old.max.x } else { new.min.x - old.min.x };
            prim.placed(1.0, by, 0.0)
        })
        .collect();
    tier.bounds = new;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;
    use crate::model::{ComputerId, Element, TierId};
    use crate::scene::{Face, Ink};

    #[test]
    fn tiers_end_where_their_cards_do_and_their_names_and_marks_stay_in_them() {
        let tier = |at: u32, top: f32| {
            let rect = Rect::from_ltrb(0.0, top, 1000.0, top + 100.0);
            let name = Prim::text(rect.min.offset(8.0, 14.0), 12.0, Face::Bold, Ink::Text, "Receive");
            let badge = Prim::filled(Rect::from_ltrb(980.0, top, 990.0, top + 10.0), 5.0, Ink::Warning);
            let prims = vec![Prim::filled(rect, 0.0, Ink::TierBizTalk), name, badge];
            Item { element: Some(Element::Tier(TierId(at))), ..Item::decoration(rect, prims) }
        };
        let card = |at: u32, left: f32, top: f32| {
            let rect = Rect::from_ltrb(left, top, left + 120.0, top + 60.0);
            let prims = vec![Prim::filled(rect, 0.0, Ink::CardFill)];
            Item { element: Some(Element::Computer(ComputerId(at))), ..Item::decoration(rect, prims) }
        };
        let items = vec![tier(1, 0.0), card(1, 500.0, 20.0), tier(2, 120.0), card(2, 640.0, 140.0)];
        let scene = Scene { bounds: Rect::from_ltrb(-24.0, -24.0, 1024.0, 244.0), items };
        let narrow = narrowed(&scene);
        assert_eq!((narrow.bounds.min.x, narrow.bounds.max.x), (462.0, 798.0));
        for tier in narrow.items.iter().filter(|it| is_tier(it)) {
            for prim in &tier.prims {
                let it = prim.bounds().unwrap();
                assert!(tier.bounds.min.x <= it.min.x && it.max.x <= tier.bounds.max.x, "{prim:?}");
            }
            assert!(tier.bounds.contains(Point::new(490.0, tier.bounds.min.y + 1.0)));
        }
        let cards = |it: &Scene| it.items.iter().filter(|it| !is_tier(it)).cloned().collect::<Vec<_>>();
        assert_eq!(cards(&narrow), cards(&scene));
        let full = Scene { items: vec![tier(1, 0.0), card(1, 10.0, 20.0), card(2, 870.0, 20.0)], ..scene };
        assert_eq!(narrowed(&full), full);
    }
}
