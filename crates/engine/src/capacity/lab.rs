//! The published lab of 2010 and what the model says about it: how well the estimate can be trusted.

use super::demand::{MessageBoxLayout, Workload};
use super::parameters::Parameters;
use super::roofline::{TierInputs, tier_estimate};
use crate::model::{DatabaseKind, Document, Role};
use crate::sources::{SourceId, Sourced};

/// One run of the lab at its maximum sustainable rate (`tg/observations-and-recommendations`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabRun {
    /// MessageBox databases, each on a computer of its own; of several, one is a master that does not publish.
    pub message_boxes: u32,
    /// BizTalk computers.
    pub biztalk_computers: u32,
    /// Whether each message passed an orchestration.
    pub orchestration: bool,
    /// Messages per second.
    pub messages_per_sec: f64,
    /// CPU of the BizTalk computers, 0 to 1; read from the charts of the page.
    pub biztalk_cpu: f64,
    /// CPU of the SQL Server computers, 0 to 1.
    pub sql_cpu: f64,
    /// Response time in seconds.
    pub latency_secs: f64,
}

const fn run(shape: (u32, u32), orchestration: bool, rate: f64, cpu: (f64, f64), latency_secs: f64) -> LabRun {
    LabRun {
        message_boxes: shape.0,
        biztalk_computers: shape.1,
        orchestration,
        messages_per_sec: rate,
        biztalk_cpu: cpu.0,
        sql_cpu: cpu.1,
        latency_secs,
    }
}

/// The page that publishes the runs.
pub const LAB_SOURCE: &str = "tg/observations-and-recommendations";
/// Cores of the first two BizTalk computers of the lab, and of each further one.
const BIZTALK_CORES: (u32, f64, f64) = (2, 8.0, 12.0);
/// Cores of a SQL Server computer of the lab.
const SQL_CORES: f64 = 16.0;

/// Every published run of the lab.
pub const LAB_RUNS: [LabRun; 15] = [
    run((1, 1), false, 1266.0, (0.45, 0.59), 0.06),
    run((1, 2), false, 1267.0, (0.195, 0.598), 0.057),
    run((3, 1), false, 2102.0, (0.88, 0.41), 0.077),
    run((3, 2), false, 2285.0, (0.49, 0.58), 0.041),
    run((4, 1), false, 2125.0, (0.90, 0.30), 0.078),
    run((4, 2), false, 2790.0, (0.63, 0.50), 0.052),
    run((4, 3), false, 2656.0, (0.30, 0.58), 0.074),
    run((1, 1), true, 680.0, (0.439, 0.665), 0.067),
    run((1, 2), true, 686.0, (0.196, 0.685), 0.067),
    run((3, 1), true, 974.0, (0.86, 0.48), 0.11),
    run((3, 2), true, 1065.0, (0.49, 0.65), 0.069),
    run((3, 3), true, 1065.0, (0.22, 0.66), 0.069),
    run((4, 1), true, 979.0, (0.87, 0.37), 0.095),
    run((4, 2), true, 1487.0, (0.74, 0.63), 0.15),
    run((4, 3), true, 1388.0, (0.35, 0.65), 0.15),
];

impl LabRun {
    /// What the model predicts for the computers of the run, in messages per second, with the published parameters.
    pub fn predicted_per_sec(&self) -> f64 {
        let publishers = if self.message_boxes > 1 { self.message_boxes - 1 } else { 1 };
        let (first, cores, further) = BIZTALK_CORES;
        let cores = |number: u32| if number < first { cores } else { further };
        let inputs = TierInputs {
            messages_per_sec: self.messages_per_sec,
            workload: Workload {
                orchestration_share: if self.orchestration { 1.0 } else { 0.0 },
                complexity_biztalk: 1.0,
                complexity_sql: 1.0,
                extra_hops: 0.0,
            },
            biztalk_computers: (0..self.biztalk_computers).map(|number| (cores(number), 1.0)).collect(),
            sql_cores: SQL_CORES,
            sql_speed: 1.0,
            layout: MessageBoxLayout { publishers, dedicated_master: self.message_boxes > 1 },
            virtual_biztalk: 1.0,
            virtual_sql: 1.0,
        };
        tier_estimate(&inputs, &Parameters::published()).limit
    }

    /// How far the prediction lies from the measurement: 0.05 = 5 % too high.
    pub fn error(&self) -> f64 {
        self.predicted_per_sec() / self.messages_per_sec - 1.0
    }

    /// Whether it has more BizTalk computers than a smaller run with the same rate: such groups lose rate, which the
    /// model does not predict (capacity model, section 4).
    pub fn is_over_provisioned(&self) -> bool {
        self.biztalk_computers > 2
    }

    /// Such as `3 MessageBox databases, 2 BizTalk computers, orchestration`.
    pub fn label(&self) -> String {
        let plural = |count: u32, one: &str, many: &str| {
            if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
        };
        format!(
            "{}, {}, {}",
            plural(self.message_boxes, "MessageBox database", "MessageBox databases"),
            plural(self.biztalk_computers, "BizTalk computer", "BizTalk computers"),
            if self.orchestration { "orchestration" } else { "messaging" }
        )
    }

    /// The page it is from.
    pub fn source(&self) -> SourceId {
        SourceId(LAB_SOURCE.to_owned())
    }
}

/// The runs of the lab that a design repeats: as many MessageBox databases and BizTalk computers, and messages as simple
/// as the lab's.
pub fn lab_runs_like(document: &Document) -> Vec<LabRun> {
    let workload = &document.workload;
    let is_lab = |value: &Option<Sourced<f64>>| value.as_ref().is_some_and(|it| it.value == 1.0);
    if !(is_lab(&workload.complexity_biztalk) && is_lab(&workload.complexity_sql)) {
        return Vec::new();
    }
    let share = workload.orchestration_share_percent.as_ref().map_or(100.0, |it| it.value);
    let boxes = document.databases.values().filter(|it| it.kind == DatabaseKind::MessageBox).count();
    let computers = document
        .computers
        .iter()
        .filter(|(id, it)| it.roles.contains(&Role::BizTalkRuntime) && document.is_primary(**id));
    let biztalk = computers.count();
    let alike = |run: &&LabRun| {
        run.message_boxes as usize == boxes
            && (run.biztalk_computers as usize) == biztalk
            && share == if run.orchestration { 100.0 } else { 0.0 }
    };
    LAB_RUNS.iter().filter(alike).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_predicts_the_lab_within_its_stated_error() {
        let usual: Vec<&LabRun> = LAB_RUNS.iter().filter(|run| !run.is_over_provisioned()).collect();
        for run in &usual {
            assert!(run.error().abs() < 0.098, "{}: {:.3}", run.label(), run.error());
        }
        let mean = usual.iter().map(|run| run.error().abs()).sum::<f64>() / usual.len() as f64;
        assert!(mean < 0.05, "{mean}");
    }

    #[test]
    fn labels_say_one_and_many() {
        assert_eq!(LAB_RUNS[0].label(), "1 MessageBox database, 1 BizTalk computer, messaging");
        assert_eq!(LAB_RUNS[10].label(), "3 MessageBox databases, 2 BizTalk computers, orchestration");
    }
}
