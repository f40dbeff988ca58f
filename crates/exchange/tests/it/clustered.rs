//! What is clustered in the running environment, whether its failover cluster could be read or not.

use tierwright_design::edit::preview;
use tierwright_design::model::{
    ComputerId, Document, Element, ResourceKind, Role, SqlInstance, SqlPlacement, check_invariants,
};
use tierwright_exchange::landing::{Landing, land, new_design};
use tierwright_exchange::readers::Import;

use super::import_text;

/// What the collector says of a group whose databases are on SQLBT, with these clusters.
fn collected(clusters: &str) -> Import {
    let text = format!(
        r#"{{"schema": "tierwright-topology-1",
        "databases": [{{"kind": "BizTalk Management", "name": "BizTalkMgmtDb", "server": "SQLBT"}}],
        "servers": [{{"name": "BTS1"}}, {{"name": "BTS2"}}, {{"name": "BTS3"}}],
        "hosts": [{{"name": "CluReceive", "type": "InProcess", "clusterResourceGroup": "BizTalk FTP"}}],
        "hostInstances": [{{"host": "CluReceive", "server": "BTS1"}}, {{"host": "CluReceive", "server": "BTS2"}}],
        "sqlServers": [{{"name": "SQLBT", "version": "13.0.5026.0", "clustered": true, "computer": "DB1"}}],
        "clusters": [{clusters}]}}"#
    );
    import_text("x.json", &text)
}

const SQL_CLUSTER: &str = r#"{"name": "SQLCLU", "nodes": ["DB1", "DB2"], "groups": [{"name": "SQL Server (MSSQLSERVER)",
    "resources": [{"type": "Network Name"}, {"type": "IP Address"}, {"type": "Physical Disk"},
    {"type": "SQL Server", "sqlServer": "SQLBT"}, {"type": "SQL Server Agent"}]}]},
    {"name": "BTSCLU", "nodes": ["BTS1", "BTS2"], "groups": [{"name": "BizTalk FTP", "resources": [
    {"type": "Network Name"}, {"type": "IP Address"}]}]}"#;

fn after(document: &Document, landing: &Landing) -> Document {
    let commands: Vec<_> = landing.edit.iter().flat_map(|it| it.commands.clone()).collect();
    let after = preview(document, &commands).expect("the commands of a landing fit");
    assert!(check_invariants(&after).is_empty(), "{:?}", check_invariants(&after));
    after
}

fn sql(document: &Document) -> &SqlInstance {
    document.sql_instances.values().next().expect("there is one")
}

/// The names of the possible owners of the cluster resource group of SQL Server.
fn owners(document: &Document) -> Vec<String> {
    let SqlPlacement::Clustered(group) = sql(document).placement else { panic!("{:?}", sql(document)) };
    document.resource_groups[&group].possible_owners.iter().map(|it| Element::from(*it).name(document)).collect()
}

#[test]
fn a_failover_cluster_instance_keeps_its_databases_on_storage_that_its_nodes_share() {
    let (document, landing) = new_design(&collected(SQL_CLUSTER)).unwrap();
    assert_eq!(owners(&document), ["DB1", "DB2"]);
    let disks = &document.storages[&sql(&document).storage.expect("it is drawn")];
    let nodes: Vec<String> = disks.attached.iter().map(|it: &ComputerId| Element::from(*it).name(&document)).collect();
    assert_eq!(nodes, ["DB1", "DB2"]);
    assert_eq!((disks.raid, disks.redundant_controllers, disks.copies), (None, None, None), "nobody has said so");
    assert!(landing.gaps.iter().any(|it| it.what.contains("on which storage SQLBT keeps its databases")));
    assert_eq!(land(&document, &collected(SQL_CLUSTER)).unwrap().edit, None);
}

#[test]
fn the_service_pack_of_a_documented_build_lands() {
    let (document, _) = new_design(&collected("")).unwrap();
    assert_eq!((sql(&document).service_pack, sql(&document).cumulative_update), (2, 0));
}

#[test]
fn what_is_clustered_stays_so_where_no_failover_cluster_could_be_read() {
    let (document, landing) = new_design(&collected("")).unwrap();
    assert_eq!(owners(&document), ["DB1"]);
    assert!(document.computers.values().all(|it| it.name != "SQLBT"), "no computer is assumed");
    let host = document.hosts.values().next().unwrap();
    let group = &document.resource_groups[&host.clustered_in.as_ref().expect("it is clustered").resource_group];
    assert_eq!((group.name.as_str(), group.possible_owners.len()), ("BizTalk FTP", 2));
    assert!(group.has(ResourceKind::NetworkName));
    assert!(document.failover_clusters.values().all(|it| it.witness.is_none()));
    let gaps: Vec<&str> = landing.gaps.iter().map(|it| it.what.as_str()).collect();
    assert!(
        gaps.iter().any(|it| it.starts_with("the failover cluster of SQLBT: its name, its other nodes")),
        "{gaps:?}"
    );
    assert!(gaps.iter().any(|it| it.contains("cluster resource group BIZTALK FTP of CluReceive")), "{gaps:?}");
    assert_eq!(land(&document, &collected("")).unwrap().edit, None);
}

#[test]
fn a_later_export_gives_the_failover_clusters_their_names_and_nodes() {
    let (first, _) = new_design(&collected("")).unwrap();
    let second = after(&first, &land(&first, &collected(SQL_CLUSTER)).unwrap());
    let mut names: Vec<&str> = second.failover_clusters.values().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["BTSCLU", "SQLCLU"]);
    assert_eq!(owners(&second), ["DB1", "DB2"]);
    assert_eq!(second.resource_groups.len(), 2, "{:?}", second.resource_groups);
    let disks = &second.storages[&sql(&second).storage.unwrap()];
    assert_eq!(disks.attached.len(), 2);
}

#[test]
fn a_server_of_the_biztalk_group_is_a_biztalk_server_whatever_could_be_read_of_it() {
    let (document, _) = new_design(&collected("")).unwrap();
    let idle = document.computers.values().find(|it| it.name == "BTS3").unwrap();
    assert!(idle.roles.contains(&Role::BizTalkRuntime) && !idle.biztalk_groups.is_empty());
}
