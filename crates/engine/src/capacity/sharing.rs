//! What computers carry however the work of hosts is shared out among them: what the range of a rate is made of where hosts
//! and databases share computers.
//!
//! If messages turn out to cost hosts more than was thought, work moves to computers that do less for databases, so the
//! share of each computer is no limit by itself. Some sharing-out fits unless some functions of hosts need more than is left,
//! beside databases, of all the computers that may do any of them (the theorem of Hall for such sharing-out).

use std::collections::BTreeSet;

use super::limiters::{Sigmas, Unknown};
use super::range::Spread;
use super::spread::{Function, functions};
use super::state::{State, Work};

/// The most functions of hosts of which every set is looked at.
const MOST_FUNCTIONS: usize = 6;

/// The rate at which each set of functions reaches the limit of its computers, and what moves it. Empty where nothing moves:
/// hosts and databases are apart, or something is lost, after which work stays where the loss has put it; and where there
/// are too many functions, whose work then counts as it is spread in the middle.
pub(super) fn bounds(state: &State<'_>, measured: Option<Unknown>) -> Vec<(f64, Spread)> {
    let is_mixed = |it: &Work| it.biztalk > 0.0 && it.sql > 0.0;
    let mixed = || state.work.iter().enumerate().filter(|(_, it)| is_mixed(it)).map(|(at, _)| at);
    let functions = functions(state.placement, state);
    if !state.is_whole() || mixed().next().is_none() || functions.len() > MOST_FUNCTIONS {
        return Vec::new();
    }
    let of_set = |set: u32| {
        let chosen: Vec<&Function> =
            functions.iter().enumerate().filter(|(at, _)| set & 1 << at != 0).map(|(_, it)| it).collect();
        let computers = chosen.iter().flat_map(|it| it.computers.iter().copied()).collect();
        bound(state, measured, chosen.iter().map(|it| it.secs).sum(), &computers)
    };
    let of_databases = mixed().map(|at| bound(state, measured, 0.0, &BTreeSet::from([at])));
    (1..1 << functions.len()).map(of_set).chain(of_databases).collect()
}

/// When so many seconds of host work per message, and what databases take, use up some computers.
fn bound(state: &State<'_>, measured: Option<Unknown>, secs: f64, computers: &BTreeSet<usize>) -> (f64, Spread) {
    let (mut room, mut sql) = (0.0, 0.0);
    let mut placed = Vec::new();
    for at in computers {
        let Some((computer, work)) = state.placement.computers.get(*at).zip(state.work.get(*at)) else { continue };
        room += (state.cpu_cap() - state.background(*at)).max(0.0) * computer.biztalk_cores;
        sql += work.sql * computer.biztalk_cores;
        placed.push(computer);
    }
    let sigmas = Sigmas::of(state.placement, &placed, measured);
    let spread = match (secs > 0.0, sql > 0.0) {
        (true, false) => sigmas.biztalk_cpu(),
        (false, _) => sigmas.sql_cpu(),
        (true, true) => sigmas.shared_cpu(secs / (secs + sql)),
    };
    (room / (secs + sql), spread)
}
