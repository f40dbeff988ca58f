//! The range of the rate: how the lowest of several limiters spreads when what is not known moves some of them together.
//!
//! Each limiter is its rate times log-normal errors (capacity model 3.7). Errors of the same thing are one error: work per
//! message on BizTalk computers moves every limiter of their processors, work in the MessageBox both contention and the
//! processors of SQL Server, the error of the model itself all of them. The lowest limiter of each draw gives P10 and P90.

use std::sync::LazyLock;

use super::formulas::uncertainty::{Interval, P90_DEVIATIONS};
use crate::availability::formula::Number as _;
use crate::availability::{LANES, Lanes};

/// Something whose error moves limiters; in logarithms, with mean zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Factor {
    /// The model itself.
    Structure,
    /// Whether the environment is tuned.
    Tuning,
    /// Virtual machines.
    Virtualization,
    /// Speed of the cores of BizTalk computers.
    BizTalkSpeed,
    /// Speed of the cores of other computers.
    SqlSpeed,
    /// Number of cores of BizTalk computers.
    BizTalkCores,
    /// Number of cores of other computers.
    SqlCores,
    /// Work per message on BizTalk computers.
    BizTalkWork,
    /// Work per message in the MessageBox.
    MessageBoxWork,
    /// Disk operations per hop.
    Disk,
    /// Speed of the disks of the Tracking database.
    TrackingDisk,
}

const FACTORS: usize = Factor::TrackingDisk as usize + 1;

/// How much each factor moves a limiter: standard deviations of the logarithm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spread {
    sigmas: [f64; FACTORS],
    /// Of a computer that does both: the share of its work that is BizTalk work; the rest is MessageBox work.
    biztalk_share: Option<f64>,
}

/// Draws, of which each is taken with its mirror image; several are computed at once.
const DRAWS: usize = 256;
const _: () = assert!(DRAWS.is_multiple_of(LANES));

/// A number in each draw.
type Drawn = [f64; DRAWS];

/// Independent standard normal numbers by factor, evenly spread (additive recurrence with square roots of primes, each
/// coordinate in equal steps of probability).
static NORMALS: LazyLock<[Drawn; FACTORS]> = LazyLock::new(|| {
    const PRIMES: [f64; FACTORS] = [29.0, 31.0, 23.0, 13.0, 17.0, 5.0, 7.0, 2.0, 3.0, 11.0, 19.0];
    let quantiles: Vec<f64> = (0..DRAWS).map(|it| normal_quantile((it as f64 + 0.5) / DRAWS as f64)).collect();
    let place = |draw: usize, prime: f64| ((draw as f64 + 0.5) * libm::sqrt(prime)).fract();
    let value = |share: f64| quantiles[((share * DRAWS as f64) as usize).min(DRAWS - 1)];
    PRIMES.map(|prime| std::array::from_fn(|draw| value(place(draw, prime))))
});

/// The number below which this share of a standard normal distribution lies.
fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if libm::erfc(-middle / std::f64::consts::SQRT_2) / 2.0 < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

impl Spread {
    /// The same, moved by a factor as well.
    #[must_use]
    pub(super) fn by(mut self, factor: Factor, sigma: f64) -> Self {
        let own = &mut self.sigmas[factor as usize];
        *own = libm::sqrt(*own * *own + sigma * sigma);
        self
    }

    /// The same for a computer of whose work this share is BizTalk work.
    #[must_use]
    pub(super) fn shared(self, biztalk_share: f64) -> Self {
        Self { biztalk_share: Some(biztalk_share), ..self }
    }

    /// How much the two kinds of work count near the middle.
    fn weights(&self) -> (f64, f64) {
        self.biztalk_share.map_or((1.0, 1.0), |share| (share, 1.0 - share))
    }

    /// The standard deviation of the logarithm.
    fn sigma(&self) -> f64 {
        let (biztalk, sql) = self.weights();
        let weight = |factor: usize| match factor {
            it if it == Factor::BizTalkWork as usize => biztalk,
            it if it == Factor::MessageBoxWork as usize => sql,
            _ => 1.0,
        };
        let squares = self.sigmas.iter().enumerate().map(|(factor, sigma)| weight(factor) * sigma);
        libm::sqrt(squares.map(|it| it * it).sum())
    }

    /// The logarithms of what the rate is multiplied by in all draws, and in their mirror images.
    fn log_factors(&self) -> [Drawn; 2] {
        let mut sum = [0.0; DRAWS];
        for (sigma, normals) in self.sigmas.iter().zip(NORMALS.iter()).filter(|(sigma, _)| **sigma != 0.0) {
            for (sum, normal) in sum.iter_mut().zip(normals) {
                *sum += sigma * normal;
            }
        }
        let Some(share) = self.biztalk_share else { return [sum, sum.map(|it| -it)] };
        let moved = |factor: Factor, draw: usize| self.sigmas[factor as usize] * NORMALS[factor as usize][draw];
        [1.0, -1.0].map(|sign| {
            std::array::from_fn(|draw| {
                let (biztalk, sql) = (moved(Factor::BizTalkWork, draw), moved(Factor::MessageBoxWork, draw));
                let work = share * libm::exp(-sign * biztalk) + (1.0 - share) * libm::exp(-sign * sql);
                sign * (sum[draw] - (biztalk + sql)) - libm::log(work)
            })
        })
    }

    /// Whether a factor moves it as a power of what it moves others by.
    fn is_plain(&self, factor: usize) -> bool {
        self.biztalk_share.is_none()
            || (factor != Factor::BizTalkWork as usize && factor != Factor::MessageBoxWork as usize)
    }

    /// The range of a limiter by itself.
    pub(super) fn interval(&self, rate: f64) -> Interval {
        let sigma = self.sigma();
        if self.biztalk_share.is_some() && rate.is_finite() && rate > 0.0 {
            let (p10, p90) = range(&[(rate, *self)]);
            return Interval { sigma, p10: p10.min(rate), p50: rate, p90: p90.max(rate) };
        }
        let factor = libm::exp(P90_DEVIATIONS * sigma);
        Interval { sigma, p10: rate / factor, p50: rate, p90: rate * factor }
    }
}

/// P10 and P90 of the lowest of several limiters, given by their middle; the lowest comes first. Those that are lowest next
/// to never are left out.
pub(super) fn of_lowest(limiters: &[(f64, Spread)]) -> Option<(f64, f64)> {
    const NEVER: f64 = 3.0;
    let (first, spread) = limiters.first()?;
    let top = first * libm::exp(P90_DEVIATIONS * spread.sigma());
    let matters = |(rate, spread): &&(f64, Spread)| rate * libm::exp(-NEVER * spread.sigma()) < top;
    let some: Vec<(f64, Spread)> = limiters.iter().filter(matters).copied().collect();
    let is_alone = some.len() < 2 || some.iter().all(|(_, spread)| spread.sigma() == 0.0);
    if is_alone || *first <= 0.0 {
        let Interval { p10, p90, .. } = spread.interval(*first);
        return Some((p10, p90));
    }
    Some(range(&some))
}

/// P10 and P90 of the lowest. What moves all limiters alike is one more log-normal error of the result, so its part is
/// integrated and not drawn: `P(C M < x)` is the mean over the draws of `M` of `Phi((ln x - ln M) / sigma of C)`.
fn range(limiters: &[(f64, Spread)]) -> (f64, f64) {
    let mut own: Vec<(f64, Spread)> = limiters.iter().map(|(rate, spread)| (libm::log(*rate), *spread)).collect();
    let mut common = 0.0;
    for factor in 0..FACTORS {
        let of_first = own.first().map_or(0.0, |(_, it)| it.sigmas[factor]);
        if own.iter().all(|(_, it)| it.sigmas[factor] == of_first && it.is_plain(factor)) {
            common += of_first * of_first;
            for (_, it) in &mut own {
                it.sigmas[factor] = 0.0;
            }
        }
    }
    let mut lowest = [[f64::INFINITY; DRAWS]; 2];
    for (log_rate, spread) in lowest_of_alike(own) {
        for (lowest, factors) in lowest.iter_mut().zip(spread.log_factors()) {
            for (lowest, factor) in lowest.iter_mut().zip(factors) {
                *lowest = lowest.min(log_rate + factor);
            }
        }
    }
    let [draws, mirrored] = lowest;
    let mut logs: Vec<f64> = draws.into_iter().zip(mirrored).flat_map(|(draw, mirrored)| [draw, mirrored]).collect();
    let sigma = libm::sqrt(common);
    let of = |share: f64, logs: &mut Vec<f64>| libm::exp(smoothed(logs, share, sigma));
    (of(0.1, &mut logs), of(0.9, &mut logs))
}

/// Of limiters that the same moves by as much the lowest, which is the lowest in every draw.
fn lowest_of_alike(limiters: Vec<(f64, Spread)>) -> Vec<(f64, Spread)> {
    let mut kept: Vec<(f64, Spread)> = Vec::new();
    for (rate, spread) in limiters {
        match kept.iter_mut().find(|(_, it)| *it == spread) {
            Some((lowest, _)) => *lowest = lowest.min(rate),
            None => kept.push((rate, spread)),
        }
    }
    kept
}

/// The quantile of values with a normal error of this size, by Newton's method from that of the values.
fn smoothed(values: &mut [f64], share: f64, sigma: f64) -> f64 {
    let start = quantile(values, share);
    let deviations = if share < 0.5 { -P90_DEVIATIONS } else { P90_DEVIATIONS };
    if sigma < 1e-6 {
        return start;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let from_mean = start - mean;
    // Both errors together, as if they were normal, are near enough to start from.
    let own = from_mean / deviations;
    let mut at = mean + deviations * libm::sqrt(own * own + sigma * sigma);
    for _ in 0..12 {
        let (mut below, mut density) = (Lanes::from(0.0), Lanes::from(0.0));
        for value in values.as_chunks::<LANES>().0 {
            let (share, height) = normal(Lanes(*value).each(|value| (at - value) / sigma));
            below = below + share;
            density = density + height;
        }
        let [below, density] = [below, density].map(|it| it.0.iter().sum::<f64>());
        let count = values.len() as f64;
        let slope = density / (count * sigma * libm::sqrt(2.0 * std::f64::consts::PI));
        let step = (below / count - share) / slope.max(1e-9);
        at -= step.clamp(-sigma, sigma);
        // What is left is about the square of the step.
        if step.abs() < 1e-3 {
            break;
        }
    }
    at
}

/// The share of a standard normal distribution below each number, and its density there but for `1 / sqrt(2 pi)`: both from
/// one exponential, the share to 1e-7 (Abramowitz and Stegun, 7.1.26).
fn normal(z: Lanes) -> (Lanes, Lanes) {
    const WEIGHTS: [f64; 5] = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    let one = Lanes::from(1.0);
    let height = (z * z * (-0.5).into()).exp();
    let distance = z.each(|z| z.abs() * std::f64::consts::FRAC_1_SQRT_2);
    let t = one / (one + distance * 0.327_591_1.into());
    let sum = WEIGHTS.iter().fold(Lanes::from(0.0), |sum, weight| (sum + (*weight).into()) * t);
    let tail = sum * height * 0.5.into();
    (z.with(tail, |z, tail| if z > 0.0 { 1.0 - tail } else { tail }), height)
}

fn quantile(values: &mut [f64], share: f64) -> f64 {
    let position = share * (values.len() - 1) as f64;
    let (_, below, above) = values.select_nth_unstable_by(position as usize, f64::total_cmp);
    let (below, next) = (*below, above.iter().copied().min_by(f64::total_cmp));
    below + (next.unwrap_or(below) - below) * position.fract()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Luck;

    fn played(limiters: &[(f64, Spread)], draws: usize) -> (f64, f64) {
        let mut luck = Luck::new(0x0123_4567_89AB_CDEF_1357_9BDF_0246_8ACF);
        let mut values = Vec::new();
        for _ in 0..draws {
            let draw: [f64; FACTORS] = std::array::from_fn(|_| luck.normal());
            let of = |(rate, spread): &(f64, Spread)| {
                let work = spread.biztalk_share.map_or(1.0, |share| {
                    let of = |factor: Factor| (-spread.sigmas[factor as usize] * draw[factor as usize]).exp();
                    share * of(Factor::BizTalkWork) + (1.0 - share) * of(Factor::MessageBoxWork)
                });
                let sum: f64 = (0..FACTORS)
                    .filter(|it| {
                        spread.biztalk_share.is_none()
                            || (*it != Factor::BizTalkWork as usize && *it != Factor::MessageBoxWork as usize)
                    })
                    .map(|it| spread.sigmas[it] * draw[it])
                    .sum();
                rate * sum.exp() / work
            };
            values.push(limiters.iter().map(of).fold(f64::INFINITY, f64::min));
        }
        (quantile(&mut values, 0.1), quantile(&mut values, 0.9))
    }

    #[test]
    fn the_range_of_the_lowest_is_that_of_many_draws() {
        let common = Spread::default().by(Factor::Structure, 0.05).by(Factor::Tuning, 0.2);
        let contention = common.by(Factor::SqlSpeed, 0.2).by(Factor::MessageBoxWork, 0.54);
        let sql = contention.by(Factor::SqlCores, 0.54);
        let biztalk = common.by(Factor::BizTalkSpeed, 0.2).by(Factor::BizTalkWork, 0.54).by(Factor::BizTalkCores, 0.54);
        let both = biztalk.by(Factor::MessageBoxWork, 0.54).shared(0.4);
        let disk = common.by(Factor::Disk, 0.6);
        for limiters in [
            vec![(100.0, contention), (110.0, biztalk)],
            vec![(100.0, contention), (100.0, sql), (100.0, biztalk)],
            vec![(100.0, both)],
            vec![(90.0, both), (100.0, contention), (150.0, disk)],
            vec![(100.0, common), (100.0, disk), (130.0, biztalk), (400.0, sql)],
        ] {
            let (p10, p90) = of_lowest(&limiters).unwrap();
            let expected = played(&limiters, 200_000);
            assert!((p10 / expected.0 - 1.0).abs() < 0.04, "{limiters:?}: {p10} {expected:?}");
            assert!((p90 / expected.1 - 1.0).abs() < 0.04, "{limiters:?}: {p90} {expected:?}");
        }
    }
}
