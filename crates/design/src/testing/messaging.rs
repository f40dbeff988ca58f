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
        self.add_host(name, HostKind::InProcess, functions, computers)
    }

    /// Adds an isolated host that receives, with an enabled instance on each of the computers.
    pub fn isolated_host(&mut self, name: &str, computers: &[ComputerId]) -> HostId {
        self.add_host(name, HostKind::Isolated, &[HostFunction::Receive], computers)
    }

    /// Adds a host that only tracks, with an enabled instance on each of the computers.
    pub fn tracking_host(&mut self, name: &str, computers: &[ComputerId]) -> HostId {
        let id = self.host(name, &[], computers);
        if let Some(host) = self.document.hosts.edit().get_mut(&id) {
            host.allow_tracking = true;
        }
        id
    }

    fn add_host(&mut self, name: &str, kind: HostKind, functions: &[HostFunction], computers: &[ComputerId]) -> HostId {
        let id = self.new_id();
        let host = Host {
            name: name.to_owned(),
            biztalk_group: self.biztalk_group,
            kind,
            functions: functions.iter().copied().collect(),
            allow_tracking: false,
            is_default: false,
            clustered_in: None,
            is_64_bit: None,
            restart_service_after_secs: None,
            orchestrations: Vec::new(),
            edi: false,
        };
        self.document.hosts.edit().insert(id, host);
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
        let id = self.new_id();
        let instance = HostInstance { host, computer, enabled: true, account: Some(domain_account()) };
        self.document.host_instances.edit().insert(id, instance);
        id
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
        let id = self.new_id();
        let handler = Handler {
            host,
            adapter,
            direction,
            endpoint,
            ordered: false,
            transactional: None,
            queue: None,
            concurrent_mailbox: None,
            folder: None,
            lease_timeout_secs: None,
            trusted: None,
            partner: None,
        };
        self.document.handlers.edit().insert(id, handler);
        id
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
        let id = self.new_id();
        let slot = self.take_slot(tier);
        let balancer = LoadBalancer {
            name: name.to_owned(),
            slot,
            kind,
            members: members.iter().copied().collect(),
            serves: BTreeSet::from([serves]),
            affinity: None,
            redundant: None,
        };
        self.document.load_balancers.edit().insert(id, balancer);
        id
    }
}
