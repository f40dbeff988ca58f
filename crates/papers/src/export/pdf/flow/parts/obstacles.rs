//! What stands in the way of a cut.

use super::things::{Register, Things};
use super::{BESIDE, GAP_OF_CUT, is_line, is_tier};
use crate::geometry::Rect;
use crate::model::Element;
use crate::scene::Item;

/// What stands in a band, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Obstacles {
    /// What no cut may go through.
    pub(super) cards: Vec<(f32, f32)>,
    /// What a cut goes round where it can.
    pub(super) others: Vec<(f32, f32)>,
    /// The tiers.
    pub(super) tiers: Vec<(f32, f32)>,
}

impl Obstacles {
    pub(super) fn of(things: &Things<'_>, (top, bottom): (f32, f32)) -> Self {
        let in_band = |it: &Rect| it.max.y > top && it.min.y < bottom;
        let wide = |it: Rect| (it.min.x, it.max.x);
        let is_card = |it: &&Item| {
            matches!(it.element, Some(Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_)))
        };
        let items = things.items.between(top, bottom).map(|it| it.1.0);
        let (cards, rest): (Vec<&Item>, Vec<&Item>) =
            items.filter(|it| in_band(&it.bounds) && !is_line(it)).partition(is_card);
        let wide_of = |all: &Register<()>| -> Vec<(f32, f32)> {
            all.between(top, bottom).map(|it| it.0).filter(in_band).map(wide).collect()
        };
        Self {
            tiers: rest.iter().filter(|it| is_tier(it)).map(|it| wide(it.bounds)).collect(),
            cards: cards.iter().map(|it| wide(it.bounds)).collect(),
            others: rest
                .iter()
                .map(|it| wide(it.bounds))
                .chain(wide_of(&things.texts))
                .chain(wide_of(&things.heads))
                .collect(),
        }
    }

    pub(super) fn all(bands: &[Self]) -> Self {
        let cards = bands.iter().flat_map(|it| it.cards.iter().copied()).collect();
        Self { cards, others: bands.iter().flat_map(|it| it.others.iter().copied()).collect(), tiers: Vec::new() }
    }

    /// The place of a cut, between those before and after it, where it would leave a sliver of a tier without a card on one
    /// of its sides: beside that tier, if a part may be so wide.
    pub(super) fn beside_tiers(&self, (before, cut, after): (f32, f32, f32), most: f32) -> f32 {
        let Some((left, right)) = self.tiers.iter().find(|(left, right)| *left < cut && cut < *right) else {
            return cut;
        };
        let inside = || self.cards.iter().filter(|(from, to)| left <= from && to <= right);
        let (on_left, on_right) = (inside().any(|it| it.0 < cut), inside().any(|it| it.1 > cut));
        let moved = match (on_left, on_right) {
            (false, true) => left - BESIDE,
            (true, false) => right + BESIDE,
            _ => return cut,
        };
        if before < moved && moved < after && moved - before <= most && after - moved <= most { moved } else { cut }
    }

    /// Where to cut near `wish`, at most `spare` beside it; `None` where cards leave no place.
    pub(super) fn cut(&self, (wish, spare): (f32, f32)) -> Option<f32> {
        let crossed =
            |areas: &[(f32, f32)], x: f32| areas.iter().filter(|(left, right)| *left < x && x < *right).count();
        let areas = || self.cards.iter().chain(&self.others);
        let ends =
            areas().flat_map(|(left, right)| [left - GAP_OF_CUT, right + GAP_OF_CUT, *left, *right]).chain([wish]);
        let free = ends.filter(|x| (x - wish).abs() <= spare && crossed(&self.cards, *x) == 0);
        let cost = |x: &f32| (crossed(&self.others, *x), (x - wish).abs());
        free.min_by(|a, b| cost(a).0.cmp(&cost(b).0).then(cost(a).1.total_cmp(&cost(b).1)))
    }
}
