//! Makes large designs from a number of computers and a seed: the same input always gives the same design.

use super::builder::DocumentBuilder;
use crate::model::{
    Adapter, BizTalkGroupId, ComputerId, DatabaseKind, Document, EndpointId, EndpointKind, HostFunction,
    LoadBalancerKind, Role, TierId, TierKind, Witness,
};

/// The smallest design that [`generated_design`] makes, in computers.
pub const MIN_GENERATED_COMPUTERS: usize = 17;

/// Computers that every generated design has besides BizTalk servers, database nodes and their twins: two nodes of the
/// master secret server and two domain controllers.
const FIXED_COMPUTERS: usize = 4;

/// Computers that a database cluster brings: four nodes, and a twin for each of its three SQL instances.
const COMPUTERS_PER_CLUSTER: usize = 7;

/// A linear congruential generator with the constants of Knuth's MMIX: good enough to vary a design, never for secrets.
#[derive(Clone, Debug)]
pub struct Lcg(u64);

impl Lcg {
    /// A generator that gives the same numbers for the same seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0).checked_rem(limit).unwrap_or(0)
    }

    /// True once in `times` on average.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the items; `None` when there is none.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).copied()
    }
}

/// A design with this many computers: BizTalk servers that carry many hosts, database clusters of four nodes with three
/// SQL instances each, a clustered master secret server, load balancers, partner systems, and a twin of everything at a
/// disaster-recovery site. Details vary with the seed, faults included.
pub fn generated_design(num_computers: usize, seed: u64) -> Document {
    let num_computers = num_computers.max(MIN_GENERATED_COMPUTERS);
    let num_clusters = (num_computers / 30).max(1);
    let num_biztalk = (num_computers - FIXED_COMPUTERS - COMPUTERS_PER_CLUSTER * num_clusters) / 2;
    let mut generator = Generator::new(num_computers, seed);
    generator.add_biztalk_servers(num_biztalk, num_clusters.div_ceil(6));
    generator.add_database_clusters(num_clusters);
    generator.add_master_secret();
    generator.add_hosts();
    generator.finish(num_computers)
}

struct Generator {
    builder: DocumentBuilder,
    lcg: Lcg,
    groups: Vec<(BizTalkGroupId, Vec<ComputerId>)>,
    endpoints: Vec<EndpointId>,
    balancing: TierId,
    biztalk: TierId,
    databases: TierId,
    secret: TierId,
    infrastructure: TierId,
}

/// Elements in a row of the wide tiers.
const WIDE: u32 = 12;

impl Generator {
    fn new(num_computers: usize, seed: u64) -> Self {
        let mut builder = DocumentBuilder::new(&format!("Generated, {num_computers} computers"));
        let clients = builder.tier("Clients", TierKind::Clients);
        let infrastructure = builder.tier_beside("Infrastructure", TierKind::Infrastructure);
        let balancing = builder.tier("Load balancing", TierKind::LoadBalancing);
        let biztalk = builder.tier("BizTalk Server", TierKind::BizTalk);
        let databases = builder.tier("Databases", TierKind::Databases);
        let secret = builder.tier_beside("Master secret", TierKind::MasterSecret);
        for tier in [clients, balancing, biztalk] {
            builder.wrap_at(tier, WIDE);
        }
        let kinds = [EndpointKind::InternetClient, EndpointKind::PartnerSystem, EndpointKind::FileShare];
        let endpoints = (0..(num_computers / 20).max(2))
            .zip(kinds.iter().cycle())
            .map(|(number, kind)| builder.endpoint(&format!("Partner {}", number + 1), *kind, clients))
            .collect();
        let lcg = Lcg::new(seed);
        Self { builder, lcg, groups: Vec::new(), endpoints, balancing, biztalk, databases, secret, infrastructure }
    }

    fn add_biztalk_servers(&mut self, num_biztalk: usize, num_groups: usize) {
        let first = self.builder.current_biztalk_group();
        self.groups.push((first, Vec::new()));
        for number in 2..=num_groups {
            let id = self.builder.biztalk_group(&format!("BizTalk group {number}"));
            self.groups.push((id, Vec::new()));
        }
        for number in 0..num_biztalk {
            let name = format!("BTS{}", number + 1);
            let of_group = number % self.groups.len();
            if let Some((id, servers)) = self.groups.get_mut(of_group) {
                self.builder.resume_biztalk_group(*id);
                servers.push(self.builder.biztalk_server(&name, self.biztalk));
            }
        }
    }

    /// Three SQL instances on four nodes. The first cluster of a BizTalk group carries its core databases, each further
    /// one three MessageBoxes.
    fn add_database_clusters(&mut self, num_clusters: usize) {
        for cluster in 0..num_clusters {
            let of_group = cluster % self.groups.len();
            if let Some((id, _)) = self.groups.get(of_group) {
                self.builder.resume_biztalk_group(*id);
            }
            let number = cluster + 1;
            if cluster % 3 == 0 {
                self.builder.break_row(self.databases);
            }
            let names: Vec<String> = (1..=4).map(|node| format!("SQL{number}N{node}")).collect();
            let nodes: Vec<ComputerId> = names.iter().map(|name| self.builder.computer(name, self.databases)).collect();
            let wsfc = self.builder.failover_cluster(&format!("SQL cluster {number}"), &nodes);
            let spare = nodes.last().copied();
            for (index, active) in (1..=3).zip(&nodes) {
                let owners: Vec<ComputerId> = [Some(*active), spare].into_iter().flatten().collect();
                let sql = self.builder.clustered_sql(&format!("SQL {number}-{index}"), wsfc, &owners);
                self.builder.database(DatabaseKind::MessageBox, sql);
                if cluster < self.groups.len() && index == 3 {
                    self.builder.database(DatabaseKind::Management, sql);
                    self.builder.database(DatabaseKind::Tracking, sql);
                }
                if cluster == 0 && index == 3 {
                    self.builder.database(DatabaseKind::Sso, sql);
                }
            }
            if self.lcg.one_in(2) {
                let witness = if self.lcg.one_in(3) { Witness::None } else { Witness::Disk };
                if let Some(cluster) = self.builder.edit().failover_clusters.edit().get_mut(&wsfc) {
                    cluster.witness = Some(witness);
                }
            }
        }
    }

    fn add_master_secret(&mut self) {
        let nodes = self.builder.computers(&["MSS1", "MSS2"], self.secret);
        let wsfc = self.builder.failover_cluster("Master secret cluster", &nodes);
        self.builder.master_secret_group("Master secret group", wsfc, &nodes);
        self.builder.domain_controllers(&["DC1", "DC2"], self.infrastructure);
    }

    fn add_hosts(&mut self) {
        let mut number = 0;
        for (group, servers) in self.groups.clone() {
            self.builder.resume_biztalk_group(group);
            for round in 0..servers.len().div_ceil(6).max(1) {
                number += 1;
                let receiving = self.some_of(&servers);
                if round % 3 == 2 {
                    self.add_isolated_host(number, &receiving);
                } else {
                    let host = self.builder.host(&format!("Receive {number}"), &[HostFunction::Receive], &receiving);
                    let adapter = self.lcg.pick(Adapter::ALL).unwrap_or(Adapter::File);
                    let endpoint = self.lcg.pick(&self.endpoints);
                    self.builder.receive_handler(host, adapter, endpoint);
                    if let Some(endpoint) = endpoint {
                        self.builder.connect(endpoint, host);
                    }
                }
                let processing = self.some_of(&servers);
                let host = self.builder.host(&format!("Process {number}"), &[HostFunction::Process], &processing);
                if round == 0 {
                    self.builder.make_default_host(host);
                }
                let sending = self.some_of(&servers);
                let host = self.builder.host(&format!("Send {number}"), &[HostFunction::Send], &sending);
                let adapter = self.lcg.pick(Adapter::ALL).unwrap_or(Adapter::File);
                let endpoint = self.lcg.pick(&self.endpoints);
                self.builder.send_handler(host, adapter, endpoint);
            }
            let tracking = self.some_of(&servers);
            self.builder.tracking_host(&format!("Tracking {number}"), &tracking);
        }
    }

    fn add_isolated_host(&mut self, number: usize, servers: &[ComputerId]) {
        let host = self.builder.isolated_host(&format!("Isolated {number}"), servers);
        for server in servers {
            self.builder.add_role(*server, Role::Iis);
        }
        let endpoint = self.lcg.pick(&self.endpoints);
        self.builder.receive_handler(host, Adapter::WcfBasicHttp, endpoint);
        let name = format!("Load balancer {number}");
        let balancer = self.builder.load_balancer(&name, LoadBalancerKind::Other, self.balancing, servers, host);
        if let Some(endpoint) = endpoint {
            self.builder.connect(endpoint, balancer);
            self.builder.connect(balancer, host);
        }
    }

    /// One to four neighbouring servers; one only now and then.
    fn some_of(&mut self, servers: &[ComputerId]) -> Vec<ComputerId> {
        let count = if self.lcg.one_in(8) { 1 } else { 2 + self.lcg.below(3) };
        let start = self.lcg.below(servers.len());
        servers.iter().cycle().skip(start).take(count.min(servers.len())).copied().collect()
    }

    fn finish(mut self, num_computers: usize) -> Document {
        if !self.lcg.one_in(3) {
            self.builder.cluster_msdtc();
        }
        self.builder.disaster_recovery_site((WIDE, 3));
        if self.lcg.one_in(2) {
            self.builder.answer_questions();
        }
        while self.builder.edit().computers.len() < num_computers {
            let number = self.builder.edit().computers.len();
            let id = self.builder.computer(&format!("FS{number}"), self.infrastructure);
            self.builder.add_role(id, Role::FileServer);
        }
        self.builder.build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check_invariants;

    #[test]
    fn generated_designs_have_the_asked_size_and_are_sound() {
        for num_computers in [1, 17, 18, 60, 61, 200, 1000] {
            let design = generated_design(num_computers, 7);
            assert_eq!(design.computers.len(), num_computers.max(MIN_GENERATED_COMPUTERS));
            assert_eq!(check_invariants(&design), Vec::new(), "{num_computers} computers");
        }
    }

    #[test]
    fn the_seed_alone_decides_what_a_generated_design_looks_like() {
        assert!(generated_design(60, 1) == generated_design(60, 1));
        assert!(generated_design(60, 1) != generated_design(60, 2));
    }
}
