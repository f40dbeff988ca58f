//! Whether callers still reach a host: drawn connections, load balancers, perimeter servers.

use super::{Builder, cited};
use crate::availability::Term;
use crate::dependency::event::Because;
use crate::model::{ComputerId, ConnectionId, Element, HostId, LoadBalancer, LoadBalancerId, LoadBalancerKind};

/// How callers come to a host that is called.
pub(super) struct Callers {
    /// The computers to which load balancers lead; `None` where none leads to several: then each is known by itself.
    pub(super) pool: Option<Vec<ComputerId>>,
    /// Whether several load balancers stand before it, each of which leads to one computer.
    own_balancers: bool,
}

impl Builder<'_> {
    /// No drawn way leads to an element any more; never when none is drawn. `visited` keeps circles from turning.
    fn unreached(&mut self, element: Element, visited: &mut Vec<Element>) -> Term {
        if visited.contains(&element) {
            return Term::NEVER;
        }
        visited.push(element);
        let mut broken = Vec::new();
        for (connection, from) in self.ways_to(element) {
            let link = connection.map(|it| self.part(Element::Connection(it).into(), Because::Drawing));
            let link = link.unwrap_or(Term::NEVER);
            let before = self.passes_no_more(from);
            let further = self.unreached(from, visited);
            broken.push(self.logic.or([link, before, further]));
        }
        visited.pop();
        if broken.is_empty() { Term::NEVER } else { self.logic.and(broken) }
    }

    /// What leads to an element: drawn connections, and the load balancers that spread calls over a computer.
    fn ways_to(&self, element: Element) -> Vec<(Option<ConnectionId>, Element)> {
        let drawn = self.ways.of(&element).iter().map(|(connection, from)| (Some(*connection), *from));
        let document = self.document;
        let spreads = |it: &LoadBalancer| match element {
            Element::Computer(computer) => it.members.contains(&computer) && !document.is_cluster_address(it),
            _ => false,
        };
        let balancers = document.load_balancers.iter().filter(|(_, it)| spreads(it));
        drawn.chain(balancers.map(|(id, _)| (None, Element::LoadBalancer(*id)))).collect()
    }

    /// Callers do not come to the host instances on a computer any more: the ways that are drawn to it by itself are gone.
    pub(super) fn cut_off(&mut self, callers: &Callers, computer: ComputerId) -> Term {
        let element = Element::Computer(computer);
        let is_by_itself = callers.own_balancers || !self.ways.of(&element).is_empty();
        if is_by_itself { self.unreached(element, &mut Vec::new()) } else { Term::NEVER }
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

    /// How callers come to a host. Load balancers of one member each are no pool: who calls one knows only its computer.
    pub(super) fn callers_of(&self, host: HostId) -> Callers {
        let balancers = self.balancers_of(host);
        let computers: Vec<ComputerId> = self.instances(host).into_iter().map(|(_, computer)| computer).collect();
        let leads_to_several =
            |it: &LoadBalancer| computers.iter().filter(|computer| it.members.contains(computer)).count() > 1;
        let is_pooled = |computer: &&ComputerId| {
            balancers.iter().any(|(_, it)| it.members.contains(computer) && leads_to_several(it))
        };
        let pool: Vec<ComputerId> = computers.iter().filter(is_pooled).copied().collect();
        let pool = Some(pool).filter(|it| !it.is_empty());
        Callers { own_balancers: pool.is_none() && balancers.len() > 1, pool }
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

    /// One of several drawn ways to a host, or to its computers where it is called, is gone.
    pub(super) fn fewer_ways(&mut self, host: HostId, callers: Option<&Callers>) -> Term {
        let mut ends = vec![Element::Host(host)];
        if callers.is_some() {
            ends.extend(self.instances(host).into_iter().map(|(_, computer)| Element::Computer(computer)));
        }
        let links: Vec<ConnectionId> = ends.iter().flat_map(|it| self.ways.of(it)).map(|(id, _)| *id).collect();
        let is_pooled = callers.is_some_and(|it| it.pool.is_some());
        if links.len() + usize::from(is_pooled) < 2 {
            return Term::NEVER;
        }
        let terms: Vec<Term> =
            links.into_iter().map(|id| self.part(Element::Connection(id).into(), Because::Drawing)).collect();
        self.logic.or(terms)
    }
}
