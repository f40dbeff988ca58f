//! What is connected with something by itself when it is dropped: what a load balancer stands before, who answers a
//! caller.

use std::collections::BTreeSet;

use super::servers_in;
use crate::model::{
    ComputerId, ConnectionId, Document, Element, EndpointKind, HostFunction, HostId, HostKind, Role, Slot, TierId,
};

/// What a load balancer in a slot stands before.
#[derive(Debug, Default)]
pub(in crate::edit::intent) struct Behind {
    /// The servers there.
    pub(in crate::edit::intent) servers: Vec<ComputerId>,
    /// The connections that lead to them.
    pub(in crate::edit::intent) lines: Vec<ConnectionId>,
}

/// The servers that a load balancer dropped on a slot is to stand before: those of its own tier, else those of the next
/// tiers below that have any. None where a load balancer stands before them already.
pub(in crate::edit::intent) fn servers_behind(document: &Document, slot: Slot) -> Behind {
    let rows = std::iter::once(vec![slot.tier]).chain(tiers_below(document, slot.tier));
    let servers = rows.map(|tiers| answering(document, &tiers)).find(|it| !it.is_empty()).unwrap_or_default();
    if document.load_balancers.values().any(|it| servers.iter().any(|id| it.members.contains(id))) {
        return Behind::default();
    }
    let hosts: BTreeSet<HostId> = servers.iter().flat_map(|it| receiving_on(document, *it)).collect();
    let leads_there = |to: Element| match to {
        Element::Host(id) => hosts.contains(&id),
        Element::Computer(id) => servers.contains(&id),
        _ => false,
    };
    let lines = document.connections.iter().filter(|(_, it)| leads_there(it.to));
    Behind { lines: lines.map(|(id, _)| *id).collect(), servers }
}

/// The servers in some tiers that calls are distributed over: those with isolated hosts that receive, which need it; else
/// those on which any host receives; else, as long as nothing says what they do, all of them. Reverse proxies are such
/// servers too.
fn answering(document: &Document, tiers: &[TierId]) -> Vec<ComputerId> {
    let in_tiers = |id: &ComputerId| document.computers.get(id).is_some_and(|it| tiers.contains(&it.slot.tier));
    let proxies = document.computers.keys().copied().filter(in_tiers);
    let proxies: Vec<ComputerId> = proxies.filter(|id| document.has_role(*id, Role::ReverseProxy)).collect();
    if !proxies.is_empty() {
        return proxies;
    }
    let servers: Vec<ComputerId> = tiers.iter().flat_map(|it| servers_in(document, *it)).collect();
    let is_isolated = |id: &HostId| document.hosts.get(id).is_some_and(|it| it.kind == HostKind::Isolated);
    let with =
        |wanted: &dyn Fn(ComputerId) -> bool| servers.iter().copied().filter(|it| wanted(*it)).collect::<Vec<_>>();
    let isolated = with(&|it| receiving_on(document, it).any(|it| is_isolated(&it)));
    if !isolated.is_empty() {
        return isolated;
    }
    if servers.iter().all(|it| document.host_instances_on(*it).next().is_none()) {
        return servers;
    }
    with(&|it| receiving_on(document, it).next().is_some())
}

/// The hosts on a computer that receive.
fn receiving_on(document: &Document, computer: ComputerId) -> impl Iterator<Item = HostId> + '_ {
    let instances = document.host_instances.values().filter(move |it| it.computer == computer);
    let receives = |id: &HostId| document.hosts.get(id).is_some_and(|it| it.functions.contains(&HostFunction::Receive));
    instances.map(|it| it.host).filter(receives)
}

/// What answers somebody outside who is dropped on a slot: the one load balancer, else the one host that receives, in
/// the next tiers below where there is any. `None` where that is not plain, and for what is no caller.
pub(in crate::edit::intent) fn answers_below(document: &Document, slot: Slot, kind: EndpointKind) -> Option<Element> {
    let calls =
        matches!(kind, EndpointKind::InternetClient | EndpointKind::IntranetClient | EndpointKind::PartnerSystem);
    let rows = tiers_below(document, slot.tier).filter(|_| calls);
    let answering = rows.map(|tiers| {
        let balancers = document.load_balancers.iter().filter(|(_, it)| tiers.contains(&it.slot.tier));
        let balancers: BTreeSet<Element> = balancers.map(|(id, _)| (*id).into()).collect();
        let servers: Vec<ComputerId> = tiers.iter().flat_map(|it| servers_in(document, *it)).collect();
        let receives =
            |id: &HostId| document.hosts.get(id).is_some_and(|it| it.functions.contains(&HostFunction::Receive));
        let instances = document.host_instances.values().filter(|it| servers.contains(&it.computer));
        let hosts: BTreeSet<Element> = instances.map(|it| it.host).filter(receives).map(Element::from).collect();
        if balancers.is_empty() { hosts } else { balancers }
    });
    let first = answering.into_iter().find(|it| !it.is_empty())?;
    if first.len() == 1 { first.first().copied() } else { None }
}

/// The rows of tiers below a tier, the nearest first.
fn tiers_below(document: &Document, tier: TierId) -> impl Iterator<Item = Vec<TierId>> {
    let at = document.tier_rows.iter().position(|row| row.contains(&tier));
    document.tier_rows.iter().skip(at.map_or(usize::MAX, |at| at + 1)).cloned()
}
