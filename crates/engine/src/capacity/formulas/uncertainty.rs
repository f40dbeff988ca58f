//! How sure an estimate is: independent log-normal errors, measurements, and what a load test teaches.

/// Standard normal quantile of 0.9, the half width of the P10-P90 interval in standard deviations.
pub(crate) const P90_DEVIATIONS: f64 = 1.281_551_565_544_600_4;

/// A P10-P50-P90 range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Combined standard deviation of the logarithm.
    pub sigma: f64,
    /// One in ten values lies below.
    pub p10: f64,
    /// The estimate itself.
    pub p50: f64,
    /// One in ten values lies above.
    pub p90: f64,
}

/// Combines independent relative errors: `sigma = sqrt(sum sigma_i^2)`, `X exp(-+1.2816 sigma)`.
pub fn interval(value: f64, sigmas: &[f64]) -> Interval {
    let sigma = libm::sqrt(sigmas.iter().map(|s| s * s).sum());
    let factor = libm::exp(P90_DEVIATIONS * sigma);
    Interval { sigma, p10: value / factor, p50: value, p90: value * factor }
}

/// Weighs a prior against a measurement by precision, in logarithms; returns value and remaining sigma.
pub(crate) fn update(prior: f64, prior_sigma: f64, measured: f64, measured_sigma: f64) -> (f64, f64) {
    let (a, b) = (1.0 / (prior_sigma * prior_sigma), 1.0 / (measured_sigma * measured_sigma));
    let log_value = (a * libm::log(prior) + b * libm::log(measured)) / (a + b);
    (libm::exp(log_value), 1.0 / libm::sqrt(a + b))
}

/// One measured run of a load test. Utilizations are shares of the whole tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MeasuredRun {
    /// Messages per second during the run.
    pub messages_per_sec: f64,
    /// CPU utilization of the BizTalk tier, 0 to 1.
    pub biztalk_utilization: f64,
    /// Cores of the BizTalk tier.
    pub biztalk_cores: f64,
    /// CPU utilization of the SQL tier, 0 to 1.
    pub sql_utilization: f64,
    /// Cores of the SQL tier.
    pub sql_cores: f64,
    /// Hops per message.
    pub hops: f64,
}

/// What a measured run says about the solution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Calibration {
    /// BizTalk CPU seconds per message.
    pub biztalk_secs_per_message: f64,
    /// SQL CPU seconds per hop.
    pub sql_secs_per_hop: f64,
    /// Messages per second at which the BizTalk tier reaches the cap.
    pub biztalk_limit_per_sec: f64,
    /// Messages per second at which the SQL tier reaches the cap.
    pub sql_limit_per_sec: f64,
}

/// Utilization law `U = X D`: service demands from a measured run, and where the cap is reached.
pub(crate) fn calibrate(run: &MeasuredRun, cap: f64) -> Calibration {
    let x = run.messages_per_sec;
    Calibration {
        biztalk_secs_per_message: run.biztalk_utilization * run.biztalk_cores / x,
        sql_secs_per_hop: run.sql_utilization * run.sql_cores / (x * run.hops),
        biztalk_limit_per_sec: x * cap / run.biztalk_utilization,
        sql_limit_per_sec: x * cap / run.sql_utilization,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_error_has_no_width() {
        let exact = interval(10.0, &[]);
        assert_eq!((exact.p10, exact.p50, exact.p90), (10.0, 10.0, 10.0));
    }

    #[test]
    fn a_precise_measurement_outweighs_a_vague_assumption() {
        let (value, sigma) = update(5.0, 0.54, 3.2, 0.1);
        assert!((value - 3.2).abs() < 0.1 && sigma < 0.1);
    }
}
