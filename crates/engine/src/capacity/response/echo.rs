//! Messages that come back to a station: how alike the queue still is, and what that does to waits there (our inference).

use super::{Moment, Solved, Visit};
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

/// Whom a message meets again when it comes back to a station.
///
/// Those that were around it there come back as it does, one visit further on, as long as it was away for less than the
/// memory of the queue and did not queue elsewhere, from where everybody comes back in another order. What it waits at the
/// station itself changes nothing: the others wait with it. So two visits belong together by `exp(-away / memory - 2 q / w)`
/// with the time `q` in other queues and the mean wait `w` here of those that wait at all; exponentials and the 2 are our
/// inference, held to account by designs from seeds that are played message by message.
#[derive(Clone, Copy, Default)]
pub(super) struct Company {
    /// Seconds of a server, and their squares by visit.
    secs: f64,
    square: f64,
    /// By pairs of visits, as far as they belong together: the seconds of the later, the product of both, and of that what
    /// meets its own earlier service, which still goes on.
    later: f64,
    product: f64,
    own: f64,
    left: Left,
    /// Of the last visit: the service that went on behind the message.
    behind: f64,
    behind_secs: f64,
    /// What the message has spent here, and in this queue; where it was the last time, without that.
    here: Moment,
    last: Moment,
}

/// What is left of earlier visits at the time of the next.
#[derive(Clone, Copy, Default)]
struct Left {
    visits: f64,
    secs: f64,
    own: f64,
}

impl Company {
    /// Another visit to a station in this state; `stays` = the message waits for the end of its service.
    pub(super) fn visited(&mut self, visit: &Visit, times: f64, stays: bool, at: Moment, station: &Solved) {
        let now = Moment { secs: at.secs - self.here.secs, queued: at.queued - self.here.queued };
        if self.left.visits > 0.0 {
            let away = (now.secs - self.last.secs).max(0.0);
            let elsewhere = (now.queued - self.last.queued).max(0.0);
            let kept = libm::exp(-away / station.memory_secs - 2.0 * elsewhere / station.wait_if_any_secs);
            let own = if self.behind > 0.0 { self.behind * libm::exp(-away / self.behind_secs) } else { 0.0 };
            let Left { visits, secs, own: before } = self.left;
            self.left = Left { visits: kept * visits, secs: kept * secs, own: kept * (before + own) };
        }
        let secs = times * visit.secs;
        let same = 1.0 / f64::from(visit.alike);
        self.later += same * secs * self.left.visits;
        self.product += same * secs * self.left.secs;
        self.own += same * secs * self.left.own;
        self.secs += secs;
        self.square += secs * visit.secs;
        self.left.visits += times;
        self.left.secs += secs;
        (self.behind, self.behind_secs) = if stays { (0.0, 0.0) } else { (secs, visit.secs) };
        // At one of several that are alike it is elsewhere for the others.
        let (wait, here) = (station.wait.mean, same * times);
        let sojourn = wait + if stays { visit.secs } else { 0.0 };
        self.here = Moment { secs: self.here.secs + here * sojourn, queued: self.here.queued + here * wait };
        self.last = now;
    }

    /// Adds what a share of all messages meets.
    pub(super) fn add(&mut self, other: &Self, share: f64) {
        self.secs += share * other.secs;
        self.square += share * other.square;
        self.later += share * other.later;
        self.product += share * other.product;
        self.own += share * other.own;
    }

    /// By how much longer the waits are than if every visit were another message, where servers are so busy.
    ///
    /// All the work that waits or is under way, with what the same messages have yet to do there, is that of a queue of
    /// whole messages: `E[T^2] / (2 (1 - rho))` per message, `T` the sum of its visits (Pollaczek and Khinchine). Less what
    /// is under way, `E[T^2] / 2`, it consists of messages that wait at every visit alike, with what is left of `T` from
    /// there on: many short visits after a long one make waits shorter. A message that is back before its service ends is
    /// not under way alone, it waits as well, which is left in.
    pub(super) fn wait_factor(&self, rho: f64) -> f64 {
        let whole = self.square + self.product + self.own * (1.0 / rho - 1.0);
        let factor = whole * self.secs / ((self.secs + self.later) * self.square);
        if factor.is_finite() { factor } else { 1.0 }
    }
}
