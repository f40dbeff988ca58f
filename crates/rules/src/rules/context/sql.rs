//! SQL instances and databases as checks see them.

use super::RuleContext;
use super::counted::is_primary_sql;
use crate::model::{
    BizTalkGroupId, ComputerId, Database, DatabaseId, DatabaseKind, FailoverClusterId, ResourceGroupId, Role,
    SqlInstance, SqlInstanceId, SqlPlacement, Storage, StorageId,
};

impl<'a> RuleContext<'a> {
    /// Every SQL instance with its id, those of the disaster-recovery site included.
    pub fn sql_instances(&self) -> impl Iterator<Item = (SqlInstanceId, &'a SqlInstance)> + use<'a> {
        self.document.sql_instances.iter().map(|(id, sql)| (*id, sql))
    }

    /// Whether a SQL instance runs in the primary site.
    pub fn is_primary_sql(&self, sql: SqlInstanceId) -> bool {
        is_primary_sql(&self.index, sql)
    }

    /// The computers on which a SQL instance may run, each once, preferred first.
    pub fn sql_owners(&self, sql: SqlInstanceId) -> &[ComputerId] {
        self.document.owners_of_sql(sql)
    }

    /// The computer on which a SQL instance runs.
    pub fn sql_active_on(&self, sql: SqlInstanceId) -> Option<ComputerId> {
        self.document.active_computer_of_sql(sql)
    }

    /// The SQL instances of which a computer is a possible owner, or that it carries alone.
    pub fn sql_owned_by(&self, computer: ComputerId) -> &[SqlInstanceId] {
        &self.index.on(computer).sql
    }

    /// Whether a computer carries BizTalk Server, or SQL Server at least at times.
    pub fn carries_biztalk_or_sql(&self, computer: ComputerId) -> bool {
        self.has_role(computer, Role::BizTalkRuntime) || !self.sql_owned_by(computer).is_empty()
    }

    /// The SQL instances that run on a computer.
    pub fn sql_active_instances(&self, computer: ComputerId) -> &[SqlInstanceId] {
        &self.index.on(computer).active_sql
    }

    /// The SQL instances of a cluster resource group: failover cluster instances.
    pub fn sql_in_group(&self, group: ResourceGroupId) -> &[SqlInstanceId] {
        self.index.sql_in(group)
    }

    /// The cluster resource group of a failover cluster instance; `None` for a standalone one.
    pub fn group_of_sql(&self, sql: SqlInstanceId) -> Option<ResourceGroupId> {
        match self.document.sql_instances.get(&sql)?.placement {
            SqlPlacement::Clustered(group) => Some(group),
            SqlPlacement::Standalone(_) => None,
        }
    }

    /// The failover cluster instances of a failover cluster.
    pub fn sql_of_cluster(&self, cluster: FailoverClusterId) -> impl Iterator<Item = SqlInstanceId> + '_ {
        self.resource_groups_of(cluster).iter().flat_map(|group| self.sql_in_group(*group)).copied()
    }

    /// The active nodes of a failover cluster: those on which at least one SQL instance runs.
    pub fn active_nodes(&self, cluster: FailoverClusterId) -> Vec<ComputerId> {
        self.cluster_nodes(cluster).filter(|node| !self.sql_active_instances(*node).is_empty()).collect()
    }

    /// The idle nodes of a failover cluster: those on which no SQL instance runs.
    pub fn idle_nodes(&self, cluster: FailoverClusterId) -> Vec<ComputerId> {
        self.cluster_nodes(cluster).filter(|node| self.sql_active_instances(*node).is_empty()).collect()
    }

    /// The databases of a SQL instance.
    pub fn databases_on(&self, sql: SqlInstanceId) -> impl Iterator<Item = (DatabaseId, &'a Database)> + '_ {
        let list = self.index.databases_on(sql).iter();
        list.filter_map(|id| Some((*id, self.document.databases.get(id)?)))
    }

    /// Whether a SQL instance holds a BizTalk database; a custom one is none.
    pub fn holds_databases(&self, sql: SqlInstanceId) -> bool {
        self.databases_on(sql).any(|(_, it)| it.kind != DatabaseKind::Custom)
    }

    /// The databases of a kind in the primary site that belong to a BizTalk group; `None` = to no BizTalk group.
    pub fn databases_of(&self, group: Option<BizTalkGroupId>, kind: DatabaseKind) -> &[DatabaseId] {
        self.counted.databases.of(&(group, kind))
    }

    /// Every database of a kind in the primary site.
    pub fn databases_of_kind(&self, kind: DatabaseKind) -> impl Iterator<Item = (DatabaseId, &'a Database)> + '_ {
        let of_kind = self.document.databases.iter().filter(move |(_, it)| it.kind == kind);
        of_kind.filter(|(_, it)| self.is_primary_sql(it.sql_instance)).map(|(id, it)| (*id, it))
    }

    /// The disk of a database: its own, else that of its SQL instance.
    pub fn storage_of(&self, database: &Database) -> Option<(StorageId, &'a Storage)> {
        let sql = self.document.sql_instances.get(&database.sql_instance);
        let id = database.storage.or_else(|| sql.and_then(|it| it.storage))?;
        Some((id, self.document.storages.get(&id)?))
    }

    /// The shared storage of a SQL instance; where none is named, every shared storage attached to a possible owner. Local
    /// disks are shared where their copies are kept alike.
    pub fn shared_storages_of(&self, sql: SqlInstanceId) -> Vec<(StorageId, &'a Storage)> {
        let named = self.document.sql_instances.get(&sql).and_then(|it| it.storage);
        let owners = self.sql_owners(sql);
        let belongs = |id: StorageId, it: &Storage| match named {
            Some(named) => named == id,
            None => owners.iter().any(|owner| it.attached.contains(owner)),
        };
        self.document
            .storages
            .iter()
            .filter(|(id, it)| it.is_shared() == Some(true) && belongs(**id, it))
            .map(|(id, it)| (*id, it))
            .collect()
    }
}
