//! Fixes of the network: databases move inside, Internet clients meet a reverse proxy.

use std::collections::BTreeSet;

use crate::edit::intent::ids::numbered_name;
use crate::edit::intent::slots::next_free_slot;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    Computer, ComputerId, Connection, ConnectionId, Element, EndpointId, Role, SiteKind, Slot, SqlInstanceId, Tier,
    TierId, TierKind, Zone,
};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;

/// NET-002: moves the computers of a SQL instance to a tier for databases in an inner zone of the same site, with the
/// other nodes of their failover cluster; adds the tier where there is none. `None` where firewalls are drawn, whose
/// ports the move would concern (NET-004, DTC-005), or one of the computers runs BizTalk Server.
pub(super) fn move_databases_inside(context: &RuleContext<'_>, sql: SqlInstanceId) -> Option<Edit> {
    let owners = context.sql_owners(sql);
    let cluster = owners.first().and_then(|it| context.failover_cluster_of(*it));
    let moved: BTreeSet<ComputerId> =
        cluster.into_iter().flat_map(|it| context.cluster_nodes(it)).chain(owners.iter().copied()).collect();
    let runs_biztalk = moved.iter().any(|it| context.has_role(*it, Role::BizTalkRuntime));
    if runs_biztalk || !context.document.firewalls.is_empty() {
        return None;
    }
    let site = context.document.tiers.get(&context.document.computers.get(moved.first()?)?.slot.tier)?.site;
    let inner = |zone: Option<Zone>| zone.is_some_and(|it| !it.is_perimeter() && it != Zone::Internet);
    let fits = |it: &Tier| it.site == site && it.kind == TierKind::Databases && inner(it.zone);
    let mut draft = FixDraft::new(context);
    let target = match context.document.tiers.iter().find(|(_, it)| fits(it)) {
        Some((tier, _)) => next_free_slot(context.document, *tier),
        None => {
            let tier = draft.add(Tier { zone: Some(Zone::Data), ..Tier::of(TierKind::Databases, site) });
            draft.says("add a tier for databases in zone Data");
            Slot::first(tier)
        }
    };
    let elements = moved.iter().map(|it| (*it).into()).collect();
    draft.run(EditCommand::Place { elements, target }).ok()?;
    draft.says(format!("move {} inside", context.names(moved)));
    draft.finish()
}

/// NET-003: puts a reverse proxy in the perimeter network before everything that clients on the Internet call. `None`
/// where firewalls are drawn, whose ports the new path would concern.
pub(super) fn add_reverse_proxy(context: &RuleContext<'_>, clients: &BTreeSet<EndpointId>) -> Option<Edit> {
    let called: Vec<_> = context
        .document
        .connections
        .iter()
        .filter(|(_, it)| EndpointId::try_from(it.from).is_ok_and(|from| clients.contains(&from)))
        .collect();
    if called.is_empty() || !context.document.firewalls.is_empty() {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let slot = perimeter_slot(context, &mut draft)?;
    let name = numbered_name(context.document, "PROXY");
    let proxy = draft.add(Computer::new(name.clone(), slot).with_roles([Role::ReverseProxy]));
    let past = context.index.callers_past_balancers();
    let led = |(id, it): &(&ConnectionId, &Connection)| {
        let past = past.iter().find(|past| past.connections.contains(id));
        past.map_or(it.to, |past| past.balancer.into())
    };
    let targets: BTreeSet<Element> = called.iter().map(led).collect();
    for (id, connection) in called {
        draft.put(Record::Connection(*id, Connection { to: proxy.into(), ..connection.clone() }));
    }
    for to in targets {
        draft.add(Connection::new(proxy, to));
    }
    draft.says(format!("put reverse proxy {name} in the perimeter network before it"));
    draft.finish()
}

/// A slot in the perimeter network of a primary site; in a new tier on top where there is none.
fn perimeter_slot(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>) -> Option<Slot> {
    let document = context.document;
    let fits = |id: TierId, it: &Tier| it.kind == TierKind::Perimeter && document.is_primary_tier(id);
    if let Some((tier, _)) = document.tiers.iter().find(|(id, it)| fits(**id, it)) {
        return Some(next_free_slot(context.document, *tier));
    }
    let site = document.sites.iter().find(|(_, it)| it.kind == SiteKind::Primary).map(|(id, _)| *id)?;
    let uses_zones = document.tiers.values().any(|it| it.zone.is_some());
    let zone = uses_zones.then_some(Zone::PerimeterInternet);
    let tier = draft.add(Tier { zone, ..Tier::of(TierKind::Perimeter, site) });
    let mut rows = document.tier_rows.clone();
    rows.insert(rows.len().min(1), vec![tier]);
    draft.run(EditCommand::ArrangeTiers(rows)).ok()?;
    Some(Slot::first(tier))
}
