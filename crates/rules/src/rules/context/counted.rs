//! What counts: of the hosts, host instances and databases of a design those that the rules count.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::callers::calls;
use crate::model::index::{Index, Lists};
use crate::model::{
    BizTalkGroupId, ComputerId, ConnectionId, DatabaseId, DatabaseKind, HostId, HostInstanceId, HostKind,
    LoadBalancerId, Role, SqlInstanceId,
};

/// What counts, by whom it belongs to. Lists are in the order of ids.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Runtime computers of the primary site by BizTalk group.
    pub(super) runtime: BTreeMap<BizTalkGroupId, BTreeSet<ComputerId>>,
    /// Host instances that count: enabled and in the primary site.
    pub(super) enabled: Lists<HostId, HostInstanceId>,
    /// The computers of `srv(h)`.
    pub(super) servers: BTreeMap<HostId, BTreeSet<ComputerId>>,
    /// Enabled host instances of tracking hosts in the primary site, by BizTalk group.
    pub(super) tracking: Lists<BizTalkGroupId, HostInstanceId>,
    /// Databases of the primary site by BizTalk group and kind; `None` holds those that belong to no BizTalk group.
    pub(super) databases: Lists<(Option<BizTalkGroupId>, DatabaseKind), DatabaseId>,
    /// Connections over which somebody calls a computer by its own address.
    pub(super) calls: Lists<ComputerId, ConnectionId>,
    /// Load balancers that are the address of a cluster role or a listener.
    pub(super) cluster_addresses: BTreeSet<LoadBalancerId>,
}

impl Counted {
    pub(super) fn new(index: &Index<'_>) -> Self {
        let mut counted = Self::default();
        counted.computers(index);
        counted.hosts(index);
        let balancers = index.document.load_balancers.iter();
        let addresses = balancers.filter(|(_, it)| index.document.is_cluster_address(it));
        counted.cluster_addresses = addresses.map(|(id, _)| *id).collect();
        for (id, it) in index.document.connections.iter().filter(|(_, it)| calls(index.document, it.from)) {
            if let Ok(computer) = ComputerId::try_from(it.to) {
                counted.calls.push(computer, *id);
            }
        }
        for (id, database) in &index.document.databases {
            if is_primary_sql(index, database.sql_instance) {
                counted.databases.push((database.biztalk_group, database.kind), *id);
            }
        }
        counted
    }

    fn computers(&mut self, index: &Index<'_>) {
        for (id, computer) in &index.document.computers {
            if index.on(*id).is_primary && computer.roles.contains(&Role::BizTalkRuntime) {
                for group in &computer.biztalk_groups {
                    self.runtime.entry(*group).or_default().insert(*id);
                }
            }
        }
    }

    fn hosts(&mut self, index: &Index<'_>) {
        let document = index.document;
        for (id, host) in &document.hosts {
            if let Some(clustering) = &host.clustered_in {
                let owners = document.resource_groups.get(&clustering.resource_group);
                let owners = owners.into_iter().flat_map(|it| it.possible_owners.iter().copied());
                self.servers.insert(*id, owners.filter(|owner| index.on(*owner).is_primary).collect());
            }
        }
        for (id, instance) in &document.host_instances {
            let Some(host) = document.hosts.get(&instance.host) else { continue };
            if !instance.enabled || !index.on(instance.computer).is_primary {
                continue;
            }
            self.enabled.push(instance.host, *id);
            if host.clustered_in.is_none() {
                self.servers.entry(instance.host).or_default().insert(instance.computer);
            }
            if host.allow_tracking && host.kind == HostKind::InProcess {
                self.tracking.push(host.biztalk_group, *id);
            }
        }
    }
}

/// Whether a SQL instance runs in a primary site; one that runs nowhere counts as there.
pub(super) fn is_primary_sql(index: &Index<'_>, sql: SqlInstanceId) -> bool {
    index.document.active_computer_of_sql(sql).is_none_or(|active| index.on(active).is_primary)
}
