//! Where the cards of the map stand: layers in rows that are not too long, an order inside each row with few crossings,
//! then columns near what they need. Curves pass rows in lanes between the cards, and never behind one.

use std::collections::{BTreeMap, BTreeSet};

use crate::needs::{Key, Map, Need};

/// Width of the lane of curves that pass a row, as a share of the width of a card.
const LANE: f32 = 0.3;
/// A row has at least so many cards before another one is begun.
const LEAST_CARDS: usize = 4;
/// How much wider a row of one card is than high, and how wide the map is to be for its height.
const RATIOS: (f32, f32) = (2.0, 1.2);
/// Sweeps over all rows, down and up in turn; the maps of the templates settle in three.
const SWEEPS: usize = 8;
/// Rounds that draw the cards towards their neighbors; the maps of the templates stand still after thirty.
const ROUNDS: usize = 40;

/// What takes a place in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// A card.
    Card(Key),
    /// Where curves pass this row: a place of its own in each that they pass.
    Lane(Lane, usize),
}

/// Curves that run together: those to one card that is needed in one way; where a card needs one above it, upwards.
type Lane = (Key, Need, bool);

/// The curves that run with that of a need, and the rows at its upper and its lower end.
fn lane(rows: &BTreeMap<Key, usize>, (from, to): (Key, Key), need: Need) -> (Lane, usize, usize) {
    let row = |key: Key| rows.get(&key).copied().unwrap_or_default();
    let is_up = row(to) < row(from);
    ((to, need, is_up), row(from).min(row(to)), row(from).max(row(to)))
}

/// Rows and columns of the cards, and of the curves that pass rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    rows: BTreeMap<Key, usize>,
    cards: BTreeMap<Key, f32>,
    lanes: BTreeMap<Lane, Vec<(usize, f32)>>,
}

impl Columns {
    /// The row of a card, from the top, and its middle, in widths of a card.
    pub(super) fn card(&self, key: Key) -> (usize, f32) {
        (self.rows.get(&key).copied().unwrap_or_default(), self.cards.get(&key).copied().unwrap_or_default())
    }

    /// Rows that the curve of a need passes, from its start to its end, with the column where it does.
    pub(super) fn lanes(&self, pair: (Key, Key), need: Need) -> Vec<(usize, f32)> {
        let (lane, upper, lower) = lane(&self.rows, pair, need);
        let all = self.lanes.get(&lane).map_or(&[][..], Vec::as_slice);
        let mut passed: Vec<_> = all.iter().copied().filter(|(row, _)| (upper + 1..lower).contains(row)).collect();
        if lane.2 {
            passed.reverse();
        }
        passed
    }
}

/// Rows as ordered slots, and the slots that a curve joins from one row to the next.
#[derive(Default)]
struct Layers {
    rows: Vec<Vec<Slot>>,
    joins: Vec<BTreeSet<(Slot, Slot)>>,
}

/// The columns of a map.
pub(super) fn columns(map: &Map) -> Columns {
    let rows = rows(map);
    let mut layers = Layers::of(map, &rows);
    layers.untangle();
    let places = layers.places();
    let mut columns = Columns { rows, ..Columns::default() };
    for (row, slots) in layers.rows.iter().enumerate() {
        for slot in slots {
            let x = places.get(slot).copied().unwrap_or_default();
            match *slot {
                Slot::Card(key) => _ = columns.cards.insert(key, x),
                Slot::Lane(lane, _) => columns.lanes.entry(lane).or_default().push((row, x)),
            }
        }
    }
    columns
}

/// The row of each card: a layer with many stands in several, so that the map suits a screen and its texts can be read.
fn rows(map: &Map) -> BTreeMap<Key, usize> {
    let mut layers: BTreeMap<u32, Vec<Key>> = BTreeMap::new();
    for (key, node) in &map.nodes {
        layers.entry(node.layer).or_default().push(*key);
    }
    let longest = layers.values().map(Vec::len).max().unwrap_or(0);
    let side = |most: usize| {
        let height: usize = layers.values().map(|it| it.len().div_ceil(most)).sum();
        f32::max(longest.min(most) as f32 * RATIOS.0 / RATIOS.1, height as f32)
    };
    let most = (LEAST_CARDS..=longest).min_by(|a, b| side(*a).total_cmp(&side(*b))).unwrap_or(LEAST_CARDS);
    let mut rows = BTreeMap::new();
    let mut row = 0;
    for cards in layers.values() {
        let length = cards.len().div_ceil(cards.len().div_ceil(most));
        for part in cards.chunks(length) {
            rows.extend(part.iter().map(|it| (*it, row)));
            row += 1;
        }
    }
    rows
}

impl Layers {
    fn of(map: &Map, rows: &BTreeMap<Key, usize>) -> Self {
        let count = rows.values().max().map_or(0, |it| it + 1);
        let mut layers = Self { rows: vec![Vec::new(); count], joins: vec![BTreeSet::new(); count] };
        for (key, row) in rows {
            layers.rows[*row].push(Slot::Card(*key));
        }
        for (pair, need) in &map.needs {
            let (lane, upper, lower) = lane(rows, *pair, *need);
            let (above, below) = if lane.2 { (pair.1, pair.0) } else { *pair };
            let mut above = Slot::Card(above);
            for row in upper + 1..=lower {
                let slot = if row == lower { Slot::Card(below) } else { Slot::Lane(lane, row) };
                if !layers.rows[row].contains(&slot) {
                    layers.rows[row].push(slot);
                }
                layers.joins[row - 1].insert((above, slot));
                above = slot;
            }
        }
        layers
    }

    /// Orders each row by the mean place of its neighbors, sweeping down and up, and keeps the best order seen.
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

    /// The mean place of the neighbors of each slot of a row.
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
    fn cards_of_a_row_never_overlap() {
        for key in ["small", "large-complete", "two-computer"] {
            let map = map(key);
            let columns = columns(&map);
            for (a, one) in &map.nodes {
                for (b, other) in map.nodes.iter().filter(|(b, _)| *b > a) {
                    let ((row, x), (other_row, other_x)) = (columns.card(*a), columns.card(*b));
                    let gap = if row == other_row { (x - other_x).abs() } else { 1.0 };
                    assert!(gap > 0.999, "{key}: {} and {} are {gap} apart", one.label, other.label);
                }
            }
        }
    }

    #[test]
    fn whoever_needs_stands_above_what_is_needed_or_below_where_both_need_each_other() {
        for template in crate::document::templates() {
            let map = crate::needs::map(&template.document);
            let columns = columns(&map);
            for (from, to) in map.needs.keys() {
                let (row, needed) = (columns.card(*from).0, columns.card(*to).0);
                assert!(row != needed, "{}: {from:?} and {to:?} stand in one row", template.key);
                let goes_round = || map.needs.keys().any(|it| it.0 == *to && columns.card(it.1).0 > needed);
                assert!(row < needed || goes_round(), "{}: {from:?} and {to:?}", template.key);
            }
        }
    }

    #[test]
    fn a_curve_passes_every_row_between_its_ends_clear_of_the_cards() {
        for key in ["large", "large-complete", "distributed-large", "two-computer"] {
            let map = map(key);
            let columns = columns(&map);
            for (pair, need) in &map.needs {
                let (from, to) = (columns.card(pair.0).0, columns.card(pair.1).0);
                let lanes = columns.lanes(*pair, *need);
                let mut passed: Vec<usize> = (from.min(to) + 1..from.max(to)).collect();
                if to < from {
                    passed.reverse();
                }
                assert!(lanes.iter().map(|it| it.0).eq(passed), "{key}: {pair:?}");
                for (row, x) in lanes {
                    for card in map.nodes.keys().map(|it| columns.card(*it)).filter(|it| it.0 == row) {
                        assert!((card.1 - x).abs() > 0.5, "{key}: {pair:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_layer_with_many_cards_stands_in_several_rows() {
        let map = map("large-complete");
        let columns = columns(&map);
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        for key in map.nodes.keys() {
            *lengths.entry(columns.card(*key).0).or_default() += 1;
        }
        assert!(lengths.values().all(|it| *it <= 6), "{lengths:?}");
    }

    #[test]
    fn ordering_leaves_fewer_crossings_than_the_order_of_the_file() {
        let map = map("large");
        let mut layers = Layers::of(&map, &rows(&map));
        let before = layers.crossings();
        layers.untangle();
        assert!(layers.crossings() < before, "{before} before, {} after", layers.crossings());
    }
}
