//! Connections that a person draws: what may be an end, what a line between two elements means, and other ends for one.

mod partners;

use std::collections::BTreeSet;

pub(super) use partners::{answers_below, servers_behind};

use super::ids::numbered_name;
use crate::edit::{Draft, Edit, EditError};
use crate::model::queries::ComputerKind;
use crate::model::{
    ComputerId, Connection, ConnectionId, Document, Element, Firewall, FirewallId, HostFunction, HostId,
    LoadBalancerId, TierId,
};
use crate::prose;

/// An end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The side that calls.
    From,
    /// The side that answers.
    To,
}

impl End {
    /// The other end.
    pub const fn other(self) -> Self {
        match self {
            Self::From => Self::To,
            Self::To => Self::From,
        }
    }
}

/// A connection that is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// A new one from an element.
    New(Element),
    /// One whose end is led elsewhere.
    Other(ConnectionId, End),
}

/// Ends a line on an element.
///
/// # Errors
/// As [`connect`] and [`reconnect`].
pub fn finish(document: &Document, line: Line, target: Element) -> Result<Edit, EditError> {
    match line {
        Line::New(from) => connect(document, from, target),
        Line::Other(id, end) => reconnect(document, id, end, target),
    }
}

/// What a line may end on, in reading order: where that would change something, and never where it starts.
pub fn targets(document: &Document, line: Line) -> Vec<Element> {
    let changes = |it: &Element| finish(document, line, *it).is_ok_and(|edit| !edit.commands.is_empty());
    let fits = |it: &Element| line != Line::New(*it) && changes(it);
    ends(document).into_iter().filter(fits).collect()
}

/// What clients can be said to call beside what they call already, in reading order: load balancers, hosts that receive,
/// and servers outside BizTalk Server, such as reverse proxies.
pub fn callable(document: &Document, client: Element) -> Vec<Element> {
    let receives = |it: &Element| match it {
        Element::Host(id) => document.hosts.get(id).is_some_and(|it| it.functions.contains(&HostFunction::Receive)),
        Element::Computer(id) => document.computer_kind(*id) != ComputerKind::BizTalk,
        _ => true,
    };
    targets(document, Line::New(client)).into_iter().filter(receives).collect()
}

/// Connects two elements. A load balancer takes the servers it is led to as members; everything else becomes a
/// connection. Clients only call, so a line drawn to them counts as drawn from them; a server stands for the one host
/// on it that receives, or sends, and so does a tier.
///
/// # Errors
/// One of them is no end of a connection, they are connected already, or they are the same.
pub fn connect(document: &Document, from: Element, to: Element) -> Result<Edit, EditError> {
    if let Some(balancer) = balancer_over(document, from, to)? {
        return balancer;
    }
    let (from, to) = if calls_only(document, to) { (to, from) } else { (from, to) };
    let connection = checked(document, None, from, to)?;
    let label = format!("Connect {} to {}", connection.from.name(document), connection.to.name(document));
    let mut draft = Draft::of(document);
    let id = draft.add(connection);
    Ok(draft.finish(label).selecting([id.into()]))
}

/// Leads one end of a connection to another element.
///
/// # Errors
/// The connection is gone, or its ends would be what [`connect`] refuses.
pub fn reconnect(document: &Document, id: ConnectionId, end: End, element: Element) -> Result<Edit, EditError> {
    let before = document.connections.get(&id).ok_or(EditError::Missing(id.into()))?;
    let (from, to) = match end {
        End::From => (element, before.to),
        End::To => (before.from, element),
    };
    let after = Connection { label: before.label.clone(), ..checked(document, Some(id), from, to)? };
    let label = match end {
        End::From => format!("Lead the connection to {} from {}", after.to.name(document), after.from.name(document)),
        End::To => format!("Lead the connection from {} to {}", after.from.name(document), after.to.name(document)),
    };
    let mut draft = Draft::of(document);
    draft.change(id, |it| *it = after);
    Ok(draft.finish(label).selecting([id.into()]))
}

/// The elements that one end of a connection can be led to, the present one first.
pub fn choices(document: &Document, id: ConnectionId, end: End) -> Vec<Element> {
    let now = document.connections.get(&id).map(|it| if end == End::From { it.from } else { it.to });
    let others = targets(document, Line::Other(id, end)).into_iter().filter(|it| Some(*it) != now);
    now.into_iter().chain(others).collect()
}

/// The firewalls between the tiers of the two ends, whichever of them calls.
pub fn firewalls_on(document: &Document, id: ConnectionId) -> Vec<FirewallId> {
    let Some([from, to]) = tiers_of_ends(document, id) else { return Vec::new() };
    let between = |a: TierId, b: TierId| from.contains(&a) && to.contains(&b);
    let firewalls = document.firewalls.iter().filter(|(_, it)| between(it.from, it.to) || between(it.to, it.from));
    firewalls.map(|(id, _)| *id).collect()
}

/// Puts a firewall on a connection: between the tiers of its two ends, with no port open.
///
/// # Errors
/// The connection is gone, stays inside a tier, or ends where no tier is.
pub fn add_firewall(document: &Document, id: ConnectionId) -> Result<Edit, EditError> {
    let [from, to] = tiers_of_ends(document, id).ok_or(EditError::Missing(id.into()))?;
    let pair = from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))).find(|(a, b)| a != b);
    let Some((from, to)) = pair else {
        return refused("a firewall stands between two tiers, and this connection stays inside one".to_owned());
    };
    let name = numbered_name(document, "FW");
    let words = |tier: TierId| Element::from(tier).name(document);
    let label = format!("Add firewall {name} between {} and {}", words(from), words(to));
    let mut draft = Draft::of(document);
    draft.add(Firewall::new(name, from, to));
    // The connection stays selected: its firewall stands on its page.
    Ok(draft.finish(label).selecting([id.into()]))
}

/// The tiers in which each end of a connection stands: of a host those of its servers.
fn tiers_of_ends(document: &Document, id: ConnectionId) -> Option<[BTreeSet<TierId>; 2]> {
    let connection = document.connections.get(&id)?;
    let tier = |element: Element| document.slot_of(element).map(|it| it.tier);
    Some([connection.from, connection.to].map(|end| match end {
        Element::Host(host) => {
            let instances = document.host_instances.values().filter(|it| it.host == host);
            let computers = instances.map(|it| it.computer).filter(|it| document.is_primary(*it));
            computers.filter_map(|it| tier(it.into())).collect()
        }
        other => tier(other).into_iter().collect(),
    }))
}

/// Everything that can be an end of a connection, in reading order: what stands in tiers, then hosts.
pub fn ends(document: &Document) -> Vec<Element> {
    let placed = document.placed_elements().into_iter().map(|(_, it)| it);
    let hosts = document.hosts.keys().map(|id| Element::Host(*id));
    placed.chain(hosts).filter(|it| end(document, *it, End::To).is_ok()).collect()
}

/// Whether a connection may start at an element.
///
/// # Errors
/// Why it may not.
pub fn may_start(document: &Document, element: Element) -> Result<(), EditError> {
    end(document, element, End::From).map(|_| ())
}

/// The connection between two elements.
fn checked(
    document: &Document,
    known: Option<ConnectionId>,
    from: Element,
    to: Element,
) -> Result<Connection, EditError> {
    let (from, to) = (end(document, from, End::From)?, end(document, to, End::To)?);
    let names = || (from.name(document), to.name(document));
    if from == to {
        return refused(format!("a connection leads from {} to something else", names().0));
    }
    if calls_only(document, to) {
        return refused(format!("{} only calls; nothing calls it", names().1));
    }
    let mut others = document.connections.iter().filter(|(id, _)| Some(**id) != known);
    if others.any(|(_, it)| (it.from, it.to) == (from, to)) {
        let (from, to) = names();
        return refused(format!("{from} and {to} are connected already"));
    }
    Ok(Connection::new(from, to))
}

fn refused<T>(why: String) -> Result<T, EditError> {
    Err(EditError::Refused(why))
}

/// What a line that ends on an element leads to.
fn end(document: &Document, element: Element, side: End) -> Result<Element, EditError> {
    if !element.exists(document) {
        return Err(EditError::Missing(element));
    }
    let by_itself = || {
        let name = element.name(document);
        refused(format!("the paths between BizTalk servers, their databases and {name} are drawn by themselves"))
    };
    match element {
        Element::Endpoint(_) | Element::LoadBalancer(_) | Element::Host(_) => Ok(element),
        Element::HostInstance(id) => Ok(document.host_instances.get(&id).map_or(element, |it| it.host.into())),
        Element::Handler(id) => Ok(document.handlers.get(&id).map_or(element, |it| it.host.into())),
        Element::Computer(id) => match document.computer_kind(id) {
            ComputerKind::BizTalk => Ok(only_host(document, &[id], side).map_or(element, Element::Host)),
            ComputerKind::Perimeter | ComputerKind::FileServer | ComputerKind::Other => Ok(element),
            ComputerKind::Sql | ComputerKind::MasterSecret => by_itself(),
            ComputerKind::DomainController => {
                refused("every computer uses its domain controllers; no connection is drawn for that".to_owned())
            }
        },
        Element::Tier(id) => match only_host(document, &servers_in(document, id), side) {
            Some(host) => Ok(host.into()),
            None => refused(format!("draw the connection to a host or a computer in {}", element.name(document))),
        },
        Element::FailoverCluster(cluster) => {
            let nodes = document.failover_clusters.get(&cluster).map(|it| it.nodes.as_slice()).unwrap_or_default();
            let nodes: Vec<ComputerId> = nodes.iter().map(|it| it.computer).collect();
            only_host(document, &nodes, side).map_or_else(by_itself, |host| Ok(host.into()))
        }
        Element::AvailabilityGroup(_) | Element::SqlInstance(_) | Element::Database(_) | Element::ResourceGroup(_) => {
            by_itself()
        }
        _ => refused(format!("{} is no end of a connection", element.name(document))),
    }
}

/// The one host on some computers that receives, as the end that is called, or sends, as the end that calls.
fn only_host(document: &Document, computers: &[ComputerId], side: End) -> Option<HostId> {
    let function = if side == End::To { HostFunction::Receive } else { HostFunction::Send };
    let does = |id: &HostId| document.hosts.get(id).is_some_and(|it| it.functions.contains(&function));
    let instances = document.host_instances.values().filter(|it| computers.contains(&it.computer));
    let mut hosts = instances.map(|it| it.host).filter(does);
    let first = hosts.next()?;
    hosts.all(|it| it == first).then_some(first)
}

/// The BizTalk servers in a tier.
fn servers_in(document: &Document, tier: TierId) -> Vec<ComputerId> {
    let in_tier = document.computers.iter().filter(|(_, it)| it.slot.tier == tier).map(|(id, _)| *id);
    in_tier.filter(|id| document.computer_kind(*id) == ComputerKind::BizTalk).collect()
}

/// Whether an element calls and is never called.
fn calls_only(document: &Document, element: Element) -> bool {
    let Element::Endpoint(id) = element else { return false };
    document.endpoints.get(&id).is_some_and(|it| it.kind.only_calls())
}

/// The edit that puts servers behind a load balancer; `None` where the line leads to no server.
fn balancer_over(
    document: &Document,
    from: Element,
    to: Element,
) -> Result<Option<Result<Edit, EditError>>, EditError> {
    let Element::LoadBalancer(id) = from else { return Ok(None) };
    let computers = match to {
        Element::Computer(computer) => {
            end(document, to, End::To)?;
            vec![computer]
        }
        Element::Tier(tier) => servers_in(document, tier),
        Element::HostInstance(instance) => {
            document.host_instances.get(&instance).map(|it| it.computer).into_iter().collect()
        }
        Element::Host(host) => {
            let instances = document.host_instances.values().filter(|it| it.host == host).map(|it| it.computer);
            instances.filter(|it| document.is_primary(*it)).collect()
        }
        _ => return Ok(None),
    };
    Ok(Some(take_members(document, id, &computers)))
}

fn take_members(document: &Document, id: LoadBalancerId, computers: &[ComputerId]) -> Result<Edit, EditError> {
    let balancer = document.load_balancers.get(&id).ok_or(EditError::Missing(id.into()))?;
    let new: Vec<ComputerId> = computers.iter().copied().filter(|it| !balancer.members.contains(it)).collect();
    let name = &balancer.name;
    if new.is_empty() {
        return refused(match computers {
            [] => format!("there is no server to put behind {name}"),
            _ => format!("{name} distributes calls there already"),
        });
    }
    let names: Vec<String> = new.iter().map(|it| Element::from(*it).name(document)).collect();
    let label = format!("Put {} behind {name}", prose::list(&names));
    let mut draft = Draft::of(document);
    draft.change(id, |it| it.members.extend(new));
    Ok(draft.finish(label).selecting([id.into()]))
}

#[cfg(test)]
mod tests;
