//! Waiting at a station with several parallel servers and random arrivals (M/M/c).

/// Steady state of an M/M/c station. Times are seconds.
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
pub(crate) fn station(arrivals_per_sec: f64, service_secs: f64, servers: u32) -> Option<Station> {
    let usable = arrivals_per_sec >= 0.0 && service_secs > 0.0 && servers > 0;
    let count = f64::from(servers);
    let offered = arrivals_per_sec * service_secs;
    let rho = offered / count;
    if !usable || !rho.is_finite() || rho >= 1.0 {
        return None;
    }
    let mut erlang_b = 1.0;
    for k in 1..=servers {
        erlang_b = offered * erlang_b / (f64::from(k) + offered * erlang_b);
    }
    let erlang_c = erlang_b / (1.0 - rho * (1.0 - erlang_b));
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
