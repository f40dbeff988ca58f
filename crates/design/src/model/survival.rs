//! What a loss leaves of storage and of virtual machines: asked by rules and by the failure logic alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ComputerId, Deployment, Document, FaultDomain, PhysicalHost, PhysicalHostId, RaidLevel, ResourceGroupId,
    ResourceKind, SiteId, SqlInstanceId, SqlPlacement, Storage, StorageCopies, StorageId, StorageKind,
};

impl Storage {
    /// Whether software or the arrays keep a second copy, as far as that is stated.
    fn has_second_copy(&self) -> bool {
        matches!(self.copies, Some(StorageCopies::Mirrored | StorageCopies::Replicated))
    }

    /// Whether it is one thing that stands in one place unless something keeps copies, and not disks of the computers.
    pub fn is_one_thing(&self) -> bool {
        !matches!(self.kind, StorageKind::Local | StorageKind::StorageSpacesDirect)
    }

    /// Whether every computer that is attached to it reaches the same data: by nature, or on local disks because their
    /// copies are kept alike. `None` = local disks of several computers of which nobody has said it.
    pub fn is_shared(&self) -> Option<bool> {
        if self.kind != StorageKind::Local {
            return Some(true);
        }
        let several = self.attached.len() > 1;
        match self.copies {
            Some(StorageCopies::Mirrored | StorageCopies::Replicated) => Some(several),
            None if several => None,
            _ => Some(false),
        }
    }

    /// Whether the loss of one of its parts (disk, controller, path) or of one of its computers takes no data away.
    /// `None` = not stated.
    ///
    /// Copies on several computers or arrays are such, and Storage Spaces Direct and Azure shared disks keep some by
    /// themselves (`azure/virtual-machines/disks-redundancy`). An array needs RAID and redundant controllers. An SMB file
    /// share is lost with the file server behind it, whatever disks that has, so only a second copy helps.
    pub fn is_redundant(&self) -> Option<bool> {
        match self.kind {
            StorageKind::Local => self.is_shared(),
            StorageKind::StorageSpacesDirect => {
                Some(self.attached.len() > 1 && self.copies != Some(StorageCopies::None))
            }
            _ if self.has_second_copy() => Some(true),
            StorageKind::AzureSharedDisk => Some(self.copies != Some(StorageCopies::None)),
            _ => {
                let disks = self.raid.map(|it| !matches!(it, RaidLevel::None | RaidLevel::Raid0));
                match (disks, self.redundant_controllers) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    _ if self.kind == StorageKind::Smb => self.copies.map(|_| false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                }
            }
        }
    }
}

impl Document {
    /// [`Storage::is_redundant`] of a storage; one that does not exist is not.
    pub fn storage_is_redundant(&self, id: StorageId) -> Option<bool> {
        self.storages.get(&id).map_or(Some(false), Storage::is_redundant)
    }

    /// The availability zones in which the computers attached to a storage stand, where these are several: a disk that is
    /// not stored redundantly across zones stands in one of them (`azure/virtual-machines/disks-redundancy`).
    pub fn zones_of_storage(&self, storage: &Storage) -> BTreeSet<PhysicalHostId> {
        let is_zone = |id: &PhysicalHostId| {
            self.physical_hosts.get(id).is_some_and(|it| it.domain == FaultDomain::AvailabilityZone)
        };
        let hosts = storage.attached.iter().filter_map(|id| self.computers.get(id)?.physical_host);
        let zones: BTreeSet<PhysicalHostId> = hosts.filter(is_zone).collect();
        if zones.len() > 1 && storage.is_one_thing() { zones } else { BTreeSet::new() }
    }

    /// [`Storage::is_shared`] of a storage; one that does not exist is not.
    pub fn storage_is_shared(&self, id: StorageId) -> Option<bool> {
        self.storages.get(&id).map_or(Some(false), Storage::is_shared)
    }

    /// The possible owners of a clustered SQL instance that reach its data, each once, where it runs now first: those
    /// attached to the storage that is `named` for a database or for the SQL instance, else those attached to any shared
    /// storage that two of them are attached to. No other one can take over.
    pub fn owners_with_data(&self, sql: SqlInstanceId, named: Option<StorageId>) -> Vec<ComputerId> {
        let owners = self.owners_of_sql(sql);
        let active = self.active_computer_of_sql(sql);
        let reaches_two = |it: &&Storage| owners.iter().filter(|owner| it.attached.contains(owner)).nth(1).is_some();
        let own = named.and_then(|id| self.storages.get(&id));
        let shared = self.storages.values().filter(|it| it.is_shared() == Some(true)).filter(reaches_two);
        let disks: Vec<&Storage> = if named.is_some() { own.into_iter().collect() } else { shared.collect() };
        let reaches = |owner: &ComputerId| disks.iter().any(|it| it.attached.contains(owner));
        let others = owners.iter().copied().filter(|it| Some(*it) != active && reaches(it));
        active.into_iter().chain(others).collect()
    }

    /// The storage without which a SQL instance does not run: the one that it names, else every shared one that all its
    /// owners, at least two, are attached to; where it is clustered also those of its databases, because SQL Server
    /// depends on each disk in its cluster resource group.
    pub fn storages_of_sql(&self, sql: SqlInstanceId) -> Vec<StorageId> {
        let Some(instance) = self.sql_instances.get(&sql) else { return Vec::new() };
        let mut storages = match instance.storage {
            Some(named) => vec![named],
            None => self.disks_of_all(self.owners_of_sql(sql)),
        };
        if matches!(instance.placement, SqlPlacement::Clustered(_)) {
            let of_databases = self.databases.values().filter(|it| it.sql_instance == sql).filter_map(|it| it.storage);
            for storage in of_databases {
                if !storages.contains(&storage) {
                    storages.push(storage);
                }
            }
        }
        storages
    }

    /// The disks of a cluster resource group that holds some: the shared ones that all its possible owners are attached to
    /// and that no SQL instance and no database names as its own.
    pub fn disks_of_role(&self, role: ResourceGroupId) -> Vec<StorageId> {
        let Some(group) = self.resource_groups.get(&role).filter(|it| it.has(ResourceKind::PhysicalDisk)) else {
            return Vec::new();
        };
        let of_sql = self.sql_instances.values().filter_map(|it| it.storage);
        let taken: BTreeSet<StorageId> = of_sql.chain(self.databases.values().filter_map(|it| it.storage)).collect();
        let disks = self.disks_of_all(&group.possible_owners).into_iter();
        disks.filter(|id| !taken.contains(id)).collect()
    }

    /// The shared storages that all of some computers, at least two, are attached to.
    fn disks_of_all(&self, owners: &[ComputerId]) -> Vec<StorageId> {
        let reach = |it: &Storage| owners.len() > 1 && owners.iter().all(|owner| it.attached.contains(owner));
        let shared = self.storages.iter().filter(|(_, it)| it.kind != StorageKind::Local && reach(it));
        shared.map(|(id, _)| *id).collect()
    }

    /// The other physical hosts on which a virtual machine restarts when its own is lost: those of the same failover
    /// cluster of physical hosts. Empty for a computer of which no physical host, or no such cluster, is drawn.
    pub fn restart_hosts(&self, computer: ComputerId) -> Vec<PhysicalHostId> {
        let Some(own) = self.computers.get(&computer).and_then(|it| it.physical_host) else { return Vec::new() };
        let Some(cluster) = self.host_cluster_of(own) else { return Vec::new() };
        let others = self.physical_hosts.keys().copied().filter(|id| *id != own);
        others.filter(|id| self.host_cluster_of(*id).is_some_and(|it| it == cluster)).collect()
    }

    /// Whether a virtual machine restarts on another physical host when its own is lost: an interruption instead of a
    /// loss. It does not help against a fault inside the virtual machine that does not stop it.
    pub fn restarts_elsewhere(&self, computer: ComputerId) -> bool {
        !self.restart_hosts(computer).is_empty()
    }

    /// The name of the failover cluster of physical hosts that one of them belongs to, without regard to capitals.
    pub(super) fn host_cluster_of(&self, host: PhysicalHostId) -> Option<String> {
        self.physical_hosts.get(&host)?.cluster_name().map(str::to_lowercase)
    }

    /// The physical hosts of which nobody has said whether they belong to a failover cluster, although another one could
    /// be of it, each with those that could: with virtual machines in the same site, or with none yet.
    pub fn possible_host_clusters(&self) -> BTreeMap<PhysicalHostId, BTreeSet<PhysicalHostId>> {
        let hosts: Vec<_> = self.physical_hosts.iter().map(|(id, it)| (*id, it)).collect();
        if hosts.len() < 2 || self.environment.deployment == Some(Deployment::Physical) {
            return BTreeMap::new();
        }
        let mut sites: BTreeMap<PhysicalHostId, BTreeSet<Option<SiteId>>> = BTreeMap::new();
        for (id, computer) in &self.computers {
            if let Some(host) = computer.physical_host {
                sites.entry(host).or_default().insert(self.site_of(*id));
            }
        }
        let meet = |one: &PhysicalHostId, other: &PhysicalHostId| match (sites.get(one), sites.get(other)) {
            (Some(one), Some(other)) => !one.is_disjoint(other),
            _ => true,
        };
        let open = hosts.iter().filter(|(_, it)| it.is_cluster_unstated());
        let with_others = open.map(|(id, _)| {
            let could = |(other, it): &&(PhysicalHostId, &PhysicalHost)| {
                other != id && (it.is_cluster_unstated() || it.cluster_name().is_some()) && meet(id, other)
            };
            (*id, hosts.iter().filter(could).map(|(other, _)| *other).collect::<BTreeSet<_>>())
        });
        with_others.filter(|(_, others)| !others.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Computer, FaultDomain};
    use super::*;
    use crate::model::index::Index;
    use crate::testing::fixture::Fixture;

    fn storage(kind: StorageKind, attached: &[u32]) -> Storage {
        Storage::new("Disks", kind, attached.iter().map(|it| ComputerId::from(*it)))
    }

    #[test]
    fn local_disks_of_two_computers_are_one_store_when_they_are_kept_alike_and_a_question_before() {
        let two = storage(StorageKind::Local, &[1, 2]);
        assert_eq!((two.is_shared(), two.is_redundant()), (None, None));
        for copies in [StorageCopies::Mirrored, StorageCopies::Replicated] {
            let alike = Storage { copies: Some(copies), ..two.clone() };
            assert_eq!((alike.is_shared(), alike.is_redundant()), (Some(true), Some(true)));
        }
        let apart = Storage { copies: Some(StorageCopies::None), ..two };
        assert_eq!((apart.is_shared(), apart.is_redundant()), (Some(false), Some(false)));
        let one = Storage { copies: Some(StorageCopies::Mirrored), ..storage(StorageKind::Local, &[1]) };
        assert_eq!((one.is_shared(), one.is_redundant()), (Some(false), Some(false)));
    }

    #[test]
    fn storage_spaces_direct_is_redundant_from_two_computers_on() {
        assert_eq!(storage(StorageKind::StorageSpacesDirect, &[1, 2]).is_redundant(), Some(true));
        assert_eq!(storage(StorageKind::StorageSpacesDirect, &[1]).is_redundant(), Some(false));
    }

    #[test]
    fn an_array_is_redundant_by_its_disks_and_controllers_or_by_a_second_one() {
        let array = storage(StorageKind::San, &[1, 2]);
        assert_eq!(array.is_redundant(), None);
        let with = |raid, controllers| Storage { raid, redundant_controllers: controllers, ..array.clone() };
        assert_eq!(with(Some(RaidLevel::Raid10), Some(true)).is_redundant(), Some(true));
        assert_eq!(with(Some(RaidLevel::Raid10), None).is_redundant(), None);
        assert_eq!(with(Some(RaidLevel::Raid0), None).is_redundant(), Some(false));
        assert_eq!(with(None, Some(false)).is_redundant(), Some(false));
        let replicated = Storage { copies: Some(StorageCopies::Replicated), ..with(None, Some(false)) };
        assert_eq!(replicated.is_redundant(), Some(true));
    }

    #[test]
    fn a_file_share_survives_its_file_server_only_with_a_second_copy() {
        let share = Storage {
            raid: Some(RaidLevel::Raid10),
            redundant_controllers: Some(true),
            ..storage(StorageKind::Smb, &[1, 2])
        };
        assert_eq!(share.is_redundant(), None, "its disks say nothing about the file server");
        let with = |copies| Storage { copies: Some(copies), ..share.clone() };
        assert_eq!(with(StorageCopies::Replicated).is_redundant(), Some(true));
        assert_eq!(with(StorageCopies::None).is_redundant(), Some(false));
    }

    #[test]
    fn a_virtual_machine_restarts_on_another_physical_host_of_the_same_cluster() {
        let mut document = Document::default();
        let in_cluster = |name: &str, cluster: Option<&str>| PhysicalHost {
            host_cluster: cluster.map(str::to_owned),
            ..PhysicalHost::new(name)
        };
        for (id, host) in
            [(1, in_cluster("HV1", Some("HVCL"))), (2, in_cluster("HV2", Some("hvcl"))), (3, in_cluster("HV3", None))]
        {
            document.physical_hosts.edit().insert(PhysicalHostId::from(id), host);
        }
        for (id, host) in [(11, 1), (12, 3)] {
            let physical_host = Some(PhysicalHostId::from(host));
            let virtual_machine = Computer { physical_host, ..Computer::default() };
            document.computers.edit().insert(ComputerId::from(id), virtual_machine);
        }
        assert_eq!(document.restart_hosts(ComputerId::from(11)), [PhysicalHostId::from(2)]);
        assert!(!document.restarts_elsewhere(ComputerId::from(12)));
        let index = Index::new(&document);
        for id in document.computers.keys() {
            assert_eq!(index.restart_hosts(*id).collect::<Vec<_>>(), document.restart_hosts(*id));
        }
        let zone = |it: &mut PhysicalHost| it.domain = FaultDomain::AvailabilityZone;
        zone(document.physical_hosts.edit().get_mut(&PhysicalHostId::from(2)).unwrap());
        assert!(!document.restarts_elsewhere(ComputerId::from(11)));
    }

    #[test]
    fn sql_server_moves_only_to_owners_that_reach_its_data() {
        let with_data = |disks: &str| {
            let nodes = "computer N1\ncomputer N2\ncomputer N3\ncluster CL nodes N1 N2 N3";
            let fixture = Fixture::parse(&format!("{nodes}\nfci ONE on CL active N1\n{disks}")).unwrap();
            let mut document = fixture.document.clone();
            document.storages.edit().retain(|_, it| it.name != "CL-array");
            let sql = SqlInstanceId::try_from(fixture.element("ONE").unwrap()).unwrap();
            let named = document.storages.iter().find(|(_, it)| it.name == "OWN").map(|(id, _)| *id);
            let owners = document.owners_with_data(sql, named);
            owners.into_iter().map(|id| document.computers[&id].name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(with_data(""), ["N1"], "no storage is drawn that two of them reach");
        assert_eq!(with_data("storage OTHER san attached N1 N3"), ["N1", "N3"]);
        assert_eq!(with_data("storage OTHER san attached N1 N3\nstorage OWN san attached N1 N2"), ["N1", "N2"]);
        assert_eq!(with_data("storage OTHER local attached N1 N2"), ["N1"], "nobody said that they are kept alike");
    }

    #[test]
    fn physical_hosts_may_be_of_one_failover_cluster_until_somebody_says_how_it_is() {
        let mut document = Document::default();
        let (one, other) = (PhysicalHostId::from(1), PhysicalHostId::from(2));
        document.physical_hosts.edit().insert(one, PhysicalHost::new("HV1"));
        assert!(document.possible_host_clusters().is_empty(), "there is no other one");
        document.physical_hosts.edit().insert(other, PhysicalHost::new("HV2"));
        assert_eq!(document.possible_host_clusters(), [(one, [other].into()), (other, [one].into())].into());
        let with = |change: fn(&mut PhysicalHost)| {
            let mut changed = document.clone();
            change(changed.physical_hosts.edit().get_mut(&other).unwrap());
            changed.possible_host_clusters()
        };
        assert_eq!(with(|it| it.host_cluster = Some("HVCL".to_owned())), [(one, [other].into())].into());
        assert!(with(|it| it.stands_alone = true).is_empty());
        assert!(with(|it| it.domain = FaultDomain::AvailabilityZone).is_empty());
        document.environment.deployment = Some(Deployment::Physical);
        assert!(document.possible_host_clusters().is_empty(), "there is no virtual machine");
    }

    #[test]
    fn a_physical_host_of_another_site_is_of_another_failover_cluster() {
        let design = |site: &str| {
            let text = format!(
                "site DR\nphysical-host HV1\nphysical-host HV2\ncomputer A physical_host=@HV1\n\
                 computer B{site} physical_host=@HV2"
            );
            Fixture::parse(&text).unwrap().document
        };
        assert_eq!(design("").possible_host_clusters().len(), 2);
        assert!(design(" in DR").possible_host_clusters().is_empty());
    }
}
