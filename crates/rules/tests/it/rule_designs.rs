//! What the rules say about documented designs that are no templates of their own.

use std::collections::BTreeMap;

use tierwright_design::document::template;
use tierwright_design::model::{Document, Element, HostKind, ResourceKind};
use tierwright_rules::rules::{RuleContext, RuleReport, Severity, evaluate};
use tierwright_rules::testing::fixture::Fixture;
use tierwright_rules::testing::rules::evaluate_fixture;

fn found(report: &RuleReport) -> BTreeMap<(&str, Severity), usize> {
    let mut found = BTreeMap::new();
    for finding in &report.findings {
        *found.entry((finding.rule.as_str(), finding.severity)).or_default() += 1;
    }
    found
}

fn of_families<'r>(
    found: &BTreeMap<(&'r str, Severity), usize>,
    families: &[&str],
) -> BTreeMap<(&'r str, Severity), usize> {
    let is_of = |rule: &str| families.iter().any(|family| rule.starts_with(family));
    found.iter().filter(|((rule, _), _)| is_of(rule)).map(|(key, count)| (*key, *count)).collect()
}

fn with_host(document: &Document, name: &str, change: impl Fn(&mut tierwright_design::model::Host)) -> Document {
    let mut design = document.clone();
    design.hosts.edit().values_mut().filter(|it| it.name == name).for_each(change);
    design
}

#[test]
fn an_isolated_receive_host_in_the_small_deployment_needs_a_load_balancer_and_iis() {
    let small = &template("small").unwrap().document;
    let name = &small.hosts.values().next().unwrap().name;
    let isolated = with_host(small, name, |host| host.kind = HostKind::Isolated);
    let (before, after) = (evaluate(&RuleContext::new(small)), evaluate(&RuleContext::new(&isolated)));
    let (before, mut after) = (found(&before), found(&after));
    for (key, count) in [(("NLB-001", Severity::Blocker), 1), (("NLB-010", Severity::Error), 2)] {
        assert_eq!(after.remove(&key), Some(count), "{key:?}");
    }
    after.remove(&("NET-003", Severity::Warning));
    assert_eq!(after, before);
}

#[test]
fn clustering_every_host_with_the_master_secret_is_supported_but_leaves_a_computer_idle() {
    let mut design = template("two-computer-clustered-sso").unwrap().document.clone();
    let groups = &design.resource_groups;
    let (group, _) = groups.iter().find(|(_, it)| it.has(ResourceKind::EntSso)).unwrap();
    let clustering = tierwright_design::model::HostClustering {
        resource_group: *group,
        depends_on: [ResourceKind::NetworkName, ResourceKind::EntSso].into(),
    };
    for host in design.hosts.edit().values_mut() {
        host.clustered_in = Some(clustering.clone());
    }
    let report = evaluate(&RuleContext::new(&design));
    let found = of_families(&found(&report), &["SSO", "NLB", "ADP", "CLU"]);
    let expected =
        [(("SSO-010", Severity::Advice), 1), (("SSO-011", Severity::Info), 1), (("CLU-007", Severity::Info), 3)];
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn scaling_out_one_function_leaves_the_others_on_one_computer() {
    for (receive, process, send, alone) in [
        ("BTS1 BTS2", "BTS3", "BTS3", ["P", "S"]),
        ("BTS1", "BTS2 BTS3", "BTS4", ["R", "S"]),
        ("BTS1", "BTS2", "BTS3 BTS4", ["P", "R"]),
    ] {
        let text = format!(
            "
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer BTS3 biztalk
            computer BTS4 biztalk
            computer DB
            sql SQL1 on DB
            databases SQL1 management messagebox(master) tracking sso
            host R receive on {receive}
            host P process on {process}
            host S send on {send}"
        );
        let (report, document) = (evaluate_fixture(&text), Fixture::parse(&text).unwrap().document);
        let found = of_families(&found(&report), &["HOST-001", "SSO", "TRK", "NLB", "ADP", "CLU"]);
        let expected = [
            (("HOST-001", Severity::Blocker), 2),
            (("SSO-001", Severity::Error), 1),
            (("SSO-012", Severity::Blocker), 1),
            (("TRK-001", Severity::Error), 1),
        ];
        assert_eq!(found, BTreeMap::from(expected));
        let mut hosts: Vec<String> = report.of("HOST-001").map(|it| it.subject().name(&document)).collect();
        hosts.sort_unstable();
        assert_eq!(hosts, alone);
    }
}

#[test]
fn two_clusters_of_queues_behind_a_load_balancer_are_as_documented() {
    let report = evaluate_fixture(
        "
        computer BTS1 biztalk msmq
        computer BTS2 biztalk msmq
        computer BTS3 biztalk msmq
        computer BTS4 biztalk msmq
        cluster CL1 nodes BTS1 BTS2
        cluster CL2 nodes BTS3 BTS4
        resource-group G1 on CL1 resources ip-address network-name physical-disk msmq
        resource-group G2 on CL2 resources ip-address network-name physical-disk msmq
        clustered-host Q1 receive in G1 on BTS1 BTS2 clustered_in.depends_on=[\"NetworkName\",\"Msmq\"]
        clustered-host Q2 receive in G2 on BTS3 BTS4 clustered_in.depends_on=[\"NetworkName\",\"Msmq\"]
        handler Q1 msmq receive queue=Local transactional=true
        handler Q2 msmq receive queue=Local transactional=true
        lb LB1 other members BTS1 BTS2 BTS3 BTS4 serves Q1 Q2 redundant=true
        group Group1 receive_location_fault_tolerance=true
        secret on BTS1",
    );
    let found = of_families(&found(&report), &["NLB", "ADP", "CLU"]);
    let expected = [(("CLU-007", Severity::Info), 2), (("CLU-009", Severity::Info), 2)];
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn findings_of_single_points_name_what_stands_alone_first() {
    let report = evaluate_fixture(
        "
        computer BTS1 biztalk
        endpoint SHARE file-share highly_available=false
        host F receive on BTS1
        handler F ftp receive
        handler F file receive endpoint=@SHARE",
    );
    let subject = |id: &str| report.of(id).map(tierwright_rules::rules::Finding::subject).next();
    assert!(matches!(subject("ADP-002"), Some(Element::Host(_))));
    assert!(matches!(subject("ADP-023"), Some(Element::Endpoint(_))));
    assert_eq!(report.of("HOST-001").count(), 0, "the adapter's finding says it already");
}
