//! The rules of adapters say what the table of adapters says (`assets/adapters.ron`), for every adapter and direction.

use crate::edit::preview;
use crate::model::{Adapter, Direction, Document, HostId, HostKind};
use crate::rules::{RuleContext, RuleReport, evaluate};
use crate::testing::fixture::Fixture;

/// What can be said of a handler beside its adapter, in words of the fixture language.
const STATED: [&str; 11] = [
    "",
    "ordered",
    "ordered several_computers=false",
    "several_computers=true",
    "several_computers=false",
    "concurrent_mailbox=true",
    "concurrent_mailbox=false",
    "queue=Remote",
    "queue=Local",
    "binding=Listens",
    "binding=Polls",
];

/// Rules that say of a host on several computers that only one may run it.
const ONCE: [&str; 7] = ["ADP-001", "ADP-003", "ADP-005", "ADP-015", "ADP-017", "ADP-019", "ADP-033"];

/// Rules that say of a host on one computer that it needs a clustered host.
const ALONE: [&str; 8] = ["ADP-002", "ADP-004", "ADP-006", "ADP-007", "ADP-015", "ADP-017", "ADP-020", "ADP-034"];

/// Every adapter in every direction, with everything that can be said of it.
fn handlers() -> impl Iterator<Item = (Adapter, Direction, &'static str)> {
    let adapters = Adapter::ALL.iter().flat_map(|adapter| Direction::ALL.iter().map(move |it| (*adapter, *it)));
    adapters.flat_map(|(adapter, direction)| STATED.iter().map(move |stated| (adapter, direction, *stated)))
}

/// A design in which host H runs on computers with one handler, and what the rules say about it.
fn design(host: &str, (adapter, direction, stated): (Adapter, Direction, &str)) -> (Document, HostId, RuleReport) {
    let text = format!(
        "computer C1 biztalk iis
        computer C2 biztalk iis
        cluster CL nodes C1 C2
        resource-group G on CL
        {host}
        handler H {adapter:?} {direction:?} {stated}"
    );
    let text = text.replace("FUNCTION", &format!("{direction:?}").to_lowercase());
    let document = Fixture::parse(&text).unwrap_or_else(|err| panic!("{text}: {err}")).document;
    let id = *document.hosts.keys().next().unwrap();
    let report = evaluate(&RuleContext::new(&document));
    (document, id, report)
}

/// Whether one of some rules has a finding about a host; folded ones count.
fn fires(report: &RuleReport, rules: &[&str], host: HostId) -> bool {
    let all = report.findings.iter().chain(&report.folded);
    all.into_iter().any(|it| rules.iter().any(|rule| it.rule == **rule) && it.subject() == host.into())
}

fn asks(report: &RuleReport, rules: &[&str]) -> bool {
    report.questions.iter().any(|it| rules.iter().any(|rule| it.rule == **rule))
}

#[test]
fn isolated_adapters_and_no_others_receive_in_isolated_hosts() {
    for (adapter, direction, stated) in handlers().filter(|(_, it, _)| *it == Direction::Receive) {
        let told = format!("{adapter:?} {stated}");
        let isolated = adapter.receives_in_isolated_host();
        let (_, host, report) = design("host H receive on C1 C2", (adapter, direction, stated));
        assert_eq!(fires(&report, &["HOST-019"], host), isolated, "{told}");
        let (_, host, report) = design("isolated-host H receive on C1 C2", (adapter, direction, stated));
        assert_eq!(fires(&report, &["HOST-017"], host), !isolated, "{told}");
    }
}

#[test]
fn several_computers_are_a_fault_a_question_or_fine_as_the_table_says() {
    for handler in handlers() {
        let (document, host, report) = design("host H FUNCTION on C1 C2", handler);
        let it = document.handlers.values().next().unwrap();
        let wrong = it.may_run_on_several() == Some(false) || it.behavior().clustered;
        assert_eq!(fires(&report, &ONCE, host), wrong, "{handler:?} {:?}", report.findings);
        assert!(!wrong || !fires(&report, &["ADP-031", "ADP-032"], host), "{handler:?}: wrong and fine at once");
        assert_eq!(asks(&report, &["ADP-005", "ADP-033"]), it.may_run_on_several().is_none(), "{handler:?}");
        let is_free = it.behavior().host == HostKind::InProcess && !wrong;
        assert_eq!(fires(&report, &["NLB-007"], host), is_free && it.takes_calls() == Some(true), "{handler:?}");
        assert_eq!(asks(&report, &["NLB-007"]), is_free && it.takes_calls().is_none(), "{handler:?}");
    }
}

#[test]
fn one_computer_is_a_single_point_by_one_rule_and_no_fix_adds_a_second_where_only_one_may_run() {
    for handler in handlers() {
        let (document, host, report) = design("host H FUNCTION on C1", handler);
        let it = document.handlers.values().next().unwrap();
        let by_adapter = fires(&report, &ALONE, host);
        assert_ne!(fires(&report, &["HOST-001"], host), by_adapter, "{handler:?}");
        assert!(by_adapter || it.may_run_on_several() != Some(false), "{handler:?}");
        if it.may_run_on_several() == Some(true) {
            continue;
        }
        let fixes = report.findings.iter().chain(&report.folded).flat_map(|finding| &finding.fixes);
        for fix in fixes {
            let after = preview(&document, &fix.edit.commands).unwrap();
            let after = RuleContext::new(&after);
            let is_clustered = after.document.hosts[&host].clustered_in.is_some();
            assert!(is_clustered || after.servers(host).len() < 2, "{handler:?}: {}", fix.label);
        }
    }
}

#[test]
fn a_clustered_host_has_no_reason_only_where_the_table_knows_of_none() {
    for handler in handlers() {
        let (document, host, report) = design("clustered-host H FUNCTION in G on C1 C2", handler);
        let it = document.handlers.values().next().unwrap();
        let useless = it.may_run_on_several() == Some(true) && !document.gains_from_cluster(it);
        assert_eq!(fires(&report, &["ADP-022"], host), useless, "{handler:?}");
    }
}
