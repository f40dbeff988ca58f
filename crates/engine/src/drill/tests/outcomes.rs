//! What is left, what comes back by itself, and what people have to do.

use super::*;
use crate::model::index::Index;
use crate::model::{
    Adapter, BalancerPurpose, ComputerId, DrillDuration, LoadBalancer, LoadBalancerId, QueueLocation, Witness,
};

#[test]
fn a_failover_cluster_starts_sql_server_agent_again_and_then_work_is_released() {
    let drill = drill(&design("large"), &["SQL master MessageBox/agent", "BTS3"]);
    row(&drill, "F2");
    assert!(must_be_done(&drill).is_empty(), "{:?}", must_be_done(&drill));
    let release = drill.rows.iter().find(|it| it.text.contains("has released the work")).unwrap();
    assert_eq!(release.when.after_unknown, [DrillDuration::ResourceRestart]);
}

#[test]
fn standalone_sql_server_agent_is_started_by_hand_and_said_once() {
    let mut builder = DocumentBuilder::new("Standalone");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let computer = builder.computer("SQL1", tier);
    let sql = builder.standalone_sql("SQL", computer);
    builder.core_databases(sql);
    builder.host("Processing host", &[HostFunction::Process], &bts);
    let document = builder.build();
    assert_eq!(must_be_done(&drill(&document, &["SQL/agent"])), ["Start SQL Server Agent of SQL"]);
    assert_eq!(must_be_done(&drill(&document, &["SQL/agent", "BTS1"])), ["Start SQL Server Agent of SQL"]);
}

#[test]
fn others_take_only_what_reaches_them_where_messages_lie_in_a_local_queue() {
    let mut builder = DocumentBuilder::new("Queues");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let computer = builder.computer("SQL1", tier);
    let sql = builder.standalone_sql("SQL", computer);
    builder.core_databases(sql);
    let host = builder.host("Queue host", &[HostFunction::Receive], &bts);
    let handler = builder.receive_handler(host, Adapter::Msmq, None);
    let mut document = builder.build();
    for queue in [QueueLocation::Local, QueueLocation::Remote] {
        document.handlers.edit().get_mut(&handler).unwrap().queue = Some(queue);
        let drill = drill(&document, &["BTS1"]);
        let local = queue == QueueLocation::Local;
        assert_eq!(row(&drill, "F1").text.ends_with("take the new work that reaches them"), local, "{queue:?}");
        let stranded = drill.result.messages.iter().any(|it| it.contains("out of reach until it is back"));
        assert_eq!(stranded, local, "{queue:?}");
        assert_eq!(must_be_done(&drill).iter().any(|it| it.starts_with("Bring BTS1 back")), local, "{queue:?}");
    }
}

#[test]
fn f18_clustered_msdtc_fails_over() {
    let document = design("small-complete");
    let group = document.clustered_msdtc(*document.failover_clusters.keys().next().unwrap()).unwrap();
    let moved = drill(&document, &[&Element::ResourceGroup(group).to_string()]);
    row(&moved, "F18");
    for service in ["Receive", "Process", "Send", "Configure and deploy"] {
        assert_eq!(worst(&moved, service), ServiceState::Interrupted, "{service}");
        assert_eq!(last(&moved, service), ServiceState::Works, "{service}");
    }
    assert!(must_be_done(&moved).is_empty(), "{:?}", must_be_done(&moved));
    assert!(!moved.rows.iter().any(|it| it.text.contains("SQL core databases is online")), "SQL Server stays");
    assert_eq!(moved.result.messages[0], "Open transactions are rolled back");
}

#[test]
fn f18_the_msdtc_of_a_node_beside_a_clustered_one_is_not_needed() {
    for (key, part) in [("small-complete", "SQL1/msdtc"), ("large-complete", "MBX1/msdtc")] {
        let drill = drill(&design(key), &[part]);
        assert!(row(&drill, "F18").text.contains("use the clustered one"), "{key}");
        assert_ne!(drill.rows[0].because, crate::dependency::Because::Drawing, "{key}");
        assert!(!drill.rows.iter().any(|it| it.text.contains("master secret server is online")), "{key}");
        assert_eq!(drill.result.full_service, Answer::NeverAway, "{key}");
    }
}

#[test]
fn a_master_secret_server_does_not_part_from_sql_server_in_its_group() {
    let drill = drill(&design("small"), &["SQL1/msdtc"]);
    assert!(!drill.rows.iter().any(|it| it.text.contains("master secret server is online")), "{:?}", drill.rows);
}

#[test]
fn nothing_is_left_where_services_have_stopped() {
    for (key, lost) in [
        ("two-computer", "BTS1"),
        ("small", "SSODB"),
        ("small", "SQL and master secret cluster disk array"),
        ("small", "SQL and master secret cluster"),
    ] {
        let card = drill(&design(key), &[lost]).result;
        let [capacity] = card.capacity.as_slice() else { panic!("{:?}", card.capacity) };
        let rate = capacity.left.map(|it| (it.p10, it.p50, it.p90));
        assert_eq!(rate, Some((0.0, 0.0, 0.0)), "{key} {lost}");
        assert_eq!(
            capacity.none_left.as_deref(),
            Some("nothing receives or processes or sends any more"),
            "{key} {lost}"
        );
        assert_eq!(capacity.load_share, None, "{key} {lost}");
    }
    let document = design("two-computer");
    let text = crate::drill::text::drill_text(&document, &drill(&document, &["BTS1"]));
    assert!(text.contains("Capacity left: 0 messages/s: nothing receives"), "{text}");
    let receive_only = drill(&design("large"), &["BTS1", "BTS2"]).result;
    assert_eq!(receive_only.capacity[0].none_left.as_deref(), Some("nothing receives any more"));
    let one = drill(&design("small"), &["BTS1"]).result;
    assert!(one.capacity[0].none_left.is_none() && one.capacity[0].left.unwrap().p50 > 0.0);
}

#[test]
fn a_quorum_lost_step_by_step_is_said_to_be_counted_as_at_once() {
    let mut document = design("small");
    let (share, _) = document.computers.iter().find(|(_, it)| it.name == "BTS1").unwrap();
    let witness = Some(Witness::FileShare(Some(*share)));
    document.failover_clusters.edit().values_mut().for_each(|it| it.witness = witness);
    let said = |steps: &[(&str, f64)]| {
        let steps: Vec<DrillStep> = steps
            .iter()
            .map(|(name, at)| DrillStep { at_secs: *at, ..DrillStep::fail(Part::parse(name, &document).unwrap()) })
            .collect();
        let structure = Structure::of(&document);
        let rows = simulate(&document, &structure, &steps).rows;
        rows.iter().any(|it| it.text.contains("lost its quorum") && it.text.contains("dynamic quorum may have kept it"))
    };
    assert!(said(&[("BTS1", 0.0), ("SQL1", 600.0)]));
    assert!(!said(&[("BTS1", 0.0), ("SQL1", 0.0)]));
    assert!(!said(&[("SQL2", 0.0), ("SQL1", 600.0)]), "no node is left that could keep it");
}

#[test]
fn messages_pile_up_only_where_something_still_brings_them() {
    let piles_up = |drill: &Drill| drill.result.messages.iter().any(|it| it.contains("pile up"));
    let callers = drill(&balanced(None), &["NLB1"]);
    assert!(callers.result.messages.iter().any(|it| it.contains("send again")));
    assert!(!piles_up(&callers), "{:?}", callers.result.messages);
    assert!(piles_up(&drill(&design("large"), &["BTS3", "BTS4"])), "what is received waits to be processed");
}

#[test]
fn a_move_with_sql_server_lasts_as_long_as_its_failover() {
    let mut document = design("small");
    document.environment.sql_failover_secs = Some(Sourced::entered(120.0));
    let Answer::Band(when) = drill(&document, &["SQL1"]).result.full_service else { panic!("a band") };
    assert!(when.is_known(), "{}", when.label());
    assert_eq!((when.earliest_secs, when.latest_secs), (120.0, 120.0));
}

#[test]
fn windows_nlb_has_no_device_to_lose() {
    let mut document = balanced(None);
    for balancer in document.load_balancers.edit().values_mut() {
        balancer.kind = LoadBalancerKind::WindowsNlb;
    }
    let lost = drill(&document, &["NLB1"]);
    assert!(row(&lost, "F19").text.contains("no device"));
    assert_eq!(last(&lost, "Receive over HTTP"), ServiceState::Works);
    assert!(must_be_done(&lost).is_empty());
    assert_eq!(last(&drill(&document, &["BTS1", "BTS2"]), "Receive over HTTP"), ServiceState::Stopped);
}

#[test]
fn what_a_lost_address_leads_to_runs_on_and_loses_no_message() {
    let mut document = design("small");
    let nodes: Vec<ComputerId> = document.failover_clusters.values().flat_map(|it| it.computers()).collect();
    let slot = document.computers[&nodes[0]].slot;
    let address = LoadBalancer {
        purpose: Some(BalancerPurpose::ClusterAddress),
        ..LoadBalancer::new("Address", slot, LoadBalancerKind::Other, nodes)
    };
    let id = LoadBalancerId::from(document.next_id);
    document.load_balancers.edit().insert(id, address);
    let drill = drill(&document, &["Address"]);
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    assert!(drill.rows.iter().any(|it| it.text.ends_with("runs on, but nobody reaches it")), "{:?}", drill.rows);
    assert_eq!(must_be_done(&drill), ["Repair Address"]);
    let said = drill.result.messages.join("; ");
    assert!(said.contains("no message is lost") && !said.contains("log mark"), "{said}");
}

#[test]
fn bam_analysis_is_missed_by_analysts() {
    let document = design("availability-group-2020");
    let drill = drill(&document, &["BAMAnalysis"]);
    assert_eq!(last(&drill, "Report"), ServiceState::Degraded);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
    assert!(drill.rows.iter().any(|it| it.text.contains("Analysts")), "{:?}", drill.rows);
    assert_eq!(must_be_done(&drill), ["Bring BAMAnalysis back"]);
}

#[test]
fn forcing_quorum_loses_no_message_and_brings_the_clustered_master_secret_back() {
    let drill = drill(&design("small"), &["SQL and master secret cluster"]);
    assert_eq!(must_be_done(&drill), ["Restore the nodes, or force quorum"]);
    let said = drill.result.messages.join("; ");
    assert!(said.contains("no message is lost") && !said.contains("if the disks are lost"), "{said}");
}

#[test]
fn hosts_that_clustered_enterprise_sso_kept_from_starting_are_started_where_it_is_now() {
    let drill = drill(&design("two-computer-clustered-sso"), &["BTS1"]);
    let steps = must_be_done(&drill);
    assert!(steps.len() == 1 && steps[0].starts_with("Start the host instances of"), "{steps:?}");
    assert!(steps[0].contains("on BTS2, where Enterprise SSO is active now"), "{steps:?}");
    let why = row(&drill, "F3");
    assert_eq!(why.because, crate::dependency::Because::Rule("SSO-005"));
}

#[test]
fn f27_firewall_between_biztalk_and_data_tier() {
    let sketch = sketch();
    let (from, to) = (sketch.tier, sketch.data);
    let mut document = sketch.builder.build();
    let id = crate::model::FirewallId(document.next_id);
    let firewall = Firewall {
        name: "Firewall".to_owned(),
        from,
        to,
        open_ports: BTreeSet::new(),
        open_ports_back: BTreeSet::new(),
        redundant: None,
    };
    document.firewalls.edit().insert(id, firewall);
    let cut = drill(&document, &["Firewall"]);
    let rows: Vec<&DrillRow> = cut.rows.iter().filter(|it| it.injection == "F27").collect();
    assert!(rows.iter().any(|it| it.text.contains("drain")), "{rows:?}");
    assert!(rows.iter().any(|it| it.kind == RowKind::Restart && it.text.contains("fails")), "{rows:?}");
    let offline = rows.iter().find(|it| it.text.contains("Enterprise SSO")).unwrap();
    assert_eq!(offline.when.earliest_secs, 300.0);
    for service in ["Process", "Configure and deploy"] {
        assert_eq!(last(&cut, service), ServiceState::Stopped, "{service}");
    }
    let strict = cut.result.steps.iter().find(|it| it.only_strict).unwrap();
    assert_eq!(strict.because, crate::dependency::Because::Rule("HOST-013"));
    assert_eq!(must_be_done(&cut), ["Repair Firewall"]);
    assert!(cut.result.messages.iter().any(|it| it.contains("no message is lost")));
    let part = Part::parse("Firewall", &document).unwrap();
    let steps =
        [DrillStep::fail(part), DrillStep { at_secs: 900.0, action: DrillAction::Recover, ..DrillStep::fail(part) }];
    let back = simulate(&document, &Structure::new(&Index::new(&document)), &steps);
    assert_eq!(last(&back, "Process"), ServiceState::Works);
    assert!(matches!(back.result.full_service, Answer::Band(_)), "{:?}", back.result.full_service);
    assert_eq!(back.snapshot(back.rows.len()), Snapshot::default());
}

#[test]
fn a_redundant_firewall_survives_the_loss_of_a_device() {
    let sketch = sketch();
    let (from, to) = (sketch.tier, sketch.data);
    let mut document = sketch.builder.build();
    let id = crate::model::FirewallId(document.next_id);
    let ports = BTreeSet::new;
    let firewall = Firewall {
        name: "Firewall".to_owned(),
        from,
        to,
        open_ports: ports(),
        open_ports_back: ports(),
        redundant: Some(true),
    };
    document.firewalls.edit().insert(id, firewall);
    let drill = drill(&document, &["Firewall"]);
    assert_eq!(row(&drill, "F27").kind, RowKind::Failover);
    assert!(must_be_done(&drill).is_empty());
}
