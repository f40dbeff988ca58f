//! Steps of the builder for failover clusters, SQL instances, databases and the master secret.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::DocumentBuilder;
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, ClusterNode, ClusterResourceGroup, CommitMode,
    ComputerId, ConfiguredName, Database, DatabaseId, DatabaseKind, FailoverCluster, FailoverClusterId, FailoverMode,
    Listener, ResourceGroupId, ResourceKind, Role, SecretServerName, SqlEdition, SqlInstance, SqlInstanceId,
    SqlPlacement, SqlRelease, SqlService, Storage, StorageId, StorageKind,
};

/// The resources on which a resource depends in a cluster resource group that a builder makes.
fn dependencies(kind: ResourceKind) -> BTreeSet<ResourceKind> {
    match kind {
        ResourceKind::NetworkName => BTreeSet::from([ResourceKind::IpAddress]),
        ResourceKind::Msdtc => BTreeSet::from([ResourceKind::NetworkName, ResourceKind::PhysicalDisk]),
        ResourceKind::EntSso => BTreeSet::from([ResourceKind::NetworkName]),
        _ => BTreeSet::new(),
    }
}

impl DocumentBuilder {
    /// Adds a failover cluster of computers.
    pub fn failover_cluster(&mut self, name: &str, nodes: &[ComputerId]) -> FailoverClusterId {
        let id = self.new_id();
        let nodes = nodes.iter().map(|computer| ClusterNode { computer: *computer, has_vote: None }).collect();
        let cluster = FailoverCluster { name: name.to_owned(), nodes, witness: None, separate_networks: None };
        self.document.failover_clusters.edit().insert(id, cluster);
        id
    }

    /// Adds a cluster resource group with an IP address, a network name and the given resources.
    /// The first of the owners is the active one.
    pub fn resource_group(
        &mut self,
        name: &str,
        cluster: FailoverClusterId,
        owners: &[ComputerId],
        resources: &[ResourceKind],
    ) -> ResourceGroupId {
        let id = self.new_id();
        let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName];
        let resources: BTreeMap<_, _> =
            kinds.iter().chain(resources).map(|kind| (*kind, dependencies(*kind))).collect();
        let group = ClusterResourceGroup {
            name: name.to_owned(),
            failover_cluster: cluster,
            possible_owners: owners.to_vec(),
            active_owner: owners.first().copied(),
            resources,
            depends_on_groups: BTreeSet::new(),
            static_ip: None,
            dtc_log_on_own_disk: None,
        };
        self.document.resource_groups.edit().insert(id, group);
        id
    }

    /// Adds a failover cluster instance of SQL Server with a cluster resource group of its own.
    /// The first of the owners is the active one.
    pub fn clustered_sql(&mut self, name: &str, cluster: FailoverClusterId, owners: &[ComputerId]) -> SqlInstanceId {
        let storage = self.shared_disk_array(cluster);
        let resources = [ResourceKind::PhysicalDisk, ResourceKind::SqlAgent];
        let group = self.resource_group(&format!("{name} group"), cluster, owners, &resources);
        let sql = self.sql_instance(name, SqlPlacement::Clustered(group));
        if let Some(sql) = self.document.sql_instances.edit().get_mut(&sql) {
            sql.storage = Some(storage);
        }
        sql
    }

    /// Adds a SQL instance on one computer.
    pub fn standalone_sql(&mut self, name: &str, computer: ComputerId) -> SqlInstanceId {
        self.sql_instance(name, SqlPlacement::Standalone(computer))
    }

    fn sql_instance(&mut self, name: &str, placement: SqlPlacement) -> SqlInstanceId {
        let id = self.new_id();
        let configured_name = match placement {
            SqlPlacement::Standalone(_) => ConfiguredName::ServerName,
            SqlPlacement::Clustered(_) => ConfiguredName::ClusterNetworkName,
        };
        let sql = SqlInstance {
            name: name.to_owned(),
            placement,
            release: SqlRelease::V2019,
            service_pack: 0,
            cumulative_update: 0,
            edition: SqlEdition::Enterprise,
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
        };
        self.document.sql_instances.edit().insert(id, sql);
        id
    }

    /// The shared disk array of a failover cluster, attached to all its nodes; made when there is none yet.
    fn shared_disk_array(&mut self, cluster: FailoverClusterId) -> StorageId {
        let (cluster_name, nodes) = self
            .document
            .failover_clusters
            .get(&cluster)
            .map(|it| (it.name.clone(), it.nodes.iter().map(|node| node.computer).collect::<BTreeSet<_>>()))
            .unwrap_or_default();
        let existing = self.document.storages.iter().find(|(_, it)| it.attached == nodes).map(|(id, _)| *id);
        existing.unwrap_or_else(|| {
            let id = self.new_id();
            let storage = Storage {
                name: format!("{cluster_name} disk array"),
                kind: StorageKind::SharedDiskArray,
                attached: nodes,
                raid: None,
                redundant_controllers: None,
                high_performance: false,
            };
            self.document.storages.edit().insert(id, storage);
            id
        })
    }

    /// Adds a database under its default name. A MessageBox is the master when its BizTalk group has none yet.
    pub fn database(&mut self, kind: DatabaseKind, sql: SqlInstanceId) -> DatabaseId {
        let id = self.new_id();
        let biztalk_group = (kind != DatabaseKind::Sso).then_some(self.biztalk_group);
        let databases = &self.document.databases;
        let same_kind = databases.values().filter(|it| it.kind == kind && it.biztalk_group == biztalk_group).count();
        let is_master = kind == DatabaseKind::MessageBox && same_kind == 0;
        let number = if same_kind == 0 { String::new() } else { (same_kind + 1).to_string() };
        let database = Database {
            name: format!("{}{number}", kind.default_name()),
            kind,
            sql_instance: sql,
            biztalk_group,
            is_master,
            publication_disabled: false,
            availability_group: None,
            consolidated_into: None,
            storage: None,
            recovery_model: None,
            mirrored: false,
            dr_transport: None,
            excluded_from_backup: false,
        };
        self.document.databases.edit().insert(id, database);
        id
    }

    /// Adds the four core databases on one SQL instance: SSO, Management, MessageBox and Tracking.
    pub fn core_databases(&mut self, sql: SqlInstanceId) -> Vec<DatabaseId> {
        let kinds = [DatabaseKind::Management, DatabaseKind::MessageBox, DatabaseKind::Tracking, DatabaseKind::Sso];
        kinds.into_iter().map(|kind| self.database(kind, sql)).collect()
    }

    /// Disables new message publication on the master MessageBox of the BizTalk group.
    pub fn disable_publication_on_master(&mut self) {
        let biztalk_group = self.biztalk_group;
        for database in self.document.databases.edit().values_mut() {
            database.publication_disabled |= database.is_master && database.biztalk_group == Some(biztalk_group);
        }
    }

    /// Adds an availability group over SQL instances, the primary replica first: synchronous commit, automatic
    /// failover, per-database DTC support and a listener on port 1433. Every database of the primary replica joins.
    pub fn availability_group(&mut self, name: &str, sql_instances: &[SqlInstanceId]) -> AvailabilityGroupId {
        let id = self.new_id();
        let replica = |sql_instance: &SqlInstanceId| AvailabilityReplica {
            sql_instance: *sql_instance,
            commit: CommitMode::Synchronous,
            failover: FailoverMode::Automatic,
            readable: false,
        };
        let group = AvailabilityGroup {
            name: name.to_owned(),
            replicas: sql_instances.iter().map(replica).collect(),
            per_database_dtc: true,
            listener: Some(Listener { name: format!("{name}-listener"), port: 1433, num_subnets: 1 }),
            backup_on_secondary: false,
            read_only_routing: false,
        };
        self.document.availability_groups.edit().insert(id, group);
        for database in self.document.databases.edit().values_mut() {
            if sql_instances.first() == Some(&database.sql_instance) {
                database.availability_group = Some(id);
            }
        }
        for sql in sql_instances {
            if let Some(sql) = self.document.sql_instances.edit().get_mut(sql) {
                sql.configured_name = Some(ConfiguredName::Listener);
            }
        }
        id
    }

    /// Puts the master secret on one computer, not clustered.
    pub fn master_secret_on(&mut self, computer: ComputerId) {
        self.add_role(computer, Role::EntSso);
        self.add_role(computer, Role::MasterSecret);
        self.document.sso.secret_server_name = Some(SecretServerName::NodeName);
    }

    /// Adds an Enterprise SSO resource to the cluster resource group of a SQL instance: the clustered master secret
    /// server fails over together with it.
    pub fn master_secret_with(&mut self, sql: SqlInstanceId) -> Option<ResourceGroupId> {
        let SqlPlacement::Clustered(id) = self.document.sql_instances.get(&sql)?.placement else { return None };
        let group = self.document.resource_groups.edit().get_mut(&id)?;
        group.resources.insert(ResourceKind::EntSso, dependencies(ResourceKind::EntSso));
        let owners = group.possible_owners.clone();
        self.name_clustered_master_secret(&owners);
        Some(id)
    }

    /// Adds a cluster resource group of its own for the master secret server. The first of the owners is active.
    pub fn master_secret_group(
        &mut self,
        name: &str,
        cluster: FailoverClusterId,
        owners: &[ComputerId],
    ) -> ResourceGroupId {
        let id = self.resource_group(name, cluster, owners, &[ResourceKind::EntSso]);
        self.name_clustered_master_secret(owners);
        id
    }

    fn name_clustered_master_secret(&mut self, owners: &[ComputerId]) {
        for owner in owners {
            self.add_role(*owner, Role::EntSso);
        }
        self.document.sso.secret_server_name = Some(SecretServerName::ClusterNetworkName);
    }
}
