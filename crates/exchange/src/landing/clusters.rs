//! Failover clusters and their cluster resource groups.

use super::lander::Lander;
use crate::facts::{Property, Subject};
use crate::model::{
    ClusterResourceGroup, ComputerId, FailoverCluster, FailoverClusterId, ResourceGroupId, ResourceKind, Witness,
};

impl Lander<'_> {
    /// Failover clusters that exports name, with their nodes and cluster resource groups.
    pub(super) fn clusters(&mut self) {
        let all: Vec<String> = self
            .facts
            .iter()
            .filter_map(|(it, _)| match it {
                Subject::Cluster(key) => Some(key.clone()),
                _ => None,
            })
            .collect();
        for key in all {
            let subject = Subject::Cluster(key.clone());
            let nodes: Vec<ComputerId> = self
                .facts
                .iter()
                .filter_map(|(it, _)| match it {
                    Subject::Node { cluster, computer } if *cluster == key => Some(computer.clone()),
                    _ => None,
                })
                .filter_map(|it| self.element(&Subject::Computer(it)))
                .collect();
            let known = self.known::<FailoverClusterId>(&key).or_else(|| self.unread_as(&subject, &key, &nodes));
            let id = if let Some(id) = known {
                self.is(&subject, id.into());
                for node in &nodes {
                    if self.draft.get(id).is_some_and(|it: FailoverCluster| !it.computers().any(|it| it == *node)) {
                        self.draft.add_node(id, *node);
                    }
                }
                id
            } else {
                let name = self.facts.spelled(&subject, &key).to_owned();
                self.add(&subject, FailoverCluster::new(name, &nodes))
            };
            self.witness(&subject, id);
            self.ask_for_list(&subject, id.into(), Property::Nodes);
            self.cluster_groups(&key, id, &nodes);
        }
    }

    fn witness(&mut self, subject: &Subject, id: FailoverClusterId) {
        let Some(cluster) = self.draft.get(id) else { return };
        let mine = match cluster.witness {
            None => "",
            Some(Witness::None) => "none",
            Some(Witness::Disk) => "disk",
            Some(Witness::FileShare(_)) => "file share",
            Some(Witness::Cloud) => "cloud",
        };
        let Some(value) = self.settle(subject, id.into(), Property::Witness, mine) else { return };
        let witness = match value.words().as_str() {
            "none" => Witness::None,
            "disk" => Witness::Disk,
            "file share" => Witness::FileShare(None),
            "cloud" => Witness::Cloud,
            _ => return,
        };
        self.draft.change(id, |it| it.witness = Some(witness));
    }

    fn cluster_groups(&mut self, cluster: &str, id: FailoverClusterId, nodes: &[ComputerId]) {
        let groups: Vec<String> = self
            .facts
            .iter()
            .filter_map(|(it, _)| match it {
                Subject::ClusterGroup { cluster: of, group } if of == cluster => Some(group.clone()),
                _ => None,
            })
            .collect();
        for key in groups {
            let subject = Subject::ClusterGroup { cluster: cluster.to_owned(), group: key.clone() };
            let kinds: Vec<ResourceKind> = self
                .facts
                .iter()
                .filter_map(|(it, _)| match it {
                    Subject::Resource { cluster: of, group, kind } if of == cluster && *group == key => Some(*kind),
                    _ => None,
                })
                .collect();
            let all = &self.before.resource_groups;
            let is_of_it = |it: &ResourceGroupId| all.get(it).is_some_and(|it| it.failover_cluster == id);
            let known = self.known_where::<ResourceGroupId>(&key, is_of_it);
            if let Some(known) = known.or_else(|| self.group_drawn_unread((cluster, &key), id, nodes)) {
                self.is(&subject, known.into());
                continue;
            }
            // Groups such as "Available Storage" and "Cluster Group" serve the failover cluster itself.
            let of_its_own = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk];
            let carries = kinds.iter().any(|it| !of_its_own.contains(it)) || self.carries(cluster, &key);
            if !carries {
                continue;
            }
            let name = self.facts.spelled(&subject, &key).to_owned();
            let active = self.facts.text(&subject, Property::Active).map(|it| Subject::Computer(it.to_owned()));
            let active: Option<ComputerId> = active.and_then(|it| self.element(&it));
            let group = ClusterResourceGroup::holding(name, id, nodes, &kinds);
            let stated = self.facts.stated(&subject, Property::Active);
            // Exports that contradict each other leave open where it runs.
            let active_owner = if stated.is_some() { active } else { group.active_owner };
            self.add(&subject, ClusterResourceGroup { active_owner, ..group });
        }
    }

    /// Whether a SQL Server or a host lives in a cluster resource group.
    fn carries(&self, cluster: &str, group: &str) -> bool {
        let place = format!("{cluster}\n{group}");
        self.facts.iter().any(|(it, _)| match it {
            Subject::Sql(_) => self.facts.text(it, Property::ClusterGroup) == Some(place.as_str()),
            Subject::Host(_) => {
                self.facts.text(it, Property::ClusterGroup).is_some_and(|it| it.to_uppercase() == group)
            }
            _ => false,
        })
    }

    /// Whether a name is no computer's: a cluster resource group holds Enterprise SSO, and no export names such a computer.
    pub(super) fn is_cluster_network_name(&self, name: &str) -> bool {
        let is_clustered = |it: &Subject| matches!(it, Subject::Resource { kind: ResourceKind::EntSso, .. });
        self.facts.iter().any(|(it, _)| is_clustered(it)) && !self.facts.has(&Subject::Computer(name.to_owned()))
    }
}
