//! Whether an availability group takes over by itself, as it is drawn: asked by rules, failure logic and drills alike.

use std::collections::BTreeSet;

use super::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, BizTalkEdition, BizTalkRelease, CommitMode,
    ComputerId, ConfiguredName, Database, DatabaseId, DatabaseKind, Document, FailoverMode, SqlEdition, SqlInstance,
    SqlInstanceId, SqlPlacement, SqlRelease,
};

impl SqlInstance {
    /// Whether a SQL instance is of SQL Server 2016 before SP2; `None` where its update is not stated.
    pub fn is_before_sp2_of_2016(&self) -> Option<bool> {
        if self.release != SqlRelease::V2016 {
            return Some(false);
        }
        self.stated_service_pack().map(|it| it < 2)
    }

    /// Whether the name under which BizTalk Server reaches it leads to the listener of an availability group; `None` =
    /// nobody has stated the name.
    pub fn leads_to_listener(&self) -> Option<bool> {
        self.configured_name.map(|it| matches!(it, ConfiguredName::Listener | ConfiguredName::Alias))
    }
}

impl DatabaseKind {
    /// The set of the documented split of databases over SQL instances before SQL Server 2016 SP2 (AG-005); `None` for
    /// databases that it leaves out.
    pub fn legacy_set(self) -> Option<u8> {
        match self {
            Self::Sso => Some(1),
            Self::Management => Some(2),
            Self::MessageBox
            | Self::RuleEngine
            | Self::BamPrimaryImport
            | Self::BamStarSchema
            | Self::BamAlertsApplication => Some(3),
            Self::Tracking | Self::EsbItinerary | Self::EsbException => Some(4),
            _ => None,
        }
    }
}

impl AvailabilityReplica {
    /// Whether it takes part in failovers that nobody starts.
    fn is_automatic(&self) -> bool {
        self.commit == CommitMode::Synchronous && self.failover == FailoverMode::Automatic
    }
}

impl Document {
    /// The availability group that a database moves with: Analysis Services cannot take part in one, whatever is drawn
    /// (AG-013), and on a SQL instance without a replica of it there is nothing that moves (AG-031).
    pub fn moves_with(&self, database: &Database) -> Option<AvailabilityGroupId> {
        let group = database.availability_group.filter(|_| !database.kind.is_analysis())?;
        self.is_replica(database.sql_instance, group).then_some(group)
    }

    /// Whether a SQL instance holds a replica of an availability group.
    pub fn is_replica(&self, sql: SqlInstanceId, group: AvailabilityGroupId) -> bool {
        let group = self.availability_groups.get(&group);
        group.is_some_and(|it| it.replicas.iter().any(|replica| replica.sql_instance == sql))
    }

    /// The SQL instances to which an availability group goes by itself when its primary replica is lost, in order: none
    /// where it does not meet AG-001 to AG-010, because nobody may rely on such a failover.
    pub fn automatic_partners(&self, id: AvailabilityGroupId) -> Vec<SqlInstanceId> {
        let group = self.availability_groups.get(&id);
        let is_seen = group.is_some_and(|it| self.is_reached_by_listener(id, it));
        if is_seen { self.partners_by_any_name(id) } else { Vec::new() }
    }

    /// The same whatever name BizTalk Server looks for (AG-010 left out): the availability group moves, seen or not.
    pub fn partners_by_any_name(&self, id: AvailabilityGroupId) -> Vec<SqlInstanceId> {
        let Some(group) = self.availability_groups.get(&id) else { return Vec::new() };
        let [primary, others @ ..] = group.replicas.as_slice() else { return Vec::new() };
        let is_sound = !self.breaks_legacy_split(group) && self.moves_as_documented(id, group);
        if !is_sound || !primary.is_automatic() {
            return Vec::new();
        }
        others.iter().filter(|it| it.is_automatic()).map(|it| it.sql_instance).collect()
    }

    /// Whether a SQL instance is a failover cluster instance with two possible owners.
    pub fn is_clustered_twice(&self, sql: SqlInstanceId) -> bool {
        let clustered =
            self.sql_instances.get(&sql).is_some_and(|it| matches!(it.placement, SqlPlacement::Clustered(_)));
        clustered && self.owners_of_sql(sql).len() >= 2
    }

    /// Whether an availability group meets AG-001 to AG-010, but for replicas that are not needed to take over (AG-002).
    pub fn availability_group_is_sound(&self, id: AvailabilityGroupId) -> bool {
        let group = self.availability_groups.get(&id);
        group.is_some_and(|it| !self.breaks_legacy_split(it)) && self.is_sound_but_for_the_split(id)
    }

    /// Whether an availability group meets AG-001 to AG-010 apart from AG-004, and from AG-002: an asynchronous replica is
    /// a fault of its own and keeps no other replica from taking over.
    pub fn is_sound_but_for_the_split(&self, id: AvailabilityGroupId) -> bool {
        let group = self.availability_groups.get(&id);
        group.is_some_and(|it| self.moves_as_documented(id, it) && self.is_reached_by_listener(id, it))
    }

    /// The same but for the name that BizTalk Server looks for (AG-010).
    fn moves_as_documented(&self, id: AvailabilityGroupId, group: &AvailabilityGroup) -> bool {
        self.replica_instances(group).all(|(_, sql)| sql.release >= SqlRelease::V2016)
            && group.per_database_dtc
            && !self.exceeds_basic_availability_group(id, group)
            && self.release_supports_availability_groups()
            && self.replicas_stand_apart(group)
            && self.has_automatic_partner(group)
    }

    /// The SQL instances that hold the replicas of an availability group.
    pub fn replica_instances(&self, group: &AvailabilityGroup) -> impl Iterator<Item = (SqlInstanceId, &SqlInstance)> {
        let ids: Vec<SqlInstanceId> = group.replicas.iter().map(|it| it.sql_instance).collect();
        ids.into_iter().filter_map(|id| Some((id, self.sql_instances.get(&id)?)))
    }

    /// Whether a SQL instance holds a replica of any availability group.
    pub fn hosts_replica(&self, sql: SqlInstanceId) -> bool {
        self.availability_groups.keys().any(|group| self.is_replica(sql, *group))
    }

    /// The databases in an availability group.
    pub fn databases_in(&self, group: AvailabilityGroupId) -> impl Iterator<Item = (DatabaseId, &Database)> {
        let databases = self.databases.iter();
        databases.filter(move |(_, it)| it.availability_group == Some(group)).map(|(id, it)| (*id, it))
    }

    /// The version condition of AG-004: SQL Server 2016 with a stated update before SP2, or BizTalk Server 2016 with a
    /// stated cumulative update before CU5.
    pub fn needs_legacy_split(&self, group: &AvailabilityGroup) -> bool {
        let environment = &self.environment;
        let biztalk = environment.biztalk_release == BizTalkRelease::V2016
            && environment.biztalk_cumulative_update.is_some_and(|update| update < 5);
        biztalk || self.replica_instances(group).any(|(_, sql)| sql.is_before_sp2_of_2016() == Some(true))
    }

    /// AG-004: the databases are not split as the versions need.
    pub fn breaks_legacy_split(&self, group: &AvailabilityGroup) -> bool {
        self.needs_legacy_split(group) && self.is_not_split(group)
    }

    /// Whether one SQL instance hosts availability databases of two sets of the documented split, or two MessageBoxes.
    pub fn is_not_split(&self, group: &AvailabilityGroup) -> bool {
        group.replicas.iter().any(|replica| {
            let hosted = self.availability_databases_on(replica.sql_instance);
            let sets: BTreeSet<u8> = hosted.iter().filter_map(|it| it.kind.legacy_set()).collect();
            let boxes = hosted.iter().filter(|it| it.kind == DatabaseKind::MessageBox).count();
            sets.len() > 1 || boxes > 1
        })
    }

    /// The databases that a SQL instance holds as a replica of any availability group.
    fn availability_databases_on(&self, sql: SqlInstanceId) -> Vec<&Database> {
        let hosts = |group: AvailabilityGroupId| self.is_replica(sql, group);
        self.databases.values().filter(|it| it.availability_group.is_some_and(hosts)).collect()
    }

    /// AG-006: SQL Server Standard with more than one database or more than two replicas.
    pub fn exceeds_basic_availability_group(&self, id: AvailabilityGroupId, group: &AvailabilityGroup) -> bool {
        self.replica_instances(group).any(|(_, sql)| sql.edition == SqlEdition::Standard)
            && (self.databases_in(id).count() > 1 || group.replicas.len() > 2)
    }

    /// AG-007: BizTalk Server 2016 or 2020 in an edition that may use availability groups. The missing update CU5 of
    /// 2016 is a warning of its own and does not count here.
    pub fn release_supports_availability_groups(&self) -> bool {
        let environment = &self.environment;
        matches!(environment.biztalk_release, BizTalkRelease::V2016 | BizTalkRelease::V2020)
            && matches!(
                environment.biztalk_edition,
                BizTalkEdition::Enterprise | BizTalkEdition::Developer | BizTalkEdition::Evaluation
            )
    }

    /// AG-008: every replica on its own node, all of one failover cluster.
    pub fn replicas_stand_apart(&self, group: &AvailabilityGroup) -> bool {
        let computers: Vec<ComputerId> =
            group.replicas.iter().flat_map(|it| self.owners_of_sql(it.sql_instance).iter().copied()).collect();
        let distinct: BTreeSet<ComputerId> = computers.iter().copied().collect();
        let clusters: BTreeSet<_> = computers.iter().map(|it| self.failover_cluster_of(*it)).collect();
        distinct.len() == computers.len() && clusters.len() == 1 && !clusters.contains(&None)
    }

    /// AG-009: two synchronous replicas that fail over automatically, or a primary replica on a failover cluster
    /// instance with two possible owners.
    pub fn has_automatic_partner(&self, group: &AvailabilityGroup) -> bool {
        let automatic = group.replicas.iter().filter(|it| it.is_automatic()).count();
        automatic >= 2 || group.replicas.first().is_some_and(|it| self.is_clustered_twice(it.sql_instance))
    }

    /// AG-010: every SQL instance that holds a database of the group is reached by its listener or by an alias, as far as
    /// the names are stated.
    pub fn is_reached_by_listener(&self, id: AvailabilityGroupId, group: &AvailabilityGroup) -> bool {
        group.listener.is_some() && self.carriers_of(id).all(|(_, it)| it.leads_to_listener() != Some(false))
    }

    /// The SQL instances that hold databases of an availability group and are replicas of it, each once.
    pub fn carriers_of(&self, id: AvailabilityGroupId) -> impl Iterator<Item = (SqlInstanceId, &SqlInstance)> {
        let carriers: BTreeSet<SqlInstanceId> =
            self.databases_in(id).map(|(_, it)| it.sql_instance).filter(|it| self.is_replica(*it, id)).collect();
        carriers.into_iter().filter_map(|id| Some((id, self.sql_instances.get(&id)?)))
    }
}
