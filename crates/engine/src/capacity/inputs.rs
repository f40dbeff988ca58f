//! What an estimate is made from: the figures of the design where somebody stated them, ours where nobody did.

use crate::model::{Computer, Deployment, Document, Workload};
use crate::sources::{Provenance, Sourced};

use super::calibration::{Calibration, MEASURED_SIGMA};
use super::formulas::uncertainty::P90_DEVIATIONS;
use super::lab::LAB_SOURCE;
use super::parameters::{Parameter, Parameters};
use super::placement::PlacedComputer;

/// One figure that entered an estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityInput {
    /// Stable key, as in JSON.
    pub key: &'static str,
    /// What it is, in sentence case without a period.
    pub label: String,
    /// Unit; empty for a share or a ratio.
    pub unit: &'static str,
    /// The value with its range and provenance.
    pub value: Sourced<f64>,
}

impl CapacityInput {
    /// Whether nobody stated it and no document does: a default of ours, or the example of a template.
    pub(crate) fn is_assumption(&self) -> bool {
        !self.value.is_stated()
    }

    pub(super) fn of(parameter: Parameter, value: Sourced<f64>) -> Self {
        Self { key: parameter.key(), label: parameter.label().to_owned(), unit: parameter.unit(), value }
    }
}

/// The workload of a design with defaults for what it leaves open. Peak load has no default.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkloadInputs {
    pub(super) orchestration_share: Sourced<f64>,
    pub(super) complexity_biztalk: Sourced<f64>,
    pub(super) complexity_sql: Sourced<f64>,
    /// Standard deviations of the logarithm of the two.
    pub(super) sigma_biztalk: f64,
    pub(super) sigma_sql: f64,
    /// Passes through the MessageBox per message beyond those of the lab; `None` = not stated, then none.
    pub(super) extra_hops: Option<Sourced<f64>>,
    pub(super) polling_secs: Sourced<f64>,
    pub(super) http_connections: Sourced<f64>,
}

impl WorkloadInputs {
    /// `has_processing` = the BizTalk group has a host that runs orchestrations; without one no message passes any.
    pub(super) fn new(workload: &Workload, has_processing: bool, parameters: &Parameters) -> Self {
        let orchestration_share = match &workload.orchestration_share_percent {
            Some(percent) => mapped(percent, |value| (value / 100.0).clamp(0.0, 1.0)),
            None if has_processing => parameters.get(Parameter::OrchestrationShare),
            None => Sourced::entered(0.0),
        };
        let complexity = |entered: &Option<Sourced<f64>>| {
            entered.clone().filter(|it| it.value > 0.0).unwrap_or_else(|| parameters.get(Parameter::Complexity))
        };
        let stated = |value: &Option<Sourced<f64>>, scale: f64, default| match value {
            Some(value) if value.value > 0.0 => mapped(value, |it| it * scale),
            _ => parameters.get(default),
        };
        let complexity_biztalk = complexity(&workload.complexity_biztalk);
        let complexity_sql = complexity(&workload.complexity_sql);
        Self {
            orchestration_share,
            sigma_biztalk: complexity_sigma(&complexity_biztalk, parameters),
            sigma_sql: complexity_sigma(&complexity_sql, parameters),
            complexity_biztalk,
            complexity_sql,
            extra_hops: workload.extra_hops.clone().filter(|it| it.value > 0.0),
            polling_secs: stated(&workload.polling_ms, 0.001, Parameter::PollingInterval),
            http_connections: stated(&workload.http_connections, 1.0, Parameter::HttpConnections),
        }
    }

    /// Passes through the MessageBox per message beyond those of the lab.
    pub(super) fn num_extra_hops(&self) -> f64 {
        self.extra_hops.as_ref().map_or(0.0, |it| it.value)
    }

    /// The same with what load tests taught.
    pub(super) fn calibrated(mut self, calibration: Option<&Calibration>) -> Self {
        if let Some(calibration) = calibration {
            self.complexity_biztalk = calibration.biztalk.value.clone();
            self.sigma_biztalk = calibration.biztalk.sigma;
            self.complexity_sql = calibration.sql.value.clone();
            self.sigma_sql = calibration.sql.sigma;
        }
        self
    }
}

/// Standard deviation of the logarithm whose P10 and P90 are the ends of a range; zero without one.
pub(super) fn range_sigma(value: &Sourced<f64>) -> f64 {
    match value.range {
        Some((low, high)) if low > 0.0 && high > low => libm::log(high / low) / (2.0 * P90_DEVIATIONS),
        _ => 0.0,
    }
}

pub(super) fn mapped<T: Copy>(sourced: &Sourced<T>, convert: impl Fn(T) -> f64) -> Sourced<f64> {
    Sourced {
        value: convert(sourced.value),
        range: sourced.range.map(|(low, high)| (convert(low), convert(high))),
        provenance: sourced.provenance.clone(),
    }
}

/// Cores of a computer, or our default for its kind where the design does not say.
pub(super) fn cores(computer: &Computer, default: Parameter, parameters: &Parameters) -> Sourced<f64> {
    match &computer.hardware.cores {
        Some(cores) if cores.value > 0 => mapped(cores, f64::from),
        _ => parameters.get(default),
    }
}

/// Core speed against the published lab, or our default where the design does not say.
pub(super) fn core_speed(computer: &Computer, parameters: &Parameters) -> Sourced<f64> {
    computer
        .hardware
        .core_speed
        .clone()
        .filter(|speed| speed.value > 0.0)
        .unwrap_or_else(|| parameters.get(Parameter::CoreSpeed))
}

/// Whether a computer is a virtual machine; `None` when the design does not say.
pub(super) fn is_virtual(document: &Document, computer: &Computer) -> Option<bool> {
    match (computer.physical_host, document.environment.deployment) {
        (Some(_), _) | (None, Some(Deployment::Virtual | Deployment::AzureVm)) => Some(true),
        (None, Some(Deployment::Physical)) => Some(false),
        (None, None) => None,
    }
}

/// Whether a figure describes the published lab itself, whose computers and messages are what the model counts in.
pub(super) fn is_of_lab(provenance: &Provenance) -> bool {
    const LAB: [&str; 2] = ["tg/scenario-overview", LAB_SOURCE];
    matches!(provenance, Provenance::Documented(id) if LAB.contains(&id.0.as_str()))
}

/// Standard deviation of the logarithm that comes with a complexity: 0.54 assumed, 0.30 described, 0.10 measured; that of
/// its range where somebody states one, and none for the published lab, which complexity is counted against.
pub(super) fn complexity_sigma(complexity: &Sourced<f64>, parameters: &Parameters) -> f64 {
    match complexity.provenance {
        Provenance::Default(_) | Provenance::Example => parameters.value(Parameter::SigmaComplexity),
        _ if is_of_lab(&complexity.provenance) => 0.0,
        _ if complexity.range.is_some() => range_sigma(complexity),
        Provenance::Measured { .. } => MEASURED_SIGMA,
        Provenance::Documented(_) | Provenance::Derived(_) | Provenance::Entered { .. } => 0.30,
    }
}

/// Standard deviation of the logarithm of a speed measured on the same computer (capacity model 3.7).
pub(super) const SAME_COMPUTER_SIGMA: f64 = 0.05;

/// Standard deviation of the logarithm that comes with a core speed: 0.20 assumed, 0.10 stated, 0.05 measured, and for a
/// computer of the published lab, which speed is counted against.
pub(super) fn speed_sigma(computer: &PlacedComputer, parameters: &Parameters) -> f64 {
    match computer.speed.provenance {
        _ if is_of_lab(&computer.cores.provenance) && !computer.speed.is_stated() => SAME_COMPUTER_SIGMA,
        Provenance::Default(_) | Provenance::Example => parameters.value(Parameter::SigmaHardware),
        Provenance::Measured { .. } => SAME_COMPUTER_SIGMA,
        Provenance::Documented(_) | Provenance::Derived(_) | Provenance::Entered { .. } => 0.10,
    }
}
