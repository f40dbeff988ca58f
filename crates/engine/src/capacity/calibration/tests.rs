//! A measured run moves the estimate to what was measured, and doubtful runs are named.

use super::*;

const LAB: TestBed = TestBed { single: true, biztalk_core: 1.0, sql_core: 1.0 };

fn run() -> LoadTestRun {
    LoadTestRun {
        by: "A. Tester".to_owned(),
        on: "2026-01-31".to_owned(),
        messages_per_sec: 100.0,
        biztalk_cpu_percent: 60.0,
        biztalk_cores: 16.0,
        sql_cpu_percent: 40.0,
        sql_cores: 16.0,
        hops: 2.0,
        latency_secs: Some(0.5),
        users: Some(50.0),
        throttled: false,
    }
}

fn judged(runs: Vec<LoadTestRun>) -> Calibration {
    let workload = Workload { runs, ..Workload::default() };
    calibration(&workload, LAB, &Parameters::published()).unwrap()
}

#[test]
fn a_run_becomes_complexity_by_the_utilization_law() {
    let result = judged(vec![run()]);
    assert!((result.runs[0].biztalk_ms - 96.0).abs() < 1e-9);
    assert!((result.runs[0].complexity_biztalk - 0.096 / 0.00487).abs() < 1e-9);
    assert!((result.runs[0].complexity_sql - 0.032 / 0.00771).abs() < 1e-9);
}

#[test]
fn the_posterior_lies_between_assumption_and_measurement_and_is_surer_than_both() {
    let result = judged(vec![run()]);
    let measured = result.runs[0].complexity_biztalk;
    assert!(result.biztalk.value.value > 5.0 && result.biztalk.value.value < measured);
    assert!((result.biztalk.value.value / measured - 1.0).abs() < 0.06);
    assert!(result.biztalk.sigma < MEASURED_SIGMA);
    assert_eq!(result.biztalk.value.provenance.word(), "measured");
    let twice = judged(vec![run(), run()]);
    assert!(twice.biztalk.sigma < result.biztalk.sigma);
}

#[test]
fn a_sound_run_has_no_warning_and_doubtful_ones_do() {
    assert_eq!(judged(vec![run()]).runs[0].warnings, Vec::<String>::new());
    let doubtful = LoadTestRun { sql_cpu_percent: 92.0, users: Some(200.0), throttled: true, ..run() };
    let result = judged(vec![doubtful]);
    assert_eq!(result.runs[0].adds_up, Some(false));
    assert_eq!(result.runs[0].warnings.len(), 3);
}

#[test]
fn without_runs_there_is_nothing_to_learn() {
    assert_eq!(calibration(&Workload::default(), LAB, &Parameters::published()), None);
}
