//! A drawing without the empty ends of its tiers: what stands in them counts on paper.

use crate::export::pdf::flow::parts::is_tier;
use crate::geometry::Rect;
use crate::scene::{Item, Prim, Scene, legend_in, without_legend};

/// From what stands farthest out to the edge of its tier, in world units.
const INSIDE: f32 = 14.0;
/// What a drawing must get narrower by, in world units: less is not worth a second look of the same design.
const LEAST: f32 = 60.0;

/// The same drawing with tiers that end where what stands in them does, their names and marks at the new edges.
pub fn narrowed(scene: &Scene) -> Scene {
    let (mut drawn, legend) = without_legend(scene);
    let is_empty = |tier: &Item| !drawn.items.iter().any(|it| !is_tier(it) && tier.bounds.contains(it.bounds.center()));
    let counted = drawn.items.iter().filter(|it| !is_tier(it) || is_empty(it)).map(|it| it.bounds);
    let tiers = drawn.items.iter().filter(|it| is_tier(it)).map(|it| it.bounds).reduce(|all, it| all.union(&it));
    let (Some(inner), Some(outer)) = (counted.reduce(|all, it| all.union(&it)), tiers) else { return scene.clone() };
    let (left, right) = ((inner.min.x - INSIDE).max(outer.min.x), (inner.max.x + INSIDE).min(outer.max.x));
    if left - outer.min.x + outer.max.x - right < LEAST {
        return scene.clone();
    }
    drawn.items.iter_mut().filter(|it| is_tier(it)).for_each(|it| narrow_tier(it, (left, right)));
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
