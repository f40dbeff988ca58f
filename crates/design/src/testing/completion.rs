//! Steps of the builder that turn a drawn design into a completed one, and add a disaster-recovery site.

use super::builder::DocumentBuilder;
use crate::model::usual::{recovery_computer_name, recovery_sql_name};
use crate::model::{
    AccountKind, BackupDestination, ClusterResourceGroup, ComputerId, Deployment, DrMode, DrTransport, Element,
    FullBackupPeriod, HostId, HostKind, RaidLevel, RecoveryModel, ServiceAccount, SiteKind, SqlInstanceId, TierId,
    TierKind, TrackingVolume, Witness,
};
use crate::sources::{Provenance, Sourced};

/// A number that a template shows for example.
fn example<T>(value: T) -> Sourced<T> {
    Sourced { value, range: None, provenance: Provenance::Example }
}

impl DocumentBuilder {
    /// Adds a cluster resource group with MSDTC, its own disk and its own name to every failover cluster.
    pub fn cluster_msdtc(&mut self) {
        let clusters: Vec<_> = self.document.failover_clusters.iter().map(|(id, it)| (*id, it.clone())).collect();
        for (id, cluster) in clusters {
            self.add(ClusterResourceGroup {
                dtc_log_on_own_disk: Some(true),
                ..ClusterResourceGroup::msdtc(id, &cluster)
            });
        }
    }

    /// Answers every question that the drawn form leaves open.
    pub fn answer_questions(&mut self) {
        self.answer_for_environment();
        self.answer_for_computers();
        self.answer_for_clusters();
        self.answer_for_sql();
        self.answer_for_hosts();
    }

    fn answer_for_environment(&mut self) {
        let environment = &mut self.document.environment;
        environment.deployment = Some(Deployment::Physical);
        environment.tracking_volume = Some(TrackingVolume::Normal);
        environment.time_source = Some(true);
        environment.rpo_minutes = Some(example(60.0));
        environment.sql_failover_secs = Some(example(120.0));
        let backup = &mut self.document.backup;
        backup.job_configured = Some(true);
        backup.destination = Some(BackupDestination::OtherComputer);
        backup.destination_highly_available = Some(true);
        backup.log_interval_minutes = Some(example(15.0));
        backup.full_period = Some(FullBackupPeriod::Daily);
        backup.force_full_after_partial = Some(true);
    }

    fn answer_for_computers(&mut self) {
        let biztalk = self.primary_biztalk_servers();
        let sql: Vec<ComputerId> =
            self.document.sql_instances.keys().filter_map(|id| self.document.active_computer_of_sql(*id)).collect();
        let primary_sql: Vec<ComputerId> = sql.into_iter().filter(|id| self.document.is_primary(*id)).collect();
        for (id, computer) in self.document.computers.edit() {
            computer.hardware.cores = Some(example(8));
            computer.hardware.ram_gb = Some(example(32.0));
            if biztalk.contains(id) || primary_sql.contains(id) {
                computer.load_percent = Some(example(40.0));
            }
        }
    }

    fn answer_for_clusters(&mut self) {
        for cluster in self.document.failover_clusters.edit().values_mut() {
            cluster.witness = Some(Witness::Disk);
            cluster.separate_networks = Some(true);
        }
        for group in self.document.resource_groups.edit().values_mut() {
            group.static_ip = Some(true);
        }
        for storage in self.document.storages.edit().values_mut() {
            storage.raid = Some(RaidLevel::Raid10);
            storage.redundant_controllers = Some(true);
        }
    }

    fn answer_for_sql(&mut self) {
        for sql in self.document.sql_instances.edit().values_mut() {
            sql.binary_collation = Some(false);
            sql.min_memory_gb = Some(example(24.0));
            sql.max_memory_gb = Some(example(24.0));
            sql.memory_left_for_sso = Some(true);
        }
        for database in self.document.databases.edit().values_mut() {
            database.recovery_model = Some(RecoveryModel::Full);
        }
    }

    fn answer_for_hosts(&mut self) {
        for host in self.document.hosts.edit().values_mut() {
            if host.kind == HostKind::InProcess {
                host.restart_service_after_secs = Some(example(300.0));
            }
        }
        let account = |name: &str| {
            let word = name.split(' ').next().unwrap_or(name).to_lowercase();
            ServiceAccount { name: format!("CONTOSO\\svc-{word}"), kind: AccountKind::Domain }
        };
        let accounts: Vec<(HostId, ServiceAccount)> =
            self.document.hosts.iter().map(|(id, it)| (*id, account(&it.name))).collect();
        for instance in self.document.host_instances.edit().values_mut() {
            instance.account = accounts.iter().find(|(id, _)| *id == instance.host).map(|(_, it)| it.clone());
        }
    }

    /// Adds a disaster-recovery site: a twin of every BizTalk server with disabled host instances, one standalone
    /// SQL instance for every production one, and BizTalk log shipping between them. Returns its two tiers, the one
    /// with BizTalk servers first; rows of both are full at `columns`.
    pub fn disaster_recovery_site(&mut self, columns: (u32, u32)) -> (TierId, TierId) {
        let originals = self.primary_biztalk_servers();
        let production: Vec<SqlInstanceId> = self.document.sql_instances.keys().copied().collect();
        self.site(SiteKind::DisasterRecovery.label(), SiteKind::DisasterRecovery);
        let biztalk = self.tier("DR: BizTalk Server", TierKind::DisasterRecovery);
        let databases = self.tier_beside("DR: databases", TierKind::DisasterRecovery);
        self.wrap_at(biztalk, columns.0);
        self.wrap_at(databases, columns.1);
        for original in originals {
            self.biztalk_twin(original, biztalk);
        }
        for sql in production {
            self.sql_twin(sql, databases);
        }
        for database in self.document.databases.edit().values_mut() {
            database.dr_transport = Some(DrTransport::BizTalkLogShipping);
        }
        self.document.disaster_recovery.mode = Some(DrMode::OneToOne);
        self.document.disaster_recovery.same_paths = Some(true);
        (biztalk, databases)
    }

    fn biztalk_twin(&mut self, original: ComputerId, tier: TierId) {
        let Some(computer) = self.document.computers.get(&original).cloned() else { return };
        let hosts: Vec<HostId> = self
            .document
            .host_instances_on(original)
            .filter_map(|id| self.document.host_instances.get(&id))
            .map(|it| it.host)
            .collect();
        let slot = self.take_slot(tier);
        let groups = computer.biztalk_groups.iter().copied();
        let twin = self.add(computer.biztalk_equal(recovery_computer_name(&computer.name), slot, groups));
        for host in hosts {
            let instance = self.host_instance(host, twin);
            if let Some(instance) = self.document.host_instances.edit().get_mut(&instance) {
                instance.enabled = false;
            }
        }
    }

    fn sql_twin(&mut self, production: SqlInstanceId, tier: TierId) {
        let Some(active) = self.document.active_computer_of_sql(production) else { return };
        let Some(original) = self.document.sql_instances.get(&production).cloned() else { return };
        let computer = self.computer(&recovery_computer_name(&Element::from(active).name(&self.document)), tier);
        let twin = self.standalone_sql(&recovery_sql_name(&original.name), computer);
        self.document.disaster_recovery.ships_to.insert(production, twin);
    }
}
