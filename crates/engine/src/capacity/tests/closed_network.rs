//! A fixed number of clients cycling through stations: exact and approximate mean value analysis. The program itself takes
//! messages to arrive whatever else goes on; worked cases of load tests with so many users rest on this.

/// Throughput in cycles per second and the response time in seconds that goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cycle {
    /// Cycles per second of all clients together.
    pub(super) throughput_per_sec: f64,
    /// Time per cycle without the think time.
    pub(super) response_secs: f64,
}

/// A station: service demand per cycle in seconds, and how many servers work in parallel.
pub(super) type Demand = (f64, u32);

/// Exact mean value analysis for single-server stations (Reiser and Lavenberg, 1980).
///
/// Client by client: `R_k = D_k (1 + Q_k)`, `X = n / (Z + sum R_k)`, `Q_k = X R_k`.
pub(super) fn exact(clients: u32, think_secs: f64, demands_secs: &[f64]) -> Cycle {
    let mut queues = vec![0.0; demands_secs.len()];
    let mut cycle = Cycle { throughput_per_sec: 0.0, response_secs: demands_secs.iter().sum() };
    for n in 1..=clients {
        let stays: Vec<f64> = demands_secs.iter().zip(&queues).map(|(d, q)| d * (1.0 + q)).collect();
        cycle.response_secs = stays.iter().sum();
        cycle.throughput_per_sec = f64::from(n) / (think_secs + cycle.response_secs);
        queues = stays.iter().map(|r| cycle.throughput_per_sec * r).collect();
    }
    cycle
}

/// Bard-Schweitzer approximation: an arriving client is assumed to see `(N-1)/N` of the mean queue.
pub(super) fn bard_schweitzer(clients: u32, think_secs: f64, demands_secs: &[f64]) -> Cycle {
    let stations: Vec<(f64, f64)> = demands_secs.iter().map(|&d| (d, 0.0)).collect();
    schweitzer(clients, think_secs, &stations)
}

/// Seidmann's approximation of multi-server stations (Seidmann, Schweitzer and Shalev-Oren, 1987).
///
/// A station with `m` servers and demand `D` becomes a queue with demand `D/m` and a pure delay of `D (m-1)/m`; the
/// queue itself is solved exactly, with the delays added to the think time.
pub(super) fn seidmann(clients: u32, think_secs: f64, stations: &[Demand]) -> Cycle {
    let queues: Vec<f64> = stations.iter().map(|&(d, m)| d / f64::from(m.max(1))).collect();
    let delay: f64 = stations.iter().map(|&(d, m)| d * f64::from(m.max(1) - 1) / f64::from(m.max(1))).sum();
    let inner = exact(clients, think_secs + delay, &queues);
    Cycle { response_secs: inner.response_secs + delay, ..inner }
}

fn schweitzer(clients: u32, think_secs: f64, stations: &[(f64, f64)]) -> Cycle {
    let n = f64::from(clients);
    let delay: f64 = stations.iter().map(|(_, fixed)| fixed).sum();
    let mut queues: Vec<f64> = stations.iter().map(|_| n / stations.len().max(1) as f64).collect();
    let mut cycle = Cycle { throughput_per_sec: 0.0, response_secs: delay };
    if clients == 0 {
        return cycle;
    }
    for _ in 0..1_000_000 {
        let stays: Vec<f64> = stations.iter().zip(&queues).map(|((d, _), q)| d * (1.0 + q * (n - 1.0) / n)).collect();
        cycle.response_secs = stays.iter().sum::<f64>() + delay;
        cycle.throughput_per_sec = n / (think_secs + cycle.response_secs);
        let next: Vec<f64> = stays.iter().map(|r| cycle.throughput_per_sec * r).collect();
        let change = next.iter().zip(&queues).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        queues = next;
        if change < 1e-12 * n {
            break;
        }
    }
    cycle
}

/// Exact solution with multi-server stations by Buzen's convolution (1973), in logarithms so that no load overflows.
///
/// `f(j) = D^j / prod min(i, m)` per station and `Z^j / j!` for thinking; `X = G(N-1) / G(N)`, `R = N/X - Z`.
pub(super) fn exact_multi_server(clients: u32, think_secs: f64, stations: &[Demand]) -> Cycle {
    let total = clients as usize;
    let mut log_g = log_weights(total, think_secs, |i| i);
    for &(demand, servers) in stations {
        log_g = convolve(&log_g, &log_weights(total, demand, |i| i.min(servers.max(1))));
    }
    let last = log_g.last().copied().unwrap_or(f64::NEG_INFINITY);
    let before = total.checked_sub(1).and_then(|i| log_g.get(i)).copied();
    let throughput_per_sec = before.map_or(0.0, |before| libm::exp(before - last));
    let response_secs = if throughput_per_sec > 0.0 {
        f64::from(clients) / throughput_per_sec - think_secs
    } else {
        stations.iter().map(|(d, _)| d).sum()
    };
    Cycle { throughput_per_sec, response_secs }
}

fn log_weights(total: usize, demand: f64, rate: impl Fn(u32) -> u32) -> Vec<f64> {
    let log_demand = libm::log(demand);
    let mut sum = 0.0;
    let mut weights = vec![0.0];
    for i in 1..=total as u32 {
        sum += log_demand - libm::log(f64::from(rate(i)));
        weights.push(sum);
    }
    weights
}

fn convolve(left: &[f64], right: &[f64]) -> Vec<f64> {
    (0..left.len())
        .map(|n| {
            let terms = || left.iter().take(n + 1).zip(right.iter().take(n + 1).rev()).map(|(a, b)| a + b);
            let top = terms().fold(f64::NEG_INFINITY, f64::max);
            if top == f64::NEG_INFINITY { top } else { top + libm::log(terms().map(|t| libm::exp(t - top)).sum()) }
        })
        .collect()
}

/// The most cycles per second any number of clients can reach: `min m_k / D_k`; infinite without demand.
pub(super) fn throughput_limit(stations: &[Demand]) -> f64 {
    stations.iter().map(|&(d, m)| f64::from(m) / d).fold(f64::INFINITY, f64::min)
}

/// The number of clients where the light-load and heavy-load bounds cross: `(sum D + Z) * X_max`.
pub(super) fn knee_clients(think_secs: f64, stations: &[Demand]) -> f64 {
    (stations.iter().map(|(d, _)| d).sum::<f64>() + think_secs) * throughput_limit(stations)
}

#[test]
fn convolution_and_mean_value_analysis_agree_on_single_servers() {
    let mva = exact(50, 1.0, &[0.02, 0.05]);
    let convolution = exact_multi_server(50, 1.0, &[(0.02, 1), (0.05, 1)]);
    assert!((mva.throughput_per_sec - convolution.throughput_per_sec).abs() < 1e-9);
    assert!((mva.response_secs - convolution.response_secs).abs() < 1e-9);
}

#[test]
fn one_client_never_waits() {
    for cycle in [exact(1, 0.5, &[0.1, 0.2]), bard_schweitzer(1, 0.5, &[0.1, 0.2])] {
        assert!((cycle.response_secs - 0.3).abs() < 1e-9);
    }
    assert!((exact_multi_server(1, 0.0, &[(0.3, 4)]).response_secs - 0.3).abs() < 1e-9);
}

#[test]
fn thousands_of_clients_do_not_overflow() {
    let cycle = exact_multi_server(2_000, 30.0, &[(0.1, 4), (0.06, 12)]);
    assert!((cycle.throughput_per_sec - 40.0).abs() < 0.01, "{cycle:?}");
}

#[test]
fn little_s_law_holds_for_each_solution() {
    for cycle in [exact(20, 1.0, &[0.02, 0.05]), seidmann(20, 1.0, &[(0.2, 4), (0.05, 1)])] {
        assert!((cycle.throughput_per_sec * (cycle.response_secs + 1.0) - 20.0).abs() < 1e-9);
    }
}
