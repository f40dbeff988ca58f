//! Behavior of intents about failover clusters.

use super::*;
use crate::edit::preview;
use crate::model::TierKind;
use crate::testing::DocumentBuilder;

/// A SQL cluster of two nodes that also carries the master secret, and a computer beside it.
fn design() -> (Document, FailoverClusterId, Vec<ComputerId>, ComputerId) {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    let other = builder.computer("FS1", tier);
    let spare = builder.computer("SQL3", tier);
    let cluster = builder.failover_cluster("SQL cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    builder.master_secret_with(sql);
    assert!(other.0 < spare.0);
    (builder.build(), cluster, nodes, spare)
}

fn after(document: &Document, edit: &Edit) -> Document {
    preview(document, &edit.commands).unwrap()
}

#[test]
fn a_computer_that_joins_stands_beside_the_nodes_and_can_take_over_everything() {
    let (document, cluster, _, spare) = design();
    let next = after(&document, &join(&document, cluster, spare).unwrap());
    assert_eq!(next.slot_of(spare.into()).unwrap().column, 2);
    assert!(next.resource_groups.values().all(|it| it.possible_owners.contains(&spare)));
    assert!(next.storages.values().all(|it| it.attached.contains(&spare)));
    assert!(next.has_role(spare, Role::EntSso));
    assert!(join(&next, cluster, spare).is_err());
}

#[test]
fn the_last_node_keeps_its_sql_instance_and_its_databases_when_it_leaves() {
    let (document, _, nodes, _) = design();
    let first = after(&document, &leave(&document, nodes[0]).unwrap());
    assert_eq!(first.failover_clusters.len(), 1);
    assert!(first.storages.values().all(|it| !it.attached.contains(&nodes[0])));
    let second = after(&first, &leave(&first, nodes[1]).unwrap());
    assert!(second.failover_clusters.is_empty() && second.resource_groups.is_empty());
    assert_eq!(second.databases.len(), document.databases.len());
    assert_eq!(second.sql_instances.values().next().unwrap().placement, SqlPlacement::Standalone(nodes[1]));
    assert_eq!(second.master_secret_servers(), [MasterSecretServer::Computer(nodes[1])]);
}

#[test]
fn a_dissolved_failover_cluster_leaves_everything_on_its_active_node() {
    let (document, cluster, nodes, _) = design();
    let next = after(&document, &dissolve(&document, cluster).unwrap());
    assert!(next.failover_clusters.is_empty());
    assert_eq!(next.computers.len(), document.computers.len());
    assert_eq!(next.databases.len(), 4);
    assert_eq!(next.sql_instances_on(nodes[0]).len(), 1);
    assert!(next.sql_instances_on(nodes[1]).is_empty());
}

#[test]
fn selected_computers_become_neighbors_and_nodes() {
    let (document, _, _, spare) = design();
    let other = document.computers.iter().find(|(_, it)| it.name == "FS1").map(|(id, _)| *id).unwrap();
    let next = after(&document, &create(&document, &[spare, other]).unwrap());
    let column = |id: ComputerId| next.slot_of(id.into()).unwrap().column;
    assert_eq!(column(other), column(spare) + 1);
    assert_eq!(next.failover_clusters.len(), 2);
    assert!(create(&document, &[spare]).is_err());
    assert!(create(&next, &[spare, other]).is_err());
}

#[test]
fn the_active_owner_changes_only_to_a_possible_owner() {
    let (document, _, nodes, spare) = design();
    let group = *document.resource_groups.keys().next().unwrap();
    let edit = set_active_owner(&document, group, nodes[1]).unwrap();
    assert!(edit.label.starts_with("Make SQL2 the active node of"));
    assert_eq!(after(&document, &edit).resource_groups[&group].runs_on(), Some(nodes[1]));
    assert!(set_active_owner(&document, group, spare).is_err());
}

#[test]
fn clustering_the_master_secret_moves_it_from_the_computer_to_the_failover_cluster() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let nodes = builder.computers(&["SQL1", "SQL2", "MSS1"], tier);
    let cluster = builder.failover_cluster("SQL cluster", &nodes[..2]);
    builder.master_secret_on(nodes[2]);
    let document = builder.build();
    let home = MasterSecretHome::FailoverCluster(cluster);
    let next = after(&document, &cluster_master_secret(&document, &home).unwrap());
    let servers = next.master_secret_servers();
    assert!(matches!(servers[..], [MasterSecretServer::Clustered(_)]));
    assert!(!next.has_role(nodes[2], Role::MasterSecret) && next.has_role(nodes[1], Role::EntSso));
    assert_eq!(next.sso.secret_server_name, Some(SecretServerName::ClusterNetworkName));
}

#[test]
fn a_clustered_msdtc_has_the_resources_it_depends_on() {
    let (document, cluster, nodes, _) = design();
    let next = after(&document, &add_msdtc(&document, cluster).unwrap());
    let group = next.resource_groups.values().find(|it| it.has(ResourceKind::Msdtc)).unwrap();
    assert_eq!(group.possible_owners, nodes);
    let needs = &group.resources[&ResourceKind::Msdtc];
    assert!(needs.iter().all(|kind| group.has(*kind)) && needs.len() == 2);
}

#[test]
fn a_host_is_clustered_on_the_biztalk_servers_among_the_nodes() {
    let text = "
        computer BTS1 biztalk
        computer BTS2 biztalk
        computer BTS3 biztalk
        cluster CL nodes BTS1 BTS2
        host R receive on BTS1
        host S send on BTS3
        isolated-host W receive on BTS1";
    let document = crate::testing::fixture::Fixture::parse(text).unwrap().document;
    let cluster = *document.failover_clusters.keys().next().unwrap();
    let host = |name: &str| *document.hosts.iter().find(|(_, it)| it.name == name).unwrap().0;
    let edit = cluster_host(&document, host("R"), cluster).unwrap();
    assert_eq!(edit.label, "Cluster R on CL");
    let next = after(&document, &edit);
    let clustering = next.hosts[&host("R")].clustered_in.clone().unwrap();
    assert_eq!(next.resource_groups[&clustering.resource_group].possible_owners.len(), 2);
    assert_eq!(next.host_instances_of(host("R")).count(), 2);
    let refusal = |name| cluster_host(&document, host(name), cluster).unwrap_err().to_string();
    assert!(refusal("S").contains("runs on BTS3 too"));
    assert!(refusal("W").contains("isolated"));
    assert!(cluster_host(&next, host("R"), cluster).is_err());
}

#[test]
fn further_sql_instances_are_active_on_nodes_of_their_own_and_share_what_stands_by() {
    let (document, cluster, nodes, spare) = design();
    let document = after(&document, &join(&document, cluster, spare).unwrap());
    let edit = add_sql_instance(&document, cluster).unwrap();
    assert_eq!(edit.label, "Add SQL instance SQLINST1 to SQL cluster, active on SQL2");
    let next = after(&document, &edit);
    let owners = |document: &Document, sql: SqlInstanceId| match document.sql_instances[&sql].placement {
        SqlPlacement::Clustered(group) => document.resource_groups[&group].possible_owners.clone(),
        SqlPlacement::Standalone(_) => panic!("clustered"),
    };
    let all: Vec<SqlInstanceId> = next.sql_instances.keys().copied().collect();
    assert_eq!(owners(&next, all[0]), [nodes[0], spare], "SQL2 is at home with the new one");
    assert_eq!(owners(&next, all[1]), [nodes[1], spare]);
    assert_eq!(next.sql_instances[&all[1]].storage, next.sql_instances[&all[0]].storage);
    let last = after(&next, &add_sql_instance(&next, cluster).unwrap());
    let third = *last.sql_instances.keys().last().unwrap();
    assert_eq!(
        owners(&last, third),
        [spare, nodes[0], nodes[1]],
        "without a passive node they stand by for each other"
    );
    assert_eq!(owners(&last, all[0]), [nodes[0], spare]);
    assert!(add_sql_instance(&last, cluster).unwrap_err().to_string().contains("active on every node"));
}

#[test]
fn the_master_secret_moves_into_the_group_of_a_sql_instance() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    let cluster = builder.failover_cluster("SQL cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    let document = builder.build();
    let group = groups_of(&document, cluster)[0];
    let edit = cluster_master_secret(&document, &MasterSecretHome::ResourceGroup(group)).unwrap();
    assert_eq!(edit.label, "Cluster the master secret server in SQL group");
    let next = after(&document, &edit);
    assert_eq!(next.master_secret_servers(), [MasterSecretServer::Clustered(group)]);
    assert!(nodes.iter().all(|it| next.has_role(*it, Role::EntSso)));
    assert_eq!(next.resource_groups[&group].resources[&ResourceKind::EntSso], [ResourceKind::NetworkName].into());
    assert_eq!(next.sso.secret_server_name, Some(SecretServerName::ClusterNetworkName));
}
