//! The rows of the injection table that apply to the small, medium, large and two-computer designs: what becomes of
//! every service, when full service is back, and how much people have to do.

use super::*;
use crate::document::template;
use crate::model::index::Index;
use crate::model::{DrillStep, Part};

/// `Receive interrupted, then works; full service by itself; by hand 0, strict 1`.
fn summary(drill: &Drill) -> String {
    let mut parts: Vec<String> = Vec::new();
    for it in drill.result.services.iter().filter(|it| it.name != "Whole" && it.worst != ServiceState::Works) {
        let (worst, last) = (it.worst.word(), it.last.word());
        parts.push(if worst == last {
            format!("{} {last}", it.name)
        } else {
            format!("{} {worst}, then {last}", it.name)
        });
    }
    if parts.is_empty() {
        parts.push("every service works".to_owned());
    }
    parts.push(match &drill.result.full_service {
        Answer::NeverAway => "never away".to_owned(),
        Answer::NothingTaken => "nothing taken".to_owned(),
        Answer::ByItself(when) => format!("back by itself {}", when.label()),
        Answer::Band(when) => format!("back {} or by hand", when.label()),
        Answer::ByHand => "back by hand".to_owned(),
    });
    let strict = drill.result.steps.iter().filter(|it| it.only_strict).count();
    parts.push(format!("steps {} and {strict}", drill.result.steps.len() - strict));
    parts.join("; ")
}

/// Plays a row of the table on a design and compares; the row must show in the timeline.
fn holds(row: &str, key: &str, lost: &[&str], expected: &str) {
    let document = &template(key).unwrap().document;
    let steps: Vec<DrillStep> = lost.iter().map(|it| DrillStep::fail(Part::parse(it, document).unwrap())).collect();
    let drill = simulate(document, &Structure::new(&Index::new(document)), &steps);
    let rows: Vec<&str> = drill.rows.iter().map(|it| it.injection).collect();
    assert!(rows.contains(&row), "{row} is not in {rows:?} of {key} {lost:?}");
    assert_eq!(summary(&drill), expected, "{row} {key} {lost:?}");
}

#[test]
fn f1_one_biztalk_computer_all_hosts_multi_instance() {
    holds("F1", "small", &["BTS1"], "Receive degraded; Process degraded; Send degraded; never away; steps 0 and 0");
    holds("F1", "medium-receive", &["BTS3"], "Process degraded; Send degraded; never away; steps 0 and 0");
    holds("F1", "large", &["BTS3"], "Process degraded; never away; steps 0 and 0");
    holds(
        "F1",
        "two-computer",
        &["BTS2"],
        "Receive interrupted, then degraded; Process interrupted, then degraded; Send interrupted, then degraded; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
}

#[test]
fn f2_same_but_sql_agent_not_running() {
    holds(
        "F2",
        "small",
        &["SQL core databases/agent", "BTS1"],
        "Receive degraded; Process degraded; Send degraded; never away; steps 0 and 0",
    );
    holds(
        "F2",
        "medium-receive",
        &["SQL core databases/agent", "BTS3"],
        "Process degraded; Send degraded; never away; steps 0 and 0",
    );
    holds("F2", "large", &["SQL master MessageBox/agent", "BTS3"], "Process degraded; never away; steps 0 and 0");
    holds(
        "F2",
        "two-computer",
        &["SQL MessageBox/agent", "BTS2"],
        "Receive interrupted, then degraded; Process interrupted, then degraded; Send interrupted, then degraded; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
}

#[test]
fn f3_biztalk_computer_that_was_the_only_one_for_a_host() {
    holds("F3", "small", &["BTS1", "BTS2"], "Receive stops; Process stops; Send stops; back by hand; steps 1 and 0");
    holds("F3", "medium-receive", &["BTS1", "BTS2"], "Receive stops; back by hand; steps 1 and 0");
    holds("F3", "large", &["BTS5", "BTS6"], "Send stops; back by hand; steps 1 and 0");
    holds(
        "F3",
        "two-computer",
        &["BTS1", "BTS2"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 3 and 0",
    );
}

#[test]
fn f5_host_instance_process_crash() {
    holds("F5", "small", &["Receive host on BTS1"], "Receive degraded, then works; never away; steps 0 and 0");
    holds("F5", "medium-receive", &["Receive host on BTS1"], "Receive degraded, then works; never away; steps 0 and 0");
    holds("F5", "large", &["Receive host on BTS1"], "Receive degraded, then works; never away; steps 0 and 0");
    holds("F5", "two-computer", &["Receive host on BTS1"], "Receive degraded, then works; never away; steps 0 and 0");
}

#[test]
fn f6_sql_fci_active_node() {
    holds(
        "F6",
        "small",
        &["SQL1"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F6",
        "medium-receive",
        &["SQL1"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F6",
        "large",
        &["MBX1"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F6",
        "large",
        &["SQL1"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F6",
        "two-computer",
        &["BTS2"],
        "Receive interrupted, then degraded; Process interrupted, then degraded; Send interrupted, then degraded; Configure and deploy interrupted, then works; Report interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F6",
        "two-computer-clustered-sso",
        &["BTS1"],
        "Receive stops; Process stops; Send stops; Configure and deploy interrupted, then works; back by hand; steps 1 and 0",
    );
    holds(
        "F6",
        "large-complete",
        &["MBX1"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; Track interrupted, then works; back by itself 5:00 to 6:00; steps 0 and 0",
    );
}

#[test]
fn f7_one_of_several_messageboxes() {
    holds(
        "F6",
        "large",
        &["MBX2"],
        "Receive interrupted, then works; Process interrupted, then works; Send interrupted, then works; back 1:00 to 2:00 + SQL Server failover or by hand; steps 0 and 1",
    );
    holds(
        "F7",
        "large",
        &["BizTalkMsgBoxDb2"],
        "Receive stops; Process stops; Send stops; back by hand; steps 1 and 1",
    );
}

#[test]
fn f8_sql_server_with_no_failover() {
    holds(
        "F8",
        "small",
        &["SQL1", "SQL2"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 2 and 1",
    );
    holds(
        "F8",
        "medium-receive",
        &["SQL1", "SQL2"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 2 and 1",
    );
    holds(
        "F8",
        "large",
        &["SQL1", "SQL2"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
}

#[test]
fn f9_dta_only() {
    holds("F9", "small", &["BizTalkDTADb"], "Report stops; back by hand; steps 1 and 0");
    holds("F9", "medium-receive", &["BizTalkDTADb"], "Report stops; back by hand; steps 1 and 0");
    holds("F9", "large", &["BizTalkDTADb"], "Report stops; back by hand; steps 1 and 0");
    holds("F9", "two-computer", &["BizTalkDTADb"], "Report stops; back by hand; steps 1 and 0");
    holds("F9", "large-complete", &["BizTalkDTADb"], "Track degraded; Report stops; back by hand; steps 1 and 0");
}

#[test]
fn f11_ssodb_only() {
    holds(
        "F11",
        "small",
        &["SSODB"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
    holds(
        "F11",
        "medium-receive",
        &["SSODB"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
    holds(
        "F11",
        "large",
        &["SSODB"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
    holds(
        "F11",
        "two-computer",
        &["SSODB"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
}

#[test]
fn f13_mss_unclustered() {
    holds("F13", "two-computer", &["BTS1/master-secret"], "Configure and deploy stops; back by hand; steps 1 and 0");
    holds("F13", "large", &["MSS1", "MSS2"], "Configure and deploy stops; back by hand; steps 1 and 0");
}

#[test]
fn f14_mss_clustered() {
    holds(
        "F14",
        "small",
        &["SQL1/entsso"],
        "Configure and deploy interrupted, then works; back by itself after SQL Server failover; steps 0 and 0",
    );
    holds(
        "F14",
        "medium-receive",
        &["SQL1/entsso"],
        "Configure and deploy interrupted, then works; back by itself after SQL Server failover; steps 0 and 0",
    );
    holds(
        "F14",
        "large",
        &["MSS1"],
        "Configure and deploy interrupted, then works; back by itself after move of the cluster resource group; steps 0 and 0",
    );
}

#[test]
fn f15_mss_and_sql_failover_together() {
    holds(
        "F15",
        "two-computer",
        &["BTS1"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 2 and 0",
    );
    holds(
        "F15",
        "large",
        &["MSS1", "MSS2", "MBX1"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 2 and 0",
    );
}

#[test]
fn f16_local_entsso_on_a_biztalk_server() {
    holds(
        "F16",
        "small",
        &["BTS2/entsso"],
        "Receive degraded; Process degraded; Send degraded; never away; steps 1 and 0",
    );
    holds("F16", "medium-receive", &["BTS2/entsso"], "Receive degraded; never away; steps 1 and 0");
    holds("F16", "large", &["BTS2/entsso"], "Receive degraded; never away; steps 1 and 0");
    holds(
        "F16",
        "two-computer",
        &["BTS2/entsso"],
        "Receive degraded; Process degraded; Send degraded; never away; steps 1 and 0",
    );
}

#[test]
fn f17_msdtc_on_a_biztalk_server() {
    holds(
        "F17",
        "small",
        &["BTS2/msdtc"],
        "Receive degraded; Process degraded; Send degraded; never away; steps 1 and 0",
    );
    holds("F17", "medium-receive", &["BTS2/msdtc"], "Receive degraded; never away; steps 1 and 0");
    holds("F17", "large", &["BTS2/msdtc"], "Receive degraded; never away; steps 1 and 0");
}

#[test]
fn f18_msdtc_on_sql_or_mss() {
    holds(
        "F18",
        "small",
        &["SQL1/msdtc"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
    holds(
        "F18",
        "medium-receive",
        &["SQL1/msdtc"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 1 and 0",
    );
    holds("F18", "large", &["MBX1/msdtc"], "Receive stops; Process stops; Send stops; back by hand; steps 1 and 0");
    holds(
        "F18",
        "two-computer",
        &["BTS1/msdtc"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; back by hand; steps 2 and 0",
    );
}

#[test]
fn f21_tracking_instance_others_exist() {
    holds("F21", "small-complete", &["Tracking host on BTS1"], "every service works; never away; steps 0 and 0");
    holds(
        "F21",
        "medium-receive-complete",
        &["Tracking host on BTS4"],
        "every service works; never away; steps 0 and 0",
    );
    holds("F21", "large-complete", &["Tracking host on BTS4"], "every service works; never away; steps 0 and 0");
}

#[test]
fn f22_all_tracking_instances() {
    holds("F22", "small-complete", &["Tracking host"], "Track degraded; never away; steps 1 and 0");
    holds("F22", "medium-receive-complete", &["Tracking host"], "Track degraded; never away; steps 1 and 0");
    holds("F22", "large-complete", &["Tracking host"], "Track degraded; never away; steps 1 and 0");
}

#[test]
fn f23_shared_storage_of_fci() {
    holds(
        "F23",
        "small",
        &["SQL and master secret cluster disk array"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
    holds(
        "F23",
        "medium-receive",
        &["SQL and master secret cluster disk array"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
    holds(
        "F23",
        "large",
        &["MessageBox cluster disk array"],
        "Receive stops; Process stops; Send stops; back by hand; steps 1 and 1",
    );
    holds(
        "F23",
        "two-computer",
        &["Two-computer cluster disk array"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
}

#[test]
fn f24_quorum_lost() {
    holds(
        "F24",
        "small",
        &["SQL and master secret cluster"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
    holds(
        "F24",
        "medium-receive",
        &["SQL and master secret cluster"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
    holds(
        "F24",
        "large",
        &["MessageBox cluster"],
        "Receive stops; Process stops; Send stops; back by hand; steps 1 and 1",
    );
    holds(
        "F24",
        "two-computer",
        &["Two-computer cluster"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 1",
    );
}

#[test]
fn f26_dc_dns_all() {
    holds(
        "F26",
        "large-complete",
        &["DC1", "DC2"],
        "Receive degraded; Process degraded; Send degraded; Track degraded; never away; steps 0 and 0",
    );
}

#[test]
fn f28_sql_agent_only() {
    holds("F28", "small", &["SQL core databases/agent"], "every service works; never away; steps 0 and 0");
    holds("F28", "medium-receive", &["SQL core databases/agent"], "every service works; never away; steps 0 and 0");
    holds("F28", "large", &["SQL master MessageBox/agent"], "every service works; never away; steps 0 and 0");
    holds("F28", "two-computer", &["SQL MessageBox/agent"], "every service works; never away; steps 0 and 0");
}

#[test]
fn f30_whole_primary_site() {
    holds(
        "F30",
        "small",
        &["Primary site"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 0",
    );
    holds(
        "F30",
        "medium-receive",
        &["Primary site"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 0",
    );
    holds(
        "F30",
        "large",
        &["Primary site"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 0",
    );
    holds(
        "F30",
        "two-computer",
        &["Primary site"],
        "Receive stops; Process stops; Send stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 0",
    );
    holds(
        "F30",
        "large-complete",
        &["Primary site"],
        "Receive stops; Process stops; Send stops; Track stops; Configure and deploy stops; Report stops; back by hand; steps 1 and 0",
    );
}
