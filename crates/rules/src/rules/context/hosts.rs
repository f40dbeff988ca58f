//! Hosts, host instances and handlers as checks see them.

use std::collections::BTreeSet;

use super::RuleContext;
use crate::model::{
    BizTalkGroupId, ComputerId, DatabaseId, DatabaseKind, Direction, Handler, HandlerId, Host, HostFunction, HostId,
    HostInstance, HostInstanceId, HostKind, ResourceGroupId,
};

static NO_COMPUTERS: BTreeSet<ComputerId> = BTreeSet::new();

impl<'a> RuleContext<'a> {
    /// Every host with its id.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &'a Host)> + use<'a> {
        self.document.hosts.iter().map(|(id, host)| (*id, host))
    }

    /// The hosts of a BizTalk group.
    pub fn hosts_of(&self, group: BizTalkGroupId) -> &[HostId] {
        self.index.hosts_of(group)
    }

    /// A host that is in-process and not clustered.
    pub fn is_plain(&self, host: &Host) -> bool {
        host.kind == HostKind::InProcess && host.clustered_in.is_none()
    }

    /// `inst(h)`: the enabled host instances of a host in the primary site.
    pub fn instances(&self, host: HostId) -> &[HostInstanceId] {
        self.counted.enabled.of(&host)
    }

    /// Every host instance of a host, disabled ones and those of other sites included.
    pub fn all_instances(&self, host: HostId) -> &[HostInstanceId] {
        self.index.host_instances_of(host)
    }

    /// Every host instance on a computer, disabled ones included.
    pub fn instances_on(&self, computer: ComputerId) -> impl Iterator<Item = (HostInstanceId, &'a HostInstance)> + '_ {
        let list = self.index.on(computer).host_instances.iter();
        list.filter_map(|id| Some((*id, self.document.host_instances.get(id)?)))
    }

    /// `srv(h)`: the primary-site computers that run an enabled instance of a host; for a clustered host its possible
    /// owners.
    pub fn servers(&self, host: HostId) -> &BTreeSet<ComputerId> {
        self.counted.servers.get(&host).unwrap_or(&NO_COMPUTERS)
    }

    /// The primary-site computers with the BizTalk Server runtime that are members of a BizTalk group.
    pub fn runtime_computers(&self, group: BizTalkGroupId) -> &BTreeSet<ComputerId> {
        self.counted.runtime.get(&group).unwrap_or(&NO_COMPUTERS)
    }

    /// The primary-site computers with the BizTalk Server runtime, of any BizTalk group.
    pub fn all_runtime_computers(&self) -> BTreeSet<ComputerId> {
        self.computers_with(crate::model::Role::BizTalkRuntime).filter(|id| self.is_primary(*id)).collect()
    }

    /// `T`: the enabled host instances, in the primary site, of hosts with Allow Host Tracking. An isolated host cannot
    /// track (TRK-006), so its instances do not count.
    pub fn tracking_instances(&self, group: BizTalkGroupId) -> &[HostInstanceId] {
        self.counted.tracking.of(&group)
    }

    /// `N_mb`: the MessageBox databases of a BizTalk group in the primary site.
    pub fn message_boxes(&self, group: BizTalkGroupId) -> &[DatabaseId] {
        self.databases_of(Some(group), DatabaseKind::MessageBox)
    }

    /// The handlers of a host.
    pub fn handlers_of(&self, host: HostId) -> impl Iterator<Item = (HandlerId, &'a Handler)> + '_ {
        let list = self.index.handlers_of(host).iter();
        list.filter_map(|id| Some((*id, self.document.handlers.get(id)?)))
    }

    /// The receive handlers of a host.
    pub fn receive_handlers_of(&self, host: HostId) -> impl Iterator<Item = (HandlerId, &'a Handler)> + '_ {
        self.handlers_of(host).filter(|(_, handler)| handler.direction == Direction::Receive)
    }

    /// Whether a host does something: receive, process or send.
    pub fn does(&self, host: HostId, function: HostFunction) -> bool {
        self.document.hosts.get(&host).is_some_and(|it| it.functions.contains(&function))
    }

    /// The clustered hosts in a cluster resource group.
    pub fn hosts_clustered_in(&self, group: ResourceGroupId) -> &[HostId] {
        self.index.hosts_in(group)
    }
}
