//! Text alternatives: what an element is and carries, in one sentence, for readers who do not see the drawing.

use crate::model::index::Index;
use crate::model::{ComputerId, Document, Element, HostInstanceId, HostKind};
use crate::scene::layout::{node_state, role_words};
use crate::scene::nodes;

/// What a tier, a box or a card shows, in one sentence without final period.
pub(super) fn text(index: &Index<'_>, element: Element) -> String {
    let document = index.document;
    let name = || element.name(document);
    match element {
        Element::Computer(id) => computer(index, id),
        Element::Tier(id) => {
            let site = document.tiers.get(&id).and_then(|it| document.sites.get(&it.site));
            let site = site.map(|it| format!(", site {}", it.name)).unwrap_or_default();
            format!("Tier {}{site}{}", name(), more(index, element))
        }
        Element::FailoverCluster(_) => format!("Failover cluster {}{}", name(), more(index, element)),
        Element::AvailabilityGroup(_) => format!("Availability group {}", name()),
        Element::LoadBalancer(_) | Element::Endpoint(_) => format!("{}{}", name(), more(index, element)),
        _ => name(),
    }
}

/// The same as a continuation: `, BizTalk server, active`.
fn more(index: &Index<'_>, element: Element) -> String {
    std::iter::once(String::new()).chain(nature(index, element)).collect::<Vec<_>>().join(", ")
}

fn computer(index: &Index<'_>, id: ComputerId) -> String {
    let document = index.document;
    let on = index.on(id);
    let mut words = vec![Element::Computer(id).name(document)];
    words.extend(nature(index, id.into()));
    let tier = document.computers.get(&id).and_then(|it| document.tiers.get(&it.slot.tier));
    words.extend(tier.map(|it| it.name.clone()));
    let hosts: Vec<String> = on.host_instances.iter().map(|it| host_instance(document, *it)).collect();
    if !hosts.is_empty() {
        words.push(format!("host instances {}", hosts.join(", ")));
    }
    for sql in &on.active_sql {
        let databases = index.databases_on(*sql).iter().map(|it| Element::Database(*it).name(document));
        let databases: Vec<String> = databases.collect();
        let databases = if databases.is_empty() { String::new() } else { format!(" with {}", databases.join(", ")) };
        words.push(format!("SQL instance {}{databases}", Element::SqlInstance(*sql).name(document)));
    }
    let standby: Vec<String> = on.standby_sql().map(|it| Element::SqlInstance(it).name(document)).collect();
    if !standby.is_empty() {
        words.push(format!("standby for {}", standby.join(", ")));
    }
    words.join(", ")
}

/// A host instance: the host with its marks.
fn host_instance(document: &Document, id: HostInstanceId) -> String {
    let Some(instance) = document.host_instances.get(&id) else { return "removed host instance".to_owned() };
    let marks = marks(document, id);
    let name = Element::Host(instance.host).name(document);
    if marks.is_empty() { name } else { format!("{name} ({})", marks.join(", ")) }
}

/// What is special about a host instance.
fn marks(document: &Document, id: HostInstanceId) -> Vec<&'static str> {
    let Some(instance) = document.host_instances.get(&id) else { return Vec::new() };
    let host = document.hosts.get(&instance.host);
    let mut marks: Vec<&str> = Vec::new();
    marks.extend(host.filter(|it| it.allow_tracking).map(|_| "tracking"));
    marks.extend(host.filter(|it| it.kind == HostKind::Isolated).map(|_| "isolated"));
    marks.extend(host.filter(|it| it.clustered_in.is_some()).map(|_| "clustered"));
    marks.extend((!instance.enabled).then_some("disabled"));
    marks
}

/// What an element is, beside its name and kind, and the state it is in: the role of a computer and whether it is the
/// active node, what a database holds, the marks of a host instance. Empty where there is nothing to say.
pub fn nature(index: &Index<'_>, element: Element) -> Vec<String> {
    let document = index.document;
    match element {
        Element::Computer(id) => {
            let state = node_state(index, id).map(|active| if active { "active" } else { "passive" });
            [role_words(index, id)].into_iter().chain(state).map(str::to_owned).collect()
        }
        Element::FailoverCluster(id) => {
            let mode = nodes::mode(index, id).to_lowercase();
            if mode.is_empty() { Vec::new() } else { vec![mode] }
        }
        Element::LoadBalancer(id) => {
            document.load_balancers.get(&id).map(|it| it.kind.label().to_owned()).into_iter().collect()
        }
        Element::Endpoint(id) => document.endpoints.get(&id).map(|it| it.kind.label().to_owned()).into_iter().collect(),
        Element::Tier(id) => {
            let zone = document.tiers.get(&id).and_then(|it| it.zone);
            zone.map(|it| format!("zone {}", it.label())).into_iter().collect()
        }
        Element::Database(id) => document.databases.get(&id).map(|it| it.kind.label().to_owned()).into_iter().collect(),
        Element::HostInstance(id) => marks(document, id).into_iter().map(str::to_owned).collect(),
        Element::Connection(id) => {
            document.connections.get(&id).map(|it| it.label.clone()).filter(|it| !it.is_empty()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
