//! The gamma distribution: the shape response times are given once their mean and spread are known.

/// Share of a gamma distribution of shape `a` and scale 1 that lies below `x` (regularized lower incomplete gamma).
///
/// Series for `x < a + 1`, Lentz's continued fraction above it. Textbook numerics.
#[cfg(test)]
pub(crate) fn cumulative(a: f64, x: f64) -> f64 {
    cumulative_with(a, x, libm::lgamma(a))
}

/// The same where the logarithm of the gamma function of `a` is known.
pub(crate) fn cumulative_with(a: f64, x: f64, log_gamma: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - log_gamma);
    if x < a + 1.0 { front * series(a, x) } else { 1.0 - front * continued_fraction(a, x) }
}

fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut n = a;
    for _ in 0..10_000 {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term.abs() < sum.abs() * 1e-16 {
            break;
        }
    }
    sum
}

fn continued_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + an / c;
        c = if c.abs() < TINY { TINY } else { c };
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The value below which the given share of a gamma distribution with this mean and variance lies.
///
/// Shape `mean^2 / variance`, scale `variance / mean`. `None` when mean or variance is not positive, or the share is
/// outside `0..1`.
#[cfg(test)]
pub(crate) fn percentile(mean: f64, variance: f64, share: f64) -> Option<f64> {
    if !(mean > 0.0 && variance > 0.0 && mean.is_finite() && variance.is_finite() && (0.0..1.0).contains(&share)) {
        return None;
    }
    let shape = mean * mean / variance;
    let mut high = shape.max(1.0);
    while cumulative(shape, high) < share {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if cumulative(shape, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high) * variance / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_of_one_is_the_exponential_distribution() {
        let p95 = percentile(2.0, 4.0, 0.95).unwrap();
        assert!((p95 - 2.0 * -libm::log(0.05)).abs() < 1e-9, "{p95}");
    }

    #[test]
    fn both_branches_meet_where_the_method_changes() {
        let (a, x) = (5.0, 6.0);
        let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
        assert!((front * series(a, x) - (1.0 - front * continued_fraction(a, x))).abs() < 1e-13);
    }

    #[test]
    fn a_spread_of_zero_has_no_percentile() {
        assert_eq!(percentile(1.0, 0.0, 0.5), None);
        assert_eq!(percentile(1.0, 1.0, 1.0), None);
    }
}
