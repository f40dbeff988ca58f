//! Designs for the tests of the drawing, made like the documented deployments.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    BizTalkGroup, BizTalkGroupId, ClusterNode, ClusterResourceGroup, Computer, ComputerId, Connection, ConnectionId,
    Database, DatabaseId, DatabaseKind, Document, Element, Endpoint, EndpointId, EndpointKind, FailoverCluster,
    FailoverClusterId, Host, HostFunction, HostId, HostInstance, HostInstanceId, HostKind, LoadBalancer,
    LoadBalancerId, LoadBalancerKind, ResourceGroupId, ResourceKind, Role, Site, SiteId, SiteKind, Slot, SqlEdition,
    SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease, Storage, StorageId, StorageKind, Tier, TierId, TierKind,
};

/// Builds a design step by step.
pub struct Maker {
    pub document: Document,
    site: SiteId,
    group: BizTalkGroupId,
}

impl Maker {
    pub fn new(title: &str) -> Self {
        let mut document = Document { next_id: 1, ..Document::default() };
        document.project.title = title.to_owned();
        let mut maker = Self { document, site: SiteId(0), group: BizTalkGroupId(0) };
        maker.site = maker.site("Main site", SiteKind::Primary);
        maker.group = BizTalkGroupId(maker.id());
        let group = BizTalkGroup { name: "BizTalk group".to_owned(), receive_location_fault_tolerance: None };
        maker.document.biztalk_groups.edit().insert(maker.group, group);
        maker
    }

    fn id(&mut self) -> u32 {
        self.document.next_id += 1;
        self.document.next_id - 1
    }

    pub fn site(&mut self, name: &str, kind: SiteKind) -> SiteId {
        let id = SiteId(self.id());
        self.document.sites.edit().insert(id, Site { name: name.to_owned(), kind });
        id
    }

    pub fn tier(&mut self, row: usize, name: &str, kind: TierKind) -> TierId {
        self.tier_at(row, name, kind, self.site)
    }

    pub fn tier_at(&mut self, row: usize, name: &str, kind: TierKind, site: SiteId) -> TierId {
        let id = TierId(self.id());
        self.document.tiers.edit().insert(id, Tier { name: name.to_owned(), kind, site, zone: None });
        while self.document.tier_rows.len() <= row {
            self.document.tier_rows.push(Vec::new());
        }
        self.document.tier_rows[row].push(id);
        id
    }

    fn slot(&self, tier: TierId) -> Slot {
        let taken = self.document.placed_elements();
        let column = taken.iter().filter(|(slot, _)| slot.tier == tier && slot.row == 0).count() as u32;
        Slot { tier, row: 0, column }
    }

    pub fn computer(&mut self, tier: TierId, name: &str, roles: &[Role]) -> ComputerId {
        let id = ComputerId(self.id());
        let slot = self.slot(tier);
        let roles: BTreeSet<Role> = roles.iter().copied().collect();
        let biztalk = roles.contains(&Role::BizTalkRuntime);
        let biztalk_groups = biztalk.then_some(self.group).into_iter().collect();
        let computer = Computer { name: name.to_owned(), slot, roles, biztalk_groups, ..Computer::default() };
        self.document.computers.edit().insert(id, computer);
        id
    }

    pub fn biztalk(&mut self, tier: TierId, name: &str) -> ComputerId {
        self.computer(tier, name, &[Role::BizTalkRuntime, Role::EntSso])
    }

    pub fn host(&mut self, name: &str, function: Option<HostFunction>) -> HostId {
        let id = HostId(self.id());
        let host = Host {
            name: name.to_owned(),
            biztalk_group: self.group,
            kind: HostKind::InProcess,
            functions: function.into_iter().collect(),
            allow_tracking: function.is_none(),
            is_default: false,
            clustered_in: None,
            is_64_bit: None,
            restart_service_after_secs: None,
            orchestrations: Vec::new(),
            edi: false,
        };
        self.document.hosts.edit().insert(id, host);
        id
    }

    pub fn instances(&mut self, host: HostId, computers: &[ComputerId], enabled: bool) {
        for computer in computers {
            let id = HostInstanceId(self.id());
            let instance = HostInstance { host, computer: *computer, enabled, account: None };
            self.document.host_instances.edit().insert(id, instance);
        }
    }

    pub fn endpoint(&mut self, tier: TierId, name: &str, kind: EndpointKind) -> EndpointId {
        let id = EndpointId(self.id());
        let slot = self.slot(tier);
        let endpoint = Endpoint {
            name: name.to_owned(),
            slot,
            kind,
            highly_available: None,
            behind_load_balancer: false,
            affinity: None,
            https: None,
            msmq_4_or_later: None,
            computer: None,
        };
        self.document.endpoints.edit().insert(id, endpoint);
        id
    }

    pub fn balancer(&mut self, tier: TierId, name: &str, members: &[ComputerId]) -> LoadBalancerId {
        let id = LoadBalancerId(self.id());
        let slot = self.slot(tier);
        let balancer = LoadBalancer {
            name: name.to_owned(),
            slot,
            kind: LoadBalancerKind::Other,
            members: members.iter().copied().collect(),
            serves: BTreeSet::new(),
            affinity: None,
            redundant: None,
        };
        self.document.load_balancers.edit().insert(id, balancer);
        id
    }

    pub fn connect(&mut self, from: impl Into<Element>, to: impl Into<Element>, label: &str) {
        let id = ConnectionId(self.id());
        let connection = Connection { from: from.into(), to: to.into(), label: label.to_owned() };
        self.document.connections.edit().insert(id, connection);
    }

    pub fn cluster(&mut self, name: &str, nodes: &[ComputerId]) -> FailoverClusterId {
        let id = FailoverClusterId(self.id());
        let nodes = nodes.iter().map(|computer| ClusterNode { computer: *computer, has_vote: None }).collect();
        let cluster = FailoverCluster { name: name.to_owned(), nodes, witness: None, separate_networks: None };
        self.document.failover_clusters.edit().insert(id, cluster);
        id
    }

    pub fn resource_group(
        &mut self,
        cluster: FailoverClusterId,
        name: &str,
        owners: &[ComputerId],
        kinds: &[ResourceKind],
    ) -> ResourceGroupId {
        let id = ResourceGroupId(self.id());
        let group = ClusterResourceGroup {
            name: name.to_owned(),
            failover_cluster: cluster,
            possible_owners: owners.to_vec(),
            active_owner: None,
            resources: kinds.iter().map(|kind| (*kind, BTreeSet::new())).collect::<BTreeMap<_, _>>(),
            depends_on_groups: BTreeSet::new(),
            static_ip: None,
            dtc_log_on_own_disk: None,
        };
        self.document.resource_groups.edit().insert(id, group);
        id
    }

    pub fn sql(&mut self, name: &str, placement: SqlPlacement, databases: &[DatabaseKind]) -> SqlInstanceId {
        let id = SqlInstanceId(self.id());
        let instance = SqlInstance {
            name: name.to_owned(),
            placement,
            release: SqlRelease::V2019,
            service_pack: 0,
            cumulative_update: 0,
            edition: SqlEdition::Enterprise,
            services: BTreeSet::new(),
            agent_running: true,
            configured_name: None,
            port: None,
            serves_other_applications: false,
            analysis_services_named: false,
            storage: None,
            binary_collation: None,
            min_memory_gb: None,
            max_memory_gb: None,
            memory_left_for_sso: None,
        };
        self.document.sql_instances.edit().insert(id, instance);
        for kind in databases {
            self.database(id, *kind, kind.default_name(), false);
        }
        id
    }

    pub fn database(&mut self, sql_instance: SqlInstanceId, kind: DatabaseKind, name: &str, is_master: bool) {
        let id = DatabaseId(self.id());
        let database = Database {
            name: name.to_owned(),
            kind,
            sql_instance,
            biztalk_group: (kind != DatabaseKind::Sso).then_some(self.group),
            is_master,
            publication_disabled: false,
            availability_group: None,
            consolidated_into: None,
            storage: None,
            recovery_model: None,
            mirrored: false,
            dr_transport: None,
            excluded_from_backup: false,
        };
        self.document.databases.edit().insert(id, database);
    }

    pub fn disks(&mut self, name: &str, attached: &[ComputerId]) {
        let id = StorageId(self.id());
        let storage = Storage {
            name: name.to_owned(),
            kind: StorageKind::SharedDiskArray,
            attached: attached.iter().copied().collect(),
            raid: None,
            redundant_controllers: None,
            high_performance: false,
        };
        self.document.storages.edit().insert(id, storage);
    }
}

const CORE: [DatabaseKind; 4] =
    [DatabaseKind::Management, DatabaseKind::MessageBox, DatabaseKind::Tracking, DatabaseKind::Sso];

/// Two BizTalk servers on one failover cluster with SQL Server and the master secret.
pub fn small() -> Document {
    let mut maker = Maker::new("Small deployment");
    let clients = maker.tier(0, "Clients and partners", TierKind::Clients);
    let biztalk = maker.tier(1, "BizTalk Server", TierKind::BizTalk);
    let data = maker.tier(2, "Databases and master secret", TierKind::Databases);
    let cloud = maker.endpoint(clients, "Internet", EndpointKind::InternetClient);
    let servers = [maker.biztalk(biztalk, "BTS1"), maker.biztalk(biztalk, "BTS2")];
    let hosts = three_hosts(&mut maker);
    for host in hosts {
        maker.instances(host, &servers, true);
    }
    maker.connect(cloud, hosts[0], "");
    sql_and_secret(&mut maker, data);
    maker.document
}

fn three_hosts(maker: &mut Maker) -> [HostId; 3] {
    [
        maker.host("Receive", Some(HostFunction::Receive)),
        maker.host("Processing", Some(HostFunction::Process)),
        maker.host("Send", Some(HostFunction::Send)),
    ]
}

fn sql_and_secret(maker: &mut Maker, tier: TierId) -> SqlInstanceId {
    let nodes = [maker.computer(tier, "NODE-A", &[]), maker.computer(tier, "NODE-B", &[])];
    let cluster = maker.cluster("SQL Server and Master Secret Server", &nodes);
    let kinds = [
        ResourceKind::IpAddress,
        ResourceKind::NetworkName,
        ResourceKind::PhysicalDisk,
        ResourceKind::SqlAgent,
        ResourceKind::EntSso,
    ];
    let group = maker.resource_group(cluster, "SQL Server group", &nodes, &kinds);
    maker.disks("Shared disk array", &nodes);
    maker.sql("SQLBTS", SqlPlacement::Clustered(group), &CORE)
}

/// Dedicated receive servers behind a load balancer.
pub fn medium() -> Document {
    let mut maker = Maker::new("Medium deployment with dedicated receive servers");
    let clients = maker.tier(0, "Clients and partners", TierKind::Clients);
    let balancing = maker.tier(0, "Load balancing", TierKind::LoadBalancing);
    let receive = maker.tier(1, "BizTalk: receive", TierKind::Receive);
    let process = maker.tier(1, "BizTalk: processing and send", TierKind::Processing);
    let data = maker.tier(2, "Databases and master secret", TierKind::Databases);
    let cloud = maker.endpoint(clients, "Internet", EndpointKind::InternetClient);
    let front = [maker.biztalk(receive, "BTS1"), maker.biztalk(receive, "BTS2")];
    let back = [maker.biztalk(process, "BTS3"), maker.biztalk(process, "BTS4")];
    let balancer = maker.balancer(balancing, "NLB-RECEIVE", &front);
    let hosts = three_hosts(&mut maker);
    maker.instances(hosts[0], &front, true);
    maker.instances(hosts[1], &back, true);
    maker.instances(hosts[2], &back, true);
    maker.connect(cloud, balancer, "HTTPS");
    sql_and_secret(&mut maker, data);
    maker.document
}

struct Large {
    maker: Maker,
    hosts: [HostId; 3],
    servers: Vec<ComputerId>,
    instances: Vec<SqlInstanceId>,
}

fn large_parts(complete: bool) -> Large {
    let mut maker = Maker::new(if complete { "Large deployment, complete" } else { "Large deployment" });
    let clients = maker.tier(0, "Clients and partners", TierKind::Clients);
    let receive = maker.tier(1, "BizTalk: receive", TierKind::Receive);
    let process = maker.tier(1, "BizTalk: processing", TierKind::Processing);
    let send = maker.tier(1, "BizTalk: send", TierKind::Send);
    let data = maker.tier(2, "Databases", TierKind::Databases);
    let secret = maker.tier(2, "Master secret", TierKind::MasterSecret);
    let cloud = maker.endpoint(clients, "Internet", EndpointKind::InternetClient);
    let hosts = three_hosts(&mut maker);
    let mut servers = Vec::new();
    for (tier, host, first) in [(receive, 0, 1), (process, 1, 3), (send, 2, 5)] {
        let pair = [maker.biztalk(tier, &format!("BTS{first}")), maker.biztalk(tier, &format!("BTS{}", first + 1))];
        maker.instances(hosts[host], &pair, true);
        servers.extend(pair);
    }
    maker.connect(cloud, hosts[0], "");
    let nodes: Vec<ComputerId> = (1..=4).map(|it| maker.computer(data, &format!("MBX-NODE{it}"), &[])).collect();
    let cluster = maker.cluster("MessageBox cluster", &nodes);
    let mut instances = Vec::new();
    for number in 1..=3 {
        let owners = [nodes[number - 1], nodes[3]];
        let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk];
        let group = maker.resource_group(cluster, &format!("MessageBox {number} group"), &owners, &kinds);
        let sql = maker.sql(&format!("SQLMBX{number}"), SqlPlacement::Clustered(group), &[]);
        let name = if number == 1 { "BizTalkMsgBoxDb".to_owned() } else { format!("BizTalkMsgBoxDb{number}") };
        maker.database(sql, DatabaseKind::MessageBox, &name, number == 1);
        instances.push(sql);
    }
    maker.disks("MessageBox disk array", &nodes);
    let nodes = [maker.computer(data, "DB-NODE1", &[]), maker.computer(data, "DB-NODE2", &[])];
    let other = maker.cluster("Other databases cluster", &nodes);
    let group = maker.resource_group(other, "SQL Server group", &nodes, &[ResourceKind::NetworkName]);
    let kinds = [DatabaseKind::Management, DatabaseKind::Tracking, DatabaseKind::Sso];
    instances.push(maker.sql("SQLOTHER", SqlPlacement::Clustered(group), &kinds));
    if complete {
        maker.resource_group(cluster, "MSDTC group", &nodes[..1], &[ResourceKind::Msdtc]);
        maker.resource_group(other, "MSDTC group", &nodes, &[ResourceKind::Msdtc]);
    }
    maker.disks("Shared disk array", &nodes);
    let nodes =
        [maker.computer(secret, "MSS-NODE1", &[Role::EntSso]), maker.computer(secret, "MSS-NODE2", &[Role::EntSso])];
    let cluster = maker.cluster("Master secret cluster", &nodes);
    maker.resource_group(cluster, "Enterprise SSO group", &nodes, &[ResourceKind::EntSso]);
    Large { maker, hosts, servers, instances }
}

/// Six BizTalk servers, three MessageBoxes, separate clusters.
pub fn large() -> Document {
    large_parts(false).maker.document
}

/// The same with tracking, domain controllers and a disaster-recovery site.
pub fn large_complete() -> Document {
    let Large { mut maker, hosts, servers, instances } = large_parts(true);
    let tracking = maker.host("Tracking", None);
    maker.instances(tracking, &servers[2..], true);
    let infrastructure = maker.tier(3, "Infrastructure", TierKind::Infrastructure);
    for name in ["DC1", "DC2"] {
        maker.computer(infrastructure, name, &[Role::DomainController]);
    }
    let site = maker.site("Disaster-recovery site", SiteKind::DisasterRecovery);
    let dr = maker.tier_at(4, "Disaster recovery: BizTalk", TierKind::DisasterRecovery, site);
    let dr_sql = maker.tier_at(4, "Disaster recovery: databases", TierKind::DisasterRecovery, site);
    for number in 0..6 {
        let twin = maker.biztalk(dr, &format!("DR-BTS{}", number + 1));
        maker.instances(hosts[number / 2], &[twin], false);
        if number >= 2 {
            maker.instances(tracking, &[twin], false);
        }
    }
    for (number, from) in instances.iter().enumerate() {
        let computer = maker.computer(dr_sql, &format!("DR-SQL{}", number + 1), &[]);
        let to = maker.sql(&format!("DRSQL{}", number + 1), SqlPlacement::Standalone(computer), &[]);
        maker.document.disaster_recovery.ships_to.insert(*from, to);
    }
    maker.document
}

/// Two computers that both carry BizTalk Server and an active SQL instance.
pub fn two_computer() -> Document {
    let mut maker = Maker::new("Two computers, active/active");
    let clients = maker.tier(0, "Clients and partners", TierKind::Clients);
    let both = maker.tier(1, "BizTalk Server and databases", TierKind::BizTalk);
    let cloud = maker.endpoint(clients, "Internet", EndpointKind::InternetClient);
    let roles = [Role::BizTalkRuntime, Role::EntSso];
    let servers = [
        maker.computer(both, "SERVER1", &[roles[0], roles[1], Role::MasterSecret]),
        maker.computer(both, "SERVER2", &roles),
    ];
    let hosts = three_hosts(&mut maker);
    for host in hosts {
        maker.instances(host, &servers, true);
    }
    maker.connect(cloud, hosts[0], "");
    let cluster = maker.cluster("SQL Server cluster", &servers);
    let one = maker.resource_group(cluster, "SQL Server group 1", &servers, &[ResourceKind::NetworkName]);
    let back = [servers[1], servers[0]];
    let two = maker.resource_group(cluster, "SQL Server group 2", &back, &[ResourceKind::NetworkName]);
    maker.sql("SQL1", SqlPlacement::Clustered(one), &[DatabaseKind::MessageBox]);
    let kinds = [DatabaseKind::Management, DatabaseKind::Tracking, DatabaseKind::Sso];
    maker.sql("SQL2", SqlPlacement::Clustered(two), &kinds);
    maker.disks("Shared disk array", &servers);
    maker.document
}

/// A design with `num_computers` computers in tiers of twenty.
pub fn generated(num_computers: usize) -> Document {
    let mut maker = Maker::new("Generated");
    let hosts = three_hosts(&mut maker);
    let mut row = 0;
    let mut left = num_computers;
    while left > 0 {
        let size = left.min(20);
        let tier = maker.tier(row / 2, &format!("Tier {row}"), TierKind::BizTalk);
        let names = (0..size).map(|it| format!("BTS{row}-{it}"));
        let pool: Vec<ComputerId> = names
            .enumerate()
            .map(|(at, name)| {
                let id = maker.biztalk(tier, &name);
                if let Some(it) = maker.document.computers.edit().get_mut(&id) {
                    it.slot = Slot { tier, row: (at / 10) as u32, column: (at % 10) as u32 };
                }
                id
            })
            .collect();
        for host in hosts {
            maker.instances(host, &pool, true);
        }
        row += 1;
        left -= size;
    }
    let data = maker.tier(row / 2 + 1, "Databases", TierKind::Databases);
    sql_and_secret(&mut maker, data);
    maker.document
}
