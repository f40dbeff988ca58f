//! The questions of rules: is there a computer too many, and do the survivors carry the load.

use super::*;
use crate::model::{HostFunction, TierKind};
use crate::sources::Sourced;
use crate::testing::DocumentBuilder;

/// `num` BizTalk computers with one host for everything, loads in percent where given, and a database computer.
fn design(loads: &[Option<f64>]) -> (Document, HostId, Vec<ComputerId>) {
    let mut builder = DocumentBuilder::new("Rules");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let names: Vec<String> = (1..=loads.len()).map(|number| format!("BTS{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let computers = builder.biztalk_servers(&names, tier);
    let functions = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];
    let host = builder.host("All", &functions, &computers);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computer("SQL1", tier);
    let instance = builder.standalone_sql("SQLBTS", sql);
    builder.core_databases(instance);
    for (id, load) in computers.iter().zip(loads) {
        if let Some(computer) = builder.edit().computers.edit().get_mut(id) {
            computer.load_percent = load.map(Sourced::entered);
        }
    }
    (builder.build(), host, computers)
}

#[test]
fn a_host_with_two_of_four_computers_removed_carries_half() {
    let (document, host, _) = design(&[None; 4]);
    let all = host_rate_without(&document, host, 0).unwrap();
    assert!((host_rate_without(&document, host, 2).unwrap() * 2.0 - all).abs() < 1e-9);
    assert_eq!(host_rate_without(&document, host, 4), Some(0.0));
    assert_eq!(host_rate_without(&document, HostId(9_999), 1), None);
}

#[test]
fn a_survivor_above_one_hundred_percent_is_reported_for_each_loss_that_causes_it() {
    let (document, _, computers) = design(&[Some(60.0), Some(50.0)]);
    let found = overloaded_survivors(&document);
    let losses: Vec<ComputerId> = found.iter().map(|it| it.lost).collect();
    assert_eq!(losses, computers);
    assert!(found.iter().all(|it| (it.percent - 110.0).abs() < 1e-9));
}

#[test]
fn exactly_one_hundred_percent_is_carried() {
    let (document, _, _) = design(&[Some(50.0), Some(50.0)]);
    assert!(overloaded_survivors(&document).is_empty());
    let (document, _, _) = design(&[Some(66.0), Some(66.0), Some(66.0)]);
    assert!(overloaded_survivors(&document).is_empty());
}

#[test]
fn loads_that_nobody_entered_decide_nothing() {
    let (document, _, _) = design(&[None, None]);
    assert!(overloaded_survivors(&document).is_empty());
    let (document, _, _) = design(&[Some(95.0)]);
    assert!(overloaded_survivors(&document).is_empty());
}
