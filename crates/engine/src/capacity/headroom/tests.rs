//! Fewer computers carry less, in proportion to their cores.

use super::*;
use crate::model::{HostFunction, TierKind};
use crate::sources::Sourced;
use crate::testing::DocumentBuilder;

/// BizTalk computers with these cores and one host for everything, and a database computer.
fn design(cores: &[u32]) -> (Document, HostId) {
    let mut builder = DocumentBuilder::new("Rules");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let names: Vec<String> = (1..=cores.len()).map(|number| format!("BTS{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let computers = builder.biztalk_servers(&names, tier);
    let functions = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];
    let host = builder.host("All", &functions, &computers);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computer("SQL1", tier);
    let instance = builder.standalone_sql("SQLBTS", sql);
    builder.core_databases(instance);
    for (id, cores) in computers.iter().zip(cores) {
        builder.edit().computers.edit().get_mut(id).unwrap().hardware.cores = Some(Sourced::entered(*cores));
    }
    (builder.build(), host)
}

#[test]
fn the_largest_computers_are_taken_away_first() {
    let (document, host) = design(&[4, 8, 4, 16]);
    let rate = |num_removed| host_rates_without(&document, num_removed)[&host];
    assert!((rate(2) * 4.0 - rate(0)).abs() < 1e-9);
    assert_eq!(rate(4), 0.0);
}

#[test]
fn a_host_without_work_has_no_rate() {
    let (document, _) = design(&[4]);
    assert!(!host_rates_without(&document, 1).contains_key(&HostId(9_999)));
}
