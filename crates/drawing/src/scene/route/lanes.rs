//! Gives the trunks of each gutter their lanes, so that few lines cross, and says how high the gutter must be.

use super::ports::Stretch;
use crate::scene::style::{GUTTER, GUTTER_END, LANE};

/// Space that neighbors in one lane keep.
const APART: f32 = 16.0;

/// Sets the lanes of all stretches; returns the height of each gutter. The outer gutters have none unless used.
pub(crate) fn assign(stretches: &mut [Stretch], num_gutters: usize) -> Vec<f32> {
    let mut by_gutter: Vec<Vec<usize>> = vec![Vec::new(); num_gutters];
    for (number, stretch) in stretches.iter().enumerate() {
        if let Some(list) = by_gutter.get_mut(stretch.gutter) {
            list.push(number);
        }
    }
    let last = num_gutters.saturating_sub(1);
    let mut heights = Vec::with_capacity(num_gutters);
    for (gutter, list) in by_gutter.iter().enumerate() {
        let lanes = order(stretches, list);
        let num_lanes = lanes.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
        for (number, lane) in lanes {
            if let Some(stretch) = stretches.get_mut(number) {
                stretch.lane = Some(lane);
            }
        }
        heights.push(match (list.is_empty(), gutter == 0 || gutter == last) {
            (true, true) => 0.0,
            (true, false) => GUTTER,
            (false, _) => 2.0 * GUTTER_END + num_lanes.saturating_sub(1) as f32 * LANE,
        });
    }
    heights
}

/// The lane of every stretch that needs one.
fn order(stretches: &[Stretch], list: &[usize]) -> Vec<(usize, usize)> {
    let get = |number: &usize| stretches.get(*number);
    let wide = |number: &&usize| get(number).is_some_and(|it| it.span().1 - it.span().0 > 0.5);
    let mut order: Vec<usize> = list.iter().filter(wide).copied().collect();
    let pairs = |order: &[usize]| -> usize {
        let crossings = |(position, upper): (usize, &usize)| {
            let below = order.iter().skip(position + 1);
            below.map(|lower| get(upper).zip(get(lower)).map_or(0, |(a, b)| crossings(a, b))).sum::<usize>()
        };
        order.iter().enumerate().map(crossings).sum()
    };
    if order.len() <= 12 {
        let mut best = pairs(&order);
        for _ in 0..order.len() {
            let before = best;
            for position in 1..order.len() {
                order.swap(position - 1, position);
                let now = pairs(&order);
                if now < best {
                    best = now;
                } else {
                    order.swap(position - 1, position);
                }
            }
            if best == before {
                break;
            }
        }
    }
    let mut lanes: Vec<(usize, usize)> = Vec::with_capacity(order.len());
    for number in order {
        let Some((low, high)) = get(&number).map(Stretch::span) else { continue };
        let above = lanes.iter().filter(|(other, _)| {
            get(other).map(Stretch::span).is_some_and(|(l, h)| low < h + APART && l < high + APART)
        });
        let lane = above.map(|(_, lane)| lane + 1).max().unwrap_or(0);
        lanes.push((number, lane));
    }
    lanes
}

/// How often two trunks cross when `upper` has the lane above `lower`.
fn crossings(upper: &Stretch, lower: &Stretch) -> usize {
    let inside = |x: f32, (low, high): (f32, f32)| x > low - 0.5 && x < high + 0.5;
    let down = upper.ports.iter().filter(|it| !it.above && inside(it.x, lower.span())).count();
    let up = lower.ports.iter().filter(|it| it.above && inside(it.x, upper.span())).count();
    down + up
}
