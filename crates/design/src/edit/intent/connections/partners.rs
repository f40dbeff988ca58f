//! What is connected with something by itself when it is dropped: what a load balancer stands before, who answers a
//! caller.

use std::collections::BTreeSet;

use super::servers_in;
use crate::model::{
    ComputerId, ConnectionId, Document, Element, EndpointKind, HostFunction, HostId, HostKind, Slot, TierId,
};

/// What a load balancer in a slot stands before.
#[derive(Debug, Default)]
pub(in crate::edit::intent) struct Behind {
    /// The servers that receive there.
    pub(in crate::edit::intent) servers: Vec<ComputerId>,
    /// The connections that lead to a host on them alone.
    pub(in crate::edit::intent) lines: Vec<ConnectionId>,
}

/// The servers that a load balancer dropped on a slot is to stand before: those of its own tier, else those of the next
/// tier below in which hosts receive. None where a load balancer stands before them already, and where only in-process
/// hosts receive, among which BizTalk Server distributes the work itself.
pub(in crate::edit::intent) fn servers_behind(document: &Document, slot: Slot) -> Behind {
    let receives = |id: &HostId| {
        let host = document.hosts.get(id);
        host.is_some_and(|it| it.functions.contains(&HostFunction::Receive) && it.kind == HostKind::Isolated)
    };
    let hosts_on = |computers: &[ComputerId]| -> BTreeSet<HostId> {
        let there = document.host_instances.values().filter(|it| computers.contains(&it.computer));
        there.map(|it| it.host).filter(receives).collect()
    };
    let answering = |tiers: &[TierId]| -> Vec<ComputerId> {
        let servers = tiers.iter().flat_map(|it| servers_in(document, *it));
        servers.filter(|it| !hosts_on(&[*it]).is_empty()).collect()
    };
    let servers = std::iter::once(vec![slot.tier])
        .chain(tiers_below(document, slot.tier))
        .map(|tiers| answering(&tiers))
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    if document.load_balancers.values().any(|it| servers.iter().any(|id| it.members.contains(id))) {
        return Behind::default();
    }
    let hosts = hosts_on(&servers);
    let lines =
        document.connections.iter().filter(|(_, it)| HostId::try_from(it.to).is_ok_and(|it| hosts.contains(&it)));
    Behind { lines: lines.map(|(id, _)| *id).collect(), servers }
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
