//! New records with the defaults that every template has: what is not said stays unset.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::ids::{continued_name, numbered_name};
use crate::edit::Record;
use crate::model::queries::ComputerKind;
use crate::model::{
    BizTalkRelease, ClusterNode, ClusterResourceGroup, Computer, ComputerId, ConfiguredName, Database, DatabaseKind,
    Document, Element, Endpoint, EndpointKind, FailoverCluster, FailoverClusterId, ResourceGroupId, ResourceKind, Role,
    Slot, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, SqlService, Storage, StorageId,
    StorageKind, TierId, WindowsVersion,
};

/// A computer with roles; operating system and domain are those of its neighbors.
pub(super) fn computer(document: &Document, name: String, slot: Slot, roles: &[Role]) -> Computer {
    let (os, domain) = surroundings(document, slot.tier);
    Computer { name, slot, roles: roles.iter().copied().collect(), os, domain, ..Computer::default() }
}

/// Operating system and domain of the nearest computer: same tier, else same site, else any.
fn surroundings(document: &Document, tier: TierId) -> (Option<WindowsVersion>, Option<String>) {
    let site = |tier: TierId| document.tiers.get(&tier).map(|it| it.site);
    let distance = |other: TierId| if other == tier { 0 } else { 2 - u8::from(site(other) == site(tier)) };
    let nearest = document.computers.values().min_by_key(|it| distance(it.slot.tier));
    nearest.map_or_else(|| (default_os(document), None), |it| (it.os, it.domain.clone()))
}

/// For BizTalk Server 2020 the operating system of the templates; unknown otherwise.
fn default_os(document: &Document) -> Option<WindowsVersion> {
    (document.environment.biztalk_release == BizTalkRelease::V2020).then_some(WindowsVersion::Server2019)
}

/// The name of a further computer: counts on from the last one of its kind, else `PREFIX1`.
pub(super) fn computer_name(document: &Document, kind: ComputerKind, prefix: &str) -> String {
    let mut same_kind = document.placed_elements().into_iter().filter_map(|(_, it)| match it {
        Element::Computer(id) if document.computer_kind(id) == kind => document.computers.get(&id),
        _ => None,
    });
    let numbered = same_kind.rfind(|it| it.name.ends_with(|c: char| c.is_ascii_digit()));
    numbered.map_or_else(|| numbered_name(document, prefix), |it| continued_name(document, &it.name))
}

/// What stands outside the BizTalk group; nothing is said about it yet.
pub(super) fn endpoint(name: String, slot: Slot, kind: EndpointKind) -> Endpoint {
    Endpoint {
        name,
        slot,
        kind,
        highly_available: None,
        behind_load_balancer: false,
        affinity: None,
        https: None,
        msmq_4_or_later: None,
        computer: None,
    }
}

/// A SQL instance with the database engine and SQL Server Agent, of the release and edition of those there are.
pub(super) fn sql_instance(document: &Document, name: String, placement: SqlPlacement) -> SqlInstance {
    let model = document.sql_instances.values().next();
    let configured_name = match placement {
        SqlPlacement::Standalone(_) => ConfiguredName::ServerName,
        SqlPlacement::Clustered(_) => ConfiguredName::ClusterNetworkName,
    };
    SqlInstance {
        name,
        placement,
        release: model.map_or_else(|| usual_release(document), |it| it.release),
        service_pack: model.map_or(0, |it| it.service_pack),
        cumulative_update: model.map_or(0, |it| it.cumulative_update),
        edition: model.map_or(SqlEdition::Enterprise, |it| it.edition),
        services: BTreeSet::from([SqlService::Engine]),
        agent_running: true,
        configured_name: Some(configured_name),
        port: None,
        serves_other_applications: false,
        analysis_services_named: false,
        storage: None,
        binary_collation: None,
        min_memory_gb: None,
        max_memory_gb: None,
        memory_left_for_sso: None,
    }
}

/// A release of SQL Server that goes with the release of BizTalk Server; for 2020 that of the templates.
fn usual_release(document: &Document) -> SqlRelease {
    match document.environment.biztalk_release {
        BizTalkRelease::V2020 => SqlRelease::V2019,
        BizTalkRelease::V2016 => SqlRelease::V2016,
        BizTalkRelease::V2013R2 => SqlRelease::V2014,
        BizTalkRelease::V2013 => SqlRelease::V2012,
    }
}

/// A failover cluster of computers about which nothing else is said.
pub(super) fn failover_cluster(name: String, nodes: &[ComputerId]) -> FailoverCluster {
    let nodes = nodes.iter().map(|computer| ClusterNode { computer: *computer, has_vote: None }).collect();
    FailoverCluster { name, nodes, witness: None, separate_networks: None }
}

/// The resources on which a resource depends.
fn dependencies(kind: ResourceKind) -> BTreeSet<ResourceKind> {
    match kind {
        ResourceKind::NetworkName => BTreeSet::from([ResourceKind::IpAddress]),
        ResourceKind::EntSso => BTreeSet::from([ResourceKind::NetworkName]),
        ResourceKind::Msdtc => BTreeSet::from([ResourceKind::NetworkName, ResourceKind::PhysicalDisk]),
        _ => BTreeSet::new(),
    }
}

impl Draft {
    /// Adds a computer.
    pub(super) fn add_computer(&mut self, name: String, slot: Slot, roles: &[Role]) -> ComputerId {
        let id = self.id();
        let record = computer(&self.document, name, slot, roles);
        self.put(Record::Computer(id, record));
        id
    }

    /// Adds a cluster resource group with an IP address, a network name and further resources; the first owner is
    /// the active one.
    pub(super) fn add_resource_group(
        &mut self,
        name: String,
        failover_cluster: FailoverClusterId,
        owners: &[ComputerId],
        resources: &[ResourceKind],
    ) -> ResourceGroupId {
        let id = self.id();
        let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName];
        let resources: BTreeMap<_, _> =
            kinds.iter().chain(resources).map(|kind| (*kind, dependencies(*kind))).collect();
        let group = ClusterResourceGroup {
            name,
            failover_cluster,
            possible_owners: owners.to_vec(),
            active_owner: owners.first().copied(),
            resources,
            depends_on_groups: BTreeSet::new(),
            static_ip: None,
            dtc_log_on_own_disk: None,
        };
        self.put(Record::ResourceGroup(id, group));
        id
    }

    /// Adds a SQL instance; the first one of a design without databases carries the core databases.
    pub(super) fn add_sql_instance(
        &mut self,
        name: String,
        placement: SqlPlacement,
        storage: Option<StorageId>,
    ) -> SqlInstanceId {
        let id = self.id();
        let sql = SqlInstance { storage, ..sql_instance(&self.document, name, placement) };
        self.put(Record::SqlInstance(id, sql));
        if self.document.databases.is_empty() {
            self.add_core_databases(id);
        }
        id
    }

    fn add_core_databases(&mut self, sql_instance: SqlInstanceId) {
        let biztalk_group = self.document.biztalk_groups.keys().next().copied();
        let kinds = [DatabaseKind::Management, DatabaseKind::MessageBox, DatabaseKind::Tracking, DatabaseKind::Sso];
        for kind in kinds {
            let id = self.id();
            let database = Database {
                name: kind.default_name().to_owned(),
                kind,
                sql_instance,
                biztalk_group: biztalk_group.filter(|_| kind != DatabaseKind::Sso),
                is_master: kind == DatabaseKind::MessageBox,
                publication_disabled: false,
                availability_group: None,
                consolidated_into: None,
                storage: None,
                recovery_model: None,
                mirrored: false,
                dr_transport: None,
                excluded_from_backup: false,
            };
            self.put(Record::Database(id, database));
        }
    }

    /// Adds a shared disk array of computers.
    pub(super) fn add_disk_array(&mut self, name: String, attached: &[ComputerId]) -> StorageId {
        let id = self.id();
        let storage = Storage {
            name,
            kind: StorageKind::SharedDiskArray,
            attached: attached.iter().copied().collect(),
            raid: None,
            redundant_controllers: None,
            high_performance: false,
        };
        self.put(Record::Storage(id, storage));
        id
    }

    /// Installs something on a computer.
    pub(super) fn add_role(&mut self, computer: ComputerId, role: Role) {
        self.change_computer(computer, |it| {
            it.roles.insert(role);
        });
    }

    /// Changes a computer.
    pub(super) fn change_computer(&mut self, id: ComputerId, change: impl FnOnce(&mut Computer)) {
        if let Some(mut computer) = self.document.computers.get(&id).cloned() {
            change(&mut computer);
            self.put(Record::Computer(id, computer));
        }
    }

    /// Changes a cluster resource group.
    pub(super) fn change_resource_group(
        &mut self,
        id: ResourceGroupId,
        change: impl FnOnce(&mut ClusterResourceGroup),
    ) {
        if let Some(mut group) = self.document.resource_groups.get(&id).cloned() {
            change(&mut group);
            self.put(Record::ResourceGroup(id, group));
        }
    }

    /// Changes a failover cluster.
    pub(super) fn change_failover_cluster(&mut self, id: FailoverClusterId, change: impl FnOnce(&mut FailoverCluster)) {
        if let Some(mut cluster) = self.document.failover_clusters.get(&id).cloned() {
            change(&mut cluster);
            self.put(Record::FailoverCluster(id, cluster));
        }
    }
}
