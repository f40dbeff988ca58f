//! What measured load test runs teach about the solution: complexity before and after, and whether a run adds up.

use super::demand::{FlowCost, biztalk_secs_of_lab};
use super::formulas::uncertainty::{MeasuredRun, calibrate, interval, update};
use super::inputs::complexity_sigma;
use super::parameters::{Parameter, Parameters};
use crate::model::{LoadTestRun, Workload};
use crate::sources::{Provenance, Sourced};

/// Standard deviation of the logarithm of a measured complexity (capacity model 3.7).
pub(super) const MEASURED_SIGMA: f64 = 0.10;
/// CPU in percent above which a run is no longer sustainable (`tg/system-level-bottlenecks`).
const HIGH_CPU_PERCENT: f64 = 85.0;
/// How far `X R` may lie from the number of users before the run is questioned (our choice).
const LEAST_AGREEMENT: f64 = 0.15;

/// What a design says about the computers of its load tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TestBed {
    /// Whether there is one MessageBox.
    pub(super) single: bool,
    /// Work of a BizTalk core against a physical core of the lab: speed times virtualization factor.
    pub(super) biztalk_core: f64,
    /// The same for a SQL Server core.
    pub(super) sql_core: f64,
}

/// Complexity before and after the load tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// What was stated or assumed.
    pub prior: Sourced<f64>,
    /// Its standard deviation of the logarithm.
    pub prior_sigma: f64,
    /// What the estimate uses now, with P10 and P90 as its range.
    pub value: Sourced<f64>,
    /// Its standard deviation of the logarithm.
    pub sigma: f64,
}

/// What one run says.
#[derive(Clone, Debug, PartialEq)]
pub struct RunResult {
    /// The run.
    pub run: LoadTestRun,
    /// BizTalk CPU milliseconds per message, by the utilization law `U = X D`.
    pub biztalk_ms: f64,
    /// SQL CPU milliseconds per hop.
    pub sql_hop_ms: f64,
    /// BizTalk work per message against the published lab.
    pub complexity_biztalk: f64,
    /// MessageBox work per message against the published lab.
    pub complexity_sql: f64,
    /// Requests in the system by Little's law `N = X R`; `None` = response time not measured.
    pub in_system: Option<f64>,
    /// Whether that is the number of users; `None` when either is unknown.
    pub adds_up: Option<bool>,
    /// Why the run should be repeated, in sentences; empty when nothing speaks against it.
    pub warnings: Vec<String>,
}

/// All runs of a design and what they change.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The runs in the order they were entered.
    pub runs: Vec<RunResult>,
    /// Work on BizTalk computers.
    pub biztalk: Posterior,
    /// Work in the MessageBox.
    pub sql: Posterior,
}

/// Judges the runs of a workload; `None` without runs.
///
/// Each run gives service demands by the utilization law; over those of the lab for as many hops that is a measured
/// complexity, which is weighed against what was stated or assumed by precision, in logarithms.
pub(super) fn calibration(workload: &Workload, bed: TestBed, parameters: &Parameters) -> Option<Calibration> {
    let runs: Vec<RunResult> = workload.runs.iter().map(|run| judge(run, bed, parameters)).collect();
    let last = runs.last()?;
    let provenance = Provenance::Measured { by: last.run.by.clone(), on: last.run.on.clone() };
    let posterior = |stated: &Option<Sourced<f64>>, measured: fn(&RunResult) -> f64| {
        let prior = stated.clone().filter(|it| it.value > 0.0);
        let prior = prior.unwrap_or_else(|| parameters.get(Parameter::Complexity));
        let prior_sigma = complexity_sigma(&prior, parameters);
        let (value, sigma) = runs.iter().fold((prior.value, prior_sigma), |(value, sigma), run| {
            update(value, sigma, measured(run), MEASURED_SIGMA)
        });
        let range = interval(value, &[sigma]);
        let value = Sourced { value, range: Some((range.p10, range.p90)), provenance: provenance.clone() };
        Posterior { prior, prior_sigma, value, sigma }
    };
    let biztalk = posterior(&workload.complexity_biztalk, |run| run.complexity_biztalk);
    let sql = posterior(&workload.complexity_sql, |run| run.complexity_sql);
    Some(Calibration { runs, biztalk, sql })
}

fn judge(run: &LoadTestRun, bed: TestBed, parameters: &Parameters) -> RunResult {
    let measured = calibrate(
        &MeasuredRun {
            messages_per_sec: run.messages_per_sec,
            biztalk_utilization: run.biztalk_cpu_percent / 100.0,
            biztalk_cores: run.biztalk_cores,
            sql_utilization: run.sql_cpu_percent / 100.0,
            sql_cores: run.sql_cores,
            hops: run.hops,
        },
        parameters.value(Parameter::CpuCap),
    );
    let cost = FlowCost::of_hops(run.hops);
    let (messaging, orchestration) = biztalk_secs_of_lab(bed.single, parameters);
    let biztalk_of_lab = messaging * cost.messaging + (orchestration - messaging) * cost.orchestrations;
    let sql = if bed.single { Parameter::SqlPerHopSingle } else { Parameter::SqlPerHopMultiple };
    let in_system = run.latency_secs.map(|latency| run.messages_per_sec * latency);
    let adds_up = in_system.zip(run.users).map(|(n, users)| (n / users - 1.0).abs() <= LEAST_AGREEMENT);
    RunResult {
        biztalk_ms: measured.biztalk_secs_per_message * 1000.0,
        sql_hop_ms: measured.sql_secs_per_hop * 1000.0,
        complexity_biztalk: measured.biztalk_secs_per_message * bed.biztalk_core / biztalk_of_lab,
        complexity_sql: measured.sql_secs_per_hop * bed.sql_core / parameters.value(sql),
        in_system,
        adds_up,
        warnings: warnings(run, in_system, adds_up),
        run: run.clone(),
    }
}

fn warnings(run: &LoadTestRun, in_system: Option<f64>, adds_up: Option<bool>) -> Vec<String> {
    let mut warnings = Vec::new();
    for (name, percent) in [("BizTalk", run.biztalk_cpu_percent), ("SQL Server", run.sql_cpu_percent)] {
        if percent > HIGH_CPU_PERCENT {
            warnings.push(format!("CPU of {name} was at {percent:.0} %: above {HIGH_CPU_PERCENT:.0} % a rate is not sustainable. Repeat with less load."));
        }
    }
    if run.throttled {
        warnings.push("BizTalk Server throttled: the run shows the thresholds, not what a message costs.".to_owned());
    }
    if let (Some(false), Some(n), Some(users)) = (adds_up, in_system, run.users) {
        warnings.push(format!(
            "Rate times response time is {n:.1} requests, but {users:.0} users were there: think time, or a figure is wrong."
        ));
    }
    warnings
}

#[cfg(test)]
mod tests;
