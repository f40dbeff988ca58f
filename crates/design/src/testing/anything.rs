//! Makes small designs of every kind from a seed, faults and oddities included: for what must hold of any design.

use super::builder::DocumentBuilder;
use super::generator::Lcg;
use crate::model::{
    Adapter, Binding, CommitMode, ComputerId, Document, EndpointId, EndpointKind, FailoverMode, FolderKind,
    HostClustering, HostFunction, HostId, LoadBalancerKind, PhysicalHost, PhysicalHostId, QueueLocation,
    ResourceGroupId, ResourceKind, Role, SiteKind, SqlInstanceId, StorageCopies, TierId, TierKind, Witness,
};

/// A design of at most about twenty computers. The same seed always gives the same design; its parts fit together, but
/// nothing says that it is a good one.
pub fn any_design(seed: u64) -> Document {
    let mut maker =
        Maker { builder: DocumentBuilder::new(&format!("Any {seed}")), dice: Lcg::new(seed ^ 0x5eed), made: 0 };
    for _ in 0..7 {
        // The first numbers of near seeds are alike.
        maker.dice.below(2);
    }
    let second_site = maker.dice.one_in(3).then(|| maker.builder.site("Second site", SiteKind::Primary));
    let groups = 1 + usize::from(maker.dice.one_in(4));
    for number in 0..groups {
        if number > 0 {
            maker.builder.biztalk_group("Second BizTalk group");
        }
        maker.group(second_site.is_some());
    }
    maker.recovery_and_witness();
    maker.virtual_machines();
    maker.builder.build()
}

struct Maker {
    builder: DocumentBuilder,
    dice: Lcg,
    made: usize,
}

impl Maker {
    fn named(&mut self, word: &str) -> String {
        self.made += 1;
        format!("{word}{}", self.made)
    }

    fn computers(&mut self, word: &str, tier: TierId, count: usize) -> Vec<ComputerId> {
        (0..count)
            .map(|_| {
                let name = self.named(word);
                self.builder.computer(&name, tier)
            })
            .collect()
    }

    /// One BizTalk group with its computers, databases, hosts and whom they talk to.
    fn group(&mut self, two_sites: bool) {
        let name = self.named("BizTalk tier ");
        let tier = self.builder.tier(&name, TierKind::BizTalk);
        let name = self.named("Data tier ");
        let data = self.builder.tier(&name, TierKind::Databases);
        let name = self.named("Other tier ");
        let other = self.builder.tier(&name, TierKind::Infrastructure);
        let count = 1 + self.dice.below(4);
        let servers = self.computers("BTS", tier, count);
        for server in &servers {
            self.builder.make_biztalk_server(*server);
            if self.dice.one_in(2) {
                self.builder.add_role(*server, Role::Iis);
            }
            if self.dice.one_in(3) {
                self.builder.add_role(*server, Role::Msmq);
            }
        }
        self.databases(data);
        if self.dice.one_in(3) {
            let name = self.named("DC");
            self.builder.domain_controllers(&[&name], other);
        }
        let cluster = self.clustered_servers(&servers);
        for _ in 0..=self.dice.below(4) {
            self.host(tier, other, &servers, cluster);
        }
        if self.dice.one_in(2) {
            let on = self.some(&servers);
            let name = self.named("Tracking host ");
            self.builder.tracking_host(&name, &on);
        }
        if two_sites && self.dice.one_in(2) {
            self.move_tier(tier);
        }
    }

    /// Some of the computers, at least one.
    fn some(&mut self, of: &[ComputerId]) -> Vec<ComputerId> {
        let count = 1 + self.dice.below(of.len());
        of.iter().copied().take(count).collect()
    }

    /// The tier moves to the last site.
    fn move_tier(&mut self, tier: TierId) {
        let document = self.builder.edit();
        let Some(site) = document.sites.keys().last().copied() else { return };
        if let Some(tier) = document.tiers.edit().get_mut(&tier) {
            tier.site = site;
        }
    }

    fn databases(&mut self, tier: TierId) {
        let sql = match self.dice.below(3) {
            0 => {
                let computers = self.computers("SQL", tier, 1);
                let name = self.named("SQL instance ");
                self.builder.standalone_sql(&name, computers[0])
            }
            1 => self.availability_group(tier),
            _ => self.clustered_sql(tier),
        };
        if self.builder.edit().availability_groups.is_empty() {
            self.builder.core_databases(sql);
        }
        let has_secret = !self.builder.edit().master_secret_servers().is_empty();
        if !has_secret && self.dice.one_in(4) {
            let computers = self.computers("MSS", tier, 1);
            self.builder.master_secret_on(computers[0]);
        }
    }

    fn availability_group(&mut self, tier: TierId) -> SqlInstanceId {
        let count = 2 + self.dice.below(2);
        let nodes = self.computers("AGN", tier, count);
        let name = self.named("AG cluster ");
        self.builder.failover_cluster(&name, &nodes);
        let instances: Vec<SqlInstanceId> = nodes
            .iter()
            .map(|node| {
                let name = self.named("Replica ");
                self.builder.standalone_sql(&name, *node)
            })
            .collect();
        self.builder.core_databases(instances[0]);
        let name = self.named("AG");
        let id = self.builder.availability_group(&name, &instances);
        let (asynchronous, by_hand) = (self.dice.one_in(3), self.dice.one_in(4));
        if let Some(last) =
            self.builder.edit().availability_groups.edit().get_mut(&id).and_then(|it| it.replicas.last_mut())
        {
            if asynchronous {
                last.commit = CommitMode::Asynchronous;
            }
            if by_hand || asynchronous {
                last.failover = FailoverMode::Manual;
            }
        }
        instances[0]
    }

    fn clustered_sql(&mut self, tier: TierId) -> SqlInstanceId {
        let count = 2 + self.dice.below(2);
        let nodes = self.computers("NODE", tier, count);
        let name = self.named("SQL cluster ");
        let cluster = self.builder.failover_cluster(&name, &nodes);
        let name = self.named("Clustered SQL ");
        let sql = self.builder.clustered_sql(&name, cluster, &nodes);
        if self.dice.one_in(2) {
            let name = self.named("MSDTC group ");
            self.builder.resource_group(&name, cluster, &nodes, &[ResourceKind::PhysicalDisk, ResourceKind::Msdtc]);
        }
        let has_secret = !self.builder.edit().master_secret_servers().is_empty();
        if !has_secret {
            match self.dice.below(3) {
                0 => drop(self.builder.master_secret_with(sql)),
                1 => {
                    let name = self.named("SSO group ");
                    self.builder.master_secret_group(&name, cluster, &nodes);
                }
                _ => {}
            }
        }
        let witness = self.dice.pick(&[None, Some(Witness::None), Some(Witness::Disk), Some(Witness::FileShare(None))]);
        let document = self.builder.edit();
        if let Some(cluster) = document.failover_clusters.edit().get_mut(&cluster) {
            cluster.witness = witness.flatten();
        }
        let copies = self.dice.pick(&[None, None, Some(StorageCopies::Replicated)]).flatten();
        if let Some(storage) = self.builder.edit().storages.edit().values_mut().last() {
            storage.copies = copies;
        }
        sql
    }

    /// A failover cluster of BizTalk servers for hosts that are clustered, sometimes.
    fn clustered_servers(&mut self, servers: &[ComputerId]) -> Option<ResourceGroupId> {
        if servers.len() < 2 || !self.dice.one_in(3) {
            return None;
        }
        let nodes = &servers[..2];
        let name = self.named("BizTalk cluster ");
        let cluster = self.builder.failover_cluster(&name, nodes);
        let with = [ResourceKind::Msmq, ResourceKind::Iis];
        let with: Vec<ResourceKind> = with.into_iter().filter(|_| self.dice.one_in(2)).collect();
        let name = self.named("Host group ");
        Some(self.builder.resource_group(&name, cluster, nodes, &with))
    }

    fn host(&mut self, tier: TierId, other: TierId, servers: &[ComputerId], cluster: Option<ResourceGroupId>) {
        let on = self.some(servers);
        let name = self.named("Host ");
        let id = if self.dice.one_in(3) {
            self.builder.isolated_host(&name, &on)
        } else {
            let all = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];
            let mut functions: Vec<HostFunction> = all.into_iter().filter(|_| self.dice.one_in(2)).collect();
            if functions.is_empty() {
                functions.push(HostFunction::Process);
            }
            self.builder.host(&name, &functions, &on)
        };
        if on.len() > 1 && self.dice.one_in(2) {
            let name = self.named("LB");
            self.builder.load_balancer(&name, LoadBalancerKind::Other, tier, &on, id);
            let redundant = self.dice.pick(&[None, Some(false), Some(true)]).flatten();
            if let Some(balancer) = self.builder.edit().load_balancers.edit().values_mut().last() {
                balancer.redundant = redundant;
            }
        }
        let clustered = cluster.filter(|_| on.len() == 2 && on == servers[..2] && self.dice.one_in(2));
        if let (Some(group), Some(host)) = (clustered, self.builder.edit().hosts.edit().get_mut(&id)) {
            host.clustered_in =
                Some(HostClustering { resource_group: group, depends_on: [ResourceKind::NetworkName].into() });
        }
        self.handlers(id, other);
    }

    fn handlers(&mut self, id: HostId, other: TierId) {
        let Some(host) = self.builder.edit().hosts.get(&id).cloned() else { return };
        let receives = host.functions.contains(&HostFunction::Receive);
        let sends = host.functions.contains(&HostFunction::Send);
        let endpoint = self.dice.one_in(2).then(|| self.endpoint(other));
        if receives && !self.dice.one_in(3) {
            let isolated = host.kind == crate::model::HostKind::Isolated;
            let fits: Vec<Adapter> =
                Adapter::ALL.iter().copied().filter(|it| it.receives_in_isolated_host() == isolated).collect();
            let adapter = self.dice.pick(&fits).unwrap_or(Adapter::File);
            let handler = self.builder.receive_handler(id, adapter, endpoint);
            let queue = self.dice.pick(&[None, Some(QueueLocation::Remote)]).flatten();
            let folder = self.dice.pick(&[None, Some(FolderKind::Local), Some(FolderKind::Unc)]).flatten();
            let several = self.dice.pick(&[None, Some(true), Some(false)]).flatten();
            let ordered = self.dice.one_in(5);
            if let Some(handler) = self.builder.edit().handlers.edit().get_mut(&handler) {
                handler.queue = queue;
                handler.folder = folder;
                handler.several_computers = several;
                handler.ordered = ordered;
                handler.binding = several.filter(|_| adapter == Adapter::WcfCustom).map(|_| Binding::Listens);
            }
        }
        if sends && self.dice.one_in(2) {
            let adapter = self.dice.pick(&[Adapter::File, Adapter::Msmq, Adapter::WcfSql, Adapter::MqSeries]);
            self.builder.send_handler(id, adapter.unwrap_or(Adapter::File), endpoint);
        }
    }

    /// A file share or a queue server: alone, on a computer, or on a cluster role.
    fn endpoint(&mut self, tier: TierId) -> EndpointId {
        let kind = self.dice.pick(&[EndpointKind::FileShare, EndpointKind::MqServer, EndpointKind::PartnerSystem]);
        let kind = kind.unwrap_or(EndpointKind::FileShare);
        let name = self.named("Endpoint ");
        let id = self.builder.endpoint(&name, kind, tier);
        let (computer, role) = match self.dice.below(3) {
            0 => (None, None),
            1 => (self.computers("FS", tier, 1).first().copied(), None),
            _ => {
                let nodes = self.computers("FSN", tier, 2);
                let name = self.named("File cluster ");
                let cluster = self.builder.failover_cluster(&name, &nodes);
                let name = self.named("Role ");
                let role = self.builder.resource_group(&name, cluster, &nodes, &[ResourceKind::FileServer]);
                (nodes.first().copied(), Some(role))
            }
        };
        let available = self.dice.pick(&[None, Some(false), Some(true)]).flatten();
        if let Some(endpoint) = self.builder.edit().endpoints.edit().get_mut(&id) {
            endpoint.computer = computer;
            endpoint.cluster_role = role;
            endpoint.highly_available = available;
        }
        id
    }

    fn recovery_and_witness(&mut self) {
        if self.dice.one_in(4) {
            let site = self.builder.site("Recovery site", SiteKind::DisasterRecovery);
            let tier = self.builder.tier("Recovery tier", TierKind::DisasterRecovery);
            if let Some(tier) = self.builder.edit().tiers.edit().get_mut(&tier) {
                tier.site = site;
            }
            self.computers("DR", tier, 1);
        }
        if self.dice.one_in(4) {
            let site = self.builder.site("Witness site", SiteKind::Witness);
            let tier = self.builder.tier("Witness tier", TierKind::Infrastructure);
            if let Some(tier) = self.builder.edit().tiers.edit().get_mut(&tier) {
                tier.site = site;
            }
            let share = self.computers("WITNESS", tier, 1)[0];
            if let Some(cluster) = self.builder.edit().failover_clusters.edit().values_mut().next() {
                cluster.witness = Some(Witness::FileShare(Some(share)));
            }
        }
    }

    /// Some computers become virtual machines, on physical hosts that may form a failover cluster.
    fn virtual_machines(&mut self) {
        if !self.dice.one_in(3) {
            return;
        }
        let clustered = self.dice.one_in(2).then(|| "Physical hosts".to_owned());
        let stands_alone = clustered.is_none() && self.dice.one_in(2);
        let computers: Vec<ComputerId> = self.builder.edit().computers.keys().copied().collect();
        let document = self.builder.edit();
        let hosts: Vec<PhysicalHostId> = ["HV1", "HV2"]
            .into_iter()
            .map(|name| {
                let id = PhysicalHostId::from(document.next_id);
                document.next_id += 1;
                let host = PhysicalHost { host_cluster: clustered.clone(), stands_alone, ..PhysicalHost::new(name) };
                document.physical_hosts.edit().insert(id, host);
                id
            })
            .collect();
        for computer in computers {
            let host = self.dice.pick(&hosts);
            if self.dice.one_in(2)
                && let Some(computer) = self.builder.edit().computers.edit().get_mut(&computer)
            {
                computer.physical_host = host;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check_invariants;

    #[test]
    fn every_seed_gives_a_sound_design_and_always_the_same() {
        for seed in 0..200 {
            let design = any_design(seed);
            assert_eq!(check_invariants(&design), [], "seed {seed}");
            assert_eq!(design, any_design(seed));
        }
    }
}
