//! The keywords of the fixture language. A new one is a function and a line in [`KEYWORDS`].

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::builder::DOMAIN;
use super::fixture::{Builder, Words};
use super::fixture_fields::{changed, set_pairs};
use crate::edit::{EditCommand, apply};
use crate::model::{
    Adapter, AvailabilityGroup, BizTalkGroup, BizTalkGroupId, BizTalkRelease, ClusterResourceGroup, Computer,
    ComputerId, ConfiguredName, Connection, Database, DatabaseKind, Direction, Element, Endpoint, EndpointKind,
    FailoverCluster, FailoverClusterId, Feature, Firewall, Handler, Host, HostClustering, HostFunction, HostInstance,
    HostKind, Imported, Listener, LoadBalancer, LoadBalancerKind, PhysicalHost, Property, ResourceGroupId,
    ResourceKind, Role, SecretServerName, Site, SiteId, SiteKind, SqlInstance, SqlInstanceId, SqlPlacement, SqlService,
    Storage, StorageKind, held,
};

type Keyword = fn(&mut Builder, &Words<'_>) -> Result<Element, String>;

/// Every keyword with what it does, sorted.
pub(super) const KEYWORDS: &[(&str, Keyword)] = &[
    ("ag", availability_group),
    ("assumed", assumed),
    ("attr", attributes),
    ("backup", backup),
    ("cluster", cluster),
    ("clustered-host", clustered_host),
    ("computer", computer),
    ("connect", connect),
    ("databases", databases),
    ("disaster-recovery", disaster_recovery),
    ("endpoint", endpoint),
    ("environment", environment),
    ("fci", failover_cluster_instance),
    ("feature", feature),
    ("firewall", firewall),
    ("group", biztalk_group),
    ("handler", handler),
    ("host", in_process_host),
    ("isolated-host", isolated_host),
    ("lb", load_balancer),
    ("physical-host", physical_host),
    ("resource-group", resource_group),
    ("secret", master_secret),
    ("site", dr_site),
    ("sql", standalone_sql),
    ("sso", clustered_sso),
    ("sso-system", sso_system),
    ("storage", storage),
    ("tier", tier),
    ("workload", workload),
];

/// The value whose variant name is `word`, apart from capitals and punctuation.
fn word<T: Copy + Debug>(all: &[T], word: &str) -> Result<T, String> {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let wanted = plain(word);
    all.iter().copied().find(|it| plain(&format!("{it:?}")) == wanted).ok_or_else(|| format!("{word} is unknown here"))
}

fn words<T: Copy + Debug + Ord>(all: &[T], list: &[&str]) -> Result<BTreeSet<T>, String> {
    list.iter().map(|it| word(all, it)).collect()
}

/// `computer BTS1 biztalk iis in Tier2 group Group2`: roles; `biztalk` brings Enterprise SSO along.
fn computer(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let mut roles = BTreeSet::new();
    for role in line.rest() {
        match *role {
            "biztalk" => roles.extend([Role::BizTalkRuntime, Role::EntSso]),
            "sso" => drop(roles.insert(Role::EntSso)),
            "dc" => drop(roles.insert(Role::DomainController)),
            other => drop(roles.insert(word(Role::ALL, other)?)),
        }
    }
    let mut groups: BTreeSet<BizTalkGroupId> = builder.ids(line.list("group"))?.into_iter().collect();
    if groups.is_empty() && roles.contains(&Role::BizTalkRuntime) {
        groups.insert(builder.group);
    }
    let computer = Computer {
        biztalk_groups: groups,
        os: Some(BizTalkRelease::V2020.usual_windows()),
        domain: Some(DOMAIN.to_owned()),
        ..Computer::new(line.name()?, builder.slot(line.first("in"))?)
    };
    let id = builder.add(line.name()?, computer.with_roles(roles))?;
    set_pairs(builder, id, line)
}

/// `assumed SQL1 release`: an import assumes a detail as the design has it. The element `environment` is the environment.
fn assumed(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let element = if name == "environment" { Element::Environment } else { builder.element(name)? };
    let property = word(Property::ALL, line.rest().first().ok_or("a property is missing")?)?;
    let value = held(&builder.document, element, property).ok_or("this is never assumed")?;
    let mut imported = builder.document.imported.clone();
    imported.push(Imported { element, property, value, file: String::new(), line: 0 });
    imported.sort();
    let set = EditCommand::SetImported(imported);
    apply(&mut builder.document, &set).map_err(|problem| problem.to_string())?;
    Ok(element)
}

/// `physical-host HV1`.
fn physical_host(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.add(line.name()?, PhysicalHost::new(line.name()?)).map(Element::from)
}

/// `group Group2`: another BizTalk group.
fn biztalk_group(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let element = if let Ok(element) = builder.element(name) {
        element
    } else {
        builder.add(name, BizTalkGroup::new(name))?.into()
    };
    set_pairs(builder, element, line)
}

/// `site DR`: a disaster-recovery site, unless `kind=` says otherwise, with a tier of the same name.
fn dr_site(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let id = builder.add(name, Site::new(name, SiteKind::DisasterRecovery))?;
    builder.add_tier(name, id)?;
    set_pairs(builder, id, line)
}

/// `tier Web zone=PerimeterInternet in DR-site`: a tier, in the primary site unless said otherwise.
fn tier(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let site = match line.first("in") {
        Some(name) => site_of(builder, name)?,
        None => builder.primary_site(),
    };
    let tier = builder.add_tier(line.name()?, site)?;
    set_pairs(builder, tier, line)
}

fn site_of(builder: &Builder, name: &str) -> Result<SiteId, String> {
    let found = builder.document.sites.iter().find(|(_, site)| site.name == name).map(|(id, _)| *id);
    found.ok_or_else(|| format!("there is no site {name}"))
}

/// `cluster SQLCL nodes NODE1 NODE2`.
fn cluster(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let nodes: Vec<ComputerId> = builder.ids(line.list("nodes"))?;
    let id = builder.add(line.name()?, FailoverCluster::new(line.name()?, &nodes))?;
    set_pairs(builder, id, line)
}

/// `resource-group SSOGRP on MSSCL active N1 owners N1 N2 resources ipaddress networkname entsso`: every node is a
/// possible owner and {IP, name, disk} the resources unless said otherwise; dependencies are set as they must be.
fn resource_group(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kinds = match line.list("resources") {
        [] => vec![ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk],
        list => words(ResourceKind::ALL, list)?.into_iter().collect(),
    };
    let (cluster, owners) = cluster_and_owners(builder, line)?;
    let group = ClusterResourceGroup::holding(line.name()?, cluster, &owners, &kinds);
    let id = add_group(builder, line, line.name()?, group)?;
    set_pairs(builder, id, line)
}

/// The failover cluster of a line and its possible owners: every node unless said otherwise.
fn cluster_and_owners(builder: &Builder, line: &Words<'_>) -> Result<(FailoverClusterId, Vec<ComputerId>), String> {
    let cluster: FailoverClusterId = builder.one(line.first("on").ok_or("`on` and a failover cluster are missing")?)?;
    let mut owners: Vec<ComputerId> = builder.ids(line.list("owners"))?;
    if owners.is_empty() {
        let nodes = builder.document.failover_clusters.get(&cluster);
        owners = nodes.into_iter().flat_map(FailoverCluster::computers).collect();
    }
    Ok((cluster, owners))
}

/// Adds a cluster resource group that runs where the line says.
fn add_group(
    builder: &mut Builder,
    line: &Words<'_>,
    name: &str,
    group: ClusterResourceGroup,
) -> Result<ResourceGroupId, String> {
    let active_owner = line.first("active").map(|name| builder.one(name)).transpose()?.or(group.active_owner);
    builder.add(name, ClusterResourceGroup { name: name.to_owned(), active_owner, ..group })
}

/// `storage SAN1 san attached NODE1 NODE2`: a shared disk array unless said otherwise.
fn storage(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kind = line.rest().first().map_or(Ok(StorageKind::SharedDiskArray), |it| word(StorageKind::ALL, it))?;
    let attached: Vec<ComputerId> = builder.ids(line.list("attached"))?;
    let id = builder.add(line.name()?, Storage::new(line.name()?, kind, attached))?;
    set_pairs(builder, id, line)
}

/// `fci SQL1 on SQLCL active NODE1 owners NODE1 NODE2`: a failover cluster instance in a cluster resource group
/// `SQL1-group` with IP, name, disk and SQL Agent; its files lie on `SQLCL-array`, attached to every node.
fn failover_cluster_instance(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let (cluster, owners) = cluster_and_owners(builder, line)?;
    let group = ClusterResourceGroup::sql(name, cluster, &owners, &[SqlService::Engine].into());
    let group = add_group(builder, line, &format!("{name}-group"), group)?;
    let array = format!("{}-array", line.first("on").unwrap_or_default());
    let storage = if let Ok(storage) = builder.one(&array) {
        storage
    } else {
        let nodes = builder.document.failover_clusters.get(&cluster);
        let nodes: Vec<ComputerId> = nodes.into_iter().flat_map(FailoverCluster::computers).collect();
        builder.add(&array, Storage::new(array.clone(), StorageKind::SharedDiskArray, nodes))?
    };
    let sql = SqlInstance { storage: Some(storage), ..sql_instance(name, SqlPlacement::Clustered(group)) };
    let id = builder.add(name, sql)?;
    set_pairs(builder, id, line)
}

/// `sql SQL1 on NODE1`: a standalone SQL instance.
fn standalone_sql(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let computer = builder.one(line.first("on").ok_or("`on` and a computer are missing")?)?;
    let sql = sql_instance(line.name()?, SqlPlacement::Standalone(computer));
    let id = builder.add(line.name()?, sql)?;
    set_pairs(builder, id, line)
}

fn sql_instance(name: &str, placement: SqlPlacement) -> SqlInstance {
    SqlInstance::new(name, placement, BizTalkRelease::V2020.usual_sql())
}

/// `databases SQL1 management messagebox(master) MB2=messagebox tracking sso group Group2`: databases named after
/// their kind, or as said; the line's element is the first one.
fn databases(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let sql: SqlInstanceId = builder.one(line.name()?)?;
    let group = line.first("group").map_or(Ok(builder.group), |name| builder.one(name))?;
    let plain = line.rest().iter().map(|kind| (None, *kind));
    let named = line.pairs().iter().map(|(name, kind)| (Some(*name), *kind));
    let mut first = None;
    for (name, kind) in plain.chain(named).collect::<Vec<_>>() {
        let (kind_word, flag) = kind.split_once('(').unwrap_or((kind, ""));
        let kind = word(DatabaseKind::ALL, kind_word)?;
        let name = name.unwrap_or(kind_word);
        let usual = Database::new(kind, sql, Some(group));
        let database = Database { name: name.to_owned(), is_master: flag == "master)", ..usual };
        let element = Element::from(builder.add(name, database)?);
        first.get_or_insert(element);
    }
    first.ok_or_else(|| "no database is named".to_owned())
}

/// `ag AG1 replicas SQL1 SQL2 databases management sso listener AGL 1433`: synchronous, automatic, with per-database
/// DTC support; the SQL instances are reached by the listener.
fn availability_group(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let replicas: Vec<SqlInstanceId> = builder.ids(line.list("replicas"))?;
    let listener = match line.list("listener") {
        [] => None,
        [name, rest @ ..] => {
            let port = rest
                .first()
                .map_or(Some(SqlInstance::DEFAULT_PORT), |it| it.parse().ok())
                .ok_or("the port is no number")?;
            Some(Listener { port, ..Listener::new(*name) })
        }
    };
    let id = builder.add(line.name()?, AvailabilityGroup::new(line.name()?, &replicas, listener))?;
    for database in builder.ids(line.list("databases"))? {
        if let Some(it) = builder.document.databases.edit().get_mut(&database) {
            it.availability_group = Some(id);
        }
    }
    for replica in replicas {
        if let Some(it) = builder.document.sql_instances.edit().get_mut(&replica) {
            it.configured_name = Some(ConfiguredName::Listener);
        }
    }
    set_pairs(builder, id, line)
}

/// `host R receive send on BTS1 !BTS2 group Group2`; functions may include `tracking` and `default`.
fn in_process_host(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    add_host(builder, line, HostKind::InProcess, None)
}

/// `isolated-host W receive on BTS1 BTS2`.
fn isolated_host(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    add_host(builder, line, HostKind::Isolated, None)
}

/// `clustered-host C receive in HOSTGRP on BTS1 BTS2`: depends on the network name of its cluster resource group.
fn clustered_host(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let group = builder.one(line.first("in").ok_or("`in` and a cluster resource group are missing")?)?;
    let clustering = HostClustering { resource_group: group, depends_on: BTreeSet::from([ResourceKind::NetworkName]) };
    add_host(builder, line, HostKind::InProcess, Some(clustering))
}

fn add_host(
    builder: &mut Builder,
    line: &Words<'_>,
    kind: HostKind,
    clustered_in: Option<HostClustering>,
) -> Result<Element, String> {
    let group = line.first("group").map_or(Ok(builder.group), |name| builder.one(name))?;
    let flag = |name: &str| line.rest().contains(&name);
    let functions: Vec<&str> = line.rest().iter().copied().filter(|it| !["tracking", "default"].contains(it)).collect();
    let host = Host {
        allow_tracking: flag("tracking"),
        is_default: flag("default"),
        clustered_in,
        ..Host::new(line.name()?, group, kind, words(HostFunction::ALL, &functions)?)
    };
    let id = builder.add(line.name()?, host)?;
    for name in line.list("on") {
        let (enabled, name) = name.strip_prefix('!').map_or((true, *name), |name| (false, name));
        let instance = HostInstance { enabled, ..HostInstance::new(id, builder.one(name)?) };
        builder.add(&format!("{}@{name}", line.name()?), instance)?;
    }
    set_pairs(builder, id, line)
}

/// `handler R ftp receive ordered endpoint=@SHARE`.
fn handler(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let (adapter, direction) = match line.rest() {
        [adapter, direction, ..] => (word(Adapter::ALL, adapter)?, word(Direction::ALL, direction)?),
        _ => return Err("an adapter and a direction are missing".to_owned()),
    };
    let ordered = line.rest().contains(&"ordered");
    let handler = Handler { ordered, ..Handler::new(builder.one(line.name()?)?, adapter, direction) };
    let name = format!("{}/{adapter:?}/{direction:?}", line.name()?).to_ascii_lowercase();
    let id = builder.add(&name, handler)?;
    set_pairs(builder, id, line)
}

/// `lb NLB1 other members BTS1 BTS2 serves W`: a Windows NLB cluster unless said otherwise.
fn load_balancer(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kind = line.rest().first().map_or(Ok(LoadBalancerKind::WindowsNlb), |it| word(LoadBalancerKind::ALL, it))?;
    let members: Vec<ComputerId> = builder.ids(line.list("members"))?;
    let serves = builder.ids(line.list("serves"))?.into_iter().collect();
    let balancer = LoadBalancer::new(line.name()?, builder.slot(None)?, kind, members);
    let id = builder.add(line.name()?, LoadBalancer { serves, ..balancer })?;
    set_pairs(builder, id, line)
}

/// `endpoint SHARE file-share highly_available=false`.
fn endpoint(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kind = line.rest().first().map_or(Err("a kind is missing".to_owned()), |it| word(EndpointKind::ALL, it))?;
    let id = builder.add(line.name()?, Endpoint::new(line.name()?, builder.slot(line.first("in"))?, kind))?;
    set_pairs(builder, id, line)
}

/// `connect CLIENT to R`.
fn connect(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let to = line.first("to").ok_or("`to` and an element are missing")?;
    let connection = Connection::new(builder.element(line.name()?)?, builder.element(to)?);
    builder.add(&format!("{}-{to}", line.name()?), connection).map(Element::from)
}

/// `firewall FW on Tier1 to Tier2 open_ports=[{"first":135,"last":135}]`.
fn firewall(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let from = builder.one(line.first("on").ok_or("`on` and a tier are missing")?)?;
    let to = builder.one(line.first("to").ok_or("`to` and a tier are missing")?)?;
    let id = builder.add(line.name()?, Firewall::new(line.name()?, from, to))?;
    set_pairs(builder, id, line)
}

/// `sso SQL1`: puts an Enterprise SSO resource into the cluster resource group of a failover cluster instance, or
/// into the cluster resource group named, and says that the secret server name is the cluster name.
fn clustered_sso(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let id: ResourceGroupId = builder.one(&format!("{name}-group")).or_else(|_| builder.one(name))?;
    let Some(group) = builder.document.resource_groups.edit().get_mut(&id) else { return Err(format!("no {name}")) };
    *group = group.clone().with(&[ResourceKind::EntSso]);
    for owner in group.possible_owners.clone() {
        add_roles(builder, owner, &[Role::EntSso]);
    }
    builder.document.sso.secret_server_name = Some(SecretServerName::ClusterNetworkName);
    Ok(id.into())
}

/// `secret on BTS1`: a master secret server that is not clustered.
fn master_secret(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let id: ComputerId = builder.one(line.first("on").ok_or("`on` and a computer are missing")?)?;
    add_roles(builder, id, &[Role::MasterSecret, Role::EntSso]);
    builder.document.sso.secret_server_name.get_or_insert(SecretServerName::NodeName);
    Ok(id.into())
}

fn add_roles(builder: &mut Builder, computer: ComputerId, roles: &[Role]) {
    if let Some(computer) = builder.document.computers.edit().get_mut(&computer) {
        computer.roles.extend(roles);
    }
}

/// `feature bam bre`.
fn feature(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let features = words(Feature::ALL, line.head())?;
    builder.document.environment.features.extend(features);
    Ok(Element::Environment)
}

/// `environment biztalk_edition=Standard sql_failover_secs=120`.
fn environment(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.document.environment = changed(builder, &builder.document.environment, line)?;
    Ok(Element::Environment)
}

/// `backup job_configured=true`.
fn backup(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.document.backup = changed(builder, &builder.document.backup, line)?;
    Ok(Element::Environment)
}

/// `disaster-recovery mode=OneToOne`.
fn disaster_recovery(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.document.disaster_recovery = changed(builder, &builder.document.disaster_recovery, line)?;
    Ok(Element::Environment)
}

/// `workload peak_messages_per_sec=200`.
fn workload(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.document.workload = changed(builder, &builder.document.workload, line)?;
    Ok(Element::Environment)
}

/// `sso-system secret_backed_up=true`.
fn sso_system(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    builder.document.sso = changed(builder, &builder.document.sso, line)?;
    Ok(Element::Environment)
}

/// `attr NODE1 load_percent=40 hardware.cores=8`: any field of the model, dots for fields of fields.
fn attributes(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let element = builder.element(line.name()?)?;
    set_pairs(builder, element, line)
}
