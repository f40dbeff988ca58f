//! The report: the worst loss is found, tiers show their headroom, and alike computers are tried once.

use super::*;
use crate::capacity::estimate;
use crate::model::{ComputerId, HostFunction, TierKind};
use crate::sources::Sourced;
use crate::testing::{DocumentBuilder, generated_design};

fn report_of(document: &Document) -> CapacityReport {
    capacity_report(document, &Structure::of(document))
}

/// Receive on BTS1 and BTS2, process and send on BTS3 alone, one standalone SQL instance.
fn lopsided() -> (DocumentBuilder, Vec<ComputerId>) {
    let mut builder = DocumentBuilder::new("Lopsided");
    let tier = builder.tier("Receive", TierKind::Receive);
    let mut computers = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    builder.host("Receive", &[HostFunction::Receive], &computers);
    let tier = builder.tier("Processing", TierKind::Processing);
    let third = builder.biztalk_server("BTS3", tier);
    builder.host("Process", &[HostFunction::Process, HostFunction::Send], &[third]);
    computers.push(third);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computer("SQL1", tier);
    let instance = builder.standalone_sql("SQLBTS", sql);
    builder.core_databases(instance);
    computers.push(sql);
    (builder, computers)
}

#[test]
fn the_worst_loss_is_the_computer_without_which_nothing_passes() {
    let (builder, _) = lopsided();
    let report = report_of(&builder.build());
    let worst = report.worst_loss.unwrap();
    assert_eq!(worst.name, "BTS3");
    assert_eq!(worst.estimate.rate.unwrap().p50, 0.0);
}

#[test]
fn of_losses_that_leave_the_same_rate_the_one_with_the_busier_survivors_is_worst() {
    let mut builder = DocumentBuilder::new("Uneven");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let computers = builder.biztalk_servers(&["BTS1", "BTS2", "BTS3"], tier);
    let functions = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];
    builder.host("All", &functions, &computers);
    for (id, cores) in computers.iter().zip([8, 16, 8]) {
        builder.edit().computers.edit().get_mut(id).unwrap().hardware.cores = Some(Sourced::entered(cores));
    }
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computers(&["SQL1", "SQL2"], tier);
    let cluster = builder.failover_cluster("SQL cluster", &sql);
    let instance = builder.clustered_sql("SQLBTS", cluster, &sql);
    builder.core_databases(instance);
    let report = report_of(&builder.build());
    assert_eq!(report.worst_loss.unwrap().name, "SQL cluster disk array", "nothing passes without it");
    let worst = report.modes.iter().find(|it| it.rate.mode == FailureMode::OneComputer).unwrap();
    assert_eq!(worst.rate.lost, "BTS2");
    assert_eq!(worst.sustains().map(|rate| rate.p50), report.normal.rate.map(|rate| rate.p50));
}

#[test]
fn tiers_show_what_is_left_when_one_of_their_computers_is_lost() {
    let (mut builder, _) = lopsided();
    builder.edit().workload.peak_messages_per_sec = Some(Sourced::entered(10.0));
    let report = report_of(&builder.build());
    let names: Vec<&str> = report.tiers.iter().map(|tier| tier.name.as_str()).collect();
    assert_eq!(names, ["Receive", "Processing", "Databases"]);
    let receive = &report.tiers[0];
    let normal = receive.of(FailureMode::Normal).unwrap();
    let one_lost = receive.of(FailureMode::OneComputer).unwrap();
    assert!((one_lost.limit_per_sec * 2.0 - normal.limit_per_sec).abs() < 1e-9);
    assert_eq!(normal.used, Some(10.0 / normal.limit_per_sec));
    let processing = report.tiers[1].of(FailureMode::OneComputer).unwrap();
    assert_eq!((processing.limit_per_sec, processing.used), (0.0, Some(f64::INFINITY)));
    assert!(report.tiers[1].of(FailureMode::TwoComputers).is_none());
}

#[test]
fn trying_alike_computers_once_finds_the_same_worst_rate_as_trying_all() {
    let document = generated_design(30, 7);
    let report = report_of(&document);
    let tried: Vec<f64> = document
        .computers
        .keys()
        .filter_map(|id| estimate(&document, &Structure::of(&document), &Loss::of_computer(*id)).rate)
        .map(|rate| rate.p50)
        .collect();
    let lowest = tried.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!(report.worst_loss.and_then(|loss| loss.estimate.rate).map(|rate| rate.p50), Some(lowest));
}

#[test]
fn an_empty_design_has_no_worst_loss() {
    let report = report_of(&DocumentBuilder::new("Empty").build());
    assert!(report.worst_loss.is_none() && report.tiers.is_empty());
    assert!(!report.normal.missing.is_empty());
}

#[test]
fn the_header_counts_assumptions() {
    let (builder, _) = lopsided();
    let report = report_of(&builder.build());
    let (assumed, all) = report.normal.assumed_inputs();
    assert!(assumed > 0 && assumed < all);
    assert_eq!(report.assumption_count(), format!("{assumed} of {all} inputs are assumptions"));
}
