//! Building blocks of fixes: where the master secret moves to.

use super::FixDraft;
use super::clustering::cluster_name;
use crate::edit::intent::ids::Names;
use crate::edit::intent::slots::{next_free_slot, next_slot};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    ClusterResourceGroup, ComputerId, FailoverClusterId, ResourceGroupId, ResourceKind, Role, SecretServerName,
    SsoSystem, Tier, TierId, TierKind, Zone,
};
use crate::rules::RuleContext;

/// The resources of a cluster resource group for Enterprise SSO alone; it needs no disk.
const SSO_RESOURCES: [ResourceKind; 3] = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::EntSso];

/// Clusters the master secret that `alone` holds, or that nobody holds: on a failover cluster that runs SQL Server
/// where one fits, else on a pair of computers of its own.
pub(in crate::rules) fn cluster_master_secret(context: &RuleContext<'_>, alone: Option<ComputerId>) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    if let Some(computer) = alone {
        draft.change_computer(computer, |it| {
            it.roles.remove(&Role::MasterSecret);
            it.roles.insert(Role::EntSso);
        });
    }
    let on = match suitable_cluster(context) {
        Some(cluster) => {
            let idle = context.idle_nodes(cluster);
            let mut owners = idle.clone();
            owners.extend(context.cluster_nodes(cluster).filter(|node| !idle.contains(node)));
            draft.ensure_msdtc(cluster);
            draft.put_secret(cluster, owners)?;
            context.name(cluster)
        }
        None => add_pair(context, &mut draft, alone)?,
    };
    draft.says(format!("cluster the master secret server on {on}"));
    draft.finish()
}

/// Moves a clustered Enterprise SSO out of its cluster resource group, to a pair of computers of its own.
pub(in crate::rules) fn move_sso_apart(context: &RuleContext<'_>, from: ResourceGroupId) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    draft.take_sso_out(from)?;
    let on = add_pair(context, &mut draft, None)?;
    draft.says(format!("move the master secret server to {on}"));
    draft.finish()
}

/// Gives a clustered Enterprise SSO a cluster resource group of its own where it shares one, and makes it run on
/// another possible owner.
pub(in crate::rules) fn run_sso_on(context: &RuleContext<'_>, from: ResourceGroupId, to: ComputerId) -> Option<Edit> {
    let group = context.resource_group(from)?;
    let mut owners = context.possible_owners(from);
    owners.retain(|it| *it != to);
    owners.insert(0, to);
    let mut draft = FixDraft::new(context);
    if serves_others(context, from, group) {
        draft.take_sso_out(from)?;
        draft.put_secret(group.failover_cluster, owners)?;
    } else {
        let moved = ClusterResourceGroup { possible_owners: owners, active_owner: Some(to), ..group.clone() };
        draft.put(Record::ResourceGroup(from, moved));
    }
    draft.says(format!("run the master secret server on {}", context.name(to)));
    draft.finish()
}

/// Whether a cluster resource group holds more than Enterprise SSO with its IP address, name and disk.
fn serves_others(context: &RuleContext<'_>, id: ResourceGroupId, group: &ClusterResourceGroup) -> bool {
    let is_own = |kind: &ResourceKind| *kind == ResourceKind::PhysicalDisk || SSO_RESOURCES.contains(kind);
    !context.sql_in_group(id).is_empty()
        || !context.hosts_clustered_in(id).is_empty()
        || !group.resources.keys().all(is_own)
}

impl FixDraft<'_, '_> {
    /// Adds a cluster resource group for Enterprise SSO and makes its network name the name of the secret server. The
    /// possible owners get Enterprise SSO.
    pub(in crate::rules) fn put_secret(&mut self, cluster: FailoverClusterId, owners: Vec<ComputerId>) -> Option<()> {
        for owner in &owners {
            self.change_computer(*owner, |it| {
                it.roles.remove(&Role::MasterSecret);
                it.roles.insert(Role::EntSso);
            });
        }
        self.add(ClusterResourceGroup::master_secret(cluster, &owners));
        let name = Some(SecretServerName::ClusterNetworkName);
        let sso = SsoSystem { secret_server_name: name, ..self.context.document.sso.clone() };
        self.run(EditCommand::SetSso(sso)).ok()
    }

    /// Takes the Enterprise SSO resource out of a cluster resource group; the whole group where nothing else is in it.
    fn take_sso_out(&mut self, id: ResourceGroupId) -> Option<()> {
        let group = self.context.resource_group(id)?;
        if !serves_others(self.context, id, group) {
            return self.remove(id).ok();
        }
        self.put(Record::ResourceGroup(id, group.clone().without(ResourceKind::EntSso)));
        for host in self.context.hosts_clustered_in(id) {
            self.change(*host, |it| {
                if let Some(clustering) = &mut it.clustered_in {
                    clustering.depends_on.remove(&ResourceKind::EntSso);
                }
            });
        }
        Some(())
    }
}

/// The first failover cluster that runs SQL Server, has two nodes, and on whose nodes BizTalk Server does not run
/// (SSO-005), no host is clustered (SSO-006) and no load balancer works (SSO-008).
fn suitable_cluster(context: &RuleContext<'_>) -> Option<FailoverClusterId> {
    let fits = |node: ComputerId| {
        context.is_primary(node)
            && !context.has_role(node, Role::BizTalkRuntime)
            && context.client_balancers_of(node).next().is_none()
            && !context.uses_windows_nlb(node)
    };
    let clusters = context.document.failover_clusters.keys().copied();
    clusters.filter(|id| context.sql_of_cluster(*id).next().is_some() && !holds_host(context, *id)).find(|id| {
        let nodes: Vec<ComputerId> = context.cluster_nodes(*id).collect();
        nodes.len() >= 2 && nodes.into_iter().all(fits)
    })
}

/// Whether a host is clustered on a failover cluster, which clustered Enterprise SSO would have to join (SSO-006).
pub(in crate::rules) fn holds_host(context: &RuleContext<'_>, cluster: FailoverClusterId) -> bool {
    context.resource_groups_of(cluster).iter().any(|group| !context.hosts_clustered_in(*group).is_empty())
}

/// A failover cluster of two computers for Enterprise SSO alone; the names of the computers. A computer that holds
/// the secret and serves nothing else becomes one of them.
fn add_pair(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, alone: Option<ComputerId>) -> Option<String> {
    let kept = alone.filter(|it| is_free(context, *it));
    let model =
        alone.or_else(|| context.sso_servers().next()).or_else(|| context.all_runtime_computers().first().copied());
    let model = context.document.computers.get(&model?)?;
    let tier = tier_for_secret(context, model.slot.tier)?;
    let mut nodes: Vec<ComputerId> = kept.into_iter().collect();
    let mut names: Vec<String> = kept.iter().map(|it| context.name(*it)).collect();
    let mut taken = Names::of(context.document);
    let mut slot = next_free_slot(context.document, tier);
    while nodes.len() < 2 {
        let name = taken.numbered("MSS");
        let computer =
            if kept.is_some() { model.equal(name.clone(), slot) } else { model.neighbor(name.clone(), slot) };
        nodes.push(draft.add(computer.with_roles([Role::EntSso])));
        names.push(name);
        slot = next_slot(slot);
    }
    let cluster = draft.add_cluster(&cluster_name(context.document, "Master secret cluster"), &nodes);
    draft.put_secret(cluster, nodes)?;
    Some(names.join(" and "))
}

/// Whether a computer can become a node of a failover cluster for Enterprise SSO: nothing else runs on it.
fn is_free(context: &RuleContext<'_>, id: ComputerId) -> bool {
    !context.has_role(id, Role::BizTalkRuntime)
        && context.sql_owned_by(id).is_empty()
        && context.failover_cluster_of(id).is_none()
        && context.client_balancers_of(id).next().is_none()
        && !context.uses_windows_nlb(id)
}

/// The tier for new master secret servers: one for them, else one for databases, else that of `fallback`; never one
/// in a perimeter network (NET-001).
fn tier_for_secret(context: &RuleContext<'_>, fallback: TierId) -> Option<TierId> {
    let is_inside = |tier: &Tier| !tier.zone.is_some_and(Zone::is_perimeter);
    let usable = |id: &TierId, tier: &Tier| context.document.is_primary_tier(*id) && is_inside(tier);
    let of_kind = |kind: TierKind| {
        let tiers = context.document.tiers.iter();
        tiers.filter(|(id, it)| it.kind == kind && usable(id, it)).map(|(id, _)| *id).next()
    };
    let fallback = Some(fallback).filter(|id| context.document.tiers.get(id).is_some_and(|it| usable(id, it)));
    of_kind(TierKind::MasterSecret).or_else(|| of_kind(TierKind::Databases)).or(fallback)
}
