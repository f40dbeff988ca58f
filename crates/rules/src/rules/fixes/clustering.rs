//! Building blocks of fixes: cluster resource groups, clustered MSDTC, clustered hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::{FixDraft, may_run_clustered_sso, model_computer};
use crate::adapters::Waiting;
use crate::edit::{Edit, Record};
use crate::model::{
    ClusterResourceGroup, ComputerId, Document, FailoverCluster, FailoverClusterId, Host, HostClustering, HostId,
    HostInstance, HostInstanceId, HostKind, ResourceKind,
};
use crate::rules::RuleContext;

/// A name for a new failover cluster: `base`, or with a number where that is taken.
pub(in crate::rules) fn cluster_name(document: &Document, base: &str) -> String {
    let taken: BTreeSet<&str> = document.failover_clusters.values().map(|it| it.name.as_str()).collect();
    let numbered = (2..).map(|number: u32| format!("{base} {number}"));
    let mut names = std::iter::once(base.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}

impl FixDraft<'_, '_> {
    /// Adds a failover cluster of some computers, with a clustered MSDTC (DTC-002, SSO-025). Witness and networks stay
    /// open questions.
    pub(in crate::rules) fn add_cluster(&mut self, name: &str, nodes: &[ComputerId]) -> FailoverClusterId {
        let id = self.add(FailoverCluster::new(name, nodes));
        self.add_msdtc(id);
        id
    }

    /// Makes a computer a node of a failover cluster and a possible owner of its clustered MSDTC.
    pub(in crate::rules) fn join(&mut self, cluster: FailoverClusterId, computer: ComputerId) {
        self.add_node(cluster, computer);
        for id in self.context.resource_groups_of(cluster) {
            let has_msdtc = self.context.resource_group(*id).is_some_and(|it| it.has(ResourceKind::Msdtc));
            if has_msdtc && self.context.sql_in_group(*id).is_empty() {
                self.add_owner(*id, computer);
            }
        }
    }

    /// Adds a clustered MSDTC to an existing failover cluster unless it has one.
    pub(in crate::rules) fn ensure_msdtc(&mut self, cluster: FailoverClusterId) {
        if !self.context.cluster_has(cluster, ResourceKind::Msdtc) {
            self.add_msdtc(cluster);
        }
    }
}

/// Makes an in-process host a clustered host, together with Message Queuing where its adapters need that: on a
/// failover cluster of BizTalk computers, else on a new one. `None` where no computers can serve.
pub(in crate::rules) fn cluster_host(context: &RuleContext<'_>, id: HostId) -> Option<Edit> {
    let host = context.document.hosts.get(&id)?;
    if host.kind != HostKind::InProcess || host.clustered_in.is_some() {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (cluster, owners, on) = match cluster_for(context, id, host) {
        Some((cluster, owners)) => {
            draft.ensure_msdtc(cluster);
            (cluster, owners, context.name(cluster))
        }
        None => new_cluster_for(context, &mut draft, id, host)?,
    };
    let with_queue = needs_queue(context, id);
    let mut kinds = Vec::new();
    let mut depends_on = BTreeSet::from([ResourceKind::NetworkName]);
    if with_queue {
        kinds.extend([ResourceKind::PhysicalDisk, ResourceKind::Msmq]);
        depends_on.insert(ResourceKind::Msmq);
    }
    let name = format!("{} on {on}", host.name);
    let group = draft.add(ClusterResourceGroup::new(name, cluster, &owners, &kinds));
    let clustered = HostClustering { resource_group: group, depends_on };
    draft.put(Record::Host(id, Host { clustered_in: Some(clustered), ..host.clone() }));
    move_instances(context, &mut draft, id, &owners)?;
    let queue = if with_queue { " and Message Queuing" } else { "" };
    draft.says(format!("cluster host {}{queue} on {on}", host.name));
    draft.finish()
}

/// Whether handlers of a host need Message Queuing in the cluster resource group of the host (ADP-007, 008, 015).
fn needs_queue(context: &RuleContext<'_>, id: HostId) -> bool {
    context.handlers_of(id).any(|(_, handler)| context.document.waits_on_computer(handler) == Some(Waiting::Queue))
}

/// The computers that may be possible owners of a clustered host: BizTalk computers of its BizTalk group that are not
/// possible owners of a clustered Enterprise SSO (SSO-005, 006). Those that run the host already come first.
fn possible_owners(context: &RuleContext<'_>, id: HostId, host: &Host) -> Vec<ComputerId> {
    let runs = context.servers(id);
    let fits = |it: &ComputerId| !may_run_clustered_sso(context, *it);
    let mut found: Vec<ComputerId> =
        context.runtime_computers(host.biztalk_group).iter().copied().filter(fits).collect();
    found.sort_by_key(|it| (!runs.contains(it), *it));
    found
}

/// Those of the computers that run the host, filled up to two.
fn chosen(context: &RuleContext<'_>, id: HostId, from: &[ComputerId]) -> Vec<ComputerId> {
    let wanted = from.iter().filter(|it| context.servers(id).contains(it)).count().max(2);
    from.iter().copied().take(wanted).collect()
}

/// The failover cluster with most computers of a host among those with two BizTalk computers, and its owners there.
fn cluster_for(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<(FailoverClusterId, Vec<ComputerId>)> {
    let possible = possible_owners(context, id, host);
    let mut best: Option<(usize, FailoverClusterId, Vec<ComputerId>)> = None;
    for cluster in context.document.failover_clusters.keys().copied() {
        let nodes: BTreeSet<ComputerId> = context.cluster_nodes(cluster).collect();
        let here: Vec<ComputerId> = possible.iter().copied().filter(|it| nodes.contains(it)).collect();
        let owners = chosen(context, id, &here);
        let known = owners.iter().filter(|it| context.servers(id).contains(it)).count();
        if owners.len() >= 2 && best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, cluster, owners));
        }
    }
    best.map(|(_, cluster, owners)| (cluster, owners))
}

/// A new failover cluster of computers that are in none and do not use Windows NLB (NLB-005); with a further computer
/// where there is only one.
fn new_cluster_for(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    id: HostId,
    host: &Host,
) -> Option<(FailoverClusterId, Vec<ComputerId>, String)> {
    let fits = |it: &ComputerId| context.failover_cluster_of(*it).is_none() && !context.uses_windows_nlb(*it);
    let free: Vec<ComputerId> = possible_owners(context, id, host).into_iter().filter(fits).collect();
    let mut owners = chosen(context, id, &free);
    if owners.len() == 1 {
        let (computer, name) = draft.add_computer_like(model_computer(context, host.biztalk_group)?)?;
        draft.says(format!("add {name}"));
        owners.push(computer);
    }
    if owners.len() < 2 {
        return None;
    }
    let name = cluster_name(context.document, "BizTalk cluster");
    let cluster = draft.add_cluster(&name, &owners);
    let names: Vec<String> = owners.iter().filter_map(|it| draft.get(*it)).map(|it| it.name).collect();
    Some((cluster, owners, names.join(" and ")))
}

/// Gives every possible owner an enabled instance of a host and takes those on other primary-site computers away
/// (CLU-003, 004, 006). `None` where a load balancer sends requests to one of them.
fn move_instances(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    id: HostId,
    owners: &[ComputerId],
) -> Option<()> {
    let mut present: BTreeSet<ComputerId> = BTreeSet::new();
    for instance in context.all_instances(id) {
        let Some(it) = context.document.host_instances.get(instance) else { continue };
        if owners.contains(&it.computer) {
            if present.insert(it.computer) && !it.enabled {
                draft.enable(*instance);
            }
        } else if context.is_primary(it.computer) {
            let balancers = context.document.load_balancers.values();
            if balancers.into_iter().any(|balancer| balancer.serves.contains(&id)) {
                return None;
            }
            draft.remove(*instance).ok()?;
        }
    }
    for owner in owners.iter().filter(|it| !present.contains(it)) {
        draft.add_instance(id, *owner);
    }
    Some(())
}

/// The instances of a host by computer, all of them.
pub(in crate::rules) fn instances_by_computer<'a>(
    context: &RuleContext<'a>,
    id: HostId,
) -> BTreeMap<ComputerId, (HostInstanceId, &'a HostInstance)> {
    let instances = context.all_instances(id).iter();
    let instances = instances.filter_map(|it| Some((*it, context.document.host_instances.get(it)?)));
    instances.map(|(instance, it)| (it.computer, (instance, it))).collect()
}
