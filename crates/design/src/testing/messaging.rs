//! Steps of the builder for hosts, host instances, handlers and load balancers.

use std::collections::BTreeSet;

use super::builder::DocumentBuilder;
use crate::model::{
    AccountKind, Adapter, ComputerId, Direction, EndpointId, Handler, HandlerId, Host, HostFunction, HostId,
    HostInstance, HostInstanceId, HostKind, LoadBalancer, LoadBalancerId, LoadBalancerKind, ServiceAccount, TierId,
};

/// A domain account whose name nobody has said.
pub(super) fn domain_account() -> ServiceAccount {
    ServiceAccount { name: String::new(), kind: AccountKind::Domain }
}

impl DocumentBuilder {
    /// Adds an in-process host with an enabled instance on each of the computers.
    pub fn host(&mut self, name: &str, functions: &[HostFunction], computers: &[ComputerId]) -> HostId {
        let functions = functions.iter().copied();
        self.add_host(Host::new(name, self.biztalk_group, HostKind::InProcess, functions), computers)
    }

    /// Adds an isolated host that receives, with an enabled instance on each of the computers.
    pub fn isolated_host(&mut self, name: &str, computers: &[ComputerId]) -> HostId {
        let functions = [HostFunction::Receive];
        self.add_host(Host::new(name, self.biztalk_group, HostKind::Isolated, functions), computers)
    }

    /// Adds a host that only tracks, with an enabled instance on each of the computers.
    pub fn tracking_host(&mut self, name: &str, computers: &[ComputerId]) -> HostId {
        let host = Host::tracking(name, self.biztalk_group);
        self.add_host(host, computers)
    }

    fn add_host(&mut self, host: Host, computers: &[ComputerId]) -> HostId {
        let id = self.add(host);
        for computer in computers {
            self.host_instance(id, *computer);
        }
        id
    }

    /// Makes a host the default one of its BizTalk group.
    pub fn make_default_host(&mut self, host: HostId) {
        if let Some(host) = self.document.hosts.edit().get_mut(&host) {
            host.is_default = true;
        }
    }

    /// Adds an enabled instance of a host on a computer, under a domain account.
    pub fn host_instance(&mut self, host: HostId, computer: ComputerId) -> HostInstanceId {
        self.add(HostInstance { account: Some(domain_account()), ..HostInstance::new(host, computer) })
    }

    /// Adds a receive handler, at an endpoint where one is drawn.
    pub fn receive_handler(&mut self, host: HostId, adapter: Adapter, endpoint: Option<EndpointId>) -> HandlerId {
        self.handler(host, adapter, Direction::Receive, endpoint)
    }

    /// Adds a send handler, at an endpoint where one is drawn.
    pub fn send_handler(&mut self, host: HostId, adapter: Adapter, endpoint: Option<EndpointId>) -> HandlerId {
        self.handler(host, adapter, Direction::Send, endpoint)
    }

    fn handler(
        &mut self,
        host: HostId,
        adapter: Adapter,
        direction: Direction,
        endpoint: Option<EndpointId>,
    ) -> HandlerId {
        self.add(Handler { endpoint, ..Handler::new(host, adapter, direction) })
    }

    /// Adds a load balancer in front of computers for one host.
    pub fn load_balancer(
        &mut self,
        name: &str,
        kind: LoadBalancerKind,
        tier: TierId,
        members: &[ComputerId],
        serves: HostId,
    ) -> LoadBalancerId {
        let slot = self.take_slot(tier);
        let balancer = LoadBalancer::new(name, slot, kind, members.iter().copied());
        self.add(LoadBalancer { serves: BTreeSet::from([serves]), ..balancer })
    }
}
