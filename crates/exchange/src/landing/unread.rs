//! Failover clusters that exports speak of without their names: a SQL Server says that it is a failover cluster instance,
//! a host that it is clustered. What follows from that is drawn, the rest stays open.

use super::lander::Lander;
use crate::facts::{FAILOVER_INSTANCE, Property, Subject};
use crate::model::{
    ClusterResourceGroup, ComputerId, FailoverCluster, FailoverClusterId, ResourceGroupId, ResourceKind, SqlInstance,
    SqlInstanceId, SqlPlacement, SqlService, Storage,
};

/// What the name of a failover cluster starts with that no export names.
const UNREAD: &str = "Failover cluster of ";

impl Lander<'_> {
    /// The cluster resource group of a SQL Server that says it is a failover cluster instance while no export names its
    /// failover cluster; `None` where it is none, or no node is known.
    pub(super) fn unread_failover_instance(&mut self, subject: &Subject, key: &str) -> Option<ResourceGroupId> {
        let is_one = self.facts.text(subject, Property::Kind) == Some(FAILOVER_INSTANCE);
        if !is_one || self.facts.stated(subject, Property::ClusterGroup).is_some() {
            return None;
        }
        let nodes = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::SqlNode { sql, computer } if sql == key => Some(Subject::Computer(computer.clone())),
            _ => None,
        });
        let nodes: Vec<ComputerId> = nodes.filter_map(|it| self.element(&it)).collect();
        let cluster = self.unread_cluster(key, &nodes)?;
        self.open(format!(
            "the failover cluster of {key}: its name, its other nodes, its witness and the disks of {key}; the computers \
             are drawn on which {key} was seen"
        ));
        let services = [SqlService::Engine].into();
        Some(self.draft.add(ClusterResourceGroup::sql(key, cluster, &nodes, &services)))
    }

    /// The cluster resource group of a clustered host while no export names its failover cluster: the nodes are the
    /// computers that run it. `None` where none does.
    pub(super) fn unread_host_group(&mut self, host: &Subject, name: &str) -> Option<ResourceGroupId> {
        let runs = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::HostInstance { host: of, computer } if Subject::Host(of.clone()) == *host => {
                Some(Subject::Computer(computer.clone()))
            }
            _ => None,
        });
        let nodes: Vec<ComputerId> = runs.filter_map(|it| self.element(&it)).collect();
        let cluster = self.unread_cluster(name, &nodes)?;
        let groups = &self.draft.document().resource_groups;
        let drawn = groups
            .iter()
            .find(|(_, it)| it.failover_cluster == cluster && it.name.to_uppercase() == *name.to_uppercase());
        let drawn = drawn.map(|(id, _)| *id);
        Some(drawn.unwrap_or_else(|| self.draft.add(ClusterResourceGroup::new(name, cluster, &nodes, &[]))))
    }

    /// The failover cluster of some computers, which is drawn where none is; `None` where they belong to several, or are
    /// none.
    fn unread_cluster(&mut self, of: &str, nodes: &[ComputerId]) -> Option<FailoverClusterId> {
        let clusters = &self.draft.document().failover_clusters;
        let of_node =
            |node: &ComputerId| clusters.iter().find(|(_, it)| it.computers().any(|it| it == *node)).map(|it| *it.0);
        let known: Vec<Option<FailoverClusterId>> = nodes.iter().map(of_node).collect();
        let first = *known.first()?;
        if known.iter().any(|it| *it != first) {
            return None;
        }
        Some(first.unwrap_or_else(|| self.draft.add(FailoverCluster::new(format!("{UNREAD}{of}"), nodes))))
    }

    /// The failover cluster that an earlier import has drawn of some of these nodes without knowing its name: this is it,
    /// since a computer is a node of one.
    pub(super) fn unread_as(
        &mut self,
        subject: &Subject,
        key: &str,
        nodes: &[ComputerId],
    ) -> Option<FailoverClusterId> {
        let is_it = |it: &FailoverCluster| it.name.starts_with(UNREAD) && it.computers().any(|it| nodes.contains(&it));
        let id = self.before.failover_clusters.iter().find(|(_, it)| is_it(it)).map(|(id, _)| *id)?;
        let name = self.facts.spelled(subject, key).to_owned();
        self.draft.change(id, |it: &mut FailoverCluster| it.name = name);
        Some(id)
    }

    /// The cluster resource group that an earlier import has drawn for a SQL Server without knowing its name: all nodes
    /// may own it, and reach its storage.
    pub(super) fn group_drawn_unread(
        &mut self,
        (cluster, group): (&str, &str),
        id: FailoverClusterId,
        nodes: &[ComputerId],
    ) -> Option<ResourceGroupId> {
        let place = format!("{cluster}\n{group}");
        let keys = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::Sql(key) if self.facts.text(it, Property::ClusterGroup) == Some(place.as_str()) => {
                Some(key.clone())
            }
            _ => None,
        });
        let known: Vec<SqlInstanceId> = keys.filter_map(|it| self.known(&it)).collect();
        let drawn = known.into_iter().find_map(|it| {
            let sql = self.before.sql_instances.get(&it)?;
            let SqlPlacement::Clustered(of) = sql.placement else { return None };
            let is_of_it = self.before.resource_groups.get(&of).is_some_and(|it| it.failover_cluster == id);
            is_of_it.then_some((of, sql.storage))
        });
        let (group, storage) = drawn?;
        self.draft.change(group, |it: &mut ClusterResourceGroup| {
            let new = nodes.iter().filter(|node| !it.possible_owners.contains(node)).copied().collect::<Vec<_>>();
            it.possible_owners.extend(new);
        });
        if let Some(storage) = storage {
            self.draft.change(storage, |it: &mut Storage| it.attached.extend(nodes));
        }
        Some(group)
    }

    /// Draws what a failover cluster instance keeps its databases on: storage that its possible owners share, of which
    /// nothing else is known.
    pub(super) fn disks_of_failover_instance(&mut self, id: SqlInstanceId) {
        let Some(SqlInstance { placement: SqlPlacement::Clustered(group), storage: None, name, .. }) =
            self.draft.get(id)
        else {
            return;
        };
        let Some(group) = self.draft.get(group).filter(|it: &ClusterResourceGroup| it.has(ResourceKind::PhysicalDisk))
        else {
            return;
        };
        let disks = Storage::disk_array(&name, group.possible_owners);
        self.open(format!(
            "on which storage {name} keeps its databases, and whether it is redundant; {} is drawn",
            disks.name
        ));
        let disks = self.draft.add(disks);
        self.draft.change(id, |it: &mut SqlInstance| it.storage = Some(disks));
    }
}
