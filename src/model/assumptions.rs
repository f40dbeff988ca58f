//! Workload inputs on which the capacity estimate rests. `None` = the default of the capacity model.

use serde::{Deserialize, Serialize};

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
}
