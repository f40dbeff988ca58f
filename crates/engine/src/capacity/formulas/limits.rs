//! Single limits in messages per second: CPU of a host, connections, requests, network, disks.

/// Messages per second that processors carry up to the cap: `U_cap * cores / demand`.
///
/// `effective_cores` is the sum over computers of cores times speed factor times virtualization factor. Infinite when
/// a message needs no time there.
pub fn cpu_limit(effective_cores: f64, demand_secs: f64, cap: f64) -> f64 {
    if effective_cores <= 0.0 { 0.0 } else { cap * effective_cores / demand_secs }
}

/// Calls per second through a limited number of connections (Little's law): `computers * connections / R`.
///
/// The default is two connections per destination (`tg/general-biztalk-server-optimizations1`).
pub fn connection_limit(computers: f64, connections_per_destination: f64, back_end_secs: f64) -> f64 {
    computers * connections_per_destination / back_end_secs
}

/// Requests per second of ASP.NET with a limit of concurrent requests per CPU: `cores * limit / R`.
pub fn aspnet_limit(cores: f64, requests_per_cpu: f64, response_secs: f64) -> f64 {
    cores * requests_per_cpu / response_secs
}

/// Traffic between the BizTalk and the database tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    /// Mebibytes per second.
    pub mib_per_sec: f64,
    /// Share of the link.
    pub utilization: f64,
}

/// Each hop writes and reads the message once: `L h KB * 2`. Inferred; protocol overhead is not counted.
pub fn traffic(messages_per_sec: f64, hops: f64, message_kb: f64, link_gbit_per_sec: f64) -> Traffic {
    let kib_per_sec = messages_per_sec * hops * message_kb * 2.0;
    Traffic { mib_per_sec: kib_per_sec / 1024.0, utilization: kib_per_sec * 1024.0 * 8.0 / (link_gbit_per_sec * 1e9) }
}

/// Messages per second at which a link reaches 40 %, the healthy share of `tg/checklist-measuring-performance-on-hyper-v`.
pub fn network_limit(link_gbit_per_sec: f64, hops: f64, message_kb: f64) -> f64 {
    0.4 * link_gbit_per_sec * 1e9 / 8.0 / (hops * message_kb * 1024.0 * 2.0)
}

/// Messages per second at which disks reach 80 % of their operations (`tg/system-level-bottlenecks`).
pub fn disk_limit(operations_per_sec: f64, hops: f64, operations_per_hop: f64) -> f64 {
    0.8 * operations_per_sec / (hops * operations_per_hop)
}

/// Queries per second that idle host instances send by polling.
pub fn polls_per_sec(host_instances: f64, interval_ms: f64) -> f64 {
    host_instances * 1000.0 / interval_ms
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
        let limit = network_limit(1.0, 2.0, 10.0);
        assert!((traffic(limit, 2.0, 10.0, 1.0).utilization - 0.4).abs() < 1e-12);
    }
}
