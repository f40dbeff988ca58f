//! Cases of the failure logic and of the sweep.

use std::collections::BTreeSet;

use super::*;
use crate::capacity::estimate;
use crate::document::{template, templates};
use crate::model::index::Index;
use crate::model::{
    Adapter, BalancerPurpose, ClusterAddress, Computer, Document, Element, HostFunction, HostInstance, LoadBalancer,
    LoadBalancerKind, ResourceKind, Site, SiteKind, TierKind,
};
use crate::testing::{DocumentBuilder, generated_design};

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn outcome(document: &Document, lost: &[&str], service: &str) -> Outcome {
    let structure = Structure::new(&Index::new(document));
    let parts = lost.iter().map(|text| Part::parse(text, document).unwrap()).collect();
    let outcomes = structure.outcomes(document, &Loss { parts });
    let at = structure.services.iter().position(|it| it.name == service).unwrap();
    outcomes[at]
}

fn effect(document: &Document, lost: &[&str], service: &str) -> Effect {
    outcome(document, lost, service).effect
}

#[test]
fn a_master_secret_beside_sql_server_stops_everything_with_one_computer() {
    let document = design("two-computer");
    for service in ["Receive", "Process", "Send", "Whole"] {
        assert_eq!(effect(&document, &["BTS1"], service), Effect::Stops, "{service}");
        assert_ne!(effect(&document, &["BTS2"], service), Effect::Stops, "{service}");
    }
    let structure = Structure::new(&Index::new(&document));
    let lanes = structure.evaluate(&document, &Loss::of(Part::parse("BTS1", &document).unwrap()));
    let reasons = structure.reasons(&structure.services[0], &lanes).join(" ");
    assert!(reasons.contains("master secret"), "{reasons}");
}

#[test]
fn the_compound_loss_of_secret_and_sql_node_is_found_among_the_pairs() {
    let document = design("small");
    let mut builder = document.clone();
    // An unclustered master secret server of its own, as in F13.
    for group in builder.resource_groups.edit().values_mut() {
        group.resources.remove(&crate::model::ResourceKind::EntSso);
    }
    let secret = builder.computers.iter().find(|(_, it)| it.roles.contains(&crate::model::Role::BizTalkRuntime));
    let (id, name) = secret.map(|(id, it)| (*id, it.name.clone())).unwrap();
    builder.computers.edit().get_mut(&id).unwrap().roles.insert(crate::model::Role::MasterSecret);
    assert_eq!(effect(&builder, &[&name], "Process"), Effect::Degraded);
    let structure = Structure::new(&Index::new(&builder));
    let sweep = Sweep::new(&structure);
    let process = structure.services.iter().position(|it| it.name == "Process").unwrap();
    let position = |part: &str| {
        let event = structure.event_of(Part::parse(part, &builder).unwrap()).unwrap();
        sweep.events().iter().position(|it| *it == event).unwrap()
    };
    let sql = builder.active_computer_of_sql(*builder.sql_instances.keys().next().unwrap()).unwrap();
    let sql = Element::Computer(sql).name(&builder);
    assert_eq!(sweep.pair(position(&name), position(&sql), process).effect, Effect::Stops);
}

#[test]
fn a_failover_interrupts_and_does_not_stop() {
    let document = design("large");
    let lost = outcome(&document, &["MBX1"], "Receive");
    assert_eq!((lost.effect, lost.interrupted), (Effect::Works, true));
    assert_eq!(outcome(&document, &["MBX4"], "Receive"), Outcome::default());
    assert_eq!(effect(&document, &["MBX1", "MBX4"], "Receive"), Effect::Stops);
}

#[test]
fn losing_tracking_delays_and_losing_the_secret_stops_configuration_only() {
    let document = design("large-complete");
    assert_eq!(effect(&document, &["Tracking host"], "Track"), Effect::Degraded);
    assert_eq!(effect(&document, &["Tracking host"], "Process"), Effect::Works);
    assert_eq!(effect(&document, &["MSS1", "MSS2"], "Configure and deploy"), Effect::Stops);
    assert_eq!(effect(&document, &["MSS1", "MSS2"], "Send"), Effect::Works);
    assert_eq!(effect(&document, &["MSS1", "MSS2"], "Whole"), Effect::Degraded);
}

fn balanced() -> Document {
    let mut builder = DocumentBuilder::new("Balanced");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let data = builder.tier("Data", TierKind::Databases);
    let bts = [builder.biztalk_server("BTS1", tier), builder.biztalk_server("BTS2", tier)];
    let nodes = [builder.computer("SQL1", data), builder.computer("SQL2", data)];
    let cluster = builder.failover_cluster("Cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    let host = builder.isolated_host("Web host", &bts);
    builder.receive_handler(host, Adapter::Http, None);
    builder.load_balancer("NLB1", LoadBalancerKind::Other, tier, &bts, host);
    builder.host("Processing host", &[HostFunction::Process], &bts);
    builder.build()
}

/// A cluster role with SQL Server and Enterprise SSO in it, which may run on `owners` of two nodes.
fn role_on(owners: usize) -> Document {
    let mut document = balanced();
    let role = document.resource_groups.edit().values_mut().next().unwrap();
    role.possible_owners.truncate(owners);
    role.resources.insert(ResourceKind::EntSso, BTreeSet::new());
    document
}

#[test]
fn a_load_balancer_that_is_the_address_of_a_cluster_role_takes_it_away_unless_it_is_redundant() {
    let mut document = balanced();
    let members =
        document.failover_clusters.values().flat_map(|it| it.nodes.iter().map(|node| node.computer)).collect();
    let (id, before) = document.load_balancers.iter().next().map(|(id, it)| (*id, it.clone())).unwrap();
    let address = LoadBalancer {
        name: "Address".to_owned(),
        members,
        serves: BTreeSet::new(),
        purpose: Some(BalancerPurpose::ClusterAddress),
        ..before
    };
    document.load_balancers.edit().insert(id, address.clone());
    assert_eq!(effect(&document, &["Address"], "Process"), Effect::Stops);
    for kept in [
        LoadBalancer { redundant: Some(true), ..address.clone() },
        LoadBalancer { purpose: Some(BalancerPurpose::ClientTraffic), ..address },
    ] {
        document.load_balancers.edit().insert(id, kept);
        assert_eq!(effect(&document, &["Address"], "Process"), Effect::Works);
    }
    document.load_balancers.edit().get_mut(&id).unwrap().purpose = Some(BalancerPurpose::ClusterAddress);
    for role in document.resource_groups.edit().values_mut() {
        role.address = Some(ClusterAddress::DistributedNetworkName);
    }
    assert_eq!(effect(&document, &["Address"], "Process"), Effect::Works);
}

#[test]
fn all_that_is_in_a_cluster_resource_group_fails_with_it() {
    let (alone, shared) = (role_on(1), role_on(2));
    let role = Part::from(Element::from(*alone.resource_groups.keys().next().unwrap())).to_string();
    for service in ["Receive over HTTP", "Process", "Configure and deploy"] {
        assert_eq!(effect(&alone, &[&role], service), Effect::Stops, "{service}");
        let moved = Outcome { effect: Effect::Works, interrupted: true };
        assert_eq!(outcome(&shared, &[&role], service), moved, "{service}");
    }
    let failures = Failures::new(&Index::new(&alone));
    let row = failures.impact.iter().find(|it| it.part.to_string() == role).unwrap();
    assert_eq!(row.kind, LossKind::SinglePoint);
}

/// The same where something sends, so that a rate can be estimated.
fn balanced_and_sending() -> Document {
    let mut document = balanced();
    document.hosts.edit().values_mut().last().unwrap().functions.insert(HostFunction::Send);
    document
}

#[test]
fn databases_that_stand_outside_the_primary_sites_only_serve_nobody() {
    let mut document = balanced_and_sending();
    document.sites.edit().insert(90.into(), Site::new("Recovery site", SiteKind::DisasterRecovery));
    document.next_id = 91;
    document.tiers.edit().values_mut().find(|it| it.name == "Data").unwrap().site = 90.into();
    assert_eq!(effect(&document, &[], "Receive over HTTP"), Effect::Stops);
    let structure = Structure::of(&document);
    let rate = estimate(&document, &structure, &Loss::none()).rate.unwrap();
    assert_eq!(rate.p90, 0.0);
}

#[test]
fn databases_that_move_to_another_site_keep_their_rate() {
    let mut document = balanced_and_sending();
    document.sites.edit().insert(90.into(), Site::new("Recovery site", SiteKind::DisasterRecovery));
    let mut tier = document.tiers.values().find(|it| it.name == "Data").unwrap().clone();
    tier.site = 90.into();
    document.tiers.edit().insert(91.into(), tier);
    document.tier_rows.push(vec![91.into()]);
    document.next_id = 92;
    document.computers.edit().values_mut().find(|it| it.name == "SQL2").unwrap().slot.tier = 91.into();
    assert_eq!(effect(&document, &["SQL1"], "Process"), Effect::Works);
    let loss = Loss::of(Part::parse("SQL1", &document).unwrap());
    let rate = estimate(&document, &Structure::of(&document), &loss).rate.unwrap();
    assert!(rate.p50 > 0.0);
}

#[test]
fn a_load_balancer_in_front_of_some_leaves_the_others_to_their_own_address() {
    let mut document = balanced();
    let host = *document.hosts.keys().next().unwrap();
    let third = Computer { name: "BTS3".to_owned(), ..document.computers.values().next().unwrap().clone() };
    document.computers.edit().insert(90.into(), third);
    document.host_instances.edit().insert(91.into(), HostInstance::new(host, 90.into()));
    document.next_id = 92;
    let receive = "Receive over HTTP";
    assert_eq!(effect(&document, &["BTS1"], receive), Effect::Degraded);
    assert_eq!(effect(&document, &["BTS3"], receive), Effect::Stops);
    let balancer = document.load_balancers.edit().values_mut().next().unwrap();
    balancer.members.pop_last();
    assert_eq!(effect(&document, &["BTS1"], receive), Effect::Stops, "a load balancer with one member leads nobody on");
}

#[test]
fn cut_sets_are_said_in_sentences() {
    let document = balanced();
    let structure = Structure::new(&Index::new(&document));
    let sweep = Sweep::new(&structure);
    let cuts = ServiceCuts::all(&document, &structure, &sweep, None);
    let receive = structure.services.iter().position(|it| it.name == "Receive over HTTP").unwrap();
    let sentence = cuts[receive].sentence(&structure);
    assert!(sentence.starts_with("Receive over HTTP stops if NLB1 fails, or if "), "{sentence}");
    assert!(sentence.contains("or if BTS1 and BTS2 fail"), "{sentence}");
    assert!(!sentence.contains("Enterprise SSO on BTS1"), "{sentence}");
}

#[test]
fn sentences_keep_databases_and_count_what_lies_in_the_computers_they_name() {
    let document = design("two-computer");
    let structure = Structure::new(&Index::new(&document));
    let sweep = Sweep::new(&structure);
    let mut cuts = ServiceCuts::all(&document, &structure, &sweep, None);
    let receive = structure.services.iter().position(|it| it.name == "Receive").unwrap();
    cuts[receive].sets.retain(|set| set.events.len() == 1);
    let sentence = cuts[receive].sentence(&structure);
    let (_, evident) = sentence.split_once("like any design it needs").unwrap();
    assert!(evident.contains("BizTalkMsgBoxDb"), "{sentence}");
    let inside = cuts[receive].num_contained();
    assert!(inside > 0 && sentence.contains(&format!("; {inside} loss")), "{sentence}");
}

#[test]
fn every_service_of_the_virtualized_designs_works_while_nothing_is_lost() {
    for scale in [1, 2, 3] {
        let structure = Structure::new(&Index::new(&crate::testing::virtualized_design(scale)));
        let lanes = structure.logic.evaluate(|_| 0);
        for service in &structure.services {
            assert_eq!(lanes.of(service.stops) & 1, 0, "{} stops by itself", service.name);
        }
    }
}

#[test]
fn a_lost_site_is_not_explained_by_a_failover() {
    let document = design("small");
    let structure = Structure::new(&Index::new(&document));
    let lanes = structure.evaluate(&document, &Loss::of(Part::parse("Primary site", &document).unwrap()));
    for service in &structure.services {
        let reasons = structure.reasons(service, &lanes).join("; ");
        assert!(!reasons.contains("after the failover"), "{}: {reasons}", service.name);
    }
}

#[test]
fn single_points_of_failure_are_elements_that_stop_messages_alone() {
    let document = balanced();
    let failures = crate::dependency::Failures::new(&Index::new(&document));
    let carrying =
        failures.cuts(&document).iter().filter(|it| failures.structure.services[it.service].kind.carries_messages());
    let single = carrying.flat_map(|it| it.single_points(&failures.structure));
    let names: BTreeSet<String> = single.map(|it| it.name(&document)).collect();
    assert!(names.contains("NLB1") && names.contains("Cluster disk array"), "{names:?}");
    assert!(!names.contains("BTS1") && !names.contains("BizTalkMsgBoxDb"), "{names:?}");
}

#[test]
fn lanes_say_the_same_as_one_situation_at_a_time() {
    let document = design("large");
    let structure = Structure::new(&Index::new(&document));
    let sweep = Sweep::new(&structure);
    let part = |event: crate::availability::EventId| structure.events[event.index()].part.unwrap();
    for (index, scenario) in sweep.all_pairs().enumerate().filter(|(index, _)| index % 37 == 0) {
        let parts = scenario.events.iter().map(|event| part(*event)).collect();
        let alone = structure.outcomes(&document, &Loss { parts });
        // A group of resources takes its members along, which only a spelled-out loss says.
        let grouped = scenario
            .events
            .iter()
            .any(|it| matches!(part(*it), Part::Element(Element::ResourceGroup(_)) | Part::Service(..)));
        assert!(grouped || alone == scenario.outcomes, "{index}: {:?}", scenario.events);
    }
}

#[test]
fn of_many_parts_the_sweep_says_what_each_loss_says() {
    let document = generated_design(120, 3);
    let structure = Structure::of(&document);
    let sweep = Sweep::live(&structure);
    assert!(!sweep.has_pairs(), "a design of few parts is swept another way");
    for (at, event) in sweep.events().iter().enumerate().step_by(7) {
        let part = structure.events[event.index()].part.unwrap();
        let outcomes = structure.outcomes(&document, &Loss::of(part));
        for (service, outcome) in outcomes.into_iter().enumerate() {
            assert_eq!(sweep.single(at, service), outcome, "{part}, {}", structure.services[service].name);
        }
    }
}

#[test]
fn triples_are_minimal() {
    let document = balanced();
    let structure = Structure::new(&Index::new(&document));
    let sweep = Sweep::new(&structure);
    let triples = Triples::new(&structure, &sweep, &Patience::endless());
    assert!(!triples.is_stopped());
    let stopped = Triples::new(&structure, &sweep, &Patience::until(|| true));
    assert!(stopped.is_stopped() && stopped.tried < triples.tried && stopped.all == triples.tried);
    let report = text::SweepReport {
        document: &document,
        structure: &structure,
        sweep: &sweep,
        triples: Some(&stopped),
        order: 3,
    };
    assert!(report.text().contains(&format!("stopped at 0 of {} of three, for lack of time", stopped.all)));
    assert_eq!(report.json()["stopped"], true);
    let n = sweep.events().len();
    assert_eq!(triples.tried, n * (n - 1) * (n - 2) / 6);
    for (service, cuts) in triples.cuts.iter().enumerate() {
        for [a, b, c] in cuts {
            for (x, y) in [(a, b), (a, c), (b, c)] {
                assert_ne!(sweep.pair(*x, *y, service).effect, Effect::Stops);
            }
        }
    }
}

#[test]
fn parts_are_read_by_key_and_by_name() {
    let document = design("large");
    for text in ["computer-8", "bts1", "computer-8/entsso", "BTS1/msdtc", "sql-instance-37/agent"] {
        let part = Part::parse(text, &document).unwrap();
        assert_eq!(Part::parse(&part.to_string(), &document).unwrap(), part, "{text}");
    }
    let mut twice = document.clone();
    let (first, second) =
        (twice.computers.keys().next().copied().unwrap(), twice.computers.keys().nth(1).copied().unwrap());
    let name = twice.computers.get(&first).unwrap().name.clone();
    twice.computers.edit().get_mut(&second).unwrap().name.clone_from(&name);
    let refused = Part::parse(&name, &twice).unwrap_err().to_string();
    assert!(refused.contains(&format!("{}, {}", Element::from(first), Element::from(second))), "{refused}");
    assert!(Part::parse(&Element::from(second).to_string(), &twice).is_ok(), "a key is never ambiguous");
    for text in ["", "BTS99", "BTS1/agent", "computer-8/printer"] {
        assert!(Part::parse(text, &document).is_err(), "{text}");
    }
}

#[test]
fn every_part_that_a_sweep_names_is_found_by_that_name() {
    for template in templates() {
        let document = &template.document;
        let structure = Structure::of(document);
        for event in &structure.events {
            let Some(part) = event.part else { continue };
            match Part::parse(&event.name, document) {
                Ok(read) => assert_eq!(read, part, "{}: {}", template.key, event.name),
                Err(err) => assert!(err.to_string().contains(&part.to_string()), "{}: {err}", template.key),
            }
        }
    }
}
