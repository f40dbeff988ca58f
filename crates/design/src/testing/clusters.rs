//! Steps of the builder for failover clusters, SQL instances, databases and the master secret.

use super::builder::DocumentBuilder;
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, ClusterResourceGroup, ComputerId, ConfiguredName, Database, DatabaseId,
    DatabaseKind, FailoverCluster, FailoverClusterId, Listener, ResourceGroupId, ResourceKind, Role, SecretServerName,
    SqlInstance, SqlInstanceId, SqlPlacement, SqlService, Storage, StorageId,
};

impl DocumentBuilder {
    /// Adds a failover cluster of computers.
    pub fn failover_cluster(&mut self, name: &str, nodes: &[ComputerId]) -> FailoverClusterId {
        self.add(FailoverCluster::new(name, nodes))
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
        self.add(ClusterResourceGroup::new(name, cluster, owners, resources))
    }

    /// Adds a failover cluster instance of SQL Server with a cluster resource group of its own.
    /// The first of the owners is the active one.
    pub fn clustered_sql(&mut self, name: &str, cluster: FailoverClusterId, owners: &[ComputerId]) -> SqlInstanceId {
        let storage = self.shared_disk_array(cluster);
        let group = self.add(ClusterResourceGroup::sql(name, cluster, owners, &[SqlService::Engine].into()));
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
        self.add(SqlInstance::new(name, placement, self.document.environment.biztalk_release.usual_sql()))
    }

    /// The shared disk array of a failover cluster, attached to all its nodes; made when there is none yet.
    fn shared_disk_array(&mut self, cluster: FailoverClusterId) -> StorageId {
        let cluster = self.document.failover_clusters.get(&cluster);
        let array = cluster.map(|it| Storage::disk_array(&it.name, it.computers()));
        let array = array.unwrap_or_else(|| Storage::disk_array("", []));
        let existing = self.document.storages.iter().find(|(_, it)| it.attached == array.attached).map(|(id, _)| *id);
        existing.unwrap_or_else(|| self.add(array))
    }

    /// Adds a database under its default name. A MessageBox is the master when its BizTalk group has none yet.
    pub fn database(&mut self, kind: DatabaseKind, sql: SqlInstanceId) -> DatabaseId {
        let biztalk_group = (kind != DatabaseKind::Sso).then_some(self.biztalk_group);
        let databases = &self.document.databases;
        let same_kind = databases.values().filter(|it| it.kind == kind && it.biztalk_group == biztalk_group).count();
        let is_master = kind == DatabaseKind::MessageBox && same_kind == 0;
        let number = if same_kind == 0 { String::new() } else { (same_kind + 1).to_string() };
        let usual = Database::new(kind, sql, biztalk_group);
        self.add(Database { name: format!("{}{number}", usual.name), is_master, ..usual })
    }

    /// Adds the four core databases on one SQL instance: SSO, Management, MessageBox and Tracking.
    pub fn core_databases(&mut self, sql: SqlInstanceId) -> Vec<DatabaseId> {
        DatabaseKind::CORE.into_iter().map(|kind| self.database(kind, sql)).collect()
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
        let id = self.add(AvailabilityGroup::new(name, sql_instances, Some(Listener::of(name))));
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
        *group = group.clone().with(&[ResourceKind::EntSso]);
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
