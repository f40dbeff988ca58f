//! What exports do not say: asked for, so that no rule takes their silence for an answer.

use std::collections::BTreeSet;

use super::lander::Lander;
use crate::facts::Subject;
use crate::model::{BizTalkGroupId, ComputerId, Element, FailoverClusterId, HostId, HostKind, Property, Role};
use crate::readers::{Import, Kind};

impl Lander<'_> {
    /// Notes what the exports that were read cannot say, or say of a part only.
    pub(super) fn ask_for_the_unsaid(&mut self, import: &Import) {
        let document = self.draft.document();
        let groups = document.biztalk_groups.keys().copied();
        let groups: Vec<BizTalkGroupId> = groups.filter(|id| document.is_group_drawn(*id)).collect();
        let hosts: Vec<HostId> = document.hosts.keys().copied().collect();
        let isolated = document
            .host_instances
            .values()
            .filter(|it| document.hosts.get(&it.host).is_some_and(|host| host.kind == HostKind::Isolated));
        let without_iis = isolated.map(|it| it.computer).filter(|id| !document.has_role(*id, Role::Iis));
        let servers: BTreeSet<ComputerId> = without_iis.collect();
        let has_balancers = !document.load_balancers.is_empty();
        self.ask_for_clusters();
        for group in groups {
            let group = Element::from(group);
            self.assumes(group, Property::Instances);
            if !has_balancers {
                self.assumes(group, Property::LoadBalancers);
            }
            if import.reads(&[Kind::Hosts, Kind::Collector]) {
                self.knows(group, &[Property::Hosts, Property::Computers]);
                continue;
            }
            if import.reads(&[Kind::Settings]) {
                self.assumes(group, Property::Hosts);
            } else if import.reads(&[Kind::Configuration]) {
                self.assumes(group, Property::Computers);
            }
        }
        let hosts = hosts.into_iter().map(|id| (Element::from(id), Property::Functions));
        let servers = servers.into_iter().map(|id| (Element::from(id), Property::Iis));
        for (element, property) in hosts.chain(servers) {
            if self.is_imported(element) {
                self.assumes(element, property);
            }
        }
    }

    /// Notes that a failover cluster may have more nodes and resources, where exports speak of its nodes only; no more once
    /// they speak of its cluster resource groups.
    fn ask_for_clusters(&mut self) {
        let read = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::ClusterGroup { cluster, .. } => self.element(&Subject::Cluster(cluster.clone())),
            _ => None,
        });
        let read: BTreeSet<FailoverClusterId> = read.collect();
        let drawn: Vec<FailoverClusterId> = self.draft.document().failover_clusters.keys().copied().collect();
        for id in drawn {
            if read.contains(&id) {
                self.knows(id.into(), &[Property::Cluster]);
            } else if !self.before.failover_clusters.contains_key(&id) {
                self.assumes(id.into(), Property::Cluster);
            }
        }
    }
}
