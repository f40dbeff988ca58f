//! Makes a design odd in ways that people draw and no template has: roles with a single owner or without what runs in
//! them, computers without roles, hosts that run nowhere, endpoints on somebody else's role, parts in another site.

use super::anything::any_design;
use super::generator::Lcg;
use crate::model::{
    ClusterNode, ComputerId, ConfiguredName, Document, EndpointId, FailoverCluster, FailoverClusterId, FaultDomain,
    HostClustering, HostId, LoadBalancerId, PhysicalHost, PhysicalHostId, ResourceGroupId, ResourceKind, Role, SiteId,
    SqlPlacement, StorageCopies, StorageId, StorageKind, TierId, Witness, check_invariants,
};

/// How many changes make a design odd.
const CHANGES: usize = 6;

type Change = fn(&mut Document, &mut Lcg) -> Option<()>;

const ALL: &[Change] = &[
    // A role that nobody else can take is what people draw most often of all this.
    single_owner,
    single_owner,
    single_owner,
    another_owner_is_active,
    resource_gone,
    resource_added,
    sql_on_another_role,
    host_on_a_role,
    endpoint_moves,
    one_replica,
    instance_disabled,
    host_runs_nowhere,
    role_of_a_computer,
    empty_computer,
    nodes_without_roles,
    vote_and_witness,
    tier_in_another_site,
    configured_name,
    storage_differs,
    on_one_physical_host,
    one_member_left,
    secret_on_a_computer,
];

/// [`any_design`] of this seed with some oddities. The same seed always gives the same sound design.
pub fn odd_design(seed: u64) -> Document {
    let mut document = any_design(seed);
    let mut dice = Lcg::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x0dd);
    for _ in 0..8 {
        // The first numbers of near seeds are alike.
        dice.below(2);
    }
    for _ in 0..CHANGES {
        let Some(change) = dice.pick(ALL) else { break };
        let mut changed = document.clone();
        if change(&mut changed, &mut dice).is_some() && check_invariants(&changed).is_empty() {
            document = changed;
        }
    }
    document
}

fn one<T: Copy>(of: impl IntoIterator<Item = T>, dice: &mut Lcg) -> Option<T> {
    dice.pick(&of.into_iter().collect::<Vec<T>>())
}

fn some_computer(document: &Document, dice: &mut Lcg) -> Option<ComputerId> {
    one(document.computers.keys().copied(), dice)
}

fn some_role(document: &Document, dice: &mut Lcg) -> Option<ResourceGroupId> {
    one(document.resource_groups.keys().copied(), dice)
}

fn some_host(document: &Document, dice: &mut Lcg) -> Option<HostId> {
    one(document.hosts.keys().copied(), dice)
}

fn single_owner(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_role(document, dice)?;
    let role = document.resource_groups.edit().get_mut(&id)?;
    let owner = dice.pick(&role.possible_owners)?;
    role.possible_owners = vec![owner];
    role.active_owner = Some(owner).filter(|_| dice.one_in(2));
    Some(())
}

fn another_owner_is_active(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_role(document, dice)?;
    let role = document.resource_groups.edit().get_mut(&id)?;
    role.active_owner = role.possible_owners.last().copied();
    Some(())
}

fn resource_gone(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_role(document, dice)?;
    let role = document.resource_groups.edit().get_mut(&id)?;
    let kind = one(role.resources.keys().copied(), dice)?;
    role.resources.remove(&kind);
    for needs in role.resources.values_mut() {
        needs.remove(&kind);
    }
    Some(())
}

fn resource_added(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_role(document, dice)?;
    let kind = dice.pick(ResourceKind::ALL)?;
    document.resource_groups.edit().get_mut(&id)?.resources.entry(kind).or_default();
    Some(())
}

fn sql_on_another_role(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let role = some_role(document, dice)?;
    let id = one(document.sql_instances.keys().copied(), dice)?;
    let sql = document.sql_instances.edit().get_mut(&id)?;
    sql.placement = SqlPlacement::Clustered(role);
    Some(())
}

fn host_on_a_role(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let role = some_role(document, dice)?;
    let id = some_host(document, dice)?;
    let host = document.hosts.edit().get_mut(&id)?;
    host.clustered_in = Some(HostClustering { resource_group: role, depends_on: [].into() });
    Some(())
}

fn endpoint_moves(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let role = some_role(document, dice).filter(|_| dice.one_in(2));
    let computer = some_computer(document, dice).filter(|_| dice.one_in(2));
    let id: EndpointId = one(document.endpoints.keys().copied(), dice)?;
    let endpoint = document.endpoints.edit().get_mut(&id)?;
    (endpoint.cluster_role, endpoint.computer) = (role, computer);
    Some(())
}

fn one_replica(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = one(document.availability_groups.keys().copied(), dice)?;
    document.availability_groups.edit().get_mut(&id)?.replicas.truncate(1);
    Some(())
}

fn instance_disabled(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = one(document.host_instances.keys().copied(), dice)?;
    document.host_instances.edit().get_mut(&id)?.enabled = false;
    Some(())
}

fn host_runs_nowhere(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let host = some_host(document, dice)?;
    document.host_instances.edit().retain(|_, it| it.host != host);
    Some(())
}

fn role_of_a_computer(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let role = dice.pick(Role::ALL)?;
    let id = some_computer(document, dice)?;
    let roles = &mut document.computers.edit().get_mut(&id)?.roles;
    if !roles.remove(&role) {
        roles.insert(role);
    }
    Some(())
}

fn empty_computer(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_computer(document, dice)?;
    document.computers.edit().get_mut(&id)?.roles.clear();
    document.host_instances.edit().retain(|_, it| it.computer != id);
    Some(())
}

fn nodes_without_roles(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let free = document.computers.keys().copied().filter(|id| document.failover_cluster_of(*id).is_none());
    let free: Vec<ComputerId> = free.take(1 + dice.below(3)).collect();
    free.first()?;
    let id = FailoverClusterId::from(document.next_id);
    document.next_id += 1;
    let nodes = free.into_iter().map(|computer| ClusterNode { computer, has_vote: None }).collect();
    let name = format!("Bare cluster {}", id.0);
    let cluster = FailoverCluster { name, nodes, witness: None, dynamic_quorum: None, separate_networks: None };
    document.failover_clusters.edit().insert(id, cluster);
    Some(())
}

fn vote_and_witness(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let share = some_computer(document, dice);
    let id = one(document.failover_clusters.keys().copied(), dice)?;
    let cluster = document.failover_clusters.edit().get_mut(&id)?;
    let node = dice.below(cluster.nodes.len());
    cluster.nodes.get_mut(node)?.has_vote = dice.pick(&[None, Some(false), Some(true)])?;
    cluster.witness = dice.pick(&[None, Some(Witness::None), Some(Witness::Cloud), Some(Witness::FileShare(share))])?;
    Some(())
}

fn tier_in_another_site(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let tier: TierId = one(document.tiers.keys().copied(), dice)?;
    let site: SiteId = one(document.sites.keys().copied(), dice)?;
    document.tiers.edit().get_mut(&tier)?.site = site;
    Some(())
}

fn configured_name(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = one(document.sql_instances.keys().copied(), dice)?;
    document.sql_instances.edit().get_mut(&id)?.configured_name = dice.pick(ConfiguredName::ALL);
    Some(())
}

fn storage_differs(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let other = some_computer(document, dice)?;
    let id: StorageId = one(document.storages.keys().copied(), dice)?;
    let storage = document.storages.edit().get_mut(&id)?;
    storage.kind = dice.pick(StorageKind::ALL)?;
    storage.copies = dice.pick(StorageCopies::ALL).filter(|_| dice.one_in(2));
    storage.redundant_controllers = dice.pick(&[None, Some(false), Some(true)])?;
    if dice.one_in(3) {
        storage.attached = [other].into();
    }
    Some(())
}

fn on_one_physical_host(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = PhysicalHostId::from(document.next_id);
    document.next_id += 1;
    let domain = dice.pick(FaultDomain::ALL)?;
    let host_cluster = dice.one_in(2).then(|| "Physical hosts".to_owned());
    let host = PhysicalHost { domain, host_cluster, ..PhysicalHost::new(format!("Machine {}", id.0)) };
    document.physical_hosts.edit().insert(id, host);
    for computer in document.computers.edit().values_mut() {
        if dice.one_in(2) {
            computer.physical_host = Some(id);
        }
    }
    Some(())
}

fn one_member_left(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id: LoadBalancerId = one(document.load_balancers.keys().copied(), dice)?;
    let balancer = document.load_balancers.edit().get_mut(&id)?;
    let member = one(balancer.members.iter().copied(), dice)?;
    balancer.members = [member].into();
    Some(())
}

fn secret_on_a_computer(document: &mut Document, dice: &mut Lcg) -> Option<()> {
    let id = some_computer(document, dice)?;
    document.computers.edit().get_mut(&id)?.roles.extend([Role::EntSso, Role::MasterSecret]);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_gives_a_sound_odd_design_and_always_the_same() {
        let mut odd = 0;
        for seed in 0..100 {
            let design = odd_design(seed);
            assert_eq!(check_invariants(&design), [], "seed {seed}");
            assert_eq!(design, odd_design(seed));
            odd += usize::from(design != any_design(seed));
        }
        assert!(odd > 90, "{odd} of 100 designs are odd");
    }
}
