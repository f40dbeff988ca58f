//! Where the databases lie, and what stands before web receive locations: evidence for the rows about both.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Evidence, Tone, placed};
use crate::model::{
    ComputerId, Database, Element, Feature, HostId, HostKind, Role, SqlInstanceId, Storage, StorageId, StorageKind,
};
use crate::rules::RuleContext;

/// The storage of every database of the primary site, of one in an availability group that of every replica: a SAN or an
/// array that cluster nodes share is what the row asks for, local disks and file shares are not, and what stands in place
/// of a SAN is for a person to decide.
pub(super) fn storage_of_databases(context: &RuleContext<'_>) -> Vec<Evidence> {
    let mut used: BTreeMap<StorageId, (&Storage, BTreeSet<&str>)> = BTreeMap::new();
    let mut unknown: BTreeSet<Element> = BTreeSet::new();
    for database in context.document.databases.values() {
        for sql in holders(context, database).into_iter().filter(|it| context.is_primary_sql(*it)) {
            let disks = disks_of(context, database, sql);
            if disks.is_empty() {
                unknown.insert(sql.into());
            }
            for (id, storage) in disks {
                used.entry(id).or_insert((storage, BTreeSet::new())).1.insert(&database.name);
            }
        }
    }
    let mut lines: Vec<Evidence> = used.iter().map(|(id, (storage, names))| line(*id, storage, names)).collect();
    if !unknown.is_empty() {
        let text = format!("Not stated: storage of {}", context.names(unknown.iter().copied()));
        lines.push(Evidence::about(Tone::Missing, text, unknown));
    }
    lines
}

/// The SQL instances that hold a database, or a copy of it in an availability group.
fn holders(context: &RuleContext<'_>, database: &Database) -> BTreeSet<SqlInstanceId> {
    let group = database.availability_group.and_then(|it| context.document.availability_groups.get(&it));
    let replicas = group.into_iter().flat_map(|it| &it.replicas).map(|it| it.sql_instance);
    replicas.chain([database.sql_instance]).collect()
}

/// On what a SQL instance keeps a database; the storage that a database names is that of its primary.
fn disks_of<'a>(context: &RuleContext<'a>, database: &Database, sql: SqlInstanceId) -> Vec<(StorageId, &'a Storage)> {
    let named = match context.document.sql_instances.get(&sql).and_then(|it| it.storage) {
        _ if sql == database.sql_instance => context.storage_of(database),
        Some(id) => context.document.storages.get(&id).map(|it| (id, it)),
        None => None,
    };
    named.map_or_else(|| context.shared_storages_of(sql), |disk| vec![disk])
}

fn line(id: StorageId, storage: &Storage, databases: &BTreeSet<&str>) -> Evidence {
    let mut facts = vec![storage.kind.label().to_owned()];
    facts.extend(storage.raid.map(|it| it.label().to_owned()));
    facts.extend(
        storage
            .redundant_controllers
            .map(|it| if it { "redundant controllers and paths" } else { "a single controller or path" }.to_owned()),
    );
    facts.extend(storage.copies.map(|it| it.label().to_lowercase()));
    let holds = databases.iter().copied().collect::<Vec<_>>().join(", ");
    let what = format!("{}: {}; holds {holds}", storage.name, facts.join(", "));
    let (tone, text) = match storage.kind {
        StorageKind::San | StorageKind::SharedDiskArray => (Tone::Fact, what),
        StorageKind::StorageSpacesDirect | StorageKind::AzureSharedDisk => (Tone::Missing, stands_in(&what)),
        StorageKind::Smb => (Tone::Fault, format!("Not on a SAN: {what}")),
        StorageKind::Local => match storage.is_shared() {
            Some(true) => (Tone::Missing, stands_in(&what)),
            Some(false) => (Tone::Fault, format!("Not on a SAN: {what}")),
            None => (Tone::Missing, format!("Not on a SAN, and not stated whether the disks are kept alike: {what}")),
        },
    };
    Evidence::about(tone, text, [id.into()])
}

fn stands_in(what: &str) -> String {
    format!("In place of a SAN, for a person to decide: {what}")
}

/// What takes over for IIS: each isolated host and the BAM portal with the load balancer before all its computers, or
/// with the clustered Enterprise SSO with which it moves.
pub(super) fn web_receivers(context: &RuleContext<'_>) -> Vec<Evidence> {
    let isolated = context.hosts().filter(|(_, it)| it.kind == HostKind::Isolated);
    let mut lines: Vec<Evidence> = isolated.filter_map(|(id, _)| isolated_host(context, id)).collect();
    let portals: BTreeSet<ComputerId> =
        context.computers_with(Role::BamPortal).filter(|it| context.is_primary(*it)).collect();
    let balancers = &context.document.load_balancers;
    let before = balancers.iter().find(|(_, it)| !portals.is_empty() && it.members.is_superset(&portals));
    if let Some((id, _)) = before {
        let text = format!("BAM portal on {} behind {}", context.names(portals.iter().copied()), context.name(*id));
        let elements = portals.iter().map(|it| Element::from(*it)).chain([(*id).into()]);
        lines.push(Evidence::about(Tone::Fact, text, elements));
    }
    if portals.is_empty() && context.uses(Feature::BamPortal) {
        lines.push(Evidence::new(Tone::Missing, "Not stated: the computers of the BAM portal"));
    }
    lines
}

fn isolated_host(context: &RuleContext<'_>, host: HostId) -> Option<Evidence> {
    let servers = context.servers(host);
    let computers: Vec<ComputerId> = servers.iter().copied().collect();
    let balancer = context.balancer_in_front_of(host).map(|id| (Element::from(id), "behind"));
    let moving = context.document.resource_group_of_host(host).map(|id| (Element::from(id), "moves with"));
    let (element, how) = balancer.or(moving)?;
    let mut line = placed(context, host.into(), &computers);
    line.text = format!("{} {how} {}", line.text, context.name(element));
    line.elements.push(element);
    Some(line)
}
