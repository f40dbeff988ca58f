//! Designs made of exports.

use tierwright_design::document::to_text;
use tierwright_design::edit::{Edit, History, intent, preview};
use tierwright_design::model::{
    Adapter, BizTalkRelease, ComputerId, Document, HostKind, Role, SecretServerName, SqlPlacement, SqlRelease,
    TierKind, check_invariants,
};
use tierwright_exchange::landing::{ChangeKind, land, new_design};
use tierwright_exchange::readers::{Options, read_all};

use super::{all, import, import_text, sources};

fn design(names: &[&str]) -> Document {
    let (document, _) = new_design(&import(names)).expect("facts land");
    assert!(check_invariants(&document).is_empty(), "{:?}", check_invariants(&document));
    document
}

fn computer(document: &Document, name: &str) -> ComputerId {
    *document.computers.iter().find(|(_, it)| it.name == name).expect("it is drawn").0
}

#[test]
fn a_group_lands_by_role_with_its_hosts_databases_and_clusters() {
    let document = design(&all());
    assert_eq!(document.environment.biztalk_release, BizTalkRelease::V2016);
    let tier = |name: &str| document.tiers[&document.computers[&computer(&document, name)].slot.tier].kind;
    assert_eq!(
        (tier("APP01"), tier("APP02"), tier("DB01")),
        (TierKind::BizTalk, TierKind::BizTalk, TierKind::Databases)
    );
    let app = &document.computers[&computer(&document, "APP01")];
    assert!(app.roles.is_superset(&[Role::BizTalkRuntime, Role::MasterSecret, Role::Iis].into()), "{:?}", app.roles);
    let web = document.hosts.values().find(|it| it.name == "Web").unwrap();
    assert_eq!(web.kind, HostKind::Isolated);
    let sql = document.sql_instances.values().find(|it| it.name == "SQLPROD").unwrap();
    assert_eq!(sql.release, SqlRelease::V2016);
    assert!(matches!(sql.placement, SqlPlacement::Clustered(_)), "{:?}", sql.placement);
    let cluster = document.failover_clusters.values().next().unwrap();
    assert_eq!(cluster.nodes.len(), 2);
    assert_eq!(document.resource_groups.len(), 2, "the group with the storage of the cluster carries nothing");
    let queues = document.hosts.values().find(|it| it.name == "Queues").unwrap();
    assert!(queues.clustered_in.is_some());
    let unknown = document.handlers.values().find(|it| it.adapter == Adapter::Other).unwrap();
    assert_eq!(unknown.adapter_label(), "Acme-Bridge");
    assert!(document.handlers.values().any(|it| it.adapter == Adapter::WcfSql && it.ordered));
    assert!(document.host_instances.values().any(|it| !it.enabled));
    assert!(document.imported.iter().all(|it| it.value != "not-for-you"));
}

#[test]
fn files_in_any_order_give_the_same_bytes() {
    let expected = to_text(&design(&all()));
    let mut names = all();
    for _ in 0..names.len() {
        names.rotate_left(1);
        assert_eq!(to_text(&design(&names)), expected);
    }
    names.reverse();
    assert_eq!(to_text(&design(&names)), expected);
}

#[test]
fn importing_the_same_again_changes_nothing_and_one_step_takes_an_import_back() {
    let document = design(&all());
    let again = land(&document, &import(&all())).unwrap();
    assert_eq!(again.edit, None, "{:?}", again.edit);
    let first = design(&["settings.xml"]);
    let landing = land(&first, &import(&all())).unwrap();
    let mut history = History::new(first.clone(), true);
    assert!(history.edit(&landing.edit.unwrap()).unwrap());
    assert!(history.document().sql_instances.len() > first.sql_instances.len());
    history.undo();
    assert_eq!(**history.document(), first);
}

#[test]
fn what_comes_one_by_one_is_what_comes_together() {
    let mut document = design(&["settings.xml"]);
    for name in ["hosts.tsv", "bindings.xml", "collected.json"] {
        let landing = land(&document, &import(&[name])).unwrap();
        let commands: Vec<_> = landing.edit.into_iter().flat_map(|it| it.commands).collect();
        document = preview(&document, &commands).unwrap();
    }
    let together = design(&["settings.xml", "hosts.tsv", "bindings.xml", "collected.json"]);
    let names = |document: &Document| {
        let mut names: Vec<String> =
            document.hosts.values().map(|it| format!("{} {:?}", it.name, it.functions)).collect();
        names.sort();
        names
    };
    assert_eq!(names(&document), names(&together));
    assert_eq!(document.handlers.len(), together.handlers.len());
    assert_eq!(document.host_instances.len(), together.host_instances.len());
}

#[test]
fn a_newer_export_changes_what_it_knows_and_keeps_what_a_person_has_changed() {
    let before = design(&["settings.xml"]);
    let renamed = {
        let edit: Edit = intent::rename::rename(&before, computer(&before, "APP02").into(), "NEWAPP").unwrap();
        preview(&before, &edit.commands).unwrap()
    };
    let tracking = *renamed.hosts.iter().find(|(_, it)| it.name == "Tracking").unwrap().0;
    let mine = preview(&renamed, &intent::hosts::set_tracking(&renamed, tracking, false).unwrap().commands).unwrap();
    let mut files = sources(&["settings.xml"]);
    let text = String::from_utf8(files[0].bytes.clone().unwrap()).unwrap();
    let newer = text.replacen("<Setting Name=\"IsHost32BitOnly\">False", "<Setting Name=\"IsHost32BitOnly\">True", 1);
    files[0].bytes = Ok(newer.into_bytes());
    let landing = land(&mine, &read_all(files, Options::default())).unwrap();
    let kinds: Vec<_> = landing.changes.iter().map(|it| (it.kind, it.name.as_str())).collect();
    assert_eq!(kinds, [(ChangeKind::Changed, "Orders"), (ChangeKind::Kept, "Tracking")]);
    let after = preview(&mine, &landing.edit.unwrap().commands).unwrap();
    assert_eq!(after.computers.len(), before.computers.len(), "a renamed computer is found again");
    assert!(!after.hosts[&tracking].allow_tracking);
    let orders = after.hosts.values().find(|it| it.name == "Orders").unwrap();
    assert_eq!(orders.is_64_bit, Some(false));
}

#[test]
fn what_no_export_says_stays_open() {
    let (document, landing) = new_design(&import(&["settings.xml"])).unwrap();
    let gaps: Vec<&str> = landing.gaps.iter().map(|it| it.what.as_str()).collect();
    for open in [
        "the release of BizTalk Server",
        "the master secret server",
        "whether SQLPROD is",
        "where these databases are",
        "what these hosts do, and with which adapters: Orders",
        "whether the BizTalk group has other hosts, and which of them track",
    ] {
        assert!(gaps.iter().any(|it| it.starts_with(open)), "{open}: {gaps:?}");
    }
    let sql = document.sql_instances.values().next().unwrap();
    assert_eq!(sql.configured_name, None);
    assert!(document.imported.iter().any(tierwright_design::model::Imported::is_assumed));
    let asked = |document: &Document| -> Vec<String> {
        let rules = tierwright_rules::analysis::analyze(document).rules;
        let of_import = rules.questions.iter().filter(|it| it.rule.as_str() == "VER-011");
        of_import.map(|it| format!("{} of {}", it.attribute.words(), it.element.name(document))).collect()
    };
    let open = asked(&document);
    for assumed in [
        "release of BizTalk Server",
        "edition of SQL Server",
        "computer, failover cluster",
        "in-process or isolated of",
    ] {
        assert!(open.iter().any(|it| it.starts_with(assumed)), "{assumed}: {open:?}");
    }
    let landing = land(&document, &import(&all())).unwrap();
    assert!(landing.gaps.iter().all(|it| !it.what.starts_with("whether the BizTalk group has other hosts")));
    let known = preview(&document, &landing.edit.unwrap().commands).unwrap();
    assert!(!asked(&known).iter().any(|it| it.starts_with("release of BizTalk Server")), "a newer export says it");
}

/// What our collector says of a host in a cluster resource group of a name that two failover clusters have, and of an SSO
/// database of whose name an availability group of other SQL Servers has one.
fn twice(nodes: &str) -> String {
    let cluster = |name: &str, nodes: &str| {
        format!(
            r#"{{"name": "{name}", "nodes": [{nodes}], "groups": [{{"name": "BizTalk", "resources": [{{"type": "MSMQ"}}]}}]}}"#
        )
    };
    let clusters = [cluster("CLA", r#""Z1", "Z2""#), cluster("CLB", nodes)].join(", ");
    format!(
        r#"{{"schema": "tierwright-topology-1",
        "databases": [{{"kind": "SSO", "name": "SSODB", "server": "SQLX"}}],
        "hosts": [{{"name": "Msmq", "type": "InProcess", "tracking": false, "clusterResourceGroup": "BizTalk"}}],
        "hostInstances": [{{"host": "Msmq", "server": "B1"}}, {{"host": "Msmq", "server": "B2"}}],
        "clusters": [{clusters}],
        "availabilityGroups": [{{"name": "Other", "listener": "LSN", "replicas": [{{"server": "SQLM", "primary": true}}],
            "databases": ["SSODB"]}}]}}"#
    )
}

#[test]
fn names_that_stand_twice_are_told_apart_by_nodes_and_replicas_or_asked() {
    let (document, landing) = new_design(&import_text("x.json", &twice(r#""B1", "B2""#))).unwrap();
    let host = document.hosts.values().next().unwrap();
    let group = &document.resource_groups[&host.clustered_in.as_ref().unwrap().resource_group];
    assert_eq!(document.failover_clusters[&group.failover_cluster].name, "CLB");
    let sso = document.databases.values().next().unwrap();
    assert_eq!((document.sql_instances[&sso.sql_instance].name.as_str(), sso.availability_group), ("SQLX", None));
    let asked = |start: &str| landing.gaps.iter().any(|it| it.what.starts_with(start));
    assert!(asked("whether SSODB on SQLX is the database of that name in availability group Other"));
    let (document, landing) = new_design(&import_text("x.json", &twice(r#""B1", "B9""#))).unwrap();
    assert!(document.hosts.values().all(|it| it.clustered_in.is_none()));
    let what = "the failover cluster with the cluster resource group BIZTALK of Msmq";
    assert!(landing.gaps.iter().any(|it| it.what == what), "{:?}", landing.gaps);
}

#[test]
fn the_name_of_a_clustered_master_secret_server_is_taken_and_no_computer_gets_the_role_beside_it() {
    let design = |name: &str| {
        let text = format!(
            r#"{{"schema": "tierwright-topology-1", "environment": {{"masterSecretServer": "{name}"}},
            "servers": [{{"name": "N1"}}, {{"name": "N2"}}],
            "clusters": [{{"name": "WSFC", "nodes": ["N1", "N2"], "groups": [{{"name": "Enterprise SSO", "resources": [
                {{"type": "Generic Service", "service": "ENTSSO"}}, {{"type": "Network Name", "networkName": "ssoclu"}}]}}]}}]}}"#
        );
        let (document, _) = new_design(&import_text("x.json", &text)).unwrap();
        let has_role = document.computers.values().any(|it| it.roles.contains(&Role::MasterSecret));
        assert!(!has_role && document.master_secret_servers().len() == 1, "{name}");
        document.sso.secret_server_name
    };
    assert_eq!(design("ssoclu.corp.example"), Some(SecretServerName::ClusterNetworkName));
    assert_eq!(design("N2"), Some(SecretServerName::NodeName));
    assert_eq!(design("WSFC"), Some(SecretServerName::WindowsClusterName));
    assert_eq!(design("OTHER"), None, "what no export explains stays open");
}
