//! What exports do not say: asked for, so that no rule takes their silence for an answer.

use std::collections::BTreeSet;

use super::lander::Lander;
use crate::model::{BizTalkGroupId, ComputerId, Element, HostId, HostKind, Property, Role};
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
        for group in groups {
            let group = Element::from(group);
            self.assumes(group, Property::Instances);
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
}
