//! Finds the lines that a connection or a firewall stands for, so that what becomes of it shows there.

use std::collections::BTreeSet;

use super::{Routed, Touch, Wire};
use crate::geometry::Point;
use crate::model::{Document, FirewallId, TierId};

/// How far apart marks on one line stand.
const APART: f32 = 19.0;

/// The lines of a trunk, by position, that carry a drawn connection and as little else as can be told.
pub(crate) fn carriers(routed: &Routed, wire: &Wire) -> Vec<usize> {
    let lines = |meets: &dyn Fn(&Touch) -> bool| -> Vec<usize> {
        let numbered = routed.paths.iter().enumerate();
        numbered.filter(|(_, path)| path.touches.iter().any(meets)).map(|(number, _)| number).collect()
    };
    let from = lines(&|it| !it.arrow && wire.from.contains(&it.element));
    let to = lines(&|it| it.arrow && wire.to.contains(&it.element));
    let others = || routed.wires.iter().filter(|it| it.connection != wire.connection);
    let shares_end = others().any(|it| it.to.iter().any(|element| wire.to.contains(element)));
    let best = if shares_end || to.is_empty() { from.clone() } else { to.clone() };
    [best, to, from, lines(&|it| it.arrow)].into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

/// Where the firewalls of a design stand: on the lines between their tiers.
pub(crate) fn firewall_spots(document: &Document, routed: &[Routed]) -> Vec<(FirewallId, Point)> {
    let mut spots: Vec<(FirewallId, Point)> = Vec::new();
    for (id, firewall) in &document.firewalls {
        for trunk in routed {
            for at in between(trunk, firewall.from, firewall.to) {
                let taken = spots.iter().filter(|(_, other)| other.distance(at) < APART).count();
                spots.push((*id, at.offset(taken as f32 * APART, 0.0)));
            }
        }
    }
    spots
}

/// The places on a trunk that lie between two tiers, whichever of them calls.
fn between(trunk: &Routed, from: TierId, to: TierId) -> Vec<Point> {
    let touches = || trunk.paths.iter().flat_map(|path| path.touches.iter().map(move |touch| (path, touch)));
    let sources: BTreeSet<TierId> = touches().filter(|(_, it)| !it.arrow).map(|(_, it)| it.tier).collect();
    let targets: BTreeSet<TierId> = touches().filter(|(_, it)| it.arrow).map(|(_, it)| it.tier).collect();
    let is_between = |a: TierId, b: TierId| sources.contains(&a) && targets.contains(&b);
    let (source, target) = match (is_between(from, to), is_between(to, from)) {
        (true, _) => (from, to),
        (false, true) => (to, from),
        (false, false) => return Vec::new(),
    };
    // Where lines of several tiers come together only those of this tier pass the firewall.
    let at_source = sources.len() > 1;
    let tier = if at_source { source } else { target };
    let mut spots: Vec<Point> = Vec::new();
    for (path, _) in touches().filter(|(_, it)| it.arrow != at_source && it.tier == tier) {
        if !spots.contains(&path.spot) {
            spots.push(path.spot);
        }
    }
    spots
}
