//! Waiting at a station with several parallel servers and random arrivals (M/M/c).

/// Utilization above which no percentile is shown: against simulation the error grows fast from there on.
pub(crate) const LAST_RHO_WITH_PERCENTILES: f64 = 0.90;

/// Steady state of an M/M/c station. Times are seconds.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Station {
    /// Utilization of each server, `arrivals * service / servers`.
    pub rho: f64,
    /// Probability that an arrival has to wait (Erlang C).
    pub erlang_c: f64,
    /// Mean wait before service.
    pub mean_wait_secs: f64,
    /// Mean wait plus service.
    pub mean_sojourn_secs: f64,
    /// Variance of wait plus service, in square seconds.
    pub sojourn_variance: f64,
}

/// Solves an M/M/c station, or `None` when it is saturated (`rho >= 1`) or an input is not usable.
///
/// With offered load `a = arrivals * service`, Erlang B by its recursion `B(k) = a B(k-1) / (k + a B(k-1))`,
/// then `C = B / (1 - rho (1 - B))`, `Wq = C s / (c (1 - rho))` and
/// `Var(R) = C (2 - C) / theta^2 + s^2` with `theta = c/s - arrivals`. Textbook queueing theory (Erlang, 1917).
#[cfg(test)]
pub(crate) fn station(arrivals_per_sec: f64, service_secs: f64, servers: u32) -> Option<Station> {
    let usable = arrivals_per_sec >= 0.0 && service_secs > 0.0 && servers > 0;
    let count = f64::from(servers);
    let offered = arrivals_per_sec * service_secs;
    let rho = offered / count;
    if !usable || !rho.is_finite() || rho >= 1.0 {
        return None;
    }
    let erlang_c = erlang_c(offered, servers);
    let mean_wait_secs = erlang_c * service_secs / (count * (1.0 - rho));
    let drain_rate = count / service_secs - arrivals_per_sec;
    Some(Station {
        rho,
        erlang_c,
        mean_wait_secs,
        mean_sojourn_secs: mean_wait_secs + service_secs,
        sojourn_variance: erlang_c * (2.0 - erlang_c) / (drain_rate * drain_rate) + service_secs * service_secs,
    })
}

/// The probability of having to wait, by Erlang B: `B(k) = a B(k-1) / (k + a B(k-1))`, `C = B / (1 - rho (1 - B))`.
fn erlang_c(offered: f64, servers: u32) -> f64 {
    let mut erlang_b = 1.0;
    for k in 1..=servers {
        erlang_b = offered * erlang_b / (f64::from(k) + offered * erlang_b);
    }
    erlang_b / (1.0 - offered / f64::from(servers) * (1.0 - erlang_b))
}

/// The wait at a station that many kinds of messages share: how probable it is, and how long it takes then.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wait {
    /// Probability that an arrival has to wait.
    pub probability: f64,
    /// Mean wait of those that wait, in seconds.
    pub mean_if_any_secs: f64,
}

/// The wait before service with `servers` parallel servers, or `None` when they are saturated.
///
/// Of M/M/c (Erlang C), times what service that varies otherwise makes of it: `(1 + cv^2) / 2` for service that varies
/// more than exponentially (Allen and Cunneen), and for constant service the correction of Cosmetatos (1975),
/// `1/2 [1 + (1 - rho) (c - 1) (sqrt(4 + 5c) - 2) / (16 rho c)]`. Above 256 servers Erlang C is
/// `rho ^ (sqrt(2 (c + 1)) - 1)` (Sakasegawa 1977).
pub(crate) fn wait(arrivals_per_sec: f64, service_secs: f64, servers: u32, cv_squared: f64) -> Option<Wait> {
    const MANY: u32 = 256;
    let count = f64::from(servers);
    let offered = arrivals_per_sec * service_secs;
    let rho = offered / count;
    if servers == 0 || !rho.is_finite() || !(0.0..1.0).contains(&rho) {
        return None;
    }
    if rho == 0.0 {
        return Some(Wait::default());
    }
    let probability =
        if servers > MANY { libm::pow(rho, libm::sqrt(2.0 * (count + 1.0)) - 1.0) } else { erlang_c(offered, servers) };
    let light = (1.0 - rho) * (count - 1.0) * (libm::sqrt(4.0 + 5.0 * count) - 2.0) / (16.0 * rho * count);
    let constant = 0.5 * (1.0 + light.min(1.0));
    let factor =
        if cv_squared >= 1.0 { f64::midpoint(1.0, cv_squared) } else { cv_squared + (1.0 - cv_squared) * constant };
    Some(Wait { probability, mean_if_any_secs: factor * service_secs / (count * (1.0 - rho)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saturated_station_has_no_steady_state() {
        assert_eq!(station(10.0, 0.1, 1), None);
        assert_eq!(station(f64::NAN, 0.1, 1), None);
        assert_eq!(station(1.0, 0.1, 0), None);
    }

    #[test]
    fn without_arrivals_a_message_only_takes_its_service_time() {
        let idle = station(0.0, 0.25, 3).unwrap();
        assert!((idle.mean_sojourn_secs - 0.25).abs() < 1e-12);
    }
}
