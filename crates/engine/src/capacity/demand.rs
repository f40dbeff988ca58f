//! What one message costs: hops, BizTalk CPU and SQL CPU, and the ceiling of the MessageBox tier.

use super::formulas::message_box::MessageBoxLaw;
use super::parameters::{Parameter, Parameters};
use crate::model::FlowPattern;

/// The mix of messages and what each costs against the published lab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Workload {
    /// Share of messages that pass one orchestration, 0 to 1; the others only pass through.
    pub orchestration_share: f64,
    /// BizTalk CPU per message against the published lab (maps, pipelines, custom code).
    pub complexity_biztalk: f64,
    /// MessageBox work per message against the published lab (persistence points, correlation, subscribers).
    pub complexity_sql: f64,
    /// Passes through the MessageBox beyond those of the published lab.
    pub extra_hops: f64,
}

/// How the MessageBox databases share their work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MessageBoxLayout {
    /// MessageBox databases that publish.
    pub publishers: u32,
    /// Whether the master MessageBox only routes and does not publish.
    pub dedicated_master: bool,
}

impl MessageBoxLayout {
    /// One MessageBox that is master and publishes.
    #[cfg(test)]
    pub(super) const SINGLE: Self = Self { publishers: 1, dedicated_master: false };

    /// Whether the group has only one MessageBox.
    pub(super) fn is_single(self) -> bool {
        self.publishers <= 1 && !self.dedicated_master
    }
}

/// Cost of one average message on reference cores. Times are CPU seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Demands {
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

/// How often a message does what the published lab measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct FlowCost {
    /// Publish-and-deliver cycles.
    pub hops: f64,
    /// Times it is received and sent.
    pub messaging: f64,
    /// Times it passes an orchestration.
    pub orchestrations: f64,
}

impl FlowCost {
    /// Messages of which a share passes one orchestration: `1 + share` hops.
    pub(super) fn of_share(orchestration_share: f64) -> Self {
        Self { hops: 1.0 + orchestration_share, messaging: 1.0, orchestrations: orchestration_share }
    }

    /// A message that takes this way: 1, 2, 2 or 4 hops (capacity model, terms). BizTalk CPU of a request that asks a
    /// back end is `back_end_cost` times that of an orchestration (our assumption).
    pub(super) fn of_pattern(pattern: FlowPattern, back_end_cost: f64) -> Self {
        match pattern {
            FlowPattern::Messaging => Self::of_share(0.0),
            FlowPattern::Orchestration | FlowPattern::RequestResponse => Self::of_share(1.0),
            FlowPattern::BackEnd => Self { hops: 4.0, messaging: back_end_cost, orchestrations: back_end_cost },
        }
    }

    /// The same with more passes through the MessageBox; BizTalk CPU stays as it is.
    #[must_use]
    pub(super) fn with_extra_hops(self, extra: f64) -> Self {
        Self { hops: self.hops + extra, ..self }
    }

    /// A message with so many hops, as a load test tells it: up to two like a share of orchestrations, beyond that in
    /// proportion to two.
    pub(super) fn of_hops(hops: f64) -> Self {
        if hops <= 2.0 {
            return Self { hops, ..Self::of_share((hops - 1.0).max(0.0)) };
        }
        Self { hops, messaging: hops / 2.0, orchestrations: hops / 2.0 }
    }

    /// Sum with another, which counts `share` times.
    #[must_use]
    pub(super) fn plus(self, other: Self, share: f64) -> Self {
        Self {
            hops: self.hops + other.hops * share,
            messaging: self.messaging + other.messaging * share,
            orchestrations: self.orchestrations + other.orchestrations * share,
        }
    }
}

impl Demands {
    /// Demands of an average message (capacity model of the 2010 lab, `tg/observations-and-recommendations`).
    pub(super) fn new(workload: &Workload, layout: MessageBoxLayout, parameters: &Parameters) -> Self {
        let complexity = (workload.complexity_biztalk, workload.complexity_sql);
        let cost = FlowCost::of_share(workload.orchestration_share).with_extra_hops(workload.extra_hops);
        Self::of_cost(cost, complexity, layout, parameters)
    }

    /// Demands of a message that does what the lab measured so many times.
    ///
    /// BizTalk CPU is what the two published flows took; SQL CPU is `hops * D_sql`, of which with several MessageBox
    /// databases 0.379 falls on the master and the rest is spread over the publishers; the ceiling is `S` or
    /// `n P / (1 + sigma (n - 1))` hops. Complexity, of BizTalk CPU and of MessageBox work, multiplies all of it.
    pub(super) fn of_cost(
        cost: FlowCost,
        (complexity_biztalk, complexity_sql): (f64, f64),
        layout: MessageBoxLayout,
        parameters: &Parameters,
    ) -> Self {
        let value = |parameter| parameters.value(parameter);
        let single = layout.is_single();
        let (messaging, orchestration) = biztalk_secs_of_lab(single, parameters);
        let receive_share = value(Parameter::ReceiveShare);
        let sql_secs = |per_hop: f64| per_hop * cost.hops * complexity_sql;
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
            hops: cost.hops,
            receive_secs: messaging * receive_share * cost.messaging * complexity_biztalk,
            process_secs: (orchestration - messaging) * cost.orchestrations * complexity_biztalk,
            send_secs: messaging * (1.0 - receive_share) * cost.messaging * complexity_biztalk,
            publisher_secs,
            master_secs,
            contention_limit_per_sec: ceiling / (cost.hops * complexity_sql),
        }
    }

    /// BizTalk CPU seconds per message over all hosts.
    pub(super) fn biztalk_secs(&self) -> f64 {
        self.receive_secs + self.process_secs + self.send_secs
    }
}

/// BizTalk CPU seconds per message of the published lab, without and with an orchestration.
pub(super) fn biztalk_secs_of_lab(single: bool, parameters: &Parameters) -> (f64, f64) {
    let (messaging, orchestration) = if single {
        (Parameter::MessagingSingle, Parameter::OrchestrationSingle)
    } else {
        (Parameter::MessagingMultiple, Parameter::OrchestrationMultiple)
    };
    (parameters.value(messaging), parameters.value(orchestration))
}

/// The MessageBox law with these parameters.
pub(super) fn message_box_law(parameters: &Parameters) -> MessageBoxLaw {
    MessageBoxLaw {
        single_hops_per_sec: parameters.value(Parameter::SingleMessageBoxHops),
        publisher_hops_per_sec: parameters.value(Parameter::PublisherHops),
        sigma: parameters.value(Parameter::PublisherContention),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: Workload =
        Workload { orchestration_share: 1.0, complexity_biztalk: 1.0, complexity_sql: 1.0, extra_hops: 0.0 };

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
