//! Who runs where and what belongs to whom, gathered in one pass over a design. Questions about one element may walk
//! the design by [`queries`](super::queries); whoever asks about many asks here.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::queries::ComputerKind;
use super::{
    AvailabilityGroupId, BizTalkGroupId, ClusterResourceGroup, ComputerId, DatabaseId, Document, FailoverClusterId,
    HandlerId, HostId, HostInstanceId, LoadBalancerId, PhysicalHostId, ResourceGroupId, ResourceKind, Role,
    SqlInstanceId, SqlPlacement,
};

/// Lists by key; a key without one has the empty list.
#[derive(Clone, Debug)]
pub struct Lists<K, V>(FxHashMap<K, Vec<V>>);

impl<K, V> Default for Lists<K, V> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Eq + Hash, V> Lists<K, V> {
    /// Adds a value at the end of the list of a key.
    pub fn push(&mut self, key: K, value: V) {
        self.0.entry(key).or_default().push(value);
    }

    /// The list of a key.
    pub fn of(&self, key: &K) -> &[V] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

/// What a computer carries and belongs to. Lists are in the order of ids.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Whether it stands in a primary site.
    pub is_primary: bool,
    /// Every host instance on it, disabled ones included.
    pub host_instances: Vec<HostInstanceId>,
    /// The first failover cluster that names it as a node.
    pub failover_cluster: Option<FailoverClusterId>,
    /// Cluster resource groups of which it is a possible owner.
    pub resource_groups: Vec<ResourceGroupId>,
    /// Those of them that run on it now.
    pub active_resource_groups: Vec<ResourceGroupId>,
    /// SQL instances that run, or may run, on it.
    pub sql: Vec<SqlInstanceId>,
    /// Those of them that run on it now.
    pub active_sql: Vec<SqlInstanceId>,
    /// Availability groups of which one of its active SQL instances is a replica, and whether that is the primary one.
    pub replicas: Vec<(AvailabilityGroupId, bool)>,
    /// Load balancers of which it is a member.
    pub load_balancers: Vec<LoadBalancerId>,
}

static NOTHING: Carried = Carried {
    is_primary: false,
    host_instances: Vec::new(),
    failover_cluster: None,
    resource_groups: Vec::new(),
    active_resource_groups: Vec::new(),
    sql: Vec::new(),
    active_sql: Vec::new(),
    replicas: Vec::new(),
    load_balancers: Vec::new(),
};

impl Carried {
    /// SQL instances that may move to it.
    pub fn standby_sql(&self) -> impl Iterator<Item = SqlInstanceId> + '_ {
        self.sql.iter().copied().filter(|id| !self.active_sql.contains(id))
    }

    /// Cluster resource groups that may move to it.
    pub fn standby_resource_groups(&self) -> impl Iterator<Item = ResourceGroupId> + '_ {
        self.resource_groups.iter().copied().filter(|id| !self.active_resource_groups.contains(id))
    }
}

/// A design with what belongs to what. Lists are in the order of ids.
#[derive(Clone, Debug)]
pub struct Index<'a> {
    /// The design.
    pub document: &'a Document,
    computers: FxHashMap<ComputerId, Carried>,
    hosts: Lists<BizTalkGroupId, HostId>,
    host_instances: Lists<HostId, HostInstanceId>,
    handlers: Lists<HostId, HandlerId>,
    resource_groups: Lists<FailoverClusterId, ResourceGroupId>,
    clustered_hosts: Lists<ResourceGroupId, HostId>,
    clustered_sql: Lists<ResourceGroupId, SqlInstanceId>,
    databases: Lists<SqlInstanceId, DatabaseId>,
    virtual_machines: Lists<PhysicalHostId, ComputerId>,
    /// The physical hosts of each failover cluster of such hosts, by its name without regard to capitals.
    host_clusters: Lists<String, PhysicalHostId>,
}

impl<'a> Index<'a> {
    /// Reads a design.
    pub fn new(document: &'a Document) -> Self {
        let carried = |id: &ComputerId| Carried { is_primary: document.is_primary(*id), ..Carried::default() };
        let mut index = Self {
            document,
            computers: document.computers.keys().map(|id| (*id, carried(id))).collect(),
            hosts: Lists::default(),
            host_instances: Lists::default(),
            handlers: Lists::default(),
            resource_groups: Lists::default(),
            clustered_hosts: Lists::default(),
            clustered_sql: Lists::default(),
            databases: Lists::default(),
            virtual_machines: Lists::default(),
            host_clusters: Lists::default(),
        };
        index.read_physical_hosts();
        index.read_clusters();
        index.read_sql();
        index.read_hosts();
        for (id, balancer) in &document.load_balancers {
            for member in &balancer.members {
                index.at(*member, |it| it.load_balancers.push(*id));
            }
        }
        index
    }

    fn at(&mut self, computer: ComputerId, change: impl FnOnce(&mut Carried)) {
        if let Some(carried) = self.computers.get_mut(&computer) {
            change(carried);
        }
    }

    fn read_physical_hosts(&mut self) {
        for (id, computer) in &self.document.computers {
            if let Some(host) = computer.physical_host {
                self.virtual_machines.push(host, *id);
            }
        }
        for id in self.document.physical_hosts.keys() {
            if let Some(cluster) = self.document.host_cluster_of(*id) {
                self.host_clusters.push(cluster, *id);
            }
        }
    }

    fn read_clusters(&mut self) {
        for (id, cluster) in &self.document.failover_clusters {
            for node in &cluster.nodes {
                self.at(node.computer, |it| it.failover_cluster = it.failover_cluster.or(Some(*id)));
            }
        }
        for (id, group) in &self.document.resource_groups {
            self.resource_groups.push(group.failover_cluster, *id);
            for owner in &group.possible_owners {
                self.at(*owner, |it| it.resource_groups.push(*id));
            }
            if let Some(active) = group.runs_on() {
                self.at(active, |it| it.active_resource_groups.push(*id));
            }
        }
    }

    fn read_sql(&mut self) {
        let document = self.document;
        for (id, instance) in &document.sql_instances {
            if let SqlPlacement::Clustered(group) = instance.placement {
                self.clustered_sql.push(group, *id);
            }
            for owner in document.owners_of_sql(*id) {
                self.at(*owner, |it| it.sql.push(*id));
            }
            if let Some(active) = document.active_computer_of_sql(*id) {
                self.at(active, |it| it.active_sql.push(*id));
            }
        }
        for (id, database) in &document.databases {
            self.databases.push(database.sql_instance, *id);
        }
        for (id, group) in &document.availability_groups {
            for (position, replica) in group.replicas.iter().enumerate() {
                if let Some(computer) = document.active_computer_of_sql(replica.sql_instance) {
                    self.at(computer, |it| it.replicas.push((*id, position == 0)));
                }
            }
        }
    }

    fn read_hosts(&mut self) {
        for (id, host) in &self.document.hosts {
            self.hosts.push(host.biztalk_group, *id);
            if let Some(clustering) = &host.clustered_in {
                self.clustered_hosts.push(clustering.resource_group, *id);
            }
        }
        for (id, instance) in &self.document.host_instances {
            self.host_instances.push(instance.host, *id);
            self.at(instance.computer, |it| it.host_instances.push(*id));
        }
        for (id, handler) in &self.document.handlers {
            self.handlers.push(handler.host, *id);
        }
    }

    /// What a computer carries; nothing for one that does not exist.
    pub fn on(&self, computer: ComputerId) -> &Carried {
        self.computers.get(&computer).unwrap_or(&NOTHING)
    }

    /// The computers that stand on a physical host.
    pub fn computers_on(&self, host: PhysicalHostId) -> &[ComputerId] {
        self.virtual_machines.of(&host)
    }

    /// [`Document::restart_hosts`] of a computer.
    pub fn restart_hosts(&self, computer: ComputerId) -> impl Iterator<Item = PhysicalHostId> + '_ {
        let own = self.document.computers.get(&computer).and_then(|it| it.physical_host);
        let cluster = own.and_then(|it| self.document.host_cluster_of(it));
        let hosts = cluster.map_or(&[][..], |it| self.host_clusters.of(&it));
        hosts.iter().copied().filter(move |it| Some(*it) != own)
    }

    /// [`Document::restarts_elsewhere`] of a computer.
    pub fn restarts_elsewhere(&self, computer: ComputerId) -> bool {
        self.restart_hosts(computer).next().is_some()
    }

    /// The hosts of a BizTalk group.
    pub fn hosts_of(&self, group: BizTalkGroupId) -> &[HostId] {
        self.hosts.of(&group)
    }

    /// Every host instance of a host, disabled ones and those of other sites included.
    pub fn host_instances_of(&self, host: HostId) -> &[HostInstanceId] {
        self.host_instances.of(&host)
    }

    /// The handlers of a host.
    pub fn handlers_of(&self, host: HostId) -> &[HandlerId] {
        self.handlers.of(&host)
    }

    /// The cluster resource groups of a failover cluster.
    pub fn resource_groups_of(&self, cluster: FailoverClusterId) -> &[ResourceGroupId] {
        self.resource_groups.of(&cluster)
    }

    /// The clustered hosts in a cluster resource group.
    pub fn hosts_in(&self, group: ResourceGroupId) -> &[HostId] {
        self.clustered_hosts.of(&group)
    }

    /// The SQL instances in a cluster resource group.
    pub fn sql_in(&self, group: ResourceGroupId) -> &[SqlInstanceId] {
        self.clustered_sql.of(&group)
    }

    /// The databases of a SQL instance.
    pub fn databases_on(&self, sql_instance: SqlInstanceId) -> &[DatabaseId] {
        self.databases.of(&sql_instance)
    }

    /// The cluster resource groups with a resource of a kind that run, or may run, on a computer.
    pub fn owned_with(
        &self,
        computer: ComputerId,
        kind: ResourceKind,
    ) -> impl Iterator<Item = (ResourceGroupId, &'a ClusterResourceGroup)> + '_ {
        let owned = self.on(computer).resource_groups.iter();
        let groups = owned.filter_map(|id| Some((*id, self.document.resource_groups.get(id)?)));
        groups.filter(move |(_, group)| group.has(kind))
    }

    /// Whether a computer carries the master secret or may become the active node of it.
    pub fn may_hold_master_secret(&self, computer: ComputerId) -> bool {
        self.document.has_role(computer, Role::MasterSecret)
            || self.owned_with(computer, ResourceKind::EntSso).next().is_some()
    }

    /// What a computer is drawn as.
    pub fn kind(&self, computer: ComputerId) -> ComputerKind {
        ComputerKind::of(
            |role| self.document.has_role(computer, role),
            || !self.on(computer).sql.is_empty(),
            || self.may_hold_master_secret(computer),
        )
    }

    /// The number of computers that count for the size class: those of the primary site that carry BizTalk Server,
    /// SQL Server or the master secret.
    pub fn num_computers_for_size(&self) -> usize {
        let counts = |id: &&ComputerId| self.on(**id).is_primary && self.kind(**id) <= ComputerKind::MasterSecret;
        self.document.computers.keys().filter(counts).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::templates;

    #[test]
    fn the_index_says_of_every_template_what_walks_over_it_say() {
        for template in templates() {
            let document = &template.document;
            let index = Index::new(document);
            for id in document.computers.keys().copied() {
                let on = index.on(id);
                assert_eq!(on.is_primary, document.is_primary(id));
                assert_eq!(on.host_instances, document.host_instances_on(id).collect::<Vec<_>>());
                assert_eq!(on.failover_cluster, document.failover_cluster_of(id));
                assert_eq!(on.sql, document.sql_instances_on(id));
                assert!(on.standby_sql().all(|sql| document.active_computer_of_sql(sql) != Some(id)));
                assert_eq!(index.kind(id), document.computer_kind(id), "{}", template.key);
                assert_eq!(index.restart_hosts(id).collect::<Vec<_>>(), document.restart_hosts(id));
                assert_eq!(index.restarts_elsewhere(id), document.restarts_elsewhere(id));
            }
            for id in document.physical_hosts.keys().copied() {
                let on = document.computers.iter().filter(|(_, it)| it.physical_host == Some(id)).map(|(id, _)| *id);
                assert_eq!(index.computers_on(id), on.collect::<Vec<_>>());
            }
            for id in document.sql_instances.keys().copied() {
                assert_eq!(index.databases_on(id), document.databases_on(id).collect::<Vec<_>>());
            }
            for id in document.hosts.keys().copied() {
                assert_eq!(index.host_instances_of(id), document.host_instances_of(id).collect::<Vec<_>>());
            }
        }
    }
}
