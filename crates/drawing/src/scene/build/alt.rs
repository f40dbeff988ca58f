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
            let zone = document.tiers.get(&id).and_then(|it| it.zone);
            let site = site.map(|it| format!(", site {}", it.name)).unwrap_or_default();
            let zone = zone.map(|it| format!(", zone {}", it.label())).unwrap_or_default();
            format!("Tier {}{site}{zone}", name())
        }
        Element::FailoverCluster(id) => {
            let mode = nodes::mode(index, id);
            let mode = if mode.is_empty() { String::new() } else { format!(", {}", mode.to_lowercase()) };
            format!("Failover cluster {}{mode}", name())
        }
        Element::AvailabilityGroup(_) => format!("Availability group {}", name()),
        Element::LoadBalancer(id) => {
            let kind = document.load_balancers.get(&id).map_or("", |it| it.kind.label());
            format!("{}, {kind}", name())
        }
        Element::Endpoint(id) => {
            let kind = document.endpoints.get(&id).map_or("", |it| it.kind.label());
            format!("{}, {kind}", name())
        }
        _ => name(),
    }
}

fn computer(index: &Index<'_>, id: ComputerId) -> String {
    let document = index.document;
    let on = index.on(id);
    let mut words = vec![Element::Computer(id).name(document), role_words(index.kind(id), on).to_owned()];
    if let Some(active) = node_state(index, id) {
        words.push(if active { "active".to_owned() } else { "passive".to_owned() });
    }
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
    let host = document.hosts.get(&instance.host);
    let mut marks: Vec<&str> = Vec::new();
    marks.extend(host.filter(|it| it.allow_tracking).map(|_| "tracking"));
    marks.extend(host.filter(|it| it.kind == HostKind::Isolated).map(|_| "isolated"));
    marks.extend(host.filter(|it| it.clustered_in.is_some()).map(|_| "clustered"));
    marks.extend((!instance.enabled).then_some("disabled"));
    let name = Element::Host(instance.host).name(document);
    if marks.is_empty() { name } else { format!("{name} ({})", marks.join(", ")) }
}
