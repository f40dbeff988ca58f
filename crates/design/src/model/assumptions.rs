//! Workload inputs on which the capacity estimate rests. `None` = the default of the capacity model.

use serde::{Deserialize, Serialize};

use super::flow::{LoadTestRun, MessageFlow, TrackingLevel};
use crate::sources::Sourced;

/// The load the customer expects and what is known about the solution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// Peak rate in messages per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_messages_per_sec: Option<Sourced<f64>>,
    /// Growth per year in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_percent_per_year: Option<Sourced<f64>>,
    /// Average message size in KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_kb: Option<Sourced<f64>>,
    /// Share of messages that pass through an orchestration, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orchestration_share_percent: Option<Sourced<f64>>,
    /// Work per message on the BizTalk computers relative to the published lab, 1.0 = equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complexity_biztalk: Option<Sourced<f64>>,
    /// Work per message in the MessageBox relative to the published lab, 1.0 = equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complexity_sql: Option<Sourced<f64>>,
    /// Passes through the MessageBox per message beyond those of the published lab; a request and response to a back end
    /// adds 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_hops: Option<Sourced<f64>>,
    /// Years until the design is to be replaced: the horizon of growth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_years: Option<Sourced<f64>>,
    /// 95th percentile of the message size in KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub large_message_kb: Option<Sourced<f64>>,
    /// Messages on an average day, for the size of the Tracking database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages_per_day: Option<Sourced<f64>>,
    /// Response time in seconds that 95 % of the messages must stay under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_target_secs: Option<Sourced<f64>>,
    /// Polling interval of the host instances in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polling_ms: Option<Sourced<f64>>,
    /// Whether the environment was tuned by the guides (polling, disks, SQL Server settings).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<bool>,
    /// What is tracked of each message flow that does not say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<TrackingLevel>,
    /// Days that tracking data is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_days: Option<Sourced<f64>>,
    /// Message properties tracked per message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracked_properties: Option<Sourced<f64>>,
    /// Points at which the body of a message is tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracked_bodies: Option<Sourced<f64>>,
    /// Speed of the disks of the Tracking database against the published tracking lab, 1.0 = equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_disk_speed: Option<Sourced<f64>>,
    /// Connections per destination of the HTTP-based send adapters on each computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_connections: Option<Sourced<f64>>,
    /// Network between BizTalk Server and SQL Server in Gbit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_gbit_per_sec: Option<Sourced<f64>>,
    /// Disk operations per second that the disks of the MessageBox databases carry together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_operations_per_sec: Option<Sourced<f64>>,
    /// Message flows; empty = one mix of messages as the fields above describe it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<MessageFlow>,
    /// Measured load test runs, in the order they were entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<LoadTestRun>,
}
