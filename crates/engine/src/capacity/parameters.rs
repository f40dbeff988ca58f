//! The figures the capacity model is fed with: value, credible range, and where each comes from.

use std::collections::BTreeMap;

use crate::sources::{AssumptionId, Provenance, SourceId, Sourced};

/// One figure of the capacity model. The unit is [`Parameter::unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// Ceiling of one MessageBox that is master and publishes.
    SingleMessageBoxHops,
    /// Ceiling of one publishing MessageBox beside a master that does not publish.
    PublisherHops,
    /// Contention between publishing MessageBox databases.
    PublisherContention,
    /// SQL CPU time per hop with one MessageBox.
    SqlPerHopSingle,
    /// SQL CPU time per hop with several, all MessageBox computers together.
    SqlPerHopMultiple,
    /// Share of that time spent at the master.
    MasterShare,
    /// BizTalk CPU time per message without orchestration, one MessageBox.
    MessagingSingle,
    /// The same with several MessageBox databases.
    MessagingMultiple,
    /// BizTalk CPU time per message through one orchestration, one MessageBox.
    OrchestrationSingle,
    /// The same with several MessageBox databases.
    OrchestrationMultiple,
    /// Share of the messaging time that a receive host spends; the send host has the rest.
    ReceiveShare,
    /// CPU utilization at the maximum sustainable rate.
    CpuCap,
    /// Effective parallel servers of a MessageBox.
    MessageBoxServers,
    /// Cost of a message against the published lab.
    Complexity,
    /// Share of messages that pass an orchestration.
    OrchestrationShare,
    /// Throughput of an untuned group over a tuned one.
    UntunedFactor,
    /// Throughput of virtual BizTalk computers over physical ones.
    VirtualBizTalk,
    /// Throughput with virtual SQL computers as well.
    VirtualSql,
    /// Throughput with all virtual machines on one physical host.
    VirtualConsolidated,
    /// Least coefficient of variation of a response time shown.
    ResponseVariation,
    /// Change of throughput per BizTalk computer beyond the ceiling of the MessageBox.
    RetrogradeStep,
    /// Cores of a BizTalk computer nobody described.
    BizTalkCores,
    /// Cores of a SQL Server computer nobody described.
    SqlCores,
    /// Speed of a core nobody described, against the published lab.
    CoreSpeed,
    /// Connections per destination of the HTTP-based send adapters.
    HttpConnections,
    /// Polling interval of a host instance.
    PollingInterval,
    /// Disk operations per hop.
    DiskOperationsPerHop,
    /// Disk time per row in the Tracking database.
    TrackingRow,
    /// Disk time per 10 KB body in the Tracking database.
    TrackingBody,
    /// Indexes of the Tracking database over its rows.
    TrackingIndexOverhead,
    /// Capacity kept free for backups, purging and monitoring.
    HousekeepingReserve,
    /// Message size from which a warning is due.
    LargeMessage,
    /// BizTalk CPU of a request that asks a back end, against one through an orchestration alone.
    BackEndCost,
    /// Concurrent ASP.NET requests per CPU.
    RequestsPerCpu,
    /// Days that tracking data is kept.
    TrackingDays,
    /// Message properties tracked per message.
    TrackedProperties,
    /// Points at which the body of a message is tracked.
    TrackedBodies,
    /// Bytes of a tracked property.
    PropertyBytes,
    /// Services that a message passes, beside one per hop.
    TrackedServices,
    /// Speed of the disks of the Tracking database against the published tracking lab.
    TrackingDiskSpeed,
    /// Rate of a message flow nobody stated, against the mean of the others.
    FlowRate,
    /// Error of the model's structure, as a standard deviation of the logarithm.
    SigmaStructure,
    /// Error of comparing processors.
    SigmaHardware,
    /// Error of not knowing the solution.
    SigmaComplexity,
    /// Error of the virtualization factors.
    SigmaVirtualization,
    /// Error of not knowing whether the group is tuned.
    SigmaTuning,
    /// Error of not knowing the number of cores.
    SigmaCores,
}

enum Basis {
    Documented(&'static str),
    Derived(&'static [&'static str]),
    Assumption(&'static str),
}

/// What a parameter is, and where its value comes from.
struct Definition {
    parameter: Parameter,
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    value: f64,
    range: Option<(f64, f64)>,
    basis: Basis,
}

const OBSERVATIONS: &str = "tg/observations-and-recommendations";
const INDICATORS: &str = "tg/key-performance-indicators";
const SCENARIO: &str = "tg/scenario-overview";
const SCOPING: &str = "tg/phase-1-scoping-the-assessment";
const HYPER_V: &str = "tg/test-results-biztalk-server-key-performance-indicators";
const HYPER_V_SQL: &str = "tg/test-results-sql-server-key-performance-indicators";
const TRACKING_LAB: &str = "core/tips-and-tricks-for-finding-mst-of-dta-tracking";
const LAB: &[&str] = &[OBSERVATIONS, INDICATORS, SCENARIO];

macro_rules! definitions {
    ($($parameter:ident $key:literal $label:literal $unit:literal $value:literal $range:expr, $basis:expr;)*) => {
        &[$(Definition {
            parameter: Parameter::$parameter, key: $key, label: $label, unit: $unit,
            value: $value, range: $range, basis: $basis,
        }),*]
    };
}

const DEFINITIONS: &[Definition] = definitions![
    SingleMessageBoxHops "single-message-box" "Ceiling of one MessageBox" "hops/s" 1320.5 Some((1267.0, 1372.0)), Basis::Derived(LAB);
    PublisherHops "publisher" "Ceiling of one publishing MessageBox" "hops/s" 1197.28 Some((1197.0, 1297.0)), Basis::Derived(LAB);
    PublisherContention "publisher-contention" "Contention between MessageBox databases" "" 0.12315 Some((0.12, 0.18)), Basis::Derived(LAB);
    SqlPerHopSingle "sql-hop-single" "SQL CPU per hop, one MessageBox" "s" 0.00771 Some((0.0059, 0.0085)), Basis::Derived(LAB);
    SqlPerHopMultiple "sql-hop-multiple" "SQL CPU per hop, several MessageBox databases" "s" 0.0125 Some((0.009, 0.015)), Basis::Derived(LAB);
    MasterShare "master-share" "Share of SQL CPU at the master MessageBox" "" 0.379 None, Basis::Derived(&["core/sustainable-load-test"]);
    MessagingSingle "messaging-single" "BizTalk CPU per message, one MessageBox" "s" 0.00265 Some((0.00246, 0.00284)), Basis::Derived(LAB);
    MessagingMultiple "messaging-multiple" "BizTalk CPU per message, several MessageBox databases" "s" 0.00337 Some((0.00316, 0.00361)), Basis::Derived(LAB);
    OrchestrationSingle "orchestration-single" "BizTalk CPU per orchestration, one MessageBox" "s" 0.00487 Some((0.00457, 0.00517)), Basis::Derived(LAB);
    OrchestrationMultiple "orchestration-multiple" "BizTalk CPU per orchestration, several MessageBox databases" "s" 0.00709 Some((0.00578, 0.00796)), Basis::Derived(LAB);
    ReceiveShare "receive-share" "Share of messaging CPU spent on receiving" "" 0.5 None, Basis::Assumption("capacity.receive-share");
    CpuCap "cpu-cap" "CPU at the maximum sustainable rate" "" 0.88 Some((0.83, 0.90)), Basis::Derived(&[OBSERVATIONS, HYPER_V_SQL]);
    MessageBoxServers "message-box-servers" "Effective parallel servers of a MessageBox" "" 10.0 Some((8.0, 12.0)), Basis::Assumption("capacity.message-box-servers");
    Complexity "complexity" "Cost of a message against the published lab" "times" 5.0 Some((2.5, 10.0)), Basis::Assumption("capacity.complexity");
    OrchestrationShare "orchestration-share" "Share of messages through an orchestration" "" 1.0 Some((0.0, 1.0)), Basis::Assumption("capacity.orchestration-share");
    UntunedFactor "untuned" "Throughput of an untuned group" "" 0.5 Some((0.45, 0.60)), Basis::Derived(&[SCOPING]);
    VirtualBizTalk "virtual-biztalk" "Throughput of virtual BizTalk computers" "" 0.943 Some((0.943, 1.0)), Basis::Documented(HYPER_V);
    VirtualSql "virtual-sql" "Throughput with virtual SQL Server computers" "" 0.798 Some((0.798, 1.0)), Basis::Documented(HYPER_V);
    VirtualConsolidated "virtual-consolidated" "Throughput with all virtual machines on one physical host" "" 0.67 Some((0.67, 1.0)), Basis::Documented(HYPER_V);
    ResponseVariation "response-variation" "Least variation of a response time" "" 0.35 Some((0.20, 0.49)), Basis::Derived(&[SCOPING]);
    RetrogradeStep "retrograde" "Change per BizTalk computer beyond the ceiling" "" -0.05 Some((-0.16, 0.01)), Basis::Derived(LAB);
    BizTalkCores "biztalk-cores" "Cores of a BizTalk computer" "cores" 8.0 Some((4.0, 16.0)), Basis::Assumption("capacity.biztalk-cores");
    SqlCores "sql-cores" "Cores of a SQL Server computer" "cores" 16.0 Some((8.0, 32.0)), Basis::Assumption("capacity.sql-cores");
    CoreSpeed "core-speed" "Core speed against the published lab" "times" 1.0 Some((0.5, 2.0)), Basis::Assumption("capacity.core-speed");
    HttpConnections "http-connections" "HTTP connections per destination" "" 2.0 None, Basis::Documented("tg/general-biztalk-server-optimizations1");
    PollingInterval "polling" "Polling interval" "s" 0.5 None, Basis::Documented("tg/low-latency-scenario-optimizations1");
    DiskOperationsPerHop "disk-operations" "Disk operations per hop" "" 10.0 Some((5.0, 23.0)), Basis::Assumption("capacity.disk-operations");
    TrackingRow "tracking-row" "Disk time per tracked row" "s" 0.000641 None, Basis::Derived(&[TRACKING_LAB]);
    TrackingBody "tracking-body" "Disk time per tracked 10 KB body" "s" 0.0125 None, Basis::Derived(&[TRACKING_LAB]);
    TrackingIndexOverhead "tracking-index" "Indexes of the Tracking database over its rows" "" 0.75 Some((0.5, 1.0)), Basis::Assumption("capacity.tracking-index");
    HousekeepingReserve "housekeeping" "Capacity kept free for backups, purging and monitoring" "" 0.2 None, Basis::Assumption("capacity.housekeeping");
    LargeMessage "large-message" "Message size from which a warning is due" "KB" 10.0 None, Basis::Assumption("capacity.message-size");
    BackEndCost "back-end-cost" "BizTalk CPU of a request that asks a back end" "times" 2.0 Some((1.5, 2.5)), Basis::Assumption("capacity.back-end-cost");
    RequestsPerCpu "requests-per-cpu" "Concurrent ASP.NET requests per CPU" "" 5000.0 None, Basis::Documented("tg/low-latency-scenario-optimizations2");
    TrackingDays "tracking-days" "Retention of tracking data" "days" 7.0 None, Basis::Documented("tg/general-biztalk-server-optimizations1");
    TrackedProperties "tracked-properties" "Tracked properties per message" "" 10.0 None, Basis::Documented(TRACKING_LAB);
    TrackedBodies "tracked-bodies" "Points at which bodies are tracked" "" 2.0 None, Basis::Documented(TRACKING_LAB);
    PropertyBytes "property-bytes" "Size of a tracked property" "bytes" 20.0 Some((10.0, 100.0)), Basis::Assumption("capacity.property-bytes");
    TrackedServices "tracked-services" "Tracked services per message beside one per hop" "" 1.0 None, Basis::Assumption("capacity.tracked-services");
    TrackingDiskSpeed "tracking-disk-speed" "Disks of the Tracking database against the published tracking lab" "times" 1.0 Some((1.0, 20.0)), Basis::Assumption("capacity.tracking-disk");
    FlowRate "flow-rate" "Rate of a message flow nobody stated" "times" 1.0 Some((0.3, 3.0)), Basis::Assumption("capacity.flow-rate");
    SigmaStructure "sigma-structure" "Error of the model" "" 0.05 None, Basis::Derived(LAB);
    SigmaHardware "sigma-hardware" "Error of comparing processors" "" 0.20 Some((0.05, 0.20)), Basis::Assumption("capacity.sigma-hardware");
    SigmaComplexity "sigma-complexity" "Error of not knowing the solution" "" 0.54 Some((0.10, 0.54)), Basis::Assumption("capacity.sigma-complexity");
    SigmaVirtualization "sigma-virtualization" "Error of the virtualization factors" "" 0.08 None, Basis::Assumption("capacity.sigma-virtualization");
    SigmaTuning "sigma-tuning" "Error of not knowing whether the group is tuned" "" 0.20 None, Basis::Assumption("capacity.sigma-tuning");
    SigmaCores "sigma-cores" "Error of not knowing the number of cores" "" 0.54 None, Basis::Assumption("capacity.sigma-cores");
];

impl Parameter {
    /// Every parameter, in the order they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        DEFINITIONS.iter().map(|it| it.parameter)
    }

    fn definition(self) -> &'static Definition {
        // The test `every_parameter_has_exactly_one_row` keeps the table complete.
        DEFINITIONS.iter().find(|it| it.parameter == self).unwrap_or(&MISSING)
    }

    /// Stable key, as in JSON.
    pub fn key(self) -> &'static str {
        self.definition().key
    }

    /// What it is, in sentence case without a period.
    pub fn label(self) -> &'static str {
        self.definition().label
    }

    /// Unit of the value; empty for a share or a ratio.
    pub fn unit(self) -> &'static str {
        self.definition().unit
    }

    /// The default with its range and provenance.
    pub fn published(self) -> Sourced<f64> {
        let row = self.definition();
        let source = |id: &str| SourceId(id.to_owned());
        let provenance = match row.basis {
            Basis::Documented(id) => Provenance::Documented(source(id)),
            Basis::Derived(ids) => Provenance::Derived(ids.iter().map(|id| source(id)).collect()),
            Basis::Assumption(id) => Provenance::Default(AssumptionId(id.to_owned())),
        };
        Sourced { value: row.value, range: row.range, provenance }
    }
}

const MISSING: Definition = Definition {
    parameter: Parameter::CpuCap,
    key: "",
    label: "",
    unit: "",
    value: f64::NAN,
    range: None,
    basis: Basis::Derived(&[]),
};

/// The parameters of one estimate: the published ones, replaced where somebody knows better.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    replaced: BTreeMap<Parameter, Sourced<f64>>,
}

impl Parameters {
    /// The parameters as published, nothing replaced.
    pub fn published() -> Self {
        Self::default()
    }

    /// Replaces one parameter.
    #[must_use]
    pub fn with(mut self, parameter: Parameter, value: Sourced<f64>) -> Self {
        self.replaced.insert(parameter, value);
        self
    }

    /// The parameter with its provenance.
    pub fn get(&self, parameter: Parameter) -> Sourced<f64> {
        self.replaced.get(&parameter).cloned().unwrap_or_else(|| parameter.published())
    }

    /// The bare value.
    pub fn value(&self, parameter: Parameter) -> f64 {
        self.replaced.get(&parameter).map_or_else(|| parameter.definition().value, |sourced| sourced.value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_parameter_has_exactly_one_row() {
        let last = Parameter::SigmaCores as usize;
        let declared: Vec<usize> = Parameter::all().map(|p| p as usize).collect();
        assert_eq!(declared, (0..=last).collect::<Vec<_>>());
        let keys: BTreeSet<_> = Parameter::all().map(Parameter::key).collect();
        assert_eq!(keys.len(), declared.len());
    }

    #[test]
    fn defaults_lie_inside_their_ranges() {
        for parameter in Parameter::all() {
            let sourced = parameter.published();
            if let Some((low, high)) = sourced.range {
                assert!(low < high && (low..=high).contains(&sourced.value), "{}", parameter.key());
            }
        }
    }

    #[test]
    fn a_replaced_parameter_keeps_its_own_provenance() {
        let parameters = Parameters::published().with(Parameter::Complexity, Sourced::entered(3.0));
        assert_eq!(parameters.value(Parameter::Complexity), 3.0);
        assert_eq!(parameters.get(Parameter::Complexity).provenance.word(), "entered");
        assert_eq!(parameters.get(Parameter::CpuCap).provenance.word(), "derived");
    }
}
