//! Where the cards of the map stand: an order inside each layer with few crossings, then columns near what they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::needs::{Key, Map};

/// Width of the lane of a curve that passes a layer, as a share of the width of a card.
const LANE: f32 = 0.3;
/// Sweeps over all layers, down and up in turn; the maps of the templates settle in three.
const SWEEPS: usize = 8;
/// Rounds that draw the cards towards their neighbors; the maps of the templates stand still after thirty.
const ROUNDS: usize = 40;

/// What takes a place in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// A card.
    Card(Key),
    /// Where the curve of a need passes the layer.
    Lane(Key, Key),
}

/// Columns of the cards and of the curves that pass layers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    cards: BTreeMap<Key, f32>,
    lanes: BTreeMap<(Key, Key), Vec<(u32, f32)>>,
}

impl Columns {
    /// The middle of a card, in widths of a card.
    pub(super) fn card(&self, key: Key) -> f32 {
        self.cards.get(&key).copied().unwrap_or_default()
    }

    /// Layers that the curve of a need passes, from top to bottom, with the column where it does.
    pub(super) fn lanes(&self, pair: (Key, Key)) -> &[(u32, f32)] {
        self.lanes.get(&pair).map_or(&[], Vec::as_slice)
    }
}

/// Layers as ordered slots, and the slots that a curve joins from one layer to the next.
#[derive(Default)]
struct Layers {
    rows: Vec<Vec<Slot>>,
    joins: Vec<BTreeSet<(Slot, Slot)>>,
}

/// The columns of a map.
pub(super) fn columns(map: &Map) -> Columns {
    let mut layers = Layers::of(map);
    layers.untangle();
    let places = layers.places();
    let mut columns = Columns::default();
    for (layer, row) in layers.rows.iter().enumerate() {
        for slot in row {
            let x = places.get(slot).copied().unwrap_or_default();
            match *slot {
                Slot::Card(key) => _ = columns.cards.insert(key, x),
                Slot::Lane(from, to) => columns.lanes.entry((from, to)).or_default().push((layer as u32, x)),
            }
        }
    }
    columns
}

impl Layers {
    fn of(map: &Map) -> Self {
        let depth = map.nodes.values().map(|it| it.layer as usize + 1).max().unwrap_or(0);
        let mut layers = Self { rows: vec![Vec::new(); depth], joins: vec![BTreeSet::new(); depth] };
        for (key, node) in &map.nodes {
            layers.rows[node.layer as usize].push(Slot::Card(*key));
        }
        for (from, to) in map.needs.keys() {
            let (Some(upper), Some(lower)) = (map.nodes.get(from), map.nodes.get(to)) else { continue };
            let mut above = Slot::Card(*from);
            for layer in upper.layer as usize + 1..=lower.layer as usize {
                let last = layer == lower.layer as usize;
                let slot = if last { Slot::Card(*to) } else { Slot::Lane(*from, *to) };
                if !last {
                    layers.rows[layer].push(slot);
                }
                layers.joins[layer - 1].insert((above, slot));
                above = slot;
            }
        }
        layers
    }

    /// Orders each layer by the mean place of its neighbors, sweeping down and up, and keeps the best order seen.
    fn untangle(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let order: Vec<usize> = if down {
                (1..self.rows.len()).collect()
            } else {
                (0..self.rows.len().saturating_sub(1)).rev().collect()
            };
            for layer in order {
                let fixed = if down { layer - 1 } else { layer + 1 };
                let middle = self.rows[fixed].len() as f32 / 2.0;
                let places =
                    self.rows[fixed].iter().enumerate().map(|(at, slot)| (*slot, at as f32 - middle)).collect();
                let means = self.means(layer, &places, if down { Side::Above } else { Side::Below });
                let half = self.rows[layer].len() as f32 / 2.0;
                let mut keyed: Vec<(f32, Slot)> = self.rows[layer]
                    .iter()
                    .enumerate()
                    .map(|(at, slot)| (means.get(slot).copied().unwrap_or(at as f32 - half), *slot))
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.rows[layer] = keyed.into_iter().map(|(_, slot)| slot).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// The mean place of the neighbors of each slot of a layer.
    fn means(&self, layer: usize, places: &BTreeMap<Slot, f32>, side: Side) -> BTreeMap<Slot, f32> {
        let above = layer.checked_sub(1).filter(|_| side != Side::Below).and_then(|it| self.joins.get(it));
        let below = self.joins.get(layer).filter(|_| side != Side::Above);
        let pairs = above.into_iter().flatten().map(|(up, own)| (own, up));
        let pairs = pairs.chain(below.into_iter().flatten().map(|(own, down)| (own, down)));
        let mut sums: BTreeMap<Slot, (f32, f32)> = BTreeMap::new();
        for (own, other) in pairs {
            if let Some(place) = places.get(other) {
                let sum = sums.entry(*own).or_default();
                *sum = (sum.0 + place, sum.1 + 1.0);
            }
        }
        sums.into_iter().map(|(slot, (sum, count))| (slot, sum / count)).collect()
    }

    fn crossings(&self) -> usize {
        let mut crossings = 0;
        for (layer, joins) in self.joins.iter().enumerate() {
            let at = |row: Option<&Vec<Slot>>| -> BTreeMap<Slot, usize> {
                row.into_iter().flatten().enumerate().map(|(at, slot)| (*slot, at)).collect()
            };
            let (upper, lower) = (at(self.rows.get(layer)), at(self.rows.get(layer + 1)));
            let mut ends: Vec<_> =
                joins.iter().filter_map(|(up, down)| Some((upper.get(up)?, *lower.get(down)?))).collect();
            ends.sort_unstable();
            crossings += inversions(&mut ends.into_iter().map(|(_, down)| down).collect::<Vec<_>>());
        }
        crossings
    }

    /// Places in the order found, drawn towards the neighbors.
    fn places(&self) -> BTreeMap<Slot, f32> {
        let mut places = BTreeMap::new();
        for row in &self.rows {
            let width: f32 = row.iter().map(|it| width(*it)).sum();
            places.extend(spread(row, |_, offset| offset - width / 2.0));
        }
        for _ in 0..ROUNDS {
            for (layer, row) in self.rows.iter().enumerate() {
                let means = self.means(layer, &places, Side::Both);
                let wanted = |slot: Slot| means.get(&slot).or(places.get(&slot)).copied().unwrap_or_default();
                places.extend(spread(row, |slot, _| wanted(slot)));
            }
        }
        places
    }
}

/// How many pairs stand in the wrong order; sorts as it counts.
fn inversions(values: &mut [usize]) -> usize {
    let middle = values.len() / 2;
    if middle == 0 {
        return 0;
    }
    let (left, right) = values.split_at_mut(middle);
    let mut count = inversions(left) + inversions(right);
    for value in &*right {
        count += left.len() - left.partition_point(|it| it <= value);
    }
    values.sort_unstable();
    count
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
    Both,
}

fn width(slot: Slot) -> f32 {
    match slot {
        Slot::Card(_) => 1.0,
        Slot::Lane(..) => LANE,
    }
}

/// Places in a given order that are as near as can be (least squares) to the wanted ones and do not overlap:
/// runs of slots that want to be where another is merge and share the mean of what they want.
fn spread(row: &[Slot], wanted: impl Fn(Slot, f32) -> f32) -> Vec<(Slot, f32)> {
    let mut offsets = Vec::with_capacity(row.len());
    let mut end = 0.0;
    for slot in row {
        offsets.push(end + width(*slot) / 2.0);
        end += width(*slot);
    }
    let mut runs: Vec<(f32, usize)> = Vec::new();
    for (slot, offset) in row.iter().zip(&offsets) {
        let mut run = (wanted(*slot, *offset) - offset, 1);
        while let Some(last) = runs.pop_if(|last| last.0 > run.0) {
            let count = last.1 + run.1;
            run = ((last.0 * last.1 as f32 + run.0 * run.1 as f32) / count as f32, count);
        }
        runs.push(run);
    }
    let starts = runs.iter().flat_map(|(start, count)| std::iter::repeat_n(*start, *count));
    row.iter().zip(offsets).zip(starts).map(|((slot, offset), start)| (*slot, start + offset)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    fn map(key: &str) -> Map {
        crate::needs::map(&template(key).unwrap().document)
    }

    #[test]
    fn cards_of_a_layer_never_overlap() {
        for key in ["small", "large-complete", "two-computer"] {
            let map = map(key);
            let columns = columns(&map);
            for (a, one) in &map.nodes {
                for (b, other) in map.nodes.iter().filter(|(b, it)| *b > a && it.layer == one.layer) {
                    let gap = (columns.card(*a) - columns.card(*b)).abs();
                    assert!(gap > 0.999, "{key}: {} and {} are {gap} apart", one.label, other.label);
                }
            }
        }
    }

    #[test]
    fn a_curve_passes_every_layer_between_its_ends_clear_of_the_cards() {
        let map = map("large-complete");
        let columns = columns(&map);
        for pair in map.needs.keys() {
            let (upper, lower) = (map.nodes[&pair.0].layer, map.nodes[&pair.1].layer);
            let lanes = columns.lanes(*pair);
            assert!(lanes.iter().map(|it| it.0).eq(upper + 1..lower));
            for (layer, x) in lanes {
                for (key, _) in map.nodes.iter().filter(|(_, it)| it.layer == *layer) {
                    assert!((columns.card(*key) - x).abs() > 0.5, "{key:?}");
                }
            }
        }
    }

    #[test]
    fn ordering_leaves_fewer_crossings_than_the_order_of_the_file() {
        let map = map("large");
        let mut layers = Layers::of(&map);
        let before = layers.crossings();
        layers.untangle();
        assert!(layers.crossings() < before, "{before} before, {} after", layers.crossings());
    }
}
