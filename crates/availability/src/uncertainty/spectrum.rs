//! How an uncertain probability spreads, and how that of two together does: every value of one meets every value of the
//! other, so that their quantiles depend far less on chance than those of as many draws of both at once.

/// Each doubling of the values is parted into so many sets of neighbors, as a power of two: one spans a percent or so.
const FINENESS: u32 = 6;
/// Halvings of the interval in which a quantile lies; within what is left it is interpolated.
const HALVINGS: usize = 10;

/// Values of an uncertain probability in ascending order, each the mean of neighbors.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    values: Vec<f64>,
    /// How probable each value is, and how probable it is to lie below it, itself counted half.
    shares: Vec<(f64, f64)>,
    mean: f64,
}

impl Spectrum {
    /// Of drawn values, none below 0, all of them equally likely.
    pub fn new(drawn: &[f64]) -> Self {
        let (lowest, highest) = drawn.iter().fold((f64::INFINITY, 0.0_f64), |(a, b), it| (a.min(*it), b.max(*it)));
        let share = 1.0 / drawn.len().max(1) as f64;
        Self::of_weighed(lowest.max(0.0), highest, drawn.iter().map(|it| (*it, share)))
    }

    /// What never happens.
    pub fn never() -> Self {
        Self::new(&[0.0])
    }

    /// Of values between two limits with their probabilities.
    fn of_weighed(lowest: f64, highest: f64, weighed: impl Iterator<Item = (f64, f64)>) -> Self {
        // The bits of such numbers are in the same order, and the upper ones say which set a number belongs to.
        let set = |value: f64| (value.to_bits() >> (f64::MANTISSA_DIGITS - 1 - FINENESS)) as usize;
        let first = set(lowest);
        let mut sets = vec![(0.0, 0.0); set(highest).saturating_sub(first) + 1];
        for (value, share) in weighed {
            if let Some((sum, probability)) = sets.get_mut(set(value.max(0.0)).saturating_sub(first)) {
                *sum += share * value;
                *probability += share;
            }
        }
        let mut found = Self { values: Vec::new(), shares: Vec::new(), mean: 0.0 };
        let mut below = 0.0;
        for (sum, share) in sets.into_iter().filter(|(_, share)| *share > 0.0) {
            found.values.push(sum / share);
            found.shares.push((share, below + share / 2.0));
            found.mean += sum;
            below += share;
        }
        found
    }

    /// The probability that either of two independent things has happened, this or the other.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        let end = |of: &Self, at: usize| of.values.get(at).copied().unwrap_or_default();
        let last = |of: &Self| end(of, of.values.len().saturating_sub(1));
        let pairs = self.weighed().flat_map(|(a, p)| other.weighed().map(move |(b, q)| (either(a, b), p * q)));
        Self::of_weighed(either(end(self, 0), end(other, 0)), either(last(self), last(other)), pairs)
    }

    /// The mean.
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Values with their probabilities.
    fn weighed(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.values.iter().zip(&self.shares).map(|(value, (share, _))| (*value, *share))
    }

    /// The value below which a share lies, interpolated.
    fn quantile(&self, share: f64) -> f64 {
        let last = self.values.len().saturating_sub(1);
        let above = self.shares.partition_point(|it| it.1 < share).min(last);
        let of = |at: usize| (self.values[at], self.shares[at].1);
        match above.checked_sub(1).map(of) {
            Some((value, below)) => interpolated(share, (below, value), (of(above).1, of(above).0)),
            None => self.values.first().copied().unwrap_or_default(),
        }
    }

    /// The probability of less than `value` for either of this and the other.
    fn share_of_either_below(&self, other: &Self, value: f64) -> f64 {
        // The larger the one, the smaller the other has to be: both are gone through once.
        let mut at = self.values.len();
        let mut sum = 0.0;
        for (it, share) in other.weighed() {
            let limit = if it < 1.0 { (value - it) / (1.0 - it) } else { 0.0 };
            while at > 0 && self.values[at - 1] >= limit {
                at -= 1;
            }
            if at == 0 {
                break;
            }
            let of = |at: usize| (self.values[at], self.shares[at].1);
            sum += share * if at < self.values.len() { interpolated(limit, of(at - 1), of(at)) } else { 1.0 };
        }
        sum
    }

    /// The value below which a share of the values of [`Self::either`] lies, from every value of both.
    pub fn quantile_of_either(&self, other: &Self, share: f64) -> f64 {
        let of_each = |share: f64| [self.quantile(share), other.quantile(share)];
        let ([a, b], [a_above, b_above]) = (of_each(share), of_each(libm::sqrt(share)));
        // It is at least that of each alone, and both are below these limits in just that share of cases.
        let (mut low, mut high) = (a.max(b), either(a_above, b_above));
        let below_of = |value: f64| self.share_of_either_below(other, value);
        let (mut below, mut above) = (below_of(low), below_of(high));
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let found = below_of(middle);
            if found < share {
                (low, below) = (middle, found);
            } else {
                (high, above) = (middle, found);
            }
        }
        interpolated(share, (below, low), (above, high))
    }
}

/// Of two independent things.
fn either(a: f64, b: f64) -> f64 {
    1.0 - (1.0 - a) * (1.0 - b)
}

/// The height at `x` of the line through two points.
fn interpolated(x: f64, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> f64 {
    if x1 > x0 { y0 + (y1 - y0) * (x - x0) / (x1 - x0) } else { y1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evenly spread from 0 to the given limit.
    fn up_to(limit: f64) -> Spectrum {
        Spectrum::new(&(0..4_096).map(|at| (f64::from(at) + 0.5) / 4_096.0 * limit).collect::<Vec<f64>>())
    }

    #[test]
    fn quantiles_of_either_are_those_of_all_pairs() {
        let (a, b) = (up_to(1e-3), up_to(2e-3));
        // So rare that the probability of either is the sum: a trapezoid, with a triangle at either end.
        for (share, expected) in [(0.04, 0.4e-3), (0.5, 1.5e-3), (0.96, 2.6e-3)] {
            for found in [a.quantile_of_either(&b, share), a.either(&b).quantile_of_either(&Spectrum::never(), share)] {
                assert!((found / expected - 1.0).abs() < 2e-3, "{share}: {found} and not {expected}");
            }
        }
        assert!((a.either(&b).mean() - 1.5e-3).abs() < 1e-6);
    }

    #[test]
    fn the_far_end_of_values_that_span_decades_is_not_blurred() {
        // Evenly spread on a logarithmic scale: at a share of s it is 1e-6 times 10^(4 s).
        let drawn: Vec<f64> =
            (0..8_192).map(|at| 1e-6 * libm::pow(10.0, 4.0 * (f64::from(at) + 0.5) / 8_192.0)).collect();
        let spectrum = Spectrum::new(&drawn);
        for share in [0.05, 0.5, 0.95, 0.99] {
            let (found, expected) =
                (spectrum.quantile_of_either(&Spectrum::never(), share), 1e-6 * libm::pow(10.0, 4.0 * share));
            assert!((found / expected - 1.0).abs() < 5e-4, "{share}: {found} and not {expected}");
        }
    }

    #[test]
    fn what_is_known_has_one_value() {
        let (a, b) = (Spectrum::new(&[0.25; 64]), Spectrum::new(&[0.5; 64]));
        for share in [0.05, 0.5, 0.95] {
            assert!((a.quantile_of_either(&b, share) - 0.625).abs() < 1e-6);
        }
        assert_eq!(Spectrum::never().mean(), 0.0);
    }
}
