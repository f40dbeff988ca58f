//! Message flows of a design and the load tests that were measured on it: what the capacity estimate rests on.

use serde::{Deserialize, Serialize};

use super::environment::is_false;
use super::host::Adapter;
use super::ids::HostId;
use super::words::words;
use crate::sources::Sourced;

words! {
    /// The way of a message through BizTalk Server. Each publication to the MessageBox with its delivery is one hop.
    FlowPattern {
        /// Received and sent: 1 hop.
        Messaging = "One-way, no orchestration",
        /// Received, through one orchestration, sent: 2 hops.
        Orchestration = "One-way through an orchestration",
        /// A request answered by an orchestration: 2 hops.
        RequestResponse = "Request answered by an orchestration",
        /// A request answered by an orchestration that asks a back end by solicit-response: 4 hops.
        BackEnd = "Request answered with the help of a back end",
    }
}

words! {
    /// How much of a message flow is tracked.
    TrackingLevel {
        /// Nothing.
        Off = "Off",
        /// Message events and service instances.
        Events = "Events",
        /// The same with message properties.
        Properties = "Events and properties",
        /// The same with message bodies.
        Bodies = "Events, properties and bodies",
    }
}

/// Messages of one kind on their way through the design. `None` = not stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageFlow {
    /// Displayed name.
    pub name: String,
    /// The way it takes.
    pub pattern: FlowPattern,
    /// Messages per second at peak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages_per_sec: Option<Sourced<f64>>,
    /// Average message size in KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_kb: Option<Sourced<f64>>,
    /// The adapter that receives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_adapter: Option<Adapter>,
    /// The adapter that sends, or asks the back end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_adapter: Option<Adapter>,
    /// The host that receives; `None` = any that does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_host: Option<HostId>,
    /// The host that runs the orchestration; `None` = any that does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_host: Option<HostId>,
    /// The host that sends; `None` = any that does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_host: Option<HostId>,
    /// Response time of the back end in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_end_secs: Option<Sourced<f64>>,
    /// What is tracked of it; `None` = as the workload says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<TrackingLevel>,
}

impl MessageFlow {
    /// A flow with a name and a way, all else not stated.
    pub fn new(name: &str, pattern: FlowPattern) -> Self {
        Self {
            name: name.to_owned(),
            pattern,
            messages_per_sec: None,
            message_kb: None,
            receive_adapter: None,
            send_adapter: None,
            receive_host: None,
            process_host: None,
            send_host: None,
            back_end_secs: None,
            tracking: None,
        }
    }

    /// The hosts it names.
    pub fn hosts(&self) -> impl Iterator<Item = HostId> + use<> {
        [self.receive_host, self.process_host, self.send_host].into_iter().flatten()
    }

    /// Forgets a host that is gone.
    pub fn forget_host(&mut self, host: HostId) {
        for field in [&mut self.receive_host, &mut self.process_host, &mut self.send_host] {
            field.take_if(|it| *it == host);
        }
    }
}

/// A load test run that was measured on the design, or on one built of the same computers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadTestRun {
    /// Who measured.
    pub by: String,
    /// The day, preferably as YYYY-MM-DD.
    pub on: String,
    /// Messages per second during the run.
    pub messages_per_sec: f64,
    /// CPU of the BizTalk computers in percent.
    pub biztalk_cpu_percent: f64,
    /// Cores of all BizTalk computers of the run together.
    pub biztalk_cores: f64,
    /// CPU of the SQL Server computers with MessageBox databases in percent.
    pub sql_cpu_percent: f64,
    /// Cores of all of these computers together.
    pub sql_cores: f64,
    /// MessageBox hops per message.
    pub hops: f64,
    /// Mean response time in seconds; `None` = not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_secs: Option<f64>,
    /// Concurrent users or test clients without think time; `None` = not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<f64>,
    /// Whether a throttling state other than 0 was seen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub throttled: bool,
}

impl LoadTestRun {
    /// What is wrong with the figures, as a sentence; `None` when they make sense.
    pub fn problem(&self) -> Option<&'static str> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let percent = |value: f64| positive(value) && value <= 100.0;
        if !positive(self.messages_per_sec) {
            Some("The rate must be above zero.")
        } else if !percent(self.biztalk_cpu_percent) || !percent(self.sql_cpu_percent) {
            Some("CPU must be above 0 and at most 100 %.")
        } else if !positive(self.biztalk_cores) || !positive(self.sql_cores) {
            Some("The number of cores must be above zero.")
        } else if !positive(self.hops) {
            Some("The number of hops must be above zero.")
        } else if [self.latency_secs, self.users].into_iter().flatten().any(|value| !positive(value)) {
            Some("Response time and users must be above zero where they are given.")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_forgets_only_the_host_that_is_gone() {
        let mut flow = MessageFlow::new("Orders", FlowPattern::Messaging);
        flow.receive_host = Some(HostId(1));
        flow.send_host = Some(HostId(2));
        flow.forget_host(HostId(1));
        assert_eq!(flow.hosts().collect::<Vec<_>>(), [HostId(2)]);
    }

    #[test]
    fn a_run_without_sense_says_what_is_wrong() {
        let run = LoadTestRun {
            by: String::new(),
            on: String::new(),
            messages_per_sec: 80.0,
            biztalk_cpu_percent: 40.0,
            biztalk_cores: 16.0,
            sql_cpu_percent: 30.0,
            sql_cores: 16.0,
            hops: 2.0,
            latency_secs: None,
            users: None,
            throttled: false,
        };
        assert_eq!(run.problem(), None);
        assert!(LoadTestRun { sql_cpu_percent: 130.0, ..run.clone() }.problem().is_some());
        assert!(LoadTestRun { users: Some(0.0), ..run }.problem().is_some());
    }
}
