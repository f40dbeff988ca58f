//! Whether callers still reach a host: drawn connections, load balancers, perimeter servers.

use super::{Builder, cited};
use crate::availability::Term;
use crate::dependency::event::Because;
use crate::model::{ComputerId, ConnectionId, Element, HostId, LoadBalancer, LoadBalancerId, LoadBalancerKind};

impl Builder<'_> {
    /// No drawn way leads to an element any more; never when none is drawn. `visited` keeps circles from turning.
    pub(super) fn unreached(&mut self, element: Element, visited: &mut Vec<Element>) -> Term {
        if visited.contains(&element) {
            return Term::NEVER;
        }
        visited.push(element);
        let ways = self.ways.of(&element).to_vec();
        let mut broken = Vec::new();
        for (connection, from) in ways {
            let link = self.part(Element::Connection(connection).into(), Because::Drawing);
            let before = self.passes_no_more(from);
            let further = self.unreached(from, visited);
            broken.push(self.logic.or([link, before, further]));
        }
        visited.pop();
        if broken.is_empty() { Term::NEVER } else { self.logic.and(broken) }
    }

    /// An element on the way lets nothing through. A caller itself is no part of the way.
    fn passes_no_more(&mut self, element: Element) -> Term {
        match element {
            Element::Computer(computer) => self.computer(computer),
            Element::LoadBalancer(balancer) => self.balancer(balancer),
            Element::HostInstance(instance) => self.instance(instance),
            _ => Term::NEVER,
        }
    }

    /// A load balancer lets nothing through; one that is stated to be redundant survives the loss of a device, and
    /// Windows NLB, which has no device, lasts as long as one of its members.
    fn balancer(&mut self, id: LoadBalancerId) -> Term {
        let document = self.document;
        let balancer = document.load_balancers.get(&id);
        if let Some(balancer) = balancer.filter(|it| it.kind == LoadBalancerKind::WindowsNlb) {
            let members: Vec<Term> = balancer.members.iter().map(|member| self.computer(*member)).collect();
            return if members.is_empty() { Term::NEVER } else { self.logic.and(members) };
        }
        let redundant = balancer.and_then(|it| it.redundant);
        let event = self.part(Element::LoadBalancer(id).into(), cited::RECEIVING);
        if redundant == Some(true) { Term::NEVER } else { event }
    }

    /// The load balancers in front of a host.
    fn balancers_of(&self, host: HostId) -> Vec<(LoadBalancerId, &LoadBalancer)> {
        let computers: Vec<ComputerId> = self.instances(host).into_iter().map(|(_, computer)| computer).collect();
        let serves = |it: &LoadBalancer| {
            it.serves.contains(&host)
                || (it.serves.is_empty() && computers.len() > 1 && computers.iter().all(|id| it.members.contains(id)))
        };
        let document = self.document;
        let spreads = |it: &LoadBalancer| !document.is_cluster_address(it);
        document.load_balancers.iter().filter(|(_, it)| serves(it) && spreads(it)).map(|(id, it)| (*id, it)).collect()
    }

    /// The computers of a host to which load balancers lead; `None` where they do not lead to several: then its computers
    /// are known one by one.
    pub(super) fn members_for(&self, host: HostId) -> Option<Vec<ComputerId>> {
        let balancers = self.balancers_of(host);
        let computers = self.instances(host).into_iter().map(|(_, computer)| computer);
        let members: Vec<ComputerId> =
            computers.filter(|id| balancers.iter().any(|(_, it)| it.members.contains(id))).collect();
        (members.len() > 1).then_some(members)
    }

    /// Callers do not reach a host any more: its load balancers, or the connections drawn to it, are gone.
    pub(super) fn front(&mut self, host: HostId, balanced: bool) -> Term {
        let direct = self.unreached(Element::Host(host), &mut Vec::new());
        let balancers: Vec<LoadBalancerId> =
            if balanced { self.balancers_of(host).into_iter().map(|(id, _)| id).collect() } else { Vec::new() };
        let mut all = Vec::new();
        for balancer in &balancers {
            let lost = self.balancer(*balancer);
            let unreached = self.unreached(Element::LoadBalancer(*balancer), &mut Vec::new());
            all.push(self.logic.or([lost, unreached]));
        }
        let behind = if all.is_empty() { Term::NEVER } else { self.logic.and(all) };
        self.logic.or([direct, behind])
    }

    /// One of several drawn ways to a host is gone.
    pub(super) fn fewer_ways(&mut self, host: HostId) -> Term {
        let links: Vec<ConnectionId> = self.ways.of(&Element::Host(host)).iter().map(|(id, _)| *id).collect();
        if links.len() < 2 {
            return Term::NEVER;
        }
        let terms: Vec<Term> =
            links.into_iter().map(|id| self.part(Element::Connection(id).into(), Because::Drawing)).collect();
        self.logic.or(terms)
    }
}
