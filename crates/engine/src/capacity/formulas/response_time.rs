//! Response time of one message in the smallest form of the model, two plain tiers: what the published cases are computed
//! with. Designs are computed station by station (`response`).

use super::queueing::LAST_RHO_WITH_PERCENTILES;
use super::{gamma, queueing};

/// What a response time is computed from. Times are seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ResponseInputs {
    /// Messages per second that arrive.
    pub messages_per_sec: f64,
    /// Publish-and-deliver cycles per message.
    pub hops: f64,
    /// MessageBox databases that share the hops.
    pub message_boxes: u32,
    /// Effective parallel servers of each MessageBox.
    pub message_box_servers: u32,
    /// Service time of one hop at one of these servers.
    pub hop_secs: f64,
    /// Effective parallel servers of the BizTalk tier.
    pub biztalk_servers: u32,
    /// BizTalk processing per message.
    pub biztalk_secs: f64,
    /// Time spent waiting for a back end.
    pub back_end_secs: f64,
    /// Polling interval of the host instances.
    pub polling_secs: f64,
    /// Host instances that poll without being synchronized.
    pub polling_host_instances: u32,
}

/// Mean and spread of a response time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ResponseTime {
    /// Mean in seconds.
    pub mean_secs: f64,
    /// Variance in square seconds.
    pub variance: f64,
    /// Highest utilization of the stations on the way.
    pub rho: f64,
}

/// Mean polling wait per dequeue in seconds: `T / (k + 1)` for `k` unsynchronized host instances.
///
/// Inferred (gated vacations); the documents state only that the interval matters when the queue is empty.
pub(crate) fn mean_polling_wait_secs(interval_secs: f64, host_instances: u32) -> f64 {
    interval_secs / (f64::from(host_instances) + 1.0)
}

/// Variance of the polling wait: that of the smallest of `k` uniform variables, `T^2 k / ((k+1)^2 (k+2))`.
pub(crate) fn polling_variance(interval_secs: f64, host_instances: u32) -> f64 {
    let k = f64::from(host_instances);
    interval_secs * interval_secs * k / ((k + 1.0) * (k + 1.0) * (k + 2.0))
}

/// Sum of the stations on the way, or `None` when one of them is saturated.
///
/// Means and variances add: per hop one M/M/m sojourn at the MessageBox and one polling wait, once the BizTalk tier,
/// once the back end. Checked against simulation: mean within 0.3 % up to a utilization of 0.91.
pub(crate) fn response_time(inputs: &ResponseInputs) -> Option<ResponseTime> {
    let hops = inputs.hops;
    let arrivals = inputs.messages_per_sec * hops / f64::from(inputs.message_boxes.max(1));
    let message_box = queueing::station(arrivals, inputs.hop_secs, inputs.message_box_servers)?;
    let biztalk = queueing::station(inputs.messages_per_sec, inputs.biztalk_secs, inputs.biztalk_servers)?;
    let polling = mean_polling_wait_secs(inputs.polling_secs, inputs.polling_host_instances);
    let spread = polling_variance(inputs.polling_secs, inputs.polling_host_instances);
    Some(ResponseTime {
        mean_secs: hops * (message_box.mean_sojourn_secs + polling) + biztalk.mean_sojourn_secs + inputs.back_end_secs,
        variance: hops * (message_box.sojourn_variance + spread) + biztalk.sojourn_variance,
        rho: message_box.rho.max(biztalk.rho),
    })
}

impl ResponseTime {
    /// The time in seconds that the given share of messages stays under: a gamma with this mean and variance. `None` near
    /// the ceiling, and never with less spread than `least_variation`, because real solutions vary more than the engine.
    pub(crate) fn percentile_to_show(&self, share: f64, least_variation: f64) -> Option<f64> {
        if self.rho > LAST_RHO_WITH_PERCENTILES {
            return None;
        }
        let least = least_variation * self.mean_secs;
        gamma::percentile(self.mean_secs, self.variance.max(least * least), share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle(polling_secs: f64) -> ResponseInputs {
        ResponseInputs {
            messages_per_sec: 1.0,
            hops: 2.0,
            message_boxes: 1,
            message_box_servers: 10,
            hop_secs: 0.00757,
            biztalk_servers: 14,
            biztalk_secs: 0.00487,
            back_end_secs: 0.0,
            polling_secs,
            polling_host_instances: 2,
        }
    }

    #[test]
    fn polling_dominates_the_response_time_of_an_idle_group() {
        let slow = response_time(&idle(0.5)).unwrap().mean_secs;
        let fast = response_time(&idle(0.05)).unwrap().mean_secs;
        assert!(slow > 0.34 && slow < 0.36, "{slow}");
        assert!(fast > 0.05 && fast < 0.06, "{fast}");
    }

    #[test]
    fn percentiles_are_withheld_near_the_ceiling() {
        let near = response_time(&ResponseInputs { messages_per_sec: 640.0, ..idle(0.05) }).unwrap();
        assert!(near.rho > 0.90, "{}", near.rho);
        assert_eq!(near.percentile_to_show(0.95, 0.35), None);
    }

    #[test]
    fn an_overloaded_group_has_no_response_time() {
        assert_eq!(response_time(&ResponseInputs { messages_per_sec: 700.0, ..idle(0.05) }), None);
    }
}
