//! What a person and a program read.

use super::*;
use crate::capacity::json::capacity_json;
use crate::capacity::{CapacityReport, capacity_report};
use crate::dependency::Structure;
use crate::model::{Document, HostFunction, TierKind};
use crate::sources::Sourced;
use crate::testing::DocumentBuilder;

fn report_of(document: &Document) -> CapacityReport {
    capacity_report(document, &Structure::of(document))
}

fn design() -> DocumentBuilder {
    let mut builder = DocumentBuilder::new("Small");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let biztalk = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let functions = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];
    builder.host("All", &functions, &biztalk);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computers(&["SQL1", "SQL2"], tier);
    let cluster = builder.failover_cluster("SQL cluster", &sql);
    let instance = builder.clustered_sql("SQLBTS", cluster, &sql);
    builder.core_databases(instance);
    builder
}

#[test]
fn the_text_leads_with_the_worst_loss_and_says_what_is_not_stated() {
    let text = capacity_text("Small", &report_of(&design().build()));
    assert!(text.find("Worst single loss") < text.find("Normal operation"), "{text}");
    assert!(text.contains("Sustainable rate  130 messages/s ("), "{text}");
    assert!(text.contains("Limited by        Lock contention in MessageBox database BizTalkMsgBoxDb"), "{text}");
    assert!(text.contains("Peak load         peak load not stated"), "{text}");
    assert!(text.contains("Cores of BTS1 and BTS2: 8 cores each (default, 4 to 16)"), "{text}");
    assert!(text.contains("capacity.complexity: A message costs 5 times the published lab. Our assumption"), "{text}");
    assert!(text.contains("tg/observations-and-recommendations"), "{text}");
    assert!(text.ends_with(".\n"), "{text}");
}

#[test]
fn the_text_of_an_empty_design_says_what_is_missing() {
    let text = capacity_text("Empty", &report_of(&DocumentBuilder::new("Empty").build()));
    assert_eq!(
        text,
        "Capacity estimate: Empty\nNo estimate yet: no MessageBox database is placed; no host receives; no host sends.\n"
    );
}

#[test]
fn a_stated_peak_load_is_compared_with_the_rate() {
    let mut builder = design();
    builder.edit().workload.peak_messages_per_sec = Some(Sourced::entered(40.0));
    let text = capacity_text("Small", &report_of(&builder.build()));
    assert!(text.contains("40 messages/s (entered), 30 % of the rate: likely fits"), "{text}");
}

#[test]
fn json_has_no_number_without_provenance_and_null_for_what_is_unknown() {
    let value = capacity_json("Small", &report_of(&design().build()));
    assert!(value["normal"]["peak"].is_null() && value["normal"]["computers"][0]["at_peak"].is_null());
    assert_eq!(value["normal"]["bottleneck"], "Lock contention in MessageBox database BizTalkMsgBoxDb");
    let words = ["documented", "derived", "measured", "entered", "default"];
    for input in value["inputs"].as_array().unwrap() {
        assert!(words.contains(&input["figure"]["provenance"].as_str().unwrap()), "{input}");
    }
    assert!(value["assumed_inputs"].as_u64().unwrap() < value["all_inputs"].as_u64().unwrap());
    let again = capacity_json("Small", &report_of(&design().build()));
    assert_eq!(value.to_string(), again.to_string());
}

#[test]
fn a_rate_of_zero_has_no_range() {
    let zero = crate::capacity::formulas::uncertainty::interval(0.0, &[0.5]);
    assert_eq!(rate_headline(&zero), "0 messages/s");
}
