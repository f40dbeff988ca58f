//! What exports do not say: asked for, so that no rule takes their silence for an answer.

use std::collections::BTreeSet;

use super::lander::Lander;
use crate::facts::{Place, Subject};
use crate::model::{BizTalkGroupId, ComputerId, Element, FailoverClusterId, Feature, HostId, HostKind, Property, Role};
use crate::readers::{Import, Kind};

/// Features with parts that are configured on some computers only.
const CONFIGURED: [Feature; 6] =
    [Feature::Bam, Feature::BamPortal, Feature::Bre, Feature::As2, Feature::StatusReporting, Feature::Office365];

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
        let without_iis = without_iis.chain(self.exchanging_without_iis());
        let servers: BTreeSet<ComputerId> = without_iis.collect();
        let is_used = |it: &Feature| document.environment.features.contains(it);
        let matters = CONFIGURED.iter().any(is_used) || document.handlers.values().any(|it| it.adapter.is_office_365());
        let runs = |id: &ComputerId| matters && document.has_role(*id, Role::BizTalkRuntime);
        let configured: Vec<ComputerId> = document.computers.keys().copied().filter(runs).collect();
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
                if import.reads(&[Kind::Collector]) && self.has_read_all_databases() {
                    self.knows(group, &[Property::Databases]);
                }
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
        let configured = configured.into_iter().map(|id| (Element::from(id), Property::Configured));
        for (element, property) in hosts.chain(servers).chain(configured) {
            if self.is_imported(element) {
                self.assumes(element, property);
            }
        }
    }

    /// Whether exports name databases, and all that they name are drawn.
    fn has_read_all_databases(&self) -> bool {
        let named = self.facts.iter().filter(|(it, _)| matches!(it, Subject::Database(..)));
        let mut named = named.peekable();
        named.peek().is_some() && named.all(|(it, _)| self.elements.contains_key(it))
    }

    /// The BizTalk servers without IIS of an environment that exchanges with EDI or AS2, which need it: no export names it.
    fn exchanging_without_iis(&self) -> impl Iterator<Item = ComputerId> + '_ {
        let document = self.draft.document();
        let exchanges = [Feature::Edi, Feature::As2].iter().any(|it| document.environment.features.contains(it));
        let all = document.computers.keys().copied().filter(move |_| exchanges);
        all.filter(|id| document.has_role(*id, Role::BizTalkRuntime) && !document.has_role(*id, Role::Iis))
    }

    /// Notes which databases exports name without saying where they are, and that there may be others unless the collector
    /// has listed them: a configuration names one MessageBox, a list of hosts none.
    pub(super) fn ask_for_databases(&mut self, group: BizTalkGroupId, not_drawn: &[Subject]) {
        let group = Element::from(group);
        let place = |it: &Subject| self.facts.stated(it, Property::Exists)?.values.first().map(|(_, at)| at.clone());
        let named = not_drawn.iter().filter_map(|it| Some((it.words(), place(it)?)));
        let named: Vec<(String, Place)> = named.collect();
        if named.is_empty() {
            self.assumes(group, Property::Databases);
        } else {
            self.lacks(group, Property::Databases, &named);
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
