//! What uncertain inputs make of a result: sampled inputs, quantiles of the result, and which input drives the spread.

use sobol_burley::sample_4d;

use super::formula::Number as _;
use super::lanes::{LANES, Lanes};

mod spectrum;

pub use spectrum::Spectrum;

/// An uncertain input: credible limits and a value in between that is exceeded as often as not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Names the input's draws; the same key means the same luck. Keys below 256 are coordinates of one sequence, which
    /// fills their cube evenly; each further multiple of 256 has a sequence of its own.
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

/// The most draws: the sequence has no more.
pub const MOST_DRAWS: usize = 1 << 16;

/// Draws of all inputs, the same for the same keys whatever other inputs there are: points of a Sobol sequence, scrambled
/// at random as Owen does it (Burley 2020). Quantiles of results move a fifth as much from seed to seed as with
/// independent draws.
#[derive(Clone, Debug)]
pub struct Draws<'a> {
    inputs: &'a [Uncertain],
    /// By input; `None` for one that is known.
    coordinates: Vec<Option<Coordinate>>,
    /// By input: the logarithms of middle over low and of high over middle; `None` where the scale is linear.
    logs: Vec<Option<(f64, f64)>>,
}

/// Which coordinate of which sequence: they are computed four at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Coordinate {
    four: Four,
    lane: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Four {
    seed: u32,
    dimensions: u32,
}

impl Coordinate {
    fn new(key: u64, seed: u64) -> Self {
        let sequence = (seed ^ key >> 8).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let dimension = (key & 0xFF) as u32;
        Self { four: Four { seed: (sequence >> 32) as u32, dimensions: dimension / 4 }, lane: (dimension % 4) as usize }
    }

    /// Between 0 and 1 for [`LANES`] draws from this one on; `known` are those that were computed last.
    fn uniforms(self, draw: usize, known: &mut Option<(Four, [[f32; 4]; LANES])>) -> [f64; LANES] {
        let fours = match known {
            Some((four, values)) if *four == self.four => *values,
            _ => {
                let Four { seed, dimensions } = self.four;
                let values = std::array::from_fn(|lane| sample_4d((draw + lane) as u32, dimensions, seed));
                *known = Some((self.four, values));
                values
            }
        };
        fours.map(|four| f64::from(four[self.lane]))
    }
}

impl<'a> Draws<'a> {
    /// Of these inputs; the seed is the luck.
    pub fn new(inputs: &'a [Uncertain], seed: u64) -> Self {
        let coordinate = |it: &Uncertain| (it.low != it.high).then(|| Coordinate::new(it.key, seed));
        let logs = inputs.iter().map(|it| {
            let is_logarithmic = it.low > 0.0 && it.middle > 0.0 && it.high > 0.0;
            is_logarithmic.then(|| (libm::log(it.middle / it.low), libm::log(it.high / it.middle)))
        });
        Self { inputs, coordinates: inputs.iter().map(coordinate).collect(), logs: logs.collect() }
    }

    /// The values of all inputs in [`LANES`] draws, the first of which has this number; [`MOST_DRAWS`] can be told apart.
    pub fn values(&self, first: usize, values: &mut Vec<Lanes>) {
        values.clear();
        values.extend(self.inputs.iter().map(|it| Lanes::from(it.low)));
        self.again(first, values);
    }

    /// The same where `values` are those of other draws of these inputs: only the uncertain ones change.
    pub fn again(&self, first: usize, values: &mut [Lanes]) {
        let mut known = None;
        for (input, (coordinate, value)) in self.coordinates.iter().zip(values).enumerate() {
            if let Some(coordinate) = coordinate {
                *value = self.at(input, coordinate.uniforms(first, &mut known));
            }
        }
    }

    /// The values of one input in the same draws with luck that is turned by each of `N` even parts of a full turn, the
    /// first by none: each is as likely, and all of them are evenly spread.
    pub fn turned<const N: usize>(&self, input: usize, first: usize) -> [Lanes; N] {
        let Some(coordinate) = self.coordinates[input] else { return [self.inputs[input].low.into(); N] };
        let uniforms = Lanes(coordinate.uniforms(first, &mut None));
        let mut turned = [uniforms; N];
        for (turn, values) in turned.iter_mut().enumerate() {
            let part = turn as f64 / N as f64;
            let within = |it: f64| if it < 1.0 { it } else { it - 1.0 };
            *values = self.at(input, uniforms.each(|it| within(it + part)).0);
        }
        turned
    }

    /// The same as [`Uncertain::at`], without working out the logarithms again.
    fn at(&self, input: usize, uniforms: [f64; LANES]) -> Lanes {
        let it = self.inputs[input];
        let Some((below, above)) = self.logs[input] else { return Lanes(uniforms).each(|uniform| it.at(uniform)) };
        let (mut from, mut exponent) = ([0.0; LANES], [0.0; LANES]);
        for ((from, exponent), uniform) in from.iter_mut().zip(&mut exponent).zip(uniforms) {
            let is_below = uniform < 0.5;
            *from = if is_below { it.low } else { it.middle };
            *exponent = if is_below { 2.0 * uniform * below } else { (2.0 * uniform - 1.0) * above };
        }
        Lanes(from) * Lanes(exponent).exp()
    }

    /// The ranks of the inputs in so many first draws.
    pub fn ranks(&self, count: usize) -> Ranks {
        let mut uniforms: Vec<Option<Vec<f64>>> =
            self.coordinates.iter().map(|it| it.map(|_| Vec::with_capacity(count + LANES))).collect();
        for draw in (0..count).step_by(LANES) {
            let mut known = None;
            for (coordinate, uniforms) in self.coordinates.iter().zip(&mut uniforms) {
                if let Some((coordinate, uniforms)) = coordinate.zip(uniforms.as_mut()) {
                    uniforms.extend(coordinate.uniforms(draw, &mut known));
                }
            }
        }
        Ranks(uniforms.into_iter().map(|it| it.map(|uniforms| ranks(&uniforms[..count]))).collect())
    }
}

/// The rank of each input in some draws, by input; `None` for one that is known. Several results are held against them.
#[derive(Clone, Debug)]
pub struct Ranks(Vec<Option<Vec<f64>>>);

impl Ranks {
    /// By input: the rank correlation with the results of as many draws, from -1 to 1; 0 for inputs that are known.
    pub fn correlations(&self, results: &[f64]) -> Vec<f64> {
        let of_results = ranks(results);
        self.0.iter().map(|it| it.as_ref().map_or(0.0, |of_input| correlation(of_input, &of_results))).collect()
    }
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
        let inputs = [wide, narrow, known];
        let draws = Draws::new(&inputs, 5);
        let sums = || -> Vec<f64> {
            let mut values = Vec::new();
            let sum = |draw| {
                draws.values(draw, &mut values);
                values.iter().copied().sum::<Lanes>().0
            };
            (0..2_000).step_by(LANES).flat_map(sum).collect()
        };
        let drivers = draws.ranks(2_000).correlations(&sums());
        assert!(drivers[0] > 0.95 && drivers[1].abs() < 0.2 && drivers[2] == 0.0, "{drivers:?}");
        let mut sorted = sums();
        sorted.sort_by(f64::total_cmp);
        assert!((quantile(&sorted, 0.5) - 0.52).abs() < 0.002, "{sorted:?}");
        assert_eq!(sums(), sums());
    }
}
