//! Which input, if measured, narrows the range most: the agenda of the load test.

use std::sync::Arc;

use super::formulas::uncertainty::Interval;
use super::limiters::{self, Unknown};
use super::placement::Placement;
use super::state::State;
use crate::dependency::Loss;
use crate::memo::OnDemand;

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

/// What narrows the range of normal operation. Worked out when somebody looks at it: each takes as long as the range.
#[derive(Clone, Debug)]
pub(super) struct Narrowings {
    placement: Arc<Placement>,
    /// The range as it is; `None` when nothing is estimated or nothing passes.
    before: Option<Interval>,
    found: OnDemand<Vec<Narrowing>>,
}

impl PartialEq for Narrowings {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Narrowings {
    /// Of a placement with this rate.
    pub(super) fn new(placement: Arc<Placement>, rate: Option<Interval>) -> Self {
        Self { placement, before: rate.filter(|rate| rate.p50 > 0.0), found: OnDemand::default() }
    }

    /// The most first; empty when nothing helps.
    pub(super) fn get(&self) -> &[Narrowing] {
        self.found.get(|| self.before.map_or_else(Vec::new, |before| narrowings(&self.placement, before)))
    }
}

fn narrowings(placement: &Placement, before: Interval) -> Vec<Narrowing> {
    let state = State::new(placement, &Loss::none());
    let measured = |what: Unknown| {
        let after = limiters::roofline(&state, Some(what)).rate()?;
        Some(Narrowing { what, before, after })
    };
    let mut found: Vec<Narrowing> = Unknown::ALL.into_iter().filter_map(measured).collect();
    found.retain(|it| it.gain() > 0.001);
    found.sort_by(|a, b| b.gain().total_cmp(&a.gain()).then(a.what.cmp(&b.what)));
    found
}
