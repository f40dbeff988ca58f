//! How an uncertain probability spreads, and how that of two together does: every value of one meets every value of the
//! other, so that their quantiles depend far less on chance than those of as many draws of both at once.

use super::quantile;

/// Halvings of the interval in which a quantile lies: it is found to a millionth of that.
const HALVINGS: usize = 20;

/// Values of an uncertain probability that are equally likely, in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    sorted: Vec<f64>,
    mean: f64,
}

impl Spectrum {
    /// Of drawn values, none below 0: sorted and halved again and again until about `most` sets of neighbors are left, whose
    /// means are taken.
    pub fn new(drawn: Vec<f64>, most: usize) -> Self {
        let mut sorted = Vec::with_capacity(most);
        let halvings = most.max(1).ilog2().min(drawn.len().max(1).ilog2());
        // The bits of such numbers are in the same order, and quicker to compare.
        let mut bits: Vec<u64> = drawn.into_iter().map(|it| it.max(0.0).to_bits()).collect();
        bits.sort_unstable();
        means(&bits, halvings, &mut sorted);
        Self { mean: mean(&sorted), sorted }
    }

    /// What never happens.
    pub fn never() -> Self {
        Self { sorted: vec![0.0], mean: 0.0 }
    }

    /// The probability that either of two independent things has happened, this or the other.
    #[must_use]
    pub fn either(&self, other: &Self, most: usize) -> Self {
        let pairs = self.sorted.iter().flat_map(|a| other.sorted.iter().map(|b| either(*a, *b)));
        Self { mean: either(self.mean, other.mean), ..Self::new(pairs.collect(), most) }
    }

    /// The mean.
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The share of values below this one, interpolated.
    fn share_below(&self, value: f64) -> f64 {
        let at = self.sorted.partition_point(|it| *it < value);
        let (Some(above), Some(below)) = (self.sorted.get(at), at.checked_sub(1).and_then(|it| self.sorted.get(it)))
        else {
            return if at == 0 { 0.0 } else { 1.0 };
        };
        (at as f64 - 0.5 + (value - below) / (above - below)) / self.sorted.len() as f64
    }

    /// The value below which a share of the values of [`Self::either`] lies, from every value of both.
    pub fn quantile_of_either(&self, other: &Self, share: f64) -> f64 {
        let of_each = |share: f64| [quantile(&self.sorted, share), quantile(&other.sorted, share)];
        let ([a, b], [a_above, b_above]) = (of_each(share), of_each(libm::sqrt(share)));
        // It is at least that of each alone, and both are below these limits in just that share of cases.
        let (mut low, mut high) = (a.max(b), either(a_above, b_above));
        let of_pairs = |value: f64| {
            let below = |it: &f64| self.share_below(if *it < 1.0 { (value - it) / (1.0 - it) } else { 0.0 });
            other.sorted.iter().map(below).sum::<f64>() / other.sorted.len() as f64
        };
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if of_pairs(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }
}

/// Of two independent things.
fn either(a: f64, b: f64) -> f64 {
    1.0 - (1.0 - a) * (1.0 - b)
}

/// The means of twice as many sets of neighbors for each halving, from small to large.
fn means(bits: &[u64], halvings: u32, found: &mut Vec<f64>) {
    if halvings == 0 {
        found.push(bits.iter().map(|it| f64::from_bits(*it)).sum::<f64>() / bits.len().max(1) as f64);
        return;
    }
    let (below, above) = bits.split_at(bits.len() / 2);
    means(below, halvings - 1, found);
    means(above, halvings - 1, found);
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evenly spread from 0 to the given limit.
    fn up_to(limit: f64) -> Spectrum {
        Spectrum::new((0..4_096).map(|at| (f64::from(at) + 0.5) / 4_096.0 * limit).collect(), 512)
    }

    #[test]
    fn quantiles_of_either_are_those_of_all_pairs() {
        let (a, b) = (up_to(1e-3), up_to(2e-3));
        // So rare that the probability of either is the sum: a trapezoid, with a triangle at either end.
        for (share, expected) in [(0.04, 0.4e-3), (0.5, 1.5e-3), (0.96, 2.6e-3)] {
            let found = a.quantile_of_either(&b, share);
            assert!((found / expected - 1.0).abs() < 3e-3, "{share}: {found} and not {expected}");
            let joined = a.either(&b, 512).quantile_of_either(&Spectrum::never(), share);
            assert!((found / joined - 1.0).abs() < 2e-2, "{share}: {found} and {joined}");
        }
        assert!((a.either(&b, 512).mean() - 1.5e-3).abs() < 1e-6);
    }

    #[test]
    fn what_is_known_has_one_value() {
        let (a, b) = (Spectrum::new(vec![0.25; 64], 8), Spectrum::new(vec![0.5; 64], 8));
        for share in [0.05, 0.5, 0.95] {
            assert!((a.quantile_of_either(&b, share) - 0.625).abs() < 1e-6);
        }
        assert_eq!(Spectrum::never().mean(), 0.0);
    }
}
