//! Whether a database survives the loss of one computer: `ha(db)` of the rule catalogue.

use std::collections::BTreeSet;

use super::RuleContext;
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, BizTalkEdition, BizTalkRelease, CommitMode, ComputerId, ConfiguredName,
    Database, DatabaseId, DatabaseKind, Element, FailoverMode, PhysicalHostId, SqlEdition, SqlInstance, SqlInstanceId,
    SqlRelease, StorageId,
};
use crate::rules::{Attribute, Report};

/// What becomes of a database when the computer that serves it is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survival {
    /// Another computer takes over.
    FailsOver,
    /// Its computer is a virtual machine that restarts on another physical host: interrupted, not lost.
    Restarts,
    /// It depends on this detail, which nobody has stated: whether every possible owner has the data of a storage, or
    /// whether a virtual machine restarts elsewhere.
    NotStated(Element, Attribute),
    /// It is lost with its computer.
    IsLost,
}

impl<'a> RuleContext<'a> {
    /// `ha(db)`: the database sits on a failover cluster instance with two possible owners and shared storage, or in
    /// an availability group that meets AG-001 to AG-010.
    pub fn is_highly_available(&self, database: DatabaseId) -> bool {
        self.survival_of(database) == Survival::FailsOver
    }

    /// What becomes of a database when the computer that serves it is lost; one that does not exist is lost.
    pub fn survival_of(&self, database: DatabaseId) -> Survival {
        let Some(it) = self.document.databases.get(&database) else { return Survival::IsLost };
        if it.availability_group.is_some_and(|group| self.availability_group_is_sound(group)) {
            return Survival::FailsOver;
        }
        match self.on_failover_cluster_instance(it) {
            Survival::IsLost => match self.sql_owners(it.sql_instance) {
                [only] if self.document.restarts_elsewhere(*only) => Survival::Restarts,
                [only] => self
                    .asks_for_restart(*only)
                    .map_or(Survival::IsLost, |host| Survival::NotStated(host.into(), Attribute::HostCluster)),
                _ => Survival::IsLost,
            },
            other => other,
        }
    }

    /// Whether every one of some computers, at least one, is a virtual machine that restarts elsewhere: losing it
    /// interrupts, and nothing is lost with it. While nobody has said whether their physical hosts form a failover
    /// cluster, that is asked, and no finding yet.
    pub fn all_restart_elsewhere<'c>(
        &self,
        report: &mut Report,
        computers: impl IntoIterator<Item = &'c ComputerId>,
    ) -> bool {
        let mut computers = computers.into_iter().peekable();
        let exist = computers.peek().is_some();
        let lost = computers.filter(|it| !self.document.restarts_elsewhere(**it));
        let asked: Option<Vec<PhysicalHostId>> = lost.map(|it| self.asks_for_restart(*it)).collect();
        let Some(asked) = asked.filter(|_| exist) else { return false };
        for host in asked {
            report.ask(host, Attribute::HostCluster);
        }
        true
    }

    /// The physical host of a virtual machine of which nobody has said whether it belongs to a failover cluster, on whose
    /// other hosts the virtual machine would restart.
    fn asks_for_restart(&self, computer: ComputerId) -> Option<PhysicalHostId> {
        let host = self.document.computers.get(&computer)?.physical_host?;
        self.unstated_hosts.contains(&host).then_some(host)
    }

    fn on_failover_cluster_instance(&self, database: &Database) -> Survival {
        let sql = database.sql_instance;
        if !self.is_clustered_twice(sql) {
            return Survival::IsLost;
        }
        let reaches_two = |attached: &BTreeSet<ComputerId>| {
            self.sql_owners(sql).iter().filter(|owner| attached.contains(owner)).count() >= 2
        };
        if let Some((id, storage)) = self.storage_of(database) {
            return match storage.is_shared() {
                Some(true) if reaches_two(&storage.attached) => Survival::FailsOver,
                None if reaches_two(&storage.attached) => Survival::NotStated(id.into(), Attribute::StorageCopies),
                _ => Survival::IsLost,
            };
        }
        let of_two = self.document.storages.iter().filter(|(_, it)| reaches_two(&it.attached));
        let mut not_stated = None;
        for (id, storage) in of_two {
            match storage.is_shared() {
                Some(true) => return Survival::FailsOver,
                None => not_stated = not_stated.or(Some(*id)),
                Some(false) => {}
            }
        }
        not_stated.map_or(Survival::IsLost, |id: StorageId| Survival::NotStated(id.into(), Attribute::StorageCopies))
    }

    /// Whether a SQL instance is a failover cluster instance with two possible owners.
    pub fn is_clustered_twice(&self, sql: SqlInstanceId) -> bool {
        self.group_of_sql(sql).is_some() && self.sql_owners(sql).len() >= 2
    }

    /// Whether an availability group meets AG-001 to AG-010, but for replicas that are not needed to take over (AG-002).
    pub fn availability_group_is_sound(&self, id: AvailabilityGroupId) -> bool {
        let group = self.document.availability_groups.get(&id);
        group.is_some_and(|it| !self.breaks_legacy_split(it)) && self.is_sound_but_for_the_split(id)
    }

    /// Whether an availability group meets AG-001 to AG-010 apart from AG-004, and from AG-002: an asynchronous replica is
    /// a fault of its own and keeps no other replica from taking over.
    pub fn is_sound_but_for_the_split(&self, id: AvailabilityGroupId) -> bool {
        let Some(group) = self.document.availability_groups.get(&id) else { return false };
        let replicas: Vec<&SqlInstance> = self.replica_instances(group).map(|(_, sql)| sql).collect();
        replicas.iter().all(|sql| sql.release >= SqlRelease::V2016)
            && group.per_database_dtc
            && !self.exceeds_basic_availability_group(id, group)
            && self.release_supports_availability_groups()
            && self.replicas_stand_apart(group)
            && self.has_automatic_partner(group)
            && self.is_reached_by_listener(id, group)
    }

    /// The SQL instances that hold the replicas of an availability group.
    pub fn replica_instances(
        &self,
        group: &AvailabilityGroup,
    ) -> impl Iterator<Item = (SqlInstanceId, &'a SqlInstance)> + use<'_, 'a> {
        let ids: Vec<SqlInstanceId> = group.replicas.iter().map(|it| it.sql_instance).collect();
        ids.into_iter().filter_map(|id| Some((id, self.document.sql_instances.get(&id)?)))
    }

    /// Whether a SQL instance holds a replica of an availability group.
    pub fn hosts_replica(&self, sql: SqlInstanceId) -> bool {
        let groups = self.document.availability_groups.values();
        groups.into_iter().any(|group| group.replicas.iter().any(|it| it.sql_instance == sql))
    }

    /// The databases in an availability group.
    pub fn databases_in(
        &self,
        group: AvailabilityGroupId,
    ) -> impl Iterator<Item = (DatabaseId, &'a Database)> + use<'a> {
        let databases = self.document.databases.iter();
        databases.filter(move |(_, it)| it.availability_group == Some(group)).map(|(id, it)| (*id, it))
    }

    /// The version condition of AG-004: SQL Server 2016 with a stated update before SP2, or BizTalk Server 2016 with a
    /// stated cumulative update before CU5.
    pub fn needs_legacy_split(&self, group: &AvailabilityGroup) -> bool {
        let environment = &self.document.environment;
        let biztalk = environment.biztalk_release == BizTalkRelease::V2016
            && environment.biztalk_cumulative_update.is_some_and(|update| update < 5);
        biztalk || self.replica_instances(group).any(|(_, sql)| Self::is_before_sp2_of_2016(sql) == Some(true))
    }

    /// Whether a SQL instance is of SQL Server 2016 before SP2; `None` where its update is not stated.
    pub fn is_before_sp2_of_2016(sql: &SqlInstance) -> Option<bool> {
        if sql.release != SqlRelease::V2016 {
            return Some(false);
        }
        sql.stated_service_pack().map(|it| it < 2)
    }

    /// What decides whether an availability group needs the split of AG-004 and is not entered.
    pub fn missing_for_legacy_split(&self, group: &AvailabilityGroup) -> Vec<(Element, Attribute)> {
        let environment = &self.document.environment;
        let lacks =
            environment.biztalk_release == BizTalkRelease::V2016 && environment.biztalk_cumulative_update.is_none();
        let biztalk = lacks.then_some((Element::Environment, Attribute::BizTalkUpdate));
        let replicas = self.replica_instances(group).filter(|(_, sql)| Self::is_before_sp2_of_2016(sql).is_none());
        let sql = replicas.map(|(id, _)| (id.into(), Attribute::SqlUpdate));
        biztalk.into_iter().chain(sql).collect()
    }

    /// AG-004: the databases are not split as the versions need.
    pub fn breaks_legacy_split(&self, group: &AvailabilityGroup) -> bool {
        self.needs_legacy_split(group) && self.is_not_split(group)
    }

    /// Whether one SQL instance hosts availability databases of two sets of the documented split, or two MessageBoxes.
    pub fn is_not_split(&self, group: &AvailabilityGroup) -> bool {
        group.replicas.iter().any(|replica| {
            let hosted = self.availability_databases_on(replica.sql_instance);
            let sets: BTreeSet<u8> = hosted.iter().filter_map(|it| Self::legacy_set(it.kind)).collect();
            let boxes = hosted.iter().filter(|it| it.kind == DatabaseKind::MessageBox).count();
            sets.len() > 1 || boxes > 1
        })
    }

    /// The databases that a SQL instance holds as a replica of any availability group.
    fn availability_databases_on(&self, sql: SqlInstanceId) -> Vec<&'a Database> {
        let hosts = |group: AvailabilityGroupId| {
            let group = self.document.availability_groups.get(&group);
            group.is_some_and(|it| it.replicas.iter().any(|replica| replica.sql_instance == sql))
        };
        self.document.databases.values().filter(|it| it.availability_group.is_some_and(hosts)).collect()
    }

    /// AG-006: SQL Server Standard with more than one database or more than two replicas.
    pub fn exceeds_basic_availability_group(&self, id: AvailabilityGroupId, group: &AvailabilityGroup) -> bool {
        self.replica_instances(group).any(|(_, sql)| sql.edition == SqlEdition::Standard)
            && (self.databases_in(id).count() > 1 || group.replicas.len() > 2)
    }

    /// AG-007: BizTalk Server 2016 or 2020 in an edition that may use availability groups. The missing update CU5 of
    /// 2016 is a warning of its own and does not count here.
    pub fn release_supports_availability_groups(&self) -> bool {
        let environment = &self.document.environment;
        matches!(environment.biztalk_release, BizTalkRelease::V2016 | BizTalkRelease::V2020)
            && matches!(
                environment.biztalk_edition,
                BizTalkEdition::Enterprise | BizTalkEdition::Developer | BizTalkEdition::Evaluation
            )
    }

    /// AG-008: every replica on its own node, all of one failover cluster.
    pub fn replicas_stand_apart(&self, group: &AvailabilityGroup) -> bool {
        let computers: Vec<ComputerId> =
            group.replicas.iter().flat_map(|it| self.sql_owners(it.sql_instance).iter().copied()).collect();
        let distinct: BTreeSet<ComputerId> = computers.iter().copied().collect();
        let clusters: BTreeSet<_> = computers.iter().map(|it| self.failover_cluster_of(*it)).collect();
        distinct.len() == computers.len() && clusters.len() == 1 && !clusters.contains(&None)
    }

    /// AG-009: two synchronous replicas that fail over automatically, or a primary replica on a failover cluster
    /// instance with two possible owners.
    pub fn has_automatic_partner(&self, group: &AvailabilityGroup) -> bool {
        let automatic = group
            .replicas
            .iter()
            .filter(|it| it.commit == CommitMode::Synchronous && it.failover == FailoverMode::Automatic)
            .count();
        automatic >= 2 || group.replicas.first().is_some_and(|it| self.is_clustered_twice(it.sql_instance))
    }

    /// AG-010: every SQL instance that holds a database of the group is reached by its listener or by an alias.
    pub fn is_reached_by_listener(&self, id: AvailabilityGroupId, group: &AvailabilityGroup) -> bool {
        group.listener.is_some()
            && self.databases_in(id).all(|(_, database)| {
                let sql = self.document.sql_instances.get(&database.sql_instance);
                let name = sql.and_then(|it| it.configured_name);
                matches!(name, None | Some(ConfiguredName::Listener | ConfiguredName::Alias))
            })
    }

    /// The set of the documented split of databases over SQL instances before SQL Server 2016 SP2 (AG-005); `None` for
    /// databases that it leaves out.
    pub fn legacy_set(kind: DatabaseKind) -> Option<u8> {
        match kind {
            DatabaseKind::Sso => Some(1),
            DatabaseKind::Management => Some(2),
            DatabaseKind::MessageBox
            | DatabaseKind::RuleEngine
            | DatabaseKind::BamPrimaryImport
            | DatabaseKind::BamStarSchema
            | DatabaseKind::BamAlertsApplication => Some(3),
            DatabaseKind::Tracking | DatabaseKind::EsbItinerary | DatabaseKind::EsbException => Some(4),
            _ => None,
        }
    }
}
