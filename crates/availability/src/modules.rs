//! Closed forms of the parts that are not independent events: failover pairs, common causes, a cached secret, restarts.

use super::formula::Number;
use super::quant::{HOURS_PER_YEAR, Renewal};

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Always the same time.
    Fixed {
        /// That time, in hours.
        hours: f64,
    },
    /// Exponential.
    Exponential {
        /// The mean, in hours.
        mean_h: f64,
    },
    /// Log-normal.
    LogNormal {
        /// The mean, in hours.
        mean_h: f64,
        /// Standard deviation divided by the mean.
        cv: f64,
    },
}

impl Law {
    /// The mean, in hours.
    pub fn mean_h(self) -> f64 {
        match self {
            Self::Fixed { hours } => hours,
            Self::Exponential { mean_h } | Self::LogNormal { mean_h, .. } => mean_h,
        }
    }

    /// The probability of taking longer than so many hours.
    pub fn longer_than(self, hours: f64) -> f64 {
        match self {
            Self::Fixed { hours: always } => f64::from(u8::from(always > hours)),
            Self::Exponential { mean_h } => libm::exp(-hours / mean_h),
            Self::LogNormal { .. } if hours <= 0.0 => 1.0,
            Self::LogNormal { mean_h, cv } => {
                let (mu, sigma) = log_normal(mean_h, cv);
                ((libm::log(hours) - mu) / sigma).normal_tail()
            }
        }
    }

    /// The mean of this time or the limit, whichever is shorter: the integral of [`Law::longer_than`] up to the limit.
    pub fn mean_up_to_h(self, limit_h: f64) -> f64 {
        match self {
            Self::Fixed { hours } => hours.min(limit_h),
            Self::Exponential { mean_h } => -mean_h * libm::expm1(-limit_h / mean_h),
            Self::LogNormal { .. } if limit_h <= 0.0 => 0.0,
            Self::LogNormal { mean_h, cv } => {
                let (mu, sigma) = log_normal(mean_h, cv);
                let z = (libm::log(limit_h) - mu) / sigma;
                mean_h * (sigma - z).normal_tail() + limit_h * z.normal_tail()
            }
        }
    }

    /// The mean of the shorter of two independent times, E[min(W, R)]. Where there is no closed form (a log-normal time
    /// against one that is not fixed) it is integrated by the trapezoidal rule.
    pub fn mean_of_shorter_h(self, other: Self) -> f64 {
        match (self, other) {
            (Self::Fixed { hours }, law) | (law, Self::Fixed { hours }) => law.mean_up_to_h(hours),
            (Self::Exponential { mean_h: a }, Self::Exponential { mean_h: b }) => 1.0 / (1.0 / a + 1.0 / b),
            (a, b) => integrated(a, b),
        }
    }
}

/// A log-normal time of any mean and a given spread, prepared for being asked again and again.
#[derive(Clone, Debug)]
pub struct LogNormalShape {
    sigma: f64,
    /// Weights, and multiples of the mean, of a Gauss-Hermite quadrature with eight points.
    nodes: [(f64, f64); 8],
}

/// Abscissae and weights of the Gauss-Hermite quadrature with eight points (Abramowitz and Stegun, table 25.10).
const GAUSS_HERMITE: [(f64, f64); 4] = [
    (0.381_186_990_207_322, 0.661_147_012_558_241),
    (1.157_193_712_446_78, 0.207_802_325_814_892),
    (1.981_656_756_695_84, 0.017_077_983_007_413_4),
    (2.930_637_420_257_24, 0.000_199_604_072_211_368),
];

impl LogNormalShape {
    /// With a standard deviation of so many means. The quadrature is good to 1e-4 up to a half.
    pub fn new(cv: f64) -> Self {
        let (mu, sigma) = log_normal(1.0, cv);
        let mut nodes = [(0.0, 0.0); 8];
        for (at, (x, weight)) in GAUSS_HERMITE.iter().enumerate() {
            let weight = weight / libm::sqrt(std::f64::consts::PI);
            let shift = std::f64::consts::SQRT_2 * sigma * x;
            nodes[2 * at] = (weight, libm::exp(mu + shift));
            nodes[2 * at + 1] = (weight, libm::exp(mu - shift));
        }
        Self { sigma, nodes }
    }

    /// The probability that a time of this mean is longer than so much, in the same unit.
    pub fn longer_than<N: Number>(&self, mean: &N, limit: &N) -> N {
        if limit.is_nothing() {
            return 1.0.into();
        }
        if mean.is_nothing() {
            return 0.0.into();
        }
        let times = (limit.clone() / mean.clone()).ln();
        (times / self.sigma.into() + (self.sigma / 2.0).into()).normal_tail()
    }

    /// The mean of the shorter of a time of this mean and an exponential one: E[min(W, R)] = r (1 - E[exp(-W / r)]).
    pub fn mean_of_shorter<N: Number>(&self, mean: &N, exponential: &N) -> N {
        if mean.is_nothing() || exponential.is_nothing() {
            return 0.0.into();
        }
        let ratio = mean.clone() / exponential.clone();
        let goes_on = |(weight, times): &(f64, f64)| N::from(*weight) * (ratio.clone() * N::from(-times)).exp_m1();
        let ended: N = self.nodes.iter().map(goes_on).sum();
        exponential.clone() * (N::from(0.0) - ended)
    }
}

/// The integral of P(a > t) P(b > t) over t, with t = exp(x): smooth, and zero at both ends of the range.
fn integrated(a: Law, b: Law) -> f64 {
    const STEPS: u32 = 20_000;
    let scale = a.mean_h().min(b.mean_h());
    let (from, to) = (libm::log(scale) - 40.0, libm::log(scale) + 20.0);
    let step = (to - from) / f64::from(STEPS);
    let value = |index: u32| {
        let hours = libm::exp(from + step * f64::from(index));
        hours * a.longer_than(hours) * b.longer_than(hours)
    };
    (0..=STEPS).map(value).sum::<f64>() * step
}

/// Mean and standard deviation of the logarithm.
pub(super) fn log_normal(mean: f64, cv: f64) -> (f64, f64) {
    let variance = libm::log1p(cv * cv);
    (libm::log(mean) - variance / 2.0, libm::sqrt(variance))
}

/// Two cluster nodes, each with a repair crew, one of which carries a role (formula 8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailoverPair {
    /// Mean hours to failure of a cluster node.
    pub mttf_h: f64,
    /// How long a repair takes.
    pub repair: Law,
    /// The probability that a failover works by itself.
    pub coverage: f64,
    /// How long a failover takes that works by itself.
    pub failover: Law,
    /// How long it takes until somebody has moved the role, otherwise.
    pub manual: Law,
}

/// What a failover pair comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairResult {
    /// The probability that the role is not carried.
    pub unavailability: f64,
    /// The part of it during which both cluster nodes have failed, q^2.
    pub structural: f64,
    /// The part of it during which the role is on its way. The probability of the pair's window event.
    pub window: f64,
    /// How often the role has to move, per year.
    pub failovers_per_year: f64,
    /// Mean hours without the role after a failover that works by itself.
    pub mean_failover_h: f64,
    /// Mean hours without the role after one that does not.
    pub mean_manual_h: f64,
}

impl FailoverPair {
    /// For any laws: a window ends with the move or with the repair, whichever comes first.
    pub fn solve(&self) -> PairResult {
        self.with_windows(self.failover.mean_of_shorter_h(self.repair), self.manual.mean_of_shorter_h(self.repair))
    }

    /// With all times taken as exponential with their means: the exact solution of the chain. A window also ends when
    /// the second cluster node fails, for then the time counts as structural.
    pub fn solve_exponential(&self) -> PairResult {
        let repair = self.repair.mean_h();
        let ends = |window: Law| 1.0 / (1.0 / window.mean_h() + 1.0 / self.mttf_h + 1.0 / repair);
        self.with_windows(ends(self.failover), ends(self.manual))
    }

    fn with_windows(&self, mean_failover_h: f64, mean_manual_h: f64) -> PairResult {
        let node = Renewal { mttf_h: self.mttf_h, mttr_h: self.repair.mean_h() };
        let q = node.unavailability();
        let works = self.mttf_h / (self.mttf_h + self.repair.mean_h());
        let moves_per_h = works * works / self.mttf_h;
        let window = moves_per_h * (self.coverage * mean_failover_h + (1.0 - self.coverage) * mean_manual_h);
        PairResult {
            unavailability: q * q + window,
            structural: q * q,
            window,
            failovers_per_year: moves_per_h * HOURS_PER_YEAR,
            mean_failover_h,
            mean_manual_h,
        }
    }
}

/// A failure probability split into what hits one unit alone and what hits all units of a group (formula 7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaSplit {
    /// The probability of each unit's own event.
    pub alone: f64,
    /// The probability of the event that all units share.
    pub common: f64,
}

impl BetaSplit {
    /// Splits `q`; `beta` is the share of failures with a common cause.
    pub fn new(q: f64, beta: f64) -> Self {
        Self { alone: (1.0 - beta) * q, common: beta * q }
    }
}

/// The share of time during which a host is lost because it restarted while the master secret server was down and
/// could not read the secret again; restarts come with the given mean time between them (formula 11).
pub fn lost_by_cached_secret(master_secret: Renewal, host_restart_every_h: f64) -> f64 {
    let restarts = 1.0 / host_restart_every_h;
    master_secret.unavailability() * restarts / (restarts + 1.0 / master_secret.mttr_h)
}

/// What a single restart attempt makes of a failover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestartResult {
    /// The share of failovers that take longer than the delay, so that the attempt comes too early.
    pub share_over_delay: f64,
    /// Mean hours without the service: the failover, and after an attempt too early the manual restart as well.
    pub mean_outage_h: f64,
}

/// A service that is restarted once, so long after it stopped, and otherwise by somebody.
pub fn restarted_once(failover: Law, delay_h: f64, manual_h: f64) -> RestartResult {
    let share_over_delay = failover.longer_than(delay_h);
    RestartResult { share_over_delay, mean_outage_h: failover.mean_h() + share_over_delay * manual_h }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_mean_of_the_shorter_time_is_that_of_the_integral() {
        let shape = LogNormalShape::new(0.5);
        for (mean_h, repair_h) in [(0.0125, 0.25), (1.0, 0.25), (1.0, 8.0), (4.0, 0.1), (0.02, 24.0)] {
            let law = Law::LogNormal { mean_h, cv: 0.5 };
            let exact = law.mean_of_shorter_h(Law::Exponential { mean_h: repair_h });
            let quick = shape.mean_of_shorter(&mean_h, &repair_h);
            assert!((quick / exact - 1.0).abs() < 1e-4, "{mean_h} {repair_h}: {quick} {exact}");
            assert!((shape.longer_than(&mean_h, &repair_h) - law.longer_than(repair_h)).abs() < 1e-12);
        }
    }
}
