//! What uncertain inputs make of a result: sampled inputs, quantiles of the result, and which input drives the spread.

use super::random::Random;

/// An uncertain input: credible limits and a value in between that is exceeded as often as not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Names the input's stream of random numbers; the same key means the same luck.
    pub key: u64,
    /// The smallest credible value.
    pub low: f64,
    /// The median.
    pub middle: f64,
    /// The largest credible value.
    pub high: f64,
}

impl Uncertain {
    /// An input that is known.
    pub fn certain(key: u64, value: f64) -> Self {
        Self { key, low: value, middle: value, high: value }
    }

    /// Evenly spread on a logarithmic scale between `low` and `middle`, and between `middle` and `high`, half of the
    /// probability on either side. Where a limit is not positive the scale is linear.
    pub fn at(&self, uniform: f64) -> f64 {
        let (from, to, share) = if uniform < 0.5 {
            (self.low, self.middle, 2.0 * uniform)
        } else {
            (self.middle, self.high, 2.0 * uniform - 1.0)
        };
        if from == to {
            from
        } else if from > 0.0 && to > 0.0 {
            from * libm::pow(to / from, share)
        } else {
            from + (to - from) * share
        }
    }
}

/// How a result spreads.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Exceeded in 95 of 100 cases.
    pub p5: f64,
    /// Exceeded as often as not.
    pub p50: f64,
    /// Exceeded in 5 of 100 cases.
    pub p95: f64,
    /// The mean.
    pub mean: f64,
    /// By input: the rank correlation with the result, from -1 to 1; 0 for inputs that are known.
    pub drivers: Vec<f64>,
}

/// Draws of all inputs, the same for the same keys whatever other inputs there are.
#[derive(Clone, Debug)]
pub struct Draws<'a> {
    inputs: &'a [Uncertain],
    /// By input: numbers between 0 and 1; none for an input that is known.
    uniforms: Vec<Vec<f64>>,
    /// By input: the logarithms of middle over low and of high over middle; `None` where the scale is linear.
    logs: Vec<Option<(f64, f64)>>,
    samples: usize,
}

impl<'a> Draws<'a> {
    /// So many draws.
    pub fn new(inputs: &'a [Uncertain], samples: usize, seed: u64) -> Self {
        let uniforms = inputs
            .iter()
            .map(|input| if input.low == input.high { Vec::new() } else { evenly_spread(input.key, samples, seed) });
        let logs = inputs.iter().map(|it| {
            let is_logarithmic = it.low > 0.0 && it.middle > 0.0 && it.high > 0.0;
            is_logarithmic.then(|| (libm::log(it.middle / it.low), libm::log(it.high / it.middle)))
        });
        Self { inputs, uniforms: uniforms.collect(), logs: logs.collect(), samples }
    }

    /// The values of all inputs in one draw.
    pub fn values(&self, draw: usize, values: &mut Vec<f64>) {
        values.clear();
        let rows = self.inputs.iter().zip(&self.uniforms).zip(&self.logs);
        values.extend(rows.map(|((input, uniforms), logs)| match (uniforms.get(draw), logs) {
            (None, _) => input.low,
            (Some(uniform), None) => input.at(*uniform),
            // The same as `at`, without working out the logarithms again.
            (Some(uniform), Some((below, _))) if *uniform < 0.5 => input.low * libm::exp(2.0 * uniform * below),
            (Some(uniform), Some((_, above))) => input.middle * libm::exp((2.0 * uniform - 1.0) * above),
        }));
    }

    /// By input: the rank correlation with a result of the first draws, from -1 to 1; 0 for inputs that are known.
    pub fn correlations(&self, results: &[f64]) -> Vec<f64> {
        let ranks_of_results = ranks(results);
        let of_input = |uniforms: &Vec<f64>| match uniforms.get(..results.len()) {
            Some(uniforms) if !uniforms.is_empty() => correlation(&ranks(uniforms), &ranks_of_results),
            _ => 0.0,
        };
        self.uniforms.iter().map(of_input).collect()
    }
}

/// The first primes. The fractions of multiples of their square roots fill a cube of any dimension evenly (Weyl; as
/// "additive recurrence" in Niederreiter 1978).
const PRIMES: [u32; 40] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
    113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173,
];

/// The draws of one input. Keys below 40 take the coordinates of a randomly shifted additive recurrence, with which
/// quantiles of results move a fourth as much from seed to seed as with independent draws; those of other keys lie one in
/// each of `samples` equal parts of 0 to 1, in an order of their own.
fn evenly_spread(key: u64, samples: usize, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed, key, 0);
    let shift = random.uniform();
    if let Some(prime) = usize::try_from(key).ok().and_then(|at| PRIMES.get(at)) {
        let step = libm::sqrt(f64::from(*prime));
        return (0..samples).map(|draw| (draw as f64 * step + shift).fract()).collect();
    }
    let count = samples as f64;
    let mut order: Vec<usize> = (0..samples).collect();
    for last in (1..samples).rev() {
        order.swap(last, (random.uniform() * (last + 1) as f64) as usize);
    }
    order.into_iter().map(|place| (place as f64 + random.uniform()) / count).collect()
}

/// Computes the result for `samples` draws of all inputs.
pub fn sample(inputs: &[Uncertain], samples: usize, seed: u64, mut result: impl FnMut(&[f64]) -> f64) -> Spread {
    let mut spreads = sample_several(inputs, samples, seed, |values| vec![result(values)]);
    spreads.pop().unwrap_or(Spread { p5: 0.0, p50: 0.0, p95: 0.0, mean: 0.0, drivers: vec![0.0; inputs.len()] })
}

/// Computes several results for `samples` draws of all inputs; each draw gives as many results as the first.
pub fn sample_several(
    inputs: &[Uncertain],
    samples: usize,
    seed: u64,
    mut results_of: impl FnMut(&[f64]) -> Vec<f64>,
) -> Vec<Spread> {
    let draws = Draws::new(inputs, samples, seed);
    let mut results: Vec<Vec<f64>> = Vec::new();
    let mut values = Vec::new();
    for draw in 0..samples {
        draws.values(draw, &mut values);
        let of_draw = results_of(&values);
        results.resize_with(of_draw.len(), || Vec::with_capacity(samples));
        for (all, one) in results.iter_mut().zip(of_draw) {
            all.push(one);
        }
    }
    results.into_iter().map(|results| Spread::of(results, &draws)).collect()
}

/// The draws whose correlation with the inputs is computed: ranks of more would change no order of drivers.
const CORRELATED: usize = 1_024;

impl Spread {
    /// How the results of all draws spread, in the order of the draws.
    pub fn of(mut results: Vec<f64>, draws: &Draws<'_>) -> Self {
        let drivers = draws.correlations(&results[..results.len().min(CORRELATED).min(draws.samples)]);
        let mean = results.iter().sum::<f64>() / results.len().max(1) as f64;
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|share| selected(&mut results, share));
        Self { p5, p50, p95, mean, drivers }
    }
}

/// [`quantile`] of values in any order, which may change.
fn selected(values: &mut [f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let position = share * last as f64;
    let (_, below, above) = values.select_nth_unstable_by(position as usize, f64::total_cmp);
    let (below, next) = (*below, above.iter().copied().min_by(f64::total_cmp));
    below + (next.unwrap_or(below) - below) * position.fract()
}

/// The value below which the given share of sorted values lies, interpolated; 0 without values.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let position = share * last as f64;
    let below = sorted[position as usize];
    let above = sorted[(position as usize + 1).min(last)];
    below + (above - below) * position.fract()
}

/// The rank of each value; equal values share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let same = order[start..].iter().take_while(|it| values[**it] == values[order[start]]).count();
        for index in &order[start..start + same] {
            ranks[*index] = start as f64 + (same - 1) as f64 / 2.0;
        }
        start += same;
    }
    ranks
}

/// The correlation of two equally long series; 0 when one of them does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        both += (x - mean_a) * (y - mean_b);
        of_a += (x - mean_a) * (x - mean_a);
        of_b += (y - mean_b) * (y - mean_b);
    }
    if of_a > 0.0 && of_b > 0.0 { both / libm::sqrt(of_a * of_b) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_the_median_and_the_widest_input_drives() {
        let wide = Uncertain { key: 1, low: 0.001, middle: 0.01, high: 0.2 };
        let narrow = Uncertain { key: 2, low: 0.009, middle: 0.01, high: 0.011 };
        let known = Uncertain::certain(3, 0.5);
        assert_eq!((wide.at(0.5), known.at(0.3)), (0.01, 0.5));
        assert!((wide.at(1.0) - 0.2).abs() < 1e-15);
        let spread = sample(&[wide, narrow, known], 2_000, 5, |values| values.iter().sum());
        assert!(spread.p5 < spread.p50 && spread.p50 < spread.p95);
        assert!((spread.p50 - 0.52).abs() < 0.002, "{spread:?}");
        assert!(spread.drivers[0] > 0.95 && spread.drivers[1].abs() < 0.2, "{spread:?}");
        assert_eq!(spread.drivers[2], 0.0);
        assert_eq!(sample(&[wide, narrow, known], 2_000, 5, |values| values.iter().sum()), spread);
    }
}
