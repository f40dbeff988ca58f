//! The bill of materials: computers, software with what its edition brings, failover clusters, storage.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::model::index::Index;
use crate::model::queries::ComputerKind;
use crate::model::{
    Computer, ComputerId, Document, Element, FailoverCluster, FailoverClusterId, ResourceKind, Role, SqlEdition,
    Storage, StorageKind, Witness,
};
use crate::prose::{capitalized, list};
use crate::report::listing::{Listing, NOT_STATED, or};
use crate::rules::catalog;
use crate::sources::Sourced;

pub(super) fn listings(document: &Document) -> Vec<Listing> {
    vec![
        computers(document),
        physical_hosts(document),
        software(document),
        clusters(document),
        cluster_roles(document),
        storage(document),
        names::listing(document),
    ]
}

/// A figure with its unit; one that is an example of the template says so.
pub(super) fn figure<T: std::fmt::Display + Copy>(value: Option<&Sourced<T>>, unit: &str) -> String {
    match value {
        Some(it) if it.is_stated() => format!("{} {unit}", it.value),
        Some(it) => format!("{} {unit} (example)", it.value),
        None => NOT_STATED.to_owned(),
    }
}

/// Computers that are ordered alike.
fn computers(document: &Document) -> Listing {
    let mut alike: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    let mut order: Vec<Vec<String>> = Vec::new();
    let index = Index::new(document);
    for (id, computer) in &document.computers {
        let key = specification(&index, *id, computer);
        if !order.contains(&key) {
            order.push(key.clone());
        }
        alike.entry(key).or_default().push(computer.name.clone());
    }
    let mut listing = Listing::new(
        "Computers",
        &[
            ("Computers", 1.6),
            ("Number", 0.5),
            ("What for", 1.2),
            ("Site", 0.9),
            ("Windows", 0.9),
            ("Cores", 0.7),
            ("Memory", 0.7),
            ("Disk", 0.7),
        ],
    )
    .saying("Computers with the same figures share a row. An example is of the template and not confirmed; what is not stated or not confirmed has to be stated before ordering.");
    for key in order {
        let names = alike.get(&key).cloned().unwrap_or_default();
        let count = names.len().to_string();
        listing.row([list(&names), count].into_iter().chain(key));
    }
    listing
}

/// What virtual machines run on, and which.
fn physical_hosts(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Physical hosts and zones",
        &[("Name", 1.2), ("What it is", 0.9), ("Failover cluster of physical hosts", 1.4), ("Carries", 2.2)],
    )
    .saying("Cores, memory and disks of physical hosts are not drawn; they have to be stated before ordering.");
    for (id, host) in &document.physical_hosts {
        let carried = document.computers.values().filter(|it| it.physical_host == Some(*id));
        let carried: Vec<&str> = carried.map(|it| it.name.as_str()).collect();
        let cluster = match host.cluster_name() {
            Some(name) => name,
            None if host.is_cluster_unstated() => NOT_STATED,
            None => "none",
        };
        listing.row([host.name.as_str(), host.domain.label(), cluster, &or(list(&carried), "nothing drawn")]);
    }
    listing
}

/// Everything a computer is for.
fn purposes(index: &Index<'_>, id: ComputerId, computer: &Computer) -> String {
    let (document, on) = (index.document, index.on(id));
    let has = |role: Role| computer.roles.contains(&role);
    let holds_secret = index.may_hold_master_secret(id);
    let mut purposes: Vec<&str> = Vec::new();
    if has(Role::BizTalkRuntime) {
        purposes.push(ComputerKind::BizTalk.label());
    }
    if !on.sql.is_empty() {
        purposes.push(if on.failover_cluster.is_some() { ComputerKind::Sql.label() } else { "SQL Server" });
    }
    if holds_secret {
        purposes.push(ComputerKind::MasterSecret.label());
    }
    // Enterprise SSO goes with BizTalk Server and with the master secret.
    let is_said = |it: &Role| match it {
        Role::BizTalkRuntime | Role::MasterSecret => true,
        Role::EntSso => has(Role::BizTalkRuntime) || holds_secret,
        _ => false,
    };
    purposes.extend(computer.roles.iter().filter(|it| !is_said(it)).map(|it| it.label()));
    if document.failover_clusters.values().any(|it| it.witness == Some(Witness::FileShare(Some(id)))) {
        purposes.push("Witness share");
    }
    if purposes.is_empty() { index.kind(id).label().to_owned() } else { list(&purposes) }
}

fn specification(index: &Index<'_>, id: ComputerId, computer: &Computer) -> Vec<String> {
    let document = index.document;
    let site = document.site_of(id).map_or_else(String::new, |site| Element::Site(site).name(document));
    let hardware = &computer.hardware;
    vec![
        purposes(index, id, computer),
        site,
        computer.os.map_or(NOT_STATED, |it| it.label()).to_owned(),
        figure(hardware.cores.as_ref(), "").replace("  ", " ").trim().to_owned(),
        figure(hardware.ram_gb.as_ref(), "GB"),
        figure(hardware.disk_gb.as_ref(), "GB"),
    ]
}

/// The sum of cores, and of how many computers they are not stated.
fn cores(document: &Document, computers: &BTreeSet<ComputerId>) -> String {
    let of = |id: &ComputerId| document.computers.get(id).and_then(|it| it.hardware.cores.as_ref());
    let mut drawn = computers.iter().filter_map(of).map(|it| it.value).peekable();
    if drawn.peek().is_none() {
        return NOT_STATED.to_owned();
    }
    let known: u32 = drawn.sum();
    let missing = computers.iter().filter(|id| !of(id).is_some_and(Sourced::is_stated)).count();
    match missing {
        0 => format!("{known} cores"),
        _ => format!("{known} cores drawn; not confirmed for {missing} of {}", computers.len()),
    }
}

/// What licences are counted by: products, editions, computers and cores, and what the edition brings with it.
fn software(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Software and what licences are counted by",
        &[("Product", 1.5), ("Edition", 0.8), ("Computers", 1.6), ("Cores", 1.1), ("What the edition brings", 2.2)],
    );
    let environment = &document.environment;
    let mut by_edition: BTreeMap<&str, BTreeSet<ComputerId>> = BTreeMap::new();
    for (id, computer) in document.computers.iter().filter(|(_, it)| it.roles.contains(&Role::BizTalkRuntime)) {
        let edition = computer.biztalk_edition.unwrap_or(environment.biztalk_edition);
        by_edition.entry(edition.label()).or_default().insert(*id);
    }
    for (edition, computers) in by_edition {
        let update = environment
            .biztalk_cumulative_update
            .map_or_else(|| format!("cumulative update {NOT_STATED}"), |it| format!("cumulative update {it}"));
        let product = format!("{}, {update}", environment.biztalk_release.label());
        let note = if edition == "Enterprise" { String::new() } else { why("EDN-001") };
        add(&mut listing, document, [product, edition.to_owned()], &computers, note);
    }
    let mut by_sql: BTreeMap<(String, SqlEdition), BTreeSet<ComputerId>> = BTreeMap::new();
    for (id, sql) in &document.sql_instances {
        let update = match (sql.service_pack, sql.cumulative_update) {
            _ if !sql.update_is_stated() => format!("updates {NOT_STATED}"),
            (0, 0) => "no update".to_owned(),
            (0, cu) => format!("cumulative update {cu}"),
            (sp, 0) => format!("service pack {sp}"),
            (sp, cu) => format!("service pack {sp}, cumulative update {cu}"),
        };
        let key = (format!("{}, {update}", sql.release.label()), sql.edition);
        by_sql.entry(key).or_default().extend(document.owners_of_sql(*id));
    }
    for ((product, edition), computers) in by_sql {
        let note = if edition == SqlEdition::Standard { why("SQL-011") } else { String::new() };
        add(&mut listing, document, [product, edition.label().to_owned()], &computers, note);
    }
    let mut by_os: BTreeMap<&str, BTreeSet<ComputerId>> = BTreeMap::new();
    for (id, computer) in &document.computers {
        by_os.entry(computer.os.map_or("Windows Server, version not stated", |it| it.label())).or_default().insert(*id);
    }
    for (product, computers) in by_os {
        add(&mut listing, document, [product.to_owned(), "to be chosen".to_owned()], &computers, String::new());
    }
    // Mostly there is nothing to say.
    if listing.rows.iter().all(|row| row.last().is_some_and(String::is_empty)) {
        listing.columns.pop();
        listing.rows.iter_mut().for_each(|row| row.truncate(listing.columns.len()));
    }
    listing.saying(
        "Passive nodes of failover clusters and the disaster-recovery site are counted; whether they need licences is for \
         the licence agreement to say.",
    )
}

fn add(
    listing: &mut Listing,
    document: &Document,
    product: [String; 2],
    computers: &BTreeSet<ComputerId>,
    note: String,
) {
    let census = crate::report::census::Census::new(document);
    let names: Vec<String> = computers.iter().map(|id| Element::Computer(*id).name(document)).collect();
    let said = census.list(&names);
    let said = if said.starts_with("all ") { said } else { format!("{}: {said}", names.len()) };
    listing.row(product.into_iter().chain([said, cores(document, computers), note]));
}

/// What a rule says about an edition, where the catalogue has the rule.
fn why(rule: &str) -> String {
    catalog().find(rule).map_or_else(String::new, |row| format!("{} ({})", row.why, row.id))
}

fn clusters(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Failover clusters",
        &[("Failover cluster", 1.2), ("Nodes", 1.6), ("Witness", 1.2), ("Networks", 1.0)],
    );
    for cluster in document.failover_clusters.values() {
        let nodes: Vec<String> = cluster.nodes.iter().map(|it| Element::Computer(it.computer).name(document)).collect();
        let witness = match cluster.witness {
            None => NOT_STATED.to_owned(),
            Some(Witness::None) => "none".to_owned(),
            Some(Witness::Disk) => "disk".to_owned(),
            Some(Witness::Cloud) => "cloud".to_owned(),
            Some(Witness::FileShare(None)) => "file share".to_owned(),
            Some(Witness::FileShare(Some(id))) => format!("file share on {}", Element::Computer(id).name(document)),
        };
        let networks = match cluster.separate_networks {
            None => NOT_STATED,
            Some(true) => "public and private are separate",
            Some(false) => "one network",
        };
        listing.row([cluster.name.clone(), list(&nodes), witness, networks.to_owned()]);
    }
    listing
}

fn cluster_roles(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Cluster resource groups",
        &[("Cluster resource group", 1.2), ("In", 1.0), ("Runs on, and may run on", 1.5), ("Resources", 2.0)],
    );
    for (id, group) in &document.resource_groups {
        let cluster = Element::FailoverCluster(group.failover_cluster).name(document);
        let owners: Vec<String> =
            group.possible_owners.iter().map(|it| Element::Computer(*it).name(document)).collect();
        let active = group.runs_on().map_or_else(String::new, |it| Element::Computer(it).name(document));
        let mut resources: Vec<String> = group.resources.keys().map(|it| it.label().to_owned()).collect();
        let placed = crate::model::SqlPlacement::Clustered(*id);
        let sql = document.sql_instances.values().filter(|it| it.placement == placed);
        resources.extend(sql.map(|it| it.name.clone()));
        listing.row([
            group.name.clone(),
            cluster,
            format!("{active}; {}", list(&owners)),
            or(list(&resources), "none drawn"),
        ]);
    }
    listing
}

fn storage(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Storage",
        &[
            ("Storage", 1.4),
            ("Kind", 1.0),
            ("Attached to", 1.6),
            ("RAID", 0.8),
            ("Controllers and paths", 1.0),
            ("Copies", 1.0),
        ],
    );
    let yes = |flag: Option<bool>| match flag {
        None => NOT_STATED,
        Some(true) => "redundant",
        Some(false) => "single",
    };
    for storage in document.storages.values() {
        let attached: Vec<String> = storage.attached.iter().map(|id| Element::Computer(*id).name(document)).collect();
        listing.row([
            storage.name.clone(),
            storage.kind.label().to_owned(),
            list(&attached),
            storage.raid.map_or(NOT_STATED, |it| it.label()).to_owned(),
            yes(storage.redundant_controllers).to_owned(),
            storage.copies.map_or_else(|| NOT_STATED.to_owned(), |it| capitalized(it.label())),
        ]);
    }
    for (id, cluster) in document.failover_clusters.iter().filter(|(id, it)| lacks_disks(document, **id, it)) {
        let nodes: Vec<String> = cluster.nodes.iter().map(|it| Element::Computer(it.computer).name(document)).collect();
        let name = format!("Disks of {}", Element::FailoverCluster(*id).name(document));
        listing.row([&name, "not drawn", &list(&nodes), NOT_STATED, NOT_STATED, NOT_STATED]);
    }
    listing
}

/// Whether a failover cluster has a witness disk or a Physical Disk resource, and no storage is drawn for its nodes.
fn lacks_disks(document: &Document, id: FailoverClusterId, cluster: &FailoverCluster) -> bool {
    let mut groups = document.resource_groups.values().filter(|it| it.failover_cluster == id);
    let needs = cluster.witness == Some(Witness::Disk) || groups.any(|it| it.has(ResourceKind::PhysicalDisk));
    let of_nodes = |it: &Storage| {
        it.kind != StorageKind::Local && cluster.nodes.iter().any(|node| it.attached.contains(&node.computer))
    };
    needs && !document.storages.values().any(of_nodes)
}
