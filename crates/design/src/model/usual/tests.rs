//! What is usual.

use std::collections::BTreeSet;

use crate::model::{
    ClusterResourceGroup, Computer, ComputerId, FailoverCluster, FailoverClusterId, ResourceKind, Role, Slot,
    SqlPlacement, SqlService,
};

const CLUSTER: FailoverClusterId = FailoverClusterId(1);
const NODES: [ComputerId; 2] = [ComputerId(2), ComputerId(3)];

#[test]
fn a_resource_depends_only_on_what_its_cluster_resource_group_holds() {
    let group = ClusterResourceGroup::holding("G", CLUSTER, &NODES, &[ResourceKind::NetworkName, ResourceKind::Msdtc]);
    assert!(group.resources[&ResourceKind::NetworkName].is_empty());
    assert_eq!(group.resources[&ResourceKind::Msdtc], BTreeSet::from([ResourceKind::NetworkName]));
    let group = group.with(&[ResourceKind::IpAddress, ResourceKind::PhysicalDisk, ResourceKind::Msdtc]);
    assert_eq!(group.resources[&ResourceKind::Msdtc].len(), 2);
    assert!(
        !group.without(ResourceKind::NetworkName).resources[&ResourceKind::Msdtc].contains(&ResourceKind::NetworkName)
    );
}

#[test]
fn every_cluster_resource_group_can_be_reached_and_runs_on_its_first_owner() {
    let cluster = FailoverCluster::new("SQL cluster", &NODES);
    let services = BTreeSet::from([SqlService::Engine, SqlService::AnalysisServices]);
    let sql = ClusterResourceGroup::sql("SQL1", CLUSTER, &NODES, &services);
    assert!(sql.has(ResourceKind::Ssas) && sql.has(ResourceKind::SqlAgent) && sql.has(ResourceKind::PhysicalDisk));
    let msdtc = ClusterResourceGroup::msdtc(CLUSTER, &cluster);
    assert_eq!(msdtc.name, "SQL cluster MSDTC group");
    let secret = ClusterResourceGroup::master_secret(CLUSTER, &NODES);
    assert!(!secret.has(ResourceKind::PhysicalDisk));
    for group in [sql, msdtc, secret] {
        assert_eq!(group.resources[&ResourceKind::NetworkName], BTreeSet::from([ResourceKind::IpAddress]));
        assert_eq!((group.active_owner, &group.possible_owners[..]), (Some(NODES[0]), &NODES[..]));
    }
}

#[test]
fn a_further_biztalk_computer_gets_the_software_but_never_the_master_secret() {
    let roles = [Role::BizTalkRuntime, Role::MasterSecret, Role::Iis, Role::AdminTools];
    let model = Computer { dtc_fixed_port: Some(20_001), sql_alias: true, ..Computer::new("BTS1", Slot::default()) };
    let next = model.with_roles(roles).biztalk_equal("BTS2", Slot::default(), []);
    assert_eq!(next.roles, BTreeSet::from([Role::BizTalkRuntime, Role::EntSso, Role::Iis]));
    assert!(next.sql_alias && next.dtc_fixed_port == Some(20_001));
}

#[test]
fn a_sql_instance_is_reached_by_the_name_of_where_it_lives() {
    use crate::model::ConfiguredName::{ClusterNetworkName, ServerName};
    let group = crate::model::ResourceGroupId(4);
    assert_eq!(SqlPlacement::Standalone(NODES[0]).usual_name(), ServerName);
    assert_eq!(SqlPlacement::Clustered(group).usual_name(), ClusterNetworkName);
}
