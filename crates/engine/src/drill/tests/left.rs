//! What later failures, recoveries and what is left of the data make of a drill.

use super::*;
use crate::dependency::Outcome;
use crate::model::index::Index;
use crate::model::{DrillAction, FailoverMode, PhysicalHost, PhysicalHostId, RaidLevel, ResourceKind};

fn played(document: &Document, steps: &[(f64, DrillAction, &str)]) -> Drill {
    let step = |(at_secs, action, part): &(f64, DrillAction, &str)| {
        let part = Part::parse(part, document).unwrap();
        DrillStep { at_secs: *at_secs, action: *action, ..DrillStep::fail(part) }
    };
    let steps: Vec<DrillStep> = steps.iter().map(step).collect();
    simulate(document, &Structure::new(&Index::new(document)), &steps)
}

/// BizTalk servers with one host over two nodes of SQL Server.
fn usual() -> (DocumentBuilder, Vec<crate::model::ComputerId>, crate::model::SqlInstanceId) {
    let mut builder = DocumentBuilder::new("Usual");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    let cluster = builder.failover_cluster("Cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    builder.host("Work", &[HostFunction::Process], &bts);
    (builder, nodes, sql)
}

#[test]
fn a_second_failure_takes_back_what_the_first_had_scheduled() {
    let (builder, ..) = usual();
    let document = builder.build();
    let drill = played(&document, &[(0.0, DrillAction::Fail, "SQL1"), (30.0, DrillAction::Fail, "SQL2")]);
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    assert!(!drill.rows.iter().any(|it| it.text.contains("SQL is online")), "{:#?}", drill.rows);
}

#[test]
fn what_people_have_to_do_ends_with_the_loss_that_asks_for_it() {
    let (builder, ..) = usual();
    let document = builder.build();
    let both = [(0.0, DrillAction::Fail, "SQL1"), (0.0, DrillAction::Fail, "SQL2")];
    assert!(!must_be_done(&played(&document, &both)).is_empty());
    let back = [both[0], both[1], (60.0, DrillAction::Recover, "SQL2")];
    let drill = played(&document, &back);
    assert!(must_be_done(&drill).is_empty(), "{:?}", must_be_done(&drill));
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn a_host_instance_does_not_start_again_once_the_secret_is_gone() {
    let mut builder = DocumentBuilder::new("Secret");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1"], tier);
    let others = builder.computers(&["SQL1", "MSS1"], tier);
    let sql = builder.standalone_sql("SQL", others[0]);
    builder.core_databases(sql);
    builder.master_secret_on(others[1]);
    builder.host("Work", &[HostFunction::Process], &bts);
    let document = builder.build();
    let instance = Element::from(*document.host_instances.keys().next().unwrap()).to_string();
    assert_eq!(last(&played(&document, &[(0.0, DrillAction::Fail, &instance)]), "Process"), ServiceState::Works);
    let meanwhile = [(0.0, DrillAction::Fail, instance.as_str()), (30.0, DrillAction::Fail, "MSS1")];
    assert_eq!(last(&played(&document, &meanwhile), "Process"), ServiceState::Stopped);
}

#[test]
fn an_agent_that_is_no_resource_stays_behind_when_sql_server_fails_over() {
    let (mut builder, ..) = usual();
    for group in builder.edit().resource_groups.edit().values_mut() {
        *group = group.clone().without(ResourceKind::SqlAgent);
    }
    let drill = drill(&builder.build(), &["SQL1"]);
    assert_eq!(last(&drill, "Whole"), ServiceState::Degraded);
    assert_eq!(must_be_done(&drill), ["Start SQL Server Agent of SQL on SQL2"]);
}

#[test]
fn databases_with_a_living_replica_are_not_restored_from_backups() {
    let mut builder = DocumentBuilder::new("Replicas");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1"], tier);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    let cluster = builder.failover_cluster("Cluster", &nodes);
    let replicas: Vec<_> =
        [("A", nodes[0]), ("B", nodes[1])].into_iter().map(|(name, node)| builder.standalone_sql(name, node)).collect();
    builder.core_databases(replicas[0]);
    let group = builder.availability_group("AG", &replicas);
    builder.host("Work", &[HostFunction::Process], &bts);
    builder.edit().availability_groups.edit().get_mut(&group).unwrap().replicas[1].failover = FailoverMode::Manual;
    builder.edit().failover_clusters.edit().get_mut(&cluster).unwrap().witness = Some(crate::model::Witness::Cloud);
    let drill = drill(&builder.build(), &["SQL1"]);
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    assert!(must_be_done(&drill).contains(&"Fail over AG by hand to B"), "{:?}", must_be_done(&drill));
    let messages = drill.result.messages.join(" ");
    assert!(messages.contains("B holds every committed transaction") && !messages.contains("log mark"), "{messages}");
}

#[test]
fn a_virtual_machine_that_restarts_elsewhere_interrupts_and_fails_nothing_over() {
    let mut builder = DocumentBuilder::new("Machines");
    let tier = builder.tier("All", TierKind::BizTalk);
    let bts = builder.biztalk_servers(&["BTS1"], tier);
    let computer = builder.computer("SQL1", tier);
    let sql = builder.standalone_sql("SQL", computer);
    builder.core_databases(sql);
    builder.host("Work", &[HostFunction::Process], &bts);
    let hosts = [PhysicalHostId::from(901), PhysicalHostId::from(902)];
    let document = builder.edit();
    document.next_id = 903;
    for (id, name) in hosts.into_iter().zip(["HV1", "HV2"]) {
        let host = PhysicalHost { host_cluster: Some("Hosts".to_owned()), ..PhysicalHost::new(name) };
        document.physical_hosts.edit().insert(id, host);
    }
    for id in [bts[0], computer] {
        document.computers.edit().get_mut(&id).unwrap().physical_host = Some(hosts[0]);
    }
    let document = builder.build();
    for part in ["BTS1", "SQL1", "HV1"] {
        let drill = drill(&document, &[part]);
        assert_eq!(
            (worst(&drill, "Process"), last(&drill, "Process")),
            (ServiceState::Interrupted, ServiceState::Works)
        );
        let texts = drill.rows.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ");
        assert!(texts.contains("has started") && !texts.contains("network name"), "{part}: {texts}");
    }
    assert_eq!(last(&drill(&document, &["HV1", "HV2"]), "Process"), ServiceState::Stopped);
}

#[test]
fn a_redundant_array_bears_the_loss_of_a_part() {
    let (mut builder, _, sql) = usual();
    let disk = builder.edit().sql_instances.get(&sql).unwrap().storage.unwrap();
    let outcome = |builder: &DocumentBuilder| {
        let document = builder.clone().build();
        let structure = Structure::new(&Index::new(&document));
        let loss = crate::dependency::Loss::of(Element::Storage(disk));
        structure.outcomes(&document, &loss)[0]
    };
    assert_eq!(outcome(&builder).effect, crate::dependency::Effect::Stops);
    let storage = builder.edit().storages.edit().get_mut(&disk).unwrap();
    storage.raid = Some(RaidLevel::Raid10);
    storage.redundant_controllers = Some(true);
    assert_eq!(outcome(&builder), Outcome::default());
}
