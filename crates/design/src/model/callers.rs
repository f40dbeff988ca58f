//! Who calls one computer by its own address, although a load balancer stands before several: asked by rules and failure
//! logic alike.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::{
    ComputerId, ConnectionId, Direction, Document, Element, HostId, HostInstance, HostKind, LoadBalancerId, Role,
};

/// A caller whose connections lead to one computer of a host, past the load balancer before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastBalancer {
    /// Who calls.
    pub caller: Element,
    /// The host that it calls.
    pub host: HostId,
    /// The computer whose address it uses.
    pub computer: ComputerId,
    /// The load balancer that it passes.
    pub balancer: LoadBalancerId,
    /// The connections to this computer.
    pub connections: Vec<ConnectionId>,
}

impl Index<'_> {
    /// Every caller that knows one computer of a host only, where a load balancer leads to several. One that leads to the
    /// load balancer as well, or to several of the computers, has a way left.
    pub fn callers_past_balancers(&self) -> Vec<PastBalancer> {
        let mut ways: BTreeMap<Element, Vec<(ConnectionId, Element)>> = BTreeMap::new();
        if !self.document.load_balancers.is_empty() {
            for (id, it) in self.document.connections.iter().filter(|(_, it)| calls(self.document, it.from)) {
                ways.entry(it.from).or_default().push((*id, it.to));
            }
        }
        ways.into_iter().flat_map(|(caller, ways)| self.past_balancer(caller, &ways)).collect()
    }

    fn past_balancer(&self, caller: Element, ways: &[(ConnectionId, Element)]) -> Vec<PastBalancer> {
        let mut called: BTreeMap<HostId, BTreeMap<ComputerId, Vec<ConnectionId>>> = BTreeMap::new();
        for (connection, to) in ways {
            for instance in self.instances_at(*to).filter(|it| self.takes_calls(it.host)) {
                let computers = called.entry(instance.host).or_default();
                computers.entry(instance.computer).or_default().push(*connection);
            }
        }
        let targets: BTreeSet<Element> = ways.iter().map(|(_, to)| *to).collect();
        let past = |(host, computers): (HostId, BTreeMap<ComputerId, Vec<ConnectionId>>)| {
            let mut computers = computers.into_iter();
            let (computer, connections) = computers.next().filter(|_| computers.next().is_none())?;
            let balancers: Vec<LoadBalancerId> = self.balancers_before(host, computer);
            let is_passed =
                !targets.contains(&host.into()) && !balancers.iter().any(|it| targets.contains(&(*it).into()));
            let balancer = *balancers.first().filter(|_| is_passed)?;
            Some(PastBalancer { caller, host, computer, balancer, connections })
        };
        called.into_iter().filter_map(past).collect()
    }

    /// The enabled host instances of the primary site at the end of a connection.
    fn instances_at(&self, to: Element) -> impl Iterator<Item = &HostInstance> {
        let ids = match to {
            Element::Computer(id) => self.on(id).host_instances.clone(),
            Element::HostInstance(id) => vec![id],
            _ => Vec::new(),
        };
        let all = ids.into_iter().filter_map(|id| self.document.host_instances.get(&id));
        all.filter(|it| it.enabled && self.on(it.computer).is_primary)
    }

    /// Whether callers choose the computer of a host: it does not move with a cluster role, and is isolated or has a handler
    /// that is called.
    fn takes_calls(&self, host: HostId) -> bool {
        let receives = |it: &super::HandlerId| {
            let handler = self.document.handlers.get(it);
            handler.is_some_and(|it| it.direction == Direction::Receive && it.takes_calls() == Some(true))
        };
        let is_isolated = |kind: HostKind| kind == HostKind::Isolated;
        self.document.hosts.get(&host).is_some_and(|it| {
            it.clustered_in.is_none() && (is_isolated(it.kind) || self.handlers_of(host).iter().any(receives))
        })
    }

    /// The load balancers of clients that lead to several computers of a host, among them this one.
    fn balancers_before(&self, host: HostId, computer: ComputerId) -> Vec<LoadBalancerId> {
        let document = self.document;
        let instances = self.host_instances_of(host).iter().filter_map(|it| document.host_instances.get(it));
        let servers: BTreeSet<ComputerId> = instances.filter(|it| it.enabled).map(|it| it.computer).collect();
        let leads = |id: &LoadBalancerId| {
            document.load_balancers.get(id).is_some_and(|it| {
                let may_serve = it.serves.is_empty() || it.serves.contains(&host);
                may_serve && !document.is_cluster_address(it) && it.members.intersection(&servers).nth(1).is_some()
            })
        };
        self.on(computer).load_balancers.iter().copied().filter(leads).collect()
    }
}

/// Whether an element at the near end of a connection calls: what stands outside, and computers without BizTalk Server.
pub fn calls(document: &Document, from: Element) -> bool {
    match from {
        Element::Endpoint(_) => true,
        Element::Computer(id) => !document.has_role(id, Role::BizTalkRuntime),
        _ => false,
    }
}
