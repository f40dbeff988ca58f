//! What one message costs: hops, BizTalk CPU and SQL CPU, and the ceiling of the MessageBox tier.

use super::formulas::message_box::MessageBoxLaw;
use super::parameters::{Parameter, Parameters};

/// The mix of messages and what each costs against the published lab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workload {
    /// Share of messages that pass one orchestration, 0 to 1; the others only pass through.
    pub orchestration_share: f64,
    /// BizTalk CPU per message against the published lab (maps, pipelines, custom code).
    pub complexity_biztalk: f64,
    /// MessageBox work per message against the published lab (persistence points, correlation, subscribers).
    pub complexity_sql: f64,
}

/// How the MessageBox databases share their work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageBoxLayout {
    /// MessageBox databases that publish.
    pub publishers: u32,
    /// Whether the master MessageBox only routes and does not publish.
    pub dedicated_master: bool,
}

impl MessageBoxLayout {
    /// One MessageBox that is master and publishes.
    pub const SINGLE: Self = Self { publishers: 1, dedicated_master: false };

    /// Whether the group has only one MessageBox.
    pub fn is_single(self) -> bool {
        self.publishers <= 1 && !self.dedicated_master
    }
}

/// Cost of one average message on reference cores. Times are CPU seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demands {
    /// Publish-and-deliver cycles: 1 without, 2 with an orchestration.
    pub hops: f64,
    /// Receiving.
    pub receive_secs: f64,
    /// Running the orchestration.
    pub process_secs: f64,
    /// Sending.
    pub send_secs: f64,
    /// SQL CPU at each publishing MessageBox, whose share of the messages is one of `publishers`.
    pub publisher_secs: f64,
    /// SQL CPU at the master beside its own publishing; zero with a single MessageBox.
    pub master_secs: f64,
    /// Messages per second at which contention stops the MessageBox tier of reference computers.
    pub contention_limit_per_sec: f64,
}

impl Demands {
    /// Demands of an average message (capacity model of the 2010 lab, `tg/observations-and-recommendations`).
    ///
    /// Hops `1 + share`; BizTalk CPU is the weighted mean of the two published flows; SQL CPU is `hops * D_sql`, of
    /// which with several MessageBox databases 0.379 falls on the master and the rest is spread over the publishers;
    /// the ceiling is `S` or `n P / (1 + sigma (n - 1))` hops. Complexity multiplies all of it.
    pub fn new(workload: &Workload, layout: MessageBoxLayout, parameters: &Parameters) -> Self {
        let value = |parameter| parameters.value(parameter);
        let single = layout.is_single();
        let share = workload.orchestration_share;
        let hops = 1.0 + share;
        let (messaging, orchestration) = if single {
            (value(Parameter::MessagingSingle), value(Parameter::OrchestrationSingle))
        } else {
            (value(Parameter::MessagingMultiple), value(Parameter::OrchestrationMultiple))
        };
        let receive_share = value(Parameter::ReceiveShare);
        let sql_secs = |per_hop: f64| per_hop * hops * workload.complexity_sql;
        let (publisher_secs, master_secs) = if single {
            (sql_secs(value(Parameter::SqlPerHopSingle)), 0.0)
        } else {
            let total = sql_secs(value(Parameter::SqlPerHopMultiple));
            let at_master = value(Parameter::MasterShare);
            (total * (1.0 - at_master) / f64::from(layout.publishers.max(1)), total * at_master)
        };
        let law = message_box_law(parameters);
        let ceiling = if single { law.single_hops_per_sec } else { law.with_dedicated_master(layout.publishers) };
        Self {
            hops,
            receive_secs: messaging * receive_share * workload.complexity_biztalk,
            process_secs: (orchestration - messaging) * share * workload.complexity_biztalk,
            send_secs: messaging * (1.0 - receive_share) * workload.complexity_biztalk,
            publisher_secs,
            master_secs,
            contention_limit_per_sec: ceiling / (hops * workload.complexity_sql),
        }
    }

    /// BizTalk CPU seconds per message over all hosts.
    pub fn biztalk_secs(&self) -> f64 {
        self.receive_secs + self.process_secs + self.send_secs
    }
}

/// The MessageBox law with these parameters.
pub fn message_box_law(parameters: &Parameters) -> MessageBoxLaw {
    MessageBoxLaw {
        single_hops_per_sec: parameters.value(Parameter::SingleMessageBoxHops),
        publisher_hops_per_sec: parameters.value(Parameter::PublisherHops),
        sigma: parameters.value(Parameter::PublisherContention),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: Workload = Workload { orchestration_share: 1.0, complexity_biztalk: 1.0, complexity_sql: 1.0 };

    #[test]
    fn the_three_host_demands_add_up_to_the_published_total() {
        let demands = Demands::new(&LAB, MessageBoxLayout::SINGLE, &Parameters::published());
        assert!((demands.biztalk_secs() - 0.00487).abs() < 1e-12);
    }

    #[test]
    fn a_dedicated_master_adds_work_even_with_one_publisher() {
        let layout = MessageBoxLayout { publishers: 1, dedicated_master: true };
        let demands = Demands::new(&LAB, layout, &Parameters::published());
        assert!(demands.master_secs > 0.0);
        assert!(demands.contention_limit_per_sec < 1320.5 / 2.0);
    }
}
