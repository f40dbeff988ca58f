//! What stands in a drawing, found by its height: a part looks at what is beside it, not at all of the drawing.

use super::{drawn, head, is_line, is_text, is_tier, pieces};
use crate::geometry::Rect;
use crate::scene::{Item, Prim, Scene};

/// How high a row of a register is at least, in world units: about that of a card.
const ROW: f32 = 100.0;

/// Areas and what is there, in order, found by their height.
#[derive(Clone, Debug, Default)]
pub(super) struct Register<T> {
    things: Vec<(Rect, T)>,
    /// The things that touch each row, by their places.
    rows: Vec<Vec<usize>>,
    top: f32,
    height: f32,
}

impl<T: Copy> Register<T> {
    fn of(things: Vec<(Rect, T)>) -> Self {
        let bounds = things.iter().map(|it| it.0).reduce(|all, it| all.union(&it)).unwrap_or_default();
        // No more rows than things, however far apart these stand.
        let height = (bounds.height() / things.len().max(1) as f32).max(ROW);
        let mut register = Self { rows: Vec::new(), top: bounds.min.y, height, things };
        register.rows.resize_with(register.row(bounds.max.y) + 1, Vec::new);
        for (at, (area, _)) in register.things.iter().enumerate() {
            let (from, to) = (register.row(area.min.y), register.row(area.max.y));
            for row in register.rows.iter_mut().take(to + 1).skip(from) {
                row.push(at);
            }
        }
        register
    }

    fn row(&self, y: f32) -> usize {
        ((y - self.top) / self.height).max(0.0) as usize
    }

    /// All that may reach between two heights, in order.
    pub(super) fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = (Rect, T)> + '_ {
        let rows = self.rows.iter().take(self.row(bottom) + 1).skip(self.row(top));
        let mut found: Vec<usize> = rows.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.things.get(at).copied())
    }

    /// What overlaps an area, in order.
    pub(super) fn in_area(&self, area: Rect) -> impl Iterator<Item = (Rect, T)> + '_ {
        self.between(area.min.y, area.max.y).filter(move |it| it.0.overlaps(&area))
    }
}

/// A tier of a drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierThere<'s> {
    pub(super) item: &'s Item,
    /// Whether nothing stands in it.
    pub(super) is_empty: bool,
    /// Whether something that is no line stands in it or reaches into it.
    pub(super) has_cards: bool,
}

/// A drawing with what stands where in it.
#[derive(Clone, Debug)]
pub(in crate::export::pdf::flow) struct Things<'s> {
    /// The drawing.
    pub(in crate::export::pdf::flow) scene: &'s Scene,
    /// By their bounds, with the area that their shapes take.
    pub(super) items: Register<(&'s Item, Rect)>,
    /// The areas that the shapes of all but tiers take, and whether they are of a line.
    pub(super) pieces: Register<bool>,
    pub(super) texts: Register<()>,
    /// The heads of arrows.
    pub(super) heads: Register<()>,
    pub(super) tiers: Vec<TierThere<'s>>,
}

impl<'s> Things<'s> {
    /// Those of a drawing.
    pub(in crate::export::pdf::flow) fn of(scene: &'s Scene) -> Self {
        let prims = || scene.items.iter().flat_map(|it| &it.prims);
        let others = scene.items.iter().filter(|it| !is_tier(it));
        let of_item =
            |it: &'s Item| it.prims.iter().flat_map(pieces).map(move |area| (area, is_line(it))).collect::<Vec<_>>();
        let items = Register::of(scene.items.iter().map(|it| (it.bounds, (it, drawn(it)))).collect());
        let tiers = scene.items.iter().filter(|it| is_tier(it)).map(|tier| {
            let standing = || items.in_area(tier.bounds).map(|it| it.1.0).filter(|it| stands(it));
            let is_empty = !standing().any(|it| tier.bounds.contains(it.bounds.center()));
            TierThere { item: tier, is_empty, has_cards: standing().next().is_some() }
        });
        Self {
            scene,
            tiers: tiers.collect(),
            pieces: Register::of(others.flat_map(of_item).collect()),
            texts: Register::of(prims().filter(|it| is_text(it)).filter_map(Prim::bounds).map(|it| (it, ())).collect()),
            heads: Register::of(prims().filter_map(head).map(|it| (it, ())).collect()),
            items,
        }
    }

    /// What overlaps an area and is neither a tier nor a line.
    pub(super) fn standing(&self, area: Rect) -> impl Iterator<Item = &'s Item> + '_ {
        self.items.in_area(area).map(|it| it.1.0).filter(|it| stands(it))
    }

    /// Whether nothing stands in a tier.
    pub(super) fn is_empty(&self, tier: &Item) -> bool {
        self.tiers.iter().any(|it| it.item.element == tier.element && it.is_empty)
    }
}

/// Whether an item is neither a tier nor a line.
fn stands(item: &Item) -> bool {
    !is_tier(item) && !is_line(item)
}
