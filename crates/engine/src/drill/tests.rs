//! The rows of the injection table, by their names, on small, medium, large and two-computer designs.

mod drawn;
mod goldens;
mod left;
mod outcomes;

use std::collections::BTreeSet;

use super::*;
use crate::dependency::Structure;
use crate::document::template;
use crate::model::index::Index;
use crate::model::{
    Adapter, DatabaseKind, Document, DrillAction, DrillStep, Element, EndpointKind, Feature, Firewall, HostClustering,
    HostFunction, LoadBalancerKind, Part, SqlPlacement, TierKind,
};
use crate::sources::Sourced;
use crate::testing::DocumentBuilder;

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn drill(document: &Document, lost: &[&str]) -> Drill {
    let steps: Vec<DrillStep> = lost.iter().map(|text| DrillStep::fail(Part::parse(text, document).unwrap())).collect();
    simulate(document, &Structure::new(&Index::new(document)), &steps)
}

fn last(drill: &Drill, service: &str) -> ServiceState {
    drill.result.services.iter().find(|it| it.name == service).unwrap().last
}

fn worst(drill: &Drill, service: &str) -> ServiceState {
    drill.result.services.iter().find(|it| it.name == service).unwrap().worst
}

fn row<'a>(drill: &'a Drill, injection: &str) -> &'a DrillRow {
    let found: Vec<&str> = drill.rows.iter().map(|it| it.injection).collect();
    drill.rows.iter().find(|it| it.injection == injection).unwrap_or_else(|| panic!("{injection} is not in {found:?}"))
}

fn must_be_done(drill: &Drill) -> Vec<&str> {
    drill.result.steps.iter().filter(|it| !it.only_strict).map(|it| it.text.as_str()).collect()
}

/// Two BizTalk servers, a SQL Server cluster, one host per function; the rest as a test needs it.
struct Sketch {
    builder: DocumentBuilder,
    bts: Vec<crate::model::ComputerId>,
    sql: crate::model::SqlInstanceId,
    tier: crate::model::TierId,
    data: crate::model::TierId,
}

fn sketch() -> Sketch {
    let mut builder = DocumentBuilder::new("Sketch");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let data = builder.tier("Data", TierKind::Databases);
    let bts = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let nodes = builder.computers(&["SQL1", "SQL2"], data);
    let cluster = builder.failover_cluster("Cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    builder.host("Processing host", &[HostFunction::Process], &bts);
    Sketch { builder, bts, sql, tier, data }
}

#[test]
fn f1_one_biztalk_computer_all_hosts_multi_instance() {
    for (key, computer, service) in
        [("small", "BTS1", "Process"), ("medium-receive", "BTS1", "Receive"), ("large", "BTS3", "Process")]
    {
        let drill = drill(&design(key), &[computer]);
        row(&drill, "F1");
        assert_eq!(last(&drill, service), ServiceState::Degraded, "{key}");
        assert!(worst(&drill, service) < ServiceState::Interrupted, "{key}");
        assert_eq!(drill.result.full_service, Answer::NeverAway, "{key}");
        assert!(must_be_done(&drill).is_empty(), "{key}");
    }
    let drill = drill(&design("large"), &["BTS3"]);
    let release = drill.rows.iter().find(|it| it.text.contains("DeadProcesses")).unwrap();
    assert_eq!((release.when.earliest_secs, release.when.latest_secs), (0.0, 600.0));
}

#[test]
fn f2_same_but_sql_agent_not_running() {
    let mut document = design("large");
    let agents: Vec<_> = document.sql_instances.keys().copied().collect();
    for sql in agents {
        document.sql_instances.edit().get_mut(&sql).unwrap().agent_running = false;
    }
    let stopped = drill(&document, &["BTS3"]);
    row(&stopped, "F2");
    assert!(must_be_done(&stopped).iter().any(|it| it.contains("Start SQL Server Agent")));
    assert!(!stopped.rows.iter().any(|it| it.text.contains("has released the work")));
}

#[test]
fn f3_biztalk_computer_that_was_the_only_one_for_a_host() {
    let drill = drill(&design("large"), &["BTS1", "BTS2"]);
    row(&drill, "F3");
    assert_eq!(last(&drill, "Receive"), ServiceState::Stopped);
    assert_eq!(last(&drill, "Send"), ServiceState::Works);
    assert_eq!(drill.result.full_service, Answer::ByHand);
}

#[test]
fn f4_active_node_of_a_clustered_host() {
    let mut sketch = sketch();
    let cluster = sketch.builder.failover_cluster("BizTalk cluster", &sketch.bts);
    let group = sketch.builder.resource_group("Host group", cluster, &sketch.bts, &[]);
    let host = sketch.builder.host("FTP host", &[HostFunction::Receive], &sketch.bts);
    sketch.builder.receive_handler(host, Adapter::Ftp, None);
    let mut document = sketch.builder.build();
    document.hosts.edit().get_mut(&host).unwrap().clustered_in =
        Some(HostClustering { resource_group: group, depends_on: BTreeSet::new() });
    let drill = drill(&document, &["BTS1"]);
    let moved = row(&drill, "F4");
    assert!(!moved.when.is_known(), "no document says how long the move takes");
    assert_eq!(worst(&drill, "Receive over FTP"), ServiceState::Interrupted);
    assert_eq!(last(&drill, "Receive over FTP"), ServiceState::Works);
}

#[test]
fn f5_host_instance_process_crash() {
    let document = design("large");
    let drill = drill(&document, &["Receive host on BTS1"]);
    let restart = row(&drill, "F5");
    assert_eq!(restart.when.label(), "1:00");
    assert_eq!(restart.timings[0].word(), "documented");
    assert_eq!(last(&drill, "Receive"), ServiceState::Works);
}

#[test]
fn f6_sql_fci_active_node() {
    for (key, node) in [("small", "SQL1"), ("medium-process", "SQL1"), ("large", "SQL1")] {
        let drill = drill(&design(key), &[node]);
        row(&drill, "F6");
        assert_eq!(worst(&drill, "Process"), ServiceState::Interrupted, "{key}");
        assert_eq!(last(&drill, "Process"), ServiceState::Works, "{key}");
        assert!(matches!(drill.result.full_service, Answer::Band(_)), "{key}: {:?}", drill.result.full_service);
        assert!(must_be_done(&drill).is_empty(), "{key}");
    }
}

#[test]
fn f7_one_of_several_messageboxes() {
    let document = design("large");
    let moved = drill(&document, &["MBX2"]);
    for service in ["Receive", "Process", "Send"] {
        assert_eq!(worst(&moved, service), ServiceState::Interrupted, "{service}");
    }
    let lost = drill(&document, &["BizTalkMsgBoxDb2"]);
    row(&lost, "F7");
    assert_eq!(last(&lost, "Whole"), ServiceState::Stopped);
}

#[test]
fn f8_sql_server_with_no_failover() {
    let mut builder = DocumentBuilder::new("Standalone");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let computer = builder.computer("SQL1", tier);
    let sql = builder.standalone_sql("SQL", computer);
    builder.core_databases(sql);
    builder.host("Processing host", &[HostFunction::Process], &bts);
    let drill = drill(&builder.build(), &["SQL1"]);
    row(&drill, "F8");
    assert_eq!(last(&drill, "Whole"), ServiceState::Stopped);
    assert_eq!(drill.result.full_service, Answer::ByHand);
}

#[test]
fn f9_dta_only() {
    let drill = drill(&design("large-complete"), &["BizTalkDTADb"]);
    row(&drill, "F9");
    assert_eq!(last(&drill, "Track"), ServiceState::Degraded);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn f10_bam_primary_import_only() {
    let mut sketch = sketch();
    sketch.builder.edit().environment.features.insert(Feature::Bam);
    sketch.builder.database(DatabaseKind::BamPrimaryImport, sketch.sql);
    sketch.builder.tracking_host("Tracking host", &sketch.bts);
    let drill = drill(&sketch.builder.build(), &["BAMPrimaryImport"]);
    row(&drill, "F10");
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
    assert!(drill.result.messages.iter().any(|it| it.contains("holds since its last backup is lost if")));
    assert_eq!(drill.result.lost_data, [DataLoss::DirectEvents, DataLoss::SinceBackup]);
}

#[test]
fn f11_ssodb_only() {
    let drill = drill(&design("large"), &["SSODB"]);
    let offline = row(&drill, "F11");
    assert_eq!(offline.when.earliest_secs, 300.0);
    let before = drill.rows.iter().position(|it| it.injection == "F11").unwrap();
    let receive = drill.services.iter().position(|it| it == "Receive").unwrap();
    assert_eq!(drill.snapshot(before).services.get(&receive), None, "nothing at first");
    assert_eq!(drill.snapshot(before + 1).services.get(&receive), Some(&ServiceState::Stopped));
}

#[test]
fn f12_ruleenginedb_only_rules_in_use() {
    let mut sketch = sketch();
    sketch.builder.edit().environment.features.insert(Feature::Bre);
    sketch.builder.database(DatabaseKind::RuleEngine, sketch.sql);
    let drill = drill(&sketch.builder.build(), &["BizTalkRuleEngineDb"]);
    row(&drill, "F12");
    assert_eq!(last(&drill, "Process"), ServiceState::Degraded);
}

#[test]
fn f13_mss_unclustered() {
    let drill = drill(&design("two-computer"), &["BTS1/master-secret"]);
    row(&drill, "F13");
    assert_eq!(last(&drill, "Configure and deploy"), ServiceState::Stopped);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
    assert_eq!(last(&drill, "Whole"), ServiceState::Degraded);
    assert!(must_be_done(&drill).iter().any(|it| it.contains("Promote")));
}

#[test]
fn f14_mss_clustered() {
    let drill = drill(&design("large"), &["MSS1"]);
    row(&drill, "F14");
    assert_eq!(last(&drill, "Configure and deploy"), ServiceState::Works);
    assert_eq!(worst(&drill, "Process"), ServiceState::Works);
    assert!(must_be_done(&drill).is_empty());
}

#[test]
fn f15_mss_and_sql_failover_together() {
    let drill = drill(&design("two-computer"), &["BTS1"]);
    row(&drill, "F15");
    for service in ["Receive", "Process", "Send", "Whole"] {
        assert_eq!(last(&drill, service), ServiceState::Stopped, "{service}");
    }
    let steps = must_be_done(&drill);
    assert!(steps.iter().any(|it| it.contains("Promote")) && steps.contains(&"Start all host instances"), "{steps:?}");
    assert_eq!(drill.result.full_service, Answer::ByHand);
}

#[test]
fn f16_local_entsso_on_a_biztalk_server() {
    let drill = drill(&design("large"), &["BTS1/entsso"]);
    row(&drill, "F16");
    assert_eq!(last(&drill, "Receive"), ServiceState::Degraded);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn f17_msdtc_on_a_biztalk_server() {
    let drill = drill(&design("large"), &["BTS3/msdtc"]);
    row(&drill, "F17");
    assert_eq!(last(&drill, "Process"), ServiceState::Degraded);
}

#[test]
fn f18_msdtc_on_sql_or_mss() {
    let drill = drill(&design("large"), &["MBX1/msdtc"]);
    row(&drill, "F18");
    assert_eq!(last(&drill, "Whole"), ServiceState::Stopped);
    assert_eq!(last(&super::tests::drill(&design("large"), &["MSS1/msdtc"]), "Process"), ServiceState::Works);
}

fn balanced(redundant: Option<bool>) -> Document {
    let mut sketch = sketch();
    let host = sketch.builder.isolated_host("Web host", &sketch.bts);
    sketch.builder.receive_handler(host, Adapter::Http, None);
    let balancer = sketch.builder.load_balancer("NLB1", LoadBalancerKind::Other, sketch.tier, &sketch.bts, host);
    let mut document = sketch.builder.build();
    document.load_balancers.edit().get_mut(&balancer).unwrap().redundant = redundant;
    document
}

#[test]
fn f19_load_balancer() {
    let lost = drill(&balanced(None), &["NLB1"]);
    row(&lost, "F19");
    assert_eq!(last(&lost, "Receive over HTTP"), ServiceState::Stopped);
    assert_eq!(last(&lost, "Process"), ServiceState::Works);
    let survived = drill(&balanced(Some(true)), &["NLB1"]);
    assert_eq!(last(&survived, "Receive over HTTP"), ServiceState::Works);
}

#[test]
fn f20_lb_member() {
    let drill = drill(&balanced(None), &["BTS1"]);
    let noticed = row(&drill, "F20");
    assert_eq!(noticed.timings[0].word(), "unknown");
    assert_eq!(last(&drill, "Receive over HTTP"), ServiceState::Degraded);
}

#[test]
fn f21_tracking_instance_others_exist() {
    let drill = drill(&design("large-complete"), &["BTS3"]);
    row(&drill, "F21");
    assert_eq!(last(&drill, "Track"), ServiceState::Works);
}

#[test]
fn f22_all_tracking_instances() {
    let drill = drill(&design("large-complete"), &["Tracking host"]);
    row(&drill, "F22");
    assert_eq!(last(&drill, "Track"), ServiceState::Degraded);
    assert_eq!(last(&drill, "Send"), ServiceState::Works);
}

#[test]
fn f23_shared_storage_of_fci() {
    for key in ["small", "medium-receive", "large", "two-computer"] {
        let document = design(key);
        let storage = document.storages.values().next().unwrap().name.clone();
        let drill = drill(&document, &[&storage]);
        row(&drill, "F23");
        assert_eq!(last(&drill, "Whole"), ServiceState::Stopped, "{key}");
        assert_eq!(drill.result.full_service, Answer::ByHand, "{key}");
    }
}

#[test]
fn f24_quorum_lost() {
    let document = design("large");
    let event = drill(&document, &["MessageBox cluster"]);
    row(&event, "F24");
    assert!(must_be_done(&event).iter().any(|it| it.contains("force quorum")));
    let votes = drill(&document, &["MBX1", "MBX2", "MBX3"]);
    row(&votes, "F24");
    assert_eq!(last(&votes, "Whole"), ServiceState::Stopped);
}

#[test]
fn f25_private_cluster_network() {
    let design = design("large");
    let plan = test_plan(&design, &Structure::new(&Index::new(&design)));
    let private: Vec<_> = plan.iter().filter(|it| it.name.contains("private network")).collect();
    assert_eq!(private.len(), 4, "two SQL Server clusters, active and passive node");
    assert!(private.iter().all(|it| it.expected()[0].starts_with("Nothing")));
}

#[test]
fn f26_dc_dns_all() {
    let mut sketch = sketch();
    sketch.builder.domain_controllers(&["DC1", "DC2"], sketch.data);
    let document = sketch.builder.build();
    assert_eq!(last(&drill(&document, &["DC1"]), "Process"), ServiceState::Works);
    let all = drill(&document, &["DC1", "DC2"]);
    row(&all, "F26");
    assert_eq!(last(&all, "Process"), ServiceState::Degraded);
}

#[test]
fn f28_sql_agent_only() {
    let drill = drill(&design("large"), &["SQL master MessageBox/agent"]);
    row(&drill, "F28");
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn f29_file_share_endpoint() {
    let mut sketch = sketch();
    let share = sketch.builder.endpoint("Share", EndpointKind::FileShare, sketch.tier);
    let host = sketch.builder.host("File host", &[HostFunction::Receive], &sketch.bts);
    sketch.builder.receive_handler(host, Adapter::File, Some(share));
    let drill = drill(&sketch.builder.build(), &["Share"]);
    let disabled = drill.rows.iter().find(|it| it.text.contains("disabled after their retries")).unwrap();
    assert_eq!(disabled.when.earliest_secs, 1500.0);
    assert_eq!(last(&drill, "Receive over File"), ServiceState::Stopped);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn f30_whole_primary_site() {
    let drill = drill(&design("large-complete"), &["Primary site"]);
    row(&drill, "F30");
    assert_eq!(last(&drill, "Whole"), ServiceState::Stopped);
    assert!(drill.result.messages.iter().any(|it| it.contains("15 min")), "{:?}", drill.result.messages);
}

#[test]
fn the_restart_trap_shows_both_readings() {
    let mut document = design("large");
    let answer = |document: &Document| drill(document, &["MBX1"]).result.full_service;
    document.environment.sql_failover_secs = Some(Sourced::entered(30.0));
    let Answer::ByItself(when) = answer(&document) else { panic!("within the restart delay nobody has to act") };
    assert_eq!((when.earliest_secs, when.latest_secs), (60.0, 120.0));
    for secs in [90.0, 300.0] {
        document.environment.sql_failover_secs = Some(Sourced::entered(secs));
        let Answer::Band(when) = answer(&document) else { panic!("{secs} s is a band") };
        assert_eq!(when.latest_secs, secs.max(120.0));
    }
    document.environment.sql_failover_secs = None;
    let Answer::Band(when) = answer(&document) else { panic!("an unknown failover is a band") };
    assert!(!when.is_known() && when.label().contains("SQL Server failover"), "{}", when.label());
}

#[test]
fn stepping_back_gives_exactly_the_earlier_state() {
    let drill = drill(&design("large"), &["MBX1", "BTS1"]);
    let states: Vec<Snapshot> = (0..=drill.rows.len()).map(|rows| drill.snapshot(rows)).collect();
    assert_eq!(states[0], Snapshot::default());
    for (rows, state) in states.iter().enumerate().rev() {
        assert_eq!(&drill.snapshot(rows), state);
    }
}

#[test]
fn rows_come_in_order_and_the_same_input_gives_the_same_drill() {
    let document = design("large");
    let first = drill(&document, &["MBX1", "BTS3", "MSS1"]);
    assert_eq!(first, drill(&document, &["MBX1", "BTS3", "MSS1"]));
    assert!(first.rows.windows(2).all(|pair| pair[0].when.order() <= pair[1].when.order()));
}

#[test]
fn what_recovers_works_again() {
    let document = design("large");
    let part = Part::parse("BTS1", &document).unwrap();
    let steps =
        [DrillStep::fail(part), DrillStep { at_secs: 900.0, action: DrillAction::Recover, ..DrillStep::fail(part) }];
    let drill = simulate(&document, &Structure::new(&Index::new(&document)), &steps);
    assert_eq!(worst(&drill, "Receive"), ServiceState::Degraded);
    assert_eq!(last(&drill, "Receive"), ServiceState::Works);
    assert_eq!(drill.snapshot(drill.rows.len()).elements.get(&part.element()), None);
}

#[test]
fn the_plan_always_holds_four_tests_and_nine_drills_per_sql_server_cluster() {
    for template in crate::document::templates() {
        let document = &template.document;
        let clusters: BTreeSet<_> = document
            .sql_instances
            .iter()
            .filter(|(_, it)| matches!(it.placement, SqlPlacement::Clustered(_)))
            .filter_map(|(id, _)| document.active_computer_of_sql(*id))
            .filter_map(|computer| document.failover_cluster_of(computer))
            .collect();
        let plan = test_plan(document, &Structure::new(&Index::new(document)));
        let count = |source| plan.iter().filter(|it| it.source == source).count();
        assert_eq!(count(TestSource::Availability), 4, "{}", template.key);
        assert_eq!(count(TestSource::Cluster), 9 * clusters.len(), "{}", template.key);
    }
}

#[test]
fn a_drill_of_a_cluster_names_what_is_broken_and_for_what_it_is_repeated() {
    let design = design("large-complete");
    let plan = test_plan(&design, &Structure::new(&Index::new(&design)));
    let drills: Vec<_> = plan.iter().filter(|it| it.source == TestSource::Cluster).collect();
    let said: Vec<_> = drills.iter().take(3).map(|it| (it.name.as_str(), it.note.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Cut the power of the active cluster node: MBX1", "Repeat for MBX2 and MBX3."),
            ("Cut the power of the passive cluster node: MBX4", ""),
            ("Disconnect the disks: MessageBox cluster disk array", ""),
        ]
    );
    assert!(drills.iter().all(|it| it.name.contains(": ")));
}

#[test]
fn a_storage_that_is_redundant_in_itself_is_lost_in_no_test() {
    let mut design = design("large-complete");
    let component = |design: &Document| test_plan(design, &Structure::new(&Index::new(design))).swap_remove(0);
    let test = component(&design);
    assert!(test.tries.is_empty() && !test.note.contains("as a whole"), "{test:?}");
    assert!(test.expected()[1].contains("the simulation does not lose it as a whole"), "{test:?}");
    design.storages.edit().values_mut().last().unwrap().redundant_controllers = Some(false);
    let test = component(&design);
    assert!(test.tries.len() == 1 && test.note.contains("loses storage as a whole"), "{test:?}");
    assert!(test.expected()[1].contains(" as a whole: "), "{test:?}");
}

#[test]
fn every_row_cites_something_that_exists() {
    let document = design("large-complete");
    for part in ["BTS1", "MBX1", "MSS1", "SSODB", "Primary site", "MessageBox cluster", "BizTalkDTADb"] {
        for row in drill(&document, &[part]).rows {
            if let Some(source) = row.because.source() {
                assert!(crate::sources::sources().get(&source).is_some(), "{}", source.0);
            }
            for timing in &row.timings {
                if let Some(crate::sources::Provenance::Documented(id)) =
                    timing.secs.as_ref().map(|it| it.provenance.clone())
                {
                    assert!(crate::sources::sources().get(&id).is_some(), "{}", id.0);
                }
            }
        }
    }
}

#[test]
fn elements_that_a_drill_names_exist() {
    let document = design("large");
    for row in drill(&document, &["MBX1", "BTS1"]).rows {
        assert!(row.element == Element::Environment || row.element.exists(&document));
    }
}

#[test]
fn every_server_and_every_active_node_is_tried_and_told_apart_by_what_becomes_of_it() {
    let design = design("large-complete");
    let plan = test_plan(&design, &Structure::new(&Index::new(&design)));
    let of = |id: &str| plan.iter().find(|it| it.id == id).unwrap();
    let tried = |id: &str| of(id).tries.iter().map(|it| it.of.join(" ")).collect::<Vec<_>>();
    assert_eq!(tried("GO-6"), ["BTS1 BTS2", "BTS3 BTS4", "BTS5 BTS6"]);
    assert!(of("GO-6").note.ends_with("Messages keep flowing and none is lost."), "{}", of("GO-6").note);
    let nodes = tried("GO-7").join(" ");
    for node in ["MBX1", "SQL1", "MSS1"] {
        assert!(nodes.split(' ').any(|it| it == node), "{node}: {nodes}");
    }
    let groups = self::design("availability-groups-split");
    let plan = test_plan(&groups, &Structure::new(&Index::new(&groups)));
    assert!(plan.iter().any(|it| it.id == "GO-7" && it.tries.iter().any(|it| it.of.contains(&"NODE1".to_owned()))));
}

#[test]
fn no_test_promises_what_its_simulation_denies() {
    let design = design("two-computer");
    let plan = test_plan(&design, &Structure::new(&Index::new(&design)));
    let servers = plan.iter().find(|it| it.id == "GO-6").unwrap();
    assert_eq!(servers.tries.len(), 2, "the loss of BTS1 is another than that of BTS2");
    assert!(!servers.note.contains("none is lost"), "{servers:?}");
    assert!(servers.expected().iter().all(|it| it.starts_with("BTS1: ") || it.starts_with("BTS2: ")));
}
