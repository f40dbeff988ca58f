//! SQL instances, databases and availability groups as they usually are.

use std::collections::BTreeSet;

use crate::model::{
    AvailabilityGroup, AvailabilityReplica, BizTalkGroupId, CommitMode, ConfiguredName, Database, DatabaseKind,
    FailoverMode, Listener, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, SqlService,
};

impl SqlPlacement {
    /// The name under which BizTalk Server reaches a SQL instance there (SQL-025).
    pub const fn usual_name(self) -> ConfiguredName {
        match self {
            Self::Standalone(_) => ConfiguredName::ServerName,
            Self::Clustered(_) => ConfiguredName::ClusterNetworkName,
        }
    }
}

impl SqlInstance {
    /// The port on which SQL Server listens unless it is told otherwise.
    pub const DEFAULT_PORT: u16 = 1433;

    /// A SQL instance of Enterprise edition with the database engine and SQL Server Agent.
    pub fn new(name: impl Into<String>, placement: SqlPlacement, release: SqlRelease) -> Self {
        Self {
            name: name.into(),
            placement,
            release,
            service_pack: 0,
            cumulative_update: 0,
            without_updates: false,
            edition: SqlEdition::Enterprise,
            services: BTreeSet::from([SqlService::Engine]),
            agent_running: true,
            configured_name: Some(placement.usual_name()),
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
}

impl Database {
    /// A database under the name that setup proposes. The SSO database serves the environment and belongs to no
    /// BizTalk group.
    pub fn new(kind: DatabaseKind, sql_instance: SqlInstanceId, biztalk_group: Option<BizTalkGroupId>) -> Self {
        Self {
            name: kind.default_name().to_owned(),
            kind,
            sql_instance,
            biztalk_group: biztalk_group.filter(|_| kind != DatabaseKind::Sso),
            is_master: false,
            publication_disabled: false,
            availability_group: None,
            consolidated_into: None,
            storage: None,
            recovery_model: None,
            mirrored: false,
            dr_transport: None,
            transactions: None,
            added_to_backup: None,
            excluded_from_backup: false,
        }
    }
}

impl Database {
    /// A database of a kind where another one is: on the same SQL instance, and moving with it.
    pub fn beside(model: &Self, kind: DatabaseKind, biztalk_group: Option<BizTalkGroupId>) -> Self {
        Self {
            availability_group: model.availability_group,
            recovery_model: model.recovery_model,
            ..Self::new(kind, model.sql_instance, biztalk_group)
        }
    }
}

impl AvailabilityReplica {
    /// A replica with synchronous commit and automatic failover.
    pub fn new(sql_instance: SqlInstanceId) -> Self {
        let (commit, failover) = (CommitMode::Synchronous, FailoverMode::Automatic);
        Self { sql_instance, commit, failover, readable: false }
    }
}

impl Listener {
    /// A listener on the default port in one subnet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), port: SqlInstance::DEFAULT_PORT, num_subnets: 1, address: None }
    }

    /// The same under the usual name of the listener of an availability group.
    pub fn of(availability_group: &str) -> Self {
        Self::new(format!("{availability_group}-listener"))
    }
}

impl AvailabilityGroup {
    /// An availability group over SQL instances, the primary replica first, with per-database DTC support.
    pub fn new(name: impl Into<String>, replicas: &[SqlInstanceId], listener: Option<Listener>) -> Self {
        Self {
            name: name.into(),
            replicas: replicas.iter().map(|it| AvailabilityReplica::new(*it)).collect(),
            per_database_dtc: true,
            listener,
            backup_on_secondary: false,
            read_only_routing: false,
        }
    }
}
