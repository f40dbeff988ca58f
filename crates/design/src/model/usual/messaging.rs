//! Hosts, host instances, handlers and what stands around them as they usually are.

use std::collections::BTreeSet;

use crate::model::{
    Adapter, BizTalkGroupId, ComputerId, Connection, Direction, Element, Endpoint, EndpointKind, Firewall, Handler,
    Host, HostFunction, HostId, HostInstance, HostKind, LoadBalancer, LoadBalancerKind, Slot, TierId,
};

impl Host {
    /// A host that tracks nothing and is not the default one.
    pub fn new(
        name: impl Into<String>,
        biztalk_group: BizTalkGroupId,
        kind: HostKind,
        functions: impl IntoIterator<Item = HostFunction>,
    ) -> Self {
        Self {
            name: name.into(),
            biztalk_group,
            kind,
            functions: functions.into_iter().collect(),
            allow_tracking: false,
            is_default: false,
            clustered_in: None,
            is_64_bit: None,
            restart_service_after_secs: None,
            orchestrations: Vec::new(),
            edi: false,
        }
    }

    /// What a host that only tracks is called.
    pub const TRACKING_NAME: &str = "Tracking host";

    /// A host that only tracks.
    pub fn tracking(name: impl Into<String>, biztalk_group: BizTalkGroupId) -> Self {
        Self { allow_tracking: true, ..Self::new(name, biztalk_group, HostKind::InProcess, []) }
    }
}

impl HostInstance {
    /// An enabled host instance whose account stays an open question.
    pub fn new(host: HostId, computer: ComputerId) -> Self {
        Self { host, computer, enabled: true, account: None }
    }
}

impl Handler {
    /// A handler about which nothing else is said.
    pub fn new(host: HostId, adapter: Adapter, direction: Direction) -> Self {
        Self {
            host,
            adapter,
            adapter_name: None,
            direction,
            endpoint: None,
            ordered: false,
            transactional: None,
            queue: None,
            concurrent_mailbox: None,
            folder: None,
            lease_timeout_secs: None,
            binding: None,
            several_computers: None,
            trusted: None,
            partner: None,
        }
    }
}

impl LoadBalancer {
    /// A load balancer before computers; it fronts any host of theirs.
    pub fn new(
        name: impl Into<String>,
        slot: Slot,
        kind: LoadBalancerKind,
        members: impl IntoIterator<Item = ComputerId>,
    ) -> Self {
        Self {
            name: name.into(),
            slot,
            kind,
            members: members.into_iter().collect(),
            serves: BTreeSet::new(),
            purpose: None,
            affinity: None,
            redundant: None,
        }
    }
}

impl Endpoint {
    /// What stands outside the BizTalk group; nothing is said about it yet.
    pub fn new(name: impl Into<String>, slot: Slot, kind: EndpointKind) -> Self {
        Self {
            name: name.into(),
            slot,
            kind,
            highly_available: None,
            behind_load_balancer: false,
            affinity: None,
            https: None,
            msmq_4_or_later: None,
            computer: None,
            cluster_role: None,
        }
    }
}

impl Connection {
    /// A path of traffic from the side that calls to the side that answers, without a label.
    pub fn new(from: impl Into<Element>, to: impl Into<Element>) -> Self {
        Self { from: from.into(), to: to.into(), label: String::new() }
    }
}

impl Firewall {
    /// A firewall from the tier that calls to the tier that answers, with no port open.
    pub fn new(name: impl Into<String>, from: TierId, to: TierId) -> Self {
        let closed = BTreeSet::new;
        Self { name: name.into(), from, to, open_ports: closed(), open_ports_back: closed(), redundant: None }
    }
}
