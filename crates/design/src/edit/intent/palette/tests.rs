//! Behavior of the palette.

use super::*;
use crate::edit::preview;
use crate::model::{Element, ResourceKind, Role, Slot};
use crate::testing::DocumentBuilder;

struct Design {
    document: Document,
    biztalk: TierId,
    databases: TierId,
    clients: TierId,
}

fn design() -> Design {
    let mut builder = DocumentBuilder::new("Test");
    let clients = builder.tier("Clients", TierKind::Clients);
    let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
    let databases = builder.tier("Databases", TierKind::Databases);
    builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
    let nodes = builder.computers(&["SQL1", "SQL2"], databases);
    let cluster = builder.failover_cluster("SQL cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    Design { document: builder.build(), biztalk, databases, clients }
}

fn at(tier: TierId, column: u32) -> Slot {
    Slot { tier, row: 0, column }
}

fn added(document: &Document, item: PaletteItem, target: DropTarget) -> (Edit, Document) {
    let edit = add(document, item, target).unwrap();
    let next = preview(document, &edit.commands).unwrap();
    assert!(edit.select.iter().all(|it| it.exists(&next)), "selects what it added");
    (edit, next)
}

#[test]
fn a_biztalk_server_counts_on_and_joins_the_group_of_its_neighbors() {
    let Design { document, biztalk, .. } = design();
    let (edit, next) = added(&document, PaletteItem::BizTalkServer, at(biztalk, 2).into());
    assert_eq!(edit.label, "Add BizTalk server BTS3");
    let Some(Element::Computer(id)) = edit.select.first().copied() else { panic!("selects the computer") };
    let computer = &next.computers[&id];
    let neighbor = document.computers.values().next().unwrap();
    assert_eq!(computer.biztalk_groups, neighbor.biztalk_groups);
    assert_eq!((computer.os, &computer.domain), (neighbor.os, &neighbor.domain));
    assert!(computer.roles.contains(&Role::BizTalkRuntime) && computer.roles.contains(&Role::EntSso));
    assert!(next.host_instances.is_empty());
}

#[test]
fn a_sql_server_dropped_between_two_nodes_becomes_a_node_and_elsewhere_stands_alone() {
    let Design { document, databases, .. } = design();
    let target = DropTarget::at(&document, at(databases, 1));
    let (edit, next) = added(&document, PaletteItem::SqlServer, target);
    assert_eq!(edit.label, "Add SQL Server node SQL3 as a node of SQL cluster");
    assert_eq!(next.failover_clusters.values().next().unwrap().nodes.len(), 3);
    assert_eq!(next.sql_instances.len(), 1);
    let (edit, next) = added(&document, PaletteItem::SqlServer, at(databases, 2).into());
    assert_eq!(edit.label, "Add standalone SQL Server SQL3");
    assert_eq!((next.sql_instances.len(), next.databases.len()), (2, 4));
}

#[test]
fn the_first_sql_server_of_a_design_carries_the_core_databases() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let document = builder.build();
    let (edit, next) = added(&document, PaletteItem::SqlCluster, at(tier, 0).into());
    assert_eq!(edit.label, "Add SQL Server cluster SQLCL1 with the core databases");
    assert_eq!((next.computers.len(), next.databases.len(), next.storages.len()), (2, 4, 1));
    assert!(next.resource_groups.values().any(|it| it.has(ResourceKind::Msdtc)));
    let second = next_free_slot(&next, tier);
    let (edit, last) = added(&next, PaletteItem::SqlCluster, second.into());
    assert_eq!(edit.label, "Add SQL Server cluster SQLCL2");
    assert_eq!((last.computers.len(), last.databases.len()), (4, 4));
}

#[test]
fn there_is_one_master_secret_however_many_servers_are_added() {
    let Design { document, databases, .. } = design();
    let (edit, next) = added(&document, PaletteItem::MasterSecretServer, at(databases, 2).into());
    assert_eq!(edit.label, "Add master secret server MSS1");
    assert_eq!(next.master_secret_servers().len(), 1);
    let (edit, next) = added(&next, PaletteItem::MasterSecretServer, at(databases, 3).into());
    assert_eq!(edit.label, "Add Enterprise SSO server SSO1 (the master secret stays on MSS1)");
    assert_eq!(next.master_secret_servers().len(), 1);
    let (edit, next) = added(&next, PaletteItem::MasterSecretCluster, at(databases, 4).into());
    assert!(edit.label.ends_with("and move the master secret to it"), "{}", edit.label);
    let servers = next.master_secret_servers();
    assert!(matches!(servers[..], [crate::model::queries::MasterSecretServer::Clustered(_)]));
}

#[test]
fn clients_are_refused_by_a_database_tier_and_servers_by_a_client_tier() {
    let Design { document, biztalk, databases, clients, .. } = design();
    let judge = |item, tier| refusal(&document, item, at(tier, 0).into());
    assert!(judge(PaletteItem::InternetClients, databases).is_some());
    assert!(judge(PaletteItem::BizTalkServer, clients).is_some());
    assert_eq!(judge(PaletteItem::SqlServer, biztalk), None);
    assert!(add(&document, PaletteItem::InternetClients, at(databases, 0).into()).is_err());
    let on_cluster = DropTarget::at(&document, at(databases, 1));
    assert!(refusal(&document, PaletteItem::LoadBalancer, on_cluster).is_some());
    assert!(refusal(&document, PaletteItem::SqlCluster, on_cluster).is_some());
}

#[test]
fn an_item_goes_to_the_preferred_tier_else_to_the_one_it_belongs_in_else_to_a_new_one() {
    let Design { document, biztalk, databases, clients, .. } = design();
    let tier_of = |edit: &Edit| {
        let next = preview(&document, &edit.commands).unwrap();
        let tier = next.slot_of(edit.select[0]).unwrap().tier;
        (tier, next)
    };
    let item = PaletteItem::BizTalkServer;
    assert_eq!(tier_of(&add_anywhere(&document, item, Some(databases)).unwrap()).0, databases);
    assert_eq!(tier_of(&add_anywhere(&document, item, Some(clients)).unwrap()).0, biztalk);
    let edit = add_anywhere(&document, PaletteItem::DomainController, None).unwrap();
    let (tier, next) = tier_of(&edit);
    assert_eq!(next.tiers[&tier].kind, TierKind::Infrastructure);
    assert_eq!(edit.label, "Add domain controller DC1 in a new tier");
}

#[test]
fn every_item_can_be_added_to_an_empty_design_twice() {
    let mut document = DocumentBuilder::new("Test").build();
    for item in PaletteItem::ALL.iter().chain(PaletteItem::ALL) {
        let edit = add_anywhere(&document, *item, None).unwrap();
        document = preview(&document, &edit.commands).unwrap_or_else(|error| panic!("{item:?}: {error}"));
    }
    let names: std::collections::BTreeSet<String> = document.computers.values().map(|it| it.name.clone()).collect();
    assert_eq!(names.len(), document.computers.len());
}

#[test]
fn a_building_block_dropped_on_computers_makes_them_its_nodes_and_keeps_the_databases() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    let sql = builder.standalone_sql("SQL", nodes[0]);
    builder.standalone_sql("IDLE", nodes[1]);
    builder.core_databases(sql);
    let document = builder.build();
    let edit = add_over(&document, PaletteItem::SqlCluster, &nodes).unwrap();
    assert_eq!(edit.label, "Make SQL1 and SQL2 a SQL Server cluster");
    let next = preview(&document, &edit.commands).unwrap();
    assert_eq!(next.computers.len(), 2);
    assert_eq!(next.sql_instances.keys().copied().collect::<Vec<_>>(), [sql], "the idle one gives way");
    assert_eq!(next.owners_of_sql(sql).len(), 2);
    assert!(next.resource_groups.values().any(|it| it.has(ResourceKind::Msdtc)));
    assert!(add_over(&document, PaletteItem::SqlCluster, &nodes[..1]).is_err());
    assert!(add_over(&document, PaletteItem::BizTalkServer, &nodes).is_err());
}

#[test]
fn a_load_balancer_dropped_on_servers_takes_them_as_members() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let servers = [builder.biztalk_server("BTS1", tier), builder.biztalk_server("BTS2", tier)];
    let document = builder.build();
    let edit = add_over(&document, PaletteItem::LoadBalancer, &servers).unwrap();
    assert_eq!(edit.label, "Put load balancer LB1 before BTS1 and BTS2");
    let next = preview(&document, &edit.commands).unwrap();
    let (_, balancer) = next.load_balancers.iter().next().unwrap();
    assert_eq!(balancer.members.iter().copied().collect::<Vec<_>>(), servers);
}

#[test]
fn an_availability_group_comes_with_its_nodes_or_takes_those_it_is_dropped_on() {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let document = builder.build();
    let (edit, next) = added(&document, PaletteItem::AvailabilityGroup, at(tier, 0).into());
    assert_eq!(edit.label, "Add availability group AG1 with the core databases");
    let group = next.availability_groups.values().next().unwrap();
    assert_eq!((group.replicas.len(), next.failover_clusters.len(), next.databases.len()), (2, 1, 4));
    assert!(next.databases.values().all(|it| it.availability_group.is_some()));
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("Databases", TierKind::Databases);
    let nodes = builder.computers(&["SQL1", "SQL2"], tier);
    for (name, node) in ["SQL1", "SQL2"].into_iter().zip(&nodes) {
        builder.standalone_sql(name, *node);
    }
    let document = builder.build();
    let edit = add_over(&document, PaletteItem::AvailabilityGroup, &nodes).unwrap();
    assert_eq!(edit.label, "Make SQL1 and SQL2 replicas of an availability group");
    let next = preview(&document, &edit.commands).unwrap();
    assert_eq!((next.computers.len(), next.availability_groups.len()), (2, 1));
}
