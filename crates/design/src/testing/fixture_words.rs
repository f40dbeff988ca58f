//! The keywords of the fixture language. A new one is a function and a line in [`KEYWORDS`].

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::fixture::{Builder, Words};
use super::fixture_fields::{changed, set_pairs};
use crate::edit::Record;
use crate::model::{
    Adapter, AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, BizTalkGroup, BizTalkGroupId, ClusterNode,
    ClusterResourceGroup, CommitMode, Computer, ComputerId, ConfiguredName, Connection, Database, DatabaseKind,
    Direction, Element, Endpoint, EndpointKind, FailoverCluster, FailoverClusterId, FailoverMode, Feature, Firewall,
    Handler, Host, HostClustering, HostFunction, HostId, HostInstance, HostKind, Listener, LoadBalancer,
    LoadBalancerKind, PhysicalHost, ResourceGroupId, ResourceKind, Role, Site, SiteId, SiteKind, SqlEdition,
    SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, SqlService, Storage, StorageId, StorageKind, WindowsVersion,
};

type Keyword = fn(&mut Builder, &Words<'_>) -> Result<Element, String>;

/// Every keyword with what it does, sorted.
pub(super) const KEYWORDS: &[(&str, Keyword)] = &[
    ("ag", availability_group),
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
        name: line.name()?.to_owned(),
        slot: builder.slot(line.first("in"))?,
        roles,
        biztalk_groups: groups,
        os: Some(WindowsVersion::Server2019),
        domain: Some("corp".to_owned()),
        ..Computer::default()
    };
    let id = builder.id();
    let element = builder.put(line.name()?, Record::Computer(id, computer))?;
    set_pairs(builder, element, line)
}

/// `physical-host HV1`.
fn physical_host(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let host = PhysicalHost { name: line.name()?.to_owned() };
    let id = builder.id();
    builder.put(line.name()?, Record::PhysicalHost(id, host))
}

/// `group Group2`: another BizTalk group.
fn biztalk_group(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let element = if let Ok(element) = builder.element(name) {
        element
    } else {
        let group = BizTalkGroup { name: name.to_owned(), receive_location_fault_tolerance: None };
        let id = builder.id();
        builder.put(name, Record::BizTalkGroup(id, group))?
    };
    set_pairs(builder, element, line)
}

/// `site DR`: a disaster-recovery site with a tier of the same name.
fn dr_site(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let id: SiteId = builder.id();
    let site = Site { name: name.to_owned(), kind: SiteKind::DisasterRecovery };
    builder.put(name, Record::Site(id, site))?;
    builder.add_tier(name, id)?;
    Ok(id.into())
}

/// `tier Web zone=PerimeterInternet in DR-site`: a tier, in the primary site unless said otherwise.
fn tier(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let site = match line.first("in") {
        Some(name) => site_of(builder, name)?,
        None => builder.primary_site(),
    };
    let tier = builder.add_tier(line.name()?, site)?;
    set_pairs(builder, tier.into(), line)
}

fn site_of(builder: &Builder, name: &str) -> Result<SiteId, String> {
    let found = builder.document.sites.iter().find(|(_, site)| site.name == name).map(|(id, _)| *id);
    found.ok_or_else(|| format!("there is no site {name}"))
}

/// `cluster SQLCL nodes NODE1 NODE2`.
fn cluster(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let nodes = builder.ids(line.list("nodes"))?;
    let cluster = FailoverCluster {
        name: line.name()?.to_owned(),
        nodes: nodes.into_iter().map(|computer| ClusterNode { computer, has_vote: None }).collect(),
        witness: None,
        separate_networks: None,
    };
    let id = builder.id();
    let element = builder.put(line.name()?, Record::FailoverCluster(id, cluster))?;
    set_pairs(builder, element, line)
}

/// `resource-group SSOGRP on MSSCL active N1 owners N1 N2 resources ipaddress networkname entsso`: every node is a
/// possible owner and {IP, name, disk} the resources unless said otherwise; dependencies are set as they must be.
fn resource_group(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kinds = match line.list("resources") {
        [] => BTreeSet::from([ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk]),
        list => words(ResourceKind::ALL, list)?,
    };
    let element = add_group(builder, line, line.name()?, &kinds)?;
    set_pairs(builder, element, line)
}

fn add_group(
    builder: &mut Builder,
    line: &Words<'_>,
    name: &str,
    kinds: &BTreeSet<ResourceKind>,
) -> Result<Element, String> {
    let cluster: FailoverClusterId = builder.one(line.first("on").ok_or("`on` and a failover cluster are missing")?)?;
    let mut owners: Vec<ComputerId> = builder.ids(line.list("owners"))?;
    if owners.is_empty() {
        let nodes = builder.document.failover_clusters.get(&cluster);
        owners = nodes.into_iter().flat_map(|it| it.nodes.iter().map(|node| node.computer)).collect();
    }
    let group = ClusterResourceGroup {
        name: name.to_owned(),
        failover_cluster: cluster,
        possible_owners: owners,
        active_owner: line.first("active").map(|name| builder.one(name)).transpose()?,
        resources: kinds.iter().map(|kind| (*kind, usual_dependencies(*kind, kinds))).collect(),
        depends_on_groups: BTreeSet::new(),
        static_ip: None,
        dtc_log_on_own_disk: None,
    };
    let id = builder.id();
    builder.put(name, Record::ResourceGroup(id, group))
}

/// What a resource depends on in a group that is set up as documented, out of what the group holds.
fn usual_dependencies(kind: ResourceKind, held: &BTreeSet<ResourceKind>) -> BTreeSet<ResourceKind> {
    let wanted: &[ResourceKind] = match kind {
        ResourceKind::IpAddress | ResourceKind::PhysicalDisk => &[],
        ResourceKind::NetworkName => &[ResourceKind::IpAddress],
        ResourceKind::EntSso | ResourceKind::Iis | ResourceKind::SqlAgent => &[ResourceKind::NetworkName],
        _ => &[ResourceKind::NetworkName, ResourceKind::PhysicalDisk],
    };
    wanted.iter().copied().filter(|it| held.contains(it)).collect()
}

/// `storage SAN1 san attached NODE1 NODE2`: a shared disk array unless said otherwise.
fn storage(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kind = line.rest().first().map_or(Ok(StorageKind::SharedDiskArray), |it| word(StorageKind::ALL, it))?;
    let attached: Vec<ComputerId> = builder.ids(line.list("attached"))?;
    add_storage(builder, line.name()?, kind, attached)?;
    set_pairs(builder, builder.element(line.name()?)?, line)
}

fn add_storage(
    builder: &mut Builder,
    name: &str,
    kind: StorageKind,
    attached: Vec<ComputerId>,
) -> Result<StorageId, String> {
    let id = builder.id();
    let storage = Storage {
        name: name.to_owned(),
        kind,
        attached: attached.into_iter().collect(),
        raid: None,
        redundant_controllers: None,
        high_performance: false,
    };
    builder.put(name, Record::Storage(id, storage))?;
    Ok(id)
}

/// `fci SQL1 on SQLCL active NODE1 owners NODE1 NODE2`: a failover cluster instance in a cluster resource group
/// `SQL1-group` with IP, name, disk and SQL Agent; its files lie on `SQLCL-array`, attached to every node.
fn failover_cluster_instance(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let kinds = BTreeSet::from([
        ResourceKind::IpAddress,
        ResourceKind::NetworkName,
        ResourceKind::PhysicalDisk,
        ResourceKind::SqlAgent,
    ]);
    let group = add_group(builder, line, &format!("{name}-group"), &kinds)?;
    let group = ResourceGroupId::try_from(group).map_err(|it| format!("{it} is no cluster resource group"))?;
    let cluster = line.first("on").unwrap_or_default();
    let array = format!("{cluster}-array");
    let storage = if let Ok(storage) = builder.one(&array) {
        storage
    } else {
        let cluster: FailoverClusterId = builder.one(cluster)?;
        let nodes = builder.document.failover_clusters.get(&cluster);
        let nodes = nodes.into_iter().flat_map(|it| it.nodes.iter().map(|node| node.computer)).collect();
        add_storage(builder, &array, StorageKind::SharedDiskArray, nodes)?
    };
    let sql = sql_instance(name, SqlPlacement::Clustered(group), ConfiguredName::ClusterNetworkName, Some(storage));
    let id = builder.id();
    let element = builder.put(name, Record::SqlInstance(id, sql))?;
    set_pairs(builder, element, line)
}

/// `sql SQL1 on NODE1`: a standalone SQL instance.
fn standalone_sql(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let computer = builder.one(line.first("on").ok_or("`on` and a computer are missing")?)?;
    let sql = sql_instance(line.name()?, SqlPlacement::Standalone(computer), ConfiguredName::ServerName, None);
    let id = builder.id();
    let element = builder.put(line.name()?, Record::SqlInstance(id, sql))?;
    set_pairs(builder, element, line)
}

fn sql_instance(
    name: &str,
    placement: SqlPlacement,
    configured: ConfiguredName,
    storage: Option<StorageId>,
) -> SqlInstance {
    SqlInstance {
        name: name.to_owned(),
        placement,
        release: SqlRelease::V2019,
        service_pack: 0,
        cumulative_update: 0,
        edition: SqlEdition::Enterprise,
        services: BTreeSet::from([SqlService::Engine]),
        agent_running: true,
        configured_name: Some(configured),
        port: None,
        serves_other_applications: false,
        analysis_services_named: false,
        storage,
        binary_collation: None,
        min_memory_gb: None,
        max_memory_gb: None,
        memory_left_for_sso: None,
    }
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
        let database = Database {
            name: name.to_owned(),
            kind,
            sql_instance: sql,
            biztalk_group: (kind != DatabaseKind::Sso).then_some(group),
            is_master: flag == "master)",
            publication_disabled: false,
            availability_group: None,
            consolidated_into: None,
            storage: None,
            recovery_model: None,
            mirrored: false,
            dr_transport: None,
            excluded_from_backup: false,
        };
        let id = builder.id();
        let element = builder.put(name, Record::Database(id, database))?;
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
            let port = rest.first().map_or(Some(1433), |it| it.parse().ok()).ok_or("the port is no number")?;
            Some(Listener { name: (*name).to_owned(), port, num_subnets: 1 })
        }
    };
    let replica = |sql_instance| AvailabilityReplica {
        sql_instance,
        commit: CommitMode::Synchronous,
        failover: FailoverMode::Automatic,
        readable: false,
    };
    let group = AvailabilityGroup {
        name: line.name()?.to_owned(),
        replicas: replicas.iter().copied().map(replica).collect(),
        per_database_dtc: true,
        listener,
        backup_on_secondary: false,
        read_only_routing: false,
    };
    let id: AvailabilityGroupId = builder.id();
    let element = builder.put(line.name()?, Record::AvailabilityGroup(id, group))?;
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
    set_pairs(builder, element, line)
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
        name: line.name()?.to_owned(),
        biztalk_group: group,
        kind,
        functions: words(HostFunction::ALL, &functions)?,
        allow_tracking: flag("tracking"),
        is_default: flag("default"),
        clustered_in,
        is_64_bit: None,
        restart_service_after_secs: None,
        orchestrations: Vec::new(),
        edi: false,
    };
    let id: HostId = builder.id();
    let element = builder.put(line.name()?, Record::Host(id, host))?;
    for name in line.list("on") {
        let (enabled, name) = name.strip_prefix('!').map_or((true, *name), |name| (false, name));
        let instance = HostInstance { host: id, computer: builder.one(name)?, enabled, account: None };
        let instance_id = builder.id();
        builder.put(&format!("{}@{name}", line.name()?), Record::HostInstance(instance_id, instance))?;
    }
    set_pairs(builder, element, line)
}

/// `handler R ftp receive ordered endpoint=@SHARE`.
fn handler(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let (adapter, direction) = match line.rest() {
        [adapter, direction, ..] => (word(Adapter::ALL, adapter)?, word(Direction::ALL, direction)?),
        _ => return Err("an adapter and a direction are missing".to_owned()),
    };
    let handler = Handler {
        host: builder.one(line.name()?)?,
        adapter,
        direction,
        endpoint: None,
        ordered: line.rest().contains(&"ordered"),
        transactional: None,
        queue: None,
        concurrent_mailbox: None,
        folder: None,
        lease_timeout_secs: None,
        trusted: None,
        partner: None,
    };
    let id = builder.id();
    let name = format!("{}/{adapter:?}/{direction:?}", line.name()?).to_ascii_lowercase();
    let element = builder.put(&name, Record::Handler(id, handler))?;
    set_pairs(builder, element, line)
}

/// `lb NLB1 other members BTS1 BTS2 serves W`: a Windows NLB cluster unless said otherwise.
fn load_balancer(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let kind = line.rest().first().map_or(Ok(LoadBalancerKind::WindowsNlb), |it| word(LoadBalancerKind::ALL, it))?;
    let balancer = LoadBalancer {
        name: line.name()?.to_owned(),
        slot: builder.slot(None)?,
        kind,
        members: builder.ids(line.list("members"))?.into_iter().collect(),
        serves: builder.ids(line.list("serves"))?.into_iter().collect(),
        affinity: None,
        redundant: None,
    };
    let id = builder.id();
    let element = builder.put(line.name()?, Record::LoadBalancer(id, balancer))?;
    set_pairs(builder, element, line)
}

/// `endpoint SHARE file-share highly_available=false`.
fn endpoint(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let endpoint = Endpoint {
        name: line.name()?.to_owned(),
        slot: builder.slot(line.first("in"))?,
        kind: line.rest().first().map_or(Err("a kind is missing".to_owned()), |it| word(EndpointKind::ALL, it))?,
        highly_available: None,
        behind_load_balancer: false,
        affinity: None,
        https: None,
        msmq_4_or_later: None,
        computer: None,
    };
    let id = builder.id();
    let element = builder.put(line.name()?, Record::Endpoint(id, endpoint))?;
    set_pairs(builder, element, line)
}

/// `connect CLIENT to R`.
fn connect(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let to = line.first("to").ok_or("`to` and an element are missing")?;
    let (from, to_element) = (builder.element(line.name()?)?, builder.element(to)?);
    let connection = Connection { from, to: to_element, label: String::new() };
    let id = builder.id();
    builder.put(&format!("{}-{to}", line.name()?), Record::Connection(id, connection))
}

/// `firewall FW on Tier1 to Tier2 open_ports=[{"first":135,"last":135}]`.
fn firewall(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let firewall = Firewall {
        name: line.name()?.to_owned(),
        from: builder.one(line.first("on").ok_or("`on` and a tier are missing")?)?,
        to: builder.one(line.first("to").ok_or("`to` and a tier are missing")?)?,
        open_ports: BTreeSet::new(),
        open_ports_back: BTreeSet::new(),
        redundant: None,
    };
    let id = builder.id();
    let element = builder.put(line.name()?, Record::Firewall(id, firewall))?;
    set_pairs(builder, element, line)
}

/// `sso SQL1`: puts an Enterprise SSO resource into the cluster resource group of a failover cluster instance, or
/// into the cluster resource group named, and says that the secret server name is the cluster name.
fn clustered_sso(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let name = line.name()?;
    let id: ResourceGroupId = builder.one(&format!("{name}-group")).or_else(|_| builder.one(name))?;
    let Some(group) = builder.document.resource_groups.edit().get_mut(&id) else { return Err(format!("no {name}")) };
    group.resources.insert(ResourceKind::EntSso, BTreeSet::from([ResourceKind::NetworkName]));
    builder.document.sso.secret_server_name = Some(crate::model::SecretServerName::ClusterNetworkName);
    Ok(id.into())
}

/// `secret on BTS1`: a master secret server that is not clustered.
fn master_secret(builder: &mut Builder, line: &Words<'_>) -> Result<Element, String> {
    let id: ComputerId = builder.one(line.first("on").ok_or("`on` and a computer are missing")?)?;
    if let Some(computer) = builder.document.computers.edit().get_mut(&id) {
        computer.roles.extend([Role::MasterSecret, Role::EntSso]);
    }
    Ok(id.into())
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
