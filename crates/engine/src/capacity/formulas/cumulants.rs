//! Times that add up: mean, variance and third cumulant, and the distribution that is drawn from them.

use super::gamma;

/// The first three cumulants of a time, in seconds, square and cubic seconds: mean, variance, third central moment. Those
/// of independent times add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cumulants {
    pub mean: f64,
    pub variance: f64,
    pub third: f64,
}

impl Cumulants {
    /// An exponential time.
    pub(crate) fn exponential(mean: f64) -> Self {
        Self { mean, variance: mean * mean, third: 2.0 * mean * mean * mean }
    }

    /// Zero, or with this probability a wait with this mean, whose mean square is so many times that of an exponential
    /// one: 1 at an M/M/c station.
    pub(crate) fn wait(probability: f64, mean_if_any: f64, square: f64) -> Self {
        let (p, m) = (probability, mean_if_any);
        Self::of_moments([p * m, 2.0 * square * p * m * m, 6.0 * square * square * p * m * m * m])
    }

    /// The shortest of `k` independent times that are evenly spread up to `interval`: the wait for the next of `k`
    /// unsynchronized polls. `E[X^n] = T^n n! k! / (n + k)!`.
    pub(crate) fn polling(interval: f64, k: f64) -> Self {
        let first = interval / (k + 1.0);
        let second = first * 2.0 * interval / (k + 2.0);
        let third = second * 3.0 * interval / (k + 3.0);
        Self::of_moments([first, second, third])
    }

    /// From the means of the time, its square and its cube.
    fn of_moments([first, second, third]: [f64; 3]) -> Self {
        Self {
            mean: first,
            variance: second - first * first,
            third: third - 3.0 * first * second + 2.0 * first * first * first,
        }
    }

    fn moments(self) -> [f64; 3] {
        let (m, v) = (self.mean, self.variance);
        [m, v + m * m, self.third + 3.0 * m * v + m * m * m]
    }

    /// One of several times, each with its probability.
    pub(crate) fn one_of(parts: impl IntoIterator<Item = (f64, Self)>) -> Self {
        let mut sum = [0.0; 3];
        for (probability, part) in parts {
            for (total, moment) in sum.iter_mut().zip(part.moments()) {
                *total += probability * moment;
            }
        }
        Self::of_moments(sum)
    }

    /// The same time in a longer or shorter scale.
    #[must_use]
    pub(crate) fn times(self, factor: f64) -> Self {
        let square = factor * factor;
        Self { mean: self.mean * factor, variance: self.variance * square, third: self.third * square * factor }
    }

    /// The sum with a time that is met so many times.
    #[must_use]
    pub(crate) fn plus(self, other: Self, times: f64) -> Self {
        Self {
            mean: self.mean + times * other.mean,
            variance: self.variance + times * other.variance,
            third: self.third + times * other.third,
        }
    }
}

/// The smallest skewness that is told apart from none.
const LEAST_SKEWNESS: f64 = 0.1;

/// A distribution with given mean, spread and skewness: a shifted gamma (Pearson type III).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shifted {
    shift: f64,
    shape: f64,
    scale: f64,
    log_gamma: f64,
}

impl Shifted {
    /// A gamma with the shape `4 / skewness^2`, moved to where the mean is. `least_variation` = the standard deviation is
    /// at least this share of the mean, then with the skewness of a gamma. `None` for a time without spread.
    pub(crate) fn new(time: Cumulants, least_variation: f64) -> Option<Self> {
        let least = least_variation * time.mean;
        let deviation = libm::sqrt(time.variance.max(least * least));
        if !(deviation > 0.0 && deviation.is_finite() && time.mean.is_finite()) {
            return None;
        }
        let own = if time.variance > 0.0 { time.third / (time.variance * libm::sqrt(time.variance)) } else { 0.0 };
        let of_least = if time.variance < least * least { 2.0 * least_variation } else { 0.0 };
        let skewness = own.max(of_least).max(LEAST_SKEWNESS);
        let shape = 4.0 / (skewness * skewness);
        let scale = deviation * skewness / 2.0;
        Some(Self { shift: time.mean - shape * scale, shape, scale, log_gamma: libm::lgamma(shape) })
    }

    /// The same, so much later.
    #[must_use]
    pub(crate) fn later(self, secs: f64) -> Self {
        Self { shift: self.shift + secs, ..self }
    }

    /// The share of times up to this.
    fn below(&self, secs: f64) -> f64 {
        gamma::cumulative_with(self.shape, (secs - self.shift) / self.scale, self.log_gamma)
    }

    /// About the time that a share stays under, for a start: the cube of a gamma is nearly normal (Wilson and Hilferty).
    fn about(&self, normal: f64) -> f64 {
        let ninth = 1.0 / (9.0 * self.shape);
        let cube = (1.0 - ninth + normal * libm::sqrt(ninth)).max(0.0);
        self.shift + self.scale * self.shape * cube * cube * cube
    }
}

/// Shares that are asked for, with the quantile of the normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Share {
    Half,
    P95,
    P99,
}

impl Share {
    const fn values(self) -> (f64, f64) {
        match self {
            Self::Half => (0.5, 0.0),
            Self::P95 => (0.95, 1.644_853_626_951_472_2),
            Self::P99 => (0.99, 2.326_347_874_040_840_8),
        }
    }
}

/// The time that a share of a mixture stays under; the weights of the parts add up to 1. `None` without parts.
pub(crate) fn percentile(parts: &[(f64, Shifted)], share: Share) -> Option<f64> {
    const RELATIVE: f64 = 1e-6;
    let (wanted, normal) = share.values();
    let short = |secs: f64| parts.iter().map(|(weight, part)| weight * part.below(secs)).sum::<f64>() - wanted;
    let starts = || parts.iter().map(|(_, part)| part.about(normal));
    let (mut low, mut high) = (starts().reduce(f64::min)?, starts().reduce(f64::max)?);
    let scale = parts.iter().map(|(_, part)| part.scale).fold(0.0, f64::max);
    let mut step = 0.05 * scale;
    let (mut below, mut above) = (short(low), short(high));
    while below > 0.0 && step.is_finite() {
        low -= step;
        step *= 2.0;
        below = short(low);
    }
    step = 0.05 * scale;
    while above < 0.0 && step.is_finite() {
        high += step;
        step *= 2.0;
        above = short(high);
    }
    // False position; an end that stays twice counts half (Illinois).
    for _ in 0..60 {
        if high - low <= RELATIVE * high.abs() || above == below {
            break;
        }
        let middle = (high - above * (high - low) / (above - below)).clamp(low, high);
        let at = short(middle);
        if at.abs() < 1e-9 {
            return Some(middle);
        }
        if at > 0.0 {
            (high, above) = (middle, at);
            below *= 0.5;
        } else {
            (low, below) = (middle, at);
            above *= 0.5;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_exponential_time_keeps_its_percentiles() {
        let part = Shifted::new(Cumulants::exponential(2.0), 0.0).unwrap();
        let p95 = percentile(&[(1.0, part)], Share::P95).unwrap();
        assert!((p95 / (-2.0 * libm::log(0.05)) - 1.0).abs() < 1e-5, "{p95}");
    }

    #[test]
    fn the_tail_of_a_mixture_is_that_of_its_slow_part() {
        let time = Cumulants { mean: 0.1, variance: 0.0016, third: 0.0 };
        let quick = Shifted::new(time, 0.35).unwrap();
        let parts = [(0.9, quick), (0.1, quick.later(5.0))];
        let half_of_slow = percentile(&[(1.0, quick)], Share::Half).unwrap() + 5.0;
        assert!((percentile(&parts, Share::P95).unwrap() - half_of_slow).abs() < 1e-3);
        assert!(percentile(&parts, Share::Half).unwrap() < 0.2);
    }

    #[test]
    fn a_single_poll_is_evenly_spread() {
        let poll = Cumulants::polling(0.5, 1.0);
        assert!((poll.mean - 0.25).abs() < 1e-15 && poll.third.abs() < 1e-15);
        assert!((poll.variance - 0.25 / 12.0).abs() < 1e-15);
    }
}
