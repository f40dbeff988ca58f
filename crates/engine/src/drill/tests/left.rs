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
fn what_never_works_is_not_what_a_drill_takes_away() {
    let (mut builder, ..) = usual();
    builder.host("Nowhere", &[HostFunction::Send], &[]);
    let document = builder.build();
    let drill = drill(&document, &["BTS1"]);
    let never: Vec<&str> = drill.result.never().map(|it| it.name.as_str()).collect();
    assert_eq!(never, ["Send", "Whole"]);
    assert_eq!(drill.result.lost().count(), 0);
    assert_eq!(drill.result.full_service, Answer::NothingTaken);
    assert!(must_be_done(&drill).is_empty(), "{:?}", must_be_done(&drill));
    // It stands as stopped from the first moment, and no row takes it away.
    let send = drill.services.iter().position(|it| it == "Send").unwrap();
    assert_eq!(drill.snapshot(0).services.get(&send), Some(&ServiceState::Stopped));
    assert!(!drill.rows.iter().flat_map(|it| &it.services).any(|(service, _)| *service == send), "{:#?}", drill.rows);
}

#[test]
fn a_drill_ends_when_what_worked_before_is_back_whatever_never_works() {
    let (mut builder, ..) = usual();
    builder.host("Nowhere", &[HostFunction::Send], &[]);
    let drill = played(&builder.build(), &[(0.0, DrillAction::Fail, "SQL1")]);
    assert!(matches!(drill.result.full_service, Answer::Band(_)), "{:?}", drill.result.full_service);
    assert_eq!((last(&drill, "Process"), last(&drill, "Send")), (ServiceState::Works, ServiceState::Stopped));
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

#[test]
fn a_service_is_back_with_the_last_of_what_it_waited_for() {
    for template in crate::document::templates() {
        let document = &template.document;
        let failures = crate::dependency::Failures::new(&Index::new(document));
        for row in &failures.impact {
            let part = row.part;
            let drill = simulate(document, &failures.structure, &[DrillStep::fail(part)]);
            for (service, name) in drill.services.iter().enumerate() {
                let of_it = drill.rows.iter().flat_map(|it| &it.services).filter(|(it, _)| *it == service);
                let (mut now, mut is_back) = (ServiceState::Works, false);
                for (_, state) in of_it {
                    let too_soon = is_back && *state == now;
                    assert!(!too_soon, "{}, {part}: {name} is said to be {state:?} twice", template.key);
                    (is_back, now) = (*state < now, *state);
                }
            }
        }
    }
}

#[test]
fn receiving_over_mqseries_is_back_when_somebody_has_started_mqsagent_again() {
    let (mut builder, ..) = usual();
    let tier = builder.tier("Queues", TierKind::BizTalk);
    let nodes = builder.computers(&["MQ1", "MQ2"], tier);
    let cluster = builder.failover_cluster("MQ cluster", &nodes);
    let role = builder.resource_group("MQ group", cluster, &nodes, &[]);
    let endpoint = builder.endpoint("Queue manager", EndpointKind::MqServer, tier);
    let bts: Vec<crate::model::ComputerId> = builder.primary_biztalk_servers().into_iter().collect();
    let host = builder.host("Queue host", &[HostFunction::Receive], &bts);
    builder.receive_handler(host, Adapter::MqSeries, Some(endpoint));
    let mut document = builder.build();
    document.endpoints.edit().get_mut(&endpoint).unwrap().cluster_role = Some(role);
    let receive = "Receive over MQSeries";
    let index = |drill: &Drill| drill.services.iter().position(|it| it == receive).unwrap();
    let moved = played(&document, &[(0.0, DrillAction::Fail, "MQ1")]);
    let back: Vec<&DrillRow> =
        moved.rows.iter().filter(|it| it.services.contains(&(index(&moved), ServiceState::Works))).collect();
    assert_eq!(back.len(), 1, "{:#?}", moved.rows);
    assert!(back[0].text.starts_with("Restart MQSAgent on MQ2"), "{}", back[0].text);
    assert_eq!((worst(&moved, receive), last(&moved, receive)), (ServiceState::Interrupted, ServiceState::Works));
    let both = played(&document, &[(0.0, DrillAction::Fail, "MQ1"), (60.0, DrillAction::Fail, "MQ2")]);
    assert_eq!(last(&both, receive), ServiceState::Stopped);
}

#[test]
fn a_recovery_site_in_another_domain_takes_nothing_up() {
    let mut document = design("dr-one-to-one");
    let at_recovery_site: Vec<_> = document.computers.keys().copied().filter(|id| !document.is_primary(*id)).collect();
    let said = |document: &Document| {
        let drill = drill(document, &["Primary site"]);
        let row = row(&drill, "F30").clone();
        (row.text, row.because, must_be_done(&drill).join("; "))
    };
    let (text, because, steps) = said(&document);
    assert!(text.contains("production is taken up at the disaster-recovery site"), "{text}");
    assert_eq!(because, crate::dependency::Because::Document("core/log-shipping"));
    assert!(
        steps.contains("Switch to the disaster-recovery site") && !steps.contains("Rebuild from backups"),
        "{steps}"
    );
    for id in at_recovery_site {
        document.computers.edit().get_mut(&id).unwrap().domain = Some("fabrikam.com".to_owned());
    }
    let (text, because, steps) = said(&document);
    assert!(text.contains("cannot be taken up on") && text.contains("in another domain"), "{text}");
    assert_eq!(because, crate::dependency::Because::Rule("DR-025"));
    assert!(
        steps.contains("Rebuild from backups") && !steps.contains("Switch to the disaster-recovery site"),
        "{steps}"
    );
}

#[test]
fn a_recovery_site_to_which_nothing_brings_the_databases_takes_nothing_up() {
    let mut document = design("dr-one-to-one");
    document.disaster_recovery = crate::model::DisasterRecovery::default();
    for database in document.databases.edit().values_mut() {
        database.dr_transport = None;
    }
    let drill = drill(&document, &["Primary site"]);
    let text = &row(&drill, "F30").text;
    assert!(text.contains("nothing is stated that brings them"), "{text}");
    let steps = must_be_done(&drill).join("; ");
    assert!(
        steps.contains("Rebuild from backups") && !steps.contains("Switch to the disaster-recovery site"),
        "{steps}"
    );
}
