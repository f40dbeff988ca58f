//! What a failover costs: load on the survivor, backlog, time to drain and to throttle.

/// Seconds between the attempts of a host instance to reach its database again (`core/avoiding-dbnetlib-exceptions`).
pub(crate) const DATABASE_RETRY_SECS: f64 = 60.0;
/// Share of a cluster node up to which two SQL instances fit together undegraded
/// (`tg/checklist-providing-high-availability-with-fault-tolerance-or-load-balancing`).
pub(crate) const SAFE_SHARE_BEFORE_FAILOVER: f64 = 0.50;

/// Messages in the queue of one host at which publishing throttles, the default
/// (`core/how-to-modify-resource-based-throttling-settings`).
pub(crate) const QUEUE_THRESHOLD: f64 = 50_000.0;
/// Times that threshold at which the rows of the spool throttle, the default of the same page.
pub(crate) const SPOOL_MULTIPLIER: f64 = 10.0;

/// Two active cluster nodes of which one takes over the load of the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Takeover {
    /// Utilization of the survivor after the failover, `U_a + U_b`; may exceed 1.
    pub utilization_after: f64,
    /// Whether the survivor stays at or below the cap.
    pub fits: bool,
    /// Whether both nodes were at or below 50 % before, the documented rule.
    pub both_under_half: bool,
}

/// Load after one of two active cluster nodes took over the other's SQL instances. CPU only; memory and disk add too.
pub(crate) fn takeover(utilization_a: f64, utilization_b: f64, cap: f64) -> Takeover {
    let utilization_after = utilization_a + utilization_b;
    Takeover {
        utilization_after,
        fits: utilization_after <= cap,
        both_under_half: utilization_a <= SAFE_SHARE_BEFORE_FAILOVER && utilization_b <= SAFE_SHARE_BEFORE_FAILOVER,
    }
}

/// Catching up after an outage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Recovery {
    /// Messages that waited when service came back.
    pub backlog_messages: f64,
    /// Seconds until the backlog is gone; `None` when the load is at or above the limit.
    pub drain_secs: Option<f64>,
}

/// Backlog `L t` and drain time `B / (X - L)` after an outage of `outage_secs`.
pub(crate) fn recovery(messages_per_sec: f64, limit_per_sec: f64, outage_secs: f64) -> Recovery {
    let backlog_messages = messages_per_sec * outage_secs;
    let spare = limit_per_sec - messages_per_sec;
    Recovery { backlog_messages, drain_secs: (spare > 0.0).then(|| backlog_messages / spare) }
}

/// Seconds until host instances work again after a SQL failover, whose Windows service is restarted `delay_secs` after
/// it has failed, and again after the same time (`core/host-instance-service-properties-in-services`).
pub(crate) fn service_back_after(failover_secs: f64, delay_secs: f64) -> f64 {
    if delay_secs > 0.0 { delay_secs * libm::ceil(failover_secs / delay_secs) } else { failover_secs }
}

/// When a growing backlog reaches the documented thresholds. `None` = never, because the load is carried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Throttling {
    /// Seconds to the message count in the database of one host (default 50,000).
    pub secs_to_queue_threshold: Option<f64>,
    /// Seconds to the spool rows at which publishing throttles (default 10 x 50,000).
    pub secs_to_spool_threshold: Option<f64>,
}

/// Time to throttling when more arrives than leaves: `threshold / (L - X)` messages, and spool rows accordingly.
/// Thresholds from `core/how-to-modify-resource-based-throttling-settings`.
pub(crate) fn throttling(
    messages_per_sec: f64,
    leaving_per_sec: f64,
    queue_threshold: f64,
    spool_multiplier: f64,
    spool_rows_per_message: f64,
) -> Throttling {
    let growth = messages_per_sec - leaving_per_sec;
    let rows = growth * spool_rows_per_message;
    let after = |threshold: f64, per_sec: f64| (per_sec > 0.0).then(|| threshold / per_sec);
    Throttling {
        secs_to_queue_threshold: after(queue_threshold, growth),
        secs_to_spool_threshold: after(queue_threshold * spool_multiplier, rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_at_full_load_never_drains() {
        let stuck = recovery(100.0, 100.0, 60.0);
        assert_eq!(stuck.drain_secs, None);
        assert_eq!(stuck.backlog_messages, 6000.0);
    }

    #[test]
    fn host_instances_that_restart_late_are_back_late() {
        assert_eq!(service_back_after(120.0, 300.0), 300.0);
        assert_eq!(service_back_after(60.5, DATABASE_RETRY_SECS), 120.0);
        assert_eq!(service_back_after(120.0, 0.0), 120.0);
    }

    #[test]
    fn a_carried_load_never_throttles() {
        let calm = throttling(80.0, 132.0, 50_000.0, 10.0, 2.0);
        assert_eq!(calm.secs_to_queue_threshold, None);
    }
}
