//! Messages that come back to a station: how alike the queue still is, and what that does to waits there (our inference).

use super::Visit;
use crate::capacity::formulas::cumulants::Cumulants;

/// How alike a queue still is after a part `x` of its memory, as a sum of `share exp(-speed x)`: the autocorrelation of
/// reflected Brownian motion, `2 (1 - 2t - t^2) (1 - F(sqrt t)) + 2 sqrt(t) (1 + t) f(sqrt t)` with `t = 2x` and the normal
/// distribution `F` and density `f` (Abate and Whitt 1987), to 0.02. At first it is lost much faster than `exp(-x)`.
const ALIKE: [(f64, f64); 2] = [(0.55, 1.35), (0.45, 4.5)];

/// What is left of earlier visits at the time of the next.
#[derive(Clone, Copy, Default)]
struct Left {
    visits: f64,
    secs: f64,
}

/// How often a message meets the queue of a station, and how much of what it met there before it meets again.
#[derive(Clone, Copy, Default)]
pub(super) struct Echo {
    visits: f64,
    /// Seconds of a server, and the mean square of each visit.
    secs: f64,
    square: f64,
    /// By pairs of visits, as far as both meet the same queue: how many, the seconds of the later, the product of both.
    again: f64,
    again_secs: f64,
    again_square: f64,
    left: [Left; ALIKE.len()],
    at: f64,
}

impl Echo {
    /// Another visit, so many memories of the queue after the message came in.
    pub(super) fn visited(&mut self, visit: &Visit, times: f64, at: f64) {
        let secs = times * visit.secs;
        for (left, (share, speed)) in self.left.iter_mut().zip(ALIKE) {
            let kept = libm::exp(speed * (self.at - at));
            *left = Left { visits: left.visits * kept, secs: left.secs * kept };
            let same = share / f64::from(visit.alike);
            self.again += same * left.visits * times;
            self.again_secs += same * left.visits * secs;
            self.again_square += same * left.secs * secs;
            *left = Left { visits: left.visits + times, secs: left.secs + secs };
        }
        self.visits += times;
        self.secs += secs;
        self.square += 2.0 * secs * visit.secs;
        self.at = at;
    }

    /// Adds what a share of all messages meets.
    pub(super) fn add(&mut self, other: &Self, share: f64) {
        self.secs += share * other.secs;
        self.square += share * other.square;
        self.again_secs += share * other.again_secs;
        self.again_square += share * other.again_square;
    }

    /// What the waits there have more of than independent ones. A sum of `n` equal waits, of which each pair is correlated
    /// by `r`, varies `1 + 2/n sum r` times as much as if they were independent; were they one and the same, `n` times as
    /// much, and its third cumulant `n^2` times.
    pub(super) fn more_than_apart(&self, wait: Cumulants) -> Cumulants {
        let more = if self.visits > 0.0 { 1.0 + 2.0 * self.again / self.visits } else { 1.0 };
        let apart = Cumulants::default().plus(wait, self.visits);
        Cumulants { mean: 0.0, variance: apart.variance * (more - 1.0), third: apart.third * (more * more - 1.0) }
    }

    /// By how much longer the waits are than if every visit were another message.
    ///
    /// All the work that waits, with what the same messages have yet to do there, is that of a queue of whole messages:
    /// `E[T^2] / (2 (1 - rho))` per message, `T` the sum of its visits. It consists of messages on their way at every visit
    /// alike, with what is left of `T` from there on, `sum r`. So waits are as `E[T^2] / sum r`, where visits of strangers
    /// give `sum E[S^2] / sum S`: many short visits after a long one make them shorter. It holds as far as the visits meet
    /// the same queue; for equal visits it changes nothing.
    pub(super) fn wait_factor(&self) -> f64 {
        let factor =
            (self.square + 2.0 * self.again_square) * self.secs / ((self.secs + self.again_secs) * self.square);
        if factor.is_finite() { factor } else { 1.0 }
    }
}
