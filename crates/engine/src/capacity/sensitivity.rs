//! Which input, if measured, narrows the range most: the agenda of the load test.

use super::formulas::uncertainty::Interval;
use super::limiters::{self, Unknown};
use super::placement::Placement;
use super::state::State;
use crate::dependency::Loss;

/// How much narrower the range gets when one thing is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Narrowing {
    /// What is measured.
    pub what: Unknown,
    /// The range as it is.
    pub before: Interval,
    /// The range afterwards, around the same middle.
    pub after: Interval,
}

impl Narrowing {
    /// Share of the width, as a factor between P10 and P90, that goes away: 0 = nothing, 1 = all of it.
    pub fn gain(&self) -> f64 {
        let width = |range: &Interval| libm::log(range.p90 / range.p10);
        1.0 - width(&self.after) / width(&self.before)
    }
}

/// What narrows the range of normal operation, the most first; empty when nothing is estimated or nothing helps.
pub(super) fn narrowings(placement: &Placement) -> Vec<Narrowing> {
    if !placement.missing.is_empty() {
        return Vec::new();
    }
    let state = State::new(placement, &Loss::none());
    let Some(before) = limiters::roofline(&state, None).rate().filter(|rate| rate.p50 > 0.0) else {
        return Vec::new();
    };
    let measured = |what: Unknown| {
        let after = limiters::roofline(&state, Some(what)).rate()?;
        Some(Narrowing { what, before, after })
    };
    let mut found: Vec<Narrowing> = Unknown::ALL.into_iter().filter_map(measured).collect();
    found.retain(|it| it.gain() > 0.001);
    found.sort_by(|a, b| b.gain().total_cmp(&a.gain()).then(a.what.cmp(&b.what)));
    found
}
