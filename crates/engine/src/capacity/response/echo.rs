//! Messages that come back to a station: how alike the queue still is, and what that does to the spread of their waits (our
//! inference).

use super::Visit;
use crate::capacity::formulas::cumulants::Cumulants;

/// How alike the length of a queue still is after a part `x` of its memory, as a sum of `share exp(-speed x)`: the
/// autocorrelation of reflected Brownian motion, `2 (1 - 2t - t^2) (1 - F(sqrt t)) + 2 sqrt(t) (1 + t) f(sqrt t)` with
/// `t = 2x` and the normal distribution `F` and density `f` (Abate and Whitt 1987), to 0.02. At first it is lost much faster
/// than `exp(-x)`.
const ALIKE: [(f64, f64); 2] = [(0.55, 1.35), (0.45, 4.5)];

/// How alike the waits of a message are at its visits to a station.
#[derive(Clone, Copy, Default)]
pub(super) struct Echo {
    visits: f64,
    /// Pairs of visits, as far as both meet a queue of the same length.
    again: f64,
    /// What is left of earlier visits at the time of the last.
    left: [f64; ALIKE.len()],
    at: f64,
}

impl Echo {
    /// Another visit, so many memories of the queue after the message came in.
    pub(super) fn visited(&mut self, visit: &Visit, times: f64, at: f64) {
        for (left, (share, speed)) in self.left.iter_mut().zip(ALIKE) {
            *left *= libm::exp(speed * (self.at - at));
            self.again += share / f64::from(visit.alike) * *left * times;
            *left += times;
        }
        self.visits += times;
        self.at = at;
    }

    /// What the waits there have more of than independent ones. A sum of `n` equal waits, of which each pair is correlated
    /// by `r`, varies `1 + 2/n sum r` times as much as if they were independent; were they one and the same, `n` times as
    /// much, and its third cumulant `n^2` times.
    pub(super) fn more_than_apart(&self, wait: Cumulants) -> Cumulants {
        let more = if self.visits > 0.0 { 1.0 + 2.0 * self.again / self.visits } else { 1.0 };
        let apart = Cumulants::default().plus(wait, self.visits);
        Cumulants { mean: 0.0, variance: apart.variance * (more - 1.0), third: apart.third * (more * more - 1.0) }
    }
}
