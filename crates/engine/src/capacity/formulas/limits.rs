//! Single limits in messages per second: CPU of a host, connections, requests, network, disks.

/// Messages per second that processors carry up to the cap: `U_cap * cores / demand`.
///
/// `effective_cores` is the sum over computers of cores times speed factor times virtualization factor. Infinite when
/// a message needs no time there.
pub(crate) fn cpu_limit(effective_cores: f64, demand_secs: f64, cap: f64) -> f64 {
    if effective_cores <= 0.0 { 0.0 } else { cap * effective_cores / demand_secs }
}

/// Calls per second through a limited number of connections (Little's law): `computers * connections / R`.
///
/// The default is two connections per destination (`tg/general-biztalk-server-optimizations1`).
pub(crate) fn connection_limit(computers: f64, connections_per_destination: f64, back_end_secs: f64) -> f64 {
    computers * connections_per_destination / back_end_secs
}

/// Requests per second of ASP.NET with a limit of concurrent requests per CPU: `cores * limit / R`.
pub(crate) fn aspnet_limit(cores: f64, requests_per_cpu: f64, response_secs: f64) -> f64 {
    cores * requests_per_cpu / response_secs
}

/// Messages per second at which a link between the BizTalk and the database tier reaches 40 %, the healthy share of
/// `tg/checklist-measuring-performance-on-hyper-v`: each hop writes and reads the message once. Inferred; protocol
/// overhead is not counted.
pub(crate) fn network_limit(link_gbit_per_sec: f64, hops: f64, message_kb: f64) -> f64 {
    0.4 * link_gbit_per_sec * 1e9 / 8.0 / (hops * message_kb * 1024.0 * 2.0)
}

/// Messages per second at which disks reach 80 % of their operations (`tg/system-level-bottlenecks`).
pub(crate) fn disk_limit(operations_per_sec: f64, hops: f64, operations_per_hop: f64) -> f64 {
    0.8 * operations_per_sec / (hops * operations_per_hop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_without_computers_carries_nothing() {
        assert_eq!(cpu_limit(0.0, 0.0, 0.88), 0.0);
        assert_eq!(cpu_limit(8.0, 0.0, 0.88), f64::INFINITY);
    }

    #[test]
    fn the_network_limit_is_where_traffic_reaches_forty_percent() {
        let bits_per_message = 2.0 * 2.0 * 10.0 * 1024.0 * 8.0;
        assert!((network_limit(1.0, 2.0, 10.0) * bits_per_message - 0.4e9).abs() < 1e-3);
    }
}
